//! What a label file would bring, before anything is changed.

use super::{Closer, Modal, ReportList};
use crate::formats::report::Outcome;
use crate::jobs::Staged;
use crate::ui::studio::{PendingImport, Studio};
use crate::ui::words::{count, number};
use leptos::prelude::*;

/// Asks whether to take a label file over.
#[component]
pub fn ImportPreview(pending: PendingImport) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let taken = StoredValue::new(false);
    let kept = StoredValue::new_local(pending.clone());
    let closed = move || {
        let pending = kept.get_value();
        match taken.get_value() {
            true => leptos::task::spawn_local(studio.adopt(pending)),
            false => studio.leave(&pending),
        }
    };
    let title = format!("Import {}", pending.name);
    view! {
        <Modal title closed wide=true>
            <Found staged=pending.staged taken />
        </Modal>
    }
}

#[component]
fn Found(staged: Staged, taken: StoredValue<bool>) -> impl IntoView {
    let closer = expect_context::<Closer>();
    let nothing = is_nothing(&staged);
    let report = staged.report.clone();
    let take = move |_| {
        taken.set_value(true);
        closer.close();
    };
    view! {
        <p class="lead">{format!("A {} file.", staged.format.name())}</p>
        {if nothing {
            view! { <p>"It has nothing that isn't here already, so nothing would change."</p> }.into_any()
        } else {
            view! { <Facts staged=staged.clone() /> }.into_any()
        }}
        {(!report.is_empty()).then(|| view! {
            <h3>{said(&staged)}</h3>
            <ReportList report />
        })}
        <div class="end">
            <button class="btn ghost" on:click=move |_| closer.close()>"Cancel"</button>
            {(!nothing).then(|| view! {
                <button class="btn primary" autofocus on:click=take>"Import"</button>
            })}
        </div>
    }
}

/// What it brings, in numbers.
#[component]
fn Facts(staged: Staged) -> impl IntoView {
    let facts = [
        (
            staged.new_inputs,
            "new inputs",
            "Their pictures are awaited by name",
        ),
        (staged.matched_inputs, "inputs that are here", ""),
        (staged.new_concepts, "new concepts", ""),
        (staged.objects, "objects", ""),
        (staged.classifications, "classifications", ""),
    ];
    let rows = facts.map(|(n, what, hint)| {
        let hint = (n > 0 && !hint.is_empty()).then(|| view! { <small>{hint}</small> });
        view! { <div class:none=n == 0><dd>{number(n)}</dd><dt>{what}{hint}</dt></div> }
    });
    view! { <dl class="facts">{rows.collect_view()}</dl> }
}

fn is_nothing(staged: &Staged) -> bool {
    staged.new_inputs + staged.new_concepts + staged.objects + staged.classifications == 0
        && staged.diff.is_empty()
}

/// `12 records are changed, 3 are left out.`
fn said(staged: &Staged) -> String {
    let (changed, left) = (
        staged.report.count(Outcome::Changed),
        staged.report.count(Outcome::Left),
    );
    let changed = count(changed, "record is changed", "records are changed");
    match left {
        0 => changed,
        _ => format!("{changed}, {} left out", number(left)),
    }
}
