//! Where it is light and dark, and where which colour is: means over a coarse grid.

use super::levels::{CHROMA_SIDE, CHROMA_TOP, LUMA_SIDE, LUMA_TOP, level};
use super::raster::{Raster, SIDE};

/// Means of luminance reach so many standard deviations to each side of the middle.
const LUMA_REACH: f32 = 1.75;
/// Roots of the means of chroma reach so far to each side of grey.
const CHROMA_REACH: f32 = 8.0;

/// Luminance, row by row.
pub(super) fn luma(raster: &Raster) -> [u8; LUMA_SIDE * LUMA_SIDE] {
    let means = means::<{ LUMA_SIDE * LUMA_SIDE }>(LUMA_SIDE, |at| raster.luma[at]);
    means.map(|mean| level((mean / LUMA_REACH + 1.0) / 2.0, LUMA_TOP))
}

/// Cb, row by row, then Cr. Roots are taken of both, since people see little differences near grey best.
pub(super) fn chroma(raster: &Raster) -> [[u8; CHROMA_SIDE * CHROMA_SIDE]; 2] {
    [0, 1].map(|which| {
        let means =
            means::<{ CHROMA_SIDE * CHROMA_SIDE }>(CHROMA_SIDE, |at| raster.chroma[at][which]);
        means.map(|mean| {
            let root = mean.abs().sqrt().copysign(mean);
            level((root / CHROMA_REACH + 1.0) / 2.0, CHROMA_TOP)
        })
    })
}

/// The means over the fields of a grid of `side` × `side`.
fn means<const FIELDS: usize>(side: usize, value: impl Fn(usize) -> f32) -> [f32; FIELDS] {
    let mut sums = [0.0; FIELDS];
    for at in 0..SIDE * SIDE {
        let (row, column) = (at / SIDE * side / SIDE, at % SIDE * side / SIDE);
        sums[row * side + column] += value(at);
    }
    let cells = (SIDE / side).pow(2) as f32;
    sums.map(|sum| sum / cells)
}
