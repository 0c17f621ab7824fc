//! Folders used in place, where the browser offers handles to them.

use super::files::Named;
use super::js::message;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemHandleKind};

/// So many folders deep is looked.
const DEEPEST: usize = 32;

/// The browser lets somebody choose a folder to be used in place.
pub fn supported() -> bool {
    chooser().is_some()
}

fn chooser() -> Option<Function> {
    let window = web_sys::window()?;
    Reflect::get(&window, &"showDirectoryPicker".into())
        .ok()?
        .dyn_into()
        .ok()
}

/// The folder that somebody chooses; none where they change their mind.
///
/// # Errors
/// The browser refuses.
pub async fn choose() -> Result<Option<FileSystemDirectoryHandle>, String> {
    let chooser = chooser().ok_or("this browser can't open a folder in place")?;
    let window = web_sys::window().ok_or("there is no window")?;
    let asked = chooser
        .call0(&window)
        .map_err(|error| message(&error))?
        .dyn_into::<Promise>()
        .map_err(|error| message(&error))?;
    match JsFuture::from(asked).await {
        Ok(handle) => Ok(Some(handle.unchecked_into())),
        Err(error) if Reflect::get(&error, &"name".into()) == Ok("AbortError".into()) => Ok(None),
        Err(error) => Err(message(&error)),
    }
}

/// Every file of a folder, by its path from the folder on.
///
/// # Errors
/// The browser lets nobody read it.
pub async fn walk(folder: &FileSystemDirectoryHandle) -> Result<Vec<Named>, String> {
    let mut files = Vec::new();
    let mut folders = vec![(String::new(), folder.clone(), 0)];
    while let Some((path, folder, depth)) = folders.pop() {
        let entries = folder.values();
        loop {
            let step = JsFuture::from(entries.next().map_err(|error| message(&error))?)
                .await
                .map_err(|error| message(&error))?;
            if Reflect::get(&step, &"done".into()) == Ok(JsValue::TRUE) {
                break;
            }
            let entry = Reflect::get(&step, &"value".into()).map_err(|error| message(&error))?;
            let handle: web_sys::FileSystemHandle = entry.unchecked_into();
            let name = format!("{path}{}", handle.name());
            match handle.kind() {
                FileSystemHandleKind::Directory if depth < DEEPEST => {
                    folders.push((format!("{name}/"), handle.unchecked_into(), depth + 1));
                }
                FileSystemHandleKind::File => {
                    let handle: FileSystemFileHandle = handle.unchecked_into();
                    let file = JsFuture::from(handle.get_file()).await;
                    let file: File = file.map_err(|error| message(&error))?.unchecked_into();
                    files.push((name, file));
                }
                _ => {}
            }
        }
    }
    Ok(files)
}

/// The browser still lets this page read the folder.
pub async fn may_read(folder: &FileSystemDirectoryHandle) -> bool {
    permission(folder, "queryPermission").await
}

/// Asks the person whether this page may read the folder; only in answer to a click.
pub async fn ask_to_read(folder: &FileSystemDirectoryHandle) -> bool {
    permission(folder, "requestPermission").await
}

async fn permission(folder: &FileSystemDirectoryHandle, ask: &str) -> bool {
    let asked = Reflect::get(folder, &ask.into())
        .and_then(JsValue::dyn_into::<Function>)
        .and_then(|ask| ask.call0(folder))
        .and_then(JsValue::dyn_into::<Promise>);
    match asked {
        Ok(promise) => JsFuture::from(promise)
            .await
            .is_ok_and(|answer| answer.as_string().as_deref() == Some("granted")),
        // A browser without the question has no answer to wait for.
        Err(_) => true,
    }
}
