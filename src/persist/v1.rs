//! Rows as version 1 wrote them: before concepts had an order and inputs had metadata and a trash.

use super::rows::{Block, BlockEntry, BlockRow};
use crate::document::{
    Annotator, Change, Color, Concept, ConceptId, Diff, Edit, Input, InputId, InputStatus, Kept,
    Label, Media, Name, Object, Project, Slot,
};
use crate::edit::{LayerSwitch, Step};
use serde::Deserialize;

#[derive(Deserialize)]
pub struct ConceptV1 {
    id: ConceptId,
    name: Name,
    color: Color,
    hotkey: Option<Slot>,
    parent: Option<ConceptId>,
    kept: Kept,
}

#[derive(Deserialize)]
pub struct InputV1 {
    id: InputId,
    name: String,
    media: Media,
    status: InputStatus,
    split: String,
    added_at: u64,
    kept: Kept,
}

#[derive(Deserialize)]
pub struct BlockV1 {
    entries: Vec<BlockEntryV1>,
}

#[derive(Deserialize)]
struct BlockEntryV1 {
    input: InputId,
    row: Option<BlockRowV1>,
    counts: Vec<(ConceptId, u32)>,
}

#[derive(Deserialize)]
struct BlockRowV1 {
    input: InputV1,
    labels: Vec<Label>,
}

#[derive(Deserialize)]
pub struct StepV1 {
    diff: Vec<ChangeV1>,
    layer: Option<LayerSwitch>,
}

#[allow(clippy::large_enum_variant, reason = "as large as what it becomes")]
#[derive(Deserialize)]
enum ChangeV1 {
    Project(Edit<Project>),
    Concept(Edit<ConceptV1>),
    Annotator(Edit<Annotator>),
    Input(Edit<InputV1>),
    Object(Edit<Object>),
    Label(Edit<Label>),
}

impl From<ConceptV1> for Concept {
    fn from(old: ConceptV1) -> Self {
        Self {
            id: old.id,
            name: old.name,
            color: old.color,
            hotkey: old.hotkey,
            parent: old.parent,
            rank: 0,
            kept: old.kept,
        }
    }
}

impl From<InputV1> for Input {
    fn from(old: InputV1) -> Self {
        Self {
            id: old.id,
            name: old.name,
            media: old.media,
            status: old.status,
            split: old.split,
            added_at: old.added_at,
            metadata: Kept::default(),
            trashed: false,
            kept: old.kept,
        }
    }
}

impl From<BlockV1> for Block {
    fn from(old: BlockV1) -> Self {
        let row = |row: BlockRowV1| BlockRow {
            input: row.input.into(),
            labels: row.labels,
        };
        let entries = old.entries.into_iter().map(|entry| BlockEntry {
            input: entry.input,
            row: entry.row.map(row),
            counts: entry.counts,
        });
        Self {
            entries: entries.collect(),
        }
    }
}

impl From<StepV1> for Step {
    fn from(old: StepV1) -> Self {
        Self {
            diff: Diff(old.diff.into_iter().map(Change::from).collect()),
            layer: old.layer,
        }
    }
}

impl From<ChangeV1> for Change {
    fn from(old: ChangeV1) -> Self {
        match old {
            ChangeV1::Project(edit) => Self::Project(edit),
            ChangeV1::Concept(edit) => Self::Concept(both(edit)),
            ChangeV1::Annotator(edit) => Self::Annotator(edit),
            ChangeV1::Input(edit) => Self::Input(both(edit)),
            ChangeV1::Object(edit) => Self::Object(edit),
            ChangeV1::Label(edit) => Self::Label(edit),
        }
    }
}

fn both<A, B: From<A>>(edit: Edit<A>) -> Edit<B> {
    Edit {
        before: edit.before.map(B::from),
        after: edit.after.map(B::from),
    }
}
