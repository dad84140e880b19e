//! Path templates of a document as endpoints. OpenAPI takes everything outside braces literally and any text for the
//! name of a parameter; Mockoon's endpoints have characters of their own, which are escaped here.

use std::cmp::Ordering;

use crate::environment::path_text::one_spelling;

/// A path template, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathTemplate {
    pieces: Vec<Piece>,
    /// Whether a query was left out.
    pub has_query: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// Literal text in its one spelling.
    Text(String),
    /// A parameter: a part of a segment, or with `open` what is left of the path.
    Parameter { name: String, open: bool },
}

/// How much of its path a segment leaves open, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Openness {
    Concrete,
    Mixed,
    Parameter,
    Rest,
}

impl PathTemplate {
    /// Takes a path of a document apart. Queries and fragments are no part of a path.
    pub fn parse(path: &str) -> Self {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut text = String::new();
        let mut rest = path;
        while let Some((before, inside, after)) = next_braces(rest).filter(|(before, ..)| !before.contains('?')) {
            text.push_str(before);
            rest = after;
            let Some(parameter) = parameter(inside) else { continue };
            push_text(&mut pieces, &mut text);
            // Where one parameter ends and the next begins, nobody can tell: the first one gets both.
            if !matches!(pieces.last(), Some(Piece::Parameter { .. })) {
                pieces.push(parameter);
            }
        }
        let (last, query) = rest.split_once('?').map_or((rest, None), |(last, query)| (last, Some(query)));
        text.push_str(last);
        push_text(&mut pieces, &mut text);
        Self { pieces, has_query: query.is_some() }
    }

    /// The endpoint, without a leading slash.
    pub fn endpoint(&self) -> String {
        let mut endpoint = String::new();
        for (at, piece) in self.pieces.iter().enumerate() {
            match piece {
                Piece::Text(text) => endpoint.push_str(&escape(text)),
                Piece::Parameter { name, open } => {
                    let next = match self.pieces.get(at + 1) {
                        Some(Piece::Text(text)) => text.chars().next(),
                        _ => None,
                    };
                    endpoint.push(if *open { '*' } else { ':' });
                    if is_identifier(name) && !next.is_some_and(continues_identifier) {
                        endpoint.push_str(name);
                    } else {
                        endpoint.push('"');
                        endpoint.push_str(name);
                        endpoint.push('"');
                    }
                }
            }
        }
        endpoint.strip_prefix('/').map(str::to_owned).unwrap_or(endpoint)
    }

    /// Which of two paths is tried first: segment by segment the concrete one.
    pub fn precedence(&self, other: &Self) -> Ordering {
        self.openness().cmp(&other.openness())
    }

    fn openness(&self) -> Vec<Openness> {
        let mut segments = vec![Openness::Concrete];
        let mut has_text = false;
        let note = |segments: &mut Vec<Openness>, openness: Openness| {
            segments.pop();
            segments.push(openness);
        };
        for piece in &self.pieces {
            match piece {
                Piece::Parameter { open: true, .. } => note(&mut segments, Openness::Rest),
                Piece::Parameter { .. } => {
                    note(&mut segments, if has_text { Openness::Mixed } else { Openness::Parameter });
                }
                Piece::Text(text) => {
                    let mut parts = text.split('/');
                    let first = parts.next().unwrap_or_default();
                    has_text |= !first.is_empty();
                    if !first.is_empty() && segments.last() == Some(&Openness::Parameter) {
                        note(&mut segments, Openness::Mixed);
                    }
                    for part in parts {
                        segments.push(Openness::Concrete);
                        has_text = !part.is_empty();
                    }
                }
            }
        }
        segments
    }
}

fn push_text(pieces: &mut Vec<Piece>, text: &mut String) {
    if text.is_empty() {
        return;
    }
    // Some authors write paths in the syntax of their server: `/:name`, `/*`.
    for (at, segment) in std::mem::take(text).split('/').enumerate() {
        if at > 0 {
            push_literal(pieces, "/");
        }
        let starts_segment = at > 0;
        match segment.strip_prefix(':').filter(|name| starts_segment && is_identifier(name)) {
            Some(name) => pieces.push(Piece::Parameter { name: name.to_owned(), open: false }),
            None if starts_segment && matches!(segment, "*" | "**") => {
                let wildcards = pieces.iter().filter(|piece| matches!(piece, Piece::Parameter { open: true, .. }));
                let name = format!("wildcard{}", wildcards.count());
                pieces.push(Piece::Parameter { name, open: true });
            }
            None => push_literal(pieces, segment),
        }
    }
}

fn push_literal(pieces: &mut Vec<Piece>, text: &str) {
    // No request has a `#` in its path, and none is to have one in another spelling.
    let text = text.split('#').map(one_spelling).collect::<Vec<_>>().join("#");
    match pieces.last_mut() {
        Some(Piece::Text(before)) => before.push_str(&text),
        _ if text.is_empty() => {}
        _ => pieces.push(Piece::Text(text)),
    }
}

/// The text up to the next `{...}`, what is inside (braces may nest there), and the rest.
fn next_braces(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.find('{')?;
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate().skip(start) {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((text.get(..start)?, text.get(start + 1..at)?, text.get(at + 1..)?));
        }
    }
    None
}

/// The parameter that stands in braces: `{name}`, and what servers and clients add to it: `{name:[0-9]+}`,
/// `{name=projects/*}`, `{name+}`, `{name*}`, `{+name}`. None for what is no part of a path: `{?query}`.
fn parameter(inside: &str) -> Option<Piece> {
    let inside = inside.trim();
    if inside.starts_with(['?', '&', '#']) {
        return None;
    }
    let (name, pattern) = inside.split_once('=').or_else(|| inside.split_once(':')).unwrap_or((inside, ""));
    let open = name.starts_with(['+', '*'])
        || name.ends_with(['+', '*'])
        || pattern.contains(['/', '*']) && inside.contains('=');
    // As the reference, without hyphens.
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, '_' | '.' | '$');
    let name: String = name.chars().filter(kept).collect();
    Some(Piece::Parameter { name: if name.is_empty() { "parameter".to_owned() } else { name }, open })
}

fn is_identifier(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && name.chars().all(continues_identifier)
}

fn continues_identifier(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '$')
}

/// A literal text for an endpoint.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | ':' | '*' | '{' | '}' | '(' | ')' | '[' | ']' | '+' | '?' | '!') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_outside_braces_is_literal() {
        for (path, endpoint) in [
            ("/hello", "hello"),
            ("/users/{user-id}", "users/:userid"),
            ("/ops/{id}:cancel", r"ops/:id\:cancel"),
            ("/clusters/{id.value}/cache", r#"clusters/:"id.value"/cache"#),
            ("/plus+one", r"plus\+one"),
            ("/ünï/{größe}", "%C3%BCn%C3%AF/:\"größe\""),
            ("/q(x='{id}')", r"q\(x=':id'\)"),
            ("/images/{id}px", r#"images/:"id"px"#),
            ("/{a}{b}/x", ":a/x"),
            ("/{a}.{b}-{c}", ":a.:b-:c"),
            ("/v1/{name=projects/*}/x", "v1/*name/x"),
            ("/{id:[0-9]{4}}/x", ":id/x"),
            ("/files/{path+}", "files/*path"),
            ("/files/{+path}", "files/*path"),
            ("/files/{path*}", "files/*path"),
            ("/a{?x,y}", "a"),
            ("/a?b=c&d={e}", "a"),
            ("/{2fa}", ":\"2fa\""),
            ("/{}", ":parameter"),
            ("/a b/{c", "a%20b/%7Bc"),
            ("/users/:id/x", "users/:id/x"),
            ("/v1/things:batch", r"v1/things\:batch"),
            ("/files/*", "files/*wildcard0"),
            ("/star*s!", r"star\*s\!"),
            ("/%2Ba", r"\+a"),
            ("/#x=a b", "#x=a%20b"),
            ("/", ""),
            ("/a/", "a/"),
        ] {
            assert_eq!(PathTemplate::parse(path).endpoint(), endpoint, "{path}");
        }
    }

    #[test]
    fn concrete_paths_come_before_templated_ones() {
        let mut paths =
            ["/{a}/{b}", "/files/{path+}", "/pets/{id}", "/{a}/x", "/pets/{id}.json", "/pets/mine", "/files/{id}"];
        paths.sort_by(|a, b| PathTemplate::parse(a).precedence(&PathTemplate::parse(b)));
        let sorted =
            ["/pets/mine", "/pets/{id}.json", "/pets/{id}", "/files/{id}", "/files/{path+}", "/{a}/x", "/{a}/{b}"];
        assert_eq!(paths, sorted);
    }
}
