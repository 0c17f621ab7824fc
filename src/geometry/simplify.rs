//! Free-hand lines made lighter.

use super::ImagePoint;
use geo::{Coord, LineString, Simplify as _};

/// The vertices of a free-hand line that matter within `tolerance` picture pixels (Ramer–Douglas–Peucker).
pub fn simplify_ring(vertices: &[ImagePoint], tolerance: f64) -> Vec<ImagePoint> {
    let line: LineString<f64> = vertices
        .iter()
        .map(|vertex| Coord {
            x: vertex.x,
            y: vertex.y,
        })
        .collect();
    line.simplify(tolerance)
        .into_iter()
        .map(|coord| ImagePoint::new(coord.x, coord.y))
        .collect()
}
