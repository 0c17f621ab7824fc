//! What a reader found in a file, before it is matched with a project.

use crate::document::{
    AnnotatorId, AnnotatorKind, Color, ConceptId, InputId, InputStatus, Kept, LabelId, LabelStatus,
    Media, Name, ObjectId, Presence, Shape, Slot,
};

/// The reader's own number of something in the file: one count per kind of thing, from 0 in the order in which they are
/// found.
pub type Key = usize;

/// Something that a file says.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// The project itself: at most once.
    Project(DraftProject),
    /// A concept.
    Concept(DraftConcept),
    /// An annotator.
    Annotator(DraftAnnotator),
    /// An input.
    Input(DraftInput),
    /// A label on an input found before.
    Classification(Key, DraftLabel),
    /// An object.
    Object(DraftObject),
}

/// What a file says of the project as a whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DraftProject {
    /// Its name, where the file says one.
    pub name: Option<Name>,
    /// When it was made, where the file says: milliseconds since 1970.
    pub made_at: Option<u64>,
    /// What isn't modelled.
    pub kept: Kept,
}

/// A concept in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftConcept {
    /// The reader's number.
    pub key: Key,
    /// Its id, where the file is ours.
    pub id: Option<ConceptId>,
    /// Its name.
    pub name: Name,
    /// Its colour, where the file says one.
    pub color: Option<Color>,
    /// Its hotkey, where the file says one.
    pub hotkey: Option<Slot>,
    /// What it is a kind of.
    pub parent: Option<Key>,
    /// Its place in the order that people gave; 0 where the file says none.
    pub rank: u32,
    /// What isn't modelled.
    pub kept: Kept,
}

/// An annotator in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftAnnotator {
    /// The reader's number.
    pub key: Key,
    /// Its id, where the file is ours.
    pub id: Option<AnnotatorId>,
    /// Its name.
    pub name: Name,
    /// What it is.
    pub kind: AnnotatorKind,
    /// What isn't modelled.
    pub kept: Kept,
}

/// An input in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftInput {
    /// The reader's number.
    pub key: Key,
    /// Its id, where the file is ours.
    pub id: Option<InputId>,
    /// Its name with folders, `/` between them; never absolute, no `..`.
    pub name: String,
    /// What is known of its file.
    pub media: Media,
    /// How far it is, where the file says.
    pub status: Option<InputStatus>,
    /// train, val, test, other, or empty.
    pub split: String,
    /// When it was added, where the file says: milliseconds since 1970.
    pub added_at: Option<u64>,
    /// What people want to be known of it: a JSON object.
    pub metadata: Kept,
    /// What isn't modelled.
    pub kept: Kept,
}

/// A label in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftLabel {
    /// Its id, where the file is ours.
    pub id: Option<LabelId>,
    /// What is said.
    pub concept: Key,
    /// Who said it; none where the file doesn't say.
    pub annotator: Option<Key>,
    /// That it is there, or isn't.
    pub presence: Presence,
    /// Where it stands in review.
    pub status: LabelStatus,
    /// How sure a model was, 0..=1.
    pub score: Option<f64>,
    /// When, where the file says: milliseconds since 1970.
    pub made_at: Option<u64>,
    /// What isn't modelled.
    pub kept: Kept,
}

/// An object in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftObject {
    /// The reader's number.
    pub key: Key,
    /// Its id, where the file is ours.
    pub id: Option<ObjectId>,
    /// The input that it lies on.
    pub input: Key,
    /// The object of the same input that it belongs to.
    pub parent: Option<Key>,
    /// Where it is, in pixels of the picture as the file counts them.
    pub shape: Shape,
    /// Higher is drawn later.
    pub z: i32,
    /// Can't be changed by hand.
    pub locked: bool,
    /// Its labels, at least one.
    pub labels: Vec<DraftLabel>,
    /// What isn't modelled.
    pub kept: Kept,
}

impl DraftLabel {
    /// A plain label: it is there, it counts.
    pub fn plain(concept: Key) -> Self {
        Self {
            id: None,
            concept,
            annotator: None,
            presence: Presence::Present,
            status: LabelStatus::Success,
            score: None,
            made_at: None,
            kept: Kept::default(),
        }
    }
}
