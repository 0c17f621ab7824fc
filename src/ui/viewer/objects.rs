//! The Objects pane: a row per concept in use, its instances under it. Only the rows in view are in the page, so that
//! ten thousand are as fluent as ten.

use super::classifications::{People, names};
use super::desk::Desk;
use super::hidden::Hidden;
use super::picker::ConceptCombobox;
use super::selected::Selected;
use crate::actions::ActionId;
use crate::document::shape::ShapeKind;
use crate::document::{AnnotatorId, ConceptId, Name, ObjectId, Objects, Slot};
use crate::edit::{Command, Refused};
use crate::lists::{Instance, Outline, Spot};
use crate::tools::Modifiers;
use crate::ui::icons::{self, Icon};
use crate::ui::keyboard::Keyboard;
use crate::web::dom::after_paint;
use leptos::prelude::*;
use std::collections::HashSet;

/// One row of the pane.
#[derive(Clone, PartialEq)]
enum Row {
    Concept(ConceptRow),
    Instance(InstanceRow),
}

#[derive(Clone, PartialEq)]
struct ConceptRow {
    concept: ConceptId,
    name: String,
    color: String,
    hotkey: Option<Slot>,
    count: usize,
    shape: ShapeKind,
    hidden: bool,
    folded: bool,
}

#[derive(Clone, PartialEq)]
struct InstanceRow {
    object: ObjectId,
    concept: ConceptId,
    name: String,
    depth: usize,
    annotators: Vec<AnnotatorId>,
    hidden: bool,
}

/// Height of a row in CSS pixels; the style sheet has the same.
const ROW_PX: f64 = 28.0;

/// Rows kept beyond what is seen, above and below.
const BEYOND: usize = 8;

/// What the pane itself remembers.
#[derive(Clone, Copy)]
struct Pane {
    folded: RwSignal<HashSet<ConceptId>>,
    search: RwSignal<String>,
    renaming: RwSignal<Option<ConceptId>>,
    reassigning: RwSignal<Option<(ObjectId, ConceptId)>>,
    scroll: RwSignal<f64>,
    height: RwSignal<f64>,
}

/// The pane.
#[component]
pub fn ObjectsPane() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let pane = Pane {
        folded: RwSignal::new(HashSet::new()),
        search: RwSignal::new(String::new()),
        renaming: RwSignal::new(None),
        reassigning: RwSignal::new(None),
        scroll: RwSignal::new(0.0),
        height: RwSignal::new(600.0),
    };
    provide_context(pane);
    search_hides(desk, pane);
    let rows = Memo::new(move |_| {
        desk.studio.revisions.objects.track();
        desk.studio.revisions.concepts.track();
        desk.turns.track();
        outline(desk, pane)
    });
    let concepts = move || rows.with(Outline::concepts);
    let list = NodeRef::<leptos::html::Div>::new();
    follow_selection(desk, pane, rows, list);
    view! {
        <section class="pane objects" role="region" aria-label="Objects">
            <div class="pane-head">
                <h3>{move || format!("Objects({})", concepts())}</h3>
                <CopyFromPrevious />
            </div>
            <div class="field thin">
                <Icon of=icons::SEARCH />
                <input type="search" aria-label="Search objects" placeholder="Search objects"
                    prop:value=move || pane.search.get()
                    on:input=move |event| pane.search.set(event_target_value(&event)) />
            </div>
            <Selected />
            <div class="rows" node_ref=list
                on:scroll=move |_| if let Some(list) = list.get_untracked() {
                    pane.scroll.set(f64::from(list.scroll_top()));
                    pane.height.set(f64::from(list.client_height()).max(ROW_PX));
                }>
                <div class="runway" style:height=move || {
                    format!("{}px", rows.with(Outline::rows) as f64 * ROW_PX)
                }>
                    <For
                        each=move || window_of(desk, pane, rows)
                        key=|(index, row)| (*index, key(row))
                        let((index, row))
                    >
                        <div class="row-place" style:top=format!("{}px", index as f64 * ROW_PX)>
                            {match row {
                                Row::Concept(row) => view! { <ConceptRowView row=row /> }.into_any(),
                                Row::Instance(row) => view! { <InstanceRowView row=row /> }.into_any(),
                            }}
                        </div>
                    </For>
                </div>
            </div>
            <Reassign />
        </section>
    }
}

/// Everything that the input before has, once more: pictures of one scene differ little.
#[component]
fn CopyFromPrevious() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let keyboard = expect_context::<Keyboard>();
    let is_first = move || {
        desk.turns.track();
        desk.previous().is_none()
    };
    view! {
        <button class="btn ghost icon small" aria-label="Copy from previous input"
            title=move || keyboard.titled("Copy from previous input", ActionId::CopyFromPrevious) disabled=is_first
            on:click=move |_| desk.copy_from_previous()><Icon of=icons::PASTE /></button>
    }
}

/// Everything that a row shows: another key, another row.
fn key(row: &Row) -> String {
    match row {
        Row::Concept(row) => format!(
            "{}/{}/{}/{}/{}/{}",
            row.concept, row.name, row.count, row.hidden, row.folded, row.color
        ),
        Row::Instance(row) => format!(
            "{}/{}/{}/{}/{}",
            row.object,
            row.name,
            row.depth,
            row.hidden,
            row.annotators.len()
        ),
    }
}

/// The rows in view, with their places.
fn window_of(desk: Desk, pane: Pane, outline: Memo<Outline>) -> Vec<(usize, Row)> {
    desk.studio.revisions.objects.track();
    desk.studio.revisions.concepts.track();
    let hidden = desk.hidden.get();
    let first = (pane.scroll.get() / ROW_PX) as usize;
    let count = (pane.height.get() / ROW_PX) as usize + 2;
    outline.with(|outline| {
        let from = first.saturating_sub(BEYOND).min(outline.rows());
        let to = (first + count + BEYOND).min(outline.rows());
        desk.with_objects(|objects| {
            (from..to)
                .filter_map(|at| {
                    let spot = outline.spot(at, objects)?;
                    Some((at, row(desk, pane, &hidden, spot, objects)?))
                })
                .collect()
        })
        .unwrap_or_default()
    })
}

/// What the search leaves out is left out of the canvas too.
fn search_hides(desk: Desk, pane: Pane) {
    Effect::new(move |_| {
        let wanted = pane.search.get().trim().to_lowercase();
        let only = (!wanted.is_empty()).then(|| {
            desk.studio
                .look(|document, _| {
                    let found = document
                        .concepts()
                        .filter(|c| c.name.as_str().to_lowercase().contains(&wanted));
                    found.map(|concept| concept.id).collect()
                })
                .unwrap_or_default()
        });
        if desk.hidden.with_untracked(|hidden| hidden.only != only) {
            desk.hidden.update(|hidden| hidden.only = only);
        }
    });
}

/// A shape that is selected on the canvas is brought into view here.
fn follow_selection(desk: Desk, pane: Pane, rows: Memo<Outline>, list: NodeRef<leptos::html::Div>) {
    Effect::new(move |_| {
        let first = desk.selection.with(|selection| selection.first().copied());
        let Some(object) = first else { return };
        // The outline on the canvas waits for no row.
        after_paint(move || reveal(desk, pane, rows, list, object));
    });
}

/// Scrolls to the row of an object, unless it is in view.
fn reveal(
    desk: Desk,
    pane: Pane,
    rows: Memo<Outline>,
    list: NodeRef<leptos::html::Div>,
    object: ObjectId,
) {
    let Some(list) = list.try_get_untracked().flatten() else {
        return;
    };
    let place = rows
        .try_with_untracked(|outline| desk.with_objects(|objects| outline.row_of(object, objects)));
    let Some(place) = place.flatten().flatten() else {
        return;
    };
    let (top, height) = (place as f64 * ROW_PX, f64::from(list.client_height()));
    let seen = f64::from(list.scroll_top());
    if top < seen || top + ROW_PX > seen + height {
        list.set_scroll_top((top - height / 2.0).max(0.0) as i32);
        pane.scroll.try_set(f64::from(list.scroll_top()));
    }
}

/// The order of the rows as the objects are now.
fn outline(desk: Desk, pane: Pane) -> Outline {
    let folded = pane.folded.get();
    let wanted = pane.search.get().trim().to_lowercase();
    let is_wanted = |id: ConceptId| {
        concept(desk, id).is_some_and(|it| it.name.as_str().to_lowercase().contains(&wanted))
    };
    desk.with_objects(|objects| Outline::new(objects, is_wanted, |id| folded.contains(&id)))
        .unwrap_or_default()
}

/// A row with everything that it shows.
fn row(desk: Desk, pane: Pane, hidden: &Hidden, spot: Spot, objects: &Objects) -> Option<Row> {
    let (Spot::Concept(id) | Spot::Instance(id, _)) = spot;
    let concept = concept(desk, id)?;
    Some(match spot {
        Spot::Concept(_) => {
            let instances = objects.things(id);
            let last = instances.last().and_then(|id| objects.get(*id));
            Row::Concept(ConceptRow {
                concept: id,
                name: concept.name.to_string(),
                color: concept.color.rgb().css(),
                hotkey: concept.hotkey,
                count: instances.len(),
                shape: last.map_or(ShapeKind::Box, |entry| entry.object.shape().kind()),
                hidden: hidden.concepts.contains(&id),
                folded: pane.folded.with(|folded| folded.contains(&id)),
            })
        }
        Spot::Instance(
            _,
            Instance {
                object,
                number,
                depth,
            },
        ) => {
            let entry = objects.get(object)?;
            let labels = &entry.labels;
            let by = labels.iter().filter(|label| label.concept == id);
            Row::Instance(InstanceRow {
                object,
                concept: id,
                name: format!("{}.{number}", concept.name),
                depth,
                annotators: by.map(|label| label.annotator).collect(),
                hidden: hidden.objects.contains(&object),
            })
        }
    })
}

fn concept(desk: Desk, id: ConceptId) -> Option<crate::document::Concept> {
    desk.studio
        .look(|document, _| document.concept(id).cloned())
        .flatten()
}

#[component]
fn ConceptRowView(row: ConceptRow) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let pane = expect_context::<Pane>();
    let concept = row.concept;
    let name = row.name.clone();
    let fold = move |_| {
        pane.folded.update(|folded| {
            if !folded.remove(&concept) {
                folded.insert(concept);
            }
        });
    };
    let hide = move |_| {
        desk.hidden.update(|hidden| {
            if !hidden.concepts.remove(&concept) {
                hidden.concepts.insert(concept);
            }
        });
    };
    let draw = move |_| {
        desk.take_tool(Desk::tool_of(row.shape));
        desk.draw_with(concept);
    };
    let eye = if row.hidden { "Show" } else { "Hide" };
    let shape = match row.shape {
        ShapeKind::Box => icons::BOX,
        ShapeKind::Polygon => icons::POLYGON,
        ShapeKind::Mask => icons::MASK,
        ShapeKind::Span => icons::SPAN,
        ShapeKind::Track => icons::BOX,
        ShapeKind::Segment => icons::RANGE,
    };
    let renaming = move || pane.renaming.get() == Some(concept);
    view! {
        <div class="concept-row" class:hidden=row.hidden>
            <button class="btn ghost icon small fold" aria-expanded=(!row.folded).to_string()
                aria-label=format!("Instances of {name}") on:click=fold>
                <Icon of=if row.folded { icons::RIGHT } else { icons::DOWN } />
            </button>
            <i class="swatch" style:background=row.color></i>
            <Show when=renaming fallback={
                let name = name.clone();
                move || view! {
                    <span class="name" title=name.clone()>{format!("{}({})", name, row.count)}</span>
                }
            }>
                <Rename concept=concept name=row.name.clone() />
            </Show>
            <span class="row-actions">
                <button class="btn ghost icon small" aria-label=format!("Rename {name}") title=format!("Rename {name}")
                    on:click=move |_| pane.renaming.set(Some(concept))><Icon of=icons::PENCIL /></button>
                <button class="btn ghost icon small" aria-label=format!("{eye} {name}") title=format!("{eye} {name}")
                    on:click=hide><Icon of=if row.hidden { icons::EYE_OFF } else { icons::EYE } /></button>
                <button class="btn ghost icon small" aria-label=format!("Delete all {name}") title=format!("Delete all {name}")
                    on:click=move |_| delete_all(desk, concept)><Icon of=icons::TRASH /></button>
            </span>
            <button class="btn ghost icon small" aria-label=format!("Draw {name}") title=format!("Draw {name}")
                on:click=draw><Icon of=shape /></button>
            {row.hotkey.map(|slot| view! { <kbd>{slot.text()}</kbd> })}
        </div>
    }
}

fn delete_all(desk: Desk, concept: ConceptId) {
    let objects = desk
        .with_objects(|objects| objects.things(concept).to_vec())
        .unwrap_or_default();
    if let Some(input) = desk.input.get_untracked() {
        desk.studio.run_with_toast(Command::Unlabel {
            input,
            objects,
            concept,
        });
    }
}

/// The field in which a concept is renamed, everywhere. A name that exists offers to merge the two.
#[component]
fn Rename(concept: ConceptId, name: String) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let pane = expect_context::<Pane>();
    let field = NodeRef::<leptos::html::Input>::new();
    let merge = RwSignal::new(None::<ConceptId>);
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            drop(field.focus());
            field.select();
        }
    });
    let finish = move || {
        let Some(field) = field.get_untracked() else {
            return;
        };
        let command = match Name::new(&field.value()) {
            Ok(name) => Command::RenameConcept { concept, name },
            Err(error) => return desk.studio.complain(format!("Not a name: {error}.")),
        };
        match desk.studio.try_run(&command) {
            Ok(outcome) => {
                desk.studio.say(outcome.title, true);
                pane.renaming.set(None);
            }
            Err(Refused::Nothing) => pane.renaming.set(None),
            Err(Refused::NameTaken(other)) => merge.set(Some(other)),
            Err(refused) => desk
                .studio
                .complain(format!("It wasn't renamed: {refused}.")),
        }
    };
    view! {
        <input class="rename" type="text" aria-label=format!("New name of {name}") value=name
            node_ref=field
            on:keydown=move |event| match event.key().as_str() {
                "Enter" => finish(),
                "Escape" => {
                    event.stop_propagation();
                    pane.renaming.set(None);
                }
                _ => {}
            } />
        {move || merge.get().map(|into| view! {
            <span class="merge popover" role="alertdialog" aria-label="Merge concepts">
                "That name exists. "
                <button class="btn small" on:click=move |_| {
                    pane.renaming.set(None);
                    desk.studio.merge_concepts(concept, into);
                }>"Merge the two"</button>
                <button class="btn ghost small" on:click=move |_| merge.set(None)>"Cancel"</button>
            </span>
        })}
    }
}

#[component]
fn InstanceRowView(row: InstanceRow) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let pane = expect_context::<Pane>();
    let (object, concept, name) = (row.object, row.concept, row.name.clone());
    let selected = move || desk.selection.with(|selection| selection.contains(&object));
    let delete = move || {
        if let Some(input) = desk.input.get_untracked() {
            desk.studio.run_with_toast(Command::Unlabel {
                input,
                objects: vec![object],
                concept,
            });
        }
    };
    let hide = move |_| {
        desk.hidden.update(|hidden| {
            if !hidden.objects.remove(&object) {
                hidden.objects.insert(object);
            }
        });
    };
    let eye = if row.hidden { "Show" } else { "Hide" };
    let people = names(desk, row.annotators.into_iter());
    view! {
        <div class="instance-row" class:selected=selected class:hidden=row.hidden
            style:padding-inline-start=format!("{}px", 24 + 16 * row.depth)>
            <input class="tick" type="checkbox" checked aria-label=name.clone() on:change=move |_| delete() />
            <button class="name" aria-pressed=move || selected().to_string() title=name.clone()
                on:click=move |event| {
                    let held = Modifiers {
                        shift: event.shift_key(),
                        alt: event.alt_key(),
                        command: event.ctrl_key() || event.meta_key(),
                    };
                    desk.select(object, held);
                }>{name.clone()}</button>
            {move || desk.quote_of(object).map(|quote| view! { <span class="quote" dir="auto" title=quote.clone()>{quote.clone()}</span> })}
            <span class="row-actions">
                <button class="btn ghost icon small" aria-label=format!("Reassign {name}") title=format!("Reassign {name}")
                    on:click=move |_| pane.reassigning.set(Some((object, concept)))><Icon of=icons::PENCIL /></button>
                <button class="btn ghost icon small" aria-label=format!("{eye} {name}") title=format!("{eye} {name}")
                    on:click=hide><Icon of=if row.hidden { icons::EYE_OFF } else { icons::EYE } /></button>
                <button class="btn ghost icon small" aria-label=format!("Delete {name}") title=format!("Delete {name}")
                    on:click=move |_| delete()><Icon of=icons::TRASH /></button>
            </span>
            <People names=people />
        </div>
    }
}

/// What else an instance is to be.
#[component]
fn Reassign() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let pane = expect_context::<Pane>();
    view! {
        {move || pane.reassigning.get().map(|(object, from)| {
            let marked = Signal::derive(move || vec![from]);
            let choose = move |to: ConceptId| {
                pane.reassigning.set(None);
                if let Some(input) = desk.input.get_untracked() {
                    desk.studio.run_with_toast(Command::Reassign {
                        objects: vec![(input, object)],
                        from: Some(from),
                        to,
                    });
                }
            };
            view! {
                <div class="reassign popover" role="dialog" aria-label="Reassign">
                    <ConceptCombobox name="Select or add concepts" choose=choose marked=marked
                        always_open=true focus=true
                        close=Callback::new(move |()| pane.reassigning.set(None)) />
                </div>
            }
        })}
    }
}
