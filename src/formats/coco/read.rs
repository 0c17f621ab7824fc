//! Reading: images and categories first, then annotations, whatever their order in the file.

use super::image::{self, Category, Image};
use super::record::Annotation;
use super::shape::shape;
use super::value::{Id, crowd};
use crate::document::{Color, Kept, Media};
use crate::formats::draft::{
    DraftConcept, DraftInput, DraftLabel, DraftObject, DraftProject, Found, Key,
};
use crate::formats::json::{Members, Piece, Scanner, Wanted};
use crate::formats::report::{Outcome, Refusal};
use crate::formats::{Reader, Sink};
use crate::geometry::PixelSize;
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

/// Reads COCO instances.
#[derive(Debug)]
pub(in crate::formats) struct CocoReader {
    scanner: Scanner,
    lists: Lists,
}

/// What was read so far.
#[derive(Debug, Default)]
struct Lists {
    has_images: bool,
    inputs: HashMap<Id, (Key, Option<PixelSize>)>,
    input_count: Key,
    concepts: HashMap<Id, Key>,
    concept_of_name: HashMap<String, Key>,
    annotations: HashSet<Id>,
    object_count: Key,
    project: Map<String, Value>,
}

/// One of these for each pass.
const WANTED: [Wanted; 2] = [
    Wanted {
        lists: &["images", "categories"],
        members: Members::Named(&["info", "licenses"]),
    },
    Wanted {
        lists: &["annotations"],
        members: Members::Named(&[]),
    },
];

const RESULTS: &str = "this is a list, such as COCO results: it names no images and no categories. Open the file with \
                       the instances (images, categories, annotations) instead";
const NOT_COCO: &str = "there is no list `images`: this is not a COCO file of instances";
/// The largest `info` or `licenses` that is kept.
const LARGEST_MEMBER: usize = 1 << 20;

impl CocoReader {
    /// At the start of a file.
    pub fn new() -> Self {
        Self {
            scanner: Scanner::new(WANTED[0]),
            lists: Lists::default(),
        }
    }
}

impl Reader for CocoReader {
    fn passes(&self) -> usize {
        WANTED.len()
    }

    fn feed(&mut self, _pass: usize, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Refusal> {
        let lists = &mut self.lists;
        self.scanner
            .feed(bytes, &mut |piece| lists.take(piece, sink))
    }

    fn end_of_pass(&mut self, pass: usize, sink: &mut dyn Sink) -> Result<(), Refusal> {
        self.scanner.end()?;
        if !self.lists.has_images {
            return Err(Refusal {
                place: "the file".into(),
                reason: NOT_COCO.into(),
            });
        }
        if pass == 0 {
            self.lists.end_of_lists(sink);
        }
        let next = WANTED.get(pass + 1).copied().unwrap_or(WANTED[1]);
        self.scanner = Scanner::new(next);
        Ok(())
    }
}

impl Lists {
    fn take(&mut self, piece: Piece<'_>, sink: &mut dyn Sink) -> Result<(), String> {
        match piece {
            Piece::List => return Err(RESULTS.into()),
            Piece::Name(name) => self.has_images |= name == "images",
            Piece::Member { name, bytes } => self.member(name, bytes, sink),
            Piece::Element { list, index, bytes } => {
                let taken = match list {
                    "images" => self.image(index, bytes, sink),
                    "categories" => self.category(index, bytes, sink),
                    _ => self.annotation(index, bytes, sink),
                };
                if let Err(left) = taken {
                    let place = || place(list, index, left.id.as_ref());
                    sink.report().note(Outcome::Left, place, &left.reason);
                }
            }
        }
        Ok(())
    }

    fn member(&mut self, name: &str, bytes: &[u8], sink: &mut dyn Sink) {
        let value = if bytes.len() <= LARGEST_MEMBER {
            crate::formats::json::parse::<Value>(bytes)
        } else {
            Err("larger than 1 MB".into())
        };
        match value {
            Ok(value) => drop(self.project.insert(name.to_owned(), value)),
            Err(reason) => sink
                .report()
                .note(Outcome::Left, || name.to_owned(), &reason),
        }
    }

    fn end_of_lists(&mut self, sink: &mut dyn Sink) {
        let kept = Kept::new(&std::mem::take(&mut self.project));
        if !kept.is_empty() {
            sink.found(Found::Project(DraftProject {
                kept,
                ..DraftProject::default()
            }));
        }
    }

    fn image(&mut self, index: usize, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Left> {
        let record: Image = image::read(bytes).map_err(Left::unnamed)?;
        let id = record.id.clone().ok_or("it has no id")?;
        if self.inputs.contains_key(&id) {
            return Err(Left::new(&id, "another image has the same id"));
        }
        let (name, renamed) = record.name().map_err(|reason| Left::new(&id, &reason))?;
        let (size, is_bad) = record.size();
        let place = || place("images", index, Some(&id));
        if renamed {
            let reason = "the file name was written otherwise (\\, ./, / in front)";
            sink.report().note(Outcome::Changed, place, reason);
        }
        if is_bad {
            let reason = "width and height aren't whole numbers above 0: the size is not known yet";
            sink.report().note(Outcome::Changed, place, reason);
        }
        let key = self.input_count;
        self.input_count += 1;
        sink.found(Found::Input(DraftInput {
            key,
            id: None,
            name,
            media: Media::awaited(size),
            status: None,
            split: String::new(),
            added_at: None,
            metadata: Kept::default(),
            kept: record.kept(),
        }));
        self.inputs.insert(id, (key, size));
        Ok(())
    }

    fn category(&mut self, index: usize, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Left> {
        let record: Category = image::read(bytes).map_err(Left::unnamed)?;
        let id = record.id.clone().ok_or("it has no id")?;
        if self.concepts.contains_key(&id) {
            return Err(Left::new(&id, "another category has the same id"));
        }
        let (name, renamed) = record
            .name(index)
            .ok_or_else(|| Left::new(&id, "it has no name"))?;
        let place = || place("categories", index, Some(&id));
        if renamed {
            let reason = "the name was missing, too long, or had blanks at its ends";
            sink.report().note(Outcome::Changed, place, reason);
        }
        let folded = name.as_str().to_lowercase();
        if let Some(key) = self.concept_of_name.get(&folded) {
            let reason = "another category has the same name: both are one concept";
            sink.report().note(Outcome::Changed, place, reason);
            self.concepts.insert(id, *key);
            return Ok(());
        }
        let key = self.concept_of_name.len();
        sink.found(Found::Concept(DraftConcept {
            key,
            id: None,
            name,
            color: None::<Color>,
            hotkey: None,
            parent: None,
            rank: 0,
            kept: record.kept(),
        }));
        self.concept_of_name.insert(folded, key);
        self.concepts.insert(id, key);
        Ok(())
    }

    fn annotation(&mut self, index: usize, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Left> {
        let mut record = Annotation::read(bytes).map_err(Left::unnamed)?;
        let id = record.id.take();
        let left = |reason: &str| Left {
            id: id.clone(),
            reason: reason.to_owned(),
        };
        let image = record
            .image_id
            .take()
            .ok_or_else(|| left("it has no image_id"))?;
        let (input, size) = *self
            .inputs
            .get(&image)
            .ok_or_else(|| left("its image_id names no image"))?;
        let category = record.category_id.take();
        let category = category.ok_or_else(|| left("it has no category_id"))?;
        let concept = *self
            .concepts
            .get(&category)
            .ok_or_else(|| left("its category_id names no category"))?;
        let segmentation = std::mem::take(&mut record.segmentation);
        let (shape, changes) =
            shape(segmentation, record.bbox.as_deref(), size).map_err(|reason| left(&reason))?;
        let place = || place("annotations", index, id.as_ref());
        let mut note = |reason: &str| sink.report().note(Outcome::Changed, place, reason);
        changes.into_iter().for_each(&mut note);
        if let Some(id) = &id
            && !self.annotations.insert(id.clone())
        {
            note("another annotation has the same id: both were taken");
        }
        if record.is_poorer {
            note("the record is larger than 1 MB: its unknown members were dropped");
        }
        let mut label = DraftLabel::plain(concept);
        label.score = score(&mut record.rest, &mut note);
        keep_crowd(&mut record, &mut note);
        let key = self.object_count;
        self.object_count += 1;
        sink.found(Found::Object(DraftObject {
            key,
            id: None,
            input,
            parent: None,
            shape,
            z: 0,
            locked: false,
            labels: vec![label],
            kept: Kept::new(&record.rest),
        }));
        Ok(())
    }
}

/// Takes a score out of what is kept, where it is one.
fn score(rest: &mut Map<String, Value>, note: &mut impl FnMut(&str)) -> Option<f64> {
    let written = rest.remove("score").filter(|score| !score.is_null())?;
    match written.as_f64().filter(|score| (0.0..=1.0).contains(score)) {
        Some(score) => Some(score),
        None => {
            note("the score isn't between 0 and 1: dropped");
            None
        }
    }
}

/// Keeps `iscrowd` where it is set.
fn keep_crowd(record: &mut Annotation, note: &mut impl FnMut(&str)) {
    match record.iscrowd.as_ref().map_or(Some(false), crowd) {
        Some(true) => drop(record.rest.insert("iscrowd".into(), 1.into())),
        Some(false) => {}
        None => note("iscrowd is neither 0 nor 1: taken as 0"),
    }
}

/// Why a record isn't taken.
struct Left {
    id: Option<Id>,
    reason: String,
}

impl Left {
    fn new(id: &Id, reason: &str) -> Self {
        Self {
            id: Some(id.clone()),
            reason: reason.to_owned(),
        }
    }

    fn unnamed(reason: String) -> Self {
        Self { id: None, reason }
    }
}

impl From<&str> for Left {
    fn from(reason: &str) -> Self {
        Self::unnamed(reason.to_owned())
    }
}

/// Such as `annotations[17] (id 309)`.
fn place(list: &str, index: usize, id: Option<&Id>) -> String {
    match id {
        Some(id) => format!("{list}[{index}] (id {id})"),
        None => format!("{list}[{index}]"),
    }
}
