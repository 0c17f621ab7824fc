//! Takes what a reader finds, meets it with what the project has, and makes rows of it.

use super::inputs::{Inputs, is_said};
use super::names::{Annotators, Concepts};
use super::objects::{HERE_ALREADY, Pile};
use super::{Origin, project};
use crate::document::{
    Change, ContentHash, Diff, Document, Edit, IdSource, InputId, Kept, Label, Object, ObjectId,
    Place, Source, Target,
};
use crate::formats::Sink;
/// What isn't for an input of its kind.
const OTHER_KIND: &str = "regions are of pictures, spans of texts, tracks and time ranges of videos: this input is something else";

use crate::formats::draft::{DraftLabel, DraftObject, Found, Key};
use crate::formats::report::{Outcome, Report};
use crate::geometry::PixelSize;
use crate::jobs::Staged;
use crate::persist::{
    Block, BlockEntry, Damage, LoadedChunk, Present, Table, Write, block_key, encode,
};
use std::collections::{BTreeMap, BTreeSet};

/// Between a reader and the rows of an import's layer.
///
/// After each piece of the file, where [`Importer::is_full`]: give what [`Importer::unknown`] asks for to
/// [`Importer::know`], then write what [`Importer::write`] gives until it gives nothing. At the end the same once more,
/// then [`Importer::finish`].
#[derive(Debug)]
pub struct Importer {
    present: Present,
    origin: Origin,
    ids: IdSource,
    report: Report,
    project: Option<Change>,
    names: Vec<Change>,
    labels: Vec<Change>,
    concepts: Concepts,
    annotators: Annotators,
    inputs: Inputs,
    pile: Pile,
    /// The objects by the reader's numbers; one that wasn't taken stands for its parent.
    objects: Vec<Option<ObjectId>>,
    classifications: usize,
}

impl Importer {
    /// An import into this project.
    pub fn new(present: Present, origin: Origin) -> Self {
        let mut ids = IdSource::new(origin.now_ms, origin.chance);
        let document = &present.document;
        Self {
            concepts: Concepts::of(document),
            annotators: Annotators::of(document, &origin.name, &mut ids),
            inputs: Inputs::of(document),
            ids,
            report: Report::default(),
            project: None,
            names: Vec::new(),
            labels: Vec::new(),
            pile: Pile::default(),
            objects: Vec::new(),
            classifications: 0,
            present,
            origin,
        }
    }

    /// So much waits that it is to be written.
    pub fn is_full(&self) -> bool {
        self.pile.is_full()
    }

    /// How many inputs the project has.
    pub fn inputs(&self) -> usize {
        self.document().inputs().len()
    }

    /// The inputs whose present objects must be known before what waits is written.
    pub fn unknown(&self) -> Vec<InputId> {
        let has_objects = |input: &InputId| self.present.layout.has_objects(*input);
        self.pile
            .unknown(&self.inputs)
            .filter(has_objects)
            .collect()
    }

    /// The chunks that an input has already.
    pub fn know(&mut self, input: InputId, chunks: Vec<LoadedChunk>) {
        let objects = self.present.layout.load_chunks(input, chunks);
        self.pile.know(input, &objects);
        self.present.layout.unload_chunks(input);
    }

    /// What waits, as about so many rows; to be asked until there are none.
    ///
    /// # Errors
    /// A record can't be encoded.
    pub fn write(&mut self, most: usize) -> Result<Vec<Write>, Damage> {
        let project = self.present.id();
        let layer = self.origin.layer;
        self.pile
            .write(&mut self.inputs, project, layer, &mut self.report, most)
    }

    /// The pictures of new inputs that may lie in the browser's storage already, by hash and bytes.
    pub fn may_be_stored(&mut self) -> BTreeMap<ContentHash, u64> {
        let hashed = self.inputs.hashed();
        hashed.map(|(hash, media)| (hash, media.bytes)).collect()
    }

    /// These pictures do lie in the browser's storage.
    pub fn are_stored(&mut self, stored: &BTreeSet<ContentHash>) {
        for (hash, media) in self.inputs.hashed() {
            if stored.contains(&hash) {
                media.source = Source::Stored;
            }
        }
    }

    /// The last rows, and what the import brings.
    ///
    /// # Errors
    /// A record can't be encoded.
    pub fn finish(mut self) -> Result<(Vec<Write>, Staged), Damage> {
        let mut writes = self.write(usize::MAX)?;
        let matched_inputs = self.inputs.matched;
        let mut new_inputs = 0;
        let mut entries = Vec::new();
        for place in self.inputs.into_places() {
            new_inputs += usize::from(place.row.is_some());
            if place.row.is_some() || !place.counts.is_empty() {
                entries.push(BlockEntry {
                    input: place.id,
                    row: place.row,
                    counts: place.counts,
                });
            }
        }
        let project = self.present.id();
        let mut number = 0;
        let mut entries = entries.into_iter().peekable();
        while entries.peek().is_some() {
            let block = Block {
                entries: entries.by_ref().take(Block::ENTRIES).collect(),
            };
            writes.push(Write::Put {
                table: Table::Blocks,
                key: block_key(project, self.origin.layer, number),
                bytes: encode(&block)?,
            });
            number += 1;
        }
        let changes = self
            .project
            .into_iter()
            .chain(self.names)
            .chain(self.labels);
        let staged = Staged {
            format: self.origin.format,
            diff: Diff(changes.collect()),
            new_inputs,
            matched_inputs,
            new_concepts: self.concepts.added,
            met: self.concepts.met(&self.present.document),
            objects: self.pile.count,
            classifications: self.classifications,
            report: self.report,
        };
        Ok((writes, staged))
    }

    fn document(&self) -> &Document {
        &self.present.document
    }

    fn label(&mut self, draft: DraftLabel, on: Target) -> Option<Label> {
        let (annotator, change) = self.annotators.id(draft.annotator);
        self.names.extend(change);
        Some(Label {
            id: draft.id.unwrap_or_else(|| self.ids.mint()),
            on,
            concept: self.concepts.id(draft.concept)?,
            annotator,
            presence: draft.presence,
            status: draft.status,
            score: draft.score,
            made_at: draft.made_at.unwrap_or(self.origin.now_ms),
            kept: draft.kept,
        })
    }

    fn classification(&mut self, key: Key, draft: DraftLabel) {
        let Some(input) = self.inputs.get(key).map(|place| place.id) else {
            return;
        };
        let id = draft.id;
        let Some(label) = self.label(draft, Target::Input(input)) else {
            return;
        };
        let Some(place) = self.inputs.get_mut(key) else {
            return;
        };
        if let Some(row) = &mut place.row {
            let at = row.labels.partition_point(|other| other.id <= label.id);
            row.labels.insert(at, label);
        } else if is_said(self.present.document.labels(label.on), id, &label) {
            let name = || place.name.clone();
            return self.report.note(Outcome::Left, name, HERE_ALREADY);
        } else {
            self.labels.push(Change::Label(Edit::added(label)));
        }
        self.classifications += 1;
    }

    fn object(&mut self, draft: DraftObject) {
        let Some(place) = self.inputs.get(draft.input) else {
            return;
        };
        let (input, turn) = (place.id, place.turn);
        let in_file = place.row.as_ref().map(|row| row.input.media.kind);
        let kind = in_file.or_else(|| Some(self.document().input(input)?.input.media.kind));
        if kind.is_some_and(|kind| !kind.takes(draft.shape.kind())) {
            let name = || place.name.clone();
            return self.report.note(Outcome::Left, name, OTHER_KIND);
        }
        let id = draft.id.unwrap_or_else(|| self.ids.mint());
        let on = Target::Object(input, id);
        let labels = draft.labels.into_iter();
        let mut labels: Vec<_> = labels.filter_map(|label| self.label(label, on)).collect();
        labels.sort_by_key(|label| label.id);
        let parent = draft
            .parent
            .and_then(|parent| self.objects.get(parent).copied().flatten());
        let stands = if labels.is_empty() { parent } else { Some(id) };
        if self.objects.len() <= draft.key {
            self.objects.resize(draft.key + 1, None);
        }
        self.objects[draft.key] = stands;
        let object = Object {
            id,
            input,
            parent,
            place: Place::Region(match turn {
                Some(turn) => turn.shape(draft.shape),
                None => draft.shape,
            }),
            z: draft.z,
            locked: draft.locked,
            kept: draft.kept,
        };
        if !labels.is_empty() {
            self.pile
                .push(draft.input, object, labels, draft.id.is_some());
        }
    }

    /// A size and metadata that only the file knows.
    fn learn(&mut self, key: Key, in_file: Option<PixelSize>, metadata: &Kept) {
        let Some(place) = self.inputs.get(key).filter(|place| place.row.is_none()) else {
            return;
        };
        let Some(entry) = self.document().input(place.id) else {
            return;
        };
        let before = entry.input.clone();
        let mut after = before.clone();
        after.media.size = before.media.size.or(in_file);
        if !metadata.is_empty() {
            let mut members = metadata.members();
            // What is here stays.
            members.extend(before.metadata.members());
            after.metadata = Kept::new(&members);
        }
        if before != after {
            self.labels
                .push(Change::Input(Edit::changed(before, after)));
        }
    }
}

impl Sink for Importer {
    fn found(&mut self, found: Found) {
        match found {
            Found::Project(draft) => self.project = project::meet(draft, &self.present.document),
            Found::Concept(draft) => {
                let change = self.concepts.meet(draft, &mut self.ids, &mut self.report);
                self.names.extend(change);
            }
            Found::Annotator(draft) => {
                let change = self.annotators.meet(draft, &mut self.ids, &mut self.report);
                self.names.extend(change);
            }
            Found::Input(draft) => {
                let (key, size) = (draft.key, draft.media.size);
                let metadata = draft.metadata.clone();
                self.inputs.meet(
                    draft,
                    &self.present.document,
                    &self.origin,
                    &mut self.ids,
                    &mut self.report,
                );
                self.learn(key, size, &metadata);
            }
            Found::Classification(input, draft) => self.classification(input, draft),
            Found::Object(draft) => self.object(draft),
        }
    }

    fn report(&mut self) -> &mut Report {
        &mut self.report
    }
}
