use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::budget::{Budget, Limits};
use crate::faker::Faker;
use crate::js::Str;
use crate::state::{CellId, State};

/// A bucket and the space that it is changed in.
pub(super) struct Stored {
    pub(super) bucket: Bucket,
    state: State,
}

impl Stored {
    pub(super) fn new(content: Content) -> Self {
        let faker = Faker::new("en", None).expect("a locale");
        Self { bucket: Bucket::new(CellId::fresh(), "u", "b", "b", content), state: State::new(faker, 0.0) }
    }

    pub(super) fn run(
        &self,
        request: &CrudRequest<'_>,
        render_id: &mut dyn FnMut(&str) -> Option<String>,
    ) -> Result<CrudReply, CrudError> {
        let step = Step::writing(&self.state, self.state.try_turn().expect("nobody else has it"));
        let reply = run(&step, &self.bucket, request, render_id);
        step.commit();
        reply
    }

    pub(super) fn value(&self) -> Value {
        Step::reading(&self.state).bucket(&self.bucket).value().clone()
    }
}

fn bucket(json_text: &str) -> Stored {
    Stored::new(Content::parsed(json::parse(json_text).expect("json"), true))
}

fn query(text: &str) -> Value {
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    Value::object(pairs.map(|(k, v)| (Str::new(k), Value::from(v))).collect())
}

fn get(bucket: &Stored, parameters: &str) -> Result<CrudReply, CrudError> {
    let key = CrudKey::new("id", "");
    let request = CrudRequest {
        operation: CrudOperation::Get,
        key: &key,
        id: "",
        query: &query(parameters),
        body: &Value::Undefined,
        string_body: "",
    };
    bucket.run(&request, &mut |_| None)
}

const USERS: &str = r#"[{"id":1,"name":"Bob","age":30,"tags":["x","y"],"address":{"city":"Paris"}},
    {"id":2,"name":"alice","age":25,"active":false,"address":{"city":"Lyon"}},
    {"id":3,"name":"Carol","age":"40","note":null}]"#;

#[test]
fn lists_what_the_query_selects() {
    let users = bucket(USERS);
    for (parameters, ids) in [
        ("", "1,2,3"),
        ("sort=name", "2,1,3"),
        ("sort=name&order=desc", "3,1,2"),
        ("sort=address.city", "1,2,3"),
        ("limit=2", "1,2"),
        ("limit=2&page=2", "3"),
        ("limit=0", "1,2,3"),
        ("limit=-2", "1"),
        ("search=PARIS", "1"),
        ("search=address", ""),
        ("search=false", ""),
        ("age_eq=40", "3"),
        ("age_eq=40.0", "3"),
        ("age_ne=40", "1,2"),
        ("age_gte=30", "1,3"),
        ("name_gt=b", ""),
        ("address.city_eq=Lyon", "2"),
        ("tags_eq=x,y", "1"),
        ("name_like=^.o", "1"),
        ("name_start=c|o", "1,3"),
        ("name_end=E", "2"),
        ("address_eq=[object Object]", "1,2"),
        ("note_eq=null", "3"),
        ("eq=1", "1,2,3"),
        ("x_eq=undefined", "1,2,3"),
    ] {
        let body = get(&users, parameters).expect("valid").body;
        let listed = json::parse(&body.text()).expect("json");
        let listed: Vec<_> = listed.as_array().expect("array").iter().map(|v| v.get("id")).collect();
        assert_eq!(Value::array(listed).to_str(), ids, "{parameters}");
    }
}

#[test]
fn counts_before_paging() {
    let reply = get(&bucket(USERS), "limit=1&age_gt=26").expect("valid");
    assert_eq!((reply.is_json, reply.counts), (true, Some([3, 2])));
}

#[test]
fn an_invalid_filter_is_an_error_once_an_item_meets_it() {
    let users = bucket(USERS);
    assert!(matches!(get(&users, "name_like=("), Err(CrudError::InvalidFilter { .. })));
    assert_eq!(get(&users, "id_eq=9&name_like=(").expect("unused").body.text(), "[]");
    assert_eq!(get(&bucket("[]"), "name_like=(").expect("unused").body.text(), "[]");
    let budget = Budget::new(Limits { time: Duration::from_millis(50), ..Limits::default() });
    let _entered = budget.enter();
    let long = bucket(&format!("[{{\"name\":\"{}!\"}}]", "a".repeat(60)));
    assert!(matches!(get(&long, "name_like=^(?=(a|a)*$)(a|a)*\\1$"), Err(CrudError::StoppedFilter { .. })));
}

#[test]
fn a_bucket_that_is_no_list_is_served_whole() {
    assert_eq!(get(&bucket("{\"a\":1}"), "limit=1").expect("valid").body.text(), "{\"a\":1}");
    assert_eq!(get(&bucket("\"text\""), "").expect("valid").body.text(), "text");
    assert_eq!(get(&bucket("false"), "").expect("valid").body.text(), "false");
}

/// What an item may have at `p` (and, from the second draw, at `q.r`), as JSON.
const VALUES: &[&str] = &[
    "1",
    "-2.5",
    "0",
    "-0",
    "10",
    "9",
    "\"9\"",
    "\"B\"",
    "\"b\"",
    "\"a\"",
    "\"\"",
    "null",
    "true",
    "[3]",
    "{\"x\":1}",
];

/// An item: an object with its properties in either order, or a bare value.
fn item((p, r, id, shape): (usize, usize, usize, u8)) -> String {
    let (p, r) = (VALUES[p % VALUES.len()], VALUES[r % VALUES.len()]);
    match shape {
        0 => p.to_owned(),
        1 => format!("{{\"id\":{id},\"q\":{{\"r\":{r}}}}}"),
        2 => format!("{{\"p\":{p},\"id\":\"{id}\"}}"),
        _ => format!("{{\"id\":{id},\"p\":{p},\"q\":{{\"s\":0,\"r\":{r}}}}}"),
    }
}

fn answer(bucket: &Stored, operation: CrudOperation, id: &str, parameters: &str) -> String {
    let (key, query) = (CrudKey::new("id", ""), query(parameters));
    let request = CrudRequest { operation, key: &key, id, query: &query, body: &Value::Undefined, string_body: "" };
    let reply = bucket.run(&request, &mut |_| None);
    // Whether a text is kept or was made now is no part of the answer.
    let reply = reply.map(|reply| CrudReply { body: reply.body.text().into_owned().into(), ..reply });
    format!("{reply:?}")
}

proptest! {
    /// The first read since a change looks at the items, later ones look things up.
    #[test]
    fn what_is_kept_beside_a_list_changes_no_answer(
        items in prop::collection::vec((0usize..40, 0usize..15, 0usize..60, 0u8..9), 30..80),
        least in prop::sample::select(vec![0, 2, 3]),
        kinds in prop::sample::select(vec![3, 5, 10, 11, 15]),
        filters in prop::collection::vec(
            ("p|q\\.r|id", "eq|ne|gt|gte|lt|lte|like", "1|0|-0|9|10|b|B|a||null|true|3|-2.5|x|Infinity|NaN|1e1"), 0..3),
        sort in "|p|q|id",
        order in "asc|desc",
        page in 0u8..4,
        id in "[0-9]|[1-5][0-9]|01|x|-1",
    ) {
        let items: Vec<String> = items.into_iter().map(|(p, r, id, shape)| item((p % kinds, r % kinds, id, shape.max(least)))).collect();
        let text = format!("[{}]", items.join(","));
        let mut parameters: Vec<String> = filters.iter().map(|(path, test, to)| format!("{path}_{test}={to}")).collect();
        if !sort.is_empty() {
            parameters.push(format!("sort={sort}&order={order}"));
        }
        if page > 0 {
            parameters.push(format!("limit=7&page={page}"));
        }
        let parameters = parameters.join("&");
        for operation in [CrudOperation::Get, CrudOperation::GetById] {
            let all = bucket(&text);
            let first = answer(&all, operation, &id, &parameters);
            prop_assert_eq!(&answer(&all, operation, &id, &parameters), &first);
            prop_assert_eq!(&answer(&all, operation, &id, &parameters), &first);
        }
    }
}

#[test]
fn a_change_is_seen_by_the_next_read() {
    let items: Vec<String> = (0..40).map(|id| format!("{{\"id\":{id},\"n\":{}}}", id % 3)).collect();
    let bucket = bucket(&format!("[{}]", items.join(",")));
    for _ in 0..3 {
        assert!(answer(&bucket, CrudOperation::GetById, "39", "").contains("\\\"id\\\":39"));
        assert!(get(&bucket, "n_eq=2&sort=id&order=desc&limit=1").expect("valid").body.text().contains("\"id\":38"));
    }
    answer(&bucket, CrudOperation::DeleteById, "38", "");
    for _ in 0..3 {
        assert!(answer(&bucket, CrudOperation::GetById, "38", "").contains("404"));
        assert!(get(&bucket, "n_eq=2&sort=id&order=desc&limit=1").expect("valid").body.text().contains("\"id\":35"));
    }
}
