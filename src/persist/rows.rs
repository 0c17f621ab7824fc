//! Rows: one byte of version, then the value in postcard.

use crate::document::{ConceptId, Input, InputId, Label, Object, Project};
use crate::edit::LayerId;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// The version that rows are written in.
pub const VERSION: u8 = 1;

/// A project's own row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredProject {
    /// Its record.
    pub project: Project,
    /// The sequence number of its newest journal entry.
    pub seq: u64,
    /// The layers that can be seen, besides [`LayerId::HAND`].
    pub layers: Vec<LayerId>,
    /// Somebody deleted it; the next visit sweeps it up.
    pub deleted: bool,
}

/// Up to [`Block::ENTRIES`] inputs of one layer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// In the order in which they were added.
    pub entries: Vec<BlockEntry>,
}

/// What a layer has of one input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BlockEntry {
    /// Which.
    pub input: InputId,
    /// The input itself, in the layer that brought it.
    pub row: Option<BlockRow>,
    /// How many of its objects in this layer have each concept: follows from the chunks, kept so that the grid needn't
    /// read them.
    pub counts: Vec<(ConceptId, u32)>,
}

/// An input and what is said of the whole of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BlockRow {
    /// The input.
    pub input: Input,
    /// Its classifications.
    pub labels: Vec<Label>,
}

/// Objects of one input in one layer, with their labels.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Chunk {
    /// In the order of creation, mostly.
    pub objects: Vec<(Object, Vec<Label>)>,
}

impl Block {
    /// How many inputs share a row: few enough that labelling one writes little, enough that 100,000 load at once.
    pub const ENTRIES: usize = 64;
}

impl Chunk {
    /// A chunk takes no more objects beyond this many bytes.
    pub const BYTES: usize = 32 * 1024;
}

/// Why a row can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// A later Cartouche wrote it.
    #[error(
        "it was written by a newer version of Cartouche (rows of version {0}, this one reads {VERSION})"
    )]
    Newer(u8),
    /// It isn't what it should be.
    #[error("the row is damaged: {0}")]
    Broken(String),
}

/// A value as a row.
///
/// # Errors
/// It can't be written, which says that a type isn't made for this.
pub fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, Damage> {
    postcard::to_extend(value, vec![VERSION]).map_err(|error| Damage::Broken(error.to_string()))
}

/// The value in a row.
///
/// # Errors
/// A later version wrote it, or it is damaged.
pub fn decode<T: DeserializeOwned>(row: &[u8]) -> Result<T, Damage> {
    match row.split_first() {
        Some((&VERSION, bytes)) => {
            postcard::from_bytes(bytes).map_err(|error| Damage::Broken(error.to_string()))
        }
        Some((&version, _)) if version > VERSION => Err(Damage::Newer(version)),
        _ => Err(Damage::Broken("it has no version".to_owned())),
    }
}
