//! From a command to the diff that does it. Nothing is changed here.

use super::{Command, NewInput, NewObject, Refused};
use crate::document::{
    AnnotatorId, Change, Concept, ConceptId, Diff, Document, Edit, IdSource, Input, InputEntry,
    InputId, InputStatus, Kept, Label, LabelStatus, Name, Object, ObjectEntry, ObjectId, Place,
    Presence, Shape, Source, Target,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What a plan may look at.
pub struct Context<'a> {
    /// The document as it is.
    pub document: &'a Document,
    /// Who labels.
    pub annotator: AnnotatorId,
    /// Milliseconds since 1970.
    pub now_ms: u64,
}

/// The diff that does what the command says.
///
/// # Errors
/// Why it can't be done.
pub fn plan(command: &Command, context: &Context, ids: &mut IdSource) -> Result<Diff, Refused> {
    match command {
        Command::RenameProject(name) => rename_project(context, name),
        Command::AddConcepts(names) => Ok(add_concepts(context, names, ids)),
        Command::RenameConcept { concept, name } => rename_concept(context, *concept, name),
        Command::MergeConcepts { from, into } => merge_concepts(context, *from, *into),
        Command::AddInputs(inputs) => Ok(add_inputs(context, inputs, ids)),
        Command::RemoveInputs(inputs) => remove_inputs(context, inputs),
        Command::SetStatus { inputs, status } => Ok(set_status(context, inputs, *status)),
        Command::Classify { inputs, concepts } => classify(context, inputs, concepts, ids),
        Command::Unclassify { inputs, concepts } => Ok(unclassify(context, inputs, concepts)),
        Command::ReassignClassification { input, from, to } => {
            known(context, *to)?;
            Ok(relabel(
                context.document.labels(Target::Input(*input)),
                *from,
                *to,
            ))
        }
        Command::AddObject {
            input,
            shape,
            concept,
            parent,
        } => add_object(context, (*input, shape, *concept, *parent), ids),
        Command::AddObjects { input, objects } => add_objects(context, *input, objects, ids),
        Command::SetShapes { input, shapes } => set_shapes(context, *input, shapes),
        Command::RemoveObjects { input, objects } => remove_objects(context, *input, objects),
        Command::Unlabel {
            input,
            objects,
            concept,
        } => unlabel(context, *input, objects, *concept),
        Command::Reassign {
            input,
            objects,
            from,
            to,
        } => reassign(context, *input, objects, (*from, *to)),
        Command::Adopt { diff, .. } => Ok(diff.clone()),
    }
}

fn rename_project(context: &Context, name: &Name) -> Result<Diff, Refused> {
    let before = context.document.project();
    if before.name == *name {
        return Err(Refused::Nothing);
    }
    let after = crate::document::Project {
        name: name.clone(),
        ..before.clone()
    };
    Ok(Diff(vec![Change::Project(Edit::changed(
        before.clone(),
        after,
    ))]))
}

fn known<'a>(context: &'a Context, concept: ConceptId) -> Result<&'a Concept, Refused> {
    context.document.concept(concept).ok_or(Refused::Gone)
}

fn add_concepts(context: &Context, names: &[Name], ids: &mut IdSource) -> Diff {
    let mut scratch = context.document.concepts().cloned().fold(
        Document::new(context.document.project().clone()),
        |mut scratch, concept| {
            scratch.insert_concept(concept);
            scratch
        },
    );
    let mut diff = Diff::default();
    for name in names {
        if scratch.concept_named(name.as_str()).is_some() {
            continue;
        }
        let concept = Concept {
            id: ids.mint(),
            name: name.clone(),
            color: scratch.free_color(),
            hotkey: scratch.free_hotkey(),
            parent: None,
            kept: Kept::default(),
        };
        scratch.insert_concept(concept.clone());
        diff.0.push(Change::Concept(Edit::added(concept)));
    }
    diff
}

fn rename_concept(context: &Context, concept: ConceptId, name: &Name) -> Result<Diff, Refused> {
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

fn merge_concepts(context: &Context, from: ConceptId, into: ConceptId) -> Result<Diff, Refused> {
    let gone = known(context, from)?.clone();
    known(context, into)?;
    if from == into {
        return Err(Refused::Nothing);
    }
    let mut diff = Diff::default();
    for entry in context.document.inputs() {
        diff.extend(relabel(&entry.labels, from, into));
        let objects = context.document.objects(entry.input.id);
        for object in objects.into_iter().flat_map(|objects| objects.iter()) {
            diff.extend(relabel(&object.labels, from, into));
        }
    }
    for child in context
        .document
        .concepts()
        .filter(|c| c.parent == Some(from))
    {
        let after = Concept {
            parent: Some(into).filter(|_| child.id != into),
            ..child.clone()
        };
        diff.0
            .push(Change::Concept(Edit::changed(child.clone(), after)));
    }
    diff.0.push(Change::Concept(Edit::removed(gone)));
    Ok(diff)
}

/// Labels of `from` become labels of `to`; one that the same annotator gave already goes.
fn relabel(labels: &[Label], from: ConceptId, to: ConceptId) -> Diff {
    let said: BTreeSet<_> = labels
        .iter()
        .filter(|label| label.concept == to)
        .map(|label| (label.annotator, label.presence == Presence::Present))
        .collect();
    let changes = labels.iter().filter(|label| label.concept == from);
    let changes = changes.map(|label| {
        let twice = said.contains(&(label.annotator, label.presence == Presence::Present));
        Change::Label(match twice {
            true => Edit::removed(label.clone()),
            false => Edit::changed(
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

/// Inputs whose picture a label file awaits, by the last part of their names.
fn awaited(document: &Document) -> HashMap<&str, Vec<&Input>> {
    let mut found: HashMap<&str, Vec<&Input>> = HashMap::new();
    for entry in document.inputs() {
        if entry.input.media.source == Source::Awaited {
            found
                .entry(entry.input.file_name())
                .or_default()
                .push(&entry.input);
        }
    }
    found
}

/// One of the names is the other, or ends with it after a `/`.
pub fn names_meet(a: &str, b: &str) -> bool {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    long.strip_suffix(short)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
}

fn add_inputs(context: &Context, inputs: &[NewInput], ids: &mut IdSource) -> Diff {
    let mut waiting = awaited(context.document);
    let mut diff = Diff::default();
    for new in inputs {
        let last = new.name.rsplit('/').next().unwrap_or(&new.name);
        let found = waiting.get_mut(last).and_then(|candidates| {
            let mut meets = candidates
                .iter()
                .enumerate()
                .filter(|(_, input)| names_meet(&input.name, &new.name));
            let (at, _) = meets.next()?;
            let only = meets.next().is_none();
            only.then(|| candidates.swap_remove(at))
        });
        diff.0.push(Change::Input(match found {
            Some(before) => Edit::changed(
                before.clone(),
                Input {
                    media: new.media.clone(),
                    ..before.clone()
                },
            ),
            None => Edit::added(Input {
                id: ids.mint(),
                name: new.name.clone(),
                media: new.media.clone(),
                status: InputStatus::default(),
                split: String::new(),
                added_at: context.now_ms,
                kept: Kept::default(),
            }),
        }));
    }
    diff
}

fn remove_inputs(context: &Context, inputs: &[InputId]) -> Result<Diff, Refused> {
    let mut diff = Diff::default();
    for id in inputs {
        let entry = context.document.input(*id).ok_or(Refused::Gone)?;
        let objects = context
            .document
            .objects(*id)
            .ok_or(crate::document::Conflict::NotLoaded(*id))?;
        for object in objects.iter() {
            remove_object(object, &mut diff);
        }
        diff.0.extend(
            entry
                .labels
                .iter()
                .cloned()
                .map(|label| Change::Label(Edit::removed(label))),
        );
        diff.0
            .push(Change::Input(Edit::removed(entry.input.clone())));
    }
    Ok(diff)
}

fn set_status(context: &Context, inputs: &[InputId], status: InputStatus) -> Diff {
    let entries = inputs.iter().filter_map(|id| context.document.input(*id));
    let changed = entries.filter(|entry| entry.input.status != status);
    Diff(
        changed
            .map(|InputEntry { input, .. }| {
                let after = Input {
                    status,
                    ..input.clone()
                };
                Change::Input(Edit::changed(input.clone(), after))
            })
            .collect(),
    )
}

fn new_label(context: &Context, on: Target, concept: ConceptId, ids: &mut IdSource) -> Label {
    Label {
        id: ids.mint(),
        on,
        concept,
        annotator: context.annotator,
        presence: Presence::Present,
        status: LabelStatus::Success,
        score: None,
        made_at: context.now_ms,
        kept: Kept::default(),
    }
}

fn classify(
    context: &Context,
    inputs: &[InputId],
    concepts: &[ConceptId],
    ids: &mut IdSource,
) -> Result<Diff, Refused> {
    for concept in concepts {
        known(context, *concept)?;
    }
    let mut diff = Diff::default();
    for input in inputs {
        let entry = context.document.input(*input).ok_or(Refused::Gone)?;
        let said = |concept: ConceptId| {
            entry.labels.iter().any(|label| {
                label.concept == concept
                    && label.annotator == context.annotator
                    && label.presence == Presence::Present
            })
        };
        let mut new = BTreeSet::new();
        for concept in concepts.iter().copied() {
            if !said(concept) && new.insert(concept) {
                let label = new_label(context, Target::Input(*input), concept, ids);
                diff.0.push(Change::Label(Edit::added(label)));
            }
        }
    }
    Ok(diff)
}

fn unclassify(context: &Context, inputs: &[InputId], concepts: &[ConceptId]) -> Diff {
    let labels = inputs
        .iter()
        .flat_map(|input| context.document.labels(Target::Input(*input)));
    let gone = labels.filter(|label| concepts.contains(&label.concept));
    Diff(
        gone.cloned()
            .map(|label| Change::Label(Edit::removed(label)))
            .collect(),
    )
}

fn add_object(
    context: &Context,
    (input, shape, concept, parent): (InputId, &Shape, ConceptId, Option<ObjectId>),
    ids: &mut IdSource,
) -> Result<Diff, Refused> {
    let parent = parent.filter(|id| context.document.object(input, *id).is_some());
    let (_, diff) = new_object(context, (input, shape, &[concept], parent), ids)?;
    Ok(diff)
}

fn add_objects(
    context: &Context,
    input: InputId,
    objects: &[NewObject],
    ids: &mut IdSource,
) -> Result<Diff, Refused> {
    let mut all = Diff::default();
    let mut added: Vec<ObjectId> = Vec::with_capacity(objects.len());
    for object in objects {
        let parent = object.parent.and_then(|at| added.get(at).copied());
        let what = (input, &object.shape, object.concepts.as_slice(), parent);
        let (id, diff) = new_object(context, what, ids)?;
        added.push(id);
        all.extend(diff);
    }
    Ok(all)
}

/// An object with a label of each concept.
fn new_object(
    context: &Context,
    (input, shape, concepts, parent): (InputId, &Shape, &[ConceptId], Option<ObjectId>),
    ids: &mut IdSource,
) -> Result<(ObjectId, Diff), Refused> {
    context.document.input(input).ok_or(Refused::Gone)?;
    if !shape.is_finite() || shape.bounds().area() <= 0.0 || concepts.is_empty() {
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
        known(context, *concept)?;
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

fn set_shapes(
    context: &Context,
    input: InputId,
    shapes: &[(ObjectId, Shape)],
) -> Result<Diff, Refused> {
    let mut diff = Diff::default();
    for (id, shape) in shapes {
        let entry = context.document.object(input, *id).ok_or(Refused::Gone)?;
        if entry.object.locked {
            return Err(Refused::Locked);
        }
        if !shape.is_finite() || shape.bounds().area() <= 0.0 {
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

fn remove_object(entry: &ObjectEntry, diff: &mut Diff) {
    let labels = entry.labels.iter().cloned();
    diff.0
        .extend(labels.map(|label| Change::Label(Edit::removed(label))));
    diff.0
        .push(Change::Object(Edit::removed(entry.object.clone())));
}

fn remove_objects(
    context: &Context,
    input: InputId,
    objects: &[ObjectId],
) -> Result<Diff, Refused> {
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

fn unlabel(
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
    let mut diff = remove_objects(context, input, &going)?;
    for entry in entries.iter().filter(|entry| !last(entry)) {
        let gone = entry.labels.iter().filter(|label| label.concept == concept);
        diff.0.extend(
            gone.cloned()
                .map(|label| Change::Label(Edit::removed(label))),
        );
    }
    Ok(diff)
}

fn reassign(
    context: &Context,
    input: InputId,
    objects: &[ObjectId],
    (from, to): (ConceptId, ConceptId),
) -> Result<Diff, Refused> {
    known(context, to)?;
    let mut diff = Diff::default();
    if from == to {
        return Ok(diff);
    }
    for entry in found(context, input, objects)? {
        diff.extend(relabel(&entry.labels, from, to));
    }
    Ok(diff)
}
