//! A dialog: named by its heading, closed by Escape, and the focus goes back where it was.

use crate::ui::icons::{CLOSE, Icon};
use leptos::{context::Provider, html, prelude::*};
use std::sync::atomic::{AtomicU32, Ordering};

/// Closes the dialog around whoever has it in context.
#[derive(Clone, Copy)]
pub struct Closer(NodeRef<html::Dialog>);

impl Closer {
    /// Closes it. The browser gives the focus back.
    pub fn close(self) {
        if let Some(dialog) = self.0.get_untracked() {
            dialog.close();
        }
    }
}

/// A dialog that is open as long as it is in the page.
#[component]
pub fn Modal(
    /// Its heading, and so its name.
    #[prop(into)]
    title: Signal<String>,
    /// It was closed, whichever way.
    closed: impl Fn() + 'static,
    /// Wider than most.
    #[prop(optional)]
    wide: bool,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let heading = format!("dialog-{}", COUNT.fetch_add(1, Ordering::Relaxed));
    let labelled = heading.clone();
    let dialog = NodeRef::<html::Dialog>::new();
    let closer = Closer(dialog);
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get().filter(|dialog| !dialog.open()) {
            // Refused only where it is open already.
            drop(dialog.show_modal());
        }
    });
    view! {
        <dialog class="dialog" class:wide=wide node_ref=dialog aria-labelledby=labelled
            on:close=move |_| closed()>
            <div class="dialog-head">
                <h2 id=heading>{move || title.get()}</h2>
                <button class="btn ghost icon small" aria-label="Close dialog" on:click=move |_| closer.close()>
                    <Icon of=CLOSE />
                </button>
            </div>
            <Provider value=closer>{children()}</Provider>
        </dialog>
    }
}
