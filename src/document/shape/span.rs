//! Words of a text.

use serde::{Deserialize, Serialize};

/// A part of a text, at least one character of it. Places are counted in Unicode code points from the beginning of the
/// text, whatever its line ends are; a byte order mark at the beginning of a file isn't of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "(u32, u32)", into = "(u32, u32)")]
pub struct Span {
    start: u32,
    end: u32,
}

/// A span ends behind its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a span ends behind its beginning, not at {1} after {0}")]
pub struct EmptySpan(u32, u32);

impl Span {
    /// From the first character to the one after the last.
    ///
    /// # Errors
    /// There is none between them.
    pub fn new(start: u32, end: u32) -> Result<Self, EmptySpan> {
        match start < end {
            true => Ok(Self { start, end }),
            false => Err(EmptySpan(start, end)),
        }
    }

    /// Its first character.
    pub fn start(self) -> u32 {
        self.start
    }

    /// The character after its last.
    pub fn end(self) -> u32 {
        self.end
    }

    /// How many characters it has.
    pub fn length(self) -> u32 {
        self.end - self.start
    }

    /// The character at this place is in it.
    pub fn contains(self, place: u32) -> bool {
        (self.start..self.end).contains(&place)
    }
}

impl TryFrom<(u32, u32)> for Span {
    type Error = EmptySpan;
    fn try_from((start, end): (u32, u32)) -> Result<Self, EmptySpan> {
        Self::new(start, end)
    }
}

impl From<Span> for (u32, u32) {
    fn from(span: Span) -> Self {
        (span.start, span.end)
    }
}
