//! Who labels.

use super::{AnnotatorId, Kept, Name};
use serde::{Deserialize, Serialize};

/// Whoever made labels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Annotator {
    /// Names it.
    pub id: AnnotatorId,
    /// What people call it.
    pub name: Name,
    /// What it is.
    pub kind: AnnotatorKind,
    /// What a file carried besides.
    pub kept: Kept,
}

/// What an annotator is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnnotatorKind {
    /// Somebody.
    Person,
    /// A program that guesses.
    Model,
    /// A label file that doesn't say who.
    File,
}
