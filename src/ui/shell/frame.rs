//! Where everything is on the page.

use super::Shell;
use super::header::Header;
use super::progress::Works;
use super::refused::Refused;
use super::sidebar::Sidebar;
use crate::ui::app::Projects;
use crate::ui::dialogs::Dialogs;
use crate::ui::first_run::FirstRun;
use crate::ui::grid::Grid;
use crate::ui::pages::{ConceptsPage, ExportPage, SettingsPage};
use crate::ui::route::{Route, View};
use crate::ui::studio::{Phase, Studio};
use crate::ui::toast::Toasts;
use crate::ui::viewer::Viewer;
use crate::ui::words::why_not_stored;
use leptos::prelude::*;

/// What the middle of the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Screen {
    Loading,
    Failed(String),
    FirstRun,
    Grid,
    Viewer,
    Concepts,
    Export,
    Settings,
}

/// Header, sidebar, the page itself, and what lies above it.
#[component]
pub fn Frame(dragging: RwSignal<bool>) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let route = expect_context::<Route>();
    let shell = expect_context::<Shell>();
    let screen = Memo::new(move |_| screen(studio, route));
    let in_viewer = move || screen.with(|screen| *screen == Screen::Viewer);
    let folded = Memo::new(move |_| in_viewer() || shell.folded.get());
    view! {
        <div class="shell" class:in-viewer=in_viewer class:dragging=move || dragging.get()>
            <Header />
            <Refused />
            <div class="body">
                <Sidebar folded />
                <main class="page">{move || show(screen.get())}</main>
            </div>
        </div>
        <div class="feet">
            <Works />
            <Toasts />
        </div>
        <Dialogs />
        <Show when=move || dragging.get()>
            <div class="veil">
                <p>"Drop to add"<small>"Pictures, folders and label files. Nothing is uploaded."</small></p>
            </div>
        </Show>
    }
}

fn screen(studio: Studio, route: Route) -> Screen {
    match studio.phase.get() {
        Phase::Loading => return Screen::Loading,
        Phase::Failed(reason) => return Screen::Failed(reason),
        Phase::Ready => {}
    }
    let empty = studio.total.get() == 0;
    match route.place().view {
        View::Inputs | View::Viewer if empty && !route.query().trash => Screen::FirstRun,
        View::Inputs => Screen::Grid,
        View::Viewer => Screen::Viewer,
        View::Concepts => Screen::Concepts,
        View::Export => Screen::Export,
        View::Settings => Screen::Settings,
    }
}

fn show(screen: Screen) -> AnyView {
    match screen {
        Screen::Loading => view! { <Loading /> }.into_any(),
        Screen::Failed(reason) => view! { <Failed reason /> }.into_any(),
        Screen::FirstRun => view! { <FirstRun /> }.into_any(),
        Screen::Grid => view! { <Grid /> }.into_any(),
        Screen::Viewer => view! { <Viewer /> }.into_any(),
        Screen::Concepts => view! { <ConceptsPage /> }.into_any(),
        Screen::Export => view! { <ExportPage /> }.into_any(),
        Screen::Settings => view! { <SettingsPage /> }.into_any(),
    }
}

/// Says so only where it takes a while.
#[component]
fn Loading() -> impl IntoView {
    view! { <p class="late opening" role="status">"Opening the project…"</p> }
}

/// The project can't be opened: why, and what to do.
#[component]
fn Failed(reason: String) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let route = expect_context::<Route>();
    let projects = expect_context::<Projects>();
    let others = move || {
        let here = route.place().project;
        let mut others = studio.projects.get();
        others.retain(|stored| Some(stored.project.id) != here);
        others
    };
    let link = move |stored: crate::persist::StoredProject| {
        let place = crate::ui::route::Place {
            project: Some(stored.project.id),
            ..Default::default()
        };
        view! { <li><a href=place.query()>{stored.project.name.to_string()}</a></li> }
    };
    let without_storage = studio.is_without_storage();
    let heading = match without_storage {
        true => "This browser stores nothing for Cartouche",
        false => "This project can't be opened",
    };
    let why = reason.clone();
    let go_on = move |_| projects.go_on_in_memory(why.clone());
    view! {
        <div class="empty" role="alert">
            <div class="notice">
                <h1>{heading}</h1>
                <p>{why_not_stored(&reason)}</p>
                <p>
                    "Nothing was changed. Cartouche keeps projects in this browser: allow it to store site data, \
                     free some disk space where it is full, leave private mode, and try again."
                </p>
                {without_storage.then(|| view! {
                    <p>
                        "Or work now and export before you close the tab: then everything is in memory alone, \
                         and projects that are in this browser can't be seen."
                    </p>
                })}
                <div class="go">
                    <button class="btn big primary" on:click=move |_| projects.try_again()>"Try again"</button>
                    {without_storage.then(|| view! {
                        <button class="btn big" on:click=go_on>"Go on without storage"</button>
                    })}
                </div>
                <Show when=move || !others().is_empty()>
                    <p>"Or open another project:"</p>
                    <ul class="plain">{move || others().into_iter().map(link).collect_view()}</ul>
                </Show>
            </div>
        </div>
    }
}
