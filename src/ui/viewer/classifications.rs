//! The Classifications pane: what is said of the whole input.

use super::desk::Desk;
use super::picker::ConceptCombobox;
use super::video::{Ranges, Scope, ScopeChoice};
use crate::document::{AnnotatorId, Concept, ConceptId, Presence, Slot, Target};
use crate::edit::Command;
use crate::ui::icons::{self, Icon};
use leptos::prelude::*;

/// One row.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Row {
    concept: ConceptId,
    presence: Presence,
    name: String,
    color: String,
    hotkey: Option<Slot>,
    annotators: Vec<String>,
}

impl Row {
    /// `sheep`, or `not sheep`.
    fn said(&self) -> String {
        match self.presence {
            Presence::Present => self.name.clone(),
            Presence::Absent => format!("not {}", self.name),
        }
    }
}

/// Takes what is said off again.
fn take_off(desk: Desk, concept: ConceptId, presence: Presence) {
    if let Some(input) = desk.input.get_untracked() {
        desk.studio.run_with_toast(Command::Unclassify {
            inputs: vec![input],
            concepts: vec![concept],
            presence: Some(presence),
        });
    }
}

/// Says a concept of the input, that it is there or that it isn't.
fn say(desk: Desk, concept: ConceptId, presence: Presence) {
    if presence == Presence::Present && desk.say_in_time(concept, false) {
        return;
    }
    if let Some(input) = desk.input.get_untracked() {
        desk.studio.run_with_toast(Command::Classify {
            inputs: vec![input],
            concepts: vec![concept],
            presence,
        });
    }
}

/// Says a concept of the input, or takes it off.
pub fn toggle(desk: Desk, concept: ConceptId) {
    let Some(input) = desk.input.get_untracked() else {
        return;
    };
    if desk.say_in_time(concept, true) {
        return;
    }
    let said = desk
        .studio
        .look(|document, _| document.classifications(input).contains(&concept))
        .unwrap_or(false);
    match said {
        true => take_off(desk, concept, Presence::Present),
        false => say(desk, concept, Presence::Present),
    }
}

/// A row of the pane has the focus: hotkeys classify.
pub fn has_focus() -> bool {
    document()
        .active_element()
        .and_then(|element| {
            element
                .closest("[aria-label=Classifications]")
                .ok()
                .flatten()
        })
        .is_some()
}

/// The pane.
#[component]
pub fn Classifications() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let rows = Memo::new(move |_| {
        desk.studio.revisions.inputs.track();
        desk.studio.revisions.concepts.track();
        desk.turns.track();
        rows(desk)
    });
    let marked = Signal::derive(move || {
        // What is said of the whole video can be said of a part of it too.
        let rows = match desk.kind.get().is_video() && desk.film.scope.get() != Scope::Video {
            true => Vec::new(),
            false => rows.get(),
        };
        let there = rows.iter().filter(|row| row.presence == Presence::Present);
        there.map(|row| row.concept).collect()
    });
    let add = move |concept| say(desk, concept, Presence::Present);
    let is_video = Memo::new(move |_| desk.kind.get().is_video());
    let ranges = RwSignal::new(0);
    Effect::new(move |_| {
        if !is_video.get() {
            ranges.set(0);
        }
    });
    view! {
        <section class="pane" role="region" aria-label="Classifications">
            <h3>{move || format!("Classifications({})", rows.get().len() + ranges.get())}</h3>
            <Show when=move || is_video.get()><ScopeChoice /></Show>
            <ConceptCombobox name="Select or add concepts" choose=add marked=marked />
            <ul class="rows classifications">
                <For each=move || rows.get() key=Row::clone let(row)>
                    <ClassificationRow row=row />
                </For>
                <Show when=move || is_video.get()><Ranges count=ranges /></Show>
            </ul>
        </section>
    }
}

#[component]
fn ClassificationRow(row: Row) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let concept = row.concept;
    let reassigning = RwSignal::new(false);
    let marked = Signal::derive(move || vec![concept]);
    let reassign = move |to: ConceptId| {
        reassigning.set(false);
        if let Some(input) = desk.input.get_untracked() {
            desk.studio.run_with_toast(Command::ReassignClassification {
                input,
                from: concept,
                to,
            });
        }
    };
    let (name, presence) = (row.said(), row.presence);
    let other = match presence {
        Presence::Present => Presence::Absent,
        Presence::Absent => Presence::Present,
    };
    let turn = match presence {
        Presence::Present => format!("Mark {} absent", row.name),
        Presence::Absent => format!("Mark {} present", row.name),
    };
    view! {
        <li class="instance-row classification" class:absent=presence == Presence::Absent>
            <label class="tick">
                <input type="checkbox" checked aria-label=name.clone()
                    on:change=move |_| take_off(desk, concept, presence) />
                <i class="swatch" style:background=row.color></i>
                <span class="name" title=name.clone()>{name.clone()}</span>
            </label>
            <span class="row-actions">
                <button class="btn ghost icon small" aria-label=turn.clone() title=turn
                    on:click=move |_| say(desk, concept, other)>
                    <Icon of=if presence == Presence::Present { icons::ABSENT } else { icons::CHECK } />
                </button>
                <button class="btn ghost icon small" aria-label=format!("Reassign {name}") title=format!("Reassign {name}")
                    on:click=move |_| reassigning.update(|open| *open = !*open)><Icon of=icons::PENCIL /></button>
                <button class="btn ghost icon small" aria-label=format!("Delete {name}") title=format!("Delete {name}")
                    on:click=move |_| take_off(desk, concept, presence)><Icon of=icons::TRASH /></button>
            </span>
            <People names=row.annotators />
            {row.hotkey.map(|slot| view! { <kbd>{slot.text()}</kbd> })}
            <Show when=move || reassigning.get()>
                <ConceptCombobox name="Reassign to" choose=reassign marked=marked always_open=true focus=true
                    close=Callback::new(move |()| reassigning.set(false)) />
            </Show>
        </li>
    }
}

/// The person icon with the number of annotators, who are named on hover and focus.
#[component]
pub fn People(names: Vec<String>) -> impl IntoView {
    let count = names.len();
    let said = names.join(", ");
    view! {
        <span class="people" tabindex="0" role="img" title=said.clone()
            aria-label=format!("{count} annotators: {said}")>
            <Icon of=icons::USER />
            {count}
        </span>
    }
}

/// The names of annotators, each once.
pub fn names(desk: Desk, ids: impl Iterator<Item = AnnotatorId>) -> Vec<String> {
    let mut ids: Vec<_> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    desk.studio
        .look(|document, _| {
            let names = ids.iter().filter_map(|id| document.annotator(*id));
            names.map(|annotator| annotator.name.to_string()).collect()
        })
        .unwrap_or_default()
}

fn rows(desk: Desk) -> Vec<Row> {
    let Some(input) = desk.input.get_untracked() else {
        return Vec::new();
    };
    let said = desk.studio.look(|document, _| {
        let labels = document.labels(Target::Input(input)).to_vec();
        let said = document.said(input).into_iter();
        let concepts =
            said.filter_map(|(id, presence)| Some((document.concept(id)?.clone(), presence)));
        (concepts.collect::<Vec<_>>(), labels)
    });
    let (said, labels) = said.unwrap_or_default();
    let row = |(concept, presence): (Concept, Presence)| {
        let by = labels
            .iter()
            .filter(|label| label.concept == concept.id && label.presence == presence)
            .map(|label| label.annotator);
        Row {
            concept: concept.id,
            presence,
            annotators: names(desk, by),
            name: concept.name.to_string(),
            color: concept.color.rgb().css(),
            hotkey: concept.hotkey,
        }
    };
    said.into_iter().map(row).collect()
}
