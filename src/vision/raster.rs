//! A picture, or a part of it, at the one size that everything is measured at.

use crate::geometry::PixelSize;

/// Cells of a [`Raster`] on a side.
pub(super) const SIDE: usize = 64;
/// Bytes of a pixel: red, green, blue, alpha.
const CHANNELS: usize = 4;
/// What shows through transparent pixels: neither black nor white, so that it adds no edge to either.
const GROUND: f32 = 128.0;
/// A cell narrower than this share of a pixel lies outside of the picture.
const SLIVER: f32 = 1e-3;
/// Deviations of luminance below this are noise and not enlarged.
const LEAST_DEVIATION: f32 = 6.0;

/// A part of a picture, in shares of its sides. What sticks out repeats the pixels at the edge.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    /// From the left edge.
    pub left: f32,
    /// From the top edge.
    pub top: f32,
    /// Of both sides.
    pub side: f32,
}

/// `SIDE` × `SIDE` cells, row by row, whatever the picture's proportions; each is the mean of what it covers.
pub(super) struct Raster {
    /// Luminance, 0 is the picture's mean and 1 its standard deviation.
    pub luma: Vec<f32>,
    /// Cb and Cr, 0 is grey, where the picture's mean luminance is brought to 128.
    pub chroma: Vec<[f32; 2]>,
}

/// Pixels that a cell covers in one direction: the first, and how much of each.
struct Span {
    first: usize,
    shares: Vec<f32>,
}

impl Window {
    /// All of the picture.
    pub const WHOLE: Self = Self {
        left: 0.0,
        top: 0.0,
        side: 1.0,
    };
}

impl Raster {
    /// From straight RGBA, 8 bits a channel, row by row. None where there is no pixel or the length isn't that of the
    /// size.
    pub fn of(rgba: &[u8], size: PixelSize, window: Window) -> Option<Self> {
        let (width, height) = (size.width as usize, size.height as usize);
        let length = width.checked_mul(height)?.checked_mul(CHANNELS)?;
        if length == 0 || length != rgba.len() {
            return None;
        }
        let columns = spans(width, window.left, window.side);
        let rows = spans(height, window.top, window.side);
        let mut cells = Vec::with_capacity(SIDE * SIDE);
        for row in &rows {
            for column in &columns {
                cells.push(mean(rgba, width, row, column));
            }
        }
        Some(Self::normalised(&cells))
    }

    /// Luminance and chroma (JFIF 1.02, the full-range BT.601) of red, green and blue.
    fn normalised(cells: &[[f32; 3]]) -> Self {
        let count = cells.len() as f32;
        let luma: Vec<_> = cells
            .iter()
            .map(|[red, green, blue]| 0.299 * red + 0.587 * green + 0.114 * blue)
            .collect();
        let mean = luma.iter().sum::<f32>() / count;
        let variance = luma.iter().map(|it| (it - mean).powi(2)).sum::<f32>() / count;
        let deviation = variance.sqrt().max(LEAST_DEVIATION);
        // A lamp twice as bright doubles chroma too; the addend keeps the noise of dark pictures small.
        let gain = (128.0 + 16.0) / (mean + 16.0);
        let chroma = cells.iter().zip(&luma).map(|([red, _, blue], luma)| {
            [(blue - luma) / 1.772 * gain, (red - luma) / 1.402 * gain]
        });
        Self {
            chroma: chroma.collect(),
            luma: luma.iter().map(|it| (it - mean) / deviation).collect(),
        }
    }
}

/// The mean red, green and blue of what a row and a column of cells share.
fn mean(rgba: &[u8], width: usize, row: &Span, column: &Span) -> [f32; 3] {
    let (mut sums, mut weight) = ([0.0; 3], 0.0);
    for (y, tall) in row.shares.iter().enumerate() {
        let start = ((row.first + y) * width + column.first) * CHANNELS;
        let pixels = rgba[start..].chunks_exact(CHANNELS);
        for (pixel, wide) in pixels.zip(&column.shares) {
            let share = tall * wide;
            let opaque = f32::from(pixel[3]) / 255.0;
            let (seen, ground) = (share * opaque, share * (1.0 - opaque) * GROUND);
            for (sum, channel) in sums.iter_mut().zip(pixel) {
                *sum += f32::from(*channel) * seen + ground;
            }
            weight += share;
        }
    }
    sums.map(|sum| sum / weight)
}

/// Which of `length` pixels each cell covers.
fn spans(length: usize, start: f32, side: f32) -> Vec<Span> {
    let pixels = length as f32;
    let edge = |cell: usize| {
        let share = start + side * cell as f32 / SIDE as f32;
        (share * pixels).clamp(0.0, pixels)
    };
    let span = |cell| {
        let (from, to) = (edge(cell), edge(cell + 1));
        let first = (from as usize).min(length - 1);
        if to - from < SLIVER {
            return Span {
                first,
                shares: vec![1.0],
            };
        }
        let end = (to.ceil() as usize).clamp(first + 1, length);
        let share = |at: usize| (to.min(at as f32 + 1.0) - from.max(at as f32)).max(0.0);
        Span {
            first,
            shares: (first..end).map(share).collect(),
        }
    };
    (0..SIDE).map(span).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Left half one grey, right half another.
    fn halves(left: u8, right: u8) -> Vec<u8> {
        [left, right]
            .iter()
            .flat_map(|it| [*it, *it, *it, 255])
            .collect()
    }

    fn of(rgba: &[u8], width: u32, window: Window) -> Raster {
        Raster::of(rgba, PixelSize::new(width, 1), window).unwrap()
    }

    #[test]
    fn a_cell_is_the_mean_of_what_it_covers() {
        // Three pixels on 64 cells: the cell at 21 and 1/3 has a third of the first and two thirds of the second.
        let spans = spans(3, 0.0, 1.0);
        assert_eq!((spans[21].first, spans[21].shares.len()), (0, 2));
        let [first, second] = spans[21].shares[..] else {
            unreachable!("two pixels")
        };
        assert!((second / first - 2.0).abs() < 1e-3);
        let covered: f32 = spans.iter().flat_map(|span| &span.shares).sum();
        assert!((covered - 3.0).abs() < 1e-3);
    }

    #[test]
    fn luminance_has_mean_0_and_deviation_1() {
        let raster = of(&halves(50, 150), 2, Window::WHOLE);
        assert_eq!((raster.luma[0], raster.luma[63]), (-1.0, 1.0));
        // A flat picture stays flat, and its noise little.
        let raster = of(&halves(100, 101), 2, Window::WHOLE);
        assert!(raster.luma[63] < 0.2);
    }

    #[test]
    fn a_window_takes_a_part_and_repeats_the_edge_beyond() {
        let window = |left, side| Window {
            left,
            top: 0.0,
            side,
        };
        let right = of(&halves(50, 150), 2, window(0.5, 0.5));
        assert_eq!((right.luma[0], right.luma[63]), (0.0, 0.0));
        // A quarter of the window is the left pixel; the rest is the right one and what lies beyond it.
        let beyond = of(&halves(50, 150), 2, window(0.0, 2.0));
        assert!(beyond.luma[15] < 0.0 && beyond.luma[16] > 0.0 && beyond.luma[63] > 0.0);
        let before = of(&halves(50, 150), 2, window(-1.0, 2.0));
        assert!(before.luma[0] < 0.0 && before.luma[47] < 0.0 && before.luma[48] > 0.0);
    }

    #[test]
    fn what_is_transparent_is_grey() {
        let clear = of(&[255, 0, 0, 0, 0, 0, 255, 0], 2, Window::WHOLE);
        assert!(clear.luma.iter().all(|luma| *luma == 0.0));
        assert!(
            clear
                .chroma
                .iter()
                .flatten()
                .all(|chroma| chroma.abs() < 1e-3)
        );
        // Half of a red is half as red, on a grey.
        let half = of(&[255, 0, 0, 255, 255, 0, 0, 128], 2, Window::WHOLE);
        assert!((half.chroma[63][1] / half.chroma[0][1] - 0.5).abs() < 0.01);
    }

    #[test]
    fn light_changes_chroma_little() {
        let red =
            |light: u8| of(&[light, light / 2, light / 4, 255], 1, Window::WHOLE).chroma[0][1];
        let (dim, bright) = (red(120), red(200));
        assert!(
            dim > 20.0 && (bright / dim - 1.0).abs() < 0.1,
            "{dim} {bright}"
        );
    }
}
