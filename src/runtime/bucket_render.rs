//! From the text of a data bucket to its content: at load, or at the first request that needs it.

use std::sync::OnceLock;
use std::time::Duration;

use crate::budget::{Budget, Limits};
use crate::environment::model::DataBucket;
use crate::js::regex::Regex;
use crate::js::{Value, json};
use crate::state::Content;
use crate::template::{RenderContext, Template};

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
pub fn render(template: &Template, rendering: &RenderContext<'_>) -> Content {
    let (value, valid_json) = match template.render(rendering) {
        Ok(text) => match json::parse(&text) {
            Ok(value) => (value, true),
            Err(_) => (Value::from(text), false),
        },
        Err(error) => (Value::String(error.message().clone()), false),
    };
    Content::parsed(value, valid_json)
}

/// The content before any request: rendered, unless it waits for one.
pub fn initial(source: &BucketSource, rendering: &RenderContext<'_>) -> Content {
    if source.waits {
        return Content::waiting(source.text.clone());
    }
    let budget = Budget::new(LIMITS);
    let entered = budget.enter();
    let mut content = render(&source.template, rendering);
    drop(entered);
    if let Some(exceeded) = budget.exceeded() {
        tracing::error!(
            environmentName = rendering.base_url.environment_name.as_str(),
            environmentUUID = rendering.base_url.environment_uuid.as_str(),
            text = start_of(&source.text),
            "a data bucket cannot be generated: {exceeded}"
        );
        return Content::parsed(Value::from(exceeded.to_string()), false);
    }
    content.is_of_file = !source.sees_state;
    content
}

/// What making one bucket of the file may cost: more than what a request may, since nobody waits for an answer.
const LIMITS: Limits = Limits { time: Duration::from_secs(30), bytes: 512 << 20 };

/// As much of a text as finds it in a file.
fn start_of(text: &str) -> &str {
    text.get(..text.floor_char_boundary(80)).unwrap_or_default()
}

/// Helpers that read what requests may have written.
const STATE_HELPERS: [&str; 3] = ["data", "dataRaw", "getGlobalVar"];

/// What a bucket is made from.
pub struct BucketSource {
    /// Its text in the environment file.
    pub text: crate::js::Str,
    /// The text compiled.
    pub template: Template,
    /// Whether it waits for a request.
    pub waits: bool,
    /// Whether it may repeat what requests have written.
    sees_state: bool,
}

impl BucketSource {
    /// Compiles a bucket's text.
    pub fn new(bucket: &DataBucket) -> Self {
        let template = Template::shared(&bucket.value);
        let sees_state = template.helper_names().iter().any(|name| STATE_HELPERS.contains(&name.as_str()));
        Self { text: bucket.value.clone(), waits: waits_for_request(&bucket.value), template, sees_state }
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
