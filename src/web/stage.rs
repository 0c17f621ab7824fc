//! What a worker does with label files: stages them in a layer that nobody sees, and sweeps such layers up.

use super::database::{Database, StorageError};
use super::js::message;
use super::oneshot::{Taker, oneshot};
use super::originals;
use super::rows::{ChunkPages, present, said};
use super::serve::{Call, Done, refused};
use crate::document::ProjectId;
use crate::edit::LayerId;
use crate::formats::registry::{self, HEAD_BYTES};
use crate::formats::report::Refusal;
use crate::import::{Importer, Origin, discard};
use crate::jobs::{Reply, Staged};
use crate::persist::{Table, Write, project_prefix};
use js_sys::{Promise, Uint8Array};
use std::collections::VecDeque;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::File;

/// How much of a file is read at once.
const PIECE: f64 = (4 << 20) as f64;
/// How many rows are written in one transaction.
const AT_ONCE: usize = 500;
/// How many transactions are on their way at a time.
const AT_A_TIME: usize = 3;
/// How many rows are taken out in one transaction.
const SWEPT: usize = 5000;
const UNKNOWN: &str = "this is no label file that Cartouche knows: it reads COCO and its own JSON";

/// Why nothing was staged.
enum Stopped {
    Refused(Refusal),
    Cancelled,
}

/// A file that is staged.
pub struct Stage {
    /// The project that it is for.
    pub project: ProjectId,
    /// The layer, which nobody has used.
    pub layer: LayerId,
    /// The file's name.
    pub name: String,
    /// Milliseconds since 1970.
    pub now_ms: u64,
    /// Keeps new ids apart.
    pub chance: u32,
}

impl Stage {
    /// Reads the file into the layer. Where it fails or is cancelled, the layer is empty again.
    ///
    /// # Errors
    /// The file can't be read, or its rows can't be written.
    pub async fn run(&self, call: &Call, file: &File) -> Done {
        let nothing = JsValue::UNDEFINED;
        let database = Database::open().await.map_err(|error| self.refuse(error))?;
        let mut rows = Rows::new(&database);
        let stopped = match self.staged(call, &mut rows, file).await {
            Ok(staged) => return Ok((Reply::Staged(staged), nothing)),
            Err(stopped) => stopped,
        };
        // Rows that land after the sweep would stay; that they don't land is as well.
        while rows.land_all().await.is_err() {}
        let swept = discard_layer(&database, self.project, self.layer).await;
        match stopped {
            Stopped::Refused(refusal) => Err(refusal),
            // What stays behind in a layer that isn't turned on is never seen.
            Stopped::Cancelled => swept
                .map(|()| (Reply::Cancelled, nothing))
                .map_err(|reason| self.refuse(reason)),
        }
    }

    fn refuse(&self, reason: impl ToString) -> Refusal {
        refused(&self.name, reason.to_string())
    }

    fn stop(&self, reason: impl ToString) -> Stopped {
        Stopped::Refused(self.refuse(reason))
    }

    async fn staged(
        &self,
        call: &Call,
        rows: &mut Rows<'_>,
        file: &File,
    ) -> Result<Staged, Stopped> {
        let database = rows.database;
        let size = file.size();
        if size == 0.0 {
            return Err(self.stop("the file is empty (0 bytes)"));
        }
        let head = read(file, 0.0, HEAD_BYTES as f64)
            .await
            .map_err(|it| self.stop(it))?;
        let format = registry::detect(&head, &self.name).ok_or_else(|| self.stop(UNKNOWN))?;
        let present = present(database, self.project)
            .await
            .map_err(|it| self.stop(it))?;
        let origin = Origin {
            format,
            name: self.name.clone(),
            layer: self.layer,
            now_ms: self.now_ms,
            chance: self.chance,
        };
        let mut importer = Importer::new(present, origin);
        let mut reader = registry::reader(format);
        let total = size * reader.passes() as f64;
        for pass in 0..reader.passes() {
            let mut at = 0.0;
            let mut ahead = begin_to_read(file, at, PIECE).map_err(|it| self.stop(it))?;
            while at < size {
                let piece = finish_reading(ahead).await.map_err(|it| self.stop(it))?;
                at += PIECE;
                ahead = begin_to_read(file, at, PIECE).map_err(|it| self.stop(it))?;
                reader
                    .feed(pass, &piece, &mut importer)
                    .map_err(Stopped::Refused)?;
                if importer.is_full() {
                    self.flush(rows, &mut importer).await?;
                }
                if call.is_cancelled() {
                    return Err(Stopped::Cancelled);
                }
                let done = size * pass as f64 + at.min(size);
                call.progress(done as u64, total as u64);
            }
            reader
                .end_of_pass(pass, &mut importer)
                .map_err(Stopped::Refused)?;
        }
        self.flush(rows, &mut importer).await?;
        // A backup that comes back finds its pictures, if this browser still has them.
        let stored = originals::kept(&importer.may_be_stored()).await;
        importer.are_stored(&stored);
        let (writes, staged) = importer.finish().map_err(|it| self.stop(it))?;
        rows.put(writes).await.map_err(|it| self.stop(it))?;
        rows.land_all().await.map_err(|it| self.stop(it))?;
        match call.is_cancelled() {
            true => Err(Stopped::Cancelled),
            false => Ok(staged),
        }
    }

    /// Writes what waits.
    async fn flush(&self, rows: &mut Rows<'_>, importer: &mut Importer) -> Result<(), Stopped> {
        let mut inputs = importer.unknown();
        inputs.sort_unstable();
        let mut pages =
            ChunkPages::new(rows.database, self.project, inputs.len(), importer.inputs());
        for input in inputs {
            let chunks = pages.of(input).await.map_err(|it| self.stop(it))?;
            importer.know(input, chunks);
        }
        loop {
            let writes = importer.write(AT_ONCE).map_err(|it| self.stop(it))?;
            if writes.is_empty() {
                return Ok(());
            }
            rows.put(writes).await.map_err(|it| self.stop(it))?;
        }
    }
}

/// Rows on their way to the database: while some are written, the next are made.
struct Rows<'a> {
    database: &'a Database,
    /// Transactions that weren't heard of yet, the oldest first.
    flying: VecDeque<Taker<Result<(), StorageError>>>,
}

impl<'a> Rows<'a> {
    fn new(database: &'a Database) -> Self {
        Self {
            database,
            flying: VecDeque::new(),
        }
    }

    /// Sends rows on their way; waits where enough are.
    async fn put(&mut self, writes: Vec<Write>) -> Result<(), StorageError> {
        while self.flying.len() >= AT_A_TIME {
            self.landed().await?;
        }
        let (giver, taker) = oneshot();
        let database = self.database.clone();
        spawn_local(async move { giver.give(database.stage(&writes).await) });
        self.flying.push_back(taker);
        Ok(())
    }

    /// Waits until all rows are in the database.
    async fn land_all(&mut self) -> Result<(), StorageError> {
        while !self.flying.is_empty() {
            self.landed().await?;
        }
        Ok(())
    }

    async fn landed(&mut self) -> Result<(), StorageError> {
        match self.flying.pop_front() {
            Some(landing) => landing.await,
            None => Ok(()),
        }
    }
}

/// Takes out the rows of a layer.
///
/// # Errors
/// The browser refuses; in plain words.
pub async fn discard_layer(
    database: &Database,
    project: ProjectId,
    layer: LayerId,
) -> Result<(), String> {
    for table in [Table::Blocks, Table::Chunks] {
        let keys = database
            .keys(table, &project_prefix(project))
            .await
            .map_err(said)?;
        for writes in discard(table, keys, layer).chunks(SWEPT) {
            database.stage(writes).await.map_err(said)?;
        }
    }
    Ok(())
}

async fn read(file: &File, from: f64, length: f64) -> Result<Vec<u8>, String> {
    finish_reading(begin_to_read(file, from, length)?).await
}

/// The browser reads while something else is done.
fn begin_to_read(file: &File, from: f64, length: f64) -> Result<Promise, String> {
    let piece = file.slice_with_f64_and_f64(from, from + length);
    Ok(piece.map_err(unreadable)?.array_buffer())
}

async fn finish_reading(begun: Promise) -> Result<Vec<u8>, String> {
    let buffer = JsFuture::from(begun).await.map_err(unreadable)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

fn unreadable(error: JsValue) -> String {
    format!("the file can't be read: {}", message(&error))
}
