//! In the viewer: which input of how many, and the ways to the ones beside it.

use crate::document::{InputId, InputStatus};
use crate::ui::icons::{Icon, LEFT, RIGHT};
use crate::ui::route::Route;
use crate::ui::studio::Studio;
use crate::ui::walk;
use crate::ui::words::{middle, number};
use leptos::prelude::*;

/// `‹ name 8 of 1,204 ›` and `37 of 2,000 done`.
#[component]
pub fn Walker() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let route = expect_context::<Route>();
    let at = Memo::new(move |_| {
        let input = route.place().input?;
        studio.list.with(|list| walk::place_of(list, input))
    });
    let total = move || studio.list.with(|list| list.len());
    let beside = move |way: isize| {
        let to = at.get()?.checked_add_signed(way)?;
        studio.list.with(|list| list.get(to).copied())
    };
    let name = Memo::new(move |_| {
        studio.revisions.inputs.track();
        let input = route.place().input?;
        studio.look(|document, _| Some(document.input(input)?.input.name.clone()))?
    });
    let place = move || {
        let at = at
            .get()
            .map(|at| format!("{} of {}", number(at + 1), number(total())));
        at.unwrap_or_default()
    };
    view! {
        <Beside name="Previous input" icon=LEFT to=Signal::derive(move || beside(-1)) />
        <span class="where">
            <h1 title=move || name.get()>{move || middle(&name.get().unwrap_or_default(), 36)}</h1>
            <span class="at">{place}</span>
        </span>
        <Beside name="Next input" icon=RIGHT to=Signal::derive(move || beside(1)) />
        <Done />
    }
}

/// A button that goes to the input before or after. Back leads to the grid, not through all the inputs again.
#[component]
fn Beside(name: &'static str, icon: &'static str, to: Signal<Option<InputId>>) -> impl IntoView {
    let route = expect_context::<Route>();
    let go = move |_| {
        if let Some(input) = to.get_untracked() {
            walk::to(route, input);
        }
    };
    view! {
        <button class="btn ghost icon" aria-label=name title=name
            disabled=move || to.get().is_none() on:click=go>
            <Icon of=icon />
        </button>
    }
}

#[component]
fn Done() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let done = Memo::new(move |_| {
        studio.revisions.inputs.track();
        studio
            .look(|document, _| {
                let done = |status| status == InputStatus::Done;
                document.inputs().filter(|e| done(e.input.status)).count()
            })
            .unwrap_or_default()
    });
    let total = move || studio.total.get();
    view! { <span class="done">{move || format!("{} of {} done", number(done.get()), number(total()))}</span> }
}
