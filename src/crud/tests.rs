use super::*;
use crate::js::Str;

fn bucket(json_text: &str) -> Bucket {
    let value = json::parse(json_text).expect("json");
    Bucket::new("u", "b", "b", Content { value, parsed: true, valid_json: true })
}

fn query(text: &str) -> Value {
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    Value::object(pairs.map(|(k, v)| (Str::new(k), Value::from(v))).collect())
}

fn get(bucket: &Bucket, parameters: &str) -> Result<CrudReply, CrudError> {
    let key = CrudKey::new("id", "");
    let request = CrudRequest {
        operation: CrudOperation::Get,
        key: &key,
        id: "",
        query: &query(parameters),
        body: &Value::Undefined,
        string_body: "",
    };
    run(bucket, &request, &mut |_| None)
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
        let listed = json::parse(&body).expect("json");
        let listed: Vec<_> = listed.as_array().expect("array").iter().map(|v| v.get("id")).collect();
        assert_eq!(Value::array(listed).to_str(), ids, "{parameters}");
    }
}

#[test]
fn counts_before_paging() {
    let reply = get(&bucket(USERS), "limit=1&age_gt=26").expect("valid");
    assert_eq!(
        reply.headers,
        [
            ("Content-Type", "application/json; charset=utf-8".to_owned()),
            ("X-Total-Count", "3".to_owned()),
            ("X-Filtered-Count", "2".to_owned())
        ]
    );
}

#[test]
fn an_invalid_filter_is_an_error_once_an_item_meets_it() {
    let users = bucket(USERS);
    assert!(matches!(get(&users, "name_like=("), Err(CrudError::InvalidFilter { .. })));
    assert_eq!(get(&users, "id_eq=9&name_like=(").expect("unused").body, "[]");
    assert_eq!(get(&bucket("[]"), "name_like=(").expect("unused").body, "[]");
    let long = bucket(&format!("[{{\"name\":\"{}!\"}}]", "a".repeat(60)));
    assert!(matches!(get(&long, "name_like=^(?=(a|a)*$)(a|a)*\\1$"), Err(CrudError::RunawayFilter { .. })));
}

#[test]
fn a_bucket_that_is_no_list_is_served_whole() {
    assert_eq!(get(&bucket("{\"a\":1}"), "limit=1").expect("valid").body, "{\"a\":1}");
    assert_eq!(get(&bucket("\"text\""), "").expect("valid").body, "text");
    assert_eq!(get(&bucket("false"), "").expect("valid").body, "false");
}
