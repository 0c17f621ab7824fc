//! From input to input along the grid's list.

use super::route::{Place, Route, View};
use super::studio::Studio;
use crate::document::{InputId, InputStatus};
use crate::edit::Command;
use crate::lists::Item;
use leptos::prelude::*;

/// Opens an input in the viewer; Back goes to where the viewer was opened from.
pub fn to(route: Route, input: InputId) {
    to_item(route, Item::Input(input));
}

/// The same with an object selected, where it is one.
pub fn to_item(route: Route, item: Item) {
    let here = route.here();
    let place = Place {
        view: View::Viewer,
        input: Some(item.input()),
        object: match item {
            Item::Input(_) => None,
            Item::Object(_, object) => Some(object),
        },
        ..here
    };
    match here.view {
        View::Viewer => route.replace(place),
        _ => route.go(place),
    }
}

/// Goes so many inputs along the list; stops at its ends.
pub fn by(studio: Studio, route: Route, steps: isize) {
    let next = studio.list.with_untracked(|list| {
        let at = place_of(list, route.here().input?)?;
        let to = at.checked_add_signed(steps)?;
        list.get(to).copied()
    });
    if let Some(input) = next {
        to(route, input);
    }
}

/// Goes to the first input of the list, or to the last.
pub fn to_end(studio: Studio, route: Route, last: bool) {
    let end = studio.list.with_untracked(|list| {
        let end = if last { list.last() } else { list.first() };
        end.copied()
    });
    if let Some(input) = end {
        to(route, input);
    }
}

/// Where an input stands in the list. Lists are in the order of ids unless they are sorted another way.
pub fn place_of(list: &[InputId], input: InputId) -> Option<usize> {
    match list.binary_search(&input) {
        Ok(at) => Some(at),
        Err(_) => list.iter().position(|id| *id == input),
    }
}

/// The next input of the list that nobody labelled, marked as done or skipped.
pub fn next_unlabeled(studio: Studio, route: Route) {
    let found = studio.list.with_untracked(|list| {
        let at = place_of(list, route.here().input?)?;
        let after = list.iter().skip(at + 1).chain(list.iter().take(at));
        after.copied().find(|input| is_open(studio, *input))
    });
    match found {
        Some(input) => to(route, input),
        None => studio.say(
            "Every input is labelled, done or skipped.".to_owned(),
            false,
        ),
    }
}

fn is_open(studio: Studio, input: InputId) -> bool {
    studio
        .look(|document, layout| {
            let entry = document.input(input)?;
            let marked = matches!(entry.input.status, InputStatus::Done | InputStatus::Skipped);
            Some(!marked && entry.labels.is_empty() && !layout.has_objects(input))
        })
        .flatten()
        .unwrap_or(false)
}

/// Says that this input is finished, and goes on.
pub fn done_and_next(studio: Studio, route: Route) {
    mark_and_next(studio, route, InputStatus::Done);
}

/// Leaves this input out, and goes on.
pub fn skip_and_next(studio: Studio, route: Route) {
    mark_and_next(studio, route, InputStatus::Skipped);
}

fn mark_and_next(studio: Studio, route: Route, status: InputStatus) {
    if let Some(input) = route.here().input {
        studio.run(Command::SetStatus {
            inputs: vec![input],
            status,
        });
        by(studio, route, 1);
    }
}

/// Back to the grid.
pub fn to_grid(route: Route) {
    route.go(Place {
        view: View::Inputs,
        input: None,
        object: None,
        ..route.here()
    });
}
