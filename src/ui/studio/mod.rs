//! The studio: the open project, and the signals that the screen reads. Components call it; nothing else holds state
//! that is to last.

mod adding;
mod archives;
mod exchange;
mod folders;
mod in_memory;
mod keeping;
mod listing;
mod loading;
mod masks;
mod originals;
mod projects;
mod sample;
mod saving;
mod tables;
mod undo;
pub mod videos;

pub use adding::{LargeCopy, NamedFile, RefusedFile, Work};
pub use exchange::PendingImport;
pub use folders::Elsewhere;
pub use keeping::Keeping;
use listing::Likeness;
pub use masks::PendingMasks;
pub use tables::PendingTable;

use super::prefs;
use super::toast::{Toast, Undo};
use crate::document::{
    ConceptId, ContentHash, Document, IdSource, InputId, Name, ObjectId, ProjectId, RecordId,
    Target,
};
use crate::edit::{Command, EntryKind, NewObject, Outcome, Refused, Step};
use crate::faults;
use crate::lists::{Facets, Query, Shown, Texts};
use crate::open::Open;
use crate::persist::{Layout, SaveState, StoredProject};
use crate::web::database::Database;
use crate::web::locks::Hold;
use crate::web::worker_pool::WorkerPool;
use leptos::prelude::*;
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

/// How the project stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It is being read.
    Loading,
    /// It can be worked on.
    Ready,
    /// It can't be read; nothing is written to it.
    Failed(String),
}

/// Objects to be pasted.
#[derive(Clone, Debug)]
pub struct Clipboard {
    /// The input that they were on.
    pub from: InputId,
    /// What they are.
    pub objects: Vec<NewObject>,
    /// Where they come on the same input.
    pub landing: Landing,
}

/// Where what is pasted comes on the input that it was on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Landing {
    /// A little aside of what is there.
    Aside,
    /// Where it was: nothing is there any more.
    InPlace,
}

/// What the screen asks to be told of. Each counts changes of one kind.
#[derive(Clone, Copy)]
pub struct Revisions {
    /// Concepts.
    pub concepts: RwSignal<u32>,
    /// Inputs, their classifications, counts and status.
    pub inputs: RwSignal<u32>,
    /// Objects of any loaded input.
    pub objects: RwSignal<u32>,
    /// The history.
    pub history: RwSignal<u32>,
}

/// What the screen is to be told of in the next frame; the history always.
#[derive(Clone, Copy, Default)]
struct Changed {
    concepts: bool,
    inputs: bool,
    objects: bool,
}

impl Changed {
    const ALL: Self = Self {
        concepts: true,
        inputs: true,
        objects: true,
    };

    fn and(self, more: Self) -> Self {
        Self {
            concepts: self.concepts || more.concepts,
            inputs: self.inputs || more.inputs,
            objects: self.objects || more.objects,
        }
    }
}

/// The studio; copied freely.
#[derive(Clone, Copy)]
pub struct Studio {
    open: StoredValue<Option<Open>, LocalStorage>,
    database: StoredValue<Option<Database>, LocalStorage>,
    workers: StoredValue<Option<Rc<WorkerPool>>, LocalStorage>,
    /// Whether the project can be worked on.
    pub phase: RwSignal<Phase>,
    /// The project's id and name.
    pub project: RwSignal<Option<(ProjectId, String)>>,
    /// All projects, the newest first.
    pub projects: RwSignal<Vec<StoredProject>, LocalStorage>,
    /// What the header says.
    pub save_state: RwSignal<SaveState, LocalStorage>,
    /// What changed.
    pub revisions: Revisions,
    /// The grid's list: what is searched for, in its order.
    pub list: RwSignal<Rc<Vec<InputId>>, LocalStorage>,
    /// What the grid shows: the inputs of its list, or objects on them.
    pub shown: RwSignal<Shown, LocalStorage>,
    /// How many inputs the project has.
    pub total: RwSignal<usize>,
    /// How many inputs are in the trash.
    pub trashed: RwSignal<usize>,
    /// What is searched for.
    query: StoredValue<Query>,
    /// What objects say besides their concepts, once somebody asked for it.
    /// What words are searched in; none until somebody searches.
    texts: StoredValue<Option<Texts>>,
    /// The contents of texts, in small letters, as far as somebody searched.
    contents: StoredValue<HashMap<ContentHash, String>>,
    facets: StoredValue<Option<Facets>>,
    /// What is known of what is looked like.
    likeness: StoredValue<Option<Likeness>>,
    /// The list waits for the worker.
    pub looking: RwSignal<bool>,
    /// Objects that were copied.
    pub clipboard: StoredValue<Option<Clipboard>>,
    /// Messages on show.
    pub toasts: RwSignal<Vec<Toast>>,
    /// Long work on show.
    pub work: RwSignal<Vec<Work>, LocalStorage>,
    /// Files that wait for a yes before so much is copied.
    pub large: RwSignal<Option<LargeCopy>, LocalStorage>,
    /// Tables of texts of which it is asked which column they are.
    pub tables: RwSignal<Vec<PendingTable>, LocalStorage>,
    /// Mask files of which it is asked what their values are.
    pub masks: RwSignal<Vec<PendingMasks>, LocalStorage>,
    /// Files that couldn't be read.
    pub refusals: RwSignal<Vec<RefusedFile>>,
    /// Label files that were staged and wait for a yes.
    pub pending: RwSignal<Vec<PendingImport>, LocalStorage>,
    /// Folders that the browser wants to be asked for again.
    pub lapsed: RwSignal<Vec<String>>,
    /// The annotator's name.
    pub author: RwSignal<String>,
    /// The input in the viewer, whose edits undo takes back first.
    pub viewed: RwSignal<Option<InputId>>,
    /// Objects that changed since the viewer drew them; none: anything may have.
    touched: StoredValue<Option<Vec<(InputId, ObjectId)>>>,
    /// What changed since the screen was told; none where it was told everything.
    untold: StoredValue<Option<Changed>>,
    /// The project is being read again because another tab wrote.
    catching_up: StoredValue<bool>,
    /// Another tab wrote, and it wasn't read yet.
    heard: StoredValue<bool>,
    /// Undo and redo that were asked for, and where.
    walking: StoredValue<VecDeque<(undo::Way, Option<InputId>)>>,
    next_toast: StoredValue<u32>,
    projects_gone: StoredValue<Vec<ProjectId>>,
    channel: StoredValue<Option<web_sys::BroadcastChannel>, LocalStorage>,
    /// Why everything is kept in memory alone, where it is.
    pub in_memory: RwSignal<Option<String>>,
    /// Whether the browser promised to keep everything.
    pub keeping: RwSignal<Keeping>,
    /// The database doesn't answer.
    is_late: StoredValue<bool>,
    /// So much is on its way into the open project.
    taking: StoredValue<u32>,
    /// The browser's storage didn't take the last project that was made.
    takes_nothing: StoredValue<bool>,
    /// Keeps others from sweeping the project away.
    held_open: StoredValue<Option<Hold>, LocalStorage>,
}

/// Milliseconds since 1970.
pub fn now_ms() -> u64 {
    js_sys::Date::now() as u64
}

/// Ids that another tab doesn't give.
pub fn ids() -> IdSource {
    IdSource::new(now_ms(), chance())
}

/// A number that another tab doesn't get.
pub fn chance() -> u32 {
    (js_sys::Math::random() * f64::from(u32::MAX)) as u32
}

fn bump(signal: RwSignal<u32>) {
    signal.update(|count| *count = count.wrapping_add(1));
}

impl Studio {
    /// A studio with nothing open.
    pub fn new() -> Self {
        let name: String = prefs::load("author");
        let author = if name.is_empty() {
            "Me".to_owned()
        } else {
            name
        };
        Self {
            open: StoredValue::new_local(None),
            database: StoredValue::new_local(None),
            workers: StoredValue::new_local(None),
            phase: RwSignal::new(Phase::Loading),
            project: RwSignal::new(None),
            projects: RwSignal::new_local(Vec::new()),
            save_state: RwSignal::new_local(SaveState::Saved),
            revisions: Revisions {
                concepts: RwSignal::new(0),
                inputs: RwSignal::new(0),
                objects: RwSignal::new(0),
                history: RwSignal::new(0),
            },
            list: RwSignal::new_local(Rc::default()),
            shown: RwSignal::new_local(Shown::default()),
            total: RwSignal::new(0),
            trashed: RwSignal::new(0),
            query: StoredValue::new(Query::default()),
            texts: StoredValue::new(None),
            contents: StoredValue::new(HashMap::new()),
            facets: StoredValue::new(None),
            likeness: StoredValue::new(None),
            looking: RwSignal::new(false),
            clipboard: StoredValue::new(None),
            toasts: RwSignal::new(Vec::new()),
            work: RwSignal::new_local(Vec::new()),
            large: RwSignal::new_local(None),
            tables: RwSignal::new_local(Vec::new()),
            masks: RwSignal::new_local(Vec::new()),
            refusals: RwSignal::new(Vec::new()),
            pending: RwSignal::new_local(Vec::new()),
            lapsed: RwSignal::new(Vec::new()),
            author: RwSignal::new(author),
            viewed: RwSignal::new(None),
            touched: StoredValue::new(None),
            untold: StoredValue::new(None),
            catching_up: StoredValue::new(false),
            heard: StoredValue::new(false),
            walking: StoredValue::new(VecDeque::new()),
            next_toast: StoredValue::new(0),
            projects_gone: StoredValue::new(Vec::new()),
            channel: StoredValue::new_local(None),
            in_memory: RwSignal::new(None),
            keeping: RwSignal::new(Keeping::Unasked),
            is_late: StoredValue::new(false),
            taking: StoredValue::new(0),
            takes_nothing: StoredValue::new(false),
            held_open: StoredValue::new_local(None),
        }
    }

    /// The browser's storage couldn't be opened, or didn't take the first project.
    pub fn is_without_storage(self) -> bool {
        let took_none =
            self.takes_nothing.get_value() && self.projects.with_untracked(Vec::is_empty);
        self.database.with_value(Option::is_none) || took_none
    }

    /// Looks at the document and where things lie; none while no project is open.
    pub fn look<R>(self, f: impl FnOnce(&Document, &Layout) -> R) -> Option<R> {
        self.open
            .try_with_value(|open| open.as_ref().map(|o| f(o.editor.document(), &o.layout)))
            .flatten()
    }

    fn change<R>(self, f: impl FnOnce(&mut Open) -> R) -> Option<R> {
        self.open
            .try_update_value(|open| open.as_mut().map(f))
            .flatten()
    }

    /// The workers.
    ///
    /// # Errors
    /// The browser starts none.
    pub fn workers(self) -> Result<Rc<WorkerPool>, String> {
        if let Some(pool) = self.workers.with_value(Clone::clone) {
            return Ok(pool);
        }
        let pool = WorkerPool::start()?;
        self.workers.set_value(Some(Rc::clone(&pool)));
        Ok(pool)
    }

    /// Does what the command says and says so where it can't. Objects that it needs are read first.
    pub fn run(self, command: Command) {
        self.with_objects(command.needs_objects(), move || {
            self.run_now_or_say(&command);
        });
    }

    /// As [`Studio::run`], and a toast confirms it with **Undo**.
    pub fn run_and_say(self, command: Command) {
        self.with_objects(command.needs_objects(), move || {
            self.run_with_toast(command)
        });
    }

    /// Does something once the objects of these inputs are in memory: now, where they are.
    pub fn with_objects(self, inputs: Vec<InputId>, then: impl FnOnce() + 'static) {
        let all_here = self.look(|document, _| {
            let mut needed = inputs.iter();
            needed.all(|input| document.objects(*input).is_some())
        });
        if all_here.unwrap_or(true) {
            then();
            return;
        }
        leptos::task::spawn_local(async move {
            self.hold(&inputs).await;
            then();
            self.release();
        });
    }

    fn run_now_or_say(self, command: &Command) {
        match self.try_run(command) {
            Ok(_) | Err(Refused::Nothing) => {}
            Err(refused) => self.complain(format!("Nothing was changed: {refused}.")),
        }
    }

    /// Does what the command says, now.
    ///
    /// # Errors
    /// It can't be done: nothing has changed.
    pub fn try_run(self, command: &Command) -> Result<Outcome, Refused> {
        if self.phase.get_untracked() != Phase::Ready {
            return Err(Refused::Gone);
        }
        let outcome = self
            .change(|open| open.editor.run(command, now_ms()))
            .unwrap_or(Err(Refused::Gone))?;
        self.append(outcome.step.clone(), outcome.title.clone(), EntryKind::Do);
        Ok(outcome)
    }

    /// Does what the command says, and a toast confirms it with **Undo**.
    pub fn run_with_toast(self, command: Command) {
        let title = command.title();
        match self.try_run(&command) {
            Ok(_) => self.say(title, true),
            Err(Refused::Nothing) => {}
            Err(refused) => self.complain(format!("Nothing was changed: {refused}.")),
        }
    }

    /// Makes two concepts one, everywhere.
    pub fn merge_concepts(self, from: ConceptId, into: ConceptId) {
        self.run_everywhere(from, Command::MergeConcepts { from, into });
    }

    /// Deletes a concept with everything that is labelled with it.
    pub fn remove_concept(self, concept: ConceptId) {
        self.run_everywhere(concept, Command::RemoveConcept(concept));
    }

    /// Does what the command says once the objects of all inputs that have the concept are read. While they are, another
    /// tab may label more with it.
    fn run_everywhere(self, concept: ConceptId, command: Command) {
        if self.unread_with(concept).is_empty() {
            return self.run_with_toast(command);
        }
        leptos::task::spawn_local(async move {
            let mut holds = 0;
            loop {
                let unread = self.unread_with(concept);
                self.hold(&unread).await;
                holds += 1;
                if self.unread_with(concept).is_empty() {
                    self.run_with_toast(command);
                    break;
                }
                if self.unread_with(concept) == unread {
                    // They can't be read, which was said.
                    break;
                }
            }
            (0..holds).for_each(|_| self.release());
        });
    }

    /// The inputs that have objects with a concept which aren't in memory.
    fn unread_with(self, concept: ConceptId) -> Vec<InputId> {
        let unread = self.look(|document, layout| {
            let all = document.inputs().chain(document.trash());
            let ids = all.map(|entry| entry.input.id);
            let has = |input: &InputId| {
                document.objects(*input).is_none()
                    && layout.any_count(*input, |id, _| id == concept)
            };
            ids.filter(has).collect()
        });
        unread.unwrap_or_default()
    }

    /// Puts a step, already applied, into the journal, and on its way to the database.
    fn append(self, step: Step, title: String, kind: EntryKind) {
        self.dismiss_steps();
        self.ask_to_keep_once();
        let from = self.viewed.get_untracked();
        let told = step.clone();
        let appended = self.change(|open| open.append(step, title, kind, now_ms(), from));
        faults::point();
        // On its way before the screen is told: what is drawn anew doesn't keep the database waiting.
        self.pump();
        match appended {
            Some(Ok(())) => self.tell(&told),
            Some(Err(damage)) => self.complain(format!("This can't be saved: {damage}.")),
            None => {}
        }
    }

    /// Notes what a step changed, for the screen to be told.
    fn tell(self, step: &Step) {
        let mut changed = Changed::default();
        let mut list = false;
        for change in &step.diff.0 {
            match change.record() {
                Some(RecordId::Concept(_) | RecordId::Annotator(_)) => changed.concepts = true,
                Some(RecordId::Input(_)) => {
                    changed.inputs = true;
                    list |= change.moves_input();
                }
                Some(RecordId::Object(input, object)) => {
                    changed.objects = true;
                    self.touch(input, object);
                }
                Some(RecordId::Label(on, _)) => {
                    (changed.inputs, changed.objects) = (true, true);
                    if let Target::Object(input, object) = on {
                        self.touch(input, object);
                    }
                }
                Some(RecordId::Project) => self.refresh_project(),
                None => {}
            }
        }
        if step.layer.is_some() {
            changed = Changed::ALL;
            list = true;
            self.touched.set_value(None);
        }
        self.follow_facets(step);
        self.follow_texts(step);
        if list {
            self.forget_likeness();
        }
        if list || (changed.objects && self.query.with_value(|query| query.objects)) {
            self.refresh_list();
        }
        self.tell_in_a_frame(changed);
    }

    /// The screen is told once a frame, however much changed: until then the page is free to hear of the database.
    fn tell_in_a_frame(self, changed: Changed) {
        let was_asked = self.untold.try_update_value(|untold| {
            let was_asked = untold.is_some();
            *untold = Some(untold.unwrap_or_default().and(changed));
            was_asked
        });
        match was_asked {
            // A tab that isn't seen has no frames.
            Some(false) if document().hidden() => self.tell_now(),
            Some(false) => request_animation_frame(move || self.tell_now()),
            _ => {}
        }
    }

    fn tell_now(self) {
        let Some(changed) = self.untold.try_update_value(Option::take).flatten() else {
            return;
        };
        faults::point();
        for (changed, signal) in [
            (changed.concepts, self.revisions.concepts),
            (changed.inputs, self.revisions.inputs),
            (changed.objects, self.revisions.objects),
            (true, self.revisions.history),
        ] {
            if changed {
                bump(signal);
            }
        }
    }

    /// Something changed of which the screen hears in the next frame.
    pub fn is_untold(self) -> bool {
        self.untold.with_value(Option::is_some)
    }

    fn touch(self, input: InputId, object: ObjectId) {
        self.touched.update_value(|touched| {
            if let Some(touched) = touched {
                touched.push((input, object));
            }
        });
    }

    /// The objects of an input that changed since this was asked last; none: anything may have.
    pub fn take_touched(self, input: Option<InputId>) -> Option<Vec<ObjectId>> {
        let touched = self
            .touched
            .try_update_value(|touched| touched.replace(Vec::new()))??;
        let mut objects: Vec<_> = touched
            .into_iter()
            .filter(|(on, _)| Some(*on) == input)
            .map(|(_, object)| object)
            .collect();
        objects.sort_unstable();
        objects.dedup();
        Some(objects)
    }

    fn refresh_project(self) {
        let project = self.look(|document, _| {
            let project = document.project();
            (project.id, project.name.to_string())
        });
        self.project.set(project);
    }

    /// Says that something changed.
    pub fn say(self, text: String, undo: bool) {
        self.toast(text, undo.then_some(Undo::Step), false);
    }

    /// Says that a project was deleted; **Undo** brings it back.
    pub fn say_deleted(self, project: ProjectId) {
        let text = "Project deleted".to_owned();
        self.toast(text, Some(Undo::Project(project)), false);
    }

    /// Says that something went wrong.
    pub fn complain(self, text: String) {
        self.toast(text, None, true);
    }

    fn toast(self, text: String, undo: Option<Undo>, bad: bool) {
        let id = self
            .next_toast
            .try_update_value(|next| {
                *next += 1;
                *next
            })
            .unwrap_or_default();
        self.toasts.update(|toasts| {
            // A newer one with Undo takes the place of an older one: Undo always means the last step.
            toasts.retain(|toast| !(undo == Some(Undo::Step) && toast.undo == undo));
            toasts.push(Toast {
                id,
                text,
                undo,
                bad,
            });
            let surplus = toasts.len().saturating_sub(4);
            toasts.drain(..surplus);
        });
        let stay = if bad { 12_000 } else { 6_000 };
        set_timeout(
            move || self.dismiss(id),
            std::time::Duration::from_millis(stay),
        );
    }

    /// Takes a message away.
    pub fn dismiss(self, id: u32) {
        self.toasts
            .try_update(|toasts| toasts.retain(|toast| toast.id != id));
    }

    /// Takes away the messages whose **Undo** would now take back another step than they tell of.
    pub fn dismiss_steps(self) {
        let stale = |toast: &Toast| toast.undo == Some(Undo::Step);
        if self
            .toasts
            .with_untracked(|toasts| toasts.iter().any(stale))
        {
            self.toasts
                .update(|toasts| toasts.retain(|toast| !stale(toast)));
        }
    }

    /// Labels from here on are by this person.
    pub fn set_author(self, name: &str) {
        if let Ok(author) = Name::new(name) {
            prefs::store("author", &author.as_str());
            self.author.set(author.to_string());
            self.change(|open| open.editor.set_author(author));
        }
    }

    fn author_name(self) -> Name {
        let name = self.author.get_untracked();
        Name::new(&name)
            .or_else(|_| Name::new("Me"))
            .unwrap_or_else(|_| unreachable!("a constant name is a name"))
    }
}
