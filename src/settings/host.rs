//! The machine as far as defaults depend on it: what exists, processors, memory, descriptors.

use std::fs;
use std::path::{Path, PathBuf};

/// What the defaults depend on, so that tests can decide.
pub struct Host<'a> {
    /// Whether a path exists.
    pub exists: &'a dyn Fn(&Path) -> bool,
    /// Processors that the cgroup grants.
    pub cpus: usize,
    /// Bytes of memory that the cgroup grants; `None` when it sets no limit.
    pub memory: Option<u64>,
    /// Descriptors that the process may open.
    pub descriptors: u64,
}

/// Descriptors where the system does not tell.
const FEWEST_DESCRIPTORS: u64 = 1_024;

impl Host<'_> {
    /// The machine we run on.
    pub fn real() -> Self {
        let groups = fs::read_to_string("/proc/self/cgroup").unwrap_or_default();
        let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
        Host {
            exists: &|path| path.exists(),
            cpus: std::thread::available_parallelism().map_or(1, Into::into),
            memory: memory_limit(Path::new("/sys/fs/cgroup"), &groups),
            descriptors: descriptors(&limits).unwrap_or(FEWEST_DESCRIPTORS),
        }
    }

    /// The path, if something is there.
    pub(super) fn mounted(&self, path: &str) -> Option<PathBuf> {
        Some(PathBuf::from(path)).filter(|path| (self.exists)(path))
    }
}

/// The tightest memory limit of the process's control groups and of those above them; `groups` is `/proc/self/cgroup`.
fn memory_limit(root: &Path, groups: &str) -> Option<u64> {
    let limits = groups.lines().filter_map(|line| {
        let mut parts = line.splitn(3, ':');
        let (_, controllers, path) = (parts.next()?, parts.next()?, parts.next()?);
        // The second version has one tree for everything and names no controller.
        let (tree, file) = if controllers.is_empty() {
            (root.to_owned(), "memory.max")
        } else if controllers.split(',').any(|controller| controller == "memory") {
            (root.join("memory"), "memory.limit_in_bytes")
        } else {
            return None;
        };
        // In a container the path may be the one outside of it; the mounted tree then begins at the container's own group.
        let below = Path::new(path.trim_start_matches('/'));
        let groups = below.ancestors().map(|group| tree.join(group).join(file));
        groups.filter_map(|file| fs::read_to_string(file).ok()?.trim().parse::<u64>().ok()).min()
    });
    // Without a limit the first version says the largest number of whole pages.
    limits.min().filter(|limit| *limit < 1 << 60)
}

/// The soft limit of open files in `/proc/self/limits`.
fn descriptors(limits: &str) -> Option<u64> {
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    let soft = line.split_whitespace().next()?;
    if soft == "unlimited" { Some(u64::MAX) } else { soft.parse().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tightest_limit_of_both_versions_holds() {
        let root = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("memory.max", "max\n");
        write("kubepods/memory.max", "134217728\n");
        write("kubepods/pod/memory.max", "max\n");
        let limit = |groups: &str| memory_limit(root.path(), groups);
        assert_eq!(limit("0::/kubepods/pod\n"), Some(128 << 20));
        assert_eq!(limit("0::/\n"), None);
        assert_eq!(limit("0::/../elsewhere\n"), None);
        write("memory/memory.limit_in_bytes", "9223372036854771712\n");
        assert_eq!(limit("4:memory:/\n0::/\n"), None);
        write("memory/docker/memory.limit_in_bytes", "67108864\n");
        assert_eq!(limit("5:cpu,memory:/docker/deep\n1:cpu:/x\n0::/kubepods\n"), Some(64 << 20));
        write("memory/memory.limit_in_bytes", "33554432\n");
        assert_eq!(limit("4:memory:/path/outside/the/container\n"), Some(32 << 20));
        assert_eq!(limit("nonsense"), None);
    }

    #[test]
    fn descriptors_are_what_may_be_open_now() {
        let limits = "Limit                     Soft Limit           Hard Limit           Units     \n\
                      Max open files            1024                 524288               files     \n";
        assert_eq!(descriptors(limits), Some(1_024));
        assert_eq!(descriptors("Max open files unlimited unlimited files"), Some(u64::MAX));
        assert_eq!(descriptors(""), None);
    }
}
