//! Patterns that came with requests, compiled: most come again.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Regex, SyntaxError};

/// Patterns that are kept: each may take some hundred kilobytes.
const KEPT: usize = 32;
/// Bytes of the longest pattern that is kept.
const LONGEST: usize = 4_096;

/// The patterns, those that were asked for last first.
static PATTERNS: Mutex<Vec<Arc<Regex>>> = Mutex::new(Vec::new());

/// `new RegExp(pattern, flags)` for a pattern that came with a request: it may not be as large as one of a file.
///
/// # Errors
/// V8's message where JavaScript refuses it.
pub fn kept(pattern: &str, flags: &str) -> Result<Arc<Regex>, SyntaxError> {
    if pattern.len() > LONGEST {
        return Regex::small(pattern, flags).map(Arc::new);
    }
    if let Some(regex) = find(&mut PATTERNS.lock().unwrap_or_else(PoisonError::into_inner), pattern, flags) {
        return Ok(regex);
    }
    let regex = Arc::new(Regex::small(pattern, flags)?);
    // One that was not compiled to the end for want of budget is nobody else's.
    if regex.is_too_large() {
        return Ok(regex);
    }
    let mut patterns = PATTERNS.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(find(&mut patterns, pattern, flags).unwrap_or_else(|| {
        patterns.truncate(KEPT - 1);
        patterns.insert(0, Arc::clone(&regex));
        regex
    }))
}

fn find(patterns: &mut [Arc<Regex>], pattern: &str, flags: &str) -> Option<Arc<Regex>> {
    let at = patterns.iter().position(|known| known.source == pattern && known.flags == flags)?;
    let found = patterns.get_mut(..=at)?;
    found.rotate_right(1);
    found.first().cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_compiled_once_while_it_is_among_the_last() {
        let first = kept("^kept (once)", "i").expect("a pattern");
        assert!(Arc::ptr_eq(&first, &kept("^kept (once)", "i").expect("a pattern")));
        assert!(!Arc::ptr_eq(&first, &kept("^kept (once)", "").expect("a pattern")));
        for i in 0..2 * KEPT {
            assert!(kept(&format!("^kept {i}"), "").is_ok());
        }
        assert!(!Arc::ptr_eq(&first, &kept("^kept (once)", "i").expect("a pattern")));
        assert!(kept("(", "").is_err());
    }
}
