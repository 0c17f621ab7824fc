//! Pictures for tests, drawn from a seed.

use super::{Descriptor, Query};
use crate::geometry::PixelSize;

const WIDTH: usize = 160;
const HEIGHT: usize = 120;

/// Straight RGBA, row by row.
#[derive(Clone)]
pub(super) struct Picture {
    pub rgba: Vec<u8>,
    pub size: PixelSize,
}

/// SplitMix64 (Steele, Lea, Flood 2014), below `end`.
fn chance(state: &mut u64, end: usize) -> usize {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) % end as u64) as usize
}

/// Twelve rectangles on a ground, all of any colour, none black or white.
pub(super) fn scribble(seed: u64) -> Picture {
    let mut state = seed.wrapping_mul(0x9e37_79b9);
    let color = |state: &mut u64| [0; 3].map(|_: u8| 40 + chance(state, 160) as u8);
    let [red, green, blue] = color(&mut state);
    let mut rgba = [red, green, blue, 255].repeat(WIDTH * HEIGHT);
    for _ in 0..12 {
        let (left, top) = (chance(&mut state, WIDTH), chance(&mut state, HEIGHT));
        let (wide, tall) = (10 + chance(&mut state, 50), 10 + chance(&mut state, 40));
        let color = color(&mut state);
        for y in top..(top + tall).min(HEIGHT) {
            for x in left..(left + wide).min(WIDTH) {
                let at = (y * WIDTH + x) * 4;
                rgba[at..at + 3].copy_from_slice(&color);
            }
        }
    }
    Picture {
        rgba,
        size: PixelSize::new(WIDTH as u32, HEIGHT as u32),
    }
}

impl Picture {
    pub fn descriptor(&self) -> Descriptor {
        Descriptor::of(&self.rgba, self.size).unwrap()
    }

    pub fn query(&self) -> Query {
        Query::from_pixels(&self.rgba, self.size).unwrap()
    }

    /// Another size, each pixel from where `from` says.
    fn moved(
        &self,
        wide: usize,
        tall: usize,
        from: impl Fn(usize, usize) -> (usize, usize),
    ) -> Self {
        let mut rgba = Vec::new();
        for at in 0..wide * tall {
            let (x, y) = from(at % wide, at / wide);
            let start = (y * self.size.width as usize + x) * 4;
            rgba.extend_from_slice(&self.rgba[start..start + 4]);
        }
        Self {
            rgba,
            size: PixelSize::new(wide as u32, tall as u32),
        }
    }

    pub fn mirrored(&self) -> Self {
        let (wide, tall) = (self.size.width as usize, self.size.height as usize);
        self.moved(wide, tall, |x, y| (wide - 1 - x, y))
    }

    pub fn halved(&self) -> Self {
        self.moved(WIDTH / 2, HEIGHT / 2, |x, y| (x * 2, y * 2))
    }

    /// So many pixels from the left and the top are cut off, and what is beyond `share` of the sides.
    pub fn cropped(&self, left: usize, top: usize, share: f32) -> Self {
        let part = |length: usize| (length as f32 * share) as usize;
        self.moved(part(WIDTH), part(HEIGHT), |x, y| (x + left, y + top))
    }

    fn changed(&self, mut change: impl FnMut(f32) -> f32) -> Self {
        let mut made = self.clone();
        for pixel in made.rgba.chunks_exact_mut(4) {
            for channel in &mut pixel[..3] {
                *channel = change(f32::from(*channel)) as u8;
            }
        }
        made
    }

    pub fn lit(&self, factor: f32, addend: f32) -> Self {
        self.changed(|channel| channel * factor + addend)
    }

    /// Each channel of each pixel moved by up to `reach`.
    pub fn noisy(&self, reach: f32) -> Self {
        let mut state = 1;
        self.changed(|channel| channel + (chance(&mut state, 2001) as f32 / 1000.0 - 1.0) * reach)
    }
}
