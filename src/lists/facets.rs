//! What the objects of every input say that isn't counted where inputs are kept: who labelled, where labels stand, which
//! kinds of regions there are and where. It is made from the objects once somebody asks for it, and then follows every
//! change.

use crate::document::shape::{Segment, ShapeKind};
use crate::document::{
    AnnotatorId, Change, ConceptId, Diff, InputId, Label, LabelStatus, Moment, Object, ObjectId,
    Presence, Target,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

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

/// What filters and tiles ask of an object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ObjectFacet {
    /// What kind of region it is.
    pub kind: ShapeKind,
    /// Left, top, right, bottom in picture pixels; of a track in its first frame.
    pub bounds: [f32; 4],
    /// When it begins, in a video.
    pub at: Option<Moment>,
    /// What is said of it; one label twice where two people say the same.
    pub labels: Vec<LabelFacet>,
}

/// What the objects of one input say, in the order of creation.
pub type InputFacets = BTreeMap<ObjectId, ObjectFacet>;

/// What the objects of all inputs say.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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

impl ObjectFacet {
    fn new(object: &Object, labels: Vec<LabelFacet>) -> Self {
        let shape = object.shape();
        let first = shape.track().and_then(|track| track.keys().first());
        let bounds = first.map_or(shape, |key| &key.shape).bounds();
        let segment = shape.segment().map(Segment::first);
        let sides = [bounds.min.x, bounds.min.y, bounds.max.x, bounds.max.y];
        Self {
            kind: shape.kind(),
            bounds: sides.map(|side| side as f32),
            at: first.map(|key| key.at).or(segment),
            labels,
        }
    }

    /// The concepts that are said of it, each once.
    pub fn concepts(&self) -> Vec<ConceptId> {
        let mut concepts = Vec::new();
        for label in &self.labels {
            if label.presence == Presence::Present && !concepts.contains(&label.concept) {
                concepts.push(label.concept);
            }
        }
        concepts
    }
}

impl Facets {
    /// What the objects of an input say; none where it has no objects.
    pub fn of(&self, input: InputId) -> Option<&InputFacets> {
        self.0.get(&input)
    }

    /// What is known of an object.
    pub fn object(&self, input: InputId, object: ObjectId) -> Option<&ObjectFacet> {
        self.0.get(&input)?.get(&object)
    }

    /// An object with its labels comes, as the database has it.
    pub fn add(&mut self, object: &Object, labels: &[Label]) {
        let labels = labels.iter().map(LabelFacet::of).collect();
        let objects = self.0.entry(object.input).or_default();
        objects.insert(object.id, ObjectFacet::new(object, labels));
    }

    /// Follows a change of the document.
    pub fn follow(&mut self, diff: &Diff) {
        // Objects come before their labels and go after them.
        for change in &diff.0 {
            if let Change::Object(edit) = change
                && let Some(object) = &edit.after
            {
                let objects = self.0.entry(object.input).or_default();
                let before = objects.remove(&object.id);
                let labels = before.map(|it| it.labels).unwrap_or_default();
                objects.insert(object.id, ObjectFacet::new(object, labels));
            }
        }
        for change in &diff.0 {
            if let Change::Label(edit) = change {
                for (label, comes) in [(&edit.before, false), (&edit.after, true)] {
                    if let Some(label) = label {
                        self.follow_label(label, comes);
                    }
                }
            }
        }
        for change in &diff.0 {
            if let Change::Object(edit) = change
                && let (Some(object), None) = (&edit.before, &edit.after)
                && let Some(objects) = self.0.get_mut(&object.input)
            {
                objects.remove(&object.id);
            }
        }
    }

    fn follow_label(&mut self, label: &Label, comes: bool) {
        let Target::Object(input, object) = label.on else {
            return;
        };
        let objects = self.0.get_mut(&input);
        let Some(facet) = objects.and_then(|objects| objects.get_mut(&object)) else {
            return;
        };
        let is_it = LabelFacet::of(label);
        match (comes, facet.labels.iter().position(|it| *it == is_it)) {
            (true, _) => facet.labels.push(is_it),
            (false, Some(at)) => drop(facet.labels.remove(at)),
            (false, None) => {}
        }
    }
}
