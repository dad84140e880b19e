//! The binary; all of it is [`sidemock::process`].

use std::process::ExitCode;

fn main() -> ExitCode {
    sidemock::process::main()
}
