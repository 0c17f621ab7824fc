//! A store in memory: what the tests read back, and what the page works on when the browser refuses its own.

use super::{StoredProject, Table, Transaction, Write, decode, project_key};
use std::collections::BTreeMap;
use std::ops::Bound;

/// Tables of rows in memory.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore {
    rows: BTreeMap<(Table, String), Vec<u8>>,
}

impl MemoryStore {
    /// Writes a transaction, if the project's journal is where the transaction expects it.
    ///
    /// # Errors
    /// The sequence number that the project has instead; nothing was written.
    pub fn commit(&mut self, transaction: &Transaction) -> Result<(), u64> {
        let key = project_key(transaction.project);
        let present = self
            .get(Table::Projects, &key)
            .and_then(|row| decode::<StoredProject>(row).ok())
            .map_or(0, |project| project.seq);
        if present != transaction.expects {
            return Err(present);
        }
        for write in &transaction.writes {
            match write {
                Write::Put { table, key, bytes } => {
                    self.rows.insert((*table, key.clone()), bytes.clone());
                }
                Write::Delete { table, key } => {
                    self.rows.remove(&(*table, key.clone()));
                }
            }
        }
        Ok(())
    }

    /// One row.
    pub fn get(&self, table: Table, key: &str) -> Option<&[u8]> {
        self.rows.get(&(table, key.to_owned())).map(Vec::as_slice)
    }

    /// The rows whose keys begin with `prefix`, in the order of their keys.
    pub fn range(&self, table: Table, prefix: &str) -> Vec<(String, Vec<u8>)> {
        let from = Bound::Included((table, prefix.to_owned()));
        self.rows
            .range((from, Bound::Unbounded))
            .take_while(|((at, key), _)| *at == table && key.starts_with(prefix))
            .map(|((_, key), row)| (key.clone(), row.clone()))
            .collect()
    }
}
