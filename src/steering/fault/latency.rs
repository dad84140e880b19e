//! How late answers are: distributions, drawn from numbers between 0 and 1.

use std::f64::consts::PI;
use std::time::Duration;

/// A distribution; all times in milliseconds.
#[derive(Debug, Clone, PartialEq)]
pub enum Latency {
    /// Always this.
    Fixed(f64),
    /// Anything between these, each as likely as the other.
    Uniform(f64, f64),
    /// Its logarithm is distributed normally; what is longer than `max` is `max`.
    Lognormal {
        /// Half of the times are below.
        median: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
        /// The longest time.
        max: f64,
    },
    /// Half of the times are below the first, 95 of a hundred below the second, 99 below the third. Between 0 and these
    /// all times are equally likely; the last of a hundred goes on as steeply.
    Percentiles([f64; 3]),
}

impl Latency {
    /// A time; `number(i)` is the i-th number that it is drawn from.
    pub fn draw(&self, number: impl Fn(u64) -> f64) -> Duration {
        let millis = match self {
            Self::Fixed(time) => *time,
            Self::Uniform(from, to) => from + (to - from) * number(0),
            Self::Lognormal { median, sigma, max } => (median * (sigma * normal(number(0), number(1))).exp()).min(*max),
            Self::Percentiles(times) => quantile(times, number(0)),
        };
        Duration::try_from_secs_f64(millis / 1e3).unwrap_or(Duration::ZERO)
    }
}

/// A number of the standard normal distribution, by Box and Muller.
fn normal(a: f64, b: f64) -> f64 {
    // The logarithm of 0 is no number.
    (-2.0 * (1.0 - a).ln()).sqrt() * (2.0 * PI * b).cos()
}

/// The time below which this part of all times is.
fn quantile(&[p50, p95, p99]: &[f64; 3], part: f64) -> f64 {
    let between = |(from, low): (f64, f64), (to, high): (f64, f64)| low + (high - low) * (part - from) / (to - from);
    match part {
        part if part < 0.5 => between((0.0, 0.0), (0.5, p50)),
        part if part < 0.95 => between((0.5, p50), (0.95, p95)),
        _ => between((0.95, p95), (0.99, p99)),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::{Value, json};

    use super::super::{Definition, Fault};

    const DRAWS: usize = 10_000;
    /// The largest distance from the distribution that was asked for, at a level of one in a thousand.
    const BOUND: f64 = 1.95 / 100.0;

    /// Draws, ascending.
    fn draws(latency: Value, seed: u64) -> Vec<f64> {
        let definition = Definition::read(&json!({"latency": latency, "seed": seed})).ok().unwrap();
        let fault = Fault::declared(Arc::new(definition), 0);
        let mut draws: Vec<f64> = (0..DRAWS).map(|_| fault.decide().unwrap().delay.as_secs_f64() * 1e3).collect();
        draws.sort_by(f64::total_cmp);
        draws
    }

    /// The statistic of Kolmogorov and Smirnov.
    fn distance(draws: &[f64], cumulative: impl Fn(f64) -> f64) -> f64 {
        let count = draws.len() as f64;
        let steps = draws.iter().enumerate().map(|(i, draw)| {
            let wanted = cumulative(*draw);
            (wanted - i as f64 / count).abs().max((wanted - (i + 1) as f64 / count).abs())
        });
        steps.fold(0.0, f64::max)
    }

    /// The normal distribution, by the approximation 26.2.17 of Abramowitz and Stegun (error below 1e-7).
    fn normal_cumulative(x: f64) -> f64 {
        let t = 1.0 / (1.0 + 0.231_641_9 * x.abs());
        let terms = [0.319_381_530, -0.356_563_782, 1.781_477_937, -1.821_255_978, 1.330_274_429];
        let sum = terms.iter().rev().fold(0.0, |sum, term| (sum + term) * t);
        let tail = (-x * x / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt() * sum;
        if x < 0.0 { tail } else { 1.0 - tail }
    }

    #[test]
    fn draws_are_distributed_as_was_asked() {
        for seed in 1..=3 {
            let uniform = draws(json!({"uniform": ["10ms", "250ms"]}), seed);
            let at = distance(&uniform, |x| ((x - 10.0) / 240.0).clamp(0.0, 1.0));
            assert!(at < BOUND, "uniform, seed {seed}: {at}");

            let lognormal = draws(json!({"lognormal": {"median": "100ms", "sigma": 0.5, "max": "1h"}}), seed);
            let at = distance(&lognormal, |x| normal_cumulative((x / 100.0).ln() / 0.5));
            assert!(at < BOUND, "lognormal, seed {seed}: {at}");

            let percentiles = draws(json!({"percentiles": {"p50": "20ms", "p95": "80ms", "p99": "400ms"}}), seed);
            let at = distance(&percentiles, |x| match x {
                x if x < 20.0 => x / 20.0 * 0.5,
                x if x < 80.0 => 0.5 + (x - 20.0) / 60.0 * 0.45,
                x => (0.95 + (x - 80.0) / 320.0 * 0.04).min(1.0),
            });
            assert!(at < BOUND, "percentiles, seed {seed}: {at}");
            let part = |below: f64| percentiles.iter().filter(|draw| **draw < below).count() as f64 / DRAWS as f64;
            for (below, wanted) in [(20.0, 0.5), (80.0, 0.95), (400.0, 0.99)] {
                assert!((part(below) - wanted).abs() < 0.02, "{below} ms: {}", part(below));
            }

            assert!(draws(json!({"fixed": "7ms"}), seed).iter().all(|draw| (draw - 7.0).abs() < 1e-6));
        }
    }

    #[test]
    fn nothing_is_longer_than_the_longest_time() {
        let draws = draws(json!({"lognormal": {"median": "100ms", "sigma": 2, "max": "300ms"}}), 1);
        let longest = draws.last().copied().unwrap();
        assert!((longest - 300.0).abs() < 1e-6, "{longest}");
    }
}
