//! Reading an input with its labels and objects. One that is bad doesn't take the others with it.

use super::order::parents_first;
use super::place::Place;
use super::read::{Lists, changed, left};
use super::record::{InputRecord, LabelRecord, ObjectRecord, kept};
use crate::document::{Kept, LabelId, ObjectId};
use crate::formats::Sink;
use crate::formats::draft::{DraftInput, DraftLabel, DraftObject, Found, Key};
use crate::formats::json::{self, Members, Piece, Scanner, Wanted};
use crate::formats::names::check_picture_name;
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

const WANTED: Wanted = Wanted {
    lists: &["labels", "objects"],
    members: Members::All,
};

/// What an input's text holds.
#[derive(Default)]
struct Parts {
    members: Map<String, Value>,
    labels: Vec<Result<LabelRecord, String>>,
    objects: Vec<Result<ObjectRecord, String>>,
}

/// An object whose parent isn't known by its number yet.
struct Waiting {
    index: usize,
    parent: Option<ObjectId>,
    draft: DraftObject,
}

impl Lists {
    /// Reads an input and everything in it.
    ///
    /// # Errors
    /// The input itself can't be taken; in plain words.
    pub fn input(&mut self, index: usize, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), String> {
        self.count.inputs += 1;
        let parts = Parts::of(bytes)?;
        let record: InputRecord = serde_json::from_value(Value::Object(parts.members))
            .map_err(|error| error.to_string())?;
        check_picture_name(&record.name)?;
        if record.id.is_some_and(|id| !self.input_ids.insert(id)) {
            return Err("another input has the same id".into());
        }
        let place = Place::top("inputs", index);
        let (media, changes) = record.media.media();
        for change in changes {
            changed(sink, place, change);
        }
        let key = self.input_count;
        self.input_count += 1;
        sink.found(Found::Input(DraftInput {
            key,
            id: record.id,
            name: record.name,
            media,
            status: record.status,
            split: record.split,
            added_at: record.added_at,
            metadata: Kept::new(&record.metadata),
            kept: kept(record.kept, record.rest),
        }));
        let mut ids = HashSet::new();
        for (index, record) in parts.labels.into_iter().enumerate() {
            let place = place.below("labels", index);
            self.count.labels += 1;
            match record.and_then(|record| self.label(record, place, &mut ids, sink)) {
                Ok(label) => sink.found(Found::Classification(key, label)),
                Err(reason) => left(sink, place, &reason),
            }
        }
        self.objects(key, place, parts.objects, sink);
        Ok(())
    }

    fn objects(
        &mut self,
        input: Key,
        above: Place<'_>,
        records: Vec<Result<ObjectRecord, String>>,
        sink: &mut dyn Sink,
    ) {
        let mut waiting: Vec<Option<Waiting>> = Vec::with_capacity(records.len());
        let mut at_id: HashMap<ObjectId, usize> = HashMap::new();
        for (index, record) in records.into_iter().enumerate() {
            self.count.objects += 1;
            self.is_uncounted |= record.is_err();
            let place = above.below("objects", index);
            match record.and_then(|record| self.object(input, place, record, &at_id, sink)) {
                Ok((draft, parent)) => {
                    if let Some(id) = draft.id {
                        at_id.insert(id, waiting.len());
                    }
                    waiting.push(Some(Waiting {
                        index,
                        parent,
                        draft,
                    }));
                }
                Err(reason) => left(sink, place, &reason),
            }
        }
        let parents: Vec<Option<usize>> = waiting
            .iter()
            .map(|object| at_id.get(&object.as_ref()?.parent?).copied())
            .collect();
        let mut keys = vec![0; waiting.len()];
        for (at, is_cut) in parents_first(&parents) {
            let Some(mut object) = waiting.get_mut(at).and_then(Option::take) else {
                continue;
            };
            let parent = parents.get(at).copied().flatten().filter(|_| !is_cut);
            let place = above.below("objects", object.index);
            if is_cut {
                changed(sink, place, "an object would be a part of itself: cut");
            } else if object.parent.is_some() && parent.is_none() {
                changed(
                    sink,
                    place,
                    "its parent is not an object of the input: dropped",
                );
            }
            object.draft.key = self.object_count;
            object.draft.parent = parent.and_then(|parent| keys.get(parent).copied());
            if let Some(key) = keys.get_mut(at) {
                *key = self.object_count;
            }
            self.object_count += 1;
            sink.found(Found::Object(object.draft));
        }
    }

    /// An object without its number, and the id of its parent.
    fn object(
        &mut self,
        input: Key,
        place: Place<'_>,
        record: ObjectRecord,
        others: &HashMap<ObjectId, usize>,
        sink: &mut dyn Sink,
    ) -> Result<(DraftObject, Option<ObjectId>), String> {
        self.count.labels += record.labels.len() as u64;
        if record.id.is_some_and(|id| others.contains_key(&id)) {
            return Err("another object of the input has the same id".into());
        }
        let mut ids = HashSet::new();
        let mut labels = Vec::with_capacity(record.labels.len());
        for (index, value) in record.labels.into_iter().enumerate() {
            let place = place.below("labels", index);
            let record = serde_json::from_value(value).map_err(|error| error.to_string());
            match record.and_then(|record| self.label(record, place, &mut ids, sink)) {
                Ok(label) => labels.push(label),
                Err(reason) => left(sink, place, &reason),
            }
        }
        if labels.is_empty() {
            return Err("it has no label".into());
        }
        let draft = DraftObject {
            key: 0,
            id: record.id,
            input,
            parent: None,
            shape: record.shape.0,
            z: record.z,
            locked: record.locked,
            labels,
            kept: kept(record.kept, record.rest),
        };
        Ok((draft, record.parent))
    }

    fn label(
        &self,
        record: LabelRecord,
        place: Place<'_>,
        ids: &mut HashSet<LabelId>,
        sink: &mut dyn Sink,
    ) -> Result<DraftLabel, String> {
        let concept = self.concepts.find(&record.concept);
        let concept = concept.ok_or("its concept is not in the file")?;
        if record.id.is_some_and(|id| !ids.insert(id)) {
            return Err("another label here has the same id".into());
        }
        let named = record.annotator.as_deref();
        let annotator = named.and_then(|text| self.annotators.find(text));
        if named.is_some() && annotator.is_none() {
            changed(sink, place, "its annotator is not in the file: dropped");
        }
        let score = record.score.filter(|score| (0.0..=1.0).contains(score));
        if score != record.score {
            changed(sink, place, "the score isn't between 0 and 1: dropped");
        }
        Ok(DraftLabel {
            id: record.id,
            concept,
            annotator,
            presence: record.presence,
            status: record.status,
            score,
            made_at: record.made_at,
            kept: kept(record.kept, record.rest),
        })
    }
}

impl Parts {
    /// Everything in an input's text. Each label and each object is good or bad by itself.
    fn of(bytes: &[u8]) -> Result<Self, String> {
        let mut parts = Self::default();
        let mut scanner = Scanner::new(WANTED);
        scanner
            .feed(bytes, &mut |piece| parts.take(piece))
            .and_then(|()| scanner.end())
            .map_err(|refusal| refusal.reason)?;
        Ok(parts)
    }

    fn take(&mut self, piece: Piece<'_>) -> Result<(), String> {
        match piece {
            Piece::List => return Err("an input is an object, not a list".into()),
            Piece::Name(_) => {}
            Piece::Member { name, bytes } => {
                self.members.insert(name.to_owned(), json::parse(bytes)?);
            }
            Piece::Element {
                list: "labels",
                bytes,
                ..
            } => self.labels.push(json::parse(bytes)),
            Piece::Element { bytes, .. } => self.objects.push(json::parse(bytes)),
        }
        Ok(())
    }
}
