//! How pictures look, in a database of its own: it can be made again from their thumbnails.

use super::database::StorageError;
use super::indexed::{completed, open_tables, result};
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
    raw: IdbDatabase,
}

impl DescriptorStore {
    /// Opens it, and makes it on the first visit.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn open() -> Result<Self, StorageError> {
        let raw = open_tables(NAME, &[DESCRIPTORS]).await?;
        Ok(Self { raw })
    }

    /// All descriptors of this version.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn all(&self) -> Result<HashMap<ContentHash, Descriptor>, StorageError> {
        let store = self
            .raw
            .transaction_with_str(DESCRIPTORS)?
            .object_store(DESCRIPTORS)?;
        let (keys, rows) = (store.get_all_keys()?, store.get_all()?);
        let keys: Array = result(&keys).await?.unchecked_into();
        let rows: Array = result(&rows).await?.unchecked_into();
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
        let mode = IdbTransactionMode::Readwrite;
        let transaction = self.raw.transaction_with_str_and_mode(DESCRIPTORS, mode)?;
        let bytes = Uint8Array::from(of.to_bytes().as_slice());
        transaction
            .object_store(DESCRIPTORS)?
            .put_with_key(&bytes, &hash.hex().into())?;
        completed(&transaction).await
    }
}
