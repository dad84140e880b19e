//! The files that an environment names as bodies. In a mounted directory they lie beside it, and are no environments.

use std::path::{Component, Path, PathBuf};

use super::model::{BodyType, Environment};

/// The files that responses and callbacks of an environment in this directory send. A path with a template in it may
/// mean any file, and counts for none.
pub fn body_files(environment: &Environment, directory: &Path) -> Vec<PathBuf> {
    let responses = environment.routes.iter().flat_map(|route| &route.responses);
    let sent = responses.filter(|response| response.body_type == BodyType::File).map(|response| &*response.file_path);
    let called = environment.callbacks.iter().filter(|callback| callback.body_type == BodyType::File);
    let paths = sent.chain(called.map(|callback| callback.file_path.as_str()));
    let plain = paths.filter(|path| !path.is_empty() && !path.contains("{{"));
    plain.map(|path| plain_path(&directory.join(path))).collect()
}

/// A path without `.` and, as far as it goes, without `..`: two names of one file are the same then, links aside.
pub fn plain_path(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if plain.file_name().is_some() => drop(plain.pop()),
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::environment::load::load_bytes;

    #[test]
    fn names_the_files_of_responses_and_callbacks() {
        let response = |kind: &str, path: &str| json!({ "bodyType": kind, "filePath": path });
        let file = json!({
            "lastMigration": 33,
            "routes": [{ "responses": [
                response("FILE", "./a.json"), response("FILE", "/x/../b.json"), response("INLINE", "c.json"),
                response("FILE", "{{urlParam 'id'}}.json"), response("FILE", "sub/../../d.json"), response("FILE", ""),
            ] }],
            "callbacks": [{ "bodyType": "FILE", "filePath": "e.json" }, { "bodyType": "INLINE", "filePath": "f.json" }],
        });
        let loaded = load_bytes("x.json", file.to_string().as_bytes()).unwrap();
        let named = body_files(&loaded.environment, Path::new("m/./n"));
        let names: Vec<_> = named.iter().map(|path| path.to_str().unwrap()).collect();
        assert_eq!(names, ["m/n/a.json", "/b.json", "m/d.json", "m/n/e.json"]);
    }
}
