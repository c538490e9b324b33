use proptest::prelude::*;

use super::*;

/// A key set of one good key for ES256 (RFC 7515, A.3) and others.
fn set(others: &[&str]) -> String {
    let good = r#"{"kty":"EC","crv":"P-256","kid":"good","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;
    format!(r#"{{"keys":[{}]}}"#, [others, &[good]].concat().join(","))
}

#[test]
fn a_damaged_key_keeps_nobody_out_who_signs_with_another() {
    let damaged = [
        r#"{"kty":"EC","crv":"P-256","kid":"a","x":"AAAA","y":"AAAA"}"#,
        r#"{"kty":"RSA","kid":"b","n":"AQAB","e":"AQAB"}"#,
        r#"{"kid":"c"}"#,
        r#"{"kty":7}"#,
        "null",
    ];
    let token = concat!(
        "eyJhbGciOiJFUzI1NiJ9",
        ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
        ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
    );
    let verified = |jwks: &str| {
        let keys = TokenKeys::from_jwks(jwks.as_bytes()).unwrap();
        verify_token(token, &keys, &Expected::default(), 0)
    };
    // The signature is good; the token of the standard names nobody.
    let said = verified(&set(&[])).unwrap_err().code();
    assert_eq!(said, Code::IdentityBadToken);
    for key in damaged {
        assert_eq!(
            verified(&set(&[key])).map_err(|failure| failure.code()),
            verified(&set(&[])).map_err(|failure| failure.code()),
            "{key}"
        );
        let alone = format!(r#"{{"keys":[{key}]}}"#);
        let refused = TokenKeys::from_jwks(alone.as_bytes()).unwrap_err();
        assert_eq!(refused.code(), Code::IdentityBadKey, "{key}");
    }
}

proptest! {
    /// Whatever comes is read or refused.
    #[test]
    fn nothing_that_is_handed_in_does_harm(bytes in proptest::collection::vec(any::<u8>(), 0..300), text in ".{0,200}") {
        let keys = TokenKeys::from_jwks(set(&[]).as_bytes()).unwrap();
        let _ = TokenKeys::from_jwks(&bytes);
        let _ = TokenKeys::from_jwks(set(&[&format!(r#"{{"kty":"RSA","n":"{}","e":"AQAB"}}"#, URL_SAFE_NO_PAD.encode(&bytes))]).as_bytes());
        let pem = base64::engine::general_purpose::STANDARD.encode(&bytes);
        for label in ["PUBLIC KEY", "RSA PUBLIC KEY", "CERTIFICATE"] {
            let pem = format!("-----BEGIN {label}-----\n{pem}\n-----END {label}-----\n");
            let _ = TokenKeys::from_pem(&pem);
        }
        let _ = TokenKeys::from_pem(&text);
        let part = URL_SAFE_NO_PAD.encode(&bytes);
        for token in [text.clone(), format!("{part}.{part}.{part}"), format!("eyJhbGciOiJFUzI1NiJ9.{part}.{part}")] {
            prop_assert!(verify_token(&token, &keys, &Expected::default(), 0).is_err());
        }
    }
}
