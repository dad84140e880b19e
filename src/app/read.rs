//! Reads everything that the settings name: environments, files that are left alone, and what is wrong.

use std::path::PathBuf;

use crate::budget::together;
use crate::environment::load;
use crate::environment::remote::Remote;
use crate::reload::port_allocation::OwnPorts;
use crate::settings::Settings;

use super::candidate::Candidate;
use super::error::StartError;
use super::mounted::{DEMO, load_options};
use super::named_files::{NamedFiles, lonely};
use super::{declared, front};

/// What is said of a path that is skipped.
pub(super) const SPECIAL: &str = "a pipe, a device or a socket is no environment file";

/// What the settings name, read.
#[derive(Default)]
pub(super) struct MountedEnvironments {
    /// What can be served.
    pub(super) candidates: Vec<Candidate>,
    /// Files that are left alone, and why.
    pub(super) left_alone: Vec<(PathBuf, String)>,
    /// Why there is more that cannot be served.
    pub(super) error: Option<StartError>,
}

/// Reads all environments.
pub(super) fn read_all(settings: &Settings, remote: &Remote) -> MountedEnvironments {
    if settings.data.is_empty() {
        return match load::load_bytes("the embedded demo", DEMO.as_bytes()) {
            Ok(loaded) => MountedEnvironments {
                candidates: vec![Candidate { file: None, loaded }],
                ..MountedEnvironments::default()
            },
            Err(error) => MountedEnvironments {
                error: Some(StartError::Environments(vec![error])),
                ..MountedEnvironments::default()
            },
        };
    }
    let found = match load::find_files(&settings.data) {
        Ok(found) => found,
        Err(error) => return MountedEnvironments { error: Some(error.into()), ..MountedEnvironments::default() },
    };
    let options = load_options(settings, remote);
    let read = together::each(found.files, |file| {
        let outcome = declared::load_file(&file.path, file.named_by, &options);
        (file, outcome)
    });
    let mut named = NamedFiles::default();
    for (file, outcome) in &read {
        if let Ok(loaded) = outcome {
            named.add(&file.path, &loaded.environment, &loaded.parts);
            named.add_snapshot(&file.path, loaded.companion.snapshot.as_deref());
        }
    }
    let (mut mounted, mut errors, mut environments) = (MountedEnvironments::default(), Vec::new(), Vec::new());
    for (file, outcome) in read {
        match (named.reason(&file.path, file.named_by, outcome.as_ref()), outcome) {
            (Some(reason), _) => mounted.left_alone.push((file.path, reason)),
            (None, outcome) => {
                environments.push(file.path.clone());
                match outcome {
                    Ok(loaded) => mounted.candidates.push(Candidate { file: Some(file.path), loaded }),
                    Err(error) => errors.push(error),
                }
            }
        }
    }
    let alone = |companion: PathBuf| {
        let reason = lonely(&companion, environments.iter().map(PathBuf::as_path))?;
        Some((companion, reason))
    };
    mounted.left_alone.extend(found.companions.into_iter().filter_map(alone));
    mounted.error = (!errors.is_empty()).then_some(StartError::Environments(errors));
    mounted
}

/// What lies in the paths of the settings and is no file, as far as they can be read.
pub(super) fn special_files(settings: &Settings) -> Vec<PathBuf> {
    load::find_files(&settings.data).map(|found| found.special).unwrap_or_default()
}

pub(super) fn refuse_same_port(candidates: &[Candidate], settings: &Settings) -> Result<(), StartError> {
    if front::own_ports(settings) == OwnPorts::None {
        return Ok(());
    }
    let port = |(index, c): (usize, &Candidate)| settings.port.get(index).copied().unwrap_or(c.loaded.environment.port);
    let ports: Vec<u16> = candidates.iter().enumerate().map(port).collect();
    for (i, wanted) in ports.iter().enumerate() {
        if *wanted != 0
            && let Some(before) = ports[..i].iter().position(|p| p == wanted)
        {
            let file = |at: usize| candidates.get(at).and_then(|c| c.file.clone()).unwrap_or_default();
            return Err(StartError::SamePort { first: file(before), second: file(i), port: *wanted });
        }
    }
    Ok(())
}
