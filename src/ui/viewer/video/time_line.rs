//! The time line under a video: a ruler to scrub on, and a row for each concept said of time ranges and for each track.
//! Only the rows in sight are in the page, and while the video plays nothing but the playhead moves.

use super::Desk;
use super::transport::Transport;
use crate::document::shape::{Segment, Sight, Track};
use crate::document::{ConceptId, Moment, ObjectId, Shape};
use crate::tools::Modifiers;
use leptos::html;
use leptos::prelude::Track as _;
use leptos::prelude::*;
use std::fmt::Write as _;
use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::{PointerEvent, ResizeObserver};

/// Height of a row in CSS pixels; the style sheet has the same.
const ROW_PX: f64 = 22.0;
/// Width of the names before the rows, in CSS pixels; the style sheet has the same.
const NAMES_PX: f64 = 132.0;
/// Rows kept beyond what is seen, above and below.
const BEYOND: usize = 4;
/// So near a click means a key frame or an end, in CSS pixels.
const NEAR_PX: f64 = 6.0;
/// Between two numbers on the ruler, at least, in CSS pixels.
const TICK_PX: f64 = 84.0;
/// From number to number on the ruler, in seconds.
const TICKS: [f64; 14] = [
    0.04, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0,
];

/// What the time line remembers; copied freely.
#[derive(Clone, Copy)]
struct Line {
    /// The part of the video that is seen, in seconds.
    from: RwSignal<f64>,
    to: RwSignal<f64>,
    /// The rows' width without the names, in CSS pixels.
    width: RwSignal<f64>,
    scroll: RwSignal<f64>,
    height: RwSignal<f64>,
    /// A time range that is dragged by an end.
    dragged: RwSignal<Option<(ObjectId, Segment)>>,
}

/// What stands in a row.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Row {
    /// The time ranges of one concept.
    Ranges(ConceptId, Vec<(ObjectId, Segment)>),
    /// A track.
    Track(ObjectId),
}

/// The time line.
#[component]
pub fn TimeLine() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let line = Line {
        from: RwSignal::new(0.0),
        to: RwSignal::new(1.0),
        width: RwSignal::new(600.0),
        scroll: RwSignal::new(0.0),
        height: RwSignal::new(88.0),
        dragged: RwSignal::new(None),
    };
    provide_context(line);
    // Another video is seen whole.
    Effect::new(move |_| {
        if let Some(frames) = desk.film.frames.get() {
            line.from.set(0.0);
            line.to.set(frames.end().seconds());
        }
    });
    follow_playhead(desk, line);
    let list = NodeRef::<html::Div>::new();
    measure(line, list);
    view! {
           <section class="time-line" role="group" aria-label="Time line" on:wheel=move |event| wheel(desk, line, &event)>
    <Transport />
               <div class="line">
               <Ruler />
               <Rows list />
               <div class="playhead" aria-hidden="true"
                   style:transform=move || format!("translateX({:.1}px)", NAMES_PX + line.x(desk.film.moment()))
                   style:visibility=move || match line.shows(desk.film.moment()) {
                       true => "visible",
                       false => "hidden",
                   }></div>
               </div>
           </section>
       }
}

/// The part that is seen goes on with the playhead.
fn follow_playhead(desk: Desk, line: Line) {
    Effect::new(move |_| {
        let at = desk.film.moment().seconds();
        let (from, to) = (line.from.get_untracked(), line.to.get_untracked());
        if at < from || at > to {
            let length = to - from;
            line.show(desk, at - length / 10.0, length);
        }
    });
}

fn measure(line: Line, list: NodeRef<html::Div>) {
    Effect::new(move |_| {
        let Some(list) = list.get() else { return };
        let measured = list.clone();
        let look = move || {
            line.width
                .try_set(f64::from(measured.client_width()) - NAMES_PX);
            line.height.try_set(f64::from(measured.client_height()));
        };
        look();
        let resized = Closure::<dyn FnMut()>::new(look);
        let Ok(observer) = ResizeObserver::new(resized.as_ref().unchecked_ref()) else {
            return;
        };
        observer.observe(&list);
        let kept = StoredValue::new_local(Some((observer, resized)));
        on_cleanup(move || {
            if let Some((observer, _)) = kept.try_update_value(Option::take).flatten() {
                observer.disconnect();
            }
        });
    });
}

impl Line {
    fn scale(self) -> f64 {
        self.width.get().max(1.0) / (self.to.get() - self.from.get()).max(1e-6)
    }

    /// Where a moment stands in the rows, in CSS pixels.
    fn x(self, at: Moment) -> f64 {
        (at.seconds() - self.from.get()) * self.scale()
    }

    /// The moment at a place in the rows.
    fn at(self, x: f64) -> Moment {
        untrack(move || Moment::from_seconds(self.from.get() + x / self.scale()))
    }

    fn shows(self, at: Moment) -> bool {
        (self.from.get()..=self.to.get()).contains(&at.seconds())
    }

    /// Shows so many seconds from there on, as far as the video goes.
    fn show(self, desk: Desk, from: f64, length: f64) {
        let end = desk
            .film
            .frames
            .with_untracked(|frames| frames.as_ref().map_or(1.0, |it| it.end().seconds()));
        // A tenth of a second fills the line at most.
        let length = length.clamp(end.min(0.1), end);
        let from = from.clamp(0.0, end - length);
        self.from.set(from);
        self.to.set(from + length);
    }
}

/// With Ctrl nearer and farther about the pointer, with Shift or sideways along the time.
fn wheel(desk: Desk, line: Line, event: &web_sys::WheelEvent) {
    let (from, to) = (line.from.get_untracked(), line.to.get_untracked());
    let length = to - from;
    if event.ctrl_key() || event.meta_key() {
        event.prevent_default();
        event.stop_propagation();
        let x = place(event, NAMES_PX);
        let about = line.at(x).seconds();
        let longer = length * (event.delta_y() / 300.0).exp();
        line.show(desk, about - (about - from) * longer / length, longer);
    } else if event.shift_key() || event.delta_x() != 0.0 {
        event.prevent_default();
        let by = event.delta_x()
            + if event.shift_key() {
                event.delta_y()
            } else {
                0.0
            };
        line.show(
            desk,
            from + by * length / line.width.get_untracked(),
            length,
        );
    }
}

/// Where the pointer is in the element that listens, to the right of its names.
fn place(event: &web_sys::MouseEvent, names: f64) -> f64 {
    let element = event
        .current_target()
        .and_then(|it| it.dyn_into::<web_sys::Element>().ok());
    let left = element.map_or(0.0, |it| it.get_bounding_client_rect().left());
    f64::from(event.client_x()) - left - names
}

/// The ruler: a click or a drag goes there, with Shift it chooses a time range.
#[component]
fn Ruler() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let line = expect_context::<Line>();
    let film = desk.film;
    let chosen_from = RwSignal::new(None::<Moment>);
    let held = RwSignal::new(false);
    let frame_at = move |x: f64| {
        let frames = film.frames.get_untracked()?;
        Some(frames.start(frames.index_at(line.at(x))))
    };
    let go = move |event: &PointerEvent| {
        let Some(at) = frame_at(place(event, 0.0)) else {
            return;
        };
        match chosen_from.get_untracked() {
            Some(from) => desk.choose_range(Segment::between(from, at)),
            None => desk.go_to(at),
        }
    };
    let press = move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        let from = frame_at(place(&event, 0.0)).filter(|_| event.shift_key());
        chosen_from.set(from);
        held.set(true);
        if let Some(ruler) = event
            .current_target()
            .and_then(|it| it.dyn_into::<web_sys::Element>().ok())
        {
            // It fails only for a pointer that is up again.
            drop(ruler.set_pointer_capture(event.pointer_id()));
        }
        go(&event);
    };
    let chosen = move || {
        let range = film.range.get().or_else(|| {
            let began = film.began.get()?;
            Some(Segment::between(began, film.moment()))
        })?;
        let (left, right) = (line.x(range.first()), line.x(after(desk, range.last())));
        Some((left, (right - left).max(2.0)))
    };
    let last = move || {
        film.frames
            .with(|frames| frames.as_ref().map_or(1, |it| it.count()))
    };
    view! {
        <div class="ruler" role="slider" aria-label="Position" tabindex="0"
            aria-valuemin="1" aria-valuemax=move || last().to_string()
            aria-valuenow=move || (film.frame.get() + 1).to_string()
            aria-valuetext=move || film.moment().text()
            title="Click or drag to go there · Shift+drag chooses a time range · Ctrl+wheel zooms"
            on:pointerdown=press
            on:pointermove=move |event| if held.get_untracked() { go(&event) }
            on:pointerup=move |_| held.set(false) on:pointercancel=move |_| held.set(false)
            on:keydown=move |event| ruler_key(desk, &event)>
            <svg aria-hidden="true">
                {move || chosen().map(|(left, width)| view! {
                    <rect class="chosen" x=left y="0" width=width height="100%"></rect>
                })}
                {move || ticks(line).into_iter().map(|(x, text)| view! {
                    <line x1=x x2=x y1="14" y2="20"></line>
                    <text x=x + 3.0 y="11">{text}</text>
                }).collect_view()}
            </svg>
        </div>
    }
}

fn ruler_key(desk: Desk, event: &web_sys::KeyboardEvent) {
    let last = desk
        .film
        .frames
        .with_untracked(|frames| frames.as_ref().map_or(0, |it| it.count() - 1));
    match event.key().as_str() {
        "ArrowLeft" | "ArrowDown" => desk.step_frames(-1),
        "ArrowRight" | "ArrowUp" => desk.step_frames(1),
        "PageDown" => desk.step_frames(-10),
        "PageUp" => desk.step_frames(10),
        "Home" => desk.go_to_frame(0),
        "End" => desk.go_to_frame(last),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

/// The end of the frame that begins at a moment.
fn after(desk: Desk, at: Moment) -> Moment {
    desk.film.frames.with(|frames| {
        frames.as_ref().map_or(at, |frames| {
            let frame = frames.index_at(at);
            match frame + 1 < frames.count() {
                true => frames.start(frame + 1),
                false => frames.end(),
            }
        })
    })
}

/// The numbers of the ruler, and where they stand.
fn ticks(line: Line) -> Vec<(f64, String)> {
    let scale = line.scale();
    let (from, to) = (line.from.get(), line.to.get());
    let step = TICKS.into_iter().find(|step| step * scale >= TICK_PX);
    let step = step.unwrap_or(3600.0);
    let first = (from / step).ceil() as u64;
    let last = (to / step).floor() as u64;
    (first..=last)
        .map(|number| {
            let at = Moment::from_seconds(number as f64 * step);
            let text = if step < 1.0 { at.text() } else { at.short() };
            (line.x(at), text)
        })
        .collect()
}

#[component]
fn Rows(list: NodeRef<html::Div>) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let line = expect_context::<Line>();
    let rows = Memo::new(move |_| {
        desk.studio.revisions.objects.track();
        desk.turns.track();
        desk.film.frames.track();
        rows(desk)
    });
    let shown = Memo::new(move |_| {
        let first = (line.scroll.get() / ROW_PX) as usize;
        let count = (line.height.get() / ROW_PX) as usize + 2;
        rows.with(|rows| {
            let from = first.saturating_sub(BEYOND).min(rows.len());
            let to = (first + count + BEYOND).min(rows.len());
            (from..to)
                .map(|at| (at, rows[at].clone()))
                .collect::<Vec<_>>()
        })
    });
    // What is selected is in sight.
    Effect::new(move |_| {
        let selected = desk.selection.with(|it| it.first().copied());
        let Some((list, object)) = list.get().zip(selected) else {
            return;
        };
        let Some(at) = rows.with(|rows| rows.iter().position(|row| row.has(object))) else {
            return;
        };
        let (top, height) = (at as f64 * ROW_PX, line.height.get_untracked());
        let scrolled = f64::from(list.scroll_top());
        if top < scrolled || top + ROW_PX > scrolled + height {
            list.set_scroll_top((top - height / 2.0).max(0.0) as i32);
        }
    });
    let nothing = move || rows.with(Vec::is_empty) && desk.film.frames.with(Option::is_some);
    view! {
        // A click leaves the focus where it is, so that keys go on to work on the canvas.
        <div class="lanes" node_ref=list on:mousedown=move |event| event.prevent_default() on:scroll=move |_| if let Some(list) = list.get_untracked() {
            line.scroll.set(f64::from(list.scroll_top()));
        }>
            <div class="runway" style:height=move || format!("{}px", rows.with(Vec::len) as f64 * ROW_PX)>
                <For each=move || shown.get() key=|row| row.clone() let((at, row))>
                    <Lane at row />
                </For>
            </div>
            <Show when=nothing>
                <p class="note">"A box or a polygon that you draw on a frame begins a track here; move it on another frame, and it is interpolated between them."</p>
            </Show>
        </div>
    }
}

impl Row {
    fn has(&self, object: ObjectId) -> bool {
        match self {
            Self::Ranges(_, ranges) => ranges.iter().any(|(id, _)| *id == object),
            Self::Track(id) => *id == object,
        }
    }
}

/// Concepts that are said of time ranges, in the order of their first use, then the tracks in that of their creation.
fn rows(desk: Desk) -> Vec<Row> {
    let rows = desk.with_objects(|objects| {
        let mut ranges: Vec<(ConceptId, Vec<(ObjectId, Segment)>)> = Vec::new();
        let mut tracks = Vec::new();
        for entry in objects.iter() {
            let id = entry.object.id;
            match (entry.object.shape(), entry.labels.first()) {
                (Shape::Segment(segment), Some(label)) => {
                    match ranges
                        .iter_mut()
                        .find(|(concept, _)| *concept == label.concept)
                    {
                        Some((_, all)) => all.push((id, *segment)),
                        None => ranges.push((label.concept, vec![(id, *segment)])),
                    }
                }
                (Shape::Track(_), _) => tracks.push(Row::Track(id)),
                _ => {}
            }
        }
        let ranges = ranges
            .into_iter()
            .map(|(concept, all)| Row::Ranges(concept, all));
        ranges.chain(tracks).collect()
    });
    rows.unwrap_or_default()
}

#[component]
fn Lane(at: usize, row: Row) -> impl IntoView {
    let top = format!("{}px", at as f64 * ROW_PX);
    match row {
        Row::Ranges(concept, ranges) => view! { <RangesLane top concept ranges /> }.into_any(),
        Row::Track(object) => view! { <TrackLane top object /> }.into_any(),
    }
}

/// The name and the colour of a concept.
fn concept_of(desk: Desk, concept: ConceptId) -> (String, String) {
    let found = desk.studio.look(|document, _| {
        let concept = document.concept(concept)?;
        Some((concept.name.to_string(), concept.color.rgb().css()))
    });
    found.flatten().unwrap_or_default()
}

#[component]
fn TrackLane(top: String, object: ObjectId) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let line = expect_context::<Line>();
    let track = Memo::new(move |_| {
        desk.studio.revisions.objects.track();
        let track =
            desk.with_objects(|objects| objects.get(object)?.object.shape().track().cloned());
        track.flatten()
    });
    let known = Memo::new(move |_| {
        desk.studio.revisions.objects.track();
        desk.studio.revisions.concepts.track();
        let name = desk
            .with_objects(|objects| objects.instance_name(object))
            .flatten()?;
        let (concept, color) = concept_of(desk, name.concept);
        Some((format!("{concept}.{}", name.number), color))
    });
    let name = move || known.with(|it| it.as_ref().map(|it| it.0.clone()).unwrap_or_default());
    let color = move || known.with(|it| it.as_ref().map(|it| it.1.clone()));
    let selected = move || desk.selection.with(|it| it.contains(&object));
    let press = move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        let x = place(&event, 0.0);
        let near = track.with_untracked(|track| {
            let keys = track.as_ref()?.keys().iter().map(|key| key.at);
            let distance = |at: Moment| untrack(move || (line.x(at) - x).abs());
            let nearest = keys.min_by(|a, b| distance(*a).total_cmp(&distance(*b)))?;
            (distance(nearest) <= NEAR_PX).then_some(nearest)
        });
        desk.choose(object, &event);
        if let Some(key) = near {
            desk.go_to(key);
        }
    };
    let bars = move || {
        track.with(|track| {
            track
                .as_ref()
                .map(|track| bars(desk, line, track))
                .unwrap_or_default()
        })
    };
    let diamonds = move || track.with(|track| track.as_ref().map(|track| diamonds(line, track)));
    view! {
        <div class="lane" class:selected=selected style:top=top>
            <button class="lane-name" title=name aria-pressed=move || selected().to_string()
                on:click=move |event| desk.choose(object, &event)>
                <i class="swatch" style:background=color></i>{name}
            </button>
            <svg class="lane-bar" role="img" aria-label=move || format!("Key frames of {}", name()) style:color=color
                on:pointerdown=press>
                {move || bars().into_iter().map(|(class, x, width)| view! {
                    <rect class=class x=x width=width y="8" height="6" rx="2"></rect>
                }).collect_view()}
                <path class="keys" d=diamonds></path>
            </svg>
        </div>
    }
}

/// Where a track is in the picture, as bars: their look, where they begin and how long they are, in CSS pixels.
fn bars(desk: Desk, line: Line, track: &Track) -> Vec<(&'static str, f64, f64)> {
    let end = desk
        .film
        .frames
        .with(|frames| frames.as_ref().map(|frames| frames.end()));
    let keys = track.keys().iter();
    let ends = track
        .keys()
        .iter()
        .skip(1)
        .map(|key| Some(key.at))
        .chain([end]);
    let mut bars: Vec<(&'static str, f64, f64)> = Vec::new();
    for (key, to) in keys.zip(ends) {
        let class = match key.sight {
            Sight::Visible => "bar",
            Sight::Occluded => "bar occluded",
            Sight::Outside => continue,
        };
        let (from, to) = (line.x(key.at), line.x(to.unwrap_or(key.at)));
        match bars.last_mut() {
            // One bar for what looks the same: a track may have thousands of key frames.
            Some((before, start, width))
                if *before == class && (*start + *width - from).abs() < 0.5 =>
            {
                *width = to - *start;
            }
            _ => bars.push((class, from, to - from)),
        }
    }
    // What is beyond the sight would lie over the names.
    let seen = line.width.get();
    let cut = bars.into_iter().map(|(class, from, width)| {
        let (left, right) = (from.clamp(0.0, seen), (from + width).clamp(0.0, seen));
        (class, left, right - left)
    });
    cut.filter(|(.., width)| *width > 0.0).collect()
}

/// The key frames as one path. Those that would lie over each other are one.
fn diamonds(line: Line, track: &Track) -> String {
    let (mut path, mut last) = (String::new(), f64::MIN);
    let seen = -1.0..line.width.get() + 1.0;
    for key in track.keys() {
        let x = line.x(key.at);
        if !seen.contains(&x) || x - last < 3.0 {
            continue;
        }
        last = x;
        // Writing to a string can't fail.
        let _ = write!(path, "M{:.1} 11l4.5 -4.5l4.5 4.5l-4.5 4.5z", x - 4.5);
    }
    path
}

/// An end of a time range.
#[derive(Clone, Copy, PartialEq)]
enum End {
    First,
    Last,
}

#[component]
fn RangesLane(top: String, concept: ConceptId, ranges: Vec<(ObjectId, Segment)>) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let line = expect_context::<Line>();
    let known = Memo::new(move |_| {
        desk.studio.revisions.concepts.track();
        concept_of(desk, concept)
    });
    let name = move || known.with(|it| it.0.clone());
    let color = move || known.with(|it| it.1.clone());
    let ranges = StoredValue::new(ranges);
    // Where a range is now, with the hand that drags it.
    let now = move |object: ObjectId, segment: Segment| match line.dragged.get() {
        Some((dragged, to)) if dragged == object => to,
        _ => segment,
    };
    let sides =
        move |segment: Segment| (line.x(segment.first()), line.x(after(desk, segment.last())));
    let held = StoredValue::new(None::<(ObjectId, Segment, End)>);
    let press = move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        let x = place(&event, 0.0);
        let hit = untrack(move || {
            ranges.with_value(|ranges| {
                let under = ranges.iter().copied().rev().find(|(_, segment)| {
                    let (left, right) = sides(*segment);
                    (left - NEAR_PX..=right + NEAR_PX).contains(&x)
                })?;
                let (left, right) = sides(under.1);
                let (first, last) = ((x - left).abs(), (x - right).abs());
                let end = if first <= last { End::First } else { End::Last };
                Some((under, (first.min(last) <= NEAR_PX).then_some(end)))
            })
        });
        let Some(((object, segment), end)) = hit else {
            return;
        };
        desk.choose(object, &event);
        if let Some(bar) = event
            .current_target()
            .and_then(|it| it.dyn_into::<web_sys::Element>().ok())
        {
            // It fails only for a pointer that is up again.
            drop(bar.set_pointer_capture(event.pointer_id()));
        }
        held.set_value(end.map(|end| (object, segment, end)));
    };
    let travel = move |event: PointerEvent| {
        let Some((object, segment, end)) = held.get_value() else {
            return;
        };
        let Some(frames) = desk.film.frames.get_untracked() else {
            return;
        };
        let at = frames.start(frames.index_at(line.at(place(&event, 0.0))));
        let to = match end {
            End::First => Segment::between(at.min(segment.last()), segment.last()),
            End::Last => Segment::between(segment.first(), at.max(segment.first())),
        };
        line.dragged.set(Some((object, to)));
    };
    let lift = move |_| {
        held.set_value(None);
        if let Some((object, to)) = line.dragged.get_untracked() {
            desk.set_segment(object, to);
            line.dragged.set(None);
        }
    };
    let bar = move |object: ObjectId, segment: Segment| {
        let place = Memo::new(move |_| {
            let (left, right) = sides(now(object, segment));
            // At least a line of it is seen, and nothing over the names.
            let seen = line.width.get();
            let left = left.clamp(0.0, seen);
            (left, right.max(left + 3.0).clamp(0.0, seen))
        });
        let selected = move || desk.selection.with(|it| it.contains(&object));
        view! {
                   <rect class="range" class:selected=selected x=move || place.get().0
        width=move || place.get().1 - place.get().0 y="4" height="14" rx="3"></rect>
               }
    };
    view! {
        <div class="lane" style:top=top>
            <span class="lane-name" title=name><i class="swatch" style:background=color></i>{name}</span>
            <svg class="lane-bar" role="img" aria-label=move || format!("Time ranges of {}", name()) style:color=color
                on:pointerdown=press on:pointermove=travel on:pointerup=lift
                on:pointercancel=move |_| {
                    held.set_value(None);
                    line.dragged.set(None);
                }>
                {ranges.with_value(|ranges| ranges.iter().map(|(object, segment)| bar(*object, *segment)).collect_view())}
            </svg>
        </div>
    }
}

impl Desk {
    /// Selects an object by its row, with Ctrl besides others.
    fn choose(self, object: ObjectId, event: &web_sys::MouseEvent) {
        let held = Modifiers {
            shift: event.shift_key(),
            alt: event.alt_key(),
            command: event.ctrl_key() || event.meta_key(),
        };
        self.select(object, held);
    }
}
