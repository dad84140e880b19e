use super::super::tests::Stored;
use super::*;
use crate::js::json;
use CrudOperation::*;

fn parse(text: &str) -> Value {
    if text.is_empty() { Value::Undefined } else { json::parse(text).expect(text) }
}

/// Status, body and bucket after an operation; the template of new ids renders ` 42 `.
fn after(bucket: &str, key: &CrudKey, operation: CrudOperation, id: &str, body: &str, text: &str) -> String {
    let mut content = Content::parsed(parse(bucket), true);
    content.parsed = false;
    let bucket = Stored::new(content);
    let request = CrudRequest { operation, key, id, query: &Value::Undefined, body: &parse(body), string_body: text };
    match bucket.run(&request, &mut |_| Some(" 42 ".to_owned())) {
        Ok(reply) => format!(
            "{} {} {}",
            reply.status.unwrap_or_default(),
            reply.body.text(),
            json::stringify(&bucket.value()).unwrap_or_default()
        ),
        Err(e) => format!("{e} {}", json::stringify(&bucket.value()).unwrap_or_default()),
    }
}

#[test]
fn ends_up_as_in_javascript() {
    let key = CrudKey::new("id", "");
    for (bucket, operation, id, body, text, result) in [
        (r#"[{"id":7}]"#, Create, "", r#"{"a":1}"#, "", r#"201 {"a":1,"id":8} [{"id":7},{"a":1,"id":8}]"#),
        (r#"[{"id":1.5}]"#, Create, "", "", "", r#"201 {"id":2.5} [{"id":1.5},{"id":2.5}]"#),
        ("[1]", Create, "", r#"{"id":null}"#, "", r#"201 {"id":null} [1,{"id":null}]"#),
        ("[1]", Create, "", "", "text", r#"201 text [1,"text"]"#),
        ("[1]", Create, "", "null", "null", "201 null [1,null]"),
        (r#"{"a":1}"#, Create, "", r#"{"b":1}"#, "", r#"201 {"b":1} {"b":1}"#),
        (r#"[{"id":1,"a":1}]"#, UpdateById, "1", r#"{"b":1}"#, "", r#"200 {"b":1,"id":1} [{"b":1,"id":1}]"#),
        (r#"[{"id":1,"a":1}]"#, UpdateById, "1", "[5]", "", r#"200 {"0":5,"id":1} [{"0":5,"id":1}]"#),
        (r#"[{"id":1,"a":1}]"#, UpdateById, "1", "", "{", r#"200 {"id":1} [{"id":1}]"#),
        (r#"[{"id":1}]"#, UpdateById, "1.0", "{}", "", r#"404 {} [{"id":1}]"#),
        (r#"["a","b"]"#, UpdateById, "1", "5", "", r#"200 5 ["a",5]"#),
        (r#"["a","b"]"#, UpdateById, "x", "", "t", r#"200 t ["t","b"]"#),
        ("[1]", Update, "", r#"{"a":1}"#, "", r#"200 {"a":1} {"a":1}"#),
        ("[1]", UpdateMerge, "", "[2]", "", "200 [1,2] [1,2]"),
        ("[1]", UpdateMerge, "", r#"{"z":2}"#, "", r#"200 {"0":1,"z":2} {"0":1,"z":2}"#),
        ("[1]", UpdateMerge, "", "", "text", r#"200 {"0":1} {"0":1}"#),
        (r#""s""#, UpdateMerge, "", "[2]", "", "200 [2] [2]"),
        (r#"{"a":1,"b":2}"#, UpdateMerge, "", r#"{"b":3,"0":1}"#, "", r#"200 {"0":1,"a":1,"b":3} {"0":1,"a":1,"b":3}"#),
        (r#"[{"id":"x"}]"#, UpdateMergeById, "x", r#"{"id":2}"#, "", r#"200 {"id":2} [{"id":2}]"#),
        (r#"[null,"b"]"#, UpdateMergeById, "0", "[1]", "", r#"200 [1] [[1],"b"]"#),
        (r#"{"q":1}"#, UpdateMergeById, "9", r#"{"r":2}"#, "", r#"200 {"q":1,"r":2} {"q":1,"r":2}"#),
        (r#"[{"id":true},{"id":2}]"#, DeleteById, "true", "", "", r#"200 {} [{"id":2}]"#),
        (r#"[{"id":1}]"#, DeleteById, "2", "", "", r#"404 {} [{"id":1}]"#),
        (r#"{"a":1}"#, DeleteById, "2", "", "", "200 {} "),
        ("[1]", Delete, "", "", "", "200 {} "),
    ] {
        assert_eq!(after(bucket, &key, operation, id, body, text), result, "{bucket} {operation:?} {id} {body}{text}");
    }
}

#[test]
fn new_ids_come_from_the_template_of_the_bucket() {
    let key = CrudKey::new("id", r#"[{"id": {{int 1 9}}}]"#);
    assert_eq!(after("[]", &key, Create, "", "{}", ""), r#"201 {"id":42} [{"id":42}]"#);
    assert_eq!(after("[]", &key, Create, "", r#"{"id":1}"#, ""), r#"201 {"id":1} [{"id":1}]"#);
}

#[test]
fn nested_and_escaped_keys() {
    let nested = CrudKey::new("data.id", "");
    assert_eq!(
        after(r#"[{"data":{"id":3}}]"#, &nested, Create, "", "{}", ""),
        r#"201 {"data":{"id":4}} [{"data":{"id":3}},{"data":{"id":4}}]"#
    );
    assert_eq!(after(r#"[{"data":{"id":3}}]"#, &nested, DeleteById, "3", "", ""), "200 {} []");
    assert_eq!(
        after("[]", &nested, Create, "", r#"{"data":null}"#, ""),
        "The id cannot be stored: Cannot set properties of null (setting 'id') []"
    );
    let escaped = CrudKey::new(r"a\.b", "");
    assert_eq!(after(r#"[{"a.b":3}]"#, &escaped, Create, "", "{}", ""), r#"201 {"a.b":4} [{"a.b":3},{"a.b":4}]"#);
    assert_eq!(after(r#"[{"a.b":3}]"#, &escaped, DeleteById, "3", "", ""), r#"404 {} [{"a.b":3}]"#);
}

#[test]
fn ids_hidden_in_arrays_count_for_the_next_ones_until_the_whole_is_replaced() {
    let key = CrudKey::new("id", "");
    let mut content = Content::parsed(parse(r#"[{"id":98}]"#), true);
    let mut run = |operation, body: &str| {
        let body = parse(body);
        let request =
            CrudRequest { operation, key: &key, id: "", query: &Value::Undefined, body: &body, string_body: "" };
        write(&mut content, &request, None).unwrap().body.text().to_string()
    };
    assert_eq!(run(Create, "{}"), r#"{"id":99}"#);
    assert_eq!(run(Create, "[1,2]"), "[1,2]");
    assert_eq!(run(Create, "{}"), r#"{"id":101}"#);
    assert_eq!(run(UpdateMerge, "[3]"), r#"[{"id":98},{"id":99},[1,2],{"id":101},3]"#);
    run(Create, "[]");
    assert_eq!(run(Create, "{}"), r#"{"id":103}"#);
    run(Update, r#"[{"id":1}]"#);
    assert_eq!(run(Create, "{}"), r#"{"id":2}"#);
}
