//! Labels: what somebody says of something.

use super::{AnnotatorId, ConceptId, InputId, Kept, LabelId, ObjectId};
use serde::{Deserialize, Serialize};

/// One concept said of one thing by one annotator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Label {
    /// Names it.
    pub id: LabelId,
    /// What it is said of.
    pub on: Target,
    /// What is said.
    pub concept: ConceptId,
    /// Who said it.
    pub annotator: AnnotatorId,
    /// That it is there, or that it isn't.
    pub presence: Presence,
    /// Where it stands in review.
    pub status: LabelStatus,
    /// How sure a model was, 0..=1.
    pub score: Option<f64>,
    /// Milliseconds since 1970.
    pub made_at: u64,
    /// What a file carried besides.
    pub kept: Kept,
}

/// What a label is said of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Target {
    /// The whole input: a classification.
    Input(InputId),
    /// An object on an input.
    Object(InputId, ObjectId),
}

/// That something is there, or explicitly isn't.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// It is.
    #[default]
    Present,
    /// Somebody looked, and it isn't.
    Absent,
}

/// Where a label stands in review: the field's four states.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LabelStatus {
    /// It counts.
    #[default]
    Success,
    /// It isn't finished.
    Pending,
    /// Somebody is to look at it.
    AwaitingReview,
    /// Somebody looked and said no.
    ReviewDenied,
}

impl Target {
    /// The input that it is or lies on.
    pub fn input(self) -> InputId {
        match self {
            Self::Input(input) | Self::Object(input, _) => input,
        }
    }
}
