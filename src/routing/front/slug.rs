//! Hosts made of names.

use unicode_normalization::UnicodeNormalization;

/// Longer labels do not exist in DNS (bytes).
const MAX_LABEL: usize = 63;

/// The name as a label of DNS: letters without their accents, in lower case, and digits; one `-` for whatever is between
/// them. Empty where nothing remains.
pub fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len().min(MAX_LABEL));
    let is_accent = |c: char| ('\u{300}'..='\u{36f}').contains(&c);
    for c in name.nfkd().filter(|c| !is_accent(*c)) {
        if out.len() == MAX_LABEL {
            break;
        }
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// The same with a number behind it, as long as a label may be.
pub(super) fn numbered(slug: &str, number: usize) -> String {
    let end = format!("-{number}");
    let kept = slug.get(..MAX_LABEL.saturating_sub(end.len())).unwrap_or(slug);
    format!("{}{end}", kept.trim_end_matches('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_labels() {
        for (name, expected) in [
            ("Payments", "payments"),
            ("My shop (v2.1)!", "my-shop-v2-1"),
            ("  Caf\u{e9} -- M\u{fc}nchen ", "cafe-munchen"),
            ("a_b.c/d", "a-b-c-d"),
            ("\u{652f}\u{6255}", ""),
            ("", ""),
            ("---", ""),
        ] {
            assert_eq!(slug(name), expected, "{name}");
        }
        let long = "x".repeat(62) + " yz";
        assert_eq!(slug(&long), "x".repeat(62));
        assert_eq!(slug(&"y".repeat(100)).len(), 63);
    }

    #[test]
    fn numbers_fit_into_the_label() {
        assert_eq!(numbered("shop", 2), "shop-2");
        assert_eq!(numbered(&"x".repeat(63), 12), format!("{}-12", "x".repeat(60)));
    }
}
