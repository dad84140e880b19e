//! Which traces are recorded: the samplers of OpenTelemetry's specification.

use super::ids::TraceId;

/// The names that `OTEL_TRACES_SAMPLER` knows.
pub(super) const NAMES: &str =
    "always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off, parentbased_traceidratio";

/// Bits of a trace id that decide.
const BITS: u32 = 63;

/// A sampler.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sampler {
    /// Whether the caller's decision is ours, where there is one.
    parent_based: bool,
    root: Root,
}

/// What decides where no parent does.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Root {
    AlwaysOn,
    AlwaysOff,
    /// Trace ids whose last 63 bits are below this number.
    Below(u64),
}

impl Default for Sampler {
    fn default() -> Self {
        Self { parent_based: true, root: Root::AlwaysOn }
    }
}

impl Sampler {
    /// The sampler of this name; `ratio` (0 to 1) is the share of traces that those by trace id record.
    pub(super) fn named(name: &str, ratio: f64) -> Option<Self> {
        let (parent_based, root) = match name.strip_prefix("parentbased_") {
            Some(root) => (true, root),
            None => (false, name),
        };
        let root = match root {
            "always_on" => Root::AlwaysOn,
            "always_off" => Root::AlwaysOff,
            "traceidratio" => Root::Below((ratio * (1u64 << BITS) as f64) as u64),
            _ => return None,
        };
        Some(Self { parent_based, root })
    }

    /// Whether a span is recorded; `parent` is what its parent's flag says, where it has a parent.
    pub(super) fn samples(&self, trace_id: TraceId, parent: Option<bool>) -> bool {
        match (parent, self.root) {
            (Some(sampled), _) if self.parent_based => sampled,
            (_, Root::AlwaysOn) => true,
            (_, Root::AlwaysOff) => false,
            // A trace that a ratio takes is taken by every higher one.
            (_, Root::Below(bound)) => trace_id.low() >> (u64::BITS - BITS) < bound,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The last 63 bits that decide are about this share of all.
    fn at(share: f64) -> TraceId {
        TraceId::new(0xABC, ((share * (1u64 << 63) as f64) as u64) << 1)
    }

    #[test]
    fn samplers_decide_as_the_specification_has_them() {
        // Name, argument, share at which the trace id lies; what it says without a parent, of one that is not sampled, of one that is.
        for (name, ratio, share, root, unsampled, sampled) in [
            ("always_on", 1.0, 0.5, true, true, true),
            ("always_off", 1.0, 0.5, false, false, false),
            ("traceidratio", 0.0, 0.0, false, false, false),
            ("traceidratio", 0.25, 0.2, true, true, true),
            ("traceidratio", 0.25, 0.3, false, false, false),
            ("traceidratio", 1.0, 0.999_999, true, true, true),
            ("parentbased_always_on", 1.0, 0.5, true, false, true),
            ("parentbased_always_off", 1.0, 0.5, false, false, true),
            ("parentbased_traceidratio", 0.25, 0.2, true, false, true),
            ("parentbased_traceidratio", 0.25, 0.3, false, false, true),
            ("parentbased_traceidratio", 0.0, 0.0, false, false, true),
        ] {
            let sampler = Sampler::named(name, ratio).unwrap();
            let decided = [None, Some(false), Some(true)].map(|parent| sampler.samples(at(share), parent));
            assert_eq!(decided, [root, unsampled, sampled], "{name} {ratio} {share}");
        }
    }

    #[test]
    fn a_higher_ratio_takes_what_a_lower_one_does() {
        let ratios = [0.01, 0.1, 0.5, 0.9, 1.0].map(|ratio| Sampler::named("traceidratio", ratio).unwrap());
        for step in 0..1_000 {
            let taken = ratios.map(|sampler| sampler.samples(at(f64::from(step) / 1_000.0), None));
            assert!(taken.is_sorted(), "{step}: {taken:?}");
        }
    }

    #[test]
    fn the_default_asks_the_parent_and_other_names_are_none() {
        assert_eq!(Sampler::named("parentbased_always_on", 1.0), Some(Sampler::default()));
        for name in ["", "always", "ALWAYS_ON", "parentbased_", "parentbased_parentbased_always_on", "xray"] {
            assert_eq!(Sampler::named(name, 1.0), None, "{name}");
        }
    }
}
