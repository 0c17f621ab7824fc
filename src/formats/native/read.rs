//! Reading: the project, concepts and annotators first, then inputs, whatever their order in the file.

use super::order::parents_first;
use super::place::Place;
use super::record::{AnnotatorRecord, ConceptRecord, ProjectRecord, kept};
use super::refs::Refs;
use super::{Count, FORMAT, VERSION};
use crate::document::{AnnotatorKind, InputId, Name, Slot};
use crate::formats::draft::{DraftAnnotator, DraftConcept, DraftProject, Found, Key};
use crate::formats::json::{self, Members, Piece, Scanner, Wanted};
use crate::formats::report::{Outcome, Refusal};
use crate::formats::{Reader, Sink};
use serde_json::Value;
use std::collections::{BTreeSet, HashSet};

/// Reads Cartouche JSON.
#[derive(Debug)]
pub(in crate::formats) struct NativeReader {
    scanner: Scanner,
    lists: Lists,
}

/// What was read so far.
#[derive(Debug, Default)]
pub(super) struct Lists {
    has_format: bool,
    version: Option<u64>,
    /// What the file says of itself.
    said: Option<Count>,
    /// What there was.
    pub count: Count,
    /// A record couldn't be looked into, so that its labels weren't counted.
    pub is_uncounted: bool,
    waiting: Vec<Waiting>,
    hotkeys: BTreeSet<Slot>,
    pub concepts: Refs,
    pub annotators: Refs,
    annotator_count: Key,
    pub input_ids: HashSet<InputId>,
    pub input_count: Key,
    pub object_count: Key,
}

/// A concept, until all are known that it may be a kind of.
#[derive(Debug)]
struct Waiting {
    index: usize,
    parent: Option<String>,
    draft: DraftConcept,
}

/// One of these for each pass.
const WANTED: [Wanted; 2] = [
    Wanted {
        lists: &["concepts", "annotators"],
        members: Members::Named(&["format", "version", "project", "count"]),
    },
    Wanted {
        lists: &["inputs"],
        members: Members::Named(&[]),
    },
];

const MEMBERS: [&str; 7] = [
    "format",
    "version",
    "project",
    "concepts",
    "annotators",
    "inputs",
    "count",
];

impl NativeReader {
    /// At the start of a file.
    pub fn new() -> Self {
        Self {
            scanner: Scanner::new(WANTED[0]),
            lists: Lists::default(),
        }
    }
}

impl Reader for NativeReader {
    fn passes(&self) -> usize {
        WANTED.len()
    }

    fn feed(&mut self, pass: usize, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Refusal> {
        let lists = &mut self.lists;
        self.scanner
            .feed(bytes, &mut |piece| lists.take(pass, piece, sink))
    }

    fn end_of_pass(&mut self, pass: usize, sink: &mut dyn Sink) -> Result<(), Refusal> {
        self.scanner.end()?;
        if pass == 0 {
            self.lists.check_version()?;
            self.lists.give_concepts(sink);
        } else {
            self.lists.check_count()?;
        }
        let next = WANTED.get(pass + 1).copied().unwrap_or(WANTED[1]);
        self.scanner = Scanner::new(next);
        Ok(())
    }
}

impl Lists {
    fn take(&mut self, pass: usize, piece: Piece<'_>, sink: &mut dyn Sink) -> Result<(), String> {
        match piece {
            Piece::List => return Err("this is a list, not a Cartouche file".into()),
            Piece::Name(name) => {
                if pass == 0 && !MEMBERS.contains(&name) {
                    let reason = "an unknown member of the file was left out";
                    sink.report()
                        .note(Outcome::Left, || name.to_owned(), reason);
                }
            }
            Piece::Member { name, bytes } => return self.member(name, bytes, sink),
            Piece::Element { list, index, bytes } => {
                let place = Place::top(list, index);
                let taken = match list {
                    "concepts" => self.concept(index, bytes, sink),
                    "annotators" => self.annotator(index, bytes, sink),
                    _ => self.input(index, bytes, sink),
                };
                if let Err(reason) = taken {
                    self.is_uncounted |= list == "inputs";
                    left(sink, place, &reason);
                }
            }
        }
        Ok(())
    }

    fn member(&mut self, name: &str, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), String> {
        match name {
            "format" => {
                let said: Value = json::parse(bytes)?;
                if said.as_str() != Some(FORMAT) {
                    return Err("this is not a Cartouche file: `format` says something else".into());
                }
                self.has_format = true;
            }
            "version" => self.version = Some(version(bytes)?),
            "count" => self.said = Some(json::parse(bytes)?),
            _ => {
                if let Err(reason) = project(bytes, sink) {
                    sink.report()
                        .note(Outcome::Left, || name.to_owned(), &reason);
                }
            }
        }
        Ok(())
    }

    fn check_version(&self) -> Result<(), Refusal> {
        let refusal = |reason: &str| Refusal {
            place: "the file".into(),
            reason: reason.into(),
        };
        if !self.has_format {
            let reason = "this is not a Cartouche file: `\"format\": \"cartouche\"` is missing";
            return Err(refusal(reason));
        }
        match self.version {
            Some(_) => Ok(()),
            None => Err(refusal("the file doesn't say its `version`")),
        }
    }

    /// What the file says of itself must be what there was.
    fn check_count(&self) -> Result<(), Refusal> {
        let Some(said) = self.said else {
            return Ok(());
        };
        let mut found = self.count;
        if self.is_uncounted {
            (found.labels, found.objects) = (said.labels, said.objects);
        }
        if found == said {
            return Ok(());
        }
        let each = [
            ("concepts", said.concepts, found.concepts),
            ("annotators", said.annotators, found.annotators),
            ("inputs", said.inputs, found.inputs),
            ("objects", said.objects, found.objects),
            ("labels", said.labels, found.labels),
        ];
        let wrong = each.iter().find(|(_, said, found)| said != found);
        let (what, said, found) = wrong.copied().unwrap_or(each[0]);
        Err(Refusal {
            place: "count".into(),
            reason: format!("the file should have {said} {what} and has {found}: it is damaged"),
        })
    }

    fn concept(&mut self, index: usize, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), String> {
        self.count.concepts += 1;
        let record: ConceptRecord = json::parse(bytes)?;
        let name = Name::new(&record.name).map_err(|error| error.to_string())?;
        let place = Place::top("concepts", index);
        let id = record.id.map(|id| id.0);
        if id.is_some_and(|id| self.concepts.of_id(id).is_some()) {
            return Err("another concept has the same id".into());
        }
        if name.as_str() != record.name {
            changed(sink, place, "the name had blanks at its ends");
        }
        if let Some(key) = self.concepts.of_name(name.as_str()) {
            let reason = "another concept has the same name: both are one";
            changed(sink, place, reason);
            self.concepts.insert(id, name.as_str(), key);
            return Ok(());
        }
        let color = record.color.as_ref().and_then(|color| color.color());
        if record.color.is_some() && color.is_none() {
            changed(sink, place, "the colour isn't #rrggbb: dropped");
        }
        let hotkey = record.hotkey.filter(|slot| self.hotkeys.insert(*slot));
        if record.hotkey != hotkey {
            changed(sink, place, "another concept has the same hotkey: dropped");
        }
        let key = self.waiting.len();
        self.concepts.insert(id, name.as_str(), key);
        self.waiting.push(Waiting {
            index,
            parent: record.parent,
            draft: DraftConcept {
                key,
                id: record.id,
                name,
                color,
                hotkey,
                parent: None,
                rank: record.rank,
                kept: kept(record.kept, record.rest),
            },
        });
        Ok(())
    }

    /// All concepts are known: parents first.
    fn give_concepts(&mut self, sink: &mut dyn Sink) {
        let mut waiting: Vec<Option<Waiting>> = std::mem::take(&mut self.waiting)
            .into_iter()
            .map(Some)
            .collect();
        let parents: Vec<Option<Key>> = waiting
            .iter()
            .map(|concept| self.concepts.find(concept.as_ref()?.parent.as_deref()?))
            .collect();
        let mut keys = vec![0; waiting.len()];
        for (key, (at, is_cut)) in parents_first(&parents).into_iter().enumerate() {
            let Some(mut concept) = waiting.get_mut(at).and_then(Option::take) else {
                continue;
            };
            if let Some(place) = keys.get_mut(at) {
                *place = key;
            }
            let parent = parents.get(at).copied().flatten();
            let kept_parent = parent.filter(|_| !is_cut);
            concept.draft.key = key;
            concept.draft.parent = kept_parent.and_then(|parent| keys.get(parent).copied());
            let place = Place::top("concepts", concept.index);
            if is_cut {
                changed(sink, place, "a concept would be a kind of itself: cut");
            } else if concept.parent.is_some() && parent.is_none() {
                changed(
                    sink,
                    place,
                    "its parent is not a concept of the file: dropped",
                );
            }
            sink.found(Found::Concept(concept.draft));
        }
        self.concepts.renumber(&keys);
    }

    fn annotator(&mut self, index: usize, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), String> {
        self.count.annotators += 1;
        let record: AnnotatorRecord = json::parse(bytes)?;
        let name = Name::new(&record.name).map_err(|error| error.to_string())?;
        let place = Place::top("annotators", index);
        let id = record.id.map(|id| id.0);
        if id.is_some_and(|id| self.annotators.of_id(id).is_some()) {
            return Err("another annotator has the same id".into());
        }
        if name.as_str() != record.name {
            changed(sink, place, "the name had blanks at its ends");
        }
        let key = self.annotator_count;
        self.annotator_count += 1;
        self.annotators.insert(id, name.as_str(), key);
        sink.found(Found::Annotator(DraftAnnotator {
            key,
            id: record.id,
            name,
            kind: record.kind.unwrap_or(AnnotatorKind::File),
            kept: kept(record.kept, record.rest),
        }));
        Ok(())
    }
}

fn project(bytes: &[u8], sink: &mut dyn Sink) -> Result<(), String> {
    let record: ProjectRecord = json::parse(bytes)?;
    let name = record.name.as_deref().map(Name::new).transpose();
    sink.found(Found::Project(DraftProject {
        name: name.map_err(|error| error.to_string())?,
        made_at: record.made_at,
        kept: kept(record.kept, record.rest),
    }));
    Ok(())
}

fn version(bytes: &[u8]) -> Result<u64, String> {
    let said: Value = json::parse(bytes)?;
    match said.as_u64() {
        Some(VERSION) => Ok(VERSION),
        Some(newer) if newer > VERSION => Err(format!(
            "this is version {newer} of Cartouche JSON, which a newer Cartouche wrote; this one reads version {VERSION}"
        )),
        _ => Err("`version` is not a version of Cartouche JSON".into()),
    }
}

/// Notes that a record was taken, but not as it stood.
pub(super) fn changed(sink: &mut dyn Sink, place: Place<'_>, reason: &str) {
    sink.report()
        .note(Outcome::Changed, || place.to_string(), reason);
}

/// Notes that a record wasn't taken.
pub(super) fn left(sink: &mut dyn Sink, place: Place<'_>, reason: &str) {
    sink.report()
        .note(Outcome::Left, || place.to_string(), reason);
}
