//! What CI runs, in order, each step under a headline and with its time.

use crate::Result;
use crate::setup::{self, Tools};
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// Runs a program to its end; its output goes to the terminal.
pub fn run(command: &mut Command) -> Result<()> {
    let name = command.get_program().display().to_string();
    let status = command
        .status()
        .map_err(|e| format!("{name} didn't start: {e}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{name} failed ({status})"))
    }
}

/// Runs a program that a person ends: in this one's place where the system can do that, so that
/// ending `cargo dev` ends it too.
#[cfg(unix)]
pub fn become_program(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt as _;
    let why = command.exec();
    Err(format!(
        "{} didn't start: {why}",
        command.get_program().display()
    ))
}

#[cfg(not(unix))]
pub fn become_program(command: &mut Command) -> Result<()> {
    run(command)
}

/// The finished page, in dist/.
pub fn build(tools: &Tools) -> Result<()> {
    run(&mut tools.trunk(&["build", "--release"]))
}

/// The page and the worker as they can be told to break, for the tests of what happens then, in target/faults.
pub fn build_with_faults(tools: &Tools, root: &Path) -> Result<()> {
    // Trunk's own option doesn't reach a worker that names its features.
    let html =
        fs::read_to_string(root.join("index.html")).map_err(|e| format!("index.html: {e}"))?;
    let html = html.replace(r#"-features="web""#, r#"-features="web,faults""#);
    let page = root.join(FAULTS_HTML);
    fs::write(&page, html).map_err(|e| format!("{}: {e}", page.display()))?;
    let features = [
        "--features",
        "faults",
        "--dist",
        "target/faults",
        FAULTS_HTML,
    ];
    let built = run(&mut tools.trunk(&[&["build", "--release"], &features[..]].concat()));
    fs::remove_file(&page).map_err(|e| format!("{}: {e}", page.display()))?;
    built
}

/// Beside index.html, since Trunk looks from there on; not in the repository.
const FAULTS_HTML: &str = "index.faults.html";

/// Every check, up to the first that fails.
pub fn test(root: &Path) -> Result<()> {
    let tools = step("Programs", || setup::for_testing(root))?;
    let cargo = |line: &str| run(&mut tools.command("cargo", &line.split(' ').collect::<Vec<_>>()));
    step("Formatting", || cargo("fmt --check"))?;
    step("Clippy, the core", || {
        cargo("clippy --locked --no-default-features --all-targets -- -D warnings")
    })?;
    step("Clippy, the page and the worker", || {
        cargo(
            "clippy --locked --target wasm32-unknown-unknown --all-features --lib --bin cartouche --bin worker -- -D warnings",
        )
    })?;
    step("Crates", || crates(&tools))?;
    step("Tests of the core", || {
        cargo("test --locked --no-default-features")
    })?;
    step("Tests in the browser", || browser_tests(&tools, root))?;
    step("The page, as it can be told to break", || {
        build_with_faults(&tools, root)
    })?;
    step("The page", || build(&tools))?;
    let e2e = root.join("tests/e2e");
    step("Playwright", || {
        run(tools.command(npm(), &["ci"]).current_dir(&e2e))
    })?;
    step("Tests of the page", || {
        let arguments = ["node_modules/@playwright/test/cli.js", "test"];
        run(tools.command("node", &arguments).current_dir(&e2e))
    })?;
    step("Campaigns, short", || campaigns(&tools))
}

/// Licences, sources and doubles of the crates that are linked, and what is known against them.
fn crates(tools: &Tools) -> Result<()> {
    setup::for_crates(tools)?;
    let deny = |words: &[&str]| run(&mut tools.command("cargo-deny", words));
    deny(&[
        "--log-level",
        "error",
        "--offline",
        "check",
        "bans",
        "licenses",
        "sources",
    ])?;
    if deny(&["--log-level", "off", "fetch", "db"]).is_err() {
        println!("NOT CHECKED: the database of advisories can't be reached from here.");
        return Ok(());
    }
    deny(&["--offline", "check", "advisories"])
}

/// A short run of each campaign; the long ones are named in the README.
fn campaigns(tools: &Tools) -> Result<()> {
    for line in [
        "kill.mjs --rounds 8 --seed 3",
        "swap.mjs --loads 6 --seed 3",
        "swap.mjs --loads 3 --seed 4 --browser firefox",
        "tabs.mjs --seeds 1 --edits 30 --seed 3 --only mix,deaf",
        "tabs.mjs --seeds 1 --edits 30 --seed 4 --only mix,deaf --browser firefox",
        "refusals.mjs --rounds 5 --seed 3",
        "refusals.mjs --rounds 1 --seed 4 --browser firefox",
        "panics.mjs --rounds 8 --seed 3",
    ] {
        println!("\n-- {line}");
        let words = format!("tests/campaigns/{line}");
        run(&mut tools.command("node", &words.split(' ').collect::<Vec<_>>()))?;
    }
    Ok(())
}

fn step<T>(name: &str, action: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("\n== {name}");
    let start = Instant::now();
    let result = action().map_err(|why| format!("{name}: {why}"))?;
    println!("== {name}: {:.1} s", start.elapsed().as_secs_f32());
    Ok(result)
}

/// Runs those files of tests/ that use wasm-bindgen-test, in Chromium without a window.
fn browser_tests(tools: &Tools, root: &Path) -> Result<()> {
    let entries = fs::read_dir(root.join("tests")).map_err(|e| format!("tests/: {e}"))?;
    let files = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|file| file.extension() == Some(OsStr::new("rs")));
    let uses_browser =
        |file: &Path| fs::read_to_string(file).is_ok_and(|text| text.contains("wasm_bindgen_test"));
    let mut names: Vec<String> = files
        .filter(|file| uses_browser(file))
        .filter_map(|file| Some(file.file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    if names.is_empty() {
        println!("none yet");
        return Ok(());
    }
    let mut arguments = vec![
        "test",
        "--locked",
        "--target",
        "wasm32-unknown-unknown",
        "--all-features",
    ];
    for name in &names {
        arguments.extend(["--test", name]);
    }
    let mut command = tools.command("cargo", &arguments);
    command.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
        "wasm-bindgen-test-runner",
    );
    if let Some(driver) = tools.find(&["chromedriver"]) {
        command.env("CHROMEDRIVER", driver);
    }
    run(&mut command)
}

/// `npm` is a script on Windows, and std starts those only by their whole name.
fn npm() -> &'static str {
    if cfg!(windows) { "npm.cmd" } else { "npm" }
}
