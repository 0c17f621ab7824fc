//! What became of a file's records.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Why nothing of a file is taken, and where it went wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{place}: {reason}")]
pub struct Refusal {
    /// Such as `line 12, column 4` or `annotations[17]`.
    pub place: String,
    /// In plain words.
    pub reason: String,
}

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Outcome {
    /// Taken, but not as it stood.
    Changed,
    /// Not taken.
    Left,
}

/// How often something happened, and the first places where it did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// How often.
    pub count: usize,
    /// The first [`Report::EXAMPLES`] places.
    pub places: Vec<String>,
}

/// What was changed or left of a file, by reason.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    tallies: BTreeMap<(Outcome, String), Tally>,
}

impl Report {
    /// How many places are named per reason.
    pub const EXAMPLES: usize = 20;
    /// How many reasons are told apart; what comes after is one of [`Report::OTHER`].
    pub const REASONS: usize = 200;
    /// The reason of whatever has one too many.
    pub const OTHER: &str = "for another reason";

    /// Notes what became of the record at a place.
    pub fn note(&mut self, outcome: Outcome, place: impl FnOnce() -> String, reason: &str) {
        let mut key = (outcome, reason.to_owned());
        if self.tallies.len() >= Self::REASONS && !self.tallies.contains_key(&key) {
            key.1 = Self::OTHER.to_owned();
        }
        let tally = self.tallies.entry(key).or_default();
        tally.count += 1;
        if tally.places.len() < Self::EXAMPLES {
            tally.places.push(place());
        }
    }

    /// Everything noted, by outcome and reason.
    pub fn tallies(&self) -> impl Iterator<Item = (Outcome, &str, &Tally)> {
        self.tallies
            .iter()
            .map(|((outcome, reason), tally)| (*outcome, reason.as_str(), tally))
    }

    /// How many records had this outcome.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.tallies()
            .filter(|(found, _, _)| *found == outcome)
            .map(|(_, _, tally)| tally.count)
            .sum()
    }

    /// Nothing was changed or left.
    pub fn is_empty(&self) -> bool {
        self.tallies.is_empty()
    }
}
