//! The file of an input, as it was added.

use super::Studio;
use crate::document::{InputId, MediaKind};
use crate::jobs::{Job, Reply};
use crate::web::files::download;
use crate::web::js::message;
use js_sys::Array;
use wasm_bindgen::JsCast as _;
use web_sys::Blob;

impl Studio {
    /// Downloads the file of an input, unchanged.
    pub fn download_original(self, input: InputId) {
        leptos::task::spawn_local(async move {
            if let Err(reason) = self.try_download(input).await {
                self.complain(format!("The original can't be downloaded: {reason}."));
            }
        });
    }

    async fn try_download(self, input: InputId) -> Result<(), String> {
        let (name, media) = self
            .look(|document, _| {
                let input = &document.input(input)?.input;
                Some((input.file_name().to_owned(), input.media.clone()))
            })
            .flatten()
            .ok_or("it isn't in the project")?;
        let hash = media.hash.ok_or("its file isn't here")?;
        let source = media.source;
        let job = match media.kind {
            MediaKind::Image | MediaKind::Video(_) => Job::Original { hash, source },
            MediaKind::Text => Job::Text {
                hash,
                source,
                most: None,
            },
        };
        match self.workers()?.ask(job, Vec::new()).await? {
            (Reply::Original, blob) => download(&blob.unchecked_into(), &name),
            (Reply::Text(text), _) => {
                let blob = Blob::new_with_str_sequence(&Array::of1(&text.into()));
                download(&blob.map_err(|error| message(&error))?, &name)
            }
            (Reply::Refused(refusal), _) => Err(refusal.reason),
            _ => Err("the worker answered something else".to_owned()),
        }
    }
}
