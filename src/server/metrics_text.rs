//! The text that Prometheus scrapes: the plain format, or OpenMetrics where the scraper asks for it.

use std::fmt::Write as _;

/// Which of the two formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `text/plain; version=0.0.4`
    Prometheus,
    /// `application/openmetrics-text; version=1.0.0`
    OpenMetrics,
}

impl Format {
    /// The format that an `Accept` header asks for.
    pub fn accepted(accept: Option<&str>) -> Self {
        let wants = accept.is_some_and(|accept| accept.contains("application/openmetrics-text"));
        if wants { Self::OpenMetrics } else { Self::Prometheus }
    }

    /// The content type of the format.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Prometheus => "text/plain; version=0.0.4; charset=utf-8",
            Self::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
        }
    }
}

/// What a family measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Goes up only; its samples end in `_total`.
    Counter,
    /// Goes up and down.
    Gauge,
    /// Counts by upper bounds.
    Histogram,
}

/// Metric families, written one after the other.
pub struct Text {
    format: Format,
    out: String,
}

/// Labels of a sample.
pub type Labels<'a> = &'a [(&'a str, &'a str)];

impl Text {
    /// No families yet.
    pub fn new(format: Format) -> Self {
        Self { format, out: String::new() }
    }

    /// Begins a family; all its samples follow. The name of a counter is given without `_total`.
    pub fn family<'t>(&'t mut self, name: &'t str, kind: Kind, help: &str) -> Family<'t> {
        let suffix = if kind == Kind::Counter { "_total" } else { "" };
        // OpenMetrics names the family, the plain format its samples.
        let shown = if self.format == Format::OpenMetrics { "" } else { suffix };
        let kind = match kind {
            Kind::Counter => "counter",
            Kind::Gauge => "gauge",
            Kind::Histogram => "histogram",
        };
        // Writing to a string does not fail.
        let _ = write!(self.out, "# HELP {name}{shown} {help}\n# TYPE {name}{shown} {kind}\n");
        Family { text: self, name, suffix }
    }

    /// The whole text.
    pub fn finish(mut self) -> String {
        if self.format == Format::OpenMetrics {
            self.out.push_str("# EOF\n");
        }
        self.out
    }

    fn sample(&mut self, name: &str, suffix: &str, labels: Labels<'_>, last: Option<(&str, &str)>, value: f64) {
        self.out.push_str(name);
        self.out.push_str(suffix);
        for (i, (key, text)) in labels.iter().copied().chain(last).enumerate() {
            self.out.push(if i == 0 { '{' } else { ',' });
            self.out.push_str(key);
            self.out.push_str("=\"");
            escape(text, &mut self.out);
            self.out.push('"');
        }
        if !labels.is_empty() || last.is_some() {
            self.out.push('}');
        }
        let _ = writeln!(self.out, " {value}");
    }
}

/// A family that is being written.
pub struct Family<'t> {
    text: &'t mut Text,
    name: &'t str,
    suffix: &'static str,
}

impl Family<'_> {
    /// One sample of a counter or a gauge.
    pub fn sample(&mut self, labels: Labels<'_>, value: f64) -> &mut Self {
        self.text.sample(self.name, self.suffix, labels, None, value);
        self
    }

    /// The samples of a histogram: cumulative counts for each bound, the last one for no bound at all.
    pub fn histogram(&mut self, labels: Labels<'_>, bounds: &[f64], counts: &[u64], sum: f64) -> &mut Self {
        for (i, count) in counts.iter().enumerate() {
            let bound = bounds.get(i).map_or_else(|| "+Inf".to_owned(), |bound| format!("{bound:?}"));
            self.text.sample(self.name, "_bucket", labels, Some(("le", &bound)), *count as f64);
        }
        self.text.sample(self.name, "_sum", labels, None, sum);
        self.text.sample(self.name, "_count", labels, None, counts.last().copied().unwrap_or_default() as f64);
        self
    }
}

/// Label values may hold anything: names of environments and paths of routes are the user's.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(format: Format) -> String {
        let mut text = Text::new(format);
        text.family("hits", Kind::Counter, "Hits.").sample(&[("path", "/a\"b\\c\nd")], 3.0);
        text.family("took_seconds", Kind::Histogram, "Time.").histogram(&[("e", "x")], &[0.5, 1.0], &[1, 1, 2], 2.25);
        text.finish()
    }

    #[test]
    fn the_plain_format_names_the_samples_of_a_counter() {
        assert_eq!(
            written(Format::Prometheus),
            "# HELP hits_total Hits.\n# TYPE hits_total counter\nhits_total{path=\"/a\\\"b\\\\c\\nd\"} 3\n\
             # HELP took_seconds Time.\n# TYPE took_seconds histogram\ntook_seconds_bucket{e=\"x\",le=\"0.5\"} 1\n\
             took_seconds_bucket{e=\"x\",le=\"1.0\"} 1\ntook_seconds_bucket{e=\"x\",le=\"+Inf\"} 2\n\
             took_seconds_sum{e=\"x\"} 2.25\ntook_seconds_count{e=\"x\"} 2\n"
        );
    }

    #[test]
    fn openmetrics_names_the_family_and_ends_the_text() {
        let text = written(Format::OpenMetrics);
        assert!(text.starts_with("# HELP hits Hits.\n# TYPE hits counter\nhits_total{"), "{text}");
        assert!(text.ends_with("# EOF\n"), "{text}");
        assert_eq!(
            Format::accepted(Some("application/openmetrics-text;version=1.0.0,text/plain")),
            Format::OpenMetrics
        );
        assert_eq!(Format::accepted(Some("text/plain")), Format::Prometheus);
    }
}
