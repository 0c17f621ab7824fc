//! Which colours there are, wherever they are.

use super::levels::{COLOUR_SIDE, COLOUR_TOP, level};
use super::raster::Raster;

/// Chroma that stands at the rim.
const RIM: f32 = 100.0;
/// Shares are stretched, since hardly ever all of a picture has one colour.
const STRETCH: f32 = 1.3;

/// How much of the picture has each of `COLOUR_SIDE` × `COLOUR_SIDE` colours: Cb in columns, Cr in rows, grey in the
/// middle, fields growing outwards.
///
/// A colour between fields counts for all four, so that little changes move little. Shares are rooted, as in the
/// Hellinger distance: twice as much of a rare colour tells more than of a common one.
pub(super) fn colours(raster: &Raster) -> [u8; COLOUR_SIDE * COLOUR_SIDE] {
    let mut sums = [0.0f32; COLOUR_SIDE * COLOUR_SIDE];
    for [blue, red] in &raster.chroma {
        let ((column, right), (row, below)) = (place(*blue), place(*red));
        for (down, tall) in [(0, 1.0 - below), (1, below)] {
            for (along, wide) in [(0, 1.0 - right), (1, right)] {
                sums[(row + down) * COLOUR_SIDE + column + along] += tall * wide;
            }
        }
    }
    let count = raster.chroma.len() as f32;
    sums.map(|sum| level((sum / count).sqrt() * STRETCH, COLOUR_TOP))
}

/// The field before, and how far it is on the way to the next.
fn place(chroma: f32) -> (usize, f32) {
    let root = (chroma.abs() / RIM).sqrt().min(1.0).copysign(chroma);
    let at = (root + 1.0) / 2.0 * (COLOUR_SIDE - 1) as f32;
    let field = (at as usize).min(COLOUR_SIDE - 2);
    (field, at - field as f32)
}
