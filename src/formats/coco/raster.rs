//! Pixels of a polygon: a pixel is inside where its centre is.

use crate::geometry::{ImagePoint, Mask, MaskError, PixelSize, Polygon, Ring};

/// The mask of a polygon: a pixel belongs to it where its centre does, a centre on an edge where the area lies right of
/// or below it. What lies outside the picture is cut off.
///
/// # Errors
/// The picture is larger than a mask can be.
pub(super) fn rasterise(size: PixelSize, polygon: &Polygon) -> Result<Mask, MaskError> {
    // Nothing is counted before the size is known to be bearable.
    let area = size.area();
    Mask::new(size, vec![u32::try_from(area).unwrap_or(u32::MAX)])?;
    let mut rings: Vec<Vec<Columns>> = Vec::new();
    for part in polygon.parts() {
        let outer_first = std::iter::once(&part.outer).chain(&part.holes);
        rings.push(outer_first.map(|ring| Columns::new(ring, size)).collect());
    }
    let mut runs = Runs::default();
    let mut column = vec![false; size.height as usize];
    let mut of_part = column.clone();
    for x in 0..size.width {
        column.fill(false);
        for part in &mut rings {
            paint(part, x, &mut of_part, &mut column);
        }
        runs.push(&column);
    }
    Mask::new(size, runs.done())
}

/// Paints one part's pixels in a column.
fn paint(rings: &mut [Columns], x: u32, of_part: &mut [bool], column: &mut [bool]) {
    let mut span: Option<(usize, usize)> = None;
    for (index, ring) in rings.iter_mut().enumerate() {
        for (from, to) in ring.rows(x) {
            let to = to.min(of_part.len());
            if index == 0 && from < to {
                let (low, high) = span.unwrap_or((from, to));
                span = Some((low.min(from), high.max(to)));
            }
            if let Some(rows) = of_part.get_mut(from..to) {
                rows.fill(index == 0);
            }
        }
    }
    let Some((low, high)) = span else { return };
    let here = column.iter_mut().zip(of_part).take(high).skip(low);
    for (all, mine) in here {
        *all |= std::mem::take(mine);
    }
}

/// A ring's edges, column by column from the left.
struct Columns {
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
            coming,
            crossing: Vec::new(),
        }
    }

    /// The rows inside, in pairs of the first and the one after the last.
    fn rows(&mut self, x: u32) -> Vec<(usize, usize)> {
        let center = f64::from(x) + 0.5;
        while self.coming.last().is_some_and(|(first, _)| *first <= x) {
            self.crossing
                .extend(self.coming.pop().map(|(_, edge)| edge));
        }
        self.crossing.retain(|edge| center < edge.right.x);
        let mut heights: Vec<f64> = self.crossing.iter().map(|edge| edge.at(center)).collect();
        heights.sort_by(f64::total_cmp);
        // The first row whose centre isn't above.
        let row = |y: f64| (y - 0.5).ceil().max(0.0) as usize;
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

/// Runs as they grow.
#[derive(Default)]
struct Runs {
    runs: Vec<u32>,
    inside: bool,
    length: u32,
}

impl Runs {
    fn push(&mut self, pixels: &[bool]) {
        for group in pixels.chunk_by(|a, b| a == b) {
            if group.first().is_some_and(|first| *first != self.inside) {
                self.runs.push(std::mem::take(&mut self.length));
                self.inside = !self.inside;
            }
            self.length += group.len() as u32;
        }
    }

    fn done(mut self) -> Vec<u32> {
        if self.length > 0 {
            self.runs.push(self.length);
        }
        self.runs
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
