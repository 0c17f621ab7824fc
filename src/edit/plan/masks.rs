//! Masks: what a brush and an eraser do.

use super::Context;
use super::concepts::add_concepts;
use super::objects::{added, new_object, without};
use crate::document::{Change, Diff, Edit, IdSource, InputId, Name, ObjectEntry, ObjectId, Shape};
use crate::edit::{NewConcept, Onto, Others, Painting, Refused};
use crate::geometry::{Mask, OtherSize};

pub fn add_masks(
    context: &Context,
    masks: &[(InputId, Vec<(Name, Mask)>)],
    ids: &mut IdSource,
) -> Result<Diff, Refused> {
    let mut wanted: Vec<NewConcept> = Vec::new();
    for (name, _) in masks.iter().flat_map(|(_, masks)| masks) {
        let is_new = context.document.concept_named(name.as_str()).is_none();
        if is_new && !wanted.iter().any(|it| it.name.same_as(name.as_str())) {
            wanted.push(name.clone().into());
        }
    }
    let mut diff = add_concepts(context, &wanted, ids);
    let made: Vec<_> = diff
        .0
        .iter()
        .filter_map(|change| match change {
            Change::Concept(edit) => edit.after.as_ref().map(|it| (it.name.clone(), it.id)),
            _ => None,
        })
        .collect();
    let concept = |name: &Name| {
        let here = context
            .document
            .concept_named(name.as_str())
            .map(|it| it.id);
        here.or_else(|| {
            made.iter()
                .find(|(it, _)| it.same_as(name.as_str()))
                .map(|(_, id)| *id)
        })
    };
    for (input, masks) in masks {
        let entry = context.document.input(*input).ok_or(Refused::Gone)?;
        for (name, mask) in masks {
            if entry
                .input
                .media
                .size
                .is_some_and(|size| size != mask.size())
            {
                return Err(Refused::OtherSize);
            }
            let concept = concept(name).ok_or(Refused::Gone)?;
            let shape = Shape::Mask(mask.clone());
            let (_, object) = new_object(context, (*input, &shape, &[concept], None), ids)?;
            diff.extend(object);
        }
    }
    Ok(diff)
}

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
