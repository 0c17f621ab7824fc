//! `cargo dev`: what a developer and CI run. Only std, so that it builds in seconds on any system with cargo.

mod files;
mod hosts;
mod offline;
mod post_build;
mod setup;
mod sha256;
mod steps;

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What went wrong, as one sentence for the person at the terminal.
type Result<T> = std::result::Result<T, String>;

const USAGE: &str = "\
cargo dev serve          build and serve the page, again after every change
cargo dev build          the finished page, in dist/
cargo dev faults         the page as it can be told to break, in target/faults/
cargo dev test           every check that CI runs
cargo dev static DIR PORT [--prefix /sub/] [--headers]
                         serve DIR as it is; --headers sends what DIR/_headers says
cargo dev post-build     called by Trunk, see Trunk.toml";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("\n{why}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    // Cargo says where the package is; without it the command was started in the right place by hand.
    let root = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from("."), PathBuf::from);
    match args.as_slice() {
        ["serve", rest @ ..] => {
            let tools = setup::for_building(&root)?;
            let arguments = [&["serve"], rest].concat();
            steps::become_program(&mut tools.trunk(&arguments))
        }
        ["build"] => steps::build(&setup::for_building(&root)?),
        ["faults"] => steps::build_with_faults(&setup::for_building(&root)?, &root),
        ["test"] => steps::test(&root),
        ["static", dir, port, rest @ ..] => files::serve(Path::new(dir), port, rest),
        ["post-build"] => {
            let staging = env::var_os("TRUNK_STAGING_DIR")
                .ok_or("post-build is called by Trunk, which says where its files are. Run `cargo dev build`.")?;
            post_build::run(Path::new(&staging))
        }
        _ => Err(USAGE.to_owned()),
    }
}
