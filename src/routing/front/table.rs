//! The table of the door: the operator's rows, and hosts made of names for every environment that has no row.

use std::collections::HashMap;
use std::iter::once_with;
use std::path::{Path, PathBuf};

use super::host;
use super::prefixes::Prefixes;
use super::row::{HostPattern, Row};
use super::slug::{numbered, slug};

type Hosts = HashMap<Box<str>, Prefixes, foldhash::fast::RandomState>;

/// An environment behind the door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenant {
    /// Its name, as its file has it.
    pub name: String,
    /// Its uuid.
    pub uuid: String,
    /// Its file; `None` for the embedded demo.
    pub file: Option<PathBuf>,
}

impl std::fmt::Display for Tenant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.file {
            Some(file) => file.display().fmt(f),
            None => write!(f, "{:?}", self.name),
        }
    }
}

/// Where a row comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// `MOCKOON_FRONT_ROUTES`
    Setting,
    /// The name of an environment that has no row there.
    Name,
    /// The name of its file.
    File,
}

/// A row, and whom it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// The row.
    pub row: Row,
    /// The environment, by position; `None` as long as there is none of this name.
    pub tenant: Option<usize>,
    /// Where it comes from.
    pub origin: Origin,
}

/// How specific a row's host is for the host of a request, the most specific first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// The very host.
    Host,
    /// The host is a Service, and the request calls it by its name in the cluster.
    Service,
    /// A wildcard.
    Wildcard,
    /// Any host will do.
    Any,
}

/// The row that a request belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrontMatch {
    /// Position of the row.
    pub row: usize,
    /// How its host matches.
    pub by: By,
    /// Bytes of the path that its prefix takes.
    pub end: usize,
}

/// All rows, indexed.
#[derive(Debug, Default)]
pub struct Table {
    tenants: Vec<Tenant>,
    rows: Vec<TableRow>,
    hosts: Hosts,
    /// By what stands behind the first label.
    wildcards: Hosts,
    any: Prefixes,
    problems: Vec<String>,
}

impl Table {
    /// The table of these rows for these environments, in their order.
    pub fn new(rows: &[Row], tenants: Vec<Tenant>) -> Self {
        let mut table = Self { tenants, ..Self::default() };
        for row in rows {
            let tenant = table.resolve(&row.environment);
            match tenant {
                None => table.problems.push(format!(
                    "MOCKOON_FRONT_ROUTES: {row} is for {:?}, but no environment has this name, uuid or file",
                    row.environment
                )),
                Some(tenant) => table.problems.extend(table.ambiguous(row, tenant)),
            }
            table.add(TableRow { row: row.clone(), tenant, origin: Origin::Setting });
        }
        table.add_names();
        table
    }

    /// What is to be said of a row whose environment is named by a name that others have too.
    fn ambiguous(&self, row: &Row, tenant: usize) -> Option<String> {
        let name = &row.environment;
        let mut others = self.tenants.iter().skip(tenant + 1).filter(|other| other.name == *name);
        let other = others.next().filter(|_| self.tenants.get(tenant).is_some_and(|one| one.name == *name))?;
        let first = self.tenants.get(tenant)?;
        Some(format!(
            "MOCKOON_FRONT_ROUTES: {row} is for {name:?}, and {first} and {other} are both called so: it leads to the first; \
             name the environment by its uuid or file"
        ))
    }

    /// Gives hosts to the environments that no row names: their names go before the names of their files, and who comes
    /// first keeps a name.
    fn add_names(&mut self) {
        let unnamed: Vec<(usize, Tenant)> = (0..)
            .zip(&self.tenants)
            .filter(|(tenant, _)| !self.rows.iter().any(|row| row.tenant == Some(*tenant)))
            .map(|(i, tenant)| (i, tenant.clone()))
            .collect();
        let mut reached = vec![false; self.tenants.len()];
        for origin in [Origin::Name, Origin::File] {
            for (i, tenant) in &unnamed {
                let host = match origin {
                    Origin::File => slug(&stem(tenant)),
                    _ => slug(&tenant.name),
                };
                if let Some(reached) = reached.get_mut(*i) {
                    *reached |= self.add_host(host, *i, origin);
                }
            }
        }
        for (i, tenant) in unnamed.iter().filter(|(i, _)| reached.get(*i) == Some(&false)) {
            let named = [slug(&tenant.name), slug(&stem(tenant)), "environment".to_owned()];
            let Some(name) = named.iter().find(|name| !name.is_empty()) else { continue };
            let _ = (2..).find(|number| self.add_host(numbered(name, *number), *i, Origin::Name));
        }
        for (i, tenant) in &unnamed {
            self.problems.extend(self.outdone(*i, tenant));
        }
    }

    /// What is to be said of an environment whose name leads to another one.
    fn outdone(&self, position: usize, tenant: &Tenant) -> Option<String> {
        let host = slug(&tenant.name);
        let row = self.rows.get(self.hosts.get(host.as_str())?.root()?).filter(|row| row.origin == Origin::Name)?;
        let first = row.tenant.filter(|first| *first != position).and_then(|first| self.tenants.get(first))?;
        let own = self.row_to(position).map(ToString::to_string).unwrap_or_default();
        Some(format!(
            "the names of {first} and {tenant} are the same host: {first} answers at the front door as {host}, {tenant} as {own}; \
             give one of them another name, or a row in MOCKOON_FRONT_ROUTES"
        ))
    }

    /// Adds a host for an environment, unless it is somebody's; `true` if it leads there now.
    fn add_host(&mut self, host: String, tenant: usize, origin: Origin) -> bool {
        if host.is_empty() {
            return false;
        }
        if let Some(row) = self.hosts.get(host.as_str()).and_then(Prefixes::root).and_then(|row| self.rows.get(row)) {
            return row.tenant == Some(tenant);
        }
        let environment = self.tenants.get(tenant).map(|tenant| tenant.name.clone()).unwrap_or_default();
        let row = Row { host: HostPattern::Exact(host), prefix: String::new(), strip: false, environment };
        self.add(TableRow { row, tenant: Some(tenant), origin });
        true
    }

    fn add(&mut self, row: TableRow) {
        let prefixes = match &row.row.host {
            HostPattern::Any => &mut self.any,
            HostPattern::Exact(host) => self.hosts.entry(host.as_str().into()).or_default(),
            HostPattern::Wildcard(parent) => self.wildcards.entry(parent.as_str().into()).or_default(),
        };
        if prefixes.add(&row.row.prefix, self.rows.len()) {
            self.rows.push(row);
        }
    }

    /// The environment of this uuid, name or file (with or without its ending, or the end of its path).
    pub fn resolve(&self, wanted: &str) -> Option<usize> {
        if wanted.is_empty() {
            return None;
        }
        let position = |by: &dyn Fn(&Tenant) -> bool| self.tenants.iter().position(by);
        position(&|tenant| tenant.uuid.eq_ignore_ascii_case(wanted))
            .or_else(|| position(&|tenant| tenant.name == wanted))
            .or_else(|| position(&|tenant| tenant.file.as_deref().is_some_and(|file| file.ends_with(wanted))))
            .or_else(|| position(&|tenant| stem(tenant) == wanted))
    }

    /// The row of a request: of its authority, `None` where it has none, and its path, both as they were sent.
    pub fn find(&self, authority: Option<&str>, path: &str) -> Option<FrontMatch> {
        // What is a key is in canonical form already.
        authority.and_then(|host| self.of_host(host, path)).or_else(|| self.find_in_any_form(authority, path))
    }

    /// The same of an authority in whatever form.
    #[inline(never)]
    fn find_in_any_form(&self, authority: Option<&str>, path: &str) -> Option<FrontMatch> {
        let host = authority.and_then(host::canonical);
        let host = host.as_deref();
        host.and_then(|host| self.of_host(host, path)).or_else(|| self.matching(host, path).next())
    }

    fn of_host(&self, host: &str, path: &str) -> Option<FrontMatch> {
        let walked = self.hosts.get(host)?.walk(path)?;
        Some(FrontMatch { row: walked.row, by: By::Host, end: walked.end })
    }

    /// The rows that a request could belong to, one for each way in which its host matches, the one that wins first.
    pub fn matching<'t>(&'t self, host: Option<&'t str>, path: &'t str) -> impl Iterator<Item = FrontMatch> + 't {
        self.places(host).filter_map(|(by, prefixes)| {
            let walked = prefixes.walk(path)?;
            Some(FrontMatch { row: walked.row, by, end: walked.end })
        })
    }

    /// The rows of all hosts that match this one, the most specific first.
    fn places<'t>(&'t self, host: Option<&'t str>) -> impl Iterator<Item = (By, &'t Prefixes)> + 't {
        let get = |hosts: &'t Hosts, key: Option<&str>| hosts.get(key?);
        once_with(move || (By::Host, get(&self.hosts, host)))
            .chain(once_with(move || (By::Service, get(&self.hosts, host.and_then(host::service)))))
            .chain(once_with(move || (By::Wildcard, get(&self.wildcards, host.and_then(host::parent)))))
            .filter_map(|(by, prefixes)| Some((by, prefixes?)))
            .chain(once_with(|| (By::Any, &self.any)))
    }

    /// Environments that a TLS client may mean who names this host, the likeliest first: its path is not known yet.
    pub fn tenants_of(&self, host: Option<&str>) -> Vec<usize> {
        let Some((by, prefixes)) = self.places(host).next() else { return Vec::new() };
        let mut rows = match by {
            // Only the path could tell.
            By::Any => prefixes.root().into_iter().collect(),
            _ => prefixes.rows(),
        };
        rows.sort_unstable_by_key(|row| (prefixes.root() != Some(*row), *row));
        rows.into_iter().filter_map(|row| self.rows.get(row)?.tenant).collect()
    }

    /// A row by which an environment can be called, if possible by its host alone.
    pub fn row_to(&self, tenant: usize) -> Option<&Row> {
        let rows = self.rows.iter().filter(|row| row.tenant == Some(tenant)).map(|row| &row.row);
        let cost = |row: &&Row| match row.host {
            HostPattern::Exact(_) => usize::from(!row.prefix.is_empty()),
            HostPattern::Any => 2,
            HostPattern::Wildcard(_) => 3,
        };
        rows.min_by_key(cost)
    }

    /// All rows.
    pub fn rows(&self) -> &[TableRow] {
        &self.rows
    }

    /// The environments behind the door.
    pub fn tenants(&self) -> &[Tenant] {
        &self.tenants
    }

    /// Rows that lead nowhere, and why.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    /// The environment that a row leads to.
    pub fn tenant_of(&self, row: &TableRow) -> Option<&Tenant> {
        self.tenants.get(row.tenant?)
    }

    /// Every row with the name of its environment, for people; no more than `most` of them.
    pub fn listing(&self, most: usize) -> String {
        let line = |row: &TableRow| match self.tenant_of(row) {
            Some(tenant) => format!("  {} ({})\n", row.row, tenant.name),
            None => format!("  {} (no environment is called {:?} yet)\n", row.row, row.row.environment),
        };
        let mut out: String = self.rows.iter().take(most).map(line).collect();
        if self.rows.len() > most {
            out.push_str(&format!("  and {} more\n", self.rows.len() - most));
        }
        out
    }
}

/// The name of an environment's file without its endings.
fn stem(tenant: &Tenant) -> String {
    let name = tenant.file.as_deref().and_then(Path::file_name).map(|name| name.to_string_lossy()).unwrap_or_default();
    let mut stem = name.as_ref();
    for ending in [".gz", ".json", ".yaml", ".yml", ".har"] {
        stem = stem.strip_suffix(ending).unwrap_or(stem);
    }
    stem.to_owned()
}

#[cfg(test)]
mod tests;
