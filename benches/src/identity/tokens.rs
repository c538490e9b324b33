//! Session tokens beside the bare arithmetic of their signatures.

use std::hint::black_box;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, Odd};
use p256::ecdsa::signature::{Signer as _, Verifier as _};
use p256::ecdsa::{Signature, SigningKey};
use profilekit::identity::{Expected, TokenKeys, verify_token};
use profilekit_benches::rows::Row;
use profilekit_benches::timing::{Contestant, measure};
use profilekit_tests::fixtures;
use rsa::RsaPublicKey;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::NOW;

/// A token of a curve.
pub(crate) fn es256() -> Row {
    let key = SigningKey::from_slice(crate::SECRET).unwrap();
    let point = key.verifying_key().to_sec1_point(false);
    let part = |bytes: Option<&[u8]>| Base64UrlUnpadded::encode_string(bytes.unwrap());
    let (x, y) = point.as_bytes().get(1..).unwrap().split_at(32);
    let jwks = json!({ "keys": [{ "kty": "EC", "crv": "P-256", "kid": "k", "x": part(Some(x)), "y": part(Some(y)) }] });
    let keys = TokenKeys::from_jwks(jwks.to_string().as_bytes()).unwrap();
    let claims = json!({ "iss": "https://clerk.example.com", "sub": "user_1", "sid": "sess_1", "exp": 1_700_000_060, "metadata": { "roles": ["builder"] } });
    let text = |value: &Value| Base64UrlUnpadded::encode_string(value.to_string().as_bytes());
    let signed = format!(
        "{}.{}",
        text(&json!({ "alg": "ES256", "kid": "k" })),
        text(&claims)
    );
    let signature: Signature = key.sign(signed.as_bytes());
    let token = format!("{signed}.{}", part(Some(&signature.to_bytes())));
    let expected = Expected {
        issuer: "https://clerk.example.com",
        ..Expected::default()
    };
    let ours = Contestant::new("verify_token", |_| {
        let claims = verify_token(black_box(&token), &keys, &expected, NOW).unwrap();
        claims.subject.len() as u64
    });
    let public = *key.verifying_key();
    let theirs = Contestant::new("p256 alone", |_| {
        u64::from(
            public
                .verify(black_box(signed.as_bytes()), &signature)
                .is_ok(),
        )
    });
    crate::row("session token, ES256", 1.1, ours, theirs)
}

/// The key and a token of the cases that every language runs.
struct Case {
    jwks: String,
    modulus: Vec<u8>,
    token: String,
}

fn case() -> Case {
    let mut fixtures = fixtures("identity").into_iter();
    let file = fixtures.find(|one| one.name == "tokens").unwrap().json;
    let list = |pointer: &str| file.pointer(pointer).and_then(Value::as_array).unwrap();
    let named = |list: &'_ [Value], name: &str, is: &str| {
        let mut list = list.iter();
        list.find(|one| one.get(name) == Some(&is.into()))
            .cloned()
            .unwrap()
    };
    let text =
        |value: &Value, name: &str| value.get(name).and_then(Value::as_str).unwrap().to_owned();
    let key = named(list("/jwks/keys"), "kid", "rsa-1");
    let case = named(list("/cases"), "name", "RS256 by its key");
    Case {
        jwks: json!({ "keys": [key] }).to_string(),
        modulus: Base64UrlUnpadded::decode_vec(&text(&key, "n")).unwrap(),
        token: text(&case, "token"),
    }
}

/// The exponentiation alone, with the hash: what no check can do without.
fn bare(params: &BoxedMontyParams, bits: u32, signed: &[u8], signature: &[u8]) -> u64 {
    let number = BoxedUint::from_be_slice(signature, bits).unwrap();
    let base = BoxedMontyForm::new(number, params);
    let mut power = base.clone();
    // The exponent is 65537.
    for _ in 0..16 {
        power = power.square();
    }
    let opened = power.mul(&base).retrieve().to_be_bytes();
    u64::from(opened.ends_with(&Sha256::digest(signed)))
}

/// A token of RSA with 2048 bits, beside the exponentiation that it is made of and beside the crate
/// `rsa`.
pub(crate) fn rs256() -> [Row; 2] {
    let Case {
        jwks,
        modulus,
        token,
    } = case();
    let keys = TokenKeys::from_jwks(jwks.as_bytes()).unwrap();
    let parties = ["https://app.example.com"];
    let expected = Expected {
        issuer: "https://clerk.example.com",
        parties: &parties,
        ..Expected::default()
    };
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let signature = Base64UrlUnpadded::decode_vec(signature).unwrap();
    let bits = u32::try_from(modulus.len() * 8).unwrap();
    let odd = Odd::new(BoxedUint::from_be_slice(&modulus, bits).unwrap()).unwrap();
    let params = BoxedMontyParams::new_vartime(odd);
    let package =
        RsaPublicKey::new(rsa::BigUint::from_bytes_be(&modulus), 65537u32.into()).unwrap();
    let scheme = || rsa::Pkcs1v15Sign::new::<rsa::sha2::Sha256>();
    let by_package = |signature: &[u8]| {
        use rsa::sha2::Digest as _;
        let hash = rsa::sha2::Sha256::digest(black_box(signed.as_bytes()));
        package.verify(scheme(), &hash, signature).is_ok()
    };
    let ours = |token: &str| verify_token(token, &keys, &expected, NOW);
    // All say the same of the token and of a forgery.
    let mut forged = signature.clone();
    forged.reverse();
    let forgery = format!("{signed}.{}", Base64UrlUnpadded::encode_string(&forged));
    assert!(ours(&token).is_ok() && by_package(&signature));
    assert!(ours(&forgery).is_err() && !by_package(&forged));
    assert_eq!(bare(&params, bits, signed.as_bytes(), &signature), 1);
    let times = measure(&mut [
        Contestant::new("verify_token", |_| {
            ours(black_box(&token)).unwrap().subject.len() as u64
        }),
        Contestant::new("bare", |_| {
            bare(
                &params,
                bits,
                black_box(signed.as_bytes()),
                black_box(&signature),
            )
        }),
        Contestant::new("rsa", |_| u64::from(by_package(black_box(&signature)))),
    ]);
    let mut times = times.iter();
    let [ours, bare, package] = [(); 3].map(|()| times.next().unwrap());
    let row = |peer: &str, theirs: &profilekit_benches::timing::Times| Row {
        what: "session token, RS256".to_owned(),
        ours: ours.median(),
        peer: peer.to_owned(),
        theirs: theirs.median(),
        ratio: ours.ratio_to(theirs),
        limit: 1.1,
    };
    [
        row("its exponentiation alone", bare),
        row("the crate rsa", package),
    ]
}
