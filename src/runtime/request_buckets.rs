//! Which buckets a route generates at its first request: those it names, found in the texts of its
//! responses as the reference finds them, buckets they nest first.

use std::sync::OnceLock;

use regex::Regex;

use crate::environment::model::{Environment, Header, Route, RouteResponse, RuleTarget};

/// What routes mention, in an environment.
#[derive(Clone)]
pub struct BucketReferences<'e> {
    environment: &'e Environment,
    /// What the environment's headers mention.
    common: Names,
}

impl<'e> BucketReferences<'e> {
    /// In this environment.
    pub fn new(environment: &'e Environment) -> Self {
        let mut common = Names::default();
        if !environment.data.is_empty() {
            common.add_headers(&environment.headers);
        }
        Self { environment, common }
    }

    /// Ids and names that the texts of a route and the environment's headers mention, nested ones first.
    pub fn named_by(&self, route: &Route) -> Vec<String> {
        // Without buckets no name means anything, and nothing is read for it.
        if self.environment.data.is_empty() {
            return Vec::new();
        }
        named_by(route, self.environment, self.common.clone())
    }
}

fn named_by(route: &Route, environment: &Environment, mut names: Names) -> Vec<String> {
    for response in &route.responses {
        add_response(&mut names, response, environment);
    }
    // As in the reference, only the last bucket that matches contributes nested ones.
    let mut nested = Names::default();
    for bucket in &environment.data {
        let lower = bucket.name.to_lowercase();
        if names.0.iter().any(|n| *n == bucket.id || lower.contains(&n.to_lowercase())) {
            nested = Names::default();
            nested.add_text(&bucket.value);
        }
    }
    for name in names.0 {
        nested.add(name);
    }
    nested.0
}

/// Positions of the buckets that these names mean (exact id, or part of a name).
pub fn resolve(names: &[String], environment: &Environment) -> Vec<usize> {
    let mut found = Vec::new();
    for name in names {
        let lower = name.to_lowercase();
        let position = environment.data.iter().position(|b| b.id == *name || b.name.to_lowercase().contains(&lower));
        if let Some(i) = position
            && !found.contains(&i)
        {
            found.push(i);
        }
    }
    found
}

fn add_response(names: &mut Names, response: &RouteResponse, environment: &Environment) {
    names.add_headers(&response.headers);
    names.add_text(&response.body);
    names.add_text(&response.file_path);
    for invocation in &response.callbacks {
        let Some(callback) = environment.callbacks.iter().find(|c| c.uuid == invocation.uuid) else { continue };
        names.add_text(&callback.uri);
        names.add_text(&callback.body);
        names.add_text(&callback.file_path);
        names.add_headers(&callback.headers);
        names.add_id(&callback.databucket_id);
    }
    for rule in response.rules.iter().filter(|r| r.target == RuleTarget::DataBucket) {
        let mut parts = rule.modifier.split('.');
        let first = parts.next().unwrap_or_default();
        let name = if first.starts_with('$') { parts.next().unwrap_or_default() } else { first };
        names.add(name.to_owned());
        names.add_text(&rule.value);
    }
    names.add_id(&response.databucket_id);
}

/// Distinct names in order of appearance.
#[derive(Clone, Default)]
struct Names(Vec<String>);

impl Names {
    fn add(&mut self, name: String) {
        if !self.0.contains(&name) {
            self.0.push(name);
        }
    }

    fn add_id(&mut self, id: &str) {
        if !id.is_empty() {
            self.add(id.to_owned());
        }
    }

    fn add_headers(&mut self, headers: &[Header]) {
        for header in headers {
            self.add_text(&header.value);
        }
    }

    fn add_text(&mut self, text: &str) {
        static MENTION: OnceLock<Option<Regex>> = OnceLock::new();
        let mention = MENTION.get_or_init(|| Regex::new(r#"data(?:Raw)? +['|"]([^('|")]*)"#).ok());
        if let Some(mention) = mention {
            for found in mention.captures_iter(text) {
                if let Some(name) = found.get(1) {
                    self.add(name.as_str().to_owned());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_mentions_in_texts() {
        let mut names = Names::default();
        names.add_text("{{data 'users' 'a'}} {{#each (dataRaw \"b001\")}}{{/each}} {{data  'users'}}");
        assert_eq!(names.0, ["users", "b001"]);
    }
}
