//! Files that weren't taken, by name and reason.

use super::{Closer, Modal};
use crate::ui::studio::{RefusedFile, Studio};
use crate::ui::words::number;
use leptos::prelude::*;

/// More than this many are counted, not listed.
const SHOWN: usize = 500;

/// The list. What comes while it is open is added to it.
#[component]
pub fn Refusals() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let title = Signal::derive(move || match studio.refusals.with(Vec::len) {
        1 => "1 file was not added".to_owned(),
        count => format!("{} files were not added", number(count)),
    });
    let closed = move || studio.refusals.update(Vec::clear);
    view! { <Modal title closed wide=true><Listed /></Modal> }
}

#[component]
fn Listed() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let closer = expect_context::<Closer>();
    let rows = move || {
        studio.refusals.with(|all| {
            let rows = all.iter().take(SHOWN).map(row);
            rows.collect_view()
        })
    };
    let rest = move || studio.refusals.with(|all| all.len().saturating_sub(SHOWN));
    view! {
        <ul class="refusals">{rows}</ul>
        <Show when=move || { rest() > 0 }><p>{move || format!("and {} more", number(rest()))}</p></Show>
        <p class="note">"They hold up nothing else, and nothing was changed in them."</p>
        <div class="end">
            <button class="btn primary" autofocus on:click=move |_| closer.close()>"Close"</button>
        </div>
    }
}

fn row(refused: &RefusedFile) -> impl IntoView + use<> {
    view! { <li><b>{refused.name.clone()}</b><span>{refused.reason.clone()}</span></li> }
}
