//! Long lists that people scroll and choose from: which rows are in sight, what stands in them, what is selected.
//! Numbers and ids only.

mod facets;
mod outline;
mod query;
mod selection;
mod shown;
mod texts;
mod window;

pub use facets::{Facets, InputFacets, LabelFacet, ObjectFacet};
pub use outline::{Instance, Outline, Spot};
pub use query::{
    CountsOf, Filter, Group, Known, LEAST_ALIKE, LabelChoice, LabelValue, Like, LikeOf, Operator,
    Part, Query, Sort, Term, TermKind, folders,
};
pub use selection::Selection;
pub use shown::{Item, Shown};
pub use texts::Texts;
pub use window::Layout;
