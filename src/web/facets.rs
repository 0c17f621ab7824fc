//! What a worker does to learn what all objects of a project say.

use super::database::Database;
use super::rows::{ChunkPages, present};
use super::serve::{Call, Done, refused};
use crate::document::ProjectId;
use crate::jobs::Reply;
use crate::lists::Facets;
use wasm_bindgen::JsValue;

/// Reads all objects of a project.
///
/// # Errors
/// The database can't be read.
pub async fn run(call: &Call, project: ProjectId) -> Done {
    let refuse = |reason: String| refused("the project", reason);
    let database = Database::open()
        .await
        .map_err(|error| refuse(error.to_string()))?;
    let mut present = present(&database, project).await.map_err(refuse)?;
    let all = present.document.inputs().chain(present.document.trash());
    let mut inputs: Vec<_> = all.map(|entry| entry.input.id).collect();
    inputs.sort_unstable();
    let mut pages = ChunkPages::new(&database, project, inputs.len(), inputs.len());
    let mut facets = Facets::default();
    for (done, input) in inputs.iter().enumerate() {
        let chunks = pages.of(*input).await.map_err(refuse)?;
        for entry in present.layout.load_chunks(*input, chunks).iter() {
            facets.add(&entry.object, &entry.labels);
        }
        present.layout.unload_chunks(*input);
        if call.is_cancelled() {
            return Ok((Reply::Cancelled, JsValue::UNDEFINED));
        }
        call.progress(done as u64, inputs.len() as u64);
    }
    let reply = Reply::Facets {
        seq: present.seq,
        facets,
    };
    Ok((reply, JsValue::UNDEFINED))
}
