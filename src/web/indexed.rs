//! The project database in IndexedDB, and what every database of the page is read by. A transaction is strict,
//! compares the project's sequence number, and counts as done with its `complete`.

use super::border;
use super::connection::Connection;
use super::database::StorageError;
use super::js::{commit_now, strict_transaction};
use crate::document::ProjectId;
use crate::faults;
use crate::persist::{
    KeyedRow, Span, StoredProject, Table, Transaction, Write, decode, project_key, project_prefix,
};
use js_sys::{Array, Promise, Uint8Array};
use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbTransactionMode,
};

/// What the database is called. Another layout of tables would get another name.
const NAME: &str = "cartouche";

/// A connection to the database.
#[derive(Clone, Debug)]
pub struct Indexed {
    connection: Connection,
    /// Projects that this connection found where they were expected, and how often it had been opened anew by then. Rows go
    /// away under a connection only with all of them, which closes it, or by a sweep, which waits until no tab has the
    /// project open.
    known: Rc<RefCell<HashSet<(u32, ProjectId)>>>,
}

impl Indexed {
    /// Opens the database, and makes it on the first visit.
    ///
    /// # Errors
    /// The browser refuses: storage is blocked, full or damaged.
    pub async fn open() -> Result<Self, StorageError> {
        Ok(Self {
            connection: Connection::open(NAME, &Table::ALL.map(Table::name)).await?,
            known: Rc::default(),
        })
    }

    /// The browser closed it, or it gave way to another tab that deletes or rebuilds the database.
    pub fn is_closed(&self) -> bool {
        self.connection.is_closed()
    }

    /// Closes the connection; whatever is on its way still comes to its end.
    pub fn close(&self) {
        self.connection.close();
    }

    /// One row.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn get(&self, table: Table, key: &str) -> Result<Option<Vec<u8>>, StorageError> {
        let ask = async |raw| {
            let (raw, store) = reading(&raw, table)?;
            let row = store.get(&key.into())?;
            commit_now(&raw)?;
            result(&row).await
        };
        let row = self.connection.ask(ask).await?;
        Ok((!row.is_undefined()).then(|| Uint8Array::new(&row).to_vec()))
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
        let span = Span::new(table, prefix.to_owned());
        let mut found = self.read_together(&[span]).await?;
        Ok(found.pop().unwrap_or_default())
    }

    /// The rows of several ranges as they are at one moment.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn read_together(&self, spans: &[Span]) -> Result<Vec<Vec<KeyedRow>>, StorageError> {
        let tables: Array = spans
            .iter()
            .map(|span| JsValue::from_str(span.table.name()))
            .collect();
        let ask = async |raw: IdbDatabase| {
            let mode = IdbTransactionMode::Readonly;
            let raw = raw.transaction_with_str_sequence_and_mode(&tables, mode)?;
            let mut asked = Vec::with_capacity(spans.len());
            for span in spans {
                let store = raw.object_store(span.table.name())?;
                let range: JsValue = range_of(span)?.into();
                let keys = store.get_all_keys_with_key(&range)?;
                asked.push(pairs(&keys, &store.get_all_with_key(&range)?));
            }
            commit_now(&raw)?;
            let mut found = Vec::with_capacity(spans.len());
            for rows in asked {
                found.push(rows.await?);
            }
            Ok(found)
        };
        self.connection.ask(ask).await
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
        let end = format!("{prefix}\u{ffff}");
        let range = IdbKeyRange::bound_with_lower_open(&after.into(), &end.into(), true)?;
        let range = JsValue::from(range);
        let ask = async |raw| {
            let (raw, store) = reading(&raw, table)?;
            let keys = store.get_all_keys_with_key_and_limit(&range, limit)?;
            let rows = store.get_all_with_key_and_limit(&range, limit)?;
            commit_now(&raw)?;
            pairs(&keys, &rows).await
        };
        self.connection.ask(ask).await
    }

    /// Writes a transaction as a whole, strictly, if the project is where the transaction expects it.
    ///
    /// The first transaction of a project on a connection asks where the project is. From then on the entry's own row
    /// in the journal is the arbiter: it is added and never overwritten, so that of two tabs at the same number the
    /// second fails as a whole. Such a transaction needs no answer on its way, and is told to commit at once, however
    /// busy the page is drawing.
    ///
    /// # Errors
    /// Another tab was faster, or the browser refuses: nothing was written.
    pub async fn commit(&self, transaction: &Transaction) -> Result<(), StorageError> {
        let project = transaction.project;
        let adds_entry = |write: &Write| {
            matches!(
                write,
                Write::Put {
                    table: Table::Journal,
                    ..
                }
            )
        };
        if !transaction.writes.iter().any(adds_entry) {
            return self.compare_and_write(transaction).await;
        }
        loop {
            let known = (self.connection.renewals(), project);
            if !self.known.borrow().contains(&known) {
                let row = self.get(Table::Projects, &project_key(project)).await?;
                if seq(row.as_deref())? != transaction.expects {
                    return Err(StorageError::Behind);
                }
            }
            // What was read on another connection than this is no longer known.
            if self.connection.renewals() == known.0 {
                self.append(transaction).await?;
                self.known.borrow_mut().insert(known);
                return Ok(());
            }
        }
    }

    /// Adds entries to the journal, if nobody has added others under their numbers.
    async fn append(&self, transaction: &Transaction) -> Result<(), StorageError> {
        let raw = writing(&self.connection.raw())?;
        write_whole(&raw, &transaction.writes, Entries::Added)?;
        let completed = completed(&raw).await;
        let is_taken = raw
            .error()
            .is_some_and(|error| error.name() == "ConstraintError");
        match completed {
            Err(_) if is_taken => Err(StorageError::Behind),
            completed => completed,
        }
    }

    async fn compare_and_write(&self, transaction: &Transaction) -> Result<(), StorageError> {
        let raw = self.begin_writing().await?;
        let projects = raw.object_store(Table::Projects.name())?;
        let row = result(&projects.get(&project_key(transaction.project).into())?).await?;
        let row = (!row.is_undefined()).then(|| Uint8Array::new(&row).to_vec());
        if seq(row.as_deref())? != transaction.expects {
            raw.abort()?;
            return Err(StorageError::Behind);
        }
        write_whole(&raw, &transaction.writes, Entries::Added)?;
        completed(&raw).await
    }

    /// Writes rows that nobody sees yet, strictly, as one transaction; what a lost answer left there is written again.
    ///
    /// # Errors
    /// The browser refuses: nothing was written.
    pub async fn stage(&self, writes: &[Write]) -> Result<(), StorageError> {
        let raw = self.begin_writing().await?;
        write_whole(&raw, writes, Entries::Put)?;
        completed(&raw).await
    }

    /// Takes out every row of a project that is marked as deleted, in one go: nobody takes the mark off in between.
    ///
    /// # Errors
    /// The browser refuses: nothing was taken out.
    pub async fn sweep(&self, project: ProjectId) -> Result<(), StorageError> {
        let raw = self.begin_writing().await?;
        let projects = raw.object_store(Table::Projects.name())?;
        let key = JsValue::from(project_key(project));
        let row = result(&projects.get(&key)?).await?;
        let row = (!row.is_undefined()).then(|| Uint8Array::new(&row).to_vec());
        if stored(row.as_deref())?.is_some_and(|project| project.deleted) {
            projects.delete(&key)?;
            let rows = JsValue::from(prefix_range(&project_prefix(project))?);
            for table in Table::ALL.iter().filter(|table| **table != Table::Projects) {
                raw.object_store(table.name())?.delete(&rows)?;
            }
        }
        commit_now(&raw)?;
        completed(&raw).await
    }

    /// Takes out rows by their keys.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn keys(&self, table: Table, prefix: &str) -> Result<Vec<String>, StorageError> {
        let range = JsValue::from(prefix_range(prefix)?);
        let ask = async |raw| {
            let (raw, store) = reading(&raw, table)?;
            let keys = store.get_all_keys_with_key(&range)?;
            commit_now(&raw)?;
            result(&keys).await
        };
        let keys: Array = self.connection.ask(ask).await?.unchecked_into();
        Ok(keys.iter().filter_map(|key| key.as_string()).collect())
    }

    /// A strict transaction over all tables, on a new connection where this one died.
    async fn begin_writing(&self) -> Result<IdbTransaction, StorageError> {
        self.connection.ask(async |raw| writing(&raw)).await
    }
}

/// A transaction that reads. Whoever gets it says when it has asked for everything: a tab that is frozen in between would
/// hold up all others until the browser loses patience.
fn reading(
    raw: &IdbDatabase,
    table: Table,
) -> Result<(IdbTransaction, IdbObjectStore), StorageError> {
    let mode = IdbTransactionMode::Readonly;
    let transaction = raw.transaction_with_str_and_mode(table.name(), mode)?;
    let store = transaction.object_store(table.name())?;
    Ok((transaction, store))
}

/// A strict transaction over all tables.
fn writing(raw: &IdbDatabase) -> Result<IdbTransaction, StorageError> {
    let tables: Array = Table::ALL
        .iter()
        .map(|table| JsValue::from_str(table.name()))
        .collect();
    Ok(strict_transaction(raw, &tables)?)
}

/// What a project's row says; none where there is none.
fn stored(row: Option<&[u8]>) -> Result<Option<StoredProject>, StorageError> {
    let stored = row.map(decode::<StoredProject>).transpose();
    stored.map_err(|damage| StorageError::Browser(damage.to_string()))
}

/// The sequence number in a project's row; 0 where there is none.
fn seq(row: Option<&[u8]>) -> Result<u64, StorageError> {
    Ok(stored(row)?.map_or(0, |project| project.seq))
}

/// Asks for all writes and for their end, or for none of them: what is asked for in part would be committed in part, by the
/// browser itself, where we stop in between.
fn write_whole(
    raw: &IdbTransaction,
    writes: &[Write],
    entries: Entries,
) -> Result<(), StorageError> {
    border::guard(raw);
    let written = write_all(raw, writes, entries).and_then(|()| {
        faults::point();
        Ok(commit_now(raw)?)
    });
    if written.is_err() {
        // It may have ended by itself.
        drop(raw.abort());
    }
    border::release(raw);
    written
}

/// How entries come into the journal.
#[derive(Clone, Copy)]
enum Entries {
    /// Whose entry has a number is decided once: the second that comes fails.
    Added,
    /// Nobody else knows of the project yet.
    Put,
}

fn write_all(raw: &IdbTransaction, writes: &[Write], entries: Entries) -> Result<(), StorageError> {
    for write in writes {
        faults::point();
        match write {
            Write::Put { table, key, bytes } => {
                let row = Uint8Array::from(bytes.as_slice());
                let store = raw.object_store(table.name())?;
                match (table, entries) {
                    (Table::Journal, Entries::Added) => store.add_with_key(&row, &key.into())?,
                    _ => store.put_with_key(&row, &key.into())?,
                };
            }
            Write::Delete { table, key } => {
                raw.object_store(table.name())?.delete(&key.into())?;
            }
        }
    }
    Ok(())
}

/// The browser's database factory, in the page and in a worker.
///
/// # Errors
/// Storage is blocked.
pub fn factory() -> Result<web_sys::IdbFactory, StorageError> {
    let factory = js_sys::Reflect::get(&js_sys::global(), &"indexedDB".into())?;
    match factory.is_falsy() {
        true => Err(StorageError::Browser(
            "this browser lets no page store anything".to_owned(),
        )),
        false => Ok(factory.unchecked_into()),
    }
}

fn range_of(span: &Span) -> Result<IdbKeyRange, StorageError> {
    let from = span.from.as_ref().unwrap_or(&span.prefix);
    let end = format!("{}\u{ffff}", span.prefix);
    Ok(IdbKeyRange::bound(&from.into(), &end.into())?)
}

fn pairs(
    keys: &IdbRequest,
    rows: &IdbRequest,
) -> impl Future<Output = Result<Vec<KeyedRow>, StorageError>> + use<> {
    let (keys, rows) = (result(keys), result(rows));
    async move {
        let keys: Array = keys.await?.unchecked_into();
        let rows: Array = rows.await?.unchecked_into();
        let pairs = keys.iter().zip(rows.iter());
        Ok(pairs
            .filter_map(|(key, row)| Some((key.as_string()?, Uint8Array::new(&row).to_vec())))
            .collect())
    }
}

/// All keys that begin with the prefix: keys hold nothing beyond ASCII.
fn prefix_range(prefix: &str) -> Result<IdbKeyRange, StorageError> {
    let end = format!("{prefix}\u{ffff}");
    Ok(IdbKeyRange::bound(&prefix.into(), &end.into())?)
}

/// What a request gives.
///
/// # Errors
/// The request failed.
pub fn result(request: &IdbRequest) -> impl Future<Output = Result<JsValue, StorageError>> + use<> {
    // Listened to from now on: the answer may come before somebody waits for it.
    let promise = Promise::new(&mut |resolve, reject| {
        let done = Closure::once_into_js({
            let request = request.clone();
            move |_: web_sys::Event| {
                drop(resolve.call1(
                    &JsValue::UNDEFINED,
                    &request.result().unwrap_or(JsValue::UNDEFINED),
                ));
            }
        });
        request.set_onsuccess(Some(done.unchecked_ref()));
        request.set_onerror(Some(&failing(request, reject)));
    });
    async move { Ok(JsFuture::from(promise).await?) }
}

fn failing(request: &IdbRequest, reject: js_sys::Function) -> js_sys::Function {
    let request = request.clone();
    Closure::once_into_js(move |_: web_sys::Event| {
        let error = request.error().ok().flatten();
        drop(reject.call1(&JsValue::UNDEFINED, &error.into()));
    })
    .unchecked_into()
}

/// The database that an open request gives.
///
/// # Errors
/// It can't be opened, or an older tab blocks it.
pub async fn opened(request: &IdbOpenDbRequest) -> Result<JsValue, StorageError> {
    result(request).await
}

/// Waits for a transaction's `complete`.
///
/// # Errors
/// It was aborted: nothing was written.
pub async fn completed(transaction: &IdbTransaction) -> Result<(), StorageError> {
    let promise = Promise::new(&mut |resolve, reject| {
        let done = Closure::once_into_js(move |_: web_sys::Event| {
            drop(resolve.call0(&JsValue::UNDEFINED));
        });
        let aborted = Closure::once_into_js({
            let transaction = transaction.clone();
            move |_: web_sys::Event| {
                drop(reject.call1(&JsValue::UNDEFINED, &transaction.error().into()));
            }
        });
        transaction.set_oncomplete(Some(done.unchecked_ref()));
        transaction.set_onabort(Some(aborted.unchecked_ref()));
    });
    JsFuture::from(promise).await?;
    Ok(())
}
