//! Rows of a project for those who read all of it: the project without its objects, then the objects in pages.
//! Workers only.

use super::database::{Database, StorageError};
use super::oneshot::{Taker, oneshot};
use crate::document::{InputId, ProjectId};
use crate::persist::{
    KeyedRow, LoadedChunk, Present, Table, chunk_prefix, decode, layer_prefix, project_key,
    project_prefix,
};
use std::collections::VecDeque;
use wasm_bindgen_futures::spawn_local;

/// A project as the database has it, without objects.
///
/// # Errors
/// It isn't there, or can't be read; in plain words.
pub async fn present(database: &Database, project: ProjectId) -> Result<Present, String> {
    let row = database.get(Table::Projects, &project_key(project)).await;
    let row = row
        .map_err(said)?
        .ok_or("the project isn't there any more")?;
    let mut present = Present::new(&row).map_err(said)?;
    let prefix = project_prefix(project);
    for (_, row) in database
        .range(Table::Concepts, &prefix)
        .await
        .map_err(said)?
    {
        present.add_concept(&row).map_err(said)?;
    }
    for (_, row) in database
        .range(Table::Annotators, &prefix)
        .await
        .map_err(said)?
    {
        present.add_annotator(&row).map_err(said)?;
    }
    for layer in present.layers() {
        let prefix = layer_prefix(project, layer);
        for (key, row) in database.range(Table::Blocks, &prefix).await.map_err(said)? {
            present.add_block(key, &row).map_err(said)?;
        }
    }
    Ok(present)
}

/// The journal's sequence number.
///
/// # Errors
/// The project isn't there any more; in plain words.
pub async fn seq(database: &Database, project: ProjectId) -> Result<u64, String> {
    let row = database.get(Table::Projects, &project_key(project)).await;
    let row = row
        .map_err(said)?
        .ok_or("the project isn't there any more")?;
    Ok(Present::new(&row).map_err(said)?.seq)
}

type Page = Result<Vec<KeyedRow>, StorageError>;

/// The chunks of inputs that are asked for in their order, read some hundred rows at a time.
pub struct ChunkPages {
    database: Database,
    project: ProjectId,
    /// Nearly all inputs are asked for, so that the next page is read while this one is used.
    is_scan: bool,
    page: VecDeque<KeyedRow>,
    ahead: Option<Taker<Page>>,
    /// The page reaches to the last row there is.
    is_last: bool,
    /// The rows that were asked for, while there aren't too many to keep.
    kept: Option<VecDeque<KeyedRow>>,
    kept_bytes: usize,
}

/// Rows a page where most inputs are asked for.
const MANY: u32 = 512;
/// Rows a page where few are.
const FEW: u32 = 16;
/// So many bytes are kept for another pass.
const MOST_KEPT: usize = 64 << 20;

impl ChunkPages {
    /// For this many of so many inputs.
    pub fn new(database: &Database, project: ProjectId, some: usize, of: usize) -> Self {
        Self {
            database: database.clone(),
            project,
            is_scan: some * 8 > of,
            page: VecDeque::new(),
            ahead: None,
            is_last: false,
            kept: None,
            kept_bytes: 0,
        }
    }

    /// Keeps the rows for another pass, if there aren't too many.
    pub fn keeping(mut self) -> Self {
        self.kept = Some(VecDeque::new());
        self
    }

    /// For another pass over the same inputs.
    pub fn again(self) -> Self {
        let fresh = Self {
            page: VecDeque::new(),
            ahead: None,
            is_last: false,
            kept: None,
            ..self
        };
        match self.kept {
            Some(rows) => Self {
                page: rows,
                is_last: true,
                ..fresh
            },
            None => fresh,
        }
    }

    /// The chunks of an input; the inputs are asked for in their order.
    ///
    /// # Errors
    /// The browser refuses, or a row is damaged; in plain words.
    pub async fn of(&mut self, input: InputId) -> Result<Vec<LoadedChunk>, String> {
        let prefix = chunk_prefix(self.project, input);
        let mut found = Vec::new();
        let mut last = prefix.clone();
        loop {
            while let Some(row) = self.page.pop_front_if(|(key, _)| !is_after(key, &prefix)) {
                last.clone_from(&row.0);
                if row.0.starts_with(&prefix) {
                    found.push(loaded(&row)?);
                    self.keep(row);
                }
            }
            if !self.page.is_empty() || self.is_last {
                return Ok(found);
            }
            self.turn_page(last.clone().max(prefix.clone()))
                .await
                .map_err(said)?;
        }
    }

    fn keep(&mut self, row: KeyedRow) {
        self.kept_bytes += row.1.len();
        if self.kept_bytes > MOST_KEPT {
            self.kept = None;
        }
        if let Some(kept) = &mut self.kept {
            kept.push_back(row);
        }
    }

    async fn turn_page(&mut self, after: String) -> Result<(), StorageError> {
        let next = self.ahead.take().unwrap_or_else(|| self.read_after(after));
        let rows = next.await?;
        self.is_last = (rows.len() as u32) < self.limit();
        if let Some((key, _)) = rows.last().filter(|_| self.is_scan && !self.is_last) {
            self.ahead = Some(self.read_after(key.clone()));
        }
        self.page = rows.into();
        Ok(())
    }

    fn limit(&self) -> u32 {
        if self.is_scan { MANY } else { FEW }
    }

    /// Begins to read.
    fn read_after(&self, after: String) -> Taker<Page> {
        let (giver, taker) = oneshot();
        let database = self.database.clone();
        let (prefix, limit) = (project_prefix(self.project), self.limit());
        spawn_local(async move {
            giver.give(database.page(Table::Chunks, &prefix, &after, limit).await);
        });
        taker
    }
}

/// The key comes after all keys with this prefix.
fn is_after(key: &str, prefix: &str) -> bool {
    key > prefix && !key.starts_with(prefix)
}

fn loaded((key, row): &KeyedRow) -> Result<LoadedChunk, String> {
    Ok(LoadedChunk {
        key: key.clone(),
        chunk: decode(row).map_err(said)?,
        bytes: row.len(),
    })
}

/// In plain words.
pub fn said(error: impl ToString) -> String {
    error.to_string()
}
