//! Recorded traffic as an environment: pure functions from a list of exchanges to a file that Mockoon opens.
//!
//! [`exchange`] is what is kept of a request and its answer. Before one is kept, [`content`] takes its encodings off and
//! [`secrets`] replaces what must not be kept. [`environment`] makes the file: [`shape`] finds which paths are one
//! endpoint, [`answer`] what counts of a response, [`features`] and [`fields`] what rules can look at in a request, [`rules`] the fewest
//! that tell answers apart, [`routes`] which response mode a route needs, [`naming`] identities and labels that are the
//! same for the same traffic. [`openapi`] describes the result as an OpenAPI document, [`asked`] what
//! its requests had.

pub(crate) mod answer;
mod asked;
pub(crate) mod content;
mod environment;
pub(crate) mod exchange;
mod features;
mod fields;
mod json_text;
mod multipart;
mod naming;
pub(crate) mod openapi;
mod routes;
mod rules;
pub(crate) mod secrets;
mod shape;

pub(crate) use content::as_read;
pub(crate) use environment::{Generated, Style, environment, host};
pub(crate) use exchange::{Exchange, Message};
pub(crate) use naming::reason;
pub(crate) use secrets::{REDACTED, Secrets};

#[cfg(test)]
mod tests;
