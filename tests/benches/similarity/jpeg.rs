//! What JPEG takes away: cosine transforms of 8 × 8 blocks, rounded (ITU-T T.81, with the example tables of annex K
//! and the qualities of the IJG's library). Chroma isn't halved.

use crate::scenes::Picture;
use std::f32::consts::PI;

/// Table K.1.
const LUMA: [u8; 64] = [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
    92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];

/// The corner of table K.2 that isn't 99.
const CHROMA: [[u8; 4]; 4] = [
    [17, 18, 24, 47],
    [18, 21, 26, 66],
    [24, 26, 56, 99],
    [47, 66, 99, 99],
];

/// The picture as it is read again.
pub fn stored(picture: &Picture, quality: f32) -> Picture {
    let scale = if quality < 50.0 {
        50.0 / quality
    } else {
        2.0 - quality / 50.0
    };
    let luma = LUMA.map(|step| (f32::from(step) * scale).max(1.0));
    let chroma = std::array::from_fn(|at| {
        let step = CHROMA
            .get(at / 8)
            .and_then(|row| row.get(at % 8))
            .unwrap_or(&99);
        (f32::from(*step) * scale).max(1.0)
    });
    let (width, height) = (picture.size.width as usize, picture.size.height as usize);
    let mut planes: Vec<[f32; 3]> = picture.rgba.chunks_exact(4).map(ycc).collect();
    for top in (0..height).step_by(8) {
        for left in (0..width).step_by(8) {
            for (plane, steps) in [&luma, &chroma, &chroma].into_iter().enumerate() {
                // Blocks that stick out repeat the last pixel.
                let place = |at: usize| {
                    (top + at / 8).min(height - 1) * width + (left + at % 8).min(width - 1)
                };
                let block = rounded(&std::array::from_fn(|at| planes[place(at)][plane]), steps);
                for (at, value) in block.into_iter().enumerate() {
                    if top + at / 8 < height && left + at % 8 < width {
                        planes[place(at)][plane] = value;
                    }
                }
            }
        }
    }
    let rgba = planes.into_iter().flat_map(rgba).collect();
    Picture {
        rgba,
        size: picture.size,
    }
}

/// Transformed, rounded to steps, and transformed back.
fn rounded(block: &[f32; 64], steps: &[f32; 64]) -> [f32; 64] {
    let waves: [[f32; 8]; 8] = std::array::from_fn(|u| {
        let scale = if u == 0 { 0.125f32.sqrt() } else { 0.5 };
        std::array::from_fn(|x| scale * ((2 * x + 1) as f32 * u as f32 * PI / 16.0).cos())
    });
    let sum = |term: &dyn Fn(usize) -> f32| (0..8).map(term).sum::<f32>();
    let rows: [f32; 64] =
        std::array::from_fn(|at| sum(&|x| block[at / 8 * 8 + x] * waves[at % 8][x]));
    let mut made: [f32; 64] =
        std::array::from_fn(|at| sum(&|y| rows[y * 8 + at % 8] * waves[at / 8][y]));
    for (value, step) in made.iter_mut().zip(steps) {
        *value = (*value / step).round() * step;
    }
    let rows: [f32; 64] =
        std::array::from_fn(|at| sum(&|v| made[v * 8 + at % 8] * waves[v][at / 8]));
    std::array::from_fn(|at| sum(&|u| rows[at / 8 * 8 + u] * waves[u][at % 8]))
}

fn ycc(pixel: &[u8]) -> [f32; 3] {
    let [red, green, blue] = [0, 1, 2].map(|at| f32::from(pixel[at]));
    let luma = 0.299 * red + 0.587 * green + 0.114 * blue;
    [luma - 128.0, (blue - luma) / 1.772, (red - luma) / 1.402]
}

fn rgba([luma, cb, cr]: [f32; 3]) -> [u8; 4] {
    let (luma, red, blue) = (
        luma + 128.0,
        luma + 128.0 + 1.402 * cr,
        luma + 128.0 + 1.772 * cb,
    );
    let green = (luma - 0.299 * red - 0.114 * blue) / 0.587;
    let byte = |value: f32| value.round().clamp(0.0, 255.0) as u8;
    [byte(red), byte(green), byte(blue), 255]
}
