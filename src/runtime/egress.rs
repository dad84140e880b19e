//! Where requests of the server itself (proxy and callbacks) may go.
//!
//! An environment is written by many hands, and templates put what clients sent into addresses: without bounds a mock
//! reaches whatever its pod reaches. Names are judged as written, addresses after resolution; the address that was judged
//! is the one that is connected to (see [`connector`](super::connector)). What the operator denies is denied; what he
//! allows is allowed, and then nothing else is; link-local addresses and the metadata services of clouds have to be
//! allowed by their addresses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

/// Hosts that are metadata services by name.
const METADATA_HOSTS: [&str; 5] =
    ["metadata.google.internal", "metadata.goog", "metadata", "instance-data", "instance-data.ec2.internal"];

/// Link-local addresses, and metadata services that live elsewhere.
const METADATA_NETWORKS: [&str; 7] = [
    "169.254.0.0/16",
    "fe80::/10",
    // EC2 and GCP over IPv6.
    "fd00:ec2::/32",
    "fd20:ce::254",
    // Alibaba, Azure, Oracle, OpenStack on Equinix.
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
];

/// Where one may or may not go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// Addresses that begin with so many bits.
    Network(IpAddr, u8),
    /// A host's name, in lower case.
    Host(String),
    /// All hosts below a name, which is kept with its leading dot.
    Below(String),
}

/// The text is neither address, network nor host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an address, a network such as 10.0.0.0/8, or a host such as api.example.com or *.example.com")]
pub struct InvalidDestination;

impl FromStr for Destination {
    type Err = InvalidDestination;

    fn from_str(text: &str) -> Result<Self, InvalidDestination> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse::<u8>().map_err(|_| InvalidDestination)?)),
            None => (text, None),
        };
        if let Some(address) = literal(address) {
            let most = if address.is_ipv4() { 32 } else { 128 };
            let bits = bits.unwrap_or(most);
            return if bits <= most { Ok(Self::Network(address, bits)) } else { Err(InvalidDestination) };
        }
        let host = normal(text);
        let name = host.strip_prefix("*.").unwrap_or(&host);
        let is_name = |label: &str| {
            !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        };
        if bits.is_some() || !name.split('.').all(is_name) {
            return Err(InvalidDestination);
        }
        Ok(if host.starts_with('*') { Self::Below(format!(".{name}")) } else { Self::Host(host) })
    }
}

impl Destination {
    fn has_host(&self, host: &str) -> bool {
        match self {
            Self::Network(..) => false,
            Self::Host(own) => own == host,
            Self::Below(suffix) => host.len() > suffix.len() && host.ends_with(suffix),
        }
    }

    fn has_address(&self, address: IpAddr) -> bool {
        match (self, address) {
            (Self::Network(IpAddr::V4(network), bits), IpAddr::V4(address)) => {
                let differing = network.to_bits() ^ address.to_bits();
                differing.checked_shr(32 - u32::from(*bits)).unwrap_or(0) == 0
            }
            (Self::Network(IpAddr::V6(network), bits), IpAddr::V6(address)) => {
                let differing = network.to_bits() ^ address.to_bits();
                differing.checked_shr(128 - u32::from(*bits)).unwrap_or(0) == 0
            }
            _ => false,
        }
    }
}

/// Somebody may not be connected to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EgressDenied {
    /// By name.
    #[error("requests to {0} are not allowed (MOCKOON_EGRESS_ALLOW, MOCKOON_EGRESS_DENY)")]
    Host(String),
    /// By address.
    #[error("requests to {0}, which is at {1}, are not allowed (MOCKOON_EGRESS_ALLOW, MOCKOON_EGRESS_DENY)")]
    Address(String, IpAddr),
}

/// The policy.
#[derive(Debug, Clone)]
pub struct Egress {
    allow: Vec<Destination>,
    deny: Vec<Destination>,
    /// What is denied unless its addresses are allowed.
    metadata: Vec<Destination>,
}

impl Default for Egress {
    fn default() -> Self {
        Self::new(Vec::new(), Vec::new())
    }
}

impl Egress {
    /// With what the operator allows (nothing: everything) and denies.
    pub fn new(allow: Vec<Destination>, deny: Vec<Destination>) -> Self {
        let known = METADATA_NETWORKS.iter().chain(&METADATA_HOSTS);
        Self { allow, deny, metadata: known.filter_map(|text| text.parse().ok()).collect() }
    }

    /// The addresses of a host that may be connected to.
    ///
    /// # Errors
    /// When the name is denied, or all addresses are.
    pub fn permitted(
        &self,
        host: &str,
        addresses: impl Iterator<Item = SocketAddr>,
    ) -> Result<Vec<SocketAddr>, EgressDenied> {
        self.name(host)?;
        let by_name = self.allow.iter().any(|allowed| allowed.has_host(&normal(host)));
        let mut refused = None;
        let mut permitted = Vec::new();
        for address in addresses {
            if self.is_permitted(address.ip(), by_name) {
                permitted.push(address);
            } else {
                refused.get_or_insert(address.ip());
            }
        }
        match refused {
            Some(address) if permitted.is_empty() => Err(EgressDenied::Address(host.to_owned(), address)),
            _ => Ok(permitted),
        }
    }

    /// Whether a host may be looked up at all.
    ///
    /// # Errors
    /// When its name is denied.
    pub fn name(&self, host: &str) -> Result<(), EgressDenied> {
        let host = normal(host);
        let is_in = |list: &[Destination]| list.iter().any(|destination| destination.has_host(&host));
        if is_in(&self.deny) || (is_in(&self.metadata) && !is_in(&self.allow)) {
            return Err(EgressDenied::Host(host));
        }
        Ok(())
    }

    /// Whether an address may be connected to, whose host is allowed by name or not.
    fn is_permitted(&self, address: IpAddr, by_name: bool) -> bool {
        let faces = faces(address);
        let is_in = |list: &[Destination]| {
            faces.iter().flatten().any(|face| list.iter().any(|destination| destination.has_address(*face)))
        };
        if is_in(&self.deny) {
            return false;
        }
        let by_address = is_in(&self.allow);
        by_address || (!is_in(&self.metadata) && (by_name || self.allow.is_empty()))
    }
}

/// The address that a host is, if it is one.
pub fn literal(host: &str) -> Option<IpAddr> {
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    bare.parse().ok()
}

/// A host's name in lower case and without the dot at its end.
fn normal(host: &str) -> String {
    host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase()
}

/// The address, and the IPv4 address that it leads to: mapped, compatible, or behind NAT64 or 6to4.
fn faces(address: IpAddr) -> [Option<IpAddr>; 2] {
    let inner = match address {
        IpAddr::V4(_) => None,
        IpAddr::V6(v6) => embedded(v6).map(IpAddr::V4),
    };
    [Some(address), inner]
}

fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let bits = address.to_bits();
    let last = Ipv4Addr::from_bits((bits & 0xFFFF_FFFF) as u32);
    let begins = |prefix: u128, length: u32| bits >> (128 - length) == prefix;
    let mapped = begins(0xFFFF, 96);
    let nat64 = begins(0x0064_FF9B << 64, 96) || begins(0x0064_FF9B_0001, 48);
    // `::` and `::1` are addresses of their own.
    let compatible = begins(0, 96) && bits > 1;
    if mapped || nat64 || compatible {
        return Some(last);
    }
    begins(0x2002, 16).then(|| Ipv4Addr::from_bits((bits >> 80) as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(texts: &[&str]) -> Vec<Destination> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    fn permits(policy: &Egress, host: &str, address: &str) -> bool {
        let address = SocketAddr::new(address.parse().unwrap(), 80);
        policy.permitted(host, std::iter::once(address)).is_ok()
    }

    #[test]
    fn metadata_and_link_local_are_denied_in_every_form() {
        let policy = Egress::default();
        for address in [
            "169.254.169.254",
            "169.254.170.2",
            "169.254.0.1",
            "::ffff:169.254.169.254",
            "::ffff:a9fe:a9fe",
            "::169.254.169.254",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::a9fe:a9fe",
            "2002:a9fe:a9fe::1",
            "fe80::1",
            "febf::1",
            "fd00:ec2::254",
            "fd20:ce::254",
            "100.100.100.200",
            "168.63.129.16",
            "192.0.0.192",
        ] {
            assert!(!permits(&policy, "somewhere.example", address), "{address}");
        }
        for address in ["127.0.0.1", "::1", "10.0.0.1", "93.184.216.34", "2606:2800::1", "169.253.0.1", "fd00::1", "::"]
        {
            assert!(permits(&policy, "somewhere.example", address), "{address}");
        }
        for host in ["metadata.google.internal", "METADATA.google.internal.", "metadata", "instance-data"] {
            assert!(!permits(&policy, host, "10.0.0.1"), "{host}");
            assert!(policy.name(host).is_err(), "{host}");
        }
    }

    #[test]
    fn what_is_allowed_is_all_that_is_and_what_is_denied_is_not() {
        let allow = list(&["10.0.0.0/8", "api.example.com", "*.internal.example", "fd12::/16"]);
        let policy = Egress::new(allow, list(&["10.1.0.0/16", "bad.internal.example"]));
        for (host, address, expected) in [
            ("x", "10.2.3.4", true),
            ("x", "::ffff:10.2.3.4", true),
            ("x", "10.1.3.4", false),
            ("x", "::ffff:10.1.3.4", false),
            ("x", "11.0.0.1", false),
            ("x", "fd12:1::1", true),
            ("api.example.com", "93.184.216.34", true),
            ("API.example.com.", "93.184.216.34", true),
            ("api.example.com", "10.1.0.1", false),
            ("api.example.com", "169.254.169.254", false),
            ("api.example.com.evil.example", "93.184.216.34", false),
            ("a.internal.example", "192.0.2.1", true),
            ("internal.example", "192.0.2.1", false),
            ("bad.internal.example", "10.2.0.1", false),
        ] {
            assert_eq!(permits(&policy, host, address), expected, "{host} {address}");
        }
        let metadata = Egress::new(list(&["169.254.169.254", "metadata.google.internal"]), Vec::new());
        assert!(permits(&metadata, "metadata.google.internal", "169.254.169.254"));
        assert!(!permits(&metadata, "metadata.google.internal", "169.254.169.253"));
    }

    #[test]
    fn of_several_addresses_the_permitted_ones_are_left() {
        let addresses = ["169.254.169.254:80", "10.0.0.1:80"].map(|text| text.parse().unwrap());
        assert_eq!(Egress::default().permitted("x", addresses.into_iter()).unwrap(), [addresses[1]]);
        assert!(Egress::default().permitted("x", std::iter::empty()).unwrap().is_empty());
    }

    #[test]
    fn destinations_are_addresses_networks_and_hosts() {
        for text in
            ["10.0.0.0/33", "::/129", "10.0.0.0/x", "a/8", "", "*", "*.", "http://x", "a b", "a..b", "[::1", "x:80"]
        {
            assert!(text.parse::<Destination>().is_err(), "{text}");
        }
        assert_eq!("0.0.0.0/0".parse(), Ok(Destination::Network(Ipv4Addr::UNSPECIFIED.into(), 0)));
        assert_eq!("[::1]".parse(), Ok(Destination::Network(Ipv6Addr::LOCALHOST.into(), 128)));
        assert_eq!("*.Example.COM.".parse(), Ok(Destination::Below(".example.com".to_owned())));
        let everywhere = Egress::new(Vec::new(), list(&["0.0.0.0/0", "::/0"]));
        assert!(!permits(&everywhere, "x", "1.2.3.4") && !permits(&everywhere, "x", "2606::1"));
    }
}
