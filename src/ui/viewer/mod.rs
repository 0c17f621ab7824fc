//! The viewer: one picture, its shapes, and the panes beside it.

use leptos::prelude::*;

/// The page of one input.
#[component]
pub fn Viewer() -> impl IntoView {
    view! { <div class="viewer"></div> }
}
