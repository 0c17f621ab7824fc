//! What a file says of the project as a whole.

use crate::document::{Change, Document, Edit, Kept, Project};
use crate::formats::draft::DraftProject;

/// How the project changes: a backup that comes into an empty project makes it that project; any other file brings only
/// what isn't modelled and isn't there yet.
pub(super) fn meet(draft: DraftProject, document: &Document) -> Option<Change> {
    let before = document.project().clone();
    let is_empty = document.inputs().len() == 0 && document.concepts().next().is_none();
    let after = if let Some(name) = draft.name.filter(|_| is_empty) {
        Project {
            id: before.id,
            name,
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
