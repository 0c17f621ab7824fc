//! Work goes on where the browser keeps nothing: rows and files stay in memory, and go into the browser's storage as soon
//! as it takes them.

use super::Studio;
use super::loading::plain;
use super::saving::open_storage;
use crate::document::ProjectId;
use crate::jobs::{Job, Reply};
use crate::open::InMemory;
use crate::persist::{
    Span, StoredProject, Table, Write, decode, last_of_each, project_key, project_prefix,
};
use crate::web::database::Database;
use crate::web::js::{pause, within};
use crate::web::memory;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// Between two tries to store something after all, in milliseconds.
const EVERY: i32 = 3_000;
/// A database that doesn't answer for so long can't be read, in milliseconds.
const READ_WITHIN: i32 = 5_000;
/// What a label file is written from.
const PRESENT: [Table; 5] = [
    Table::Projects,
    Table::Concepts,
    Table::Annotators,
    Table::Blocks,
    Table::Chunks,
];

/// How far everything has gone from memory into the browser's storage.
#[derive(Default)]
struct Moving {
    /// So many of the files.
    files: usize,
    /// Rows on their way: all at first, then what was written since.
    rows: Vec<Write>,
    /// The browser has taken all rows that there were once.
    has_begun: bool,
}

impl Moving {
    /// Takes the rows that the browser doesn't have.
    fn take(&mut self, memory: &Database) {
        let news = memory.take_news();
        match self.has_begun {
            true => self.rows.extend(news),
            false => self.rows = memory.in_hand().unwrap_or_default(),
        }
        self.rows = last_of_each(std::mem::take(&mut self.rows));
    }

    /// The rows that go first: those of projects go last, so that nobody sees a project before all of it is there.
    fn hidden(&self) -> Vec<Write> {
        self.rows
            .iter()
            .filter(|row| !names_project(row))
            .cloned()
            .collect()
    }

    fn are_hidden_staged(&mut self) {
        self.has_begun = true;
        self.rows.retain(names_project);
    }
}

fn names_project(row: &Write) -> bool {
    let (Write::Put { table, .. } | Write::Delete { table, .. }) = row;
    *table == Table::Projects
}

impl Studio {
    /// From here on everything is kept in memory alone, for this reason, until the browser stores something after all.
    ///
    /// # Errors
    /// The browser starts no workers; in plain words.
    pub fn go_on_in_memory(self, reason: String) -> Result<(), String> {
        let rows = Database::in_memory(Vec::new());
        let workers = self.workers()?;
        workers.lend_rows(Some(rows.clone()));
        workers.remember_files(true);
        self.let_go_of_database();
        self.database.set_value(Some(rows));
        self.in_memory.set(Some(reason));
        self.show_state();
        leptos::task::spawn_local(async move {
            let mut moving = Moving::default();
            while self.in_memory.with_untracked(Option::is_some) {
                pause(EVERY).await;
                // What the browser still refuses is tried again.
                drop(self.move_into_storage(&mut moving).await);
            }
        });
        Ok(())
    }

    /// Puts everything from memory into the browser's storage, the files before the rows that name them, until nothing is
    /// left: what is done meanwhile is done in memory.
    async fn move_into_storage(self, moving: &mut Moving) -> Result<(), String> {
        let storage = open_storage().await.map_err(|error| error.to_string())?;
        let (workers, memory) = (self.workers()?, self.database.with_value(Clone::clone));
        workers.remember_files(false);
        let moved = match memory {
            Some(memory @ Database::Memory(_)) => self.move_all(moving, &memory, &storage).await,
            Some(Database::Browser(_)) | None => Err("there is nothing in memory".to_owned()),
        };
        if let Err(refused) = moved {
            storage.close();
            workers.remember_files(true);
            return Err(refused);
        }
        workers.lend_rows(None);
        self.database.set_value(Some(storage));
        self.in_memory.set(None);
        self.show_state();
        // The list is read anew at the next start anyway.
        drop(self.list_projects().await);
        Ok(())
    }

    /// Nothing is left in memory alone when this is done, and nothing waits in between.
    async fn move_all(
        self,
        moving: &mut Moving,
        memory: &Database,
        storage: &Database,
    ) -> Result<(), String> {
        let workers = self.workers()?;
        loop {
            for (hash, file) in workers.remembered().into_iter().skip(moving.files) {
                self.move_file(hash, file).await?;
                moving.files += 1;
            }
            moving.take(memory);
            let hidden = moving.hidden();
            let stage = async |rows: &[Write]| {
                let staged = storage.stage(rows).await;
                staged.map_err(|error| error.to_string())
            };
            if !hidden.is_empty() {
                stage(&hidden).await?;
                moving.are_hidden_staged();
            } else if workers.is_busy() {
                pause(50).await;
            } else if workers.remembered().len() != moving.files {
                // More files came meanwhile.
            } else if moving.rows.is_empty() {
                return Ok(());
            } else {
                stage(&moving.rows).await?;
                moving.rows.clear();
            }
        }
    }

    async fn move_file(self, hash: String, file: web_sys::File) -> Result<(), String> {
        let is_text = memory::is_text(&file);
        let job = Job::Keep { hash, is_text };
        let answer = self.workers()?.ask(job, vec![JsValue::from(file)]).await?;
        match answer.0 {
            Reply::Done => Ok(()),
            Reply::Refused(refusal) => Err(refusal.reason),
            _ => Err("the worker answered something else".to_owned()),
        }
    }

    /// What a label file is written from while the browser takes nothing: the rows that it has, and onto them what
    /// waits. Where it can't even read, or has other rows than what waits was made from, what is in memory, and with it the
    /// names of those inputs whose labels aren't.
    ///
    /// # Errors
    /// A record can't be encoded; in plain words.
    pub(super) async fn rows_in_hand(
        self,
        project: ProjectId,
    ) -> Result<(Vec<Write>, Vec<String>), String> {
        let read = within(READ_WITHIN, self.rows_that_can_be_read(project)).await;
        if let Some(Ok((seq, mut rows))) = read
            && let Some(waiting) = self.change(|open| open.waiting_behind(seq)).flatten()
        {
            rows.extend(waiting);
            let rows = Database::in_memory(rows).in_hand().unwrap_or_default();
            return Ok((rows, Vec::new()));
        }
        let in_memory = self.change(|open| open.in_memory());
        let InMemory { rows, unread } = in_memory
            .ok_or("no project is open")?
            .map_err(|damage| damage.to_string())?;
        let names = self.look(|document, _| {
            let entries = unread.iter().filter_map(|id| document.input(*id));
            entries.map(|entry| entry.input.name.clone()).collect()
        });
        Ok((rows, names.unwrap_or_default()))
    }

    /// The rows of one moment, and where the journal ended then.
    async fn rows_that_can_be_read(self, project: ProjectId) -> Result<(u64, Vec<Write>), String> {
        let database = self.database().await.map_err(plain)?;
        let spans = PRESENT.map(|table| match table {
            Table::Projects => Span::new(table, project_key(project)),
            _ => Span::new(table, project_prefix(project)),
        });
        let found = database.read_together(&spans).await.map_err(plain)?;
        let own = found.first().and_then(|rows| rows.first());
        let (_, own) = own.ok_or("the project isn't there any more")?;
        let seq = decode::<StoredProject>(own).map_err(plain)?.seq;
        let rows = PRESENT.into_iter().zip(found).flat_map(|(table, rows)| {
            let put = move |(key, bytes)| Write::Put { table, key, bytes };
            rows.into_iter().map(put)
        });
        Ok((seq, rows.collect()))
    }
}
