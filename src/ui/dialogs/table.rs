//! Which column of a table is the text.

use super::{Closer, Modal};
use crate::ui::studio::{PendingTable, Studio};
use crate::ui::words::count;
use leptos::prelude::*;

/// Shows the first rows, and asks.
#[component]
pub fn TableQuestion(pending: PendingTable) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let title = format!("Texts of {}", pending.file.name);
    let id = pending.id;
    let closed = move || studio.answer_table(id, None);
    view! { <Modal title closed wide=true><Choice pending /></Modal> }
}

#[component]
fn Choice(pending: PendingTable) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let closer = expect_context::<Closer>();
    let PendingTable { id, look, .. } = pending;
    let chosen = RwSignal::new(look.likely.clone());
    let heads = look.columns.clone().into_iter().map(|column| {
        let (value, of) = (column.clone(), column.clone());
        view! {
            <th scope="col" class:chosen=move || chosen.get() == of>
                <label><input type="radio" name="text-column" value=value.clone()
                    checked=value == chosen.get_untracked()
                    on:change=move |_| chosen.set(column.clone()) />{value.clone()}</label>
            </th>
        }
    });
    let columns = StoredValue::new(look.columns.clone());
    let rows = look.first.into_iter().map(|row| {
        let cells = row.into_iter().enumerate().map(|(at, cell)| {
            let is_chosen =
                move || columns.with_value(|all| all.get(at).is_some_and(|it| *it == chosen.get()));
            view! { <td dir="auto" class:chosen=is_chosen>{cell}</td> }
        });
        view! { <tr>{cells.collect_view()}</tr> }
    });
    view! {
        <p>"Which column is the text? Each row becomes an input; what the other columns say becomes its metadata."</p>
        <div class="table-look" tabindex="0" role="group" aria-label="First rows">
            <table><thead><tr>{heads.collect_view()}</tr></thead><tbody>{rows.collect_view()}</tbody></table>
        </div>
        <p class="note">{count(look.rows, "row", "rows")}</p>
        <div class="end">
            <button class="btn" on:click=move |_| closer.close()>"Cancel"</button>
            <button class="btn primary" autofocus
                on:click=move |_| studio.answer_table(id, Some(chosen.get_untracked()))>"Add texts"</button>
        </div>
    }
}
