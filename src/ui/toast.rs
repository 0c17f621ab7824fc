//! Short messages at the foot of the page: what changed, with Undo; what can't be done, and why.

use super::app::Projects;
use super::icons::{CLOSE, Icon};
use super::studio::Studio;
use crate::document::ProjectId;
use leptos::prelude::*;

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// Tells it from the others.
    pub id: u32,
    /// What happened.
    pub text: String,
    /// What **Undo** takes back from here.
    pub undo: Option<Undo>,
    /// It says that something went wrong.
    pub bad: bool,
}

/// What a message can take back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undo {
    /// The last step.
    Step,
    /// The deletion of a project.
    Project(ProjectId),
}

/// The messages that are on show.
#[component]
pub fn Toasts() -> impl IntoView {
    let studio = expect_context::<Studio>();
    view! {
        <div class="toasts">
            <For each=move || studio.toasts.get() key=|toast| toast.id let(toast)>
                <Message toast />
            </For>
        </div>
    }
}

#[component]
fn Message(toast: Toast) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let projects = expect_context::<Projects>();
    let Toast {
        id,
        text,
        undo,
        bad,
    } = toast;
    let take_back = move |undo: Undo| {
        studio.dismiss(id);
        match undo {
            Undo::Step => studio.undo(),
            Undo::Project(project) => projects.restore(project),
        }
    };
    view! {
        <div class="toast" class:bad=bad role="status">
            <span class="text">{text}</span>
            {undo.map(|undo| view! {
                <button class="btn small" on:click=move |_| take_back(undo)>"Undo"</button>
            })}
            <button class="btn ghost icon small" aria-label="Dismiss"
                on:click=move |_| studio.dismiss(id)>
                <Icon of=CLOSE />
            </button>
        </div>
    }
}
