//! Directories and mime types

use super::mime_types::MIME_TYPES;

use crate::faker::definitions::Entry::{self, Group, List};

/// `definitions.system`.
pub(in crate::faker) const DEFINITIONS: &[(&str, Entry)] =
    &[("directory_path", List(DIRECTORY_PATH)), ("mime_type", Group(MIME_TYPES))];

#[rustfmt::skip]
const DIRECTORY_PATH: &[&str] = &[
    "/Applications", "/Library", "/System", "/Users", "/bin", "/boot", "/boot/defaults", "/dev", "/etc",
    "/etc/defaults", "/etc/mail", "/etc/namedb", "/etc/periodic", "/etc/ppp", "/home", "/home/user",
    "/home/user/dir", "/lib", "/lost+found", "/media", "/mnt", "/net", "/opt", "/opt/bin", "/opt/include",
    "/opt/lib", "/opt/sbin", "/opt/share", "/private", "/private/tmp", "/private/var", "/proc", "/rescue", "/root",
    "/sbin", "/selinux", "/srv", "/sys", "/tmp", "/usr", "/usr/X11R6", "/usr/bin", "/usr/include", "/usr/lib",
    "/usr/libdata", "/usr/libexec", "/usr/local/bin", "/usr/local/src", "/usr/obj", "/usr/ports", "/usr/sbin",
    "/usr/share", "/usr/src", "/var", "/var/log", "/var/mail", "/var/spool", "/var/tmp", "/var/yp",
];
