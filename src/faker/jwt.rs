//! `internet.jwt`: a JSON Web Token with a signature of noise.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::fault::Drawn;
use super::generator::{Generator, text};
use super::helpers::record;
use super::options::Options;
use super::{date, expression, string};
use crate::js::{Value, json, number, text as js_text};

/// `internet.jwt`: header and payload as given, or a fresh one with the usual claims.
pub(super) fn jwt(g: &mut Generator, args: &[Value]) -> Drawn {
    let options = Options::of(args.first(), "refDate")?;
    let reference = date::reference(g, &options)?;
    let issued = date::yesterday(g, reference)?;
    let header = match options.given("header") {
        Some(header) => header,
        None => record(&[("alg", g.word("internet", "jwt_algorithm")?), ("typ", Value::from("JWT"))]),
    };
    let payload = options.given("payload").map_or_else(|| claims(g, issued, reference), Ok)?;
    let (header, payload) = (encode(&header), encode(&payload));
    let signature = string::mixed_alphanumeric(g, 64)?;
    text(format!("{header}.{payload}.{signature}"))
}

fn claims(g: &mut Generator, issued: f64, reference: f64) -> Drawn {
    let seconds = |ms: f64| Value::Number(number::round(ms / 1000.0));
    let expires = date::tomorrow(g, issued)?;
    let not_before = date::around(g, reference)?;
    let pattern = expression::draw_pattern(g, "company", "name_pattern")?;
    let issuer = expression::fill(g, pattern)?;
    Ok(record(&[
        ("iat", seconds(issued)),
        ("exp", seconds(expires)),
        ("nbf", seconds(not_before)),
        ("iss", issuer.into()),
        ("sub", string::uuid_text(g).into()),
        ("aud", string::uuid_text(g).into()),
        ("jti", string::uuid_text(g).into()),
    ]))
}

fn encode(value: &Value) -> String {
    let json = json::stringify(value).unwrap_or_else(|| "undefined".to_owned());
    URL_SAFE_NO_PAD.encode(js_text::to_wire(&json).as_bytes())
}
