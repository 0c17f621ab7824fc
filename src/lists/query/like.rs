//! What inputs are to look like, as the address has it.

use crate::document::{ContentHash, InputId};
use serde::{Deserialize, Serialize};

/// Pictures that have less in common aren't said to look alike. Strangers come to about a quarter.
pub const LEAST_ALIKE: f32 = 0.35;

/// What inputs are to look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Like {
    /// Which picture.
    pub of: LikeOf,
    /// Which part of it; none for all.
    pub part: Option<Part>,
}

/// A picture to look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LikeOf {
    /// That of an input.
    Input(InputId),
    /// One that somebody showed, by the hash of its bytes.
    Picture(ContentHash),
}

/// A part of a picture: left, top, right, bottom in thousandths of its sides. Never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part([u16; 4]);

impl Like {
    /// All of an input's picture.
    pub fn input(input: InputId) -> Self {
        Self {
            of: LikeOf::Input(input),
            part: None,
        }
    }

    /// As the address has it: `0123456789abcdef`, or 64 digits of a hash; then `@100,0,900,500` for a part.
    pub fn written(self) -> String {
        let of = match self.of {
            LikeOf::Input(input) => input.to_string(),
            LikeOf::Picture(hash) => hash.hex(),
        };
        match self.part {
            None => of,
            Some(Part([left, top, right, bottom])) => format!("{of}@{left},{top},{right},{bottom}"),
        }
    }

    /// From what the address has; none where it is nothing of the kind.
    pub fn read(text: &str) -> Option<Self> {
        let (of, part) = match text.split_once('@') {
            Some((of, part)) => (of, Some(Part::read(part)?)),
            None => (text, None),
        };
        let of = match ContentHash::from_hex(of) {
            Some(hash) => LikeOf::Picture(hash),
            None => LikeOf::Input(of.parse().ok()?),
        };
        Some(Self { of, part })
    }
}

impl Part {
    /// A part by its sides: left, top, right, bottom, each 0..=1. None where it is empty, or all of the picture.
    pub fn new(sides: [f64; 4]) -> Option<Self> {
        let [left, top, right, bottom] =
            sides.map(|side| (side.clamp(0.0, 1.0) * 1000.0).round() as u16);
        let part = Self([left, top, right, bottom]);
        (left < right && top < bottom && part.0 != [0, 0, 1000, 1000]).then_some(part)
    }

    /// Left, top, right, bottom, each 0..=1.
    pub fn sides(self) -> [f64; 4] {
        self.0.map(|side| f64::from(side) / 1000.0)
    }

    fn read(text: &str) -> Option<Self> {
        let sides: Vec<f64> = text
            .split(',')
            .map(|side| side.parse().ok())
            .collect::<Option<_>>()?;
        let sides: [f64; 4] = sides.try_into().ok()?;
        Self::new(sides.map(|side| side / 1000.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let hash = ContentHash([7; 32]);
        for of in [LikeOf::Input(InputId(0xabc)), LikeOf::Picture(hash)] {
            for part in [None, Part::new([0.1, 0.0, 0.25, 1.0])] {
                let like = Like { of, part };
                assert_eq!(Like::read(&like.written()), Some(like));
            }
        }
        for text in [
            "",
            "zebra",
            "12@",
            "12@1,2,3",
            "12@900,0,100,500",
            "12@0,0,1000,1000",
        ] {
            assert_eq!(Like::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_part_stays_inside_and_is_not_all_of_it() {
        let sides = Part::new([-1.0, 0.5, 0.5, 7.0]).map(Part::sides);
        assert_eq!(sides, Some([0.0, 0.5, 0.5, 1.0]));
        assert_eq!(Part::new([0.0, 0.0, 1.0, 1.0]), None);
        assert_eq!(Part::new([0.5, 0.0, 0.5, 1.0]), None);
    }
}
