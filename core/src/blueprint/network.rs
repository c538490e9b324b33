//! Networks of IP addresses.

use core::net::IpAddr;
use std::fmt;

/// A network of IPv4 or IPv6 addresses (CIDR, RFC 4632 and RFC 4291): an address and how many of
/// its leading bits count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

impl Network {
    /// Reads `203.0.113.0/24`, `2001:db8::/32`, or one address alone. Bits behind those that count
    /// must be zero: whoever writes others means something else.
    ///
    /// A network of IPv4 addresses written as IPv6 (`::ffff:203.0.113.0/120`) is that network of
    /// IPv4 addresses. There is none that reaches beyond them.
    ///
    /// ```
    /// use profilekit::blueprint::Network;
    /// let network = Network::parse("203.0.113.0/24").unwrap();
    /// assert!(network.contains("203.0.113.7".parse().unwrap()));
    /// assert!(!network.contains("203.0.114.7".parse().unwrap()));
    /// assert!(Network::parse("203.0.113.7/24").is_none());
    /// assert_eq!(Network::parse("::ffff:203.0.113.0/120"), Some(network));
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let most = width(address);
        let bits = bits.map_or(Some(most), |bits| number(bits).filter(|bits| *bits <= most))?;
        // Addresses are compared in their own form: so must networks be.
        let own = address.to_canonical();
        let network = Self {
            address: own,
            bits: bits.checked_sub(most.checked_sub(width(own))?)?,
        };
        (network.masked(own) == value(own)).then_some(network)
    }

    /// Whether an address lies in it. An IPv4 address written as IPv6 (`::ffff:203.0.113.7`) is
    /// that IPv4 address.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        let same = address.is_ipv4() == self.address.is_ipv4();
        same && self.masked(address) == value(self.address)
    }

    /// The bits of an address that count.
    fn masked(&self, address: IpAddr) -> u128 {
        let most = u32::from(width(address));
        let rest = most.saturating_sub(u32::from(self.bits));
        let kept = value(address).checked_shr(rest).unwrap_or(0);
        kept.checked_shl(rest).unwrap_or(0)
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.bits)
    }
}

/// Digits alone, without a leading zero.
fn number(text: &str) -> Option<u8> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let plain = text == "0" || !text.starts_with('0');
    text.parse().ok().filter(|_| digits && plain)
}

fn width(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

fn value(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(u32::from(address)),
        IpAddr::V6(address) => u128::from(address),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(network: &str, address: &str) -> bool {
        let network = Network::parse(network).unwrap();
        network.contains(address.parse().unwrap())
    }

    #[test]
    fn addresses_lie_in_their_networks_only() {
        for (network, inside, outside) in [
            ("0.0.0.0/0", "255.1.2.3", "::1"),
            ("::/0", "2001:db8::1", "10.0.0.1"),
            ("10.0.0.0/8", "10.255.255.255", "11.0.0.0"),
            ("10.1.2.3", "10.1.2.3", "10.1.2.4"),
            ("2001:db8::/33", "2001:db8:7fff::1", "2001:db8:8000::1"),
            ("::1/128", "::1", "::2"),
            ("203.0.113.0/24", "::ffff:203.0.113.9", "::203.0.113.9"),
            ("::ffff:10.0.0.0/104", "10.255.255.255", "11.0.0.0"),
            ("::ffff:10.0.0.0/104", "::ffff:10.1.2.3", "::ffff:11.0.0.0"),
            ("::ffff:a00:0/104", "10.1.2.3", "::a01:203"),
            ("::ffff:10.1.2.3", "10.1.2.3", "10.1.2.4"),
            ("::ffff:10.1.2.3/128", "10.1.2.3", "10.1.2.2"),
            ("::ffff:0:0/96", "255.1.2.3", "2001:db8::1"),
            ("::10.0.0.0/104", "::10.1.2.3", "10.1.2.3"),
        ] {
            assert!(holds(network, inside), "{network} {inside}");
            assert!(!holds(network, outside), "{network} {outside}");
        }
    }

    #[test]
    fn a_network_has_one_form() {
        for (written, network) in [
            ("::ffff:10.0.0.0/104", "10.0.0.0/8"),
            ("::ffff:0:0/96", "0.0.0.0/0"),
            ("::FFFF:10.1.2.3", "10.1.2.3/32"),
            ("2001:DB8::/32", "2001:db8::/32"),
        ] {
            let found = Network::parse(written).unwrap();
            assert_eq!(found.to_string(), network, "{written}");
            assert_eq!(Network::parse(network), Some(found), "{written}");
        }
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for text in [
            "",
            "/",
            "10.0.0.0/",
            "10.0.0.0/33",
            "10.0.0.0/08",
            "10.0.0.0/+8",
            "10.0.0.1/8",
            "10.0.0/8",
            "2001:db8::/129",
            "2001:db8::1/64",
            "localhost",
            "10.0.0.0/8/8",
            " 10.0.0.1",
            "::ffff:0:0/95",
            "::ffff:0:0/80",
            "::ffff:10.0.0.0/8",
            "::ffff:10.0.0.1/104",
            "::ffff:10.0.0.0/129",
        ] {
            assert_eq!(Network::parse(text), None, "{text}");
        }
    }
}
