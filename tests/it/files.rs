//! File bodies: what is streamed, and what nobody may read.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::symlink;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use crate::support::{Request, Sidemock, environment, response, route};

const GIBIBYTE: u64 = 1 << 30;

/// `GET endpoint` answers with the file.
fn file(endpoint: &str, path: &str) -> Value {
    route("get", endpoint, vec![response(json!({"bodyType": "FILE", "filePath": path, "sendFileAsBody": true}))])
}

fn serving(routes: Vec<Value>) -> Sidemock {
    Sidemock::on(&environment(json!({ "routes": routes })))
}

#[test]
fn a_file_of_a_gibibyte_passes_through_little_memory() {
    let sidemock = serving(vec![file("big", "big.bin")]).file("big.bin", "");
    let big = File::options().write(true).open(sidemock.directory().join("big.bin")).unwrap();
    big.set_len(GIBIBYTE).unwrap();
    let server = sidemock.start();
    let mut stream = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
    stream.write_all(b"GET /big HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut buffer = vec![0; 1 << 20];
    let mut received = 0;
    loop {
        match stream.read(&mut buffer).unwrap() {
            0 => break,
            length => received += length as u64,
        }
    }
    assert!(received > GIBIBYTE && received < GIBIBYTE + 1_000, "{received} bytes");
    assert!(server.peak_memory() < 64 << 10, "{} KiB", server.peak_memory());
    let last = server.send(&Request::get("/big").header("Range", "bytes=-3"));
    assert_eq!((last.status, last.header("content-range")), (206, Some("bytes 1073741821-1073741823/1073741824")));
}

#[test]
fn a_client_that_leaves_ends_the_stream() {
    let sidemock = serving(vec![file("big", "big.bin")]).file("big.bin", "");
    let big = File::options().write(true).open(sidemock.directory().join("big.bin")).unwrap();
    big.set_len(GIBIBYTE).unwrap();
    let server = sidemock.start();
    for _ in 0..20 {
        let mut stream = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
        stream.write_all(b"GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        stream.read_exact(&mut [0; 1_000]).unwrap();
    }
    let shown = || server.admin("GET", "/logs?limit=50").text().matches("#######BINARY-CONTENT#######").count();
    while shown() < 20 {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert!(server.peak_memory() < 64 << 10, "{} KiB", server.peak_memory());
}

#[test]
fn no_path_leads_out_of_the_directory() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.txt"), "the secret").unwrap();
    let secret = outside.path().join("secret.txt");
    let sidemock = serving(vec![
        file("any/:path", "files/{{{urlParam 'path'}}}"),
        file("whole/:path", "{{{urlParam 'path'}}}"),
        file("query", "files/{{{queryParam 'path'}}}"),
        file("root/:path", "/{{{urlParam 'path'}}}"),
        file("up", "../secret.txt"),
        file("absolute", secret.to_str().unwrap()),
        file("process", "/proc/self/environ"),
        file("link", "files/link.txt"),
        file("directory-link", "files/linked/secret.txt"),
        file("process-link", "files/environ.txt"),
        file("pipe", "files/pipe.txt"),
        file("pipe-streamed", "files/pipe"),
        file("device", "files/zero.bin"),
    ])
    .file("files/a.txt", "inside")
    .file("files-secret/secret.txt", "the secret")
    .file("secret.txt", "the secret");
    let at = |path: &str| sidemock.directory().join(path);
    symlink(&secret, at("files/link.txt")).unwrap();
    symlink(outside.path(), at("files/linked")).unwrap();
    symlink("/proc/self/environ", at("files/environ.txt")).unwrap();
    symlink("/dev/zero", at("files/zero.bin")).unwrap();
    for pipe in ["files/pipe", "files/pipe.txt"] {
        assert!(Command::new("mkfifo").arg(at(pipe)).status().unwrap().success());
    }
    let directory = sidemock.directory().to_str().unwrap().to_owned();
    let server = sidemock.start();
    assert_eq!(server.get("/any/a.txt").text(), "inside");
    assert_eq!(server.get("/any/sub%2F..%2Fa.txt").text(), "inside");
    for target in [
        "/any/..%2Fsecret.txt",
        "/any/%2E%2E%2Fsecret.txt",
        "/any/%252E%252E%252Fsecret.txt",
        "/any/..%5Csecret.txt",
        "/any/..%2Ffiles-secret%2Fsecret.txt",
        "/any/x%2F..%2F..%2Fsecret.txt",
        "/any/a.txt%00",
        "/any/..%2Fsecret.txt%00.png",
        "/any/..%C0%AFsecret.txt",
        "/any/%EF%BC%8E%EF%BC%8E%2Fsecret.txt",
        "/any/linked%2Fsecret.txt",
        "/any/link.txt",
        "/any/environ.txt",
        "/query?path=../secret.txt",
        "/query?path=..%2Fsecret.txt",
        "/query?path[]=../secret.txt",
        "/whole/..%2F..%2Fetc%2Fpasswd",
        "/whole/%2Fetc%2Fpasswd",
        "/whole/%2Fproc%2Fself%2Fenviron",
        "/root/etc%2Fpasswd",
        "/up",
        "/absolute",
        "/process",
        "/link",
        "/directory-link",
        "/process-link",
        "/pipe",
        "/pipe-streamed",
        "/device",
    ] {
        let reply = server.get(target);
        let text = reply.text();
        let refused = ["Error while serving the", "Failed to decode param"].iter().any(|begin| text.starts_with(begin));
        assert!(refused, "{target}: {text}");
        for hidden in ["the secret", "MOCKOON_", "root:", directory.as_str(), outside.path().to_str().unwrap()] {
            assert!(!text.contains(hidden), "{target}: {text}");
        }
    }
}

#[test]
fn the_operator_may_allow_further_directories() {
    let further = tempfile::tempdir().unwrap();
    let path = further.path().join("a.txt");
    fs::write(&path, "further {{method}}").unwrap();
    let routes = || vec![file("further", path.to_str().unwrap())];
    let refused = serving(routes()).start();
    assert!(refused.get("/further").text().starts_with("Error while serving the content: Access to absolute path"));
    let allowed = serving(routes()).var("MOCKOON_FILES_ALLOWED", further.path().to_str().unwrap()).start();
    assert_eq!(allowed.get("/further").text(), "further GET");
}

#[test]
fn a_mounted_config_map_can_be_swapped_under_requests() {
    let sidemock = serving(vec![file("text", "a.txt"), file("bytes", "b.bin")])
        .file("..1/a.txt", "one {{method}}")
        .file("..1/b.bin", "one");
    let root = sidemock.directory().to_owned();
    let write = |version: &str, word: &str| {
        fs::create_dir_all(root.join(version)).unwrap();
        fs::write(root.join(version).join("a.txt"), format!("{word} {{{{method}}}}")).unwrap();
        fs::write(root.join(version).join("b.bin"), word).unwrap();
    };
    symlink("..1", root.join("..data")).unwrap();
    symlink("..data/a.txt", root.join("a.txt")).unwrap();
    symlink("..data/b.bin", root.join("b.bin")).unwrap();
    let server = sidemock.start();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                let (text, bytes) = (server.get("/text").text(), server.get("/bytes").text());
                assert!(["one GET", "two GET"].contains(&text.as_str()), "{text}");
                assert!(["one", "two"].contains(&bytes.as_str()), "{bytes}");
            }
        });
        // As the kubelet does it: a new directory, the link replaced in one step, the old directory removed.
        for number in 2..60 {
            write(&format!("..{number}"), if number % 2 == 0 { "two" } else { "one" });
            symlink(format!("..{number}"), root.join("..data_tmp")).unwrap();
            fs::rename(root.join("..data_tmp"), root.join("..data")).unwrap();
            fs::remove_dir_all(root.join(format!("..{}", number - 1))).unwrap();
        }
        done.store(true, Ordering::Relaxed);
    });
    assert_eq!(server.get("/text").text(), "one GET");
}

#[test]
fn streamed_files_are_logged_without_their_content() {
    let server = serving(vec![file("bytes", "b.bin"), file("text", "a.txt")])
        .file("b.bin", [0, 1, 2])
        .file("a.txt", "text {{method}}")
        .start();
    server.get("/text");
    server.get("/bytes");
    let logs = server.admin("GET", "/logs").json();
    assert_eq!(logs[0]["response"]["body"], "text GET");
    assert_eq!(logs[1]["response"]["body"], "#######BINARY-CONTENT#######");
}

/// Asks for a path until what it names has been in memory for a while: a file that was just written is not kept.
fn warm(server: &crate::support::Server, path: &str) {
    for _ in 0..3 {
        std::thread::sleep(std::time::Duration::from_millis(60));
        server.get(path);
    }
}

#[test]
fn a_file_that_changes_is_another_one_for_the_next_request() {
    let sidemock =
        serving(vec![file("text", "a.txt"), file("bytes", "b.bin")]).file("a.txt", "0 {{method}}").file("b.bin", "0");
    let root = sidemock.directory().to_owned();
    let server = sidemock.start();
    for number in 1..6 {
        warm(&server, "/text");
        warm(&server, "/bytes");
        // In place, and of the same length.
        fs::write(root.join("a.txt"), format!("{number} {{{{method}}}}")).unwrap();
        fs::write(root.join("b.bin"), number.to_string()).unwrap();
        assert_eq!(server.get("/text").text(), format!("{number} GET"));
        assert_eq!(server.get("/bytes").text(), number.to_string());
    }
    fs::remove_file(root.join("b.bin")).unwrap();
    assert!(server.get("/bytes").text().starts_with("Error while serving the file content: ENOENT"));
}

#[test]
fn a_file_in_memory_is_answered_with_as_one_that_is_not() {
    let as_it_is = route(
        "get",
        "plain",
        vec![response(
            json!({"bodyType": "FILE", "filePath": "a.txt", "sendFileAsBody": true, "disableTemplating": true}),
        )],
    );
    let attached = route("get", "attached", vec![response(json!({"bodyType": "FILE", "filePath": "b.bin"}))]);
    let server = serving(vec![file("text", "a.txt"), as_it_is, file("bytes", "b.bin"), attached])
        .file("a.txt", "{{method}} {{setGlobalVar 'a' 'x'}}{{getGlobalVar 'a'}}")
        .file("b.bin", "0123456789")
        .start();
    let ask = || {
        let mut answers = Vec::new();
        for path in ["/text", "/plain", "/bytes", "/attached"] {
            for range in ["", "bytes=2-4", "bytes=-3", "bytes=20-", "bytes=x"] {
                let mut request = Request::get(path);
                if !range.is_empty() {
                    request = request.header("Range", range);
                }
                let answer = server.send(&request);
                let shown = ["content-type", "content-length", "content-range", "content-disposition"]
                    .map(|name| answer.header(name).map(str::to_owned));
                answers.push((path, range, answer.status, shown, answer.text()));
            }
            answers.push((
                path,
                "HEAD",
                server.send(&Request::new("HEAD", path)).status,
                [const { None }; 4],
                String::new(),
            ));
        }
        answers
    };
    let first = ask();
    assert!(first.iter().any(|answer| answer.2 == 206 && answer.4 == "234"), "{first:?}");
    for path in ["/text", "/bytes"] {
        warm(&server, path);
    }
    assert_eq!(ask(), first);
    assert_eq!(ask(), first);
}

#[test]
fn a_link_that_comes_to_lead_out_is_refused_though_the_file_was_known() {
    let sidemock = serving(vec![file("bytes", "b.bin")]).file("b.bin", "inside");
    let root = sidemock.directory().to_owned();
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("b.bin"), "secret").unwrap();
    let server = sidemock.start();
    warm(&server, "/bytes");
    assert_eq!(server.get("/bytes").text(), "inside");
    symlink(outside.path().join("b.bin"), root.join("link")).unwrap();
    fs::rename(root.join("link"), root.join("b.bin")).unwrap();
    let refused = server.get("/bytes").text();
    assert!(refused.starts_with("Error while serving the content: Access to"), "{refused}");
}
