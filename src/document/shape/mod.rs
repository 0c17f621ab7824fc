//! Shapes of regions on a picture, and spans of a text.

mod span;

use crate::geometry::{ImagePoint, ImageRect, ImageVector, Mask, PixelSize, Polygon};
use serde::{Deserialize, Serialize};
pub use span::{EmptySpan, Span};

/// Where a region is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Shape {
    /// A box along the axes.
    Box(ImageRect),
    /// One or more rings, with holes.
    Polygon(Polygon),
    /// Pixels.
    Mask(Mask),
    /// Words of a text.
    Span(Span),
}

/// Which kind of shape, without its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShapeKind {
    /// A box along the axes.
    Box,
    /// Rings.
    Polygon,
    /// Pixels.
    Mask,
    /// Words of a text.
    Span,
}

impl Shape {
    /// Which kind it is.
    pub fn kind(&self) -> ShapeKind {
        match self {
            Self::Box(_) => ShapeKind::Box,
            Self::Polygon(_) => ShapeKind::Polygon,
            Self::Mask(_) => ShapeKind::Mask,
            Self::Span(_) => ShapeKind::Span,
        }
    }

    /// The smallest rectangle around it; an empty mask and a span have one without area at the origin.
    pub fn bounds(&self) -> ImageRect {
        let nowhere = ImageRect::between(ImagePoint::default(), ImagePoint::default());
        match self {
            Self::Box(rect) => *rect,
            Self::Polygon(polygon) => polygon.bounds(),
            Self::Mask(mask) => mask.bounds().unwrap_or(nowhere),
            Self::Span(_) => nowhere,
        }
    }

    /// Its area in square pixels; of a span none.
    pub fn area(&self) -> f64 {
        match self {
            Self::Box(rect) => rect.area(),
            Self::Polygon(polygon) => polygon.area(),
            Self::Mask(mask) => mask.area() as f64,
            Self::Span(_) => 0.0,
        }
    }

    /// The point lies in it.
    pub fn contains(&self, point: ImagePoint) -> bool {
        match self {
            Self::Box(rect) => rect.contains(point),
            Self::Polygon(polygon) => polygon.contains(point),
            Self::Mask(mask) => mask.contains(point),
            Self::Span(_) => false,
        }
    }

    /// There is nothing in it: no area, or no pixel.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Box(_) | Self::Polygon(_) => self.bounds().area() <= 0.0,
            Self::Mask(mask) => mask.is_empty(),
            Self::Span(_) => false,
        }
    }

    /// Moved as a whole; a mask stays where its pixels are, a span in its text.
    pub fn moved(&self, way: ImageVector) -> Self {
        match self {
            Self::Box(rect) => Self::Box(rect.moved(way)),
            Self::Polygon(polygon) => Self::Polygon(polygon.moved(way)),
            Self::Mask(_) | Self::Span(_) => self.clone(),
        }
    }

    /// Moved as a whole, but not out of the picture.
    pub fn moved_inside(&self, way: ImageVector, picture: PixelSize) -> Self {
        self.moved(self.bounds().way_inside(way, picture))
    }

    /// All of its numbers are finite.
    pub fn is_finite(&self) -> bool {
        match self {
            Self::Box(rect) => rect.is_finite(),
            Self::Polygon(_) | Self::Mask(_) | Self::Span(_) => true,
        }
    }
}

impl ShapeKind {
    /// As people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Box => "bounding box",
            Self::Polygon => "polygon",
            Self::Mask => "mask",
            Self::Span => "span",
        }
    }
}
