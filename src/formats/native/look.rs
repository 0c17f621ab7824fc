//! Is this Cartouche JSON?

use super::FORMAT;
use crate::formats::json::{self, Members, Wanted};

const WANTED: Wanted = Wanted {
    lists: &[],
    members: Members::Named(&["format"]),
};

/// A file that begins so is Cartouche JSON, of whatever version.
pub(in crate::formats) fn looks_like(head: &[u8]) -> bool {
    json::beginning(head, WANTED).is_some_and(|names| {
        names
            .iter()
            .any(|(name, text)| name == "format" && text.as_deref() == Some(FORMAT))
    })
}
