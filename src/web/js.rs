//! Small bridges that web-sys lacks or hides behind an unstable flag.
#![allow(unsafe_code)]

use wasm_bindgen::prelude::*;
use web_sys::{IdbDatabase, IdbTransaction};

#[wasm_bindgen]
extern "C" {
    /// An `IDBDatabase` whose transactions take options.
    #[wasm_bindgen(extends = IdbDatabase, js_name = IDBDatabase)]
    type DurableDatabase;

    #[wasm_bindgen(method, catch, js_name = transaction)]
    fn transaction_with(
        this: &DurableDatabase,
        tables: &JsValue,
        mode: &str,
        options: &JsValue,
    ) -> Result<IdbTransaction, JsValue>;
}

/// A read-write transaction whose `complete` comes after the bytes were flushed to the disk.
///
/// # Errors
/// The connection is closing, or a table doesn't exist.
pub fn strict_transaction(
    database: &IdbDatabase,
    tables: &js_sys::Array,
) -> Result<IdbTransaction, JsValue> {
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"durability".into(), &"strict".into())?;
    database
        .unchecked_ref::<DurableDatabase>()
        .transaction_with(tables, "readwrite", &options)
}

/// What a value thrown by the browser says.
pub fn message(error: &JsValue) -> String {
    if let Some(error) = error.dyn_ref::<web_sys::DomException>() {
        return format!("{}: {}", error.name(), error.message());
    }
    if let Some(error) = error.dyn_ref::<js_sys::Error>() {
        return String::from(error.message());
    }
    error
        .as_string()
        .unwrap_or_else(|| format!("{error:?}"))
}
