//! What the table of all settings answers: whether a name is one of ours, and which one it resembles.

use super::TABLE;

/// Whether the variable is one of ours: templates and the admin API must not see it.
pub fn is_setting(name: &str) -> bool {
    TABLE.iter().any(|setting| setting.name == name)
}

/// The setting that a name resembles: at most two letters added, dropped or changed.
pub(super) fn resembles(name: &str) -> Option<&'static str> {
    let distances = TABLE.iter().map(|setting| (distance(name, setting.name), setting.name));
    distances.filter(|(distance, _)| (1..=2).contains(distance)).min().map(|(_, name)| name)
}

/// Levenshtein distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (y, above) in b.iter().zip(row.iter().skip(1)) {
            left = (diagonal + usize::from(x != *y)).min(left + 1).min(above + 1);
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
