//! From the saver to the database and back. Only a transaction's `complete` makes something saved.

use super::{Phase, Studio};
use crate::persist::{SaveState, Transaction};
use crate::web::database::{Database, StorageError};
use leptos::prelude::*;
use std::time::Duration;

impl Studio {
    /// The connection to the database, opened where there is none.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn database(self) -> Result<Database, StorageError> {
        if let Some(database) = self.database.with_value(Clone::clone) {
            return Ok(database);
        }
        let database = Database::open().await?;
        self.database.set_value(Some(database.clone()));
        Ok(database)
    }

    /// Sends what waits on its way, if nothing is.
    pub(super) fn pump(self) {
        let transaction = self
            .change(|open| {
                let transaction = open.saver.start().cloned();
                if transaction.is_some() {
                    open.flying_to = open.history.last_seq();
                }
                transaction
            })
            .flatten();
        self.show_state();
        if let Some(transaction) = transaction {
            leptos::task::spawn_local(self.send(transaction));
        }
    }

    async fn send(self, transaction: Transaction) {
        let committed = match self.database().await {
            Ok(database) => database.commit(&transaction).await,
            Err(error) => Err(error),
        };
        match committed {
            Ok(()) => {
                self.change(|open| {
                    open.saver.completed();
                    let saved_to = open.flying_to;
                    open.unsaved.retain(|entry| entry.head.seq > saved_to);
                });
                self.announce(transaction.project);
                self.pump();
            }
            Err(StorageError::Behind(_)) => self.catch_up().await,
            Err(StorageError::Browser(reason)) => self.retry_later(reason),
        }
    }

    /// The browser said no: everything is kept, and tried again on a new connection.
    fn retry_later(self, reason: String) {
        self.database.set_value(None);
        self.change(|open| open.saver.failed(reason));
        self.show_state();
        set_timeout(move || self.pump(), Duration::from_secs(1));
    }

    /// Another tab wrote: reads the project as it is now and puts what wasn't saved onto it. What can't be put there
    /// is said.
    async fn catch_up(self) {
        let Some((project, unsaved)) = self.change(|open| {
            open.saver.take_all();
            (
                open.editor.document().project().id,
                std::mem::take(&mut open.unsaved),
            )
        }) else {
            return;
        };
        let loaded: Vec<_> = self
            .look(|document, _| document.loaded_inputs().collect())
            .unwrap_or_default();
        if let Err(reason) = self.load(project).await {
            self.phase.set(Phase::Failed(reason));
            return;
        }
        for input in loaded {
            self.ensure_objects(input).await;
        }
        for entry in unsaved {
            let applied = self.change(|open| open.editor.apply(&entry.step));
            match applied {
                Some(Ok(())) => self.append(entry.step, entry.head.title, entry.head.kind),
                _ => self.complain(format!(
                    "“{}” couldn't be kept: another tab changed the same thing first.",
                    entry.head.title
                )),
            }
        }
        self.pump();
    }

    /// What another tab announced: reads it, unless something of ours is on its way, which then finds out by itself.
    pub(super) fn heard_of_changes(self) {
        let idle = self
            .change(|open| open.saver.is_idle() && open.unsaved.is_empty())
            .unwrap_or(false);
        if idle && self.phase.get_untracked() == Phase::Ready {
            leptos::task::spawn_local(self.catch_up());
        }
    }

    fn show_state(self) {
        let state = self.change(|open| open.saver.state());
        let state = state.unwrap_or(SaveState::Saved);
        if self.save_state.with_untracked(|shown| *shown != state) {
            self.save_state.set(state);
        }
    }

    /// Something isn't in the database yet.
    pub fn has_unsaved(self) -> bool {
        self.change(|open| !open.saver.is_idle()).unwrap_or(false)
    }
}
