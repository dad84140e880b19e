//! Replaces every `$ref` by what it refers to. The outcome for cycles depends on where one enters them, and this
//! walk enters them where the reference does: a reference that is being resolved becomes an empty object, an object
//! that is being walked stays as it is, with its references in it.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value as Json;

use super::external::join;
use super::{Compat, OpenApiError, Resolver, prepared};
use crate::environment::warning::{Warning, WarningKind};
use crate::js::{Object, Value};

/// Deeper chains of references are refused.
const MAX_DEPTH: usize = 20_000;

/// The document without references.
pub fn dereference(
    document: Json,
    compat: Compat,
    resolver: Option<&dyn Resolver>,
    warnings: &mut Vec<Warning>,
) -> Result<Value, OpenApiError> {
    let root = Arc::new(Document { path: PathBuf::new(), value: prepared(document, compat) });
    let mut walk = Walk {
        resolver,
        compat,
        documents: HashMap::from([(PathBuf::new(), Arc::clone(&root))]),
        missing: HashMap::new(),
        resolved: HashMap::new(),
        resolving: HashMap::new(),
        walking: HashSet::new(),
        unresolved: Vec::new(),
    };
    let value = walk.value(&root.value, &root, 0)?;
    let lost = walk.unresolved.into_iter();
    warnings.extend(lost.map(|(reference, reason)| {
        let text = format!("$ref to \"{reference}\" is not resolved, nothing stands in its place: {reason}");
        Warning::new(WarningKind::Reference, text)
    }));
    Ok(value)
}

struct Document {
    path: PathBuf,
    value: Value,
}

/// A reference and the document it leads into.
type Target = (PathBuf, String);

struct Walk<'r> {
    resolver: Option<&'r dyn Resolver>,
    compat: Compat,
    /// Never shrinks: addresses of values in it are identities.
    documents: HashMap<PathBuf, Arc<Document>>,
    /// Why documents are not there.
    missing: HashMap<PathBuf, String>,
    resolved: HashMap<Target, Value>,
    /// What is being resolved, and how many objects were being walked when that began.
    resolving: HashMap<Target, usize>,
    /// Addresses of the objects on the way from the root to here.
    walking: HashSet<usize>,
    /// References with the reasons why they lead nowhere.
    unresolved: Vec<(String, String)>,
}

impl Walk<'_> {
    fn value(&mut self, value: &Value, document: &Arc<Document>, depth: usize) -> Result<Value, OpenApiError> {
        if depth > MAX_DEPTH {
            return Err(OpenApiError::TooDeep(MAX_DEPTH));
        }
        match value {
            Value::Array(items) => {
                let walked = items.iter().map(|item| self.value(item, document, depth + 1));
                Ok(Value::array(walked.collect::<Result<_, _>>()?))
            }
            Value::Object(object) => self.object(value, object, document, depth),
            scalar => Ok(scalar.clone()),
        }
    }

    fn object(
        &mut self,
        value: &Value,
        object: &Object,
        document: &Arc<Document>,
        depth: usize,
    ) -> Result<Value, OpenApiError> {
        // What has no place holds nothing.
        let Some(address) = object.address().filter(|address| !self.walking.contains(address)) else {
            return Ok(value.clone());
        };
        if let Some(reference) = object.get("$ref").and_then(Value::as_str).filter(|reference| !reference.is_empty()) {
            return self.reference(value, reference, document, depth);
        }
        self.walking.insert(address);
        let mut walked = Object::with_capacity(object.len());
        for (key, value) in object.iter() {
            walked.insert(key.clone(), self.value(value, document, depth + 1)?);
        }
        self.walking.remove(&address);
        Ok(Value::object(walked))
    }

    fn reference(
        &mut self,
        value: &Value,
        reference: &str,
        document: &Arc<Document>,
        depth: usize,
    ) -> Result<Value, OpenApiError> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        // A bare name is neither a pointer nor a file.
        if fragment.is_empty() && !file.contains(['.', '/']) {
            return Ok(self.unresolved(reference, value, NOWHERE));
        }
        let target_document = match self.document(file, document) {
            Ok(target_document) => target_document,
            Err(reason) => return Ok(self.unresolved(reference, value, &reason)),
        };
        let target = (target_document.path.clone(), fragment.to_owned());
        if let Some(resolved) = self.resolved.get(&target) {
            return Ok(resolved.clone());
        }
        if let Some(since) = self.resolving.get(&target) {
            // A cycle with a schema in it has an end; this one has not.
            if *since == self.walking.len() {
                self.note(reference, "it leads to itself");
            }
            return Ok(Value::object(Object::new()));
        }
        let Some(found) = find(&target_document.value, file, fragment).filter(|found| found.truthy()) else {
            return Ok(self.unresolved(reference, value, NOWHERE));
        };
        self.resolving.insert(target.clone(), self.walking.len());
        let resolved = self.value(&found, &target_document, depth + 1)?;
        self.resolving.remove(&target);
        self.resolved.insert(target, resolved.clone());
        Ok(resolved)
    }

    /// What leads nowhere stays as it is, and is no schema of any type.
    fn unresolved(&mut self, reference: &str, value: &Value, reason: &str) -> Value {
        self.note(reference, reason);
        value.clone()
    }

    fn note(&mut self, reference: &str, reason: &str) {
        if !self.unresolved.iter().any(|(lost, _)| lost == reference) {
            self.unresolved.push((reference.to_owned(), reason.to_owned()));
        }
    }

    /// The document that the part of a reference before `#` names; says why it cannot be had.
    fn document(&mut self, file: &str, from: &Arc<Document>) -> Result<Arc<Document>, String> {
        if file.is_empty() {
            return Ok(Arc::clone(from));
        }
        if is_remote(file) {
            return Err(
                "documents on other servers are not fetched, put it beside this one and refer to it by a relative path"
                    .to_owned(),
            );
        }
        let path = join(&from.path, file);
        if let Some(known) = self.documents.get(&path) {
            return Ok(Arc::clone(known));
        }
        if let Some(reason) = self.missing.get(&path) {
            return Err(reason.clone());
        }
        let no_files = || {
            Err(match self.compat {
                Compat::AsMeant => "this document was not loaded from a file, others are out of reach".to_owned(),
                Compat::Reference => "the reference does not follow references to other files".to_owned(),
            })
        };
        match self.resolver.map_or_else(no_files, |resolver| resolver.document(&path)) {
            Ok(json) => {
                let document = Arc::new(Document { path: path.clone(), value: prepared(json, self.compat) });
                self.documents.insert(path, Arc::clone(&document));
                Ok(document)
            }
            Err(reason) => {
                self.missing.insert(path, reason.clone());
                Err(reason)
            }
        }
    }
}

/// Why most references lead nowhere.
const NOWHERE: &str = "there is nothing at that place";

/// Whether a reference has a scheme other than that of files.
fn is_remote(file: &str) -> bool {
    let scheme = file.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| scheme != "file") || file.starts_with("//")
}

/// The value at a fragment. Inside the same document only `#/...` counts, of another one the whole may be meant.
fn find(document: &Value, file: &str, fragment: &str) -> Option<Value> {
    if fragment.is_empty() {
        return (!file.is_empty()).then(|| document.clone());
    }
    let path = fragment.strip_prefix('/')?;
    path.split('/').try_fold(document.clone(), |value, segment| {
        let plain = value.get(segment);
        let found = if plain.is_undefined() { value.get(&unescape(segment)) } else { plain };
        (!found.is_undefined()).then_some(found)
    })
}

/// A segment of a JSON pointer in a URI: percent escapes, then `~1` and `~0`.
fn unescape(segment: &str) -> String {
    let decoded = percent_encoding::percent_decode_str(segment).decode_utf8_lossy();
    decoded.replace("~1", "/").replace("~0", "~")
}
