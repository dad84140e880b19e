//! Request messages, parsed lazily: only what a rule or a template asks for, once.

pub mod request;

pub use request::Request;
