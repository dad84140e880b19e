//! Logs on standard output: JSON lines with the reference's field names, or text for people.

use std::fmt::{self, Write as _};
use std::io::IsTerminal as _;

use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::field::MakeExt as _;
use tracing_subscriber::fmt::format::{Writer, debug_fn};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

use crate::js::{date, json};
use crate::masking;
use crate::settings::LogFormat;
use crate::spelling::on_one_line;

/// Installs the log; a second call changes nothing (tests start several apps in one process).
pub fn install(filter: EnvFilter, format: LogFormat) {
    // A log that nobody reads any more is lost; that is no reason to end, or to say so on standard error at each line.
    let builder = tracing_subscriber::fmt().with_env_filter(filter).log_internal_errors(false);
    // An error means that a log is installed already.
    let _ = match format {
        LogFormat::Json => builder.event_format(JsonLines).try_init(),
        LogFormat::Text => {
            let fields = debug_fn(write_field).delimited(" ");
            builder.with_target(false).with_ansi(std::io::stdout().is_terminal()).fmt_fields(fields).try_init()
        }
    };
}

/// Formats events as JSON lines: `app`, the event's fields, `level`, `message`, `timestamp`.
struct JsonLines;

impl<S, N> FormatEvent<S, N> for JsonLines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, _: &FmtContext<'_, S, N>, mut writer: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let mut line = Line { out: String::from("{\"app\":\"sidemock\""), message: String::new() };
        event.record(&mut line);
        let Line { mut out, message } = line;
        out.push_str(",\"level\":");
        json::write_string(&event.metadata().level().as_str().to_ascii_lowercase(), &mut out);
        out.push_str(",\"message\":");
        json::write_string(&message, &mut out);
        out.push_str(",\"timestamp\":");
        json::write_string(&now_iso(), &mut out);
        out.push('}');
        writeln!(writer, "{}", on_one_line(&masking::masked(&out)))
    }
}

/// A field of a line for people.
fn write_field(writer: &mut Writer<'_>, field: &Field, value: &dyn fmt::Debug) -> fmt::Result {
    let text = format!("{value:?}");
    let text = masking::masked(&text);
    let shown = on_one_line(&text);
    if field.name() == "message" { write!(writer, "{shown}") } else { write!(writer, "{}={shown}", field.name()) }
}

fn now_iso() -> String {
    let ms = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0.0, |since| since.as_millis() as f64);
    date::to_iso(ms).unwrap_or_default().to_string()
}

struct Line {
    out: String,
    message: String,
}

impl Line {
    fn key(&mut self, field: &Field) {
        self.out.push(',');
        json::write_string(field.name(), &mut self.out);
        self.out.push(':');
    }
}

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = write!(text, "{value:?}");
        self.record_str(field, &text);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "message" => self.message.push_str(value),
            // JSON already: the transaction itself, the callback as it went.
            "transaction" | "callback" => {
                self.key(field);
                self.out.push_str(value);
            }
            _ => {
                self.key(field);
                json::write_string(value, &mut self.out);
            }
        }
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.key(field);
        self.out.push_str(if value { "true" } else { "false" });
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.key(field);
        let _ = write!(self.out, "{value}");
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.key(field);
        let _ = write!(self.out, "{value}");
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.key(field);
        json::write(&crate::js::Value::Number(value), &mut self.out);
    }
}
