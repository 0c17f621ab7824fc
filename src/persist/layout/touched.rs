//! What a diff says of objects and their labels, by input and object.

use crate::document::{
    Change, ConceptId, Diff, Edit, InputId, Label, LabelId, ObjectId, RecordId, Target,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The objects that a diff touches, by input, each once.
pub(super) fn touched_objects(diff: &Diff) -> BTreeMap<InputId, BTreeSet<ObjectId>> {
    let mut touched: BTreeMap<InputId, BTreeSet<ObjectId>> = BTreeMap::new();
    for record in diff.0.iter().filter_map(Change::record) {
        match record {
            RecordId::Object(input, object) | RecordId::Label(Target::Object(input, object), _) => {
                touched.entry(input).or_default().insert(object);
            }
            // An input that goes takes its chunks along, if it had any.
            RecordId::Input(input) => drop(touched.entry(input).or_default()),
            _ => {}
        }
    }
    touched
}

pub(super) fn concepts(labels: &[Label]) -> BTreeMap<LabelId, ConceptId> {
    labels
        .iter()
        .map(|label| (label.id, label.concept))
        .collect()
}

/// The changes of labels on objects, by object.
pub(super) fn label_edits(diff: &Diff) -> HashMap<(InputId, ObjectId), Vec<&Edit<Label>>> {
    let mut edits: HashMap<_, Vec<_>> = HashMap::new();
    for change in &diff.0 {
        if let Change::Label(edit) = change
            && let Some(Target::Object(input, object)) = edit.either().map(|label| label.on)
        {
            edits.entry((input, object)).or_default().push(edit);
        }
    }
    edits
}

/// The concepts that an object had before these changes, from those that it has after them.
pub(super) fn concepts_before(
    edits: &[&Edit<Label>],
    after: BTreeMap<LabelId, ConceptId>,
) -> BTreeMap<LabelId, ConceptId> {
    let mut labels = after;
    for edit in edits {
        match (&edit.before, &edit.after) {
            (Some(label), _) => drop(labels.insert(label.id, label.concept)),
            (None, Some(label)) => drop(labels.remove(&label.id)),
            (None, None) => {}
        }
    }
    labels
}
