//! Rows of a project for those who read all of it: the project without its objects, then the objects in pages.
//! Workers only.

use super::database::{Database, StorageError};
use crate::document::{InputId, ProjectId};
use crate::persist::{
    LoadedChunk, Present, Table, chunk_prefix, decode, project_key, project_prefix,
};
use std::collections::VecDeque;

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
        let prefix = format!("{prefix}{:016x}/", layer.0);
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

/// The chunks of inputs that are asked for in their order, read some hundred rows at a time.
pub struct ChunkPages<'a> {
    database: &'a Database,
    project: ProjectId,
    /// Rows a page.
    limit: u32,
    page: VecDeque<(String, Vec<u8>)>,
    /// The page reaches to the last row there is.
    is_last: bool,
}

/// Rows a page where most inputs are asked for.
const MANY: u32 = 512;
/// Rows a page where few are.
const FEW: u32 = 16;

impl<'a> ChunkPages<'a> {
    /// For this many of so many inputs.
    pub fn new(database: &'a Database, project: ProjectId, some: usize, of: usize) -> Self {
        Self {
            database,
            project,
            limit: if some * 8 > of { MANY } else { FEW },
            page: VecDeque::new(),
            is_last: false,
        }
    }

    /// The chunks of an input; the inputs are asked for in their order.
    ///
    /// # Errors
    /// The browser refuses, or a row is damaged; in plain words.
    pub async fn of(&mut self, input: InputId) -> Result<Vec<LoadedChunk>, String> {
        let prefix = chunk_prefix(self.project, input);
        let mut found = Vec::new();
        while self.page.front().is_some_and(|(key, _)| *key < prefix) {
            self.page.pop_front();
        }
        loop {
            while let Some((key, row)) = self.page.pop_front_if(|(key, _)| key.starts_with(&prefix))
            {
                let bytes = row.len();
                let chunk = decode(&row).map_err(said)?;
                found.push(LoadedChunk { key, chunk, bytes });
            }
            if !self.page.is_empty() || self.is_last {
                return Ok(found);
            }
            let after = found
                .last()
                .map_or(prefix.as_str(), |chunk| chunk.key.as_str());
            self.read_after(after).await.map_err(said)?;
        }
    }

    async fn read_after(&mut self, after: &str) -> Result<(), StorageError> {
        let prefix = project_prefix(self.project);
        let rows = self
            .database
            .page(Table::Chunks, &prefix, after, self.limit)
            .await?;
        self.is_last = rows.len() < self.limit as usize;
        self.page = rows.into();
        Ok(())
    }
}

/// In plain words.
pub fn said(error: impl ToString) -> String {
    error.to_string()
}
