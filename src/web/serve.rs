//! The worker's loop: a job comes, replies go.

use super::archives;
use super::changed;
use super::database::Database;
use super::export::Export;
use super::likeness;
use super::locks::take_alone;
use super::memory;
use super::message::{Left, ToWorker, answer, ready, stopped, to_worker};
use super::originals;
use super::pictures;
use super::scope::scope;
use super::stage::{Stage, discard_layer};
use super::texts;
use super::thumbs::PictureStore;
use super::videos;
use crate::document::ContentHash;
use crate::faults;
use crate::formats::report::Refusal;
use crate::import::masks::MaskFile;
use crate::jobs::{Job, Reply};
use js_sys::Array;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, ImageBitmap, MessageEvent};

/// A job on its way.
pub struct Call {
    id: u32,
    is_cancelled: Rc<Cell<bool>>,
    told_at: Cell<f64>,
}

/// What a job comes to.
pub type Done = Result<(Reply, JsValue), Refusal>;

/// The largest mask file, in bytes.
const MOST_MASK_BYTES: f64 = 256.0 * 1024.0 * 1024.0;

/// Between two reports of progress, in milliseconds.
const PROGRESS_EVERY: f64 = 100.0;

type Calls = Rc<RefCell<BTreeMap<u32, Rc<Cell<bool>>>>>;

/// Begins to serve.
pub fn start() {
    std::panic::set_hook(Box::new(|panic| {
        let text = panic.to_string();
        complain(&text);
        post(&stopped(&text), &JsValue::UNDEFINED);
    }));
    let calls = Calls::default();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        #[cfg(feature = "faults")]
        if let Some(after) = super::message::fault(&event.data()) {
            crate::faults::arm(after, crate::faults::Kind::Panic);
            return;
        }
        match to_worker(&event.data()) {
            Some(ToWorker::Ask {
                id,
                job,
                files,
                rows,
            }) => {
                let is_lent = rows.is_some();
                rows.into_iter().for_each(Database::lend);
                begin(&calls, id, job, files, is_lent);
            }
            Some(ToWorker::InMemory(is_on)) => memory::set(is_on),
            Some(ToWorker::Remember(hash, file)) => memory::remember(hash, file),
            Some(ToWorker::Cancel(id)) => {
                if let Some(is_cancelled) = calls.borrow().get(&id) {
                    is_cancelled.set(true);
                }
            }
            None => post(
                &stopped("it was told something that it doesn't understand"),
                &JsValue::UNDEFINED,
            ),
        }
    });
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    // What traps without a panic, such as memory that ran out, is an error that nobody awaits.
    let on_rejection = Closure::<dyn FnMut(JsValue)>::new(|event: JsValue| {
        let reason = js_sys::Reflect::get(&event, &"reason".into()).unwrap_or_default();
        post(&stopped(&super::js::message(&reason)), &JsValue::UNDEFINED);
    });
    let listener = on_rejection.as_ref().unchecked_ref();
    drop(scope().add_event_listener_with_callback("unhandledrejection", listener));
    on_rejection.forget();
    post(&ready(), &JsValue::UNDEFINED);
}

fn begin(calls: &Calls, id: u32, job: Job, files: Array, is_lent: bool) {
    let is_cancelled = Rc::new(Cell::new(false));
    calls.borrow_mut().insert(id, is_cancelled.clone());
    let calls = calls.clone();
    spawn_local(async move {
        let call = Call {
            id,
            is_cancelled,
            told_at: Cell::new(0.0),
        };
        let (reply, attachment) = match run(&call, job, &files).await {
            Ok(done) => done,
            Err(refusal) => (Reply::Refused(refusal), JsValue::UNDEFINED),
        };
        calls.borrow_mut().remove(&id);
        let left = Left {
            rows: is_lent.then(Database::give_back).unwrap_or_default(),
            files: memory::take_fresh(),
        };
        call.reply(&reply, &attachment, &left);
    });
}

async fn run(call: &Call, job: Job, files: &Array) -> Done {
    let nothing = JsValue::UNDEFINED;
    match job {
        Job::AddPicture { name, source } => {
            let refusal = |reason| refused(&name, reason);
            let store = store().await.map_err(refusal)?;
            let file = file(files).map_err(refusal)?;
            let media = pictures::add(&store, source, &file)
                .await
                .map_err(refusal)?;
            Ok((Reply::Picture(media), nothing))
        }
        Job::ReadMask { name } => {
            let refusal = |reason| refused(&name, reason);
            let file = file(files).map_err(refusal)?;
            let bytes = texts::bytes_of(&file, MOST_MASK_BYTES)
                .await
                .map_err(refusal)?;
            let mask = MaskFile::read(&bytes).map_err(refusal)?;
            Ok((Reply::Mask(mask), nothing))
        }
        Job::AddText { name, source } => {
            let file = file(files).map_err(|reason| refused(&name, reason))?;
            texts::add(&name, source, &file).await
        }
        Job::Unpack { name } => {
            let file = file(files).map_err(|reason| refused(&name, reason))?;
            archives::unpack(call, &name, &file).await
        }
        Job::LookAtVideo { name } => {
            let file = file(files).map_err(|reason| refused(&name, reason))?;
            let look = videos::look(&file).map_err(|reason| refused(&name, reason))?;
            Ok((Reply::Video(look), nothing))
        }
        Job::AddVideo { name, source, look } => {
            let file = file(files).map_err(|reason| refused(&name, reason))?;
            let media = videos::add(source, &file, look).await;
            let media = media.map_err(|reason| refused(&name, reason))?;
            Ok((Reply::Picture(media), nothing))
        }
        Job::Frames { hash, source } => {
            let of_video = |reason| refused("the video", reason);
            let store = store().await.map_err(of_video)?;
            let look = videos::look_again(&store, &hash, &source).await;
            Ok((Reply::Video(look.map_err(of_video)?), nothing))
        }
        Job::LookAtTable { name } => {
            let file = file(files).map_err(|reason| refused(&name, reason))?;
            texts::look_at_table(&name, &file).await
        }
        Job::AddTable { name, column } => {
            let file = file(files).map_err(|reason| refused(&name, reason))?;
            texts::add_table(call, &name, &column, &file).await
        }
        Job::Text { hash, source, most } => {
            let of_text = |reason| refused("the text", reason);
            let store = store().await.map_err(of_text)?;
            let text = texts::read(&store, &hash, &source, most).await;
            Ok((Reply::Text(text.map_err(of_text)?), nothing))
        }
        Job::Contents { of } => {
            let store = store()
                .await
                .map_err(|reason| refused("the texts", reason))?;
            Ok(texts::contents(call, &store, of).await)
        }
        Job::Decode { hash, source } => {
            let store = store().await.map_err(of_picture)?;
            let bitmap = pictures::open(&store, &hash, &source)
                .await
                .map_err(of_picture)?;
            Ok((Reply::Decoded, bitmap.into()))
        }
        Job::Thumbnail { hash, source } => {
            let store = store().await.map_err(of_picture)?;
            let thumb = pictures::thumb(&store, &hash, &source)
                .await
                .map_err(of_picture)?;
            Ok((Reply::Thumbnail, thumb.into()))
        }
        Job::Crop { hash, source, part } => {
            let store = store().await.map_err(of_picture)?;
            let crop = pictures::crop(&store, &hash, &source, part)
                .await
                .map_err(of_picture)?;
            Ok((Reply::Thumbnail, crop.into()))
        }
        Job::Original { hash, source } => {
            let store = store().await.map_err(of_picture)?;
            let blob = pictures::original(&store, &hash, &source)
                .await
                .map_err(of_picture)?;
            Ok((Reply::Original, blob.into()))
        }
        Job::Stage {
            project,
            layer,
            name,
            now_ms,
            chance,
        } => {
            let file = file(files).map_err(|reason| refused(&name, reason))?;
            let stage = Stage {
                project,
                layer,
                name,
                now_ms,
                chance,
            };
            stage.run(call, &file).await
        }
        Job::Discard { project, layer } => {
            let database = Database::open().await.map_err(of_storage)?;
            discard_layer(&database, project, layer)
                .await
                .map_err(of_storage)?;
            Ok((Reply::Done, nothing))
        }
        Job::Export {
            project,
            format,
            inputs,
        } => {
            let export = Export {
                project,
                format,
                inputs,
            };
            export.run(call).await
        }
        Job::Look { name } => {
            let store = store().await.map_err(of_picture)?;
            let file = file(files).map_err(|reason| refused(&name, reason))?;
            likeness::show(&store, &name, &file).await
        }
        Job::Similar { project, likes } => {
            let store = store().await.map_err(of_picture)?;
            likeness::run(call, &store, project, &likes).await
        }
        Job::Facets { project } => super::facets::run(call, project).await,
        Job::Compare {
            hash,
            source,
            bytes,
        } => {
            let of_folder = |reason| refused("the folder", reason);
            let store = store().await.map_err(of_folder)?;
            let compared = changed::compare(&store, &hash, &source, bytes).await;
            compared.map_err(of_folder)
        }
        Job::Keep { hash, is_text } => {
            let kept = keep(&hash, is_text, files).await;
            kept.map_err(of_storage)?;
            Ok((Reply::Done, nothing))
        }
        Job::Sweep { project } => {
            // Another tab may still have it open: then it is swept on a later visit.
            let Some(_alone) = take_alone(project).await else {
                return Ok((Reply::Done, nothing));
            };
            let database = Database::open().await.map_err(of_storage)?;
            database.sweep(project).await.map_err(of_storage)?;
            Ok((Reply::Done, nothing))
        }
    }
}

async fn keep(hash: &str, is_text: bool, files: &Array) -> Result<(), String> {
    let hash = ContentHash::from_hex(hash).ok_or("its hash is none")?;
    let file = file(files)?;
    match is_text {
        true => texts::keep_file(&hash, &file).await,
        false => originals::keep_file(&hash, &file).await,
    }
}

impl Call {
    /// Nobody wants it any more.
    pub fn is_cancelled(&self) -> bool {
        self.is_cancelled.get()
    }

    /// Tells how far it is, a few times a second.
    pub fn progress(&self, done: u64, total: u64) {
        faults::point();
        let now = js_sys::Date::now();
        if now - self.told_at.get() >= PROGRESS_EVERY {
            self.told_at.set(now);
            let progress = Reply::Progress { done, total };
            self.reply(&progress, &JsValue::UNDEFINED, &Left::default());
        }
    }

    fn reply(&self, reply: &Reply, attachment: &JsValue, left: &Left) {
        match answer(self.id, reply, attachment, left) {
            Ok(message) => post(&message, attachment),
            Err(reason) => post(&stopped(&reason), &JsValue::UNDEFINED),
        }
    }
}

/// A refusal about this file.
pub fn refused(place: &str, reason: String) -> Refusal {
    Refusal {
        place: place.to_owned(),
        reason,
    }
}

fn of_storage(reason: impl ToString) -> Refusal {
    refused("the browser's storage", reason.to_string())
}

fn of_picture(reason: String) -> Refusal {
    refused("the picture", reason)
}

/// The first file beside a job.
pub fn file(files: &Array) -> Result<File, String> {
    files
        .get(0)
        .dyn_into()
        .map_err(|_| "no file came with it".to_owned())
}

async fn store() -> Result<PictureStore, String> {
    thread_local!(static STORE: RefCell<Option<PictureStore>> = const { RefCell::new(None) });
    if let Some(store) = STORE.with_borrow(Option::clone) {
        return Ok(store);
    }
    if memory::is_on() {
        return Ok(PictureStore::nowhere());
    }
    let store = PictureStore::open()
        .await
        .map_err(|error| error.to_string())?;
    STORE.set(Some(store.clone()));
    Ok(store)
}

/// Posts a message; a bitmap beside it moves over instead of being copied.
fn post(message: &JsValue, attachment: &JsValue) {
    let moved = match attachment.is_instance_of::<ImageBitmap>() {
        true => Array::of1(attachment),
        false => Array::new(),
    };
    // There is nobody to tell where the page is gone.
    drop(scope().post_message_with_transfer(message, &moved));
}

/// Onto the worker's console.
fn complain(text: &str) {
    let console = js_sys::Reflect::get(&js_sys::global(), &"console".into());
    let error = console.and_then(|console| {
        let error = js_sys::Reflect::get(&console, &"error".into())?;
        error
            .unchecked_into::<js_sys::Function>()
            .call1(&console, &text.into())
    });
    drop(error);
}
