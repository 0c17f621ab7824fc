//! Label files in and out.

use super::adding::{NamedFile, RefusedFile};
use super::{Studio, chance, now_ms};
use crate::document::{IdSource, InputId, ProjectId};
use crate::edit::{Command, EntryKind, LayerId};
use crate::formats::catalog::Format;
use crate::formats::report::{Outcome, Report};
use crate::jobs::{Job, Reply, Staged};
use crate::persist::Write;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// How the work of an export is called, before the format.
const WRITING: &str = "Writing";
/// What becomes of labels that are in the browser's storage alone, while it can't be read.
const UNREAD: &str = "the browser's storage can't be read now, and its labels are there alone: they aren't in this file";

/// A label file that was staged and waits for a yes.
#[derive(Clone)]
pub struct PendingImport {
    /// The project that it is staged in.
    pub project: ProjectId,
    /// The file's name.
    pub name: String,
    /// The layer that it is staged in.
    pub layer: LayerId,
    /// What it will bring.
    pub staged: Staged,
}

/// Why a label file wasn't written, in plain words.
enum NotWritten {
    /// The rows can't be read, or aren't there.
    Refused(String),
    /// There is no worker, or it broke.
    Broken(String),
}

impl Studio {
    /// Reads a label file into a layer that nobody sees, and shows what it would bring.
    pub(super) async fn stage(self, file: NamedFile) {
        match self.staged(&file).await {
            Ok(Some(pending)) => self.pending.update(|all| all.push(pending)),
            Ok(None) => self.say(
                "Importing was cancelled; the project is as it was.".to_owned(),
                false,
            ),
            Err(reason) => self.refusals.update(|all| {
                all.push(RefusedFile {
                    name: file.name,
                    reason,
                });
            }),
        }
    }

    /// Reads a label file into a layer that nobody sees. None: it was cancelled.
    ///
    /// # Errors
    /// It can't be read, with the place and the reason.
    pub(super) async fn staged(self, file: &NamedFile) -> Result<Option<PendingImport>, String> {
        self.settled().await?;
        let project = self
            .look(|document, _| document.project().id)
            .ok_or("no project is open")?;
        let layer = LayerId(IdSource::new(now_ms(), chance()).mint());
        let job = Job::Stage {
            project,
            layer,
            name: file.name.clone(),
            now_ms: now_ms(),
            chance: chance(),
        };
        let title = format!("Reading {}", file.name);
        let answer = self
            .long_job(title, job, vec![JsValue::from(file.file.clone())])
            .await?;
        match answer {
            (Reply::Staged(staged), _) => Ok(Some(PendingImport {
                project,
                name: file.name.clone(),
                layer,
                staged,
            })),
            (Reply::Refused(refusal), _) => Err(refusal.to_string()),
            _ => Ok(None),
        }
    }

    /// A job with its progress on show and a way to cancel it.
    pub(super) async fn long_job(
        self,
        title: String,
        job: Job,
        files: Vec<JsValue>,
    ) -> Result<(Reply, JsValue), String> {
        self.long_job_about(None, title, job, files).await
    }

    /// The same of these rows, instead of what is in the database.
    async fn long_job_about(
        self,
        rows: Option<Vec<Write>>,
        title: String,
        job: Job,
        files: Vec<JsValue>,
    ) -> Result<(Reply, JsValue), String> {
        let workers = self.workers()?;
        let work = self.begin_work(title, 0);
        let progress = work.progress;
        let watched = work.clone();
        let (ticket, answer) = workers.ask_about(rows, job, files, move |done, total| {
            progress.set((done, total))
        });
        let watch = set_interval_with_handle(
            move || {
                if watched.is_cancelled() {
                    ticket.cancel();
                }
            },
            std::time::Duration::from_millis(100),
        );
        let answer = answer.await;
        if let Ok(watch) = watch {
            watch.clear();
        }
        self.end_work(&work);
        answer
    }

    /// Takes over what was staged, as one step.
    pub async fn adopt(self, pending: PendingImport) {
        self.pending
            .update(|all| all.retain(|other| other.layer != pending.layer));
        let title = pending.name.clone();
        match self.try_adopt(pending).await {
            Ok(()) => self.say(format!("{title} imported"), true),
            Err(reason) => self.complain(format!("{title} wasn't imported: {reason}.")),
        }
    }

    pub(super) async fn try_adopt(self, pending: PendingImport) -> Result<(), String> {
        if self.look(|document, _| document.project().id) != Some(pending.project) {
            return Err("it was read for another project, which isn't open".to_owned());
        }
        let met = &pending.staged.met;
        let gone = self.look(|document, _| {
            let mut gone = met.iter().filter(|(id, _)| document.concept(*id).is_none());
            gone.next().map(|(_, name)| name.to_string())
        });
        if let Some(gone) = gone.flatten() {
            return Err(format!(
                "“{gone}” was deleted since it was read; choose the file again"
            ));
        }
        let layer = pending.layer;
        let command = Command::Adopt {
            diff: pending.staged.diff,
            layer,
            title: pending.name,
        };
        let outcome = self
            .change(|open| open.editor.run(&command, now_ms()))
            .ok_or("no project is open")?
            .map_err(|refused| refused.to_string())?;
        self.append_switching(outcome.step, outcome.title, EntryKind::Do)
            .await;
        Ok(())
    }

    /// Leaves what was staged.
    pub fn leave(self, pending: &PendingImport) {
        let (project, layer) = (pending.project, pending.layer);
        self.pending
            .update(|all| all.retain(|other| other.layer != layer));
        leptos::task::spawn_local(async move {
            if let Ok(workers) = self.workers() {
                // What stays behind is never seen, and goes with the project.
                drop(
                    workers
                        .ask(Job::Discard { project, layer }, Vec::new())
                        .await,
                );
            }
        });
    }

    /// Nobody wants the label files that are being written any more.
    pub fn forget_exports(self) {
        self.work.with_untracked(|all| {
            let exports = all.iter().filter(|work| work.title.starts_with(WRITING));
            exports.for_each(super::Work::cancel);
        });
    }

    /// Writes a label file: its blob and what it couldn't hold. None: it was cancelled.
    ///
    /// # Errors
    /// It can't be written.
    pub async fn export(
        self,
        format: Format,
        inputs: Option<Vec<InputId>>,
    ) -> Result<Option<(web_sys::Blob, Report)>, String> {
        let project = self
            .look(|document, _| document.project().id)
            .ok_or("no project is open")?;
        let job = Job::Export {
            project,
            format,
            inputs,
        };
        if self.settled().await.is_ok() {
            match self.written(format, None, job.clone()).await {
                Err(NotWritten::Refused(_)) => {}
                Err(NotWritten::Broken(reason)) => return Err(reason),
                Ok(written) => return Ok(written),
            }
        }
        // The file is written without any storage.
        let (rows, unread) = self.rows_in_hand(project).await?;
        let written = self.written(format, Some(rows), job).await;
        let mut written = written.map_err(|not| match not {
            NotWritten::Refused(reason) | NotWritten::Broken(reason) => reason,
        })?;
        if let Some((_, report)) = &mut written {
            for name in unread {
                report.note(Outcome::Left, || name, UNREAD);
            }
        }
        Ok(written)
    }

    /// A label file of these rows, or of those in the database. None: it was cancelled.
    async fn written(
        self,
        format: Format,
        rows: Option<Vec<Write>>,
        job: Job,
    ) -> Result<Option<(web_sys::Blob, Report)>, NotWritten> {
        let title = format!("{WRITING} {}", format.name());
        let answer = self.long_job_about(rows, title, job, Vec::new()).await;
        match answer.map_err(NotWritten::Broken)? {
            (Reply::Exported(report), blob) => Ok(Some((blob.into(), report))),
            (Reply::Refused(refusal), _) => Err(NotWritten::Refused(refusal.to_string())),
            _ => Ok(None),
        }
    }
}
