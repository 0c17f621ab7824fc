//! Where the bytes of pictures are: in the browser's own files under their hash, or in a folder that is used in place.
//! Workers only.

use super::changed;
use super::folders::may_read;
use super::js::{message, name_of, pause};
use super::memory;
use super::oneshot::oneshot;
use super::scope;
use super::texts::{MOST_BYTES, bytes_of};
use super::thumbs::PictureStore;
use crate::document::{ContentHash, Source};
use crate::import::text::text_of;
use js_sys::{ArrayBuffer, Uint8Array};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    File, FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetDirectoryOptions,
    FileSystemGetFileOptions, FileSystemSyncAccessHandle,
};

/// So many files are looked for at once.
const SIDE_BY_SIDE: usize = 64;
const FOLDER: &str = "originals";
const NOT_SECURE: &str =
    "the browser keeps files only for pages opened over https:// or on this machine (localhost)";
const OPEN_AGAIN: &str = "the folder must be opened again";

/// Keeps a file under its hash. One that is there already stays.
///
/// # Errors
/// There is no room, or the browser keeps no files; in plain words.
pub async fn keep(hash: &ContentHash, bytes: &ArrayBuffer) -> Result<(), String> {
    let length = f64::from(bytes.byte_length());
    // Another worker may be writing the same picture.
    for _ in 0..100 {
        let handle = entry(hash, true).await.map_err(|error| plain(&error))?;
        if size_of(&handle).await == Some(length) {
            return Ok(());
        }
        match write(&handle, bytes, length).await {
            Err(error) if name_of(&error) == "NoModificationAllowedError" => pause(50).await,
            other => return other.map_err(|error| plain(&error)),
        }
    }
    Err("another tab is writing the same picture".to_owned())
}

/// Keeps a file under its hash, a piece at a time. One that is there already stays.
///
/// # Errors
/// There is no room, or the browser keeps no files; in plain words.
pub async fn keep_file(hash: &ContentHash, file: &File) -> Result<(), String> {
    for _ in 0..100 {
        let handle = entry(hash, true).await.map_err(|error| plain(&error))?;
        if size_of(&handle).await == Some(file.size()) {
            return Ok(());
        }
        match JsFuture::from(handle.create_sync_access_handle()).await {
            Err(error) if name_of(&error) == "NoModificationAllowedError" => pause(50).await,
            Err(error) => return Err(plain(&error)),
            Ok(access) => return write_pieces(&access.unchecked_into(), file).await,
        }
    }
    Err("another tab is writing the same file".to_owned())
}

/// Writes and flushes. What can't be finished is emptied, so that its size tells.
async fn write_pieces(access: &FileSystemSyncAccessHandle, file: &File) -> Result<(), String> {
    let written = async {
        access.truncate_with_u32(0).map_err(|error| plain(&error))?;
        let mut pieces = pieces(file);
        while let Some(piece) = pieces.next().await? {
            let written = access.write_with_buffer_source(&piece);
            if written.map_err(|error| plain(&error))? < f64::from(piece.byte_length()) {
                return Err("the browser wrote only a part of the file".to_owned());
            }
        }
        access.flush().map_err(|error| plain(&error))
    };
    let written = written.await;
    if written.is_err() {
        // Nothing more can be done about a file that can't be shortened.
        drop(access.truncate_with_u32(0));
    }
    access.close();
    written
}

/// A file a piece at a time.
pub struct Pieces<'a> {
    file: &'a File,
    at: f64,
}

/// How long a piece of a file is, in bytes.
const PIECE: f64 = (4 << 20) as f64;

/// A file from its beginning.
pub fn pieces(file: &File) -> Pieces<'_> {
    Pieces { file, at: 0.0 }
}

impl Pieces<'_> {
    /// The next piece; none at the end.
    ///
    /// # Errors
    /// The file can't be read; in plain words.
    pub async fn next(&mut self) -> Result<Option<ArrayBuffer>, String> {
        let unreadable = |error: JsValue| format!("the file can't be read: {}", message(&error));
        if self.at >= self.file.size() {
            return Ok(None);
        }
        let piece = self.file.slice_with_f64_and_f64(self.at, self.at + PIECE);
        let buffer = JsFuture::from(piece.map_err(unreadable)?.array_buffer()).await;
        self.at += PIECE;
        Ok(Some(buffer.map_err(unreadable)?.unchecked_into()))
    }
}

/// Which of these pictures are kept, by hash and bytes.
pub async fn kept(pictures: &BTreeMap<ContentHash, u64>) -> BTreeSet<ContentHash> {
    let mut kept = BTreeSet::new();
    let pictures: Vec<_> = pictures.iter().collect();
    for some in pictures.chunks(SIDE_BY_SIDE) {
        let asked = some.iter().map(|(hash, bytes)| {
            let (giver, taker) = oneshot();
            let (hash, bytes) = (**hash, **bytes as f64);
            spawn_local(async move {
                let is_kept = match entry(&hash, false).await {
                    Ok(handle) => size_of(&handle).await == Some(bytes),
                    Err(_) => false,
                };
                giver.give(is_kept.then_some(hash));
            });
            taker
        });
        for answer in asked.collect::<Vec<_>>() {
            kept.extend(answer.await);
        }
    }
    kept
}

/// The file of a picture.
///
/// # Errors
/// It isn't there, or the folder must be opened again; in plain words.
pub async fn file(
    store: &PictureStore,
    hash: &ContentHash,
    source: &Source,
) -> Result<File, String> {
    match source {
        Source::Stored => stored(hash).await,
        Source::Folder { handle, path } => in_folder(store, hash, source, (handle, path)).await,
        Source::Awaited => Err("the picture isn't here yet: only a label file named it".to_owned()),
    }
}

async fn stored(hash: &ContentHash) -> Result<File, String> {
    if let Some(file) = memory::recall(hash) {
        return Ok(file);
    }
    let found = async {
        let handle = entry(hash, false).await?;
        JsFuture::from(handle.get_file()).await
    };
    match found.await {
        Ok(file) => Ok(file.unchecked_into()),
        Err(error) if name_of(&error) == "NotFoundError" => Err(
            "the browser has lost the picture's file: add the picture again, its labels are kept"
                .to_owned(),
        ),
        Err(error) => Err(plain(&error)),
    }
}

/// The file of a folder that is used in place, if it still has the bytes that were added.
async fn in_folder(
    store: &PictureStore,
    hash: &ContentHash,
    source: &Source,
    (handle, path): (&str, &str),
) -> Result<File, String> {
    let folder = folder(store, handle).await?;
    let found = find(&folder, path).await?;
    let file = found.ok_or_else(|| format!("{path} isn't in the folder any more"))?;
    match changed::is_same(source, hash, &file).await? {
        true => Ok(file),
        false => Err(format!("{path} was changed since it was added")),
    }
}

/// A folder that is used in place.
///
/// # Errors
/// It must be opened again; in plain words.
pub async fn folder(
    store: &PictureStore,
    handle: &str,
) -> Result<FileSystemDirectoryHandle, String> {
    let folder = store.handle(handle).await;
    let folder = folder.map_err(|error| error.to_string())?;
    let folder = folder.ok_or(OPEN_AGAIN)?;
    match may_read(&folder).await {
        true => Ok(folder),
        false => Err(OPEN_AGAIN.to_owned()),
    }
}

/// A file of a folder; none where it isn't there.
///
/// # Errors
/// The folder can't be read; in plain words.
pub async fn find(folder: &FileSystemDirectoryHandle, path: &str) -> Result<Option<File>, String> {
    let (parents, name) = path.rsplit_once('/').unwrap_or(("", path));
    let mut folder = folder.clone();
    let found = async {
        for part in parents.split('/').filter(|part| !part.is_empty()) {
            let next = JsFuture::from(folder.get_directory_handle(part)).await?;
            folder = next.unchecked_into();
        }
        let handle = JsFuture::from(folder.get_file_handle(name)).await?;
        JsFuture::from(handle.unchecked_into::<FileSystemFileHandle>().get_file()).await
    };
    match found.await {
        Ok(file) => Ok(Some(file.unchecked_into())),
        Err(error) => match name_of(&error).as_str() {
            "NotFoundError" | "TypeMismatchError" => Ok(None),
            "NotAllowedError" => Err(OPEN_AGAIN.to_owned()),
            _ => Err(plain(&error)),
        },
    }
}

/// SHA-256 of a file of any length: the browser's own wants all of it in memory.
///
/// # Errors
/// It can't be read; in plain words.
pub async fn hash_of(file: &File) -> Result<ContentHash, String> {
    let mut hasher = Sha256::new();
    let mut pieces = pieces(file);
    while let Some(piece) = pieces.next().await? {
        hasher.update(Uint8Array::new(&piece).to_vec());
    }
    Ok(ContentHash(hasher.finalize().into()))
}

/// SHA-256 of what a text file says, in UTF-8; none of what is no text.
pub async fn hash_of_text_in(file: &File) -> Option<ContentHash> {
    let bytes = bytes_of(file, MOST_BYTES).await.ok()?;
    let text = text_of(&bytes).ok()?;
    Some(ContentHash(Sha256::digest(text.as_bytes()).into()))
}

/// The handle of a stored file: `originals/<first two digits>/<all digits>`.
async fn entry(hash: &ContentHash, create: bool) -> Result<FileSystemFileHandle, JsValue> {
    let hex = hash.hex();
    let storage = scope::scope().navigator().storage();
    if storage.is_undefined() {
        return Err(NOT_SECURE.into());
    }
    let root = JsFuture::from(storage.get_directory()).await?;
    let mut folder: FileSystemDirectoryHandle = root.unchecked_into();
    let options = FileSystemGetDirectoryOptions::new();
    options.set_create(create);
    for part in [FOLDER, &hex[..2]] {
        let next = folder.get_directory_handle_with_options(part, &options);
        folder = JsFuture::from(next).await?.unchecked_into();
    }
    let options = FileSystemGetFileOptions::new();
    options.set_create(create);
    let handle = folder.get_file_handle_with_options(&hex, &options);
    Ok(JsFuture::from(handle).await?.unchecked_into())
}

async fn size_of(handle: &FileSystemFileHandle) -> Option<f64> {
    let file = JsFuture::from(handle.get_file()).await.ok()?;
    Some(file.unchecked_into::<File>().size())
}

/// Writes and flushes. What can't be finished is emptied, so that its size tells.
async fn write(
    handle: &FileSystemFileHandle,
    bytes: &ArrayBuffer,
    length: f64,
) -> Result<(), JsValue> {
    let access = JsFuture::from(handle.create_sync_access_handle()).await?;
    let access: FileSystemSyncAccessHandle = access.unchecked_into();
    let written = access.truncate_with_u32(0).and_then(|()| {
        let written = access.write_with_buffer_source(bytes)?;
        access.flush()?;
        match written == length {
            true => Ok(()),
            false => Err(JsValue::from("the browser wrote only a part of the file")),
        }
    });
    if written.is_err() {
        // Nothing more can be done about a file that can't be shortened.
        drop(access.truncate_with_u32(0));
    }
    access.close();
    written
}

/// What the browser said, for people.
fn plain(error: &JsValue) -> String {
    match name_of(error).as_str() {
        "QuotaExceededError" => format!(
            "the browser has no room left for the picture; free some disk space ({})",
            message(error)
        ),
        "SecurityError" => format!(
            "the browser keeps no files for this page ({})",
            message(error)
        ),
        _ => message(error),
    }
}
