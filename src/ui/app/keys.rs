//! Keys that do the same everywhere. Pages listen nearer to where the key is pressed and prevent the default of what
//! they handle; the window comes last.

use crate::actions::{ActionId, Where};
use crate::ui::grid::{GridMemory, focus_search};
use crate::ui::keyboard::Keyboard;
use crate::ui::route::{Route, View};
use crate::ui::shell::{Dialog, Shell};
use crate::ui::studio::Studio;
use crate::web::keys::{chord, is_typing};
use leptos::prelude::*;

/// Where the table of actions says that a page is.
pub fn place_of(view: View) -> Where {
    match view {
        View::Inputs => Where::Grid,
        View::Viewer => Where::Viewer,
        View::Concepts | View::Export | View::Settings => Where::Elsewhere,
    }
}

/// Listens as long as the page is there.
pub fn listen(studio: Studio, route: Route, shell: Shell, memory: GridMemory, keyboard: Keyboard) {
    let handle = window_event_listener(leptos::ev::keydown, move |event| {
        if event.default_prevented() || is_typing(&event) {
            return;
        }
        let place = place_of(route.here().view);
        let action = chord(&event).and_then(|chord| keyboard.action_for(&chord, place));
        match action {
            Some(ActionId::Undo) => studio.undo(),
            Some(ActionId::Redo) => studio.redo(),
            Some(ActionId::Shortcuts) => shell.show(Dialog::Shortcuts),
            Some(ActionId::Search) => focus_search(),
            Some(ActionId::SelectAll) => memory.select_all(studio),
            Some(ActionId::ClearSelection) => memory.clear_selection(),
            Some(ActionId::ToggleSidebar) => shell.fold(!shell.folded.get_untracked()),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || handle.remove());
}
