//! Pages beside the grid and the viewer.

mod concept_row;
mod concepts;
mod export;
mod hotkey;
mod keyboard;
mod settings;

pub use concepts::ConceptsPage;
pub use export::ExportPage;
pub use settings::SettingsPage;
