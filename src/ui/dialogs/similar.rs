//! **Apply to all search results**: which inputs that is. With a search on, all that it found; else those that look like
//! the selected ones, down to a threshold, with the last that are in and the first that are out.

use crate::document::InputId;
use crate::lists::{LEAST_ALIKE, Like};
use crate::ui::grid::{GridMemory, Thumb, Thumbs, Wanted};
use crate::ui::route::Route;
use crate::ui::studio::Studio;
use crate::ui::words::{count, number};
use leptos::prelude::*;
use std::collections::HashSet;

/// So many of the last that are in, and of the first that are out, are shown.
const SHOWN: usize = 4;

/// Where the threshold begins: the benchmark's crops of nine tenths come to 0.83 in the middle.
const BEGIN: f32 = 0.8;

/// Likeness to so many of the selected inputs is asked for: the first.
const ASKED: usize = 50;

/// Inputs and how much they look alike, or why that isn't known.
type Found = Result<Vec<(InputId, f32)>, String>;

/// What is applied to; copied freely.
#[derive(Clone, Copy)]
pub struct Reach {
    /// All of it, and not the selected inputs alone.
    pub all: RwSignal<bool>,
    studio: Studio,
    route: Route,
    memory: GridMemory,
    threshold: RwSignal<f32>,
    found: RwSignal<Option<Found>>,
}

impl Reach {
    /// The selected inputs.
    pub fn new() -> Self {
        Self {
            all: RwSignal::new(false),
            studio: expect_context(),
            route: expect_context(),
            memory: expect_context(),
            threshold: RwSignal::new(BEGIN),
            found: RwSignal::new(None),
        }
    }

    /// A search or a filter is on.
    fn is_search(self) -> bool {
        !self.route.here_query().is_everything()
    }

    /// The inputs that are meant now; asks to be told of changes. None while that isn't known.
    pub fn inputs(self) -> Option<Vec<InputId>> {
        let selected = self.memory.selected(self.studio);
        if !self.all.get() {
            return Some(selected);
        }
        if self.is_search() {
            return Some(self.studio.list.get().to_vec());
        }
        let found = self.found.get()?.ok()?;
        let threshold = self.threshold.get();
        let own: HashSet<_> = selected.iter().copied().collect();
        let alike = found.into_iter().filter(|(_, score)| *score >= threshold);
        let others = alike
            .map(|(input, _)| input)
            .filter(|input| !own.contains(input));
        Some(selected.iter().copied().chain(others).collect())
    }

    fn ask(self) {
        let selected = self.memory.selected(self.studio).into_iter();
        let likes: Vec<_> = selected.take(ASKED).map(Like::input).collect();
        leptos::task::spawn_local(async move {
            let found = self.studio.similar(likes).await;
            self.found.try_set(Some(found));
        });
    }
}

/// The check box, the number, and with likeness the threshold.
#[component]
pub fn ReachChoice(reach: Reach) -> impl IntoView {
    let chosen = move |event: web_sys::Event| {
        let all = event_target_checked(&event);
        reach.all.set(all);
        if all && !reach.is_search() && reach.found.with_untracked(Option::is_none) {
            reach.ask();
        }
    };
    let by_likeness = move || reach.all.get() && !reach.is_search();
    let number = move || match reach.inputs() {
        Some(inputs) => count(inputs.len(), "input", "inputs"),
        None => "Looking…".to_owned(),
    };
    view! {
        <div class="reach">
            <label class="check">
                <input type="checkbox" prop:checked=move || reach.all.get() on:change=chosen />
                "Apply to all search results"
            </label>
            <b role="status">{number}</b>
            <Show when=by_likeness><Threshold reach /></Show>
        </div>
    }
}

#[component]
fn Threshold(reach: Reach) -> impl IntoView {
    let slide = move |event: web_sys::Event| {
        if let Ok(per_cent) = event_target_value(&event).parse::<f32>() {
            reach.threshold.set(per_cent / 100.0);
        }
    };
    // What is left out is said.
    let selected = reach.memory.selected(reach.studio).len();
    let first = (selected > ASKED).then(|| format!(" The first {ASKED} of them are compared."));
    let per_cent = move || (reach.threshold.get() * 100.0).round();
    let edge = move |is_in: bool| {
        let own: HashSet<_> = reach.memory.selected(reach.studio).into_iter().collect();
        let threshold = reach.threshold.get();
        let found = reach.found.get().and_then(Result::ok).unwrap_or_default();
        let others: Vec<_> = found
            .into_iter()
            .filter(|(input, _)| !own.contains(input))
            .collect();
        let end = others.partition_point(|(_, score)| *score >= threshold);
        match is_in {
            true => others[end.saturating_sub(SHOWN)..end].to_vec(),
            false => others[end..(end + SHOWN).min(others.len())].to_vec(),
        }
    };
    let row = move |name: &'static str, is_in: bool| {
        view! {
            <figure class="edge">
                <figcaption>{name}</figcaption>
                <ul class="plain" aria-label=name>
                    {move || edge(is_in).into_iter().map(|(input, score)| view! { <Sample reach input score /> }).collect_view()}
                </ul>
            </figure>
        }
    };
    let problem = move || match reach.found.get() {
        Some(Err(reason)) => Some(format!("What looks alike can't be found: {reason}.")),
        _ => None,
    };
    view! {
        <p class="note">"No search is on: these are the inputs that look like the selected ones."{first}</p>
        <label class="slider-row wide">
            <span>"Threshold"</span>
            <input type="range" min=(LEAST_ALIKE * 100.0).round().to_string() max="100" step="1" aria-label="Threshold" prop:value=move || per_cent().to_string()
                on:input=slide />
            <output>{move || format!("{} %", per_cent())}</output>
        </label>
        <div class="edges">{row("Last that are in", true)}{row("First that are out", false)}</div>
        <p class="problem" role="alert">{problem}</p>
    }
}

#[component]
fn Sample(reach: Reach, input: InputId, score: f32) -> impl IntoView {
    let thumbs = expect_context::<Thumbs>();
    let known = reach.studio.look(|document, _| {
        let input = &document.input(input)?.input;
        let here = input.media.picture();
        let wanted = here.map(|(hash, source)| Wanted::whole(hash, source));
        Some((input.file_name().to_owned(), wanted))
    });
    let (name, wanted) = known.flatten().unwrap_or_default();
    let thumb = wanted.map(|wanted| thumbs.want(reach.studio, wanted));
    let face = move || match thumb.map(|thumb| thumb.get()) {
        Some(Thumb::Here(url)) => Some(view! { <img src=url alt="" /> }),
        _ => None,
    };
    let said = format!("{} %", number((score * 100.0).round() as usize));
    let title = name.clone();
    view! { <li title=title>{face}<span class="name">{name}</span><small class="note">{said}</small></li> }
}
