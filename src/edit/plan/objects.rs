//! Objects: new ones, where they are, what they are, how they lie to each other.

use super::{Context, known, new_label, relabel, who};
use crate::document::{
    Change, ConceptId, Diff, Edit, IdSource, InputId, Kept, Label, Object, ObjectEntry, ObjectId,
    Place, Shape, Target,
};
use crate::edit::{NewObject, Refused, Stack};
use std::collections::{BTreeMap, BTreeSet};

pub fn add_object(
    context: &Context,
    (input, shape, concept, parent): (InputId, &Shape, ConceptId, Option<ObjectId>),
    ids: &mut IdSource,
) -> Result<Diff, Refused> {
    known(context, concept)?;
    let parent = parent.filter(|id| context.document.object(input, *id).is_some());
    let (_, diff) = new_object(context, (input, shape, &[concept], parent), ids)?;
    Ok(diff)
}

/// A new object with one label, that belongs to none.
pub fn added(
    context: &Context,
    (input, shape, concept): (InputId, &Shape, ConceptId),
    ids: &mut IdSource,
) -> Result<Diff, Refused> {
    add_object(context, (input, shape, concept, None), ids)
}

pub fn add_objects(
    context: &Context,
    input: InputId,
    objects: &[NewObject],
    ids: &mut IdSource,
) -> Result<Diff, Refused> {
    let mut all = Diff::default();
    let mut added: Vec<ObjectId> = Vec::with_capacity(objects.len());
    for object in objects {
        for concept in &object.concepts {
            known(context, *concept)?;
        }
        let parent = object.parent.and_then(|at| added.get(at).copied());
        let what = (input, &object.shape, object.concepts.as_slice(), parent);
        let (id, diff) = new_object(context, what, ids)?;
        added.push(id);
        all.extend(diff);
    }
    Ok(all)
}

/// An object with a label of each concept, which the project has or is about to have.
pub fn new_object(
    context: &Context,
    (input, shape, concepts, parent): (InputId, &Shape, &[ConceptId], Option<ObjectId>),
    ids: &mut IdSource,
) -> Result<(ObjectId, Diff), Refused> {
    let entry = context.document.input(input).ok_or(Refused::Gone)?;
    if !entry.input.media.kind.takes(shape.kind()) {
        return Err(Refused::OtherKind);
    }
    if !shape.is_finite() || shape.is_empty() || concepts.is_empty() {
        return Err(Refused::Empty);
    }
    let object = Object {
        id: ids.mint(),
        input,
        parent,
        place: Place::Region(shape.clone()),
        z: 0,
        locked: false,
        kept: Kept::default(),
    };
    let id = object.id;
    let mut diff = Diff(vec![Change::Object(Edit::added(object))]);
    for concept in concepts {
        let label = new_label(context, Target::Object(input, id), *concept, ids);
        diff.0.push(Change::Label(Edit::added(label)));
    }
    Ok((id, diff))
}

/// The objects by their ids.
///
/// # Errors
/// One of them isn't there.
fn found<'a>(
    context: &'a Context,
    input: InputId,
    objects: &[ObjectId],
) -> Result<Vec<&'a ObjectEntry>, Refused> {
    let entry = |id: &ObjectId| context.document.object(input, *id).ok_or(Refused::Gone);
    objects.iter().map(entry).collect()
}

pub fn set_shapes(
    context: &Context,
    input: InputId,
    shapes: &[(ObjectId, Shape)],
) -> Result<Diff, Refused> {
    let mut diff = Diff::default();
    let kind = context.document.input(input).ok_or(Refused::Gone)?;
    let kind = kind.input.media.kind;
    for (id, shape) in shapes {
        let entry = context.document.object(input, *id).ok_or(Refused::Gone)?;
        if entry.object.locked {
            return Err(Refused::Locked);
        }
        if !kind.takes(shape.kind()) {
            return Err(Refused::OtherKind);
        }
        if !shape.is_finite() || shape.is_empty() {
            return Err(Refused::Empty);
        }
        if entry.object.shape() != shape {
            let after = entry.object.with_shape(shape.clone());
            diff.0
                .push(Change::Object(Edit::changed(entry.object.clone(), after)));
        }
    }
    Ok(diff)
}

pub fn remove_object(entry: &ObjectEntry, diff: &mut Diff) {
    let labels = entry.labels.iter().cloned();
    diff.0
        .extend(labels.map(|label| Change::Label(Edit::removed(label))));
    diff.0
        .push(Change::Object(Edit::removed(entry.object.clone())));
}

/// Objects, of whatever inputs, go.
pub fn remove_objects(context: &Context, objects: &[(InputId, ObjectId)]) -> Result<Diff, Refused> {
    let mut diff = Diff::default();
    for (input, objects) in by_input(objects) {
        free(&found(context, input, &objects)?)?;
        diff.extend(without(context, input, &objects)?);
    }
    Ok(diff)
}

/// Objects by the inputs that they lie on.
fn by_input(objects: &[(InputId, ObjectId)]) -> BTreeMap<InputId, Vec<ObjectId>> {
    let mut all: BTreeMap<InputId, Vec<ObjectId>> = BTreeMap::new();
    for (input, object) in objects {
        all.entry(*input).or_default().push(*object);
    }
    all
}

/// # Errors
/// One of them is locked.
fn free(entries: &[&ObjectEntry]) -> Result<(), Refused> {
    match entries.iter().any(|entry| entry.object.locked) {
        true => Err(Refused::Locked),
        false => Ok(()),
    }
}

/// Objects of one input go, and their children are lifted.
pub fn without(context: &Context, input: InputId, objects: &[ObjectId]) -> Result<Diff, Refused> {
    let entries = found(context, input, objects)?;
    let mut diff = lift_children(context, input, objects);
    for entry in entries {
        remove_object(entry, &mut diff);
    }
    Ok(diff)
}

/// The children of objects that go get the nearest ancestor that stays.
fn lift_children(context: &Context, input: InputId, going: &[ObjectId]) -> Diff {
    let going: BTreeSet<_> = going.iter().copied().collect();
    let Some(objects) = context.document.objects(input) else {
        return Diff::default();
    };
    let parents: BTreeMap<_, _> = going
        .iter()
        .filter_map(|id| Some((*id, objects.get(*id)?.object.parent)))
        .collect();
    let staying = |mut parent: Option<ObjectId>| {
        while let Some(above) = parent.and_then(|id| parents.get(&id)) {
            parent = *above;
        }
        parent
    };
    let orphans = objects.iter().map(|entry| &entry.object).filter(|object| {
        !going.contains(&object.id) && object.parent.is_some_and(|parent| going.contains(&parent))
    });
    Diff(
        orphans
            .map(|object| {
                let after = Object {
                    parent: staying(object.parent),
                    ..object.clone()
                };
                Change::Object(Edit::changed(object.clone(), after))
            })
            .collect(),
    )
}

pub fn unlabel(
    context: &Context,
    input: InputId,
    objects: &[ObjectId],
    concept: ConceptId,
) -> Result<Diff, Refused> {
    free(&found(context, input, objects)?)?;
    unlabelled(context, input, objects, concept)
}

/// Objects without a concept, locked or not; those that have no other go.
pub fn unlabelled(
    context: &Context,
    input: InputId,
    objects: &[ObjectId],
    concept: ConceptId,
) -> Result<Diff, Refused> {
    let entries = found(context, input, objects)?;
    let last = |entry: &&ObjectEntry| entry.labels.iter().all(|label| label.concept == concept);
    let going: Vec<_> = entries
        .iter()
        .copied()
        .filter(last)
        .map(|entry| entry.object.id)
        .collect();
    let mut diff = without(context, input, &going)?;
    for entry in entries.iter().filter(|entry| !last(entry)) {
        let gone = entry.labels.iter().filter(|label| label.concept == concept);
        diff.0.extend(
            gone.cloned()
                .map(|label| Change::Label(Edit::removed(label))),
        );
    }
    Ok(diff)
}

/// Objects, of whatever inputs, get another concept instead of one, or of all that they have.
pub fn reassign(
    context: &Context,
    objects: &[(InputId, ObjectId)],
    (from, to): (Option<ConceptId>, ConceptId),
) -> Result<Diff, Refused> {
    known(context, to)?;
    let mut diff = Diff::default();
    if from == Some(to) {
        return Ok(diff);
    }
    for (input, objects) in by_input(objects) {
        let entries = found(context, input, &objects)?;
        free(&entries)?;
        for entry in entries {
            diff.extend(match from {
                Some(from) => relabel(&entry.labels, from, to),
                None => all_relabelled(&entry.labels, to),
            });
        }
    }
    Ok(diff)
}

/// Every label becomes one of `to`, but each annotator says it once.
fn all_relabelled(labels: &[Label], to: ConceptId) -> Diff {
    let is_said = |label: &&Label| label.concept == to;
    let mut said: BTreeSet<_> = labels.iter().filter(is_said).map(who).collect();
    let others = labels.iter().filter(|label| label.concept != to);
    let changes = others.map(|label| {
        Change::Label(match said.insert(who(label)) {
            false => Edit::removed(label.clone()),
            true => Edit::changed(
                label.clone(),
                Label {
                    concept: to,
                    ..label.clone()
                },
            ),
        })
    });
    Diff(changes.collect())
}

/// Objects as `after` makes them.
fn changed(
    context: &Context,
    (input, objects): (InputId, &[ObjectId]),
    mut after: impl FnMut(&Object) -> Object,
) -> Result<Diff, Refused> {
    let entries = found(context, input, objects)?.into_iter();
    let changes = entries.filter_map(|ObjectEntry { object, .. }| {
        let after = after(object);
        (after != *object).then(|| Change::Object(Edit::changed(object.clone(), after)))
    });
    Ok(Diff(changes.collect()))
}

pub fn set_locked(
    context: &Context,
    on: (InputId, &[ObjectId]),
    locked: bool,
) -> Result<Diff, Refused> {
    changed(context, on, |object| Object {
        locked,
        ..object.clone()
    })
}

/// Objects belong to another one, or to none.
pub fn set_parent(
    context: &Context,
    (input, objects): (InputId, &[ObjectId]),
    parent: Option<ObjectId>,
) -> Result<Diff, Refused> {
    let going: BTreeSet<_> = objects.iter().copied().collect();
    let mut above = parent;
    while let Some(id) = above {
        if going.contains(&id) {
            return Err(Refused::OwnAncestor);
        }
        let entry = context.document.object(input, id).ok_or(Refused::Gone)?;
        above = entry.object.parent;
    }
    changed(context, (input, objects), |object| Object {
        parent,
        ..object.clone()
    })
}

/// Objects are drawn after all others, or before them; among themselves they keep their order.
pub fn restack(
    context: &Context,
    (input, objects): (InputId, &[ObjectId]),
    to: Stack,
) -> Result<Diff, Refused> {
    let all = context.document.objects(input).ok_or(Refused::Gone)?;
    let going: BTreeSet<_> = objects.iter().copied().collect();
    let levels = |is_going: bool| {
        let entries = all.iter().map(|entry| &entry.object);
        let wanted = entries.filter(move |it| going.contains(&it.id) == is_going);
        wanted.map(|object| object.z).collect::<Vec<_>>()
    };
    let (own, others) = (levels.clone()(true), levels(false));
    let range = |levels: &[i32]| Some((*levels.iter().min()?, *levels.iter().max()?));
    let (Some(own), Some(others)) = (range(&own), range(&others)) else {
        return Err(Refused::Nothing);
    };
    let by = match to {
        Stack::Front if own.0 <= others.1 => others.1.saturating_add(1).saturating_sub(own.0),
        Stack::Back if own.1 >= others.0 => others.0.saturating_sub(1).saturating_sub(own.1),
        Stack::Front | Stack::Back => return Err(Refused::Nothing),
    };
    changed(context, (input, objects), |object| Object {
        z: object.z.saturating_add(by),
        ..object.clone()
    })
}
