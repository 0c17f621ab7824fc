//! The objects of one input, with an index by concept that is kept in step, so that names and counts cost no walk.

use super::{ConceptId, Edit, Label, Moment, Object, ObjectId, Shape};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// An object and what is said of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ObjectEntry {
    /// The object.
    pub object: Object,
    /// Its labels, in the order of their ids. At least one.
    pub labels: Vec<Label>,
}

/// The objects of one input by their ids, which is the order of creation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Objects {
    entries: BTreeMap<ObjectId, ObjectEntry>,
    /// Those that have each concept, in the order of creation. No list is empty.
    by_concept: BTreeMap<ConceptId, Vec<ObjectId>>,
    /// How many have a parent.
    nested: usize,
    /// How many are time ranges.
    segments: usize,
}

/// A concept in use, and its objects in the order of creation: the one at index 0 is instance 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instances<'a> {
    /// The concept.
    pub concept: ConceptId,
    /// The objects that have it; at least one.
    pub objects: &'a [ObjectId],
}

/// `sheep.2`: a concept and the number of an object among those that have it, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstanceName {
    /// The concept.
    pub concept: ConceptId,
    /// From 1.
    pub number: usize,
}

impl Objects {
    /// The objects of an input, as the database had them.
    pub fn new(entries: impl IntoIterator<Item = ObjectEntry>) -> Self {
        let entries = entries.into_iter().map(|entry| (entry.object.id, entry));
        let mut objects = Self {
            entries: entries.collect(),
            ..Self::default()
        };
        for (id, entry) in &objects.entries {
            objects.nested += usize::from(entry.object.parent.is_some());
            objects.segments += usize::from(entry.object.shape().segment().is_some());
            for label in &entry.labels {
                let listed = objects.by_concept.entry(label.concept).or_default();
                if listed.last() != Some(id) {
                    listed.push(*id);
                }
            }
        }
        objects
    }

    /// All of them, to make others of.
    pub(super) fn into_entries(self) -> impl Iterator<Item = ObjectEntry> {
        self.entries.into_values()
    }

    /// One object.
    pub fn get(&self, id: ObjectId) -> Option<&ObjectEntry> {
        self.entries.get(&id)
    }

    /// What is to be seen of a video's objects in the frame at a moment: tracks as they lie there, those outside the
    /// picture and time ranges not at all.
    #[must_use]
    pub fn seen_at(&self, at: Moment) -> Self {
        let seen = |entry: &ObjectEntry| {
            let shape = match entry.object.shape() {
                Shape::Track(track) => track.seen_at(at)?,
                Shape::Segment(_) => return None,
                shape => shape.clone(),
            };
            Some(ObjectEntry {
                object: entry.object.with_shape(shape),
                labels: entry.labels.clone(),
            })
        };
        Self::new(self.iter().filter_map(seen))
    }

    /// All of them in the order of creation.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &ObjectEntry> {
        self.entries.values()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// There is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Some object has a parent.
    pub fn has_nested(&self) -> bool {
        self.nested > 0
    }

    /// The concepts in use in the order in which they were first used, each with its objects.
    pub fn by_concept(&self) -> Vec<Instances<'_>> {
        let mut all: Vec<_> = self
            .by_concept
            .iter()
            .map(|(concept, objects)| Instances {
                concept: *concept,
                objects,
            })
            .collect();
        all.sort_by_key(|instances| (instances.objects.first().copied(), instances.concept));
        all
    }

    /// The objects that have a concept, in the order of creation.
    pub fn instances(&self, concept: ConceptId) -> &[ObjectId] {
        self.by_concept.get(&concept).map_or(&[], Vec::as_slice)
    }

    /// Those of them that are things to be seen, which have numbers: time ranges have none.
    pub fn things(&self, concept: ConceptId) -> Cow<'_, [ObjectId]> {
        let all = self.instances(concept);
        if self.segments == 0 {
            return Cow::Borrowed(all);
        }
        let is_thing = |id: &&ObjectId| {
            let entry = self.get(**id);
            entry.is_some_and(|entry| entry.object.shape().segment().is_none())
        };
        Cow::Owned(all.iter().filter(is_thing).copied().collect())
    }

    /// Some objects are time ranges.
    pub fn has_segments(&self) -> bool {
        self.segments > 0
    }

    /// What an object is called by its first label.
    pub fn instance_name(&self, object: ObjectId) -> Option<InstanceName> {
        let concept = self.get(object)?.labels.first()?.concept;
        let place = self.things(concept).binary_search(&object).ok()?;
        Some(InstanceName {
            concept,
            number: place + 1,
        })
    }

    /// The objects whose parent this is.
    pub fn children(&self, parent: ObjectId) -> impl Iterator<Item = ObjectId> + '_ {
        self.iter()
            .filter(move |entry| self.has_nested() && entry.object.parent == Some(parent))
            .map(|entry| entry.object.id)
    }

    /// An object as it is now. One that is new has no labels yet.
    pub(super) fn put(&mut self, object: Object) {
        self.nested += usize::from(object.parent.is_some());
        self.segments += usize::from(object.shape().segment().is_some());
        match self.entries.get_mut(&object.id) {
            Some(entry) => {
                self.nested -= usize::from(entry.object.parent.is_some());
                self.segments -= usize::from(entry.object.shape().segment().is_some());
                entry.object = object;
            }
            None => {
                let labels = Vec::new();
                self.entries
                    .insert(object.id, ObjectEntry { object, labels });
            }
        }
    }

    /// Takes an object out, with its labels.
    pub(super) fn remove(&mut self, id: ObjectId) {
        let Some(entry) = self.entries.remove(&id) else {
            return;
        };
        self.nested -= usize::from(entry.object.parent.is_some());
        self.segments -= usize::from(entry.object.shape().segment().is_some());
        for concept in concepts(&entry.labels) {
            self.unlist(id, concept);
        }
    }

    /// A label of an object as it is now, or that it is gone.
    pub(super) fn put_label(&mut self, object: ObjectId, edit: &Edit<Label>) {
        let Some(entry) = self.entries.get_mut(&object) else {
            return;
        };
        let before = concepts(&entry.labels);
        put_label(&mut entry.labels, edit);
        let after = concepts(&entry.labels);
        for concept in before.iter().filter(|concept| !after.contains(concept)) {
            self.unlist(object, *concept);
        }
        for concept in after.iter().filter(|concept| !before.contains(concept)) {
            let listed = self.by_concept.entry(*concept).or_default();
            if let Err(place) = listed.binary_search(&object) {
                listed.insert(place, object);
            }
        }
    }

    fn unlist(&mut self, object: ObjectId, concept: ConceptId) {
        let Some(listed) = self.by_concept.get_mut(&concept) else {
            return;
        };
        if let Ok(place) = listed.binary_search(&object) {
            listed.remove(place);
        }
        if listed.is_empty() {
            self.by_concept.remove(&concept);
        }
    }
}

/// The concepts of these labels, each once.
fn concepts(labels: &[Label]) -> Vec<ConceptId> {
    let mut concepts: Vec<_> = labels.iter().map(|label| label.concept).collect();
    concepts.sort_unstable();
    concepts.dedup();
    concepts
}

/// Puts a label, or takes it out, in a list that is in the order of ids.
pub(super) fn put_label(labels: &mut Vec<Label>, edit: &Edit<Label>) {
    let Some(record) = edit.either() else { return };
    let place = labels.binary_search_by_key(&record.id, |label| label.id);
    match (place, &edit.after) {
        (Ok(at), Some(label)) => labels[at] = label.clone(),
        (Ok(at), None) => drop(labels.remove(at)),
        (Err(at), Some(label)) => labels.insert(at, label.clone()),
        (Err(_), None) => {}
    }
}
