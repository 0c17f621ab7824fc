//! **Visual search**: a picture is chosen or dropped, a part of it cut out, and what looks like it is found.

use super::{Closer, Modal};
use crate::lists::{Like, LikeOf, Part};
use crate::ui::grid::{Thumb, Thumbs, Wanted, picture_of, search_like};
use crate::ui::icons::{ADD_PICTURE, Icon, SIMILAR};
use crate::ui::route::Route;
use crate::ui::shell::Shell;
use crate::ui::studio::Studio;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{DragEvent, HtmlElement, HtmlInputElement, PointerEvent};

/// Left, top, right, bottom in per cent.
type Sides = [f64; 4];

const WHOLE: Sides = [0.0, 0.0, 100.0, 100.0];

/// The window.
#[component]
pub fn VisualSearch() -> impl IntoView {
    let shell = expect_context::<Shell>();
    view! { <Modal title="Visual search" closed=move || shell.dialog.set(None)><Choice /></Modal> }
}

#[component]
fn Choice() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let route = expect_context::<Route>();
    let closer = expect_context::<Closer>();
    // What is searched by already can be cut further.
    let before = route.here_query().like;
    let of = RwSignal::new(before.map(|like| like.of));
    let part = before.and_then(|like| like.part);
    let sides = RwSignal::new(part.map_or(WHOLE, |part| part.sides().map(|side| side * 100.0)));
    let problem = RwSignal::new(None::<String>);
    let take = move |file: web_sys::File| {
        problem.set(None);
        leptos::task::spawn_local(async move {
            match studio.look_at_picture(file).await {
                Ok(hash) => {
                    of.set(Some(LikeOf::Picture(hash)));
                    sides.set(WHOLE);
                }
                Err(reason) => problem.set(Some(reason)),
            }
        });
    };
    let chosen = move |event: web_sys::Event| {
        let input = event
            .target()
            .and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
        if let Some(file) = input.and_then(|input| input.files()?.get(0)) {
            take(file);
        }
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        event.stop_propagation();
        if let Some(file) = event.data_transfer().and_then(|it| it.files()?.get(0)) {
            take(file);
        }
    };
    let search = move |_| {
        if let Some(of) = of.get_untracked() {
            let part = Part::new(sides.get_untracked().map(|side| side / 100.0));
            search_like(route, Like { of, part });
            closer.close();
        }
    };
    view! {
        <div class="visual" on:dragover=|event| event.prevent_default() on:drop=dropped>
            {move || match of.get() {
                Some(of) => view! { <Crop of sides /> }.into_any(),
                None => view! { <p class="note">"Drop a picture here, or choose one. It stays on this machine and isn't added."</p> }.into_any(),
            }}
        </div>
        <p class="problem" role="alert">{move || problem.get()}</p>
        <div class="end">
            <label class="btn pick">
                <Icon of=ADD_PICTURE />
                <span aria-hidden="true">"Choose a picture"</span>
                <input type="file" accept="image/*" aria-label="Choose a picture" title="" on:change=chosen />
            </label>
            <span class="grow"></span>
            <button class="btn ghost" on:click=move |_| closer.close()>"Cancel"</button>
            <button class="btn primary" disabled=move || of.get().is_none() on:click=search>
                <Icon of=SIMILAR />"Search inputs"
            </button>
        </div>
    }
}

/// The picture with the part that is looked for: drawn with the pointer, or given in per cent.
#[component]
fn Crop(of: LikeOf, sides: RwSignal<Sides>) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let thumbs = expect_context::<Thumbs>();
    let thumb = picture_of(studio, of)
        .map(|(hash, source, _)| thumbs.want(studio, Wanted::whole(hash, source)));
    let face = move || match thumb.map(|thumb| thumb.get()) {
        Some(Thumb::Here(url)) => view! { <img src=url alt="" draggable="false" /> }.into_any(),
        Some(Thumb::Failed(reason)) => view! { <p class="note">{reason}</p> }.into_any(),
        Some(Thumb::Waiting) => view! { <div class="skeleton"></div> }.into_any(),
        Some(Thumb::Text(_)) | None => {
            view! { <p class="note">"The picture isn't here any more."</p> }.into_any()
        }
    };
    let from = StoredValue::new(None::<(f64, f64)>);
    let press = move |event: PointerEvent| {
        event.prevent_default();
        let place = place(&event);
        if let Some((frame, (x, y))) = place {
            // Fails only for a pointer that is up again.
            drop(frame.set_pointer_capture(event.pointer_id()));
            from.set_value(Some((x, y)));
        }
    };
    let travel = move |event: PointerEvent| {
        if let (Some((x, y)), Some((_, (to_x, to_y)))) = (from.get_value(), place(&event)) {
            sides.set([x.min(to_x), y.min(to_y), x.max(to_x), y.max(to_y)].map(f64::round));
        }
    };
    let lift = move |_| {
        from.set_value(None);
        // A click without a way is no part.
        let [left, top, right, bottom] = sides.get_untracked();
        if right - left < 2.0 || bottom - top < 2.0 {
            sides.set(WHOLE);
        }
    };
    let set = move |at: usize, event: &web_sys::Event| {
        if let Ok(to) = event_target_value(event).parse::<f64>() {
            sides.update(|sides| sides[at] = to.clamp(0.0, 100.0));
        }
    };
    let side = move |at: usize| move || format!("{}%", sides.with(|sides| sides[at]));
    let length =
        move |low: usize, high: usize| move || format!("{}%", sides.with(|it| it[high] - it[low]));
    view! {
        <div class="crop" on:pointerdown=press on:pointermove=travel on:pointerup=lift>
            {face}
            <div class="part" style:left=side(0) style:top=side(1) style:width=length(0, 2) style:height=length(1, 3)></div>
        </div>
        <fieldset class="sides">
            <legend>"Part, in per cent"</legend>
            {["Left", "Top", "Right", "Bottom"].into_iter().enumerate().map(|(at, name)| view! {
                <label>
                    <span>{name}</span>
                    <input class="field" type="number" min="0" max="100" aria-label=name
                        prop:value=move || sides.with(|sides| sides[at]).to_string()
                        on:change=move |event| set(at, &event) />
                </label>
            }).collect_view()}
        </fieldset>
    }
}

/// Where the pointer is in the frame, in per cent, and the frame.
fn place(event: &PointerEvent) -> Option<(HtmlElement, (f64, f64))> {
    let frame: HtmlElement = event.current_target()?.dyn_into().ok()?;
    let rect = frame.get_bounding_client_rect();
    let part = |at: f64, length: f64| (at / length.max(1.0) * 100.0).clamp(0.0, 100.0);
    let x = part(f64::from(event.client_x()) - rect.left(), rect.width());
    let y = part(f64::from(event.client_y()) - rect.top(), rect.height());
    Some((frame, (x, y)))
}
