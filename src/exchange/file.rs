//! File bodies. STUB.

use crate::message::reply::Draft;

use super::Answer;
use super::pipeline::{Chosen, Exchange};

/// Answers with a file.
pub async fn respond(exchange: &Exchange<'_>, _chosen: &Chosen<'_>, mut draft: Draft) -> Answer {
    draft.send_error("no files yet", Some(500), &exchange.conditions()).into()
}
