//! What a label file carried that Cartouche doesn't model.

use serde::{Deserialize, Serialize};

/// A JSON object, as text, that travels with a record and is written out again; mostly empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept(Option<Box<str>>);

impl Kept {
    /// Keeps these members; nothing for an empty object.
    pub fn new(members: &serde_json::Map<String, serde_json::Value>) -> Self {
        if members.is_empty() {
            return Self(None);
        }
        Self(
            serde_json::to_string(members)
                .ok()
                .map(String::into_boxed_str),
        )
    }

    /// The members that were kept; empty where there are none.
    pub fn members(&self) -> serde_json::Map<String, serde_json::Value> {
        self.0
            .as_deref()
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default()
    }

    /// The members as they are kept, as JSON; empty where there are none.
    pub fn text(&self) -> &str {
        self.0.as_deref().unwrap_or_default()
    }

    /// Nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}
