//! What can be labelled with.

use super::concept_row::{ConceptRow, Use};
use crate::document::{ConceptId, Name};
use crate::edit::{Command, Refused};
use crate::ui::icons::{Icon, PASTE};
use crate::ui::shell::{Dialog, Shell};
use crate::ui::studio::Studio;
use crate::ui::words::count;
use leptos::{html, prelude::*};
use std::collections::HashMap;
use std::sync::Arc;

/// The page.
#[component]
pub fn ConceptsPage() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let shell = expect_context::<Shell>();
    let uses = Memo::new(move |_| {
        studio.revisions.inputs.track();
        studio.revisions.objects.track();
        Arc::new(uses(studio))
    });
    let concepts = move || {
        studio.revisions.concepts.track();
        studio.project.track();
        let ids = |document: &crate::document::Document| {
            document.concepts().map(|c| c.id).collect::<Vec<_>>()
        };
        studio.look(|document, _| ids(document)).unwrap_or_default()
    };
    let total = move || count(concepts().len(), "concept", "concepts");
    view! {
        <div class="sheet">
            <div class="sheet-head">
                <h1>"Concepts"</h1>
                <span class="note">{total}</span>
                <span class="grow"></span>
                <button class="btn" on:click=move |_| shell.show(Dialog::PasteConcepts)>
                    <Icon of=PASTE />
                    "Paste a list of concepts"
                </button>
            </div>
            <AddConcept />
            <ul class="concepts">
                <For each=concepts key=|id| *id let(id)>
                    <ConceptRow id uses />
                </For>
            </ul>
            <Show when=move || concepts().is_empty()>
                <p class="note">"No concepts yet. Write one above, paste a list, or make them while you draw."</p>
            </Show>
        </div>
    }
}

/// How often every concept is used.
fn uses(studio: Studio) -> HashMap<ConceptId, Use> {
    let mut all: HashMap<ConceptId, Use> = HashMap::new();
    studio.look(|document, layout| {
        for entry in document.inputs() {
            let id = entry.input.id;
            let counts = layout.counts(id);
            for concept in document.classifications(id) {
                let found = all.entry(concept).or_default();
                let has_objects = counts.iter().any(|(with, _)| *with == concept);
                found.inputs += usize::from(!has_objects);
            }
            for (concept, objects) in counts {
                let found = all.entry(concept).or_default();
                found.inputs += 1;
                found.objects += objects as usize;
            }
        }
    });
    all
}

#[component]
fn AddConcept() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let field = NodeRef::<html::Input>::new();
    let problem = RwSignal::new(None::<String>);
    let add = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(field) = field.get_untracked() else {
            return;
        };
        match add(studio, &field.value()) {
            Ok(()) => field.set_value(""),
            Err(reason) => problem.set(Some(reason)),
        }
    };
    view! {
        <form class="add" on:submit=add>
            <input class="field grow" type="text" placeholder="New concept" aria-label="New concept"
                autocomplete="off" node_ref=field on:input=move |_| problem.set(None) />
            <button class="btn" type="submit">"Add"</button>
            <span class="problem" role="alert">{move || problem.get()}</span>
        </form>
    }
}

fn add(studio: Studio, text: &str) -> Result<(), String> {
    let name = Name::new(text).map_err(|error| format!("Please write a name: {error}."))?;
    let command = Command::AddConcepts(vec![name.into()]);
    match studio.try_run(&command) {
        Ok(outcome) => {
            studio.say(outcome.title, true);
            Ok(())
        }
        Err(Refused::Nothing) => Err("There is a concept of that name already.".to_owned()),
        Err(refused) => Err(format!("No concept was added: {refused}.")),
    }
}
