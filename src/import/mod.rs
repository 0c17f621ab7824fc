//! From a file to records: what a file is, and how what a label file says meets a project. See SPEC.md.

pub mod archive;
mod importer;
mod inputs;
pub mod masks;
mod names;
mod objects;
pub mod picture;
mod project;
pub mod table;
pub mod text;
mod turn;

pub use importer::Importer;

use crate::edit::LayerId;
use crate::formats::catalog::Format;
use crate::persist::{Table, Write, layer_and_number};

/// Where an import comes from and goes to.
#[derive(Clone, Debug)]
pub struct Origin {
    /// What the file is.
    pub format: Format,
    /// Its name.
    pub name: String,
    /// The layer, which nobody has used.
    pub layer: LayerId,
    /// Milliseconds since 1970.
    pub now_ms: u64,
    /// Keeps new ids apart from those of other tabs.
    pub chance: u32,
}

/// Takes out the rows of a layer, among the keys of a project's blocks or chunks.
pub fn discard(table: Table, keys: Vec<String>, layer: LayerId) -> Vec<Write> {
    let is_of_layer = |key: &String| layer_and_number(key).is_some_and(|(at, _)| at == layer);
    let keys = keys.into_iter().filter(is_of_layer);
    keys.map(|key| Write::Delete { table, key }).collect()
}
