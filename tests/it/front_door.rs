//! The front door: one port, many environments.

mod admin;
mod hosts;
mod ports;
mod protocols;
mod tls;

use serde_json::{Value, json};

use crate::support::{Connection, Reply, Request, Server, Sidemock, environment, free_port, get};

/// An environment without a port of its own whose every answer tells who it is; `GET /url` tells its base URL.
fn tenant(name: &str) -> Value {
    with(name, json!({}))
}

fn with(name: &str, fields: Value) -> Value {
    let mut all = json!({
        "name": name, "port": 0, "cors": false, "headers": [{"key": "X-Who", "value": name}],
        "routes": [get("url", "{{baseUrl}}")],
    });
    for (key, value) in fields.as_object().expect("an object") {
        all[key] = value.clone();
    }
    environment(all)
}

/// A server behind a door.
struct Door {
    server: Server,
    port: u16,
}

impl Door {
    /// With these environments, and these rows if there are any.
    fn open(rows: &str, environments: &[Value]) -> Self {
        Self::start(on(environments).var("MOCKOON_FRONT_ROUTES", rows))
    }

    fn start(server: Sidemock) -> Self {
        let port = free_port();
        Self { server: server.var("MOCKOON_FRONT_PORT", port.to_string()).start(), port }
    }

    fn get(&self, host: &str, target: &str) -> Reply {
        self.send(host, &Request::get(target))
    }

    fn send(&self, host: &str, request: &Request) -> Reply {
        request.clone().header("Host", host).send(self.port)
    }

    /// Sends bytes on a connection of their own.
    fn raw(&self, bytes: &str) -> Reply {
        let mut connection = Connection::open(self.port);
        connection.write(bytes.as_bytes());
        connection.read(false).unwrap_or_else(|| panic!("no answer to {bytes:?}"))
    }

    /// Who answers.
    fn who(&self, host: &str, target: &str) -> String {
        who(&self.get(host, target))
    }
}

/// Environments in files called like them; ports are those of the files.
fn on(environments: &[Value]) -> Sidemock {
    let add = |server: Sidemock, environment: &Value| {
        let name = environment["name"].as_str().expect("a name").to_lowercase().replace(' ', "-");
        server.environment(&format!("{name}.json"), &environment.to_string())
    };
    environments.iter().fold(Sidemock::new(), add).without("MOCKOON_PORT")
}

/// The environment that answered; a dash where none did.
fn who(reply: &Reply) -> String {
    match (reply.header("x-who"), reply.header("x-sidemock-front-door")) {
        (Some(name), None) => name.to_owned(),
        (None, Some("no-route")) if reply.status == 404 => "-".to_owned(),
        (None, None) => reply.status.to_string(),
        odd => panic!("{odd:?}"),
    }
}
