//! The page's workers: who does what, in which order, and what happens when one dies.

use super::database::Database;
use super::js::{message, meta};
use super::message::{FromWorker, Left, ask, cancel, from_worker, in_memory, remember};
use super::oneshot::{Giver, oneshot};
use crate::jobs::{Job, Reply};
use crate::persist::Write;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::rc::{Rc, Weak};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use web_sys::{Event, File, MessageEvent, Worker, WorkerOptions, WorkerType};

/// What comes of a job: the reply and the browser's object beside it, or why the worker couldn't answer.
pub type Answer = Result<(Reply, JsValue), String>;

/// The workers of this page and the jobs that wait for them.
pub struct WorkerPool {
    url: String,
    state: RefCell<State>,
    /// All rows, where the browser keeps none.
    memory: RefCell<Option<Database>>,
    /// Workers remember files.
    remembers: Cell<bool>,
    /// The files that the workers remember because the browser doesn't, by their hashes.
    files: RefCell<Vec<(String, File)>>,
}

/// A job that was asked for: lets go of it.
#[derive(Clone)]
pub struct Ticket {
    pool: Weak<WorkerPool>,
    id: u32,
}

#[derive(Default)]
struct State {
    workers: Vec<Running>,
    /// In the order in which they were asked for.
    waiting: Vec<Pending>,
    last_id: u32,
    /// Workers that died one after the other before they ran.
    still_born: u32,
    /// Nobody starts workers any more, for this reason.
    broken: Option<String>,
}

struct Running {
    worker: Worker,
    /// It said that it runs.
    has_begun: bool,
    in_flight: BTreeMap<u32, Pending>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

struct Pending {
    id: u32,
    lane: Lane,
    /// Such as `reading holiday.jpg`.
    doing: String,
    message: JsValue,
    giver: Giver<Answer>,
    on_progress: Rc<dyn Fn(u64, u64)>,
}

/// What kind of work; the first in this order goes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Lane {
    /// Somebody waits for a picture to appear.
    Now,
    /// Pictures that are added, and thumbnails.
    Picture,
    /// Label files and sweeping, on the first worker, one at a time.
    Long,
}

/// After so many in a row that didn't come to run, nobody starts another worker.
const MOST_STILL_BORN: u32 = 3;

impl WorkerPool {
    /// Starts the workers.
    ///
    /// # Errors
    /// The page doesn't say where the worker's script is, or the browser starts none.
    pub fn start() -> Result<Rc<Self>, String> {
        let window = web_sys::window().ok_or("there is no window")?;
        let worker = meta("cartouche-worker").ok_or("the page doesn't name its worker")?;
        let pool = Rc::new(Self {
            url: worker.content(),
            state: RefCell::default(),
            memory: RefCell::default(),
            remembers: Cell::default(),
            files: RefCell::default(),
        });
        let cores = window.navigator().hardware_concurrency() as usize;
        for at in 0..cores.saturating_sub(1).clamp(1, 3) {
            let worker = pool.spawn(at)?;
            pool.state.borrow_mut().workers.push(worker);
        }
        Ok(pool)
    }

    /// Asks for a job. Where the future is dropped before a worker took the job, the job is dropped too.
    pub fn ask(
        self: &Rc<Self>,
        job: Job,
        attachments: Vec<JsValue>,
    ) -> impl Future<Output = Answer> + use<> {
        self.ask_with_progress(job, attachments, |_, _| ()).1
    }

    /// Asks for a job, hears of its progress (so much of so much; 0 where it isn't known), and may let go of it.
    pub fn ask_with_progress<F: Fn(u64, u64) + 'static>(
        self: &Rc<Self>,
        job: Job,
        attachments: Vec<JsValue>,
        on_progress: F,
    ) -> (Ticket, impl Future<Output = Answer> + use<F>) {
        self.ask_about(None, job, attachments, on_progress)
    }

    /// The same of these rows, instead of what is in the browser's database.
    pub fn ask_about<F: Fn(u64, u64) + 'static>(
        self: &Rc<Self>,
        rows: Option<Vec<Write>>,
        job: Job,
        attachments: Vec<JsValue>,
        on_progress: F,
    ) -> (Ticket, impl Future<Output = Answer> + use<F>) {
        let (giver, taker) = oneshot();
        let id = self.next_id();
        let broken = self.state.borrow().broken.clone();
        let rows = rows.or_else(|| self.rows_for(&job));
        let asked = || ask(id, &job, &attachments, rows.as_deref());
        match broken.map_or_else(asked, Err) {
            Ok(message) => {
                let pending = Pending {
                    id,
                    lane: lane(&job),
                    doing: doing(&job),
                    message,
                    giver,
                    on_progress: Rc::new(on_progress),
                };
                self.state.borrow_mut().waiting.push(pending);
                self.dispatch();
            }
            Err(reason) => giver.give(Err(reason)),
        }
        let pool = Rc::downgrade(self);
        (Ticket { pool, id }, taker)
    }

    /// Workers read these rows from here on, or the browser's database again.
    pub fn lend_rows(&self, rows: Option<Database>) {
        self.memory.replace(rows);
    }

    /// The browser keeps no files from here on: workers remember them. Or it keeps them again.
    pub fn remember_files(&self, is_on: bool) {
        self.remembers.set(is_on);
        for running in &self.state.borrow().workers {
            // A worker that can't be told dies, which is told elsewhere.
            drop(running.worker.post_message(&in_memory(is_on)));
        }
    }

    /// A worker has a job: what it leaves isn't here yet.
    pub fn is_busy(&self) -> bool {
        let state = self.state.borrow();
        state.workers.iter().any(|it| !it.in_flight.is_empty())
    }

    /// The files that the workers remember, by their hashes.
    pub fn remembered(&self) -> Vec<(String, File)> {
        self.files.borrow().clone()
    }

    /// What a job reads of the database, where all of it is in memory.
    fn rows_for(&self, job: &Job) -> Option<Vec<Write>> {
        let memory = self.memory.borrow();
        memory
            .as_ref()
            .filter(|_| lane(job) == Lane::Long)?
            .in_hand()
    }

    /// What a job left with its worker.
    fn take_left(&self, left: Left) {
        if let Some(memory) = self.memory.borrow().clone() {
            memory.write_now(left.rows);
        }
        for (hash, file) in left.files {
            for running in &self.state.borrow().workers {
                drop(running.worker.post_message(&remember(&hash, &file)));
            }
            self.files.borrow_mut().push((hash, file));
        }
    }

    fn next_id(&self) -> u32 {
        let mut state = self.state.borrow_mut();
        state.last_id = state.last_id.wrapping_add(1);
        state.last_id
    }

    fn spawn(self: &Rc<Self>, at: usize) -> Result<Running, String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&self.url, &options)
            .map_err(|error| format!("the browser starts no worker: {}", message(&error)))?;
        let on_message = Closure::new({
            let pool = Rc::downgrade(self);
            move |event: MessageEvent| {
                if let Some(pool) = pool.upgrade() {
                    pool.received(at, &event.data());
                }
            }
        });
        let on_error = Closure::new({
            let pool = Rc::downgrade(self);
            move |event: Event| {
                let why = event
                    .dyn_ref::<web_sys::ErrorEvent>()
                    .map(|it| it.message());
                if let Some(pool) = pool.upgrade() {
                    pool.died(
                        at,
                        &why.unwrap_or_else(|| "its script didn't load".to_owned()),
                    );
                }
            }
        });
        if self.remembers.get() {
            // As above.
            drop(worker.post_message(&in_memory(true)));
        }
        for (hash, file) in self.files.borrow().iter() {
            drop(worker.post_message(&remember(hash, file)));
        }
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Running {
            worker,
            has_begun: false,
            in_flight: BTreeMap::new(),
            _on_message: on_message,
            _on_error: on_error,
        })
    }

    fn received(self: &Rc<Self>, at: usize, data: &JsValue) {
        match from_worker(data) {
            Some(FromWorker::Answer {
                id,
                reply: Reply::Progress { done, total },
                ..
            }) => {
                let state = self.state.borrow();
                let pending = state.workers.get(at).and_then(|it| it.in_flight.get(&id));
                let on_progress = pending.map(|pending| pending.on_progress.clone());
                drop(state);
                if let Some(on_progress) = on_progress {
                    on_progress(done, total);
                }
            }
            Some(FromWorker::Answer {
                id,
                reply,
                attachment,
                left,
            }) => {
                self.take_left(left);
                let mut state = self.state.borrow_mut();
                let worker = state.workers.get_mut(at);
                let pending = worker.and_then(|worker| worker.in_flight.remove(&id));
                drop(state);
                if let Some(pending) = pending {
                    pending.giver.give(Ok((reply, attachment)));
                }
                self.dispatch();
            }
            Some(FromWorker::Ready) => {
                let mut state = self.state.borrow_mut();
                state.still_born = 0;
                if let Some(worker) = state.workers.get_mut(at) {
                    worker.has_begun = true;
                }
            }
            Some(FromWorker::Stopped(why)) => self.died(at, &why),
            None => self.died(at, "it said something that isn't understood"),
        }
    }

    /// A worker is gone: what it was doing fails, another takes its place, and what waits goes on.
    fn died(self: &Rc<Self>, at: usize, why: &str) {
        let (has_begun, is_hopeless) = {
            let mut state = self.state.borrow_mut();
            let has_begun = state.workers.get(at).is_some_and(|it| it.has_begun);
            state.still_born += u32::from(!has_begun);
            (has_begun, state.still_born >= MOST_STILL_BORN)
        };
        let next = match is_hopeless {
            false => self.spawn(at),
            true => Err(format!("the worker can't run ({why}): reload the page")),
        };
        let mut state = self.state.borrow_mut();
        let Some(place) = state.workers.get_mut(at) else {
            return;
        };
        place.stop();
        let mut failed: Vec<_> = std::mem::take(&mut place.in_flight).into_values().collect();
        match next {
            Ok(running) => *place = running,
            Err(reason) => {
                state.broken = Some(reason);
                failed.append(&mut state.waiting);
            }
        }
        drop(state);
        for Pending { doing, giver, .. } in failed {
            giver.give(Err(match has_begun {
                true => format!("the worker stopped while {doing} ({why})"),
                // Its host may have another build by now.
                false => format!("the worker didn't start ({why}): reload the page"),
            }));
        }
        self.dispatch();
    }

    /// Hands waiting jobs to workers that have room.
    fn dispatch(&self) {
        let mut refused = Vec::new();
        let mut state = self.state.borrow_mut();
        state.waiting.retain(|pending| pending.giver.is_wanted());
        while let Some((job, worker)) = state.next() {
            let pending = state.waiting.remove(job);
            let running = &mut state.workers[worker];
            match running.worker.post_message(&pending.message) {
                Ok(()) => drop(running.in_flight.insert(pending.id, pending)),
                Err(error) => refused.push((pending, message(&error))),
            }
        }
        drop(state);
        for (pending, reason) in refused {
            pending.giver.give(Err(reason));
        }
    }

    fn cancel(&self, id: u32) {
        let mut state = self.state.borrow_mut();
        for running in &state.workers {
            if running.in_flight.contains_key(&id) {
                // A worker that can't be told dies, which is told elsewhere.
                drop(running.worker.post_message(&cancel(id)));
            }
        }
        let at = state.waiting.iter().position(|pending| pending.id == id);
        let pending = at.map(|at| state.waiting.remove(at));
        drop(state);
        if let Some(pending) = pending {
            let cancelled = Ok((Reply::Cancelled, JsValue::UNDEFINED));
            pending.giver.give(cancelled);
        }
    }
}

impl Ticket {
    /// Lets go of the job: it answers [`Reply::Cancelled`], unless it is done already.
    pub fn cancel(&self) {
        if let Some(pool) = self.pool.upgrade() {
            pool.cancel(self.id);
        }
    }
}

impl State {
    /// The job that goes next and the worker that takes it.
    fn next(&self) -> Option<(usize, usize)> {
        let mut jobs: Vec<_> = self
            .waiting
            .iter()
            .map(|job| job.lane)
            .enumerate()
            .collect();
        jobs.sort_by_key(|(_, lane)| *lane);
        jobs.into_iter()
            .find_map(|(job, lane)| Some((job, self.free_worker(lane)?)))
    }

    /// The least busy worker that may take a job of this lane now.
    fn free_worker(&self, lane: Lane) -> Option<usize> {
        let places = match lane {
            Lane::Long => 0..1,
            Lane::Now | Lane::Picture if self.workers.len() == 1 => 0..1,
            Lane::Now | Lane::Picture => 1..self.workers.len(),
        };
        let busy = |at: &usize| self.workers.get(*at).map_or(0, |it| it.busy_with(lane));
        let least = places.min_by_key(busy)?;
        (busy(&least) < lane.room()).then_some(least)
    }
}

impl Running {
    fn stop(&self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }

    /// How many jobs it has that share their room with this lane.
    fn busy_with(&self, lane: Lane) -> usize {
        let shares = |pending: &&Pending| (pending.lane == Lane::Long) == (lane == Lane::Long);
        self.in_flight.values().filter(shares).count()
    }
}

impl Lane {
    /// How many jobs a worker has at once: while one decodes, another is read. What somebody waits for needn't wait
    /// for those.
    fn room(self) -> usize {
        match self {
            Self::Long => 1,
            Self::Picture => 2,
            Self::Now => 3,
        }
    }
}

fn lane(job: &Job) -> Lane {
    match job {
        Job::Decode { .. }
        | Job::Original { .. }
        | Job::Frames { .. }
        | Job::Text { most: None, .. } => Lane::Now,
        Job::AddPicture { .. }
        | Job::ReadMask { .. }
        | Job::AddText { .. }
        | Job::LookAtVideo { .. }
        | Job::AddVideo { .. }
        | Job::Compare { .. }
        | Job::Keep { .. }
        | Job::Thumbnail { .. }
        | Job::Crop { .. }
        | Job::Text { .. } => Lane::Picture,
        Job::Stage { .. }
        | Job::Discard { .. }
        | Job::Export { .. }
        | Job::Facets { .. }
        | Job::Look { .. }
        | Job::LookAtTable { .. }
        | Job::Unpack { .. }
        | Job::Contents { .. }
        | Job::AddTable { .. }
        | Job::Similar { .. }
        | Job::Sweep { .. } => Lane::Long,
    }
}

fn doing(job: &Job) -> String {
    match job {
        Job::AddPicture { name, .. }
        | Job::ReadMask { name }
        | Job::AddText { name, .. }
        | Job::AddVideo { name, .. }
        | Job::Unpack { name }
        | Job::AddTable { name, .. }
        | Job::Stage { name, .. } => format!("reading {name}"),
        Job::Text { .. } => "opening the text".to_owned(),
        Job::Decode { .. } => "opening the picture".to_owned(),
        Job::Frames { .. } => "reading the frames".to_owned(),
        Job::Thumbnail { .. } | Job::Crop { .. } => "making a thumbnail".to_owned(),
        Job::Original { .. } => "fetching the picture".to_owned(),
        Job::Export { format, .. } => format!("writing the {} file", format.name()),
        Job::Look { name } | Job::LookAtTable { name } | Job::LookAtVideo { name } => {
            format!("looking at {name}")
        }
        Job::Similar { .. } => "looking for similar pictures".to_owned(),
        Job::Contents { .. } => "reading the texts".to_owned(),
        Job::Compare { .. } => "looking at the folder".to_owned(),
        Job::Keep { .. } => "keeping a file".to_owned(),
        Job::Facets { .. } => "looking through the labels".to_owned(),
        Job::Discard { .. } | Job::Sweep { .. } => "cleaning up".to_owned(),
    }
}
