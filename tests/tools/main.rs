//! The tools, driven by a scripted hand: one test for every sentence of the product's sections 4.1 and 4.2, named
//! after it. `Stage` is a viewer without a browser.

mod boxes;
mod polygons;
mod random;
mod selecting;
mod stage;
