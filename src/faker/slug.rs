//! Texts fit for addresses: accents off, other scripts in Latin letters.

use unicode_normalization::UnicodeNormalization;

use super::number::to_radix;
use super::transliteration::LETTERS;

/// Letters without their accents.
fn without_accents(text: &str) -> impl Iterator<Item = char> + '_ {
    text.nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c))
}

/// `helpers.slugify`: spaces become dashes; letters, digits, `_`, `.` and `-` stay.
pub(super) fn slugify(text: &str) -> String {
    without_accents(text)
        .map(|c| if c == ' ' { '-' } else { c })
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
        .collect()
}

/// The ASCII form of a user name: known letters transliterated, unknown ones by their number in base 36.
pub(super) fn user_name(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in without_accents(text) {
        if c.is_ascii() {
            if c != '\'' && c != ' ' {
                out.push(c);
            }
        } else if let Ok(i) = LETTERS.binary_search_by_key(&c, |(letter, _)| *letter) {
            out.push_str(LETTERS.get(i).map_or("", |(_, latin)| latin));
        } else {
            out.push_str(&to_radix(f64::from(u32::from(c)), 36));
        }
    }
    out.replace([' ', '\''], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_sorted_for_the_search() {
        assert!(LETTERS.is_sorted_by_key(|(letter, _)| *letter));
    }

    #[test]
    fn slugs_keep_words_only() {
        for (text, slug) in [("Hello  World & Co_x.y!", "Hello--World--Co_x.y"), ("É à ç", "E-a-c"), ("", "")] {
            assert_eq!(slugify(text), slug);
        }
    }

    #[test]
    fn user_names_are_ascii() {
        for (text, name) in [("Jürgen", "Jurgen"), ("O'Hara Bo", "OHaraBo"), ("Анна", "Anna"), ("張", "it1")] {
            assert_eq!(user_name(text), name);
        }
    }
}
