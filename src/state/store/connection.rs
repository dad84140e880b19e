//! An address of Valkey or Redis, and a connection to it: to one server, or to a cluster, whichever it turns out to be.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use redis::aio::{ConnectionLike, MultiplexedConnection};
use redis::cluster::ClusterClient;
use redis::cluster_async::ClusterConnection;
use redis::{AsyncConnectionConfig, Client, Cmd, IntoConnectionInfo, Pipeline, RedisFuture, TlsCertificates, Value};

/// Where a store is, with its secrets.
#[derive(Clone)]
pub struct Address {
    url: String,
    /// The same without user and password.
    shown: String,
    password: Option<String>,
    /// Roots that certificates are verified by (PEM); the web's if there are none.
    roots: Option<Vec<u8>>,
}

/// Why a text is no address. It does not repeat the text, which may hold a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("redis://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE], or rediss:// for TLS")]
pub struct AddressError;

impl Address {
    /// Reads a URL.
    ///
    /// # Errors
    /// When it is none of a server.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let url = url::Url::parse(text).map_err(|_| AddressError)?;
        let is_ours = matches!(url.scheme(), "redis" | "rediss") && url.host_str().is_some_and(|host| !host.is_empty());
        if !is_ours || text.into_connection_info().is_err() {
            return Err(AddressError);
        }
        let (scheme, host) = (url.scheme(), url.host_str().unwrap_or_default());
        let shown = format!("{scheme}://{host}:{}", url.port().unwrap_or(6379));
        let password = url.password().filter(|password| !password.is_empty()).map(str::to_owned);
        Ok(Self { url: text.to_owned(), shown, password, roots: None })
    }

    /// The same with these roots for certificates, in PEM.
    #[must_use]
    pub fn with_roots(mut self, roots: Option<Vec<u8>>) -> Self {
        self.roots = roots;
        self
    }

    /// The password.
    pub fn password(&self) -> Option<Cow<'_, str>> {
        Some(percent_encoding::percent_decode_str(self.password.as_ref()?).decode_utf8_lossy())
    }

    /// A text without the password that it may hold.
    pub fn redact(&self, text: &str) -> String {
        let text = text.replace(&self.url, &self.shown);
        match &self.password {
            Some(password) => text.replace(password.as_str(), "[hidden]"),
            None => text,
        }
    }

    /// Connects, and writes something, so that a server that is full, or only reads, does not count as one.
    ///
    /// # Errors
    /// Whatever stands in the way.
    pub async fn connect(&self, patience: Duration) -> redis::RedisResult<Connection> {
        let certificates = TlsCertificates { client_tls: None, root_cert: self.roots.clone() };
        let client = match &self.roots {
            Some(_) => Client::build_with_tls(self.url.as_str(), certificates.clone())?,
            None => Client::open(self.url.as_str())?,
        };
        let config =
            AsyncConnectionConfig::new().set_connection_timeout(Some(patience)).set_response_timeout(Some(patience));
        let mut single = client.get_multiplexed_async_connection_with_config(&config).await?;
        let about: String = redis::cmd("INFO").arg("cluster").query_async(&mut single).await?;
        let mut connection = if about.contains("cluster_enabled:1") {
            let mut cluster = ClusterClient::builder([self.url.as_str()])
                .connection_timeout(patience)
                .response_timeout(patience)
                .retries(2);
            if self.roots.is_some() {
                cluster = cluster.certs(certificates);
            }
            Connection::Cluster(cluster.build()?.get_async_connection().await?)
        } else {
            Connection::Single(single)
        };
        redis::cmd("SET").arg("sidemock:{}:probe").arg("1").arg("PX").arg(1_000).exec_async(&mut connection).await?;
        Ok(connection)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl PartialEq for Address {
    fn eq(&self, other: &Self) -> bool {
        self.url == other.url
    }
}

/// A connection; clones share it.
#[derive(Clone)]
pub enum Connection {
    /// To one server.
    Single(MultiplexedConnection),
    /// To a cluster, of which the keys of an environment choose one server.
    Cluster(ClusterConnection),
}

impl ConnectionLike for Connection {
    fn req_packed_command<'a>(&'a mut self, cmd: &'a Cmd) -> RedisFuture<'a, Value> {
        match self {
            Self::Single(connection) => connection.req_packed_command(cmd),
            Self::Cluster(connection) => connection.req_packed_command(cmd),
        }
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        pipeline: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        match self {
            Self::Single(connection) => connection.req_packed_commands(pipeline, offset, count),
            Self::Cluster(connection) => connection.req_packed_commands(pipeline, offset, count),
        }
    }

    fn get_db(&self) -> i64 {
        match self {
            Self::Single(connection) => connection.get_db(),
            Self::Cluster(connection) => connection.get_db(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_never_shows_its_secrets() {
        let address = Address::parse("rediss://me:s3cret@valkey:6380/2").expect("an address");
        assert_eq!(address.to_string(), "rediss://valkey:6380");
        assert_eq!(format!("{address:?}"), "rediss://valkey:6380");
        assert_eq!(address.redact("cannot log in with s3cret"), "cannot log in with [hidden]");
        for text in ["", "valkey:6379", "http://valkey", "redis://", "redis://valkey:99999", "unix:///tmp/x"] {
            assert!(Address::parse(text).is_err(), "{text}");
        }
    }
}
