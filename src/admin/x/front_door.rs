//! `/x/front-door`: who is where at the port that all environments share.

use serde_json::{Value, json};

use crate::admin::is_admin_path;
use crate::exchange::Answer;
use crate::routing::front::{By, FrontDoor, FrontMatch, HostPattern, Origin, Table as Rows, TableRow, Tenant, host};

use super::{Call, Handler, Problem, Returns, Row, Table, json};

pub(super) const TABLE: Table = Table { rows: ROWS, schemas: SCHEMAS };

const ROWS: &[Row] = &[
    Row {
        method: "GET",
        path: "/front-door",
        handler: Handler::Step(show),
        doc: "Shows who is where at the front door",
        query: &[],
        body: None,
        answers: &[Returns { status: 200, doc: "The table; without a front door an empty one", schema: "FrontDoor" }],
        example: "/front-door",
    },
    Row {
        method: "POST",
        path: "/front-door/test",
        handler: Handler::Step(test),
        doc: "Says which environment a host and a path lead to, and why; nothing is sent",
        query: &[],
        body: Some("FrontDoorQuestion"),
        answers: &[Returns { status: 200, doc: "Who wins", schema: "FrontDoorVerdict" }],
        example: "/front-door/test -d '{\"host\": \"payments.shop.svc\", \"path\": \"/api/orders\"}'",
    },
];

const SCHEMAS: &[(&str, &str)] = &[
    (
        "FrontDoor",
        r##"{"type": "object", "required": ["ports", "environments", "routes"], "properties": {
            "ports": {"type": "object", "properties": {
                "http": {"type": ["integer", "null"]}, "https": {"type": ["integer", "null"]}}},
            "environments": {"type": "array", "items": {"$ref": "#/components/schemas/FrontDoorEnvironment"}},
            "routes": {"type": "array", "items": {"$ref": "#/components/schemas/FrontDoorRoute"}}
        }}"##,
    ),
    (
        "FrontDoorEnvironment",
        r#"{"type": "object", "required": ["name", "uuid", "file"], "properties": {
            "name": {"type": "string"}, "uuid": {"type": "string"},
            "file": {"type": ["string", "null"], "description": "its name, without the directory"}
        }}"#,
    ),
    (
        "FrontDoorRoute",
        r##"{"type": "object", "required": ["route", "host", "prefix", "strip", "environment", "from"], "properties": {
            "route": {"type": "string", "description": "host and prefix as MOCKOON_FRONT_ROUTES has them"},
            "host": {"type": ["string", "null"], "description": "*.PARENT for one label before it; null for any host"},
            "prefix": {"type": ["string", "null"]},
            "strip": {"type": "boolean", "description": "whether the environment sees its paths without the prefix"},
            "environment": {"anyOf": [{"$ref": "#/components/schemas/FrontDoorEnvironment"}, {"type": "null"}],
                "description": "null as long as there is none of this name, uuid or file"},
            "wanted": {"type": "string", "description": "what the row calls the environment"},
            "from": {"enum": ["setting", "name", "file"], "description": "MOCKOON_FRONT_ROUTES, or the slug of a name or file"}
        }}"##,
    ),
    (
        "FrontDoorQuestion",
        r#"{"type": "object", "additionalProperties": false, "properties": {
            "host": {"type": "string", "description": "as a Host header has it; none is a request without one"},
            "path": {"type": "string", "pattern": "^[/*]", "description": "as it is sent, encoded; / if it is left out"}
        }}"#,
    ),
    (
        "FrontDoorVerdict",
        r##"{"type": "object", "required": ["host", "path", "environment", "route", "why", "others"], "properties": {
            "host": {"type": ["string", "null"], "description": "the host as it is compared; null where there is none"},
            "path": {"type": "string"},
            "environment": {"anyOf": [{"$ref": "#/components/schemas/FrontDoorEnvironment"}, {"type": "null"}]},
            "route": {"anyOf": [{"$ref": "#/components/schemas/FrontDoorRoute"}, {"type": "null"}]},
            "sees": {"type": ["string", "null"], "description": "the path that the environment sees"},
            "why": {"type": "string"},
            "others": {"type": "array", "description": "less specific routes that match as well",
                "items": {"$ref": "#/components/schemas/FrontDoorRoute"}}
        }}"##,
    ),
];

fn show(call: &Call<'_>) -> Result<Answer, Problem> {
    let door = &call.handle.shared.options.front;
    let table = door.table();
    let port = |address: Option<std::net::SocketAddr>| address.map(|address| address.port());
    Ok(json(
        200,
        &json!({
            "ports": {"http": port(door.address()), "https": port(door.tls_address())},
            "environments": table.tenants().iter().map(environment).collect::<Vec<_>>(),
            "routes": table.rows().iter().map(|row| route(&table, row)).collect::<Vec<_>>(),
        }),
    ))
}

fn test(call: &Call<'_>) -> Result<Answer, Problem> {
    let host = call.body["host"].as_str();
    let path = call.body["path"].as_str().unwrap_or("/");
    Ok(json(200, &verdict(&call.handle.shared.options.front, host, path)))
}

/// Who wins, and why.
fn verdict(door: &FrontDoor, authority: Option<&str>, target: &str) -> Value {
    let table = door.table();
    let host = authority.and_then(host::canonical);
    let path = target.split('?').next().unwrap_or_default();
    let is_admin = is_admin_path(path);
    let mut found = table.matching(host.as_deref(), path);
    let winner = if is_admin { None } else { found.next() };
    let row = winner.and_then(|winner| table.rows().get(winner.row));
    let tenant = row.and_then(|row| table.tenant_of(row));
    let others: Vec<Value> =
        found.filter_map(|other| table.rows().get(other.row)).map(|row| route(&table, row)).collect();
    let why = match (&winner, row) {
        _ if !door.is_open() => "there is no front door: set MOCKOON_FRONT_PORT".to_owned(),
        _ if is_admin => "the admin API is at the door by ?environment= only, whatever the host".to_owned(),
        (Some(winner), Some(row)) => reason(winner, row, tenant.is_some(), host.as_deref()),
        _ => match (authority, &host) {
            (None, _) => "there is no host, and no route for any host has this path".to_owned(),
            (Some(_), None) => "this is no host, and no route for any host has this path".to_owned(),
            (Some(_), Some(host)) => format!("no route is for {host} and this path"),
        },
    };
    let sees = tenant.zip(row).zip(winner).map(|((_, row), winner)| match row.row.strip {
        true => seen(target, winner.end),
        false => target.to_owned(),
    });
    json!({
        "host": host,
        "path": target,
        "environment": tenant.map(environment),
        "route": row.map(|row| route(&table, row)),
        "sees": sees,
        "why": why,
        "others": others,
    })
}

fn reason(winner: &FrontMatch, row: &TableRow, is_there: bool, host: Option<&str>) -> String {
    let host = host.unwrap_or_default();
    let by_host = match winner.by {
        By::Host => format!("{host} is a host of the table"),
        By::Service => format!("{host} is a name of the Service {} in a cluster", row.row.host),
        By::Wildcard => format!("{host} is one label before {}", row.row.host.to_string().trim_start_matches("*.")),
        By::Any => "the route is for any host, and none is more specific".to_owned(),
    };
    let by_path = match row.row.prefix.as_str() {
        "" => "all its other paths are for this route".to_owned(),
        prefix => format!("{prefix} is the longest prefix of the path"),
    };
    let missing = match is_there {
        true => "",
        false => "; but no environment has this name, uuid or file yet",
    };
    format!("{by_host}, and {by_path}{missing}")
}

/// What remains of a target.
fn seen(target: &str, end: usize) -> String {
    let rest = target.get(end..).unwrap_or_default();
    if rest.starts_with('/') { rest.to_owned() } else { format!("/{rest}") }
}

fn environment(tenant: &Tenant) -> Value {
    let file = tenant.file.as_deref().and_then(std::path::Path::file_name).map(|name| name.to_string_lossy());
    json!({"name": tenant.name, "uuid": tenant.uuid, "file": file})
}

fn route(table: &Rows, row: &TableRow) -> Value {
    let host = match &row.row.host {
        HostPattern::Any => None,
        host => Some(host.to_string()),
    };
    let from = match row.origin {
        Origin::Setting => "setting",
        Origin::Name => "name",
        Origin::File => "file",
    };
    json!({
        "route": row.row.to_string(),
        "host": host,
        "prefix": Some(&row.row.prefix).filter(|prefix| !prefix.is_empty()),
        "strip": row.row.strip,
        "environment": table.tenant_of(row).map(environment),
        "wanted": row.row.environment,
        "from": from,
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::routing::front::parse_rows;

    #[test]
    fn says_who_wins_and_why() {
        let door = FrontDoor::default();
        let tenant = |name: &str| Tenant { name: name.to_owned(), uuid: format!("uuid-{name}"), file: None };
        let rows = "shop=Shop, shop/api;strip=Api, *.test=Wild, gone=Gone, /any=Shop";
        let rows = parse_rows(rows.split(',')).unwrap();
        door.replace(Arc::new(Rows::new(&rows, ["Shop", "Api", "Wild"].map(tenant).to_vec())));
        assert!(verdict(&door, Some("shop"), "/")["why"].as_str().unwrap().contains("MOCKOON_FRONT_PORT"));
        door.listens_on(([127, 0, 0, 1], 80).into(), false);
        for (host, path, name, sees, why) in [
            (Some("shop"), "/x", Some("Shop"), Some("/x"), "host of the table"),
            (Some("SHOP:80"), "/api/a?b", Some("Api"), Some("/a?b"), "/api is the longest prefix"),
            (Some("shop.ns.svc"), "/api", Some("Api"), Some("/"), "the Service shop in a cluster"),
            (Some("a.test"), "/x", Some("Wild"), Some("/x"), "one label before test"),
            (Some("other"), "/any", Some("Shop"), Some("/any"), "for any host"),
            (None, "/x", None, None, "there is no host"),
            (Some("a b"), "/x", None, None, "no host"),
            (Some("other"), "/x", None, None, "no route is for other"),
            (Some("gone"), "/x", None, None, "no environment has this name"),
            (Some("shop"), "/Mockoon-Admin/logs", None, None, "?environment="),
        ] {
            let verdict = verdict(&door, host, path);
            assert_eq!(verdict["environment"]["name"].as_str(), name, "{verdict}");
            assert_eq!(verdict["sees"].as_str(), sees, "{verdict}");
            assert!(verdict["why"].as_str().unwrap().contains(why), "{verdict}");
        }
        let others = verdict(&door, Some("shop.test"), "/any")["others"].clone();
        let others: Vec<_> = others.as_array().unwrap().iter().map(|row| row["route"].as_str().unwrap()).collect();
        assert_eq!(others, ["*.test", "/any"]);
    }
}
