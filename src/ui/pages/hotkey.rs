//! The hotkey of a concept, and how it gets another.

use super::concept_row::name_of;
use crate::actions::{self, ActionId, Chord, Where, action};
use crate::document::{Concept, ConceptId, Slot};
use crate::edit::{Command, ConceptEdit, Refused};
use crate::ui::keyboard::Keyboard;
use crate::ui::studio::Studio;
use crate::web::keys::chord;
use leptos::prelude::*;

/// The key as a button: pressed, it takes the next key.
#[component]
pub fn HotkeyButton(id: ConceptId, concept: Memo<Option<Concept>>) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let keyboard = expect_context::<Keyboard>();
    let waits = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let key = move || concept.with(|it| it.as_ref()?.hotkey).map(Slot::text);
    let label = move || match key() {
        Some(key) => format!("Hotkey of {}: {key}", concept.with(name_of)),
        None => format!("Hotkey of {}: none", concept.with(name_of)),
    };
    let set = move |hotkey: Option<Slot>| {
        let edit = ConceptEdit::Hotkey(hotkey);
        match studio.try_run(&Command::EditConcept { concept: id, edit }) {
            Ok(outcome) => {
                studio.say(outcome.title, true);
                waits.set(false);
            }
            Err(Refused::Nothing) => waits.set(false),
            Err(refused) => problem.set(Some(format!("{refused}"))),
        }
    };
    let pressed = move |event: web_sys::KeyboardEvent| {
        if !waits.get_untracked() || matches!(event.key().as_str(), "Tab" | "Shift" | "Enter" | " ")
        {
            return;
        }
        event.prevent_default();
        event.stop_propagation();
        match event.key().as_str() {
            "Escape" => waits.set(false),
            "Backspace" | "Delete" => set(None),
            _ => match wanted(keyboard, chord(&event)) {
                Ok(slot) => set(Some(slot)),
                Err(reason) => problem.set(Some(reason)),
            },
        }
    };
    let begin = move |_| {
        problem.set(None);
        waits.update(|waits| *waits = !*waits);
    };
    view! {
        <span class="hotkey">
            <button class="btn ghost small key" class:waits=move || waits.get() aria-label=label title="Change the hotkey"
                on:click=begin on:keydown=pressed on:blur=move |_| waits.set(false)>
                {move || match (waits.get(), key()) {
                    (true, _) => view! { <small>"Press a key"</small> }.into_any(),
                    (false, Some(key)) => view! { <kbd>{key}</kbd> }.into_any(),
                    (false, None) => view! { <small class="note">"no key"</small> }.into_any(),
                }}
            </button>
            <small class="problem" role="alert">{move || problem.get().filter(|_| waits.get())}</small>
        </span>
    }
}

/// The hotkey that a press means.
///
/// # Errors
/// It can't be one, or something else has it; in plain words.
fn wanted(keyboard: Keyboard, pressed: Option<Chord>) -> Result<Slot, String> {
    let free = |pressed: &Chord| !(pressed.ctrl || pressed.alt);
    let Some(pressed) = pressed.filter(free) else {
        return Err("a digit or a letter, with Shift or without".to_owned());
    };
    let slot = match pressed.key {
        actions::Key::Digit(digit) => Slot::on_digit(digit, pressed.shift),
        actions::Key::Letter(letter) => Slot::on_letter(letter, pressed.shift),
        _ => None,
    };
    let taken: Option<ActionId> = keyboard.action_for(&pressed, Where::Viewer);
    match (slot, taken) {
        (_, Some(id)) => Err(format!("{} is {}", pressed.text(false), action(id).label)),
        (Some(slot), None) => Ok(slot),
        (None, None) => Err("a digit or a letter, with Shift or without".to_owned()),
    }
}
