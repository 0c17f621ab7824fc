//! A store in memory: what the tests read back, and what the page works on when the browser refuses its own.

use super::{KeyedRow, Span, StoredProject, Table, Transaction, Write, decode, project_key};
use std::collections::BTreeMap;
use std::ops::Bound;

/// Tables of rows in memory.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore {
    rows: BTreeMap<(Table, String), Vec<u8>>,
    /// What was written since somebody asked for it, where somebody asks.
    news: Option<Vec<Write>>,
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
        self.write(transaction.writes.iter().cloned());
        Ok(())
    }

    /// Writes rows, whatever is there.
    pub fn write(&mut self, writes: impl IntoIterator<Item = Write>) {
        for write in writes {
            if let Some(news) = &mut self.news {
                news.push(write.clone());
            }
            match write {
                Write::Put { table, key, bytes } => drop(self.rows.insert((table, key), bytes)),
                Write::Delete { table, key } => drop(self.rows.remove(&(table, key))),
            }
        }
    }

    /// What was written since this was asked last; nothing the first time.
    pub fn take_news(&mut self) -> Vec<Write> {
        self.news.replace(Vec::new()).unwrap_or_default()
    }

    /// Every row.
    pub fn all(&self) -> Vec<Write> {
        let rows = self.rows.iter();
        rows.map(|((table, key), bytes)| Write::Put {
            table: *table,
            key: key.clone(),
            bytes: bytes.clone(),
        })
        .collect()
    }

    /// Some project has more than the step that made it.
    pub fn has_work(&self) -> bool {
        let count = |of| self.rows.keys().filter(|(table, _)| *table == of).count();
        count(Table::Journal) > count(Table::Projects)
    }

    /// One row.
    pub fn get(&self, table: Table, key: &str) -> Option<&[u8]> {
        self.rows.get(&(table, key.to_owned())).map(Vec::as_slice)
    }

    /// The rows whose keys begin with `prefix`, in the order of their keys.
    pub fn range(&self, table: Table, prefix: &str) -> Vec<KeyedRow> {
        let from = Bound::Included((table, prefix.to_owned()));
        self.rows
            .range((from, Bound::Unbounded))
            .take_while(|((at, key), _)| *at == table && key.starts_with(prefix))
            .map(|((_, key), row)| (key.clone(), row.clone()))
            .collect()
    }

    /// The rows of several ranges.
    pub fn read_together(&self, spans: &[Span]) -> Vec<Vec<KeyedRow>> {
        let found = spans.iter().map(|span| {
            let mut rows = self.range(span.table, &span.prefix);
            rows.retain(|(key, _)| span.from.as_ref().is_none_or(|from| key >= from));
            rows
        });
        found.collect()
    }

    /// The first rows after a key among those whose keys begin with `prefix`, at most `limit` of them.
    pub fn page(&self, table: Table, prefix: &str, after: &str, limit: usize) -> Vec<KeyedRow> {
        let from = Bound::Excluded((table, after.max(prefix).to_owned()));
        self.rows
            .range((from, Bound::Unbounded))
            .take_while(|((at, key), _)| *at == table && key.starts_with(prefix))
            .take(limit)
            .map(|((_, key), row)| (key.clone(), row.clone()))
            .collect()
    }
}
