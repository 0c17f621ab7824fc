//! What the objects of every input say that isn't counted where inputs are kept: who labelled, where labels stand, which
//! kinds of regions there are. It is made from the objects once somebody filters by it, and then follows every change.

use crate::document::shape::ShapeKind;
use crate::document::{
    AnnotatorId, Change, ConceptId, Diff, InputId, Label, LabelStatus, Object, Presence, Target,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What filters ask of a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelFacet {
    /// What is said.
    pub concept: ConceptId,
    /// By whom.
    pub annotator: AnnotatorId,
    /// Where it stands.
    pub status: LabelStatus,
    /// That it is there, or isn't.
    pub presence: Presence,
}

/// What the objects of one input say, and how many of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputFacets {
    labels: Vec<(LabelFacet, u32)>,
    shapes: Vec<(ShapeKind, u32)>,
}

/// What the objects of all inputs say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facets(HashMap<InputId, InputFacets>);

impl LabelFacet {
    /// What filters ask of this label.
    pub fn of(label: &Label) -> Self {
        Self {
            concept: label.concept,
            annotator: label.annotator,
            status: label.status,
            presence: label.presence,
        }
    }
}

impl InputFacets {
    /// What is said of some object.
    pub fn labels(&self) -> impl Iterator<Item = &LabelFacet> {
        self.labels.iter().map(|(facet, _)| facet)
    }

    /// Some object is of this kind.
    pub fn has_shape(&self, kind: ShapeKind) -> bool {
        self.shapes.iter().any(|(shape, _)| *shape == kind)
    }
}

impl Facets {
    /// What the objects of an input say; none where it has no objects.
    pub fn of(&self, input: InputId) -> Option<&InputFacets> {
        self.0.get(&input)
    }

    /// An object with its labels comes, as the database has it.
    pub fn add(&mut self, object: &Object, labels: &[Label]) {
        let facets = self.0.entry(object.input).or_default();
        count(&mut facets.shapes, object.shape().kind(), 1);
        for label in labels {
            count(&mut facets.labels, LabelFacet::of(label), 1);
        }
    }

    /// Follows a change of the document.
    pub fn follow(&mut self, diff: &Diff) {
        for change in &diff.0 {
            match change {
                Change::Object(edit) => {
                    for (object, by) in [(&edit.before, -1), (&edit.after, 1)] {
                        if let Some(object) = object {
                            let facets = self.0.entry(object.input).or_default();
                            count(&mut facets.shapes, object.shape().kind(), by);
                        }
                    }
                }
                Change::Label(edit) => {
                    for (label, by) in [(&edit.before, -1), (&edit.after, 1)] {
                        if let Some(label) = label
                            && let Target::Object(input, _) = label.on
                        {
                            let facets = self.0.entry(input).or_default();
                            count(&mut facets.labels, LabelFacet::of(label), by);
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

/// One more of something, or one less.
fn count<T: PartialEq>(counts: &mut Vec<(T, u32)>, what: T, by: i32) {
    match counts.iter().position(|(it, _)| *it == what) {
        Some(at) => {
            let left = counts[at].1.saturating_add_signed(by);
            match left {
                0 => drop(counts.swap_remove(at)),
                left => counts[at].1 = left,
            }
        }
        None if by > 0 => counts.push((what, 1)),
        None => {}
    }
}
