//! The list of all items: search, filters, sort, pages. Works on indexes; only the page becomes JSON.

use std::ops::Range;

use bytes::Bytes;

use super::column::FilteredItems;
use super::filters::Filter;
use super::index::{Index, Texts};
use super::search::Search;
use super::{CrudError, CrudReply, sort};
use crate::budget;
use crate::js::{Value, json, number};
use crate::message::text_body::TextBody;

/// Lists the items of an array as the query asks.
///
/// # Errors
/// When an item meets a filter that is no regular expression, or the list costs more than the request may.
pub(super) fn list(items: &[Value], query: &Value, index: Option<&Index>) -> Result<CrudReply, CrudError> {
    let Selection { filtered, page } = select(items, ListQuery::of(query), index)?;
    let body = match index {
        Some(index) => TextBody::Wire(joined(items, &page, index.texts(items.len()))),
        None => to_json(items, &page).into(),
    };
    Ok(CrudReply { counts: Some([items.len(), filtered]), body, ..CrudReply::default() })
}

/// What a query asks of a list.
#[derive(Default)]
struct ListQuery<'q> {
    search: Option<&'q Value>,
    sort: Option<&'q Value>,
    order: Option<&'q Value>,
    page: Option<&'q Value>,
    limit: Option<&'q Value>,
    filters: Vec<Filter<'q>>,
}

impl<'q> ListQuery<'q> {
    fn of(query: &'q Value) -> Self {
        let mut asked = Self::default();
        for (name, value) in query.as_object().into_iter().flat_map(|parameters| parameters.iter()) {
            match name.as_str() {
                "search" => asked.search = Some(value),
                "sort" => asked.sort = Some(value),
                "order" => asked.order = Some(value),
                "page" => asked.page = Some(value),
                "limit" => asked.limit = Some(value),
                _ => asked.filters.extend(Filter::new(name, value)),
            }
        }
        asked
    }

    /// The part of `length` items that is asked for: all of them unless a page or a limit is given.
    fn part(&self, length: usize) -> Range<usize> {
        if self.limit.is_none() && self.page.is_none() {
            return 0..length;
        }
        let (limit, page) = (integer_or(self.limit, 10.0), integer_or(self.page, 1.0));
        slice(length, (page - 1.0) * limit, page * limit)
    }
}

/// What a query selects.
struct Selection {
    /// How many items the filters keep.
    filtered: usize,
    /// Indexes of the items on the page, in order.
    page: Vec<u32>,
}

fn select(items: &[Value], mut asked: ListQuery<'_>, index: Option<&Index>) -> Result<Selection, CrudError> {
    let search = asked.search.and_then(Value::as_str).filter(|s| !s.is_empty()).map(Search::new);
    let sort_by = asked.sort.and_then(Value::as_str);
    if search.is_none() && asked.filters.is_empty() && sort_by.is_none() {
        return Ok(Selection {
            filtered: items.len(),
            page: asked.part(items.len()).map(|index| index as u32).collect(),
        });
    }
    let mut kept = FilteredItems::All(items.len());
    let judged = index.map_or(0, |index| Filter::judge_columns(&asked.filters, index, items, &mut kept));
    let filters = asked.filters.get_mut(judged..).unwrap_or_default();
    let mut indexes = kept.into_indexes();
    if search.is_some() || !filters.is_empty() {
        let candidates = std::mem::take(&mut indexes);
        'items: for (index, item) in
            candidates.into_iter().filter_map(|index| Some((index, items.get(index as usize)?)))
        {
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
    let page = asked.part(filtered);
    if let Some(property) = sort_by {
        let descending = asked.order.and_then(Value::as_str) == Some("desc");
        let order = index.and_then(|index| index.order(items, property, descending));
        match order.as_deref().and_then(Option::as_ref) {
            Some(order) => return Ok(Selection { filtered, page: order.page(&indexes, page) }),
            None => sort::sort(items, &mut indexes, property, descending),
        }
    }
    indexes.truncate(page.end);
    indexes.drain(..page.start);
    Ok(Selection { filtered, page: indexes })
}

/// `parseInt(value, 10) || fallback` of a text, the fallback of anything else.
fn integer_or(value: Option<&Value>, fallback: f64) -> f64 {
    let n = value.and_then(Value::as_str).map_or(f64::NAN, number::parse_int);
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

fn to_json(items: &[Value], page: &[u32]) -> String {
    let mut out = String::from("[");
    for item in page.iter().filter_map(|index| items.get(*index as usize)) {
        if out.len() > 1 {
            out.push(',');
        }
        json::write(item, &mut out);
    }
    out.push(']');
    out
}

/// The same of items whose JSON is kept, as it is sent.
fn joined(items: &[Value], page: &[u32], texts: &Texts) -> Bytes {
    let known: usize = page.iter().map(|index| texts.length(*index as usize) + 1).sum();
    let mut out = Vec::with_capacity(known + 2);
    out.push(b'[');
    for (index, item) in page.iter().filter_map(|index| Some((*index as usize, items.get(*index as usize)?))) {
        if out.len() > 1 {
            out.push(b',');
        }
        texts.write(index, item, &mut out);
    }
    out.push(b']');
    out.into()
}

#[cfg(test)]
mod tests;
