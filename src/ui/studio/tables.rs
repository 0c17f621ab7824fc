//! Tables of texts: looked at first, added once somebody has said which column is the text.

use super::adding::{NamedFile, RefusedFile, same_is_here};
use super::{Studio, chance};
use crate::document::MediaKind;
use crate::edit::{Command, NewInput};
use crate::jobs::{Job, NewText, Reply, TableLook};
use leptos::prelude::*;

/// A table that waits for its column.
#[derive(Clone, Debug)]
pub struct PendingTable {
    /// Tells it from others.
    pub id: u32,
    /// The file.
    pub file: NamedFile,
    /// What it has.
    pub look: TableLook,
}

impl Studio {
    /// Looks at a table, and asks which column is the text.
    pub(super) async fn look_at_table(self, file: NamedFile) {
        let job = Job::LookAtTable {
            name: file.name.clone(),
        };
        let reason = match self
            .long_job(
                format!("Reading {}", file.name),
                job,
                vec![file.file.clone().into()],
            )
            .await
        {
            Ok((Reply::Table(look), _)) => {
                let pending = PendingTable {
                    id: chance(),
                    file,
                    look,
                };
                return self.tables.update(|all| all.push(pending));
            }
            Ok((Reply::Cancelled, _)) => return,
            Ok((Reply::Refused(refusal), _)) => refusal.reason,
            Ok(_) => "the worker answered something else".to_owned(),
            Err(reason) => reason,
        };
        let name = file.name;
        self.refusals
            .update(|all| all.push(RefusedFile { name, reason }));
    }

    /// The question is answered: the texts of this column are added, or nothing is.
    pub fn answer_table(self, id: u32, column: Option<String>) {
        let mut answered = None;
        self.tables.update(|all| {
            answered = all
                .iter()
                .position(|it| it.id == id)
                .map(|at| all.remove(at));
        });
        if let (Some(pending), Some(column)) = (answered, column) {
            leptos::task::spawn_local(self.add_table(pending.file, column));
        }
    }

    async fn add_table(self, file: NamedFile, column: String) {
        let _taking = self.begin_taking();
        let name = file.name.clone();
        let job = Job::AddTable {
            name: name.clone(),
            column,
        };
        match self
            .long_job(
                format!("Adding the texts of {name}"),
                job,
                vec![file.file.into()],
            )
            .await
        {
            Ok((Reply::Texts { added, left }, _)) => self.add_texts(added, left),
            Ok((Reply::Cancelled, _)) => self.say(
                "Adding was cancelled; the project is as it was.".to_owned(),
                false,
            ),
            Ok((Reply::Refused(refusal), _)) => {
                self.complain(format!("{name} can't be read: {}.", refusal.reason))
            }
            Ok(_) => self.complain(format!(
                "{name} can't be read: the worker answered something else."
            )),
            Err(reason) => self.complain(format!("{name} can't be read: {reason}.")),
        }
    }

    fn add_texts(self, added: Vec<NewText>, left: Vec<String>) {
        let mut known = self.known_hashes();
        let empty = left.into_iter().map(|name| RefusedFile {
            name,
            reason: "the row has no text in this column".to_owned(),
        });
        let mut refused: Vec<_> = empty.collect();
        let mut inputs = Vec::with_capacity(added.len());
        for NewText {
            name,
            media,
            metadata,
        } in added
        {
            match media.hash.is_none_or(|hash| known.insert(hash)) {
                true => inputs.push(NewInput {
                    name,
                    media,
                    metadata,
                }),
                false => refused.push(RefusedFile {
                    name,
                    reason: same_is_here(MediaKind::Text),
                }),
            }
        }
        if !inputs.is_empty() {
            self.run_with_toast(Command::AddInputs(inputs));
        }
        if !refused.is_empty() {
            self.refusals.update(|all| all.extend(refused));
        }
    }
}
