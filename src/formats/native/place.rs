//! Where in the file a record is: `inputs[3].objects[7]`.

use std::fmt;

/// A list in the file, and the record in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    above: Option<&'a Place<'a>>,
    list: &'a str,
    index: usize,
}

impl<'a> Place<'a> {
    /// A record of a top-level list.
    pub fn top(list: &'a str, index: usize) -> Self {
        Self {
            above: None,
            list,
            index,
        }
    }

    /// A record of a list in this one.
    pub fn below(&'a self, list: &'a str, index: usize) -> Self {
        Self {
            above: Some(self),
            list,
            index,
        }
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(above) = self.above {
            write!(f, "{above}.")?;
        }
        write!(f, "{}[{}]", self.list, self.index)
    }
}
