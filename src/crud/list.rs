//! The list of all items: search, filters, sort, pages. Works on indexes; only the page becomes JSON.

use std::ops::Range;

use super::column::Kept;
use super::filters::Filter;
use super::index::{Index, Texts};
use super::search::Search;
use super::{CrudError, CrudReply, sort};
use crate::budget;
use crate::js::{Value, json, number};

/// Lists the items of an array as the query asks.
///
/// # Errors
/// When an item meets a filter that is no regular expression, or the list costs more than the request may.
pub(super) fn list(items: &[Value], query: &Value, index: Option<&Index>) -> Result<CrudReply, CrudError> {
    let Selection { filtered, page } = select(items, query, index)?;
    let body = to_json(items, &page, index.map(|index| index.texts(items)));
    let headers = vec![("X-Total-Count", items.len().to_string()), ("X-Filtered-Count", filtered.to_string())];
    Ok(CrudReply { headers, body, ..CrudReply::default() })
}

/// What a query selects.
struct Selection {
    /// How many items the filters keep.
    filtered: usize,
    /// Indexes of the items on the page, in order.
    page: Vec<usize>,
}

fn select(items: &[Value], query: &Value, index: Option<&Index>) -> Result<Selection, CrudError> {
    let search = query.get("search").as_str().filter(|s| !s.is_empty()).map(Search::new);
    let mut filters = Filter::all(query);
    let sort_by = query.get("sort");
    if search.is_none() && filters.is_empty() && sort_by.as_str().is_none() {
        return Ok(Selection { filtered: items.len(), page: page_of(query, items.len()).collect() });
    }
    let mut kept = Kept::All(items.len());
    let judged = index.map_or(0, |index| Filter::judge_columns(&filters, index, items, &mut kept));
    let filters = filters.get_mut(judged..).unwrap_or_default();
    let mut indexes = kept.into_indexes();
    if search.is_some() || !filters.is_empty() {
        let candidates = std::mem::take(&mut indexes);
        'items: for (index, item) in candidates.into_iter().filter_map(|index| Some((index, items.get(index)?))) {
            if search.as_ref().is_some_and(|s| !s.finds(item)) {
                continue;
            }
            budget::work(2)?;
            for filter in &mut *filters {
                if !filter.keeps(item)? {
                    continue 'items;
                }
            }
            indexes.push(index);
        }
    }
    let filtered = indexes.len();
    let page = page_of(query, filtered);
    if let Some(property) = sort_by.as_str() {
        let descending = query.get("order").as_str() == Some("desc");
        let ranks = index.map(|index| index.ranks(items, property));
        match ranks.as_deref().and_then(Option::as_deref) {
            Some(ranks) => return Ok(Selection { filtered, page: sort::page(ranks, &indexes, descending, page) }),
            None => sort::sort(items, &mut indexes, property, descending),
        }
    }
    indexes.truncate(page.end);
    indexes.drain(..page.start);
    Ok(Selection { filtered, page: indexes })
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

fn to_json(items: &[Value], page: &[usize], texts: Option<&Texts>) -> String {
    let known = texts.map_or(0, |texts| page.iter().map(|place| texts.length(*place) + 1).sum());
    let mut out = String::with_capacity(known + 2);
    out.push('[');
    for (i, place) in page.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        match (items.get(*place), texts) {
            (Some(item), Some(texts)) => texts.write(*place, item, &mut out),
            (Some(item), None) => json::write(item, &mut out),
            (None, _) => {}
        }
    }
    out.push(']');
    out
}

#[cfg(test)]
mod tests;
