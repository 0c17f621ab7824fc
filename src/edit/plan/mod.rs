//! From a command to the diff that does it. Nothing is changed here.

mod concepts;
mod inputs;
mod masks;
mod objects;
mod tracks;

pub use inputs::names_meet;

use super::{Command, Refused};
use crate::document::{
    AnnotatorId, Change, Concept, ConceptId, Diff, Document, Edit, IdSource, Kept, Label,
    LabelStatus, Name, Presence, Target,
};
use std::collections::BTreeSet;

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
        Command::AddConcepts(names) => Ok(concepts::add_concepts(context, names, ids)),
        Command::RenameConcept { concept, name } => {
            concepts::rename_concept(context, *concept, name)
        }
        Command::EditConcept { concept, edit } => concepts::edit_concept(context, *concept, edit),
        Command::MoveConcept { concept, before } => {
            concepts::move_concept(context, *concept, *before)
        }
        Command::MergeConcepts { from, into } => concepts::merge_concepts(context, *from, *into),
        Command::RemoveConcept(concept) => concepts::remove_concept(context, *concept),
        Command::AddInputs(inputs) => Ok(inputs::add_inputs(context, inputs, ids)),
        Command::ReplaceFile { input, media } => inputs::replace_file(context, *input, media),
        Command::TrashInputs(inputs) => Ok(inputs::set_trashed(context, inputs, true)),
        Command::RestoreInputs(inputs) => Ok(inputs::set_trashed(context, inputs, false)),
        Command::RemoveInputs(inputs) => inputs::remove_inputs(context, inputs),
        Command::SetStatus { inputs, status } => Ok(inputs::set_status(context, inputs, *status)),
        Command::EditMetadata { inputs, edit } => Ok(inputs::edit_metadata(context, inputs, edit)),
        Command::Classify {
            inputs,
            concepts,
            presence,
        } => inputs::classify(context, inputs, (concepts, *presence), ids),
        Command::Unclassify {
            inputs,
            concepts,
            presence,
        } => Ok(inputs::unclassify(context, inputs, (concepts, *presence))),
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
        } => objects::add_object(context, (*input, shape, *concept, *parent), ids),
        Command::AddObjects { input, objects } => {
            objects::add_objects(context, *input, objects, ids)
        }
        Command::AddMasks(masks) => masks::add_masks(context, masks, ids),
        Command::Paint { input, painting } => masks::paint(context, *input, painting, ids),
        Command::SetShapes { input, shapes } => objects::set_shapes(context, *input, shapes),
        Command::EditTracks {
            input,
            objects,
            at,
            edit,
        } => tracks::edit_tracks(context, (*input, objects), (*at, *edit), ids),
        Command::MergeTracks { input, objects } => tracks::merge_tracks(context, *input, objects),
        Command::SetParent {
            input,
            objects,
            parent,
        } => objects::set_parent(context, (*input, objects), *parent),
        Command::SetLocked {
            input,
            objects,
            locked,
        } => objects::set_locked(context, (*input, objects), *locked),
        Command::Restack { input, objects, to } => {
            objects::restack(context, (*input, objects), *to)
        }
        Command::RemoveObjects(objects) => objects::remove_objects(context, objects),
        Command::Unlabel {
            input,
            objects,
            concept,
        } => objects::unlabel(context, *input, objects, *concept),
        Command::Reassign { objects, from, to } => {
            objects::reassign(context, objects, (*from, *to))
        }
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

/// Labels of `from` become labels of `to`; one that the same annotator gave already goes.
fn relabel(labels: &[Label], from: ConceptId, to: ConceptId) -> Diff {
    let said: BTreeSet<_> = labels
        .iter()
        .filter(|label| label.concept == to)
        .map(who)
        .collect();
    let changes = labels.iter().filter(|label| label.concept == from);
    let changes = changes.map(|label| {
        let twice = said.contains(&who(label));
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

/// Whose label it is, and that it says that something is there.
fn who(label: &Label) -> (AnnotatorId, bool) {
    (label.annotator, label.presence == Presence::Present)
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
