//! Migrations 1 to 10.

use serde_json::{Value, json};

use super::access::{
    MigrationResult, Object, Stopped, assign, default_if_falsy, default_if_nullish, delete, each_response, each_route,
    truthy,
};
use crate::environment::identity::new_uuid;

/// 1: proxy and HTTPS settings.
pub fn proxy_settings(environment: &mut Object) -> MigrationResult {
    default_if_falsy(environment, "proxyMode", false);
    default_if_falsy(environment, "proxyHost", "");
    default_if_falsy(environment, "https", false);
    Ok(())
}

/// 2: CORS, uuids of routes, the content type becomes a header among the others.
pub fn uuids_and_content_type(environment: &mut Object) -> MigrationResult {
    default_if_falsy(environment, "cors", true);
    each_route(environment, |route| {
        add_uuid(route);
        if !truthy(route, "customHeaders") {
            return Ok(());
        }
        let content_type = route.get("contentType").cloned();
        let headers = route.get_mut("customHeaders").and_then(Value::as_array_mut).ok_or(Stopped)?;
        let mut has_content_type = false;
        for header in headers.iter() {
            if header.is_null() {
                return Err(Stopped);
            }
            if header.get("key").is_some_and(|key| key == "Content-Type") {
                has_content_type = true;
                break;
            }
        }
        if !has_content_type {
            let mut header = json!({ "uuid": new_uuid(), "key": "Content-Type" });
            if let (Some(header), Some(value)) = (header.as_object_mut(), content_type) {
                header.insert("value".to_owned(), value);
            }
            headers.insert(0, header);
        }
        delete(route, "contentType");
        Ok(())
    })
}

/// 3: uuids of routes that still lack one.
pub fn missing_uuids(environment: &mut Object) -> MigrationResult {
    each_route(environment, |route| {
        add_uuid(route);
        Ok(())
    })
}

fn add_uuid(route: &mut Object) {
    if !truthy(route, "uuid") {
        route.insert("uuid".to_owned(), new_uuid().into());
    }
}

/// 4: headers of the environment, documentation, `customHeaders` are called `headers`.
pub fn headers(environment: &mut Object) -> MigrationResult {
    default_if_falsy(environment, "headers", json!([{ "uuid": new_uuid(), "key": "", "value": "" }]));
    each_route(environment, |route| {
        if truthy(route, "file") {
            let file = route.get_mut("file").and_then(Value::as_object_mut).ok_or(Stopped)?;
            if !file.contains_key("sendAsBody") {
                file.insert("sendAsBody".to_owned(), false.into());
            }
        }
        default_if_nullish(route, "documentation", "");
        if truthy(route, "customHeaders") {
            let headers = route.swap_remove("customHeaders");
            assign(route, "headers", headers);
        }
        Ok(())
    })
}

/// 5: the fields of the `file` object move up into the route.
pub fn file_fields(environment: &mut Object) -> MigrationResult {
    delete(environment, "duplicates");
    each_route(environment, |route| {
        let has_file = truthy(route, "file");
        let mut file = route.swap_remove("file");
        let mut field = |name: &str, without_file: Value| {
            if has_file { file.as_mut()?.as_object_mut()?.swap_remove(name) } else { Some(without_file) }
        };
        let (path, as_body) = (field("path", "".into()), field("sendAsBody", false.into()));
        assign(route, "filePath", path);
        assign(route, "sendFileAsBody", as_body);
        delete(route, "duplicates");
        Ok(())
    })
}

/// 6: a route has several responses; what it answered so far is the first.
pub fn several_responses(environment: &mut Object) -> MigrationResult {
    each_route(environment, |route| {
        let mut response = Object::new();
        let status = route.swap_remove("statusCode").filter(|status| !status.is_null());
        response.insert("uuid".to_owned(), new_uuid().into());
        response.insert("statusCode".to_owned(), status.unwrap_or_else(|| "200".into()));
        response.insert("label".to_owned(), "".into());
        for key in ["latency", "filePath", "sendFileAsBody", "headers", "body"] {
            let value = route.swap_remove(key);
            assign(&mut response, key, value);
        }
        response.insert("rules".to_owned(), json!([]));
        route.insert("responses".to_owned(), Value::Array(vec![Value::Object(response)]));
        Ok(())
    })
}

/// 7: uuids of responses were not unique.
pub fn renew_response_uuids(environment: &mut Object) -> MigrationResult {
    each_response(environment, |response| {
        response.insert("uuid".to_owned(), new_uuid().into());
        Ok(())
    })
}

/// 8: routes can be switched off.
pub fn enabled(environment: &mut Object) -> MigrationResult {
    each_route(environment, |route| {
        route.insert("enabled".to_owned(), true.into());
        Ok(())
    })
}

/// 9: labels of responses.
pub fn labels(environment: &mut Object) -> MigrationResult {
    each_response(environment, |response| {
        default_if_falsy(response, "label", "");
        Ok(())
    })
}

/// 10: headers of proxied requests and responses.
pub fn proxy_headers(environment: &mut Object) -> MigrationResult {
    for key in ["proxyReqHeaders", "proxyResHeaders"] {
        default_if_falsy(environment, key, json!([{ "key": "", "value": "" }]));
    }
    Ok(())
}
