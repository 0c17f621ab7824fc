//! Files that come in by drop, paste or choice, and files that go out by download.

use super::js::message;
use js_sys::{Array, Function, Promise, Reflect};
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, ClipboardEvent, DataTransfer, File, FileSystemDirectoryEntry, FileSystemEntry,
    FileSystemFileEntry, HtmlAnchorElement, HtmlInputElement, Url,
};

/// A file and its name, folders included, with `/` between them.
pub type Named = (String, File);

/// Files, and what can't be read by name and reason.
pub type Walked = (Vec<Named>, Vec<(String, String)>);

/// What was dropped. The browser shows it only while its event runs, so this is taken at once and walked through later.
pub struct Dropped {
    entries: Vec<FileSystemEntry>,
    files: Vec<File>,
}

/// A drag carries files, and not a piece of the page.
pub fn carries_files(transfer: &DataTransfer) -> bool {
    let types = transfer.types();
    types
        .iter()
        .any(|kind| kind.as_string().as_deref() == Some("Files"))
}

impl Dropped {
    /// What a drop event carries.
    pub fn take(transfer: &DataTransfer) -> Self {
        let items = transfer.items();
        let (mut entries, mut files) = (Vec::new(), Vec::new());
        for index in 0..items.length() {
            let Some(item) = items.get(index).filter(|item| item.kind() == "file") else {
                continue;
            };
            match (item.webkit_get_as_entry(), item.get_as_file()) {
                (Ok(Some(entry)), _) => entries.push(entry),
                (_, Ok(Some(file))) => files.push(file),
                _ => {}
            }
        }
        Self { entries, files }
    }

    /// Every file in it, folders walked through. What can't be read is told apart by name and reason.
    pub async fn walk(self) -> Walked {
        let mut found: Vec<Named> = self.files.into_iter().map(|f| (f.name(), f)).collect();
        let mut failed = Vec::new();
        let mut waiting = VecDeque::from(self.entries);
        while let Some(entry) = waiting.pop_front() {
            let name = entry.full_path().trim_start_matches('/').to_owned();
            // Chromium has no classes of these names to ask for.
            if entry.is_directory() {
                match children(entry.unchecked_ref::<FileSystemDirectoryEntry>()).await {
                    Ok(children) => waiting.extend(children),
                    Err(reason) => failed.push((name, message(&reason))),
                }
            } else {
                match file_of(entry.unchecked_ref::<FileSystemFileEntry>()).await {
                    Ok(file) => found.push((name, file)),
                    Err(reason) => failed.push((name, message(&reason))),
                }
            }
        }
        (found, failed)
    }
}

/// The browser gives the entries of a folder by the hundred.
async fn children(folder: &FileSystemDirectoryEntry) -> Result<Vec<FileSystemEntry>, JsValue> {
    let reader = folder.create_reader();
    let mut all = Vec::new();
    loop {
        let promise = Promise::new(&mut |resolve, reject| {
            if let Err(error) = reader.read_entries_with_callback_and_callback(&resolve, &reject) {
                drop(reject.call1(&JsValue::NULL, &error));
            }
        });
        let batch: Array = JsFuture::from(promise).await?.unchecked_into();
        if batch.length() == 0 {
            return Ok(all);
        }
        all.extend(batch.iter().map(JsValue::unchecked_into::<FileSystemEntry>));
    }
}

async fn file_of(entry: &FileSystemFileEntry) -> Result<File, JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        entry.file_with_callback_and_callback(&resolve, &reject);
    });
    Ok(JsFuture::from(promise).await?.unchecked_into())
}

/// What was chosen in a file input, which is emptied so that the same file can be chosen again.
pub fn chosen(input: &HtmlInputElement) -> Vec<Named> {
    let files = input.files();
    let files = files.iter().flat_map(|list| {
        let files = (0..list.length()).filter_map(|index| list.get(index));
        files.map(|file| (path_of(&file), file)).collect::<Vec<_>>()
    });
    let files = files.collect();
    input.set_value("");
    files
}

/// Where a file lies in the folder that was chosen; its name alone where a file was.
fn path_of(file: &File) -> String {
    let path = Reflect::get(file, &"webkitRelativePath".into());
    let path = path.ok().and_then(|path| path.as_string());
    path.filter(|path| !path.is_empty())
        .unwrap_or_else(|| file.name())
}

/// The files of a paste. Browsers call every picture that was copied `image.png`: `now` tells them apart.
pub fn pasted(event: &ClipboardEvent, now: &str) -> Vec<Named> {
    let Some(list) = event.clipboard_data().and_then(|data| data.files()) else {
        return Vec::new();
    };
    let files = (0..list.length()).filter_map(|index| list.get(index));
    files
        .map(|file| match file.name().as_str() {
            "image.png" => (format!("Pasted {now}.png"), file),
            name => (name.to_owned(), file),
        })
        .collect()
}

/// The text of a paste, as a file.
pub fn pasted_text(event: &ClipboardEvent, now: &str) -> Option<Named> {
    let text = event.clipboard_data()?.get_data("text/plain").ok()?;
    if text.trim().is_empty() {
        return None;
    }
    let name = format!("Pasted {now}.txt");
    let file = File::new_with_str_sequence(&Array::of1(&text.into()), &name).ok()?;
    Some((name, file))
}

/// Hands a blob to the browser's downloads.
///
/// # Errors
/// The browser refuses.
pub fn download(blob: &Blob, name: &str) -> Result<(), String> {
    let failed = |error: JsValue| message(&error);
    let document = web_sys::window()
        .and_then(|window| window.document())
        .ok_or("there is no page")?;
    let url = Url::create_object_url_with_blob(blob).map_err(failed)?;
    let link: HtmlAnchorElement = document
        .create_element("a")
        .map_err(failed)?
        .unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The download has begun by then; before, Firefox would lose it.
    let forget = Closure::once_into_js(move || drop(Url::revoke_object_url(&url)));
    if let Some(window) = web_sys::window() {
        let forget = forget.unchecked_ref();
        drop(window.set_timeout_with_callback_and_timeout_and_arguments_0(forget, 60_000));
    }
    Ok(())
}

/// Calls with the files that the system opens with the installed application, where it does that.
pub fn on_launch(opened: impl Fn(Walked) + 'static) {
    let queue = web_sys::window().and_then(|it| Reflect::get(&it, &"launchQueue".into()).ok());
    let Some(queue) = queue.filter(|queue| !queue.is_falsy()) else {
        return;
    };
    let opened = Rc::new(opened);
    let consumer = Closure::<dyn FnMut(JsValue)>::new(move |launched: JsValue| {
        let opened = Rc::clone(&opened);
        wasm_bindgen_futures::spawn_local(async move {
            opened(launched_files(&launched).await);
        });
    });
    let set: Result<Function, _> =
        Reflect::get(&queue, &"setConsumer".into()).and_then(JsValue::dyn_into);
    if let Ok(set) = set {
        // Without it files are dropped or chosen, as everywhere.
        drop(set.call1(&queue, &consumer.into_js_value()));
    }
}

async fn launched_files(launched: &JsValue) -> Walked {
    let handles = Reflect::get(launched, &"files".into()).unwrap_or_default();
    let (mut found, mut failed) = (Vec::new(), Vec::new());
    for handle in Array::from(&handles).iter() {
        let handle: web_sys::FileSystemFileHandle = handle.unchecked_into();
        match JsFuture::from(handle.get_file()).await {
            Ok(file) => found.push((handle.name(), file.unchecked_into())),
            Err(reason) => failed.push((handle.name(), message(&reason))),
        }
    }
    (found, failed)
}
