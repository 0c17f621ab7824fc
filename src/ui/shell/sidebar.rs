//! The ways to the pages.

use crate::ui::icons::{CONCEPTS, EXPORT, IMPORT, INPUTS, Icon, SETTINGS};
use crate::ui::pick::{Chooser, Take};
use crate::ui::route::{Place, Route, View};
use crate::ui::studio::Studio;
use crate::ui::words::number;
use leptos::{html, prelude::*};

/// The sidebar, or a rail of icons where it is folded.
#[component]
pub fn Sidebar(folded: Memo<bool>) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let inputs = Signal::derive(move || Some(studio.total.get()));
    let concepts = Signal::derive(move || {
        studio.revisions.concepts.track();
        studio.project.track();
        Some(
            studio
                .look(|document, _| document.concepts().count())
                .unwrap_or(0),
        )
    });
    let nothing = Signal::derive(|| None);
    view! {
        <nav class="sidebar" class:rail=move || folded.get() aria-label="Pages">
            <Way to=View::Inputs name="Inputs" icon=INPUTS count=inputs />
            <Way to=View::Concepts name="Concepts" icon=CONCEPTS count=concepts />
            <hr />
            <ImportWay />
            <Way to=View::Export name="Export" icon=EXPORT count=nothing />
            <Way to=View::Settings name="Settings" icon=SETTINGS count=nothing />
        </nav>
    }
}

/// A page with the view of this project.
fn href(route: Route, view: View) -> String {
    let place = Place {
        view,
        input: None,
        ..route.place()
    };
    route.href(place)
}

#[component]
fn Way(
    to: View,
    name: &'static str,
    icon: &'static str,
    count: Signal<Option<usize>>,
) -> impl IntoView {
    let route = expect_context::<Route>();
    let here = move || match route.place().view {
        View::Viewer => to == View::Inputs,
        view => view == to,
    };
    let text = move || count.get().map(number);
    view! {
        <a href=move || href(route, to) title=name
            aria-current=move || here().then_some("page")>
            <Icon of=icon />
            <span class="text">{name}</span>
            <span class="count" aria-hidden="true">{text}</span>
        </a>
    }
}

/// Opens the file chooser; in another tab, the inputs.
#[component]
fn ImportWay() -> impl IntoView {
    let route = expect_context::<Route>();
    let chooser = NodeRef::<html::Input>::new();
    let choose = move |event: web_sys::MouseEvent| {
        let another = event.ctrl_key() || event.meta_key() || event.shift_key();
        if let Some(chooser) = chooser.get_untracked().filter(|_| !another) {
            event.prevent_default();
            chooser.click();
        }
    };
    view! {
        <a href=move || href(route, View::Inputs) title="Import" on:click=choose>
            <Icon of=IMPORT />
            <span class="text">"Import"</span>
        </a>
        <Chooser take=Take::Labels node=chooser />
    }
}
