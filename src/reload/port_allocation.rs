//! Who may listen where: environments that serve, environments that changed and new ones, each with the address that it desires.

use std::path::PathBuf;

/// Where an environment listens.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    /// Empty: on all addresses.
    pub hostname: String,
    /// 0: on any free port.
    pub port: u16,
}

/// Who has a port of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OwnPorts {
    /// Everybody; 0 is any free port.
    #[default]
    All,
    /// Who names one: there is a front door, so that 0 is none.
    Named,
    /// Nobody: there is the front door alone.
    None,
}

/// The operator's overrides, by position of the environment.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// Who has a port of its own.
    pub own_ports: OwnPorts,
    /// `MOCKOON_PORT`
    pub ports: Vec<u16>,
    /// `MOCKOON_HOSTNAME`
    pub hostnames: Vec<String>,
}

impl Overrides {
    /// Where the environment at this position listens, given what its file says.
    pub fn apply(&self, position: usize, declared: &Address) -> Address {
        Address {
            hostname: self.hostnames.get(position).unwrap_or(&declared.hostname).clone(),
            port: self.ports.get(position).copied().unwrap_or(declared.port),
        }
    }

    /// Whether an environment with this address listens there.
    pub fn listens(&self, address: &Address) -> bool {
        match self.own_ports {
            OwnPorts::All => true,
            OwnPorts::Named => address.port != 0,
            OwnPorts::None => false,
        }
    }
}

/// An environment that serves.
#[derive(Debug, Clone)]
pub struct Serving {
    /// Where it listens.
    pub address: Address,
    /// What its file says.
    pub declared: Address,
}

/// An environment that serves or would like to.
#[derive(Debug, Clone)]
pub struct PortRequest {
    /// Its file.
    pub file: PathBuf,
    /// How it serves now.
    pub serving: Option<Serving>,
    /// What the new content of the file says, where there is some.
    pub desired: Option<Address>,
    /// The file is gone; if it does not come back, the place is free.
    pub leaving: bool,
}

/// What becomes of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Allocation {
    /// It listens there, at this position among all environments.
    Listen {
        /// Where.
        address: Address,
        /// Which of the environments it is.
        position: usize,
    },
    /// The new content is not taken: its port is another environment's.
    Refused(String),
    /// Its port may become free in a moment.
    Wait,
}

/// How far a request got while the conflicts are settled.
#[derive(Clone, Copy, Default)]
struct Progress {
    /// The desired address is not granted, for the sake of which other request and which port; what serves goes on.
    refused: Option<(usize, u16)>,
    /// Stays exactly where it is, whatever its position.
    pinned: bool,
}

/// Settles the requests, in the order of the files. Whoever serves on a port and wants to stay there wins; of newcomers
/// the first. A request that loses leaves everything else as it would be without it.
pub fn allocate(requests: &[PortRequest], overrides: &Overrides) -> Vec<Allocation> {
    let mut progress = vec![Progress::default(); requests.len()];
    // Each round refuses or pins one more request, so that this ends.
    while let Some((loser, winner, port)) = conflict(requests, &progress, overrides) {
        let has_desire = requests.get(loser).is_some_and(|request| request.desired.is_some());
        let Some(progress) = progress.get_mut(loser) else { break };
        if has_desire && progress.refused.is_none() {
            progress.refused = Some((winner, port));
        } else {
            progress.pinned = true;
        }
    }
    let places = places(requests, &progress, overrides);
    let outcome = |((request, progress), place): ((&PortRequest, &Progress), Option<(usize, Address)>)| match (
        progress.refused,
        place,
    ) {
        (Some((winner, port)), _) => match requests.get(winner) {
            Some(winner) if !winner.leaving => Allocation::Refused(refusal(request, winner, port)),
            _ => Allocation::Wait,
        },
        (None, Some((position, address))) => Allocation::Listen { address, position },
        (None, None) => Allocation::Wait,
    };
    requests.iter().zip(&progress).zip(places).map(outcome).collect()
}

fn refusal(request: &PortRequest, winner: &PortRequest, port: u16) -> String {
    let (file, other) = (request.file.display(), winner.file.display());
    format!("{file} and {other} both want port {port}; give one of them another port in its file or by MOCKOON_PORT")
}

/// Position and address of every request as things stand.
fn places(requests: &[PortRequest], progress: &[Progress], overrides: &Overrides) -> Vec<Option<(usize, Address)>> {
    let mut position = 0;
    let mut place = |(request, progress): (&PortRequest, &Progress)| {
        let desired = request.desired.as_ref().filter(|_| progress.refused.is_none());
        let declared = desired.or(request.serving.as_ref().map(|serving| &serving.declared))?;
        let address = match &request.serving {
            Some(serving) if progress.pinned => serving.address.clone(),
            _ => overrides.apply(position, declared),
        };
        position += 1;
        Some((position - 1, address))
    };
    requests.iter().zip(progress).map(&mut place).collect()
}

/// The first two requests on one port: who has to give way, to whom, and the port. None when nobody can.
fn conflict(requests: &[PortRequest], progress: &[Progress], overrides: &Overrides) -> Option<(usize, usize, u16)> {
    if overrides.own_ports == OwnPorts::None {
        return None;
    }
    let places = places(requests, progress, overrides);
    let port = |at: usize| places.get(at).and_then(Option::as_ref).map_or(0, |(_, address)| address.port);
    let weakness = |at: usize| {
        let (Some(request), Some(progress)) = (requests.get(at), progress.get(at)) else { return 0 };
        let has_desire = request.desired.is_some() && progress.refused.is_none();
        let stays = request.serving.as_ref().is_some_and(|serving| serving.address.port == port(at));
        match (has_desire, request.serving.is_some()) {
            (true, false) => 3,
            (true, true) if !stays => 2,
            (false, true) if !stays => 1,
            _ => 0,
        }
    };
    for second in 1..requests.len() {
        for first in 0..second {
            if port(first) != 0 && port(first) == port(second) {
                let (a, b) = (weakness(first), weakness(second));
                match (a, b) {
                    (0, 0) => {}
                    _ if a > b => return Some((first, second, port(first))),
                    _ => return Some((second, first, port(first))),
                }
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(port: u16) -> Address {
        Address { hostname: String::new(), port }
    }

    fn request(file: &str, serves: Option<u16>, desired: Option<u16>) -> PortRequest {
        let serving = serves.map(|port| Serving { address: at(port), declared: at(port) });
        PortRequest { file: file.into(), serving, desired: desired.map(at), leaving: false }
    }

    fn ports(requests: &[PortRequest], overrides: &[u16]) -> Vec<String> {
        let overrides = Overrides { ports: overrides.to_vec(), ..Overrides::default() };
        let text = |outcome| match outcome {
            Allocation::Listen { address, .. } => address.port.to_string(),
            Allocation::Refused(_) => "refused".to_owned(),
            Allocation::Wait => "wait".to_owned(),
        };
        allocate(requests, &overrides).into_iter().map(text).collect()
    }

    #[test]
    fn a_newcomer_does_not_take_a_port_from_who_serves_there() {
        let requests = [request("a", None, Some(3000)), request("b", Some(3000), None)];
        assert_eq!(ports(&requests, &[]), ["refused", "3000"]);
        let outcome = allocate(&requests, &Overrides::default());
        let Some(Allocation::Refused(reason)) = outcome.first() else { panic!("{outcome:?}") };
        assert!(reason.starts_with("a and b both want port 3000"), "{reason}");
    }

    #[test]
    fn who_moves_to_a_taken_port_stays_where_it_is() {
        let requests = [request("a", Some(1), Some(2)), request("b", Some(2), Some(2)), request("c", None, Some(1))];
        assert_eq!(ports(&requests, &[]), ["refused", "2", "refused"]);
    }

    #[test]
    fn two_may_exchange_their_ports() {
        assert_eq!(ports(&[request("a", Some(1), Some(2)), request("b", Some(2), Some(1))], &[]), ["2", "1"]);
    }

    #[test]
    fn of_two_newcomers_the_first_wins_and_port_0_is_no_conflict() {
        let requests = [
            request("a", None, Some(1)),
            request("b", None, Some(1)),
            request("c", None, Some(0)),
            request("d", None, Some(0)),
        ];
        assert_eq!(ports(&requests, &[]), ["1", "refused", "0", "0"]);
    }

    #[test]
    fn without_ports_of_their_own_there_is_no_conflict() {
        let requests = [request("a", Some(1), None), request("b", None, Some(1))];
        let overrides = Overrides { own_ports: OwnPorts::None, ..Overrides::default() };
        let listens = |outcome: &Allocation| matches!(outcome, Allocation::Listen { .. });
        assert!(allocate(&requests, &overrides).iter().all(listens));
        for (own_ports, expected) in [(OwnPorts::All, [true, true]), (OwnPorts::Named, [false, true])] {
            let overrides = Overrides { own_ports, ..Overrides::default() };
            assert_eq!([overrides.listens(&at(0)), overrides.listens(&at(1))], expected);
        }
    }

    #[test]
    fn a_newcomer_that_is_refused_shifts_nobody() {
        // By position, `a` would get 7 and push `b` to what its file says; but there `c` serves.
        let mut b = request("b", Some(7), None);
        if let Some(serving) = &mut b.serving {
            serving.declared = at(9);
        }
        assert_eq!(ports(&[request("a", None, Some(5)), b, request("c", Some(9), None)], &[7]), ["refused", "7", "9"]);
    }

    #[test]
    fn a_newcomer_waits_for_the_place_of_a_file_that_is_gone() {
        let mut gone = request("a", Some(3000), None);
        gone.leaving = true;
        assert_eq!(ports(&[gone, request("b", None, Some(3000))], &[]), ["3000", "wait"]);
    }
}
