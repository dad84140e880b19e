use super::*;

const HEAD: &str = "GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n";
const POST: &str = "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n";

fn before(head: &str, body: usize) -> HeadBefore {
    let mut before = HeadBefore::default();
    before.keep(head.as_bytes(), body);
    before
}

fn said(target: Option<&str>, values: &[(usize, &'static str)], body: &'static str) -> Option<Repeated> {
    let values = values.iter().map(|(number, value)| (*number, HeaderValue::from_static(value))).collect();
    let target = target.map(|target| target.parse().unwrap());
    Some(Repeated::But(Said { target, values, body: Bytes::from_static(body.as_bytes()) }))
}

#[test]
fn says_what_a_head_repeats() {
    assert_eq!(HeadBefore::default().repeated(HEAD.as_bytes(), 1), None);
    for (head, repeated) in [
        (HEAD, Some(Repeated::Head)),
        ("GET /a HTTP/1.1\r\nHost: x\r\n\r\n", said(Some("/a"), &[], "")),
        ("GET //a/%20?c[]={} HTTP/1.1\r\nHost: x\r\n\r\n", said(Some("//a/%20?c[]={}"), &[], "")),
        ("GET /a?b=c HTTP/1.1\r\nHost: y\r\n\r\n", None),
        ("GET /a?b=c HTTP/1.1\r\nhost: x\r\n\r\n", None),
        ("GET /a?b=c HTTP/1.0\r\nHost: x\r\n\r\n", None),
        ("GET /a?b=c HTTP/1.1\nHost: x\r\n\r\n", None),
        ("GET  /a HTTP/1.1\r\nHost: x\r\n\r\n", None),
        ("GET /a  HTTP/1.1\r\nHost: x\r\n\r\n", None),
        ("GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", None),
        ("GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n", None),
        ("GET /<a> HTTP/1.1\r\nHost: x\r\n\r\n", None),
        ("GET /é HTTP/1.1\r\nHost: x\r\n\r\n", None),
        ("GET * HTTP/1.1\r\nHost: x\r\n\r\n", None),
        ("GET http://y/a HTTP/1.1\r\nHost: x\r\n\r\n", None),
        ("GET  HTTP/1.1\r\nHost: x\r\n\r\n", None),
        ("HEAD /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n", None),
        ("GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", None),
        ("GET /a HTTP/1.1\r\nHost: x\r\n\r\n\r\n", None),
        ("GET /a?b=c HTTP/1.1\r\nHost: x\r\n", None),
        ("GET /a", None),
        ("", None),
    ] {
        assert_eq!(before(HEAD, 0).repeated(head.as_bytes(), 1), repeated, "{head:?}");
    }
}

#[test]
fn takes_the_body_of_exactly_the_length_that_is_said() {
    for (request, repeated) in [
        (format!("{POST}abc"), said(None, &[], "abc")),
        (POST.replace("/a", "/b") + "abc", said(Some("/b"), &[], "abc")),
        (POST.replace('3', "4") + "abcd", said(None, &[(1, "4")], "abcd")),
        (POST.replace('3', "0"), said(None, &[(1, "0")], "")),
        (POST.replace('3', "4").replace("/a", "/b") + "GET ", said(Some("/b"), &[(1, "4")], "GET ")),
        (format!("{POST}ab"), None),
        (format!("{POST}abcd"), None),
        (POST.replace("/a", "/b") + "ab", None),
        (POST.replace("/a", "/b") + "abcd", None),
        (POST.replace('3', "4") + "abc", None),
        (POST.replace('3', "4") + "abcde", None),
        (POST.replace("Content-Length: 3", "Transfer-Encoding: chunked") + "abc", None),
        (POST.replace("Content-Length: 3", "Content-Length: 3\r\nContent-Length: 3") + "abc", None),
        (POST.replace("Content-Length: 3\r\n", "") + "abc", None),
    ] {
        let mut before = before(POST, 3);
        assert_eq!(before.repeated(request.as_bytes(), 2), repeated, "{request:?}");
        if let Some(Repeated::But(said)) = repeated {
            // It is what is said again next.
            assert_eq!(request.len(), before.len() + said.body.len());
            let again = before.repeated(request.as_bytes(), 2);
            let is_again = match again {
                Some(Repeated::Head) => said.body.is_empty(),
                Some(Repeated::But(again)) => again == Said { body: said.body, ..Said::default() },
                None => false,
            };
            assert!(is_again, "{request:?}");
        }
    }
    let longer = format!("{}abcd", POST.replace('3', "4"));
    assert_eq!(before(POST, 3).repeated(longer.as_bytes(), 0), None, "the service does not tell fields apart");
}

#[test]
fn keeps_no_head_that_is_long_or_begins_otherwise() {
    for head in [HEAD.replace("/a", &"/a".repeat(LONGEST)), format!("\r\n{HEAD}"), String::new()] {
        assert_eq!(before(&head, 0).repeated(head.as_bytes(), 1), None);
    }
    let long = HEAD.replace("/a", &"/a".repeat(LONGEST / 2));
    assert_eq!(before(HEAD, 0).repeated(long.as_bytes(), 1), None);
    let mut before = before(HEAD, 0);
    before.drop();
    assert_eq!(before.repeated(HEAD.as_bytes(), 1), None);
}

#[test]
fn a_plain_target_is_one_whatever_its_length() {
    for byte in 0..=255u8 {
        for length in [1, 15, 16, 17, 40] {
            for at in 0..length {
                let mut target = vec![b'x'; length];
                target[at] = byte;
                assert_eq!(is_plain(&target), IN_PLAIN_TARGET[usize::from(byte)], "{byte:#x} at {at} of {length}");
            }
        }
    }
}
