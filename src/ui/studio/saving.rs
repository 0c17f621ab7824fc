//! From the saver to the database and back. Only a transaction's `complete` makes something saved.

use super::{Open, Phase, Studio};
use crate::document::ProjectId;
use crate::edit::{Entry, EntryKind};
use crate::faults;
use crate::persist::{SaveState, Transaction};
use crate::web::database::{Database, StorageError};
use crate::web::js::{pause, within};
use leptos::prelude::*;
use std::time::Duration;

/// The database is open by then, or it is said that it isn't, in milliseconds.
const OPENS_WITHIN: i32 = 5_000;
/// What is on its way is in the database by then, or it is said that it isn't.
const ANSWERS_WITHIN: Duration = Duration::from_secs(3);
const SILENT: &str = "the browser's storage doesn't answer; another tab may hold it up: close other tabs of Cartouche";

/// Where a project stands of which all is saved.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Quiet {
    project: ProjectId,
    generation: u32,
    seq: u64,
}

impl Studio {
    /// The connection to the database, opened where there is none.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn database(self) -> Result<Database, StorageError> {
        let known = self.database.with_value(Clone::clone);
        if let Some(database) = known.filter(|database| !database.is_closed()) {
            return Ok(database);
        }
        let database = within(OPENS_WITHIN, Database::open())
            .await
            .unwrap_or_else(|| Err(StorageError::Browser(SILENT.to_owned())))?;
        self.database.set_value(Some(database.clone()));
        Ok(database)
    }

    /// Lets go of the database: a page that is frozen would hold up who wants to change it.
    pub fn let_go_of_database(self) {
        let database = self.database.try_update_value(|it| {
            // What is in memory alone is nowhere else.
            it.take_if(|database| matches!(database, Database::Browser(_)))
        });
        if let Some(database) = database.flatten() {
            database.close();
        }
    }

    /// Sends what waits on its way, if nothing is.
    pub(super) fn pump(self) {
        let started = self
            .change(|open| {
                if open.overtaken {
                    return None;
                }
                let transaction = open.saver.start().cloned()?;
                open.flying_to = open.history.last_seq();
                Some((transaction, open.generation))
            })
            .flatten();
        faults::point();
        self.show_state();
        if let Some((transaction, generation)) = started {
            self.watch_for_an_answer(generation);
            leptos::task::spawn_local(self.send(transaction, generation));
        }
    }

    /// Says so where the database doesn't answer; what is on its way stays there.
    fn watch_for_an_answer(self, generation: u32) {
        let flying = move || {
            let flying = |open: &mut Open| {
                (open.saver.is_flying() && open.generation == generation).then_some(open.flying_to)
            };
            self.change(flying).flatten()
        };
        let sent = flying();
        set_timeout(
            move || {
                if sent.is_some() && flying() == sent {
                    self.is_late.set_value(true);
                    self.show_state();
                }
            },
            ANSWERS_WITHIN,
        );
    }

    async fn send(self, transaction: Transaction, generation: u32) {
        let mut committed = self.commit(&transaction).await;
        if matches!(committed, Err(StorageError::Browser(_))) && !self.is_in_memory() {
            // The connection may have died, on a phone that slept for one: what is wrong with a new one is wrong.
            self.database.set_value(None);
            committed = self.commit(&transaction).await;
        }
        self.is_late.set_value(false);
        // What was read anew meanwhile has its own transactions; this answer isn't about them.
        if self.change(|open| open.generation) != Some(generation) {
            return;
        }
        match committed {
            Ok(()) => {
                faults::point();
                self.change(|open| {
                    open.saver.completed();
                    let saved_to = open.flying_to;
                    open.unsaved.retain(|entry| entry.head.seq > saved_to);
                });
                self.announce(transaction.project);
                self.pump();
                self.look_again();
            }
            Err(StorageError::Behind) => {
                self.change(|open| {
                    open.saver.take_all();
                    open.overtaken = true;
                });
                self.catch_up().await;
            }
            Err(StorageError::Browser(reason)) => self.retry_later(reason),
        }
    }

    async fn commit(self, transaction: &Transaction) -> Result<(), StorageError> {
        self.database().await?.commit(transaction).await
    }

    fn is_in_memory(self) -> bool {
        self.in_memory.with_untracked(Option::is_some)
    }

    /// The browser said no: everything is kept, and tried again on a new connection.
    fn retry_later(self, reason: String) {
        self.database.set_value(None);
        self.change(|open| open.saver.failed(reason));
        self.show_state();
        set_timeout(move || self.pump(), Duration::from_secs(1));
    }

    /// Another tab wrote first: reads the project as it is now and puts what was refused onto it, until all of it is on
    /// its way. What can't be put there is said.
    async fn catch_up(self) {
        if self.catching_up.get_value() {
            return;
        }
        self.catching_up.set_value(true);
        while let Some(project) = self.waits_for_newer_state() {
            match self.read_project(project).await {
                Ok(opened) => self.take_over(opened).await,
                Err(reason) => {
                    self.database.set_value(None);
                    self.change(|open| open.saver.failed(reason));
                    self.show_state();
                    pause(1_000).await;
                }
            }
        }
        self.catching_up.set_value(false);
        self.pump();
        self.look_again();
    }

    /// The project, while another tab's entries have to be read before ours can be sent.
    fn waits_for_newer_state(self) -> Option<ProjectId> {
        self.change(|open| open.overtaken.then(|| open.project()))
            .flatten()
    }

    /// Puts what was read in the place of what was open, and what isn't saved onto it: at once, but for an import, whose
    /// rows have to be read first.
    async fn take_over(self, opened: Open) {
        self.install(opened);
        while let Some(entry) = self.change(|open| open.refused.pop_front()).flatten() {
            self.hold(&entry.step.diff.inputs_with_objects()).await;
            self.put_again(entry).await;
            self.release();
        }
        self.pump();
    }

    /// An entry that another tab was faster than, onto the present state.
    async fn put_again(self, entry: Entry) {
        let applied = self.change(|open| open.editor.apply(&entry.step));
        let switched = match (applied, entry.step.layer) {
            (Some(Ok(())), Some(switch)) => self.switch_layer(switch).await,
            (Some(Ok(())), None) => Ok(()),
            (Some(Err(refused)), _) => Err(refused.to_string()),
            (None, _) => Err("the project was closed".to_owned()),
        };
        match switched {
            Ok(()) => {
                let kind = self.change(|open| {
                    open.moved
                        .insert(entry.head.seq, open.history.last_seq() + 1);
                    open.kind_now(entry.head.kind)
                });
                self.append(entry.step, entry.head.title, kind.unwrap_or(EntryKind::Do));
            }
            Err(reason) => self.complain_of_lost(&entry.head.title, &reason),
        }
    }

    /// An entry of ours can't be on what another tab made of the project.
    pub(super) fn complain_of_lost(self, title: &str, reason: &str) {
        self.complain(format!(
            "“{title}” couldn't be kept, since another tab changed the project first: {reason}."
        ));
    }

    /// What another tab announced. It is only a hint, and kept until it can be followed.
    pub(super) fn heard_of_changes(self) {
        self.heard.set_value(true);
        self.look_again();
    }

    /// Follows a hint, unless something of ours is on its way: then whoever ends that looks again.
    pub(super) fn look_again(self) {
        let busy = self.catching_up.get_value() || self.quiet().is_none();
        if busy || !self.heard.get_value() {
            return;
        }
        self.catching_up.set_value(true);
        leptos::task::spawn_local(async move {
            self.read_newer().await;
            self.catching_up.set_value(false);
            // An edit made meanwhile may have found the database ahead.
            self.catch_up().await;
        });
    }

    /// Reads the project where another tab went on, and again if it went on meanwhile.
    async fn read_newer(self) {
        while self.heard.get_value() {
            let Some(quiet) = self.quiet() else { return };
            self.heard.set_value(false);
            let read = self.read_project_after(quiet.project, quiet.seq).await;
            match read {
                Ok(None) => {}
                Ok(Some(opened)) if self.quiet() == Some(quiet) => self.take_over(opened).await,
                // An edit was made while it was read: that goes first.
                Ok(Some(_)) => {
                    self.heard.set_value(true);
                    return;
                }
                Err(_) => {
                    self.heard.set_value(true);
                    pause(1_000).await;
                }
            }
        }
    }

    /// Where the open project stands, while all of it is saved.
    fn quiet(self) -> Option<Quiet> {
        let ready = self.phase.get_untracked() == Phase::Ready;
        self.change(|open| {
            (ready && open.is_saved()).then(|| Quiet {
                project: open.project(),
                generation: open.generation,
                seq: open.history.last_seq(),
            })
        })
        .flatten()
    }

    /// What the header says: nothing is saved before the database completed every entry.
    pub(super) fn show_state(self) {
        let state = self.change(|open| match open.saver.state() {
            SaveState::Saved if !open.is_saved() => SaveState::Saving,
            state => state,
        });
        let state = match (self.in_memory.get_untracked(), state) {
            (Some(reason), _) => SaveState::Failed(reason),
            (None, Some(SaveState::Saving)) if self.is_late.get_value() => {
                SaveState::Failed("the browser's storage doesn't answer".to_owned())
            }
            (None, state) => state.unwrap_or(SaveState::Saved),
        };
        let before = self.save_state.get_untracked();
        if before == state {
            return;
        }
        if state == SaveState::Saved && matches!(before, SaveState::Failed(_)) {
            self.say("Everything is saved again.".to_owned(), false);
        }
        self.save_state.set(state);
    }

    /// Something would be gone with the page.
    pub fn has_unsaved(self) -> bool {
        let in_memory = self.is_in_memory();
        // The first step only made the project.
        self.change(|open| !open.is_saved() || (in_memory && open.history.last_seq() > 1))
            .unwrap_or(false)
    }

    /// Tries at once to save what waits.
    pub fn try_to_save(self) {
        self.pump();
    }

    /// Waits until everything is in the database, where the worker reads.
    ///
    /// # Errors
    /// The browser doesn't take it; in plain words.
    pub async fn settled(self) -> Result<(), String> {
        while self.change(|open| !open.is_saved()) == Some(true) {
            let state = self.save_state.get_untracked();
            if let (SaveState::Failed(reason), None) = (state, self.in_memory.get_untracked()) {
                return Err(format!("nothing can be saved at the moment ({reason})"));
            }
            pause(10).await;
        }
        Ok(())
    }
}
