//! What stands above every page while the browser takes nothing: why, and what to do. It goes when everything is saved.

use crate::persist::SaveState;
use crate::ui::icons::{ALERT, Icon};
use crate::ui::route::{Place, Route, View};
use crate::ui::studio::Studio;
use crate::ui::words::why_not_stored;
use leptos::prelude::*;

/// The reason in plain words, **Export** and **Try again**.
#[component]
pub fn Refused() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let reason = Memo::new(move |_| match studio.save_state.get() {
        SaveState::Failed(reason) => Some(reason),
        SaveState::Saved | SaveState::Saving => None,
    });
    let view = move |reason: String| view! { <Banner studio reason /> };
    move || reason.get().map(view)
}

#[component]
fn Banner(studio: Studio, reason: String) -> impl IntoView {
    let route = expect_context::<Route>();
    let export = move |_| {
        route.go(Place {
            view: View::Export,
            input: None,
            object: None,
            ..route.here()
        });
    };
    let in_memory = studio.in_memory.with_untracked(Option::is_some);
    // The reason comes second: over a picture there are two lines.
    let (what, where_it_is) = match in_memory {
        true => (
            "Nothing is stored.",
            "What you do is in the memory of this tab and goes with it.",
        ),
        false => (
            "Your last changes are not saved.",
            "What isn't saved is in the memory of this tab; you can go on.",
        ),
    };
    view! {
        <div class="refused" role="alert">
            <Icon of=ALERT />
            <p>
                <strong>{what}</strong>" "
                {why_not_stored(&reason)}" "{where_it_is}" "
                "It is tried again all the time, and said when it works."
            </p>
            <Show when=move || !in_memory>
                <button class="btn small" on:click=move |_| studio.try_to_save()>"Try again"</button>
            </Show>
            <button class="btn small primary" on:click=export>"Export"</button>
        </div>
    }
}
