//! Texts, in a database of their own under the hash of their UTF-8 bytes; a text in a folder that is used in place stays
//! there. Workers only.

use super::changed;
use super::connection::Connection;
use super::database::StorageError;
use super::indexed::{completed, result};
use super::js::{message, strict_transaction};
use super::memory;
use super::originals;
use super::pictures::hash;
use super::serve::{Call, Done, refused};
use super::thumbs::PictureStore;
use crate::document::{ContentHash, Kept, Media, MediaKind, Orientation, Source};
use crate::import::table::{Table, row_name};
use crate::import::text::{beginning, mime_of, text_of};
use crate::jobs::{NewText, Reply, TableLook};
use js_sys::{Array, ArrayBuffer, Uint8Array};
use std::cell::RefCell;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, IdbDatabase};

const NAME: &str = "cartouche-texts";
const TEXTS: &str = "texts";

/// So many texts are written in one transaction.
const AT_ONCE: usize = 500;

/// The largest text: beyond it nobody scrolls.
pub const MOST_BYTES: f64 = 64.0 * 1024.0 * 1024.0;

/// The largest table, which is read as a whole.
const MOST_TABLE_BYTES: f64 = 512.0 * 1024.0 * 1024.0;

/// Rows that are shown of a table before it is added.
const SHOWN: usize = 5;

/// A connection to the database of texts.
#[derive(Clone, Debug)]
struct TextStore {
    connection: Connection,
}

impl TextStore {
    async fn open() -> Result<Self, StorageError> {
        thread_local!(static STORE: RefCell<Option<TextStore>> = const { RefCell::new(None) });
        if let Some(store) = STORE.with_borrow(Option::clone) {
            return Ok(store);
        }
        let connection = Connection::open(NAME, &[TEXTS]).await?;
        let store = Self { connection };
        STORE.set(Some(store.clone()));
        Ok(store)
    }

    async fn get(&self, hash: &ContentHash) -> Result<Option<String>, StorageError> {
        let ask = async |raw: IdbDatabase| {
            let store = raw.transaction_with_str(TEXTS)?.object_store(TEXTS)?;
            result(&store.get(&hash.hex().into())?).await
        };
        Ok(self.connection.ask(ask).await?.as_string())
    }

    /// Keeps texts durably: they are all that there is of what was added.
    async fn put(&self, texts: &[(ContentHash, String)]) -> Result<(), StorageError> {
        let ask = async |raw: IdbDatabase| {
            let transaction = strict_transaction(&raw, &Array::of1(&TEXTS.into()))?;
            let store = transaction.object_store(TEXTS)?;
            for (hash, text) in texts {
                store.put_with_key(&text.as_str().into(), &hash.hex().into())?;
            }
            completed(&transaction).await
        };
        self.connection.ask(ask).await
    }
}

/// Takes a text file.
pub async fn add(name: &str, source: Source, file: &File) -> Done {
    let refusal = |reason| refused(name, reason);
    let bytes = bytes_of(file, MOST_BYTES).await.map_err(refusal)?;
    let text = text_of(&bytes).map_err(refusal)?;
    if text.is_empty() {
        return Err(refusal("the file is empty".to_owned()));
    }
    let media = media(&text, mime_of(name).unwrap_or("text/plain"), source)
        .await
        .map_err(refusal)?;
    match (&media.source, media.hash) {
        (Source::Stored, Some(hash)) => keep(&[(hash, text)]).await.map_err(refusal)?,
        (source, Some(hash)) => changed::note(source, &hash, file).await,
        (_, None) => {}
    }
    Ok((Reply::Picture(media), JsValue::UNDEFINED))
}

/// Looks at a table before its texts are added.
pub async fn look_at_table(name: &str, file: &File) -> Done {
    let refusal = |reason| refused(name, reason);
    let bytes = bytes_of(file, MOST_TABLE_BYTES).await.map_err(refusal)?;
    let table = Table::read(name, &bytes).map_err(refusal)?;
    let shown = table.rows.iter().take(SHOWN).map(|row| {
        let cells = table.columns.iter().map(|column| match row.get(column) {
            Some(serde_json::Value::String(text)) => beginning(text, 120),
            Some(value) => beginning(&value.to_string(), 120),
            None => String::new(),
        });
        cells.collect()
    });
    let look = TableLook {
        likely: table.likely_column().unwrap_or_default().to_owned(),
        first: shown.collect(),
        rows: table.rows.len(),
        columns: table.columns.clone(),
    };
    Ok((Reply::Table(look), JsValue::UNDEFINED))
}

/// Takes every text of a table's column. What the other columns say is metadata.
pub async fn add_table(call: &Call, name: &str, column: &str, file: &File) -> Done {
    let refusal = |reason| refused(name, reason);
    let bytes = bytes_of(file, MOST_TABLE_BYTES).await.map_err(refusal)?;
    let table = Table::read(name, &bytes).map_err(refusal)?;
    let rows = table.rows.len();
    let (mut added, mut left, mut waiting) = (Vec::with_capacity(rows), Vec::new(), Vec::new());
    for (at, row) in table.texts(column).enumerate() {
        if call.is_cancelled() {
            return Ok((Reply::Cancelled, JsValue::UNDEFINED));
        }
        let name = row_name(name, at, rows);
        let Some((text, rest)) = row else {
            left.push(name);
            continue;
        };
        let media = media(&text, "text/plain", Source::Stored)
            .await
            .map_err(refusal)?;
        waiting.extend(media.hash.map(|hash| (hash, text)));
        added.push(NewText {
            name,
            media,
            metadata: Kept::new(&rest),
        });
        if waiting.len() >= AT_ONCE {
            keep(&std::mem::take(&mut waiting)).await.map_err(refusal)?;
        }
        call.progress(at as u64, rows as u64);
    }
    keep(&waiting).await.map_err(refusal)?;
    Ok((Reply::Texts { added, left }, JsValue::UNDEFINED))
}

/// A text, or its first characters.
///
/// # Errors
/// It isn't there any more; in plain words.
pub async fn read(
    pictures: &PictureStore,
    hash: &ContentHash,
    source: &Source,
    most: Option<usize>,
) -> Result<String, String> {
    let text = match source {
        // While everything moves into the storage what isn't there yet is in memory.
        Source::Stored if memory::recall(hash).is_none() => {
            let store = TextStore::open().await.map_err(|error| error.to_string())?;
            let text = store.get(hash).await.map_err(|error| error.to_string())?;
            text.ok_or("the browser has lost the text: add it again, its labels are kept")?
        }
        Source::Stored | Source::Folder { .. } | Source::Awaited => {
            let file = originals::file(pictures, hash, source).await?;
            text_of(&bytes_of(&file, MOST_BYTES).await?)?
        }
    };
    Ok(match most {
        Some(most) => beginning(&text, most),
        None => text,
    })
}

/// Texts in small letters, for searches. One that can't be read is found by its name alone.
pub async fn contents(
    call: &Call,
    pictures: &PictureStore,
    of: Vec<(ContentHash, Source)>,
) -> (Reply, JsValue) {
    let total = of.len() as u64;
    let mut all = Vec::with_capacity(of.len());
    for (done, (hash, source)) in (0..).zip(of) {
        if call.is_cancelled() {
            return (Reply::Cancelled, JsValue::UNDEFINED);
        }
        if let Ok(text) = read(pictures, &hash, &source, None).await {
            all.push((hash, text.to_lowercase()));
        }
        call.progress(done, total);
    }
    (Reply::Contents(all), JsValue::UNDEFINED)
}

async fn keep(texts: &[(ContentHash, String)]) -> Result<(), String> {
    if memory::is_on() {
        return keep_in_memory(texts);
    }
    let store = TextStore::open().await.map_err(|error| error.to_string())?;
    store.put(texts).await.map_err(|error| error.to_string())
}

fn keep_in_memory(texts: &[(ContentHash, String)]) -> Result<(), String> {
    for (hash, text) in texts {
        let file = memory::text_file(hash, text).map_err(|error| message(&error))?;
        memory::keep(hash, file);
    }
    Ok(())
}

/// Keeps a text that was in memory alone.
///
/// # Errors
/// It can't be read or kept; in plain words.
pub async fn keep_file(hash: &ContentHash, file: &File) -> Result<(), String> {
    let text = text_of(&bytes_of(file, MOST_BYTES).await?)?;
    keep(&[(*hash, text)]).await
}

/// What is known of a text. Its hash is that of its UTF-8 bytes, so that the same text in another file is the same.
async fn media(text: &str, mime: &str, source: Source) -> Result<Media, String> {
    let bytes = Uint8Array::from(text.as_bytes());
    let hash = hash(&bytes.buffer()).await?;
    Ok(Media {
        kind: MediaKind::Text,
        size: None,
        orientation: Orientation::UPRIGHT,
        bytes: text.len() as u64,
        mime: mime.to_owned(),
        hash: Some(hash),
        source,
    })
}

/// The bytes of a file.
///
/// # Errors
/// It is larger than `most` bytes, or can't be read; in plain words.
pub async fn bytes_of(file: &File, most: f64) -> Result<Vec<u8>, String> {
    if file.size() > most {
        let (size, most) = (file.size() / 1_048_576.0, most / 1_048_576.0);
        return Err(format!(
            "the file has {size:.0} MB; {most:.0} MB are the most that can be taken"
        ));
    }
    let buffer = JsFuture::from(file.array_buffer()).await;
    let buffer = buffer.map_err(|error| format!("the file can't be read: {}", message(&error)))?;
    Ok(Uint8Array::new(&buffer.unchecked_into::<ArrayBuffer>()).to_vec())
}
