//! What goes between the page and a worker: small JavaScript objects with a job or a reply as bytes, and the browser's
//! own objects beside it.

use crate::jobs::{Job, Reply};
use js_sys::{Array, Object, Reflect, Uint8Array};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast as _, JsValue};

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
    },
    /// Let go of this.
    Cancel(u32),
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
    },
    /// It can't go on.
    Stopped(String),
}

const ID: &str = "id";
const JOB: &str = "job";
const FILES: &str = "files";
const CANCEL: &str = "cancel";
const REPLY: &str = "reply";
const ATTACHMENT: &str = "attachment";
const STOPPED: &str = "stopped";
const READY: &str = "ready";

/// The message that asks for a job.
pub fn ask(id: u32, job: &Job, files: &[JsValue]) -> Result<JsValue, String> {
    let files: Array = files.iter().collect();
    let members = [(ID, id.into()), (JOB, packed(job)?), (FILES, files.into())];
    Ok(object(&members))
}

/// The message that lets go of a job.
pub fn cancel(id: u32) -> JsValue {
    object(&[(CANCEL, id.into())])
}

/// The message with a reply.
pub fn answer(id: u32, reply: &Reply, attachment: &JsValue) -> Result<JsValue, String> {
    let members = [
        (ID, id.into()),
        (REPLY, packed(reply)?),
        (ATTACHMENT, attachment.clone()),
    ];
    Ok(object(&members))
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
    Some(ToWorker::Ask {
        id: number(message, ID)?,
        job: unpacked(message, JOB)?,
        files: get(message, FILES).dyn_into().ok()?,
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
    })
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
