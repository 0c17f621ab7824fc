//! What is known of a project: its records, the one [`Document`] that holds them, and [`Diff`]s between two of its
//! states. See SPEC.md for the rules.

mod annotator;
mod checks;
mod concept;
mod diff;
mod hold;
mod ids;
mod input;
mod kept;
mod label;
mod names;
mod object;
mod objects;
mod queries;
pub mod shape;

pub use annotator::{Annotator, AnnotatorKind};
pub use checks::{Fault, check, check_after};
pub use concept::{Color, Concept, PALETTE, Rgb, Slot};
pub use diff::{Change, Conflict, Diff, Edit, RecordId};
pub use hold::{Document, InputEntry};
pub use ids::{AnnotatorId, ConceptId, IdSource, InputId, LabelId, ObjectId, ProjectId};
pub use input::{ContentHash, Footage, Input, InputStatus, Media, MediaKind, Orientation, Source};
pub use kept::Kept;
pub use label::{Label, LabelStatus, Presence, Target};
pub use names::{Name, NameError};
pub use object::{Object, Place, Project};
pub use objects::{InstanceName, Instances, ObjectEntry, Objects};
pub use queries::natural_cmp;
pub use shape::{Moment, Shape};
