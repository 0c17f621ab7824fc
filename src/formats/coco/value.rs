//! Single values, as the many writers of COCO files spell them.

use serde::de::{Deserialize, Deserializer, Error as _};
use serde_json::Value;
use std::fmt;

/// An id: a number for most, a text for some.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Id {
    /// A whole number, or a text that is one.
    Number(i64),
    /// Any other text.
    Text(Box<str>),
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Id;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an id")
            }
            fn visit_i64<E>(self, number: i64) -> Result<Id, E> {
                Ok(Id::Number(number))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Id, E> {
                Ok(i64::try_from(number)
                    .map_or_else(|_| Id::Text(number.to_string().into()), Id::Number))
            }
            fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Id, E> {
                // Pandas makes floats of a column of whole numbers.
                if number.fract() == 0.0 && number.abs() < 9e15 {
                    return Ok(Id::Number(number as i64));
                }
                Err(E::custom("an id is a fraction"))
            }
            fn visit_str<E>(self, text: &str) -> Result<Id, E> {
                Ok(text
                    .parse()
                    .map_or_else(|_| Id::Text(text.into()), Id::Number))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => {
                let short: String = text.chars().take(40).collect();
                write!(f, "{short:?}")
            }
        }
    }
}

/// A number that is a finite number, as `f64`.
pub(super) struct Finite(pub f64);

impl<'de> Deserialize<'de> for Finite {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = f64::deserialize(deserializer)?;
        if number.is_finite() {
            Ok(Self(number))
        } else {
            Err(D::Error::custom("a number is too large"))
        }
    }
}

/// `iscrowd`: 0, 1, and what others write for that.
pub(super) fn crowd(value: &Value) -> Option<bool> {
    match value {
        Value::Null => Some(false),
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) => match number.as_f64() {
            Some(0.0) => Some(false),
            Some(1.0) => Some(true),
            _ => None,
        },
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "0" | "false" | "" => Some(false),
            "1" | "true" => Some(true),
            _ => None,
        },
        Value::Array(_) | Value::Object(_) => None,
    }
}

/// A width or a height in whole pixels.
pub(super) fn pixels(value: &Value) -> Option<u32> {
    let number = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    let fits = number.fract() == 0.0 && number >= 1.0 && number <= f64::from(u32::MAX);
    fits.then_some(number as u32)
}
