//! The page as a whole: what is in context everywhere, what happens at the start, and what the window is told.

mod drops;
mod keys;
mod projects;

pub use drops::named;
pub use projects::Projects;

use super::aids;
use super::grid::{FiltersOpen, GridMemory, Thumbs};
use super::keyboard::Keyboard;
use super::route::{Route, View};
use super::shell::{Frame, Shell};
use super::studio::Studio;
use leptos::prelude::*;
use leptos_router::components::{Route as RouteOf, Router, Routes};
use leptos_router::path;
use wasm_bindgen::{JsCast as _, closure::Closure};

/// The page.
#[component]
pub fn App() -> impl IntoView {
    view! {
        <Router>
            <Routes fallback=Page>
                <RouteOf path=path!("/*any") view=Page />
            </Routes>
        </Router>
    }
}

/// The one page there is; the address says what it shows.
#[component]
fn Page() -> impl IntoView {
    let studio = Studio::new();
    let route = Route::new();
    let projects = Projects::new(studio, route);
    let shell = Shell::new();
    provide_context(studio);
    provide_context(route);
    provide_context(projects);
    provide_context(shell);
    let memory = GridMemory::default();
    provide_context(memory);
    provide_context(Thumbs::default());
    let keyboard = Keyboard::new();
    provide_context(keyboard);
    provide_context(FiltersOpen::new());
    provide_context(aids::load());
    projects.boot();
    keep_in_step(studio, route, memory);
    keys::listen(studio, route, shell, memory, keyboard);
    ask_before_leaving(studio);
    let_go_when_frozen(studio);
    let dragging = drops::listen(studio, route);
    view! { <Frame dragging /> }
}

/// What is viewed, and the title of the tab.
fn keep_in_step(studio: Studio, route: Route, memory: GridMemory) {
    Effect::new(move |_| studio.search(route.query()));
    Effect::new(move |_| {
        let place = route.place();
        let viewed = place.input.filter(|_| place.view == View::Viewer);
        if studio.viewed.get_untracked() != viewed {
            studio.viewed.set(viewed);
        }
        if viewed.is_some() {
            memory.viewed.set_value(viewed);
        }
    });
    Effect::new(move |_| {
        let title = studio.project.with(|project| match project {
            Some((_, name)) => format!("{name} – Cartouche"),
            None => "Cartouche".to_owned(),
        });
        document().set_title(&title);
    });
}

/// A page that the browser freezes lets go of what others may wait for.
fn let_go_when_frozen(studio: Studio) {
    let frozen = Closure::<dyn FnMut()>::new(move || studio.let_go_of_database());
    let listener = frozen.as_ref().unchecked_ref();
    // A browser that freezes no page tells of nothing.
    drop(document().add_event_listener_with_callback("freeze", listener));
    frozen.forget();
}

/// The browser asks whether to leave while something isn't in the database.
fn ask_before_leaving(studio: Studio) {
    let handle = window_event_listener(leptos::ev::beforeunload, move |event| {
        if studio.has_unsaved() {
            event.prevent_default();
            event.set_return_value("unsaved");
        }
    });
    on_cleanup(move || handle.remove());
}
