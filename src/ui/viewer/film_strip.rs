//! The film strip: the inputs of the list as small pictures under the stage. Only those in sight are in the page.

use super::desk::Desk;
use crate::document::{InputId, InputStatus};
use crate::ui::grid::{Thumb, Thumbs, Wanted, status_name};
use crate::ui::route::Route;
use crate::ui::walk;
use leptos::{html, prelude::*};

/// From picture to picture, in CSS pixels; the style sheet has the same.
const PITCH: f64 = 76.0;

/// Pictures kept beyond what is seen, to the left and to the right.
const BEYOND: usize = 4;

/// What of the strip is seen; copied freely.
#[derive(Clone, Copy)]
struct Sight {
    scrolled: RwSignal<f64>,
    width: RwSignal<f64>,
}

/// The strip, where it isn't hidden.
#[component]
pub fn FilmStrip() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let shown = Memo::new(move |_| desk.aids.with(|aids| aids.strip));
    view! { <Show when=move || shown.get()><Strip /></Show> }
}

#[component]
fn Strip() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let list = desk.studio.list;
    let node = NodeRef::<html::Div>::new();
    let sight = Sight {
        scrolled: RwSignal::new(0.0),
        width: RwSignal::new(0.0),
    };
    let look = move || {
        if let Some(strip) = node.get_untracked() {
            sight.width.set(f64::from(strip.client_width()));
            sight.scrolled.set(f64::from(strip.scroll_left()));
        }
    };
    // The input that is seen stands in the middle.
    Effect::new(move |_| {
        desk.turns.track();
        let Some(strip) = node.get() else { return };
        let input = desk.input.get_untracked();
        let at = input.and_then(|input| list.with_untracked(|list| walk::place_of(list, input)));
        if let Some(at) = at {
            let middle = at as f64 * PITCH + (PITCH - f64::from(strip.client_width())) / 2.0;
            strip.set_scroll_left(middle.max(0.0) as i32);
        }
        look();
    });
    let shown = Memo::new(move |_| {
        let first = (sight.scrolled.get() / PITCH) as usize;
        let count = (sight.width.get() / PITCH) as usize + 2;
        list.with(|list| {
            let from = first.saturating_sub(BEYOND).min(list.len());
            let to = (first + count + BEYOND).min(list.len());
            (from..to).map(|at| (at, list[at])).collect::<Vec<_>>()
        })
    });
    let length = move || format!("{}px", list.with(|list| list.len()) as f64 * PITCH);
    // A wheel goes along, as it does nowhere by itself.
    let wheel = move |event: web_sys::WheelEvent| {
        if let Some(strip) = node.get_untracked().filter(|_| event.delta_x() == 0.0) {
            strip.set_scroll_left(strip.scroll_left() + event.delta_y() as i32);
        }
    };
    view! {
        <div class="film-strip" role="group" aria-label="Film strip" node_ref=node on:scroll=move |_| look() on:wheel=wheel>
            <div class="film" style:inline-size=length>
                <For each=move || shown.get() key=|frame| *frame let((at, input))>
                    <Frame at input />
                </For>
            </div>
        </div>
    }
}

#[component]
fn Frame(at: usize, input: InputId) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let route = expect_context::<Route>();
    let thumbs = expect_context::<Thumbs>();
    let studio = desk.studio;
    let known = studio
        .look(|document, _| {
            let input = &document.input(input)?.input;
            Some((input.name.clone(), Wanted::face(&input.media)))
        })
        .flatten();
    let (name, wanted) = known.unwrap_or_default();
    let status = Memo::new(move |_| {
        studio.revisions.inputs.track();
        let status = studio.look(|document, layout| {
            let entry = document.input(input)?;
            let labelled = !entry.labels.is_empty() || layout.has_objects(input);
            Some(entry.input.status.seen(labelled))
        });
        status.flatten().unwrap_or_default()
    });
    let is_here = Memo::new(move |_| desk.input.get() == Some(input));
    let thumb = wanted.map(|wanted| thumbs.want(studio, wanted));
    let face = move || match thumb.map(|thumb| thumb.get()) {
        Some(Thumb::Here(url)) => {
            Some(view! { <img src=url alt="" draggable="false" decoding="async" /> }.into_any())
        }
        Some(Thumb::Text(text)) => {
            Some(view! { <span class="excerpt" dir="auto">{text}</span> }.into_any())
        }
        _ => None,
    };
    view! {
        <button class="frame" title=name.clone() aria-label=name style:inset-inline-start=format!("{}px", at as f64 * PITCH)
            aria-current=move || is_here.get().then_some("true")
            tabindex=move || if is_here.get() { "0" } else { "-1" }
            on:click=move |_| walk::to(route, input)>
            {face}
            <i class="dot" role="img" aria-label=move || status_name(status.get())
                class:done=move || status.get() == InputStatus::Done
                class:progress=move || status.get() == InputStatus::InProgress
                class:skipped=move || status.get() == InputStatus::Skipped></i>
        </button>
    }
}
