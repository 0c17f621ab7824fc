//! What is done with several inputs at once: **Select all** on top, and the bar at the foot.

use super::GridMemory;
use crate::edit::Command;
use crate::lists::{Selection, Shown};
use crate::ui::icons::{CLOSE, CONCEPTS, Icon, REASSIGN, RESTORE, TRASH};
use crate::ui::route::Route;
use crate::ui::shell::{Dialog, Shell};
use crate::ui::studio::Studio;
use crate::ui::words::number;
use leptos::{html, prelude::*};

/// The box on top: empty, full, or half where some are selected.
#[component]
pub fn SelectAll() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let memory = expect_context::<GridMemory>();
    let total = move || studio.shown.with(Shown::len);
    let count = move || memory.selection.with(Selection::len);
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        let (some, all) = (count() > 0, count() == total());
        if let Some(field) = field.get() {
            field.set_indeterminate(some && !all);
        }
    });
    let clicked = move |_| match count() < total() {
        true => memory.select_all(studio),
        false => memory.clear_selection(),
    };
    view! {
        <label class="select-all">
            <input type="checkbox" aria-label="Select all" title="Select all (Ctrl+A)" node_ref=field
                prop:checked=move || { total() > 0 && count() == total() }
                on:click=clicked />
        </label>
    }
}

/// `N selected` and what can be done with them.
#[component]
pub fn SelectionBar() -> impl IntoView {
    let memory = expect_context::<GridMemory>();
    let any = Memo::new(move |_| memory.selection.with(|it| !it.is_empty()));
    view! { <Show when=move || any.get()><Bar /></Show> }
}

#[component]
fn Bar() -> impl IntoView {
    let memory = expect_context::<GridMemory>();
    let route = expect_context::<Route>();
    let count = move || format!("{} selected", number(memory.selection.with(Selection::len)));
    let buttons = move || {
        let query = route.query();
        match (query.objects, query.trash) {
            (true, _) => view! { <ForObjects /> }.into_any(),
            (false, true) => view! { <ForTrash /> }.into_any(),
            (false, false) => view! { <ForInputs /> }.into_any(),
        }
    };
    view! {
        <div class="selection-bar" role="region" aria-label="Selection">
            <b role="status">{count}</b>
            {buttons}
            <button class="btn ghost" on:click=move |_| memory.clear_selection()>
                <Icon of=CLOSE />"Clear selection"
            </button>
        </div>
    }
}

#[component]
fn ForInputs() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let memory = expect_context::<GridMemory>();
    let shell = expect_context::<Shell>();
    let show = move |dialog: Dialog| move |_: web_sys::MouseEvent| shell.show(dialog);
    view! {
        <button class="btn primary" on:click=show(Dialog::LabelAs)><Icon of=CONCEPTS />"Label as…"</button>
        <button class="btn" on:click=show(Dialog::SetStatus)>"Set status…"</button>
        <button class="btn" on:click=show(Dialog::EditMetadata)>"Edit metadata…"</button>
        <button class="btn" on:click=move |_| studio.run_and_say(Command::TrashInputs(memory.selected(studio)))>
            <Icon of=TRASH />"Delete"
        </button>
    }
}

#[component]
fn ForTrash() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let memory = expect_context::<GridMemory>();
    view! {
        <button class="btn primary" on:click=move |_| studio.run_and_say(Command::RestoreInputs(memory.selected(studio)))>
            <Icon of=RESTORE />"Restore"
        </button>
        <button class="btn danger" on:click=move |_| studio.run_and_say(Command::RemoveInputs(memory.selected(studio)))>
            <Icon of=TRASH />"Delete for good"
        </button>
    }
}

#[component]
fn ForObjects() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let memory = expect_context::<GridMemory>();
    let shell = expect_context::<Shell>();
    let remove = move |_| {
        studio.run_and_say(Command::RemoveObjects(memory.selected_objects(studio)));
    };
    view! {
        <button class="btn primary" on:click=move |_| shell.show(Dialog::ReassignObjects)>
            <Icon of=REASSIGN />"Reassign concept…"
        </button>
        <button class="btn" on:click=remove><Icon of=TRASH />"Remove annotations"</button>
    }
}
