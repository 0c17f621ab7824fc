//! The sample project: the product's own pictures, texts and video with labels, so that a newcomer sees every kind without a file.

use super::Studio;
use super::adding::NamedFile;
use crate::document::{InputId, Name, Presence};
use crate::edit::{Command, NewConcept};
use serde::Deserialize;
use std::collections::BTreeMap;
use wasm_bindgen::{JsCast as _, JsValue};

/// What `public/sample/index.json` says.
#[derive(Deserialize)]
struct Sample {
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
        let index = crate::web::js::fetch_bytes("sample/index.json").await?;
        let sample: Sample = serde_json::from_slice(&index).map_err(|error| error.to_string())?;
        let mut files = Vec::new();
        let names = sample.pictures.iter().chain(&sample.texts);
        for name in names.chain(&sample.videos) {
            files.push(fetch_file(name).await?);
        }
        self.add_pictures(files, None).await;
        for name in &sample.labels {
            let labels = fetch_file(name).await?;
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

async fn fetch_file(name: &str) -> Result<NamedFile, String> {
    let bytes = crate::web::js::fetch_bytes(&format!("sample/{name}")).await?;
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes.as_slice()));
    let file = web_sys::File::new_with_u8_array_sequence(&parts, name)
        .map_err(|error: JsValue| crate::web::js::message(&error))?;
    Ok(NamedFile {
        name: name.to_owned(),
        file: file.unchecked_into(),
    })
}
