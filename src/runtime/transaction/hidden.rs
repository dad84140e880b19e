//! What a recording hides of a transaction, cut out of whatever is shown of it: of parameters, of what rules found.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::{RecordedBody, Transaction};
use crate::environment::traffic::{REDACTED, Secrets};
use crate::js::{Object, Str, Value};
use crate::message::Request;

/// Texts with fewer characters are cut out as a whole value only: they are part of too much.
const MIN_LENGTH: usize = 4;

impl Transaction {
    /// The target of the request as it may be shown.
    pub(in crate::runtime) fn target(&self) -> Cow<'_, str> {
        let target = self.request.original_url();
        self.secrets().map_or(Cow::Borrowed(target), |secrets| secrets.url(target).into())
    }

    /// A value made of the transaction, without what is hidden of its path.
    pub(in crate::runtime) fn without_hidden(&self, value: Value) -> Value {
        let Some(secrets) = self.secrets() else { return value };
        let mut hidden = Vec::new();
        self.hidden_in_path(&mut hidden);
        cut(&value, secrets, &hidden)
    }

    /// A value made of the request with its body, without what is hidden of it.
    pub(crate) fn without_any_hidden(&self, value: Value, request: &Request) -> Value {
        let Some(secrets) = self.secrets() else { return value };
        let mut hidden = Vec::new();
        self.hidden_in_path(&mut hidden);
        let target = self.target();
        let shown = spelled(target.split_once('?').map_or("", |(_, query)| query));
        missing(leaves(request.query()), &shown, &mut hidden);
        for (name, value) in request.header_map() {
            let value = String::from_utf8_lossy(value.as_bytes());
            let shown = secrets.header(name.as_str(), &value);
            // An authentication scheme stays, and so does the name of a cookie.
            missing(value.split([' ', ';', '=']).map(Str::from).collect(), &shown, &mut hidden);
            missing(vec![Str::from(&*value)], &shown, &mut hidden);
        }
        if let RecordedBody::Bytes { bytes, .. } = &*self.shown_body(&self.request_body, self.request.header_map()) {
            let shown = spelled(&String::from_utf8_lossy(bytes));
            missing(leaves(request.body()), &shown, &mut hidden);
        }
        cut(&value, secrets, &hidden)
    }

    fn hidden_in_path(&self, hidden: &mut Vec<Str>) {
        let path = |target: &str| spelled(target.split('?').next().unwrap_or_default());
        let (sent, shown) = (path(self.request.original_url()), path(&self.target()));
        missing(sent.split(['/', '\n']).map(Str::from).collect(), &shown, hidden);
        if let Some(answered) = self.answered() {
            missing(leaves(&answered.params), &shown, hidden);
        }
    }
}

/// Adds the texts that do not stand in what is shown.
fn missing(texts: Vec<Str>, shown: &str, hidden: &mut Vec<Str>) {
    hidden.extend(texts.into_iter().filter(|text| !text.is_empty() && !shown.contains(&**text)));
}

/// A text with its escapes beside it without: a value may stand in it either way.
fn spelled(text: &str) -> String {
    let plain = percent_decode_str(text).decode_utf8_lossy();
    let spaced = text.replace('+', " ");
    format!("{text}\n{plain}\n{}", percent_decode_str(&spaced).decode_utf8_lossy())
}

/// The texts and numbers in a value.
fn leaves(value: &Value) -> Vec<Str> {
    match value {
        Value::Array(list) => list.iter().flat_map(leaves).collect(),
        Value::Object(object) => object.iter().flat_map(|(_, value)| leaves(value)).collect(),
        Value::String(_) | Value::Number(_) => vec![value.to_str()],
        _ => Vec::new(),
    }
}

/// The value without these texts, and without what the recording looks for.
fn cut(value: &Value, secrets: &Secrets, hidden: &[Str]) -> Value {
    match value {
        Value::Array(list) => Value::array(list.iter().map(|value| cut(value, secrets, hidden)).collect()),
        Value::Object(object) => {
            let pairs = object.iter().map(|(name, value)| (name.clone(), cut(value, secrets, hidden)));
            pairs.collect::<Object>().into()
        }
        Value::Number(_) if value.to_str().len() < MIN_LENGTH => value.clone(),
        Value::String(_) | Value::Number(_) => {
            let text = value.to_str();
            let shown = cut_text(&text, secrets, hidden);
            if shown == *text { value.clone() } else { Value::from(shown) }
        }
        other => other.clone(),
    }
}

fn cut_text(text: &str, secrets: &Secrets, hidden: &[Str]) -> String {
    if hidden.iter().any(|hidden| **hidden == *text) {
        return REDACTED.to_owned();
    }
    let mut out = text.to_owned();
    for hidden in hidden.iter().filter(|hidden| hidden.len() >= MIN_LENGTH) {
        if out.contains(&**hidden) {
            out = out.replace(&**hidden, REDACTED);
        }
    }
    secrets.plain(&out).into_owned()
}
