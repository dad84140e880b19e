//! One row of the operator's table: `shop/api=Shop`, `*.example.com=Search;strip`.

use std::fmt;

use super::host;

/// Which hosts a row is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HostPattern {
    /// Any, and requests without one.
    Any,
    /// This one, in canonical form; one of a single label also as a name of the cluster.
    Exact(String),
    /// One label, then this.
    Wildcard(String),
}

/// A row: hosts and paths that belong to an environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its hosts.
    pub host: HostPattern,
    /// The path that its requests begin with: empty, or segments that begin with a slash.
    pub prefix: String,
    /// Whether the environment sees its paths without the prefix.
    pub strip: bool,
    /// Name, uuid or file of the environment.
    pub environment: String,
}

/// Why a text is no row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RowError {
    /// Nothing is assigned.
    #[error("{0:?} lacks the environment: write it as HOST=ENVIRONMENT, HOST/PATH=ENVIRONMENT or /PATH=ENVIRONMENT")]
    NoEnvironment(String),
    /// Something other than `;strip`.
    #[error("{row:?} has the unknown option {option:?}: the only one is ;strip")]
    Option {
        /// The row.
        row: String,
        /// What stands behind the semicolon.
        option: String,
    },
    /// No host name.
    #[error(
        "{0:?} is no host: write a name such as payments or search.example.com, *.example.com for one label, or no host; ports do not count"
    )]
    Host(String),
    /// No path.
    #[error("{0:?} is no path prefix: write segments such as /api/v2, percent-encoded")]
    Prefix(String),
    /// Nothing to take off.
    #[error("{0:?} has no path that ;strip could take off")]
    NothingToStrip(String),
    /// Twice the same.
    #[error("{0} stands there twice: one row for it")]
    Twice(String),
}

/// Reads the rows of a list.
///
/// # Errors
/// The first one that is not understood, or that is there already.
pub fn parse_rows<'t>(items: impl Iterator<Item = &'t str>) -> Result<Vec<Row>, RowError> {
    let mut rows: Vec<Row> = Vec::new();
    for item in items {
        let row = Row::parse(item)?;
        if rows.iter().any(|other| other.host == row.host && other.prefix == row.prefix) {
            return Err(RowError::Twice(row.to_string()));
        }
        rows.push(row);
    }
    Ok(rows)
}

impl Row {
    fn parse(text: &str) -> Result<Self, RowError> {
        let no_environment = || RowError::NoEnvironment(text.to_owned());
        let (left, right) = text.split_once('=').ok_or_else(no_environment)?;
        let (place, left_option) = options(left);
        let (environment, right_option) = options(right);
        for option in [left_option, right_option].into_iter().flatten() {
            if !option.eq_ignore_ascii_case("strip") {
                return Err(RowError::Option { row: text.to_owned(), option: option.to_owned() });
            }
        }
        if environment.is_empty() || place.is_empty() {
            return Err(no_environment());
        }
        let (host, path) = place.split_at(place.find('/').unwrap_or(place.len()));
        let row = Self {
            host: host_pattern(host).ok_or_else(|| RowError::Host(host.to_owned()))?,
            prefix: prefix(path).ok_or_else(|| RowError::Prefix(path.to_owned()))?,
            strip: left_option.is_some() || right_option.is_some(),
            environment: environment.to_owned(),
        };
        if row.strip && row.prefix.is_empty() {
            return Err(RowError::NothingToStrip(text.to_owned()));
        }
        Ok(row)
    }
}

/// What stands before a semicolon, and what behind it.
fn options(text: &str) -> (&str, Option<&str>) {
    match text.split_once(';') {
        Some((text, option)) => (text.trim(), Some(option.trim())),
        None => (text.trim(), None),
    }
}

fn host_pattern(text: &str) -> Option<HostPattern> {
    let without_port = |text: &str| {
        let host = host::canonical(text)?.into_owned();
        let is_whole =
            text.trim_end_matches('.').eq_ignore_ascii_case(&host) || text.starts_with('[') && text.ends_with(']');
        is_whole.then_some(host)
    };
    match text {
        "" | "*" => Some(HostPattern::Any),
        _ => match text.strip_prefix("*.") {
            Some(parent) => without_port(parent).map(HostPattern::Wildcard),
            None => without_port(text).map(HostPattern::Exact),
        },
    }
}

/// The prefix without slashes at its end and in a row.
fn prefix(path: &str) -> Option<String> {
    let mut out = String::with_capacity(path.len());
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        let is_plain = segment.bytes().all(|byte| byte.is_ascii_graphic() && !b"?#\"<>`\\^{|}".contains(&byte));
        if !is_plain || segment == "." || segment == ".." {
            return None;
        }
        out.push('/');
        out.push_str(segment);
    }
    Some(out)
}

impl fmt::Display for HostPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("*"),
            Self::Exact(host) => f.write_str(host),
            Self::Wildcard(parent) => write!(f, "*.{parent}"),
        }
    }
}

/// Host and prefix as one would write them.
impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.host, self.prefix.as_str()) {
            (HostPattern::Any, "") => f.write_str("/"),
            (HostPattern::Any, prefix) => f.write_str(prefix),
            (host, prefix) => write!(f, "{host}{prefix}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match Row::parse(text) {
            Ok(row) => format!("{row}{} = {}", if row.strip { ";strip" } else { "" }, row.environment),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn reads_hosts_prefixes_and_options() {
        for (text, expected) in [
            ("payments=Payments", "payments = Payments"),
            (" Search.Example.com. = My search ", "search.example.com = My search"),
            ("/legacy=Legacy", "/legacy = Legacy"),
            ("shop/api=Shop", "shop/api = Shop"),
            ("shop//api/=Shop", "shop/api = Shop"),
            ("*.example.com/v1=x", "*.example.com/v1 = x"),
            ("/legacy;strip=Legacy", "/legacy;strip = Legacy"),
            ("/legacy=Legacy;strip", "/legacy;strip = Legacy"),
            ("/legacy ; Strip = Legacy", "/legacy;strip = Legacy"),
            ("/=Rest", "/ = Rest"),
            ("*=Rest", "/ = Rest"),
            ("*/api=Api", "/api = Api"),
            ("[::1]=Six", "[::1] = Six"),
            ("127.0.0.1=Four", "127.0.0.1 = Four"),
            ("a=b=c", "a = b=c"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn says_what_is_wrong_with_a_row() {
        for (text, part) in [
            ("payments", "lacks the environment"),
            ("payments=", "lacks the environment"),
            ("=Payments", "lacks the environment"),
            ("payments:80=x", "is no host"),
            ("http://payments=x", "is no host"),
            ("user@payments=x", "is no host"),
            ("pay ments=x", "is no host"),
            ("a.*.com=x", "is no host"),
            ("**.com=x", "is no host"),
            ("/a?b=x", "is no path prefix"),
            ("/a/../b=x", "is no path prefix"),
            ("/a;drop=x", "unknown option \"drop\""),
            ("payments;strip=x", "could take off"),
        ] {
            assert!(shown(text).contains(part), "{text}: {}", shown(text));
        }
        let twice = parse_rows(["a=x", "b=x", "A.=y"].into_iter()).unwrap_err();
        assert_eq!(twice, RowError::Twice("a".to_owned()));
    }
}
