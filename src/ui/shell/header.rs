//! The header: the project, where somebody is in it, and what holds for every page.

use super::avatar::Avatar;
use super::offline::Offline;
use super::project_menu::ProjectMenu;
use super::saved::Saved;
use super::theme::ThemeMenu;
use super::walker::Walker;
use super::{Dialog, Shell};
use crate::actions::ActionId;
use crate::ui::icons::{Icon, KEYBOARD, REDO, SIDEBAR, UNDO};
use crate::ui::keyboard::Keyboard;
use crate::ui::route::{Route, View};
use crate::ui::studio::Studio;
use leptos::prelude::*;

/// The bar on top.
#[component]
pub fn Header() -> impl IntoView {
    let route = expect_context::<Route>();
    let shell = expect_context::<Shell>();
    let in_viewer = Memo::new(move |_| route.place().view == View::Viewer);
    let keyboard = expect_context::<Keyboard>();
    let help = move || keyboard.titled("Keyboard shortcuts", ActionId::Shortcuts);
    view! {
        <header>
            <SidebarButton in_viewer />
            <ProjectMenu />
            <div class="mid">
                <Show when=move || in_viewer.get()><Walker /></Show>
            </div>
            <Offline />
            <Saved />
            <span class="sep"></span>
            <Steps />
            <span class="sep"></span>
            <button class="btn ghost icon" aria-label="Keyboard shortcuts" title=help
                on:click=move |_| shell.show(Dialog::Shortcuts)>
                <Icon of=KEYBOARD />
            </button>
            <ThemeMenu />
            <Avatar />
        </header>
    }
}

#[component]
fn SidebarButton(in_viewer: Memo<bool>) -> impl IntoView {
    let shell = expect_context::<Shell>();
    let keyboard = expect_context::<Keyboard>();
    let unfolded = move || !(shell.folded.get() || in_viewer.get());
    view! {
        <button class="btn ghost icon" aria-label="Sidebar" title=move || keyboard.titled("Sidebar", ActionId::ToggleSidebar)
            aria-expanded=move || unfolded().to_string()
            disabled=move || in_viewer.get()
            on:click=move |_| shell.fold(!shell.folded.get_untracked())>
            <Icon of=SIDEBAR />
        </button>
    }
}

/// Undo and redo; what they would do is in their titles.
#[component]
fn Steps() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let keyboard = expect_context::<Keyboard>();
    let back = Memo::new(move |_| studio.undo_title());
    let forth = Memo::new(move |_| studio.redo_title());
    let title = |word: &'static str, id, step: Memo<Option<String>>| {
        move || match step.get() {
            Some(step) => format!("{}: {step}", keyboard.titled(word, id)),
            None => keyboard.titled(word, id),
        }
    };
    view! {
        <button class="btn ghost icon" aria-label="Undo" title=title("Undo", ActionId::Undo, back)
            disabled=move || back.with(Option::is_none) on:click=move |_| studio.undo()>
            <Icon of=UNDO />
        </button>
        <button class="btn ghost icon" aria-label="Redo" title=title("Redo", ActionId::Redo, forth)
            disabled=move || forth.with(Option::is_none) on:click=move |_| studio.redo()>
            <Icon of=REDO />
        </button>
    }
}
