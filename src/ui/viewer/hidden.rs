//! What isn't shown, and why.

use crate::document::{ConceptId, Label, ObjectId};
use std::collections::HashSet;

/// What is hidden.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    /// All objects of these concepts.
    pub concepts: HashSet<ConceptId>,
    /// These objects.
    pub objects: HashSet<ObjectId>,
    /// Everything that doesn't have one of these, while the Objects pane is searched.
    pub only: Option<HashSet<ConceptId>>,
}

impl Hidden {
    /// An object with these labels isn't shown.
    pub fn hides(&self, object: ObjectId, labels: &[Label]) -> bool {
        self.objects.contains(&object)
            || labels
                .first()
                .is_some_and(|label| self.hides_drawn(object, label.concept))
    }

    /// An object that is drawn as this concept isn't shown.
    pub fn hides_drawn(&self, object: ObjectId, concept: ConceptId) -> bool {
        self.objects.contains(&object)
            || self.concepts.contains(&concept)
            || self
                .only
                .as_ref()
                .is_some_and(|only| !only.contains(&concept))
    }
}
