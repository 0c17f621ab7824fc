//! The page.

mod aids;
mod app;
mod dialogs;
mod first_run;
mod grid;
pub mod icons;
mod keyboard;
mod pages;
mod pick;
mod prefs;
mod route;
mod shell;
mod studio;
mod toast;
mod viewer;
mod walk;
mod words;

pub use app::App;
