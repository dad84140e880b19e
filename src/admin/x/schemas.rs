//! JSON Schemas of Mockoon's own objects, as `/x` takes them: everything may be missing and gets Mockoon's default, nothing
//! may be unknown or of another type. Mockoon's own `PUT /environment` repairs such things instead.

use crate::environment::model::RuleOperator;

use super::Table;

pub(super) const TABLE: Table = Table { rows: &[], schemas: SCHEMAS };

const SCHEMAS: &[(&str, &str)] = &[
    (
        "Environment",
        r##"{"type": "object", "additionalProperties": false, "properties": {
            "uuid": {"type": "string", "format": "uuid"}, "lastMigration": {"type": "number"}, "name": {"type": "string"},
            "endpointPrefix": {"type": "string"}, "latency": {"type": "number", "minimum": 0},
            "port": {"type": "integer", "minimum": 0, "maximum": 65535, "description": "cannot be changed"},
            "hostname": {"type": "string", "description": "cannot be changed"},
            "tlsOptions": {"$ref": "#/components/schemas/TlsOptions"},
            "folders": {"type": "array", "items": {"type": "object", "additionalProperties": false, "properties": {
                "uuid": {"type": "string", "format": "uuid"}, "name": {"type": "string"},
                "children": {"type": "array", "items": {"$ref": "#/components/schemas/FolderChild"}}}}},
            "routes": {"type": "array", "items": {"$ref": "#/components/schemas/Route"}},
            "rootChildren": {"type": "array", "items": {"$ref": "#/components/schemas/FolderChild"},
                "description": "the order of matching; without it all routes in the order of the list"},
            "proxyMode": {"type": "boolean"}, "proxyHost": {"type": "string"}, "proxyRemovePrefix": {"type": "boolean"},
            "cors": {"type": "boolean"},
            "headers": {"$ref": "#/components/schemas/HeaderList"},
            "proxyReqHeaders": {"$ref": "#/components/schemas/HeaderList"},
            "proxyResHeaders": {"$ref": "#/components/schemas/HeaderList"},
            "data": {"type": "array", "items": {"$ref": "#/components/schemas/DataBucket"}},
            "callbacks": {"type": "array", "items": {"$ref": "#/components/schemas/Callback"}}
        }}"##,
    ),
    (
        "TlsOptions",
        r#"{"type": "object", "additionalProperties": false, "description": "cannot be changed", "properties": {
            "enabled": {"type": "boolean"}, "type": {"enum": ["CERT", "PFX"]}, "pfxPath": {"type": "string"},
            "certPath": {"type": "string"}, "keyPath": {"type": "string"}, "caPath": {"type": "string"},
            "passphrase": {"type": "string"}
        }}"#,
    ),
    (
        "FolderChild",
        r#"{"type": "object", "additionalProperties": false, "required": ["type", "uuid"], "properties": {
            "type": {"enum": ["route", "folder"]}, "uuid": {"type": "string", "format": "uuid"}
        }}"#,
    ),
    (
        "HeaderList",
        r#"{"type": "array", "items": {"type": "object", "additionalProperties": false, "properties": {
            "key": {"type": "string"}, "value": {"type": "string"}
        }}}"#,
    ),
    (
        "Route",
        r##"{"type": "object", "additionalProperties": false, "description": "a Mockoon route; what is missing gets Mockoon's default", "properties": {
            "uuid": {"type": "string", "format": "uuid"}, "type": {"enum": ["http", "crud", "ws"]},
            "documentation": {"type": "string"},
            "method": {"type": "string", "description": "a method of HTTP or WebDAV, or all",
                "pattern": "(?i)^(|all|get|post|put|patch|delete|head|options|propfind|proppatch|move|copy|mkcol|lock|unlock)$"},
            "endpoint": {"type": "string"},
            "responses": {"type": "array", "items": {"$ref": "#/components/schemas/RouteResponse"}},
            "responseMode": {"enum": [null, "RANDOM", "SEQUENTIAL", "DISABLE_RULES", "FALLBACK"]},
            "streamingMode": {"enum": [null, "UNICAST", "BROADCAST"]},
            "streamingInterval": {"type": "number", "minimum": 0}
        }}"##,
    ),
    ("Routes", r##"{"type": "array", "items": {"$ref": "#/components/schemas/Route"}}"##),
    (
        "RouteResponse",
        r##"{"type": "object", "additionalProperties": false, "description": "a Mockoon response; what is missing gets Mockoon's default", "properties": {
            "uuid": {"type": "string", "format": "uuid"}, "body": {"type": "string"},
            "latency": {"type": "number", "minimum": 0},
            "statusCode": {"type": "integer", "minimum": 100, "maximum": 999}, "label": {"type": "string"},
            "headers": {"$ref": "#/components/schemas/HeaderList"}, "bodyType": {"enum": ["INLINE", "FILE", "DATABUCKET"]},
            "filePath": {"type": "string"}, "databucketID": {"type": "string"}, "sendFileAsBody": {"type": "boolean"},
            "rules": {"type": "array", "items": {"type": "object", "additionalProperties": false, "properties": {
                "target": {"enum": ["body", "query", "header", "cookie", "params", "path", "method", "request_number",
                    "global_var", "data_bucket", "templating"]},
                "modifier": {"type": "string"}, "value": {"type": "string"}, "invert": {"type": "boolean"},
                "operator": {"$ref": "#/components/schemas/RuleOperator"}}}},
            "rulesOperator": {"enum": ["OR", "AND"]}, "disableTemplating": {"type": "boolean"},
            "fallbackTo404": {"type": "boolean"}, "default": {"type": "boolean"}, "crudKey": {"type": "string"},
            "callbacks": {"type": "array", "items": {"type": "object", "additionalProperties": false, "required": ["uuid"],
                "properties": {"uuid": {"type": "string", "format": "uuid"}, "latency": {"type": "number"}}}}
        }}"##,
    ),
    ("RuleOperator", RuleOperator::SCHEMA),
    ("RouteResponses", r##"{"type": "array", "items": {"$ref": "#/components/schemas/RouteResponse"}}"##),
    (
        "DataBucket",
        r#"{"type": "object", "additionalProperties": false, "properties": {
            "uuid": {"type": "string", "format": "uuid"}, "id": {"type": "string"}, "name": {"type": "string"},
            "documentation": {"type": "string"}, "value": {"type": "string", "description": "a template"}
        }}"#,
    ),
    (
        "Callback",
        r##"{"type": "object", "additionalProperties": false, "properties": {
            "uuid": {"type": "string", "format": "uuid"}, "id": {"type": "string"}, "uri": {"type": "string"},
            "name": {"type": "string"}, "documentation": {"type": "string"},
            "method": {"enum": ["get", "post", "put", "patch", "delete", "head", "options", "propfind", "proppatch", "move",
                "copy", "mkcol", "lock", "unlock"]},
            "headers": {"$ref": "#/components/schemas/HeaderList"}, "bodyType": {"enum": ["INLINE", "FILE", "DATABUCKET"]},
            "body": {"type": "string"}, "databucketID": {"type": "string"}, "filePath": {"type": "string"},
            "sendFileAsBody": {"type": "boolean"}
        }}"##,
    ),
];
