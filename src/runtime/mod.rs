//! An environment ready to serve: compiled once per file version, swapped as one generation.

pub mod bucket_render;
pub mod client;
pub mod compile;
pub mod compiled;
pub mod decompress;
pub mod event;
pub mod file_templates;
pub mod generation;
pub mod handle;
pub mod headers;
pub mod hops;
mod identity;
pub mod neighbours;
pub mod options;
pub mod prepare;
mod raw_line;
pub mod redact;
pub mod request_buckets;
pub mod session_keys;
pub mod snapshot;
pub mod space;
pub mod transaction;
pub mod transaction_json;
pub mod transaction_log;
pub mod upstream;

pub use compile::Carry;
pub use compiled::{CompiledEnvironment, CompiledResponse, CompiledRoute};
pub use generation::Generation;
pub use handle::{EnvironmentHandle, Shared};
pub use identity::same_route;
pub use options::Options;
pub use snapshot::Snapshot;
pub use space::{Space, Spaces};
pub use transaction::{Answered, Origin, Outcome, RecordedBody, Sent, Transaction};
pub use transaction_log::TransactionLog;
