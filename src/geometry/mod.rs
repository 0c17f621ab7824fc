//! Points, rectangles, rings, masks and the camera, each in the space that its type names.
//!
//! Image space: pixels of the picture as displayed (EXIF orientation applied), x right, y down, (0, 0) the top-left
//! corner of the top-left pixel. Screen space: CSS pixels from the top-left corner of the canvas.

mod camera;
mod hit;
mod mask;
mod point;
mod polygon;
mod rect;
mod simplify;
mod turn;

pub use camera::Camera;
pub use hit::BoundsIndex;
pub use mask::{Dab, Mask, MaskError, OtherSize, rasterise, stroke};
pub use point::{ImagePoint, ImageVector, PixelSize, ScreenPoint, ScreenVector};
pub use polygon::{Part, Polygon, Ring, RingError};
pub use rect::ImageRect;
pub use simplify::simplify_ring;
pub use turn::QuarterTurns;
