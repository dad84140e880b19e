//! The helpers in templates, against answers recorded from the reference (in UTC, without a request).

use std::cell::Cell;
use std::sync::Arc;

use crate::faker::Faker;
use crate::js::json;
use crate::state::{Bucket, CellId, Content, EnvVars, State, Step};
use crate::template::{BaseUrl, RenderContext, Template};

const BUCKETS: [(&str, &str, &str); 3] = [
    ("list", "A list", r#"[{"id":3,"n":"c","on":true},{"id":1,"n":"B","on":false},{"id":2,"n":"a","on":true}]"#),
    ("map", "Some map", r#"{"a":{"b":1},"c.d":"dot"}"#),
    ("text", "Text", r#""<b>""#),
];

/// Renders with fresh state; errors are marked with an exclamation mark.
fn render(template: &str) -> (String, Option<u16>) {
    let buckets = BUCKETS.map(|(id, name, text)| {
        let value = json::parse(text).expect("json");
        Arc::new(Bucket::new(CellId::fresh(), id, id, name, Content::parsed(value, true)))
    });
    let env_vars = EnvVars::new("MOCKOON_", [("MOCKOON_SEEN".to_owned(), "yes".to_owned())], |_, _| false);
    let state = State::new(Faker::new("en", None).expect("locale"), 0.0);
    let step = Step::writing(&state, state.try_turn().expect("nobody else has it"));
    let status = Cell::new(None);
    let rendering = RenderContext {
        env_vars: &env_vars,
        step: &step,
        base_url: &BaseUrl::default(),
        buckets: &buckets,
        request: None,
        status: Some(&status),
    };
    let text = Template::compile(template).render(&rendering).unwrap_or_else(|e| format!("!{}", e.message()));
    (text, status.get())
}

/// Templates and what the reference makes of them.
#[rustfmt::skip]
const RECORDED: &[(&str, &str)] = &[
    ("{{add}}|{{add 5}}|{{add '1' 2 'x' 3}}|{{add 'x' 1}}|{{add (array 4) (base64Decode 'NQ==')}}", "|5|6|NaN|9"),
    ("{{subtract 10 '3' null 2.5}}|{{multiply 2 '3' 'x'}}|{{divide 9 0 3}}|{{divide 'x' 2}}|{{modulo -7 3}}|{{modulo 7}}|{{modulo 7 0}}|{{modulo 5.5 '2'}}", "4.5|6|3|NaN|-1|||1.5"),
    ("{{ceil 1.2}} {{ceil '-1.2'}} {{floor -1.2}} {{floor}} {{round 2.5}} {{round -2.5}} {{round 'x'}} {{round null}}", "2 -1 -2  3 -2 NaN 0"),
    ("{{toFixed 1.005 2}} {{toFixed 2.5}} {{toFixed 'x' 1}} {{toFixed}} {{toFixed 1e21 2}} {{toFixed 3 'y'}}", "1.00 3 0.0 0 0.00 3"),
    ("{{toFixed 1 101}}", "!toFixed() digits argument must be between 0 and 100"),
    ("{{parseInt '12px'}} {{parseInt 'x'}} {{parseInt}} {{parseInt 3.9}} {{parseInt (array 7 8)}} {{parseInt null}}", "12   3 7 "),
    ("{{eq 1 1}} {{eq 1 '1'}} {{eq 'a' (base64Decode 'YQ==')}} {{eq null undefined}} {{eq 1}} {{eq (array) (array)}} {{eq (dataRaw 'list') (dataRaw 'list')}}", "true false true false false false true"),
    ("{{gt 2 '1'}} {{gt 'a' 1}} {{gte 2 2}} {{lt null 1}} {{lte undefined 1}} {{lt 1}} {{gt true 0}} {{lt (array 1) (array 2)}}", "true false true true false false true true"),
    ("{{base64 'héllo'}} {{base64url 'a?>é'}} {{base64Decode 'aMOpbGxv'}} {{base64urlDecode 'YT8-w6k'}} {{base64 5}} {{base64 (object)}}", "aMOpbGxv YT8-w6k héllo a?>é NQ== W29iamVjdCBPYmplY3Rd"),
    ("{{#base64}}in {{name}}{{/base64}} {{#base64Decode}}YWJj{{/base64Decode}}", "aW4gYmFzZTY0 abc"),
    ("{{base64}}", "!hbsOptions.fn is not a function"),
    ("{{base64 null}}", "!Cannot read properties of null (reading 'toString')"),
    ("{{base64Decode undefined}}", "!Cannot read properties of undefined (reading 'toString')"),
    ("{{{stringify (jwtHeader 'eyJhbGciOiJIUzI1NiJ9.eyJhIjoxLCJiIjpbMV19.x')}}}|{{jwtPayload 'Bearer eyJhbGciOiJIUzI1NiJ9.eyJhIjoxLCJiIjpbMV19.x' 'b'}}|{{jwtPayload 'x'}}|{{jwtHeader 5}}|{{jwtHeader 'bnVsbA.x' 'a'}}", "{\n  \"alg\": \"HS256\"\n}|1|||"),
    ("{{lookup (jsonParse '{\"a\":1}') 'a'}}|{{jsonParse '{bad'}}|{{jsonParse 5}}|{{jsonParse}}", "1|||"),
    ("{{{stringify (array 1 'a' null undefined (base64 'x') (object k=(base64 'y')))}}}|{{stringify 'a'}}|{{stringify}}|{{stringify (object) 0}}|{{{stringify (base64 'x')}}}", "[\n  1,\n  \"a\",\n  null,\n  null,\n  \"eA==\",\n  {\n    \"k\": \"eQ==\"\n  }\n]|a|||\"eA==\""),
    ("{{uppercase 'straße'}} {{lowercase 'ÀİΣ'}} {{uppercase}} {{uppercase (base64Decode 'YWI=')}}", "STRASSE ài̇ς  AB"),
    ("{{uppercase 5}}", "!text.toUpperCase is not a function"),
    ("{{lowercase null}}", "!Cannot read properties of null (reading 'toLowerCase')"),
    ("{{concat 'a' 1 null undefined (array 1 2) (object)}}|{{concat (array 1) 2 (array 3 (array 4))}}|{{concat}}", "a1nullundefined1,2[object Object]|1,2,3,4|"),
    ("{{{stringify (split 'a,b,,c' ',')}}}|{{split 'a b'}}|{{split '' ','}}|{{split 5}}|{{split 'a1b' 1}}", "[\n  \"a\",\n  \"b\",\n  \"\",\n  \"c\"\n]|a,b|||a1b"),
    ("{{substr 'hello' 1 3}}|{{substr 'hello' -3}}|{{substr 'hello' 'x' 2}}|{{substr 12345 1 2}}|{{substr null}}|{{substr 'hello' 1 'x'}}|{{substr 'hello' 2 99}}|{{substr}}", "ell|llo|he|23|||llo|"),
    ("{{substr undefined 1}}", "!Cannot read properties of undefined (reading 'toString')"),
    ("{{includes 'abc' 'b'}} {{includes 'abc'}} {{includes 123 2}} {{includes (array 'a') 'a'}} {{includes undefined 'a'}}", "true true true false false"),
    ("{{indexOf 'abcabc' 'c' 3}} {{indexOf 'abc' 'z'}} {{indexOf 'abc'}} {{indexOf '🎉x' 'x'}} {{indexOf null 'x'}} {{indexOf 'abc' 'a' '-5'}} {{indexOf 'abc' 'c' 'x'}}", "5 -1 0 2 -1 0 2"),
    ("{{indexOf undefined 'x'}}", "!Cannot read properties of undefined (reading 'toString')"),
    ("{{padStart 5 3 '0'}}|{{padStart 'a' 3}}|{{padEnd 'a' '4' 'xy'}}|{{padEnd 'abc' 2 'x'}}|{{padEnd 'a' 3 ''}}|{{padStart}}|{{padStart null 6 '-'}}|{{padEnd 'a' 3 'x' 'y'}}", "005|  a|axyx|abc|a||--null|a  "),
    ("{{padStart 'a' 1e12 'x'}}", "a"),
    ("{{replace 'a-b-a' 'a' 'x'}}|{{replaceAll 'a-b-a' 'a' '[$&$$1]'}}|{{{replace 'abc' 'b' \"$`$'\"}}}|{{replace 'a' '' 'x'}}|{{replace 'a' 5 'x'}}|{{replace 'a.c' '.' '$1'}}|{{replaceAll 'a.b.c' '.' ''}}|{{replace 'abc'}}", "x-b-a|[a$1]-b-[a$1]|aacc|a||a$1c|abc|"),
    ("[{{newline}}]", "[\n]"),
    ("{{len 'abc🎉'}} {{len (array 1 2)}} {{len 5}} {{len (base64 'x')}} {{len}} {{len null}}", "5 2 0 0 0 0"),
    ("{{join (array 1 null 'b' (array 2 3)) '-'}}|{{join (array 1 2)}}|{{join (array 1 2) 5}}|{{join 'abc' '-'}}|{{join null}}|{{join}}", "1--b-2,3|1, 2|1, 2|abc||[object Object]"),
    ("{{slice (array 1 2 3 4) 1 3}}|{{slice (array 1 2 3 4) -2}}|{{slice (array 1 2 3 4) 'x'}}|{{slice (array 1 2 3) 0 '1'}}|{{slice 'abc' 1}}|{{slice (array 1 2)}}|{{slice (array 1 2 3) 1.9 null}}", "2,3|3,4|1,2,3,4|1,2,3||1,2|2,3"),
    ("{{reverse (array 1 2 3)}}|{{reverse 'abc'}}|{{reverse}}", "3,2,1||"),
    ("{{sort (array 10 9 1)}}|{{sort (array 'b' 'A' 'a' 'é' 'e' '10' '9') 'asc'}}|{{sort (array 1 3 2) 'DESC'}}|{{sort (array 3 '10' 2 null true 'x')}}|{{sort (array)}}|{{sort 'ba'}}|{{sort (array undefined 2 1)}}", "1,9,10|10,9,a,A,b,e,é|3,2,1|,true,2,3,10,x|||1,2,"),
    ("{{sort (array 'a' 1)}}", "!a.localeCompare is not a function"),
    ("{{sort (array 2 1) 5}}", "!(0 , utils_1.fromSafeString)(...).toLowerCase is not a function"),
    ("{{sort (array 2 1) null}}", "!Cannot read properties of null (reading 'toLowerCase')"),
    ("{{#each (sortBy (dataRaw 'list') 'n')}}{{id}} {{/each}}|{{#each (sortBy (dataRaw 'list') 'id' 'desc')}}{{id}} {{/each}}|{{#each (sortBy (dataRaw 'list') 'zz')}}{{id}} {{/each}}|{{sortBy (array 2 1) 'a'}}", "2 1 3 |3 2 1 |3 1 2 |2,1"),
    ("{{sortBy (array (object k='a') null) 'k'}}", "!Cannot read properties of null (reading 'k')"),
    ("{{sortBy (array null) 'k'}}", "!Cannot read properties of null (reading 'k')"),
    ("{{#each (filter (dataRaw 'list') (object on=true))}}{{id}} {{/each}}|{{#each (filter (dataRaw 'list') (array (object on=true) (object n='b')) (object id=3))}}{{id}} {{/each}}|{{filter (array 1 '1' 2) 1 2}}|{{filter (array 1 2)}}|{{filter 'x' 1}}", "3 2 |3 |1,2|1,2|"),
    ("{{lookup (find (dataRaw 'list') (object id=2)) 'n'}}|{{find (array 1 2) 2}}|{{find (array 1 2)}}|{{find (array) 1}}|{{find 5}}", "a|2|||"),
    ("{{filter (array (object a=null)) (object a=(object b=1))}}", "!Cannot read properties of null (reading 'b')"),
    ("{{{stringify (object b=1 a='x')}}}|{{object 5 a=1}}|{{{stringify (objectMerge (object a=1 b=1) null (array 1) (object b=2))}}}|{{objectMerge}}", "{\n  \"a\": \"x\",\n  \"b\": 1\n}||{\n  \"b\": 2,\n  \"a\": 1\n}|"),
    ("{{object null}}", "!Cannot read properties of null (reading 'hash')"),
    ("{{objectPath (dataRaw 'map') 'a.b'}}|{{jsonPath (dataRaw 'map') '$.a.b'}}|{{jmesPath (dataRaw 'map') 'a.b'}}|{{objectPath (dataRaw 'map') 'a.x' 'none'}}|{{jsonPath 'text' '$.a'}}|{{jmesPath (dataRaw 'map') 'a.' 'bad'}}|{{objectPath (dataRaw 'map')}}|{{objectPath (dataRaw 'map') 'c\\.d'}}", "1|1|1|none|text|bad||dot"),
    ("{{data 'list' '0.n'}}|{{data 'Some map'}}|{{dataRaw 'MAP' 'a.b'}}|{{data 'nope'}}|{{data 'map' 'nope'}}|{{data 'text'}}|{{dataRaw 'text' 'x'}}|{{data}}", "c|{\"a\":{\"b\":1},\"c.d\":\"dot\"}|1|||<b>|&lt;b&gt;|"),
    ("{{data 5}}", "!dataBucketName.toLowerCase is not a function"),
    ("{{setData 'inc' 'map' 'a.b' 5}}{{setData 'set' 'map' 'new' (array 1)}}{{setData 'push' 'map' 'new' 2}}{{setData 'del' 'map' 'c\\.d'}}{{data 'map'}}", "{\"a\":{\"b\":6},\"new\":[1,2]}"),
    ("{{setData 'del' 'map'}}{{data 'map'}}|{{dataRaw 'map'}}", "undefined|"),
    ("{{setData 'merge' 'map' 'a' (object b=2 c=3)}}{{setData 'dec' 'map' 'a.b' 'x'}}{{setData 'invert' 'map' 'a.b'}}{{data 'map' 'a'}}|{{setData 'nonsense' 'text' '' 'new'}}{{data 'text'}}", "{\"b\":2,\"c\":3}|new"),
    ("{{setData 'set' null 'a' 1}}", "!Cannot read properties of null (reading 'toLowerCase')"),
    ("{{setGlobalVar 'g' (object k=1)}}{{getGlobalVar 'g' 'k'}}|{{getGlobalVar 'g' 'x' 'd'}}|{{getGlobalVar 'h' '' 'd'}}|{{getGlobalVar 'h'}}|{{getGlobalVar}}|{{setGlobalVar 'h'}}", "1|d|d|||"),
    ("{{getEnvVar 'NOPE' 'd'}}|{{getEnvVar 'NOPE'}}|{{getEnvVar}}", "d||"),
    ("[{{status 404}}][{{status 'x'}}][{{status}}]", "[][][]"),
    ("{{dateFormat '2024-02-29T13:45:06Z' \"yyyy-MM-dd 'at' HH:mm\"}}|{{dateFormat '2024-02-29'}}|{{dateFormat 5 'yyyy'}}|{{dateFormat (base64Decode 'MjAyNC0wMS0wMQ==') 'do'}}", "2024-02-29 at 13:45|||1st"),
    ("{{dateFormat 'bad' 'yyyy'}}", "!Invalid time value"),
    ("{{dateFormat '2024-02-29' ''}}", "!Cannot read properties of null (reading 'map')"),
    ("{{dateTimeShift date='2024-01-31' months=1 format='yyyy-MM-dd'}}|{{dateTimeShift date='2024-02-29' years='1' days=-1}}|{{dateTimeShift date=null}}|{{dateTimeShift date=5 format='T'}}|{{dateTimeShift date='2024-01-31' hours=25 minutes=-1 seconds='x'}}", "2024-03-02|2025-02-28T00:00:00.000+00:00|1970-01-01T00:00:00.000+00:00|5|2024-02-01T00:59:00.000+00:00"),
    ("{{dateTimeShift date='bad'}}", "!Invalid time value"),
    ("{{dateTimeShift date=5 days=1}}", "!dateToShift.getDate is not a function"),
    ("{{dateTimeShift date=null months=1}}", "!Cannot read properties of null (reading 'setMonth')"),
    ("{{dateTimeShift null}}", "!Cannot read properties of null (reading 'hash')"),
    ("{{isValidDate '2024-02-30'}} {{isValidDate 'x'}} {{isValidDate}} {{isValidDate null}} {{isValidDate undefined}} {{isValidDate 8640000000000001}} {{isValidDate (array '2024')}}", "true false false true false false true"),
    ("{{now ''}}", "!Cannot read properties of null (reading 'map')"),
    ("{{now 'A'}}", "!Format string contains an unescaped latin alphabet character `A`"),
    ("{{len (now)}} {{len (now 'T')}}", "29 13"),
    ("{{date '2024'}}|{{date 1 2}}|{{date}}", "||"),
    ("{{date 'x' '2024'}}", "!Invalid from date: x"),
    ("{{date '2024-01-02' '2024-01-01'}}", "!`from` date must be before `to` date."),
    ("{{time '10:00' 'x'}}", "!Invalid to date: 1970-01-01Tx"),
    ("{{int 5 1}}", "!Max 1 should be greater than min 5."),
    ("{{int 1.2 1.8}}", "!No suitable integer value between 1.2 and 1.8 found."),
    ("{{float 5}}", "!Max 1 should be greater than min 5."),
    ("{{oneOf}}|{{oneOf (array 5) 0}}|{{oneOf (array)}}|{{oneOf (array) true}}|{{oneOf 'a'}}|{{oneOf (array (object a=1)) 1}}", "|5||undefined|a|{\"a\":1}"),
    ("{{someOf (array 1 1 1) 2 2}}|{{someOf (array 1) 1 1 true}}|{{someOf (array 1 2)}}|{{someOf (array 1 2) 0 0}}|{{someOf (array 1 1) 1 1 'true'}}", "1,1|[1]|||1"),
    ("{{someOf 'abc' 1 1}}", "!itemList.sort is not a function"),
    ("{{someOf null}}", "!Cannot read properties of null (reading 'sort')"),
    ("{{faker}}", "!Faker method name is missing (valid: \"location.zipCode\", \"date.past\", etc) line 1"),
    ("{{faker 5}}", "!Faker method name must be a string (valid: \"location.zipCode\", \"date.past\", etc) line 1"),
    ("{{faker 'x'}}", "!x is not a valid Faker method (valid: \"location.zipCode\", \"date.past\", etc) line 1"),
    ("{{faker (array)}}", "!Faker method name must be a string (valid: \"location.zipCode\", \"date.past\", etc) line 1"),
    ("{{faker 'person.nope'}}", "!person.nope is not a valid Faker method (valid: \"location.zipCode\", \"date.past\", etc) line 1"),
    ("{{faker 'location.city' '{a:}'}}", "!Error in parsing object argument {a:}"),
];

#[test]
fn helpers_answer_as_the_reference_does() {
    let wrong: Vec<String> = RECORDED
        .iter()
        .map(|(template, expected)| (template, render(template).0, expected))
        .filter(|(_, actual, expected)| actual != *expected)
        .map(|(template, actual, expected)| format!("{template}\n  gives {actual:?}\n  not   {expected:?}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_text_is_the_same_printed_and_as_an_argument() {
    for (made, text) in [
        ("concat '<' 'é' 1", "<é1"),
        ("uppercase 'a&é'", "A&É"),
        ("lowercase (data 'map' 'a')", "{\"b\":1}"),
        ("replace (data 'map' 'a') 'b' 'c'", "{\"c\":1}"),
        ("dateFormat '2024-02-29' \"'<'yyyy\"", "<2024"),
        ("oneOf (array '<')", "<"),
        ("oneOf (array 5)", "5"),
    ] {
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        let template = format!(
            "-{{{{{made}}}}}|{{{{{{{made}}}}}}}|{{{{len (concat ({made}) '')}}}}-{{{{eq (concat ({made})) ({made})}}}}"
        );
        let expected = format!("-{escaped}|{text}|{}-{}", text.chars().count(), !text.starts_with('5'));
        assert_eq!(render(&template).0, expected, "{template}");
    }
    let (uuids, _) = render("{{faker 'string.uuid'}} {{uuid}} {{len (faker 'string.uuid')}}");
    assert_eq!((uuids.len(), uuids.ends_with(" 36")), (76, true), "{uuids}");
}

#[test]
fn a_safe_string_equals_its_text() {
    for (template, text) in [
        ("{{eq (data 'map' 'a.b') '1'}} {{eq '1' (data 'map' 'a.b')}} {{eq (data 'map' 'a.b') 1}}", "true true false"),
        ("{{eq (data 'map' 'a') '{\"b\":1}'}} {{eq (data 'nope') undefined}}", "true true"),
        ("{{concat (data 'text')}} {{{concat (data 'text')}}} {{data 'text'}}", "&lt;b&gt; <b> <b>"),
    ] {
        assert_eq!(render(template).0, text, "{template}");
    }
}

#[test]
fn the_last_valid_status_wins() {
    for (template, status) in [
        ("{{status 404}}", Some(404)),
        ("{{status '204x'}}", Some(204)),
        ("{{status 404}}{{status 'x'}}", Some(404)),
        ("{{status 404}}{{status 201.9}}", Some(201)),
        ("{{status (array 202)}}", Some(202)),
        ("{{status 99}}{{status 1000}}{{status null}}", None),
    ] {
        assert_eq!(render(template).1, status, "{template}");
    }
}

#[test]
fn environment_variables_are_read_with_or_without_their_prefix() {
    for (template, text) in [
        ("{{getEnvVar 'SEEN'}}", "yes"),
        ("{{getEnvVar 'MOCKOON_SEEN' 'd'}}", "yes"),
        ("{{getEnvVar 'seen'}}", ""),
        ("{{getEnvVar 'PATH' (base64Decode 'ZA==')}}", "d"),
    ] {
        assert_eq!(render(template).0, text, "{template}");
    }
}

#[test]
fn every_helper_is_found_where_it_stands() {
    for helper in super::FAMILIES.iter().flat_map(|family| family.iter()) {
        let found = super::find(helper.name).and_then(super::get).map(|found| found.name);
        assert_eq!(found, Some(helper.name));
    }
}
