//! A collector that takes OTLP over HTTP, or does what collectors do on bad days.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use flate2::read::GzDecoder;
use serde_json::Value;

use super::protobuf;
use crate::support::{Sidemock, wait_for};

/// What it does with a batch.
#[derive(Debug, Clone, Copy)]
pub enum Behaviour {
    /// Keeps it.
    Takes,
    /// Keeps what is JSON; what is not, it answers so, or not at all where there is no status.
    TakesJson(Option<u16>),
    /// Answers this status, and keeps nothing.
    Refuses(u16),
    /// Never answers.
    Hangs,
}

/// A span as it came.
#[derive(Debug, Clone)]
pub struct Seen(pub Value);

impl Seen {
    /// A field that is a text; empty where it is missing.
    pub fn field(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap_or_default()
    }

    /// An attribute as text; empty where it is missing.
    pub fn attribute(&self, name: &str) -> &str {
        let all = self.0["attributes"].as_array().map_or(&[][..], Vec::as_slice);
        let Some(found) = all.iter().find(|one| one["key"] == name) else { return "" };
        let value = &found["value"];
        value["stringValue"].as_str().or(value["intValue"].as_str()).expect("a text or a number")
    }

    /// Whether it is of a request that was answered.
    pub fn is_server(&self) -> bool {
        self.0["kind"] == 2
    }

    /// Whether it failed.
    pub fn failed(&self) -> bool {
        self.0["status"]["code"] == 2
    }
}

#[derive(Default)]
struct Kept {
    spans: Vec<Seen>,
    resources: Vec<Value>,
    heads: Vec<String>,
}

/// The collector.
pub struct Collector {
    port: u16,
    behaviour: Arc<Mutex<Behaviour>>,
    kept: Arc<Mutex<Kept>>,
}

impl Collector {
    /// One that does so.
    pub fn that(behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let behaviour = Arc::new(Mutex::new(behaviour));
        let kept = Arc::new(Mutex::new(Kept::default()));
        let (does, keeps) = (Arc::clone(&behaviour), Arc::clone(&kept));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (does, keeps) = (Arc::clone(&does), Arc::clone(&keeps));
                std::thread::spawn(move || serve(stream, &does, &keeps));
            }
        });
        Self { port, behaviour, kept }
    }

    /// Changes its mind.
    pub fn now(&self, behaviour: Behaviour) {
        *self.behaviour.lock().unwrap() = behaviour;
    }

    /// What the variable for all signals says.
    pub fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// All spans so far.
    pub fn spans(&self) -> Vec<Seen> {
        self.kept.lock().unwrap().spans.clone()
    }

    /// The attributes of the last batch's resource.
    pub fn resource(&self) -> Value {
        self.kept.lock().unwrap().resources.last().cloned().unwrap_or_default()
    }

    /// The heads of all requests so far, those that were not answered among them.
    pub fn heads(&self) -> Vec<String> {
        self.kept.lock().unwrap().heads.clone()
    }

    /// Waits for so many spans in all; more are wrong.
    #[track_caller]
    pub fn wait(&self, count: usize) -> Vec<Seen> {
        wait_for(&format!("{count} spans"), || self.spans().len() >= count);
        let spans = self.spans();
        assert_eq!(spans.len(), count, "{spans:#?}");
        spans
    }

    /// Has a server send its spans here, soon.
    pub fn of(&self, sidemock: Sidemock) -> Sidemock {
        sidemock.var("OTEL_EXPORTER_OTLP_ENDPOINT", self.endpoint()).var("OTEL_BSP_SCHEDULE_DELAY", "10")
    }
}

fn serve(stream: TcpStream, does: &Mutex<Behaviour>, keeps: &Mutex<Kept>) -> Option<()> {
    let mut reader = BufReader::new(stream);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head).ok()? == 0 {
                return None;
            }
        }
        let lower = head.to_ascii_lowercase();
        let length = lower.lines().find_map(|line| line.strip_prefix("content-length: ")).expect("a length");
        let mut body = vec![0; length.trim().parse().expect("a number")];
        reader.read_exact(&mut body).ok()?;
        keeps.lock().unwrap().heads.push(head);
        let behaviour = *does.lock().unwrap();
        let is_json = lower.contains("content-type: application/json");
        let status = match behaviour {
            Behaviour::Hangs => {
                // Until the other end gives up.
                reader.read_to_end(&mut body).ok();
                return None;
            }
            Behaviour::Refuses(status) => status,
            Behaviour::TakesJson(status) if !is_json => status?,
            Behaviour::Takes | Behaviour::TakesJson(_) => {
                if lower.contains("content-encoding: gzip") {
                    let packed = std::mem::take(&mut body);
                    GzDecoder::new(&packed[..]).read_to_end(&mut body).expect("gzip");
                }
                let batch = if is_json { serde_json::from_slice(&body).expect("JSON") } else { protobuf::batch(&body) };
                keep(&batch, &mut keeps.lock().unwrap());
                200
            }
        };
        let answer = format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{{}}");
        reader.get_mut().write_all(answer.as_bytes()).ok()?;
    }
}

fn keep(batch: &Value, kept: &mut Kept) {
    for resource in batch["resourceSpans"].as_array().expect("resources") {
        kept.resources.push(resource["resource"]["attributes"].clone());
        for scope in resource["scopeSpans"].as_array().expect("scopes") {
            kept.spans.extend(scope["spans"].as_array().expect("spans").iter().cloned().map(Seen));
        }
    }
}
