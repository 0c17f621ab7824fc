//! What a round brush paints: the pixels whose centre it passed over.

use super::spans::{Span, united};
use super::{Mask, MaskError};
use crate::geometry::{ImagePoint, PixelSize};

/// A place that a brush went through.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dab {
    /// Its middle.
    pub at: ImagePoint,
    /// Its radius there, in picture pixels.
    pub radius: f64,
}

/// The mask that a brush paints on its way through all of these, in a straight line from each to the next.
///
/// # Errors
/// The picture is larger than a mask can be.
pub fn stroke(size: PixelSize, dabs: &[Dab]) -> Result<Mask, MaskError> {
    // Nothing is counted before the size is known to be bearable.
    Mask::empty(size)?;
    let mut spans = Vec::new();
    if let [dab] = dabs {
        sweep(size, *dab, *dab, &mut spans);
        if spans.iter().all(|(from, to)| from >= to) {
            spans.extend(pixel_under(size, dab.at));
        }
    }
    for pair in dabs.windows(2) {
        if let [from, to] = pair {
            sweep(size, *from, *to, &mut spans);
        }
    }
    Mask::from_spans(size, &united(spans))
}

/// What the brush paints from one dab to the next: the two discs and what lies between them.
fn sweep(size: PixelSize, from: Dab, to: Dab, spans: &mut Vec<Span>) {
    let left = (from.at.x - from.radius).min(to.at.x - to.radius);
    let right = (from.at.x + from.radius).max(to.at.x + to.radius);
    let (width, height) = (f64::from(size.width), f64::from(size.height));
    let first = (left - 0.5).ceil().clamp(0.0, width) as u64;
    let last = (right + 0.5).floor().clamp(0.0, width) as u64;
    let between = Between::new(from, to);
    for x in first..last {
        let center = x as f64 + 0.5;
        let discs = [disc(from, center), disc(to, center), between.rows(center)];
        let rows = discs.into_iter().flatten();
        let Some((top, bottom)) = rows.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))) else {
            continue;
        };
        // Rows whose centres lie in it.
        let from = (top - 0.5).ceil().clamp(0.0, height) as u64;
        let to = (bottom + 0.5).floor().clamp(0.0, height) as u64;
        let start = x * u64::from(size.height);
        spans.push((start + from, start + to));
    }
}

/// The pixel under a place: what a click with the smallest brush means, whose disc may have no centre in it.
fn pixel_under(size: PixelSize, at: ImagePoint) -> Option<Span> {
    let is_inside =
        at.x >= 0.0 && at.y >= 0.0 && at.x < f64::from(size.width) && at.y < f64::from(size.height);
    let position = at.x as u64 * u64::from(size.height) + at.y as u64;
    is_inside.then_some((position, position + 1))
}

/// From where to where a disc reaches in a column.
fn disc(dab: Dab, x: f64) -> Option<(f64, f64)> {
    let across = dab.radius * dab.radius - (x - dab.at.x) * (x - dab.at.x);
    let half = (across >= 0.0).then(|| across.sqrt())?;
    Some((dab.at.y - half, dab.at.y + half))
}

/// The quadrilateral from the sides of one disc to those of the other.
struct Between([ImagePoint; 4]);

impl Between {
    fn new(from: Dab, to: Dab) -> Self {
        let way = to.at - from.at;
        let length = from.at.distance(to.at).max(f64::MIN_POSITIVE);
        let across = |dab: Dab, sign: f64| {
            ImagePoint::new(
                dab.at.x - sign * way.y / length * dab.radius,
                dab.at.y + sign * way.x / length * dab.radius,
            )
        };
        Self([
            across(from, 1.0),
            across(from, -1.0),
            across(to, -1.0),
            across(to, 1.0),
        ])
    }

    fn rows(&self, x: f64) -> Option<(f64, f64)> {
        let next = self.0.iter().cycle().skip(1);
        let crossings = self.0.iter().zip(next).filter_map(|(a, b)| {
            let crosses = (a.x <= x) != (b.x <= x);
            crosses.then(|| a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x))
        });
        crossings
            .map(|y| (y, y))
            .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    /// How far a point is from the way between two others.
    fn distance(point: ImagePoint, a: ImagePoint, b: ImagePoint) -> f64 {
        let way = b - a;
        let length = way.x * way.x + way.y * way.y;
        let along = if length > 0.0 {
            ((point - a).x * way.x + (point - a).y * way.y) / length
        } else {
            0.0
        };
        let along = along.clamp(0.0, 1.0);
        point.distance(ImagePoint::new(a.x + along * way.x, a.y + along * way.y))
    }

    proptest! {
        /// M1: exactly the pixels whose centre is no farther from the way than the brush reaches. A press that reaches
        /// none paints the pixel under it, which the next test is about.
        #[test]
        fn pixels_are_those_whose_centre_was_passed_over(
            points in prop::collection::vec((-4.3f64..24.0, -4.3f64..27.0), 1..6), radius in 0.3f64..7.0,
        ) {
            let size = PixelSize::new(17, 21);
            let at: Vec<_> = points.iter().map(|(x, y)| ImagePoint::new(*x, *y)).collect();
            let dabs: Vec<_> = at.iter().map(|at| Dab { at: *at, radius }).collect();
            let mask = stroke(size, &dabs).unwrap();
            let reached = |x: f64, y: f64| at[0].distance(ImagePoint::new(x + 0.5, y + 0.5)) < radius;
            let reaches = (0..17).any(|x| (0..21).any(|y| reached(f64::from(x), f64::from(y))));
            prop_assume!(at.len() > 1 || reaches);
            for x in 0..17 {
                for y in 0..21 {
                    let center = ImagePoint::new(f64::from(x) + 0.5, f64::from(y) + 0.5);
                    let ways = at.windows(2).map(|pair| distance(center, pair[0], pair[1]));
                    let near = ways.fold(center.distance(at[0]), f64::min);
                    // On the very edge the last bit of a sum decides.
                    if (near - radius).abs() > 1e-9 {
                        prop_assert_eq!(mask.contains(center), near < radius, "{:?} {}", center, near);
                    }
                }
            }
        }
    }

    #[test]
    fn a_press_that_reaches_no_centre_paints_the_pixel_under_it() {
        let dab = |x, y| Dab {
            at: ImagePoint::new(x, y),
            radius: 0.3,
        };
        let size = PixelSize::new(17, 21);
        let mask = stroke(size, &[dab(3.0, 4.0)]).unwrap();
        assert_eq!(mask.area(), 1);
        assert!(mask.contains(ImagePoint::new(3.5, 4.5)));
        assert_eq!(stroke(size, &[dab(-3.0, 4.0)]).unwrap().area(), 0);
    }

    #[test]
    fn a_brush_that_gets_narrower_paints_no_farther_than_its_discs_together() {
        let size = PixelSize::new(100, 40);
        let dab = |x, radius| Dab {
            at: ImagePoint::new(x, 20.0),
            radius,
        };
        let mask = stroke(size, &[dab(20.0, 15.0), dab(80.0, 2.0)]).unwrap();
        assert!(mask.contains(ImagePoint::new(20.0, 6.0)));
        assert!(mask.contains(ImagePoint::new(79.0, 20.0)));
        assert!(!mask.contains(ImagePoint::new(79.0, 24.0)));
    }
}
