//! The template that a bucket's text uses for the ids of its items (`"id": "{{faker 'string.uuid'}}"`): new items
//! get their ids from it.

use std::sync::LazyLock;

use regex::Regex;

/// A Handlebars expression.
const EXPRESSION: &str = r"(?:\{\{\{(?s:.)*?\}\}\}|\{\{(?s:.)*?\}\})";
/// White space as JavaScript's `\s`.
const SPACE: &str = r"[\t\n\x0B\x0C\r \u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}\u{feff}]";

struct Syntax {
    expression: Regex,
    /// A brace or a property name with its colon.
    token: Regex,
    /// The expressions that make up a value.
    value: Regex,
}

static SYNTAX: LazyLock<Option<Syntax>> = LazyLock::new(|| {
    Some(Syntax {
        expression: Regex::new(EXPRESSION).ok()?,
        token: Regex::new(&format!(r#"\{{|\}}|["']?([A-Za-z_$][0-9A-Za-z_$]*)["']?{SPACE}*:"#)).ok()?,
        value: Regex::new(&format!(r#"^{SPACE}*"?({EXPRESSION}+)"?"#)).ok()?,
    })
});

/// The expressions behind the first property at `crud_key` (dots separate levels) that is made of expressions.
pub(super) fn extract(bucket_text: &str, crud_key: &str) -> Option<String> {
    let syntax = SYNTAX.as_ref()?;
    let wanted = unescaped(crud_key);
    // Braces of expressions are none of the structure.
    let structure = syntax
        .expression
        .replace_all(bucket_text, |m: &regex::Captures<'_>| " ".repeat(m.get(0).map_or(0, |whole| whole.len())));
    // Paths of the open objects, and the property whose value may be the next one.
    let mut open: Vec<String> = Vec::new();
    let mut pending: Option<String> = None;
    for token in syntax.token.captures_iter(&structure) {
        let whole = token.get(0)?;
        match (whole.as_str(), token.get(1)) {
            ("{", _) => {
                let path = pending.take().or_else(|| open.last().cloned()).unwrap_or_default();
                open.push(path);
            }
            (_, None) => {
                open.pop();
                pending = None;
            }
            (_, Some(name)) => {
                let path = match open.last() {
                    Some(parent) if !parent.is_empty() => format!("{parent}.{}", name.as_str()),
                    _ => name.as_str().to_owned(),
                };
                if path == wanted
                    && let Some(value) = bucket_text.get(whole.end()..).and_then(|rest| syntax.value.captures(rest))
                {
                    return value.get(1).map(|expressions| expressions.as_str().to_owned());
                }
                pending = Some(path);
            }
        }
    }
    None
}

/// The key with its escaped dots as dots.
fn unescaped(crud_key: &str) -> String {
    if crud_key.contains("\\.") { crud_key.replace("\\.", ".").replace("%#%", ".") } else { crud_key.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_expression_of_the_key() {
        for (text, key, found) in [
            (
                r#"[{{#repeat 3}}{"id": "{{faker 'string.uuid'}}", "n": 1}{{/repeat}}]"#,
                "id",
                Some("{{faker 'string.uuid'}}"),
            ),
            (r#"[{"id": {{{int 1 9}}}}]"#, "id", Some("{{{int 1 9}}}")),
            (r#"[{id: {{@index}}, "x": {"id": "{{a}}"}}]"#, "id", Some("{{@index}}")),
            (r#"[{"id": 1, "data": {"id": "{{a}}{{b}}"}}]"#, "data.id", Some("{{a}}{{b}}")),
            (r#"[{"id": "x-{{a}}"}]"#, "id", None),
            (r#"[{"uuid": "{{a}}"}]"#, "id", None),
            (r#"[{"é": "{{é}}", 'id' : "{{é}}"}]"#, "id", Some("{{é}}")),
            ("[]", "id", None),
        ] {
            assert_eq!(extract(text, key).as_deref(), found, "{text}");
        }
    }
}
