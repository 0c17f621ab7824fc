//! Folders used in place: their files stay where they are, the browser keeps the permission.

use super::Studio;
use super::adding::NamedFile;
use crate::document::{InputId, Media, Source};
use crate::edit::Command;
use crate::jobs::{Compared, Job, Reply};
use crate::web::folders;
use crate::web::thumbs::PictureStore;
use js_sys::Array;
use leptos::prelude::*;
use std::collections::BTreeSet;
use wasm_bindgen::JsCast as _;
use web_sys::Blob;

impl Studio {
    /// Adds the pictures of a folder that somebody chooses, without copying them.
    pub fn open_folder(self) {
        let taking = self.begin_taking();
        leptos::task::spawn_local(async move {
            let _taking = taking;
            if let Err(reason) = self.try_open_folder().await {
                self.complain(format!("The folder can't be opened: {reason}."));
            }
        });
    }

    async fn try_open_folder(self) -> Result<(), String> {
        let Some(folder) = folders::choose().await? else {
            return Ok(());
        };
        let handle = format!("{:08x}{:08x}", super::chance(), super::chance());
        let store = PictureStore::open()
            .await
            .map_err(|error| error.to_string())?;
        store
            .put_handle(&handle, &folder)
            .await
            .map_err(|error| error.to_string())?;
        let files = folders::walk(&folder).await?.into_iter();
        let files = files.map(|(name, file)| NamedFile { name, file });
        self.take_files_of(files.collect(), Some(handle));
        Ok(())
    }

    /// Looks which folders of the project the browser wants to be asked for again.
    pub(super) fn look_for_lapsed_folders(self) {
        let handles: BTreeSet<String> = self
            .look(|document, _| {
                let sources = document.inputs().map(|entry| &entry.input.media.source);
                sources
                    .filter_map(|source| match source {
                        Source::Folder { handle, .. } => Some(handle.clone()),
                        Source::Stored | Source::Awaited => None,
                    })
                    .collect()
            })
            .unwrap_or_default();
        if handles.is_empty() {
            self.lapsed.set(Vec::new());
            return;
        }
        leptos::task::spawn_local(async move {
            let lapsed = lapsed(handles, Ask::Quietly).await;
            self.lapsed.set(lapsed);
        });
    }

    /// Asks for the folders again; in answer to a click.
    pub fn reconnect_folders(self) {
        let handles = self.lapsed.get_untracked();
        leptos::task::spawn_local(async move {
            let lapsed = lapsed(handles, Ask::ThePerson).await;
            self.lapsed.set(lapsed);
            super::bump(self.revisions.inputs);
        });
    }
}

/// Where the file of an input went, in a folder that is used in place.
#[derive(Clone, Debug)]
pub enum Elsewhere {
    /// It has other bytes: this is it now.
    Changed(NamedFile),
    /// It isn't there; these have its bytes.
    Moved(Vec<NamedFile>),
}

impl Studio {
    fn media_of(self, input: InputId) -> Option<Media> {
        self.look(|document, _| Some(document.input(input)?.input.media.clone()))
            .flatten()
    }

    /// Looks where the file of an input went; none where it is what it was, or where nobody can tell.
    pub async fn look_elsewhere(self, input: InputId) -> Option<Elsewhere> {
        let media = self.media_of(input)?;
        let Source::Folder { path, .. } = media.source.clone() else {
            return None;
        };
        let job = Job::Compare {
            hash: media.hash?,
            source: media.source,
            bytes: media.bytes,
        };
        let (reply, beside) = self.workers().ok()?.ask(job, Vec::new()).await.ok()?;
        match reply {
            Reply::Compared(Compared::Changed) => Some(Elsewhere::Changed(NamedFile {
                name: path,
                file: beside.dyn_into().ok()?,
            })),
            Reply::Compared(Compared::Missing(paths)) => {
                let files = Array::from(&beside);
                let named = paths.into_iter().zip(files.iter());
                let named = named.filter_map(|(name, file)| {
                    let file = file.dyn_into().ok()?;
                    Some(NamedFile { name, file })
                });
                Some(Elsewhere::Moved(named.collect()))
            }
            _ => None,
        }
    }

    /// The thumbnail that was made when the input was added.
    pub async fn thumbnail_of(self, input: InputId) -> Option<Blob> {
        let hash = self.media_of(input)?.hash?;
        let store = PictureStore::open().await.ok()?;
        store.thumb(&hash).await.ok().flatten()
    }

    /// This file of the same folder is the input's from here on; its labels stay as they are.
    pub fn replace_file(self, input: InputId, file: NamedFile) {
        leptos::task::spawn_local(async move {
            if let Err(reason) = self.try_replace_file(input, file).await {
                self.complain(format!("The file can't be used: {reason}."));
            }
        });
    }

    async fn try_replace_file(self, input: InputId, file: NamedFile) -> Result<(), String> {
        let before = self.media_of(input).ok_or("it isn't in the project")?;
        let Source::Folder { handle, .. } = before.source else {
            return Err("it is in no folder".to_owned());
        };
        let source = Source::Folder {
            handle,
            path: file.name.clone(),
        };
        let media = self.look_at_file(file, source).await?;
        let is_as_large = media.size == before.size;
        self.run_with_toast(Command::ReplaceFile { input, media });
        if !is_as_large {
            self.complain(
                "The new file has another size: the labels stay at the pixels where they were."
                    .to_owned(),
            );
        }
        Ok(())
    }
}

/// How it is found out whether a folder may be read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ask {
    /// The browser says what it knows.
    Quietly,
    /// The browser asks the person.
    ThePerson,
}

/// Those of the folders that may not be read.
async fn lapsed(handles: impl IntoIterator<Item = String>, ask: Ask) -> Vec<String> {
    let mut lapsed = Vec::new();
    let store = PictureStore::open().await;
    for handle in handles {
        let folder = match &store {
            Ok(store) => store.handle(&handle).await.ok().flatten(),
            Err(_) => None,
        };
        let readable = match (folder, ask) {
            (Some(folder), Ask::Quietly) => folders::may_read(&folder).await,
            (Some(folder), Ask::ThePerson) => folders::ask_to_read(&folder).await,
            (None, _) => false,
        };
        if !readable {
            lapsed.push(handle);
        }
    }
    lapsed
}
