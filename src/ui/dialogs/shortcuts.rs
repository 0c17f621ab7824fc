//! The table of keys, made from the table of actions.

use super::{Closer, Modal};
use crate::actions::{Action, Section, TABLE};
use crate::ui::keyboard::Keyboard;
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
    let keyboard = expect_context::<Keyboard>();
    view! {
        <div class="shortcuts" tabindex="0" role="region" aria-label="Keys">
            {Section::ALL.map(|section| section_view(section, keyboard)).collect_view()}
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

fn section_view(section: Section, keyboard: Keyboard) -> impl IntoView {
    let rows = TABLE
        .iter()
        .filter(|action| action.section == section)
        .filter_map(|action| row(action, keyboard));
    view! {
        <section>
            <h3>{section.title()}</h3>
            <dl>{rows.collect_view()}</dl>
        </section>
    }
}

/// None for an action without a key.
fn row(action: &'static Action, keyboard: Keyboard) -> Option<impl IntoView> {
    let mac = is_mac();
    let keys = keyboard.with(|keymap| keymap.keys(action.id).to_vec());
    let hint = (!action.hint.is_empty()).then(|| view! { <small>{action.hint}</small> });
    (!keys.is_empty()).then(|| {
        let keys = keys
            .iter()
            .map(|chord| view! { <kbd>{chord.text(mac)}</kbd> });
        view! {
            <dt>{action.label}{hint}</dt>
            <dd>{keys.collect_view()}</dd>
        }
    })
}
