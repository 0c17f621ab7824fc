//! Objects that are copied, to be added again: on the same input a little aside, on another where they were.

use crate::document::{ConceptId, ObjectId, Objects, Presence, Shape};
use crate::geometry::{ImageRect, ImageVector, PixelSize};
use std::collections::{BTreeMap, BTreeSet};

/// An object to add.
#[derive(Clone, Debug, PartialEq)]
pub struct NewObject {
    /// Where it is.
    pub shape: Shape,
    /// What it is; at least one.
    pub concepts: Vec<ConceptId>,
    /// The place of its parent among those that are added with it, which is before its own.
    pub parent: Option<usize>,
}

/// These objects with what is said to be there of them, in the order of creation. An object of which nothing is said to be
/// there isn't copied: what it is not would be left of it. A parent that isn't among them is left behind.
pub fn copied(objects: &Objects, chosen: &BTreeSet<ObjectId>) -> Vec<NewObject> {
    let mut places: BTreeMap<ObjectId, usize> = BTreeMap::new();
    let mut found = Vec::with_capacity(chosen.len());
    for entry in chosen.iter().filter_map(|id| objects.get(*id)) {
        let mut concepts = Vec::new();
        for label in &entry.labels {
            // Two people may have said the same.
            if label.presence == Presence::Present && !concepts.contains(&label.concept) {
                concepts.push(label.concept);
            }
        }
        if concepts.is_empty() {
            continue;
        }
        places.insert(entry.object.id, found.len());
        let parent = entry.object.parent.and_then(|id| places.get(&id).copied());
        found.push(NewObject {
            shape: entry.object.shape().clone(),
            concepts,
            parent,
        });
    }
    found
}

/// Without what is of one input alone: spans of the words of a text, tracks and time ranges of the frames of a video.
pub fn without_own(objects: Vec<NewObject>) -> Vec<NewObject> {
    let is_own = |object: &NewObject| {
        let shape = &object.shape;
        !shape.is_figure() && shape.mask().is_none()
    };
    // An input has nothing but such objects, or none: no parent is left behind.
    objects
        .into_iter()
        .filter(|object| !is_own(object))
        .collect()
}

/// The objects moved by `way`, each no farther than it stays inside the picture. Those that the picture has no room for
/// are left out, and so is a mask of another picture's size; where the size isn't known, nothing is.
pub fn placed(
    objects: &[NewObject],
    way: ImageVector,
    picture: Option<PixelSize>,
) -> Vec<NewObject> {
    let mut places: Vec<Option<usize>> = Vec::with_capacity(objects.len());
    let mut found: Vec<NewObject> = Vec::with_capacity(objects.len());
    for object in objects {
        let shape = place(&object.shape, way, picture);
        places.push(shape.is_some().then_some(found.len()));
        if let Some(shape) = shape {
            let parent = object
                .parent
                .and_then(|at| places.get(at).copied().flatten());
            found.push(NewObject {
                shape,
                parent,
                concepts: object.concepts.clone(),
            });
        }
    }
    found
}

fn place(shape: &Shape, way: ImageVector, picture: Option<PixelSize>) -> Option<Shape> {
    if let Shape::Mask(mask) = shape {
        return picture
            .is_none_or(|size| size == mask.size())
            .then(|| shape.clone());
    }
    let moved = shape.moved(way);
    let Some(size) = picture else {
        return Some(moved);
    };
    let bounds = moved.bounds();
    let fits = bounds.width() <= f64::from(size.width) && bounds.height() <= f64::from(size.height);
    fits.then(|| moved.moved(way_back(bounds, size)))
}

/// The shortest way into the picture.
fn way_back(bounds: ImageRect, size: PixelSize) -> ImageVector {
    let back = |low: f64, high: f64, limit: f64| match (low < 0.0, high > limit) {
        (true, _) => -low,
        (false, true) => limit - high,
        (false, false) => 0.0,
    };
    ImageVector::new(
        back(bounds.min.x, bounds.max.x, f64::from(size.width)),
        back(bounds.min.y, bounds.max.y, f64::from(size.height)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{
        AnnotatorId, InputId, Kept, Label, LabelId, LabelStatus, Object, ObjectEntry, Place, Target,
    };
    use crate::geometry::ImagePoint;

    fn square(x: f64, y: f64, side: f64) -> Shape {
        Shape::Box(ImageRect {
            min: ImagePoint::new(x, y),
            max: ImagePoint::new(x + side, y + side),
        })
    }

    fn object(shape: Shape, parent: Option<usize>) -> NewObject {
        NewObject {
            shape,
            concepts: vec![ConceptId(1)],
            parent,
        }
    }

    /// An object with these labels: a concept, and whether it is there.
    fn labelled(id: u64, labels: &[(u64, Presence)]) -> ObjectEntry {
        let (input, id) = (InputId(1), ObjectId(id));
        let labels = labels
            .iter()
            .enumerate()
            .map(|(at, (concept, presence))| Label {
                id: LabelId(id.0 * 10 + at as u64),
                on: Target::Object(input, id),
                concept: ConceptId(*concept),
                annotator: AnnotatorId(at as u64),
                presence: *presence,
                status: LabelStatus::Success,
                score: None,
                made_at: 0,
                kept: Kept::default(),
            });
        ObjectEntry {
            object: Object {
                id,
                input,
                place: Place::Region(square(0.0, 0.0, 9.0)),
                parent: None,
                z: 0,
                locked: false,
                kept: Kept::default(),
            },
            labels: labels.collect(),
        }
    }

    #[test]
    fn what_is_said_to_be_absent_is_not_copied_as_present() {
        use Presence::{Absent, Present};
        let objects = Objects::new([
            labelled(1, &[(7, Present), (8, Absent), (9, Present), (7, Present)]),
            labelled(2, &[(7, Absent)]),
        ]);
        let all = BTreeSet::from([ObjectId(1), ObjectId(2)]);
        let concepts: Vec<_> = copied(&objects, &all)
            .into_iter()
            .map(|it| it.concepts)
            .collect();
        assert_eq!(concepts, [[ConceptId(7), ConceptId(9)]]);
    }

    #[test]
    fn moved_and_kept_inside() {
        let objects = [
            object(square(10.0, 10.0, 20.0), None),
            object(square(70.0, 40.0, 20.0), None),
        ];
        let way = ImageVector::new(15.0, 5.0);
        let placed = placed(&objects, way, Some(PixelSize::new(100, 60)));
        let shapes: Vec<_> = placed.into_iter().map(|it| it.shape).collect();
        // The second stops at both edges.
        assert_eq!(shapes, [square(25.0, 15.0, 20.0), square(80.0, 40.0, 20.0)]);
    }

    #[test]
    fn what_is_too_large_is_left_out_and_its_child_stands_alone() {
        let objects = [
            object(square(0.0, 0.0, 90.0), None),
            object(square(5.0, 5.0, 9.0), Some(0)),
            object(square(6.0, 6.0, 2.0), Some(1)),
        ];
        let placed = placed(
            &objects,
            ImageVector::default(),
            Some(PixelSize::new(50, 50)),
        );
        assert_eq!(
            placed,
            [
                object(square(5.0, 5.0, 9.0), None),
                object(square(6.0, 6.0, 2.0), Some(0))
            ]
        );
    }
}
