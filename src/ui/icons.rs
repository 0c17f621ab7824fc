//! Icons: one family, 16 px, lines of 1.75 px. An icon says nothing by itself: whatever carries it has a name.

mod drawings;

pub use drawings::*;

use leptos::prelude::*;

/// An icon of this drawing.
#[component]
pub fn Icon(
    /// Its drawing.
    of: &'static str,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d=of></path>
        </svg>
    }
}
