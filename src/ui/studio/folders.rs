//! Folders used in place: their files stay where they are, the browser keeps the permission.

use super::Studio;
use super::adding::NamedFile;
use crate::document::Source;
use crate::web::folders;
use crate::web::thumbs::PictureStore;
use leptos::prelude::*;
use std::collections::BTreeSet;

impl Studio {
    /// Adds the pictures of a folder that somebody chooses, without copying them.
    pub fn open_folder(self) {
        leptos::task::spawn_local(async move {
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
