//! Archives among what was dropped: unpacked first, and then their files are taken as if they had been dropped.

use super::Studio;
use super::adding::{NamedFile, RefusedFile};
use crate::import::archive::is_archive;
use crate::jobs::{Job, Reply};
use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};

impl Studio {
    /// These files, with those of archives in place of the archives.
    pub(super) async fn all_unpacked(self, files: Vec<NamedFile>) -> Vec<NamedFile> {
        let mut all = Vec::with_capacity(files.len());
        for file in files {
            match is_archive(&file.name) {
                true => all.extend(self.unpacked(file).await),
                false => all.push(file),
            }
        }
        all
    }

    /// The files of an archive; those that can't be taken are listed with their reasons.
    async fn unpacked(self, archive: NamedFile) -> Vec<NamedFile> {
        let NamedFile { name, file } = archive;
        match self.try_unpack(&name, file).await {
            Ok(files) => files,
            Err(reason) => {
                self.refusals
                    .update(|all| all.push(RefusedFile { name, reason }));
                Vec::new()
            }
        }
    }

    async fn try_unpack(
        self,
        archive: &str,
        file: web_sys::File,
    ) -> Result<Vec<NamedFile>, String> {
        let job = Job::Unpack {
            name: archive.to_owned(),
        };
        let title = format!("Unpacking {archive}");
        match self.long_job(title, job, vec![file.into()]).await? {
            (Reply::Unpacked { names, refused }, files) => {
                let within = |name: String| format!("{archive}/{name}");
                let refused = refused.into_iter().map(|(name, reason)| RefusedFile {
                    name: within(name),
                    reason,
                });
                self.refusals.update(|all| all.extend(refused));
                let files = files.unchecked_into::<Array>();
                let files = files.iter().map(JsValue::unchecked_into);
                Ok(names
                    .into_iter()
                    .zip(files)
                    .map(|(name, file)| NamedFile { name, file })
                    .collect())
            }
            (Reply::Cancelled, _) => Ok(Vec::new()),
            (Reply::Refused(refusal), _) => Err(refusal.reason),
            _ => Err("the worker answered something else".to_owned()),
        }
    }
}
