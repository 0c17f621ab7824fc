//! What can be made again, or asked for again: thumbnails and the handles of folders, in a database of their own.

use super::connection::Connection;
use super::database::StorageError;
use super::indexed::{completed, result};
use crate::document::ContentHash;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, FileSystemDirectoryHandle, IdbDatabase, IdbTransactionMode};

const NAME: &str = "cartouche-pictures";
const THUMBS: &str = "thumbs";
const HANDLES: &str = "handles";

/// A connection to the database of thumbnails and folders, for the page and the workers.
#[derive(Clone, Debug)]
pub struct PictureStore {
    /// None where the browser keeps nothing.
    connection: Option<Connection>,
}

impl PictureStore {
    /// Opens it, and makes it on the first visit.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn open() -> Result<Self, StorageError> {
        let connection = Connection::open(NAME, &[THUMBS, HANDLES]).await?;
        Ok(Self {
            connection: Some(connection),
        })
    }

    /// Where the browser keeps nothing: nothing is found, and what is put isn't kept.
    pub fn nowhere() -> Self {
        Self { connection: None }
    }

    /// The thumbnail of a picture.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn thumb(&self, hash: &ContentHash) -> Result<Option<Blob>, StorageError> {
        Ok(self.get(THUMBS, &hash.hex()).await?.dyn_into().ok())
    }

    /// Keeps the thumbnail of a picture.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn put_thumb(&self, hash: &ContentHash, thumb: &Blob) -> Result<(), StorageError> {
        self.put(THUMBS, &hash.hex(), thumb).await
    }

    /// The folder that is kept under this name; the browser may want to be asked again before it is used.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn handle(
        &self,
        name: &str,
    ) -> Result<Option<FileSystemDirectoryHandle>, StorageError> {
        Ok(self.get(HANDLES, name).await?.dyn_into().ok())
    }

    /// Keeps a folder under this name, for [`crate::document::Source::Folder`].
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn put_handle(
        &self,
        name: &str,
        folder: &FileSystemDirectoryHandle,
    ) -> Result<(), StorageError> {
        self.put(HANDLES, name, folder).await
    }

    async fn get(&self, table: &str, key: &str) -> Result<JsValue, StorageError> {
        let Some(connection) = &self.connection else {
            return Ok(JsValue::UNDEFINED);
        };
        let ask = async |raw: IdbDatabase| {
            let transaction = raw.transaction_with_str(table)?;
            result(&transaction.object_store(table)?.get(&key.into())?).await
        };
        connection.ask(ask).await
    }

    async fn put(&self, table: &str, key: &str, value: &JsValue) -> Result<(), StorageError> {
        let Some(connection) = &self.connection else {
            return Ok(());
        };
        let ask = async |raw: IdbDatabase| {
            let mode = IdbTransactionMode::Readwrite;
            let transaction = raw.transaction_with_str_and_mode(table, mode)?;
            transaction
                .object_store(table)?
                .put_with_key(value, &key.into())?;
            completed(&transaction).await
        };
        connection.ask(ask).await
    }
}
