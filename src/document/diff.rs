//! What changed between two states of a document.

use super::{
    Annotator, AnnotatorId, Concept, ConceptId, Fault, Input, InputId, Label, LabelId, Object,
    ObjectId, Project, Target,
};
use serde::{Deserialize, Serialize};

/// One record before and after: without `before` it is new, without `after` it is gone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edit<T> {
    /// As it was.
    pub before: Option<T>,
    /// As it is.
    pub after: Option<T>,
}

/// The change of one record.
#[allow(
    clippy::large_enum_variant,
    reason = "an object is the most frequent change; a box around each would cost more than the room it saves"
)]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Change {
    /// The project's own record.
    Project(Edit<Project>),
    /// A concept.
    Concept(Edit<Concept>),
    /// An annotator.
    Annotator(Edit<Annotator>),
    /// An input, without its labels and objects.
    Input(Edit<Input>),
    /// An object, without its labels.
    Object(Edit<Object>),
    /// A label.
    Label(Edit<Label>),
}

/// Which record a change is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordId {
    /// The project's own record.
    Project,
    /// A concept.
    Concept(ConceptId),
    /// An annotator.
    Annotator(AnnotatorId),
    /// An input.
    Input(InputId),
    /// An object on an input.
    Object(InputId, ObjectId),
    /// A label on something.
    Label(Target, LabelId),
}

/// All records that changed, each at most once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Diff(pub Vec<Change>);

/// Why a diff can't be applied; the document is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    /// The present record isn't the one that the diff was made from.
    #[error("{} was changed or deleted since", .0.kind())]
    Changed(RecordId),
    /// An input would go while something that was made on it since stays.
    #[error("something was labelled on it since; take that back first")]
    Inhabited(InputId),
    /// An object would go while a label that was put on it since stays.
    #[error("it was labelled since")]
    Labelled(InputId, ObjectId),
    /// A label would be on something that is gone.
    #[error("what it is on was deleted since")]
    Gone(LabelId),
    /// A concept would go that something in no tab's memory has.
    #[error("it is still in use")]
    InUse(ConceptId),
    /// A rule wouldn't hold any more.
    #[error("{0}")]
    Rule(#[from] Fault),
    /// The objects of this input aren't in memory.
    #[error("its objects can't be read now")]
    NotLoaded(InputId),
}

impl<T> Edit<T> {
    /// A record that is new.
    pub fn added(after: T) -> Self {
        Self {
            before: None,
            after: Some(after),
        }
    }

    /// A record that is gone.
    pub fn removed(before: T) -> Self {
        Self {
            before: Some(before),
            after: None,
        }
    }

    /// A record that is another.
    pub fn changed(before: T, after: T) -> Self {
        Self {
            before: Some(before),
            after: Some(after),
        }
    }

    fn reversed(self) -> Self {
        Self {
            before: self.after,
            after: self.before,
        }
    }

    /// The record as it is, or as it was.
    pub fn either(&self) -> Option<&T> {
        self.after.as_ref().or(self.before.as_ref())
    }
}

impl Change {
    /// Which record it is of; none for a change from nothing to nothing.
    pub fn record(&self) -> Option<RecordId> {
        Some(match self {
            Self::Project(edit) => edit.either().map(|_| RecordId::Project)?,
            Self::Concept(edit) => RecordId::Concept(edit.either()?.id),
            Self::Annotator(edit) => RecordId::Annotator(edit.either()?.id),
            Self::Input(edit) => RecordId::Input(edit.either()?.id),
            Self::Object(edit) => {
                let object = edit.either()?;
                RecordId::Object(object.input, object.id)
            }
            Self::Label(edit) => {
                let label = edit.either()?;
                RecordId::Label(label.on, label.id)
            }
        })
    }

    /// The record is gone afterwards.
    pub(super) fn removes(&self) -> bool {
        match self {
            Self::Project(edit) => edit.after.is_none(),
            Self::Concept(edit) => edit.after.is_none(),
            Self::Annotator(edit) => edit.after.is_none(),
            Self::Input(edit) => edit.after.is_none(),
            Self::Object(edit) => edit.after.is_none(),
            Self::Label(edit) => edit.after.is_none(),
        }
    }

    /// An input comes or goes, or goes into the trash or out of it.
    pub fn moves_input(&self) -> bool {
        let Self::Input(edit) = self else {
            return false;
        };
        let place = |input: &Option<Input>| input.as_ref().map(|input| input.trashed);
        place(&edit.before) != place(&edit.after)
    }

    fn reversed(self) -> Self {
        match self {
            Self::Project(edit) => Self::Project(edit.reversed()),
            Self::Concept(edit) => Self::Concept(edit.reversed()),
            Self::Annotator(edit) => Self::Annotator(edit.reversed()),
            Self::Input(edit) => Self::Input(edit.reversed()),
            Self::Object(edit) => Self::Object(edit.reversed()),
            Self::Label(edit) => Self::Label(edit.reversed()),
        }
    }
}

impl RecordId {
    /// What it is, as people call it.
    fn kind(self) -> &'static str {
        match self {
            Self::Project => "the project",
            Self::Concept(_) => "the concept",
            Self::Annotator(_) => "the labeler",
            Self::Input(_) => "the input",
            Self::Object(..) => "the object",
            Self::Label(..) => "the label",
        }
    }

    /// The input that it is, is on, or is said of.
    pub fn input(self) -> Option<InputId> {
        match self {
            Self::Project | Self::Concept(_) | Self::Annotator(_) => None,
            Self::Input(input) | Self::Object(input, _) => Some(input),
            Self::Label(target, _) => Some(target.input()),
        }
    }
}

impl Diff {
    /// Nothing changed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The way back.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self(self.0.into_iter().rev().map(Change::reversed).collect())
    }

    /// This, and then that.
    pub fn extend(&mut self, then: Self) {
        self.0.extend(then.0);
    }

    /// The inputs that it touches, each once, in order.
    pub fn inputs(&self) -> Vec<InputId> {
        let mut inputs: Vec<_> = self
            .0
            .iter()
            .filter_map(|change| change.record()?.input())
            .collect();
        inputs.sort_unstable();
        inputs.dedup();
        inputs
    }

    /// The inputs whose objects must be in memory for it.
    pub fn inputs_with_objects(&self) -> Vec<InputId> {
        let mut inputs: Vec<_> = self
            .0
            .iter()
            .filter_map(|change| match change.record()? {
                RecordId::Object(input, _) | RecordId::Label(Target::Object(input, _), _) => {
                    Some(input)
                }
                RecordId::Input(input) if change.removes() => Some(input),
                _ => None,
            })
            .collect();
        inputs.sort_unstable();
        inputs.dedup();
        inputs
    }

    /// The same, where annotators stay that it would take away.
    #[must_use]
    pub fn with_annotators(mut self) -> Self {
        let takes =
            |change: &Change| matches!(change, Change::Annotator(edit) if edit.after.is_none());
        self.0.retain(|change| !takes(change));
        self
    }

    /// The concepts that it takes away.
    pub fn removed_concepts(&self) -> impl Iterator<Item = ConceptId> + '_ {
        self.0.iter().filter_map(|change| match change {
            Change::Concept(Edit {
                before: Some(concept),
                after: None,
            }) => Some(concept.id),
            _ => None,
        })
    }

    /// It adds inputs or takes some away.
    pub fn moves_inputs(&self) -> bool {
        self.0.iter().any(Change::moves_input)
    }
}
