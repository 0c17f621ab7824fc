//! Rules that hold after every change; tests sweep them.

use super::{Document, InputId, LabelId, ObjectId, Target};
use std::collections::BTreeSet;

/// A rule that doesn't hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// D1: an object has at least one label.
    Unlabelled(InputId, ObjectId),
    /// D2: a label names a concept and an annotator that exist.
    Dangling(Target, LabelId),
    /// D3: a parent is an object of the same input, and nobody is an ancestor of itself.
    Parent(InputId, ObjectId),
    /// D4: every coordinate is a finite number.
    NotFinite(InputId, ObjectId),
    /// D5: no two concepts have the same name, whatever the case.
    SameName(super::ConceptId),
    /// D6: no two concepts have the same hotkey.
    SameHotkey(super::ConceptId),
    /// D9: a concept's parent is a concept, and nobody is a kind of itself.
    Kind(super::ConceptId),
}

/// Every rule that doesn't hold, for what is loaded.
pub fn check(document: &Document) -> Vec<Fault> {
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
    for entry in document.inputs().chain(document.trash()) {
        check_labels(document, Target::Input(entry.input.id), &mut faults);
        check_objects(document, entry.input.id, &mut faults);
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

fn check_objects(document: &Document, input: InputId, faults: &mut Vec<Fault>) {
    let Some(objects) = document.objects(input) else {
        return;
    };
    for entry in objects.iter() {
        let id = entry.object.id;
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
}
