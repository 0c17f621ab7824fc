//! **Label as…**: concepts are said of all selected inputs, or taken off them, as one step.

use super::similar::{Reach, ReachChoice};
use super::{Closer, Modal};
use crate::document::{ConceptId, Presence};
use crate::edit::Command;
use crate::ui::icons::{CLOSE, Icon};
use crate::ui::shell::Shell;
use crate::ui::studio::Studio;
use crate::ui::viewer::ConceptCombobox;
use leptos::prelude::*;

/// What is done with the chosen concepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Add,
    Remove,
}

/// The window.
#[component]
pub fn LabelAs() -> impl IntoView {
    let shell = expect_context::<Shell>();
    view! { <Modal title="Label as" closed=move || shell.dialog.set(None)><Choice /></Modal> }
}

#[component]
fn Choice() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let closer = expect_context::<Closer>();
    let way = RwSignal::new(Way::Add);
    let chosen = RwSignal::new(Vec::<ConceptId>::new());
    let absent = RwSignal::new(false);
    let presence = move || match absent.get_untracked() {
        true => Presence::Absent,
        false => Presence::Present,
    };
    let reach = Reach::new();
    let marked = Signal::derive(move || chosen.get());
    let choose = move |concept: ConceptId| {
        chosen.update(|chosen| match chosen.iter().position(|id| *id == concept) {
            Some(at) => drop(chosen.remove(at)),
            None => chosen.push(concept),
        });
    };
    let run = move |concepts: Vec<ConceptId>| {
        let Some(inputs) = untrack(move || reach.inputs()) else {
            return;
        };
        studio.run_and_say(match way.get_untracked() {
            Way::Add => Command::Classify {
                inputs,
                concepts,
                presence: presence(),
            },
            Way::Remove => Command::Unclassify {
                inputs,
                concepts,
                presence: None,
            },
        });
        closer.close();
    };
    let every = move || {
        studio
            .look(|document, _| document.concepts().map(|concept| concept.id).collect())
            .unwrap_or_default()
    };
    let unknown = move || reach.inputs().is_none();
    let label = move || match way.get() {
        Way::Add => "Add to inputs",
        Way::Remove => "Remove from inputs",
    };
    view! {
        <div class="beside">
            <div class="seg" role="radiogroup" aria-label="What to do">
                <WayButton name="Add" of=Way::Add way />
                <WayButton name="Remove" of=Way::Remove way />
            </div>
        </div>
        <Chips chosen />
        <Show when=move || way.get() == Way::Add>
            <label class="check">
                <input type="checkbox" prop:checked=move || absent.get()
                    on:change=move |event| absent.set(event_target_checked(&event)) />
                "Absent: somebody looked, and they aren't there"
            </label>
        </Show>
        <ConceptCombobox name="Select or add concepts" choose=choose marked=marked always_open=true focus=true
            close=Callback::new(move |()| closer.close()) />
        <ReachChoice reach />
        <div class="end">
            <Show when=move || way.get() == Way::Remove>
                <button class="btn" disabled=unknown on:click=move |_| run(every())>"Remove all concepts"</button>
            </Show>
            <span class="grow"></span>
            <button class="btn" on:click=move |_| closer.close()>"Cancel"</button>
            <button class="btn primary" disabled=move || chosen.with(Vec::is_empty) || unknown()
                on:click=move |_| run(chosen.get_untracked())>{label}</button>
        </div>
    }
}

#[component]
fn WayButton(name: &'static str, of: Way, way: RwSignal<Way>) -> impl IntoView {
    view! {
        <label class="seg-item">
            <input type="radio" name="way" class="sr" prop:checked=move || way.get() == of
                on:change=move |_| way.set(of) />
            <span>{name}</span>
        </label>
    }
}

/// The concepts that were chosen, each with a button that takes it back.
#[component]
fn Chips(chosen: RwSignal<Vec<ConceptId>>) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let chip = move |concept: ConceptId| {
        let (name, color) = studio
            .look(|document, _| {
                let concept = document.concept(concept)?;
                Some((concept.name.to_string(), concept.color.rgb().css()))
            })
            .flatten()?;
        let leave = move |_| chosen.update(|chosen| chosen.retain(|id| *id != concept));
        Some(view! {
            <li class="chip">
                <i class="swatch" style:background-color=color></i>
                <span class="text">{name.clone()}</span>
                <button class="btn ghost icon small" aria-label=format!("Leave out {name}") on:click=leave>
                    <Icon of=CLOSE />
                </button>
            </li>
        })
    };
    view! {
        <ul class="chosen chips" aria-label="Chosen concepts">
            {move || chosen.get().into_iter().filter_map(chip).collect_view()}
        </ul>
    }
}
