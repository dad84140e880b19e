//! From the text of a data bucket to its content: at load, or at the first request that needs it.

use std::sync::OnceLock;

use crate::environment::model::DataBucket;
use crate::js::regex::Regex;
use crate::js::{Value, json};
use crate::state::Content;
use crate::template::{Scope, Template};

/// Names of the helpers that need a request, as the reference looks for them in a bucket's text.
const REQUEST_HELPERS: &str = "bodyRaw|body|method|ip|urlParam|urlParams|queryParam|queryParamRaw|queryParams|header|headers|cookie|baseUrl|hostname";

/// Whether the text waits for a request: it calls a request helper.
pub fn waits_for_request(text: &str) -> bool {
    static CALLS: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = CALLS
        .get_or_init(|| Regex::new(&format!("{{{{2,3}}[#(~\\s\\w ]*((?<![\\w]){REQUEST_HELPERS})[)}} ~]+"), "").ok());
    text.contains("{{") && pattern.as_ref().is_some_and(|p| p.is_match(text).unwrap_or(false))
}

/// Renders a bucket's text and reads it as JSON; what is not JSON stays text, what does not render is its error.
pub fn render(template: &Template, scope: &Scope<'_>) -> Content {
    let (value, valid_json) = match template.render(scope) {
        Ok(text) => match json::parse(&text) {
            Ok(value) => (value, true),
            Err(_) => (Value::from(text), false),
        },
        Err(error) => (Value::from(error.message), false),
    };
    Content::parsed(value, valid_json)
}

/// The content before any request: rendered, unless it waits for one.
pub fn initial(source: &BucketSource, scope: &Scope<'_>) -> Content {
    if source.waits { Content::waiting(source.text.clone()) } else { render(&source.template, scope) }
}

/// What a bucket is made from.
pub struct BucketSource {
    /// Its text in the environment file.
    pub text: crate::js::Str,
    /// The text compiled.
    pub template: Template,
    /// Whether it waits for a request.
    pub waits: bool,
}

impl BucketSource {
    /// Compiles a bucket's text.
    pub fn new(bucket: &DataBucket) -> Self {
        Self {
            text: bucket.value.clone(),
            template: Template::shared(&bucket.value),
            waits: waits_for_request(&bucket.value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_calls_of_request_helpers() {
        for text in ["{{body 'x'}}", "{{{ bodyRaw }}}", "[{{#each (queryParamRaw 'a')}}{{/each}}]", "{{~method}}"] {
            assert!(waits_for_request(text), "{text}");
        }
        for text in ["{}", "{{faker 'x'}}", "{ \"body\": 1 }", "{{data 'x'}}"] {
            assert!(!waits_for_request(text), "{text}");
        }
    }
}
