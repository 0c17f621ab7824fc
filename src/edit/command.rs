//! What a person can do to the document.

use super::{LayerId, NewObject};
use crate::document::shape::{MergeError, Sight};
use crate::document::{
    Color, ConceptId, Conflict, Diff, InputId, InputStatus, Kept, Media, Moment, Name, NameError,
    ObjectId, Presence, Shape, Slot,
};
use crate::geometry::Mask;

/// One finished gesture. Each is one step to undo.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Calls the project something else.
    RenameProject(Name),
    /// New concepts; names that exist already are passed over.
    AddConcepts(Vec<NewConcept>),
    /// Calls a concept something else everywhere. Refused where another has that name.
    RenameConcept {
        /// Which.
        concept: ConceptId,
        /// Its new name.
        name: Name,
    },
    /// Gives a concept another colour, hotkey or parent.
    EditConcept {
        /// Which.
        concept: ConceptId,
        /// What.
        edit: ConceptEdit,
    },
    /// Puts a concept before another one, or at the end.
    MoveConcept {
        /// Which.
        concept: ConceptId,
        /// The one that it stands before.
        before: Option<ConceptId>,
    },
    /// Everything labelled `from` is labelled `into`, and `from` is gone. The objects of all inputs that have `from`
    /// must be loaded.
    MergeConcepts {
        /// The one that goes.
        from: ConceptId,
        /// The one that stays.
        into: ConceptId,
    },
    /// Takes a concept out with everything that is labelled with it. The objects of all inputs that have it must be
    /// loaded.
    RemoveConcept(ConceptId),
    /// New inputs; a picture that a label file awaits by name is attached to its input instead.
    AddInputs(Vec<NewInput>),
    /// An input has another file from here on; what is said of it stays as it is.
    ReplaceFile {
        /// Which.
        input: InputId,
        /// The other file, of the same kind.
        media: Media,
    },
    /// Puts inputs into the trash with all that is on them.
    TrashInputs(Vec<InputId>),
    /// Takes inputs out of the trash.
    RestoreInputs(Vec<InputId>),
    /// Takes inputs out with all that is on them. Their objects must be loaded.
    RemoveInputs(Vec<InputId>),
    /// Says how far inputs are.
    SetStatus {
        /// Which.
        inputs: Vec<InputId>,
        /// How far.
        status: InputStatus,
    },
    /// Changes what is to be known of inputs.
    EditMetadata {
        /// Which.
        inputs: Vec<InputId>,
        /// How.
        edit: MetadataEdit,
    },
    /// Says of whole inputs that concepts are there, or that they aren't.
    Classify {
        /// Which.
        inputs: Vec<InputId>,
        /// What.
        concepts: Vec<ConceptId>,
        /// That it is there, or that it isn't.
        presence: Presence,
    },
    /// Takes concepts off whole inputs, whoever said them.
    Unclassify {
        /// Which.
        inputs: Vec<InputId>,
        /// What.
        concepts: Vec<ConceptId>,
        /// Only what was said to be there, or not to be; none: both.
        presence: Option<Presence>,
    },
    /// Says another concept of a whole input instead.
    ReassignClassification {
        /// Which.
        input: InputId,
        /// What it was.
        from: ConceptId,
        /// What it is.
        to: ConceptId,
    },
    /// A new object with one label.
    AddObject {
        /// On which input.
        input: InputId,
        /// Where.
        shape: Shape,
        /// What it is.
        concept: ConceptId,
        /// The object that it belongs to.
        parent: Option<ObjectId>,
    },
    /// New objects that were copied somewhere, with their labels and their family.
    AddObjects {
        /// On which input.
        input: InputId,
        /// What.
        objects: Vec<NewObject>,
    },
    /// Masks that came in files, each with the name of what it is; concepts that the project doesn't have are added.
    AddMasks(Vec<(InputId, Vec<(Name, Mask)>)>),
    /// A brush or an eraser went over the picture.
    Paint {
        /// On which input.
        input: InputId,
        /// What it did.
        painting: Painting,
    },
    /// Objects get other shapes.
    SetShapes {
        /// On which input.
        input: InputId,
        /// Which, and where they are now.
        shapes: Vec<(ObjectId, Shape)>,
    },
    /// Changes tracks at a moment of their video.
    EditTracks {
        /// On which input.
        input: InputId,
        /// Which.
        objects: Vec<ObjectId>,
        /// When: the beginning of a frame.
        at: Moment,
        /// How.
        edit: TrackEdit,
    },
    /// Makes one track of several that follow each other.
    MergeTracks {
        /// On which input.
        input: InputId,
        /// Which; at least two.
        objects: Vec<ObjectId>,
    },
    /// Makes objects belong to another one, or to none.
    SetParent {
        /// On which input.
        input: InputId,
        /// Which.
        objects: Vec<ObjectId>,
        /// What they belong to.
        parent: Option<ObjectId>,
    },
    /// Keeps objects from being changed by hand, or lets them be.
    SetLocked {
        /// On which input.
        input: InputId,
        /// Which.
        objects: Vec<ObjectId>,
        /// They can't be changed.
        locked: bool,
    },
    /// Draws objects after all others, or before them.
    Restack {
        /// On which input.
        input: InputId,
        /// Which.
        objects: Vec<ObjectId>,
        /// Where to.
        to: Stack,
    },
    /// Takes objects of whatever inputs out. Their children are lifted a level.
    RemoveObjects(Vec<(InputId, ObjectId)>),
    /// Takes a concept off objects; an object goes with its last label.
    Unlabel {
        /// On which input.
        input: InputId,
        /// Which.
        objects: Vec<ObjectId>,
        /// What.
        concept: ConceptId,
    },
    /// Says another concept of objects of whatever inputs instead.
    Reassign {
        /// Which.
        objects: Vec<(InputId, ObjectId)>,
        /// What they were; none: whatever they are.
        from: Option<ConceptId>,
        /// What they are.
        to: ConceptId,
    },
    /// Takes over what an import staged.
    Adopt {
        /// What changes besides the layer: concepts, annotators, labels on inputs that are here already.
        diff: Diff,
        /// The layer to turn on.
        layer: LayerId,
        /// The file that it came from.
        title: String,
    },
}

/// A concept to add.
#[derive(Clone, Debug, PartialEq)]
pub struct NewConcept {
    /// What people call it.
    pub name: Name,
    /// What it is drawn in; none: the first free colour.
    pub color: Option<Color>,
    /// Its hotkey, where it is free; none: the first free one of those that are given.
    pub hotkey: Option<Slot>,
    /// What it is a kind of, by the name of a concept that is there or is added with it.
    pub parent: Option<Name>,
}

impl From<Name> for NewConcept {
    fn from(name: Name) -> Self {
        Self {
            name,
            color: None,
            hotkey: None,
            parent: None,
        }
    }
}

/// What is changed of a concept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ConceptEdit {
    /// What it is drawn in.
    Color(Color),
    /// The key that starts drawing with it; refused where another concept has it.
    Hotkey(Option<Slot>),
    /// What it is a kind of; refused where that is a kind of it.
    Parent(Option<ConceptId>),
}

/// What is changed of the metadata of an input.
#[derive(Clone, Debug, PartialEq)]
pub enum MetadataEdit {
    /// These members are added; one of the same name is replaced.
    Add(Kept),
    /// The members with these names are taken out, whatever they are.
    Remove(Kept),
    /// These members and no others.
    Replace(Kept),
}

/// What a brush or an eraser did.
#[derive(Clone, Debug, PartialEq)]
pub struct Painting {
    /// Onto what.
    pub onto: Onto,
    /// The pixels that it went over.
    pub stroke: Mask,
    /// They are taken out, and not put in. A mask without pixels goes.
    pub erases: bool,
    /// What becomes of other masks.
    pub others: Others,
}

/// How a track is changed at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrackEdit {
    /// It is seen like this from there on.
    Sight(Sight),
    /// It has a key frame there, where it is.
    AddKey,
    /// It has none there.
    RemoveKey,
    /// It isn't in the picture from there on.
    End,
    /// It ends there, and another begins there with the rest.
    Split,
}

/// What is painted onto.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Onto {
    /// A mask that isn't there yet, of this concept.
    New(ConceptId),
    /// A mask.
    Mask(ObjectId),
}

/// What becomes of other masks where somebody paints. Locked ones are left alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Others {
    /// They keep their pixels: masks overlap.
    Kept,
    /// These lose what is painted over them.
    Under(Vec<ObjectId>),
    /// These keep their pixels, which aren't painted.
    Over(Vec<ObjectId>),
}

/// Where objects go in the order of drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stack {
    /// Above all others.
    Front,
    /// Below all others.
    Back,
}

/// An input to add.
#[derive(Clone, Debug, PartialEq)]
pub struct NewInput {
    /// Its name with folders, `/` between them.
    pub name: String,
    /// What is known of its file.
    pub media: Media,
    /// What is known of it besides.
    pub metadata: Kept,
}

/// Why a command did nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Another concept has the name.
    #[error("there is a concept of that name already")]
    NameTaken(ConceptId),
    /// Another concept, of this name, has the hotkey.
    #[error("{0} has that key already")]
    HotkeyTaken(String),
    /// It would belong to itself.
    #[error("it would belong to itself")]
    OwnAncestor,
    /// Not a name.
    #[error(transparent)]
    Name(#[from] NameError),
    /// It isn't there.
    #[error("it isn't there any more")]
    Gone,
    /// The object is locked.
    #[error("it is locked")]
    Locked,
    /// It isn't a shape.
    #[error("the shape has no area")]
    Empty,
    /// A picture has regions, a text spans, a video tracks and time ranges.
    #[error("a picture has regions, a text has spans, and a video has tracks and time ranges")]
    OtherKind,
    /// Only tracks have key frames.
    #[error("it is no track")]
    NoTrack,
    /// A track without key frames is none.
    #[error("it is the only key frame of its track")]
    OnlyKey,
    /// A track ends and is split after its beginning.
    #[error("there is nothing of the track before this frame")]
    Before,
    /// Tracks that can't be one.
    #[error("the tracks can't be one: {0}")]
    Merge(#[from] MergeError),
    /// Only masks are painted.
    #[error("it is no mask")]
    NoMask,
    /// A mask of another picture.
    #[error("the mask has another size than the picture")]
    OtherSize,
    /// Nothing would change.
    #[error("nothing would change")]
    Nothing,
    /// The document has changed since.
    #[error("{0}")]
    Conflict(#[from] Conflict),
}

impl Command {
    /// As the history and the toast call it.
    pub fn title(&self) -> String {
        let some = |count: usize, one: &str, many: &str| match count {
            1 => one.to_owned(),
            _ => many.replace('#', &count.to_string()),
        };
        match self {
            Self::RenameProject(name) => format!("Project renamed to {name}"),
            Self::AddConcepts(names) => match names.as_slice() {
                [concept] => format!("Concept {} added", concept.name),
                concepts => format!("{} concepts added", concepts.len()),
            },
            Self::RenameConcept { name, .. } => format!("Concept renamed to {name}"),
            Self::EditConcept { edit, .. } => match edit {
                ConceptEdit::Color(_) => "Colour changed".to_owned(),
                ConceptEdit::Hotkey(_) => "Hotkey changed".to_owned(),
                ConceptEdit::Parent(_) => "Parent changed".to_owned(),
            },
            Self::MoveConcept { .. } => "Concept moved".to_owned(),
            Self::MergeConcepts { .. } => "Concepts merged".to_owned(),
            Self::RemoveConcept(_) => "Concept deleted".to_owned(),
            Self::AddInputs(inputs) => some(inputs.len(), "Input added", "# inputs added"),
            Self::ReplaceFile { .. } => "File replaced".to_owned(),
            Self::TrashInputs(inputs) => some(inputs.len(), "Input deleted", "# inputs deleted"),
            Self::RestoreInputs(inputs) => {
                some(inputs.len(), "Input restored", "# inputs restored")
            }
            Self::RemoveInputs(inputs) => some(
                inputs.len(),
                "Input deleted for good",
                "# inputs deleted for good",
            ),
            Self::SetStatus { inputs, .. } => {
                some(inputs.len(), "Status set", "Status of # inputs set")
            }
            Self::EditMetadata { inputs, .. } => some(
                inputs.len(),
                "Metadata changed",
                "Metadata of # inputs changed",
            ),
            Self::Classify { inputs, .. } => {
                some(inputs.len(), "Input labelled", "# inputs labelled")
            }
            Self::Unclassify { inputs, .. } => {
                some(inputs.len(), "Label removed", "Label removed from # inputs")
            }
            Self::ReassignClassification { .. } => "Classification reassigned".to_owned(),
            Self::AddObject { shape, .. } => format!("{} drawn", capital(shape.kind().name())),
            Self::AddObjects { objects, .. } => {
                some(objects.len(), "Object pasted", "# objects pasted")
            }
            Self::AddMasks(masks) => {
                let count = masks.iter().map(|(_, masks)| masks.len()).sum();
                some(count, "Mask imported", "# masks imported")
            }
            Self::Paint { painting, .. } => match (painting.erases, painting.onto) {
                (true, _) => "Mask erased".to_owned(),
                (false, Onto::New(_)) => "Mask drawn".to_owned(),
                (false, Onto::Mask(_)) => "Mask painted".to_owned(),
            },
            Self::SetShapes { shapes, .. } => {
                some(shapes.len(), "Shape changed", "# shapes changed")
            }
            Self::EditTracks { edit, .. } => match edit {
                TrackEdit::Sight(Sight::Visible) => "Track is visible",
                TrackEdit::Sight(Sight::Occluded) => "Track is occluded",
                TrackEdit::Sight(Sight::Outside) => "Track is outside",
                TrackEdit::AddKey => "Key frame added",
                TrackEdit::RemoveKey => "Key frame deleted",
                TrackEdit::End => "Track ended",
                TrackEdit::Split => "Track split",
            }
            .to_owned(),
            Self::MergeTracks { objects, .. } => format!("{} tracks merged", objects.len()),
            Self::SetParent { parent, .. } => match parent {
                Some(_) => "Made a child".to_owned(),
                None => "Detached".to_owned(),
            },
            Self::SetLocked {
                objects, locked, ..
            } => match locked {
                true => some(objects.len(), "Object locked", "# objects locked"),
                false => some(objects.len(), "Object unlocked", "# objects unlocked"),
            },
            Self::Restack { to, .. } => match to {
                Stack::Front => "Brought to front".to_owned(),
                Stack::Back => "Sent to back".to_owned(),
            },
            Self::RemoveObjects(objects) => {
                some(objects.len(), "Object deleted", "# objects deleted")
            }
            Self::Unlabel { objects, .. } => {
                some(objects.len(), "Object deleted", "# objects deleted")
            }
            Self::Reassign { objects, .. } => {
                some(objects.len(), "Object reassigned", "# objects reassigned")
            }
            Self::Adopt { title, .. } => format!("{title} imported"),
        }
    }

    /// The inputs whose objects must be in memory for it; merging and removing concepts ask for more, which the caller
    /// knows.
    pub fn needs_objects(&self) -> Vec<InputId> {
        match self {
            Self::RemoveInputs(inputs) => inputs.clone(),
            Self::AddMasks(masks) => masks.iter().map(|(input, _)| *input).collect(),
            Self::AddObject { input, .. }
            | Self::AddObjects { input, .. }
            | Self::Paint { input, .. }
            | Self::SetShapes { input, .. }
            | Self::EditTracks { input, .. }
            | Self::MergeTracks { input, .. }
            | Self::SetParent { input, .. }
            | Self::SetLocked { input, .. }
            | Self::Restack { input, .. }
            | Self::Unlabel { input, .. } => vec![*input],
            Self::RemoveObjects(objects) | Self::Reassign { objects, .. } => {
                let mut inputs: Vec<_> = objects.iter().map(|(input, _)| *input).collect();
                inputs.sort_unstable();
                inputs.dedup();
                inputs
            }
            _ => Vec::new(),
        }
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}
