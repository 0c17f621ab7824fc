//! A rectangle along the axes, in image space.

use super::{ImagePoint, ImageVector, PixelSize};
use serde::{Deserialize, Serialize};

/// A rectangle along the axes. `min` is its top-left corner and never right of or below `max`; it covers
/// `min.x..max.x` × `min.y..max.y`, so that its width is `max.x - min.x` with no pixel added.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImageRect {
    /// Top-left corner.
    pub min: ImagePoint,
    /// Bottom-right corner.
    pub max: ImagePoint,
}

impl ImageRect {
    /// The smallest rectangle with both points in it, in any order.
    pub fn between(a: ImagePoint, b: ImagePoint) -> Self {
        Self {
            min: ImagePoint::new(a.x.min(b.x), a.y.min(b.y)),
            max: ImagePoint::new(a.x.max(b.x), a.y.max(b.y)),
        }
    }

    /// From the top-left corner and the size, as COCO writes boxes.
    pub fn from_xywh(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self::between(
            ImagePoint::new(x, y),
            ImagePoint::new(x + width, y + height),
        )
    }

    /// The whole of a picture of this size.
    pub fn of_picture(size: PixelSize) -> Self {
        Self::from_xywh(0.0, 0.0, f64::from(size.width), f64::from(size.height))
    }

    /// The smallest rectangle around the points; none around no points.
    pub fn around(points: impl IntoIterator<Item = ImagePoint>) -> Option<Self> {
        let mut points = points.into_iter();
        let first = points.next()?;
        Some(points.fold(Self::between(first, first), |rect, point| {
            rect.including(point)
        }))
    }

    /// This rectangle, grown to have the point in it.
    pub fn including(self, point: ImagePoint) -> Self {
        Self {
            min: ImagePoint::new(self.min.x.min(point.x), self.min.y.min(point.y)),
            max: ImagePoint::new(self.max.x.max(point.x), self.max.y.max(point.y)),
        }
    }

    /// The smallest rectangle with both in it.
    pub fn union(self, other: Self) -> Self {
        self.including(other.min).including(other.max)
    }

    /// Width in picture pixels.
    pub fn width(self) -> f64 {
        self.max.x - self.min.x
    }

    /// Height in picture pixels.
    pub fn height(self) -> f64 {
        self.max.y - self.min.y
    }

    /// Area in square pixels.
    pub fn area(self) -> f64 {
        self.width() * self.height()
    }

    /// The point in the middle.
    pub fn center(self) -> ImagePoint {
        ImagePoint::new(
            (self.min.x + self.max.x) / 2.0,
            (self.min.y + self.max.y) / 2.0,
        )
    }

    /// Corners clockwise on the screen from the top-left one.
    pub fn corners(self) -> [ImagePoint; 4] {
        [
            self.min,
            ImagePoint::new(self.max.x, self.min.y),
            self.max,
            ImagePoint::new(self.min.x, self.max.y),
        ]
    }

    /// Inside or on the edge.
    pub fn contains(self, point: ImagePoint) -> bool {
        point.x >= self.min.x
            && point.x <= self.max.x
            && point.y >= self.min.y
            && point.y <= self.max.y
    }

    /// The other lies wholly inside this one, edges included.
    pub fn contains_rect(self, other: Self) -> bool {
        self.contains(other.min) && self.contains(other.max)
    }

    /// They share at least an edge.
    pub fn touches(self, other: Self) -> bool {
        self.min.x <= other.max.x
            && other.min.x <= self.max.x
            && self.min.y <= other.max.y
            && other.min.y <= self.max.y
    }

    /// Moved as a whole.
    pub fn moved(self, way: ImageVector) -> Self {
        Self {
            min: self.min + way,
            max: self.max + way,
        }
    }

    /// Grown by the margin on every side.
    pub fn grown(self, margin: f64) -> Self {
        Self {
            min: ImagePoint::new(self.min.x - margin, self.min.y - margin),
            max: ImagePoint::new(self.max.x + margin, self.max.y + margin),
        }
    }

    /// All four numbers are finite.
    pub fn is_finite(self) -> bool {
        self.min.is_finite() && self.max.is_finite()
    }

    /// The way nearest to `way` on which this rectangle, moved as a whole, stays inside the picture. A side that lies
    /// outside already doesn't have to come back, it only can't go further out.
    pub fn way_inside(self, way: ImageVector, size: PixelSize) -> ImageVector {
        ImageVector::new(
            stay(self.min.x, self.max.x, way.x, f64::from(size.width)),
            stay(self.min.y, self.max.y, way.y, f64::from(size.height)),
        )
    }
}

/// How far `low..high` can go by `way` without leaving `0..limit`.
fn stay(low: f64, high: f64, way: f64, limit: f64) -> f64 {
    if way < 0.0 {
        way.max((-low).min(0.0))
    } else {
        way.min((limit - high).max(0.0))
    }
}
