//! Whether everything is in the database.

use crate::persist::SaveState;
use crate::ui::icons::{ALERT, BUSY, Icon, SAVED};
use crate::ui::studio::{Phase, Studio};
use leptos::prelude::*;

/// Exactly `All changes saved`, `Saving…`, or `Not saved`; why stands above the page. Nothing where no project is open.
#[component]
pub fn Saved() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let text = move || match studio.save_state.get() {
        SaveState::Saved => "All changes saved".to_owned(),
        SaveState::Saving => "Saving…".to_owned(),
        SaveState::Failed(_) => "Not saved".to_owned(),
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
    let is_open = move || !matches!(studio.phase.get(), Phase::Failed(_));
    view! {
        <Show when=is_open>
            <div class="saved" class:bad=failed class:busy=busy title=text>
                {icon}
                <span role="status" class="text">{text}</span>
            </div>
        </Show>
    }
}
