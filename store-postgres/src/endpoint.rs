//! Where a server is, and how the way to it is secured.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use profilekit::store::StoreError;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres::Config;
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::error::{UnknownSecurity, store_error, unavailable};

/// How the way to a server is secured, as `sslmode` says it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Security {
    /// Not at all (`disable`, `prefer`, or nothing): for a server on the same machine.
    #[default]
    Plain,
    /// Nobody who listens reads along, but it is not looked at who answers (`require`).
    Encrypted,
    /// The server's certificate is of this name, and was given by somebody who is trusted
    /// (`verify-full`): whom the file of `sslrootcert` names, or else the operating system.
    Verified {
        /// A file of certificates in PEM form.
        roots: Option<PathBuf>,
    },
}

/// A server, a database, a role, and how the way there is secured: a URL or `name=value` pairs.
///
/// ```
/// use profilekit_postgres::{Endpoint, Security};
///
/// let url = "postgres://app@db.example.org/app?sslmode=verify-full";
/// let endpoint: Endpoint = url.parse().unwrap();
/// assert_eq!(endpoint.security, Security::Verified { roots: None });
/// assert!("host=localhost sslmode=perhaps".parse::<Endpoint>().is_err());
/// ```
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// The server, the database and the role.
    pub config: Config,
    /// How the way there is secured.
    pub security: Security,
}

impl From<Config> for Endpoint {
    fn from(config: Config) -> Self {
        let security = match config.get_ssl_mode() {
            SslMode::Require => Security::Encrypted,
            _ => Security::Plain,
        };
        Self { config, security }
    }
}

impl FromStr for Endpoint {
    type Err = StoreError;

    fn from_str(address: &str) -> Result<Self, StoreError> {
        let (address, mode) = without(address, "sslmode=");
        let (address, roots) = without(&address, "sslrootcert=");
        let security = match mode.as_deref() {
            None | Some("disable" | "prefer" | "allow") => Security::Plain,
            Some("require") => Security::Encrypted,
            Some("verify-full") => Security::Verified {
                roots: roots.map(PathBuf::from),
            },
            Some(other) => return Err(unavailable(UnknownSecurity(other.to_owned()))),
        };
        let config = address.parse().map_err(store_error)?;
        Ok(Self { config, security })
    }
}

/// An address without one of its parts, and that part's value, where it is there.
fn without(address: &str, name: &str) -> (String, Option<String>) {
    let begins = |at: &usize| {
        let before = address.get(..*at).unwrap_or_default();
        before.is_empty() || before.ends_with(['?', '&', ' '])
    };
    let mut places = address.match_indices(name).map(|(at, _)| at);
    let Some(at) = places.find(begins) else {
        return (address.to_owned(), None);
    };
    let (before, rest) = address.split_at(at);
    let rest = rest.strip_prefix(name).unwrap_or_default();
    let end = rest.find(['&', ' ']).unwrap_or(rest.len());
    let (value, rest) = rest.split_at(end);
    let rest = rest.strip_prefix(['&', ' ']).unwrap_or_default();
    (format!("{before}{rest}"), Some(value.to_owned()))
}

impl Endpoint {
    /// What makes connections secure, where they shall be, after telling the configuration.
    pub(crate) fn connector(&mut self) -> Result<Option<MakeRustlsConnect>, StoreError> {
        if self.security == Security::Plain {
            self.config.ssl_mode(SslMode::Disable);
            return Ok(None);
        }
        self.config.ssl_mode(SslMode::Require);
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider));
        let builder = builder.with_safe_default_protocol_versions();
        let builder = builder.map_err(unavailable)?;
        let builder = match &self.security {
            Security::Verified { roots } => builder.with_root_certificates(trusted(roots)?),
            _ => builder
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(Anybody(provider))),
        };
        Ok(Some(MakeRustlsConnect::new(builder.with_no_client_auth())))
    }
}

/// Whose certificates are trusted.
fn trusted(roots: &Option<PathBuf>) -> Result<RootCertStore, StoreError> {
    let mut store = RootCertStore::empty();
    match roots {
        Some(path) => {
            for certificate in in_file(path)? {
                store.add(certificate).map_err(unavailable)?;
            }
        }
        None => {
            // One that cannot be read does not take the others with it.
            let found = rustls_native_certs::load_native_certs().certs;
            store.add_parsable_certificates(found);
        }
    }
    Ok(store)
}

fn in_file(path: &Path) -> Result<Vec<CertificateDer<'static>>, StoreError> {
    let found = CertificateDer::pem_file_iter(path).map_err(unavailable)?;
    found.collect::<Result<_, _>>().map_err(unavailable)
}

/// Whoever answers is taken for the server, as `sslmode=require` has it: what is said cannot be
/// read by others, but it may be said to somebody else.
struct Anybody(Arc<CryptoProvider>);

impl fmt::Debug for Anybody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Anybody")
    }
}

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let known = &self.0.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let known = &self.0.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn security_is_read_from_both_forms_of_an_address() {
        let verified = |path: &str| Security::Verified {
            roots: Some(path.into()),
        };
        for (address, security) in [
            ("host=h dbname=d", Security::Plain),
            ("sslmode=disable host=h", Security::Plain),
            ("host=h sslmode=require dbname=d", Security::Encrypted),
            (
                "host=h sslmode=verify-full sslrootcert=/ca.pem",
                verified("/ca.pem"),
            ),
            ("postgres://u@h/d", Security::Plain),
            ("postgres://u@h/d?sslmode=require", Security::Encrypted),
            (
                "postgres://u@h/d?sslrootcert=/ca.pem&connect_timeout=3&sslmode=verify-full",
                verified("/ca.pem"),
            ),
        ] {
            let endpoint: Endpoint = address.parse().unwrap();
            assert_eq!(endpoint.security, security, "{address}");
        }
        for bad in [
            "sslmode=verify-ca host=h",
            "postgres://h?sslmode=",
            "no pairs",
        ] {
            assert!(bad.parse::<Endpoint>().is_err(), "{bad}");
        }
        let quoted = "host=h password='x sslmode' sslmode=require";
        let endpoint: Endpoint = quoted.parse().unwrap();
        assert_eq!(endpoint.config.get_password(), Some(&b"x sslmode"[..]));
    }
}
