//! A perceptual hash: 64 bits that a re-encoded picture keeps.

use super::raster::{Raster, SIDE};
use std::f32::consts::PI;

/// Frequencies in each direction. The zeroth is left out: it says how light rows and columns are.
const FREQUENCIES: usize = 8;

/// Bits of the odd horizontal frequencies, whose signs a mirror turns.
pub(super) const ODD_COLUMNS: u64 = 0x5555_5555_5555_5555;

/// Signs of the cosine transform (DCT-II) of luminance at the lowest frequencies: bit 8 v + u is that of the
/// horizontal frequency u + 1 and the vertical v + 1.
///
/// After Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions" (2010), section 3.2.1. There the
/// threshold is the median; here it is zero, so that the hash of the mirrored picture follows from the hash.
pub(super) fn hash(raster: &Raster) -> u64 {
    let waves: Vec<[f32; SIDE]> = (1..=FREQUENCIES).map(wave).collect();
    let mut bits = 0;
    // Along each row first, then down.
    for (u, across) in waves.iter().enumerate() {
        let rows = raster.luma.chunks_exact(SIDE).map(|row| dot(row, across));
        let rows: Vec<f32> = rows.collect();
        for (v, down) in waves.iter().enumerate() {
            if dot(&rows, down) > 0.0 {
                bits |= 1 << (v * FREQUENCIES + u);
            }
        }
    }
    bits
}

fn wave(frequency: usize) -> [f32; SIDE] {
    std::array::from_fn(|at| {
        let phase = (at as f32 + 0.5) * frequency as f32 / SIDE as f32;
        (phase * PI).cos()
    })
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
