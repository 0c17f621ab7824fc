//! A worker where the browser keeps nothing: the files that were added stay in memory, and every worker knows them. The
//! page hands them on.

use crate::document::ContentHash;
use js_sys::Array;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use wasm_bindgen::JsValue;
use web_sys::{File, FilePropertyBag};

/// The type of the files that are made of texts: no browser gives it to a file that somebody has.
const TEXT: &str = "text/x-cartouche";

thread_local! {
    static IS_ON: Cell<bool> = const { Cell::new(false) };
    static FILES: RefCell<BTreeMap<String, File>> = const { RefCell::new(BTreeMap::new()) };
    static FRESH: RefCell<Vec<(String, File)>> = const { RefCell::new(Vec::new()) };
}

/// Nothing is kept by the browser from here on, or everything is again.
pub fn set(is_on: bool) {
    IS_ON.set(is_on);
}

/// Nothing is kept by the browser.
pub fn is_on() -> bool {
    IS_ON.get()
}

/// Keeps a file that was added.
pub fn keep(hash: &ContentHash, file: File) {
    FRESH.with_borrow_mut(|fresh| fresh.push((hash.hex(), file.clone())));
    remember(hash.hex(), file);
}

/// A text as a file, for [`keep`].
///
/// # Errors
/// The browser makes no file.
pub fn text_file(hash: &ContentHash, text: &str) -> Result<File, JsValue> {
    let options = FilePropertyBag::new();
    options.set_type(TEXT);
    File::new_with_str_sequence_and_options(&Array::of1(&text.into()), &hash.hex(), &options)
}

/// Whether a file that is kept was made of a text.
pub fn is_text(file: &File) -> bool {
    file.type_() == TEXT
}

/// A file that another worker keeps.
pub fn remember(hash: String, file: File) {
    FILES.with_borrow_mut(|files| files.insert(hash, file));
}

/// The file with this hash, if it is in memory.
pub fn recall(hash: &ContentHash) -> Option<File> {
    FILES.with_borrow(|files| files.get(&hash.hex()).cloned())
}

/// The files that were kept since this was asked last, by their hashes.
pub fn take_fresh() -> Vec<(String, File)> {
    FRESH.take()
}
