//! `segmentation` as it stands in the file.

use super::value::Finite;
use crate::geometry::ImagePoint;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor,
};
use std::borrow::Cow;
use std::fmt;

/// The most vertices of one shape.
const MOST_VERTICES: usize = 1_000_000;
/// Room for the vertices of most rings.
const USUAL_VERTICES: usize = 32;
const TOO_MANY: &str = "more than 1,000,000 vertices in one shape";

/// An outline, pixels, or nothing.
#[derive(Debug, Default)]
pub(super) enum Segmentation {
    /// Nothing: a box.
    #[default]
    None,
    /// Rings.
    Rings {
        /// As they stand.
        rings: Vec<RawRing>,
        /// Not a list of rings, but the numbers of one.
        is_flat: bool,
    },
    /// Pixels.
    Runs(RawRuns),
}

/// A ring's numbers, in pairs.
#[derive(Debug, Default)]
pub(super) struct RawRing {
    pub points: Vec<ImagePoint>,
    /// A number is left over.
    pub is_odd: bool,
}

/// A run-length code.
#[derive(Debug, serde::Deserialize)]
pub(super) struct RawRuns {
    /// Height, width.
    pub size: [u64; 2],
    pub counts: Counts,
}

/// Runs as numbers, or as COCO's text.
#[derive(Debug)]
pub(super) enum Counts {
    Numbers(Vec<u32>),
    Text(Box<str>),
}

impl<'de> Deserialize<'de> for Segmentation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Outline)
    }
}

struct Outline;

impl<'de> Visitor<'de> for Outline {
    type Value = Segmentation;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a segmentation: rings or runs")
    }

    fn visit_unit<E>(self) -> Result<Segmentation, E> {
        Ok(Segmentation::None)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Segmentation, A::Error> {
        RawRuns::deserialize(serde::de::value::MapAccessDeserializer::new(members))
            .map(Segmentation::Runs)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Segmentation, A::Error> {
        let (mut rings, mut flat) = (Vec::new(), Pairs::default());
        let mut room = MOST_VERTICES;
        while let Some(item) = items.next_element_seed(ItemSeed { room: &mut room })? {
            match item {
                Item::Ring(ring) => rings.push(ring),
                Item::Number(number) => flat.push(number, &mut room)?,
            }
        }
        let flat_ring = flat.ring();
        let is_flat = flat_ring.is_odd || !flat_ring.points.is_empty();
        if is_flat && !rings.is_empty() {
            return Err(A::Error::custom("segmentation mixes numbers and rings"));
        }
        if is_flat {
            rings.push(flat_ring);
        }
        rings.retain(|ring| ring.is_odd || !ring.points.is_empty());
        if rings.is_empty() {
            return Ok(Segmentation::None);
        }
        Ok(Segmentation::Rings { rings, is_flat })
    }
}

/// Numbers that become points as they come.
#[derive(Default)]
struct Pairs {
    points: Vec<ImagePoint>,
    x: Option<f64>,
}

impl Pairs {
    /// Ends the reading of the record at once where there are too many: the rest of such a record is long.
    fn push<E: serde::de::Error>(&mut self, number: f64, room: &mut usize) -> Result<(), E> {
        let Some(x) = self.x.take() else {
            self.x = Some(number);
            return Ok(());
        };
        *room = room.checked_sub(1).ok_or_else(|| E::custom(TOO_MANY))?;
        self.points.push(ImagePoint::new(x, number));
        Ok(())
    }

    fn ring(&mut self) -> RawRing {
        RawRing {
            points: std::mem::take(&mut self.points),
            is_odd: self.x.is_some(),
        }
    }
}

enum Item {
    Number(f64),
    Ring(RawRing),
}

struct ItemSeed<'r> {
    /// How many vertices more there may be.
    room: &'r mut usize,
}

impl<'de> DeserializeSeed<'de> for ItemSeed<'_> {
    type Value = Item;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Item, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ItemSeed<'_> {
    type Value = Item;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a ring or a number")
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Item, E> {
        Ok(Item::Number(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Item, E> {
        Ok(Item::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Item, E> {
        Ok(Item::Number(number as f64))
    }

    fn visit_unit<E>(self) -> Result<Item, E> {
        Ok(Item::Ring(RawRing::default()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut numbers: A) -> Result<Item, A::Error> {
        let mut pairs = Pairs {
            points: Vec::with_capacity(USUAL_VERTICES),
            x: None,
        };
        while let Some(Finite(number)) = numbers.next_element()? {
            pairs.push(number, self.room)?;
        }
        Ok(Item::Ring(pairs.ring()))
    }
}

impl<'de> Deserialize<'de> for Counts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Runs;
        impl<'de> Visitor<'de> for Runs {
            type Value = Counts;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("runs of pixels: whole numbers from 0, or COCO's text")
            }
            fn visit_str<E>(self, text: &str) -> Result<Counts, E> {
                Ok(Counts::Text(Cow::Borrowed(text).into()))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut runs: A) -> Result<Counts, A::Error> {
                let mut numbers = Vec::new();
                while let Some(run) = runs.next_element::<u32>()? {
                    numbers.push(run);
                }
                Ok(Counts::Numbers(numbers))
            }
        }
        deserializer.deserialize_any(Runs)
    }
}
