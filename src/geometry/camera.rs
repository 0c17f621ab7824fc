//! Where the picture lies on the canvas.

use super::{ImagePoint, ImageRect, ImageVector, PixelSize, ScreenPoint, ScreenVector};

/// Maps picture pixels to CSS pixels of the canvas: `screen = image * scale + origin`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// CSS pixels per picture pixel.
    pub scale: f64,
    /// Where the picture's top-left corner is on the canvas.
    pub origin: ScreenPoint,
}

/// The nearest and the farthest look: CSS pixels per picture pixel.
const SCALES: (f64, f64) = (0.005, 64.0);

impl Camera {
    /// The whole picture in the middle of a canvas of `width` × `height` CSS pixels, with a margin around it.
    pub fn fit(picture: PixelSize, width: f64, height: f64, margin: f64) -> Self {
        let (w, h) = (
            f64::from(picture.width.max(1)),
            f64::from(picture.height.max(1)),
        );
        let room = |length: f64| (length - 2.0 * margin).max(16.0);
        let scale = (room(width) / w)
            .min(room(height) / h)
            .clamp(SCALES.0, SCALES.1);
        Self {
            scale,
            origin: ScreenPoint::new((width - w * scale) / 2.0, (height - h * scale) / 2.0),
        }
    }

    /// The canvas place of a picture place.
    pub fn screen_from_image(&self, at: ImagePoint) -> ScreenPoint {
        ScreenPoint::new(
            at.x * self.scale + self.origin.x,
            at.y * self.scale + self.origin.y,
        )
    }

    /// The picture place under a canvas place.
    pub fn image_from_screen(&self, at: ScreenPoint) -> ImagePoint {
        ImagePoint::new(
            (at.x - self.origin.x) / self.scale,
            (at.y - self.origin.y) / self.scale,
        )
    }

    /// A length in CSS pixels, in picture pixels.
    pub fn image_length(&self, screen_px: f64) -> f64 {
        screen_px / self.scale
    }

    /// A way on the canvas, on the picture.
    pub fn image_vector(&self, way: ScreenVector) -> ImageVector {
        ImageVector::new(way.x / self.scale, way.y / self.scale)
    }

    /// Nearer (factor over 1) or farther, with the picture place under `about` staying where it is.
    pub fn zoomed(&self, factor: f64, about: ScreenPoint) -> Self {
        let scale = (self.scale * factor).clamp(SCALES.0, SCALES.1);
        let factor = scale / self.scale;
        Self {
            scale,
            origin: ScreenPoint::new(
                about.x - (about.x - self.origin.x) * factor,
                about.y - (about.y - self.origin.y) * factor,
            ),
        }
    }

    /// The picture moved on the canvas.
    pub fn panned(&self, way: ScreenVector) -> Self {
        Self {
            scale: self.scale,
            origin: self.origin + way,
        }
    }

    /// The part of image space that a canvas of `width` × `height` CSS pixels shows.
    pub fn visible(&self, width: f64, height: f64) -> ImageRect {
        ImageRect::between(
            self.image_from_screen(ScreenPoint::default()),
            self.image_from_screen(ScreenPoint::new(width, height)),
        )
    }

    /// This camera, moved so far that at least a corner (`keep` CSS pixels) of the picture stays on the canvas.
    pub fn kept_in_sight(&self, picture: PixelSize, width: f64, height: f64, keep: f64) -> Self {
        let inside = |origin: f64, length: f64, room: f64| {
            let keep = keep.min(length).min(room);
            origin.clamp(keep - length, room - keep)
        };
        Self {
            scale: self.scale,
            origin: ScreenPoint::new(
                inside(
                    self.origin.x,
                    f64::from(picture.width) * self.scale,
                    width.max(1.0),
                ),
                inside(
                    self.origin.y,
                    f64::from(picture.height) * self.scale,
                    height.max(1.0),
                ),
            ),
        }
    }
}
