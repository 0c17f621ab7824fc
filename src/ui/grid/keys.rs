//! The grid without a mouse.

use super::{Pick, Sight};
use crate::actions::{ActionId, Chord, Key, Named, Where};
use crate::edit::Command;
use crate::lists::{Item, Shown};
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
        (Some(ActionId::SelectInput), _) => select(sight, at, Pick::Toggle),
        (Some(ActionId::SelectRange), _) => select(sight, at, Pick::Range),
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
        .shown
        .with_untracked(Shown::len)
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

fn select(sight: Sight, at: usize, pick: Pick) {
    if let Some(item) = sight.item(at) {
        sight.memory.select(sight.studio, item, pick);
    }
}

fn open(sight: Sight, at: usize) {
    if let Some(item) = sight.item(at) {
        walk::to_item(sight.route, item);
    }
}

fn delete(sight: Sight, at: usize) {
    let Some(item) = sight.item(at) else { return };
    sight.studio.run_and_say(match item {
        Item::Input(input) if sight.route.here_query().trash => Command::RemoveInputs(vec![input]),
        Item::Input(input) => Command::TrashInputs(vec![input]),
        Item::Object(input, object) => Command::RemoveObjects(vec![(input, object)]),
    });
    let left = sight.studio.shown.with_untracked(Shown::len);
    sight.focus(at.min(left.saturating_sub(1)));
}
