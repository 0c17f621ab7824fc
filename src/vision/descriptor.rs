//! How one picture looks, in a few bytes.

use super::Query;
use super::levels::{Levels, WORDS};
use super::raster::{Raster, Window};
use crate::geometry::PixelSize;

/// Raised whenever the same picture would give other bytes, so that stored ones are made again.
const VERSION: u8 = 1;

/// Luminance, chroma, colours, edges and a perceptual hash of a picture, as bits: the more of them two pictures share,
/// the more alike they look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Descriptor {
    words: [u64; WORDS],
}

impl Descriptor {
    /// Bytes of a stored descriptor: the version and 8 for each word.
    pub const BYTES: usize = 1 + 8 * WORDS;

    /// Of a picture in straight RGBA, 8 bits a channel, row by row, as it is displayed. What is transparent counts as
    /// grey. A thumbnail is enough; nothing finer than 1/64 of a side is seen.
    ///
    /// None where there is no pixel, or `rgba` isn't 4 × width × height bytes long.
    pub fn of(rgba: &[u8], size: PixelSize) -> Option<Self> {
        Self::within(rgba, size, Window::WHOLE)
    }

    /// Of a part of a picture, or of more than there is.
    pub(super) fn within(rgba: &[u8], size: PixelSize, window: Window) -> Option<Self> {
        let raster = Raster::of(rgba, size, window)?;
        Some(Self {
            words: Levels::of(&raster).packed(),
        })
    }

    /// That of the same picture with left and right swapped.
    pub fn mirrored(&self) -> Self {
        Self {
            words: Levels::unpacked(&self.words).mirrored().packed(),
        }
    }

    /// As it is stored: see SPEC.md for what each byte is.
    pub fn to_bytes(&self) -> [u8; Self::BYTES] {
        let mut bytes = [VERSION; Self::BYTES];
        for (place, word) in bytes[1..].chunks_exact_mut(8).zip(&self.words) {
            place.copy_from_slice(&word.to_le_bytes());
        }
        bytes
    }

    /// From what [`Descriptor::to_bytes`] gave. None where it is of another version or length: make it again then.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (version, rest) = bytes.split_first()?;
        let (chunks, left) = rest.as_chunks::<8>();
        if *version != VERSION || !left.is_empty() {
            return None;
        }
        let chunks: &[[u8; 8]; WORDS] = chunks.try_into().ok()?;
        Some(Self {
            words: chunks.map(u64::from_le_bytes),
        })
    }

    /// How alike two pictures look, from 0 to 1, which is the same or the mirrored picture. Pictures that have nothing
    /// to do with each other come to about a quarter. Either may stand first.
    pub fn similarity(&self, other: &Self) -> f32 {
        let distance = Query::from_descriptor(self).distance_within(other, u32::MAX);
        distance.map_or(0.0, similarity)
    }

    /// Bits that differ, where they are at most `bound`. A third of the words is often enough to know.
    pub(super) fn distance_within(&self, other: &Self, bound: u32) -> Option<u32> {
        let mut distance = 0;
        let (own, others) = (
            self.words.as_chunks::<8>().0,
            other.words.as_chunks::<8>().0,
        );
        for (own, other) in own.iter().zip(others) {
            let pairs = own.iter().zip(other);
            distance += pairs.map(|(a, b)| (a ^ b).count_ones()).sum::<u32>();
            if distance > bound {
                return None;
            }
        }
        Some(distance)
    }
}

/// The similarity at so many bits that differ: the sixth power of the share of bits that don't, since strangers share
/// four fifths of them. It falls with every bit, so it orders as distances do.
pub(super) fn similarity(distance: u32) -> f32 {
    let bits = (64 * WORDS) as f32;
    (1.0 - distance as f32 / bits).powi(6)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vision::scribbles::{Picture, scribble};

    /// Scribbles are nearer to their copies than either to anybody else, and at least so near.
    fn assert_above_strangers(at_least: f32, copy: impl Fn(Picture) -> Picture) {
        let strangers: Vec<_> = (1000..1040)
            .map(|seed| scribble(seed).descriptor())
            .collect();
        for seed in 0..8 {
            let (own, copy) = (
                scribble(seed).descriptor(),
                copy(scribble(seed)).descriptor(),
            );
            let same = own.similarity(&copy);
            assert!(same >= at_least, "{seed}: {same}");
            for stranger in &strangers {
                let nearest = own.similarity(stranger).max(copy.similarity(stranger));
                assert!(same > nearest, "{seed}: {same} against {nearest}");
            }
        }
    }

    #[test]
    fn the_same_picture_is_1_and_another_is_not() {
        for seed in 0..20 {
            let (own, other) = (scribble(seed), scribble(seed + 20));
            assert_eq!(own.descriptor().similarity(&own.descriptor()), 1.0);
            assert!(
                own.descriptor().similarity(&other.descriptor()) < 0.6,
                "{seed}"
            );
        }
    }

    #[test]
    fn either_may_stand_first() {
        for seed in 0..20 {
            let (one, other) = (scribble(seed).descriptor(), scribble(seed + 1).descriptor());
            assert_eq!(one.similarity(&other), other.similarity(&one));
            assert_eq!(one.similarity(&other), one.similarity(&other.mirrored()));
        }
    }

    #[test]
    fn a_mirror_image_is_the_same_picture() {
        assert_above_strangers(0.95, |picture| picture.mirrored());
    }

    #[test]
    fn light_changes_little() {
        assert_above_strangers(0.85, |picture| picture.lit(1.2, 0.0));
        assert_above_strangers(0.85, |picture| picture.lit(0.8, 0.0));
        // Less contrast about the middle.
        assert_above_strangers(0.75, |picture| picture.lit(0.7, 38.0));
    }

    #[test]
    fn noise_changes_little() {
        assert_above_strangers(0.8, |picture| picture.noisy(8.0));
    }

    #[test]
    fn another_size_changes_little() {
        assert_above_strangers(0.85, |picture| picture.halved());
    }

    #[test]
    fn bytes_come_back() {
        let descriptor = scribble(3).descriptor();
        let bytes = descriptor.to_bytes();
        assert_eq!(bytes[0], VERSION);
        assert_eq!(Descriptor::from_bytes(&bytes), Some(descriptor));
    }

    #[test]
    fn bytes_of_another_version_or_length_are_none() {
        let mut bytes = scribble(3).descriptor().to_bytes().to_vec();
        assert_eq!(Descriptor::from_bytes(&bytes[..bytes.len() - 1]), None);
        assert_eq!(Descriptor::from_bytes(&bytes[..bytes.len() - 8]), None);
        assert_eq!(Descriptor::from_bytes(&[]), None);
        bytes.push(0);
        assert_eq!(Descriptor::from_bytes(&bytes), None);
        bytes.pop();
        bytes[0] += 1;
        assert_eq!(Descriptor::from_bytes(&bytes), None);
    }

    #[test]
    fn pixels_of_another_length_are_none() {
        let size = PixelSize::new(3, 2);
        assert!(Descriptor::of(&[7; 24], size).is_some());
        for length in [0, 6, 23, 25, 48] {
            assert_eq!(Descriptor::of(&vec![7; length], size), None, "{length}");
        }
        assert_eq!(Descriptor::of(&[], PixelSize::new(0, 2)), None);
        assert_eq!(
            Descriptor::of(&[], PixelSize::new(u32::MAX, u32::MAX)),
            None
        );
    }
}
