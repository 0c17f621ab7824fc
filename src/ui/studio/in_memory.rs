//! Work goes on where the browser keeps nothing: rows and files stay in memory, and go into the browser's storage as soon
//! as it takes them.

use super::Studio;
use crate::document::{MediaKind, ProjectId};
use crate::jobs::{Job, Reply};
use crate::persist::{Table, Write, project_key, project_prefix};
use crate::web::database::{Database, StorageError};
use crate::web::js::pause;
use leptos::prelude::*;
use std::collections::HashSet;
use wasm_bindgen::JsValue;

/// Between two tries to store something after all, in milliseconds.
const EVERY: i32 = 3_000;
/// What a label file is written from.
const PRESENT: [Table; 5] = [
    Table::Projects,
    Table::Concepts,
    Table::Annotators,
    Table::Blocks,
    Table::Chunks,
];

impl Studio {
    /// From here on everything is kept in memory alone, for this reason, until the browser stores something after all.
    ///
    /// # Errors
    /// The browser starts no workers; in plain words.
    pub fn go_on_in_memory(self, reason: String) -> Result<(), String> {
        let rows = Database::in_memory(Vec::new());
        self.workers()?.keep_in_memory(Some(rows.clone()));
        self.database.set_value(Some(rows));
        self.in_memory.set(Some(reason));
        self.show_state();
        leptos::task::spawn_local(async move {
            while self.in_memory.with_untracked(Option::is_some) {
                pause(EVERY).await;
                // What the browser still refuses is tried again.
                drop(self.move_into_storage().await);
            }
        });
        Ok(())
    }

    /// Puts everything from memory into the browser's storage: the files first, then all rows as one transaction.
    async fn move_into_storage(self) -> Result<(), String> {
        let storage = Database::open().await.map_err(|error| error.to_string())?;
        let Some(memory) = self.database.with_value(Clone::clone) else {
            return Ok(());
        };
        let workers = self.workers()?;
        workers.keep_in_memory(None);
        let moved = self.move_files().await;
        // What is done meanwhile is done in memory, so that this is all of it.
        let rows = memory.in_hand().unwrap_or_default();
        let moved = match moved {
            Ok(()) => storage
                .stage(&rows)
                .await
                .map_err(|error| error.to_string()),
            refused => refused,
        };
        if moved.is_err() || memory.in_hand().as_ref() != Some(&rows) {
            workers.keep_in_memory(Some(memory));
            return moved;
        }
        self.database.set_value(Some(storage));
        self.in_memory.set(None);
        self.show_state();
        // The list is read anew at the next start anyway.
        drop(self.list_projects().await);
        Ok(())
    }

    async fn move_files(self) -> Result<(), String> {
        let texts: HashSet<String> = self
            .look(|document, _| {
                let media = document.inputs().map(|entry| &entry.input.media);
                let texts = media.filter(|media| media.kind == MediaKind::Text);
                texts.filter_map(|media| Some(media.hash?.hex())).collect()
            })
            .unwrap_or_default();
        let workers = self.workers()?;
        for (hash, file) in workers.remembered() {
            let is_text = texts.contains(&hash);
            let job = Job::Keep { hash, is_text };
            match workers.ask(job, vec![JsValue::from(file)]).await?.0 {
                Reply::Done => {}
                Reply::Refused(refusal) => return Err(refusal.reason),
                _ => return Err("the worker answered something else".to_owned()),
            }
        }
        Ok(())
    }

    /// What a label file is written from while the browser takes nothing: the rows that it has, and onto them what
    /// waits.
    ///
    /// # Errors
    /// What the browser has can't be read either; in plain words.
    pub(super) async fn rows_in_hand(self, project: ProjectId) -> Result<Vec<Write>, String> {
        let said = |error: StorageError| error.to_string();
        let database = self.database().await.map_err(said)?;
        let mut rows = Vec::new();
        for table in PRESENT {
            let prefix = match table {
                Table::Projects => project_key(project),
                _ => project_prefix(project),
            };
            let found = database.range(table, &prefix).await.map_err(said)?;
            let put = |(key, bytes)| Write::Put { table, key, bytes };
            rows.extend(found.into_iter().map(put));
        }
        let waiting = self.change(|open| open.saver.pending().cloned().collect::<Vec<_>>());
        rows.extend(waiting.unwrap_or_default());
        Ok(Database::in_memory(rows).in_hand().unwrap_or_default())
    }
}
