//! A path's text cut into steps, by the same series of replacements the package makes (its results for odd
//! paths follow from them, so they are kept one by one).

use std::sync::LazyLock;

use super::expression::Script;
use crate::js::outline::Name;
use crate::js::{Str, Value};

/// One step of a path.
#[derive(Debug, Clone)]
pub(super) enum Step {
    /// A step in the path's text.
    Text(Text),
    /// A key that a slice or a script computed; not text.
    Key(Value),
}

/// A step as text, with what it means when no property bears that very name.
#[derive(Debug, Clone)]
pub(super) struct Text {
    pub(super) name: Str,
    pub(super) kind: Kind,
}

/// What a step's text asks for.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    /// `*`
    Wildcard,
    /// `..`
    Descent,
    /// `^`
    Parent,
    /// `~`
    PropertyName,
    /// `$`
    Root,
    /// `[start:end:step]`
    Slice(Slice),
    /// `?(script)`
    Filter(Box<Filter>),
    /// `(script)`
    Computed(Box<Script>),
    /// `@type()`
    Type(Str),
    /// A name after a backtick, taken literally.
    Escaped(Str),
    /// `a,b`
    Union(Vec<Step>),
    /// A property.
    Property,
}

/// The bounds of a slice; `None` where left out or zero.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slice {
    pub(super) start: Option<f64>,
    pub(super) end: Option<f64>,
    pub(super) step: Option<f64>,
}

/// What decides whether a child stays.
#[derive(Debug, Clone)]
pub(super) enum Filter {
    /// A script that is true of the child.
    Script(Script),
    /// A filter or script within the filter, that finds something in the child (or in one of its properties).
    Nested {
        /// The property, or nothing for the child itself.
        property: Str,
        /// The step that must find something.
        step: Step,
    },
}

impl Step {
    pub(super) fn new(text: &str) -> Self {
        Self::Text(Text { name: Str::new(text), kind: Kind::new(text) })
    }

    /// The name of a step that asks for a property and nothing else.
    pub(super) fn name(&self) -> Option<Name> {
        match self {
            Self::Text(Text { name, kind: Kind::Property }) => Some(name.clone().into()),
            _ => None,
        }
    }
}

impl Kind {
    fn new(text: &str) -> Self {
        match text {
            "*" => return Self::Wildcard,
            ".." => return Self::Descent,
            "^" => return Self::Parent,
            "~" => return Self::PropertyName,
            "$" => return Self::Root,
            _ => {}
        }
        if let Some(slice) = Slice::parse(text) {
            return Self::Slice(slice);
        }
        if text.starts_with("?(") {
            return Self::Filter(Box::new(Filter::new(text)));
        }
        if text.starts_with('(') {
            return Self::Computed(Box::new(Script::new(text)));
        }
        if let Some(selector) = text.strip_prefix('@') {
            // Whatever the last two characters are, they are taken for the parentheses.
            let mut name: String = selector.to_owned();
            name.pop();
            name.pop();
            return Self::Type(Str::from(name));
        }
        if let Some(name) = text.strip_prefix('`') {
            return Self::Escaped(Str::new(name));
        }
        if text.contains(',') {
            return Self::Union(text.split(',').map(Step::new).collect());
        }
        Self::Property
    }
}

impl Slice {
    fn parse(text: &str) -> Option<Self> {
        let (start, rest) = text.split_once(':')?;
        let (end, step) = match rest.split_once(':') {
            Some((end, step)) => (end, Some(step)),
            None => (rest, None),
        };
        let bound = |s: &str| {
            let digits = s.strip_prefix('-').unwrap_or(s);
            digits.bytes().all(|b| b.is_ascii_digit())
        };
        if !bound(start) || !bound(end) || step.is_some_and(|s| !s.bytes().all(|b| b.is_ascii_digit())) {
            return None;
        }
        // A lone minus is read as nothing at all, and zero is nothing too.
        let read = |s: &str| s.parse::<f64>().ok().filter(|n| *n != 0.0);
        Some(Self { start: read(start), end: read(end), step: step.and_then(read) })
    }
}

impl Filter {
    fn new(text: &str) -> Self {
        // `^\?\((.*?)\)$` where the dot stops at line ends.
        let code = match text.strip_prefix("?(").and_then(|s| s.strip_suffix(')')) {
            Some(inner) if !inner.contains(is_line_end) => inner,
            _ => text,
        };
        static NESTED: LazyLock<Option<fancy_regex::Regex>> = LazyLock::new(|| {
            pattern(
                r"@[^\n\r\x{2028}\x{2029}]?([^?]*)[\['](\??\([^\n\r\x{2028}\x{2029}]*?\))(?![^\n\r\x{2028}\x{2029}]\)\])[\]']",
            )
        });
        if let Some(regex) = &*NESTED
            && let Ok(Some(found)) = regex.captures(code)
        {
            let group = |n| found.get(n).map_or("", |m| m.as_str());
            return Self::Nested { property: Str::new(group(1)), step: Step::new(group(2)) };
        }
        Self::Script(Script::new(code))
    }
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

fn pattern(source: &str) -> Option<fancy_regex::Regex> {
    fancy_regex::Regex::new(source).ok()
}

/// Replaces every match by what `by` makes of it.
fn replace_all(
    regex: &Option<fancy_regex::Regex>,
    text: String,
    mut by: impl FnMut(&fancy_regex::Captures<'_, str>) -> String,
) -> String {
    match regex {
        Some(regex) => {
            let mut out = String::with_capacity(text.len() + 16);
            let mut done = 0;
            for found in regex.captures_iter(text.as_str()).map_while(Result::ok) {
                let Some(whole) = found.get(0) else { continue };
                out.push_str(text.get(done..whole.start()).unwrap_or_default());
                out.push_str(&by(&found));
                done = whole.end();
            }
            out.push_str(text.get(done..).unwrap_or_default());
            out
        }
        None => text,
    }
}

/// The package's `toPathArray`, with the leading `$` taken off as its `evaluate` does.
pub(super) fn parse(path: &str) -> Vec<Step> {
    static PATTERNS: LazyLock<Patterns> = LazyLock::new(Patterns::new);
    let p = &*PATTERNS;
    let mut scripts = Vec::new();
    let group =
        |found: &fancy_regex::Captures<'_, str>, n| found.get(n).map_or(String::new(), |m| m.as_str().to_owned());

    let text = replace_all(&p.types, path.to_owned(), |found| format!(";{};", group(found, 0)));
    let text = replace_all(&p.scripts, text, |found| {
        scripts.push(group(found, 1));
        format!("[#{}]", scripts.len() - 1)
    });
    let text = replace_all(&p.quoted, text, |found| {
        format!("['{}']", group(found, 1).replace('.', "%@%").replace('~', "%%@@%%"))
    });
    let text = text.replace('~', ";~;");
    let text = replace_all(&p.boundaries, text, |_| ";".to_owned());
    let text = text.replace("%@%", ".").replace("%%@@%%", "~");
    let text = replace_all(&p.parents, text, |found| {
        let ups = group(found, 1).len();
        format!(";{};", vec!["^"; ups].join(";"))
    });
    let text = replace_all(&p.descents, text, |_| ";..;".to_owned());
    let text = replace_all(&p.trailing, text, |_| String::new());

    let mut steps: Vec<Step> = text.split(';').map(|part| script_or_text(part, &scripts)).collect();
    if steps.len() > 1 && matches!(steps.first(), Some(Step::Text(text)) if text.name == "$") {
        steps.remove(0);
    }
    steps
}

/// A part with `#n` in it stands for the n-th script.
fn script_or_text(part: &str, scripts: &[String]) -> Step {
    for (at, _) in part.match_indices('#') {
        let rest = part.get(at + 1..).unwrap_or_default();
        let end = rest.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(rest.len());
        let digits = rest.get(..end).unwrap_or_default();
        if !digits.is_empty() {
            // Leading zeros name no element of a JavaScript array.
            let canonical = digits == "0" || !digits.starts_with('0');
            let script = digits.parse::<usize>().ok().filter(|_| canonical).and_then(|n| scripts.get(n));
            return script.map_or(Step::Key(Value::Undefined), |s| Step::new(s));
        }
    }
    Step::new(part)
}

/// The expressions of the replacements, in their order.
struct Patterns {
    types: Option<fancy_regex::Regex>,
    scripts: Option<fancy_regex::Regex>,
    quoted: Option<fancy_regex::Regex>,
    boundaries: Option<fancy_regex::Regex>,
    parents: Option<fancy_regex::Regex>,
    descents: Option<fancy_regex::Regex>,
    trailing: Option<fancy_regex::Regex>,
}

impl Patterns {
    fn new() -> Self {
        const NOT_LINE_END: &str = r"[^\n\r\x{2028}\x{2029}]";
        Self {
            types: pattern(
                r"@(?:null|boolean|number|string|integer|undefined|nonFinite|scalar|array|object|function|other)\(\)",
            ),
            scripts: pattern(&format!(r"[\['](\??\({NOT_LINE_END}*?\))[\]'](?!{NOT_LINE_END}\])")),
            quoted: pattern(r#"\[['"]([^'\]]*)['"]\]"#),
            boundaries: pattern(r#"['"]?\.['"]?(?![^\[]*\])|\[['"]?"#),
            parents: pattern(r";?(\^+);?"),
            descents: pattern(";;;|;;"),
            trailing: pattern(r";\z|'?\]|'\z"),
        }
    }
}
