//! What a file says of the project as a whole.

use crate::document::{Change, Document, Edit, Kept, Project};
use crate::formats::draft::DraftProject;

/// How the project changes: a backup of this very project that comes back into it while it is empty brings everything;
/// any other file only what isn't modelled and isn't there yet.
pub(super) fn meet(draft: DraftProject, document: &Document) -> Option<Change> {
    let before = document.project().clone();
    let is_empty = document.inputs().len() == 0 && document.concepts().next().is_none();
    let after = if draft.id == Some(before.id) && is_empty {
        Project {
            id: before.id,
            name: draft.name.unwrap_or_else(|| before.name.clone()),
            made_at: draft.made_at.unwrap_or(before.made_at),
            kept: draft.kept,
        }
    } else if draft.kept.is_empty() {
        return None;
    } else {
        let mut kept = draft.kept.members();
        // What is here stays.
        kept.extend(before.kept.members());
        Project {
            kept: Kept::new(&kept),
            ..before.clone()
        }
    };
    (before != after).then(|| Change::Project(Edit::changed(before, after)))
}
