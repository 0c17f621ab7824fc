//! Comboboxes of concepts: **Select label**, **Select or add concepts**, and the question of a press with a drawing
//! tool. One component with what happens on a choice.

use super::desk::Desk;
use crate::document::{ConceptId, Name, Slot};
use crate::edit::Command;
use crate::tools::Event;
use crate::ui::icons::{self, Icon};
use crate::ui::studio::Studio;
use crate::web::dom::focus_in_place;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::KeyboardEvent;

/// One row of the list.
#[derive(Clone, PartialEq)]
struct Row {
    concept: ConceptId,
    name: String,
    color: String,
    hotkey: Option<Slot>,
    marked: bool,
}

/// Rows beyond these are found by typing.
const ROWS: usize = 200;

/// A field and the concepts that match it. Enter takes the marked row, or makes a concept where nothing matches.
#[component]
pub fn ConceptCombobox(
    /// Its accessible name, and what it shows while it is empty.
    name: &'static str,
    /// What a choice does.
    #[prop(into)]
    choose: Callback<ConceptId>,
    /// Which concepts come first and are marked.
    #[prop(into)]
    marked: Signal<Vec<ConceptId>>,
    /// The list stays open with nothing typed.
    #[prop(optional)]
    always_open: bool,
    /// The field gets the focus when it appears.
    #[prop(optional)]
    focus: bool,
    /// Escape in the empty field, or a choice where the list isn't to stay.
    #[prop(into, optional)]
    close: Option<Callback<()>>,
) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let text = RwSignal::new(String::new());
    let at = RwSignal::new(0usize);
    let has_focus = RwSignal::new(false);
    let field = NodeRef::<leptos::html::Input>::new();
    let list_id = format!("concepts-{}", crate::ui::studio::chance());
    let rows = Memo::new(move |_| {
        studio.revisions.concepts.track();
        rows(studio, &text.get(), &marked.get())
    });
    let can_add = move || {
        let typed = text.get();
        !typed.trim().is_empty() && !rows.get().iter().any(|row| same(&row.name, &typed))
    };
    let open = move || always_open || has_focus.get();
    let take = move |concept: ConceptId| {
        text.set(String::new());
        at.set(0);
        choose.run(concept);
    };
    let add = move || {
        if let Some(concept) = add_concept(studio, &text.get_untracked()) {
            take(concept);
        }
    };
    let count = move || rows.get().len() + usize::from(can_add());
    let key = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowDown" => {
            event.prevent_default();
            at.update(|at| *at = (*at + 1).min(count().saturating_sub(1)));
        }
        "ArrowUp" => {
            event.prevent_default();
            at.update(|at| *at = at.saturating_sub(1));
        }
        "Enter" => {
            event.prevent_default();
            match rows.get_untracked().get(at.get_untracked()) {
                Some(row) => take(row.concept),
                None => add(),
            }
        }
        "Escape" => {
            event.stop_propagation();
            match text.get_untracked().is_empty() {
                false => text.set(String::new()),
                true => {
                    if let Some(field) = field.get_untracked() {
                        drop(field.blur());
                    }
                    if let Some(close) = close {
                        close.run(());
                    }
                }
            }
        }
        _ => {}
    };
    Effect::new(move |_| {
        if let Some(field) = field.get().filter(|_| focus) {
            drop(field.focus());
        }
    });
    let (controls, listbox, base) = (list_id.clone(), list_id.clone(), list_id.clone());
    let active = move || open().then(|| format!("{list_id}-{}", at.get()));
    view! {
        <div class="combobox">
            <div class="field">
                <Icon of=icons::SEARCH />
                <input
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    spellcheck="false"
                    aria-label=name
                    placeholder=name
                    aria-autocomplete="list"
                    aria-expanded=move || open().to_string()
                    aria-controls=controls
                    aria-activedescendant=active
                    node_ref=field
                    prop:value=move || text.get()
                    on:input=move |event| {
                        text.set(event_target_value(&event));
                        at.set(0);
                    }
                    on:keydown=key
                    on:focus=move |_| has_focus.set(true)
                    on:blur=move |_| has_focus.set(false)
                />
                <button class="btn ghost icon small" aria-label="+" title="Add new concept"
                    on:mousedown=move |event| event.prevent_default()
                    on:click=move |_| match can_add() {
                        true => add(),
                        false => if let Some(field) = field.get_untracked() {
                            drop(field.focus());
                        },
                    }>
                    <Icon of=icons::PLUS />
                </button>
            </div>
            <ul class="listbox" class:open=open role="listbox" id=listbox aria-label=name>
                {move || if open() {
                    let shown = rows.get();
                    let new = can_add().then(|| text.get());
                    let after = shown.len();
                    view! {
                        {shown.into_iter().enumerate().map(|(index, row)| {
                            option(row, index, &base, at, Callback::new(take))
                        }).collect_view()}
                        {new.map(|typed| view! {
                            <li class="option new" role="option" id=format!("{base}-{after}")
                                class:active=move || at.get() == after aria-selected="false"
                                on:mousedown=move |event| event.prevent_default()
                                on:click=move |_| add()>
                                <Icon of=icons::PLUS />
                                <span>"Add new concept "<b>{typed}</b></span>
                            </li>
                        })}
                    }.into_any()
                } else {
                    ().into_any()
                }}
            </ul>
        </div>
    }
}

fn option(
    row: Row,
    index: usize,
    base: &str,
    at: RwSignal<usize>,
    take: Callback<ConceptId>,
) -> impl IntoView + use<> {
    let concept = row.concept;
    view! {
        <li class="option" role="option" id=format!("{base}-{index}")
            class:active=move || at.get() == index
            aria-selected=row.marked.to_string()
            on:mousedown=move |event| event.prevent_default()
            on:click=move |_| take.run(concept)>
            <i class="swatch" style:background=row.color></i>
            <span class="name">{row.name}</span>
            {row.hotkey.map(|slot| view! { <kbd>{slot.text()}</kbd> })}
            {row.marked.then(|| view! { <Icon of=icons::CHECK /> })}
        </li>
    }
}

fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.trim().to_lowercase()
}

/// The concepts whose names have the text in them: marked ones first, then those that begin with it.
fn rows(studio: Studio, text: &str, marked: &[ConceptId]) -> Vec<Row> {
    let wanted = text.trim().to_lowercase();
    let mut rows = studio
        .look(|document, _| {
            let found = document.concepts().filter_map(|concept| {
                let name = concept.name.to_string();
                let lower = name.to_lowercase();
                let place = lower.find(&wanted)?;
                let is_marked = marked.contains(&concept.id);
                let rank = (lower != wanted, !is_marked, place > 0);
                Some((
                    rank,
                    Row {
                        concept: concept.id,
                        name,
                        color: concept.color.rgb().css(),
                        hotkey: concept.hotkey,
                        marked: is_marked,
                    },
                ))
            });
            found.collect::<Vec<_>>()
        })
        .unwrap_or_default();
    rows.sort_by_key(|(rank, _)| *rank);
    rows.truncate(ROWS);
    rows.into_iter().map(|(_, row)| row).collect()
}

/// Makes a concept, or finds the one that has the name.
fn add_concept(studio: Studio, text: &str) -> Option<ConceptId> {
    let name = match Name::new(text) {
        Ok(name) => name,
        Err(error) => {
            studio.complain(format!("Not a name for a concept: {error}."));
            return None;
        }
    };
    // Refused where it exists, and then it is found below.
    drop(studio.try_run(&Command::AddConcepts(vec![name.clone().into()])));
    studio
        .look(|document, _| {
            document
                .concept_named(name.as_str())
                .map(|concept| concept.id)
        })
        .flatten()
}

/// **Select label**: with a drawing tool it begins drawing, else it classifies the input.
#[component]
pub fn SelectLabel() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let on_input = Signal::derive(move || {
        desk.studio.revisions.inputs.track();
        desk.studio.revisions.objects.track();
        concepts_on_input(desk)
    });
    let choose = move |concept| match desk.tool.get_untracked().draws() {
        true => {
            desk.draw_with(concept);
            // The next key is the tool's: Escape, Enter, Backspace.
            focus_canvas();
        }
        false => super::classifications::toggle(desk, concept),
    };
    view! { <ConceptCombobox name="Select label" choose=choose marked=on_input /> }
}

/// Gives the focus to the canvas, so that the next key is the tool's.
pub fn focus_canvas() {
    let surface = document()
        .query_selector(".stage :is(.surface, .words)")
        .ok()
        .flatten();
    if let Some(surface) = surface.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
        focus_in_place(&surface);
    }
}

/// The concepts said of the input or of something on it.
fn concepts_on_input(desk: Desk) -> Vec<ConceptId> {
    let Some(input) = desk.input.get() else {
        return Vec::new();
    };
    match desk.tool.get().draws() {
        true => desk
            .studio
            .look(|_, layout| layout.counts(input).into_iter().map(|(id, _)| id).collect())
            .unwrap_or_default(),
        false => desk
            .studio
            .look(|document, _| document.classifications(input))
            .unwrap_or_default(),
    }
}

/// The question for a concept, where the press was.
#[component]
pub fn AskConcept() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let place = move || match desk.question.get()?.event {
        Event::Down { at, .. } => Some(at),
        _ => None,
    };
    let in_use = Signal::derive(move || concepts_on_input(desk));
    view! {
        {move || place().map(|at| {
            let (turn, size) = (desk.turn.get_untracked(), desk.size.get_untracked());
            let at = turn.stage_from_canvas(at, size);
            let (width, height) = turn.canvas_size(size);
            let left = (at.x + 12.0).min(width - 280.0).max(8.0);
            let top = (at.y + 12.0).min(height - 320.0).max(8.0);
            view! {
                <div class="ask popover" role="dialog" aria-label="Which concept"
                    style:left=format!("{left}px") style:top=format!("{top}px")>
                    <ConceptCombobox
                        name="Select or add concepts"
                        choose=move |concept| desk.draw_with(concept)
                        marked=in_use
                        always_open=true
                        focus=true
                        close=Callback::new(move |()| {
                            desk.question.set(None);
                            desk.drafted.set(None);
                        })
                    />
                </div>
            }
        })}
    }
}

impl Desk {
    /// A press waits for a concept.
    pub fn is_asking(self) -> bool {
        self.question.with_untracked(Option::is_some)
    }
}
