//! From the saver to the database and back. Only a transaction's `complete` makes something saved.

use super::{Clipboard, Landing, Phase, Studio};
use crate::edit::Entry;
use crate::faults;
use crate::open::{Open, Said};
use crate::persist::{SaveState, Transaction};
use crate::web::database::{Database, StorageError};
use crate::web::js::{pause, refuses_files, within};
use leptos::prelude::*;
use std::time::Duration;

/// The database is open by then, or it is said that it isn't, in milliseconds.
const OPENS_WITHIN: i32 = 5_000;
/// What is on its way is in the database by then, or it is said that it isn't.
const ANSWERS_WITHIN: Duration = Duration::from_secs(3);
const SILENT: &str = "the browser's storage doesn't answer; another tab may hold it up: close other tabs of Cartouche";
const NO_FILES: &str =
    "the browser keeps no files for this page; Firefox keeps none in private windows";

/// Opens the browser's storage, if it takes both projects and files.
///
/// # Errors
/// The browser refuses.
pub(super) async fn open_storage() -> Result<Database, StorageError> {
    let refuses_files = refuses_files();
    let database = Database::open().await?;
    if refuses_files.await {
        database.close();
        return Err(StorageError::Browser(NO_FILES.to_owned()));
    }
    Ok(database)
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
        let database = within(OPENS_WITHIN, open_storage())
            .await
            .unwrap_or_else(|| Err(StorageError::Browser(SILENT.to_owned())));
        // Meanwhile somebody may have gone on in memory.
        if let Some(memory @ Database::Memory(_)) = self.database.with_value(Clone::clone) {
            if let Ok(late) = database {
                late.close();
            }
            return Ok(memory);
        }
        self.database.set_value(Some(database.clone()?));
        database
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
            .change(|open| Some((open.start_saving()?, open.generation())))
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
            let flying = self.change(|open| (open.generation(), open.flying_to()));
            flying.filter(|(now, _)| *now == generation)?.1
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
        if matches!(committed, Err(StorageError::Browser(_))) {
            // The connection may have died, on a phone that slept for one: what is wrong with a new one is wrong.
            self.let_go_of_database();
            committed = self.commit(&transaction).await;
        }
        self.is_late.set_value(false);
        if committed.is_ok() {
            self.announce(transaction.project);
        }
        // What was read anew meanwhile has its own transactions; this answer isn't about them.
        if self.change(|open| open.generation()) != Some(generation) {
            return;
        }
        match committed {
            Ok(()) => {
                faults::point();
                self.change(Open::completed);
                self.pump();
                self.look_again();
            }
            Err(StorageError::Behind) => {
                self.change(Open::was_overtaken);
                self.catch_up().await;
            }
            Err(StorageError::Browser(reason)) => self.retry_later(reason),
        }
    }

    async fn commit(self, transaction: &Transaction) -> Result<(), StorageError> {
        self.database().await?.commit(transaction).await
    }

    pub(super) fn is_in_memory(self) -> bool {
        self.in_memory.with_untracked(Option::is_some)
    }

    /// The browser said no: everything is kept, and tried again on a new connection.
    fn retry_later(self, reason: String) {
        self.let_go_of_database();
        self.change(|open| open.saver.failed(reason));
        self.show_state();
        set_timeout(move || self.pump(), Duration::from_secs(1));
    }

    /// Another tab wrote first: goes on from what it wrote and puts what was refused onto it, until all of it is on its
    /// way. What can't be put there is said.
    async fn catch_up(self) {
        if self.catching_up.get_value() {
            return;
        }
        self.catching_up.set_value(true);
        while self.change(|open| open.is_overtaken()) == Some(true) {
            if let Err(reason) = self.follow().await {
                self.let_go_of_database();
                self.change(|open| open.saver.failed(reason));
                self.show_state();
                pause(1_000).await;
            }
        }
        self.catching_up.set_value(false);
        self.pump();
        self.look_again();
    }

    /// Puts what was refused onto the present state, for which something has to be read first: the rows of an import, or
    /// objects that were let go.
    pub(super) async fn put_rest_again(self) {
        let project = self.look(|document, _| document.project().id);
        while let Some(entry) = self.change(Open::take_refused).flatten() {
            self.hold(&entry.step.diff.inputs_with_objects()).await;
            if self.look(|document, _| document.project().id) != project {
                return;
            }
            let lacks = self.change(|open| open.lacks_objects_for(&entry));
            if lacks == Some(true) {
                self.change(|open| {
                    open.put_back(entry);
                    open.saver
                        .failed("what was labelled before can't be read".to_owned());
                });
                self.release();
                self.show_state();
                pause(1_000).await;
                continue;
            }
            self.put_again(entry).await;
            self.change(Open::put_down);
            self.release();
        }
        self.pump();
    }

    /// An entry that another tab was faster than, onto the present state.
    async fn put_again(self, entry: Entry) {
        let mut said = Vec::new();
        let applied = self.change(|open| open.apply_again(entry, &mut said));
        for it in said {
            self.say_of_tabs(it);
        }
        let Some(entry) = applied.flatten() else {
            return;
        };
        let (title, step) = (entry.head.title.clone(), entry.step.clone());
        self.switch_layer(step.layer);
        let appended = self.change(|open| open.append_again(entry));
        if let Some(Err(damage)) = appended {
            return self.say_of_tabs(Said::Lost {
                title,
                reason: damage.to_string(),
                drawn: None,
            });
        }
        self.tell(&step);
        self.load_switched(step.layer, &title).await;
    }

    /// What became of an entry of ours on what another tab made of the project. What was drawn and can't be there is on
    /// the clipboard.
    pub(super) fn say_of_tabs(self, said: Said) {
        match said {
            Said::Renamed { from, to } => self.complain(format!(
                "“{from}” is called “{to}” now, since another tab made a concept of that name."
            )),
            Said::BroughtBack(name) => self.complain(format!(
                "“{name}” is there again: another tab took it away while it was used here."
            )),
            Said::Lost {
                title,
                reason,
                drawn,
            } => {
                let mut kept = "";
                if let Some((from, objects)) = drawn {
                    kept = " What was drawn is on the clipboard: paste it.";
                    self.clipboard.set_value(Some(Clipboard {
                        from,
                        objects,
                        landing: Landing::InPlace,
                    }));
                }
                self.complain(format!(
                    "“{title}” couldn't be kept, since another tab changed the project first: {reason}.{kept}"
                ));
            }
        }
    }

    /// What another tab announced. It is only a hint, and kept until it can be followed.
    pub(super) fn heard_of_changes(self) {
        self.heard.set_value(true);
        self.look_again();
    }

    /// Follows a hint, unless something of ours is on its way: then whoever ends that looks again.
    pub(super) fn look_again(self) {
        let busy = self.catching_up.get_value() || !self.is_quiet();
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

    /// Goes on from what another tab wrote, and again if it went on meanwhile.
    async fn read_newer(self) {
        while self.heard.get_value() && self.is_quiet() {
            self.heard.set_value(false);
            if self.follow().await.is_err() {
                self.heard.set_value(true);
                pause(1_000).await;
            }
        }
    }

    /// All of the open project is saved.
    fn is_quiet(self) -> bool {
        let ready = self.phase.get_untracked() == Phase::Ready;
        ready && self.change(|open| open.is_saved()) == Some(true)
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
        let is_unsaved = self.change(|open| !open.is_saved());
        let has_work = |database: &Option<Database>| {
            database.as_ref().is_some_and(Database::has_work_in_memory)
        };
        is_unsaved == Some(true) || self.database.with_value(has_work)
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
