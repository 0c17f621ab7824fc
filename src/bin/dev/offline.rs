//! What the page needs to be kept for use without the network: every file named by its hash, and a service worker that
//! knows all of them.

use crate::Result;
use crate::post_build::{CHARSET, publish, read, remove, replace_once, write};
use crate::sha256;
use std::fs;
use std::path::Path;

/// A file in the folder, under a name that tells its content.
pub struct Asset {
    pub name: String,
    pub integrity: String,
}

impl Asset {
    /// Gives a file of the folder a name that tells its content.
    fn rename(staging: &Path, name: &str) -> Result<Asset> {
        let file = staging.join(name);
        let bytes = fs::read(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        let (stem, extension) = name
            .rsplit_once('.')
            .ok_or_else(|| format!("{name} has no extension"))?;
        let name = publish(staging, stem, extension, &bytes)?;
        remove(&file)?;
        Ok(Asset {
            name,
            integrity: sha256::integrity(&bytes),
        })
    }
}

/// The icons, and the manifest that names them.
pub fn publish_icons(staging: &Path, html: &str) -> Result<String> {
    let manifest = "manifest.webmanifest";
    let mut text = read(&staging.join(manifest))?;
    let mut html = html.to_owned();
    for icon in [
        "icon.svg",
        "icon-192.png",
        "icon-512.png",
        "icon-maskable.png",
    ] {
        let asset = Asset::rename(staging, icon)?;
        let quoted = |name: &str| format!("\"./{name}\"");
        text = replace_once(&text, &quoted(icon), &quoted(&asset.name))?;
        if icon.ends_with(".svg") {
            html = replace_once(&html, &quoted(icon), &quoted(&asset.name))?;
        }
    }
    write(&staging.join(manifest), text.as_bytes())?;
    let asset = Asset::rename(staging, manifest)?;
    replace_once(&html, manifest, &asset.name)
}

/// The sample's files; its index says under which names they are, and with which hashes. Returns the index.
pub fn publish_sample(staging: &Path) -> Result<Asset> {
    let index = "sample/index.json";
    let mut named = Vec::new();
    for name in names(&staging.join("sample"))? {
        let path = format!("sample/{name}");
        if path != index {
            let asset = Asset::rename(staging, &path)?;
            named.push(format!(
                r#""{name}": ["./{}", "{}"]"#,
                asset.name, asset.integrity
            ));
        }
    }
    let text = read(&staging.join(index))?;
    let files = format!("{{\n \"files\": {{\n  {}\n }},", named.join(",\n  "));
    let text = text
        .strip_prefix('{')
        .map(|rest| files + rest)
        .ok_or("sample/index.json should begin with {")?;
    write(&staging.join(index), text.as_bytes())?;
    Asset::rename(staging, index)
}

/// Tells the service worker what there is, and the page which build it is of.
pub fn seal(staging: &Path, html: &str) -> Result<String> {
    let mut files = Vec::new();
    for folder in ["", "sample/"] {
        for name in names(&staging.join(folder))? {
            if !["index.html", "sw.js"].contains(&name.as_str()) {
                let name = format!("{folder}{name}");
                let bytes = fs::read(staging.join(&name)).map_err(|e| format!("{name}: {e}"))?;
                files.push(listed(&name, &bytes));
            }
        }
    }
    let script = staging.join("sw.js");
    let text = read(&script)?;
    let build = sha256::short([&files.concat(), html, &text].concat().as_bytes());
    let meta = format!("{CHARSET}\n    <meta name=\"cartouche-build\" content=\"{build}\">");
    let html = replace_once(html, CHARSET, &meta)?;
    files.insert(0, listed("./", html.as_bytes()));
    let text = replace_once(&text, "{build}", &build)?;
    let text = replace_once(&text, "{files}", &format!("[{}\n]", files.concat()))?;
    write(&script, text.as_bytes())?;
    Ok(html)
}

/// Without a service worker.
pub fn leave_out(staging: &Path, html: &str) -> Result<String> {
    remove(&staging.join("sw.js"))?;
    Ok(html.to_owned())
}

fn listed(name: &str, bytes: &[u8]) -> String {
    format!("\n  [\"{name}\", \"{}\"],", sha256::integrity(bytes))
}

/// The files of a folder, sorted, without its folders.
fn names(folder: &Path) -> Result<Vec<String>> {
    let said = |e| format!("{}: {e}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(said)? {
        let entry = entry.map_err(said)?;
        if entry.path().is_file() {
            names.extend(entry.file_name().into_string());
        }
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_what_is_there() {
        let staging = std::env::temp_dir().join(format!("cartouche-seal-{}", std::process::id()));
        fs::create_dir_all(staging.join("sample")).unwrap();
        for (name, text) in [
            ("a-12.js", "a"),
            ("sample/b-34.png", "b"),
            ("index.html", "left out"),
            ("sw.js", "BUILD = \"{build}\"; FILES = {files};"),
        ] {
            fs::write(staging.join(name), text).unwrap();
        }
        let html = seal(&staging, &format!("<head>{CHARSET}</head>")).unwrap();
        let script = fs::read_to_string(staging.join("sw.js")).unwrap();
        fs::remove_dir_all(&staging).unwrap();
        for (name, bytes) in [
            ("./", html.as_str()),
            ("a-12.js", "a"),
            ("sample/b-34.png", "b"),
        ] {
            assert!(script.contains(&listed(name, bytes.as_bytes())), "{name}");
        }
        assert!(!script.contains("index.html") && !script.contains('{'));
        let build = script.split('"').nth(1).unwrap();
        assert!(html.contains(&format!("name=\"cartouche-build\" content=\"{build}\"")));
    }
}
