//! Masks: what a brush and an eraser do.

use super::Context;
use super::objects::{added, without};
use crate::document::{Change, Diff, Edit, IdSource, InputId, ObjectEntry, ObjectId, Shape};
use crate::edit::{Onto, Others, Painting, Refused};
use crate::geometry::{Mask, OtherSize};

pub fn paint(
    context: &Context,
    input: InputId,
    painting: &Painting,
    ids: &mut IdSource,
) -> Result<Diff, Refused> {
    let (others, masks) = match &painting.others {
        Others::Kept => (&painting.others, Vec::new()),
        Others::Under(ids) | Others::Over(ids) => (&painting.others, masks(context, input, ids)),
    };
    let mut stroke = painting.stroke.clone();
    if matches!(others, Others::Over(_)) {
        for (_, mask) in &masks {
            stroke = stroke.without(mask)?;
        }
    }
    let mut diff = match painting.onto {
        Onto::New(_) if painting.erases || stroke.is_empty() => return Err(Refused::Nothing),
        Onto::New(concept) => added(context, (input, &Shape::Mask(stroke.clone()), concept), ids)?,
        Onto::Mask(id) => {
            let entry = context.document.object(input, id).ok_or(Refused::Gone)?;
            let Shape::Mask(before) = entry.object.shape() else {
                return Err(Refused::NoMask);
            };
            if entry.object.locked {
                return Err(Refused::Locked);
            }
            let after = match painting.erases {
                true => before.without(&stroke)?,
                false => before.with(&stroke)?,
            };
            changed(context, entry, after)?
        }
    };
    if matches!(others, Others::Under(_)) {
        for (entry, mask) in &masks {
            diff.extend(changed(context, entry, mask.without(&stroke)?)?);
        }
    }
    Ok(diff)
}

/// The masks among these that can be changed.
fn masks<'a>(
    context: &'a Context,
    input: InputId,
    ids: &[ObjectId],
) -> Vec<(&'a ObjectEntry, &'a Mask)> {
    let entries = ids
        .iter()
        .filter_map(|id| context.document.object(input, *id));
    let free = entries.filter(|entry| !entry.object.locked);
    free.filter_map(|entry| match entry.object.shape() {
        Shape::Mask(mask) => Some((entry, mask)),
        Shape::Box(_) | Shape::Polygon(_) | Shape::Span(_) => None,
    })
    .collect()
}

/// The object has these pixels; without any it goes.
fn changed(context: &Context, entry: &ObjectEntry, after: Mask) -> Result<Diff, Refused> {
    let object = &entry.object;
    if after.is_empty() {
        return without(context, object.input, &[object.id]);
    }
    let after = Shape::Mask(after);
    if *object.shape() == after {
        return Ok(Diff::default());
    }
    let after = object.with_shape(after);
    Ok(Diff(vec![Change::Object(Edit::changed(
        object.clone(),
        after,
    ))]))
}

impl From<OtherSize> for Refused {
    fn from(_: OtherSize) -> Self {
        Self::OtherSize
    }
}
