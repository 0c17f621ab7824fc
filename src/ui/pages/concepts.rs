//! What can be labelled with.

use super::concept_row::{ConceptRow, Use};
use crate::document::{ConceptId, Name, PALETTE};
use crate::edit::{Command, Refused};
use crate::formats::label_list;
use crate::ui::icons::{EXPORT, IMPORT, Icon, PASTE};
use crate::ui::shell::{Dialog, Shell};
use crate::ui::studio::Studio;
use crate::ui::words::count;
use leptos::{html, prelude::*};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use wasm_bindgen::JsCast as _;

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
                <label class="btn pick">
                    <Icon of=IMPORT />
                    <span aria-hidden="true">"Import label list"</span>
                    <input type="file" aria-label="Import label list" title="" accept=".txt,.json"
                        on:change=move |event| import(studio, &event) />
                </label>
                <button class="btn" disabled=move || concepts().is_empty() on:click=move |_| export(studio)>
                    <Icon of=EXPORT />
                    "Export label list"
                </button>
            </div>
            <AddConcept />
            <datalist id="palette">
                {PALETTE.map(|rgb| view! { <option value=rgb.css()></option> }).collect_view()}
            </datalist>
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
        for entry in document.inputs().chain(document.trash()) {
            let id = entry.input.id;
            let counts = layout.counts(id);
            let said: BTreeSet<_> = entry.labels.iter().map(|label| label.concept).collect();
            let labels = |concept| {
                entry
                    .labels
                    .iter()
                    .filter(|it| it.concept == concept)
                    .count()
            };
            for concept in said {
                let found = all.entry(concept).or_default();
                let has_objects = counts.iter().any(|(with, _)| *with == concept);
                found.inputs += usize::from(!has_objects);
                found.classified += labels(concept);
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

/// Downloads the concepts as a list.
fn export(studio: Studio) {
    let list = studio.look(|document, _| {
        let concepts: Vec<_> = document.concepts().cloned().collect();
        let name = format!("{} labels.json", document.project().name);
        (label_list::write(&concepts), name)
    });
    let Some((text, name)) = list else { return };
    let parts = js_sys::Array::of1(&text.into());
    let downloaded = web_sys::Blob::new_with_str_sequence(&parts)
        .map_err(|error| crate::web::js::message(&error))
        .and_then(|blob| crate::web::files::download(&blob, &name));
    if let Err(reason) = downloaded {
        studio.complain(format!("The list can't be downloaded: {reason}."));
    }
}

/// Adds the concepts of a list.
fn import(studio: Studio, event: &web_sys::Event) {
    let input = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    let Some(input) = input else { return };
    let file = input.files().and_then(|files| files.get(0));
    // The same file may be chosen again.
    input.set_value("");
    let Some(file) = file else { return };
    leptos::task::spawn_local(async move {
        let name = file.name();
        let text = match wasm_bindgen_futures::JsFuture::from(file.text()).await {
            Ok(text) => text.as_string().unwrap_or_default(),
            Err(error) => {
                let reason = crate::web::js::message(&error);
                return studio.complain(format!("{name} can't be read: {reason}."));
            }
        };
        let concepts = match label_list::read(&text) {
            Ok(concepts) => concepts,
            Err(refusal) => return studio.complain(format!("{name} wasn't imported: {refusal}.")),
        };
        let command = Command::AddConcepts(concepts);
        match studio.try_run(&command) {
            Ok(outcome) => {
                let added = outcome.step.diff.0.len();
                studio.say(
                    format!("{} added", count(added, "concept", "concepts")),
                    true,
                );
            }
            Err(Refused::Nothing) => studio.say("All of them are here already.".to_owned(), false),
            Err(refused) => studio.complain(format!("{name} wasn't imported: {refused}.")),
        }
    });
}
