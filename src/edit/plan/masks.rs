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
    let others = match &painting.others {
        Others::Kept => Vec::new(),
        Others::Under(ids) | Others::Over(ids) => {
            let others = ids
                .iter()
                .copied()
                .filter(|id| painting.onto != Onto::Mask(*id));
            // What is locked can't lose pixels; it keeps those that it has.
            let mut masks = masks(context, input, others);
            let loses = matches!(painting.others, Others::Under(_));
            masks.retain(|(entry, _)| !(loses && entry.object.locked));
            masks
        }
    };
    let mut stroke = painting.stroke.clone();
    if matches!(painting.others, Others::Over(_)) {
        for (_, mask) in &others {
            stroke = stroke.without(mask)?;
        }
    }
    let mut afters: Vec<(&ObjectEntry, Mask)> = Vec::new();
    let mut diff = Diff::default();
    match painting.onto {
        Onto::New(_) if painting.erases || stroke.is_empty() => return Err(Refused::Nothing),
        Onto::New(concept) => {
            diff = added(context, (input, &Shape::Mask(stroke.clone()), concept), ids)?;
        }
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
            afters.push((entry, after));
        }
    }
    if matches!(painting.others, Others::Under(_)) {
        for (entry, mask) in others {
            afters.push((entry, mask.without(&stroke)?));
        }
    }
    diff.extend(changed(context, input, afters)?);
    Ok(diff)
}

/// The masks among these.
fn masks<'a>(
    context: &'a Context,
    input: InputId,
    ids: impl Iterator<Item = ObjectId>,
) -> Vec<(&'a ObjectEntry, &'a Mask)> {
    let entries = ids.filter_map(|id| context.document.object(input, id));
    entries
        .filter_map(|entry| Some((entry, entry.object.shape().mask()?)))
        .collect()
}

/// The objects have these pixels; those without any go. An object that is lifted and painted is changed once.
fn changed(
    context: &Context,
    input: InputId,
    afters: Vec<(&ObjectEntry, Mask)>,
) -> Result<Diff, Refused> {
    let gone = afters.iter().filter(|(_, after)| after.is_empty());
    let gone: Vec<_> = gone.map(|(entry, _)| entry.object.id).collect();
    let mut diff = without(context, input, &gone)?;
    for (entry, after) in afters {
        let (object, after) = (&entry.object, Shape::Mask(after));
        if gone.contains(&object.id) || *object.shape() == after {
            continue;
        }
        let lifted = diff.0.iter_mut().find_map(|change| match change {
            Change::Object(Edit {
                after: Some(lifted),
                ..
            }) if lifted.id == object.id => Some(lifted),
            _ => None,
        });
        match lifted {
            Some(lifted) => *lifted = lifted.with_shape(after),
            None => {
                let after = object.with_shape(after);
                diff.0
                    .push(Change::Object(Edit::changed(object.clone(), after)));
            }
        }
    }
    Ok(diff)
}

impl From<OtherSize> for Refused {
    fn from(_: OtherSize) -> Self {
        Self::OtherSize
    }
}
