//! Rules that hold after every change; tests sweep them.

use super::{
    Change, ConceptId, Diff, Document, InputId, LabelId, ObjectEntry, ObjectId, Objects, RecordId,
    Target,
};
use std::collections::{BTreeMap, BTreeSet};

/// A rule that doesn't hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// D1: an object has at least one label.
    #[error("nothing would be said of an object")]
    Unlabelled(InputId, ObjectId),
    /// D2: a label names a concept and an annotator that exist.
    #[error("a concept that is still in use would be gone")]
    Dangling(Target, LabelId),
    /// D3: a parent is an object of the same input, and nobody is an ancestor of itself.
    #[error("an object would belong to one that is gone, or to itself")]
    Parent(InputId, ObjectId),
    /// D4: every coordinate is a finite number.
    #[error("a coordinate is no number")]
    NotFinite(InputId, ObjectId),
    /// D5: no two concepts have the same name, whatever the case.
    #[error("there is a concept of that name already")]
    SameName(ConceptId),
    /// D6: no two concepts have the same hotkey.
    #[error("a concept has that key already")]
    SameHotkey(ConceptId),
    /// D9: a concept's parent is a concept, and nobody is a kind of itself.
    #[error("a concept would belong to one that is gone, or to itself")]
    Kind(ConceptId),
}

/// Every rule that doesn't hold, for what is loaded.
pub fn check(document: &Document) -> Vec<Fault> {
    let mut faults = check_concepts(document);
    for entry in document.inputs().chain(document.trash()) {
        check_labels(document, Target::Input(entry.input.id), &mut faults);
        for object in document
            .objects(entry.input.id)
            .iter()
            .flat_map(|it| it.iter())
        {
            check_object(document, entry.input.id, object.object.id, &mut faults);
        }
    }
    faults
}

/// The rules that don't hold after a diff was applied, as far as what is loaded tells: those of the records that it
/// changed, and of those that name them.
pub fn check_after(document: &Document, diff: &Diff) -> Vec<Fault> {
    let mut faults = Vec::new();
    if diff
        .0
        .iter()
        .any(|change| matches!(change, Change::Concept(_)))
    {
        faults.extend(check_concepts(document));
    }
    let is_gone = |id: &ConceptId| document.concept(*id).is_none();
    let gone: BTreeSet<_> = diff.removed_concepts().filter(is_gone).collect();
    if !gone.is_empty() {
        faults.extend(labels_of(document, &gone));
    }
    let records: BTreeSet<_> = diff.0.iter().filter_map(Change::record).collect();
    let mut objects: BTreeMap<InputId, BTreeSet<ObjectId>> = BTreeMap::new();
    for record in records {
        match record {
            RecordId::Object(input, object) | RecordId::Label(Target::Object(input, object), _) => {
                objects.entry(input).or_default().insert(object);
            }
            RecordId::Label(on, _) => check_labels(document, on, &mut faults),
            RecordId::Project
            | RecordId::Concept(_)
            | RecordId::Annotator(_)
            | RecordId::Input(_) => {}
        }
    }
    for (input, changed) in objects {
        check_changed(document, input, changed, &mut faults);
    }
    faults
}

/// Objects of an input that changed, and their children: one walk, however many there are.
fn check_changed(
    document: &Document,
    input: InputId,
    mut changed: BTreeSet<ObjectId>,
    faults: &mut Vec<Fault>,
) {
    if let Some(objects) = document.objects(input).filter(|it| it.has_nested()) {
        let is_child = |entry: &&ObjectEntry| {
            let parent = entry.object.parent;
            parent.is_some_and(|parent| changed.contains(&parent))
        };
        let children = objects.iter().filter(is_child);
        let children: Vec<_> = children.map(|entry| entry.object.id).collect();
        changed.extend(children);
    }
    for object in changed {
        check_object(document, input, object, faults);
    }
}

/// Labels of concepts that are gone.
fn labels_of(document: &Document, gone: &BTreeSet<ConceptId>) -> Vec<Fault> {
    let all = document.inputs().chain(document.trash());
    let of_inputs = all.flat_map(|entry| &entry.labels);
    let loaded = document
        .loaded_inputs()
        .filter_map(|id| document.objects(id));
    let of_objects = loaded
        .flat_map(Objects::iter)
        .flat_map(|entry| &entry.labels);
    let left = of_inputs
        .chain(of_objects)
        .filter(|label| gone.contains(&label.concept));
    left.map(|label| Fault::Dangling(label.on, label.id))
        .collect()
}

fn check_concepts(document: &Document) -> Vec<Fault> {
    let mut faults = Vec::new();
    let (mut names, mut hotkeys) = (BTreeSet::new(), BTreeSet::new());
    for concept in document.concepts() {
        if !names.insert(concept.name.as_str().to_lowercase()) {
            faults.push(Fault::SameName(concept.id));
        }
        if concept.hotkey.is_some_and(|slot| !hotkeys.insert(slot)) {
            faults.push(Fault::SameHotkey(concept.id));
        }
        let mut seen = BTreeSet::from([concept.id]);
        let mut above = concept.parent;
        while let Some(parent) = above {
            let Some(found) = document.concept(parent).filter(|_| seen.insert(parent)) else {
                faults.push(Fault::Kind(concept.id));
                break;
            };
            above = found.parent;
        }
    }
    faults
}

fn check_labels(document: &Document, on: Target, faults: &mut Vec<Fault>) {
    for label in document.labels(on) {
        let known = document.concept(label.concept).is_some()
            && document.annotator(label.annotator).is_some();
        if !known || label.on != on {
            faults.push(Fault::Dangling(on, label.id));
        }
    }
}

fn check_object(document: &Document, input: InputId, id: ObjectId, faults: &mut Vec<Fault>) {
    let Some(objects) = document.objects(input) else {
        return;
    };
    let Some(entry) = objects.get(id) else {
        return;
    };
    if entry.labels.is_empty() {
        faults.push(Fault::Unlabelled(input, id));
    }
    if !entry.object.shape().is_finite() {
        faults.push(Fault::NotFinite(input, id));
    }
    let mut seen = BTreeSet::from([id]);
    let mut above = entry.object.parent;
    while let Some(parent) = above {
        let Some(found) = objects.get(parent).filter(|_| seen.insert(parent)) else {
            faults.push(Fault::Parent(input, id));
            break;
        };
        above = found.object.parent;
    }
    check_labels(document, Target::Object(input, id), faults);
}
