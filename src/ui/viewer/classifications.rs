//! The Classifications pane: what is said of the whole input.

use super::desk::Desk;
use super::picker::{ConceptCombobox, says_present};
use crate::document::{AnnotatorId, ConceptId, Slot, Target};
use crate::edit::Command;
use crate::ui::icons::{self, Icon};
use leptos::prelude::*;

/// One row.
#[derive(Clone, PartialEq)]
struct Row {
    concept: ConceptId,
    name: String,
    color: String,
    hotkey: Option<Slot>,
    annotators: Vec<String>,
}

/// Says a concept of the input, or takes it off.
pub fn toggle(desk: Desk, concept: ConceptId) {
    let Some(input) = desk.input.get_untracked() else {
        return;
    };
    let said = desk
        .studio
        .look(|document, _| document.classifications(input).contains(&concept))
        .unwrap_or(false);
    let (inputs, concepts) = (vec![input], vec![concept]);
    desk.studio.run_with_toast(match said {
        true => Command::Unclassify { inputs, concepts },
        false => Command::Classify { inputs, concepts },
    });
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
    let marked = Signal::derive(move || rows.get().iter().map(|row| row.concept).collect());
    let add = move |concept| {
        if let Some(input) = desk.input.get_untracked() {
            desk.studio.run_with_toast(Command::Classify {
                inputs: vec![input],
                concepts: vec![concept],
            });
        }
    };
    view! {
        <section class="pane" role="region" aria-label="Classifications">
            <h3>{move || format!("Classifications({})", rows.get().len())}</h3>
            <ConceptCombobox name="Select or add concepts" choose=add marked=marked />
            <ul class="rows classifications">
                <For each=move || rows.get() key=|row| (row.concept, row.name.clone(), row.annotators.clone(), row.color.clone()) let(row)>
                    <ClassificationRow row=row />
                </For>
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
    let name = row.name.clone();
    view! {
        <li class="instance-row classification">
            <label class="tick">
                <input type="checkbox" checked aria-label=name.clone()
                    on:change=move |_| toggle(desk, concept) />
                <i class="swatch" style:background=row.color></i>
                <span class="name" title=name.clone()>{name.clone()}</span>
            </label>
            <span class="row-actions">
                <button class="btn ghost icon small" aria-label=format!("Reassign {name}") title=format!("Reassign {name}")
                    on:click=move |_| reassigning.update(|open| *open = !*open)><Icon of=icons::PENCIL /></button>
                <button class="btn ghost icon small" aria-label=format!("Delete {name}") title=format!("Delete {name}")
                    on:click=move |_| toggle(desk, concept)><Icon of=icons::TRASH /></button>
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
    let said: Vec<_> = desk
        .studio
        .look(|document, _| {
            let labels = document.labels(Target::Input(input)).to_vec();
            let concepts = document.classifications(input).into_iter();
            concepts
                .filter_map(|id| document.concept(id).cloned())
                .map(|concept| (concept, labels.clone()))
                .collect()
        })
        .unwrap_or_default();
    said.into_iter()
        .map(|(concept, labels)| {
            let by = labels
                .iter()
                .filter(|label| label.concept == concept.id && says_present(label.presence))
                .map(|label| label.annotator);
            Row {
                concept: concept.id,
                name: concept.name.to_string(),
                color: concept.color.rgb().css(),
                hotkey: concept.hotkey,
                annotators: names(desk, by),
            }
        })
        .collect()
}
