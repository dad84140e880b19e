//! Migrations 23 to 33.

use serde_json::{Value, json};

use super::access::{
    MigrationResult, Object, Stopped, default_if_falsy, default_if_nullish, delete_in_each, each, each_response,
    each_route, truthy,
};
use super::faker_names;

/// 23: data buckets.
pub fn data_buckets(environment: &mut Object) -> MigrationResult {
    default_if_nullish(environment, "data", json!([]));
    Ok(())
}

/// 24: a response says where its body comes from.
pub fn body_type(environment: &mut Object) -> MigrationResult {
    each_response(environment, |response| {
        default_if_nullish(response, "databucketID", "");
        if !response.contains_key("bodyType") {
            let kind = if truthy(response, "filePath") { "FILE" } else { "INLINE" };
            response.insert("bodyType".to_owned(), kind.into());
        }
        Ok(())
    })
}

/// 25: folders; the routes so far are the top of the tree.
pub fn folders(environment: &mut Object) -> MigrationResult {
    default_if_nullish(environment, "folders", json!([]));
    if environment.get("rootChildren").is_some_and(|children| !children.is_null()) {
        return Ok(());
    }
    let routes = environment.get("routes").and_then(Value::as_array).ok_or(Stopped)?;
    let reference = |route: &Value| match route {
        Value::Null => Err(Stopped),
        route => Ok(json!({ "type": "route", "uuid": route.get("uuid").cloned().unwrap_or_default() })),
    };
    let children: Vec<Value> = routes.iter().map(reference).collect::<Result<_, _>>()?;
    environment.insert("rootChildren".to_owned(), Value::Array(children));
    Ok(())
}

/// 26: routes have a type.
pub fn route_type(environment: &mut Object) -> MigrationResult {
    each_route(environment, |route| {
        default_if_nullish(route, "type", "http");
        Ok(())
    })
}

/// 27: all addresses are an empty hostname.
pub fn empty_hostname(environment: &mut Object) -> MigrationResult {
    if environment.get("hostname").is_some_and(|hostname| hostname == "0.0.0.0") {
        environment.insert("hostname".to_owned(), "".into());
    }
    Ok(())
}

/// 28: the key of ids in CRUD routes.
pub fn crud_key(environment: &mut Object) -> MigrationResult {
    each_response(environment, |response| {
        default_if_nullish(response, "crudKey", "id");
        Ok(())
    })
}

/// 29: faker 8 renamed its functions; buckets and inline bodies follow, headers do not.
pub fn faker_8(environment: &mut Object) -> MigrationResult {
    if truthy(environment, "data") {
        each(environment, "data", |_, bucket| rename_faker(bucket, "value"))?;
    }
    each_response(environment, |response| rename_faker(response, "body"))
}

fn rename_faker(object: &mut Object, key: &str) -> MigrationResult {
    if !truthy(object, key) {
        return Ok(());
    }
    let Some(Value::String(text)) = object.get_mut(key) else { return Err(Stopped) };
    if let Some(renamed) = faker_names::rename(text) {
        *text = renamed;
    }
    Ok(())
}

/// 30: callbacks; what responses had under that name is dropped.
pub fn callbacks(environment: &mut Object) -> MigrationResult {
    default_if_falsy(environment, "callbacks", json!([]));
    if !truthy(environment, "routes") {
        return Ok(());
    }
    each_route(environment, |route| {
        if !truthy(route, "responses") {
            return Ok(());
        }
        each(route, "responses", |_, response| {
            response.insert("callbacks".to_owned(), json!([]));
            Ok(())
        })
    })
}

/// 31: switched-off routes are a setting of the application: all routes of the file are served.
pub fn drop_enabled(environment: &mut Object) -> MigrationResult {
    delete_in_each(environment, "routes", "enabled")
}

/// 32: so are collapsed folders.
pub fn drop_collapsed(environment: &mut Object) -> MigrationResult {
    delete_in_each(environment, "folders", "collapsed")
}

/// 33: WebSockets.
pub fn websockets(environment: &mut Object) -> MigrationResult {
    if !truthy(environment, "routes") {
        return Ok(());
    }
    each_route(environment, |route| {
        route.insert("streamingMode".to_owned(), Value::Null);
        route.insert("streamingInterval".to_owned(), 0.into());
        Ok(())
    })
}
