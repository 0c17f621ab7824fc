//! Objects and the project itself.

use super::{InputId, Kept, Name, ObjectId, ProjectId, Shape};
use serde::{Deserialize, Serialize};

/// Something on an input that can be pointed at. What it is, its labels say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Object {
    /// Names it.
    pub id: ObjectId,
    /// The input that it lies on.
    pub input: InputId,
    /// The object of the same input that it belongs to.
    pub parent: Option<ObjectId>,
    /// Where it is.
    pub place: Place,
    /// Higher is drawn later.
    pub z: i32,
    /// Can't be changed by hand.
    pub locked: bool,
    /// What a file carried besides.
    pub kept: Kept,
}

/// Where an object is on its input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Place {
    /// A region of a picture.
    Region(Shape),
}

/// A set of inputs, concepts, annotators and annotations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Project {
    /// Names it.
    pub id: ProjectId,
    /// What people call it.
    pub name: Name,
    /// Milliseconds since 1970.
    pub made_at: u64,
    /// What a file carried besides.
    pub kept: Kept,
}

impl Object {
    /// Its shape on the picture.
    pub fn shape(&self) -> &Shape {
        match &self.place {
            Place::Region(shape) => shape,
        }
    }

    /// The same object with another shape.
    pub fn with_shape(&self, shape: Shape) -> Self {
        Self {
            place: Place::Region(shape),
            ..self.clone()
        }
    }
}
