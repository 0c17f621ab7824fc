//! **Reassign concept…**: another concept for the selected objects, on whatever inputs they are.

use super::{Closer, Modal};
use crate::document::ConceptId;
use crate::edit::Command;
use crate::ui::grid::GridMemory;
use crate::ui::shell::Shell;
use crate::ui::studio::Studio;
use crate::ui::viewer::ConceptCombobox;
use crate::ui::words::count;
use leptos::prelude::*;

/// The window.
#[component]
pub fn ReassignObjects() -> impl IntoView {
    let shell = expect_context::<Shell>();
    view! { <Modal title="Reassign concept" closed=move || shell.dialog.set(None)><Choice /></Modal> }
}

#[component]
fn Choice() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let memory = expect_context::<GridMemory>();
    let closer = expect_context::<Closer>();
    let choose = move |to: ConceptId| {
        studio.run_and_say(Command::Reassign {
            objects: memory.selected_objects(studio),
            from: None,
            to,
        });
        closer.close();
    };
    let objects = count(memory.selected_objects(studio).len(), "object", "objects");
    view! {
        <p class="note">{objects}</p>
        <ConceptCombobox name="Select or add concepts" choose=choose marked=Signal::derive(Vec::new) always_open=true
            focus=true close=Callback::new(move |()| closer.close()) />
    }
}
