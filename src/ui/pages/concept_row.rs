//! One concept: what it looks like, how often it is used, another name, parent, place, or its end.

use super::hotkey::HotkeyButton;
use crate::document::{Color, Concept, ConceptId, Name, PALETTE, Rgb};
use crate::edit::{Command, ConceptEdit, Refused};
use crate::ui::icons::{CHILD, GRIP, Icon, PENCIL, TRASH};
use crate::ui::studio::Studio;
use crate::ui::viewer::ConceptCombobox;
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
    /// As a classification of so many inputs.
    pub classified: usize,
}

impl Use {
    /// How many annotations there are of it.
    fn labels(self) -> usize {
        self.objects + self.classified
    }
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
    /// Somebody wants it gone.
    Deleting,
    /// What it is a kind of is asked for.
    Parenting,
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
    let uses = move || uses.with(|uses| uses.get(&id).copied().unwrap_or_default());
    let body = move || match state.get() {
        State::Resting => view! { <Resting id concept state /> }.into_any(),
        State::Renaming => view! { <Rename id before=name() state /> }.into_any(),
        State::Merging { into, name } => view! { <Merge from=id into name state /> }.into_any(),
        State::Deleting => view! { <Delete id name=name() uses=uses() state /> }.into_any(),
        State::Parenting => view! { <Parent id concept state /> }.into_any(),
    };
    view! {
        <li class="concept-line" data-concept=id.to_string()
            on:dragover=|event| if event.data_transfer().is_some_and(|it| is_concept(&it)) { event.prevent_default() }
            on:drop=move |event| dropped(studio, &event, id)>
            <Grip id name=Signal::derive(name) />
            <Swatch id concept />
            {body}
            <span class="note">{move || used(uses())}</span>
            <HotkeyButton id concept />
        </li>
    }
}

/// The type of what is dragged when it is a concept.
const DRAGGED: &str = "application/x-cartouche-concept";

fn is_concept(transfer: &web_sys::DataTransfer) -> bool {
    transfer.types().includes(&DRAGGED.into(), 0)
}

/// A concept was dropped onto another: it takes its place.
fn dropped(studio: Studio, event: &web_sys::DragEvent, onto: ConceptId) {
    let Some(transfer) = event.data_transfer().filter(is_concept) else {
        return;
    };
    event.prevent_default();
    event.stop_propagation();
    let dragged = transfer.get_data(DRAGGED).ok();
    if let Some(concept) = dragged.and_then(|text| text.parse().ok()) {
        put(studio, concept, onto);
    }
}

/// Puts a concept where another one is: above it if it comes from below, else below it.
fn put(studio: Studio, concept: ConceptId, onto: ConceptId) {
    let order = studio.look(|document, _| document.concepts().map(|it| it.id).collect::<Vec<_>>());
    let order = order.unwrap_or_default();
    let place = |id: ConceptId| order.iter().position(|it| *it == id);
    let (Some(from), Some(to)) = (place(concept), place(onto)) else {
        return;
    };
    let before = match from < to {
        true => order.get(to + 1).copied(),
        false => Some(onto),
    };
    studio.run(Command::MoveConcept { concept, before });
}

/// What a concept is dragged by; the arrow keys move it as well.
#[component]
fn Grip(id: ConceptId, name: Signal<String>) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let drag = move |event: web_sys::DragEvent| {
        if let Some(transfer) = event.data_transfer() {
            // A transfer that takes no data starts no drag.
            drop(transfer.set_data(DRAGGED, &id.to_string()));
            transfer.set_effect_allowed("move");
        }
    };
    let step = move |event: web_sys::KeyboardEvent| {
        let way = match event.key().as_str() {
            "ArrowUp" => -1,
            "ArrowDown" => 1,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        let beside = studio.look(|document, _| {
            let order: Vec<_> = document.concepts().map(|it| it.id).collect();
            let at = order.iter().position(|it| *it == id)?;
            order.get(at.checked_add_signed(way)?).copied()
        });
        if let Some(beside) = beside.flatten() {
            put(studio, id, beside);
        }
    };
    view! {
        <button class="btn ghost icon small grip" draggable="true" aria-label=move || format!("Move {}", name.get())
            title="Drag to order, or press the arrow keys" on:dragstart=drag on:keydown=step>
            <Icon of=GRIP />
        </button>
    }
}

/// The colour, which a click changes.
#[component]
fn Swatch(id: ConceptId, concept: Memo<Option<Concept>>) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let color = move || concept.with(|it| it.as_ref().map(|it| it.color.rgb().css()));
    let label = move || format!("Colour of {}", concept.with(name_of));
    let chosen = move |event: web_sys::Event| {
        let Some(rgb) = Rgb::from_css(&event_target_value(&event)) else {
            return;
        };
        // A colour of the palette stays one, with its dash pattern.
        let place = PALETTE.iter().position(|it| *it == rgb);
        let color = match place.and_then(|place| u16::try_from(place).ok()) {
            Some(place) => Color::Palette(place),
            None => Color::Custom(rgb),
        };
        studio.run_and_say(Command::EditConcept {
            concept: id,
            edit: ConceptEdit::Color(color),
        });
    };
    view! {
        <input class="swatch" type="color" list="palette" aria-label=label title=label prop:value=color on:change=chosen />
    }
}

#[component]
fn Resting(id: ConceptId, concept: Memo<Option<Concept>>, state: RwSignal<State>) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let name = move || concept.with(name_of);
    let parent = move || {
        let parent = concept.with(|it| it.as_ref()?.parent)?;
        studio.look(|document, _| Some(document.concept(parent)?.name.to_string()))?
    };
    let action = move |word: &'static str, icon: &'static str, next: State| {
        view! {
            <button class="btn ghost icon small" aria-label=move || format!("{word} {}", name()) title=word
                on:click=move |_| state.set(next.clone())>
                <Icon of=icon />
            </button>
        }
    };
    view! {
        <span class="name grow" data-id=id.to_string()>{name}</span>
        {move || parent().map(|parent| view! { <span class="chip" title="The concept that it is a kind of">{parent}</span> })}
        <span class="row-actions">
            {action("Rename", PENCIL, State::Renaming)}
            {action("Parent of", CHILD, State::Parenting)}
            {action("Delete", TRASH, State::Deleting)}
        </span>
    }
}

/// Asks what a concept is a kind of.
#[component]
fn Parent(id: ConceptId, concept: Memo<Option<Concept>>, state: RwSignal<State>) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let close = move || state.set(State::Resting);
    let set = move |parent: Option<ConceptId>| {
        close();
        studio.run_and_say(Command::EditConcept {
            concept: id,
            edit: ConceptEdit::Parent(parent),
        });
    };
    let marked = Signal::derive(move || {
        let parent = concept.with(|it| it.as_ref().and_then(|it| it.parent));
        parent.into_iter().collect()
    });
    let has_one = move || concept.with(|it| it.as_ref().is_some_and(|it| it.parent.is_some()));
    view! {
        <div class="grow parent-choice">
            <span>{move || format!("{} is a kind of", concept.with(name_of))}</span>
            <ConceptCombobox name="Select or add concepts" choose=move |parent| set(Some(parent)) marked=marked
                always_open=true focus=true close=Callback::new(move |()| close()) />
            <span class="inline">
                <Show when=has_one>
                    <button class="btn small" on:click=move |_| set(None)>"No parent"</button>
                </Show>
                <button class="btn small ghost" on:click=move |_| close()>"Cancel"</button>
            </span>
        </div>
    }
}

/// Says what goes with a concept before it goes.
#[component]
fn Delete(id: ConceptId, name: String, uses: Use, state: RwSignal<State>) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let delete = move |_| {
        state.set(State::Resting);
        studio.remove_concept(id);
    };
    let said = match uses.labels() {
        0 => format!("Delete {name}? Nothing is labelled with it."),
        labels => format!(
            "Delete {name}? {} on {} go with it.",
            count(labels, "annotation", "annotations"),
            count(uses.inputs, "input", "inputs")
        ),
    };
    view! {
        <span class="inline grow" role="alert">
            <span class="text">{said}</span>
            <button class="btn small danger" on:click=delete>"Delete"</button>
            <button class="btn small ghost" on:click=move |_| state.set(State::Resting)>"Cancel"</button>
        </span>
    }
}

/// What a concept is called; nothing where it is gone.
pub fn name_of(concept: &Option<Concept>) -> String {
    let name = concept.as_ref().map(|concept| concept.name.to_string());
    name.unwrap_or_default()
}

fn used(used: Use) -> String {
    match used {
        Use { inputs: 0, .. } => "not used yet".to_owned(),
        Use {
            inputs, objects: 0, ..
        } => count(inputs, "input", "inputs"),
        Use {
            inputs, objects, ..
        } => format!(
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
