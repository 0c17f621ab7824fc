//! What is seen in pictures, from their pixels alone: which look alike. See SPEC.md for the rules.

mod colours;
mod descriptor;
mod edges;
mod hash;
mod index;
mod layout;
mod levels;
mod query;
mod raster;
#[cfg(test)]
mod scribbles;

pub use descriptor::Descriptor;
pub use index::Index;
pub use query::Query;
