//! Cartouche JSON: everything that a project holds, for people to read. SPEC.md has the rules, N1 and on.

mod line;
mod look;
mod order;
mod place;
mod read;
mod read_input;
mod record;
mod refs;
mod write;

pub(super) use look::looks_like;
pub(super) use read::NativeReader;
pub(super) use write::NativeWriter;

/// What `format` says.
const FORMAT: &str = "cartouche";
/// What `version` says.
const VERSION: u64 = 1;

/// How many records there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
struct Count {
    concepts: u64,
    annotators: u64,
    inputs: u64,
    objects: u64,
    labels: u64,
}
