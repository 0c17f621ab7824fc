//! The row of buttons over the time line: playing, stepping, and what is done to the selected tracks.

use super::Desk;
use super::tracks::Standing;
use crate::actions::ActionId;
use crate::document::Moment;
use crate::ui::icons::{self, Icon};
use crate::ui::keyboard::Keyboard;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

/// How fast it can play.
const RATES: [f64; 6] = [0.1, 0.25, 0.5, 1.0, 2.0, 4.0];

/// The row.
#[component]
pub fn Transport() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let film = desk.film;
    let ready = Memo::new(move |_| film.frames.with(Option::is_some));
    let play = move || if film.playing.get() { "Pause" } else { "Play" };
    let last = move || {
        film.frames
            .with(|frames| frames.as_ref().map_or(0, |it| it.count() - 1))
    };
    let end = Memo::new(move |_| {
        let frames = film.frames.get();
        frames.map_or(Moment::START, |frames| frames.end())
    });
    view! {
        <div class="transport" on:mousedown=keep_focus>
            <Do name="Previous key frame" id=ActionId::PreviousKeyFrame icon=icons::KEY_BEFORE run=move || desk.previous_key_frame() />
            <Do name="Previous frame" id=ActionId::PreviousFrame icon=icons::STEP_BACK run=move || desk.step_frames(-1) />
            <button class="btn icon small primary" aria-label=play title=move || titled(play(), ActionId::PlayOrPause)
                disabled=move || !ready.get() on:click=move |_| desk.play_or_pause()>
                {move || view! { <Icon of=if film.playing.get() { icons::PAUSE } else { icons::PLAY } /> }}
            </button>
            <Do name="Next frame" id=ActionId::NextFrame icon=icons::STEP_ON run=move || desk.step_frames(1) />
            <Do name="Next key frame" id=ActionId::NextKeyFrame icon=icons::KEY_AFTER run=move || desk.next_key_frame() />
            <span class="clock" aria-live="off">
                <b>{move || film.moment().text()}</b>" / "{move || end.get().text()}
            </span>
            <label class="frame-number">
                <span>"Frame"</span>
                <input type="number" min="1" aria-label="Frame" max=move || (last() + 1).to_string()
                    prop:value=move || (film.frame.get() + 1).to_string()
                    on:keydown=done_with
                    on:change=move |event| {
                        let number = event_target_value(&event).parse::<usize>();
                        desk.go_to_frame(number.unwrap_or(1).saturating_sub(1));
                    } />
                <span class="note">{move || format!("of {}", last() + 1)}</span>
            </label>
            <select class="small" aria-label="Speed" title="Speed" on:change=move |event| {
                desk.set_rate(event_target_value(&event).parse().unwrap_or(1.0));
            }>
                {RATES.map(|rate| view! {
                    <option value=rate.to_string() selected=move || film.rate.get() == rate>{format!("{rate} ×")}</option>
                })}
            </select>
            <button class="btn ghost icon small" aria-label="Sound" title="Sound"
                aria-pressed=move || film.sound.get().to_string()
                on:click=move |_| desk.set_sound(!film.sound.get_untracked())>
                {move || view! { <Icon of=if film.sound.get() { icons::SOUND } else { icons::SILENT } /> }}
            </button>
            <Do name="Time range" id=ActionId::MarkRange icon=icons::RANGE run=move || desk.mark_range()
                pressed=Signal::derive(move || Some(film.began.get().is_some())) />
            <TrackButtons />
        </div>
    }
}

/// With Enter the keys are the canvas's again.
fn done_with(event: web_sys::KeyboardEvent) {
    let field = event
        .target()
        .and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(field) = field.filter(|_| event.key() == "Enter") {
        // It fails for no element of a page; the change is told by leaving.
        drop(field.blur());
    }
}

/// A click leaves the focus where it is, so that keys go on to work on the canvas; fields need theirs.
fn keep_focus(event: web_sys::MouseEvent) {
    let target = event
        .target()
        .and_then(|it| it.dyn_into::<web_sys::Element>().ok());
    let is_field =
        target.is_some_and(|it| matches!(it.tag_name().as_str(), "INPUT" | "SELECT" | "OPTION"));
    if !is_field {
        event.prevent_default();
    }
}

fn titled(name: &str, id: ActionId) -> String {
    expect_context::<Keyboard>().titled(name, id)
}

/// What is done to the selected tracks; there while some are.
#[component]
fn TrackButtons() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let standing = Memo::new(move |_| desk.standing());
    let any = Memo::new(move |_| standing.with(|it| it.count > 0));
    let some = Memo::new(move |_| standing.with(|it| it.count > 1));
    let is = move |f: fn(Standing) -> bool| Signal::derive(move || Some(f(standing.get())));
    let key = Signal::derive(move || match standing.get().has_key {
        true => "Delete key frame",
        false => "Add key frame",
    });
    view! {
        <Show when=move || any.get()>
            <span class="sep"></span>
            <div class="track-buttons" role="group" aria-label="Selected tracks">
                <Do name=key id=ActionId::KeyFrame icon=icons::KEY_FRAME run=move || desk.toggle_key_frame() pressed=is(|it| it.has_key) />
                <Do name="Occluded" id=ActionId::Occluded icon=icons::OCCLUDED run=move || desk.toggle_occluded() pressed=is(|it| it.occluded) />
                <Do name="Outside" id=ActionId::Outside icon=icons::EYE_OFF run=move || desk.toggle_outside() pressed=is(|it| it.outside) />
                <Do name="End track" id=ActionId::EndTrack icon=icons::TRACK_END run=move || desk.end_track() />
                <Do name="Split track" id=ActionId::SplitTrack icon=icons::SPLIT run=move || desk.split_track() />
                <Show when=move || some.get()>
                    <Do name="Merge tracks" id=ActionId::MergeTracks icon=icons::MERGE_TRACKS run=move || desk.merge_tracks() />
                </Show>
            </div>
        </Show>
    }
}

/// A button that is an icon, with the keys of its action.
#[component]
fn Do(
    #[prop(into)] name: Signal<&'static str>,
    id: ActionId,
    icon: &'static str,
    run: impl Fn() + 'static,
    #[prop(optional)] pressed: Signal<Option<bool>>,
) -> impl IntoView {
    let keyboard = expect_context::<Keyboard>();
    view! {
        <button class="btn ghost icon small" aria-label=move || name.get() title=move || keyboard.titled(name.get(), id)
            aria-pressed=move || pressed.get().map(|it| it.to_string()) on:click=move |_| run()><Icon of=icon /></button>
    }
}
