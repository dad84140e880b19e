//! The front door: its ports, and what is behind them, made anew whenever environments come, change or go.

use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustls::sign::CertifiedKey;
use tokio::net::TcpListener;

use crate::reload::port_allocation::OwnPorts;
use crate::routing::front::{FrontDoor, HostPattern, Table, Tenant};
use crate::runtime::EnvironmentHandle;
use crate::server::admin_port::Environments;
use crate::server::dispatch::EnvironmentService;
use crate::server::front::{AdminLocation, Backends, FrontPort, FrontRouter};
use crate::server::listener::{self, ListenerHandle};
use crate::server::port::Port;
use crate::server::tls::{Handshakes, Tls, TlsByName};
use crate::settings::Settings;

use super::error::{StartError, bind, describe, lost};
use super::{App, ServedEnvironment};

const PORT: &str = "MOCKOON_FRONT_PORT";
const TLS_PORT: &str = "MOCKOON_FRONT_TLS_PORT";

/// The door of an app.
#[derive(Default)]
pub(super) struct Front {
    /// What environments may know of it.
    pub(super) shown: Arc<FrontDoor>,
    pub(super) router: Arc<FrontRouter>,
    ports: Mutex<Vec<Arc<ListenerHandle>>>,
    made: Mutex<FrontInputs>,
}

/// What the door was made of last.
#[derive(Default)]
struct FrontInputs {
    environments: Vec<FrontEnvironment>,
    problems: Vec<String>,
    /// Names in the generated certificate.
    names: Vec<String>,
}

/// An environment behind the door.
struct FrontEnvironment {
    tenant: Tenant,
    handle: Arc<EnvironmentHandle>,
    tls: Option<Arc<Tls>>,
}

impl FrontEnvironment {
    fn is(&self, other: &Self) -> bool {
        let same_tls = match (&self.tls, &other.tls) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        same_tls && self.tenant == other.tenant && Arc::ptr_eq(&self.handle, &other.handle)
    }
}

/// The door's ports, bound; they serve when there is something behind them.
#[derive(Default)]
pub(super) struct BoundFront {
    plain: Option<TcpListener>,
    tls: Option<TcpListener>,
}

impl Front {
    fn made(&self) -> MutexGuard<'_, FrontInputs> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Its listeners.
    pub(super) fn listeners(&self) -> Vec<Arc<ListenerHandle>> {
        self.ports.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Whether the settings ask for a door.
pub(super) fn is_wanted(settings: &Settings) -> bool {
    settings.front_port.is_some() || settings.front_tls_port.is_some()
}

/// Which environments have ports of their own.
pub(super) fn own_ports(settings: &Settings) -> OwnPorts {
    match (is_wanted(settings), settings.front_only) {
        (false, _) => OwnPorts::All,
        (true, false) => OwnPorts::Named,
        (true, true) => OwnPorts::None,
    }
}

/// What probably is not meant: rows of the settings that lead to none of these environments, names that several have.
pub(super) fn problems(settings: &Settings, tenants: Vec<Tenant>) -> Vec<String> {
    match (is_wanted(settings), settings.front_routes.is_empty()) {
        (true, _) => Table::new(&settings.front_routes, tenants).problems().to_vec(),
        (false, true) => Vec::new(),
        (false, false) => vec!["MOCKOON_FRONT_ROUTES has no effect without MOCKOON_FRONT_PORT".to_owned()],
    }
}

impl App {
    /// Binds the ports of the door.
    pub(super) async fn bind_front(&self) -> Result<BoundFront, StartError> {
        if !is_wanted(&self.settings) {
            for problem in problems(&self.settings, Vec::new()) {
                tracing::warn!("{problem}");
            }
        }
        let mut bound = BoundFront::default();
        if let Some(port) = self.settings.front_port {
            bound.plain = Some(bind("", port, PORT, &self.workers.runtime).await?);
        }
        if let Some(port) = self.settings.front_tls_port {
            bound.tls = Some(bind("", port, TLS_PORT, &self.workers.runtime).await?);
        }
        Ok(bound)
    }

    /// Opens the door.
    pub(super) fn open_front(self: &Arc<Self>, bound: BoundFront) -> Result<(), StartError> {
        for (socket, is_tls, setting) in [(bound.plain, false, PORT), (bound.tls, true, TLS_PORT)] {
            let Some(socket) = socket else { continue };
            let tls = is_tls.then(|| self.front_certificates()).transpose()?;
            let environments: Arc<dyn Environments> = self.clone();
            let router = Arc::clone(&self.front.router);
            let port = FrontPort::new(router, environments, self.admin_location(), self.tracer.clone());
            let running = listener::serve(socket, Arc::new(Port::Front(port)), tls, &self.workers)
                .map_err(|error| lost(0, setting, error))?;
            self.front.shown.listens_on(running.address, is_tls);
            let table = self.front.shown.table();
            tracing::info!(
                "Front door{} on port {}: {} environments by {} hosts and paths",
                if is_tls { " over TLS" } else { "" },
                running.address.port(),
                table.tenants().len(),
                table.rows().len()
            );
            self.front.ports.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::new(running));
        }
        Ok(())
    }

    fn front_certificates(&self) -> Result<Arc<dyn Handshakes>, StartError> {
        let tls = TlsByName::new(Arc::clone(&self.front.router), self.workers.clients.as_ref())
            .map_err(|error| StartError::Tls { file: TLS_PORT.to_owned(), error })?;
        Ok(Arc::new(tls))
    }

    fn admin_location(&self) -> AdminLocation {
        match (self.settings.disable_admin_api, self.settings.admin_api_port) {
            (true, _) => AdminLocation::Off,
            (false, Some(_)) => AdminLocation::Elsewhere,
            (false, None) => AdminLocation::Here,
        }
    }

    /// Has the door lead to what serves now.
    pub(super) fn refresh_front(&self) {
        if !is_wanted(&self.settings) {
            return;
        }
        let environment = |one: &ServedEnvironment| FrontEnvironment {
            tenant: one.tenant.clone(),
            handle: Arc::clone(&one.handle),
            tls: one.tls.clone(),
        };
        let environments: Vec<FrontEnvironment> = self.lock().iter().map(environment).collect();
        let mut made = self.front.made();
        let is_same = made.environments.len() == environments.len()
            && made.environments.iter().zip(&environments).all(|(a, b)| a.is(b));
        if is_same && !environments.is_empty() {
            return;
        }
        let tenants = environments.iter().map(|one| one.tenant.clone()).collect();
        let table = Arc::new(Table::new(&self.settings.front_routes, tenants));
        for problem in table.problems().iter().filter(|problem| !made.problems.contains(problem)) {
            tracing::warn!("{problem}");
        }
        made.problems = table.problems().to_vec();
        let admin_elsewhere = self.admin_location() != AdminLocation::Off;
        let service = |one: &FrontEnvironment| {
            let is_ipv4 = one.handle.current().compiled.source.hostname.parse::<Ipv4Addr>().is_ok();
            Arc::new(EnvironmentService { handle: Arc::clone(&one.handle), admin: None, admin_elsewhere, is_ipv4 })
        };
        self.front.router.replace(Backends {
            table: Arc::clone(&table),
            services: environments.iter().map(service).collect(),
            certificates: environments.iter().map(|one| one.tls.clone()).collect(),
            fallback: self.fallback(&table, &mut made),
        });
        self.front.shown.replace(table);
        made.environments = environments;
    }

    /// The certificate for hosts whose environments name none; another one when the hosts are others.
    fn fallback(&self, table: &Table, made: &mut FrontInputs) -> Option<Arc<CertifiedKey>> {
        self.settings.front_tls_port?;
        let former = self.front.router.backends().fallback.clone();
        let names = names_of(table);
        if former.is_some() && names == made.names {
            return former;
        }
        match TlsByName::generate(&names) {
            Ok(key) => {
                made.names = names;
                Some(key)
            }
            Err(error) => {
                tracing::error!("{TLS_PORT}: no certificate for {} names: {error}", names.len());
                former
            }
        }
    }

    /// Where an environment is to be had, for people: its own port, and its rows at the door.
    pub(super) fn whereabouts(&self, served: &ServedEnvironment) -> String {
        let own = served.listener.as_ref().map(|listener| format!("on port {}", listener.address.port()));
        let table = self.front.shown.table();
        let tenant = table.tenants().iter().position(|tenant| *tenant == served.tenant);
        let rows: Vec<String> = table
            .rows()
            .iter()
            .filter(|row| row.tenant.is_some() && row.tenant == tenant)
            .map(|row| row.row.to_string())
            .collect();
        let door = (!rows.is_empty()).then(|| format!("at the front door as {}", rows.join(" ")));
        let places: Vec<String> = own.into_iter().chain(door).collect();
        if places.is_empty() { "nowhere".to_owned() } else { places.join(", ") }
    }

    /// Addresses of the door's ports.
    pub(super) fn front_addresses(&self) -> Vec<SocketAddr> {
        self.front.listeners().iter().map(|listener| listener.address).collect()
    }
}

/// Names for a certificate.
fn names_of(table: &Table) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for row in table.rows() {
        let name = match &row.row.host {
            HostPattern::Any => continue,
            HostPattern::Exact(host) => host.trim_matches(['[', ']']).to_owned(),
            HostPattern::Wildcard(parent) => format!("*.{parent}"),
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// What the door knows of an environment.
pub(super) fn tenant(environment: &crate::environment::model::Environment, file: Option<&std::path::Path>) -> Tenant {
    Tenant { name: environment.name.clone(), uuid: environment.uuid.clone(), file: file.map(std::path::Path::to_owned) }
}

/// Has the door know an environment by the name that it is given.
pub(super) fn follow_names(app: &Arc<App>, handle: &Arc<EnvironmentHandle>) {
    let (app, of) = (Arc::downgrade(app), Arc::downgrade(handle));
    handle.tell_renamed(move |name| {
        let Some(app) = app.upgrade() else { return };
        if let Some(one) = app.lock().iter_mut().find(|one| std::ptr::eq(Arc::as_ptr(&one.handle), of.as_ptr())) {
            one.tenant.name = name.into();
        }
        app.refresh_front();
    });
}

/// Says that an environment serves.
pub(super) fn announce(served: &ServedEnvironment) {
    let label = served.handle.shared.transaction_log.label();
    let message = match &served.listener {
        Some(listener) => format!("Server started on port {}", listener.address.port()),
        None => format!("{} serves behind the front door", describe(served.handle.file().as_deref())),
    };
    tracing::info!(environmentName = label.name, environmentUUID = label.uuid, "{message}");
}
