//! When something counts as saved: a state machine that never touches a database itself.

use super::{Transaction, Write};
use std::collections::HashSet;

/// Transactions on their way to the database, one at a time and in order.
#[derive(Clone, Debug, Default)]
pub struct Saver {
    waiting: Vec<Transaction>,
    in_flight: Option<Transaction>,
    failure: Option<String>,
}

/// What the header says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// The database completed every transaction.
    Saved,
    /// Something is on its way.
    Saving,
    /// The last try failed, for this reason; what is waiting is kept.
    Failed(String),
}

impl Saver {
    /// One gesture more to be written.
    pub fn push(&mut self, transaction: Transaction) {
        self.waiting.push(transaction);
    }

    /// What is to be written next, if nothing is on its way: everything that waits, as one transaction.
    pub fn start(&mut self) -> Option<&Transaction> {
        if self.in_flight.is_some() || self.waiting.is_empty() {
            return None;
        }
        self.in_flight = merge(std::mem::take(&mut self.waiting));
        self.in_flight.as_ref()
    }

    /// The database's `complete` came: only this makes something saved.
    pub fn completed(&mut self) {
        self.in_flight = None;
        self.failure = None;
    }

    /// The database said no: what was on its way waits again, before everything that came since.
    pub fn failed(&mut self, reason: String) {
        if let Some(transaction) = self.in_flight.take() {
            self.waiting.insert(0, transaction);
        }
        self.failure = Some(reason);
    }

    /// Everything that isn't known to be in the database, in order.
    pub fn pending(&self) -> impl Iterator<Item = &Write> {
        let all = self.in_flight.iter().chain(&self.waiting);
        all.flat_map(|transaction| &transaction.writes)
    }

    /// Something is on its way.
    pub fn is_flying(&self) -> bool {
        self.in_flight.is_some()
    }

    /// Drops everything that isn't in the database, because it has to be made again on a newer state.
    pub fn take_all(&mut self) -> usize {
        let flying = usize::from(self.in_flight.take().is_some());
        flying + std::mem::take(&mut self.waiting).len()
    }

    /// What the header says.
    pub fn state(&self) -> SaveState {
        match &self.failure {
            Some(reason) => SaveState::Failed(reason.clone()),
            None if self.is_idle() => SaveState::Saved,
            None => SaveState::Saving,
        }
    }

    /// Nothing waits and nothing is on its way.
    pub fn is_idle(&self) -> bool {
        self.waiting.is_empty() && self.in_flight.is_none()
    }
}

/// Several transactions, one after the other, as one.
fn merge(transactions: Vec<Transaction>) -> Option<Transaction> {
    let mut all = transactions.into_iter();
    let mut merged = all.next()?;
    for transaction in all {
        merged.writes.extend(transaction.writes);
    }
    Some(Transaction {
        writes: last_of_each(merged.writes),
        ..merged
    })
}

/// Of several writes of a row the last, in their order.
pub fn last_of_each(all: Vec<Write>) -> Vec<Write> {
    let mut seen = HashSet::new();
    let mut writes: Vec<Write> = Vec::with_capacity(all.len());
    for write in all.into_iter().rev() {
        let (Write::Put { table, key, .. } | Write::Delete { table, key }) = &write;
        if seen.insert((*table, key.clone())) {
            writes.push(write);
        }
    }
    writes.reverse();
    writes
}
