//! Pixels of a polygon: a pixel is inside where its centre is.

use super::spans::{Span, united, without};
use super::{Mask, MaskError};
use crate::geometry::{ImagePoint, Part, PixelSize, Polygon, Ring};

/// The mask of a polygon: a pixel belongs to it where its centre does, a centre on an edge where the area lies right of
/// or below it. What lies outside the picture is cut off.
///
/// # Errors
/// The picture is larger than a mask can be.
pub fn rasterise(size: PixelSize, polygon: &Polygon) -> Result<Mask, MaskError> {
    // Nothing is counted before the size is known to be bearable.
    Mask::empty(size)?;
    let mut spans = Vec::new();
    for part in polygon.parts() {
        paint(part, size, &mut spans);
    }
    Mask::from_spans(size, &united(spans))
}

/// The spans of one part.
fn paint(part: &Part, size: PixelSize, spans: &mut Vec<Span>) {
    let height = u64::from(size.height);
    let mut outer = Columns::new(&part.outer, size);
    let mut holes: Vec<_> = part
        .holes
        .iter()
        .map(|ring| Columns::new(ring, size))
        .collect();
    for x in outer.first..size.width {
        if outer.is_over() {
            break;
        }
        let start = u64::from(x) * height;
        let on_column = |rows: Vec<Span>| {
            let inside = rows
                .into_iter()
                .map(|(from, to)| (from.min(height), to.min(height)));
            united(
                inside
                    .map(|(from, to)| (start + from, start + to))
                    .collect(),
            )
        };
        let taken = holes.iter_mut().flat_map(|hole| hole.rows(x)).collect();
        spans.extend(without(&on_column(outer.rows(x)), &on_column(taken)));
    }
}

/// A ring's edges, column by column from the left.
struct Columns {
    /// The first column that an edge crosses.
    first: u32,
    /// Edges whose first column is still to come, that column first in order from the end.
    coming: Vec<(u32, Edge)>,
    /// Edges that cross the present column.
    crossing: Vec<Edge>,
}

struct Edge {
    left: ImagePoint,
    right: ImagePoint,
}

impl Columns {
    fn new(ring: &Ring, size: PixelSize) -> Self {
        let mut coming: Vec<(u32, Edge)> = ring
            .edges()
            .filter(|(a, b)| a.x != b.x)
            .filter_map(|(a, b)| {
                let (left, right) = if a.x < b.x { (a, b) } else { (b, a) };
                // The first column whose centre isn't left of the edge.
                let first = (left.x - 0.5).ceil().max(0.0);
                let crosses = first < f64::from(size.width) && first + 0.5 < right.x;
                crosses.then_some((first as u32, Edge { left, right }))
            })
            .collect();
        coming.sort_by_key(|(first, _)| std::cmp::Reverse(*first));
        Self {
            first: coming.last().map_or(0, |(first, _)| *first),
            coming,
            crossing: Vec::new(),
        }
    }

    /// No edge crosses this column or a later one.
    fn is_over(&self) -> bool {
        self.coming.is_empty() && self.crossing.is_empty()
    }

    /// The rows inside, in pairs of the first and the one after the last.
    fn rows(&mut self, x: u32) -> Vec<Span> {
        let center = f64::from(x) + 0.5;
        while self.coming.last().is_some_and(|(first, _)| *first <= x) {
            self.crossing
                .extend(self.coming.pop().map(|(_, edge)| edge));
        }
        self.crossing.retain(|edge| center < edge.right.x);
        let mut heights: Vec<f64> = self.crossing.iter().map(|edge| edge.at(center)).collect();
        heights.sort_by(f64::total_cmp);
        // The first row whose centre isn't above.
        let row = |y: f64| (y - 0.5).ceil().max(0.0) as u64;
        heights
            .chunks_exact(2)
            .filter_map(|pair| match pair {
                [top, bottom] => Some((row(*top), row(*bottom))),
                _ => None,
            })
            .collect()
    }
}

impl Edge {
    fn at(&self, x: f64) -> f64 {
        let way = self.right - self.left;
        self.left.y + way.y * ((x - self.left.x) / way.x)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::geometry::Part;
    use proptest::prelude::*;

    fn square(from: f64, to: f64) -> Ring {
        let corners = [(from, from), (to, from), (to, to), (from, to)];
        Ring::new(corners.map(|(x, y)| ImagePoint::new(x, y)).to_vec()).unwrap()
    }

    /// C20: as pycocotools: the square 10..20 has 100 pixels, with a hole 12..15 there are 9 fewer.
    #[test]
    fn a_hole_is_left_out() {
        let size = PixelSize::new(30, 25);
        let mut part = Part {
            outer: square(10.0, 20.0),
            holes: Vec::new(),
        };
        let whole = Polygon::from_parts(vec![part.clone()]).unwrap();
        assert_eq!(rasterise(size, &whole).unwrap().area(), 100);
        part.holes.push(square(12.0, 15.0));
        let holed = Polygon::from_parts(vec![part]).unwrap();
        assert_eq!(rasterise(size, &holed).unwrap().area(), 91);
    }

    proptest! {
        /// C20: exactly the pixels whose centre the polygon contains.
        #[test]
        fn pixels_are_those_whose_centre_is_inside(
            rings in prop::collection::vec(prop::collection::vec((-5.3f64..25.0, -5.3f64..25.0), 3..8), 1..5),
            holes in 0usize..3,
        ) {
            let size = PixelSize::new(17, 21);
            let mut rings = rings.into_iter().map(|points| {
                Ring::new(points.into_iter().map(|(x, y)| ImagePoint::new(x, y)).collect()).unwrap()
            });
            let first = Part { outer: rings.next().unwrap(), holes: rings.by_ref().take(holes).collect() };
            let more = rings.map(|outer| Part { outer, holes: Vec::new() });
            let polygon = Polygon::from_parts(std::iter::once(first).chain(more).collect()).unwrap();
            let mask = rasterise(size, &polygon).unwrap();
            for x in 0..17 {
                for y in 0..21 {
                    let center = ImagePoint::new(f64::from(x) + 0.5, f64::from(y) + 0.5);
                    prop_assert_eq!(mask.contains(center), polygon.contains(center), "{:?}", center);
                }
            }
        }
    }
}
