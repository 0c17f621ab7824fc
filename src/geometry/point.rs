//! Points and vectors. The type says the space.

use serde::{Deserialize, Serialize};

/// A place on the picture, in pixels of the picture as displayed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ImagePoint {
    /// To the right, 0 at the left edge.
    pub x: f64,
    /// Down, 0 at the upper edge.
    pub y: f64,
}

/// The way from one [`ImagePoint`] to another, in picture pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ImageVector {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

/// A place on the canvas, in CSS pixels from its top-left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ScreenPoint {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

/// The way from one [`ScreenPoint`] to another, in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ScreenVector {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

/// Width and height in whole pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PixelSize {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

impl ImagePoint {
    /// The point at (x, y).
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// Both coordinates are numbers and not infinite.
    pub fn is_finite(self) -> bool {
        self.x.is_finite() && self.y.is_finite()
    }

    /// The nearest point inside a picture of this size.
    pub fn clamped_to(self, size: PixelSize) -> Self {
        Self::new(
            self.x.clamp(0.0, f64::from(size.width)),
            self.y.clamp(0.0, f64::from(size.height)),
        )
    }

    /// Distance in picture pixels.
    pub fn distance(self, other: Self) -> f64 {
        (self - other).length()
    }
}

impl ImageVector {
    /// The vector (x, y).
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// Its length in picture pixels.
    pub fn length(self) -> f64 {
        self.x.hypot(self.y)
    }
}

impl ScreenPoint {
    /// The point at (x, y).
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// Distance in CSS pixels.
    pub fn distance(self, other: Self) -> f64 {
        let way = self - other;
        way.x.hypot(way.y)
    }
}

impl ScreenVector {
    /// The vector (x, y).
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }
}

impl PixelSize {
    /// The size width × height.
    pub const fn new(width: u32, height: u32) -> Self {
        Self { width, height }
    }

    /// How many pixels that is.
    pub fn area(self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }
}

impl std::ops::Sub for ImagePoint {
    type Output = ImageVector;
    fn sub(self, from: Self) -> ImageVector {
        ImageVector::new(self.x - from.x, self.y - from.y)
    }
}

impl std::ops::Add<ImageVector> for ImagePoint {
    type Output = Self;
    fn add(self, way: ImageVector) -> Self {
        Self::new(self.x + way.x, self.y + way.y)
    }
}

impl std::ops::Sub for ScreenPoint {
    type Output = ScreenVector;
    fn sub(self, from: Self) -> ScreenVector {
        ScreenVector::new(self.x - from.x, self.y - from.y)
    }
}

impl std::ops::Add<ScreenVector> for ScreenPoint {
    type Output = Self;
    fn add(self, way: ScreenVector) -> Self {
        Self::new(self.x + way.x, self.y + way.y)
    }
}
