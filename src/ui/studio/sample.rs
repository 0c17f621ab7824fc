//! The sample project: the product's own pictures, texts and video with labels, so that a newcomer sees every kind without a file.

use super::Studio;
use super::adding::NamedFile;
use crate::document::{InputId, Name, Presence};
use crate::edit::{Command, NewConcept};
use crate::web::js::{fetch_bytes, meta};
use serde::Deserialize;
use std::collections::BTreeMap;
use wasm_bindgen::{JsCast as _, JsValue};

/// What `public/sample/index.json` says, and what the build adds to it.
#[derive(Deserialize)]
struct Sample {
    /// Where each file is, and its hash.
    files: BTreeMap<String, (String, String)>,
    pictures: Vec<String>,
    texts: Vec<String>,
    videos: Vec<String>,
    labels: Vec<String>,
    classifications: BTreeMap<String, Vec<String>>,
}

impl Studio {
    /// Fills the open project, which is empty, with the sample.
    ///
    /// # Errors
    /// Its files aren't on the server.
    pub async fn fill_with_sample(self) -> Result<(), String> {
        let _taking = self.begin_taking();
        let index = meta("cartouche-sample").ok_or("the page doesn't name it")?;
        let integrity = index.dataset().get("integrity").unwrap_or_default();
        let index = fetch_bytes(&index.content(), &integrity).await?;
        let sample: Sample = serde_json::from_slice(&index).map_err(|error| error.to_string())?;
        let mut files = Vec::new();
        let names = sample.pictures.iter().chain(&sample.texts);
        for name in names.chain(&sample.videos) {
            files.push(sample.fetch(name).await?);
        }
        self.add_pictures(files, None).await;
        for name in &sample.labels {
            let labels = sample.fetch(name).await?;
            if let Some(pending) = self.staged(&labels).await? {
                self.try_adopt(pending).await?;
            }
        }
        for (picture, concepts) in &sample.classifications {
            self.classify_sample(picture, concepts);
        }
        Ok(())
    }

    fn classify_sample(self, picture: &str, concepts: &[String]) {
        let names: Vec<_> = concepts
            .iter()
            .filter_map(|name| Name::new(name).ok())
            .collect();
        // Refused where all are there already.
        drop(self.try_run(&Command::AddConcepts(
            names.iter().cloned().map(NewConcept::from).collect(),
        )));
        let found = self.look(|document, _| {
            let mut inputs = document.inputs();
            let input: InputId = inputs.find(|e| e.input.file_name() == picture)?.input.id;
            let concepts = names
                .iter()
                .filter_map(|name| Some(document.concept_named(name.as_str())?.id));
            Some((input, concepts.collect::<Vec<_>>()))
        });
        if let Some((input, concepts)) = found.flatten() {
            let inputs = vec![input];
            drop(self.try_run(&Command::Classify {
                inputs,
                concepts,
                presence: Presence::Present,
            }));
        }
    }
}

impl Sample {
    async fn fetch(&self, name: &str) -> Result<NamedFile, String> {
        let (path, integrity) = self.files.get(name).ok_or(format!("{name} isn't there"))?;
        let bytes = fetch_bytes(path, integrity).await?;
        let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes.as_slice()));
        let file = web_sys::File::new_with_u8_array_sequence(&parts, name)
            .map_err(|error: JsValue| crate::web::js::message(&error))?;
        Ok(NamedFile {
            name: name.to_owned(),
            file: file.unchecked_into(),
        })
    }
}
