//! Short messages at the foot of the page: what changed, with Undo; what can't be done, and why.

use super::studio::Studio;
use leptos::prelude::*;

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// Tells it from the others.
    pub id: u32,
    /// What happened.
    pub text: String,
    /// It can be taken back from here.
    pub undo: bool,
    /// It says that something went wrong.
    pub bad: bool,
}

/// The messages that are on show.
#[component]
pub fn Toasts() -> impl IntoView {
    let studio = expect_context::<Studio>();
    view! {
        <div class="toasts">
            <For each=move || studio.toasts.get() key=|toast| toast.id let(toast)>
                <div class="toast" class:bad=toast.bad role="status">
                    <span>{toast.text.clone()}</span>
                    <Show when=move || toast.undo>
                        <button class="btn small" on:click=move |_| {
                            studio.dismiss(toast.id);
                            studio.undo();
                        }>"Undo"</button>
                    </Show>
                    <button class="btn ghost icon small" aria-label="Dismiss"
                        on:click=move |_| studio.dismiss(toast.id)>"×"</button>
                </div>
            </For>
        </div>
    }
}
