//! Cartouche: an annotation studio that is one static web page.
//!
//! The rooms, in the order of the floors. A room uses only those above it in this list; `tests/floors.rs` looks.

pub mod faults;

pub mod geometry;

pub mod document;

pub mod edit;

pub mod scene;

pub mod tools;

pub mod lists;

pub mod actions;

pub mod vision;

pub mod video;

pub mod formats;

pub mod persist;

pub mod open;

pub mod jobs;

pub mod import;

pub mod export;

#[cfg(feature = "web")]
pub mod web;

#[cfg(feature = "ui")]
pub mod ui;
