//! Whether everything is in the database.

use crate::persist::SaveState;
use crate::ui::icons::{ALERT, BUSY, Icon, SAVED};
use crate::ui::studio::Studio;
use leptos::prelude::*;

/// Exactly `All changes saved`, `Saving…`, or what went wrong.
#[component]
pub fn Saved() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let text = move || match studio.save_state.get() {
        SaveState::Saved => "All changes saved".to_owned(),
        SaveState::Saving => "Saving…".to_owned(),
        SaveState::Failed(reason) => {
            format!("Not saved, trying again: {reason}. Export, so that nothing is lost.")
        }
    };
    let icon = move || {
        let of = studio.save_state.with(|state| match state {
            SaveState::Saved => SAVED,
            SaveState::Saving => BUSY,
            SaveState::Failed(_) => ALERT,
        });
        view! { <Icon of /> }
    };
    let failed = move || {
        studio
            .save_state
            .with(|state| matches!(state, SaveState::Failed(_)))
    };
    let busy = move || studio.save_state.with(|state| *state == SaveState::Saving);
    view! {
        <div class="saved" class:bad=failed class:busy=busy title=text>
            {icon}
            <span role="status" class="text">{text}</span>
        </div>
    }
}
