//! From pixels as they are stored to pixels as they are displayed, where EXIF turns a picture on its side.

use crate::document::{Orientation, Shape};
use crate::geometry::{ImagePoint, ImageRect, Mask, Part, PixelSize, Polygon, Ring};

/// How a picture is turned whose width and height are swapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    orientation: Orientation,
    stored: PixelSize,
}

impl Turn {
    /// The turn of a picture with this size in its file; none where width and height stay what they are.
    pub fn new(orientation: Orientation, stored: PixelSize) -> Option<Self> {
        let turn = Self {
            orientation,
            stored,
        };
        orientation.swaps().then_some(turn)
    }

    /// A shape in stored pixels, in displayed ones.
    pub fn shape(self, shape: Shape) -> Shape {
        match shape {
            Shape::Box(rect) => Shape::Box(ImageRect::between(
                self.point(rect.min),
                self.point(rect.max),
            )),
            Shape::Polygon(polygon) => Shape::Polygon(self.polygon(polygon)),
            Shape::Mask(mask) if mask.size() == self.stored => Shape::Mask(self.mask(mask)),
            // A video's key frames are said as it is displayed.
            shape @ (Shape::Mask(_) | Shape::Span(_) | Shape::Track(_) | Shape::Segment(_)) => {
                shape
            }
        }
    }

    fn point(self, point: ImagePoint) -> ImagePoint {
        let width = f64::from(self.stored.width);
        let height = f64::from(self.stored.height);
        let ImagePoint { x, y } = point;
        match self.orientation.number() {
            5 => ImagePoint::new(y, x),
            6 => ImagePoint::new(height - y, x),
            7 => ImagePoint::new(height - y, width - x),
            _ => ImagePoint::new(y, width - x),
        }
    }

    fn polygon(self, polygon: Polygon) -> Polygon {
        let ring = |ring: &Ring| {
            let points = ring.vertices().iter().map(|point| self.point(*point));
            Ring::new(points.collect())
        };
        let part = |part: &Part| {
            let holes: Result<_, _> = part.holes.iter().map(ring).collect();
            Ok::<_, crate::geometry::RingError>(Part {
                outer: ring(&part.outer)?,
                holes: holes?,
            })
        };
        let parts: Result<_, _> = polygon.parts().iter().map(part).collect();
        // A coordinate near the largest number there is may leave the numbers: then the polygon stays.
        parts.ok().and_then(Polygon::from_parts).unwrap_or(polygon)
    }

    fn mask(self, mask: Mask) -> Mask {
        let PixelSize { width, height } = self.stored;
        let inside = Bits::of(&mask);
        let shown = PixelSize::new(height, width);
        let is_inside = |x: u32, y: u32| {
            let (x, y) = match self.orientation.number() {
                5 => (y, x),
                6 => (y, height - 1 - x),
                7 => (width - 1 - y, height - 1 - x),
                _ => (width - 1 - y, x),
            };
            inside.has(u64::from(x) * u64::from(height) + u64::from(y))
        };
        let (mut runs, mut last) = (vec![0_u32], false);
        for x in 0..shown.width {
            for y in 0..shown.height {
                if is_inside(x, y) != last {
                    runs.push(0);
                    last = !last;
                }
                if let Some(run) = runs.last_mut() {
                    *run += 1;
                }
            }
        }
        Mask::new(shown, runs).unwrap_or(mask)
    }
}

/// A bit a pixel.
struct Bits(Vec<u64>);

impl Bits {
    fn of(mask: &Mask) -> Self {
        let words = mask.size().area().div_ceil(64) as usize;
        let mut bits = vec![0_u64; words];
        for (start, run) in mask.inside_runs() {
            for position in start..start + u64::from(run) {
                if let Some(word) = bits.get_mut((position / 64) as usize) {
                    *word |= 1 << (position % 64);
                }
            }
        }
        Self(bits)
    }

    fn has(&self, position: u64) -> bool {
        let word = self.0.get((position / 64) as usize);
        word.is_some_and(|word| word >> (position % 64) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORED: PixelSize = PixelSize::new(3, 2);

    fn turn(orientation: u8) -> Turn {
        let orientation = Orientation::try_from(orientation).unwrap();
        Turn::new(orientation, STORED).unwrap()
    }

    /// Where the EXIF standard puts the stored upper left pixel of a picture of 3 × 2 pixels, displayed as 2 × 3.
    #[test]
    fn the_first_pixel_goes_where_exif_says() {
        for (orientation, x, y) in [(5, 0, 0), (6, 1, 0), (7, 1, 2), (8, 0, 2)] {
            let first = Mask::new(STORED, vec![0, 1, 5]).unwrap();
            let Shape::Mask(turned) = turn(orientation).shape(Shape::Mask(first)) else {
                panic!("it isn't a mask any more");
            };
            assert_eq!(turned.size(), PixelSize::new(2, 3));
            assert_eq!(turned.area(), 1);
            let middle = ImagePoint::new(f64::from(x) + 0.5, f64::from(y) + 0.5);
            assert!(turned.contains(middle), "orientation {orientation}");
            let pixel = ImageRect::from_xywh(0.0, 0.0, 1.0, 1.0);
            let Shape::Box(rect) = turn(orientation).shape(Shape::Box(pixel)) else {
                panic!("it isn't a box any more");
            };
            assert_eq!(rect.center(), middle, "orientation {orientation}");
        }
    }

    /// A polygon and the mask of the same pixels stay together.
    #[test]
    fn polygons_turn_like_masks() {
        for orientation in 5..=8 {
            let corners = [(1.0, 0.0), (3.0, 0.0), (3.0, 1.0), (1.0, 1.0)];
            let ring = Ring::new(corners.map(|(x, y)| ImagePoint::new(x, y)).to_vec()).unwrap();
            let polygon = turn(orientation).shape(Shape::Polygon(Polygon::from_ring(ring)));
            let mask = Mask::new(STORED, vec![2, 1, 1, 1, 1]).unwrap();
            let mask = turn(orientation).shape(Shape::Mask(mask));
            assert_eq!(polygon.bounds(), mask.bounds());
        }
    }

    #[test]
    fn upright_pictures_are_not_turned() {
        for orientation in 1..=4 {
            let orientation = Orientation::try_from(orientation).unwrap();
            assert_eq!(Turn::new(orientation, STORED), None);
        }
    }
}
