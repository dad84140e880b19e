//! Environment variables as templates and the admin API may see them: a snapshot of the process's own. What is set at run
//! time lies over it in a space and never touches the process; what is hidden is invisible.

use std::collections::HashMap;

use crate::js::Str;

/// The visible environment variables.
#[derive(Default)]
pub struct EnvVars {
    /// Names must start with this to be read (it is put in front where it is missing).
    pub prefix: Str,
    base: HashMap<Str, Str>,
}

impl EnvVars {
    /// A snapshot of `variables` without those that `hidden` says so of, by name and value.
    pub fn new(
        prefix: &str,
        variables: impl IntoIterator<Item = (String, String)>,
        hidden: impl Fn(&str, &str) -> bool,
    ) -> Self {
        let base = variables.into_iter().filter(|(k, v)| !hidden(k, v)).map(|(k, v)| (k.into(), v.into())).collect();
        Self { prefix: prefix.into(), base }
    }

    /// The name with the prefix in front, unless it has it.
    pub fn prefixed(&self, name: &str) -> Str {
        if name.starts_with(self.prefix.as_str()) { name.into() } else { Str::from(format!("{}{name}", self.prefix)) }
    }

    /// The value under exactly this name.
    pub fn get(&self, name: &str) -> Option<Str> {
        self.base.get(name).cloned()
    }
}
