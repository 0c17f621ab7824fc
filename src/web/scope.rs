//! What a worker has instead of a window.

use wasm_bindgen::JsCast as _;
use web_sys::DedicatedWorkerGlobalScope;

/// This worker's global object.
pub fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}
