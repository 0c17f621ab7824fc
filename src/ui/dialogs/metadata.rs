//! **Edit metadata…**: members of a JSON object are added to the selected inputs, or taken out.

use super::{Closer, Modal};
use crate::document::Kept;
use crate::edit::{Command, MetadataEdit};
use crate::ui::grid::GridMemory;
use crate::ui::shell::Shell;
use crate::ui::studio::Studio;
use crate::ui::words::count;
use leptos::prelude::*;

/// The window.
#[component]
pub fn EditMetadata() -> impl IntoView {
    let shell = expect_context::<Shell>();
    view! { <Modal title="Edit metadata" closed=move || shell.dialog.set(None)><Choice /></Modal> }
}

#[component]
fn Choice() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let memory = expect_context::<GridMemory>();
    let closer = expect_context::<Closer>();
    let adds = RwSignal::new(true);
    let text = RwSignal::new(String::new());
    let wrong = move || text.with(|text| members(text).map_or(true, |all| all.is_empty()));
    let run = move |_| {
        let Ok(all) = text.with_untracked(|text| members(text)) else {
            return;
        };
        studio.run_and_say(Command::EditMetadata {
            inputs: memory.selected(studio),
            edit: match adds.get_untracked() {
                true => MetadataEdit::Add(all),
                false => MetadataEdit::Remove(all),
            },
        });
        closer.close();
    };
    let (label, note) = (
        move || {
            if adds.get() {
                "Add to inputs"
            } else {
                "Remove from inputs"
            }
        },
        move || match adds.get() {
            true => "A member that an input has already is replaced.",
            false => "Members of these names are taken out, whatever their values.",
        },
    );
    view! {
        <div class="beside">
            <div class="seg" role="radiogroup" aria-label="What to do">
                {[("Add", true), ("Remove", false)].map(|(name, of)| view! {
                    <label class="seg-item">
                        <input type="radio" name="metadata-way" class="sr" prop:checked=move || adds.get() == of
                            on:change=move |_| adds.set(of) />
                        <span>{name}</span>
                    </label>
                })}
            </div>
            <span class="note">{count(memory.selected(studio).len(), "input", "inputs")}</span>
        </div>
        <JsonField name="Metadata" text rows=8 />
        <p class="note">{note}</p>
        <div class="end">
            <button class="btn ghost" on:click=move |_| closer.close()>"Cancel"</button>
            <button class="btn primary" disabled=wrong on:click=run>{label}</button>
        </div>
    }
}

/// A field for a JSON object; says what is wrong with it.
#[component]
pub fn JsonField(name: &'static str, text: RwSignal<String>, rows: u32) -> impl IntoView {
    let problem = move || text.with(|text| members(text).err());
    view! {
        <label class="stacked">
            <span>{name}</span>
            <textarea class="field area mono" rows=rows.to_string() spellcheck="false" aria-label=name
                placeholder="{ \"camera\": \"north\" }" prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))></textarea>
            <small class="problem" role="alert">{problem}</small>
        </label>
    }
}

/// The members of a JSON object; nothing for no text.
///
/// # Errors
/// It isn't a JSON object; in plain words with the place.
pub fn members(text: &str) -> Result<Kept, String> {
    if text.trim().is_empty() {
        return Ok(Kept::default());
    }
    let value: serde_json::Value =
        serde_json::from_str(text).map_err(|error| format!("Not valid JSON: {error}."))?;
    match value {
        serde_json::Value::Object(members) => Ok(Kept::new(&members)),
        _ => Err("A JSON object is wanted: { … }.".to_owned()),
    }
}
