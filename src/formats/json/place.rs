//! Where in a text file something is.

use super::words::{self, continuing, equal};
use crate::formats::report::Refusal;

/// A place in a text file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formats) struct Place {
    line: usize,
    column: usize,
}

impl Place {
    /// The first character.
    pub const START: Self = Self { line: 1, column: 1 };

    /// The place after these bytes. Columns count characters.
    pub fn after(self, bytes: &[u8]) -> Self {
        let newlines = words::count(bytes, |word| equal(word, b'\n'));
        let last_newline = || bytes.iter().rposition(|byte| *byte == b'\n');
        let start = (newlines > 0).then(last_newline).flatten();
        let last_line = start.map_or(bytes, |at| bytes.get(at + 1..).unwrap_or_default());
        let characters = last_line.len() - words::count(last_line, continuing);
        let before = if newlines > 0 { 1 } else { self.column };
        Self {
            line: self.line + newlines,
            column: before + characters,
        }
    }

    /// Nothing of the file is taken, because of what is here.
    pub fn refusal(self, reason: impl Into<String>) -> Refusal {
        Refusal {
            place: format!("line {}, column {}", self.line, self.column),
            reason: reason.into(),
        }
    }
}
