//! What the grid shows: inputs, or objects each by itself.

use crate::document::{InputId, ObjectId};
use std::rc::Rc;

/// What a tile is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// A whole input.
    Input(InputId),
    /// An object on an input.
    Object(InputId, ObjectId),
}

/// What the grid shows, in its order.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// Inputs.
    Inputs(Rc<Vec<InputId>>),
    /// Objects.
    Objects(Rc<Vec<(InputId, ObjectId)>>),
}

impl Default for Shown {
    fn default() -> Self {
        Self::Inputs(Rc::default())
    }
}

impl Item {
    /// The input that it is, or is on.
    pub fn input(self) -> InputId {
        match self {
            Self::Input(input) | Self::Object(input, _) => input,
        }
    }
}

impl Shown {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Inputs(inputs) => inputs.len(),
            Self::Objects(objects) => objects.len(),
        }
    }

    /// There is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The one at a place.
    pub fn get(&self, at: usize) -> Option<Item> {
        match self {
            Self::Inputs(inputs) => inputs.get(at).map(|input| Item::Input(*input)),
            Self::Objects(objects) => {
                let found = objects.get(at);
                found.map(|(input, object)| Item::Object(*input, *object))
            }
        }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = Item> + Clone + '_ {
        (0..self.len()).filter_map(|at| self.get(at))
    }

    /// Where the first one stands that is, or is on, this input.
    pub fn place_of(&self, input: InputId) -> Option<usize> {
        self.iter().position(|item| item.input() == input)
    }
}
