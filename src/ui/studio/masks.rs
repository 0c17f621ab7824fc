//! Mask files: read, matched with their pictures, and imported once somebody has said what their values are.

use super::adding::{NamedFile, RefusedFile};
use super::{Studio, chance};
use crate::document::{InputId, MediaKind, Name};
use crate::edit::Command;
use crate::geometry::PixelSize;
use crate::import::masks::{MaskFile, Pictures, PixelValue, legend};
use crate::jobs::{Job, Reply};
use crate::ui::words::count;
use leptos::prelude::*;
use std::collections::BTreeMap;
use wasm_bindgen_futures::JsFuture;

/// What values are called.
type Legend = BTreeMap<PixelValue, String>;

/// Mask files that wait for the names of their values.
#[derive(Clone, Debug)]
pub struct PendingMasks {
    /// Tells them from others.
    pub id: u32,
    /// Each with its picture.
    pub found: Vec<FoundMask>,
    /// What a legend beside them says.
    legend: Legend,
    /// Files that were dropped on a picture: added as pictures, if they aren't its masks after all.
    dropped: Vec<NamedFile>,
}

/// A mask file with its picture.
#[derive(Clone, Debug)]
pub struct FoundMask {
    /// The picture.
    pub input: InputId,
    /// What its file's name says that it is.
    hint: Option<String>,
    /// What it has.
    pub mask: MaskFile,
}

/// What pixels are told apart by: the name that their file has, or else their value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MaskClass {
    /// Everything in files of this name.
    Named(String),
    /// This value.
    Value(PixelValue),
}

/// What is known of a class.
#[derive(Clone, Debug)]
pub struct ClassFacts {
    /// Which.
    pub class: MaskClass,
    /// What it is most likely called.
    pub name: String,
    /// A colour that it is shown in.
    pub color: [u8; 3],
    /// In so many files.
    pub files: usize,
    /// It is taken if nobody says otherwise.
    pub taken: bool,
}

impl FoundMask {
    fn class(&self, value: PixelValue) -> MaskClass {
        // A file of several values says what they are by them.
        match &self.hint {
            Some(hint) if self.mask.values.len() == 1 => MaskClass::Named(hint.clone()),
            _ => MaskClass::Value(value),
        }
    }
}

impl PendingMasks {
    /// Everything that the files tell apart, in order.
    pub fn classes(&self) -> Vec<ClassFacts> {
        let mut all: BTreeMap<MaskClass, ClassFacts> = BTreeMap::new();
        for found in &self.found {
            for value in &found.mask.values {
                let class = found.class(value.value);
                let name = match &class {
                    MaskClass::Named(name) => name.clone(),
                    MaskClass::Value(value) => self.legend.get(value).cloned().unwrap_or_default(),
                };
                let facts = all.entry(class.clone()).or_insert(ClassFacts {
                    taken: true,
                    color: value.color,
                    files: 0,
                    class,
                    name,
                });
                facts.files += 1;
            }
        }
        // One value among others that is VOC's border is no class; alone it is what a mask is written with.
        let several = all.len() > 1;
        let mut all: Vec<_> = all.into_values().collect();
        for facts in &mut all {
            let MaskClass::Value(value) = &facts.class else {
                continue;
            };
            facts.taken = !(several && value.is_void());
            if facts.name.is_empty() {
                facts.name = if several {
                    format!("class {}", value.text())
                } else {
                    "mask".to_owned()
                };
            }
        }
        all
    }
}

impl Studio {
    /// Takes mask files. With an input they are of it; a file that isn't a mask of its size is added as a picture then.
    /// Else each is of the picture whose name it has.
    pub fn take_masks(self, files: Vec<NamedFile>, on: Option<InputId>) {
        let taking = self.begin_taking();
        leptos::task::spawn_local(async move {
            let _taking = taking;
            let mut pending = PendingMasks {
                id: chance(),
                found: Vec::new(),
                legend: Legend::new(),
                dropped: Vec::new(),
            };
            let (mut refused, mut pictures) = (Vec::new(), Vec::new());
            let here = self.picture_names();
            let names = Pictures::new(here.iter().map(|(_, name)| name.as_str()));
            let of = |name: &str| {
                let found = names
                    .meant(name)
                    .and_then(|(at, hint)| Some((here.get(at)?.0, hint.map(str::to_owned))));
                found.ok_or_else(|| {
                    "no picture, or more than one, has the name of this mask".to_owned()
                })
            };
            let total = files.len() as u64;
            let work = self.begin_work(
                format!("Reading {}", count(files.len(), "mask", "masks")),
                total,
            );
            for (done, file) in (0..).zip(files) {
                if work.is_cancelled() {
                    self.end_work(&work);
                    return self.say(
                        "Reading was cancelled; the project is as it was.".to_owned(),
                        false,
                    );
                }
                work.progress.set((done, total));
                if let Some(legend) = legend_of(&file).await {
                    pending.legend.extend(legend);
                    continue;
                }
                let target = match on {
                    Some(input) => Ok((input, None)),
                    None => of(&file.name),
                };
                let found = match target {
                    Ok((input, hint)) => self.read_mask(&file, input, hint).await,
                    Err(reason) => Err(reason),
                };
                match found {
                    Ok(found) => {
                        pending.found.push(found);
                        if on.is_some() {
                            pending.dropped.push(file);
                        }
                    }
                    Err(_) if on.is_some() => pictures.push(file),
                    Err(reason) => refused.push(RefusedFile {
                        name: file.name,
                        reason,
                    }),
                }
            }
            self.end_work(&work);
            if !pending.found.is_empty() {
                self.masks.update(|all| all.push(pending));
            }
            if !refused.is_empty() {
                self.refusals.update(|all| all.extend(refused));
            }
            if !pictures.is_empty() {
                self.take_files_of(pictures, None);
            }
        });
    }

    /// The pictures of the project with their names.
    pub(super) fn picture_names(self) -> Vec<(InputId, String)> {
        let names = self.look(|document, _| {
            let pictures = document
                .inputs()
                .filter(|entry| entry.input.media.kind == MediaKind::Image);
            pictures
                .map(|entry| (entry.input.id, entry.input.name.clone()))
                .collect()
        });
        names.unwrap_or_default()
    }

    async fn read_mask(
        self,
        file: &NamedFile,
        input: InputId,
        hint: Option<String>,
    ) -> Result<FoundMask, String> {
        let job = Job::ReadMask {
            name: file.name.clone(),
        };
        let mask = match self
            .workers()?
            .ask(job, vec![file.file.clone().into()])
            .await?
        {
            (Reply::Mask(mask), _) => mask,
            (Reply::Refused(refusal), _) => return Err(refusal.reason),
            _ => return Err("the worker answered something else".to_owned()),
        };
        let size = self
            .look(|document, _| document.input(input)?.input.media.size)
            .flatten();
        if let Some(size) = size.filter(|size| *size != mask.size) {
            let text = |size: PixelSize| format!("{} × {}", size.width, size.height);
            return Err(format!(
                "the mask has {} pixels, its picture {}",
                text(mask.size),
                text(size)
            ));
        }
        if mask.values.is_empty() {
            return Err("there is nothing on the mask but background".to_owned());
        }
        Ok(FoundMask { input, hint, mask })
    }

    /// The question is answered: what these classes are called; those without a name are left out.
    pub fn answer_masks(self, id: u32, names: Option<Vec<(MaskClass, Name)>>) {
        let mut answered = None;
        self.masks.update(|all| {
            answered = all
                .iter()
                .position(|it| it.id == id)
                .map(|at| all.remove(at));
        });
        let Some(pending) = answered else { return };
        let Some(names) = names else {
            if !pending.dropped.is_empty() {
                self.take_files_of(pending.dropped, None);
            }
            return;
        };
        let mut masks: BTreeMap<InputId, Vec<_>> = BTreeMap::new();
        for found in pending.found {
            for value in &found.mask.values {
                let class = found.class(value.value);
                if let Some((_, name)) = names.iter().find(|(of, _)| *of == class) {
                    masks
                        .entry(found.input)
                        .or_default()
                        .push((name.clone(), value.mask.clone()));
                }
            }
        }
        if !masks.is_empty() {
            self.run_and_say(Command::AddMasks(masks.into_iter().collect()));
        }
    }
}

/// What a legend says; none where the file is no legend.
async fn legend_of(file: &NamedFile) -> Option<Legend> {
    if !file.name.to_lowercase().ends_with(".txt") {
        return None;
    }
    let text = JsFuture::from(file.file.text()).await.ok()?.as_string()?;
    legend(&file.name, &text)
}
