//! OpenTelemetry's standard variables. None is an error that ends the program: what cannot be read is left out with a
//! warning, as the specification wants it. Warnings repeat no values, since endpoints and headers may hold secrets.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Duration;

use http::header::{HeaderMap, HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;
use url::Url;

use super::sampler::{NAMES, Sampler};
use super::tls::certificates;

/// What all these variables begin with.
const PREFIX: &str = "OTEL_";
/// Where traces are taken below an endpoint for all signals.
const TRACES_PATH: &str = "v1/traces";
/// Spans that may wait at the most, whatever the variables say.
const MAX_QUEUE: u64 = 65_536;

/// Whether a variable is OpenTelemetry's: templates do not see these, as there are secrets among them.
pub fn is_variable(name: &str) -> bool {
    name.starts_with(PREFIX)
}

/// A variable that is not taken as it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {problem}")]
pub struct VariableWarning {
    name: &'static str,
    problem: String,
}

/// How batches are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Protocol {
    /// What the specification has as the default.
    #[default]
    Protobuf,
    Json,
}

impl Protocol {
    pub(super) fn content_type(self) -> &'static str {
        match self {
            Self::Protobuf => "application/x-protobuf",
            Self::Json => "application/json",
        }
    }
}

/// Where traces go, which ones, and how.
pub struct TraceOptions {
    /// Takes the batches.
    pub(super) endpoint: Url,
    /// Sent with each batch.
    pub(super) headers: HeaderMap,
    /// Further authorities that the collector's certificate may be from (PEM).
    pub(super) certificate: Option<PathBuf>,
    pub(super) resource: Vec<(String, String)>,
    pub(super) sampler: Sampler,
    /// How long one attempt may take.
    pub(super) timeout: Duration,
    /// How long all attempts for a batch may take.
    pub(super) export_timeout: Duration,
    /// How long spans wait for others.
    pub(super) delay: Duration,
    /// Spans that may wait.
    pub(super) queue: usize,
    /// Spans of a batch.
    pub(super) batch: usize,
    /// How batches are written, if somebody says so.
    pub(super) protocol: Option<Protocol>,
    /// Whether batches are compressed (gzip).
    pub(super) compresses: bool,
    /// Whether spans go on in `traceparent`.
    pub(super) propagates: bool,
}

impl TraceOptions {
    /// What the variables say; `None` where they do not switch traces on.
    pub fn from_vars(vars: impl Iterator<Item = (String, String)>) -> (Option<Self>, Vec<VariableWarning>) {
        // An empty variable is one that is not set.
        let vars = vars.filter(|(name, value)| is_variable(name) && !value.trim().is_empty()).collect();
        let mut variables = Variables { vars, warnings: Vec::new() };
        let options = variables.options();
        (options, variables.warnings)
    }

    /// What is wrong with the file of further authorities, if there is one that cannot be used.
    pub fn certificate_warning(&self) -> Option<String> {
        certificates(self.certificate.as_deref()?).err()
    }

    /// Where batches go, as it may be shown.
    pub fn shown_endpoint(&self) -> String {
        shown(&self.endpoint)
    }
}

/// A URL without what may be secret in it.
pub(super) fn shown(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.to_string()
}

struct Variables {
    vars: HashMap<String, String>,
    warnings: Vec<VariableWarning>,
}

impl Variables {
    fn get(&self, name: &str) -> Option<&str> {
        self.vars.get(name).map(|value| value.trim())
    }

    /// The first of these that is set: the one for traces, then the one for all signals.
    fn either(&self, names: [&'static str; 2]) -> Option<(&'static str, &str)> {
        names.into_iter().find_map(|name| Some((name, self.get(name)?)))
    }

    fn warn(&mut self, name: &'static str, problem: impl Into<String>) {
        self.warnings.push(VariableWarning { name, problem: problem.into() });
    }

    fn options(&mut self) -> Option<TraceOptions> {
        if self.is_disabled() {
            return None;
        }
        let endpoint = self.endpoint()?;
        let queue = self.number("OTEL_BSP_MAX_QUEUE_SIZE", 2_048, 1..=MAX_QUEUE) as usize;
        let batch = self.number("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", 512, 1..=MAX_QUEUE) as usize;
        Some(TraceOptions {
            endpoint,
            headers: self.headers(),
            certificate: self
                .either(["OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE", "OTEL_EXPORTER_OTLP_CERTIFICATE"])
                .map(|(_, file)| PathBuf::from(file)),
            resource: self.resource(),
            sampler: self.sampler(),
            timeout: self.timeout(),
            export_timeout: self.millis("OTEL_BSP_EXPORT_TIMEOUT", 30_000),
            delay: self.millis("OTEL_BSP_SCHEDULE_DELAY", 5_000),
            queue,
            batch: batch.min(queue),
            protocol: self.protocol(),
            compresses: self.compresses(),
            propagates: self.propagates(),
        })
    }

    fn is_disabled(&mut self) -> bool {
        const DISABLED: &str = "OTEL_SDK_DISABLED";
        const EXPORTER: &str = "OTEL_TRACES_EXPORTER";
        match self.get(DISABLED).map(str::to_ascii_lowercase).as_deref() {
            Some("true") => return true,
            None | Some("false") => {}
            Some(_) => self.warn(DISABLED, "neither true nor false; taken as false"),
        }
        let Some(exporters) = self.get(EXPORTER) else { return false };
        if exporters.split(',').any(|name| name.trim().eq_ignore_ascii_case("otlp")) {
            return false;
        }
        if !exporters.eq_ignore_ascii_case("none") {
            self.warn(EXPORTER, "only otlp and none are known here; no traces are exported");
        }
        true
    }

    /// The endpoint of traces as it is, else the one of all signals with the path of traces behind it.
    fn endpoint(&mut self) -> Option<Url> {
        const OF_TRACES: &str = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
        let (name, text) = self.either([OF_TRACES, "OTEL_EXPORTER_OTLP_ENDPOINT"])?;
        let text = match name {
            OF_TRACES => text.to_owned(),
            _ => format!("{}/{TRACES_PATH}", text.trim_end_matches('/')),
        };
        let url = Url::parse(&text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        let Some(mut url) = url else {
            self.warn(name, "no URL that begins with http:// or https://; no traces are exported");
            return None;
        };
        if !url.username().is_empty() || url.password().is_some() {
            self.warn(name, "credentials in it are left out: set OTEL_EXPORTER_OTLP_HEADERS=authorization=...");
            // Both can only fail for URLs without a host.
            let _ = url.set_username("");
            let _ = url.set_password(None);
        }
        url.set_fragment(None);
        Some(url)
    }

    fn protocol(&mut self) -> Option<Protocol> {
        let set = self.either(["OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL"]);
        let (name, protocol) = set?;
        match &*protocol.to_ascii_lowercase() {
            "http/protobuf" => Some(Protocol::Protobuf),
            "http/json" => Some(Protocol::Json),
            _ => {
                let remedy = "have the endpoint lead to an OTLP/HTTP receiver (port 4318)";
                self.warn(name, format!("only http/protobuf and http/json are spoken here: {remedy}"));
                None
            }
        }
    }

    fn compresses(&mut self) -> bool {
        let set = self.either(["OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "OTEL_EXPORTER_OTLP_COMPRESSION"]);
        match set.map(|(name, value)| (name, value.to_ascii_lowercase())) {
            None => false,
            Some((_, value)) if value == "none" => false,
            Some((_, value)) if value == "gzip" => true,
            Some((name, _)) => {
                self.warn(name, "neither gzip nor none; batches are not compressed");
                false
            }
        }
    }

    /// Whether `tracecontext` is among the propagators. Baggage goes on in any case, for sessions are in it.
    fn propagates(&mut self) -> bool {
        const NAME: &str = "OTEL_PROPAGATORS";
        let Some(list) = self.get(NAME) else { return true };
        let names: Vec<String> = list.split(',').map(|name| name.trim().to_ascii_lowercase()).collect();
        let propagates = names.iter().any(|name| name == "tracecontext");
        let is_known = |name: &String| matches!(&**name, "tracecontext" | "baggage" | "none" | "");
        if !names.iter().all(is_known) {
            self.warn(NAME, "only tracecontext, baggage and none are known here; the others are left out");
        }
        propagates
    }

    fn headers(&mut self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let Some((name, list)) = self.either(["OTEL_EXPORTER_OTLP_TRACES_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS"])
        else {
            return headers;
        };
        let mut left_out = 0;
        for pair in list.split(',').filter(|pair| !pair.trim().is_empty()) {
            match header(pair) {
                Some((name, value)) => drop(headers.insert(name, value)),
                None => left_out += 1,
            }
        }
        if left_out > 0 {
            self.warn(name, format!("{left_out} of its headers are left out: they are written name=value,name=value"));
        }
        headers
    }

    /// What the spans are from; what the specification demands of every resource is there, too.
    fn resource(&mut self) -> Vec<(String, String)> {
        const ATTRIBUTES: &str = "OTEL_RESOURCE_ATTRIBUTES";
        let given = self.get(ATTRIBUTES).map(pairs);
        if matches!(given, Some(None)) {
            self.warn(ATTRIBUTES, "left out: attributes are written key=value,key=value, with escapes as in URLs");
        }
        let mut resource: Vec<(String, String)> = [
            ("service.name", "sidemock"),
            ("service.version", env!("CARGO_PKG_VERSION")),
            ("telemetry.sdk.name", "sidemock"),
            ("telemetry.sdk.language", "rust"),
            ("telemetry.sdk.version", env!("CARGO_PKG_VERSION")),
        ]
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .into();
        let service = self.get("OTEL_SERVICE_NAME").map(|name| ("service.name".to_owned(), name.to_owned()));
        for (key, value) in given.flatten().unwrap_or_default().into_iter().chain(service) {
            match resource.iter_mut().find(|(known, _)| *known == key) {
                Some((_, old)) => *old = value,
                None => resource.push((key, value)),
            }
        }
        resource
    }

    fn sampler(&mut self) -> Sampler {
        const NAME: &str = "OTEL_TRACES_SAMPLER";
        const ARGUMENT: &str = "OTEL_TRACES_SAMPLER_ARG";
        let Some(name) = self.get(NAME) else { return Sampler::default() };
        let name = name.to_ascii_lowercase();
        let argument = self.get(ARGUMENT).filter(|_| name.ends_with("traceidratio"));
        let ratio = argument.map(|text| text.parse().ok().filter(|ratio| (0.0..=1.0).contains(ratio)));
        if matches!(ratio, Some(None)) {
            self.warn(ARGUMENT, "no number from 0 to 1; taken as 1");
        }
        Sampler::named(&name, ratio.flatten().unwrap_or(1.0)).unwrap_or_else(|| {
            self.warn(NAME, format!("none of {NAMES}; taken as parentbased_always_on"));
            Sampler::default()
        })
    }

    fn timeout(&mut self) -> Duration {
        let set = self.either(["OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT"]);
        let name = set.map_or("OTEL_EXPORTER_OTLP_TIMEOUT", |(name, _)| name);
        self.millis(name, 10_000)
    }

    /// A time from a millisecond to an hour.
    fn millis(&mut self, name: &'static str, default: u64) -> Duration {
        Duration::from_millis(self.number(name, default, 1..=3_600_000))
    }

    fn number(&mut self, name: &'static str, default: u64, range: std::ops::RangeInclusive<u64>) -> u64 {
        let Some(text) = self.get(name) else { return default };
        match text.parse() {
            Ok(number) if range.contains(&number) => number,
            _ => {
                let (least, most) = range.into_inner();
                self.warn(name, format!("no whole number from {least} to {most}; taken as {default}"));
                default
            }
        }
    }
}

/// `name=value`, the value with escapes as in baggage.
fn header(pair: &str) -> Option<(HeaderName, HeaderValue)> {
    let (name, value) = pair.split_once('=')?;
    let name = HeaderName::from_bytes(name.trim().as_bytes()).ok()?;
    let value = percent_decode_str(value.trim()).decode_utf8().ok()?;
    let mut value = HeaderValue::from_str(&value).ok()?;
    value.set_sensitive(true);
    Some((name, value))
}

/// `key=value,key=value`; `None` where one of them is malformed, as all of them are to be left out then.
fn pairs(list: &str) -> Option<Vec<(String, String)>> {
    let decoded = |text: &str| Some(percent_decode_str(text.trim()).decode_utf8().ok()?.into_owned());
    let pair = |pair: &str| {
        let (key, value) = pair.split_once('=')?;
        Some((decoded(key).filter(|key| !key.is_empty())?, decoded(value)?))
    };
    list.split(',').filter(|part| !part.trim().is_empty()).map(pair).collect()
}

#[cfg(test)]
mod tests;
