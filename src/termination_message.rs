//! Why the program ended, where a kubelet looks for it: `kubectl describe pod` shows it without anybody reading logs, and a
//! test report can quote it.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

/// Where Kubernetes mounts the file unless a container says otherwise (`terminationMessagePath`).
pub const PATH: &str = "/dev/termination-log";
/// What Kubernetes keeps of it.
const MAX_BYTES: usize = 4096;

/// Leaves the message in the file, if somebody has put a file there. Nobody misses it where there is none.
pub fn write(path: &Path, message: &str) {
    let Ok(metadata) = std::fs::metadata(path) else { return };
    if metadata.is_file()
        && let Ok(mut file) = OpenOptions::new().write(true).truncate(true).open(path)
    {
        // The log tells it as well.
        let _ = file.write_all(message.get(..cut(message)).unwrap_or_default().as_bytes());
    }
}

/// Where to cut the message: whole characters, the beginning of it, as that names the first reason.
fn cut(message: &str) -> usize {
    message.floor_char_boundary(MAX_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_left_where_there_is_a_file_and_cut_to_what_is_kept() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("termination-log");
        write(&path, "no file, no message");
        assert!(!path.exists());
        std::fs::write(&path, "something older and longer").unwrap();
        write(&path, "shop.json: empty");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "shop.json: empty");
        write(&path, &format!("a{}", "ü".repeat(3_000)));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), format!("a{}", "ü".repeat(2_047)));
        write(directory.path(), "a directory is no file");
    }
}
