//! What the drawing tools share: keys that mean the selection while nothing is being drawn.

use super::{Context, Effect, Key, Modifiers, reshape};
use crate::document::ObjectId;
use crate::edit::Command;
use std::collections::BTreeSet;

/// A key for what is selected: arrows nudge, Delete removes.
pub fn selection_key(key: Key, held: Modifiers, context: &Context) -> Vec<Effect> {
    match key {
        Key::Arrow(x, y) => nudge_selection(x, y, held, context),
        Key::Delete => remove_selection(context),
        Key::Escape | Key::Enter | Key::Backspace => Vec::new(),
    }
}

/// Removes what is selected and isn't locked.
pub fn remove_selection(context: &Context) -> Vec<Effect> {
    let selected = context.selection.iter().copied();
    let objects: Vec<_> = selected
        .filter(|id| {
            let entry = context.objects.get(*id);
            entry.is_some_and(|entry| !entry.object.locked)
        })
        .map(|id| (context.input, id))
        .collect();
    let some = !objects.is_empty();
    some.then_some(Effect::Run(Command::RemoveObjects(objects)))
        .into_iter()
        .collect()
}

/// Moves what is selected and shown by a pixel of the screen, with Shift by ten.
fn nudge_selection(x: i8, y: i8, held: Modifiers, context: &Context) -> Vec<Effect> {
    let selected = context.selection.iter().copied();
    let shown: BTreeSet<ObjectId> = selected.filter(|id| !(context.hidden)(*id)).collect();
    let way = reshape::nudge(x, y, held, context);
    set_shapes(reshape::moved(&shown, way, context), context)
}

/// The command that gives objects these shapes; none where nothing would change.
pub fn set_shapes(shapes: reshape::Shapes, context: &Context) -> Vec<Effect> {
    let changed = shapes
        .into_iter()
        .filter(|(id, shape)| context.shape(*id).is_some_and(|before| before != shape));
    let shapes: Vec<_> = changed.collect();
    let input = context.input;
    let some = !shapes.is_empty();
    some.then_some(Effect::Run(Command::SetShapes { input, shapes }))
        .into_iter()
        .collect()
}
