//! The documents under `tests/openapi`. What the reference makes of them was recorded in `recorded.json`; documents
//! that are not in there are those where we do more, and stand below.

use std::path::Path;

use serde_json::{Value as Json, json};

use super::*;
use crate::environment::kind::NamedBy;
use crate::environment::load::{LoadOptions, Loaded};
use crate::environment::parse::{self, Syntax};

fn directory() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/openapi")
}

fn load_file(path: &Path) -> Result<Loaded, crate::environment::load::LoadError> {
    crate::environment::load::load_file(path, NamedBy::Path, &LoadOptions::default())
}

/// The parts of an environment that a document determines.
fn essence(environment: &Environment) -> Json {
    let routes = environment.routes.iter().map(|route| {
        let responses = route.responses.iter().map(|response| {
            json!({
                "statusCode": response.status_code as u16, "label": response.label, "default": response.default,
                "headers": response.headers, "body": response.body,
            })
        });
        json!({
            "method": route.method, "endpoint": route.endpoint, "documentation": route.documentation,
            "responses": responses.collect::<Vec<_>>(),
        })
    });
    json!({
        "name": environment.name, "port": environment.port, "endpointPrefix": environment.endpoint_prefix,
        "headers": environment.headers, "routes": routes.collect::<Vec<_>>(),
    })
}

fn convert_text(text: &str) -> Result<Converted, OpenApiError> {
    let document = parse::parse(text, Syntax::Yaml).unwrap();
    let version = version(&document, Compat::AsMeant).unwrap();
    convert(document, version, Compat::AsMeant, None)
}

fn bodies(converted: &Converted) -> Vec<&str> {
    let responses = converted.environment.routes.iter().flat_map(|route| &route.responses);
    responses.map(|response| response.body.as_str()).collect()
}

#[test]
fn documents_become_what_the_reference_makes_of_them() {
    let recorded: Json = serde_json::from_slice(&std::fs::read(directory().join("recorded.json")).unwrap()).unwrap();
    let recorded = recorded.as_object().unwrap();
    assert!(recorded.len() >= 11);
    for (name, expected) in recorded {
        let options = LoadOptions { openapi: Compat::Reference, ..LoadOptions::default() };
        let path = directory().join(name);
        let loaded = crate::environment::load::load_file(&path, NamedBy::Path, &options).unwrap();
        let ours = essence(&loaded.environment);
        assert_eq!(
            serde_json::to_string_pretty(&ours).unwrap(),
            serde_json::to_string_pretty(expected).unwrap(),
            "{name}"
        );
        assert_eq!(loaded.environment.root_children.len(), loaded.environment.routes.len());
    }
}

#[test]
fn schemas_of_3_1_know_constants_examples_and_nullable_types() {
    let loaded = load_file(&directory().join("github-like-v31.json")).unwrap();
    let responses = &loaded.environment.routes[0].responses;
    assert_eq!(loaded.environment.endpoint_prefix, "api/v3");
    assert_eq!(
        responses[0].body,
        "{\n  \"id\": {{faker 'number.int' max=99999}},\n  \"description\": \"\",\n  \"homepage\": \"{{faker 'internet.email'}}\",\n  \"topics\": [\n    \"mock\"\n  ],\n  \"owner\": {\n    \"login\": \"octo\"\n  },\n  \"visibility\": \"{{oneOf 'public' 'private'}}\"\n}"
    );
    assert_eq!(responses[1].body, "{\n  \"message\": \"Not Found\"\n}");
}

#[test]
fn a_3_1_document_may_have_no_paths() {
    let loaded = load_file(&directory().join("webhooks-v31.json")).unwrap();
    assert_eq!((loaded.environment.name.as_str(), loaded.environment.routes.len()), ("Hooks only", 0));
}

#[test]
fn references_to_files_beside_the_document_are_followed() {
    let loaded = load_file(&directory().join("external-v3.yaml")).unwrap();
    let responses = &loaded.environment.routes[0].responses;
    assert!(responses[0].body.contains("\"city\": \"Ulm\""), "{}", responses[0].body);
    assert_eq!((responses[1].label.as_str(), responses[1].body.as_str()), ("not found", "{\n  \"error\": \"Ulm\"\n}"));
}

#[test]
fn a_reference_that_cannot_be_resolved_costs_its_schema_and_not_the_document() {
    for (reference, reason) in [
        ("https://example.com/x.json#/A", "on other servers are not fetched"),
        ("../x.yaml#/A", "was not loaded from a file"),
        ("/etc/x.yaml", "was not loaded from a file"),
        ("#/nowhere", "nothing at that place"),
    ] {
        let converted = convert_text(&format!(
            "{{openapi: 3.0.0, paths: {{/a: {{get: {{responses: {{'200': {{$ref: '{reference}'}}, '400': {{content: {{application/json: {{schema: {{$ref: '{reference}'}}}}}}}}}}}}}}, /b: {{get: {{responses: {{}}}}}}}}}}"
        ))
        .unwrap();
        assert_eq!(converted.environment.routes.len(), 2);
        assert_eq!(bodies(&converted), ["", "\"\"", ""]);
        assert_eq!(converted.warnings.len(), 1, "{:?}", converted.warnings);
        assert!(converted.warnings[0].text.contains(reference) && converted.warnings[0].text.contains(reason));
    }
}

#[test]
fn references_that_lead_nowhere_are_warned_about_and_escapes_are_understood() {
    let converted = convert_text(
        "{openapi: 3.0.0, x: {'a/b c': {type: integer}}, paths: {/a: {get: {responses: {'200': {content: {application/json: {schema: {properties: {a: {$ref: '#/x/a~1b%20c'}, b: {$ref: '#/gone'}}}}}}}}}}}",
    )
    .unwrap();
    assert_eq!(bodies(&converted), ["{\n  \"a\": {{faker 'number.int' max=99999}},\n  \"b\": \"\"\n}"]);
    assert!(converted.warnings[0].text.starts_with("$ref to \"#/gone\" is not resolved"), "{:?}", converted.warnings);
}

#[test]
fn references_that_only_lead_to_each_other_are_warned_about() {
    for (schemas, warnings) in [
        ("A: {$ref: '#/components/schemas/A'}", 1),
        ("A: {$ref: '#/components/schemas/B'}, B: {$ref: '#/components/schemas/A'}", 1),
        ("A: {properties: {a: {$ref: '#/components/schemas/A'}}}", 0),
        (
            "A: {type: array, items: {$ref: '#/components/schemas/B'}}, B: {allOf: [{$ref: '#/components/schemas/A'}]}",
            0,
        ),
    ] {
        let converted = convert_text(&format!(
            "{{openapi: 3.0.0, paths: {{/a: {{get: {{responses: {{'200': {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/A'}}}}}}}}}}}}}}}}, components: {{schemas: {{{schemas}}}}}}}"
        ))
        .unwrap();
        assert_eq!(converted.warnings.len(), warnings, "{schemas}: {:?}", converted.warnings);
        assert!(converted.warnings.iter().all(|warning| warning.text.contains("leads to itself")));
    }
}

#[test]
fn small_documents_that_stand_for_huge_bodies_are_refused() {
    let mut schemas = String::from("S0: {type: string}\n");
    for level in 1..40 {
        let below = level - 1;
        schemas += &format!(
            "    S{level}: {{properties: {{a: {{$ref: '#/components/schemas/S{below}'}}, b: {{$ref: '#/components/schemas/S{below}'}}}}}}\n"
        );
    }
    let text = format!(
        "openapi: 3.0.0\npaths: {{/a: {{get: {{responses: {{'200': {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/S39'}}}}}}}}}}}}}}}}\ncomponents:\n  schemas:\n    {schemas}"
    );
    assert!(matches!(convert_text(&text), Err(OpenApiError::TooLarge(_))));
}

/// A document whose one body is a chain of that many schemas.
fn chain(length: usize) -> Json {
    let mut schemas = serde_json::Map::new();
    for level in 0..length {
        let next = format!("#/components/schemas/S{}", level + 1);
        schemas.insert(format!("S{level}"), json!({ "properties": { "next": { "$ref": next } } }));
    }
    schemas.insert(format!("S{length}"), json!({ "type": "boolean" }));
    let response = json!({ "content": { "application/json": { "schema": { "$ref": "#/components/schemas/S0" } } } });
    json!({
        "openapi": "3.0.0",
        "paths": { "/a": { "get": { "responses": { "200": response } } } },
        "components": { "schemas": schemas },
    })
}

#[test]
fn long_chains_of_references_do_not_exhaust_the_stack() {
    let converted = convert(chain(3_000), Version::V30, Compat::AsMeant, None).unwrap();
    assert!(bodies(&converted)[0].contains("{{faker 'datatype.boolean'}}"));
    assert!(matches!(convert(chain(30_000), Version::V30, Compat::AsMeant, None), Err(OpenApiError::TooDeep(_))));
}

#[test]
fn header_values_that_are_no_texts_are_written_as_texts() {
    let converted = convert_text(
        "{openapi: 3.0.0, paths: {/a: {get: {responses: {'200': {headers: {A: {example: 100}, B: {example: {x: [1]}}, C: {examples: {}}}}}}}}}",
    )
    .unwrap();
    let headers = &converted.environment.routes[0].responses[0].headers;
    let values: Vec<_> = headers.iter().map(|header| header.value.as_str()).collect();
    assert_eq!(values, ["application/json", "100", "{\"x\":[1]}", ""]);
}

#[test]
fn the_dialect_is_told_by_its_field() {
    for (document, dialect) in [
        (json!({ "swagger": "2.0" }), Version::Swagger),
        (json!({ "openapi": "3.0.4" }), Version::V30),
        (json!({ "openapi": "3.1.1" }), Version::V31),
        (json!({ "openapi": "3.2.0" }), Version::V31),
        (json!({ "openapi": 3.0 }), Version::V30),
        (json!({ "openapi": 3.1 }), Version::V31),
    ] {
        assert_eq!(version(&document, Compat::AsMeant), Ok(dialect), "{document}");
    }
    assert_eq!(version(&json!({ "openapi": "3.1.1" }), Compat::Reference), Ok(Version::V30));
    assert!(version(&json!({ "openapi": 3.0 }), Compat::Reference).is_err());
    assert_eq!(
        version(&json!({ "openapi": "4.0" }), Compat::AsMeant).unwrap_err(),
        "version \"4.0\" is not supported, only 2.0, 3.0 and 3.1 are"
    );
    assert!(version(&json!([]), Compat::AsMeant).is_err());
}
