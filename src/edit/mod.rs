//! The one door to the document: [`Command`] in, [`Diff`](crate::document::Diff) out. See SPEC.md.

mod command;
mod copying;
mod editor;
mod history;
mod in_time;
mod plan;

pub use command::{
    Command, ConceptEdit, MetadataEdit, NewConcept, NewInput, Onto, Others, Painting, Refused,
    Stack, TrackEdit,
};
pub use copying::{NewObject, copied, placed, without_own};
pub use editor::{Editor, Outcome};
pub use history::{Entry, EntryKind, Head, History, LayerId, LayerSwitch, Step, Touched};
pub use plan::names_meet;
