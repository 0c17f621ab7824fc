//! What is around every page: header, sidebar, messages, progress, dialogs.

mod avatar;
mod frame;
mod header;
mod menu;
mod offline;
mod progress;
mod project_menu;
mod refused;
mod saved;
mod sidebar;
mod theme;
mod walker;

pub use frame::Frame;
pub use theme::{Theme, ThemeChoice};

use super::prefs;
use crate::document::InputId;
use leptos::prelude::*;

/// A dialog that somebody opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// The table of keys.
    Shortcuts,
    /// A name for a new project.
    NewProject,
    /// Another name for the open project.
    RenameProject,
    /// A list of concepts.
    PasteConcepts,
    /// Concepts for the selected inputs.
    LabelAs,
    /// How far the selected inputs are.
    SetStatus,
    /// What is to be known of the selected inputs.
    EditMetadata,
    /// A picture to search by.
    VisualSearch,
    /// Another concept for the selected objects.
    ReassignObjects,
    /// What is known of an input.
    Info(InputId),
}

/// What the shell knows; copied freely.
#[derive(Clone, Copy)]
pub struct Shell {
    /// The dialog that is open.
    pub dialog: RwSignal<Option<Dialog>>,
    /// The sidebar is a rail.
    pub folded: RwSignal<bool>,
    /// Light, dark or as the system has it.
    pub theme: RwSignal<Theme>,
}

impl Shell {
    /// As it was left.
    pub fn new() -> Self {
        let shell = Self {
            dialog: RwSignal::new(None),
            folded: RwSignal::new(prefs::load("sidebar_folded")),
            theme: RwSignal::new(prefs::load("theme")),
        };
        theme::apply(shell.theme);
        shell
    }

    /// Opens a dialog.
    pub fn show(self, dialog: Dialog) {
        self.dialog.set(Some(dialog));
    }

    /// Folds the sidebar or unfolds it, and remembers.
    pub fn fold(self, folded: bool) {
        prefs::store("sidebar_folded", &folded);
        self.folded.set(folded);
    }
}
