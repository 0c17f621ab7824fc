//! What a record says of another: its id, or, in a file written by hand, its name.

use crate::formats::draft::Key;
use std::collections::HashMap;

/// The records that can be named.
#[derive(Debug, Default)]
pub(super) struct Refs {
    by_id: HashMap<u64, Key>,
    by_name: HashMap<String, Key>,
}

impl Refs {
    /// A record can be named from here on; the first of its id and the first of its name win.
    pub fn insert(&mut self, id: Option<u64>, name: &str, key: Key) {
        if let Some(id) = id {
            self.by_id.entry(id).or_insert(key);
        }
        self.by_name.entry(name.to_lowercase()).or_insert(key);
    }

    /// Gives each record the number that stands in its place here.
    pub fn renumber(&mut self, keys: &[Key]) {
        let all = self.by_id.values_mut().chain(self.by_name.values_mut());
        for key in all {
            *key = keys.get(*key).copied().unwrap_or(*key);
        }
    }

    /// The record that has this id.
    pub fn of_id(&self, id: u64) -> Option<Key> {
        self.by_id.get(&id).copied()
    }

    /// The record that has this name, whatever the case.
    pub fn of_name(&self, name: &str) -> Option<Key> {
        self.by_name.get(&name.trim().to_lowercase()).copied()
    }

    /// The record that some text means.
    pub fn find(&self, text: &str) -> Option<Key> {
        let is_id = text.len() == 16;
        let id = u64::from_str_radix(text, 16).ok().filter(|_| is_id);
        id.and_then(|id| self.of_id(id))
            .or_else(|| self.of_name(text))
    }
}
