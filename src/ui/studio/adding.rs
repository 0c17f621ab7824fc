//! From files to inputs.

use super::{Phase, Studio, videos};
use crate::document::{ContentHash, Kept, Media, MediaKind, Source, natural_cmp};
use crate::edit::{Command, NewInput};
use crate::import::archive::is_archive;
use crate::import::masks::{Pictures, is_mask_name, legend};
use crate::import::table::is_table;
use crate::import::text::mime_of;
use crate::jobs::{Job, Reply};
use crate::web::worker_pool::WorkerPool;
use leptos::prelude::*;
use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use wasm_bindgen::JsValue;

/// A file with its name, folders included.
#[derive(Clone, Debug)]
pub struct NamedFile {
    /// With `/` between folders.
    pub name: String,
    /// The browser's file.
    pub file: web_sys::File,
}

/// A file that couldn't be taken, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedFile {
    /// Its name, folders included.
    pub name: String,
    /// In plain words.
    pub reason: String,
}

/// Long work on show.
#[derive(Clone)]
pub struct Work {
    /// Tells it from other work.
    pub id: u32,
    /// Such as `Adding 2,000 pictures`.
    pub title: String,
    /// So much is done, of so much.
    pub progress: RwSignal<(u64, u64)>,
    /// When it began: milliseconds since 1970.
    pub began: u64,
    cancelled: Arc<AtomicBool>,
}

impl Work {
    /// Asks it to stop.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Somebody asked it to stop.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

/// Files that would take much room in the browser's storage, and wait for a yes.
#[derive(Clone)]
pub struct LargeCopy {
    /// All that was dropped or chosen.
    files: Vec<NamedFile>,
    /// How many of them are to be copied.
    pub pictures: usize,
    /// How many bytes these have.
    pub bytes: u64,
}

/// Something is on its way into the open project.
pub struct Taking(Studio);

impl Drop for Taking {
    fn drop(&mut self) {
        // With the page it is all over.
        let _gone = self.0.taking.try_update_value(|many| *many -= 1);
    }
}

/// Before more bytes than these are copied, somebody is asked.
const MUCH: u64 = 1_000_000_000;

/// Files that are looked at side by side.
const SIDE_BY_SIDE: usize = 4;

/// Files that systems leave behind in folders.
const LITTER: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

impl Studio {
    /// Takes what was dropped, chosen or pasted: archives are unpacked, label files are imported, of a table of texts it is asked which
    /// column they are, everything else has to be a picture or a text. Asks before much is copied.
    pub fn take_files(self, files: Vec<NamedFile>) {
        if files.iter().any(|file| is_archive(&file.name)) {
            let taking = self.begin_taking();
            leptos::task::spawn_local(async move {
                let _taking = taking;
                let files = self.all_unpacked(files).await;
                // What is wrong with an archive is said already.
                if !files.is_empty() || self.refusals.with_untracked(Vec::is_empty) {
                    self.take_files(files);
                }
            });
            return;
        }
        let copied = files.iter().filter(|file| !is_labels(&file.name));
        let bytes = copied.clone().map(|file| file.file.size() as u64).sum();
        let pictures = copied.count();
        if bytes <= MUCH {
            return self.take_files_of(files, None);
        }
        self.large.set(Some(LargeCopy {
            files,
            pictures,
            bytes,
        }));
    }

    /// The same of what was chosen with **Import**: there a PNG is no picture to be labelled but a mask, and a list of names
    /// its legend.
    pub fn take_labels(self, files: Vec<NamedFile>) {
        let taking = self.begin_taking();
        leptos::task::spawn_local(async move {
            let _taking = taking;
            let mut files = self.all_unpacked(files).await;
            let of_masks = |name: &str| {
                let name = name.to_lowercase();
                [".png", ".txt"].iter().any(|end| name.ends_with(end))
            };
            let masks: Vec<_> = files.extract_if(.., |file| of_masks(&file.name)).collect();
            if !masks.is_empty() {
                self.take_masks(masks, None);
            }
            if !files.is_empty() {
                self.take_files(files);
            }
        });
    }

    /// The question about a large copy is answered.
    pub fn answer_large_copy(self, copy: bool) {
        let asked = self.large.try_update(Option::take).flatten();
        if let Some(LargeCopy { files, .. }) = asked.filter(|_| copy) {
            self.take_files_of(files, None);
        }
    }

    /// The same of a folder that is used in place, by the name of its handle.
    pub(super) fn take_files_of(self, files: Vec<NamedFile>, folder: Option<String>) {
        let (labels, mut pictures): (Vec<_>, Vec<_>) = files
            .into_iter()
            .filter(|file| !is_litter(&file.name))
            .partition(|file| is_labels(&file.name));
        pictures.sort_by(|a, b| natural_cmp(&a.name, &b.name));
        let masks = self.masks_among(&mut pictures);
        let tables: Vec<_> = pictures
            .extract_if(.., |file| is_table(&file.name))
            .collect();
        if labels.is_empty() && pictures.is_empty() && tables.is_empty() && masks.is_empty() {
            self.complain("There are no files in it.".to_owned());
            return;
        }
        let taking = self.begin_taking();
        leptos::task::spawn_local(async move {
            let _taking = taking;
            if !pictures.is_empty() {
                self.add_pictures(pictures, folder).await;
            }
            if !masks.is_empty() {
                self.take_masks(masks, None);
            }
            for file in tables {
                self.look_at_table(file).await;
            }
            for file in labels {
                self.stage(file).await;
            }
        });
    }

    /// Takes out the files that are masks of others, or of pictures that are here, and the legends beside them.
    fn masks_among(self, files: &mut Vec<NamedFile>) -> Vec<NamedFile> {
        if !files.iter().any(|file| is_mask_name(&file.name)) {
            return Vec::new();
        }
        let here = self.picture_names();
        let others = files
            .iter()
            .map(|file| file.name.as_str())
            .filter(|name| !is_mask_name(name));
        let names = Pictures::new(others.chain(here.iter().map(|(_, name)| name.as_str())));
        let is_mask =
            |file: &NamedFile| is_mask_name(&file.name) && names.meant(&file.name).is_some();
        let masks: HashSet<_> = files
            .iter()
            .filter(|file| is_mask(file))
            .map(|file| file.name.clone())
            .collect();
        if masks.is_empty() {
            return Vec::new();
        }
        files
            .extract_if(.., |file| {
                masks.contains(&file.name) || legend(&file.name, "").is_some()
            })
            .collect()
    }

    /// Something is on its way into the open project, as long as what is given is there.
    pub fn begin_taking(self) -> Taking {
        self.taking.update_value(|many| *many += 1);
        Taking(self)
    }

    /// Something is on its way into the open project, or waits for an answer: the project has to stay open.
    pub fn is_taking(self) -> bool {
        let is_taking = self.taking.get_value() > 0
            || self.large.with_untracked(Option::is_some)
            || !self.tables.with_untracked(Vec::is_empty)
            || !self.masks.with_untracked(Vec::is_empty)
            || !self.pending.with_untracked(Vec::is_empty);
        // Where no project can be worked on yet none is kept open.
        is_taking && self.phase.get_untracked() == Phase::Ready
    }

    /// Shows long work while it runs.
    pub(super) fn begin_work(self, title: String, total: u64) -> Work {
        let work = Work {
            id: super::chance(),
            title,
            progress: RwSignal::new((0, total)),
            began: super::now_ms(),
            cancelled: Arc::default(),
        };
        self.work.update(|all| all.push(work.clone()));
        work
    }

    /// The work is over, one way or the other.
    pub(super) fn end_work(self, work: &Work) {
        self.work
            .update(|all| all.retain(|other| other.id != work.id));
    }

    /// Adds pictures as one step; those that can't be read are listed.
    pub(super) async fn add_pictures(self, files: Vec<NamedFile>, folder: Option<String>) -> usize {
        let workers = match self.workers() {
            Ok(workers) => workers,
            Err(reason) => {
                self.complain(format!("Pictures can't be read here: {reason}."));
                return 0;
            }
        };
        let total = files.len();
        let title = title_of(&files);
        let work = self.begin_work(title, total as u64);
        let mut looked = Vec::with_capacity(total);
        let mut queue = files.into_iter();
        let mut flying = std::collections::VecDeque::new();
        loop {
            while flying.len() < SIDE_BY_SIDE && !work.is_cancelled() {
                let Some(NamedFile { name, file }) = queue.next() else {
                    break;
                };
                let source = source_of(&name, folder.as_ref());
                flying.push_back((name.clone(), look_at(&workers, name, file, source)));
            }
            let Some((name, answer)) = flying.pop_front() else {
                break;
            };
            looked.push((name, answer.await));
            work.progress.set((looked.len() as u64, total as u64));
        }
        self.end_work(&work);
        if work.is_cancelled() {
            self.say(
                "Adding was cancelled; the project is as it was.".to_owned(),
                false,
            );
            return 0;
        }
        self.add_looked_at(looked)
    }

    fn add_looked_at(self, looked: Vec<(String, Answer)>) -> usize {
        let mut known = self.known_hashes();
        let (mut inputs, mut refused) = (Vec::new(), Vec::new());
        for (name, answer) in looked {
            match picture(answer) {
                Ok(media) if media.hash.is_none_or(|hash| known.insert(hash)) => {
                    inputs.push(NewInput {
                        name,
                        media,
                        metadata: Kept::default(),
                    });
                }
                Ok(media) => refused.push(RefusedFile {
                    name,
                    reason: same_is_here(media.kind),
                }),
                Err(reason) => refused.push(RefusedFile { name, reason }),
            }
        }
        let added = inputs.len();
        if added > 0 {
            self.run_with_toast(Command::AddInputs(inputs));
        }
        if !refused.is_empty() {
            self.refusals.update(|all| all.extend(refused));
        }
        added
    }

    /// What a file is, without adding it.
    pub(super) async fn look_at_file(
        self,
        NamedFile { name, file }: NamedFile,
        source: Source,
    ) -> Result<Media, String> {
        picture(look_at(&self.workers()?, name, file, source).await)
    }

    pub(super) fn known_hashes(self) -> HashSet<ContentHash> {
        self.look(|document, _| {
            let here = document.inputs().map(|entry| &entry.input.media);
            // A picture that a label file awaits isn't here yet, even if its hash is known.
            let here = here.filter(|media| media.source != Source::Awaited);
            let hashes = here.filter_map(|media| media.hash);
            hashes.collect()
        })
        .unwrap_or_default()
    }
}

/// Begins to look at a file: what it is, and whether it can be read. Sent at once, so that the workers are never idle
/// between two files.
fn look_at(
    workers: &Rc<WorkerPool>,
    name: String,
    file: web_sys::File,
    source: Source,
) -> std::pin::Pin<Box<dyn Future<Output = Answer>>> {
    if videos::is_video_name(&name) {
        return spawn(videos::add(Rc::clone(workers), name, file, source));
    }
    let job = match mime_of(&name) {
        Some(_) => Job::AddText { name, source },
        None => Job::AddPicture { name, source },
    };
    spawn(workers.ask(job, vec![JsValue::from(file)]))
}

/// Such as `Adding 2,000 pictures`.
fn title_of(files: &[NamedFile]) -> String {
    let all = |is_it: fn(&str) -> bool| files.iter().all(|file| is_it(&file.name));
    let is_text = |name: &str| mime_of(name).is_some();
    let nouns = if all(is_text) {
        ("text", "texts")
    } else if all(videos::is_video_name) {
        ("video", "videos")
    } else if files
        .iter()
        .any(|file| is_text(&file.name) || videos::is_video_name(&file.name))
    {
        ("file", "files")
    } else {
        ("picture", "pictures")
    };
    format!(
        "Adding {}",
        super::super::words::count(files.len(), nouns.0, nouns.1)
    )
}

fn picture(answer: Result<(Reply, JsValue), String>) -> Result<Media, String> {
    match answer? {
        (Reply::Picture(media), _) => Ok(media),
        (Reply::Refused(refusal), _) => Err(refusal.reason),
        _ => Err("the worker answered something else".to_owned()),
    }
}

/// Where the bytes of a file are to be.
fn source_of(name: &str, folder: Option<&String>) -> Source {
    match folder {
        None => Source::Stored,
        Some(handle) => Source::Folder {
            handle: handle.clone(),
            path: name.to_owned(),
        },
    }
}

/// What is said of a file whose bytes are here already.
pub(super) fn same_is_here(kind: MediaKind) -> String {
    let what = match kind {
        MediaKind::Image => "picture",
        MediaKind::Text => "text",
        MediaKind::Video(_) => "video",
    };
    format!("the same {what} is here already; it was skipped")
}

fn is_labels(name: &str) -> bool {
    name.to_lowercase().ends_with(".json")
}

fn is_litter(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name);
    LITTER.contains(&last) || name.split('/').any(|part| part == "__MACOSX")
}

type Answer = Result<(Reply, JsValue), String>;

/// Starts a future now, and gives one for its end.
fn spawn(
    future: impl Future<Output = Answer> + 'static,
) -> std::pin::Pin<Box<dyn Future<Output = Answer>>> {
    let (sender, receiver) = futures_channel::oneshot::channel();
    leptos::task::spawn_local(async move {
        // Nobody waits any more when the page is left.
        drop(sender.send(future.await));
    });
    Box::pin(async move {
        receiver
            .await
            .unwrap_or_else(|_| Err("the work was dropped".to_owned()))
    })
}
