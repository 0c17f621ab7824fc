//! Whether a file in a folder that is used in place is still the one that was added: by its size and time, and by its hash
//! where these are others. Workers only.

use super::connection::Connection;
use super::database::StorageError;
use super::folders::walk;
use super::indexed::{completed, result};
use super::originals::{self, hash_of, hash_of_text_in};
use super::thumbs::PictureStore;
use crate::document::{ContentHash, Source};
use crate::jobs::{Compared, Reply};
use js_sys::Array;
use std::cell::RefCell;
use wasm_bindgen::JsValue;
use web_sys::{File, IdbDatabase, IdbTransactionMode};

/// What was seen, in a database of its own: it can be found out again.
const NAME: &str = "cartouche-seen";
const SEEN: &str = "seen";
/// So many files elsewhere in the folder are read to find one that was renamed.
const MOST_READ: usize = 200;

/// How a file looked when its bytes were known.
fn looks(file: &File, hash: &ContentHash) -> String {
    format!("{} {} {}", file.size(), file.last_modified(), hash.hex())
}

async fn database() -> Result<Connection, StorageError> {
    thread_local!(static OPEN: RefCell<Option<Connection>> = const { RefCell::new(None) });
    if let Some(open) = OPEN.with_borrow(Clone::clone) {
        return Ok(open);
    }
    let open = Connection::open(NAME, &[SEEN]).await?;
    OPEN.set(Some(open.clone()));
    Ok(open)
}

async fn seen(key: &str) -> Result<Option<String>, StorageError> {
    let ask = async |raw: IdbDatabase| {
        let transaction = raw.transaction_with_str(SEEN)?;
        result(&transaction.object_store(SEEN)?.get(&key.into())?).await
    };
    Ok(database().await?.ask(ask).await?.as_string())
}

async fn put(key: &str, looks: &str) -> Result<(), StorageError> {
    let row: JsValue = looks.into();
    let ask = async |raw: IdbDatabase| {
        let mode = IdbTransactionMode::Readwrite;
        let transaction = raw.transaction_with_str_and_mode(SEEN, mode)?;
        transaction
            .object_store(SEEN)?
            .put_with_key(&row, &key.into())?;
        completed(&transaction).await
    };
    database().await?.ask(ask).await
}

/// Notes how a file of a folder looks whose bytes have this hash.
pub async fn note(source: &Source, hash: &ContentHash, file: &File) {
    if let Source::Folder { handle, path } = source {
        // What can't be noted is found out again.
        drop(put(&format!("{handle}/{path}"), &looks(file, hash)).await);
    }
}

/// The file still has the bytes of this hash.
///
/// # Errors
/// It can't be read; in plain words.
pub async fn is_same(source: &Source, hash: &ContentHash, file: &File) -> Result<bool, String> {
    let Source::Folder { handle, path } = source else {
        return Ok(true);
    };
    let known = seen(&format!("{handle}/{path}")).await;
    if known.is_ok_and(|known| known.as_deref() == Some(looks(file, hash).as_str())) {
        return Ok(true);
    }
    let is_same = has_hash(file, hash).await?;
    if is_same {
        note(source, hash, file).await;
    }
    Ok(is_same)
}

/// The hash of a text is that of what it says, whatever its encoding.
async fn has_hash(file: &File, hash: &ContentHash) -> Result<bool, String> {
    Ok(hash_of(file).await? == *hash || hash_of_text_in(file).await == Some(*hash))
}

/// What became of an input's file. A changed file, or the files elsewhere in the folder that have its bytes, come beside
/// the reply.
///
/// # Errors
/// The folder can't be read; in plain words.
pub async fn compare(
    store: &PictureStore,
    hash: &ContentHash,
    source: &Source,
    bytes: u64,
) -> Result<(Reply, JsValue), String> {
    let Source::Folder { handle, path } = source else {
        return Ok((Reply::Compared(Compared::Same), JsValue::UNDEFINED));
    };
    let folder = originals::folder(store, handle).await?;
    if let Some(file) = originals::find(&folder, path).await? {
        return Ok(match is_same(source, hash, &file).await? {
            true => (Reply::Compared(Compared::Same), JsValue::UNDEFINED),
            false => (Reply::Compared(Compared::Changed), file.into()),
        });
    }
    let is_likely = |file: &File| {
        // A text may be longer in another encoding.
        let size = file.size();
        size >= bytes as f64 && size <= (bytes * 2 + 4) as f64
    };
    let (mut paths, files) = (Vec::new(), Array::new());
    let likely = walk(&folder).await?.into_iter();
    for (path, file) in likely.filter(|(_, file)| is_likely(file)).take(MOST_READ) {
        if has_hash(&file, hash).await? {
            paths.push(path);
            files.push(&file);
        }
    }
    Ok((Reply::Compared(Compared::Missing(paths)), files.into()))
}
