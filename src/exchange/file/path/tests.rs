use std::os::unix::fs::symlink;

use super::*;
use crate::faker::Faker;
use crate::state::{EnvVars, State, Step};
use crate::template::BaseUrl;

/// A directory with an environment's mount, a neighbour with almost its name, and a secret.
struct Mount {
    directory: tempfile::TempDir,
    options: Options,
}

impl Mount {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let at = |path: &str| directory.path().join(path);
        for path in ["env/files", "env/..2024_01", "env-secret", "allowed"] {
            fs::create_dir_all(at(path)).unwrap();
        }
        for file in
            ["env/a.txt", "env/files/b.txt", "env/..2024_01/c.txt", "env-secret/s.txt", "allowed/d.txt", "s.txt"]
        {
            fs::write(at(file), file).unwrap();
        }
        symlink("..2024_01", at("env/..data")).unwrap();
        symlink("..data/c.txt", at("env/c.txt")).unwrap();
        symlink("/proc/self/environ", at("env/environ")).unwrap();
        symlink("../s.txt", at("env/out.txt")).unwrap();
        symlink("..", at("env/up")).unwrap();
        symlink("nowhere", at("env/dangling.txt")).unwrap();
        let options = Options { directory: at("env"), files_allowed: vec![at("allowed")], ..Options::default() };
        Self { directory, options }
    }

    fn at(&self, path: &str) -> String {
        self.directory.path().join(path).to_str().unwrap().to_owned()
    }

    fn resolve(&self, source: &str) -> Result<ResolvedPath, PathError> {
        let env_vars = EnvVars::default();
        let base_url = BaseUrl::default();
        let state = State::new(Faker::new("en", None).unwrap(), 0.0);
        let step = Step::reading(&state);
        let rendering = RenderContext {
            env_vars: &env_vars,
            step: &step,
            base_url: &base_url,
            buckets: &[],
            request: None,
            status: None,
        };
        resolve(source, &Template::compile(&forward_slashes(source)), &rendering, &self.options)
    }

    /// What a client gets: the content, or the error.
    fn get(&self, source: &str) -> Result<String, String> {
        let wanted = self.resolve(source).map_err(|error| error.to_string())?;
        let found = open(&wanted, &Roots::new(&self.options)).map_err(|error| match error {
            OpenError::Io(error) => format!("{:?}", error.kind()),
            other => other.to_string(),
        })?;
        Ok(io::read_to_string(found.file).unwrap())
    }
}

#[test]
fn files_inside_are_read() {
    let mount = Mount::new();
    for (path, content) in [
        ("a.txt", "env/a.txt"),
        ("./files/../a.txt", "env/a.txt"),
        ("files\\b.txt", "env/files/b.txt"),
        ("c.txt", "env/..2024_01/c.txt"),
        ("..data/c.txt", "env/..2024_01/c.txt"),
        ("files/{{lowercase 'B'}}.txt", "env/files/b.txt"),
        ("{{lowercase 'A'}}.txt", "env/a.txt"),
        (&mount.at("env/a.txt"), "env/a.txt"),
        (&mount.at("env/files/{{lowercase 'B'}}.txt"), "env/files/b.txt"),
        (&mount.at("allowed/d.txt"), "allowed/d.txt"),
        ("../allowed/d.txt", "allowed/d.txt"),
    ] {
        assert_eq!(mount.get(path).as_deref(), Ok(content), "{path}");
    }
}

#[test]
fn files_outside_are_refused() {
    let mount = Mount::new();
    let relative = "Access to relative path outside of the allowed base directory";
    let absolute = "Access to absolute path outside of the original static base directory";
    let no_base = "Templated file path requires a non-root base directory";
    for (path, error) in [
        ("../s.txt", relative),
        ("files/../../s.txt", relative),
        ("../env-secret/s.txt", relative),
        ("../nothing-there.txt", relative),
        ("out.txt", relative),
        ("up/s.txt", relative),
        ("environ", relative),
        ("/proc/self/environ", absolute),
        ("/etc/passwd", absolute),
        (&mount.at("env-secret/s.txt"), absolute),
        (&mount.at("env/../s.txt"), absolute),
        ("{{concat '../s.txt'}}", relative),
        ("files/{{concat '../a.txt'}}", relative),
        ("files/{{concat '../../s.txt'}}", relative),
        ("files{{concat '/../../env-secret/s.txt'}}", relative),
        ("{{concat '/etc/passwd'}}", no_base),
        ("/{{concat 'etc/passwd'}}", no_base),
        (&mount.at("env/files/{{concat '../a.txt'}}"), absolute),
        ("{{concat 'environ'}}", relative),
    ] {
        assert_eq!(mount.get(path).as_ref().map_err(String::as_str), Err(error), "{path}");
    }
}

#[test]
fn what_is_no_file_is_an_error() {
    let mount = Mount::new();
    for (path, kind) in [
        ("none.txt", "NotFound"),
        ("a.txt/b", "NotADirectory"),
        ("files", "IsADirectory"),
        ("dangling.txt", "NotFound"),
        ("a.txt\0.png", "The argument 'path' must be a string, Uint8Array, or URL without null bytes"),
    ] {
        assert_eq!(mount.get(path).as_ref().map_err(String::as_str), Err(kind), "{path}");
    }
}

#[test]
fn an_environment_in_the_root_directory_does_not_open_the_file_system() {
    let options = Options { directory: "/".into(), ..Options::default() };
    let mount = Mount { options, ..Mount::new() };
    assert!(mount.get("proc/self/environ").unwrap_err().starts_with("Access to relative path"));
}

#[test]
fn errors_never_show_paths_from_the_root() {
    let mount = Mount::new();
    for (path, shown) in [("files/x.txt", "files/x.txt"), (&mount.at("env/x.txt"), "x.txt"), ("/etc/passwd", "passwd")]
    {
        assert_eq!(mount.resolve(path).unwrap().shown(), shown);
    }
}

#[test]
fn the_static_base_ends_before_the_first_brace() {
    assert_eq!(static_base("a/b/{{x}}/c"), Some("a/b/"));
    assert_eq!(static_base("a/b{{x}}"), Some("a/"));
    assert_eq!(static_base("{{x}}/a"), None);
    for (path, has) in [("{{x}}", true), ("{{{x}}}", true), ("{{}}", false), ("{{x}", false), ("{x}}", false)] {
        assert_eq!(has_helper(path), has, "{path}");
    }
}
