//! The projects' rows: in the browser's database, or in memory where the browser keeps nothing. The page and the workers
//! both open it.

use super::indexed::Indexed;
use super::js::message;
use crate::document::ProjectId;
use crate::persist::{KeyedRow, MemoryStore, Span, Table, Transaction, Write};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// Why the browser's storage did nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StorageError {
    /// The project's journal isn't where it was expected: another tab wrote.
    #[error("another tab changed the project")]
    Behind,
    /// What the browser said.
    #[error("{0}")]
    Browser(String),
}

impl From<JsValue> for StorageError {
    fn from(error: JsValue) -> Self {
        Self::Browser(message(&error))
    }
}

/// Where the rows are.
#[derive(Clone, Debug)]
pub enum Database {
    /// In the browser's own database.
    Browser(Indexed),
    /// In memory, until the page goes.
    Memory(Rc<RefCell<MemoryStore>>),
}

thread_local!(static LENT: RefCell<Option<Database>> = const { RefCell::new(None) });

impl Database {
    /// Opens the browser's database, and makes it on the first visit; a worker to which rows were lent opens those.
    ///
    /// # Errors
    /// The browser refuses: storage is blocked, full or damaged.
    pub async fn open() -> Result<Self, StorageError> {
        match LENT.with_borrow(Clone::clone) {
            Some(lent) => Ok(lent),
            None => Ok(Self::Browser(Indexed::open().await?)),
        }
    }

    /// Rows in memory.
    pub fn in_memory(rows: Vec<Write>) -> Self {
        let mut store = MemoryStore::default();
        store.write(rows);
        Self::Memory(Rc::new(RefCell::new(store)))
    }

    /// From here on [`Database::open`] opens these rows, in this worker.
    pub fn lend(rows: Vec<Write>) {
        let lent = Self::in_memory(rows);
        lent.take_news();
        LENT.set(Some(lent));
    }

    /// Closes the connection; whatever is on its way still comes to its end.
    pub fn close(&self) {
        if let Self::Browser(indexed) = self {
            indexed.close();
        }
    }

    /// What was written to the rows that were lent, which are given back.
    pub fn give_back() -> Vec<Write> {
        LENT.take().map(|lent| lent.take_news()).unwrap_or_default()
    }

    /// Every row in memory; none of what is in the browser's database.
    pub fn in_hand(&self) -> Option<Vec<Write>> {
        match self {
            Self::Browser(_) => None,
            Self::Memory(store) => Some(store.borrow().all()),
        }
    }

    /// Somebody did something that is in memory alone.
    pub fn has_work_in_memory(&self) -> bool {
        match self {
            Self::Browser(_) => false,
            Self::Memory(store) => store.borrow().has_work(),
        }
    }

    /// It was closed under us, or had to give way to another tab.
    pub fn is_closed(&self) -> bool {
        match self {
            Self::Browser(indexed) => indexed.is_closed(),
            Self::Memory(_) => false,
        }
    }

    /// Writes rows in memory.
    pub fn write_now(&self, rows: Vec<Write>) {
        if let Self::Memory(store) = self {
            store.borrow_mut().write(rows);
        }
    }

    /// What was written in memory since this was asked last; nothing the first time.
    pub fn take_news(&self) -> Vec<Write> {
        match self {
            Self::Browser(_) => Vec::new(),
            Self::Memory(store) => store.borrow_mut().take_news(),
        }
    }

    /// One row.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn get(&self, table: Table, key: &str) -> Result<Option<Vec<u8>>, StorageError> {
        match self {
            Self::Browser(indexed) => indexed.get(table, key).await,
            Self::Memory(store) => Ok(store.borrow().get(table, key).map(<[u8]>::to_vec)),
        }
    }

    /// The rows whose keys begin with `prefix`, in the order of their keys.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn range(
        &self,
        table: Table,
        prefix: &str,
    ) -> Result<Vec<(String, Vec<u8>)>, StorageError> {
        match self {
            Self::Browser(indexed) => indexed.range(table, prefix).await,
            Self::Memory(store) => Ok(store.borrow().range(table, prefix)),
        }
    }

    /// The rows of several ranges as they are at one moment.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn read_together(&self, spans: &[Span]) -> Result<Vec<Vec<KeyedRow>>, StorageError> {
        match self {
            Self::Browser(indexed) => indexed.read_together(spans).await,
            Self::Memory(store) => Ok(store.borrow().read_together(spans)),
        }
    }

    /// The first rows after a key among those whose keys begin with `prefix`, at most `limit` of them.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn page(
        &self,
        table: Table,
        prefix: &str,
        after: &str,
        limit: u32,
    ) -> Result<Vec<(String, Vec<u8>)>, StorageError> {
        match self {
            Self::Browser(indexed) => indexed.page(table, prefix, after, limit).await,
            Self::Memory(store) => Ok(store.borrow().page(table, prefix, after, limit as usize)),
        }
    }

    /// Writes a transaction as a whole, strictly, if the project is where the transaction expects it.
    ///
    /// # Errors
    /// Another tab was faster, or the browser refuses: nothing was written.
    pub async fn commit(&self, transaction: &Transaction) -> Result<(), StorageError> {
        match self {
            Self::Browser(indexed) => indexed.commit(transaction).await,
            Self::Memory(store) => store
                .borrow_mut()
                .commit(transaction)
                .map_err(|_| StorageError::Behind),
        }
    }

    /// Writes rows that nobody sees yet, strictly, as one transaction.
    ///
    /// # Errors
    /// The browser refuses: nothing was written.
    pub async fn stage(&self, writes: &[Write]) -> Result<(), StorageError> {
        match self {
            Self::Browser(indexed) => indexed.stage(writes).await,
            Self::Memory(store) => {
                store.borrow_mut().write(writes.iter().cloned());
                Ok(())
            }
        }
    }

    /// Takes out every row of a project that is marked as deleted. What is in memory goes with the page.
    ///
    /// # Errors
    /// The browser refuses: nothing was taken out.
    pub async fn sweep(&self, project: ProjectId) -> Result<(), StorageError> {
        match self {
            Self::Browser(indexed) => indexed.sweep(project).await,
            Self::Memory(_) => Ok(()),
        }
    }

    /// The keys that begin with `prefix`, in their order.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn keys(&self, table: Table, prefix: &str) -> Result<Vec<String>, StorageError> {
        match self {
            Self::Browser(indexed) => indexed.keys(table, prefix).await,
            Self::Memory(store) => {
                let rows = store.borrow().range(table, prefix).into_iter();
                Ok(rows.map(|(key, _)| key).collect())
            }
        }
    }
}
