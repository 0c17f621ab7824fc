//! The hand on a text: what is selected with the mouse or the keys becomes a span; a press on a span selects it; its
//! ends are dragged, or moved by keys.

use crate::document::shape::Span;
use crate::document::{ConceptId, ObjectId, Shape};
use crate::edit::Command;
use crate::geometry::ScreenPoint;
use crate::scene::{Step, Text};
use crate::tools::{Event, Modifiers, ToolKind};
use crate::ui::viewer::desk::{Desk, Question};
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;
use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::{KeyboardEvent, Node, PointerEvent, ResizeObserver};

/// A span that isn't in the document: words that wait for a concept, or one whose end is in hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpanDraft {
    /// The object whose end is in hand; none for words that wait.
    pub object: Option<ObjectId>,
    /// Where it is now.
    pub span: Span,
}

/// What the pointer is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Hand {
    #[default]
    Up,
    /// The button is down; the browser selects.
    Selecting { from: u32 },
    /// An end of a span goes along; the other stays.
    Dragging { object: ObjectId, stays: u32 },
}

thread_local! {
    static HAND: std::cell::Cell<Hand> = const { std::cell::Cell::new(Hand::Up) };
}

/// The stage says how large it is, for what opens over it.
pub fn set_up(desk: Desk, surface: NodeRef<leptos::html::Div>) {
    // The button may go up anywhere: beside the words, or over a pane.
    let up = window_event_listener(leptos::ev::pointerup, move |event| release(desk, &event));
    on_cleanup(move || up.remove());
    Effect::new(move |_| {
        let Some(surface) = surface.get() else { return };
        let Some(stage) = surface.closest(".stage").ok().flatten() else {
            return;
        };
        let measured = stage.clone();
        let resized = Closure::<dyn FnMut()>::new(move || {
            let rect = measured.get_bounding_client_rect();
            desk.size.try_set((rect.width(), rect.height()));
        });
        let Ok(observer) = ResizeObserver::new(resized.as_ref().unchecked_ref()) else {
            return;
        };
        observer.observe(&stage);
        let kept = StoredValue::new_local(Some((observer, resized)));
        on_cleanup(move || {
            if let Some((observer, _)) = kept.try_update_value(Option::take).flatten() {
                observer.disconnect();
            }
        });
    });
}

/// The character before which a place in the page is: a node, and an offset in its text in UTF-16 units.
fn place_of(node: &Node, offset: u32) -> Option<u32> {
    let element = match node.dyn_ref::<web_sys::Element>() {
        Some(element) => element.clone(),
        None => node.parent_element()?,
    };
    if let Some(piece) = element.closest("[data-at]").ok().flatten() {
        let start: u32 = piece.get_attribute("data-at")?.parse().ok()?;
        let text = piece.text_content().unwrap_or_default();
        let units = match node.node_type() {
            Node::TEXT_NODE => offset as usize,
            // Before the text of the piece, or behind it.
            _ if offset == 0 => 0,
            _ => usize::MAX,
        };
        let mut counted = 0;
        let before = text.chars().take_while(|letter| {
            counted += letter.len_utf16();
            counted <= units
        });
        return Some(start + before.count() as u32);
    }
    // Between two pieces or parts: before the one that follows, or behind the last one.
    let children = element.children();
    let next = children.get_with_index(offset);
    match next {
        Some(next) => place_of(&first_leaf(next.into()), 0),
        None => {
            let last = children.get_with_index(children.length().checked_sub(1)?)?;
            let last = last_leaf(last.into());
            let length = last
                .text_content()
                .unwrap_or_default()
                .encode_utf16()
                .count();
            place_of(&last, u32::try_from(length).unwrap_or(u32::MAX))
        }
    }
}

fn first_leaf(mut node: Node) -> Node {
    while let Some(child) = node.first_child() {
        node = child;
    }
    node
}

fn last_leaf(mut node: Node) -> Node {
    while let Some(child) = node.last_child() {
        node = child;
    }
    node
}

/// The character before which the pointer is.
fn place_at(event: &PointerEvent) -> Option<u32> {
    let (x, y) = (event.client_x() as f32, event.client_y() as f32);
    let caret = document().caret_position_from_point(x, y)?;
    place_of(&caret.offset_node()?, caret.offset())
}

/// What the browser has selected of the text, from where it began to where it ends; the same place where nothing is.
fn selected() -> Option<(u32, u32)> {
    let selection = window().get_selection().ok().flatten()?;
    let anchor = place_of(&selection.anchor_node()?, selection.anchor_offset())?;
    let focus = place_of(&selection.focus_node()?, selection.focus_offset())?;
    Some((anchor, focus))
}

fn clear_selected() {
    if let Some(selection) = window().get_selection().ok().flatten() {
        // An empty selection can always be made.
        drop(selection.remove_all_ranges());
    }
}

/// The button goes down.
pub fn press(desk: Desk, event: &PointerEvent) {
    if event.button() != 0 {
        return;
    }
    let Some(at) = place_at(event) else { return };
    let end = desk
        .selected_span()
        .filter(|(_, span)| at.abs_diff(span.start()) <= 1 || at.abs_diff(span.end()) <= 1);
    HAND.set(match end {
        Some((object, span)) => {
            let by_start = at.abs_diff(span.start()) < at.abs_diff(span.end());
            let stays = if by_start { span.end() } else { span.start() };
            event.prevent_default();
            if let Some(target) = event.current_target() {
                // Fails only for a pointer that is up again.
                drop(
                    target
                        .unchecked_into::<web_sys::Element>()
                        .set_pointer_capture(event.pointer_id()),
                );
            }
            Hand::Dragging { object, stays }
        }
        None => Hand::Selecting { from: at },
    });
}

/// The pointer moves.
pub fn travel(desk: Desk, event: &PointerEvent) {
    let Hand::Dragging { object, stays } = HAND.get() else {
        return;
    };
    let span = place_at(event).and_then(|to| Span::new(to.min(stays), to.max(stays)).ok());
    if let Some(span) = span {
        desk.drafted.set(Some(SpanDraft {
            object: Some(object),
            span,
        }));
    }
}

/// What was begun is dropped.
pub fn drop_draft(desk: Desk) {
    HAND.set(Hand::Up);
    desk.drafted.set(None);
}

/// The button goes up.
pub fn release(desk: Desk, event: &PointerEvent) {
    match HAND.replace(Hand::Up) {
        Hand::Up => {}
        Hand::Dragging { object, .. } => {
            let draft = desk.drafted.get_untracked();
            desk.drafted.set(None);
            match draft {
                Some(draft) => desk.set_span(object, draft.span),
                None => desk.select_at(event),
            }
        }
        Hand::Selecting { from } => match selected() {
            Some((anchor, focus)) if anchor != focus => {
                desk.take_words(Some(event));
            }
            _ if place_at(event) == Some(from) => desk.select_at(event),
            _ => {}
        },
    }
}

impl Desk {
    /// The span that is selected, if it is all that is.
    fn selected_span(self) -> Option<(ObjectId, Span)> {
        let selection = self.selection.get_untracked();
        let (id, 1) = (selection.first().copied()?, selection.len()) else {
            return None;
        };
        self.with_objects(|objects| match objects.get(id)?.object.shape() {
            Shape::Span(span) => Some((id, *span)),
            _ => None,
        })
        .flatten()
    }

    fn reading_now(self) -> Option<Arc<Text>> {
        self.reading.get_untracked()
    }

    /// Selects the shortest span under the pointer, or the next longer one where that is selected; none lets go.
    fn select_at(self, event: &PointerEvent) {
        let Some(at) = place_at(event) else { return };
        let hidden = self.hidden.get_untracked();
        let mut under = self
            .with_objects(|objects| {
                let spans = objects
                    .iter()
                    .filter_map(|entry| match entry.object.shape() {
                        // A press on the right half of a letter is before the next one.
                        Shape::Span(span) if span.contains(at) || span.end() == at => {
                            Some((span.length(), entry.object.id, &entry.labels))
                        }
                        _ => None,
                    });
                let shown = spans.filter(|(_, id, labels)| !hidden.hides(*id, labels));
                shown
                    .map(|(length, id, _)| (length, id))
                    .collect::<Vec<_>>()
            })
            .unwrap_or_default();
        under.sort_unstable();
        let selection = self.selection.get_untracked();
        let now = under.iter().position(|(_, id)| selection.contains(id));
        let next = now.map_or(0, |at| (at + 1) % under.len().max(1));
        let chosen = under.get(next).map(|(_, id)| *id);
        self.selection.set(chosen.into_iter().collect());
    }

    /// Makes a span of the words that the browser has selected, or asks for a concept for it.
    fn take_words(self, event: Option<&PointerEvent>) -> bool {
        let (Some((anchor, focus)), Some(text)) = (selected(), self.reading_now()) else {
            return false;
        };
        if self.tool.get_untracked() != ToolKind::Span {
            return false;
        }
        let Some(span) = text.trimmed(anchor.min(focus), anchor.max(focus)) else {
            return false;
        };
        let whole = self.aids.with_untracked(|aids| aids.whole_words);
        let span = if whole { text.whole_words(span) } else { span };
        match self.concept.get_untracked() {
            Some(concept) => self.add_span(span, concept),
            None => {
                self.drafted.set(Some(SpanDraft { object: None, span }));
                let at = event.map_or(ScreenPoint::new(40.0, 60.0), on_stage);
                let event = Event::Down {
                    at,
                    held: Modifiers::default(),
                    count: 1,
                };
                self.question.set(Some(Question { event }));
            }
        }
        clear_selected();
        true
    }

    fn add_span(self, span: Span, concept: ConceptId) {
        if let Some(input) = self.input.get_untracked() {
            let command = Command::AddObject {
                input,
                shape: Shape::Span(span),
                concept,
                parent: None,
            };
            self.studio.run(command);
        }
    }

    fn set_span(self, object: ObjectId, span: Span) {
        if let Some(input) = self.input.get_untracked() {
            let shapes = vec![(object, Shape::Span(span))];
            self.studio.run(Command::SetShapes { input, shapes });
        }
    }

    /// Labels words with a concept from now on, and those that wait for one.
    pub(in crate::ui::viewer) fn draw_span_with(self, concept: ConceptId) {
        let draft = self.drafted.get_untracked();
        if self.tool.get_untracked() != ToolKind::Span {
            self.take_tool(ToolKind::Span);
        }
        self.drafted.set(None);
        match draft {
            Some(SpanDraft { object: None, span }) => self.add_span(span, concept),
            _ => {
                self.take_words(None);
            }
        }
    }

    /// Keys of a text. True: the key was ours.
    pub(in crate::ui::viewer) fn text_key(self, event: &KeyboardEvent) -> bool {
        let command = event.ctrl_key() || event.meta_key();
        let forward = match event.key().as_str() {
            "ArrowRight" => Some(true),
            "ArrowLeft" => Some(false),
            _ => None,
        };
        match (event.key().as_str(), forward) {
            ("Delete" | "Backspace", _) if !self.selection.with_untracked(BTreeSet::is_empty) => {
                self.delete_selected();
                true
            }
            ("Escape", _) => self.text_escape(),
            ("Enter", _) if !command => self.take_words(None),
            (_, Some(forward))
                if self.selected_span().is_some() && (event.shift_key() || event.alt_key()) =>
            {
                self.move_end(event.shift_key(), forward, command);
                true
            }
            (key, _)
                if key.starts_with("Arrow")
                    && self.tool.get_untracked() == ToolKind::Span
                    && has_focus() =>
            {
                extend(key, event.shift_key(), command);
                true
            }
            _ => false,
        }
    }

    /// One thing back: a question, an end in hand, the selection, the labelling.
    fn text_escape(self) -> bool {
        if self.drafted.get_untracked().is_some() || self.is_asking() {
            self.question.set(None);
            drop_draft(self);
        } else if !self.selection.with_untracked(BTreeSet::is_empty) {
            self.selection.set(BTreeSet::new());
        } else {
            self.exit_drawing();
        }
        true
    }

    /// Moves the end of the selected span, or its beginning, by a character or a word.
    fn move_end(self, end: bool, forward: bool, by_word: bool) {
        let (Some((object, span)), Some(text)) = (self.selected_span(), self.reading_now()) else {
            return;
        };
        let step = if by_word { Step::Word } else { Step::Letter };
        let (start, stop) = match end {
            true => (span.start(), text.step(span.end(), step, forward)),
            false => (text.step(span.start(), step, forward), span.end()),
        };
        if let Ok(span) = Span::new(start, stop.min(text.length())) {
            self.set_span(object, span);
        }
    }
}

/// Where the pointer is on the stage.
fn on_stage(event: &PointerEvent) -> ScreenPoint {
    let stage = document().query_selector(".stage").ok().flatten();
    let rect = stage.map(|stage| stage.get_bounding_client_rect());
    let (left, top) = rect.map_or((0.0, 0.0), |rect| (rect.left(), rect.top()));
    ScreenPoint::new(
        f64::from(event.client_x()) - left,
        f64::from(event.client_y()) - top,
    )
}

/// The text has the focus.
fn has_focus() -> bool {
    document()
        .active_element()
        .is_some_and(|element| element.class_list().contains("words"))
}

/// Moves what the browser has selected by the keys, as a text field does it. It begins at the beginning of the text.
fn extend(key: &str, shift: bool, by_word: bool) {
    let Some(selection) = window().get_selection().ok().flatten() else {
        return;
    };
    let words = document().query_selector(".words").ok().flatten();
    let Some(words) = words else { return };
    let is_inside = selection
        .anchor_node()
        .is_some_and(|node| words.contains(Some(&node)));
    if !is_inside {
        // The text is there: it has the focus.
        drop(selection.collapse_with_offset(Some(&first_leaf(words.unchecked_into())), 0));
    }
    let alter = if shift { "extend" } else { "move" };
    let (direction, unit) = match key {
        "ArrowLeft" => ("left", if by_word { "word" } else { "character" }),
        "ArrowRight" => ("right", if by_word { "word" } else { "character" }),
        "ArrowUp" => ("backward", "line"),
        _ => ("forward", "line"),
    };
    drop(selection.modify(alter, direction, unit));
}
