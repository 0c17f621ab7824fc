//! Tables and keys. Keys are text of fixed-length parts, so that their order is the order of what they name and
//! everything of a project, or of an input, is one range.

use crate::document::{AnnotatorId, ConceptId, InputId, ProjectId};
use crate::edit::LayerId;
use serde::{Deserialize, Serialize};

/// A table of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Table {
    /// [`super::StoredProject`] by project.
    Projects,
    /// Concepts by project and id.
    Concepts,
    /// Annotators by project and id.
    Annotators,
    /// [`super::Block`]s of inputs by project, layer and number.
    Blocks,
    /// [`super::Chunk`]s of objects by project, input, layer and number.
    Chunks,
    /// Heads of journal entries by project and sequence number.
    Journal,
    /// Steps of journal entries by project and sequence number.
    Steps,
}

impl Table {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Projects,
        Self::Concepts,
        Self::Annotators,
        Self::Blocks,
        Self::Chunks,
        Self::Journal,
        Self::Steps,
    ];

    /// What the object store is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Projects => "projects",
            Self::Concepts => "concepts",
            Self::Annotators => "annotators",
            Self::Blocks => "blocks",
            Self::Chunks => "chunks",
            Self::Journal => "journal",
            Self::Steps => "steps",
        }
    }
}

/// The key of a project's row.
pub fn project_key(project: ProjectId) -> String {
    project.to_string()
}

/// What every key of a project begins with, in all tables but [`Table::Projects`].
pub fn project_prefix(project: ProjectId) -> String {
    format!("{project}/")
}

/// The key of a concept.
pub fn concept_key(project: ProjectId, concept: ConceptId) -> String {
    format!("{project}/{concept}")
}

/// The key of an annotator.
pub fn annotator_key(project: ProjectId, annotator: AnnotatorId) -> String {
    format!("{project}/{annotator}")
}

/// What the keys of all blocks of a layer begin with.
pub fn layer_prefix(project: ProjectId, layer: LayerId) -> String {
    format!("{project}/{:016x}/", layer.0)
}

/// The key of a block of inputs.
pub fn block_key(project: ProjectId, layer: LayerId, number: u32) -> String {
    format!("{project}/{:016x}/{number:08x}", layer.0)
}

/// What the keys of all chunks of an input begin with.
pub fn chunk_prefix(project: ProjectId, input: InputId) -> String {
    format!("{project}/{input}/")
}

/// What the keys of an input's chunks in a layer begin with.
pub fn chunk_layer_prefix(project: ProjectId, input: InputId, layer: LayerId) -> String {
    format!("{project}/{input}/{:016x}/", layer.0)
}

/// The key of a chunk of objects.
pub fn chunk_key(project: ProjectId, input: InputId, layer: LayerId, number: u32) -> String {
    format!("{project}/{input}/{:016x}/{number:08x}", layer.0)
}

/// The key of a journal entry, in both of its tables.
pub fn journal_key(project: ProjectId, seq: u64) -> String {
    format!("{project}/{seq:016x}")
}

/// The layer and number in a block's or a chunk's key: its last two parts.
pub fn layer_and_number(key: &str) -> Option<(LayerId, u32)> {
    let mut parts = key.rsplit('/');
    let number = u32::from_str_radix(parts.next()?, 16).ok()?;
    let layer = u64::from_str_radix(parts.next()?, 16).ok()?;
    Some((LayerId(layer), number))
}

/// A row with its key.
pub type KeyedRow = (String, Vec<u8>);

/// Rows of one table whose keys begin alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The table.
    pub table: Table,
    /// What the keys begin with.
    pub prefix: String,
    /// The first key that is wanted, where it isn't the first that begins so.
    pub from: Option<String>,
}

impl Span {
    /// All rows whose keys begin with the prefix.
    pub fn new(table: Table, prefix: String) -> Self {
        Self {
            table,
            prefix,
            from: None,
        }
    }

    /// Those of them that don't come before a key.
    #[must_use]
    pub fn starting_at(self, from: String) -> Self {
        Self {
            from: Some(from),
            ..self
        }
    }
}
