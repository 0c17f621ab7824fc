//! What is done with the shapes that are selected: all of them, as one step.

use super::desk::Desk;
use super::picker::ConceptCombobox;
use crate::actions::ActionId;
use crate::document::{ConceptId, InputId, ObjectId};
use crate::edit::{Command, Stack};
use crate::ui::icons::{self, Icon};
use crate::ui::keyboard::Keyboard;
use crate::ui::words::count;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// So many parents are offered; more are found by typing.
const OFFERED: usize = 200;

/// What is asked of the selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// Which concept they are to be.
    Concept,
    /// Which object they are to belong to.
    Parent,
}

impl Desk {
    /// The input and the objects on it that are selected; none where nothing is.
    pub fn selected(self) -> Option<(InputId, Vec<ObjectId>)> {
        let input = self.input.get_untracked()?;
        let objects: Vec<_> = self.selection.get_untracked().into_iter().collect();
        (!objects.is_empty()).then_some((input, objects))
    }

    /// Does something with the selection, and says so.
    fn with_selected(self, command: impl FnOnce(InputId, Vec<ObjectId>) -> Command) {
        if let Some((input, objects)) = self.selected() {
            self.studio.run_with_toast(command(input, objects));
            self.sync_scene();
        }
    }

    /// Takes the selection out.
    pub fn delete_selected(self) {
        self.with_selected(|input, objects| {
            Command::RemoveObjects(objects.into_iter().map(|object| (input, object)).collect())
        });
    }

    /// Another concept for the selection, whatever it is.
    fn reassign_selected(self, to: ConceptId) {
        self.with_selected(|input, objects| Command::Reassign {
            objects: objects.into_iter().map(|object| (input, object)).collect(),
            from: None,
            to,
        });
    }

    /// Some object of the selection isn't locked.
    fn is_free(self) -> bool {
        let selection = self.selection.get();
        self.with_objects(|objects| {
            let mut entries = selection.iter().filter_map(|id| objects.get(*id));
            entries.any(|entry| !entry.object.locked)
        })
        .unwrap_or(false)
    }

    /// Locks the selection; unlocks it where all of it is locked.
    pub fn lock_selected(self) {
        let locked = untrack(move || self.is_free());
        self.with_selected(|input, objects| Command::SetLocked {
            input,
            objects,
            locked,
        });
    }

    /// Draws the selection above or below everything else.
    pub fn restack_selected(self, to: Stack) {
        self.with_selected(|input, objects| Command::Restack { input, objects, to });
    }

    /// Makes the selection belong to an object, or to none.
    fn adopt_selected(self, parent: Option<ObjectId>) {
        self.with_selected(|input, objects| Command::SetParent {
            input,
            objects,
            parent,
        });
    }

    /// Selects everything that is shown.
    pub fn select_all(self) {
        let hidden = self.hidden.get_untracked();
        let all = self.with_seen(|objects| {
            let shown = objects
                .iter()
                .filter(|it| !hidden.hides(it.object.id, &it.labels));
            shown.map(|entry| entry.object.id).collect::<BTreeSet<_>>()
        });
        if let Some(all) = all.filter(|all| !all.is_empty()) {
            if self.tool.get_untracked().draws() {
                self.take_tool(crate::tools::ToolKind::Select);
            }
            self.selection.set(all);
            self.refresh();
        }
    }
}

/// The bar over the list of objects, while something is selected.
#[component]
pub fn Selected() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let any = Memo::new(move |_| desk.selection.with(|selection| !selection.is_empty()));
    view! { <Show when=move || any.get()><Bar /></Show> }
}

#[component]
fn Bar() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let keyboard = expect_context::<Keyboard>();
    let number = move || format!("{} selected", desk.selection.with(BTreeSet::len));
    let is_free = Memo::new(move |_| {
        desk.studio.revisions.objects.track();
        desk.is_free()
    });
    let is_child = Memo::new(move |_| {
        desk.studio.revisions.objects.track();
        let selection = desk.selection.get();
        let found = desk.with_objects(|objects| {
            let mut entries = selection.iter().filter_map(|id| objects.get(*id));
            entries.any(|entry| entry.object.parent.is_some())
        });
        found.unwrap_or(false)
    });
    let has_mask = Memo::new(move |_| {
        desk.studio.revisions.objects.track();
        desk.has_mask()
    });
    let has_polygon = Memo::new(move |_| {
        desk.studio.revisions.objects.track();
        desk.has_polygon()
    });
    let titled = move |name: &'static str, id| keyboard.titled(name, id);
    let lock = move || if is_free.get() { "Lock" } else { "Unlock" };
    view! {
        <div class="selected-bar" role="group" aria-label="Selected objects">
            <span class="number grow">{number}</span>
            <Do name="Reassign…" title=move || titled("Reassign…", ActionId::Reassign) icon=icons::REASSIGN
                run=move || desk.asking.set(Some(Asking::Concept)) />
            <button class="btn ghost icon small" aria-label=lock title=move || titled(lock(), ActionId::Lock)
                on:click=move |_| desk.lock_selected()>
                {move || view! { <Icon of=if is_free.get() { icons::LOCK } else { icons::UNLOCK } /> }}
            </button>
            <Do name="Bring to front" title=move || titled("Bring to front", ActionId::BringToFront) icon=icons::FRONT
                run=move || desk.restack_selected(Stack::Front) />
            <Do name="Send to back" title=move || titled("Send to back", ActionId::SendToBack) icon=icons::SEND_BACK
                run=move || desk.restack_selected(Stack::Back) />
            <Show when=move || has_mask.get()>
                <Do name="Fill holes" title=move || "Fill holes".to_owned() icon=icons::FILL run=move || desk.fill_holes() />
                <Do name="Remove specks" title=move || "Remove specks of fewer than 64 pixels".to_owned() icon=icons::SPECKS
                    run=move || desk.remove_specks() />
                <Do name="To polygon" title=move || "Make a polygon of the mask".to_owned() icon=icons::POLYGON
                    run=move || desk.masks_to_polygons() />
            </Show>
            <Show when=move || has_polygon.get()>
                <Do name="To mask" title=move || "Make a mask of the polygon".to_owned() icon=icons::MASK
                    run=move || desk.polygons_to_masks() />
            </Show>
            <Do name="Make child of…" title=move || "Make child of…".to_owned() icon=icons::CHILD
                run=move || desk.asking.set(Some(Asking::Parent)) />
            <Show when=move || is_child.get()>
                <Do name="Detach" title=move || "Detach from its parent".to_owned() icon=icons::DETACH
                    run=move || desk.adopt_selected(None) />
            </Show>
            <Do name="Delete selected" title=move || titled("Delete selected", ActionId::Delete) icon=icons::TRASH
                run=move || desk.delete_selected() />
        </div>
        {move || desk.asking.get().map(|asking| match asking {
            Asking::Concept => view! { <AskConcept /> }.into_any(),
            Asking::Parent => view! { <AskParent /> }.into_any(),
        })}
    }
}

/// A button that is an icon.
#[component]
fn Do(
    name: &'static str,
    title: impl Fn() -> String + Send + 'static,
    icon: &'static str,
    run: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <button class="btn ghost icon small" aria-label=name title=title on:click=move |_| run()><Icon of=icon /></button>
    }
}

#[component]
fn AskConcept() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let marked = Signal::derive(move || {
        let selection = desk.selection.get();
        let found = desk.with_objects(|objects| {
            let labels = selection.iter().filter_map(|id| objects.get(*id));
            labels
                .flat_map(|entry| entry.labels.iter().map(|label| label.concept))
                .collect()
        });
        found.unwrap_or_default()
    });
    let choose = move |to: ConceptId| {
        desk.asking.set(None);
        desk.reassign_selected(to);
    };
    view! {
        <div class="reassign popover" role="dialog" aria-label="Reassign">
            <ConceptCombobox name="Select or add concepts" choose=choose marked=marked always_open=true focus=true
                close=Callback::new(move |()| desk.asking.set(None)) />
        </div>
    }
}

/// The objects that the selection can belong to: those that don't belong to it.
fn parents(desk: Desk, wanted: &str) -> Vec<(ObjectId, String)> {
    let selection = desk.selection.get();
    let concept = |id| {
        let name = desk
            .studio
            .look(|document, _| Some(document.concept(id)?.name.to_string()));
        name.flatten()
    };
    desk.with_objects(|objects| {
        let is_below = |mut id: Option<ObjectId>| {
            while let Some(above) = id {
                if selection.contains(&above) {
                    return true;
                }
                id = objects.get(above).and_then(|entry| entry.object.parent);
            }
            false
        };
        let named = objects.iter().filter_map(|entry| {
            let id = entry.object.id;
            let name = objects.instance_name(id)?;
            let text = format!("{}.{}", concept(name.concept)?, name.number);
            text.to_lowercase().contains(wanted).then_some((id, text))
        });
        named
            .filter(|(id, _)| !is_below(Some(*id)))
            .take(OFFERED)
            .collect()
    })
    .unwrap_or_default()
}

#[component]
fn AskParent() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let text = RwSignal::new(String::new());
    let field = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            drop(field.focus());
        }
    });
    let rows = move || parents(desk, &text.get().trim().to_lowercase());
    let choose = move |parent: ObjectId| {
        desk.asking.set(None);
        desk.adopt_selected(Some(parent));
    };
    let keys = move |event: web_sys::KeyboardEvent| match event.key().as_str() {
        "Escape" => {
            event.stop_propagation();
            desk.asking.set(None);
        }
        "Enter" => {
            if let Some((first, _)) = rows().first() {
                choose(*first);
            }
        }
        _ => {}
    };
    let found = move || {
        let rows = rows();
        let none = rows.is_empty().then_some("No other object here.");
        let rows = rows.into_iter().map(|(id, name)| {
            view! {
                <li><button class="menu-item" on:click=move |_| choose(id)>{name}</button></li>
            }
        });
        view! { {rows.collect_view()}<li class="note">{none}</li> }
    };
    view! {
        <div class="reassign popover" role="dialog" aria-label="Make child of" on:keydown=keys>
            <div class="field thin">
                <Icon of=icons::SEARCH />
                <input type="search" aria-label="Search parents" placeholder="Search parents" node_ref=field
                    prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event)) />
            </div>
            <ul class="plain parents" aria-label=move || count(rows().len(), "object", "objects")>{found}</ul>
        </div>
    }
}
