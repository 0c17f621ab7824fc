//! What a person can do to the document.

use super::{LayerId, NewObject};
use crate::document::{
    ConceptId, Conflict, Diff, InputId, InputStatus, Media, Name, NameError, ObjectId, Shape,
};

/// One finished gesture. Each is one step to undo.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Calls the project something else.
    RenameProject(Name),
    /// New concepts; names that exist already are passed over.
    AddConcepts(Vec<Name>),
    /// Calls a concept something else everywhere. Refused where another has that name.
    RenameConcept {
        /// Which.
        concept: ConceptId,
        /// Its new name.
        name: Name,
    },
    /// Everything labelled `from` is labelled `into`, and `from` is gone. The objects of all inputs that have `from`
    /// must be loaded.
    MergeConcepts {
        /// The one that goes.
        from: ConceptId,
        /// The one that stays.
        into: ConceptId,
    },
    /// New inputs; a picture that a label file awaits by name is attached to its input instead.
    AddInputs(Vec<NewInput>),
    /// Takes inputs out with all that is on them. Their objects must be loaded.
    RemoveInputs(Vec<InputId>),
    /// Says how far inputs are.
    SetStatus {
        /// Which.
        inputs: Vec<InputId>,
        /// How far.
        status: InputStatus,
    },
    /// Says concepts of whole inputs.
    Classify {
        /// Which.
        inputs: Vec<InputId>,
        /// What.
        concepts: Vec<ConceptId>,
    },
    /// Takes concepts off whole inputs, whoever said them.
    Unclassify {
        /// Which.
        inputs: Vec<InputId>,
        /// What.
        concepts: Vec<ConceptId>,
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
    /// Objects get other shapes.
    SetShapes {
        /// On which input.
        input: InputId,
        /// Which, and where they are now.
        shapes: Vec<(ObjectId, Shape)>,
    },
    /// Takes objects out, whatever they are. Their children are lifted a level.
    RemoveObjects {
        /// On which input.
        input: InputId,
        /// Which.
        objects: Vec<ObjectId>,
    },
    /// Takes a concept off objects; an object goes with its last label.
    Unlabel {
        /// On which input.
        input: InputId,
        /// Which.
        objects: Vec<ObjectId>,
        /// What.
        concept: ConceptId,
    },
    /// Says another concept of objects instead.
    Reassign {
        /// On which input.
        input: InputId,
        /// Which.
        objects: Vec<ObjectId>,
        /// What they were.
        from: ConceptId,
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

/// An input to add.
#[derive(Clone, Debug, PartialEq)]
pub struct NewInput {
    /// Its name with folders, `/` between them.
    pub name: String,
    /// What is known of its file.
    pub media: Media,
}

/// Why a command did nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Another concept has the name.
    #[error("there is a concept of that name already")]
    NameTaken(ConceptId),
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
                [name] => format!("Concept {name} added"),
                names => format!("{} concepts added", names.len()),
            },
            Self::RenameConcept { name, .. } => format!("Concept renamed to {name}"),
            Self::MergeConcepts { .. } => "Concepts merged".to_owned(),
            Self::AddInputs(inputs) => some(inputs.len(), "Input added", "# inputs added"),
            Self::RemoveInputs(inputs) => some(inputs.len(), "Input deleted", "# inputs deleted"),
            Self::SetStatus { inputs, .. } => {
                some(inputs.len(), "Status set", "Status of # inputs set")
            }
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
            Self::SetShapes { shapes, .. } => {
                some(shapes.len(), "Shape changed", "# shapes changed")
            }
            Self::RemoveObjects { objects, .. } | Self::Unlabel { objects, .. } => {
                some(objects.len(), "Object deleted", "# objects deleted")
            }
            Self::Reassign { objects, .. } => {
                some(objects.len(), "Object reassigned", "# objects reassigned")
            }
            Self::Adopt { title, .. } => format!("{title} imported"),
        }
    }

    /// The inputs whose objects must be in memory for it; merging concepts asks for more, which the caller knows.
    pub fn needs_objects(&self) -> Vec<InputId> {
        match self {
            Self::RemoveInputs(inputs) => inputs.clone(),
            Self::AddObject { input, .. }
            | Self::AddObjects { input, .. }
            | Self::SetShapes { input, .. }
            | Self::RemoveObjects { input, .. }
            | Self::Unlabel { input, .. }
            | Self::Reassign { input, .. } => vec![*input],
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
