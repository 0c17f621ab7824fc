//! How much there is of edges in each direction, in each part of the picture.

use super::levels::{DIRECTIONS, EDGE_SIDE, EDGE_TOP, level};
use super::raster::{Raster, SIDE};
use std::f32::consts::PI;

/// Roots of the mean strength are stretched so that a busy picture reaches the top.
const STRETCH: f32 = 2.0;

/// The strength of edges, field by field of a grid of `EDGE_SIDE` × `EDGE_SIDE`, in each of [`DIRECTIONS`] directions
/// in turn: those across an upright edge first, then turned clockwise.
///
/// Gradients of luminance between neighbours, as in Dalal and Triggs, "Histograms of Oriented Gradients for Human
/// Detection" (2005): without sign, shared between the two nearest directions. They aren't normalised by field, since
/// luminance is already, and how busy a field is tells pictures apart.
pub(super) fn edges(raster: &Raster) -> [u8; EDGE_SIDE * EDGE_SIDE * DIRECTIONS] {
    let mut sums = [0.0f32; EDGE_SIDE * EDGE_SIDE * DIRECTIONS];
    let mut counts = [0.0f32; EDGE_SIDE * EDGE_SIDE];
    for y in 1..SIDE - 1 {
        for x in 1..SIDE - 1 {
            let at = y * SIDE + x;
            let across = (raster.luma[at + 1] - raster.luma[at - 1]) / 2.0;
            let down = (raster.luma[at + SIDE] - raster.luma[at - SIDE]) / 2.0;
            let field = part(y) * EDGE_SIDE + part(x);
            counts[field] += 1.0;
            let turned = down.atan2(across).rem_euclid(PI) / PI * DIRECTIONS as f32;
            let (before, rest) = (turned as usize, turned.fract());
            let strength = across.hypot(down);
            let first = field * DIRECTIONS;
            sums[first + before % DIRECTIONS] += strength * (1.0 - rest);
            sums[first + (before + 1) % DIRECTIONS] += strength * rest;
        }
    }
    let mut at = 0;
    sums.map(|sum| {
        let mean = sum / counts[at / DIRECTIONS];
        at += 1;
        level(mean.sqrt() * STRETCH, EDGE_TOP)
    })
}

/// The field in which the middle of a cell lies, which is the same from either end.
fn part(at: usize) -> usize {
    (2 * at + 1) * EDGE_SIDE / (2 * SIDE)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The direction that is strongest in the middle field of waves that run along (x, y).
    fn strongest(x: f32, y: f32) -> usize {
        let wave = |at: usize| {
            let phase = (at % SIDE) as f32 * x + (at / SIDE) as f32 * y;
            phase.sin()
        };
        let raster = Raster {
            luma: (0..SIDE * SIDE).map(wave).collect(),
            chroma: Vec::new(),
        };
        let middle = edges(&raster)[4 * DIRECTIONS..5 * DIRECTIONS].to_vec();
        let most = *middle.iter().max().unwrap();
        assert_eq!(middle.iter().filter(|level| **level == most).count(), 1);
        middle.iter().position(|level| *level == most).unwrap()
    }

    #[test]
    fn directions_turn_clockwise_from_upright_edges() {
        for direction in 0..DIRECTIONS {
            let angle = direction as f32 * PI / DIRECTIONS as f32;
            let (x, y) = (0.3 * angle.cos(), 0.3 * angle.sin());
            assert_eq!(strongest(x, y), direction);
            assert_eq!(strongest(-x, -y), direction);
        }
    }
}
