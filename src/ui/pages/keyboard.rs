//! The keys in the settings: presets, and another key for any action.

use crate::actions::{Action, ActionId, Chord, Owner, Preset, Section, TABLE, action};
use crate::ui::icons::{CLOSE, Icon, PLUS};
use crate::ui::keyboard::Keyboard;
use crate::web::keys::{chord, is_mac};
use leptos::prelude::*;

/// What a row is waiting for.
#[derive(Clone, PartialEq)]
enum Waiting {
    /// Nothing.
    No,
    /// A key for this action.
    Key(ActionId),
    /// A yes: another action has the key.
    Clash(ActionId, Chord, Owner),
}

/// The section of the settings.
#[component]
pub fn KeyboardSection() -> impl IntoView {
    let waiting = RwSignal::new(Waiting::No);
    view! {
        <section class="keyboard">
            <h2>"Keyboard"</h2>
            <Presets />
            {Section::ALL.map(|section| view! {
                <h3>{section.title()}</h3>
                <ul class="plain keys" aria-label=section.title()>
                    {TABLE.iter().filter(|it| it.section == section).map(|action| view! { <Row action waiting /> }).collect_view()}
                </ul>
            })}
        </section>
    }
}

#[component]
fn Presets() -> impl IntoView {
    let keyboard = expect_context::<Keyboard>();
    let current = move || {
        let is_it = |preset: &Preset| keyboard.with(|keymap| *keymap == preset.keymap());
        Preset::ALL.into_iter().find(is_it)
    };
    let chosen = move |event: web_sys::Event| {
        let name = event_target_value(&event);
        if let Some(preset) = Preset::ALL.into_iter().find(|it| it.name() == name) {
            keyboard.change(|keymap| *keymap = preset.keymap());
        }
    };
    view! {
        <label class="beside">
            <span>"Keys as in"</span>
            <select aria-label="Keys as in" on:change=chosen>
                <option value="" disabled selected=move || current().is_none()>"Your own"</option>
                {Preset::ALL.map(|preset| view! {
                    <option value=preset.name() selected=move || current() == Some(preset)>{preset.name()}</option>
                })}
            </select>
            <small class="note">"Takes the place of all keys below"</small>
        </label>
    }
}

#[component]
fn Row(action: &'static Action, waiting: RwSignal<Waiting>) -> impl IntoView {
    let keyboard = expect_context::<Keyboard>();
    let id = action.id;
    let keys = move || keyboard.with(|keymap| keymap.keys(id).to_vec());
    let is_changed = move || keyboard.with(|keymap| keymap.is_changed(id));
    let waits = move || waiting.with(|it| *it == Waiting::Key(id));
    let take = move |chord: Chord| {
        keyboard.change(|keymap| {
            let rest = keymap.keys(id).iter().filter(|it| **it != chord).copied();
            let rest = rest.collect();
            keymap.set(id, rest);
        });
    };
    let pressed = move |event: web_sys::KeyboardEvent| {
        if !waits()
            || matches!(
                event.key().as_str(),
                "Tab" | "Shift" | "Control" | "Alt" | "Meta"
            )
        {
            return;
        }
        event.prevent_default();
        event.stop_propagation();
        match chord(&event) {
            Some(chord) => offer(keyboard, waiting, id, chord),
            None => waiting.set(Waiting::No),
        }
    };
    view! {
        <li>
            <span class="text">{action.label}<small class="note">{action.hint}</small></span>
            <span class="chips">
                {move || keys().into_iter().map(|chord| {
                    let text = chord.text(is_mac());
                    let label = format!("Take {text} from {}", action.label);
                    view! {
                        <span class="chip">
                            <kbd>{text}</kbd>
                            <button class="btn ghost icon small" aria-label=label on:click=move |_| take(chord)>
                                <Icon of=CLOSE />
                            </button>
                        </span>
                    }
                }).collect_view()}
            </span>
            <button class="btn small" class:waits=waits aria-label=format!("Add a key for {}", action.label)
                on:click=move |_| waiting.set(if waits() { Waiting::No } else { Waiting::Key(id) })
                on:keydown=pressed>
                {move || if waits() { view! { "Press a key" }.into_any() } else { view! { <Icon of=PLUS /> }.into_any() }}
            </button>
            <button class="btn ghost small" aria-label=format!("Reset {}", action.label) disabled=move || !is_changed()
                on:click=move |_| keyboard.change(|keymap| keymap.reset(id))>"Reset"</button>
            <Clash id waiting />
        </li>
    }
}

/// Gives a key to an action, or asks first where something else has it.
fn offer(keyboard: Keyboard, waiting: RwSignal<Waiting>, id: ActionId, chord: Chord) {
    let owner = untrack(move || keyboard.with(|keymap| keymap.owner(id, &chord)));
    match owner {
        Some(owner) => waiting.set(Waiting::Clash(id, chord, owner)),
        None => {
            keyboard.change(|keymap| keymap.give(id, chord));
            waiting.set(Waiting::No);
        }
    }
}

/// Says what has the key.
#[component]
fn Clash(id: ActionId, waiting: RwSignal<Waiting>) -> impl IntoView {
    let keyboard = expect_context::<Keyboard>();
    let clash = move || match waiting.get() {
        Waiting::Clash(of, chord, owner) if of == id => Some((chord, owner)),
        _ => None,
    };
    view! {
        {move || clash().map(|(chord, owner)| {
            let key = chord.text(is_mac());
            let (said, takes) = match owner {
                Owner::Action(other) => (format!("{key} is {}.", action(other).label), true),
                Owner::Tool => (format!("{key} is the tool's own in the viewer."), false),
                Owner::Concepts => (format!("{key} is a hotkey of concepts."), false),
            };
            view! {
                <span class="clash" role="alert">
                    <span class="text">{said}</span>
                    {takes.then(|| view! {
                        <button class="btn small" on:click=move |_| {
                            keyboard.change(|keymap| keymap.give(id, chord));
                            waiting.set(Waiting::No);
                        }>"Use it here instead"</button>
                    })}
                    <button class="btn small ghost" on:click=move |_| waiting.set(Waiting::No)>"Cancel"</button>
                </span>
            }
        })}
    }
}
