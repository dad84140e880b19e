//! The environment around the routes: name, prefix, port and the headers that the reference adds.

use std::sync::{Arc, LazyLock};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use regex::{Captures, Regex};

use super::paths::escape;
use super::{Compat, Version};
use crate::environment::defaults;
use crate::environment::model::{ChildKind, Environment, FolderChild, Header, PathSpelling, Route};
use crate::environment::path_text::one_spelling;
use crate::environment::warning::{Warning, WarningKind};
use crate::js::{Str, Value, number};

/// Every converted environment allows calls from other origins.
const CORS_HEADERS: [(&str, &str); 3] = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Methods", "GET,POST,PUT,PATCH,DELETE,HEAD,OPTIONS"),
    ("Access-Control-Allow-Headers", "Content-Type, Origin, Accept, Authorization, Content-Length, X-Requested-With"),
];

/// What a URL's path may not hold as it stands.
const PATH_ESCAPES: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>').add(b'?').add(b'^').add(b'`').add(b'{').add(b'}');

/// The environment of a document, still without routes.
pub fn environment(document: &Value, version: Version, compat: Compat, warnings: &mut Vec<Warning>) -> Environment {
    let mut environment = defaults::environment();
    let headers = CORS_HEADERS.iter();
    environment.headers = headers.map(|(key, value)| Header { key: (*key).into(), value: (*value).into() }).collect();
    let empty = || vec![Header { key: Str::default(), value: Str::default() }];
    environment.proxy_req_headers = empty();
    environment.proxy_res_headers = empty();

    let title = document.get("info").get("title");
    let unnamed = if version == Version::Swagger { "Swagger import" } else { "OpenAPI import" };
    environment.name = if title.truthy() { title.to_str().to_string() } else { unnamed.to_owned() };
    if version == Version::Swagger {
        environment.port = port(&document.get("host"), environment.port, warnings);
        if let Some(base) = document.get("basePath").as_str() {
            environment.endpoint_prefix = without_slash(base);
        }
    } else if let Some(prefix) = prefix(&document.get("servers").get("0"), compat) {
        environment.endpoint_prefix = prefix;
    }
    if compat == Compat::AsMeant {
        environment.path_spelling = PathSpelling::Any;
        environment.endpoint_prefix = escape(&one_spelling(&environment.endpoint_prefix));
    }
    environment
}

/// References to the routes, in order.
pub fn references_to(routes: &[Arc<Route>]) -> Vec<FolderChild> {
    routes.iter().map(|route| FolderChild { uuid: route.uuid.clone(), kind: ChildKind::Route }).collect()
}

/// The port of `host:port`.
fn port(host: &Value, default: u16, warnings: &mut Vec<Warning>) -> u16 {
    let written = host.as_str().and_then(|host| host.split(':').nth(1)).map_or(f64::NAN, number::parse_int);
    if written.is_nan() || written == 0.0 {
        return default;
    }
    if (1.0..=65_535.0).contains(&written) {
        return written as u16;
    }
    let text = format!("host: {written} is not a port, {default} is used");
    warnings.push(Warning::new(WarningKind::Description, text));
    default
}

/// The path of the first server's URL, its variables replaced by their defaults.
fn prefix(server: &Value, compat: Compat) -> Option<String> {
    static ANY_VARIABLE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\{([^{}]+)\}").ok());
    static VARIABLE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\{([0-9A-Za-z_]+)\}").ok());
    let variable = if compat == Compat::AsMeant { &ANY_VARIABLE } else { &VARIABLE };
    let url = server.get("url");
    let url = url.as_str().filter(|url| !url.is_empty())?;
    let variables = server.get("variables");
    let value = |found: &Captures<'_>| {
        let name = found.get(1).map_or("", |name| name.as_str());
        let default = variables.get(name).get("default");
        if default.is_nullish() { String::new() } else { default.to_str().to_string() }
    };
    let url = variable.as_ref()?.replace_all(url, value);
    if url.starts_with('/') { Some(without_slash(&url)) } else { url_path(&url).map(|path| without_slash(&path)) }
}

fn without_slash(path: &str) -> String {
    path.strip_prefix('/').unwrap_or(path).to_owned()
}

/// The path of an absolute URL, as browsers see it.
fn url_path(url: &str) -> Option<String> {
    let url = url.trim();
    let (scheme, rest) = url.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    if !is_scheme {
        return None;
    }
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let is_special = ["http", "https", "ws", "wss", "ftp"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    if !is_special {
        let after_host = rest.strip_prefix("//").map(|rest| rest.find('/').and_then(|at| rest.get(at..)).unwrap_or(""));
        return Some(after_host.unwrap_or(rest).to_owned());
    }
    let rest = rest.replace('\\', "/");
    let rest = rest.trim_start_matches('/');
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.rsplit('@').next().unwrap_or_default();
    let (name, port) = host.rsplit_once(':').filter(|_| !host.ends_with(']')).unwrap_or((host, ""));
    let is_host = !name.is_empty() && !name.contains([' ', '<', '>', '[', ']', '^', '|', '%']);
    if !is_host || (!port.is_empty() && port.parse::<u16>().is_err()) {
        return None;
    }
    Some(utf8_percent_encode(&without_dots(path), PATH_ESCAPES).to_string())
}

/// Resolves `.` and `..` segments.
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut ends_open = false;
    for segment in path.split('/') {
        ends_open = matches!(segment, "." | "..");
        match segment {
            "." => {}
            ".." => {
                kept.pop();
            }
            other => kept.push(other),
        }
    }
    if ends_open {
        kept.push("");
    }
    format!("/{}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_a_url_is_the_browsers() {
        let cases = [
            ("https://api.example.com/v1/", Some("/v1/")),
            ("http://localhost:8080", Some("/")),
            ("https://h/a b/../c?x#y", Some("/c")),
            ("https://h/a b", Some("/a%20b")),
            ("localhost:3000/v1", Some("3000/v1")),
            ("api/v1", None),
            ("https://", None),
            ("http://h:port/x", None),
            ("http://{}/x", Some("/x")),
        ];
        for (url, path) in cases {
            assert_eq!(url_path(url).as_deref(), path, "{url}");
        }
    }
}
