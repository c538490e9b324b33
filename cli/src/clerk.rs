//! Clerk's interface.

use std::net::IpAddr;

use profilekit_sinks::{ClerkClient, HttpSettings};
use url::{Host, Url};

use crate::output::Misuse;

/// Where Clerk's secret key is: an argument would be seen by everybody on the machine.
const SECRET: &str = "CLERK_SECRET_KEY";

/// A client with the key of the environment, at an address where one is named.
pub(crate) fn client(address: Option<&str>) -> Result<ClerkClient, Misuse> {
    let secret = std::env::var(SECRET)
        .ok()
        .filter(|secret| !secret.is_empty());
    let secret = secret.ok_or_else(|| {
        let help = format!("Put the secret key of Clerk's dashboard into {SECRET}.");
        Misuse::new(format!("{SECRET} is not set."), help)
    })?;
    let address = address.unwrap_or(ClerkClient::ADDRESS);
    let settings = HttpSettings {
        plain: is_here(address),
        ..HttpSettings::default()
    };
    let client = ClerkClient::at(address, &secret, &settings);
    client.map_err(|error| Misuse::new(format!("Clerk cannot be asked: {error}."), ""))
}

/// Whether an address is on this machine: nobody else hears what is said there.
fn is_here(address: &str) -> bool {
    let url = Url::parse(address).ok();
    match url.as_ref().and_then(Url::host) {
        Some(Host::Ipv4(ip)) => IpAddr::from(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::from(ip).is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}
