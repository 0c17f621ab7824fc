//! Is this COCO?

use crate::formats::json::{self, Members, Wanted};

const NOTHING: Wanted = Wanted {
    lists: &[],
    members: Members::Named(&[]),
};

/// A file that begins so is COCO, or a list of COCO results, which the reader then refuses by name.
pub(in crate::formats) fn looks_like(head: &[u8]) -> bool {
    match json::beginning(head, NOTHING) {
        Some(names) => names
            .iter()
            .any(|(name, _)| matches!(name.as_str(), "images" | "annotations" | "categories")),
        None => {
            let has = |text: &[u8]| head.windows(text.len()).any(|window| window == text);
            has(b"\"image_id\"") && (has(b"\"category_id\"") || has(b"\"caption\""))
        }
    }
}
