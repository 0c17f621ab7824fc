//! Which objects are in memory: those of the inputs that somebody looked at last.

use super::Open;
use crate::document::InputId;
use crate::edit::LayerId;
use crate::persist::{Damage, LoadedBlock, LoadedChunk, Write};

/// The objects of so many inputs stay in memory.
const KEPT_INPUTS: usize = 96;

/// What there is of a project where the database can't be read.
pub struct InMemory {
    /// Its rows, but for the journal.
    pub rows: Vec<Write>,
    /// Inputs that have objects which aren't in memory, in their order.
    pub unread: Vec<InputId>,
}

impl Open {
    /// Everything that is in memory, saved or not.
    ///
    /// # Errors
    /// A record can't be encoded.
    pub fn in_memory(&self) -> Result<InMemory, Damage> {
        let document = self.editor.document();
        let all = document.inputs().map(|entry| entry.input.id);
        let is_unread =
            |id: &InputId| document.objects(*id).is_none() && self.layout.has_objects(*id);
        Ok(InMemory {
            rows: self
                .layout
                .rows_in_memory(document, self.history.last_seq())?,
            unread: all.filter(is_unread).collect(),
        })
    }

    /// Somebody wants to see the objects of an input. Whether they have to be read.
    pub fn wants_objects(&mut self, input: InputId) -> bool {
        self.recent.retain(|id| *id != input);
        self.recent.push_back(input);
        let document = self.editor.document();
        document.objects(input).is_none() && document.input(input).is_some()
    }

    /// Keeps all objects, however many, until [`Open::release`].
    pub fn hold(&mut self) {
        self.holding += 1;
    }

    /// The step for which objects were held is done.
    pub fn release(&mut self) {
        self.holding = self.holding.saturating_sub(1);
        self.let_go();
    }

    /// The objects of an input as they were read at a generation. Whether the question is settled: they are here, or the
    /// input is gone; otherwise another tab may have changed them since, and they are to be read again.
    pub fn take_objects(
        &mut self,
        input: InputId,
        generation: u32,
        chunks: Vec<LoadedChunk>,
    ) -> bool {
        let document = self.editor.document();
        if document.objects(input).is_some() || document.input(input).is_none() {
            return true;
        }
        if self.generation != generation {
            return false;
        }
        self.put_objects(input, chunks);
        self.let_go();
        true
    }

    /// The blocks of a layer that was turned on, as they were read at a generation. Returns the inputs whose chunks of the
    /// layer are to be read next; none where another tab may have changed them since, and they are to be read again.
    pub fn take_layer(
        &mut self,
        generation: u32,
        blocks: Vec<LoadedBlock>,
    ) -> Option<Vec<InputId>> {
        if self.generation != generation {
            return None;
        }
        let entries = blocks.iter().flat_map(|loaded| &loaded.block.entries);
        let mentioned: Vec<_> = entries.map(|entry| entry.input).collect();
        for block in blocks {
            self.layout.load_block(block, self.editor.loading());
        }
        let document = self.editor.document();
        let is_loaded = |input: &InputId| document.objects(*input).is_some();
        Some(mentioned.into_iter().filter(is_loaded).collect())
    }

    /// The chunks of an input in a layer that was turned on, as they were read at a generation. Whether the question is
    /// settled; otherwise another tab may have changed them since, and they are to be read again.
    pub fn take_layer_chunks(
        &mut self,
        input: InputId,
        layer: LayerId,
        generation: u32,
        chunks: Vec<LoadedChunk>,
    ) -> bool {
        if self.editor.document().objects(input).is_none() {
            return true;
        }
        if self.generation != generation {
            return false;
        }
        let more = self.layout.load_layer_chunks(input, layer, chunks);
        self.editor.loading().load_more(input, more);
        true
    }

    /// Lets go of the objects of an input, which are read again.
    pub fn forget_objects(&mut self, input: InputId) {
        self.editor.loading().unload_objects(input);
        self.layout.unload_chunks(input);
    }

    /// The objects of an input as the database has them.
    pub(super) fn put_objects(&mut self, input: InputId, chunks: Vec<LoadedChunk>) {
        let objects = self.layout.load_chunks(input, chunks);
        self.editor.loading().load_objects(input, objects);
        if !self.recent.contains(&input) {
            self.recent.push_back(input);
        }
    }

    /// Lets go of objects that nobody looked at for long; never while something isn't saved, since the database
    /// wouldn't have them yet.
    fn let_go(&mut self) {
        if !self.is_saved() || self.holding > 0 {
            return;
        }
        while self.recent.len() > KEPT_INPUTS {
            if let Some(input) = self.recent.pop_front() {
                self.forget_objects(input);
            }
        }
    }
}
