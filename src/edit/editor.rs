//! The editor: the only writer of the document.

use super::{Command, LayerSwitch, Refused, Step, plan};
use crate::document::{Annotator, AnnotatorId, AnnotatorKind, Change, Document, Edit, IdSource};
use crate::document::{Diff, Kept, Name, ObjectId, RecordId};

/// Holds the document and changes it.
#[derive(Clone, Debug)]
pub struct Editor {
    document: Document,
    ids: IdSource,
    author: Name,
}

/// What a command did.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The change, already applied.
    pub step: Step,
    /// As the history and the toast call it.
    pub title: String,
}

impl Outcome {
    /// The objects that are new.
    pub fn new_objects(&self) -> impl Iterator<Item = ObjectId> + '_ {
        self.step.diff.0.iter().filter_map(|change| match change {
            Change::Object(Edit {
                before: None,
                after: Some(object),
            }) => Some(object.id),
            _ => None,
        })
    }
}

impl Editor {
    /// An editor of this document; what is labelled is labelled by `author`.
    pub fn new(document: Document, ids: IdSource, author: Name) -> Self {
        Self {
            document,
            ids,
            author,
        }
    }

    /// The document.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The document, to load into or unload from; records are changed by commands alone.
    pub fn loading(&mut self) -> &mut Document {
        &mut self.document
    }

    /// Labels from here on are by somebody else.
    pub fn set_author(&mut self, author: Name) {
        self.author = author;
    }

    /// Does what the command says.
    ///
    /// # Errors
    /// It can't be done: the document is as it was.
    pub fn run(&mut self, command: &Command, now_ms: u64) -> Result<Outcome, Refused> {
        self.ids.advance_to(now_ms);
        let (annotator, mut diff) = self.annotator();
        let context = plan::Context {
            document: &self.document,
            annotator,
            now_ms,
        };
        let changes = plan::plan(command, &context, &mut self.ids)?;
        let layer = match command {
            Command::Adopt { layer, .. } => Some(LayerSwitch {
                layer: *layer,
                on: true,
            }),
            _ => None,
        };
        if changes.is_empty() && layer.is_none() {
            return Err(Refused::Nothing);
        }
        if !mentions(&changes, annotator) {
            diff = Diff::default();
        }
        diff.extend(changes);
        self.document.apply(&diff)?;
        Ok(Outcome {
            step: Step { diff, layer },
            title: command.title(),
        })
    }

    /// Applies a step of the journal: an undo, a redo, or what another tab did.
    ///
    /// # Errors
    /// The records have changed since: the document is as it was.
    pub fn apply(&mut self, step: &Step) -> Result<(), Refused> {
        Ok(self.document.apply(&step.diff)?)
    }

    /// The author's annotator, and the change that adds it where the project doesn't know it yet.
    fn annotator(&mut self) -> (AnnotatorId, Diff) {
        let known = self.document.annotators().find(|annotator| {
            annotator.kind == AnnotatorKind::Person && annotator.name == self.author
        });
        if let Some(annotator) = known {
            return (annotator.id, Diff::default());
        }
        let annotator = Annotator {
            id: self.ids.mint(),
            name: self.author.clone(),
            kind: AnnotatorKind::Person,
            kept: Kept::default(),
        };
        (
            annotator.id,
            Diff(vec![Change::Annotator(Edit::added(annotator))]),
        )
    }
}

/// Some label in the changes is by this annotator.
fn mentions(changes: &Diff, annotator: AnnotatorId) -> bool {
    changes.0.iter().any(|change| match change {
        Change::Label(edit) => edit
            .after
            .as_ref()
            .is_some_and(|label| label.annotator == annotator),
        _ => change.record() == Some(RecordId::Annotator(annotator)),
    })
}
