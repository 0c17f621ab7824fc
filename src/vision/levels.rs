//! The measures of a picture as small whole numbers, and as bits of which as many differ as the numbers do.

use super::hash::ODD_COLUMNS;
use super::raster::Raster;
use super::{colours, edges, hash, layout};

/// Fields of luminance on a side.
pub(super) const LUMA_SIDE: usize = 8;
/// Fields of chroma on a side.
pub(super) const CHROMA_SIDE: usize = 4;
/// Fields of the plane of colours on a side; odd, so that grey has its own.
pub(super) const COLOUR_SIDE: usize = 7;
/// Fields of edges on a side.
pub(super) const EDGE_SIDE: usize = 3;
/// Directions of edges in half a turn.
pub(super) const DIRECTIONS: usize = 6;

// The highest level of each kind: what the kind weighs in a comparison too.
/// Of luminance.
pub(super) const LUMA_TOP: u8 = 5;
/// Of chroma.
pub(super) const CHROMA_TOP: u8 = 8;
/// Of colours.
pub(super) const COLOUR_TOP: u8 = 8;
/// Of edges.
pub(super) const EDGE_TOP: u8 = 8;

/// Words of all bits.
pub(super) const WORDS: usize = 24;

/// What a descriptor holds, as numbers from 0 to the top of their kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Levels {
    hash: u64,
    luma: [u8; LUMA_SIDE * LUMA_SIDE],
    chroma: [[u8; CHROMA_SIDE * CHROMA_SIDE]; 2],
    colours: [u8; COLOUR_SIDE * COLOUR_SIDE],
    edges: [u8; EDGE_SIDE * EDGE_SIDE * DIRECTIONS],
}

/// The level of a share from 0 to 1; what is beyond is held there.
pub(super) fn level(share: f32, top: u8) -> u8 {
    (share.clamp(0.0, 1.0) * f32::from(top)).round() as u8
}

impl Levels {
    /// What is measured.
    pub fn of(raster: &Raster) -> Self {
        Self {
            hash: hash::hash(raster),
            luma: layout::luma(raster),
            chroma: layout::chroma(raster),
            colours: colours::colours(raster),
            edges: edges::edges(raster),
        }
    }

    /// Those of the picture in a mirror that swaps left and right.
    pub fn mirrored(mut self) -> Self {
        self.hash ^= ODD_COLUMNS;
        reverse_rows(&mut self.luma, LUMA_SIDE);
        for chroma in &mut self.chroma {
            reverse_rows(chroma, CHROMA_SIDE);
        }
        reverse_rows(self.edges.as_chunks_mut::<DIRECTIONS>().0, EDGE_SIDE);
        for directions in self.edges.as_chunks_mut::<DIRECTIONS>().0 {
            // Turned by nothing stays; what was turned clockwise is turned as far the other way.
            directions[1..].reverse();
        }
        self
    }

    /// As bits: the hash, then each level as so many ones among as many bits as the top of its kind. Where two
    /// numbers differ by n, n bits differ.
    pub fn packed(&self) -> [u64; WORDS] {
        let mut words = [0; WORDS];
        words[0] = self.hash;
        let mut at = 64;
        for (levels, top) in self.kinds() {
            for level in levels {
                for bit in at..at + usize::from(*level) {
                    words[bit / 64] |= 1 << (bit % 64);
                }
                at += usize::from(top);
            }
        }
        words
    }

    /// From what [`Levels::packed`] gave.
    pub fn unpacked(words: &[u64; WORDS]) -> Self {
        let mut levels = Self {
            hash: words[0],
            luma: [0; _],
            chroma: [[0; _]; 2],
            colours: [0; _],
            edges: [0; _],
        };
        let mut at = 64;
        for (levels, top) in levels.kinds_mut() {
            for level in levels {
                let end = at + usize::from(top);
                *level = (at..end)
                    .map(|bit| (words[bit / 64] >> (bit % 64) & 1) as u8)
                    .sum();
                at = end;
            }
        }
        levels
    }

    fn kinds(&self) -> [(&[u8], u8); 4] {
        [
            (&self.luma, LUMA_TOP),
            (self.chroma.as_flattened(), CHROMA_TOP),
            (&self.colours, COLOUR_TOP),
            (&self.edges, EDGE_TOP),
        ]
    }

    fn kinds_mut(&mut self) -> [(&mut [u8], u8); 4] {
        [
            (&mut self.luma, LUMA_TOP),
            (self.chroma.as_flattened_mut(), CHROMA_TOP),
            (&mut self.colours, COLOUR_TOP),
            (&mut self.edges, EDGE_TOP),
        ]
    }
}

fn reverse_rows<T>(fields: &mut [T], side: usize) {
    for row in fields.chunks_exact_mut(side) {
        row.reverse();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vision::raster::Window;
    use crate::vision::scribbles::{Picture, scribble};

    fn levels(picture: &Picture) -> Levels {
        Levels::of(&Raster::of(&picture.rgba, picture.size, Window::WHOLE).unwrap())
    }

    #[test]
    fn bits_come_back_as_levels() {
        for seed in 0..20 {
            let levels = levels(&scribble(seed));
            assert_eq!(Levels::unpacked(&levels.packed()), levels);
        }
    }

    #[test]
    fn as_many_bits_differ_as_levels_do() {
        let (one, other) = (levels(&scribble(1)), levels(&scribble(2)));
        let pairs = one.kinds().into_iter().zip(other.kinds());
        let differing: u32 = pairs
            .flat_map(|((one, _), (other, _))| one.iter().zip(other))
            .map(|(one, other)| u32::from(one.abs_diff(*other)))
            .sum();
        let (one_bits, other_bits) = (one.packed(), other.packed());
        let pairs = one_bits.iter().zip(&other_bits).skip(1);
        let bits: u32 = pairs.map(|(one, other)| (one ^ other).count_ones()).sum();
        assert_eq!(bits, differing);
        assert_eq!(one_bits[0], one.hash);
    }

    #[test]
    fn every_level_is_used() {
        let mut seen = [const { Vec::new() }; 4];
        for seed in 0..60 {
            for (seen, (levels, top)) in seen.iter_mut().zip(levels(&scribble(seed)).kinds()) {
                seen.resize(usize::from(top) + 1, false);
                levels
                    .iter()
                    .for_each(|level| seen[usize::from(*level)] = true);
            }
        }
        assert!(seen.iter().flatten().all(|seen| *seen), "{seen:?}");
    }

    #[test]
    fn a_mirror_turns_every_measure() {
        for seed in 0..20 {
            let picture = scribble(seed);
            let turned = levels(&picture).mirrored();
            assert_eq!(turned.clone().mirrored(), levels(&picture));
            // Sums in another order may fall to the other side of a rounding.
            let (turned, seen) = (turned.packed(), levels(&picture.mirrored()).packed());
            let differing = turned.iter().zip(&seen).map(|(a, b)| (a ^ b).count_ones());
            assert!(differing.sum::<u32>() <= 4, "{seed}");
        }
    }
}
