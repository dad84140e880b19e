//! sidemock: an HTTP API mock server for test pods that serves [Mockoon](https://mockoon.com) environments.
//!
//! # The floors
//! A module imports only from lower floors; the test `tests/it/layers.rs` holds the same table and looks at every
//! `crate::` path. Within a floor the few allowed directions are listed there.
//!
//! | floor | module | what it is |
//! |---|---|---|
//! | 10 | [`process`] | what `main` calls: command line, settings, log, runtimes, app; exit codes |
//! | 9 | [`app`] | composition root: reads and compiles environments, binds ports, serves, drains |
//! | 9 | [`settings`] | every environment variable: one table, one typed struct, all errors at once |
//! | 9 | [`telemetry`], [`shutdown`], [`termination_message`] | the log; the signals; the last word to the kubelet |
//! | 9 | [`command_line`] | `healthcheck`, `--version`, `--help` |
//! | 8 | [`server`] | accept loop, THE warp filter, dispatch (admin, WebSocket or mock), graceful shutdown, management port |
//! | 7 | [`admin`] | Mockoon's admin API: the gate, then one file per resource |
//! | 7 | [`reload`] | the watcher of mounted files: debounce, `..data` swaps, what changed |
//! | 6 | [`inspect`] | what was recorded: finding, verifying, explaining |
//! | 5 | [`exchange`] | one request to one answer; `pipeline` reads like the recipe |
//! | 4 | [`runtime`] | an environment compiled, its generations and spaces, the handle that the other floors talk to |
//! | 3 | [`matching`] | the match object: which requests are meant |
//! | 3 | [`steering`] | stubs, forced responses and faults of a space |
//! | 3 | [`template`] | Handlebars: lexer, parser, program, evaluation; the helpers, one file per family |
//! | 3 | [`routing`] | path syntax of endpoints, and the index that keeps first-match order |
//! | 3 | [`rules`] | targets, operators, response modes |
//! | 3 | [`crud`] | the nine operations on a data bucket |
//! | 2 | [`message`] | request (query, cookies, bodies), response |
//! | 2 | [`traces`] | spans of requests, and their way to a collector |
//! | 2 | [`state`] | spaces: buckets, variables, counters; journal, event bus, metrics: nothing here knows templates |
//! | 1 | [`environment`] | bytes to an [`Environment`](environment::model::Environment): parse, migrate, repair, convert OpenAPI and recorded traffic (HAR) |
//! | 1 | [`faker`] | fake data, one file per faker module |
//! | 1 | [`js`] | values, numbers, JSON, regular expressions, paths and dates as JavaScript has them: its coercions live here, once |
//! | 0 | [`budget`] | what one request may cost: time, work, bytes, nesting |
//! | 0 | [`masking`] | the secrets that the process knows, which are masked where something is shown |
//! | 0 | [`memory`] | what all requests together may hold: the budget of the process and its shares |
//! | 0 | [`spelling`] | durations, and names that somebody misspelt |
//!
//! # One request
//! 1. [`server::listener`] accepts, [`server::connection`] serves, hyper parses; targets that Node takes and hyper does not
//!    are carried past it by stand-ins ([`message::target`]). `CONNECT` and what is malformed is refused before warp sees
//!    it: warp's path filters panic on a target that is no path.
//! 2. [`server::filter`] is one catch-all: it hands the untouched head and the body's stream to what the port serves
//!    ([`server::port`]). A chain of filters per route would cost more with every route.
//! 3. [`server::dispatch`] takes one `Arc` of the current [`Generation`](runtime::Generation) and keeps it to the end. A path
//!    below `/mockoon-admin` is authorised by its head alone; only then is a body read. Everything else is read up to
//!    the limit (413). What has no body and nothing to wait for is answered at once, without a task of its own.
//! 4. [`exchange::session`] finds the space that the request belongs to. [`exchange::pipeline`] goes as far as it can
//!    without waiting, as one step on that space: `exchange::choose` goes through the candidates of [`routing`] in order,
//!    [`rules`] judge each (FALLBACK goes on to the next), the request is counted, `exchange::respond` makes the response
//!    from its inline body, data bucket, CRUD operation or a small file in memory. What has to wait (latency, other files,
//!    upstream, the space's turn) runs to its end, as a task of its own if the client leaves (`exchange::to_its_end`). No
//!    candidate: preflight, else the proxy, else the 404 page.
//! 5. Callbacks are rendered right after the body and sent in tasks of their own once the step's changes are made.
//!    `exchange::record` puts a transaction of cheap handles into the space's journal: before the answer goes out, at
//!    receipt where it waits; it becomes JSON when somebody reads it. [`server::reply`] makes warp's response of the answer; large
//!    bodies over HTTP/1 go past hyper ([`server::bypass`]).
//!
//! What is sent has a name for each of its stages: a [`ResponseDraft`](message::response::ResponseDraft) while headers are
//! being set, a [`Response`](message::response::Response) once its body is there, an [`Answer`](exchange::Answer) with what
//! the journal shall say of it, a `RecordedResponse` in the journal. A response without further words is a configured one.
//!
//! # One environment file
//! Mounted file (`app::start`, `app::read`; later `app::reload`), [`environment::load`] (bytes, value, migrations, the
//! [reader](environment::reader) of fields, references; a file of today goes from its text into the fields by
//! [`environment::fast_path`], long lists in parts on all cores), `app::serve`, `runtime::handle`, `runtime::compile`
//! (endpoints, templates and rules are compiled once; constant texts stay constant bytes), a new generation, one store into
//! an `ArcSwap`. Start-up, reloads and `PUT /mockoon-admin/environment` share that path. An error at any step keeps the
//! generation that serves, and is logged with file, place, reason and remedy.
//!
//! # State
//! Everything that requests change lives in a [`state::Space`]: one base space for requests without a session, one for each
//! session, and snapshots, which are spaces at rest. A generation is immutable and shared by all of them; it names what
//! changes by cells ([`state::CellId`]), and what did not change over a reload keeps its cell. A space holds only what has
//! become different from the beginning.
//!
//! JavaScript let nothing come between the reads and writes of one rendering. Here a synchronous part of an exchange is one
//! [`state::Step`]: where the compiler knows that a route may write, the step holds its space's turn, works on a copy of
//! the cells and commits the copy as a whole; one that reads sees a consistent snapshot; one that looks at nothing costs
//! nothing. No turn is held over an await, and spaces never wait for each other.
//!
//! With `MOCKOON_STATE_URL` spaces rest on a store that several replicas share: `state::store` fetches the cells that a step
//! looks at and writes those that it changed, if nobody else did; else the step is done again. `runtime::replicas` shares
//! journal, sessions, snapshots, and what steers the spaces.
//!
//! [`EnvironmentHandle`](runtime::EnvironmentHandle) holds the current generation, the spaces, and in
//! [`Shared`](runtime::Shared) what is nobody's state: event bus, metrics, the client of proxy and callbacks.
//!
//! # To add something
//! | what | where | its test |
//! |---|---|---|
//! | a template helper | a row in the table of its family, `template/helpers/*.rs`, beside the function | `template/helpers/tests.rs` |
//! | a rule operator | a row in `environment/rule_operator.rs` | beside it, or `tests/it/rules.rs` |
//! | a resource below `/mockoon-admin/x` | a file in `admin/x`, named in its `TABLES`; its section in `admin/x/README.md` | `tests/it`, and the example of its row |
//! | a setting | a row in `settings/rows.rs` | beside its parser in `settings/parse.rs` |
//! | a kind of fault | a row in `steering/fault/kind.rs`, and what it does to the stream in `server/broken.rs` | `tests/it/faults` |
//!
//! Everything else follows from the rows: schemas, messages, the OpenAPI document, and the tables of the documents
//! (`UPDATE_DOCS=1 cargo test --test it docs`).

pub mod admin;
pub mod app;
pub mod budget;
pub mod command_line;
pub mod crud;
pub mod environment;
pub mod exchange;
pub mod faker;
pub mod inspect;
pub mod js;
pub mod masking;
pub mod matching;
pub mod memory;
pub mod message;
pub mod process;
pub mod reload;
pub mod routing;
pub mod rules;
pub mod runtime;
pub mod server;
pub mod settings;
pub mod shutdown;
pub mod spelling;
pub mod state;
pub mod steering;
pub mod telemetry;
pub mod template;
pub mod termination_message;
pub mod traces;
