//! One annotation as it stands in the file.

use super::segmentation::Segmentation;
use super::value::Id;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::fmt;

/// An annotation.
#[derive(Debug, Default)]
pub(super) struct Annotation {
    pub id: Option<Id>,
    pub image_id: Option<Id>,
    pub category_id: Option<Id>,
    pub bbox: Option<Vec<f64>>,
    pub segmentation: Segmentation,
    pub iscrowd: Option<Value>,
    /// Everything else, `score` too.
    pub rest: Map<String, Value>,
    /// Something else was there and is lost.
    pub is_poorer: bool,
}

/// How large a record may be for its unknown members to be kept: as values they take much more room than as text.
const LARGEST_WITH_REST: usize = 1 << 20;

impl Annotation {
    /// Reads one.
    ///
    /// # Errors
    /// In plain words.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let mut deserializer = serde_json::Deserializer::from_slice(bytes);
        let seed = Seed {
            keeps_rest: bytes.len() <= LARGEST_WITH_REST,
        };
        seed.deserialize(&mut deserializer)
            .and_then(|annotation| deserializer.end().map(|()| annotation))
            .map_err(|error| crate::formats::json::reason(bytes, &error))
    }
}

#[derive(serde::Deserialize)]
struct Member<'a>(#[serde(borrow)] Cow<'a, str>);

struct Seed {
    keeps_rest: bool,
}

impl<'de> DeserializeSeed<'de> for Seed {
    type Value = Annotation;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Annotation, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Seed {
    type Value = Annotation;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an annotation")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Annotation, A::Error> {
        let mut found = Annotation::default();
        while let Some(Member(name)) = members.next_key()? {
            match &*name {
                "id" => found.id = members.next_value()?,
                "image_id" => found.image_id = members.next_value()?,
                "category_id" => found.category_id = members.next_value()?,
                "bbox" => found.bbox = members.next_value()?,
                "segmentation" => found.segmentation = members.next_value()?,
                "iscrowd" => found.iscrowd = members.next_value()?,
                // Never trusted, always counted anew.
                "area" => drop(members.next_value::<IgnoredAny>()?),
                _ if self.keeps_rest => {
                    found.rest.insert(name.into_owned(), members.next_value()?);
                }
                _ => {
                    found.is_poorer = true;
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(found)
    }
}
