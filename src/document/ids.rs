//! Names of records that never change and mean nothing.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::{fmt, str::FromStr};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// Written as 16 hexadecimal digits; ids that one browser makes grow with time, so that their order is the
        /// order of creation.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:016x}", self.0)
            }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                u64::from_str_radix(text, 16).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    serializer.collect_str(self)
                } else {
                    self.0.serialize(serializer)
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                if deserializer.is_human_readable() {
                    let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                    text.parse().map_err(D::Error::custom)
                } else {
                    u64::deserialize(deserializer).map(Self)
                }
            }
        }

        impl From<u64> for $name {
            fn from(number: u64) -> Self {
                Self(number)
            }
        }
    };
}

id!(/// Names a project.
    ProjectId);
id!(/// Names a concept.
    ConceptId);
id!(/// Names an annotator.
    AnnotatorId);
id!(/// Names an input.
    InputId);
id!(/// Names an object.
    ObjectId);
id!(/// Names a label.
    LabelId);

/// Hands out ids. The clock and the chance come from the caller, once.
#[derive(Clone, Debug)]
pub struct IdSource {
    next: u64,
    chance: u64,
}

/// Bits of an id below the clock: room for chance and for ids made in the same millisecond.
const CHANCE_BITS: u32 = 22;

impl IdSource {
    /// Ids from this moment (milliseconds since 1970) on; `chance` keeps two tabs of the same moment apart.
    pub fn new(now_ms: u64, chance: u32) -> Self {
        let chance = u64::from(chance) & ((1 << CHANCE_BITS) - 1);
        Self {
            next: (now_ms << CHANCE_BITS) | chance,
            chance,
        }
    }

    /// An id that this source hasn't given before.
    pub fn mint<Id: From<u64>>(&mut self) -> Id {
        self.next += 1;
        Id::from(self.next)
    }

    /// Ids from here on are later than this moment, so that order stays creation order; the chance stays in them.
    pub fn advance_to(&mut self, now_ms: u64) {
        self.next = self.next.max((now_ms << CHANCE_BITS) | self.chance);
    }
}
