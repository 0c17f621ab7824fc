//! The shapes of one input, ready to be drawn.

use crate::document::{ConceptId, ObjectEntry, ObjectId, Objects, Shape};
use crate::geometry::{BoundsIndex, ImageRect, Mask, Polygon, Ring};
use std::collections::HashMap;

/// Rings as flat numbers: `x0, y0, x1, y1, …`, one ring after the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rings {
    /// All coordinates, in picture pixels.
    pub coordinates: Vec<f32>,
    /// Where each ring ends in `coordinates`.
    pub ends: Vec<u32>,
    /// There are holes: filled by the even-odd rule.
    pub holes: bool,
}

/// One shape to draw.
#[derive(Clone, Debug)]
pub struct Item {
    /// The object.
    pub object: ObjectId,
    /// What it is drawn as.
    pub concept: ConceptId,
    /// Around it.
    pub bounds: ImageRect,
    /// Drawn after all with a lower one.
    pub z: i32,
    /// Lighter.
    pub locked: bool,
    /// Its lines; of a mask none.
    pub rings: Rings,
    /// Its pixels, if it is a mask.
    pub mask: Option<Mask>,
}

/// The shapes of one input.
#[derive(Default)]
pub struct Scene {
    items: HashMap<ObjectId, Item>,
    index: BoundsIndex<ObjectId>,
}

impl Scene {
    /// The scene of all these objects.
    pub fn new(objects: &Objects) -> Self {
        let items: HashMap<_, _> = objects
            .iter()
            .filter_map(|entry| Some((entry.object.id, Item::new(entry)?)))
            .collect();
        let index = BoundsIndex::new(items.iter().map(|(id, item)| (*id, item.bounds)));
        Self { items, index }
    }

    /// An object as it is now, or that it is gone. Returns the bounds that have to be drawn again.
    pub fn update(&mut self, id: ObjectId, entry: Option<&ObjectEntry>) -> Option<ImageRect> {
        let before = self.items.remove(&id);
        if let Some(item) = &before {
            self.index.remove(id, item.bounds);
        }
        let after = entry.and_then(Item::new);
        if let Some(item) = &after {
            self.index.insert(id, item.bounds);
        }
        let dirty = match (&before, &after) {
            (Some(a), Some(b)) => Some(a.bounds.union(b.bounds)),
            (Some(item), None) | (None, Some(item)) => Some(item.bounds),
            (None, None) => None,
        };
        if let Some(item) = after {
            self.items.insert(id, item);
        }
        dirty
    }

    /// The objects by their bounds.
    pub fn index(&self) -> &BoundsIndex<ObjectId> {
        &self.index
    }

    /// One shape.
    pub fn get(&self, id: ObjectId) -> Option<&Item> {
        self.items.get(&id)
    }

    /// What touches a part of the picture, in the order of drawing: by z, then the larger first, so that a small shape
    /// is never under a large one.
    pub fn touching(&self, part: ImageRect) -> Vec<ObjectId> {
        let mut found: Vec<_> = self
            .index
            .touching(part)
            .filter_map(|id| self.items.get(&id))
            .map(|item| (item.z, item.bounds.area(), item.object))
            .collect();
        found.sort_unstable_by(|a, b| {
            let larger_first = b.1.total_cmp(&a.1);
            a.0.cmp(&b.0).then(larger_first).then(a.2.cmp(&b.2))
        });
        found.into_iter().map(|(_, _, id)| id).collect()
    }

    /// How many shapes there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// There is none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

impl Item {
    fn new(entry: &ObjectEntry) -> Option<Self> {
        let shape = entry.object.shape();
        // A span is drawn in its text, a time range on the time line, and a track as it is in a frame.
        if !matches!(shape, Shape::Box(_) | Shape::Polygon(_) | Shape::Mask(_)) {
            return None;
        }
        Some(Self {
            object: entry.object.id,
            concept: entry.labels.first()?.concept,
            bounds: shape.bounds(),
            z: entry.object.z,
            locked: entry.object.locked,
            rings: Rings::of(shape),
            mask: shape.mask().cloned(),
        })
    }
}

impl Rings {
    /// The lines of a shape.
    pub fn of(shape: &Shape) -> Self {
        match shape {
            Shape::Box(rect) => Self::of_rect(*rect),
            Shape::Polygon(polygon) => Self::of_polygon(polygon),
            Shape::Mask(_) | Shape::Span(_) | Shape::Track(_) | Shape::Segment(_) => {
                Self::default()
            }
        }
    }

    fn of_rect(rect: ImageRect) -> Self {
        let corners = rect.corners().into_iter();
        Self {
            coordinates: corners.flat_map(|at| [at.x as f32, at.y as f32]).collect(),
            ends: vec![8],
            holes: false,
        }
    }

    fn of_polygon(polygon: &Polygon) -> Self {
        let mut rings = Self {
            coordinates: Vec::with_capacity(2 * polygon.vertex_count()),
            ends: Vec::new(),
            holes: polygon.parts().iter().any(|part| !part.holes.is_empty()),
        };
        for ring in polygon.rings() {
            rings.push(ring);
        }
        rings
    }

    fn push(&mut self, ring: &Ring) {
        for vertex in ring.vertices() {
            self.coordinates.extend([vertex.x as f32, vertex.y as f32]);
        }
        self.ends
            .push(u32::try_from(self.coordinates.len()).unwrap_or(u32::MAX));
    }

    /// Each ring's coordinates.
    pub fn iter(&self) -> impl Iterator<Item = &[f32]> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let end = (*end as usize).min(self.coordinates.len());
            let ring = &self.coordinates[start.min(end)..end];
            start = end;
            ring
        })
    }
}
