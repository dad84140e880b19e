//! Objects against a model that is too simple to be wrong.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;
use crate::js::json;

fn keys(object: &Object) -> Vec<&str> {
    object.keys().map(Str::as_str).collect()
}

fn numbers(object: &Object) -> Vec<(String, f64)> {
    object.iter().map(|(key, value)| (key.to_string(), value.to_number())).collect()
}

#[test]
fn integer_keys_come_first_in_ascending_order() {
    let o: Object = ["b", "10", "a", "2", "01", "-1"].into_iter().map(|k| (k, Value::Null)).collect();
    assert_eq!(keys(&o), ["2", "10", "b", "a", "01", "-1"]);
}

#[test]
fn setting_again_keeps_the_place() {
    let mut o: Object = [("a", Value::Null), ("b", Value::Null)].into_iter().collect();
    o.insert("a", Value::Bool(true));
    assert_eq!(keys(&o), ["a", "b"]);
}

#[test]
fn stays_right_when_large() {
    let mut o = Object::new();
    for i in 0..100 {
        o.insert(format!("k{i}"), Value::Number(f64::from(i)));
    }
    o.insert("5", Value::Null);
    assert!(o.remove("k50").is_some());
    assert!(!o.contains_key("k50"));
    assert_eq!(o.len(), 100);
    assert_eq!(keys(&o)[0], "5");
    assert!(matches!(o.get("k99"), Some(Value::Number(n)) if *n == 99.0));
}

#[test]
fn integer_keys_in_any_order_of_insertion_cost_the_same() {
    let o: Object = (0..200_000u32).rev().map(|i| (i.to_string(), Value::Null)).collect();
    assert_eq!(o.keys().next().map(Str::as_str), Some("0"));
    assert_eq!(o.len(), 200_000);
}

#[test]
fn an_object_without_properties_has_an_identity_only_as_a_value() {
    assert_eq!(Object::new().address(), None);
    let (a, b) = (Value::object(Object::new()), Value::object(Object::new()));
    assert!(a.strict_eq(&a.clone()) && !a.strict_eq(&b));
    assert!(!Value::empty_object().strict_eq(&Value::empty_object()));
}

#[test]
fn what_others_hold_does_not_change() {
    let mut o: Object = [("a", Value::from(1)), ("b", Value::from(2))].into_iter().collect();
    let before = o.clone();
    assert_eq!(o.address(), before.address());
    assert_eq!(o.change("none", |_| ()), None);
    assert_eq!(o.address(), before.address());
    o.change("a", |value| *value = Value::from(3));
    o.remove("b");
    o.insert("c", Value::from(4));
    assert_eq!(numbers(&before), [("a".to_owned(), 1.0), ("b".to_owned(), 2.0)]);
    assert_eq!(numbers(&o), [("a".to_owned(), 3.0), ("c".to_owned(), 4.0)]);
}

/// Keys as inserted, values by key; JavaScript's order is made when it is asked for.
#[derive(Clone, Default)]
struct Model {
    inserted: Vec<String>,
    values: HashMap<String, f64>,
}

impl Model {
    fn insert(&mut self, key: &str, value: f64) {
        if self.values.insert(key.to_owned(), value).is_none() {
            self.inserted.push(key.to_owned());
        }
    }

    fn remove(&mut self, key: &str) -> Option<f64> {
        self.inserted.retain(|own| own != key);
        self.values.remove(key)
    }

    fn numbers(&self) -> Vec<(String, f64)> {
        let mut keys = self.inserted.clone();
        keys.sort_by_key(|key| integer_key(key).map_or(u64::MAX, u64::from));
        keys.into_iter().map(|key| (key.clone(), self.values[&key])).collect()
    }
}

#[derive(Debug, Clone)]
enum Step {
    Insert(String, u8),
    Remove(String),
    Change(String),
    ChangeEach,
    /// Somebody takes a copy, which has to stay as it is.
    Share,
    /// The object goes through its text, beside so many others of the same kind.
    Reparse(u8),
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-d]",
        (0u32..60).prop_map(|n| n.to_string()),
        (0u32..60).prop_map(|n| format!("k{n}")),
        (0u32..3).prop_map(|n| format!("a name that is longer than a string has room for {n}")),
        Just(String::new()),
        Just("__proto__".to_owned()),
        Just("4294967295".to_owned()),
        Just("quote\" and \\ back".to_owned()),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (key(), any::<u8>()).prop_map(|(key, value)| Step::Insert(key, value)),
        2 => key().prop_map(Step::Remove),
        1 => key().prop_map(Step::Change),
        1 => Just(Step::ChangeEach),
        1 => Just(Step::Share),
        1 => (0u8..40).prop_map(Step::Reparse),
    ]
}

proptest! {
    #[test]
    fn does_as_the_model_does(steps in prop::collection::vec(step(), 0..120)) {
        let (mut object, mut model) = (Object::new(), Model::default());
        let mut held: Vec<(Object, Model)> = Vec::new();
        for step in steps {
            match step {
                Step::Insert(key, value) => {
                    object.insert(key.as_str(), Value::Number(f64::from(value)));
                    model.insert(&key, f64::from(value));
                }
                Step::Remove(key) => {
                    prop_assert_eq!(object.remove(&key).map(|v| v.to_number()), model.remove(&key));
                }
                Step::Change(key) => {
                    let found = object.change(&key, |value| *value = Value::Number(-1.0)).is_some();
                    prop_assert_eq!(found, model.values.contains_key(&key));
                    if found {
                        model.insert(&key, -1.0);
                    }
                }
                Step::ChangeEach => {
                    object.change_each(|value| *value = Value::Number(value.to_number() + 1.0));
                    model.values.values_mut().for_each(|value| *value += 1.0);
                }
                Step::Share => held.push((object.clone(), model.clone())),
                Step::Reparse(others) => {
                    let text = json::stringify(&Value::Object(object.clone())).unwrap();
                    let list = format!("[{}]", vec![text; usize::from(others) + 1].join(","));
                    let list = json::parse(&list).unwrap();
                    object = list.as_array().and_then(<[Value]>::last).and_then(Value::as_object).unwrap().clone();
                    // A text is in JavaScript's order, and so is the order of insertion then.
                    model.inserted = model.numbers().into_iter().map(|(key, _)| key).collect();
                }
            }
            prop_assert_eq!(object.len(), model.values.len());
            prop_assert_eq!(numbers(&object), model.numbers());
        }
        for (key, value) in &model.values {
            let mut place = 7;
            prop_assert_eq!(object.get(key).map(Value::to_number), Some(*value));
            prop_assert_eq!(object.get_near(key, &mut place).map(Value::to_number), Some(*value));
            prop_assert_eq!(object.get_near(key, &mut place).map(Value::to_number), Some(*value));
        }
        let backwards: Vec<_> = object.keys().rev().map(Str::to_string).collect();
        prop_assert_eq!(backwards, model.numbers().into_iter().rev().map(|(key, _)| key).collect::<Vec<_>>());
        for (object, model) in held {
            prop_assert_eq!(numbers(&object), model.numbers());
        }
    }
}
