//! Concepts: new ones, what they are called and look like, their order, their end.

use super::objects::unlabelled;
use super::{Context, known, relabel};
use crate::document::{
    Change, Concept, ConceptId, Diff, Document, Edit, IdSource, Kept, Name, ObjectId, Slot,
};
use crate::edit::{ConceptEdit, NewConcept, Refused};
use std::collections::BTreeSet;

pub fn add_concepts(context: &Context, concepts: &[NewConcept], ids: &mut IdSource) -> Diff {
    let mut scratch = context.document.concepts().cloned().fold(
        Document::new(context.document.project().clone()),
        |mut scratch, concept| {
            scratch.insert_concept(concept);
            scratch
        },
    );
    let mut added: Vec<(Concept, &NewConcept)> = Vec::new();
    for new in concepts {
        if scratch.concept_named(new.name.as_str()).is_some() {
            continue;
        }
        let is_free = |slot: &Slot| scratch.concept_on(*slot).is_none();
        let concept = Concept {
            id: ids.mint(),
            name: new.name.clone(),
            color: new.color.unwrap_or_else(|| scratch.free_color()),
            hotkey: new.hotkey.filter(is_free).or_else(|| scratch.free_hotkey()),
            parent: None,
            rank: scratch.last_rank(),
            kept: Kept::default(),
        };
        scratch.insert_concept(concept.clone());
        added.push((concept, new));
    }
    // A parent may come after its children.
    for (concept, new) in &mut added {
        let parent = new.parent.as_ref();
        let parent = parent.and_then(|name| scratch.concept_named(name.as_str()));
        let parent = parent.map(|parent| parent.id);
        concept.parent = parent.filter(|parent| !is_kind_of(&scratch, *parent, concept.id));
        scratch.insert_concept(concept.clone());
    }
    let changes = added
        .into_iter()
        .map(|(concept, _)| Change::Concept(Edit::added(concept)));
    Diff(changes.collect())
}

pub fn rename_concept(context: &Context, concept: ConceptId, name: &Name) -> Result<Diff, Refused> {
    let before = known(context, concept)?;
    match context.document.concept_named(name.as_str()) {
        Some(other) if other.id != concept => return Err(Refused::NameTaken(other.id)),
        _ => {}
    }
    if before.name == *name {
        return Err(Refused::Nothing);
    }
    let after = Concept {
        name: name.clone(),
        ..before.clone()
    };
    Ok(Diff(vec![Change::Concept(Edit::changed(
        before.clone(),
        after,
    ))]))
}

pub fn merge_concepts(
    context: &Context,
    from: ConceptId,
    into: ConceptId,
) -> Result<Diff, Refused> {
    let gone = known(context, from)?.clone();
    known(context, into)?;
    if from == into {
        return Err(Refused::Nothing);
    }
    let mut diff = Diff::default();
    for entry in all_inputs(context.document) {
        diff.extend(relabel(&entry.labels, from, into));
        let objects = context.document.objects(entry.input.id);
        for object in objects.into_iter().flat_map(|objects| objects.iter()) {
            diff.extend(relabel(&object.labels, from, into));
        }
    }
    let parent = |child: &Concept| match child.id == into {
        true => gone.parent,
        false => Some(into),
    };
    diff.extend(adopted(context, from, parent));
    diff.0.push(Change::Concept(Edit::removed(gone)));
    Ok(diff)
}

/// The children of a concept get another parent.
fn adopted(
    context: &Context,
    of: ConceptId,
    parent: impl Fn(&Concept) -> Option<ConceptId>,
) -> Diff {
    let children = context
        .document
        .concepts()
        .filter(|it| it.parent == Some(of));
    let changes = children.map(|child| {
        let after = Concept {
            parent: parent(child).filter(|parent| *parent != child.id),
            ..child.clone()
        };
        Change::Concept(Edit::changed(child.clone(), after))
    });
    Diff(changes.collect())
}

/// Every input, in the trash or not.
fn all_inputs(document: &Document) -> impl Iterator<Item = &crate::document::InputEntry> {
    document.inputs().chain(document.trash())
}

/// Another colour, hotkey or parent.
pub fn edit_concept(
    context: &Context,
    concept: ConceptId,
    edit: &ConceptEdit,
) -> Result<Diff, Refused> {
    let before = known(context, concept)?;
    let mut after = before.clone();
    match edit {
        ConceptEdit::Color(color) => after.color = *color,
        ConceptEdit::Hotkey(hotkey) => {
            let owner = hotkey.and_then(|slot| context.document.concept_on(slot));
            if let Some(owner) = owner.filter(|owner| owner.id != concept) {
                return Err(Refused::HotkeyTaken(owner.name.to_string()));
            }
            after.hotkey = *hotkey;
        }
        ConceptEdit::Parent(parent) => {
            if let Some(parent) = *parent {
                known(context, parent)?;
                if is_kind_of(context.document, parent, concept) {
                    return Err(Refused::OwnAncestor);
                }
            }
            after.parent = *parent;
        }
    }
    let diff = Change::Concept(Edit::changed(before.clone(), after.clone()));
    Ok(Diff(
        (*before != after).then_some(diff).into_iter().collect(),
    ))
}

/// A concept is the other, or a kind of it.
fn is_kind_of(document: &Document, concept: ConceptId, other: ConceptId) -> bool {
    let mut seen = BTreeSet::new();
    let mut above = Some(concept);
    while let Some(id) = above.filter(|id| seen.insert(*id)) {
        if id == other {
            return true;
        }
        above = document.concept(id).and_then(|concept| concept.parent);
    }
    false
}

/// A concept before another one, or at the end. Ranks are given anew, from 1.
pub fn move_concept(
    context: &Context,
    concept: ConceptId,
    before: Option<ConceptId>,
) -> Result<Diff, Refused> {
    let moved = known(context, concept)?;
    if before == Some(concept) {
        return Err(Refused::Nothing);
    }
    let others = context.document.concepts().filter(|it| it.id != concept);
    let mut order: Vec<_> = others.collect();
    let place = order.iter().position(|it| Some(it.id) == before);
    order.insert(place.unwrap_or(order.len()), moved);
    let is_same = context.document.concepts().map(|it| it.id);
    if is_same.eq(order.iter().map(|it| it.id)) {
        return Err(Refused::Nothing);
    }
    let ranked = order
        .into_iter()
        .zip(1..)
        .filter(|(it, rank)| it.rank != *rank);
    let changes = ranked.map(|(concept, rank)| {
        let after = Concept {
            rank,
            ..concept.clone()
        };
        Change::Concept(Edit::changed(concept.clone(), after))
    });
    Ok(Diff(changes.collect()))
}

/// A concept, with everything that is labelled with it; its children get its parent.
pub fn remove_concept(context: &Context, concept: ConceptId) -> Result<Diff, Refused> {
    let gone = known(context, concept)?.clone();
    let mut diff = Diff::default();
    for entry in all_inputs(context.document) {
        let labels = entry.labels.iter().filter(|label| label.concept == concept);
        let removed = labels.map(|label| Change::Label(Edit::removed(label.clone())));
        diff.0.extend(removed);
        let objects = context.document.objects(entry.input.id);
        let with_it: Vec<ObjectId> = objects
            .map(|objects| objects.instances(concept).to_vec())
            .unwrap_or_default();
        diff.extend(unlabelled(context, entry.input.id, &with_it, concept)?);
    }
    diff.extend(adopted(context, concept, |_| gone.parent));
    diff.0.push(Change::Concept(Edit::removed(gone)));
    Ok(diff)
}
