use proptest::prelude::*;

use super::*;
use crate::Kernel;

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

#[test]
fn a_token_says_who_somebody_is_in_the_blueprints_words() {
    let kernel = Kernel::compile(
        br#"{
        "blueprint": 1, "name": "p", "version": "1.0.0", "tenancy": { "crossed_by": ["admin"] },
        "roles": { "member": { "default": true }, "builder": { "granted_by": ["system"] }, "admin": { "granted_by": ["admin"] } },
        "personas": { "maker": { "role": "builder" }, "boss": { "role": "admin" } },
        "kinds": { "user": { "owner": "user", "one_per": ["owner"], "unique": ["/external_id"],
            "fields": { "external_id": { "type": "string", "source": "identity" } } } },
        "identity": { "provider": "clerk", "fields": { "roles": "provider" }, "role_claim": "public_metadata.roles",
            "role_map": [{ "from": "org:creator", "to": "builder" }], "tenant_claim": "public_metadata.tenant" }
    }"#,
    )
    .unwrap();
    let of = |metadata: &str| {
        let body = format!(r#"{{"sub":"user_1","exp":1,"public_metadata":{metadata}}}"#);
        let claims = Claims::read(body.as_bytes()).unwrap();
        let said = claims.standing(kernel.model()).unwrap();
        let tenant = said.tenant.map(|tenant| tenant.to_string());
        (
            tenant.unwrap_or_default(),
            said.roles.join(" "),
            said.persona.unwrap_or_default(),
        )
    };
    let said = |tenant: &str, roles: &str, persona: &str| {
        (tenant.to_owned(), roles.to_owned(), persona.to_owned())
    };
    let all = r#"{"roles":["org:creator","admin","nobody","builder"],"tenant":"t1"}"#;
    assert_eq!(of(all), said("t1", "builder", "maker"));
    let one = r#"{"roles":"builder","tenant":"no tenant"}"#;
    assert_eq!(of(one), said("", "builder", "maker"));
    assert_eq!(
        of(r#"{"roles":{"admin":true},"tenant":7}"#),
        said("", "", "")
    );
    assert_eq!(of("null"), said("", "", ""));
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
