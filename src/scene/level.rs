//! How finely a shape is drawn.

use crate::geometry::{Camera, ImageRect};

/// How finely a shape is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// A dot: it is smaller than a line is wide.
    Dot,
    /// One thin line without fill or halo, vertices nearer than a pixel left out.
    Coarse,
    /// Fill, halo and line.
    Full,
}

/// Up to this many CSS pixels a shape is a dot.
const DOT_PX: f64 = 2.5;

/// Up to this many CSS pixels it has no halo.
const COARSE_PX: f64 = 12.0;

/// With more shapes than this in view nobody sees halos; a thin line is drawn.
const CROWD: usize = 4_000;

/// How finely a shape with these bounds is drawn among `in_view` shapes.
pub fn detail(bounds: ImageRect, camera: Camera, in_view: usize) -> Detail {
    let size = bounds.width().max(bounds.height()) * camera.scale;
    if size < DOT_PX {
        Detail::Dot
    } else if size < COARSE_PX || in_view > CROWD {
        Detail::Coarse
    } else {
        Detail::Full
    }
}
