//! Where a request comes from.

use core::net::{IpAddr, SocketAddr};

use crate::blueprint::{IdentityPlan, Network};
use crate::error::{Code, Failure};

/// How many empty places of a list are passed over: such come of lists that were put together, and
/// a few are not somebody who wants work done for nothing.
const EMPTY: usize = 16;

/// Finds out where a request really comes from: `peer` is the address of the connection,
/// `forwarded` what `X-Forwarded-For` says, where there is one.
///
/// Proxies write the address of whoever called them at the end of that list; whatever stands
/// before, anybody may have written. So it is read from its end, for as long as trusted proxies
/// wrote it. Empty places of a list are no part of it (RFC 9110, section 5.6.1), up to sixteen.
///
/// # Errors
/// [`Code::IdentityBadAddress`] where what a trusted proxy wrote is no address, or too much of it
/// is empty.
///
/// ```
/// use profilekit::blueprint::Network;
/// use profilekit::identity::sender;
/// let proxies = [Network::parse("10.0.0.0/8").unwrap()];
/// let from = |peer: &str, list| sender(peer.parse().unwrap(), Some(list), &proxies).unwrap().to_string();
/// assert_eq!(from("10.0.0.1", "1.2.3.4, 203.0.113.7"), "203.0.113.7");
/// assert_eq!(from("198.51.100.1", "1.2.3.4"), "198.51.100.1");
/// ```
pub fn sender(
    peer: IpAddr,
    forwarded: Option<&str>,
    proxies: &[Network],
) -> Result<IpAddr, Failure> {
    let (mut from, mut empty) = (peer.to_canonical(), 0);
    let hops = forwarded.into_iter().flat_map(|list| list.rsplit(','));
    for hop in hops.map(str::trim) {
        if !proxies.iter().any(|proxy| proxy.contains(from)) {
            break;
        }
        if hop.is_empty() && empty < EMPTY {
            empty += 1;
            continue;
        }
        from = address(hop)?.to_canonical();
    }
    Ok(from)
}

/// Refuses senders that are in none of the networks that webhooks come from, where the blueprint
/// names any. Says where the request comes from.
///
/// # Errors
/// [`Code::IdentityAddressNotAllowed`]; [`Code::IdentityBadAddress`], also where the host gives no
/// address and one is needed.
pub fn check_sender(
    plan: &IdentityPlan,
    peer: Option<IpAddr>,
    forwarded: Option<&str>,
) -> Result<Option<IpAddr>, Failure> {
    if plan.allow_ips.is_empty() {
        return Ok(None);
    }
    let peer = peer.ok_or_else(|| Failure::new(Code::IdentityBadAddress))?;
    let from = sender(peer, forwarded, &plan.trusted_proxies)?;
    if plan.allow_ips.iter().any(|network| network.contains(from)) {
        return Ok(Some(from));
    }
    Err(Failure::new(Code::IdentityAddressNotAllowed))
}

/// An address, which some proxies write with a port or in brackets.
fn address(text: &str) -> Result<IpAddr, Failure> {
    let bare = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    let address = bare.unwrap_or(text).parse().ok();
    let address = address.or_else(|| text.parse::<SocketAddr>().ok().map(|found| found.ip()));
    address.ok_or_else(|| Failure::new(Code::IdentityBadAddress))
}
