//! The grid without a mouse.

use super::{Hold, Sight};
use crate::actions::{ActionId, Chord, Key, Named, Where};
use crate::edit::Command;
use crate::ui::walk;
use crate::web::keys::chord;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, KeyboardEvent};

/// Arrow keys move the focus, Enter opens, Delete deletes. Only keys on a tile itself count.
pub(super) fn handle(event: &KeyboardEvent, sight: Sight) {
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    if target.is_none_or(|it| it.get_attribute("role").as_deref() != Some("gridcell")) {
        return;
    }
    let Some(chord) = chord(event) else {
        return;
    };
    let at = sight.memory.active.get_untracked();
    match (
        sight.keyboard.action_for(&chord, Where::Grid),
        moved(&chord, sight, at),
    ) {
        (Some(ActionId::OpenInput), _) => open(sight, at),
        (Some(ActionId::DeleteInput), _) => delete(sight, at),
        (Some(ActionId::SelectInput), _) => select(sight, at, Hold::Command),
        (Some(ActionId::SelectRange), _) => select(sight, at, Hold::Shift),
        (_, Some(to)) => sight.focus(to),
        _ => return,
    }
    event.prevent_default();
}

/// Where a key moves the focus to.
fn moved(chord: &Chord, sight: Sight, at: usize) -> Option<usize> {
    let columns = sight.layout.get_untracked().columns as isize;
    let last = sight
        .studio
        .list
        .with_untracked(|list| list.len())
        .checked_sub(1)?;
    let page = {
        let pitch = sight.layout.get_untracked().pitch;
        (sight.area.get_untracked().1 / pitch).floor().max(1.0) as isize
    };
    let Key::Named(named) = chord.key else {
        return None;
    };
    let by = match named {
        Named::Left => -1,
        Named::Right => 1,
        Named::Up => -columns,
        Named::Down => columns,
        Named::PageUp => -columns * page,
        Named::PageDown => columns * page,
        Named::Home => return Some(0),
        Named::End => return Some(last),
        _ => return None,
    };
    let to = at as isize + by;
    let beyond = to < 0 || to > last as isize;
    // A step of one row that would leave the list stays where it is.
    Some(if beyond && by.abs() <= columns {
        at
    } else {
        to.clamp(0, last as isize) as usize
    })
}

fn select(sight: Sight, at: usize, hold: Hold) {
    if let Some(input) = sight.input(at) {
        sight.memory.select(sight.studio, input, hold);
    }
}

fn open(sight: Sight, at: usize) {
    if let Some(input) = sight.input(at) {
        walk::to(sight.route, input);
    }
}

fn delete(sight: Sight, at: usize) {
    if let Some(input) = sight.input(at) {
        sight.studio.run_and_say(Command::TrashInputs(vec![input]));
        let left = sight.studio.list.with_untracked(|list| list.len());
        sight.focus(at.min(left.saturating_sub(1)));
    }
}
