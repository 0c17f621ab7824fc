//! What is under the hand: of the selected shapes the handles first, then shapes, the smallest first.

use super::{Context, Cursor, Pointer};
use crate::document::{ObjectId, Shape};
use crate::geometry::{ImagePoint, ImageRect, Polygon, Ring, ScreenPoint};
use std::cmp::Reverse;

/// The hand has to go so far, in CSS pixels, before a press is a drag.
pub const DRAG_PX: f64 = 3.0;

/// Of more selected objects than this none has handles.
pub const MOST_WITH_HANDLES: usize = 32;

/// An end of a box along an axis, or neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The left or the upper side.
    Low,
    /// Neither: the handle doesn't move along this axis.
    Middle,
    /// The right or the lower side.
    High,
}

/// A handle of a box: the sides that it drags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoxHandle {
    /// Left or right.
    pub x: Side,
    /// Upper or lower.
    pub y: Side,
}

/// A vertex of a polygon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VertexPlace {
    /// The ring index.
    pub ring: usize,
    /// Which vertex of the ring.
    pub index: usize,
}

/// A place on an edge of a polygon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EdgePlace {
    /// What a vertex that is inserted here will be.
    pub vertex: VertexPlace,
    /// The nearest point of the edge.
    pub at: ImagePoint,
}

/// A part of a selected shape that can be dragged by itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Grip {
    /// Sides of a box.
    Handle(ObjectId, BoxHandle),
    /// A vertex of a polygon.
    Vertex(ObjectId, VertexPlace),
    /// An edge of a polygon.
    Edge(ObjectId, EdgePlace),
}

impl Pointer {
    /// Half the side of a handle's hit area, in CSS pixels.
    pub fn handle_reach_px(self) -> f64 {
        match self {
            Self::Mouse => 8.0,
            Self::Touch => 12.0,
        }
    }

    /// How near to an outline is on it, in CSS pixels.
    pub fn outline_reach_px(self) -> f64 {
        match self {
            Self::Mouse => 4.0,
            Self::Touch => 8.0,
        }
    }
}

impl BoxHandle {
    /// All eight, the corners first.
    pub const ALL: [Self; 8] = [
        Self::new(Side::Low, Side::Low),
        Self::new(Side::High, Side::Low),
        Self::new(Side::High, Side::High),
        Self::new(Side::Low, Side::High),
        Self::new(Side::Middle, Side::Low),
        Self::new(Side::High, Side::Middle),
        Self::new(Side::Middle, Side::High),
        Self::new(Side::Low, Side::Middle),
    ];

    const fn new(x: Side, y: Side) -> Self {
        Self { x, y }
    }

    /// Where it is on a box.
    pub fn at(self, rect: ImageRect) -> ImagePoint {
        let along = |side: Side, low: f64, high: f64| match side {
            Side::Low => low,
            Side::Middle => (low + high) / 2.0,
            Side::High => high,
        };
        ImagePoint::new(
            along(self.x, rect.min.x, rect.max.x),
            along(self.y, rect.min.y, rect.max.y),
        )
    }

    /// The pointer's look over it.
    pub fn cursor(self) -> Cursor {
        match (self.x, self.y) {
            (Side::Middle, _) => Cursor::NsResize,
            (_, Side::Middle) => Cursor::EwResize,
            (x, y) if x == y => Cursor::NwseResize,
            _ => Cursor::NeswResize,
        }
    }
}

impl Grip {
    /// Whose it is.
    pub fn object(&self) -> ObjectId {
        match self {
            Self::Handle(object, _) | Self::Vertex(object, _) | Self::Edge(object, _) => *object,
        }
    }

    /// The pointer's look over it.
    pub fn cursor(&self) -> Cursor {
        match self {
            Self::Handle(_, handle) => handle.cursor(),
            Self::Vertex(..) => Cursor::Pointer,
            Self::Edge(..) => Cursor::Copy,
        }
    }
}

/// The selected objects that have handles: neither locked nor hidden, no masks, and not too many.
pub fn with_handles<'a>(context: &'a Context) -> impl Iterator<Item = (ObjectId, &'a Shape)> {
    let few = context.selection.len() <= MOST_WITH_HANDLES;
    let selected = context.selection.iter().filter(move |_| few);
    selected.filter_map(|id| {
        let object = &context.objects.get(*id)?.object;
        let shown = !object.locked && !(context.hidden)(*id);
        let shape = object.shape();
        (shown && !matches!(shape, Shape::Mask(_))).then_some((*id, shape))
    })
}

/// The grip of a selected shape at this place: the nearest handle or vertex, else the nearest edge of a polygon.
pub fn grip(context: &Context, at: ScreenPoint) -> Option<Grip> {
    let point = context.camera.image_from_screen(at);
    let points = with_handles(context).filter_map(|(id, shape)| {
        let reach = context.camera.image_length(reach_px(context, shape, point));
        nearest_point(id, shape, point).filter(|(distance, _)| *distance <= reach)
    });
    let edges = with_handles(context).filter_map(|(id, shape)| {
        let reach = context
            .camera
            .image_length(context.pointer.outline_reach_px());
        let Shape::Polygon(polygon) = shape else {
            return None;
        };
        let (distance, place) = nearest_edge(polygon, point)?;
        (distance <= reach).then_some((distance, Grip::Edge(id, place)))
    });
    nearest(points)
        .or_else(|| nearest(edges))
        .map(|(_, grip)| grip)
}

/// How far a handle reaches. Inside a small shape it reaches less, so that the inside can be taken as well.
fn reach_px(context: &Context, shape: &Shape, point: ImagePoint) -> f64 {
    let reach = context.pointer.handle_reach_px();
    if !shape.contains(point) {
        return reach;
    }
    let bounds = shape.bounds();
    reach.min(bounds.width().min(bounds.height()) * context.camera.scale / 4.0)
}

/// The nearest handle or vertex of a shape, and how far it is along the axis along which it is farther.
fn nearest_point(id: ObjectId, shape: &Shape, point: ImagePoint) -> Option<(f64, Grip)> {
    let distance = |at: ImagePoint| (at.x - point.x).abs().max((at.y - point.y).abs());
    match shape {
        Shape::Box(rect) => nearest(
            BoxHandle::ALL
                .into_iter()
                .map(|handle| (distance(handle.at(*rect)), Grip::Handle(id, handle))),
        ),
        Shape::Polygon(polygon) => nearest(vertices(polygon).map(|(place, at)| {
            let grip = Grip::Vertex(id, place);
            (distance(at), grip)
        })),
        Shape::Mask(_) | Shape::Span(_) | Shape::Track(_) | Shape::Segment(_) => None,
    }
}

/// Every vertex of a polygon.
pub fn vertices(polygon: &Polygon) -> impl Iterator<Item = (VertexPlace, ImagePoint)> + '_ {
    polygon.rings().enumerate().flat_map(|(ring, line)| {
        let places = line.vertices().iter().enumerate();
        places.map(move |(index, at)| (VertexPlace { ring, index }, *at))
    })
}

fn nearest_edge(polygon: &Polygon, point: ImagePoint) -> Option<(f64, EdgePlace)> {
    let edges = polygon.rings().enumerate().flat_map(|(ring, line)| {
        let edges = line.edges().enumerate();
        edges.map(move |(index, edge)| {
            let at = on_edge(point, edge);
            let index = index + 1;
            let vertex = VertexPlace { ring, index };
            (at.distance(point), EdgePlace { vertex, at })
        })
    });
    nearest(edges)
}

fn nearest<T>(found: impl Iterator<Item = (f64, T)>) -> Option<(f64, T)> {
    found.min_by(|a, b| a.0.total_cmp(&b.0))
}

/// The nearest point of an edge.
fn on_edge(point: ImagePoint, (a, b): (ImagePoint, ImagePoint)) -> ImagePoint {
    let (edge, way) = (b - a, point - a);
    let squared = edge.x * edge.x + edge.y * edge.y;
    if squared <= 0.0 {
        return a;
    }
    let part = ((way.x * edge.x + way.y * edge.y) / squared).clamp(0.0, 1.0);
    ImagePoint::new(a.x + edge.x * part, a.y + edge.y * part)
}

/// The objects whose area or outline is under this place, the smallest first; of equal ones the upper first.
pub fn bodies(context: &Context, at: ScreenPoint) -> Vec<ObjectId> {
    let point = context.camera.image_from_screen(at);
    let reach = context
        .camera
        .image_length(context.pointer.outline_reach_px());
    let near = context.index.near(point, reach);
    let shown = near.filter(|id| !(context.hidden)(*id));
    let mut found: Vec<_> = shown
        .filter_map(|id| {
            let object = &context.objects.get(id)?.object;
            let shape = object.shape();
            is_on(shape, point, reach).then(|| (shape.area(), Reverse((object.z, id))))
        })
        .collect();
    found.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    found.into_iter().map(|(_, Reverse((_, id)))| id).collect()
}

/// The point is in the shape, or its outline is not farther than `reach` picture pixels.
fn is_on(shape: &Shape, point: ImagePoint, reach: f64) -> bool {
    let near_edge = |polygon: &Polygon| {
        polygon
            .rings()
            .flat_map(Ring::edges)
            .any(|edge| on_edge(point, edge).distance(point) <= reach)
    };
    match shape {
        Shape::Box(rect) => rect.grown(reach).contains(point),
        Shape::Polygon(polygon) => polygon.contains(point) || near_edge(polygon),
        Shape::Mask(mask) => mask.contains(point),
        Shape::Span(_) | Shape::Track(_) | Shape::Segment(_) => false,
    }
}
