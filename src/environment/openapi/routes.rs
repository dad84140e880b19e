//! Paths and operations to routes.

use std::sync::{Arc, LazyLock};

use regex::Regex;

use super::described::first_text;
use super::paths::PathTemplate;
use super::reference_responses::ReferenceResponses;
use super::responses::Responses;
use super::schema::Bodies;
use super::{Compat, OpenApiError, Version};
use crate::environment::defaults;
use crate::environment::model::{Header, Route, RouteResponse};
use crate::environment::reader::ROUTE_METHODS;
use crate::environment::warning::{Warning, WarningKind};
use crate::js::{Str, Value};

/// The routes of a document: in its order, or with concrete paths before templated ones.
pub fn routes(
    document: &Value,
    version: Version,
    compat: Compat,
    warnings: &mut Vec<Warning>,
) -> Result<Vec<Route>, OpenApiError> {
    let paths = document.get("paths");
    let Some(paths) = paths.as_object() else {
        return match version {
            // A 3.1 document may have webhooks only.
            Version::V31 => Ok(Vec::new()),
            _ => Err(OpenApiError::Incomplete("the document has no `paths`")),
        };
    };
    let mut described: Vec<(&str, PathTemplate, &Value)> =
        paths.iter().map(|(path, operations)| (path.as_str(), PathTemplate::parse(path), operations)).collect();
    if compat == Compat::AsMeant {
        described.sort_by(|(_, one, _), (_, other, _)| one.precedence(other));
    }
    let mut bodies = Bodies::new(version, compat);
    let mut routes = Vec::new();
    for (path, template, operations) in described {
        let Some(operations) = operations.as_object() else { continue };
        let endpoint = match compat {
            Compat::AsMeant => template.endpoint(),
            Compat::Reference => reference_endpoint(path),
        };
        let before = routes.len();
        for (method, operation) in operations.iter() {
            if method.is_empty() || !ROUTE_METHODS.contains(&method.as_str()) || operation.as_object().is_none() {
                continue;
            }
            let mut responses = match compat {
                Compat::AsMeant => Responses::new(document, version).of(operation, &mut bodies, warnings)?,
                Compat::Reference => ReferenceResponses::new(document, version).of(operation, &mut bodies)?,
            };
            if responses.is_empty() {
                responses.push(Arc::new(empty_response()));
            }
            if let Some(first) = responses.first_mut() {
                Arc::make_mut(first).default = true;
            }
            routes.push(Route {
                documentation: first_text(&[operation.get("summary"), operation.get("description")]).into(),
                method: method.clone(),
                endpoint: endpoint.as_str().into(),
                responses,
                ..defaults::route()
            });
        }
        if routes.len() > before {
            let warning = path_warning(path, &template, &endpoint, compat);
            warnings.extend(warning.map(|text| Warning::new(WarningKind::Path, text)));
        }
    }
    Ok(routes)
}

fn empty_response() -> RouteResponse {
    let header = Header { key: "Content-Type".into(), value: "application/json".into() };
    RouteResponse { headers: [header].into(), body: Str::default(), ..defaults::response() }
}

/// What requests for a path will meet that its author does not expect.
fn path_warning(path: &str, template: &PathTemplate, endpoint: &str, compat: Compat) -> Option<String> {
    if compat == Compat::Reference && template.endpoint() != endpoint {
        return Some(format!(
            "the path {path} has characters that mean something else to Mockoon: requests as the document describes them are not answered with MOCKOON_OPENAPI_COMPAT=reference"
        ));
    }
    (compat == Compat::AsMeant && template.has_query)
        .then(|| format!("the path {path} has a query: it is left out, a query selects no operation"))
}

/// `/users/{user-id}` -> `users/:userid`.
fn reference_endpoint(path: &str) -> String {
    static PARAMETER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\{([-0-9A-Za-z_]+)\}").ok());
    let path = match PARAMETER.as_ref() {
        Some(parameter) => {
            let name = |found: &regex::Captures<'_>| {
                format!(":{}", found.get(1).map_or("", |name| name.as_str()).replace('-', ""))
            };
            parameter.replace_all(path, name)
        }
        None => path.into(),
    };
    path.strip_prefix('/').unwrap_or(&path).to_owned()
}
