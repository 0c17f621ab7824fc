//! Which row of the Objects pane shows what. Rows themselves are made only for those in view, so that a change among a
//! hundred thousand instances costs what a change among ten does.

use crate::document::{ConceptId, ObjectId, Objects};
use std::collections::BTreeMap;

/// The order of the rows: a heading per concept in use, its instances under it unless they are folded away.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outline {
    sections: Vec<Section>,
    rows: usize,
}

#[derive(Clone, Debug, PartialEq)]
struct Section {
    concept: ConceptId,
    /// The heading's row.
    start: usize,
    /// Instances that are shown under it.
    shown: usize,
    /// The order of the instances where some stand under others; else it is that of creation.
    nested: Option<Vec<Instance>>,
}

/// An instance in its row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Instance {
    /// The object.
    pub object: ObjectId,
    /// Its number among those of its concept, from 1.
    pub number: usize,
    /// How many parents it stands under.
    pub depth: usize,
}

/// What stands in a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spot {
    /// The heading of a concept.
    Concept(ConceptId),
    /// One of its instances.
    Instance(ConceptId, Instance),
}

impl Outline {
    /// The rows of these objects, of those concepts that are wanted.
    pub fn new(
        objects: &Objects,
        is_wanted: impl Fn(ConceptId) -> bool,
        is_folded: impl Fn(ConceptId) -> bool,
    ) -> Self {
        let mut outline = Self::default();
        for instances in objects.by_concept() {
            let concept = instances.concept;
            if !is_wanted(concept) {
                continue;
            }
            let folded = is_folded(concept);
            let shown = if folded { 0 } else { instances.objects.len() };
            let nests = !folded && objects.has_nested();
            outline.sections.push(Section {
                concept,
                start: outline.rows,
                shown,
                nested: nests.then(|| nested(objects, instances.objects)),
            });
            outline.rows += 1 + shown;
        }
        outline
    }

    /// How many concepts are in use.
    pub fn concepts(&self) -> usize {
        self.sections.len()
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// What stands in a row.
    pub fn spot(&self, row: usize, objects: &Objects) -> Option<Spot> {
        let after = self
            .sections
            .partition_point(|section| section.start <= row);
        let section = self.sections.get(after.checked_sub(1)?)?;
        let Some(place) = (row - section.start).checked_sub(1) else {
            return Some(Spot::Concept(section.concept));
        };
        let instance = match &section.nested {
            Some(nested) => *nested.get(place)?,
            None => Instance {
                object: *objects.instances(section.concept).get(place)?,
                number: place + 1,
                depth: 0,
            },
        };
        Some(Spot::Instance(section.concept, instance))
    }

    /// The first row in which an object stands.
    pub fn row_of(&self, object: ObjectId, objects: &Objects) -> Option<usize> {
        self.sections.iter().find_map(|section| {
            let place = match &section.nested {
                Some(nested) => nested.iter().position(|it| it.object == object)?,
                None => objects
                    .instances(section.concept)
                    .binary_search(&object)
                    .ok()?,
            };
            (place < section.shown).then_some(section.start + 1 + place)
        })
    }
}

/// Instances with their numbers and depths: those whose parent has the same concept stand under it.
fn nested(objects: &Objects, instances: &[ObjectId]) -> Vec<Instance> {
    let number = |id: &ObjectId| instances.binary_search(id).ok().map(|place| place + 1);
    let parent = |id: &ObjectId| objects.get(*id).and_then(|entry| entry.object.parent);
    let mut children: BTreeMap<ObjectId, Vec<ObjectId>> = BTreeMap::new();
    let mut roots = Vec::new();
    for id in instances {
        match parent(id).filter(|above| number(above).is_some()) {
            Some(above) => children.entry(above).or_default().push(*id),
            None => roots.push((*id, usize::from(parent(id).is_some()))),
        }
    }
    let mut ordered = Vec::with_capacity(instances.len());
    let mut stack: Vec<_> = roots.into_iter().rev().collect();
    while let Some((object, depth)) = stack.pop() {
        ordered.push(Instance {
            object,
            number: number(&object).unwrap_or(0),
            depth,
        });
        let below = children.remove(&object).unwrap_or_default();
        stack.extend(below.into_iter().rev().map(|child| (child, depth + 1)));
    }
    ordered
}
