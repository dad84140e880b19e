//! sidemock: an HTTP API mock server for test pods that serves [Mockoon](https://mockoon.com) environments.
//!
//! # The floors
//! A module imports only from lower floors; the test `tests/it/layers.rs` holds the same table and looks at every
//! `crate::` path. Within a floor the few allowed directions are listed there.
//!
//! | floor | module | what it is |
//! |---|---|---|
//! | 7 | [`app`] | composition root: reads and compiles environments, binds ports, serves, drains |
//! | 7 | [`settings`] | every environment variable: one table, one typed struct, all errors at once |
//! | 7 | [`telemetry`], [`shutdown`] | the log; the signals |
//! | 6 | [`server`] | accept loop, THE warp filter, dispatch (admin, WebSocket or mock), replies, management port |
//! | 5 | [`admin`] | Mockoon's admin API: the gate, then one file per resource |
//! | 5 | [`reload`] | the watcher of mounted files: debounce, `..data` swaps, what changed |
//! | 4 | [`exchange`] | one request to one reply; `pipeline` reads like the recipe |
//! | 3 | [`runtime`] | an environment compiled, its generations, the handle that the other floors talk to |
//! | 2 | [`template`] | Handlebars: lexer, parser, program, evaluation; the helpers, one file per family |
//! | 2 | [`routing`] | path syntax of endpoints, and the index that keeps first-match order |
//! | 2 | [`rules`] | targets, operators, response modes |
//! | 2 | [`crud`] | the nine operations on a data bucket |
//! | 1 | [`message`] | request (query, cookies, bodies), reply |
//! | 1 | [`state`] | counters, buckets, variables, journal, event bus, metrics: cells that know no template |
//! | 0 | [`budget`] | what one request may cost: time, work, bytes, nesting |
//! | 0 | [`memory`] | what all requests together may hold: the budget of the process and its shares |
//! | 0 | [`environment`] | bytes to an [`Environment`](environment::model::Environment): parse, migrate, repair, convert OpenAPI |
//! | 0 | [`faker`] | fake data, one file per faker module |
//! | 0 | [`js`] | values, numbers, JSON, regular expressions, paths and dates as JavaScript has them: its coercions live here, once |
//!
//! # One request
//! 1. [`server::listener`] accepts, [`server::connection`] serves, hyper parses; targets that Node takes and hyper does not
//!    are carried past it by stand-ins ([`message::target`]). `CONNECT` and what is malformed is refused before warp sees
//!    it: warp's path filters panic on a target that is no path.
//! 2. [`server::filter`] is one catch-all: it hands the untouched head and the body's stream to the dispatcher. A chain of
//!    filters per route would cost more with every route.
//! 3. [`server::dispatch`] takes one `Arc` of the current [`Generation`](runtime::Generation) and keeps it to the end. A path
//!    below `/mockoon-admin` is authorised by its head alone; only then is a body read. Everything else is read up to
//!    the limit (413).
//! 4. [`exchange::pipeline`]: latency, headers of the environment, then the candidates of [`routing`] in order. [`rules`]
//!    judge each (FALLBACK goes on to the next); data buckets that waited for a request are generated; the counter
//!    counts; the response is made from its inline body, file, data bucket or CRUD operation. No candidate: preflight,
//!    else the proxy, else the 404 page.
//! 5. Callbacks are rendered right after the body and sent in tasks of their own. `exchange::record` puts a transaction of
//!    cheap handles into the journal when the body has ended or was dropped; it becomes JSON when somebody reads it.
//!
//! # One environment file
//! Mounted file, [`environment::load`] (bytes, value, migrations, repair of fields, repair of references; a file of today
//! goes from its text into the fields by [`environment::direct`]), `runtime::compile`
//! (endpoints, templates and rules are compiled once; constant texts stay constant bytes), a new generation, one store
//! into an `ArcSwap`. Start-up, reloads and `PUT /mockoon-admin/environment` share that path. An error at any step keeps
//! the generation that serves, and is logged with file, place, reason and remedy.
//!
//! # State
//! [`EnvironmentHandle`](runtime::EnvironmentHandle) holds the current generation, and what no reload touches: variables,
//! journal, event bus, metrics. A generation holds the compiled environment and its cells, a counter per route and a
//! value per bucket; compiling takes over the cells of what has not changed. JavaScript made every synchronous step
//! atomic, threads do not: choosing and counting on a route whose answer depends on the count holds that route's lock,
//! read-modify-write on a bucket holds the bucket's. No lock is held over an await, and none is global.

pub mod admin;
pub mod app;
pub mod budget;
pub mod crud;
pub mod environment;
pub mod exchange;
pub mod faker;
pub mod js;
pub mod memory;
pub mod message;
pub mod reload;
pub mod routing;
pub mod rules;
pub mod runtime;
pub mod server;
pub mod settings;
pub mod shutdown;
pub mod state;
pub mod telemetry;
pub mod template;
