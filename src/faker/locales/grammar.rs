//! The grammar of the locale files, which `README.md` beside them describes: from text to sections.
//!
//! The build script reads the files with it; nothing of this is in the program.

/// A locale file, read.
#[derive(Debug, PartialEq, Eq)]
pub struct Locale<'a> {
    /// The locale whose definitions come after its own and before the English ones.
    pub fallback: Option<&'a str>,
    /// The definitions, in the order of the file.
    pub sections: Vec<Section<'a>>,
}

/// One definition: `[path: kind]` and the lines below it.
#[derive(Debug, PartialEq, Eq)]
pub struct Section<'a> {
    /// Number of the line with the header, from 1.
    pub line: usize,
    /// Module, key and perhaps a name within the key.
    pub path: Vec<&'a str>,
    /// The words and patterns.
    pub content: Content<'a>,
}

/// What stands below a header, by the kind that the header names.
#[derive(Debug, PartialEq, Eq)]
pub enum Content<'a> {
    /// Nothing: the locale has no such thing, and none is to fill in.
    None,
    /// The same as in another section of this file.
    As(Vec<&'a str>),
    /// A word or pattern a line.
    Words(Vec<&'a str>),
    /// A number a line.
    Numbers(Vec<u16>),
    /// Patterns, each behind its weight.
    Weighted(Vec<(u32, &'a str)>),
    /// `name = text` a line.
    Texts(Vec<(&'a str, &'a str)>),
    /// `name = word, word` a line: groups whose only definition is this list.
    Lists { key: &'a str, rows: Vec<(&'a str, Vec<&'a str>)> },
    /// `cell | cell` a line: objects with these fields.
    Records { fields: Vec<&'a str>, number: Option<&'a str>, rows: Vec<Vec<&'a str>> },
}

/// Reads a locale file.
///
/// # Errors
/// What is wrong, behind the number of the line.
pub fn read(text: &str) -> Result<Locale<'_>, String> {
    let mut locale = Locale { fallback: None, sections: Vec::new() };
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        let wrong = |what: &str| format!("{number}: {what}");
        if line.is_empty() || line.starts_with("//") {
            continue;
        }
        if line.ends_with(char::is_whitespace) {
            return Err(wrong("a blank at the end of the line"));
        }
        if let Some(header) = line.strip_prefix('[') {
            let header = header.strip_suffix(']').ok_or_else(|| wrong("a header ends with `]`"))?;
            let section = section(number, header).map_err(|what| wrong(&what))?;
            if locale.sections.iter().any(|other| other.path == section.path) {
                return Err(wrong("a second section of this name"));
            }
            locale.sections.push(section);
        } else if let Some(section) = locale.sections.last_mut() {
            add(&mut section.content, line).map_err(|what| wrong(&what))?;
        } else if let Some(name) = line.strip_prefix("fallback ") {
            locale.fallback = Some(name);
        } else {
            return Err(wrong("before the first header there are only comments and `fallback LOCALE`"));
        }
    }
    match locale.sections.iter().find(|section| is_empty(&section.content)) {
        Some(empty) => Err(format!("{}: nothing stands below this header", empty.line)),
        None => Ok(locale),
    }
}

fn section(line: usize, header: &str) -> Result<Section<'_>, String> {
    let (path, kind) = header.split_once(": ").unwrap_or((header, "words"));
    let path = dotted(path)?;
    let (kind, rest) = kind.split_once(' ').unwrap_or((kind, ""));
    let content = match kind {
        "none" => Content::None,
        "as" => Content::As(dotted(rest)?),
        "words" => Content::Words(Vec::new()),
        "numbers" => Content::Numbers(Vec::new()),
        "weighted" => Content::Weighted(Vec::new()),
        "texts" => Content::Texts(Vec::new()),
        "lists" if !rest.is_empty() => Content::Lists { key: rest, rows: Vec::new() },
        "records" if !rest.is_empty() => {
            let named = || rest.split(" | ").map(|field| field.split_once(": ").unwrap_or((field, "")));
            let number = named().find(|(_, kind)| *kind == "number").map(|(name, _)| name);
            Content::Records { fields: named().map(|(name, _)| name).collect(), number, rows: Vec::new() }
        }
        _ => return Err(format!("there is no kind `{kind}`, or something is missing behind it")),
    };
    Ok(Section { line, path, content })
}

fn dotted(path: &str) -> Result<Vec<&str>, String> {
    let parts: Vec<&str> = path.split('.').collect();
    let is_name = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if (2..=3).contains(&parts.len()) && parts.iter().all(is_name) {
        Ok(parts)
    } else {
        Err(format!("`{path}` is no path: module.key or module.key.name"))
    }
}

fn add<'a>(content: &mut Content<'a>, line: &'a str) -> Result<(), String> {
    match content {
        Content::None | Content::As(_) => return Err("nothing stands below a header of this kind".to_owned()),
        Content::Words(words) => words.push(line),
        Content::Numbers(numbers) => numbers.push(line.parse().map_err(|_| format!("`{line}` is no number"))?),
        Content::Weighted(patterns) => {
            let (weight, pattern) = line.split_once(' ').ok_or("a weight, a blank and a pattern are expected")?;
            patterns.push((weight.parse().map_err(|_| format!("`{weight}` is no weight"))?, pattern));
        }
        Content::Texts(texts) => texts.push(named(line)?),
        Content::Lists { rows, .. } => {
            let (name, words) = named(line)?;
            rows.push((name, words.split(", ").collect()));
        }
        Content::Records { fields, rows, .. } => {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            if cells.len() != fields.len() {
                return Err(format!("{} cells for {} fields", cells.len(), fields.len()));
            }
            rows.push(cells);
        }
    }
    Ok(())
}

fn named(line: &str) -> Result<(&str, &str), String> {
    line.split_once(" = ").ok_or_else(|| "`name = text` is expected".to_owned())
}

fn is_empty(content: &Content<'_>) -> bool {
    match content {
        Content::None | Content::As(_) => false,
        Content::Words(words) => words.is_empty(),
        Content::Numbers(numbers) => numbers.is_empty(),
        Content::Weighted(patterns) => patterns.is_empty(),
        Content::Texts(texts) => texts.is_empty(),
        Content::Lists { rows, .. } => rows.is_empty(),
        Content::Records { rows, .. } => rows.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(text: &str) -> Content<'_> {
        read(text).expect("a locale").sections.pop().expect("a section").content
    }

    #[test]
    fn a_word_a_line_below_its_path() {
        let locale = read("// German.\nfallback de\n\n[location.city_name]\nBad Ischl\n\nWien\n").expect("a locale");
        let city = Section {
            line: 4,
            path: vec!["location", "city_name"],
            content: Content::Words(vec!["Bad Ischl", "Wien"]),
        };
        assert_eq!(locale, Locale { fallback: Some("de"), sections: vec![city] });
    }

    #[test]
    fn words_keep_blanks_before_them_and_any_sign() {
        assert_eq!(content("[a.b]\n s/n.\n###\nA = B | C, D"), Content::Words(vec![" s/n.", "###", "A = B | C, D"]));
    }

    #[test]
    fn every_kind_has_its_lines() {
        assert_eq!(content("[a.b: none]"), Content::None);
        assert_eq!(content("[a.b: as c.d.e]"), Content::As(vec!["c", "d", "e"]));
        assert_eq!(content("[a.b: numbers]\n100\n101"), Content::Numbers(vec![100, 101]));
        assert_eq!(content("[a.b: weighted]\n8 {{x}} {{y}}"), Content::Weighted(vec![(8, "{{x}} {{y}}")]));
        assert_eq!(content("[a.b: texts]\nfull = {{x}} = y"), Content::Texts(vec![("full", "{{x}} = y")]));
        let rows = vec![("text/html", vec!["html", "htm"])];
        assert_eq!(content("[a.b: lists ext]\ntext/html = html, htm"), Content::Lists { key: "ext", rows });
        let records = Content::Records {
            fields: vec!["name", "n"],
            number: Some("n"),
            rows: vec![vec!["Oak", "1"], vec!["", "2"]],
        };
        assert_eq!(content("[a.b: records name | n: number]\nOak | 1\n | 2"), records);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (text, expected) in [
            ("word", "1: before the first header there are only comments and `fallback LOCALE`"),
            ("[a.b", "1: a header ends with `]`"),
            ("[a]\nx", "1: `a` is no path: module.key or module.key.name"),
            ("[a..b]\nx", "1: `a..b` is no path: module.key or module.key.name"),
            ("[a.b: heap]", "1: there is no kind `heap`, or something is missing behind it"),
            ("[a.b: records]", "1: there is no kind `records`, or something is missing behind it"),
            ("[a.b]\nx\n[a.b]\ny", "3: a second section of this name"),
            ("[a.b]\nx ", "2: a blank at the end of the line"),
            ("[a.b]\n[a.c]\nx", "1: nothing stands below this header"),
            ("[a.b: none]\nx", "2: nothing stands below a header of this kind"),
            ("[a.b: numbers]\nx", "2: `x` is no number"),
            ("[a.b: weighted]\nx", "2: a weight, a blank and a pattern are expected"),
            ("[a.b: weighted]\nx y", "2: `x` is no weight"),
            ("[a.b: texts]\nx", "2: `name = text` is expected"),
            ("[a.b: records x | y]\n1", "2: 1 cells for 2 fields"),
        ] {
            assert_eq!(read(text), Err(expected.to_owned()), "{text}");
        }
    }
}
