//! Trunk's last step: one hashed script for the page and one for the worker, no inline script, and
//! the content security policy.
//!
//! Trunk writes an inline module into index.html, which `script-src 'self'` refuses, and leaves the
//! worker's files without a hash. Both are mended here, in the folder that Trunk is about to publish.
//!
//! The lines that start the wasm are added to wasm-bindgen's script, instead of importing it:
//! Chromium checks no `integrity` on what a module imports, and a worker that runs under the policy
//! may not load further scripts by name. So one `integrity` attribute covers all of the page's script.

use crate::sha256;
use crate::{Result, hosts, offline};
use std::fs;
use std::path::Path;

/// Everything from this site alone, and nothing that runs text as code. See S12 and S13 of the
/// reliability notes. `boot.js` makes the one Trusted Types policy.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' blob:; media-src blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; \
    manifest-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; \
    trusted-types default";

/// The first line of the head: what is added comes behind it.
pub const CHARSET: &str = r#"<meta charset="utf-8">"#;

/// The page's last lines. boot.js waits for the event, which has the name that Trunk gave it. After a panic nothing of
/// the instance is called any more, whoever still holds a callback into it.
const PAGE_START: &str = r#"
addEventListener("cartouche-fallen", () => {
  wasm = new Proxy({}, { get: () => () => undefined });
});
if (cartouche.mayStart) {
  await __wbg_init({ module_or_path: {fetch} });
  dispatchEvent(new CustomEvent("TrunkApplicationStarted"));
}
"#;

/// The worker's last lines. What is posted before the wasm runs is kept and handed on, and a failed
/// start is thrown where the `error` event of the worker tells the page.
const WORKER_START: &str = r#"
const early = [];
const keep = (event) => early.push(event);
addEventListener("message", keep);
__wbg_init({ module_or_path: {fetch} }).then(
  () => {
    removeEventListener("message", keep);
    for (const event of early) dispatchEvent(event);
  },
  (error) => setTimeout(() => { throw error; }),
);
"#;

/// Finishes what Trunk has put into `staging`.
pub fn run(staging: &Path) -> Result<()> {
    let (worker, _) = publish_wasm(
        staging,
        "worker",
        "worker.js",
        "worker_bg.wasm",
        WORKER_START,
    )?;
    let html = read(&staging.join("index.html"))?;
    let html = publish_page(staging, &html)?;
    let html = publish_boot(staging, &html)?;
    let html = offline::publish_icons(staging, &html)?;
    let sample = offline::publish_sample(staging)?;
    let html = insert_head(&html, &worker.name, &sample)?;
    let (html, is_served) = publish_reloader(staging, &html)?;
    let html = match is_served {
        // While somebody changes the page, nothing is kept of it.
        true => offline::leave_out(staging, &html)?,
        false => offline::seal(staging, &html)?,
    };
    write(&staging.join("index.html"), html.as_bytes())?;
    hosts::write_all(staging, POLICY)
}

/// A script in the folder, under a name that tells its content.
struct Script {
    name: String,
    integrity: String,
}

impl Script {
    fn publish(staging: &Path, stem: &str, text: &str) -> Result<Script> {
        let name = publish(staging, stem, "js", text.as_bytes())?;
        Ok(Script {
            name,
            integrity: sha256::integrity(text.as_bytes()),
        })
    }

    fn attributes(&self) -> String {
        format!(
            r#"src="./{}" crossorigin="anonymous" integrity="{}""#,
            self.name, self.integrity
        )
    }
}

/// Joins wasm-bindgen's script and the lines that start it, and takes Trunk's two files away.
/// Returns the script, and the name of the wasm file.
fn publish_wasm(
    staging: &Path,
    stem: &str,
    script: &str,
    wasm: &str,
    start: &str,
) -> Result<(Script, String)> {
    let (script, wasm) = (staging.join(script), staging.join(wasm));
    let bytes = fs::read(&wasm).map_err(|e| format!("{}: {e}", wasm.display()))?;
    let bytes = without_place(bytes);
    let text = read(&script)?;
    if !text.contains("function __wbg_init(") {
        return Err(format!(
            "{} isn't as wasm-bindgen 0.2.130 writes it",
            script.display()
        ));
    }
    remove(&script)?;
    remove(&wasm)?;
    let name = publish(staging, stem, "wasm", &bytes)?;
    let integrity = sha256::integrity(&bytes);
    let fetch =
        format!(r#"fetch(new URL("./{name}", import.meta.url), {{ integrity: "{integrity}" }})"#);
    let text = text + &start.replace("{fetch}", &fetch);
    Ok((Script::publish(staging, stem, &text)?, name))
}

/// Leptos links a marker that carries a hash of where cargo keeps its crates. Nothing reads it here, and two machines would
/// make two builds of one commit.
fn without_place(mut wasm: Vec<u8>) -> Vec<u8> {
    const MARKER: &[u8] = b"_WASM_SPLIT_MARKER_";
    const DIGITS: usize = 16;
    let is_marker = |at: &usize| wasm[*at..].starts_with(MARKER);
    let found: Vec<usize> = (0..wasm.len()).filter(is_marker).collect();
    for at in found {
        let hash = wasm.iter_mut().skip(at + MARKER.len()).take(DIGITS);
        hash.for_each(|digit| *digit = b'0');
    }
    wasm
}

/// Trunk's inline module becomes a file, and its preloads follow.
fn publish_page(staging: &Path, html: &str) -> Result<String> {
    let inline = between(html, r#"<script type="module">"#, "</script>")?;
    let bindings = between(inline, "from './", "'")?;
    let wasm = between(inline, "module_or_path: './", "'")?;
    let (script, wasm_name) = publish_wasm(staging, "cartouche", bindings, wasm, PAGE_START)?;
    // No `integrity` here, though Trunk wrote one: Chromium ignores it with a warning on every load,
    // and both browsers reuse the file for the checked fetch.
    let preload = format!(
        r#"<link rel="preload" href="./{wasm_name}" as="fetch" type="application/wasm" crossorigin="anonymous">"#
    );
    let html = replace_once(html, &link_to(html, wasm)?, &preload)?;
    let html = replace_once(&html, &link_to(&html, bindings)?, "")?;
    replace_once(
        &html,
        &format!(">{inline}</script>"),
        &format!(" {}></script>", script.attributes()),
    )
}

/// boot.js comes from public/ as it is.
fn publish_boot(staging: &Path, html: &str) -> Result<String> {
    let file = staging.join("boot.js");
    let script = Script::publish(staging, "boot", &read(&file)?)?;
    remove(&file)?;
    replace_once(html, r#"src="./boot.js""#, &script.attributes())
}

/// What reloads the page under `trunk serve`: an inline script too, and absent from other builds. Says whether it is
/// there.
fn publish_reloader(staging: &Path, html: &str) -> Result<(String, bool)> {
    let Ok(inline) = between(html, "<script>", "</script>") else {
        return Ok((html.to_owned(), false));
    };
    // Trunk fills these in while it serves index.html, where the script no longer is.
    let text = inline.replace("'{{__TRUNK_ADDRESS__}}'", "location.host");
    let script = Script::publish(
        staging,
        "reload",
        &text.replace("{{__TRUNK_WS_BASE__}}", "/"),
    )?;
    let html = replace_once(
        html,
        &format!("<script>{inline}"),
        &format!("<script {}>", script.attributes()),
    )?;
    Ok((html, true))
}

/// The whole `<link>` to a file of ours.
fn link_to(html: &str, file: &str) -> Result<String> {
    let href = format!(r#"href="./{file}""#);
    let link = html
        .split("<link ")
        .skip(1)
        .find(|link| link.contains(&href));
    let attributes = link.and_then(|link| link.split('>').next());
    attributes
        .map(|attributes| format!("<link {attributes}>"))
        .ok_or_else(|| expected(&href))
}

fn insert_head(html: &str, worker: &str, sample: &offline::Asset) -> Result<String> {
    let added = format!(
        "{CHARSET}\n    <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n    \
         <meta name=\"cartouche-worker\" content=\"./{worker}\">\n    \
         <meta name=\"cartouche-sample\" content=\"./{}\" data-integrity=\"{}\">",
        sample.name, sample.integrity
    );
    replace_once(html, CHARSET, &added)
}

/// Writes a file whose name tells its content, and returns the name.
pub fn publish(staging: &Path, stem: &str, extension: &str, bytes: &[u8]) -> Result<String> {
    let name = format!("{stem}-{}.{extension}", sha256::short(bytes));
    write(&staging.join(&name), bytes)?;
    Ok(name)
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Result<&'a str> {
    let inner = text
        .split_once(before)
        .and_then(|(_, rest)| rest.split_once(after));
    inner
        .map(|(inner, _)| inner)
        .ok_or_else(|| expected(before))
}

pub fn replace_once(text: &str, from: &str, to: &str) -> Result<String> {
    if text.matches(from).count() == 1 {
        Ok(text.replace(from, to))
    } else {
        Err(expected(from))
    }
}

/// Each place that is edited has to be there once, so a new Trunk or wasm-bindgen can't be half done.
fn expected(what: &str) -> String {
    format!("Trunk's index.html should have `{what}` once: see src/bin/dev/post_build.rs")
}

pub fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))
}

pub fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(file, bytes).map_err(|e| format!("{}: {e}", file.display()))
}

pub fn remove(file: &Path) -> Result<()> {
    fs::remove_file(file).map_err(|e| format!("{}: {e}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::without_place;

    #[test]
    fn where_cargo_keeps_its_crates_does_not_show() {
        let built = |hash: &str| format!("\0asm*_WASM_SPLIT_MARKER_{hash}version").into_bytes();
        let [here, there] = ["732e786d2a082da8", "60f2aa3a3ee7f890"]
            .map(built)
            .map(without_place);
        assert_eq!(here, there);
        assert_eq!(here, built("0000000000000000"));
        assert_eq!(
            without_place(b"_WASM_SPLIT_MARKER_1".to_vec()),
            b"_WASM_SPLIT_MARKER_0"
        );
    }
}
