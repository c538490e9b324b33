//! The HTTP client.
//!
//! ureq, because it brings twenty crates and no runtime of its own; reqwest brings a hundred and
//! runs on Tokio only. A relay delivers one announcement after the other, and a thread for each
//! is little beside a request.

use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Proxy};

use super::HttpSettings;
use crate::error::SinkError;

/// What receivers see us as.
const NAME: &str = concat!("profilekit/", env!("CARGO_PKG_VERSION"));

pub(crate) fn agent(settings: &HttpSettings) -> Result<Agent, SinkError> {
    let proxy = settings.proxy.as_deref().map(Proxy::new).transpose();
    let roots = settings.roots.as_deref().map(certificates).transpose()?;
    let roots = roots.map_or(RootCerts::WebPki, |roots| RootCerts::new_with_certs(&roots));
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(settings.timeout))
        .https_only(!settings.plain)
        .proxy(proxy.map_err(|_| SinkError::Proxy)?)
        .tls_config(TlsConfig::builder().root_certs(roots).build())
        .user_agent(NAME)
        .build();
    Ok(config.into())
}

fn certificates(pem: &[u8]) -> Result<Vec<Certificate<'static>>, SinkError> {
    let mut found = Vec::new();
    for item in parse_pem(pem) {
        match item {
            Ok(PemItem::Certificate(certificate)) => found.push(certificate),
            Ok(_) => {}
            Err(_) => return Err(SinkError::Certificates),
        }
    }
    // Nobody would be trusted.
    if found.is_empty() {
        return Err(SinkError::Certificates);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_cannot_be_used_are_refused() {
        let with = |roots: Option<&[u8]>, proxy: Option<&str>| {
            agent(&HttpSettings {
                roots: roots.map(<[u8]>::to_vec),
                proxy: proxy.map(str::to_owned),
                ..HttpSettings::default()
            })
        };
        assert!(with(None, Some("http://proxy.internal:3128")).is_ok());
        assert!(matches!(
            with(None, Some("ftp://proxy")),
            Err(SinkError::Proxy)
        ));
        let broken = b"-----BEGIN CERTIFICATE-----\n*\n-----END CERTIFICATE-----\n";
        for pem in [b"".as_slice(), b"no certificate", broken] {
            assert!(matches!(
                with(Some(pem), None),
                Err(SinkError::Certificates)
            ));
        }
    }
}
