//! Migrations 11 to 22.

use serde_json::{Value, json};

use super::access::{
    MigrationResult, Object, default_if_falsy, default_if_nullish, delete, each, each_response, each_route, each_rule,
    to_text, truthy,
};
use crate::js::number;

/// 11: templating can be switched off for a response; its status is a number.
pub fn templating_switch_and_numeric_status(environment: &mut Object) -> MigrationResult {
    each_response(environment, |response| {
        default_if_nullish(response, "disableTemplating", false);
        let status = response.get("statusCode").map_or(f64::NAN, |status| number::parse_int(&to_text(status)));
        // NaN has no JSON: null is repaired to the default just the same.
        response.insert("statusCode".to_owned(), json!(status));
        Ok(())
    })
}

/// 12: how the rules of a response combine.
pub fn rules_operator(environment: &mut Object) -> MigrationResult {
    each_response(environment, |response| {
        default_if_nullish(response, "rulesOperator", "OR");
        Ok(())
    })
}

/// 13: random responses.
pub fn random_response(environment: &mut Object) -> MigrationResult {
    each_route(environment, |route| {
        default_if_nullish(route, "randomResponse", false);
        Ok(())
    })
}

/// 14: sequential responses.
pub fn sequential_response(environment: &mut Object) -> MigrationResult {
    each_route(environment, |route| {
        default_if_nullish(route, "sequentialResponse", false);
        Ok(())
    })
}

/// 15: the prefix can be cut from proxied paths.
pub fn proxy_remove_prefix(environment: &mut Object) -> MigrationResult {
    default_if_nullish(environment, "proxyRemovePrefix", false);
    Ok(())
}

/// 16: the address to bind.
pub fn hostname(environment: &mut Object) -> MigrationResult {
    default_if_falsy(environment, "hostname", "0.0.0.0");
    Ok(())
}

/// 17: missing files may answer 404.
pub fn fallback_to_404(environment: &mut Object) -> MigrationResult {
    each_response(environment, |response| {
        default_if_nullish(response, "fallbackTo404", false);
        Ok(())
    })
}

/// 18: `isRegex` of rules becomes an operator.
pub fn rule_operator(environment: &mut Object) -> MigrationResult {
    each_rule(environment, |rule| {
        if truthy(rule, "isRegex") {
            rule.insert("operator".to_owned(), "regex".into());
        }
        default_if_nullish(rule, "operator", "equals");
        delete(rule, "isRegex");
        Ok(())
    })
}

/// 19: `https` becomes an object with certificate settings.
pub fn tls_options(environment: &mut Object) -> MigrationResult {
    let https = environment.swap_remove("https");
    let defaults = json!({
        "enabled": https.unwrap_or(Value::Null),
        "type": "CERT", "pfxPath": "", "certPath": "", "keyPath": "", "caPath": "", "passphrase": "",
    });
    default_if_falsy(environment, "tlsOptions", defaults);
    Ok(())
}

/// 20: the first response is the default one.
pub fn default_response(environment: &mut Object) -> MigrationResult {
    each_route(environment, |route| {
        each(route, "responses", |index, response| {
            if !response.contains_key("default") {
                response.insert("default".to_owned(), (index == 0).into());
            }
            Ok(())
        })
    })
}

/// 21: random and sequential become one response mode.
pub fn response_mode(environment: &mut Object) -> MigrationResult {
    each_route(environment, |route| {
        let mode = if truthy(route, "sequentialResponse") {
            json!("SEQUENTIAL")
        } else if truthy(route, "randomResponse") {
            json!("RANDOM")
        } else {
            Value::Null
        };
        default_if_nullish(route, "responseMode", mode);
        delete(route, "sequentialResponse");
        delete(route, "randomResponse");
        Ok(())
    })
}

/// 22: rules can be inverted.
pub fn rule_invert(environment: &mut Object) -> MigrationResult {
    each_rule(environment, |rule| {
        default_if_nullish(rule, "invert", false);
        Ok(())
    })
}
