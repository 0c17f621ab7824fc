//! Names that people give.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A name as a person reads it: not empty, no control characters, no white space at its ends, at most 256 characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(Box<str>);

/// Why some text isn't a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing but white space.
    #[error("the name is empty")]
    Empty,
    /// More than [`Name::LONGEST`] characters.
    #[error("the name has {0} characters; 256 is the most")]
    TooLong(usize),
}

impl Name {
    /// The most characters of a name.
    pub const LONGEST: usize = 256;

    /// The name in some text: white space at its ends is taken off, control characters become spaces.
    ///
    /// # Errors
    /// Nothing is left, or too much.
    pub fn new(text: &str) -> Result<Self, NameError> {
        let clean: String = text
            .trim()
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        let clean = clean.trim();
        match clean.chars().count() {
            0 => Err(NameError::Empty),
            count if count > Self::LONGEST => Err(NameError::TooLong(count)),
            _ => Ok(Self(clean.into())),
        }
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same name, whatever the case of its letters.
    pub fn same_as(&self, other: &str) -> bool {
        self.0.to_lowercase() == other.trim().to_lowercase()
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Name {
    type Error = NameError;
    fn try_from(text: String) -> Result<Self, NameError> {
        Self::new(&text)
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0.into()
    }
}
