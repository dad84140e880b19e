//! Names of files: which may be environments, which are companions, and what belongs together.

/// Extensions of environment files; each may be followed by `.gz`.
const EXTENSIONS: [&str; 4] = [".json", ".yaml", ".yml", ".har"];

/// What stands before the extension of a companion's name.
const MARK: &str = ".sidemock";

/// Whether a file of this name in a directory may be an environment.
pub fn is_environment_name(name: &str) -> bool {
    !name.starts_with('.') && stem(name).is_some()
}

/// Whether a file of this name is recorded traffic.
pub fn is_har_name(name: &str) -> bool {
    without(without(name, ".gz").unwrap_or(name), ".har").is_some()
}

/// Whether a file of this name is a companion.
pub fn is_companion_name(name: &str) -> bool {
    stem(name).is_some_and(|stem| without(stem, MARK).is_some())
}

/// The names that companions of a file may have.
pub fn companions_of(name: &str) -> impl Iterator<Item = String> {
    let stem = stem(name).unwrap_or(name);
    let packed = ["", ".gz"].into_iter();
    packed.flat_map(move |gz| EXTENSIONS.iter().map(move |extension| format!("{stem}{MARK}{extension}{gz}")))
}

/// Whether a companion of this name belongs to a file of that one.
pub fn belongs_to(companion: &str, file: &str) -> bool {
    let own = stem(companion).and_then(|stem| without(stem, MARK));
    own.is_some_and(|own| own == stem(file).unwrap_or(file))
}

/// A name without the extensions of environment files, if it has one.
fn stem(name: &str) -> Option<&str> {
    let plain = without(name, ".gz").unwrap_or(name);
    EXTENSIONS.iter().find_map(|extension| without(plain, extension))
}

/// A name without this end, in any case; there has to be something before it.
fn without<'n>(name: &'n str, end: &str) -> Option<&'n str> {
    let at = name.len().checked_sub(end.len()).filter(|at| *at > 0)?;
    let (before, last) = name.split_at_checked(at)?;
    last.eq_ignore_ascii_case(end).then_some(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_a_file_may_be() {
        for (name, environment, companion) in [
            ("shop.json", true, false),
            ("shop.YAML.gz", true, false),
            ("traffic.har", true, false),
            ("shop.sidemock.yaml", true, true),
            ("Shop.Sidemock.YML", true, true),
            ("a.sidemock.json.gz", true, true),
            ("sidemock.yaml", true, false),
            (".sidemock.yaml", false, false),
            ("shopsidemock.yaml", true, false),
            ("shop.sidemock", false, false),
            ("shop.sidemock.txt", false, false),
            (".hidden.json", false, false),
            ("readme.md", false, false),
            (".json", false, false),
            ("ü", false, false),
        ] {
            assert_eq!((is_environment_name(name), is_companion_name(name)), (environment, companion), "{name}");
        }
    }

    #[test]
    fn names_tell_what_belongs_together() {
        for (companion, file, belongs) in [
            ("shop.sidemock.yaml", "shop.json", true),
            ("shop.sidemock.json", "shop.yaml.gz", true),
            ("shop.v1.sidemock.yml", "shop.v1.json", true),
            ("shop.sidemock.yml", "shop", true),
            ("shop.sidemock.yaml", "shop2.json", false),
            ("shop.sidemock.yaml", "Shop.json", false),
        ] {
            assert_eq!(belongs_to(companion, file), belongs, "{companion} {file}");
            assert_eq!(companions_of(file).any(|name| name == companion), belongs, "{companion} {file}");
        }
    }
}
