//! One tile: the picture with its shapes, its name, what is said of it.

use super::facts::{Chip, Facts, facts, is_long, status_name};
use super::marks::{Mark, marks};
use super::object_tile::ObjectTile;
use super::similar::search_like;
use super::thumbs::{Thumb, Thumbs};
use super::{GridMemory, Pick};
use crate::document::{InputId, InputStatus, MediaKind};
use crate::edit::Command;
use crate::lists::{Item, Like};
use crate::ui::icons::{INFO, Icon, NO_PICTURE, PLAY, RESTORE, SIMILAR, TRASH, WAITING};
use crate::ui::route::Route;
use crate::ui::shell::{Dialog, Shell};
use crate::ui::studio::Studio;
use crate::ui::walk;
use crate::ui::words::{middle, number};
use leptos::prelude::*;
use std::time::Duration;

/// So many chips are shown; of more, one less and the number of the rest.
const CHIPS: usize = 3;

/// A tile that is there for less shows only its picture and its name, and its objects aren't read.
const PAUSE: Duration = Duration::from_millis(60);

/// A tile, by its place in the list.
#[component]
pub fn Tile(index: usize, column: usize, item: Item, drawn: RwSignal<u32>) -> impl IntoView {
    match item {
        Item::Input(input) => {
            let input = input_at(expect_context(), index, input);
            view! { <InputTile index column input drawn /> }.into_any()
        }
        Item::Object(input, object) => {
            view! { <ObjectTile index column input object /> }.into_any()
        }
    }
}

/// The input that is at a place of the list; it was this one first.
fn input_at(studio: Studio, index: usize, first: InputId) -> Memo<InputId> {
    Memo::new(move |before: Option<&InputId>| {
        let now = studio.shown.with(|shown| shown.get(index));
        match now {
            Some(Item::Input(input)) => input,
            // The list is shorter by now, or another: the tile is about to go.
            _ => before.copied().unwrap_or(first),
        }
    })
}

/// What holds for every tile: the focus, the selection, a click.
#[component]
pub fn Cell(
    index: usize,
    column: usize,
    #[prop(into)] item: Signal<Item>,
    #[prop(into)] name: Signal<String>,
    children: Children,
) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let route = expect_context::<Route>();
    let memory = expect_context::<GridMemory>();
    let active = move || memory.active.get() == index;
    let selected = Memo::new(move |_| memory.selection.with(|it| it.contains(item.get())));
    let open = move |event: web_sys::MouseEvent| {
        memory.active.set(index);
        let item = item.get_untracked();
        match picked(&event) {
            Some(pick) => memory.select(studio, item, pick),
            None => walk::to_item(route, item),
        }
    };
    view! {
        <div class="tile" role="gridcell" id=format!("tile-{index}") aria-label=name title=name
            aria-colindex=(column + 1).to_string()
            aria-selected=move || selected.get().to_string()
            tabindex=move || if active() { "0" } else { "-1" }
            on:focus=move |_| memory.active.set(index) on:click=open>
            {children()}
        </div>
    }
}

#[component]
fn InputTile(
    index: usize,
    column: usize,
    input: Memo<InputId>,
    drawn: RwSignal<u32>,
) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let facts = Memo::new(move |_| {
        studio.revisions.inputs.track();
        studio.revisions.concepts.track();
        studio
            .look(|document, layout| facts(document, layout, input.get()))
            .flatten()
    });
    let settled = settling(studio, input);
    // Buttons that came once stay: they are of whatever the tile is of.
    let met = Memo::new(move |before: Option<&bool>| {
        settled.get() || before.copied().unwrap_or_default()
    });
    let item = Signal::derive(move || Item::Input(input.get()));
    let name = Signal::derive(move || name_of(facts));
    view! {
        <Cell index column item name>
            <Picture input facts drawn settled />
            <Caption facts met />
            {move || met.get().then(|| view! {
                <SelectBox item name index />
                <Actions input name index pictured=move || facts.with(|facts| facts.as_ref().is_some_and(|it| it.kind == MediaKind::Image)) />
            })}
        </Cell>
    }
}

/// True once the input has been in the tile for a while: what flies past is drawn as little as possible.
fn settling(studio: Studio, input: Memo<InputId>) -> Memo<bool> {
    let stays = RwSignal::new(None);
    Effect::new(move |_| {
        let input = input.get();
        let timer = set_timeout_with_handle(
            move || {
                stays.try_set(Some(input));
                leptos::task::spawn_local(studio.ensure_objects(input));
            },
            PAUSE,
        );
        on_cleanup(move || {
            if let Ok(timer) = timer {
                timer.clear();
            }
        });
    });
    Memo::new(move |_| stays.get() == Some(input.get()))
}

/// What a click on a tile selects; none: it opens.
fn picked(event: &web_sys::MouseEvent) -> Option<Pick> {
    if event.shift_key() {
        return Some(Pick::Range);
    }
    (event.ctrl_key() || event.meta_key()).then_some(Pick::Toggle)
}

/// The box that selects the item; with Shift everything from the last one.
#[component]
pub fn SelectBox(
    #[prop(into)] item: Signal<Item>,
    name: Signal<String>,
    index: usize,
) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let memory = expect_context::<GridMemory>();
    let label = move || format!("Select {}", name.get());
    let clicked = move |event: web_sys::MouseEvent| {
        event.stop_propagation();
        let pick = picked(&event).unwrap_or(Pick::Toggle);
        memory.select(studio, item.get_untracked(), pick);
    };
    view! {
        <label class="tile-select" on:click=|event| event.stop_propagation()>
            <input type="checkbox" aria-label=label prop:checked=move || memory.selection.with(|it| it.contains(item.get()))
                tabindex=move || if memory.active.get() == index { "0" } else { "-1" }
                on:click=clicked />
        </label>
    }
}

/// A button of a tile: an icon, called after what it does to whom.
#[component]
pub fn TileButton(
    word: &'static str,
    icon: &'static str,
    name: Signal<String>,
    index: usize,
    run: impl Fn() + 'static,
) -> impl IntoView {
    let memory = expect_context::<GridMemory>();
    let clicked = move |event: web_sys::MouseEvent| {
        event.stop_propagation();
        run();
    };
    view! {
        <button class="btn icon small" title=word aria-label=move || format!("{word} {}", name.get())
            tabindex=move || if memory.active.get() == index { "0" } else { "-1" }
            on:click=clicked>
            <Icon of=icon />
        </button>
    }
}

#[component]
fn Actions(
    input: Memo<InputId>,
    name: Signal<String>,
    index: usize,
    /// It has a picture to be looked like.
    #[prop(into)]
    pictured: Signal<bool>,
) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let shell = expect_context::<Shell>();
    let route = expect_context::<Route>();
    let now = move || input.get_untracked();
    let info = move || shell.show(Dialog::Info(now()));
    view! {
        <div class="tile-actions">
            {move || match route.query().trash {
                true => view! {
                    <TileButton word="Info" icon=INFO name index run=info />
                    <TileButton word="Restore" icon=RESTORE name index
                        run=move || studio.run_and_say(Command::RestoreInputs(vec![now()])) />
                }.into_any(),
                false => view! {
                    <Show when=move || pictured.get()>
                        <TileButton word="Search by similarity" icon=SIMILAR name index
                            run=move || search_like(route, Like::input(now())) />
                    </Show>
                    <TileButton word="Info" icon=INFO name index run=info />
                    <TileButton word="Delete" icon=TRASH name index
                        run=move || studio.run_and_say(Command::TrashInputs(vec![now()])) />
                }.into_any(),
            }}
        </div>
    }
}

fn name_of(facts: Memo<Option<Facts>>) -> String {
    facts.with(|facts| facts.as_ref().map(|it| it.name.clone()).unwrap_or_default())
}

#[component]
fn Picture(
    input: Memo<InputId>,
    facts: Memo<Option<Facts>>,
    drawn: RwSignal<u32>,
    settled: Memo<bool>,
) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let thumbs = expect_context::<Thumbs>();
    let picture = Memo::new(move |_| facts.with(|facts| facts.as_ref()?.face.clone()));
    let kind = Memo::new(move |_| facts.with(|facts| Some(facts.as_ref()?.kind)));
    let waits = move || match kind.get() {
        Some(MediaKind::Text) => "Waiting for its text",
        Some(MediaKind::Video(_)) => "Waiting for its video",
        _ => "Waiting for its picture",
    };
    let length = move || match kind.get() {
        Some(MediaKind::Video(footage)) if footage.frames > 0 => Some(footage.end.short()),
        _ => None,
    };
    let size = Memo::new(move |_| facts.with(|facts| facts.as_ref()?.size));
    let shown = Memo::new(move |before: Option<&(InputId, Vec<Mark>)>| {
        drawn.track();
        studio.revisions.concepts.track();
        let input = input.get();
        let now = studio.look(|document, _| marks(document, input)).flatten();
        // Objects that were let go of stay drawn.
        let before = || {
            before
                .filter(|(of, _)| *of == input)
                .map(|(_, marks)| marks.clone())
        };
        (input, now.or_else(before).unwrap_or_default())
    });
    let face = move || match picture.get() {
        None => view! {
            <div class="hatch"><Icon of=WAITING />
                <span>{waits}</span></div>
        }
        .into_any(),
        Some(wanted) => {
            let thumb = thumbs.want(studio, wanted);
            (move || thumb_view(thumb.get())).into_any()
        }
    };
    let long = move || size.get().is_some_and(is_long);
    view! {
        <div class="thumb" class:long=long>
            {face}
            {move || {
                let size = size.get().filter(|_| settled.get());
                size.map(|size| view! { <Marks size shown /> })
            }}
            {move || length().map(|length| view! {
                <span class="length" role="img" aria-label=format!("Video of {length}")><Icon of=PLAY />{length.clone()}</span>
            })}
        </div>
    }
}

pub fn thumb_view(thumb: Thumb) -> AnyView {
    match thumb {
        Thumb::Waiting => view! { <div class="skeleton"></div> }.into_any(),
        Thumb::Here(url) => {
            view! { <img src=url alt="" draggable="false" decoding="async" /> }.into_any()
        }
        Thumb::Text(text) => view! { <p class="excerpt" dir="auto">{text}</p> }.into_any(),
        Thumb::Failed(reason) => view! {
            <div class="hatch" title=reason><Icon of=NO_PICTURE /><span>"No preview"</span></div>
        }
        .into_any(),
    }
}

#[component]
fn Marks(size: (f64, f64), shown: Memo<(InputId, Vec<Mark>)>) -> impl IntoView {
    let (width, height) = size;
    let fit = if is_long(size) { "meet" } else { "slice" };
    let halo = move || {
        shown.with(|(_, all)| {
            all.iter()
                .map(|mark| mark.path.as_str())
                .collect::<String>()
        })
    };
    let lines = move || {
        let lines = shown.get().1.into_iter();
        lines
            .map(|mark| {
                let color = mark.color.clone();
                view! {
                    <path class="area" d=mark.area fill=color.clone()></path>
                    <path class="line" d=mark.path stroke=color.clone() fill=color></path>
                }
            })
            .collect_view()
    };
    view! {
        <svg class="marks" aria-hidden="true" viewBox=format!("0 0 {width} {height}")
            preserveAspectRatio=format!("xMidYMid {fit}")>
            <path class="halo" d=halo></path>
            {lines}
        </svg>
    }
}

#[component]
fn Caption(facts: Memo<Option<Facts>>, met: Memo<bool>) -> impl IntoView {
    let name = move || {
        let name = facts.with(|facts| facts.as_ref().map(|it| middle(&it.name, 32)));
        name.unwrap_or_default()
    };
    let status = Memo::new(move |_| {
        facts
            .with(|facts| facts.as_ref().map(|it| it.status))
            .unwrap_or_default()
    });
    let chips = Memo::new(move |_| {
        facts
            .with(|facts| facts.as_ref().map(|it| it.chips.clone()))
            .unwrap_or_default()
    });
    // The same chips stay as they are when another input comes to this place.
    let chips = move || met.get().then(|| chips_view(&chips.get()));
    view! {
        <div class="meta">
            <span class="name">{name}</span>
            <i class="dot" role="img" aria-label=move || status_name(status.get()) title=move || status_name(status.get())
                class:done=move || status.get() == InputStatus::Done
                class:progress=move || status.get() == InputStatus::InProgress
                class:skipped=move || status.get() == InputStatus::Skipped></i>
        </div>
        <div class="chips">{chips}</div>
    }
}

pub fn chips_view(chips: &[Chip]) -> AnyView {
    if chips.is_empty() {
        return view! { <span class="none">"Unlabeled"</span> }.into_any();
    }
    let fit = if chips.len() > CHIPS {
        CHIPS - 1
    } else {
        CHIPS
    };
    let shown = chips.iter().take(fit).map(|chip| {
        let count = chip
            .count
            .map(|count| view! { <b>{number(count as usize)}</b> });
        view! {
            <span class="chip" class:absent=chip.absent>
                <i class="swatch" style:background-color=chip.color.clone()></i>
                <span class="text">{chip.name.clone()}</span>
                {count}
            </span>
        }
    });
    let rest = chips.len().saturating_sub(fit);
    let rest = (rest > 0).then(|| view! { <span class="chip rest">{format!("+{rest}")}</span> });
    view! { {shown.collect_view()}{rest} }.into_any()
}
