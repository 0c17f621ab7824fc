//! The pixels of a mask as a canvas at some camera shows them: as many as the canvas has, however large the picture is.

use crate::geometry::{Camera, ImageRect, Mask, ScreenPoint};

/// A rectangle of device pixels: left, top, and the ones after the last.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Part {
    /// A whole canvas.
    pub fn all(width: f64, height: f64) -> Self {
        Self {
            left: 0.0,
            top: 0.0,
            right: width,
            bottom: height,
        }
    }

    /// What of it lies between two places, in CSS pixels, each with so many device pixels.
    pub fn within(self, from: ScreenPoint, to: ScreenPoint, density: f64) -> Self {
        Self {
            left: self.left.max((from.x * density).floor()),
            top: self.top.max((from.y * density).floor()),
            right: self.right.min((to.x * density).ceil()),
            bottom: self.bottom.min((to.y * density).ceil()),
        }
    }
}

/// The device pixels that a mask takes on a canvas.
pub struct Window {
    /// The first column of the canvas.
    pub left: usize,
    /// The first row of the canvas.
    pub top: usize,
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Device pixels of a picture pixel.
    scale: f64,
    /// Where the picture's corner lies, in device pixels from the window's corner.
    origin: (f64, f64),
}

impl Window {
    /// The window of what has these bounds on a canvas; none where nothing of it is seen.
    pub fn of(bounds: ImageRect, camera: Camera, density: f64, part: Part) -> Option<Self> {
        let (from, to) = (
            camera.screen_from_image(bounds.min),
            camera.screen_from_image(bounds.max),
        );
        let seen = part.within(from, to, density);
        if seen.right <= seen.left || seen.bottom <= seen.top {
            return None;
        }
        let origin = (
            camera.origin.x * density - seen.left,
            camera.origin.y * density - seen.top,
        );
        Some(Self {
            left: seen.left as usize,
            top: seen.top as usize,
            width: (seen.right - seen.left) as usize,
            height: (seen.bottom - seen.top) as usize,
            scale: camera.scale * density,
            origin,
        })
    }

    /// The device pixels whose centres lie on picture pixels `from..to`; the nearest one where that is none.
    fn cover(&self, (from, to): (u64, u64), origin: f64, length: usize) -> std::ops::Range<usize> {
        let place = |at: u64| (at as f64 * self.scale + origin - 0.5).ceil();
        let (start, end) = (place(from), place(to));
        let end = if end > start { end } else { start + 1.0 };
        let bounded = |at: f64| at.clamp(0.0, length as f64) as usize;
        bounded(start)..bounded(end)
    }
}

/// Sets every pixel of the window, row by row, that shows an inside pixel of the mask. What is thinner than a device
/// pixel still shows.
pub fn sample(mask: &Mask, window: &Window, pixel: u32, pixels: &mut [u32]) {
    let height = u64::from(mask.size().height.max(1));
    for (start, run) in mask.inside_runs() {
        let (mut from, to) = (start, start + u64::from(run));
        while from < to {
            let column = from / height;
            let end = to.min((column + 1) * height);
            let columns = window.cover((column, column + 1), window.origin.0, window.width);
            if !columns.is_empty() {
                let rows = (from - column * height, end - column * height);
                for row in window.cover(rows, window.origin.1, window.height) {
                    let start = row * window.width;
                    if let Some(run) = pixels.get_mut(start + columns.start..start + columns.end) {
                        run.fill(pixel);
                    }
                }
            }
            from = end;
        }
    }
}
