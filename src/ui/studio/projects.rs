//! Several projects in one browser.

use super::{Studio, chance, now_ms};
use crate::document::{Document, IdSource, Kept, Name, Project, ProjectId};
use crate::edit::{Command, Entry, EntryKind, Head, Step, Touched};
use crate::jobs::Job;
use crate::persist::{
    Layout, StoredProject, Table, Transaction, Write, decode, encode, project_key,
};
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};

/// The channel on which tabs tell each other that they wrote.
const CHANNEL: &str = "cartouche";

/// The projects of this browser.
pub struct Listed {
    /// Those that can be read and aren't deleted, the newest first.
    pub projects: Vec<StoredProject>,
    /// Why another one's row can't be read, where there is such a one.
    pub unreadable: Option<String>,
}

impl Studio {
    /// Reads which projects there are.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn list_projects(self) -> Result<Listed, String> {
        let database = self.database().await.map_err(|error| error.to_string())?;
        let rows = database
            .range(Table::Projects, "")
            .await
            .map_err(|error| error.to_string())?;
        let mut projects = Vec::new();
        let mut unreadable = None;
        for (_, row) in rows {
            match decode::<StoredProject>(&row) {
                Ok(project) => projects.push(project),
                // It is left as it is, and keeps nobody from the others.
                Err(damage) => unreadable = Some(damage.to_string()),
            }
        }
        projects.sort_by_key(|stored| std::cmp::Reverse(stored.project.id));
        let (gone, kept): (Vec<_>, Vec<_>) = projects.into_iter().partition(|p| p.deleted);
        self.projects.set(kept.clone());
        self.projects_gone
            .set_value(gone.iter().map(|p| p.project.id).collect());
        Ok(Listed {
            projects: kept,
            unreadable,
        })
    }

    /// Sweeps up what was deleted on an earlier visit.
    pub fn sweep_deleted(self) {
        let gone = self.projects_gone.get_value();
        leptos::task::spawn_local(async move {
            for project in gone {
                if let Ok(workers) = self.workers() {
                    // A sweep that fails is tried again on the next visit.
                    drop(workers.ask(Job::Sweep { project }, Vec::new()).await);
                }
            }
        });
    }

    /// Makes a project and opens it.
    ///
    /// # Errors
    /// The browser refuses to store it.
    pub async fn create_project(self, name: Name) -> Result<ProjectId, String> {
        let id: ProjectId = IdSource::new(now_ms(), chance()).mint();
        let project = Project {
            id,
            name,
            made_at: now_ms(),
            kept: Kept::default(),
        };
        let entry = Entry {
            head: Head {
                seq: 1,
                title: "Project made".to_owned(),
                at: now_ms(),
                from: None,
                touched: Touched::Inputs(Vec::new()),
                kind: EntryKind::Start,
            },
            step: Step::default(),
        };
        let transaction = Layout::new([])
            .plan(&Document::new(project), &entry)
            .map_err(|damage| damage.to_string())?;
        let database = self.database().await.map_err(|error| error.to_string())?;
        let committed = database.commit(&transaction).await;
        self.takes_nothing.set_value(committed.is_err());
        committed.map_err(|error| error.to_string())?;
        self.list_projects().await?;
        Ok(id)
    }

    /// Calls the open project something else.
    pub fn rename_project(self, name: Name) {
        self.run_with_toast(Command::RenameProject(name));
        let id = self.project.get_untracked().map(|(id, _)| id);
        let renamed = self.look(|document, _| document.project().clone());
        self.projects.update(|projects| {
            let stored = projects.iter_mut().find(|p| Some(p.project.id) == id);
            if let (Some(stored), Some(project)) = (stored, renamed) {
                stored.project = project;
            }
        });
    }

    /// Marks a project as deleted, or takes the mark off again. It is swept up on the next visit.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn mark_deleted(self, project: ProjectId, deleted: bool) -> Result<(), String> {
        let database = self.database().await.map_err(|error| error.to_string())?;
        let row = database
            .get(Table::Projects, &project_key(project))
            .await
            .map_err(|error| error.to_string())?
            .ok_or("it isn't there any more")?;
        let stored: StoredProject = decode(&row).map_err(|damage| damage.to_string())?;
        let marked = StoredProject {
            deleted,
            ..stored.clone()
        };
        let write = Write::Put {
            table: Table::Projects,
            key: project_key(project),
            bytes: encode(&marked).map_err(|damage| damage.to_string())?,
        };
        let transaction = Transaction {
            project,
            expects: stored.seq,
            writes: vec![write],
        };
        database
            .commit(&transaction)
            .await
            .map_err(|error| error.to_string())?;
        self.list_projects().await?;
        Ok(())
    }

    /// Tells other tabs that the project changed.
    pub(super) fn announce(self, project: ProjectId) {
        self.channel.with_value(|channel| {
            if let Some(channel) = channel {
                // Only a hint: the database is the arbiter.
                drop(channel.post_message(&JsValue::from_str(&project.to_string())));
            }
        });
    }

    /// Listens to what other tabs announce.
    pub fn listen(self) {
        let Ok(channel) = web_sys::BroadcastChannel::new(CHANNEL) else {
            return;
        };
        let heard = Closure::<dyn FnMut(web_sys::MessageEvent)>::new(
            move |event: web_sys::MessageEvent| {
                let ours = self.project.get_untracked().map(|(id, _)| id.to_string());
                if event.data().as_string() == ours {
                    self.heard_of_changes();
                }
            },
        );
        channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        heard.forget();
        self.channel.set_value(Some(channel));
    }
}
