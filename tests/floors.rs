//! The floors of the house: a room uses only rooms below it, and the core never sees the browser.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up. Rooms on one line don't see each other, but for `jobs`, which names what goes to the worker.
const FLOORS: [&[&str]; 10] = [
    &["faults"],
    &["geometry"],
    &["document"],
    &["edit"],
    &[
        "scene", "tools", "lists", "vision", "video", "formats", "actions",
    ],
    &["persist"],
    &["open"],
    &["import", "export", "jobs"],
    &["web"],
    &["ui"],
];

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// The rooms that a file names after `crate::`.
fn rooms_named(text: &str) -> Vec<String> {
    text.match_indices("crate::")
        .map(|(at, found)| {
            let rest = &text[at + found.len()..];
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
            rest[..end.unwrap_or(rest.len())].to_owned()
        })
        .filter(|room| !room.is_empty())
        .collect()
}

#[test]
fn every_room_uses_only_rooms_below_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut wrong = Vec::new();
    for file in files {
        let inside = file.strip_prefix(&root).unwrap();
        let first = inside.components().next().unwrap().as_os_str();
        let room = first.to_str().unwrap().trim_end_matches(".rs").to_owned();
        let Some(own) = floor(&room) else { continue };
        let text = fs::read_to_string(&file).unwrap();
        for named in rooms_named(&text) {
            if named != room && floor(&named).is_some_and(|other| other > own) {
                wrong.push(format!("{}: crate::{named}", inside.display()));
            }
        }
        let browser = ["web_sys", "js_sys", "wasm_bindgen", "leptos"];
        if own < floor("web").unwrap() {
            for name in browser
                .iter()
                .filter(|name| text.contains(&format!("{name}::")))
            {
                wrong.push(format!("{}: {name}", inside.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
