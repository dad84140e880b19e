//! Fuzzing without further tools: `cargo test --test fuzz`, longer with `FUZZ_SECONDS=600 cargo test --test fuzz`.
//!
//! Inputs are mutated literals of our own tests, fed to the parsers and interpreters on a thread with the stack of a
//! tokio worker. A panic, a crash (stack overflow) and an input that takes over a second of processor time are
//! findings. They are printed with `FUZZ_SEED`, target and run; the same seed makes the same inputs.
//!
//! | variable | default | |
//! |---|---|---|
//! | `FUZZ_SECONDS` | 2 | how long |
//! | `FUZZ_SEED` | 1 | which inputs |
//! | `FUZZ_TARGET` | all | only this one |
//!
//! A crash takes the process with it. So the inputs are run by a child of this process, which notes what it is about
//! to feed; this process reads the note and starts the next child after the crash.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod exchange;
mod literals;
mod mutate;
mod targets;

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::FileExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use targets::Target;

/// The stack of a tokio worker.
const STACK: usize = 2 << 20;
/// Longest processor time of one input.
const BOUND: Duration = Duration::from_secs(1);
/// When an input counts as never ending.
const HANG: Duration = Duration::from_secs(60);
/// After so many crashes, or slow inputs, the rest can wait.
const MAX_CRASHES: u64 = 20;
const MAX_SLOW: u64 = 10;

/// Set for the child.
const CHILD: &str = "FUZZ_CHILD";

/// Where the last panic happened.
static PANICKED_AT: Mutex<String> = Mutex::new(String::new());
/// Milliseconds (since the start) at which the current input began.
static BEGAN: AtomicU64 = AtomicU64::new(0);

fn main() -> ExitCode {
    // `cargo test name` asks every test binary for that name, `--list` wants none run.
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut names = arguments.iter().filter(|argument| !argument.starts_with('-')).peekable();
    if arguments.iter().any(|argument| argument == "--list") || names.peek().is_some() && !names.any(|n| n == "fuzz") {
        return ExitCode::SUCCESS;
    }
    let failed = if std::env::var_os(CHILD).is_some() { run_inputs() } else { supervise() };
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

fn note_path(process: u32) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{process}"))
}

/// Starts children until the time is up; a child that dies before is a finding, the next one has another seed.
fn supervise() -> bool {
    let start = Instant::now();
    let (seconds, seed) = (number("FUZZ_SECONDS", 2), number("FUZZ_SEED", 1));
    let mut failed = false;
    for seed in seed..seed + MAX_CRASHES {
        let left = seconds.saturating_sub(start.elapsed().as_secs());
        let mut command = Command::new(std::env::current_exe().expect("the path of this program"));
        command.env(CHILD, "1").env("FUZZ_SECONDS", left.to_string()).env("FUZZ_SEED", seed.to_string());
        let mut child = command.spawn().expect("this program starts once more");
        let note = note_path(child.id());
        let status = child.wait().expect("the child's end");
        let noted = fs::read(&note).unwrap_or_default();
        drop(fs::remove_file(&note));
        failed |= !status.success();
        if matches!(status.code(), Some(0 | 1)) {
            break;
        }
        let [index, run, length] = [0, 8, 16].map(|at| noted.get(at..at + 8).and_then(|bytes| bytes.try_into().ok()));
        let [index, run, length] = [index, run, length].map(|bytes| bytes.map_or(0, u64::from_le_bytes));
        let input = noted.get(24..24 + usize::try_from(length).unwrap_or(0)).unwrap_or_default();
        let targets = selected();
        let name = targets.get(usize::try_from(index).unwrap_or(0)).map_or("none", |target| target.name);
        report(&format!("the process died ({status})"), seed, name, run, input);
        if start.elapsed().as_secs() >= seconds {
            break;
        }
    }
    failed
}

fn selected() -> Vec<Target> {
    let only = std::env::var("FUZZ_TARGET").ok();
    targets::all().into_iter().filter(|target| only.as_deref().is_none_or(|only| only == target.name)).collect()
}

fn report(what: &str, seed: u64, target: &str, run: u64, input: &[u8]) {
    println!("fuzz: {what}\n  seed {seed}, target {target}, run {run}, input of {} bytes:", input.len());
    println!("  b\"{}\"", input.escape_ascii());
}

/// Feeds inputs until the time is up; tells whether there were findings.
fn run_inputs() -> bool {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        *PANICKED_AT.lock().unwrap() = format!("{place}: {}", info.payload_as_str().unwrap_or_default());
    }));
    let start = Instant::now();
    let worker = std::thread::Builder::new().name("fuzz".into()).stack_size(STACK);
    let worker = worker.spawn(move || work(start)).expect("a thread");
    while !worker.is_finished() {
        std::thread::sleep(Duration::from_millis(20));
        let began = Duration::from_millis(BEGAN.load(Ordering::Relaxed));
        if start.elapsed().saturating_sub(began) > HANG {
            println!("fuzz: the input does not end");
            std::process::abort();
        }
    }
    worker.join().expect("findings are caught")
}

fn work(start: Instant) -> bool {
    let end = Duration::from_secs(number("FUZZ_SECONDS", 2));
    let (seed, targets) = (number("FUZZ_SEED", 1), selected());
    let note = fs::File::create(note_path(std::process::id())).expect("a file for notes");
    let mut places = BTreeSet::new();
    let mut slow = 0_u64;
    // Runs and time of each target: all get the same time, however long their inputs take.
    let mut spent: Vec<(Duration, u64)> = targets.iter().map(|_| (Duration::ZERO, 0)).collect();
    while start.elapsed() < end {
        let least = spent.iter_mut().enumerate().min_by_key(|(_, (time, _))| *time);
        let Some((index, (time, runs))) = least else { break };
        let Some(target) = targets.get(index) else { break };
        let run = *runs;
        let input = mutate::input(&target.corpus, &mut mutate::Random::new(seed, run));
        let head = [index as u64, run, input.len() as u64].map(u64::to_le_bytes).concat();
        drop(note.write_all_at(&[head.as_slice(), input.as_slice()].concat(), 0));
        let began = Instant::now();
        BEGAN.store(u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
        let result = catch_unwind(AssertUnwindSafe(|| (target.run)(&input)));
        let took = began.elapsed();
        if result.is_err() {
            let place = PANICKED_AT.lock().unwrap().clone();
            if places.insert(place.split(": ").next().unwrap_or_default().to_owned()) {
                let fails = |input: &[u8]| catch_unwind(AssertUnwindSafe(|| (target.run)(input))).is_err();
                let shorter = mutate::shrink(input, fails);
                report(&format!("panicked at {place}"), seed, target.name, run, &shorter);
            }
        } else if took > BOUND && slow < MAX_SLOW {
            // Perhaps the machine was busy: once more, by the processor's clock.
            let before = processor_time();
            (target.run)(&input);
            let took = processor_time().saturating_sub(before);
            if took > BOUND {
                slow += 1;
                report(&format!("took {took:?} of processor time"), seed, target.name, run, &input);
            }
        }
        *time += took;
        *runs += 1;
    }
    let total: u64 = spent.iter().map(|(_, runs)| runs).sum();
    let rate = total as f64 / start.elapsed().as_secs_f64().max(0.001);
    let each = targets.iter().zip(&spent).map(|(target, (_, runs))| format!("{} {runs}", target.name));
    println!("fuzz: {total} runs, {rate:.0} per second, {} panics, {slow} slow (seed {seed})", places.len());
    println!("fuzz: {}", each.collect::<Vec<_>>().join(", "));
    !places.is_empty() || slow > 0
}

/// Time this thread has computed.
fn processor_time() -> Duration {
    let schedule = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(schedule.split(' ').next().and_then(|nanos| nanos.parse().ok()).unwrap_or(0))
}
