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
    /// The order of the instances where some stand under others or aren't listed; else it is that of creation.
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
            let things = objects.things(concept);
            if things.is_empty() {
                continue;
            }
            let folded = is_folded(concept);
            let shown = if folded { 0 } else { things.len() };
            let listed = !folded && (objects.has_nested() || objects.has_segments());
            outline.sections.push(Section {
                concept,
                start: outline.rows,
                shown,
                nested: listed.then(|| nested(objects, &things)),
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::document::shape::{Moment, Segment};
    use crate::document::{
        AnnotatorId, InputId, Kept, Label, LabelId, LabelStatus, Object, ObjectEntry, Place,
        Presence, Shape, Target,
    };
    use crate::geometry::{ImagePoint, ImageRect};

    /// An object with its concepts and its parent.
    fn entry(id: u64, concepts: &[u64], parent: Option<u64>) -> ObjectEntry {
        let (input, id) = (InputId(1), ObjectId(id));
        let labels = concepts.iter().map(|concept| Label {
            id: LabelId(id.0 * 10 + concept),
            on: Target::Object(input, id),
            concept: ConceptId(*concept),
            annotator: AnnotatorId(1),
            presence: Presence::Present,
            status: LabelStatus::Success,
            score: None,
            made_at: 0,
            kept: Kept::default(),
        });
        let square = ImageRect {
            min: ImagePoint::new(0.0, 0.0),
            max: ImagePoint::new(9.0, 9.0),
        };
        ObjectEntry {
            object: Object {
                id,
                input,
                place: Place::Region(Shape::Box(square)),
                parent: parent.map(ObjectId),
                z: 0,
                locked: false,
                kept: Kept::default(),
            },
            labels: labels.collect(),
        }
    }

    /// Every row as `concept`, or `concept.number@depth`.
    fn rows(outline: &Outline, objects: &Objects) -> Vec<String> {
        let spots = (0..outline.rows()).map(|row| match outline.spot(row, objects) {
            Some(Spot::Concept(concept)) => concept.0.to_string(),
            Some(Spot::Instance(concept, it)) => {
                assert!(outline.row_of(it.object, objects).is_some());
                format!("{}.{}@{}", concept.0, it.number, it.depth)
            }
            None => panic!("a row with nothing in it"),
        });
        spots.collect()
    }

    #[test]
    fn concepts_in_the_order_of_their_first_use_and_instances_from_one() {
        let objects = Objects::new([
            entry(1, &[7], None),
            entry(2, &[5], None),
            entry(3, &[7, 5], None),
        ]);
        let outline = Outline::new(&objects, |_| true, |_| false);
        assert_eq!(outline.concepts(), 2);
        assert_eq!(
            rows(&outline, &objects),
            ["7", "7.1@0", "7.2@0", "5", "5.1@0", "5.2@0"]
        );
        assert_eq!(outline.row_of(ObjectId(2), &objects), Some(4));
        assert_eq!(outline.spot(6, &objects), None);
    }

    #[test]
    fn folded_and_unwanted_concepts_show_no_instances() {
        let objects = Objects::new([entry(1, &[7], None), entry(2, &[5], None)]);
        let folded = Outline::new(&objects, |_| true, |id| id == ConceptId(7));
        assert_eq!(rows(&folded, &objects), ["7", "5", "5.1@0"]);
        assert_eq!(folded.row_of(ObjectId(1), &objects), None);
        let wanted = Outline::new(&objects, |id| id == ConceptId(5), |_| false);
        assert_eq!(rows(&wanted, &objects), ["5", "5.1@0"]);
    }

    #[test]
    fn time_ranges_are_not_listed_and_have_no_number() {
        let at = Moment::from_micros;
        let shape = Shape::Segment(Segment::between(at(0), at(9)));
        let range = |id, concept| {
            let entry = entry(id, &[concept], None);
            let object = entry.object.with_shape(shape.clone());
            ObjectEntry { object, ..entry }
        };
        let objects = Objects::new([range(1, 7), entry(2, &[7], None), range(3, 5)]);
        let outline = Outline::new(&objects, |_| true, |_| false);
        assert_eq!(rows(&outline, &objects), ["7", "7.1@0"]);
        assert_eq!(outline.row_of(ObjectId(2), &objects), Some(1));
        let name = objects.instance_name(ObjectId(2)).unwrap();
        assert_eq!(name.number, 1);
        assert_eq!(objects.instance_name(ObjectId(1)), None);
    }

    #[test]
    fn instances_stand_under_their_parents_of_the_same_concept() {
        let objects = Objects::new([
            entry(1, &[7], None),
            entry(2, &[7], None),
            entry(3, &[7], Some(1)),
            entry(4, &[5], Some(3)),
        ]);
        let outline = Outline::new(&objects, |_| true, |_| false);
        // The fourth has a parent of another concept: it is indented, and stands by itself.
        assert_eq!(
            rows(&outline, &objects),
            ["7", "7.1@0", "7.3@1", "7.2@0", "5", "5.1@1"]
        );
    }
}
