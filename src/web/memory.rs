//! A worker where the browser keeps nothing: the files that were added stay in memory, and every worker knows them. The
//! page hands them on.

use crate::document::ContentHash;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use web_sys::File;

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
