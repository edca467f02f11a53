//! Reads the command line, runs one command, prints its error.

use clap::Parser;
use palanta::cli::{self, Cli};
use std::process::ExitCode;

/// Gives memory back and is quick under many small allocations.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    if !cli.serves() {
        // `palanta … | head` ends quietly.
        sigpipe::reset();
    }
    match actix_web::rt::System::new().block_on(cli::run(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("palanta: {fault}");
            ExitCode::FAILURE
        }
    }
}
