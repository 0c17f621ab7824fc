//! The page.

mod app;
mod prefs;
mod route;
mod studio;
mod toast;
mod viewer;
mod words;

pub use app::App;
