use serde_json::{Value, json};

use super::*;
use crate::environment::migrations::recent;
use crate::environment::model::Route;

/// Routes as the application writes them; this one's text has what items begin with.
fn routes(count: usize) -> Vec<Value> {
    let uuid = |n: usize| format!("00000000-0000-4000-8000-{n:012}");
    let response = |n: usize| {
        json!({
            "uuid": uuid(n), "body": "},\n  {\n    \"uuid\": \"\u{e9}\"", "latency": 0, "statusCode": 200, "label": "",
            "headers": [], "bodyType": "INLINE", "filePath": "", "databucketID": "", "sendFileAsBody": false, "rules": [],
            "rulesOperator": "OR", "disableTemplating": false, "fallbackTo404": false, "default": true, "crudKey": "id",
            "callbacks": [],
        })
    };
    let route = |n: usize| {
        json!({
            "uuid": uuid(n), "type": "http", "documentation": "", "method": "get", "endpoint": format!("r{n}"),
            "responses": [response(n), response(n + 1)], "responseMode": null, "streamingMode": null,
            "streamingInterval": 0,
        })
    };
    (0..count).map(route).collect()
}

/// What is read of a list in so many parts: items, what was repaired, where the reader stands.
fn read(list: &str, parts: usize, changes: Aged) -> (Vec<Route>, Vec<String>, usize, bool) {
    let (mut text, mut log) = (Text::from(list, 0), RepairLog::default());
    assert!(text.takes(b'['));
    let items = items(&mut text, parts, changes, &mut log);
    let repairs = log.finish().0.iter().map(ToString::to_string).collect();
    (items, repairs, if text.is_broken { 0 } else { text.at }, text.is_broken)
}

fn begins(list: &str, parts: usize, changes: Aged) -> usize {
    starts::<Route>(&Text::from(list, 1), parts, changes).len()
}

#[test]
fn in_parts_comes_what_comes_one_by_one() {
    let mut lists = vec![routes(0), routes(1), routes(3), routes(40)];
    for place in [0, 1, 17, 39] {
        for wrong in [json!({"endpoint": 5}), json!({"more": "x"}), json!({"type": "soap"})] {
            let mut dirty = routes(40);
            dirty[place].as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
            lists.push(dirty);
        }
        let mut odd = routes(40);
        odd[place] = json!("no object");
        lists.push(odd);
    }
    for list in &lists {
        let list = Value::from(list.clone());
        for text in [serde_json::to_string_pretty(&list).unwrap(), list.to_string(), format!("{list:#} , {{}}")] {
            for changes in [None, recent::route(30)] {
                let one = read(&text, 1, changes);
                for parts in 2..6 {
                    assert_eq!(read(&text, parts, changes), one, "{parts} {text}");
                }
            }
        }
    }
}

#[test]
fn what_is_broken_is_broken_in_parts_too() {
    let text = serde_json::to_string_pretty(&routes(9)).unwrap();
    for cut in (1..text.len()).step_by(7).filter(|cut| text.is_char_boundary(*cut)) {
        assert!(read(&text[..cut], 3, None).3, "{cut}");
    }
}

#[test]
fn large_lists_are_cut_however_they_are_written() {
    let list = Value::from(routes(40));
    for text in [serde_json::to_string_pretty(&list).unwrap(), list.to_string()] {
        assert_eq!((begins(&text, 1, None), begins(&text, 4, None)), (0, 4), "{text}");
        assert_eq!(begins(&text, 4, recent::route(30)), 4);
    }
}
