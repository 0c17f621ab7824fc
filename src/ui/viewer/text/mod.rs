//! The stage of a text: its words, with the spans on them.

mod hand;

pub use hand::SpanDraft;

use super::desk::{Desk, PictureState};
use super::elsewhere::ElsewhereNotice;
use super::picker::AskConcept;
use super::stage::{DrawingMode, Hint, PictureNotice};
use crate::document::shape::Span;
use crate::document::{ObjectId, Shape, Target};
use crate::jobs::{Job, Reply};
use crate::scene::{Marked, Piece, Text};
use crate::tools::ToolKind;
use crate::ui::aids;
use crate::ui::pick::ReconnectFolder;
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Between the lines of spans that lie over the same words, in CSS pixels.
const LANE_PX: u32 = 5;

/// So many characters of a span are quoted.
const QUOTED: u32 = 60;

/// A line of a text is at least so high, in CSS pixels; with each lane it is higher.
const LINE_PX: u32 = 25;

/// How a span looks.
#[derive(Clone, Debug, PartialEq)]
struct Look {
    object: Option<ObjectId>,
    name: String,
    color: String,
    selected: bool,
}

/// Everything that is drawn of a text.
#[derive(Clone, Debug, Default, PartialEq)]
struct Drawn {
    parts: Vec<Arc<Vec<Piece>>>,
    looks: Arc<Vec<Look>>,
    lanes: u8,
}

/// The stage.
#[component]
pub fn TextStage() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let drawn = Memo::new(move |_| drawn(desk));
    let surface = NodeRef::<leptos::html::Div>::new();
    hand::set_up(desk, surface);
    let line = move || {
        format!(
            "{}px",
            LINE_PX + LANE_PX * u32::from(drawn.with(|it| it.lanes))
        )
    };
    let parts = move || {
        0..desk
            .reading
            .with(|text| text.as_ref().map_or(0, |text| text.parts()))
    };
    view! {
        <div class="stage text-stage">
            <div class="reader" class:labels=move || desk.tool.get().draws()
                on:pointerdown=move |event| hand::press(desk, &event)
                on:pointermove=move |event| hand::travel(desk, &event)
                on:pointercancel=move |_| hand::drop_draft(desk)>
                <div class="words" role="document" aria-label="Text" tabindex="0" dir="auto" node_ref=surface
                    style:line-height=line>
                    <For each=parts key=|part| *part let(part)>
                        <PartView part drawn />
                    </For>
                </div>
            </div>
            <ReconnectFolder />
            <ElsewhereNotice />
            <DrawingMode />
            <TextBar />
            <PictureNotice />
            <Hint />
            <AskConcept />
        </div>
    }
}

/// A part of the text; the browser lays out only those that are near.
#[component]
fn PartView(part: usize, drawn: Memo<Drawn>) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let pieces = Memo::new(move |_| {
        drawn.with(|drawn| {
            let pieces = drawn.parts.get(part).cloned().unwrap_or_default();
            // A part without spans looks the same whatever becomes of the others.
            let plain = pieces.iter().all(|piece| piece.under.is_empty());
            let looks = if plain {
                Arc::default()
            } else {
                Arc::clone(&drawn.looks)
            };
            (pieces, looks)
        })
    });
    let lines = desk
        .reading
        .with_untracked(|text| text.as_ref().map_or(0, |text| text.lines(part)));
    let height = format!("auto {}px", LINE_PX * lines.max(1) as u32);
    view! {
        <div class="part" style:contain-intrinsic-block-size=height>
            {move || pieces.with(|(pieces, looks)| {
                pieces.iter().map(|piece| piece_view(piece, looks)).collect_view()
            })}
        </div>
    }
}

fn piece_view(piece: &Piece, looks: &[Look]) -> AnyView {
    let (at, text) = (piece.start.to_string(), piece.text.clone());
    let covers: Vec<_> = piece
        .under
        .iter()
        .filter_map(|cover| Some((cover, looks.get(cover.number)?)))
        .collect();
    let Some((_, inner)) = covers.last() else {
        return view! { <span data-at=at>{text}</span> }.into_any();
    };
    let mut layers = Vec::new();
    for (cover, look) in &covers {
        let height = if look.selected { 4 } else { 3 };
        let place = u32::from(cover.lane) * LANE_PX;
        layers.push((
            look.color.clone(),
            format!("100% {height}px"),
            format!("0 calc(100% - {place}px)"),
        ));
    }
    let share = if inner.selected { 40 } else { 18 };
    let ground = format!("color-mix(in srgb, {} {share}%, transparent)", inner.color);
    layers.push((ground, "100% 1.5em".to_owned(), "0 0".to_owned()));
    let joined = |f: fn(&(String, String, String)) -> String| {
        layers.iter().map(f).collect::<Vec<_>>().join(",")
    };
    let begun: Vec<_> = covers
        .iter()
        .filter(|(cover, _)| cover.begins)
        .map(|(_, look)| look)
        .collect();
    let tag = begun
        .iter()
        .map(|look| look.name.as_str())
        .collect::<Vec<_>>()
        .join(" · ");
    let color = begun.first().map(|look| look.color.clone());
    let all = covers
        .iter()
        .map(|(_, look)| look.name.as_str())
        .collect::<Vec<_>>()
        .join(", ");
    let selected = |is_end: fn(&crate::scene::Cover) -> bool| {
        covers
            .iter()
            .any(|(cover, look)| look.selected && is_end(cover))
    };
    let (starts, ends) = (selected(|cover| cover.begins), selected(|cover| cover.ends));
    view! {
        <mark data-at=at data-tag=(!tag.is_empty()).then_some(tag) title=all class:starts=starts class:ends=ends
            style=("--tag", color.unwrap_or_default())
            style:background-image=joined(|(color, _, _)| format!("linear-gradient({color},{color})"))
            style:background-size=joined(|(_, size, _)| size.clone())
            style:background-position=joined(|(_, _, place)| place.clone())>{text}</mark>
    }
    .into_any()
}

/// The text in pieces, with what is selected and what is in hand.
fn drawn(desk: Desk) -> Drawn {
    desk.studio.revisions.objects.track();
    desk.studio.revisions.concepts.track();
    let Some(text) = desk.reading.get() else {
        return Drawn::default();
    };
    let draft = desk.drafted.get();
    let (mut marked, mut looks): (Vec<Marked>, Vec<Look>) = (Vec::new(), Vec::new());
    for (object, span, look) in spans(desk) {
        let span = match draft {
            Some(SpanDraft {
                object: Some(id),
                span,
            }) if id == object => span,
            _ => span,
        };
        marked.push(Marked {
            span,
            number: looks.len(),
        });
        looks.push(look);
    }
    if let Some(SpanDraft { object: None, span }) = draft {
        marked.push(Marked {
            span,
            number: looks.len(),
        });
        looks.push(Look {
            object: None,
            name: String::new(),
            color: "#888".to_owned(),
            selected: true,
        });
    }
    let (parts, lanes) = text.pieces(&marked);
    Drawn {
        parts: parts.into_iter().map(Arc::new).collect(),
        looks: Arc::new(looks),
        lanes,
    }
}

/// The spans that are shown, with how they look.
fn spans(desk: Desk) -> Vec<(ObjectId, Span, Look)> {
    let Some(input) = desk.input.get() else {
        return Vec::new();
    };
    let (selection, hidden) = (desk.selection.get(), desk.hidden.get());
    let found = desk.studio.look(|document, _| {
        let entries = document.objects(input)?.iter();
        let shown = entries.filter_map(|entry| {
            let (id, Shape::Span(span)) = (entry.object.id, entry.object.shape()) else {
                return None;
            };
            let labels = document.labels(Target::Object(input, id));
            let concept = document.concept(labels.first()?.concept)?;
            let look = Look {
                object: Some(id),
                name: concept.name.to_string(),
                color: concept.color.rgb().css(),
                selected: selection.contains(&id),
            };
            (!hidden.hides(id, labels)).then_some((id, *span, look))
        });
        Some(shown.collect())
    });
    found.flatten().unwrap_or_default()
}

/// What a drag labels.
#[component]
fn TextBar() -> impl IntoView {
    let desk = expect_context::<Desk>();
    view! {
        <div class="zoombar words-bar">
            <label class="check" title="A drag takes all of a word that it has a part of">
                <input type="checkbox" prop:checked=move || desk.aids.with(|aids| aids.whole_words)
                    on:change=move |event| {
                        let whole = event_target_checked(&event);
                        aids::change(desk.aids, |aids| aids.whole_words = whole);
                    } />
                "Whole words"
            </label>
        </div>
    }
}

impl Desk {
    /// The line at the foot of a text.
    pub(super) fn text_hint(self) -> &'static str {
        let any = !self.selection.with_untracked(BTreeSet::is_empty);
        match (self.tool.get_untracked(), any) {
            (_, true) => {
                "Drag an end, or move it by Shift+arrow, the beginning by Alt+arrow, with Ctrl by words · Delete removes the span"
            }
            (ToolKind::Span, _) => {
                "Drag over words to label them · by the keys: arrows with Shift, then Enter · Esc leaves"
            }
            _ => "Click a span to select it · a concept's key says it of the whole text",
        }
    }

    /// The words of a span, as far as there is room for them; none of other shapes.
    pub(super) fn quote_of(self, object: ObjectId) -> Option<String> {
        let text = self.reading.get()?;
        self.studio.revisions.objects.track();
        let span = self.with_objects(|objects| match objects.get(object)?.object.shape() {
            Shape::Span(span) => Some(*span),
            _ => None,
        })??;
        let end = span.end().min(span.start() + QUOTED);
        Some(text.quote(Span::new(span.start(), end).unwrap_or(span)))
    }

    /// Scrolls to a span.
    pub(super) fn reveal_span(self, object: ObjectId) {
        let start = self.with_objects(|objects| match objects.get(object)?.object.shape() {
            Shape::Span(span) => Some(span.start()),
            _ => None,
        });
        let Some(start) = start.flatten() else { return };
        let piece = document()
            .query_selector(&format!(".words [data-at=\"{start}\"]"))
            .ok()
            .flatten();
        if let Some(piece) = piece {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            piece.scroll_into_view_with_scroll_into_view_options(&options);
        }
    }

    /// Reads the text of the input.
    pub(super) fn show_text(self) {
        self.reading.set(None);
        self.picture.set(PictureState::Loading);
        let Some(input) = self.input.get_untracked() else {
            return;
        };
        let text = self
            .studio
            .look(|document, _| document.input(input)?.input.media.text())
            .flatten();
        let Some((hash, source)) = text else {
            return self.picture.set(PictureState::Awaited);
        };
        let job = Job::Text {
            hash,
            source,
            most: None,
        };
        leptos::task::spawn_local(async move {
            let answer = match self.studio.workers() {
                Ok(workers) => workers.ask(job, Vec::new()).await,
                Err(reason) => Err(reason),
            };
            if self.input.try_get_untracked().flatten() != Some(input) {
                return;
            }
            match answer {
                Ok((Reply::Text(text), _)) => {
                    self.reading.set(Some(Arc::new(Text::new(&text))));
                    self.picture.set(PictureState::Shown);
                    // Its pieces are there in the next frame.
                    request_animation_frame(move || {
                        let chosen = self
                            .selection
                            .try_get_untracked()
                            .and_then(|it| it.first().copied());
                        if let Some(object) = chosen {
                            self.reveal_span(object);
                        }
                    });
                }
                Ok((Reply::Refused(refusal), _)) => {
                    self.picture.set(PictureState::Failed(refusal.reason))
                }
                Ok(_) => self.picture.set(PictureState::Failed(
                    "the worker answered something else".to_owned(),
                )),
                Err(reason) => self.picture.set(PictureState::Failed(reason)),
            }
            self.refresh();
        });
    }
}
