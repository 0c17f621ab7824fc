//! What becomes of shapes that are dragged. Pure: shapes in, shapes out.

use super::hit::{BoxHandle, EdgePlace, Side, VertexPlace};
use super::{Context, Modifiers};
use crate::document::{ObjectId, Objects, Shape};
use crate::geometry::{ImagePoint, ImageRect, ImageVector, PixelSize, Polygon, ScreenVector};
use std::collections::{BTreeMap, BTreeSet};

/// Objects and the shapes that they get.
pub type Shapes = Vec<(ObjectId, Shape)>;

/// So much beside a line, in picture pixels, is no more than rounding.
const HAIR: f64 = 1e-6;

/// A box whose handle was dragged. Only the dragged sides change; they stop at the picture's edge, and one that is
/// dragged over the opposite side is the opposite side.
pub fn resized(
    rect: ImageRect,
    handle: BoxHandle,
    way: ImageVector,
    picture: PixelSize,
) -> ImageRect {
    let x = (rect.min.x, rect.max.x);
    let y = (rect.min.y, rect.max.y);
    let (left, right) = dragged(x, handle.x, way.x, f64::from(picture.width));
    let (top, bottom) = dragged(y, handle.y, way.y, f64::from(picture.height));
    ImageRect {
        min: ImagePoint::new(left, top),
        max: ImagePoint::new(right, bottom),
    }
}

fn dragged((low, high): (f64, f64), side: Side, way: f64, limit: f64) -> (f64, f64) {
    let pulled = |side: f64| match way == 0.0 {
        true => side,
        false => (side + way).clamp(0.0, limit),
    };
    let (a, b) = match side {
        Side::Low => (pulled(low), high),
        Side::Middle => (low, high),
        Side::High => (low, pulled(high)),
    };
    (a.min(b), a.max(b))
}

/// The objects moved together, as far as all of them stay in the picture. Locked ones and masks stay where they are.
pub fn moved(objects: &BTreeSet<ObjectId>, way: ImageVector, context: &Context) -> Shapes {
    let entries = objects.iter().filter_map(|id| context.objects.get(*id));
    let movable: Vec<_> = entries
        .map(|entry| &entry.object)
        .filter(|object| !object.locked && object.shape().is_figure())
        .map(|object| (object.id, object.shape(), object.shape().bounds()))
        .filter(|(_, _, bounds)| bounds.area() > 0.0)
        .collect();
    let Some(group) = movable
        .iter()
        .map(|(_, _, bounds)| *bounds)
        .reduce(ImageRect::union)
    else {
        return Shapes::new();
    };
    let way = group.way_inside(way, context.picture);
    let shapes = movable.iter();
    shapes
        .map(|(id, shape, _)| (*id, shape.moved(way)))
        .collect()
}

/// The objects, and all that belongs to them.
pub fn with_children(objects: &BTreeSet<ObjectId>, all: &Objects) -> BTreeSet<ObjectId> {
    let mut children: BTreeMap<ObjectId, Vec<ObjectId>> = BTreeMap::new();
    for entry in all.iter() {
        if let Some(parent) = entry.object.parent {
            children.entry(parent).or_default().push(entry.object.id);
        }
    }
    let mut family = objects.clone();
    let mut open: Vec<_> = objects.iter().copied().collect();
    while let Some(parent) = open.pop() {
        let below = children.get(&parent).into_iter().flatten();
        open.extend(below.filter(|child| family.insert(**child)));
    }
    family
}

/// The way of an arrow key: a pixel of the screen, with Shift ten.
pub fn nudge(x: i8, y: i8, held: Modifiers, context: &Context) -> ImageVector {
    let step = if held.shift { 10.0 } else { 1.0 };
    let way = ScreenVector::new(f64::from(x) * step, f64::from(y) * step);
    context.camera.image_vector(way)
}

/// A polygon with a vertex moved, which stops at the picture's edge.
pub fn vertex_moved(
    polygon: &Polygon,
    place: VertexPlace,
    way: ImageVector,
    picture: PixelSize,
) -> Option<Polygon> {
    let ring = polygon.ring(place.ring)?;
    let to = (*ring.vertices().get(place.index)? + way).clamped_to(picture);
    Some(polygon.with_ring(place.ring, ring.with_vertex_at(place.index, to)))
}

/// A polygon with a vertex more: exactly on an edge, also outside the picture, or dragged away from it.
pub fn vertex_inserted(
    polygon: &Polygon,
    edge: EdgePlace,
    way: ImageVector,
    picture: PixelSize,
) -> Option<Polygon> {
    let ring = polygon.ring(edge.vertex.ring)?;
    let at = match way == ImageVector::default() {
        true => edge.at,
        false => (edge.at + way).clamped_to(picture),
    };
    let ring = ring.with_vertex_inserted(edge.vertex.index, at);
    Some(polygon.with_ring(edge.vertex.ring, ring))
}

/// A polygon with a vertex less; none where the ring has but three.
pub fn vertex_removed(polygon: &Polygon, place: VertexPlace) -> Option<Polygon> {
    let ring = polygon.ring(place.ring)?.without_vertex(place.index)?;
    Some(polygon.with_ring(place.ring, ring))
}

/// The shape can be written: it has an area.
pub fn is_shape(shape: &Shape) -> bool {
    let is_flat = |polygon: &Polygon| polygon.rings().any(|ring| is_flat(ring.vertices()));
    !shape.polygon().is_some_and(is_flat) && shape.is_finite() && shape.bounds().area() > 0.0
}

/// All vertices lie on one line. (An outline that crosses itself may have a shoelace area of zero and isn't flat.)
pub fn is_flat(vertices: &[ImagePoint]) -> bool {
    let Some(first) = vertices.first() else {
        return true;
    };
    let ways = vertices.iter().map(|vertex| *vertex - *first);
    let Some(far) = ways
        .clone()
        .max_by(|a, b| a.length().total_cmp(&b.length()))
    else {
        return true;
    };
    let aside = |way: ImageVector| (far.x * way.y - far.y * way.x).abs();
    ways.map(aside).all(|aside| aside <= far.length() * HAIR)
}
