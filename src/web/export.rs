//! What a worker does to write a label file.

use super::database::Database;
use super::js::message;
use super::rows::{ChunkPages, present, seq};
use super::serve::{Call, Done, refused};
use crate::document::{InputId, ProjectId};
use crate::export::Exporter;
use crate::formats::catalog::Format;
use crate::formats::report::Refusal;
use crate::jobs::Reply;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag};

/// How much is gathered before it goes to the browser.
const PIECE: usize = 4 << 20;
/// How often it is begun anew where somebody labels meanwhile.
const TRIES: usize = 3;

/// A label file that is written.
pub struct Export {
    /// Of which project.
    pub project: ProjectId,
    /// In which format.
    pub format: Format,
    /// Which inputs; all of them where none are named.
    pub inputs: Option<Vec<InputId>>,
}

/// Bytes on their way into a file.
#[derive(Default)]
struct Pieces {
    bytes: Vec<u8>,
    parts: Array,
}

impl Export {
    /// Writes the file.
    ///
    /// # Errors
    /// The database can't be read, or there is no room.
    pub async fn run(&self, call: &Call) -> Done {
        let refuse = |reason: String| self.refuse(reason);
        let database = Database::open()
            .await
            .map_err(|error| refuse(error.to_string()))?;
        for _ in 0..TRIES {
            let (done, read_at) = self.written(call, &database).await.map_err(refuse)?;
            if matches!(done.0, Reply::Cancelled) {
                return Ok(done);
            }
            if seq(&database, self.project).await.map_err(refuse)? == read_at {
                return Ok(done);
            }
        }
        Err(self.refuse("the project is being changed; try again in a moment".to_owned()))
    }

    fn refuse(&self, reason: String) -> Refusal {
        refused(self.format.name(), reason)
    }

    /// The file, and the journal's sequence number that it was begun at.
    async fn written(
        &self,
        call: &Call,
        database: &Database,
    ) -> Result<((Reply, JsValue), u64), String> {
        let present = present(database, self.project).await?;
        let (read_at, of) = (present.seq, present.document.inputs().len());
        let mut exporter = Exporter::new(present, self.format, self.inputs.clone());
        let inputs = exporter.inputs().to_vec();
        let total = (inputs.len() * exporter.passes()) as u64;
        let mut pieces = Pieces::default();
        let mut done = 0;
        let mut pages = ChunkPages::new(database, self.project, inputs.len(), of);
        if exporter.passes() > 1 {
            pages = pages.keeping();
        }
        for pass in 0..exporter.passes() {
            exporter.begin_pass(pass, &mut pieces.bytes);
            if pass > 0 {
                pages = pages.again();
            }
            for input in &inputs {
                let chunks = pages.of(*input).await?;
                exporter.input(pass, *input, chunks, &mut pieces.bytes);
                pieces.hand_over(PIECE)?;
                if call.is_cancelled() {
                    return Ok(((Reply::Cancelled, JsValue::UNDEFINED), read_at));
                }
                done += 1;
                call.progress(done, total);
            }
            exporter.end_of_pass(pass, &mut pieces.bytes);
        }
        let blob = pieces.into_blob()?;
        let report = exporter.into_report();
        Ok(((Reply::Exported(report), blob.into()), read_at))
    }
}

impl Pieces {
    /// Gives the bytes to the browser, once there are so many.
    fn hand_over(&mut self, least: usize) -> Result<(), String> {
        if self.bytes.len() < least {
            return Ok(());
        }
        let piece = Array::of1(&Uint8Array::from(self.bytes.as_slice()));
        let blob = Blob::new_with_u8_array_sequence(&piece).map_err(|error| message(&error))?;
        self.parts.push(&blob);
        self.bytes.clear();
        Ok(())
    }

    fn into_blob(mut self) -> Result<Blob, String> {
        self.hand_over(1)?;
        let options = BlobPropertyBag::new();
        options.set_type("application/json");
        Blob::new_with_blob_sequence_and_options(&self.parts, &options)
            .map_err(|error| message(&error))
    }
}
