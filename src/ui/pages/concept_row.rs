//! One concept: what it looks like, how often it is used, another name.

use crate::document::{Concept, ConceptId, Name};
use crate::edit::{Command, Refused};
use crate::ui::icons::{Icon, PENCIL};
use crate::ui::studio::Studio;
use crate::ui::words::count;
use leptos::{html, prelude::*};
use std::collections::HashMap;
use std::sync::Arc;

/// How often a concept is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Use {
    /// On so many inputs.
    pub inputs: usize,
    /// By so many objects.
    pub objects: usize,
}

/// What a row is doing.
#[derive(Clone, Debug, PartialEq)]
enum State {
    Resting,
    Renaming,
    /// Another concept has the name: the two can be one.
    Merging {
        into: ConceptId,
        name: String,
    },
}

/// A row of the list.
#[component]
pub fn ConceptRow(id: ConceptId, uses: Memo<Arc<HashMap<ConceptId, Use>>>) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let concept = Memo::new(move |_| {
        studio.revisions.concepts.track();
        studio
            .look(|document, _| document.concept(id).cloned())
            .flatten()
    });
    let state = RwSignal::new(State::Resting);
    let name = move || concept.with(name_of);
    let color = move || concept.with(|it| it.as_ref().map(|it| it.color.rgb().css()));
    let hotkey = move || {
        concept
            .with(|it| it.as_ref()?.hotkey)
            .map(|slot| slot.text())
    };
    let used = move || used(uses.with(|uses| uses.get(&id).copied().unwrap_or_default()));
    let body = move || match state.get() {
        State::Resting => view! {
            <span class="name grow">{name}</span>
            <span class="row-actions">
                <button class="btn ghost icon small" aria-label=move || format!("Rename {}", name())
                    title="Rename" on:click=move |_| state.set(State::Renaming)>
                    <Icon of=PENCIL />
                </button>
            </span>
        }
        .into_any(),
        State::Renaming => view! { <Rename id before=name() state /> }.into_any(),
        State::Merging { into, name } => view! { <Merge from=id into name state /> }.into_any(),
    };
    view! {
        <li class="concept-line">
            <i class="swatch" style:background-color=color></i>
            {body}
            <span class="note">{used}</span>
            <span class="hotkey">{move || hotkey().map(|key| view! { <kbd>{key}</kbd> })}</span>
        </li>
    }
}

fn name_of(concept: &Option<Concept>) -> String {
    let name = concept.as_ref().map(|concept| concept.name.to_string());
    name.unwrap_or_default()
}

fn used(used: Use) -> String {
    match used {
        Use { inputs: 0, .. } => "not used yet".to_owned(),
        Use { inputs, objects: 0 } => count(inputs, "input", "inputs"),
        Use { inputs, objects } => format!(
            "{}, {}",
            count(inputs, "input", "inputs"),
            count(objects, "object", "objects")
        ),
    }
}

#[component]
fn Rename(id: ConceptId, before: String, state: RwSignal<State>) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let field = NodeRef::<html::Input>::new();
    let problem = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            request_animation_frame(move || {
                // A field that is gone needs no focus.
                drop(field.focus());
                field.select();
            });
        }
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let text = field.get_untracked().map(|field| field.value());
        match rename(studio, id, &text.unwrap_or_default()) {
            Ok(next) => state.set(next),
            Err(reason) => problem.set(Some(reason)),
        }
    };
    let leave = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            state.set(State::Resting);
        }
    };
    view! {
        <form class="inline grow" on:submit=submit on:keydown=leave>
            <input class="field small" type="text" aria-label="Name" autocomplete="off" node_ref=field
                prop:value=before on:input=move |_| problem.set(None) />
            <button class="btn small primary" type="submit">"Rename"</button>
            <button class="btn small ghost" type="button" on:click=move |_| state.set(State::Resting)>"Cancel"</button>
            <span class="problem" role="alert">{move || problem.get()}</span>
        </form>
    }
}

/// What the row does next, or why the name can't be.
fn rename(studio: Studio, concept: ConceptId, text: &str) -> Result<State, String> {
    let name = Name::new(text).map_err(|error| format!("Please write a name: {error}."))?;
    let command = Command::RenameConcept {
        concept,
        name: name.clone(),
    };
    match studio.try_run(&command) {
        Ok(outcome) => {
            studio.say(outcome.title, true);
            Ok(State::Resting)
        }
        Err(Refused::Nothing) => Ok(State::Resting),
        Err(Refused::NameTaken(into)) => Ok(State::Merging {
            into,
            name: name.to_string(),
        }),
        Err(refused) => Err(format!("It wasn't renamed: {refused}.")),
    }
}

#[component]
fn Merge(from: ConceptId, into: ConceptId, name: String, state: RwSignal<State>) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let merge = move |_| {
        state.set(State::Resting);
        studio.merge_concepts(from, into);
    };
    view! {
        <span class="inline grow" role="alert">
            <span class="text">{format!("There is a concept {name} already.")}</span>
            <button class="btn small primary" on:click=merge>"Merge the two"</button>
            <button class="btn small ghost" on:click=move |_| state.set(State::Resting)>"Cancel"</button>
        </span>
    }
}
