//! W3C baggage of requests that an exchange causes: what the caller sent goes on, and the session with it.

use std::collections::HashSet;

use http::header::{HeaderMap, HeaderValue};

use crate::runtime::session_keys::BAGGAGE;

/// Members, and bytes of all of them, that everybody carries on; what is beyond may be left out.
const MAX_MEMBERS: usize = 64;
const MAX_BYTES: usize = 8_192;

/// Carries what the caller said. A member of the same name that is there already stays what it is.
pub(super) fn carry(from: &HeaderMap, to: &mut HeaderMap) {
    if !from.contains_key(BAGGAGE) {
        return;
    }
    if !to.contains_key(BAGGAGE) {
        // As it came.
        for value in from.get_all(BAGGAGE) {
            to.append(BAGGAGE, value.clone());
        }
        return;
    }
    let merged = joined(lists(to).chain(lists(from)), None);
    replace(to, &merged);
}

/// Adds a member of our own, instead of another one of that name.
pub(super) fn add(member: &str, to: &mut HeaderMap) {
    let merged = joined(lists(to), Some(member));
    replace(to, &merged);
}

fn lists(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    headers.get_all(BAGGAGE).iter().filter_map(|value| value.to_str().ok())
}

fn replace(headers: &mut HeaderMap, list: &str) {
    if let Ok(value) = HeaderValue::from_str(list) {
        headers.insert(BAGGAGE, value);
    }
}

/// The members of these lists, the first of each name, as far as there is room beside the last one.
fn joined<'a>(lists: impl Iterator<Item = &'a str>, last: Option<&'a str>) -> String {
    let name = |member: &'a str| member.split(['=', ';']).next().unwrap_or_default().trim();
    let mut seen: HashSet<&str> = last.map(name).into_iter().collect();
    let mut count = seen.len();
    let mut room = MAX_BYTES - last.map_or(0, |last| last.len().min(MAX_BYTES));
    let mut members = Vec::new();
    for member in lists.flat_map(|list| list.split(',')).map(str::trim).filter(|member| !member.is_empty()) {
        if !seen.insert(name(member)) {
            continue;
        }
        // With the comma behind it.
        let Some(left) = room.checked_sub(member.len() + 1).filter(|_| count < MAX_MEMBERS) else { continue };
        room = left;
        count += 1;
        members.push(member);
    }
    members.extend(last);
    members.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lists: &[&str]) -> HeaderMap {
        lists.iter().map(|list| (BAGGAGE, HeaderValue::from_str(list).unwrap())).collect()
    }

    fn all(headers: &HeaderMap) -> Vec<&str> {
        lists(headers).collect()
    }

    #[test]
    fn what_the_caller_said_goes_on_beside_what_is_there() {
        for (from, to, expected) in [
            (&[][..], &[][..], &[][..]),
            (&[], &["a=1"], &["a=1"]),
            (&["a=1;p=2 , b=2", "c"], &[], &["a=1;p=2 , b=2", "c"]),
            (&["a=1;p=2, b=2", "c"], &["b=3"], &["b=3,a=1;p=2,c"]),
        ] {
            let mut to = headers(to);
            carry(&headers(from), &mut to);
            assert_eq!(all(&to), expected, "{from:?}");
        }
    }

    #[test]
    fn a_member_of_our_own_is_added_within_the_limits() {
        for (lists, expected) in
            [(&[][..], "s=1"), (&["a=1, s = 2;x ,b=2", "c=3"], "a=1,b=2,c=3,s=1"), (&[",,a=1,,a=2"], "a=1,s=1")]
        {
            let mut to = headers(lists);
            add("s=1", &mut to);
            assert_eq!(all(&to), [expected], "{lists:?}");
        }
        let many: Vec<String> = (0..80).map(|n| format!("k{n}=v")).collect();
        let mut to = headers(&[&many.join(",")]);
        add("s=1", &mut to);
        let list = all(&to)[0].to_owned();
        assert!(list.split(',').count() == MAX_MEMBERS && list.ends_with(",k62=v,s=1"), "{list}");
        let mut to = headers(&[&format!("long={}", "x".repeat(MAX_BYTES - 9)), "short=1"]);
        add("s=1", &mut to);
        assert_eq!((all(&to)[0].len(), all(&to)[0].ends_with("x,s=1")), (MAX_BYTES, true));
    }
}
