//! Small bridges that web-sys lacks or hides behind an unstable flag.
#![allow(unsafe_code)]

use wasm_bindgen::prelude::*;
use web_sys::{IdbDatabase, IdbTransaction, IdbTransactionMode};

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

    /// An `IDBTransaction` that can be told that nothing more comes.
    #[wasm_bindgen(extends = IdbTransaction, js_name = IDBTransaction)]
    type CompleteTransaction;

    #[wasm_bindgen(method, catch)]
    fn commit(this: &CompleteTransaction) -> Result<(), JsValue>;

    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(then: &js_sys::Function, ms: i32);

    /// A `StorageManager` that an older browser lacks, or that lacks this.
    #[wasm_bindgen(js_name = StorageManager)]
    type FileKeeper;

    #[wasm_bindgen(method, catch, js_name = getDirectory)]
    fn directory(this: &FileKeeper) -> Result<js_sys::Promise, JsValue>;
}

/// Nothing more comes: the transaction is committed without waiting for the page to hear of each request.
///
/// Of what writes only Chromium is told so, which freezes pages. In Firefox a request that fails afterwards, with others
/// behind it, doesn't take the transaction with it, and what is left of it is committed (the standard aborts it:
/// <https://w3c.github.io/IndexedDB/#async-execute-request>, step 5). There it commits by itself when all have succeeded.
///
/// # Errors
/// It has ended already.
pub fn commit_now(transaction: &IdbTransaction) -> Result<(), JsValue> {
    let writes = transaction.mode()? != IdbTransactionMode::Readonly;
    match writes && !IS_CHROMIUM.with(|it| *it) {
        true => Ok(()),
        false => transaction.unchecked_ref::<CompleteTransaction>().commit(),
    }
}

thread_local!(
    /// Chromium alone has this, in the page and in a worker; where it hasn't, it is taken for another browser.
    static IS_CHROMIUM: bool = {
        let part = |of: &JsValue, name: &str| js_sys::Reflect::get(of, &name.into());
        let data = part(&js_sys::global(), "navigator").and_then(|it| part(&it, "userAgentData"));
        data.is_ok_and(|data| !data.is_falsy())
    }
);

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
        let (name, message) = (error.name(), error.message());
        return match message.is_empty() {
            true => name,
            false => format!("{name}: {message}"),
        };
    }
    if let Some(error) = error.dyn_ref::<js_sys::Error>() {
        return String::from(error.message());
    }
    error.as_string().unwrap_or_else(|| format!("{error:?}"))
}

/// What kind of `DOMException` the browser threw; nothing where it is none.
pub fn name_of(error: &JsValue) -> String {
    error
        .dyn_ref::<web_sys::DomException>()
        .map(web_sys::DomException::name)
        .unwrap_or_default()
}

/// The browser is asked for its private file system for so long, in milliseconds; silence is no refusal.
const ANSWERS_WITHIN: i32 = 1_000;

/// The browser keeps no files for this page, though it may have a database, as Firefox in private windows. It is asked
/// at once, and answers when this is awaited.
pub fn refuses_files() -> impl Future<Output = bool> {
    let navigator = js_sys::Reflect::get(&js_sys::global(), &"navigator".into());
    let keeper = navigator.and_then(|it| js_sys::Reflect::get(&it, &"storage".into()));
    let asked = keeper
        .ok()
        .filter(|keeper| !keeper.is_falsy())
        .and_then(|keeper| keeper.unchecked_into::<FileKeeper>().directory().ok())
        .map(wasm_bindgen_futures::JsFuture::from);
    async move {
        // A page that isn't a secure one, or an older browser: said of each picture.
        let Some(asked) = asked else { return false };
        match within(ANSWERS_WITHIN, asked).await {
            Some(Err(error)) => name_of(&error) == "SecurityError",
            Some(Ok(_)) | None => false,
        }
    }
}

/// Waits so many milliseconds, in the page or in a worker.
pub async fn pause(ms: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| set_timeout(&resolve, ms));
    drop(wasm_bindgen_futures::JsFuture::from(promise).await);
}

/// The outcome of something, unless it takes longer than so many milliseconds.
pub async fn within<T: 'static>(ms: i32, future: impl Future<Output = T> + 'static) -> Option<T> {
    let (giver, taker) = super::oneshot::oneshot();
    let giver = std::rc::Rc::new(std::cell::RefCell::new(Some(giver)));
    let late = std::rc::Rc::clone(&giver);
    wasm_bindgen_futures::spawn_local(async move {
        let outcome = future.await;
        if let Some(giver) = giver.borrow_mut().take() {
            giver.give(Some(outcome));
        }
    });
    wasm_bindgen_futures::spawn_local(async move {
        pause(ms).await;
        if let Some(giver) = late.borrow_mut().take() {
            giver.give(None);
        }
    });
    taker.await
}

/// What the build wrote into the page under this name.
pub fn meta(name: &str) -> Option<web_sys::HtmlMetaElement> {
    let found = web_sys::window()?
        .document()?
        .query_selector(&format!("meta[name=\"{name}\"]"));
    found.ok()??.dyn_into().ok()
}

/// A file of the page's own folder, with this hash.
///
/// # Errors
/// It isn't there, or isn't the one that was built.
pub async fn fetch_bytes(path: &str, integrity: &str) -> Result<Vec<u8>, String> {
    let failed = |error: JsValue| format!("{path}: {}", message(&error));
    let window = web_sys::window().ok_or("there is no window")?;
    let checked = web_sys::RequestInit::new();
    checked.set_integrity(integrity);
    let fetched = window.fetch_with_str_and_init(path, &checked);
    let response = wasm_bindgen_futures::JsFuture::from(fetched)
        .await
        .map_err(failed)?
        .unchecked_into::<web_sys::Response>();
    if !response.ok() {
        return Err(format!("{path}: the server says {}", response.status()));
    }
    let buffer = response.array_buffer().map_err(failed)?;
    let buffer = wasm_bindgen_futures::JsFuture::from(buffer)
        .await
        .map_err(failed)?;
    Ok(js_sys::Uint8Array::new(&buffer).to_vec())
}
