//! Long lists that people scroll and choose from: which rows are in sight, what stands in them, what is selected.
//! Numbers and ids only.

mod facets;
mod outline;
mod query;
mod selection;
mod window;

pub use facets::{Facets, InputFacets, LabelFacet};
pub use outline::{Instance, Outline, Spot};
pub use query::{
    CountsOf, Filter, Group, Known, LabelChoice, LabelValue, Like, Operator, Query, Sort, Term,
    TermKind, folders,
};
pub use selection::Selection;
pub use window::Layout;
