//! An environment ready to serve: compiled once per file version, swapped as one generation.

pub mod bucket_render;
pub mod client;
pub mod compile;
pub mod decompress;
pub mod file_templates;
pub mod generation;
pub mod handle;
pub mod headers;
pub mod options;
pub mod prepare;
mod raw_line;
pub mod redact;
pub mod request_buckets;
pub mod transaction;
pub mod transaction_log;
pub mod upstream;

pub use compile::{Carry, CompiledEnvironment, CompiledResponse, CompiledRoute};
pub use generation::Generation;
pub use handle::{EnvironmentHandle, Shared};
pub use options::Options;
pub use transaction::{Origin, RecordedBody, Sent, Transaction};
pub use transaction_log::TransactionLog;
