//! What the values of mask files are.

use super::{Closer, Modal};
use crate::document::Name;
use crate::ui::studio::{PendingMasks, Studio};
use crate::ui::words::count;
use leptos::prelude::*;

/// Lists what the files tell apart, and asks what it is called.
#[component]
pub fn MasksQuestion(pending: PendingMasks) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let id = pending.id;
    let closed = move || studio.answer_masks(id, None);
    view! { <Modal title="Import masks" closed wide=true><Choice pending /></Modal> }
}

#[component]
fn Choice(pending: PendingMasks) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let closer = expect_context::<Closer>();
    let id = pending.id;
    let files = count(pending.found.len(), "mask file", "mask files");
    let mut inputs: Vec<_> = pending.found.iter().map(|found| found.input).collect();
    inputs.sort_unstable();
    inputs.dedup();
    let pictures = count(inputs.len(), "picture", "pictures");
    let rows: Vec<_> = pending
        .classes()
        .into_iter()
        .map(|facts| {
            let (name, taken) = (
                RwSignal::new(facts.name.clone()),
                RwSignal::new(facts.taken),
            );
            (facts, name, taken)
        })
        .collect();
    let chosen: Vec<_> = rows
        .iter()
        .map(|(facts, name, taken)| (facts.class.clone(), *name, *taken))
        .collect();
    let chosen = StoredValue::new(chosen);
    let names = move || {
        chosen.with_value(|all| {
            let taken = all.iter().filter(|(_, _, taken)| taken.get());
            taken
                .map(|(class, name, _)| Some((class.clone(), Name::new(&name.get()).ok()?)))
                .collect::<Option<Vec<_>>>()
        })
    };
    let cannot = move || names().is_none_or(|names| names.is_empty());
    let run = move |_| {
        if let Some(names) = untrack(names) {
            studio.answer_masks(id, Some(names));
        }
    };
    let lines = rows.into_iter().map(|(facts, name, taken)| {
        let [red, green, blue] = facts.color;
        let said = facts.name.clone();
        view! {
            <li class="mask-class">
                <input type="checkbox" aria-label=format!("Import {said}") prop:checked=move || taken.get()
                    on:change=move |event| taken.set(event_target_checked(&event)) />
                <i class="swatch" style:background=format!("rgb({red},{green},{blue})")></i>
                <input type="text" aria-label=format!("Concept of {said}") prop:value=move || name.get()
                    prop:disabled=move || !taken.get()
                    on:input=move |event| name.set(event_target_value(&event)) />
                <span class="note">{count(facts.files, "file", "files")}</span>
            </li>
        }
    });
    view! {
        <p>{format!("{files} for {pictures}. What are their values? 0 and black are the background.")}</p>
        <ul class="plain mask-classes">{lines.collect_view()}</ul>
        <div class="end">
            <button class="btn" on:click=move |_| closer.close()>"Cancel"</button>
            <button class="btn primary" disabled=cannot on:click=run>"Import masks"</button>
        </div>
    }
}
