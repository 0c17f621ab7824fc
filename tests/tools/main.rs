//! The tools, driven by a scripted hand: one test for every sentence of the product's sections 4.1 and 4.2, named
//! after it. `Stage` is a viewer without a browser.

#![allow(clippy::unwrap_used)]

mod boxes;
mod painting;
mod polygons;
mod random;
mod reshaping;
mod selecting;
mod stage;
mod vertices;
