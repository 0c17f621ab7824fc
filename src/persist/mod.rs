//! What is stored: tables of small rows, how a diff becomes writes, how rows become a document, and the saver that
//! decides when something counts as saved. See SPEC.md.

mod keys;
mod layout;
mod memory;
mod present;
mod rows;
mod saver;
mod v1;

pub use keys::{
    KeyedRow, Span, Table, annotator_key, block_key, chunk_key, chunk_layer_prefix, chunk_prefix,
    concept_key, journal_key, layer_and_number, layer_prefix, project_key, project_prefix,
};
pub use layout::{BlockPlace, Counts, Layout, LoadedBlock, LoadedChunk};
pub use memory::MemoryStore;
pub use present::Present;
pub use rows::{Block, BlockEntry, BlockRow, Chunk, Damage, Row, StoredProject, decode, encode};
pub use saver::{SaveState, Saver, last_of_each};

use crate::document::ProjectId;
use serde::{Deserialize, Serialize};

/// One row written or taken out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Write {
    /// The row with this key is this.
    Put {
        /// In which table.
        table: Table,
        /// Its key.
        key: String,
        /// See [`encode`].
        bytes: Vec<u8>,
    },
    /// The row with this key is gone.
    Delete {
        /// In which table.
        table: Table,
        /// Its key.
        key: String,
    },
}

/// What is written as a whole or not at all, and only onto the state that it was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    /// The project that it belongs to.
    pub project: ProjectId,
    /// The journal's sequence number that the database must have.
    pub expects: u64,
    /// What is written; rows of the same key: the last holds.
    pub writes: Vec<Write>,
}
