//! Images and categories as they stand in the file.

use super::value::{Id, pixels};
use crate::document::{Kept, Name};
use crate::formats::names;
use crate::geometry::PixelSize;
use serde::Deserialize;
use serde_json::{Map, Value};

/// An image.
#[derive(Debug, Deserialize)]
pub(super) struct Image {
    pub id: Option<Id>,
    file_name: Option<String>,
    width: Option<Value>,
    height: Option<Value>,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

/// A category.
#[derive(Debug, Deserialize)]
pub(super) struct Category {
    pub id: Option<Id>,
    name: Option<Value>,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

/// The largest image or category: they hold names and numbers.
const LARGEST: usize = 1 << 20;

/// Reads one, unless it is far too large.
///
/// # Errors
/// In plain words.
pub(super) fn read<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, String> {
    if bytes.len() > LARGEST {
        return Err("the record is larger than 1 MB".into());
    }
    crate::formats::json::parse(bytes)
}

impl Image {
    /// Its name, and whether it isn't as it stood.
    ///
    /// # Errors
    /// In plain words.
    pub fn name(&self) -> Result<(String, bool), String> {
        let written = self.file_name.as_deref().ok_or("it has no file_name")?;
        let name = names::picture_name(written)?;
        let changed = name != written;
        Ok((name, changed))
    }

    /// Its size, where both numbers are good ones; and whether something else stood there.
    pub fn size(&self) -> (Option<PixelSize>, bool) {
        let width = self.width.as_ref().and_then(pixels);
        let height = self.height.as_ref().and_then(pixels);
        let size = width
            .zip(height)
            .map(|(width, height)| PixelSize::new(width, height));
        let is_bad = size.is_none() && (self.width.is_some() || self.height.is_some());
        (size, is_bad)
    }

    /// What isn't modelled.
    pub fn kept(&self) -> Kept {
        Kept::new(&self.rest)
    }
}

impl Category {
    /// Its name, and whether it isn't as it stood.
    pub fn name(&self, index: usize) -> Option<(Name, bool)> {
        let written = match &self.name {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Null) | None => String::new(),
            Some(other) => other.to_string(),
        };
        let as_it_stands = matches!(&self.name, Some(Value::String(_)));
        if let Ok(name) = Name::new(&written) {
            let same = as_it_stands && name.as_str() == written;
            return Some((name, !same));
        }
        let start: String = written.trim().chars().take(Name::LONGEST).collect();
        let name = Name::new(&start).or_else(|_| match &self.id {
            Some(id) => Name::new(&format!("category {id}")),
            None => Name::new(&format!("category {index}")),
        });
        Some((name.ok()?, true))
    }

    /// What isn't modelled.
    pub fn kept(&self) -> Kept {
        let mut rest = self.rest.clone();
        if rest.get("supercategory").and_then(Value::as_str) == Some("") {
            rest.remove("supercategory");
        }
        Kept::new(&rest)
    }
}
