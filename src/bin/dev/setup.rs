//! Which programs the build and the tests need, and how to get those that are missing.

use crate::Result;
use crate::steps;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";
/// Names the interpreter that the tests ask for other readers of label files.
const PYTHON: &str = "CARTOUCHE_PYTHON";
/// The version that is installed; Trunk.toml says which ones would do.
const TRUNK: &str = "0.21.14";

/// The package's folder, and the search path that finds what cargo has installed.
pub struct Tools {
    root: PathBuf,
    path: Vec<PathBuf>,
    cargo_home: Option<PathBuf>,
    /// The Python that has other readers of label files.
    python: Option<PathBuf>,
}

/// What reads deny.toml.
const DENY: &str = "0.20.2";

impl Tools {
    fn new(root: &Path) -> Tools {
        let cargo_home = env::var_os("CARGO_HOME").map(PathBuf::from);
        let cargo_home = cargo_home.or_else(|| Some(env::home_dir()?.join(".cargo")));
        let path = env::var_os("PATH").unwrap_or_default();
        let path = env::split_paths(&path)
            .chain(cargo_home.iter().map(|home| home.join("bin")))
            .collect();
        Tools {
            root: root.to_owned(),
            path,
            cargo_home,
            python: None,
        }
    }

    /// A program with arguments, to run in the package's folder.
    pub fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(&self.root);
        if let Ok(path) = env::join_paths(&self.path) {
            command.env("PATH", path);
        }
        if let Some(python) = &self.python {
            command.env(PYTHON, python);
        }
        // `cargo run` tells us about this package; a build script below would see it and run again.
        for (name, _) in env::vars_os() {
            let is_about_us =
                |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
            if name.to_str().is_some_and(is_about_us) {
                command.env_remove(name);
            }
        }
        command
    }

    /// Trunk, so that what it builds doesn't tell on whose machine: with it goes where cargo keeps the crates.
    pub fn trunk(&self, arguments: &[&str]) -> Command {
        let mut command = self.command("trunk", arguments);
        if let Some(home) = &self.cargo_home {
            let remap = format!("--remap-path-prefix={}=cargo", home.display());
            // Added to what .cargo/config.toml says.
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", remap);
        }
        command
    }

    /// The first of some programs that is on the search path.
    pub fn find(&self, names: &[&str]) -> Option<PathBuf> {
        let extensions: &[&str] = if cfg!(windows) {
            &["exe", "cmd"]
        } else {
            &[""]
        };
        names
            .iter()
            .flat_map(|name| self.path.iter().map(move |dir| dir.join(name)))
            .flat_map(|file| {
                extensions
                    .iter()
                    .map(move |extension| file.with_extension(extension))
            })
            .find(|file| file.is_file())
    }

    /// The version in the second word of `program --version`.
    fn version(&self, program: &str) -> Option<String> {
        let output = self.command(program, &["--version"]).output().ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        text.split_whitespace().nth(1).map(str::to_owned)
    }

    /// Small debug builds: these programs run for seconds, and would take minutes longer to optimise.
    fn install(&self, package: &str, version: &str, minutes: &str) -> Result<()> {
        println!(
            "{package} {version} is missing. Installing it takes about {minutes} minutes on two cores, once."
        );
        let arguments = [
            "install",
            "--debug",
            "--force",
            package,
            "--version",
            version,
        ];
        let with_lock =
            steps::run(&mut self.command("cargo", &[&arguments[..], &["--locked"]].concat()));
        // A lock may name a crate that has been withdrawn since.
        with_lock.or_else(|_| steps::run(&mut self.command("cargo", &arguments)))
    }
}

/// What `trunk build` needs: the wasm target, trunk and wasm-bindgen.
pub fn for_building(root: &Path) -> Result<Tools> {
    let tools = Tools::new(root);
    if !has_target(&tools) {
        steps::run(&mut tools.command("rustup", &["target", "add", TARGET]))?;
    }
    if !tools
        .version("trunk")
        .is_some_and(|version| is_good_trunk(&version))
    {
        tools.install("trunk", TRUNK, "5")?;
    }
    // It has to be the version that the page is linked with, else Trunk would download it.
    let wasm_bindgen = locked_version(root, "wasm-bindgen")?;
    if tools.version("wasm-bindgen").as_ref() != Some(&wasm_bindgen) {
        tools.install("wasm-bindgen-cli", &wasm_bindgen, "2")?;
    }
    Ok(tools)
}

/// What the tests need on top: node, Chromium with its driver, Firefox, and other readers of label files.
pub fn for_testing(root: &Path) -> Result<Tools> {
    let mut tools = for_building(root)?;
    install_missing(&tools)?;
    if env::var_os(PYTHON).is_none() {
        tools.python = other_readers(&tools);
        if tools.python.is_none() {
            println!(
                "No Python with pycocotools and jsonschema: what they would check is skipped."
            );
        }
    }
    Ok(tools)
}

/// What looks through the crates that are linked.
pub fn for_crates(tools: &Tools) -> Result<()> {
    match tools.version("cargo-deny").as_deref() {
        Some(DENY) => Ok(()),
        _ => tools.install("cargo-deny", DENY, "2"),
    }
}

/// A Python that has pycocotools and jsonschema: the machine's own, or one in target/python.
fn other_readers(tools: &Tools) -> Option<PathBuf> {
    let has_readers = |python: &Path| {
        let asked = tools
            .command(
                &python.to_string_lossy(),
                &["-c", "import pycocotools, jsonschema"],
            )
            .output();
        asked.is_ok_and(|output| output.status.success())
    };
    let own = tools.find(&["python3", "python"])?;
    if has_readers(&own) {
        return Some(own);
    }
    let folder = tools.root.join("target/python");
    let ours = folder.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    if !has_readers(&ours) {
        let (own, folder) = (own.to_string_lossy(), folder.to_string_lossy());
        steps::run(&mut tools.command(&own, &["-m", "venv", &folder])).ok()?;
        let install = [
            "-m",
            "pip",
            "install",
            "--quiet",
            "-r",
            "tests/formats/requirements.txt",
        ];
        steps::run(&mut tools.command(&ours.to_string_lossy(), &install)).ok()?;
    }
    Some(ours)
}

fn install_missing(tools: &Tools) -> Result<()> {
    let missing = missing_packages(tools);
    if missing.is_empty() {
        return Ok(());
    }
    if !is_debian_as_root(tools) {
        let words = missing
            .iter()
            .map(|(what, _)| *what)
            .collect::<Vec<_>>()
            .join(", ");
        return Err(format!(
            "Missing on this machine, and needed by the tests: {words}. Please install them."
        ));
    }
    let packages: Vec<&str> = missing.iter().map(|(_, package)| *package).collect();
    println!("Installing with apt-get: {}", packages.join(", "));
    steps::run(&mut tools.command("apt-get", &["update", "--quiet"]))?;
    let install = [
        &["install", "--quiet", "--yes", "--no-install-recommends"],
        &packages[..],
    ]
    .concat();
    steps::run(
        tools
            .command("apt-get", &install)
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )
}

/// In words for a person, and as Debian calls it.
fn missing_packages(tools: &Tools) -> Vec<(&'static str, &'static str)> {
    let needed: [(&[&str], &str, &str); 5] = [
        (&["node"], "Node.js 20 or later", "nodejs"),
        (&["npm"], "npm", "npm"),
        (CHROMIUM, "Chromium or Chrome", "chromium"),
        (&["chromedriver"], "chromedriver", "chromium-driver"),
        (FIREFOX, "Firefox", "firefox-esr"),
    ];
    let missing = needed
        .into_iter()
        .filter(|(names, ..)| tools.find(names).is_none());
    missing
        .map(|(_, words, package)| (words, package))
        .collect()
}

/// The names that Chromium goes by. `tests/e2e/playwright.config.mjs` knows them too.
const CHROMIUM: &[&str] = &["chromium", "chromium-browser", "google-chrome", "chrome"];
const FIREFOX: &[&str] = &["firefox", "firefox-esr"];

fn has_target(tools: &Tools) -> bool {
    let arguments = ["--print", "target-libdir", "--target", TARGET];
    let output = tools.command("rustc", &arguments).output();
    output.is_ok_and(|output| Path::new(String::from_utf8_lossy(&output.stdout).trim()).is_dir())
}

/// As in Trunk.toml: at least 0.21.14, and before 0.23.
fn is_good_trunk(version: &str) -> bool {
    let numbers: Vec<u32> = version
        .split('.')
        .map_while(|part| part.parse().ok())
        .collect();
    match numbers.as_slice() {
        [0, 21, patch] => *patch >= 14,
        [0, 22, _] => true,
        _ => false,
    }
}

fn locked_version(root: &Path, package: &str) -> Result<String> {
    let lock =
        fs::read_to_string(root.join("Cargo.lock")).map_err(|e| format!("Cargo.lock: {e}"))?;
    let line = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|l| *l != line).skip(1);
    let version = lines
        .next()
        .and_then(|l| l.strip_prefix("version = \"")?.strip_suffix('"'));
    version
        .map(str::to_owned)
        .ok_or_else(|| format!("Cargo.lock has no {package}"))
}

fn is_debian_as_root(tools: &Tools) -> bool {
    let user = tools.command("id", &["-u"]).output();
    Path::new("/etc/debian_version").exists() && user.is_ok_and(|output| output.stdout == b"0\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trunk_versions() {
        assert!(is_good_trunk("0.21.14"));
        assert!(is_good_trunk("0.22.1"));
        assert!(!is_good_trunk("0.21.9"));
        assert!(!is_good_trunk("0.23.0"));
        assert!(!is_good_trunk("1.0.0"));
    }
}
