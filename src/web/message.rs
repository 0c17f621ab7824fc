//! What goes between the page and a worker: small JavaScript objects with a job or a reply as bytes, and the browser's
//! own objects beside it.

use crate::jobs::{Job, Reply};
use crate::persist::Write;
use js_sys::{Array, Object, Reflect, Uint8Array};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::File;

/// What a worker is told.
pub enum ToWorker {
    /// Do this.
    Ask {
        /// Names it in replies.
        id: u32,
        /// What.
        job: Job,
        /// Files and the like.
        files: Array,
        /// Rows to read instead of the browser's database, and to write to.
        rows: Option<Vec<Write>>,
    },
    /// Let go of this.
    Cancel(u32),
    /// Whether the browser keeps nothing.
    InMemory(bool),
    /// A file in memory, by its hash.
    Remember(String, File),
}

/// What a worker tells.
pub enum FromWorker {
    /// It runs.
    Ready,
    /// A reply to what was asked.
    Answer {
        /// Which.
        id: u32,
        /// The reply.
        reply: Reply,
        /// A bitmap, a blob, or undefined.
        attachment: JsValue,
        /// What was left with the worker, for the page to take.
        left: Left,
    },
    /// It can't go on.
    Stopped(String),
}

/// What a job leaves where the browser keeps nothing.
#[derive(Default)]
pub struct Left {
    /// Rows that were written.
    pub rows: Vec<Write>,
    /// Files that were added, by their hashes.
    pub files: Vec<(String, File)>,
}

const ID: &str = "id";
const ROWS: &str = "rows";
const IN_MEMORY: &str = "inMemory";
const REMEMBER: &str = "remember";
const FILE: &str = "file";
const LEFT: &str = "left";
const JOB: &str = "job";
const FILES: &str = "files";
const CANCEL: &str = "cancel";
const REPLY: &str = "reply";
const ATTACHMENT: &str = "attachment";
/// Beside a refusal, for who can't read the reply (public/boot.js).
const REASON: &str = "reason";
const STOPPED: &str = "stopped";
const READY: &str = "ready";

/// The message that asks for a job.
pub fn ask(
    id: u32,
    job: &Job,
    files: &[JsValue],
    rows: Option<&[Write]>,
) -> Result<JsValue, String> {
    let files: Array = files.iter().collect();
    let rows = rows.map(|rows| packed(&rows)).transpose()?;
    let members = [
        (ID, id.into()),
        (JOB, packed(job)?),
        (FILES, files.into()),
        (ROWS, rows.unwrap_or_default()),
    ];
    Ok(object(&members))
}

/// The message that says whether the browser keeps nothing.
pub fn in_memory(is_on: bool) -> JsValue {
    object(&[(IN_MEMORY, is_on.into())])
}

/// The message that hands on a file.
pub fn remember(hash: &str, file: &File) -> JsValue {
    object(&[(REMEMBER, hash.into()), (FILE, file.into())])
}

/// The message that lets go of a job.
pub fn cancel(id: u32) -> JsValue {
    object(&[(CANCEL, id.into())])
}

/// The message with a reply.
pub fn answer(
    id: u32,
    reply: &Reply,
    attachment: &JsValue,
    left: &Left,
) -> Result<JsValue, String> {
    let members = [
        (ID, id.into()),
        (REPLY, packed(reply)?),
        (ATTACHMENT, attachment.clone()),
        (REASON, reason(reply)),
        (ROWS, rows_or_none(&left.rows)?),
        (
            LEFT,
            left.files
                .iter()
                .map(|(hash, file)| remember(hash, file))
                .collect::<Array>()
                .into(),
        ),
    ];
    Ok(object(&members))
}

fn rows_or_none(rows: &[Write]) -> Result<JsValue, String> {
    match rows {
        [] => Ok(JsValue::UNDEFINED),
        rows => packed(&rows),
    }
}

fn reason(reply: &Reply) -> JsValue {
    match reply {
        Reply::Refused(refusal) => JsValue::from_str(&refusal.reason),
        _ => JsValue::UNDEFINED,
    }
}

/// The message of a worker that runs.
pub fn ready() -> JsValue {
    object(&[(READY, JsValue::TRUE)])
}

/// The message of a worker that can't go on.
pub fn stopped(why: &str) -> JsValue {
    object(&[(STOPPED, why.into())])
}

/// What a worker is told by a message.
pub fn to_worker(message: &JsValue) -> Option<ToWorker> {
    if let Some(id) = number(message, CANCEL) {
        return Some(ToWorker::Cancel(id));
    }
    if let Some(is_on) = get(message, IN_MEMORY).as_bool() {
        return Some(ToWorker::InMemory(is_on));
    }
    if let Some((hash, file)) = remembered(message) {
        return Some(ToWorker::Remember(hash, file));
    }
    Some(ToWorker::Ask {
        id: number(message, ID)?,
        job: unpacked(message, JOB)?,
        files: get(message, FILES).dyn_into().ok()?,
        rows: unpacked(message, ROWS),
    })
}

/// What a worker tells by a message.
pub fn from_worker(message: &JsValue) -> Option<FromWorker> {
    if let Some(why) = get(message, STOPPED).as_string() {
        return Some(FromWorker::Stopped(why));
    }
    if get(message, READY).is_truthy() {
        return Some(FromWorker::Ready);
    }
    Some(FromWorker::Answer {
        id: number(message, ID)?,
        reply: unpacked(message, REPLY)?,
        attachment: get(message, ATTACHMENT),
        left: Left {
            rows: unpacked(message, ROWS).unwrap_or_default(),
            files: Array::from(&get(message, LEFT))
                .iter()
                .filter_map(|left| remembered(&left))
                .collect(),
        },
    })
}

fn remembered(message: &JsValue) -> Option<(String, File)> {
    let hash = get(message, REMEMBER).as_string()?;
    Some((hash, get(message, FILE).dyn_into().ok()?))
}

/// After how many places a worker is told to break.
#[cfg(feature = "faults")]
pub fn fault(message: &JsValue) -> Option<u32> {
    number(message, "fault")
}

fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        // A plain object takes every member.
        drop(Reflect::set(&object, &(*name).into(), value));
    }
    object.into()
}

fn get(message: &JsValue, name: &str) -> JsValue {
    Reflect::get(message, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn number(message: &JsValue, name: &str) -> Option<u32> {
    get(message, name).as_f64().map(|number| number as u32)
}

fn packed<T: Serialize>(value: &T) -> Result<JsValue, String> {
    let bytes = postcard::to_stdvec(value).map_err(|error| error.to_string())?;
    Ok(Uint8Array::from(bytes.as_slice()).into())
}

fn unpacked<T: DeserializeOwned>(message: &JsValue, name: &str) -> Option<T> {
    let bytes = get(message, name).dyn_into::<Uint8Array>().ok()?;
    postcard::from_bytes(&bytes.to_vec()).ok()
}
