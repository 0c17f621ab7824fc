//! Tracks: their key frames, split and merged.

use super::objects::without;
use super::{Context, who};
use crate::document::shape::Track;
use crate::document::{
    Change, Diff, Edit, IdSource, InputId, Label, Moment, Object, ObjectEntry, ObjectId, Shape,
    Target,
};
use crate::edit::{Refused, TrackEdit};

/// Tracks that the edit says nothing of, such as those that begin later, stay as they are.
///
/// # Errors
/// One of them isn't there, is locked or no track; or nothing can be done with any of them.
pub fn edit_tracks(
    context: &Context,
    (input, objects): (InputId, &[ObjectId]),
    (at, edit): (Moment, TrackEdit),
    ids: &mut IdSource,
) -> Result<Diff, Refused> {
    let (mut diff, mut why) = (Diff::default(), None);
    for id in objects {
        let (entry, track) = found(context, input, *id)?;
        match edited(track, at, edit) {
            Ok((after, rest)) => {
                if let Some(rest) = rest {
                    diff.extend(twin(entry, Shape::Track(rest), ids));
                }
                diff.extend(changed(entry, after, track));
            }
            Err(refused) => why = Some(refused),
        }
    }
    match why.filter(|_| diff.is_empty()) {
        Some(refused) => Err(refused),
        None => Ok(diff),
    }
}

/// A track after an edit, and the one that it leaves behind.
fn edited(track: &Track, at: Moment, edit: TrackEdit) -> Result<(Track, Option<Track>), Refused> {
    if track.at(at).is_none() {
        return Err(Refused::Before);
    }
    Ok(match edit {
        TrackEdit::Sight(sight) => (track.with_sight(at, sight), None),
        TrackEdit::AddKey => (track.with_key_here(at), None),
        TrackEdit::RemoveKey if track.key_at(at).is_none() => (track.clone(), None),
        TrackEdit::RemoveKey => (track.without_key(at).ok_or(Refused::OnlyKey)?, None),
        TrackEdit::End => (track.ended(at).ok_or(Refused::Before)?, None),
        TrackEdit::Split => {
            let (before, after) = track.split(at).ok_or(Refused::Before)?;
            (before, Some(after))
        }
    })
}

/// Tracks become one, which is the one that begins first: it has what is said of any of them, and what belonged to
/// another belongs to it.
///
/// # Errors
/// There are fewer than two, one isn't there, is locked or no track, or they can't be one.
pub fn merge_tracks(
    context: &Context,
    input: InputId,
    objects: &[ObjectId],
) -> Result<Diff, Refused> {
    let found = objects.iter().map(|id| found(context, input, *id));
    let mut tracks = found.collect::<Result<Vec<_>, _>>()?;
    tracks.sort_by_key(|(entry, track)| (track.begins(), entry.object.id));
    let Some(((first, track), rest)) = tracks.split_first() else {
        return Err(Refused::Nothing);
    };
    if rest.is_empty() {
        return Err(Refused::Nothing);
    }
    let (mut merged, mut labels) = ((*track).clone(), first.labels.clone());
    let mut diff = Diff::default();
    for (entry, track) in rest {
        merged = merged.merged(track)?;
        for label in &entry.labels {
            let same = |other: &Label| other.concept == label.concept && who(other) == who(label);
            if !labels.iter().any(same) {
                let label = said_of(label, &first.object);
                diff.0.push(Change::Label(Edit::added(label.clone())));
                labels.push(label);
            }
        }
    }
    let going: Vec<_> = rest.iter().map(|(entry, _)| entry.object.id).collect();
    let mut all = without(context, input, &going)?;
    adopt(
        &mut all,
        &going,
        (&first.object, &ancestors(context, first)),
    );
    all.extend(diff);
    let lifted = all.0.iter_mut().find_map(|change| match change {
        Change::Object(Edit {
            after: Some(after), ..
        }) if after.id == first.object.id => Some(after),
        _ => None,
    });
    match lifted {
        // It belonged to one that goes.
        Some(lifted) => *lifted = lifted.with_shape(Shape::Track(merged)),
        None => all.extend(changed(first, merged, track)),
    }
    Ok(all)
}

/// A label of one object, said of another: the one that it was goes.
fn said_of(label: &Label, object: &Object) -> Label {
    Label {
        on: Target::Object(object.input, object.id),
        ..label.clone()
    }
}

/// What an object belongs to, itself with it.
fn ancestors(context: &Context, entry: &ObjectEntry) -> Vec<ObjectId> {
    let mut found = vec![entry.object.id];
    let mut above = entry.object.parent;
    while let Some(parent) = above.filter(|id| !found.contains(id)) {
        found.push(parent);
        let entry = context.document.object(entry.object.input, parent);
        above = entry.and_then(|entry| entry.object.parent);
    }
    found
}

/// Children of tracks that go stay with the one that they have become, unless it belongs to them.
fn adopt(diff: &mut Diff, going: &[ObjectId], (into, above): (&Object, &[ObjectId])) {
    for change in &mut diff.0 {
        let Change::Object(Edit {
            before: Some(before),
            after: Some(after),
        }) = change
        else {
            continue;
        };
        let was_theirs = before.parent.is_some_and(|parent| going.contains(&parent));
        if was_theirs && !above.contains(&after.id) {
            after.parent = Some(into.id);
        }
    }
}

fn found<'a>(
    context: &'a Context,
    input: InputId,
    id: ObjectId,
) -> Result<(&'a ObjectEntry, &'a Track), Refused> {
    let entry = context.document.object(input, id).ok_or(Refused::Gone)?;
    if entry.object.locked {
        return Err(Refused::Locked);
    }
    let track = entry.object.shape().track().ok_or(Refused::NoTrack)?;
    Ok((entry, track))
}

fn changed(entry: &ObjectEntry, after: Track, before: &Track) -> Diff {
    if after == *before {
        return Diff::default();
    }
    let object = entry.object.with_shape(Shape::Track(after));
    Diff(vec![Change::Object(Edit::changed(
        entry.object.clone(),
        object,
    ))])
}

/// Another object with the same labels.
fn twin(entry: &ObjectEntry, shape: Shape, ids: &mut IdSource) -> Diff {
    let object = Object {
        id: ids.mint(),
        ..entry.object.with_shape(shape)
    };
    let labels = entry.labels.iter().map(|label| Label {
        id: ids.mint(),
        ..said_of(label, &object)
    });
    let labels: Vec<_> = labels
        .map(|label| Change::Label(Edit::added(label)))
        .collect();
    let mut diff = Diff(vec![Change::Object(Edit::added(object))]);
    diff.0.extend(labels);
    diff
}
