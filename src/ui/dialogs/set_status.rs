//! **Set status…**: how far the selected inputs are.

use super::{Closer, Modal};
use crate::document::InputStatus;
use crate::edit::Command;
use crate::ui::grid::{GridMemory, status_name};
use crate::ui::shell::Shell;
use crate::ui::studio::Studio;
use crate::ui::words::count;
use leptos::prelude::*;

/// The window.
#[component]
pub fn SetStatus() -> impl IntoView {
    let shell = expect_context::<Shell>();
    view! { <Modal title="Set status" closed=move || shell.dialog.set(None)><Choice /></Modal> }
}

#[component]
fn Choice() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let memory = expect_context::<GridMemory>();
    let closer = expect_context::<Closer>();
    let set = move |status: InputStatus| {
        let inputs = memory.selected(studio);
        studio.run_and_say(Command::SetStatus { inputs, status });
        closer.close();
    };
    let inputs = count(memory.selected(studio).len(), "input", "inputs");
    view! {
        <p class="note">{inputs}</p>
        <div class="end">
            {InputStatus::ALL.map(|status| view! {
                <button class="btn" on:click=move |_| set(status)>{status_name(status)}</button>
            })}
        </div>
    }
}
