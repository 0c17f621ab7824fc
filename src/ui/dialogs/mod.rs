//! What asks or tells something above the page.

mod concepts;
mod import;
mod info;
mod label_as;
mod large_copy;
mod masks;
mod metadata;
mod modal;
mod names;
mod reassign_objects;
mod refusals;
mod report;
mod set_status;
mod shortcuts;
mod similar;
mod table;
mod visual_search;

pub use modal::{Closer, Modal};
pub use report::ReportList;

use super::shell::{Dialog, Shell};
use super::studio::Studio;
use concepts::PasteConcepts;
use import::ImportPreview;
use info::Info;
use label_as::LabelAs;
use large_copy::LargeCopyQuestion;
use leptos::prelude::*;
use masks::MasksQuestion;
use metadata::EditMetadata;
use names::{NewProject, RenameProject};
use reassign_objects::ReassignObjects;
use refusals::Refusals;
use set_status::SetStatus;
use shortcuts::Shortcuts;
use table::TableQuestion;
use visual_search::VisualSearch;

/// Every dialog; most are closed.
#[component]
pub fn Dialogs() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let shell = expect_context::<Shell>();
    let has_refusals = Memo::new(move |_| studio.refusals.with(|all| !all.is_empty()));
    let opened = move || match shell.dialog.get()? {
        Dialog::Shortcuts => Some(view! { <Shortcuts /> }.into_any()),
        Dialog::NewProject => Some(view! { <NewProject /> }.into_any()),
        Dialog::RenameProject => Some(view! { <RenameProject /> }.into_any()),
        Dialog::LabelAs => Some(view! { <LabelAs /> }.into_any()),
        Dialog::SetStatus => Some(view! { <SetStatus /> }.into_any()),
        Dialog::EditMetadata => Some(view! { <EditMetadata /> }.into_any()),
        Dialog::VisualSearch => Some(view! { <VisualSearch /> }.into_any()),
        Dialog::ReassignObjects => Some(view! { <ReassignObjects /> }.into_any()),
        Dialog::Info(input) => Some(view! { <Info input /> }.into_any()),
        Dialog::PasteConcepts => Some(view! { <PasteConcepts /> }.into_any()),
    };
    view! {
        {opened}
        <Show when=move || studio.large.with(Option::is_some)><LargeCopyQuestion /></Show>
        <For each=move || studio.tables.get().into_iter().take(1) key=|it| it.id let(pending)>
            <TableQuestion pending />
        </For>
        <For each=move || studio.masks.get().into_iter().take(1) key=|it| it.id let(pending)>
            <MasksQuestion pending />
        </For>
        <Show when=move || has_refusals.get()><Refusals /></Show>
        <For each=move || studio.pending.get().into_iter().take(1) key=|it| it.layer let(pending)>
            <ImportPreview pending />
        </For>
    }
}
