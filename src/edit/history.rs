//! The journal as undo reads it: entries are only ever appended, undoing one appends its reverse.

use crate::document::{Diff, InputId};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// A layer of staged records: 0 is what was made by hand, every import has its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LayerId(pub u64);

impl LayerId {
    /// What was made by hand.
    pub const HAND: Self = Self(0);
}

/// A layer that is turned on or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayerSwitch {
    /// Which.
    pub layer: LayerId,
    /// It can be seen afterwards.
    pub on: bool,
}

/// What one entry did.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Records that changed.
    pub diff: Diff,
    /// The layer that an import turned on.
    pub layer: Option<LayerSwitch>,
}

impl Step {
    /// The way back.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self {
            diff: self.diff.reversed(),
            layer: self.layer.map(|switch| LayerSwitch {
                on: !switch.on,
                ..switch
            }),
        }
    }
}

/// Why an entry was appended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntryKind {
    /// The project was made.
    Start,
    /// Somebody did something.
    Do,
    /// The reverse of an entry.
    Undo(u64),
    /// An entry that was undone, again.
    Redo(u64),
}

/// The inputs that an entry touched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Touched {
    /// These, in order.
    Inputs(Vec<InputId>),
    /// So many that they aren't listed, or inputs that came or went: such a step belongs to the project's pages.
    Many(usize),
}

/// What the history needs to know of an entry, without its step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Its place in the journal, from 1.
    pub seq: u64,
    /// As people read it.
    pub title: String,
    /// Milliseconds since 1970.
    pub at: u64,
    /// The input that was open in the viewer when it was made.
    pub from: Option<InputId>,
    /// The inputs that it touched.
    pub touched: Touched,
    /// Why it was appended.
    pub kind: EntryKind,
}

/// An entry of the journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// What the history needs of it.
    pub head: Head,
    /// What it did.
    pub step: Step,
}

impl Touched {
    /// How many inputs are listed one by one.
    const LISTED: usize = 256;

    /// The inputs that a diff touches.
    pub fn by(diff: &Diff) -> Self {
        let inputs = diff.inputs();
        match inputs.len() {
            count if count > Self::LISTED || diff.moves_inputs() => Self::Many(count),
            _ => Self::Inputs(inputs),
        }
    }

    fn includes(&self, input: InputId) -> bool {
        match self {
            Self::Inputs(inputs) => inputs.binary_search(&input).is_ok(),
            Self::Many(_) => false,
        }
    }
}

impl Head {
    /// It belongs to what is seen: everything to the project's pages, to the viewer what touches its input or was
    /// made from it.
    fn belongs_to(&self, viewed: Option<InputId>) -> bool {
        viewed.is_none_or(|input| self.from == Some(input) || self.touched.includes(input))
    }
}

/// The heads of the newest entries, and which of them are undone.
#[derive(Clone, Debug, Default)]
pub struct History {
    heads: Vec<Head>,
    undone_by: HashMap<u64, u64>,
    /// Entries that another tab made while this one was open: they are its to take back.
    foreign: HashSet<u64>,
}

impl History {
    /// The history after these entries, in their order.
    pub fn new(heads: impl IntoIterator<Item = Head>) -> Self {
        let mut history = Self::default();
        for head in heads {
            history.push(head);
        }
        history
    }

    /// The same, where another tab made these entries.
    #[must_use]
    pub fn with_foreign(self, is_foreign: impl Fn(u64) -> bool) -> Self {
        let seqs = self.heads.iter().map(|head| head.seq);
        let foreign = seqs.filter(|seq| is_foreign(*seq)).collect();
        Self { foreign, ..self }
    }

    /// The same up to an entry.
    #[must_use]
    pub fn up_to(mut self, seq: u64) -> Self {
        self.heads.retain(|head| head.seq <= seq);
        self.foreign.retain(|foreign| *foreign <= seq);
        Self {
            foreign: self.foreign,
            ..Self::new(self.heads)
        }
    }

    /// One entry more, that another tab made.
    pub fn push_foreign(&mut self, head: Head) {
        self.foreign.insert(head.seq);
        self.push(head);
    }

    /// One entry more.
    pub fn push(&mut self, head: Head) {
        match head.kind {
            EntryKind::Start | EntryKind::Do => {}
            EntryKind::Undo(of) => drop(self.undone_by.insert(of, head.seq)),
            EntryKind::Redo(of) => drop(self.undone_by.remove(&of)),
        }
        self.heads.push(head);
    }

    /// The sequence number of the newest entry; 0 before the first.
    pub fn last_seq(&self) -> u64 {
        self.heads.last().map_or(0, |head| head.seq)
    }

    /// All entries, the oldest first.
    pub fn heads(&self) -> &[Head] {
        &self.heads
    }

    /// Nothing that was done after an entry stands, in whatever tab.
    pub fn is_newest_standing(&self, seq: u64) -> bool {
        let later = self.heads.iter().rev().take_while(|head| head.seq > seq);
        let mut deeds = later.filter(|head| head.kind == EntryKind::Do);
        deeds.all(|head| self.undone_by.contains_key(&head.seq))
    }

    /// The entry that undo takes back for what is seen: `viewed` is the input in the viewer, none on the other pages.
    pub fn undo_target(&self, viewed: Option<InputId>) -> Option<&Head> {
        self.deeds()
            .rev()
            .find(|head| head.belongs_to(viewed) && !self.undone_by.contains_key(&head.seq))
    }

    /// The entry that redo does again: the last that was undone here, unless something was done here since.
    pub fn redo_target(&self, viewed: Option<InputId>) -> Option<&Head> {
        let last_deed = self.undo_target(viewed);
        self.deeds()
            .filter(|head| head.belongs_to(viewed))
            .filter_map(|head| Some((self.undone_by.get(&head.seq)?, head)))
            .filter(|(undone_at, _)| !self.foreign.contains(undone_at))
            .max_by_key(|(undone_at, _)| **undone_at)
            .filter(|(undone_at, head)| {
                last_deed.is_none_or(|deed| deed.seq < head.seq || self.done_at(deed) < **undone_at)
            })
            .map(|(_, head)| head)
    }

    /// What was done in this tab, or before it was opened.
    fn deeds(&self) -> impl DoubleEndedIterator<Item = &Head> {
        let deeds = self.heads.iter().filter(|head| head.kind == EntryKind::Do);
        deeds.filter(|head| !self.foreign.contains(&head.seq))
    }

    /// When a deed that stands was done last: by itself, or by its newest redo.
    fn done_at(&self, deed: &Head) -> u64 {
        self.heads
            .iter()
            .rev()
            .find(|head| head.kind == EntryKind::Redo(deed.seq))
            .map_or(deed.seq, |head| head.seq)
    }
}
