//! The border that a panic doesn't cross: `public/boot.js` stops everything of this instance, says what happened, and
//! writes the project by a worker, which has an instance of its own.

use super::js::message;
use super::message::ask;
use crate::document::ProjectId;
use crate::formats::catalog::Format;
use crate::jobs::Job;
use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

/// Stops the page for this reason; nothing of this instance is called afterwards.
pub fn fall(reason: &str) {
    // Without boot.js there is nobody to tell.
    drop(call("fall", &reason.into()));
}

/// Says which project is to be written after a panic.
///
/// # Errors
/// The page has no border; in plain words.
pub fn prepare(project: ProjectId) -> Result<(), String> {
    let job = Job::Export {
        project,
        format: Format::Native,
        inputs: None,
    };
    call("prepare", &ask(0, &job, &[], None)?).map_err(|error| message(&error))
}

/// From here on the transaction is given up where the page stops: it isn't asked for as a whole yet.
pub fn guard(transaction: &JsValue) {
    // A worker has no border: what it stages is seen by nobody until the page says so.
    drop(call("guard", transaction));
}

/// The transaction was asked for as a whole, or was given up.
pub fn release(transaction: &JsValue) {
    drop(call("release", transaction));
}

fn call(name: &str, argument: &JsValue) -> Result<(), JsValue> {
    let border = Reflect::get(&js_sys::global(), &"cartouche".into())?;
    let function: Function = Reflect::get(&border, &name.into())?.dyn_into()?;
    function.call1(&border, argument).map(drop)
}
