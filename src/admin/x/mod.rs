//! `/mockoon-admin/x`: what Mockoon does not have. One file per resource, each a table of [`Row`]s.
//!
//! A row says how a request is routed, what its query and body may hold and what it answers. The same rows route the
//! requests, check them before the handler runs, list the resources at `GET /x` and make the OpenAPI document, so that
//! none of these can differ from the others. To add a resource, write its file and name its tables in [`TABLES`].

mod answer_headers;
pub(super) mod body;
mod buckets;
mod check;
pub(super) mod dry_run;
mod edit;
mod environment;
mod explain;
mod faults;
mod forces;
mod front_door;
mod import;
mod index;
mod named_route;
pub(super) mod openapi;
mod patch_type;
pub(super) mod precondition;
mod problem;
mod quoted;
mod recordings;
mod reference;
mod requests;
mod responses;
mod routes;
mod schemas;
mod sessions;
mod snapshots;
mod status;
mod streams;
mod stubs;
mod ttl;
pub(super) mod ui;
mod verify;

use std::pin::Pin;
use std::sync::Arc;

use serde_json::Value;

use crate::budget::Budget;
use crate::exchange::Answer;
use crate::exchange::step::step_on;
use crate::js::date;
use crate::matching;
use crate::message::Request;
use crate::routing::decode;
use crate::runtime::{EnvironmentHandle, Space};
use crate::state::Step;

use super::scope::{self, Access, Scope};
use super::{replicated, reply};
pub(super) use faults::{declared_fault, unknown_route};
pub(super) use problem::Problem;

/// Where these resources begin, below the prefix of the admin API.
const ROOT: &str = "/x";

/// What is wrong with a path that cannot be decoded.
pub(super) const MALFORMED_ESCAPE: &str =
    "a % in a path begins two hexadecimal digits, and escaped bytes are UTF-8 (%C3%A9 is \u{e9})";

/// One method on one path.
pub(super) struct Row {
    pub(super) method: &'static str,
    /// Path below [`ROOT`]; `:name` stands for one segment.
    pub(super) path: &'static str,
    pub(super) handler: Handler,
    /// What it does, in a line.
    pub(super) doc: &'static str,
    /// Query parameters beside `session` and `environment`.
    pub(super) query: &'static [&'static [Parameter]],
    /// The schema of its JSON body, by name; `None` where it takes none.
    pub(super) body: Option<&'static str>,
    /// What it answers.
    pub(super) answers: &'static [Returns],
    /// What stands behind `$URL/mockoon-admin/x` in an example of curl, options included.
    pub(super) example: &'static str,
}

/// A query parameter.
pub(super) struct Parameter {
    /// Its name; one that ends with `.` stands for all names that begin so.
    pub(super) name: &'static str,
    /// Its JSON Schema.
    pub(super) schema: &'static str,
    pub(super) doc: &'static str,
}

/// An answer.
pub(super) struct Returns {
    pub(super) status: u16,
    pub(super) doc: &'static str,
    /// The schema of its JSON body, by name; empty where it has none.
    pub(super) schema: &'static str,
}

/// An answer that is not there yet.
type Pending = Pin<Box<dyn Future<Output = Result<Answer, Problem>> + Send>>;

/// What answers a request.
pub(super) enum Handler {
    /// One that looks at the space, or changes it where its row does not only read.
    Step(fn(&Call<'_>) -> Result<Answer, Problem>),
    /// One that may wait, or takes the space's turn itself.
    Wait(fn(Owned) -> Pending),
}

/// The table of a resource, and the JSON Schemas that its rows name.
pub(super) struct Table {
    pub(super) rows: &'static [Row],
    /// Name and text.
    pub(super) schemas: &'static [(&'static str, &'static str)],
}

/// All tables, in the order of the documents.
pub(super) const TABLES: &[&Table] = &[
    &index::TABLE,
    &ui::TABLE,
    &status::TABLE,
    &sessions::TABLE,
    &snapshots::TABLE,
    &requests::TABLE,
    &verify::TABLE,
    &explain::TABLE,
    &stubs::TABLE,
    &forces::TABLE,
    &recordings::TABLE,
    &import::TABLE,
    &faults::TABLE,
    &streams::TABLE,
    &front_door::TABLE,
    &environment::TABLE,
    &responses::TABLE,
    &routes::TABLE,
    &buckets::TABLE,
    &schemas::TABLE,
    &reference::TABLE,
];

/// A request to a resource.
pub(super) struct Owned {
    pub(super) handle: Arc<EnvironmentHandle>,
    pub(super) request: Request,
    /// The space that the call is about.
    pub(super) space: Arc<Space>,
    /// Whether it is about all spaces (reads only); `space` is the base then.
    pub(super) everywhere: bool,
    /// The segments that `:` stands for.
    pub(super) segments: Vec<String>,
    /// The body, checked against the row's schema; null where there is none.
    pub(super) body: Value,
    /// What the call may take up, to its end.
    costs: Budget,
}

impl Owned {
    /// The parameters of the query, decoded, but those that every call may have.
    pub(super) fn query(&self) -> Vec<(String, String)> {
        let mut pairs = matching::query::pairs(self.request.uri().query().unwrap_or_default());
        pairs.retain(|(name, _)| !check::COMMON.contains(&name.as_str()));
        pairs
    }

    /// The spaces that the call is about.
    pub(super) fn spaces(&self) -> Vec<Arc<Space>> {
        if self.everywhere { self.handle.spaces.all() } else { vec![Arc::clone(&self.space)] }
    }

    /// What a handler that may wait does at once, while the call's costs are charged for it.
    ///
    /// # Errors
    /// See [`body::charged`].
    pub(super) fn charged<T>(&self, work: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
        body::charged(&self.costs, work)
    }

    /// The segment at `i`.
    pub(super) fn segment(&self, i: usize) -> &str {
        self.segments.get(i).map_or("", String::as_str)
    }
}

/// A request to a resource, with its step on the space.
pub(super) struct Call<'a> {
    pub(super) owned: &'a Owned,
    pub(super) step: &'a Step<'a>,
}

impl std::ops::Deref for Call<'_> {
    type Target = Owned;

    fn deref(&self) -> &Owned {
        self.owned
    }
}

/// The part of a path below the prefix of the admin API that is below [`ROOT`], in any case, as all of that API is.
fn below_root(below: &str) -> Option<&str> {
    let (root, rest) = below.split_at_checked(ROOT.len())?;
    (root.eq_ignore_ascii_case(ROOT) && (rest.is_empty() || rest.starts_with('/'))).then_some(rest)
}

/// Whether a path below the prefix of the admin API is one of these.
pub(super) fn is_ours(below: &str) -> bool {
    below_root(below).is_some()
}

/// Answers a request to a path below [`ROOT`]; it has passed the gate.
pub(super) async fn answer(handle: &Arc<EnvironmentHandle>, request: &Request, below: &str, method: &str) -> Answer {
    let path = below_root(below).unwrap_or_default();
    match find(method, path) {
        Ok((row, segments)) => {
            let answer = serve(handle, request, (row, segments), below).await;
            answer.map_or_else(Problem::into_answer, |answer| found_again(answer, request))
        }
        Err(problem) => problem.into_answer(),
    }
}

async fn serve(
    handle: &Arc<EnvironmentHandle>,
    request: &Request,
    (row, segments): (&'static Row, Vec<String>),
    below: &str,
) -> Result<Answer, Problem> {
    check::query(request, row.query)?;
    patch_type::check(request, row)?;
    let options = &handle.shared.options;
    let costs = body::costs(&options.memory);
    let request = &*body::unfolded(request, options, &costs)?;
    let body = check::body(request, row, &costs)?;
    let access = match row.reads() {
        true if is_wait(row, request, &body) => Access::Waits,
        true => Access::Reads,
        false => Access::Changes,
    };
    let Scope { space, everywhere } = scope::of(handle, request, access)
        .await
        .map_err(|refusal| Problem::new(refusal.status(), refusal.to_string()))?;
    let owned =
        Owned { handle: Arc::clone(handle), request: request.clone(), space, everywhere, segments, body, costs };
    let change = match replicated::steering(handle, &owned.spaces(), row.method, below).await {
        Ok(change) => change,
        Err(error) => return Err(Problem::without_state(&error)),
    };
    match row.handler {
        Handler::Wait(handler) => handler(owned).await,
        Handler::Step(handler) => {
            let space = Arc::clone(&owned.space);
            let generation = owned.handle.current();
            let answered = step_on(&space, &generation, !row.reads(), |step| {
                let answer = owned.charged(|| handler(&Call { owned: &owned, step }));
                let is_kept = answer.is_ok();
                (answer, is_kept)
            });
            let answered = answered.await.unwrap_or_else(|error| Err(Problem::without_state(&error)));
            let shared = match change {
                Some(change) => change.share().await,
                None => snapshots::share(&owned, row).await,
            };
            shared.map_or_else(|error| Err(Problem::without_state(&error)), |()| answered)
        }
    }
}

/// Whether a call waits for requests that are still to come.
fn is_wait(row: &Row, request: &Request, body: &Value) -> bool {
    row.path == "/verify" && (!body["within"].is_null() || !request.query().get("within").is_undefined())
}

/// Rows that ask with a body and change nothing.
const QUESTIONS: [&str; 4] = ["/requests/find", "/verify", "/explain", "/front-door/test"];

impl Row {
    /// Whether a call of it changes nothing.
    fn reads(&self) -> bool {
        self.method == "GET" || (self.method == "POST" && QUESTIONS.contains(&self.path))
    }
}

/// The row of a method and path, and the segments that `:` stands for.
fn find(method: &str, path: &str) -> Result<(&'static Row, Vec<String>), Problem> {
    let rows = || TABLES.iter().flat_map(|table| table.rows);
    let mut allowed: Vec<&str> = Vec::new();
    for row in rows() {
        let Some(segments) = matches(row.path, path) else { continue };
        let is_word = || segments.is_empty() || !rows().any(|other| other.path.eq_ignore_ascii_case(path));
        if row.method == method && is_word() {
            let decoded: Option<Vec<String>> =
                segments.iter().map(|segment| decode::decode_uri_component(segment).map(Into::into)).collect();
            return decoded
                .map(|segments| (row, segments))
                .ok_or_else(|| Problem::new(400, format!("{path}: {MALFORMED_ESCAPE}")));
        }
        allowed.push(row.method);
    }
    // What is named by a word of its own is nothing of which the word could be the id.
    if rows().any(|row| row.path.eq_ignore_ascii_case(path)) {
        allowed = rows().filter(|row| row.path.eq_ignore_ascii_case(path)).map(|row| row.method).collect();
        return Err(not_allowed(method, path, &allowed));
    }
    if allowed.is_empty() {
        return Err(Problem::new(
            404,
            format!("there is no {ROOT}{path}; GET /mockoon-admin{ROOT} lists what there is"),
        ));
    }
    Err(not_allowed(method, path, &allowed))
}

fn not_allowed(method: &str, path: &str, allowed: &[&str]) -> Problem {
    let message = format!("{method} is not for {ROOT}{path}; use {}", allowed.join(", "));
    // HEAD is answered by GET.
    let served = allowed.iter().flat_map(|one| if *one == "GET" { vec!["GET", "HEAD"] } else { vec![*one] });
    let served: Vec<&str> = served.collect();
    Problem::new(405, message).with_header(http::header::ALLOW, &served.join(", "))
}

/// The segments of a path that a row's path leaves open; `None` where it does not match. Words are in any case, names are not.
fn matches<'p>(pattern: &str, path: &'p str) -> Option<Vec<&'p str>> {
    let mut open = Vec::new();
    let mut parts = path.split('/');
    for wanted in pattern.split('/') {
        let part = parts.next()?;
        if wanted.starts_with(':') && !part.is_empty() {
            open.push(part);
        } else if !wanted.eq_ignore_ascii_case(part) {
            return None;
        }
    }
    parts.next().is_none().then_some(open)
}

/// A JSON answer.
pub(super) fn json(status: u16, value: &Value) -> Answer {
    reply::json_text(status, value.to_string())
}

/// 201 with the new object, and where it is.
pub(super) fn created(location: &str, value: &Value) -> Answer {
    let mut headers = http::HeaderMap::new();
    if let Ok(location) = format!("/mockoon-admin{ROOT}{location}").parse() {
        headers.insert(http::header::LOCATION, location);
    }
    json(201, value).with(headers)
}

/// The answer, whose new object is where the call looks that made it: on a port of several environments, in the one that it
/// has named.
fn found_again(answer: Answer, request: &Request) -> Answer {
    let crate::js::Value::String(named) = request.query().get("environment") else { return answer };
    let Some(location) = answer.headers.map().get(http::header::LOCATION).and_then(|at| at.to_str().ok()) else {
        return answer;
    };
    let mark = if location.contains('?') { '&' } else { '?' };
    let mut headers = http::HeaderMap::new();
    if let Ok(location) = format!("{location}{mark}environment={}", snapshots::encoded(&named)).parse() {
        headers.insert(http::header::LOCATION, location);
    }
    answer.with(headers)
}

/// The same of an object that is its session's alone: the call that looks there names the session.
pub(super) fn created_in(space: &Space, location: &str, value: &Value) -> Answer {
    match &space.session {
        Some(session) => created(&format!("{location}?session={session}"), value),
        None => created(location, value),
    }
}

/// A time as RFC 3339 with milliseconds, of milliseconds since the epoch.
pub(super) fn time(ms: f64) -> String {
    date::to_iso(ms).map_or_else(String::new, |text| text.to_string())
}

/// 204.
pub(super) fn gone() -> Answer {
    reply::empty(204, http::HeaderMap::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_rows_by_method_and_path() {
        for (method, path, found) in [
            ("GET", "/sessions", Ok(vec![])),
            ("GET", "/SESSIONS/T1", Ok(vec!["T1".to_owned()])),
            ("POST", "/Requests/Find", Ok(vec![])),
            ("GET", "/sessions/t%7E1", Ok(vec!["t~1".to_owned()])),
            ("POST", "/sessions/a/reset", Ok(vec!["a".to_owned()])),
            ("PUT", "/sessions", Err(405)),
            ("GET", "/sessions/", Err(404)),
            ("GET", "/nothing", Err(404)),
            ("GET", "/sessions/%zz", Err(400)),
        ] {
            let segments = find(method, path).map(|(_, segments)| segments).map_err(|problem| problem.status());
            assert_eq!(segments, found, "{method} {path}");
        }
    }

    #[test]
    fn every_schema_that_a_row_names_is_there_and_is_json() {
        let names: Vec<&str> = TABLES.iter().flat_map(|table| table.schemas).map(|(name, _)| *name).collect();
        for row in TABLES.iter().flat_map(|table| table.rows) {
            let used = row.body.into_iter().chain(row.answers.iter().map(|answer| answer.schema));
            for name in used.filter(|name| !name.is_empty()) {
                assert!(names.contains(&name), "{} {}: {name}", row.method, row.path);
            }
            for parameter in row.query.iter().flat_map(|list| *list) {
                assert!(serde_json::from_str::<Value>(parameter.schema).is_ok(), "{}", parameter.schema);
            }
        }
        for (name, text) in TABLES.iter().flat_map(|table| table.schemas) {
            assert!(serde_json::from_str::<Value>(text).is_ok(), "{name}");
        }
    }
}
