//! How pictures look, in a database of its own: it can be made again from their thumbnails.

use super::connection::Connection;
use super::database::StorageError;
use super::indexed::{completed, result};
use crate::document::ContentHash;
use crate::vision::Descriptor;
use js_sys::{Array, Uint8Array};
use std::collections::HashMap;
use wasm_bindgen::JsCast as _;
use web_sys::{IdbDatabase, IdbTransactionMode};

const NAME: &str = "cartouche-likeness";
const DESCRIPTORS: &str = "descriptors";

/// A connection to the database of descriptors. Workers only.
#[derive(Clone, Debug)]
pub struct DescriptorStore {
    connection: Connection,
}

impl DescriptorStore {
    /// Opens it, and makes it on the first visit.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn open() -> Result<Self, StorageError> {
        let connection = Connection::open(NAME, &[DESCRIPTORS]).await?;
        Ok(Self { connection })
    }

    /// All descriptors of this version.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn all(&self) -> Result<HashMap<ContentHash, Descriptor>, StorageError> {
        let ask = async |raw: IdbDatabase| {
            let transaction = raw.transaction_with_str(DESCRIPTORS)?;
            let store = transaction.object_store(DESCRIPTORS)?;
            let (keys, rows) = (store.get_all_keys()?, store.get_all()?);
            Ok((result(&keys).await?, result(&rows).await?))
        };
        let (keys, rows) = self.connection.ask(ask).await?;
        let (keys, rows): (Array, Array) = (keys.unchecked_into(), rows.unchecked_into());
        let pairs = keys.iter().zip(rows.iter()).filter_map(|(key, row)| {
            let hash = ContentHash::from_hex(&key.as_string()?)?;
            let descriptor = Descriptor::from_bytes(&Uint8Array::new(&row).to_vec())?;
            Some((hash, descriptor))
        });
        Ok(pairs.collect())
    }

    /// Keeps how a picture looks.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn put(&self, hash: &ContentHash, of: &Descriptor) -> Result<(), StorageError> {
        let bytes = Uint8Array::from(of.to_bytes().as_slice());
        let ask = async |raw: IdbDatabase| {
            let mode = IdbTransactionMode::Readwrite;
            let transaction = raw.transaction_with_str_and_mode(DESCRIPTORS, mode)?;
            transaction
                .object_store(DESCRIPTORS)?
                .put_with_key(&bytes, &hash.hex().into())?;
            completed(&transaction).await
        };
        self.connection.ask(ask).await
    }
}
