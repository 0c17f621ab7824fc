//! Keys in the viewer: the table of actions, the concepts' hotkeys, and what the tool in hand understands.

use super::desk::Desk;
use super::selected::Asking;
use crate::actions::{self, ActionId, Chord, Section, Where};
use crate::document::Slot;
use crate::edit::Stack;
use crate::geometry::ScreenVector;
use crate::tools::{Event, Key, Modifiers, ToolKind};
use crate::ui::route::Route;
use crate::ui::shell::Dialog;
use crate::ui::walk;
use crate::web::keys::{chord, is_typing};
use leptos::prelude::*;
use std::cell::Cell;
use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::KeyboardEvent;

/// What the space bar is doing.
#[derive(Clone, Copy, PartialEq)]
enum Space {
    /// It is up.
    Up,
    /// It is down, and nothing was done with it.
    Down,
    /// It is down, and the picture was moved with it.
    Moved,
}

thread_local! {
    static SPACE: Cell<Space> = const { Cell::new(Space::Up) };
}

/// The space bar is down: the press that asks moves the picture.
pub fn space_is_held() -> bool {
    SPACE.with(|space| {
        let held = space.get() != Space::Up;
        if held {
            space.set(Space::Moved);
        }
        held
    })
}

/// Listens to the keyboard as long as the viewer is open, before the page's own listener does.
pub fn listen(desk: Desk, route: Route) {
    let down = Closure::<dyn FnMut(KeyboardEvent)>::new(move |event: KeyboardEvent| {
        if !is_typing(&event) && key_down(desk, route, &event) {
            event.prevent_default();
            event.stop_propagation();
        }
    });
    let up = Closure::<dyn FnMut(KeyboardEvent)>::new(move |event: KeyboardEvent| {
        if event.code() == "Space" && SPACE.replace(Space::Up) == Space::Down && !is_typing(&event)
        {
            // Let go of without having moved anything, it is a key like others.
            let action =
                chord(&event).and_then(|pressed| desk.keyboard.action_for(&pressed, Where::Viewer));
            if let Some(action) = action {
                perform(desk, route, action);
            }
        }
    });
    let listeners = StoredValue::new_local(Some((down, up)));
    each(listeners, |name, listener| {
        // A listener of a known kind is never refused.
        drop(window().add_event_listener_with_callback_and_bool(name, listener, true));
    });
    on_cleanup(move || {
        each(listeners, |name, listener| {
            drop(window().remove_event_listener_with_callback_and_bool(name, listener, true));
        });
        drop(listeners.try_update_value(Option::take));
    });
}

type Listeners = Option<(
    Closure<dyn FnMut(KeyboardEvent)>,
    Closure<dyn FnMut(KeyboardEvent)>,
)>;

fn each(listeners: StoredValue<Listeners, LocalStorage>, f: impl Fn(&str, &js_sys::Function)) {
    listeners.try_with_value(|listeners| {
        if let Some((down, up)) = listeners {
            f("keydown", down.as_ref().unchecked_ref());
            f("keyup", up.as_ref().unchecked_ref());
        }
    });
}

/// True: the key was ours.
fn key_down(desk: Desk, route: Route, event: &KeyboardEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let is_type = |kind: &str| {
        target
            .as_ref()
            .is_some_and(|it| it.get_attribute("type").as_deref() == Some(kind))
    };
    let is_slider = target
        .as_ref()
        .is_some_and(|it| it.get_attribute("role").as_deref() == Some("slider"));
    // A slider moves by the keys that go from input to input.
    if (is_type("range") || is_slider) && slides(event) {
        return false;
    }
    let on_button = is_type("checkbox")
        || target.is_some_and(|element| {
            matches!(element.tag_name().as_str(), "BUTTON" | "A" | "SUMMARY")
        });
    if event.code() == "Space" && !on_button {
        if SPACE.get() == Space::Up {
            SPACE.set(Space::Down);
        }
        return true;
    }
    if on_button && matches!(event.key().as_str(), "Enter" | " ") {
        return false;
    }
    if desk.is_text() && desk.text_key(event) {
        return true;
    }
    if tool_key(desk, event) {
        return true;
    }
    let Some(pressed) = chord(event) else {
        return false;
    };
    let action = desk.keyboard.action_for(&pressed, Where::Viewer);
    // A key of videos is a concept's on a picture, where somebody gave it one.
    let is_of_time = action.is_some_and(is_of_time) && !desk.is_video();
    match action.filter(|_| !is_of_time) {
        Some(action) => perform(desk, route, action),
        None => hotkey(desk, &pressed),
    }
}

/// The key moves a slider that has the focus.
fn slides(event: &KeyboardEvent) -> bool {
    let key = event.key();
    key.starts_with("Arrow") || matches!(key.as_str(), "Home" | "End" | "PageUp" | "PageDown")
}

/// A concept's hotkey: a digit by its place on the keyboard, or a letter.
fn hotkey(desk: Desk, pressed: &Chord) -> bool {
    if pressed.ctrl || pressed.alt {
        return false;
    }
    let slot = match pressed.key {
        actions::Key::Digit(digit) => Slot::on_digit(digit, pressed.shift),
        actions::Key::Letter(letter) => Slot::on_letter(letter, pressed.shift),
        _ => None,
    };
    let concept = slot.and_then(|slot| {
        desk.studio
            .look(|document, _| document.concept_on(slot).map(|concept| concept.id))
            .flatten()
    });
    let Some(concept) = concept else { return false };
    // Of a text a hotkey says it of the whole, unless words are labelled.
    let classifies = desk.is_text() && desk.tool.get_untracked() != ToolKind::Span;
    match classifies || super::classifications::has_focus() {
        true => super::classifications::toggle(desk, concept),
        false => desk.draw_with(concept),
    }
    true
}

/// Keys that the tool in hand understands.
fn tool_key(desk: Desk, event: &KeyboardEvent) -> bool {
    let held = Modifiers {
        shift: event.shift_key(),
        alt: event.alt_key(),
        command: event.ctrl_key() || event.meta_key(),
    };
    let selected = !desk
        .selection
        .with_untracked(|selection| selection.is_empty());
    // A mask stays where its pixels are: the arrows go from input to input.
    let moves = selected && desk.selection_moves();
    let busy = desk.hand.with_value(|hand| hand.tool.is_busy());
    let key = match event.key().as_str() {
        "Escape" => return escape(desk, held),
        "Enter" if (busy || selected && desk.paints()) && !held.command => Key::Enter,
        "Backspace" if busy || selected => Key::Backspace,
        "Delete" if busy || selected => Key::Delete,
        "ArrowLeft" if moves => arrow(desk, -1, 0),
        "ArrowRight" if moves => arrow(desk, 1, 0),
        "ArrowUp" if moves => arrow(desk, 0, -1),
        "ArrowDown" if moves => arrow(desk, 0, 1),
        _ => return false,
    };
    if held.command {
        return false;
    }
    let deletes = matches!(key, Key::Delete | Key::Backspace) && !busy;
    if deletes && desk.selection_is_elsewhere() {
        desk.delete_selected();
        return true;
    }
    desk.step(Event::Key(key, held));
    true
}

/// An arrow goes where it points, however the canvas is turned.
fn arrow(desk: Desk, x: i8, y: i8) -> Key {
    let way = ScreenVector::new(f64::from(x), f64::from(y));
    let way = desk.turn.get_untracked().canvas_vector(way);
    Key::Arrow(way.x as i8, way.y as i8)
}

/// One thing back: a question, then what the tool takes back, then the Hand or Zoom.
fn escape(desk: Desk, held: Modifiers) -> bool {
    if desk.is_asking() {
        desk.question.set(None);
    } else if desk.drop_range() {
        // What is drawn goes with the next press.
    } else if matches!(desk.tool.get_untracked(), ToolKind::Hand | ToolKind::Zoom) {
        desk.take_tool(ToolKind::Select);
    } else {
        desk.step(Event::Key(Key::Escape, held));
    }
    true
}

/// True: the action is the viewer's, and was done.
fn perform(desk: Desk, route: Route, action: ActionId) -> bool {
    match action {
        ActionId::ToolSelect => desk.take_tool(ToolKind::Select),
        ActionId::ToolBox => desk.take_tool(ToolKind::Box),
        ActionId::ToolPolygon => desk.take_tool(ToolKind::Polygon),
        ActionId::ToolSpan => desk.take_tool(ToolKind::Span),
        ActionId::ToolBrush => desk.take_tool(ToolKind::Brush),
        ActionId::ToolEraser => desk.take_tool(ToolKind::Eraser),
        ActionId::BrushSmaller => desk.resize_brush(false),
        ActionId::BrushLarger => desk.resize_brush(true),
        ActionId::ToolHand => desk.take_tool(ToolKind::Hand),
        ActionId::ToolZoom => desk.take_tool(ToolKind::Zoom),
        ActionId::Fit => desk.fit(),
        ActionId::ActualSize => desk.actual_size(),
        ActionId::ZoomIn => desk.zoom(1.25, None),
        ActionId::ZoomOut => desk.zoom(0.8, None),
        ActionId::PreviousInput => walk::by(desk.studio, route, -1),
        ActionId::NextInput => walk::by(desk.studio, route, 1),
        ActionId::NextUnlabeled => walk::next_unlabeled(desk.studio, route),
        ActionId::DoneAndNext => walk::done_and_next(desk.studio, route),
        ActionId::Skip => walk::skip_and_next(desk.studio, route),
        ActionId::BackToGrid => walk::to_grid(route),
        ActionId::FirstInput => walk::to_end(desk.studio, route, false),
        ActionId::LastInput => walk::to_end(desk.studio, route, true),
        ActionId::DrawAgain => desk.draw_again(),
        ActionId::Rotate => desk.rotate(),
        ActionId::Invert => desk.invert(),
        ActionId::FilmStrip => desk.toggle_strip(),
        _ if is_of_time(action) => return desk.is_video() && perform_in_time(desk, action),
        ActionId::Info => info(desk),
        ActionId::HideAll => hide_all(desk),
        ActionId::SelectAllShapes => desk.select_all(),
        ActionId::Reassign => {
            if desk.selected().is_some() {
                desk.asking.set(Some(Asking::Concept));
            }
        }
        ActionId::Lock => desk.lock_selected(),
        ActionId::BringToFront => desk.restack_selected(Stack::Front),
        ActionId::SendToBack => desk.restack_selected(Stack::Back),
        ActionId::Delete => desk.delete_selected(),
        // Text that is selected is the browser's to copy.
        ActionId::Copy => return !has_text_selected() && desk.copy(),
        ActionId::Paste => return desk.paste(),
        ActionId::Duplicate => desk.duplicate(),
        ActionId::CopyFromPrevious => desk.copy_from_previous(),
        // An open outline takes back a vertex; else the page undoes.
        ActionId::Undo => return desk.undo_inside(),
        _ => return false,
    }
    true
}

fn is_of_time(action: ActionId) -> bool {
    actions::action(action).section == Section::Video
}

/// True: it was done.
fn perform_in_time(desk: Desk, action: ActionId) -> bool {
    match action {
        ActionId::PlayOrPause => desk.play_or_pause(),
        ActionId::PreviousFrame => desk.step_frames(-1),
        ActionId::NextFrame => desk.step_frames(1),
        ActionId::PreviousKeyFrame => desk.previous_key_frame(),
        ActionId::NextKeyFrame => desk.next_key_frame(),
        ActionId::KeyFrame => desk.toggle_key_frame(),
        ActionId::Occluded => desk.toggle_occluded(),
        ActionId::Outside => desk.toggle_outside(),
        ActionId::EndTrack => desk.end_track(),
        ActionId::SplitTrack => desk.split_track(),
        ActionId::MergeTracks => desk.merge_tracks(),
        ActionId::MarkRange => desk.mark_range(),
        _ => return false,
    }
    true
}

fn has_text_selected() -> bool {
    let selection = window().get_selection().ok().flatten();
    selection.is_some_and(|selection| !selection.is_collapsed())
}

/// Hides every shape, or shows them all again.
fn hide_all(desk: Desk) {
    let nothing = Some(Default::default());
    desk.hidden.update(|hidden| {
        hidden.only = if hidden.only == nothing {
            None
        } else {
            nothing
        };
    });
}

fn info(desk: Desk) {
    if let Some(input) = desk.input.get_untracked() {
        desk.shell.show(Dialog::Info(input));
    }
}
