//! The trash: the same grid, of inputs that were deleted.

use crate::edit::Command;
use crate::lists::Query;
use crate::ui::icons::{CLOSE, Icon, TRASH};
use crate::ui::route::Route;
use crate::ui::studio::Studio;
use crate::ui::words::number;
use leptos::prelude::*;

/// Opens the trash where something is in it; in it, **Empty trash** and the way back.
#[component]
pub fn TrashButton() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let route = expect_context::<Route>();
    let is_open = Memo::new(move |_| route.query().trash);
    let any = move || studio.trashed.get() > 0;
    let go = move |trash: bool| {
        route.search(&Query {
            trash,
            ..Query::default()
        });
    };
    view! {
        {move || match is_open.get() {
            true => view! {
                <Show when=any><EmptyTrash /></Show>
                <button class="btn" on:click=move |_| go(false)><Icon of=CLOSE />"Close trash"</button>
            }.into_any(),
            false => view! {
                <Show when=any>
                    <button class="btn" aria-label="Trash" title="What was deleted" on:click=move |_| go(true)>
                        <Icon of=TRASH />
                        <span class="count">{move || number(studio.trashed.get())}</span>
                    </button>
                </Show>
            }.into_any(),
        }}
    }
}

/// Asks once, on the spot.
#[component]
fn EmptyTrash() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let asks = RwSignal::new(false);
    let empty = move |_| {
        asks.set(false);
        let all = studio.look(|document, _| document.trash().map(|it| it.input.id).collect());
        studio.run_and_say(Command::RemoveInputs(all.unwrap_or_default()));
    };
    view! {
        {move || match asks.get() {
            false => view! {
                <button class="btn danger" on:click=move |_| asks.set(true)><Icon of=TRASH />"Empty trash"</button>
            }.into_any(),
            true => view! {
                <span class="inline" role="alert">
                    <span class="text">{format!("Delete {} for good, with all labels?", number(studio.trashed.get()))}</span>
                    <button class="btn danger" on:click=empty>"Delete for good"</button>
                    <button class="btn ghost" on:click=move |_| asks.set(false)>"Cancel"</button>
                </span>
            }.into_any(),
        }}
    }
}
