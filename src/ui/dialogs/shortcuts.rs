//! The table of keys, made from the table of actions.

use super::{Closer, Modal};
use crate::actions::{Action, Section, TABLE};
use crate::ui::shell::Shell;
use crate::web::keys::is_mac;
use leptos::prelude::*;

/// All keys.
#[component]
pub fn Shortcuts() -> impl IntoView {
    let shell = expect_context::<Shell>();
    view! {
        <Modal title="Keyboard shortcuts" closed=move || shell.dialog.set(None) wide=true>
            <Table />
        </Modal>
    }
}

#[component]
fn Table() -> impl IntoView {
    let closer = expect_context::<Closer>();
    view! {
        <div class="shortcuts" tabindex="0" role="region" aria-label="Keys">
            {Section::ALL.map(section_view).collect_view()}
            <section>
                <h3>"Concepts"</h3>
                <dl>
                    <dt>"Draw with a concept"<small>"The keys are listed under Concepts"</small></dt>
                    <dd><kbd>"1"</kbd>" … "<kbd>"0"</kbd><kbd>"Shift+1"</kbd>" … "<kbd>"Shift+0"</kbd></dd>
                </dl>
            </section>
        </div>
        <div class="end">
            <button class="btn primary" autofocus on:click=move |_| closer.close()>"Close"</button>
        </div>
    }
}

fn section_view(section: Section) -> impl IntoView {
    let rows = TABLE
        .iter()
        .filter(|action| action.section == section && !action.keys.is_empty())
        .map(row);
    view! {
        <section>
            <h3>{section.title()}</h3>
            <dl>{rows.collect_view()}</dl>
        </section>
    }
}

fn row(action: &'static Action) -> impl IntoView {
    let mac = is_mac();
    let keys = action.keys.iter().map(|chord| {
        view! { <kbd>{chord.text(mac)}</kbd> }
    });
    let hint = (!action.hint.is_empty()).then(|| view! { <small>{action.hint}</small> });
    view! {
        <dt>{action.label}{hint}</dt>
        <dd>{keys.collect_view()}</dd>
    }
}
