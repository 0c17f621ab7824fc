//! From records to what is drawn: flat numbers per input, found by an index, in the order of drawing, coarser where
//! they are small.

mod level;
mod shapes;
mod text;

pub use level::{Detail, detail};
pub use shapes::{Item, Rings, Scene};
pub use text::{Cover, Marked, Piece, Step, Text};
