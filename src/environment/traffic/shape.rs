//! Which paths are one endpoint: a segment that varies like ids is a parameter.

use std::collections::{BTreeMap, BTreeSet};

use super::naming::singular;
use crate::environment::openapi::escape_endpoint;

/// A segment of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Segment {
    /// As it was sent.
    Literal(String),
    /// A parameter of this name.
    Parameter(String),
}

/// The path of a route.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Endpoint(pub(super) Vec<Segment>);

impl Endpoint {
    /// The path itself, without parameters.
    pub(super) fn literal(path: &str) -> Self {
        Self(segments(path).map(|segment| Segment::Literal(segment.to_owned())).collect())
    }

    /// As Mockoon writes it.
    pub(super) fn written(&self) -> String {
        let written = self.0.iter().map(|segment| match segment {
            Segment::Literal(text) => escape_endpoint(text),
            Segment::Parameter(name) => format!(":{name}"),
        });
        written.collect::<Vec<_>>().join("/")
    }

    /// How open it is, segment by segment: routes that are less open come first.
    pub(super) fn openness(&self) -> Vec<bool> {
        self.0.iter().map(|segment| matches!(segment, Segment::Parameter(_))).collect()
    }

    /// The names of its parameters with what a path has there, decoded.
    pub(super) fn parameters(&self, path: &str) -> Vec<(String, String)> {
        let pairs = self.0.iter().zip(segments(path)).filter_map(|(segment, value)| match segment {
            Segment::Parameter(name) => {
                let value = percent_encoding::percent_decode_str(value).decode_utf8().ok()?;
                Some((name.clone(), value.into_owned()))
            }
            Segment::Literal(_) => None,
        });
        pairs.collect()
    }

    /// The first segment, where that is no parameter.
    pub(super) fn folder(&self) -> Option<&str> {
        match self.0.first() {
            Some(Segment::Literal(text)) => Some(text),
            _ => None,
        }
    }
}

/// The segments of a path; a slash at its end begins none.
pub(super) fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

/// The endpoint of each path. Without `generalize`, each path is its own.
pub(super) fn endpoints(paths: &[&str], generalize: bool) -> Vec<Endpoint> {
    if !generalize {
        return paths.iter().map(|path| Endpoint::literal(path)).collect();
    }
    let split: Vec<Vec<&str>> = paths.iter().map(|path| segments(path).collect()).collect();
    let mut found = vec![Endpoint::default(); paths.len()];
    let mut open: Vec<(usize, Vec<usize>)> = vec![(0, (0..paths.len()).collect())];
    while let Some((depth, members)) = open.pop() {
        let mut ids: Vec<usize> = Vec::new();
        let mut others: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let segment = |at: usize| split.get(at).and_then(|segments| segments.get(depth)).copied();
        for at in members {
            match segment(at) {
                Some(text) if is_id(text) => ids.push(at),
                // Case does not tell endpoints apart.
                Some(text) => others.entry(text.to_ascii_lowercase()).or_default().push(at),
                None => {}
            }
        }
        let distinct: BTreeSet<&str> = ids.iter().filter_map(|at| segment(*at)).collect();
        if distinct.len() > 1 {
            for at in &ids {
                if let Some(endpoint) = found.get_mut(*at) {
                    endpoint.0.push(Segment::Parameter(String::new()));
                }
            }
            open.push((depth + 1, ids));
        } else {
            let single = distinct.into_iter().next().map(str::to_owned);
            others.extend(single.map(|text| (text.to_ascii_lowercase(), ids)));
        }
        for members in others.into_values() {
            let first = members.first().and_then(|at| segment(*at)).unwrap_or_default().to_owned();
            for at in &members {
                if let Some(endpoint) = found.get_mut(*at) {
                    endpoint.0.push(Segment::Literal(first.clone()));
                }
            }
            open.push((depth + 1, members));
        }
    }
    found.into_iter().map(named).collect()
}

/// Names the parameters: `id` is the last one, those before it are called by what they are of (`users/:userId/orders/:id`).
fn named(mut endpoint: Endpoint) -> Endpoint {
    let last = endpoint.0.iter().rposition(|segment| matches!(segment, Segment::Parameter(_)));
    let mut used: Vec<String> = vec!["id".to_owned()];
    for at in 0..endpoint.0.len() {
        let of = match at.checked_sub(1).and_then(|before| endpoint.0.get(before)) {
            Some(Segment::Literal(word)) => singular(word),
            _ => String::new(),
        };
        if let Some(Segment::Parameter(name)) = endpoint.0.get_mut(at) {
            if Some(at) == last {
                "id".clone_into(name);
                continue;
            }
            let base = if of.is_empty() { "id".to_owned() } else { format!("{of}Id") };
            let mut unique = base.clone();
            let mut number = 2;
            while used.contains(&unique) {
                unique = format!("{base}{number}");
                number += 1;
            }
            used.push(unique.clone());
            *name = unique;
        }
    }
    endpoint
}

/// Whether a segment looks like an id: a number, a uuid, a date, or letters and digits mixed as nobody writes words.
pub(super) fn is_id(segment: &str) -> bool {
    let text = percent_encoding::percent_decode_str(segment).decode_utf8_lossy();
    let bytes = text.as_bytes();
    let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    let letters = bytes.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let is_separator = |byte: &u8| matches!(byte, b'-' | b'_' | b'.' | b':' | b'~' | b'|');
    if digits == 0 || !bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || is_separator(byte)) {
        return false;
    }
    if letters == 0 {
        // Numbers and dates; `1.2` and `v2` are versions.
        return digits == bytes.len() || !text.contains('.') && bytes.len() >= 4;
    }
    let is_uuid = bytes.len() == 36 && text.split('-').map(str::len).eq([8, 4, 4, 4, 12]);
    let is_hex = bytes.len() >= 8 && bytes.iter().all(u8::is_ascii_hexdigit);
    // `cus_9s6XKzkNRiz8i3`, `ord-2041`, `A1234`
    let tail = text.rsplit(['-', '_', ':']).next().unwrap_or_default().as_bytes();
    let tail_digits = tail.iter().filter(|byte| byte.is_ascii_digit()).count();
    let is_prefixed = tail.len() < bytes.len() && (tail_digits == tail.len() || tail.len() >= 8 && tail_digits >= 2);
    let is_mixed = bytes.len() >= 16 && digits >= 3 || digits >= 4 && digits * 2 > bytes.len();
    is_uuid || is_hex || is_prefixed || is_mixed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_that_vary_like_ids_are_parameters() {
        let paths = [
            "/orders/1",
            "/orders/2",
            "/orders/latest",
            "/Orders/1/items/7",
            "/orders/2/items/9",
            "/orders",
            "/v1/x",
            "/v2/x",
            "/things/9",
            "/",
            "/a%20b/c:d",
        ];
        let written: Vec<String> = endpoints(&paths, true).iter().map(Endpoint::written).collect();
        let expected = [
            "orders/:id",
            "orders/:id",
            "orders/latest",
            "orders/:orderId/items/:id",
            "orders/:orderId/items/:id",
            "orders",
            "v1/x",
            "v2/x",
            "things/9",
            "",
            r"a%20b/c\:d",
        ];
        assert_eq!(written, expected);
        assert_eq!(endpoints(&paths[..1], true)[0].written(), "orders/1");
        assert_eq!(endpoints(&paths, false)[1].written(), "orders/2");
    }

    #[test]
    fn ids_are_told_from_words() {
        for id in [
            "42",
            "0",
            "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
            "507f1f77bcf86cd799439011",
            "2024-01-31",
            "cus_9s6XKzkNRiz8i3",
            "ord-2041",
            "01ARZ3NDEKTSV4RRFFQ69G5FAV",
            "A12345",
            "user:77",
        ] {
            assert!(is_id(id), "{id}");
        }
        for word in ["orders", "v1", "1.2", "my-page", "oauth2", "s3", "index.html", "iphone12", "deadbeef", "", "me"] {
            assert!(!is_id(word), "{word}");
        }
    }
}
