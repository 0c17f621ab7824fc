//! Shapes of regions on a picture, spans of a text, tracks and time ranges of a video.

mod between;
mod moment;
mod segment;
mod span;
mod track;

use crate::geometry::{ImagePoint, ImageRect, ImageVector, Mask, PixelSize, Polygon};
pub use moment::Moment;
pub use segment::{Backwards, Segment};
use serde::{Deserialize, Serialize};
pub use span::{EmptySpan, Span};
pub use track::{KeyFrame, MergeError, Sight, Track, TrackError};

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
    /// A box or a polygon that moves through a video.
    Track(Track),
    /// A frame or a time range of a video.
    Segment(Segment),
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
    /// A box or a polygon that moves through a video.
    Track,
    /// A frame or a time range of a video.
    Segment,
}

impl Shape {
    /// Which kind it is.
    pub fn kind(&self) -> ShapeKind {
        match self {
            Self::Box(_) => ShapeKind::Box,
            Self::Polygon(_) => ShapeKind::Polygon,
            Self::Mask(_) => ShapeKind::Mask,
            Self::Span(_) => ShapeKind::Span,
            Self::Track(_) => ShapeKind::Track,
            Self::Segment(_) => ShapeKind::Segment,
        }
    }

    /// It can be drawn on a picture or a frame by its corners: a box or a polygon.
    pub fn is_figure(&self) -> bool {
        matches!(self, Self::Box(_) | Self::Polygon(_))
    }

    /// The smallest rectangle around it, around a track in all of its frames; an empty mask, a span and a time range
    /// have one without area at the origin.
    pub fn bounds(&self) -> ImageRect {
        let nowhere = ImageRect::between(ImagePoint::default(), ImagePoint::default());
        match self {
            Self::Box(rect) => *rect,
            Self::Polygon(polygon) => polygon.bounds(),
            Self::Mask(mask) => mask.bounds().unwrap_or(nowhere),
            Self::Track(track) => {
                let shapes = track.keys().iter().map(|key| key.shape.bounds());
                shapes.reduce(ImageRect::union).unwrap_or(nowhere)
            }
            Self::Span(_) | Self::Segment(_) => nowhere,
        }
    }

    /// Its rings; none of what isn't a polygon.
    pub fn polygon(&self) -> Option<&Polygon> {
        match self {
            Self::Polygon(polygon) => Some(polygon),
            _ => None,
        }
    }

    /// Its pixels; none of what isn't a mask.
    pub fn mask(&self) -> Option<&Mask> {
        match self {
            Self::Mask(mask) => Some(mask),
            _ => None,
        }
    }

    /// Its key frames; none of what isn't a track.
    pub fn track(&self) -> Option<&Track> {
        match self {
            Self::Track(track) => Some(track),
            _ => None,
        }
    }

    /// Its ends; none of what isn't a time range.
    pub fn segment(&self) -> Option<Segment> {
        match self {
            Self::Segment(segment) => Some(*segment),
            _ => None,
        }
    }

    /// Its area in square pixels, of a track in its first frame; of a span and a time range none.
    pub fn area(&self) -> f64 {
        match self {
            Self::Box(rect) => rect.area(),
            Self::Polygon(polygon) => polygon.area(),
            Self::Mask(mask) => mask.area() as f64,
            Self::Track(track) => track.keys().first().map_or(0.0, |key| key.shape.area()),
            Self::Span(_) | Self::Segment(_) => 0.0,
        }
    }

    /// The point lies in it. In a track nothing lies: it is asked for a frame of it.
    pub fn contains(&self, point: ImagePoint) -> bool {
        match self {
            Self::Box(rect) => rect.contains(point),
            Self::Polygon(polygon) => polygon.contains(point),
            Self::Mask(mask) => mask.contains(point),
            Self::Span(_) | Self::Track(_) | Self::Segment(_) => false,
        }
    }

    /// There is nothing in it: no area, or no pixel.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Box(_) | Self::Polygon(_) => self.bounds().area() <= 0.0,
            Self::Mask(mask) => mask.is_empty(),
            Self::Track(track) => track.keys().iter().any(|key| key.shape.is_empty()),
            Self::Span(_) | Self::Segment(_) => false,
        }
    }

    /// Moved as a whole, a track in all of its frames; a mask stays where its pixels are, a span in its text, a time
    /// range in its video.
    pub fn moved(&self, way: ImageVector) -> Self {
        match self {
            Self::Box(rect) => Self::Box(rect.moved(way)),
            Self::Polygon(polygon) => Self::Polygon(polygon.moved(way)),
            Self::Track(track) => Self::Track(track.map(|shape| shape.moved(way))),
            Self::Mask(_) | Self::Span(_) | Self::Segment(_) => self.clone(),
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
            Self::Track(track) => track.keys().iter().all(|key| key.shape.is_finite()),
            Self::Polygon(_) | Self::Mask(_) | Self::Span(_) | Self::Segment(_) => true,
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
            Self::Track => "track",
            Self::Segment => "time range",
        }
    }
}
