//! Inputs: new ones, what is said of the whole of them, the trash.

use super::objects::remove_object;
use super::{Context, known, new_label};
use crate::document::{
    Change, ConceptId, Diff, Document, Edit, IdSource, Input, InputEntry, InputId, InputStatus,
    Kept, Label, Media, Presence, Source, Target,
};
use crate::edit::{MetadataEdit, NewInput, Refused};
use std::collections::{BTreeSet, HashMap};
use std::mem::discriminant;

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

/// Another file of the same kind for an input.
pub fn replace_file(context: &Context, input: InputId, media: &Media) -> Result<Diff, Refused> {
    let before = &context.document.input(input).ok_or(Refused::Gone)?.input;
    if discriminant(&before.media.kind) != discriminant(&media.kind) {
        return Err(Refused::OtherKind);
    }
    if before.media == *media {
        return Err(Refused::Nothing);
    }
    let after = Input {
        media: media.clone(),
        ..before.clone()
    };
    Ok(Diff(vec![Change::Input(Edit::changed(
        before.clone(),
        after,
    ))]))
}

pub fn add_inputs(context: &Context, inputs: &[NewInput], ids: &mut IdSource) -> Diff {
    let mut waiting = awaited(context.document);
    let mut diff = Diff::default();
    for new in inputs {
        let last = new.name.rsplit('/').next().unwrap_or(&new.name);
        let found = waiting.get_mut(last).and_then(|candidates| {
            let mut meets = candidates
                .iter()
                .enumerate()
                // What waits for a picture waits on where a video of its name comes.
                .filter(|(_, input)| {
                    discriminant(&input.media.kind) == discriminant(&new.media.kind)
                        && names_meet(&input.name, &new.name)
                });
            let (at, _) = meets.next()?;
            let only = meets.next().is_none();
            only.then(|| candidates.swap_remove(at))
        });
        diff.0.push(Change::Input(match found {
            Some(before) => Edit::changed(
                before.clone(),
                Input {
                    media: new.media.clone(),
                    metadata: merged(&before.metadata, &new.metadata),
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
                metadata: new.metadata.clone(),
                trashed: false,
                kept: Kept::default(),
            }),
        }));
    }
    diff
}

/// What was known, and what is known besides; what was known holds.
fn merged(before: &Kept, new: &Kept) -> Kept {
    if new.is_empty() {
        return before.clone();
    }
    let mut all = new.members();
    all.extend(before.members());
    Kept::new(&all)
}

pub fn remove_inputs(context: &Context, inputs: &[InputId]) -> Result<Diff, Refused> {
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

/// Inputs as `after` makes them.
fn changed(context: &Context, inputs: &[InputId], after: impl Fn(&Input) -> Input) -> Diff {
    let entries = inputs.iter().filter_map(|id| context.document.input(*id));
    let changes = entries.filter_map(|InputEntry { input, .. }| {
        let after = after(input);
        (after != *input).then(|| Change::Input(Edit::changed(input.clone(), after)))
    });
    Diff(changes.collect())
}

pub fn set_status(context: &Context, inputs: &[InputId], status: InputStatus) -> Diff {
    changed(context, inputs, |input| Input {
        status,
        ..input.clone()
    })
}

pub fn set_trashed(context: &Context, inputs: &[InputId], trashed: bool) -> Diff {
    changed(context, inputs, |input| Input {
        trashed,
        ..input.clone()
    })
}

pub fn edit_metadata(context: &Context, inputs: &[InputId], edit: &MetadataEdit) -> Diff {
    changed(context, inputs, |input| {
        let mut members = input.metadata.members();
        match edit {
            MetadataEdit::Add(more) => members.extend(more.members()),
            MetadataEdit::Replace(all) => members = all.members(),
            MetadataEdit::Remove(less) => {
                for name in less.members().keys() {
                    members.remove(name);
                }
            }
        }
        Input {
            metadata: Kept::new(&members),
            ..input.clone()
        }
    })
}

/// A concept is said by the annotator of inputs, to be there or not. What the same annotator said to the contrary is
/// turned round; what others said stays.
pub fn classify(
    context: &Context,
    inputs: &[InputId],
    (concepts, presence): (&[ConceptId], Presence),
    ids: &mut IdSource,
) -> Result<Diff, Refused> {
    for concept in concepts {
        known(context, *concept)?;
    }
    let concepts: BTreeSet<_> = concepts.iter().copied().collect();
    let mut diff = Diff::default();
    for input in inputs {
        let entry = context.document.input(*input).ok_or(Refused::Gone)?;
        for concept in concepts.iter().copied() {
            let own = entry
                .labels
                .iter()
                .filter(|label| label.concept == concept && label.annotator == context.annotator);
            // A file may have brought both.
            let said = own.max_by_key(|label| label.presence == presence);
            diff.0.extend(match said {
                None => {
                    let label = Label {
                        presence,
                        ..new_label(context, Target::Input(*input), concept, ids)
                    };
                    Some(Change::Label(Edit::added(label)))
                }
                Some(before) if before.presence != presence => {
                    let after = Label {
                        presence,
                        made_at: context.now_ms,
                        ..before.clone()
                    };
                    Some(Change::Label(Edit::changed(before.clone(), after)))
                }
                Some(_) => None,
            });
        }
    }
    Ok(diff)
}

pub fn unclassify(
    context: &Context,
    inputs: &[InputId],
    (concepts, presence): (&[ConceptId], Option<Presence>),
) -> Diff {
    let labels = inputs
        .iter()
        .flat_map(|input| context.document.labels(Target::Input(*input)));
    let gone = labels.filter(|label| {
        concepts.contains(&label.concept) && presence.is_none_or(|only| label.presence == only)
    });
    Diff(
        gone.cloned()
            .map(|label| Change::Label(Edit::removed(label)))
            .collect(),
    )
}
