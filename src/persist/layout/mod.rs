//! Which row holds what, and so: which rows a diff changes.

mod touched;
mod writes;

use super::keys::{annotator_key, chunk_key, layer_and_number};
use super::{Block, BlockEntry, BlockRow, Chunk, Damage, StoredProject, Table, Transaction, Write};
use super::{block_key, concept_key, journal_key, project_key};
use crate::document::{
    Change, ConceptId, Diff, Document, InputEntry, InputId, LabelId, ObjectEntry, ObjectId,
    Objects, ProjectId, RecordId, Shape, Target,
};
use crate::edit::{Entry, LayerId, LayerSwitch};
use crate::faults;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use touched::{concepts, concepts_before, label_edits, touched_objects};
use writes::{put, put_or_delete, put_or_delete_option};

/// How many objects of an input have each concept, in the order in which the concepts came.
pub type Counts = Vec<(ConceptId, u32)>;

/// A block: its layer, and its number in the layer.
pub type BlockPlace = (LayerId, u32);

type ChunkPlace = (LayerId, u32);

/// A block as it came from the database.
pub struct LoadedBlock {
    /// Its key.
    pub key: String,
    /// Its entries.
    pub block: Block,
}

/// A chunk as it came from the database.
pub struct LoadedChunk {
    /// Its key.
    pub key: String,
    /// Its objects.
    pub chunk: Chunk,
    /// How many bytes its row has.
    pub bytes: usize,
}

/// Knows for every input its blocks, and for every loaded object its chunk.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    layers: BTreeSet<LayerId>,
    blocks: BTreeMap<BlockPlace, Vec<InputId>>,
    inputs: FxHashMap<InputId, InputPlaces>,
    chunks: HashMap<InputId, InputChunks>,
}

#[derive(Clone, Debug, Default)]
struct InputPlaces {
    /// The block that holds the input's own row.
    home: Option<BlockPlace>,
    /// What each layer counts of it, and the block that holds it.
    layers: Vec<(BlockPlace, Counts)>,
}

#[derive(Clone, Debug, Default)]
struct InputChunks {
    of_object: HashMap<ObjectId, ChunkPlace>,
    chunks: BTreeMap<ChunkPlace, ChunkContents>,
}

#[derive(Clone, Debug, Default)]
struct ChunkContents {
    objects: BTreeSet<ObjectId>,
    bytes: usize,
}

/// Rows that a diff changes.
#[derive(Default)]
struct Dirty {
    blocks: BTreeSet<BlockPlace>,
    chunks: BTreeSet<(InputId, ChunkPlace)>,
}

impl InputPlaces {
    /// In the order of the layers, however they came.
    fn put(&mut self, place: BlockPlace, counts: Counts) {
        match self.layers.binary_search_by_key(&place, |(at, _)| *at) {
            Ok(at) => self.layers[at].1 = counts,
            Err(at) => self.layers.insert(at, (place, counts)),
        }
    }
}

impl Layout {
    /// The layout of a project with these layers turned on.
    pub fn new(layers: impl IntoIterator<Item = LayerId>) -> Self {
        let layers = layers.into_iter().chain([LayerId::HAND]).collect();
        Self {
            layers,
            ..Self::default()
        }
    }

    /// The layers that can be seen, besides [`LayerId::HAND`].
    pub fn layers(&self) -> Vec<LayerId> {
        let imported = |layer: &&LayerId| **layer != LayerId::HAND;
        self.layers.iter().filter(imported).copied().collect()
    }

    /// Goes through what the layers that can be seen count of an input until one is it; a concept may come once a layer.
    /// Nothing is copied: a list asks it of every input.
    pub fn any_count(&self, input: InputId, mut is_it: impl FnMut(ConceptId, u32) -> bool) -> bool {
        let layers = self.inputs.get(&input).map(|places| &places.layers);
        let mut counts = layers.into_iter().flatten().flat_map(|(_, counts)| counts);
        counts.any(|(concept, count)| is_it(*concept, *count))
    }

    /// Some object of an input has a concept, in a layer that can be seen and isn't this one.
    pub fn counts_outside(
        &self,
        input: InputId,
        layer: Option<LayerId>,
        concept: ConceptId,
    ) -> bool {
        let layers = self.inputs.get(&input).map(|places| &places.layers);
        let mut outside = layers.into_iter().flatten();
        outside.any(|((at, _), counts)| {
            Some(*at) != layer
                && counts
                    .iter()
                    .any(|(id, count)| *id == concept && *count > 0)
        })
    }

    /// Something is on an input that a layer brought, in another one that can be seen.
    pub fn is_inhabited(&self, input: InputId, layer: LayerId) -> bool {
        let layers = self.inputs.get(&input).map(|places| &places.layers);
        let mut outside = layers.into_iter().flatten();
        self.home_layer(input) == Some(layer)
            && outside
                .any(|((at, _), counts)| *at != layer && counts.iter().any(|(_, count)| *count > 0))
    }

    /// The layer that brought an input.
    pub fn home_layer(&self, input: InputId) -> Option<LayerId> {
        self.home(input).map(|(layer, _)| layer)
    }

    /// Something is on the input, in a layer that can be seen.
    pub fn has_objects(&self, input: InputId) -> bool {
        self.any_count(input, |_, _| true)
    }

    /// How many objects of an input have each concept, in all layers that can be seen.
    pub fn counts(&self, input: InputId) -> Counts {
        let mut all = Counts::new();
        let layers = self.inputs.get(&input).map(|places| &places.layers);
        for (_, counts) in layers.into_iter().flatten() {
            for (concept, count) in counts {
                add_count(&mut all, *concept, i64::from(*count));
            }
        }
        all
    }

    /// Brings the inputs of a block into the document. Blocks of layers that are turned off are passed over; whoever
    /// turns one on loads its blocks.
    pub fn load_block(&mut self, loaded: LoadedBlock, document: &mut Document) {
        let Some(place) = layer_and_number(&loaded.key) else {
            return;
        };
        if !self.layers.contains(&place.0) {
            return;
        }
        let mut inputs = Vec::with_capacity(loaded.block.entries.len());
        for entry in loaded.block.entries {
            inputs.push(entry.input);
            let places = self.inputs.entry(entry.input).or_default();
            places.put(place, entry.counts);
            if let Some(BlockRow { input, labels }) = entry.row {
                places.home = Some(place);
                document.insert_input(InputEntry { input, labels });
            }
        }
        self.blocks.insert(place, inputs);
    }

    /// The blocks that say something of an input.
    pub fn blocks_of(&self, input: InputId) -> impl Iterator<Item = BlockPlace> + '_ {
        let places = self.inputs.get(&input).into_iter();
        places.flat_map(|places| places.layers.iter().map(|(place, _)| *place))
    }

    /// The blocks of [`LayerId::HAND`] from a number on.
    pub fn hand_blocks_from(
        &self,
        number: u32,
    ) -> impl DoubleEndedIterator<Item = BlockPlace> + '_ {
        let hand = (LayerId::HAND, number)..=(LayerId::HAND, u32::MAX);
        self.blocks.range(hand).map(|(place, _)| *place)
    }

    /// The inputs whose own rows are in a block.
    pub fn inputs_in(&self, place: BlockPlace) -> impl Iterator<Item = InputId> + '_ {
        let inputs = self.blocks.get(&place).into_iter().flatten().copied();
        inputs.filter(move |input| self.home(*input) == Some(place))
    }

    /// Forgets what a block says: it is loaded again.
    pub fn forget_block(&mut self, place: BlockPlace) {
        for input in self.blocks.remove(&place).unwrap_or_default() {
            if let Some(places) = self.inputs.get_mut(&input) {
                places.layers.retain(|(at, _)| *at != place);
                places.home.take_if(|home| *home == place);
            }
        }
    }

    /// The objects in an input's chunks, of the layers that can be seen.
    pub fn load_chunks(&mut self, input: InputId, loaded: Vec<LoadedChunk>) -> Objects {
        let mut chunks = InputChunks::default();
        let entries = read_chunks(&mut chunks, &self.layers, loaded);
        self.chunks.insert(input, chunks);
        Objects::new(entries)
    }

    /// Forgets where the objects of an input lie, when they are unloaded.
    pub fn unload_chunks(&mut self, input: InputId) {
        self.chunks.remove(&input);
    }

    /// Turns a layer on or off in what can be seen. Off: the inputs that it brought go, and its objects on others. On: its
    /// blocks are to be loaded next, and its chunks of inputs whose objects are in memory.
    pub fn switch(&mut self, switch: LayerSwitch, document: &mut Document) {
        if switch.on {
            self.layers.insert(switch.layer);
            return;
        }
        self.layers.remove(&switch.layer);
        let is_its = |(layer, _): &&BlockPlace| *layer == switch.layer;
        let places: Vec<_> = self.blocks.keys().filter(is_its).copied().collect();
        for place in places {
            for input in self.blocks.remove(&place).unwrap_or_default() {
                let Some(places) = self.inputs.get_mut(&input) else {
                    continue;
                };
                places.layers.retain(|(at, _)| *at != place);
                if places.home == Some(place) {
                    places.home = None;
                    document.forget_input(input);
                    self.chunks.remove(&input);
                } else {
                    self.forget_layer_chunks(input, switch.layer, document);
                }
            }
        }
    }

    fn forget_layer_chunks(&mut self, input: InputId, layer: LayerId, document: &mut Document) {
        let Some(chunks) = self.chunks.get_mut(&input) else {
            return;
        };
        chunks.chunks.retain(|(at, _), contents| {
            let stays = *at != layer;
            if !stays {
                for object in &contents.objects {
                    chunks.of_object.remove(object);
                }
                document.unload_some(input, &contents.objects);
            }
            stays
        });
    }

    /// The objects in chunks of a layer that was turned on, of an input whose other objects are in memory; none where they
    /// are known already.
    pub fn load_layer_chunks(
        &mut self,
        input: InputId,
        layer: LayerId,
        loaded: Vec<LoadedChunk>,
    ) -> Vec<ObjectEntry> {
        let known = self.chunks.entry(input).or_default();
        if known.chunks.keys().any(|(at, _)| *at == layer) {
            return Vec::new();
        }
        read_chunks(known, &self.layers, loaded)
    }

    /// The rows that an entry of the journal changes, after its step was applied to the document.
    ///
    /// # Errors
    /// A record can't be encoded.
    pub fn plan(&mut self, document: &Document, entry: &Entry) -> Result<Transaction, Damage> {
        let project = document.project().id;
        let mut writes = Vec::new();
        let mut dirty = Dirty::default();
        self.place_inputs(&entry.step.diff, &mut dirty);
        self.place_objects(document, &entry.step.diff, project, &mut dirty, &mut writes);
        self.write_names(document, &entry.step.diff, &mut writes)?;
        faults::point();
        for place in dirty.blocks {
            let block = self.block(document, place);
            let key = block_key(project, place.0, place.1);
            writes.push(put_or_delete(
                Table::Blocks,
                key,
                &block,
                block.entries.is_empty(),
            )?);
        }
        for (input, place) in dirty.chunks {
            writes.push(self.chunk_write(document, input, place)?);
        }
        let seq = entry.head.seq;
        let key = journal_key(project, seq);
        writes.push(put(Table::Steps, key.clone(), &entry.step)?);
        writes.push(put(Table::Journal, key, &entry.head)?);
        writes.push(self.project_write(document, seq)?);
        Ok(Transaction {
            project,
            expects: seq.saturating_sub(1),
            writes,
        })
    }

    fn write_names(
        &self,
        document: &Document,
        diff: &Diff,
        writes: &mut Vec<Write>,
    ) -> Result<(), Damage> {
        let project = document.project().id;
        for record in diff.0.iter().filter_map(Change::record) {
            match record {
                RecordId::Concept(id) => {
                    let key = concept_key(project, id);
                    writes.push(put_or_delete_option(
                        Table::Concepts,
                        key,
                        document.concept(id),
                    )?);
                }
                RecordId::Annotator(id) => {
                    let key = annotator_key(project, id);
                    let annotator = document.annotator(id);
                    writes.push(put_or_delete_option(Table::Annotators, key, annotator)?);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Gives new inputs a block, takes gone ones out, and marks the blocks of those that changed.
    fn place_inputs(&mut self, diff: &Diff, dirty: &mut Dirty) {
        for change in &diff.0 {
            match change {
                Change::Input(edit) => match (&edit.before, &edit.after) {
                    (None, Some(input)) => dirty.blocks.extend(self.home_for(input.id)),
                    (Some(input), None) => {
                        dirty.blocks.extend(self.evict(input.id));
                    }
                    (Some(input), Some(_)) => dirty.blocks.extend(self.home(input.id)),
                    (None, None) => {}
                },
                Change::Label(edit) => {
                    if let Some(Target::Input(input)) = edit.either().map(|label| label.on) {
                        dirty.blocks.extend(self.home(input));
                    }
                }
                _ => {}
            }
        }
    }

    fn home(&self, input: InputId) -> Option<BlockPlace> {
        self.inputs.get(&input)?.home
    }

    /// The entry of the input in the hand layer, made if there is none.
    fn hand_entry(&mut self, input: InputId) -> BlockPlace {
        let places = self.inputs.entry(input).or_default();
        if let Some((place, _)) = places
            .layers
            .iter()
            .find(|((layer, _), _)| *layer == LayerId::HAND)
        {
            return *place;
        }
        let last = self
            .blocks
            .range((LayerId::HAND, 0)..=(LayerId::HAND, u32::MAX))
            .next_back();
        let place = match last {
            Some((place, inputs)) if inputs.len() < Block::ENTRIES => *place,
            Some(((layer, number), _)) => (*layer, number + 1),
            None => (LayerId::HAND, 0),
        };
        self.blocks.entry(place).or_default().push(input);
        places.put(place, Counts::new());
        place
    }

    fn home_for(&mut self, input: InputId) -> Option<BlockPlace> {
        let place = self.hand_entry(input);
        self.inputs.entry(input).or_default().home = Some(place);
        self.chunks.entry(input).or_default();
        Some(place)
    }

    /// Takes an input out of the block that holds its row; its counts elsewhere are empty by then.
    fn evict(&mut self, input: InputId) -> Option<BlockPlace> {
        let places = self.inputs.get_mut(&input)?;
        let home = places.home.take()?;
        places.layers.retain(|(place, _)| *place != home);
        if let Some(inputs) = self.blocks.get_mut(&home) {
            inputs.retain(|id| *id != input);
            // Its row goes: no other tab would know of a block without one.
            if inputs.is_empty() {
                self.blocks.remove(&home);
            }
        }
        Some(home)
    }

    fn place_objects(
        &mut self,
        document: &Document,
        diff: &Diff,
        project: ProjectId,
        dirty: &mut Dirty,
        writes: &mut Vec<Write>,
    ) {
        let label_edits = label_edits(diff);
        for (input, objects) in touched_objects(diff) {
            for object in objects {
                let present = document.object(input, object);
                let place = match self.chunk_of(input, object) {
                    Some(place) => place,
                    None if present.is_some() => self.chunk_for(input),
                    None => continue,
                };
                dirty.chunks.insert((input, place));
                let after = concepts(document.labels(Target::Object(input, object)));
                let edits = label_edits
                    .get(&(input, object))
                    .map_or(&[][..], Vec::as_slice);
                let before = concepts_before(edits, after.clone());
                self.count(input, place.0, &before, &after, dirty);
                let contents = self.contents(input, place);
                match present {
                    Some(entry) => {
                        if contents.objects.insert(object) {
                            contents.bytes += estimate(entry);
                        }
                        self.chunks
                            .entry(input)
                            .or_default()
                            .of_object
                            .insert(object, place);
                    }
                    None => {
                        contents.objects.remove(&object);
                        self.chunks
                            .entry(input)
                            .or_default()
                            .of_object
                            .remove(&object);
                    }
                }
            }
            if document.input(input).is_none() {
                self.forget_chunks(input, project, dirty, writes);
            }
        }
    }

    /// An input that is gone: its chunks are empty by now.
    fn forget_chunks(
        &mut self,
        input: InputId,
        project: ProjectId,
        dirty: &mut Dirty,
        writes: &mut Vec<Write>,
    ) {
        for place in self
            .chunks
            .remove(&input)
            .into_iter()
            .flat_map(|chunks| chunks.chunks.into_keys())
        {
            dirty.chunks.remove(&(input, place));
            writes.push(Write::Delete {
                table: Table::Chunks,
                key: chunk_key(project, input, place.0, place.1),
            });
        }
    }

    fn chunk_of(&self, input: InputId, object: ObjectId) -> Option<ChunkPlace> {
        self.chunks.get(&input)?.of_object.get(&object).copied()
    }

    /// A hand-made chunk of the input with room for one more.
    fn chunk_for(&mut self, input: InputId) -> ChunkPlace {
        let chunks = &self.chunks.entry(input).or_default().chunks;
        let last = chunks
            .range((LayerId::HAND, 0)..=(LayerId::HAND, u32::MAX))
            .next_back();
        match last {
            Some((place, contents)) if contents.bytes < Chunk::BYTES => *place,
            Some(((layer, number), _)) => (*layer, number + 1),
            None => (LayerId::HAND, 0),
        }
    }

    fn contents(&mut self, input: InputId, place: ChunkPlace) -> &mut ChunkContents {
        let chunks = &mut self.chunks.entry(input).or_default().chunks;
        chunks.entry(place).or_default()
    }

    /// Keeps the counts of the input in step with one object of it.
    fn count(
        &mut self,
        input: InputId,
        layer: LayerId,
        before: &BTreeMap<LabelId, ConceptId>,
        after: &BTreeMap<LabelId, ConceptId>,
        dirty: &mut Dirty,
    ) {
        let before: BTreeSet<_> = before.values().copied().collect();
        let after: BTreeSet<_> = after.values().copied().collect();
        if before == after {
            return;
        }
        let block = match self.layer_entry(input, layer) {
            Some(place) => place,
            None => self.hand_entry(input),
        };
        let places = self.inputs.entry(input).or_default();
        let Some((_, counts)) = places.layers.iter_mut().find(|(at, _)| *at == block) else {
            return;
        };
        for gone in before.difference(&after) {
            add_count(counts, *gone, -1);
        }
        for concept in after.difference(&before) {
            add_count(counts, *concept, 1);
        }
        dirty.blocks.insert(block);
    }

    fn layer_entry(&self, input: InputId, layer: LayerId) -> Option<BlockPlace> {
        let mut layers = self.inputs.get(&input)?.layers.iter();
        layers
            .find(|((at, _), _)| *at == layer)
            .map(|(place, _)| *place)
    }

    fn block(&self, document: &Document, place: BlockPlace) -> Block {
        let inputs = self.blocks.get(&place).map_or(&[][..], Vec::as_slice);
        let entries = inputs.iter().filter_map(|input| {
            let places = self.inputs.get(input)?;
            let (_, counts) = places.layers.iter().find(|(at, _)| *at == place)?;
            let row = document
                .input(*input)
                .filter(|_| places.home == Some(place))
                .map(|entry| BlockRow {
                    input: entry.input.clone(),
                    labels: entry.labels.clone(),
                });
            Some(BlockEntry {
                input: *input,
                row,
                counts: counts.clone(),
            })
        });
        Block {
            entries: entries.collect(),
        }
    }

    fn chunk_write(
        &mut self,
        document: &Document,
        input: InputId,
        place: ChunkPlace,
    ) -> Result<Write, Damage> {
        let write = write_chunk(document, input, place, self.contents(input, place))?;
        if let Write::Put { bytes, .. } = &write {
            self.contents(input, place).bytes = bytes.len();
        }
        Ok(write)
    }

    /// Every row but the journal's, as far as the document has what is in it: chunks of those inputs alone whose objects
    /// are in memory.
    ///
    /// # Errors
    /// A record can't be encoded.
    pub fn rows_in_memory(&self, document: &Document, seq: u64) -> Result<Vec<Write>, Damage> {
        let project = document.project().id;
        let mut writes = vec![self.project_write(document, seq)?];
        for concept in document.concepts() {
            let key = concept_key(project, concept.id);
            writes.push(put(Table::Concepts, key, concept)?);
        }
        for annotator in document.annotators() {
            let key = annotator_key(project, annotator.id);
            writes.push(put(Table::Annotators, key, annotator)?);
        }
        for place in self.blocks.keys() {
            let key = block_key(project, place.0, place.1);
            writes.push(put(Table::Blocks, key, &self.block(document, *place))?);
        }
        for (input, chunks) in &self.chunks {
            for (place, contents) in &chunks.chunks {
                writes.push(write_chunk(document, *input, *place, contents)?);
            }
        }
        Ok(writes)
    }

    fn project_write(&self, document: &Document, seq: u64) -> Result<Write, Damage> {
        let project = document.project().clone();
        let key = project_key(project.id);
        let stored = StoredProject {
            project,
            seq,
            layers: self.layers(),
            deleted: false,
        };
        put(Table::Projects, key, &stored)
    }
}

/// Notes where the objects in chunks lie, of those layers that can be seen.
fn read_chunks(
    chunks: &mut InputChunks,
    layers: &BTreeSet<LayerId>,
    loaded: Vec<LoadedChunk>,
) -> Vec<ObjectEntry> {
    let mut entries = Vec::new();
    for LoadedChunk { key, chunk, bytes } in loaded {
        let Some(place) = layer_and_number(&key) else {
            continue;
        };
        if !layers.contains(&place.0) {
            continue;
        }
        let objects = chunk.objects.iter().map(|(object, _)| object.id).collect();
        let contents = ChunkContents { objects, bytes };
        chunks.chunks.insert(place, contents);
        for (object, labels) in chunk.objects {
            chunks.of_object.insert(object.id, place);
            entries.push(ObjectEntry { object, labels });
        }
    }
    entries
}

fn write_chunk(
    document: &Document,
    input: InputId,
    place: ChunkPlace,
    contents: &ChunkContents,
) -> Result<Write, Damage> {
    let present = contents.objects.iter();
    let objects: Vec<_> = present
        .filter_map(|id| document.object(input, *id))
        .map(|entry| (entry.object.clone(), entry.labels.clone()))
        .collect();
    let key = chunk_key(document.project().id, input, place.0, place.1);
    let empty = objects.is_empty();
    put_or_delete(Table::Chunks, key, &Chunk { objects }, empty)
}

fn add_count(counts: &mut Counts, concept: ConceptId, by: i64) {
    match counts.iter_mut().find(|(at, _)| *at == concept) {
        Some((_, count)) => *count = u32::try_from(i64::from(*count) + by).unwrap_or(0),
        None if by > 0 => counts.push((concept, u32::try_from(by).unwrap_or(u32::MAX))),
        None => {}
    }
    counts.retain(|(_, count)| *count > 0);
}

/// About how many bytes an object has in its chunk.
fn estimate(entry: &ObjectEntry) -> usize {
    64 + estimate_shape(entry.object.shape()) + 48 * entry.labels.len()
}

fn estimate_shape(shape: &Shape) -> usize {
    match shape {
        Shape::Box(_) | Shape::Span(_) | Shape::Segment(_) => 32,
        Shape::Polygon(polygon) => 16 * polygon.vertex_count(),
        Shape::Mask(mask) => 3 * mask.runs().len(),
        Shape::Track(track) => {
            let keys = track.keys().iter();
            keys.map(|key| 8 + estimate_shape(&key.shape)).sum()
        }
    }
}
