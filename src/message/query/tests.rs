use proptest::prelude::*;

use super::*;
use crate::js::json;

const FORM: Options = Options { depth: 10, array_limit: 20, allow_prototypes: false };

fn parsed(text: &str, options: &Options) -> String {
    json::stringify(&parse(text, options)).unwrap()
}

#[test]
fn nests_names_with_brackets() {
    for (text, expected) in [
        ("", r#"{}"#),
        ("a=1&b=2", r#"{"a":"1","b":"2"}"#),
        ("a&b=&=c", r#"{"a":"","b":""}"#),
        ("a[b][c]=1", r#"{"a":{"b":{"c":"1"}}}"#),
        ("a[]=1&a[]=2", r#"{"a":["1","2"]}"#),
        ("a=1&a=2&a=3", r#"{"a":["1","2","3"]}"#),
        ("a[2]=x&a[0]=y", r#"{"a":["y","x"]}"#),
        ("a[0]=x&a[b]=y", r#"{"a":{"0":"x","b":"y"}}"#),
        ("a[b]=1&a=2", r#"{"a":[{"b":"1"},"2"]}"#),
        ("a=1&a[b]=2", r#"{"a":["1",{"b":"2"}]}"#),
        ("0[a]=1&0=2", r#"{"0":["2",{"a":"1"}]}"#),
        ("a%5Bb%5d=1", r#"{"a":{"b":"1"}}"#),
        ("a[b=1", r#"{"a":{"[b":"1"}}"#),
        ("[a]=1", r#"{"a":"1"}"#),
        ("a]=1", r#"{"a]":"1"}"#),
        ("b=1&1=x&a=2&0=y", r#"{"0":"y","1":"x","b":"1","a":"2"}"#),
        ("a=b=c&d==", r#"{"a":"b=c","d":"="}"#),
        ("__proto__=1&a[__proto__]=2", r#"{"a":{}}"#),
    ] {
        assert_eq!(parsed(text, &EXPRESS), expected, "{text}");
    }
}

#[test]
fn decodes_escapes_or_leaves_them_all() {
    for (text, expected) in [
        ("a=b+c%20d", r#"{"a":"b c d"}"#),
        ("a=%C3%A9", r#"{"a":"é"}"#),
        ("a=%41+%zz", r#"{"a":"%41 %zz"}"#),
        ("a=%ff", r#"{"a":"%ff"}"#),
        ("a=%ED%A0%80", r#"{"a":"%ED%A0%80"}"#),
    ] {
        assert_eq!(parsed(text, &EXPRESS), expected, "{text}");
    }
}

#[test]
fn stops_nesting_at_the_depth_of_each_caller() {
    assert_eq!(parsed("a[b][c][d][e][f][g][h]=1", &EXPRESS), r#"{"a":{"b":{"c":{"d":{"e":{"f":{"[g][h]":"1"}}}}}}}"#);
    assert_eq!(parsed("a[b][c][d][e][f][g][h]=1", &FORM), r#"{"a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":"1"}}}}}}}}"#);
}

#[test]
fn forms_drop_names_of_prototype_members() {
    assert_eq!(parsed("toString=1&a[constructor]=2&b=3", &FORM), r#"{"b":"3"}"#);
    assert_eq!(parsed("toString=1", &EXPRESS), r#"{"toString":"1"}"#);
}

#[test]
fn long_lists_become_objects_that_still_grow() {
    let repeated = |n: usize| vec!["a=x"; n].join("&");
    assert!(parsed(&repeated(20), &FORM).starts_with(r#"{"a":["x""#));
    assert!(parsed(&repeated(21), &FORM).contains(r#""20":"x"}"#));
    assert!(parsed(&(repeated(21) + "&a[b]=y"), &FORM).ends_with(r#""20":"x","b":"y"}}"#));
    assert_eq!(parsed("a[19]=x", &FORM), r#"{"a":["x"]}"#);
    assert_eq!(parsed("a[20]=x&a=y", &FORM), r#"{"a":{"20":"x","21":"y"}}"#);
    assert_eq!(parsed("a[999]=x", &EXPRESS), r#"{"a":["x"]}"#);
    assert_eq!(parsed("a[1000]=x", &EXPRESS), r#"{"a":{"1000":"x"}}"#);
}

#[test]
fn ignores_what_follows_the_thousandth_parameter() {
    let text: Vec<String> = (0..1001).map(|i| format!("k{i}=1")).collect();
    let value = parse(&text.join("&"), &EXPRESS);
    assert!(value.as_object().is_some_and(|o| o.len() == 1000 && !o.contains_key("k1000")));
}

#[test]
fn websocket_queries_are_flat() {
    let flat = |text: &str| json::stringify(&parse_flat(text)).unwrap();
    assert_eq!(flat("a[b]=1&c=x+y&c=2&d"), r#"{"a[b]":"1","c":["x y","2"],"d":""}"#);
    assert_eq!(flat("a=%zz%41%ff"), r#"{"a":"%zzA�"}"#);
}

proptest! {
    #[test]
    fn plain_queries_are_read_as_nested_ones(text in "[ab1&=+é]{0,30}|((toString|__proto__|b|a|2|01)(=|&)){0,9}") {
        for options in [EXPRESS, FORM] {
            prop_assert_eq!(
                json::stringify(&parse(&text, &options)),
                json::stringify(&nested(&text, &options)),
            );
        }
    }

    #[test]
    fn never_panics(text in "[ab01&=\\[\\]%+é]{0,40}|.{0,40}") {
        let _ = (parse(&text, &EXPRESS), parse(&text, &FORM), parse_flat(&text));
    }
}

#[test]
fn what_ends_a_name_is_found_wherever_it_is() {
    for byte in 0..=255u8 {
        for length in [1, 15, 16, 17, 40] {
            for at in 0..length {
                let mut text = vec![b'x'; length];
                text[at] = byte;
                let found = if b"&=[]%+".contains(&byte) { at } else { length };
                assert_eq!(mark(&text, 0), found, "{byte:#x} at {at} of {length}");
                assert_eq!(mark(&text, at), found, "{byte:#x} at {at} of {length}");
            }
        }
    }
}

#[test]
fn names_that_look_alike_are_told_apart() {
    // The same length and first byte, or so that both come to the same bit.
    for names in [["ab", "ac"], ["a", "aaaaaaaaa"], ["x", "q1"], ["a", "a"]] {
        let text = format!("{0}=1&{1}=2", names[0], names[1]);
        assert_eq!(format!("{:?}", parse(&text, &EXPRESS)), format!("{:?}", nested(&text, &EXPRESS)), "{text}");
    }
}
