//! Where a webhook is sent to.

use url::Url;

use crate::error::SinkError;

/// Checks an address and gives it back in its normal form: what was checked is what is called.
pub(crate) fn checked(address: &str, plain: bool) -> Result<String, SinkError> {
    let url = Url::parse(address).map_err(|_| SinkError::Address("it is no URL"))?;
    match url.scheme() {
        "https" => {}
        "http" if plain => {}
        _ => return Err(SinkError::Address("it is not https")),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(SinkError::Address("it contains credentials"));
    }
    if url.fragment().is_some() {
        return Err(SinkError::Address("it has a fragment, which is never sent"));
    }
    Ok(url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_https_without_credentials() {
        let normal = checked("HTTPS://Exämple.com:443/a b?c=d", false);
        assert_eq!(normal.unwrap(), "https://xn--exmple-cua.com/a%20b?c=d");
        assert!(checked("http://localhost:8080/", true).is_ok());
        let refused = [
            "",
            "example.com",
            "http://example.com/",
            "https://",
            "https://ada@example.com/",
            "https://ada:secret@example.com/",
            "https://example.com/#part",
            "ftp://example.com/",
            "java\nscript:alert(1)",
        ];
        for address in refused {
            assert!(checked(address, false).is_err(), "{address}");
        }
        assert!(checked("file:///etc/passwd", true).is_err());
    }
}
