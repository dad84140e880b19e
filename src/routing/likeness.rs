//! How far the path of a request is from one that is declared: segments added, dropped or changed, and letters within them.

/// What a segment weighs that a parameter takes, so that a literal one is nearer.
const PARAMETER: f64 = 0.001;
/// What a segment too many or too few weighs: a little less than one that has nothing in common with what is wanted.
pub(super) const SEGMENT: f64 = 0.9;
/// Longer segments are the same or not.
const MAX_LETTERS: usize = 64;

/// Whether at this distance the whole path fits: only parameters were taken.
pub(super) fn fits(distance: f64) -> bool {
    distance < 1.0 / MAX_LETTERS as f64
}

/// The segments of a path; slashes at its ends and empty segments do not count.
pub(super) fn segments(path: &str) -> Vec<&str> {
    path.split('/').filter(|segment| !segment.is_empty()).collect()
}

/// Segments added, dropped or changed; given up beyond `farthest`.
pub(super) fn path_distance(wanted: &[&str], given: &[&str], farthest: f64) -> f64 {
    if wanted.len().abs_diff(given.len()) as f64 * SEGMENT >= farthest {
        return f64::INFINITY;
    }
    let mut row: Vec<f64> = (0..=given.len()).map(|n| n as f64 * SEGMENT).collect();
    for (i, want) in wanted.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = (i + 1) as f64 * SEGMENT;
        let mut least = row[0];
        for (j, have) in given.iter().enumerate() {
            let above = row[j + 1];
            // Far from the diagonal nothing is cheaper than adding and dropping.
            let changed = if i.abs_diff(j) <= 2 { diagonal + segment_distance(want, have) } else { f64::INFINITY };
            row[j + 1] = changed.min(above + SEGMENT).min(row[j] + SEGMENT);
            diagonal = above;
            least = least.min(row[j + 1]);
        }
        if least >= farthest {
            return f64::INFINITY;
        }
    }
    row.last().copied().unwrap_or(0.0)
}

/// A piece of a declared segment.
#[derive(Clone, Copy)]
enum Piece {
    Letter(u8),
    /// One letter or more.
    Parameter,
}

/// From 0 for the same to 1 for nothing in common.
fn segment_distance(wanted: &str, given: &str) -> f64 {
    if wanted == "*" || wanted.strip_prefix(':').is_some_and(|name| !name.is_empty() && !name.contains([':', '.', '-']))
    {
        return PARAMETER;
    }
    if wanted.eq_ignore_ascii_case(given) {
        return 0.0;
    }
    let has_parameters = wanted.contains(':');
    let longest = wanted.len().max(given.len());
    if longest > MAX_LETTERS || (!has_parameters && wanted.len().abs_diff(given.len()) * 2 > longest) {
        return 1.0;
    }
    let mut pieces = [Piece::Parameter; MAX_LETTERS];
    let count = read_pieces(wanted.as_bytes(), &mut pieces);
    let edits = edits(&pieces[..count], given.as_bytes());
    let share = f64::from(edits) / count.max(given.len()) as f64;
    if has_parameters { (share + PARAMETER).min(1.0) } else { share }
}

/// `report.:format` is seven letters and a parameter; how many pieces there are.
fn read_pieces(wanted: &[u8], pieces: &mut [Piece; MAX_LETTERS]) -> usize {
    let (mut at, mut count) = (0, 0);
    while at < wanted.len() {
        let name = wanted[at + 1..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
        if wanted[at] == b':' && name > 0 {
            pieces[count] = Piece::Parameter;
            at += name;
        } else {
            pieces[count] = Piece::Letter(wanted[at]);
        }
        at += 1;
        count += 1;
    }
    count
}

/// Letters added, dropped, changed, or exchanged with their neighbour. Both have at most [`MAX_LETTERS`].
fn edits(wanted: &[Piece], given: &[u8]) -> u8 {
    let (mut before, mut row) = ([0u8; MAX_LETTERS + 1], [0u8; MAX_LETTERS + 1]);
    (0..=given.len()).for_each(|n| row[n] = n as u8);
    for (i, want) in wanted.iter().enumerate() {
        let mut next = [0u8; MAX_LETTERS + 1];
        next[0] = i as u8 + 1;
        for (j, have) in given.iter().enumerate() {
            next[j + 1] = match want {
                Piece::Parameter => row[j].min(next[j]).min(row[j + 1] + 1),
                Piece::Letter(letter) => {
                    let changed = row[j] + u8::from(!letter.eq_ignore_ascii_case(have));
                    let exchanged = match i.checked_sub(1).map(|i| wanted[i]) {
                        Some(Piece::Letter(last))
                            if j > 0
                                && last.eq_ignore_ascii_case(have)
                                && letter.eq_ignore_ascii_case(&given[j - 1]) =>
                        {
                            before[j - 1] + 1
                        }
                        _ => u8::MAX,
                    };
                    changed.min(exchanged).min(row[j + 1] + 1).min(next[j] + 1)
                }
            };
        }
        before = row;
        row = next;
    }
    row[given.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mistake_is_nearer_than_another_word() {
        for (wanted, given, share) in [
            ("orders", "Orders", 0.0),
            ("orders", "odrers", 1.0 / 6.0),
            ("orders", "order", 1.0 / 6.0),
            ("orders", "orxders", 1.0 / 7.0),
            ("orders", "a", 1.0),
            (":id", "anything", PARAMETER),
            ("*", "anything", PARAMETER),
            ("report.:format", "report.pdf", PARAMETER),
            ("report.:format", "reprot.pdf", 0.1 + PARAMETER),
            (":id.json", "7.json", PARAMETER),
            ("items:poll", "items7", PARAMETER),
            (":", "7", 1.0),
        ] {
            let distance = segment_distance(wanted, given);
            assert!((distance - share).abs() < 1e-9, "{wanted} {given}: {distance}, not {share}");
        }
        let long = "x".repeat(10_000);
        assert_eq!((segment_distance(&long, &long), segment_distance(&long, "x")), (0.0, 1.0));
    }

    #[test]
    fn a_segment_too_many_is_nearer_than_one_of_another_kind() {
        let distance = |wanted: &str, given: &str| path_distance(&segments(wanted), &segments(given), f64::INFINITY);
        assert_eq!(distance("/a/b", "//a//b/"), 0.0);
        assert!(distance("/api/orders/:id", "/orders/7") < distance("/api/:id", "/orders/7"));
        assert!(distance("/a/b/c/d/e", "/a").is_finite());
        assert_eq!(path_distance(&["a", "b", "c"], &["x"], 1.0), f64::INFINITY);
    }
}
