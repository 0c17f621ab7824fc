//! The grid of inputs: only what is in sight is in the page, however many there are.

mod facts;
mod filters;
mod keys;
mod marks;
mod object_tile;
mod search;
mod selecting;
mod similar;
mod thumbs;
mod tile;
mod trash;

pub use facts::status_name;
pub use filters::FiltersOpen;
pub use search::focus_search;
pub use similar::{picture_of, search_like};
pub use thumbs::{Thumb, Thumbs, Wanted};

use super::icons::{ADD_FOLDER, ADD_PICTURE, BOX, INPUTS, Icon};
use super::keyboard::Keyboard;
use super::pick::{OpenFolder, PickButton, ReconnectFolder, Take};
use super::prefs;
use super::route::Route;
use super::studio::Studio;
use super::words::{count, number};
use crate::document::{InputId, ObjectId, ProjectId};
use crate::lists::{Item, Layout, Query, Selection, Shown};
use crate::web::dom::focus_in_place;
use filters::Filters;
use leptos::{html, prelude::*};
use search::{NothingFound, Search};
use selecting::{SelectAll, SelectionBar};
use std::time::Duration;
use tile::Tile;
use trash::TrashButton;
use wasm_bindgen::{JsCast as _, closure::Closure};

/// The smallest, the usual and the largest width of a tile.
const SIZES: (f64, f64, f64) = (120.0, 220.0, 420.0);

/// Shapes that were read are drawn at most so often.
const BREATH: Duration = Duration::from_millis(80);

/// What the grid remembers while another page is seen; copied freely.
#[derive(Clone, Copy)]
pub struct GridMemory {
    /// The place in the list that has the focus, or had it last.
    pub active: RwSignal<usize>,
    /// The input that was in the viewer last.
    pub viewed: StoredValue<Option<InputId>>,
    /// What is selected.
    pub selection: RwSignal<Selection<Item>>,
    scrolled: StoredValue<(Option<ProjectId>, f64)>,
    size: RwSignal<f64>,
}

impl Default for GridMemory {
    fn default() -> Self {
        let size: f64 = prefs::load("tile_size");
        let wanted = if size > 0.0 { size } else { SIZES.1 };
        Self {
            active: RwSignal::new(0),
            viewed: StoredValue::new(None),
            selection: RwSignal::new(Selection::default()),
            scrolled: StoredValue::new((None, 0.0)),
            size: RwSignal::new(wanted.clamp(SIZES.0, SIZES.2)),
        }
    }
}

/// What a choice does to the selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// Everything from the last one on.
    Range,
    /// This one more, or this one less.
    Toggle,
}

impl GridMemory {
    /// Selects an item, or lets go of it, or selects all from the last one.
    pub fn select(self, studio: Studio, item: Item, pick: Pick) {
        self.selection.update(|selection| match pick {
            Pick::Toggle => selection.toggle(item),
            Pick::Range => studio
                .shown
                .with_untracked(|shown| selection.extend_to(item, shown.iter())),
        });
    }

    /// Selects everything that is shown.
    pub fn select_all(self, studio: Studio) {
        self.selection.update(|selection| {
            studio
                .shown
                .with_untracked(|shown| selection.select_all(shown.iter()));
        });
    }

    /// Lets go of everything.
    pub fn clear_selection(self) {
        if !self.selection.with_untracked(Selection::is_empty) {
            self.selection.update(Selection::clear);
        }
    }

    /// What is selected, in the order of the list.
    fn items(self, studio: Studio) -> Vec<Item> {
        self.selection.with_untracked(|selection| {
            studio
                .shown
                .with_untracked(|shown| selection.in_order(shown.iter()))
        })
    }

    /// The inputs that are selected, in the order of the list.
    pub fn selected(self, studio: Studio) -> Vec<InputId> {
        let items = self.items(studio).into_iter();
        let inputs = items.filter_map(|item| match item {
            Item::Input(input) => Some(input),
            Item::Object(..) => None,
        });
        inputs.collect()
    }

    /// The objects that are selected, in the order of the list.
    pub fn selected_objects(self, studio: Studio) -> Vec<(InputId, ObjectId)> {
        let items = self.items(studio).into_iter();
        let objects = items.filter_map(|item| match item {
            Item::Object(input, object) => Some((input, object)),
            Item::Input(_) => None,
        });
        objects.collect()
    }
}

/// What is in sight; copied freely.
#[derive(Clone, Copy)]
struct Sight {
    studio: Studio,
    route: Route,
    memory: GridMemory,
    keyboard: Keyboard,
    scroller: NodeRef<html::Div>,
    /// Width and height of the scrolled area.
    area: RwSignal<(f64, f64)>,
    scrolled: RwSignal<f64>,
    layout: Memo<Layout>,
}

/// The page.
#[component]
pub fn Grid() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let memory = expect_context::<GridMemory>();
    let area = RwSignal::new((0.0, 0.0));
    let sight = Sight {
        studio,
        route: expect_context::<Route>(),
        memory,
        keyboard: expect_context(),
        scroller: NodeRef::new(),
        area,
        scrolled: RwSignal::new(0.0),
        layout: Memo::new(move |_| Layout::fit(area.get().0, memory.size.get())),
    };
    sight.measure();
    // Labels made since may have changed what is found.
    studio.refresh_list();
    sight.come_back();
    // What is deleted or isn't in the list any more can't stay selected.
    Effect::new(move |_| {
        studio.shown.track();
        if !memory.selection.with_untracked(Selection::is_empty) {
            memory.selection.update(|selection| {
                studio
                    .shown
                    .with_untracked(|shown| selection.keep_to(shown.iter()));
            });
        }
    });
    let total = move || studio.shown.with(Shown::len);
    let drawn = breathing(studio.revisions.objects);
    let rows = Memo::new(move |_| sight.rows());
    let columns = move || sight.layout.get().columns;
    view! {
        <div class="grid-page">
            <h1 class="sr">"Inputs"</h1>
            <Tools />
            <ReconnectFolder />
            <NothingFound />
            <div class="grid-body">
            <Filters />
            <div class="scroller" node_ref=sight.scroller on:scroll=move |_| sight.scroll_happened()>
                <div class="grid" role="grid" aria-label="Inputs" aria-multiselectable="true" tabindex="-1"
                    class:selecting=move || memory.selection.with(|it| !it.is_empty())
                    aria-rowcount=move || sight.layout.get().rows(total()).to_string()
                    aria-colcount=move || columns().to_string()
                    style:height=move || format!("{}px", sight.layout.get().height(total()))
                    style=("--columns", move || columns().to_string())
                    on:keydown=move |event| keys::handle(&event, sight)>
                    <For each=move || rows.get() key=|row| *row let((row, columns))>
                        <Row sight row columns drawn />
                    </For>
                </div>
            </div>
            </div>
            <SelectionBar />
        </div>
    }
}

#[component]
fn Row(sight: Sight, row: usize, columns: usize, drawn: RwSignal<u32>) -> impl IntoView {
    // A tile of an input stays at its place and shows what is there now: that is a few texts, and not a tile anew.
    let key = |(index, item): &(usize, Item)| match item {
        Item::Input(_) => (*index, None),
        Item::Object(..) => (*index, Some(*item)),
    };
    let cells = move || {
        sight.studio.shown.with(|shown| {
            let places = row * columns..(row + 1) * columns;
            let items = places.filter_map(|at| Some((at, shown.get(at)?)));
            items.collect::<Vec<_>>()
        })
    };
    let top = move || format!("translateY({}px)", sight.layout.get().top(row));
    let height = move || format!("{}px", sight.layout.get().tile_height());
    view! {
        <div class="grid-row" role="row" aria-rowindex=(row + 1).to_string()
            style:transform=top style:height=height>
            <For each=cells key=key let((index, item))>
                <Tile index column=index - row * columns item drawn />
            </For>
        </div>
    }
}

#[component]
fn Tools() -> impl IntoView {
    let memory = expect_context::<GridMemory>();
    let resize = move |event: web_sys::Event| {
        if let Ok(size) = event_target_value(&event).parse::<f64>() {
            memory.size.set(size);
            prefs::store("tile_size", &size);
        }
    };
    view! {
        <div class="tools">
            <SelectAll />
            <Count />
            <Search />
            <span class="grow"></span>
            <input class="slider" type="range" aria-label="Tile size" title="Tile size"
                min=SIZES.0.to_string() max=SIZES.2.to_string() step="20"
                prop:value=move || memory.size.get().to_string() on:input=resize />
            <ModeButtons />
            <TrashButton />
            <OpenFolder />
            <PickButton take=Take::Folder name="Add folder" icon=ADD_FOLDER />
            <PickButton take=Take::Inputs name="Add inputs" icon=ADD_PICTURE class="primary" />
        </div>
    }
}

/// How many are shown: `1,204 of 118,287 inputs`.
#[component]
fn Count() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let route = expect_context::<Route>();
    let rest = move || {
        let (shown, inputs) = (
            studio.shown.with(Shown::len),
            studio.list.with(|it| it.len()),
        );
        let query = route.query();
        if query.objects {
            let noun = if shown == 1 { "object" } else { "objects" };
            return format!(" {noun} on {}", count(inputs, "input", "inputs"));
        }
        let all = if query.trash {
            studio.trashed.get()
        } else {
            studio.total.get()
        };
        let noun = if all == 1 { "input" } else { "inputs" };
        let of = (shown < all).then(|| format!(" of {}", number(all)));
        let place = if query.trash { " in the trash" } else { "" };
        format!("{} {noun}{place}", of.unwrap_or_default())
    };
    view! {
        <span class="count" class:busy=move || studio.looking.get()>
            <b>{move || number(studio.shown.with(Shown::len))}</b>{rest}
        </span>
    }
}

/// **Input Mode** and **Object Mode**.
#[component]
fn ModeButtons() -> impl IntoView {
    let route = expect_context::<Route>();
    let memory = expect_context::<GridMemory>();
    let choose = move |objects: bool| {
        // What is selected is no part of the other list.
        memory.clear_selection();
        memory.active.set(0);
        route.search(&Query {
            objects,
            ..route.query()
        });
    };
    let buttons = [
        ("Input Mode", INPUTS, false, "A tile for each input"),
        ("Object Mode", BOX, true, "A tile for each object"),
    ];
    view! {
        <div class="seg modes" role="group" aria-label="What tiles show">
            {buttons.map(|(name, icon, objects, title)| view! {
                <button class="btn ghost icon" aria-label=name title=format!("{name}: {}", title.to_lowercase())
                    aria-pressed=move || (route.query().objects == objects).to_string()
                    on:click=move |_| choose(objects)><Icon of=icon /></button>
            })}
        </div>
    }
}

impl Sight {
    /// The rows to keep in the page, each with the number of columns that it is for; the one with the focus stays.
    fn rows(self) -> Vec<(usize, usize)> {
        let layout = self.layout.get();
        let total = self.studio.shown.with(Shown::len);
        let visible = layout.visible(self.scrolled.get(), self.area.get().1, total);
        let focused = self.memory.active.get() / layout.columns;
        let stays =
            (!visible.contains(&focused) && focused < layout.rows(total)).then_some(focused);
        let mut rows: Vec<_> = visible
            .chain(stays)
            .map(|row| (row, layout.columns))
            .collect();
        rows.sort_unstable();
        rows
    }

    /// What is at a place of the list.
    fn item(self, at: usize) -> Option<Item> {
        self.studio.shown.with_untracked(|shown| shown.get(at))
    }

    /// Follows the size of the scrolled area.
    fn measure(self) {
        Effect::new(move |_| {
            let Some(scroller) = self.scroller.get() else {
                return;
            };
            let element: web_sys::Element = scroller.unchecked_into();
            let look = move |element: &web_sys::Element| {
                let size = (
                    f64::from(element.client_width()),
                    f64::from(element.client_height()),
                );
                if self.area.get_untracked() != size {
                    self.area.set(size);
                }
            };
            look(&element);
            let watched = element.clone();
            let changed = Closure::<dyn FnMut()>::new(move || {
                if self.area.try_get_untracked().is_some() {
                    look(&watched);
                }
            });
            if let Ok(observer) = web_sys::ResizeObserver::new(changed.as_ref().unchecked_ref()) {
                observer.observe(&element);
                let kept = StoredValue::new_local(Some((observer, changed)));
                on_cleanup(move || {
                    let kept = kept.try_update_value(Option::take).flatten();
                    if let Some((observer, _)) = kept {
                        observer.disconnect();
                    }
                });
            }
        });
    }

    fn scroll_happened(self) {
        let Some(scroller) = self.scroller.get_untracked() else {
            return;
        };
        let scrolled = f64::from(scroller.scroll_top());
        self.scrolled.set(scrolled);
        let project = self.studio.project.get_untracked().map(|(id, _)| id);
        self.memory.scrolled.set_value((project, scrolled));
    }

    /// Scrolls to where it was, or to the input that was in the viewer last where that is out of sight.
    fn come_back(self) {
        let done = StoredValue::new(false);
        Effect::new(move |_| {
            if self.area.get().1 == 0.0 || done.get_value() {
                return;
            }
            done.set_value(true);
            let project = self.studio.project.get_untracked().map(|(id, _)| id);
            let (of, scrolled) = self.memory.scrolled.get_value();
            let scrolled = if of == project { scrolled } else { 0.0 };
            let viewed = self.memory.viewed.get_value();
            let place = |viewed| {
                self.studio
                    .shown
                    .with_untracked(|shown| shown.place_of(viewed))
            };
            let at = viewed.and_then(place);
            self.memory.active.set(at.unwrap_or(0));
            request_animation_frame(move || {
                self.scroll_to(scrolled);
                if let Some(at) = at {
                    self.focus(at);
                }
            });
        });
    }

    fn scroll_to(self, scrolled: f64) {
        if let Some(scroller) = self.scroller.try_get_untracked().flatten() {
            scroller.set_scroll_top(scrolled.round() as i32);
            self.scroll_happened();
        }
    }

    /// Brings a tile into sight and gives it the focus.
    fn focus(self, index: usize) {
        self.memory.active.set(index);
        let (layout, area) = (self.layout.get_untracked(), self.area.get_untracked());
        let before = self.scrolled.get_untracked();
        let after = layout.reveal(index / layout.columns, before, area.1);
        if after != before {
            self.scroll_to(after);
        }
        request_animation_frame(move || {
            let tile = document().get_element_by_id(&format!("tile-{index}"));
            if let Some(tile) = tile.and_then(|tile| tile.dyn_into::<web_sys::HtmlElement>().ok()) {
                focus_in_place(&tile);
            }
        });
    }
}

/// Follows a signal, but not more often than every so often.
fn breathing(source: RwSignal<u32>) -> RwSignal<u32> {
    let calm = RwSignal::new(0);
    let waits = StoredValue::new(false);
    Effect::new(move |_| {
        source.track();
        if waits.get_value() {
            return;
        }
        waits.set_value(true);
        set_timeout(
            move || {
                waits.try_set_value(false);
                if let Some(now) = source.try_get_untracked() {
                    calm.try_set(now);
                }
            },
            BREATH,
        );
    });
    calm
}
