//! Rows: one byte of version, then the value in postcard.

use super::v1::{BlockV1, ConceptV1, StepV1};
use crate::document::{Annotator, Concept, ConceptId, Input, InputId, Label, Object, Project};
use crate::edit::{Head, LayerId, Step};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// The version that rows are written in.
pub const VERSION: u8 = 4;

/// What a row can hold.
pub trait Row: Serialize + DeserializeOwned {
    /// What version 1 wrote: itself, where nothing has changed since.
    type V1: DeserializeOwned + Into<Self>;
}

impl Row for StoredProject {
    type V1 = Self;
}

impl Row for Concept {
    type V1 = ConceptV1;
}

impl Row for Annotator {
    type V1 = Self;
}

impl Row for Block {
    type V1 = BlockV1;
}

impl Row for Chunk {
    type V1 = Self;
}

impl Row for Head {
    type V1 = Self;
}

impl Row for Step {
    type V1 = StepV1;
}

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
pub fn encode<T: Row>(value: &T) -> Result<Vec<u8>, Damage> {
    postcard::to_extend(value, vec![VERSION]).map_err(|error| Damage::Broken(error.to_string()))
}

/// The value in a row of this version or an earlier one.
///
/// # Errors
/// A later version wrote it, or it is damaged.
pub fn decode<T: Row>(row: &[u8]) -> Result<T, Damage> {
    let broken = |error: postcard::Error| Damage::Broken(error.to_string());
    match row.split_first() {
        // Versions 3 and 4 have more kinds of shapes and inputs; what earlier ones wrote reads the same.
        Some((&(VERSION | 2 | 3), bytes)) => postcard::from_bytes(bytes).map_err(broken),
        Some((&1, bytes)) => {
            let old: T::V1 = postcard::from_bytes(bytes).map_err(broken)?;
            Ok(old.into())
        }
        Some((&version, _)) if version > VERSION => Err(Damage::Newer(version)),
        _ => Err(Damage::Broken("it has no version".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::shape::Span;
    use crate::document::{Change, Edit, Presence, Shape, Slot};

    /// What version 1 wrote of a concept, of a block with one input and one label, and of a step with both.
    const CONCEPT: &str =
        "010705736865657001010203010b0103011a7b22737570657263617465676f7279223a22616e696d616c227d";
    const BLOCK: &str = "0101150115126e6f7274682f72696467655f30322e6a706700018005e00306b9600a696d6167652f6a70656701090909\
        0909090909090909090909090909090909090909090909090909090909010168126e6f7274682f72696467655f30322e\
        6a7067030376616c80d095ffbc3101127b22666c69636b725f75726c223a2278227d011e001507020102010000000000\
        00d03f0500010704";
    const STEP: &str = "01030100010705736865657001010203010b0103011a7b22737570657263617465676f7279223a22616e696d616c227d\
        030115126e6f7274682f72696467655f30322e6a706700018005e00306b9600a696d6167652f6a706567010909090909\
        090909090909090909090909090909090909090909090909090909010168126e6f7274682f72696467655f30322e6a70\
        67030376616c80d095ffbc3101127b22666c69636b725f75726c223a2278227d0005011e001507020102010000000000\
        00d03f05000000";

    fn old<T: Row>(hex: &str) -> T {
        let byte = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
        let row: Vec<_> = (0..hex.len()).step_by(2).map(byte).collect();
        let value = decode(&row).unwrap();
        // What is written again is of this version.
        assert_eq!(encode(&value).unwrap()[0], VERSION);
        value
    }

    #[test]
    fn rows_of_version_1_are_read() {
        let concept: Concept = old(CONCEPT);
        assert_eq!((concept.id, concept.rank), (ConceptId(7), 0));
        assert_eq!(
            (concept.hotkey, concept.parent),
            (Slot::new(11), Some(ConceptId(3)))
        );
        assert_eq!(concept.kept.members()["supercategory"], "animal");

        let block: Block = old(BLOCK);
        let BlockEntry {
            input,
            row: Some(row),
            counts,
        } = &block.entries[0]
        else {
            panic!("{block:?}");
        };
        assert_eq!(
            (*input, counts.as_slice()),
            (InputId(21), &[(ConceptId(7), 4)][..])
        );
        assert_eq!(row.input.name, "north/ridge_02.jpg");
        assert_eq!(
            (row.input.split.as_str(), row.input.trashed),
            ("val", false)
        );
        assert_eq!(row.input.kept.members()["flickr_url"], "x");
        assert!(row.input.metadata.is_empty());
        assert_eq!(row.labels[0].presence, Presence::Absent);

        let step: Step = old(STEP);
        let added = Change::Concept(Edit::added(concept));
        let removed = Change::Input(Edit::removed(row.input.clone()));
        assert_eq!(step.diff.0[..2], [added, removed]);
        assert_eq!(
            step.diff.0[2],
            Change::Label(Edit::removed(row.labels[0].clone()))
        );
    }

    /// A box on a picture, as version 2 wrote it.
    const CHUNK: &str = "02010302000000000000000000f03f000000000000004000000000000008400000000000001040000000010401020305070000000800";

    #[test]
    fn rows_of_version_2_are_read() {
        let chunk: Chunk = old(CHUNK);
        let [(object, labels)] = chunk.objects.as_slice() else {
            panic!("{chunk:?}");
        };
        assert_eq!(object.shape().bounds().max.y, 4.0);
        assert_eq!(labels[0].concept, ConceptId(5));
    }

    /// A span of a text, as version 3 wrote it.
    const SPAN: &str = "030103020000030407000000010401020305070000000800";

    #[test]
    fn rows_of_version_3_are_read() {
        let chunk: Chunk = old(SPAN);
        let [(object, _)] = chunk.objects.as_slice() else {
            panic!("{chunk:?}");
        };
        assert_eq!(*object.shape(), Shape::Span(Span::new(4, 7).unwrap()));
    }

    #[test]
    fn rows_of_a_newer_version_are_refused() {
        assert_eq!(
            decode::<Concept>(&[VERSION + 1, 0]),
            Err(Damage::Newer(VERSION + 1))
        );
    }
}
