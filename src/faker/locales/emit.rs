//! From the sections of the locale files to the Rust text of their definitions, which the build script writes.
//!
//! A list of words becomes one text and the places where its words end: a word takes two bytes besides its letters, and
//! the compiler sees one constant instead of hundreds.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::grammar::{Content, Locale, Section};

/// The locale that fills the gaps of all others.
const ENGLISH: &str = "en";

/// The Rust text of all locales, by their names.
///
/// # Errors
/// What is wrong, behind the locale's name and the number of the line.
pub fn emit(locales: &BTreeMap<String, Locale<'_>>) -> Result<String, String> {
    let mut out = String::new();
    for (name, locale) in locales {
        let definitions = definitions(&locale.sections).map_err(|what| format!("{name}.txt:{what}"))?;
        let _ = writeln!(out, "static {}: Definitions = {definitions};", constant(name));
    }
    let names: Vec<&String> = locales.keys().collect();
    let _ = writeln!(out, "/// The names of the known locales.\npub(super) static NAMES: &[&str] = &{names:?};");
    let _ = writeln!(out, "/// English alone.\npub(super) static ENGLISH: Chain = &[{}];", constant(ENGLISH));
    let _ = writeln!(out, "/// The chain of each locale: its own words first, English ones last.");
    let _ = writeln!(out, "static CHAINS: &[(&str, Chain)] = &[");
    for (name, locale) in locales {
        let mut chain = vec![name.as_str()];
        chain.extend(locale.fallback);
        chain.extend((name != ENGLISH).then_some(ENGLISH));
        if let Some(unknown) = chain.iter().find(|name| !locales.contains_key(**name)) {
            return Err(format!("{name}.txt: there is no locale {unknown} to fall back to"));
        }
        let chain: Vec<String> = chain.into_iter().map(constant).collect();
        let _ = writeln!(out, "    ({name:?}, &[{}]),", chain.join(", "));
    }
    out.push_str("];\n");
    Ok(out)
}

fn constant(locale: &str) -> String {
    locale.to_uppercase()
}

/// The modules of a locale with their entries; sections of one module, and those of one key, stand behind each other.
fn definitions(sections: &[Section<'_>]) -> Result<String, String> {
    let mut modules = Vec::new();
    for module in sections.chunk_by(|a, b| a.path.first() == b.path.first()) {
        let mut entries = Vec::new();
        for key in module.chunk_by(|a, b| a.path.get(..2) == b.path.get(..2)) {
            entries.push((name_at(key, 1)?, definition(sections, key)?));
        }
        modules.push((name_at(module, 0)?, named(&entries)));
    }
    let mut names: Vec<&str> = modules.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    match names.windows(2).find(|pair| pair.first() == pair.last()) {
        Some(pair) => Err(format!(" the sections of {} do not stand together", pair.join(" "))),
        None => Ok(named(&modules)),
    }
}

fn name_at<'a>(sections: &[Section<'a>], index: usize) -> Result<&'a str, String> {
    sections.first().and_then(|section| section.path.get(index)).copied().ok_or_else(|| " an empty path".to_owned())
}

/// One definition: a section, or a group of those that have a name within the key.
fn definition(all: &[Section<'_>], sections: &[Section<'_>]) -> Result<String, String> {
    let mut members = Vec::new();
    for section in sections {
        let entry = entry(all, section).map_err(|what| format!("{}: {what}", section.line))?;
        match section.path.get(2) {
            Some(name) => members.push((*name, entry)),
            None if sections.len() == 1 => return Ok(entry),
            None => {
                return Err(format!("{}: either one section for the key, or one for each of its names", section.line));
            }
        }
    }
    Ok(format!("Group({})", named(&members)))
}

fn entry(all: &[Section<'_>], section: &Section<'_>) -> Result<String, String> {
    Ok(match &section.content {
        Content::None => "NotApplicable".to_owned(),
        Content::As(path) => {
            let other = all.iter().find(|other| other.path == *path && !matches!(other.content, Content::As(_)));
            entry(all, other.ok_or_else(|| format!("there is no section {}", path.join(".")))?)?
        }
        Content::Words(words) => list(words)?,
        Content::Numbers(numbers) => format!("Codes(&{numbers:?})"),
        Content::Weighted(patterns) => {
            let patterns: Vec<String> =
                patterns.iter().map(|(weight, pattern)| format!("({pattern:?}, {weight}.0)")).collect();
            format!("Weighted(&[{}])", patterns.join(", "))
        }
        Content::Texts(texts) => {
            let texts: Vec<_> = texts.iter().map(|(name, text)| (*name, format!("Text({text:?})"))).collect();
            format!("Group({})", named(&texts))
        }
        Content::Lists { key, rows } => {
            let mut groups = Vec::new();
            for (name, words) in rows {
                groups.push((*name, format!("Group({})", named(&[(*key, list(words)?)]))));
            }
            format!("Group({})", named(&groups))
        }
        Content::Records { fields, number, rows } => {
            let cells: Vec<&str> = rows.iter().flatten().copied().collect();
            format!(
                "Records(&definitions::Records {{ fields: &{fields:?}, number: {number:?}, cells: {} }})",
                words(&cells)?
            )
        }
    })
}

fn named<E: AsRef<str>>(entries: &[(&str, E)]) -> String {
    let entries: Vec<String> = entries.iter().map(|(name, entry)| format!("({name:?}, {})", entry.as_ref())).collect();
    format!("&[{}]", entries.join(", "))
}

fn list(items: &[&str]) -> Result<String, String> {
    Ok(format!("List({})", words(items)?))
}

/// Words as one text and the ends of each.
fn words(items: &[&str]) -> Result<String, String> {
    let mut text = String::new();
    let mut ends = Vec::with_capacity(items.len());
    for word in items {
        text.push_str(word);
        ends.push(u16::try_from(text.len()).map_err(|_| "more than 64 KiB of words")?);
    }
    Ok(format!("Words::new({text:?}, &{ends:?})"))
}

#[cfg(test)]
mod tests {
    use super::super::grammar;
    use super::*;

    fn rust(files: &[(&str, &str)]) -> Result<String, String> {
        let read = |text| grammar::read(text).expect("a locale");
        emit(&files.iter().map(|(name, text)| ((*name).to_owned(), read(text))).collect())
    }

    #[test]
    fn a_list_is_one_text() {
        let given = rust(&[("en", "[a.b]\nOak\nÅsh")]).expect("definitions");
        assert!(given.contains(r#"static EN: Definitions = &[("a", &[("b", List(Words::new("OakÅsh", &[3, 7])))])];"#));
    }

    #[test]
    fn chains_end_with_english() {
        let given =
            rust(&[("de", "[a.b]\nx"), ("de_AT", "fallback de\n[a.b]\nx"), ("en", "[a.b]\nx")]).expect("definitions");
        for chain in [r#"("de", &[DE, EN]),"#, r#"("de_AT", &[DE_AT, DE, EN]),"#, r#"("en", &[EN]),"#] {
            assert!(given.contains(chain), "{given}");
        }
    }

    #[test]
    fn what_does_not_fit_together_is_told_with_its_file() {
        for (text, expected) in [
            ("fallback xx\n[a.b]\nx", "en.txt: there is no locale xx to fall back to"),
            ("[a.b]\nx\n[c.d]\nx\n[a.e]\nx", "en.txt: the sections of a a do not stand together"),
            ("[a.b]\nx\n[a.b.c]\nx", "en.txt:1: either one section for the key, or one for each of its names"),
            ("[a.b: as a.c]", "en.txt:1: there is no section a.c"),
        ] {
            assert_eq!(rust(&[("en", text)]), Err(expected.to_owned()));
        }
    }
}
