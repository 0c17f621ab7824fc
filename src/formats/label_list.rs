//! A list of concepts by itself: JSON as CVAT's label constructor has it (`[{ "name": …, "color": … }]`, with `hotkey`
//! and `parent` besides), or plain text with a name a line. It is small enough for the page to read.

use super::report::Refusal;
use crate::document::{Color, Concept, Name, Rgb, Slot};
use crate::edit::NewConcept;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};

/// A concept as it stands in the file.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Entry {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    color: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hotkey: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
}

/// A name alone, or with more.
#[derive(Deserialize)]
#[serde(untagged)]
enum Item {
    Name(String),
    Entry(Entry),
}

/// The concepts as JSON, one a line, in their order.
pub fn write(concepts: &[Concept]) -> String {
    let names: HashMap<_, _> = concepts.iter().map(|it| (it.id, &it.name)).collect();
    let lines = concepts.iter().filter_map(|concept| {
        let entry = Entry {
            name: concept.name.to_string(),
            color: Some(concept.color.rgb().css()),
            hotkey: concept.hotkey.map(Slot::text),
            parent: concept
                .parent
                .and_then(|parent| names.get(&parent))
                .map(|name| name.to_string()),
        };
        // Text is always written.
        serde_json::to_string(&entry).ok()
    });
    let lines: Vec<_> = lines.collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

/// The concepts of a list, each name once.
///
/// # Errors
/// It is no such list, or something in it is no name; with the place.
pub fn read(text: &str) -> Result<Vec<NewConcept>, Refusal> {
    let text = text.trim_start_matches('\u{feff}');
    let entries = match text.trim_start().starts_with(['[', '{']) {
        true => entries_of_json(text)?,
        false => entries_of_lines(text),
    };
    let mut seen = BTreeSet::new();
    let mut found = Vec::with_capacity(entries.len());
    for (place, entry) in entries {
        let refused = |reason: String| Refusal {
            place: place.clone(),
            reason,
        };
        let name = Name::new(&entry.name).map_err(|error| refused(error.to_string()))?;
        let parent = entry.parent.as_deref().filter(|it| !it.trim().is_empty());
        let parent = parent.map(Name::new).transpose();
        let color = entry.color.as_deref().map(|text| {
            let wrong = || refused(format!("{text} is no colour: #rrggbb is"));
            Rgb::from_css(text).map(Color::Custom).ok_or_else(wrong)
        });
        if seen.insert(name.as_str().to_lowercase()) {
            found.push(NewConcept {
                name,
                color: color.transpose()?,
                hotkey: entry.hotkey.as_deref().and_then(Slot::named),
                parent: parent.map_err(|error| refused(error.to_string()))?,
            });
        }
    }
    Ok(found)
}

fn entries_of_json(text: &str) -> Result<Vec<(String, Entry)>, Refusal> {
    let items: Vec<Item> = serde_json::from_str(text).map_err(|error| Refusal {
        place: format!("line {}, column {}", error.line(), error.column()),
        reason: "a list of names, or of objects with a name, is wanted".to_owned(),
    })?;
    let entry = |item| match item {
        Item::Entry(entry) => entry,
        Item::Name(name) => Entry {
            name,
            ..Entry::default()
        },
    };
    let numbered = items.into_iter().enumerate();
    Ok(numbered
        .map(|(at, item)| (format!("entry {}", at + 1), entry(item)))
        .collect())
}

fn entries_of_lines(text: &str) -> Vec<(String, Entry)> {
    let lines = text.lines().enumerate();
    let named = lines.filter(|(_, line)| !line.trim().is_empty());
    named
        .map(|(at, line)| {
            let entry = Entry {
                name: line.to_owned(),
                ..Entry::default()
            };
            (format!("line {}", at + 1), entry)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{ConceptId, Kept};

    fn concept(id: u64, name: &str, parent: Option<u64>) -> Concept {
        Concept {
            id: ConceptId(id),
            name: Name::new(name).unwrap_or_else(|_| unreachable!("a name")),
            color: Color::Custom(Rgb(1, 2, 255)),
            hotkey: Slot::new(id as u8),
            parent: parent.map(ConceptId),
            rank: 0,
            kept: Kept::default(),
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let text = write(&[
            concept(1, "sheep", Some(2)),
            concept(2, "an \"animal\"", None),
        ]);
        let read = read(&text).unwrap_or_default();
        let seen: Vec<_> = read
            .iter()
            .map(|it| {
                (
                    it.name.as_str(),
                    it.parent.as_ref().map(Name::as_str),
                    it.hotkey,
                )
            })
            .collect();
        let wanted = [
            ("sheep", Some("an \"animal\""), Slot::new(1)),
            ("an \"animal\"", None, Slot::new(2)),
        ];
        assert_eq!(seen, wanted);
        assert_eq!(read[0].color, Some(Color::Custom(Rgb(1, 2, 255))));
    }

    #[test]
    fn names_by_line_and_as_a_list() {
        let names = |text: &str| {
            let read = read(text).unwrap_or_default();
            read.iter()
                .map(|it| it.name.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            names("\u{feff}sheep\r\n\n  tree \nSheep\n"),
            ["sheep", "tree"]
        );
        assert_eq!(
            names("[\"a\", {\"name\": \"b\", \"attributes\": []}]"),
            ["a", "b"]
        );
    }

    #[test]
    fn what_is_wrong_is_refused_with_its_place() {
        let refused = |text: &str| read(text).err().map(|error| error.to_string());
        let long = format!("a\n{}\n", "x".repeat(300));
        assert_eq!(
            refused(&long),
            Some("line 2: the name has 300 characters; 256 is the most".to_owned())
        );
        assert_eq!(
            refused("[{\"name\": \"a\", \"color\": \"red\"}]"),
            Some("entry 1: red is no colour: #rrggbb is".to_owned())
        );
        let reason = refused("{\"images\": []}");
        assert!(reason.is_some_and(|text| text.starts_with("line 1, column ")));
    }
}
