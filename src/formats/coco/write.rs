//! Writing: categories and images first, then annotations.

use super::line::{AnnotationLine, CategoryLine, ImageLine, SegmentationLine, bbox};
use super::value::crowd;
use super::{ANNOTATION_MEMBERS, CATEGORY_MEMBERS, IMAGE_MEMBERS};
use crate::document::{
    Concept, ConceptId, Input, InputEntry, Kept, Label, LabelStatus, MediaKind, ObjectEntry,
    Objects, Presence, Shape,
};
use crate::formats::number::{Number, put};
use crate::formats::report::{Outcome, Report};
use crate::formats::{Header, Writer};
use crate::geometry::rasterise;
use crate::geometry::{Mask, PixelSize};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Writes COCO instances.
#[derive(Debug, Default)]
pub(in crate::formats) struct CocoWriter {
    /// The ids of categories, from 1 in the order of the concepts.
    categories: BTreeMap<ConceptId, u64>,
    /// How many images this pass has seen.
    images: u64,
    /// How many annotations were written.
    annotations: u64,
}

const NO_PICTURE: &str = "COCO holds pictures, no texts and no videos";
const CLASSIFICATION: &str = "COCO has no classifications of a whole image";
const ABSENT: &str = "COCO can't say that something is absent";
const METADATA: &str = "COCO has no metadata";
const SPLIT: &str = "COCO has no split: one file is one split";
const STATUS: &str = "COCO has no review status";
const LOCKED: &str = "COCO has no locked objects";
const PARENT: &str = "COCO has no parts of objects";
const NO_SIZE: &str = "the size of the picture isn't known: written as 0 × 0";
const BACKSLASH: &str = "the name holds a \\, which readers of COCO take for a folder";
const HOLES: &str = "a polygon with holes is written as a mask (RLE): COCO's rings have no holes";
const HOLES_NO_SIZE: &str = "a polygon with holes needs the size of its picture, which isn't known";
const HOLES_EMPTY: &str = "a polygon with holes covers no pixel, so that no mask can be made";

impl Writer for CocoWriter {
    fn passes(&self) -> usize {
        2
    }

    fn begin_pass(&mut self, pass: usize, header: &Header, out: &mut Vec<u8>) {
        self.images = 0;
        if pass > 0 {
            out.extend(b"\"annotations\":[");
            return;
        }
        self.annotations = 0;
        let kept = header.project.kept.members();
        out.extend(b"{\n\"info\":");
        let info = serde_json::json!({ "description": header.project.name.as_str() });
        put(out, kept.get("info").unwrap_or(&info));
        out.extend(b",\n\"licenses\":");
        put(
            out,
            kept.get("licenses").unwrap_or(&Value::Array(Vec::new())),
        );
        out.extend(b",\n\"categories\":[");
        self.categories = (1..)
            .zip(&header.concepts)
            .map(|(id, concept)| (concept.id, id))
            .collect();
        for (id, concept) in (1..).zip(&header.concepts) {
            begin_line(out, id);
            put_category(out, id, concept, &header.concepts);
        }
        out.extend(b"\n],\n\"images\":[");
    }

    fn input(
        &mut self,
        pass: usize,
        entry: &InputEntry,
        objects: &Objects,
        out: &mut Vec<u8>,
        report: &mut Report,
    ) {
        if entry.input.media.kind != MediaKind::Image {
            if pass == 0 {
                report.note(Outcome::Left, || entry.input.name.clone(), NO_PICTURE);
            }
            return;
        }
        self.images += 1;
        if pass == 0 {
            begin_line(out, self.images);
            put_image(out, self.images, &entry.input, objects, report);
            note_labels(entry, report);
            return;
        }
        let size = picture_size(&entry.input, objects);
        for object in objects.iter() {
            self.object(&entry.input, size, object, out, report);
        }
    }

    fn end_of_pass(&mut self, pass: usize, out: &mut Vec<u8>) {
        out.extend(if pass == 0 {
            b"\n],\n"
        } else {
            b"\n]\n}" as &[u8]
        });
        if pass > 0 {
            out.push(b'\n');
        }
    }
}

impl CocoWriter {
    /// One annotation for each concept that is said to be there.
    fn object(
        &mut self,
        input: &Input,
        size: Option<PixelSize>,
        entry: &ObjectEntry,
        out: &mut Vec<u8>,
        report: &mut Report,
    ) {
        let place = || format!("{} (object {})", input.name, entry.object.id);
        let present = present(entry, report, &place);
        if present.is_empty() {
            return;
        }
        let shape = match flattened(entry.object.shape(), size) {
            Ok(None) => entry.object.shape(),
            Ok(Some(mask)) => {
                report.note(Outcome::Changed, place, HOLES);
                &Shape::Mask(mask)
            }
            Err(reason) => return report.note(Outcome::Left, place, reason),
        };
        note_object(entry, report, &place);
        let (segmentation, area) = match shape {
            Shape::Box(_) => (SegmentationLine::Nothing, shape.area()),
            Shape::Polygon(polygon) => (SegmentationLine::Rings(polygon), polygon.area()),
            Shape::Mask(mask) => (SegmentationLine::Runs(mask), mask.area() as f64),
            Shape::Span(_) | Shape::Track(_) | Shape::Segment(_) => {
                return report.note(Outcome::Left, place, NO_PICTURE);
            }
        };
        let kept = entry.object.kept.members();
        let iscrowd = kept.get("iscrowd").and_then(crowd) == Some(true);
        let rest = without(kept, &ANNOTATION_MEMBERS);
        for label in present {
            let Some(category) = self.categories.get(&label.concept) else {
                report.note(Outcome::Left, place, "its label names no concept");
                continue;
            };
            self.annotations += 1;
            begin_line(out, self.annotations);
            put(
                out,
                &AnnotationLine {
                    id: self.annotations,
                    image_id: self.images,
                    category_id: *category,
                    segmentation: &segmentation,
                    area: Number(area),
                    bbox: bbox(shape.bounds()),
                    iscrowd: u8::from(iscrowd),
                    score: label.score,
                    rest: &rest,
                },
            );
        }
    }
}

/// The first label of each concept that is said to be there.
fn present<'a>(
    entry: &'a ObjectEntry,
    report: &mut Report,
    place: &impl Fn() -> String,
) -> Vec<&'a Label> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for label in &entry.labels {
        if label.presence == Presence::Absent {
            report.note(Outcome::Left, place, ABSENT);
        } else if seen.insert(label.concept) {
            found.push(label);
        }
    }
    found
}

/// The mask that is written for a polygon with holes; none for every other shape.
fn flattened(shape: &Shape, size: Option<PixelSize>) -> Result<Option<Mask>, &'static str> {
    let Shape::Polygon(polygon) = shape else {
        return Ok(None);
    };
    if polygon.parts().iter().all(|part| part.holes.is_empty()) {
        return Ok(None);
    }
    let size = size.ok_or(HOLES_NO_SIZE)?;
    match rasterise(size, polygon) {
        Ok(mask) if mask.area() > 0 => Ok(Some(mask)),
        Ok(_) => Err(HOLES_EMPTY),
        Err(_) => Err("the picture is too large for a mask"),
    }
}

/// The size of the picture, or else of the first mask on it.
fn picture_size(input: &Input, objects: &Objects) -> Option<PixelSize> {
    let of_mask = || {
        let mut shapes = objects.iter().map(|entry| entry.object.shape());
        shapes.find_map(|shape| Some(shape.mask()?.size()))
    };
    input.media.size.or_else(of_mask)
}

fn note_labels(entry: &InputEntry, report: &mut Report) {
    let place = || entry.input.name.clone();
    for _ in &entry.labels {
        report.note(Outcome::Left, place, CLASSIFICATION);
    }
    if !entry.input.split.is_empty() {
        report.note(Outcome::Changed, place, SPLIT);
    }
    if !entry.input.metadata.is_empty() {
        report.note(Outcome::Left, place, METADATA);
    }
}

fn note_object(entry: &ObjectEntry, report: &mut Report, place: &impl Fn() -> String) {
    if entry.object.locked {
        report.note(Outcome::Changed, place, LOCKED);
    }
    if entry.object.parent.is_some() {
        report.note(Outcome::Changed, place, PARENT);
    }
    let in_review = |label: &Label| label.status != LabelStatus::Success;
    if entry.labels.iter().any(in_review) {
        report.note(Outcome::Changed, place, STATUS);
    }
}

fn put_category(out: &mut Vec<u8>, id: u64, concept: &Concept, all: &[Concept]) {
    let kept = concept.kept.members();
    let parent = concept
        .parent
        .and_then(|parent| all.iter().find(|concept| concept.id == parent));
    let said = kept.get("supercategory").and_then(Value::as_str);
    let supercategory = said
        .or(parent.map(|parent| parent.name.as_str()))
        .unwrap_or_default();
    put(
        out,
        &CategoryLine {
            id,
            name: concept.name.as_str(),
            supercategory,
            rest: rest(&concept.kept, &CATEGORY_MEMBERS),
        },
    );
}

fn put_image(out: &mut Vec<u8>, id: u64, input: &Input, objects: &Objects, report: &mut Report) {
    let size = picture_size(input, objects).unwrap_or_default();
    if size.area() == 0 {
        report.note(Outcome::Changed, || input.name.clone(), NO_SIZE);
    }
    if input.name.contains('\\') {
        report.note(Outcome::Changed, || input.name.clone(), BACKSLASH);
    }
    put(
        out,
        &ImageLine {
            id,
            width: size.width,
            height: size.height,
            file_name: &input.name,
            rest: rest(&input.kept, &IMAGE_MEMBERS),
        },
    );
}

fn rest(kept: &Kept, but: &[&str]) -> Map<String, Value> {
    without(kept.members(), but)
}

fn without(mut members: Map<String, Value>, but: &[&str]) -> Map<String, Value> {
    for name in but {
        members.remove(*name);
    }
    members
}

/// A line for the record with this number, from 1.
fn begin_line(out: &mut Vec<u8>, number: u64) {
    out.extend(if number == 1 { b"\n" } else { b",\n" as &[u8] });
}
