//! The list of all items: search, filters, sort, pages. Works on indexes; only the page becomes JSON.

use std::ops::Range;
use std::time::{Duration, Instant};

use super::filters::Filter;
use super::search::Search;
use super::sort::sort;
use super::{CrudError, CrudReply};
use crate::js::{Value, json, number};

/// How long the regular expressions of one request may take over all items: a single match is bounded by its steps, but
/// there may be any number of items.
const EXPRESSION_TIME: Duration = Duration::from_secs(2);

/// Lists the items of an array as the query asks.
///
/// # Errors
/// When an item meets a filter that is no regular expression or runs away, or the filters take too long.
pub(super) fn list(items: &[Value], query: &Value) -> Result<CrudReply, CrudError> {
    let selected = select(items, query)?;
    let filtered = selected.as_ref().map_or(items.len(), Vec::len);
    let page = page_of(query, filtered);
    let body = match selected {
        Some(indexes) => {
            let page = indexes.get(page).unwrap_or_default();
            to_json(page.iter().filter_map(|i| items.get(*i)))
        }
        None => to_json(items.get(page).unwrap_or_default().iter()),
    };
    let headers = vec![("X-Total-Count", items.len().to_string()), ("X-Filtered-Count", filtered.to_string())];
    Ok(CrudReply { headers, body, ..CrudReply::default() })
}

/// Indexes of the items that stay, in order; `None` means all of them as they are.
fn select(items: &[Value], query: &Value) -> Result<Option<Vec<usize>>, CrudError> {
    let search = query.get("search").as_str().filter(|s| !s.is_empty()).map(Search::new);
    let filters = Filter::all(query)?;
    let sort_by = query.get("sort");
    if search.is_none() && filters.is_empty() && sort_by.as_str().is_none() {
        return Ok(None);
    }
    let began = Instant::now();
    let mut indexes = Vec::new();
    'items: for (index, item) in items.iter().enumerate() {
        if search.as_ref().is_some_and(|s| !s.finds(item)) {
            continue;
        }
        for filter in &filters {
            if filter.is_expression() && began.elapsed() > EXPRESSION_TIME {
                return Err(CrudError::SlowFilters(EXPRESSION_TIME));
            }
            if !filter.keeps(item)? {
                continue 'items;
            }
        }
        indexes.push(index);
    }
    if let Some(property) = sort_by.as_str() {
        sort(items, &mut indexes, property, query.get("order").as_str() == Some("desc"));
    }
    Ok(Some(indexes))
}

/// The part of `length` items that `page` and `limit` ask for: all of them unless one is given.
fn page_of(query: &Value, length: usize) -> Range<usize> {
    let (limit, page) = (query.get("limit"), query.get("page"));
    if limit.is_undefined() && page.is_undefined() {
        return 0..length;
    }
    let (limit, page) = (integer_or(&limit, 10.0), integer_or(&page, 1.0));
    slice(length, (page - 1.0) * limit, page * limit)
}

/// `parseInt(value, 10) || fallback` of a text, the fallback of anything else.
fn integer_or(value: &Value, fallback: f64) -> f64 {
    let n = value.as_str().map_or(f64::NAN, number::parse_int);
    if n.is_nan() || n == 0.0 { fallback } else { n }
}

/// The range of `Array.prototype.slice`: negative positions count from the end, all are clamped.
fn slice(length: usize, start: f64, end: f64) -> Range<usize> {
    let clamp = |position: f64| {
        let position = number::to_integer(position);
        let length = length as f64;
        (if position < 0.0 { (length + position).max(0.0) } else { position.min(length) }) as usize
    };
    let (start, end) = (clamp(start), clamp(end));
    start..end.max(start)
}

fn to_json<'v>(items: impl Iterator<Item = &'v Value>) -> String {
    let mut out = String::from("[");
    for (i, item) in items.enumerate() {
        if i > 0 {
            out.push(',');
        }
        json::write(item, &mut out);
    }
    out.push(']');
    out
}

#[cfg(test)]
mod tests;
