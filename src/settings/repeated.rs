//! Files that `MOCKOON_DATA` names more than once. With a port for each they serve more than once, as with the reference;
//! all else tells environments apart by their paths, so that each further time is another spelling of the path.

use std::path::{self, Component, Path, PathBuf};

/// These paths, those that are there already spelt otherwise if there is a port for each.
pub(super) fn told_apart(paths: Vec<PathBuf>, ports: usize) -> Vec<PathBuf> {
    if ports < paths.len() {
        return paths;
    }
    let mut all: Vec<PathBuf> = Vec::new();
    for path in paths {
        let mut spelling = path.clone();
        let mut ups = 0;
        while all.contains(&spelling) && path.is_file() {
            ups += 1;
            spelling = below_the_root(&path, ups);
        }
        all.push(spelling);
    }
    all
}

/// The absolute path, with so many steps up at the root, which lead to the root.
fn below_the_root(file: &Path, ups: usize) -> PathBuf {
    let absolute = path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let mut spelling = PathBuf::from("/");
    spelling.extend(std::iter::repeat_n(Component::ParentDir, ups));
    spelling.extend(absolute.components().filter(|part| *part != Component::RootDir));
    spelling
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_there_again_is_spelt_otherwise_where_there_are_ports() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let path = file.path().to_owned();
        let thrice = vec![path.clone(), path.clone(), path.clone()];
        assert_eq!(told_apart(thrice.clone(), 2), thrice);
        let apart = told_apart(thrice, 3);
        assert_eq!(apart[0], path);
        assert!(apart[1] != path && apart[2] != path && apart[1] != apart[2], "{apart:?}");
        assert!(apart.iter().all(|spelling| spelling.canonicalize().unwrap() == path.canonicalize().unwrap()));
        let directory = vec![PathBuf::from("/tmp"), PathBuf::from("/tmp")];
        assert_eq!(told_apart(directory.clone(), 2), directory);
    }
}
