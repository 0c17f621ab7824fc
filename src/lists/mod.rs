//! Long lists that people scroll and choose from: which rows are in sight, what stands in them, what is selected.
//! Numbers and ids only.

mod outline;
mod query;
mod selection;
mod window;

pub use outline::{Instance, Outline, Spot};
pub use query::{Query, Sort, Term, TermKind};
pub use selection::Selection;
pub use window::Layout;
