//! Which inputs a person wants to see, and in which order.

mod address;
mod filter;
mod text;

pub use filter::{Filter, LabelChoice, LabelValue, Operator};
pub use text::{Group, Term, TermKind};

use super::facets::Facets;
use crate::document::{ConceptId, Document, InputEntry, InputId, InputStatus, natural_cmp};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What is searched for. Everything that is said has to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// As it was typed: see [`text`].
    pub text: String,
    /// How far inputs are; any where none is said.
    pub status: Option<InputStatus>,
    /// What is chosen besides.
    pub filter: Filter,
    /// The inputs in the trash, and no others.
    pub trash: bool,
    /// What they are to look like.
    pub like: Option<Like>,
    /// The order; that of likeness where something is to be looked like.
    pub sort: Sort,
}

/// What inputs are to look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Like {
    /// This input.
    Input(InputId),
    /// A picture that somebody showed to this tab, by a number.
    Shown(u32),
}

/// An order of inputs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// As they were added.
    #[default]
    Added,
    /// Those that were added last first.
    Newest,
    /// As people order names.
    Name,
    /// Those with the most objects first.
    Objects,
    /// Those of which people say different things first.
    Disagreement,
}

/// How many objects of an input have each concept.
pub type CountsOf<'a> = &'a dyn Fn(InputId) -> Vec<(ConceptId, u32)>;

/// What is known besides the document.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// How many objects of an input have each concept.
    pub counts: CountsOf<'a>,
    /// What objects say besides; none while nobody asked for it.
    pub facets: Option<&'a Facets>,
    /// How much inputs look like what is asked for, those that do, the most first; none while that isn't known.
    pub likeness: Option<&'a [(InputId, f32)]>,
}

impl Sort {
    /// Every order.
    pub const ALL: [Self; 5] = [
        Self::Added,
        Self::Newest,
        Self::Name,
        Self::Objects,
        Self::Disagreement,
    ];

    /// As the address and people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "Added",
            Self::Newest => "Newest",
            Self::Name => "Name",
            Self::Objects => "Objects",
            Self::Disagreement => "Disagreement",
        }
    }
}

impl Query {
    /// Nothing is left out.
    pub fn is_everything(&self) -> bool {
        let sort = self.sort;
        *self
            == Self {
                sort,
                ..Self::default()
            }
    }

    /// It asks what only the objects themselves say.
    pub fn needs_facets(&self) -> bool {
        self.filter.needs_facets()
    }

    /// What is typed, in the order in which it was typed.
    pub fn groups(&self) -> Vec<Group> {
        text::groups(&self.text)
    }

    /// The same without what is typed at this place.
    pub fn without(&self, place: usize) -> Self {
        let mut groups = self.groups();
        if place < groups.len() {
            groups.remove(place);
        }
        let text: Vec<_> = groups.iter().map(Group::written).collect();
        Self {
            text: text.join(" "),
            ..self.clone()
        }
    }

    /// The inputs that are wanted, in the order that is wanted.
    pub fn select(&self, document: &Document, known: Known<'_>) -> Vec<InputId> {
        let search = Search {
            query: self,
            groups: self
                .groups()
                .into_iter()
                .map(|group| text::Ready::new(group, document))
                .collect(),
            filter: filter::Ready::new(&self.filter, document),
            known,
        };
        if self.like.is_some() {
            let likeness = known.likeness.unwrap_or_default().iter();
            let entries = likeness.filter_map(|(id, _)| document.input(*id));
            let here = entries.filter(|entry| entry.input.trashed == self.trash);
            let wanted = here.filter(|entry| search.wants(entry));
            return wanted.map(|entry| entry.input.id).collect();
        }
        match self.trash {
            true => self.sorted(document.trash().filter(|it| search.wants(it)), known.counts),
            false => self.sorted(
                document.inputs().filter(|it| search.wants(it)),
                known.counts,
            ),
        }
    }

    fn sorted<'a>(
        &self,
        wanted: impl Iterator<Item = &'a InputEntry>,
        counts: CountsOf<'_>,
    ) -> Vec<InputId> {
        let most_first = |wanted: &mut dyn Iterator<Item = &'a InputEntry>,
                          of: &dyn Fn(&InputEntry) -> u64| {
            let mut all: Vec<_> = wanted
                .map(|entry| (Reverse(of(entry)), entry.input.id))
                .collect();
            all.sort_unstable();
            all.into_iter().map(|(_, id)| id).collect()
        };
        let mut wanted = wanted;
        match self.sort {
            Sort::Added => wanted.map(|entry| entry.input.id).collect(),
            Sort::Newest => most_first(&mut wanted, &|entry| entry.input.added_at),
            Sort::Objects => most_first(&mut wanted, &|entry| {
                let counts = counts(entry.input.id);
                counts.iter().map(|(_, count)| u64::from(*count)).sum()
            }),
            Sort::Disagreement => most_first(&mut wanted, &disagreement),
            Sort::Name => {
                let mut all: Vec<_> = wanted.map(|entry| &entry.input).collect();
                all.sort_by(|a, b| natural_cmp(&a.name, &b.name));
                all.into_iter().map(|input| input.id).collect()
            }
        }
    }
}

/// How many concepts of the whole input are not said, or denied, alike by all who said anything of it.
fn disagreement(entry: &InputEntry) -> u64 {
    let people: BTreeSet<_> = entry.labels.iter().map(|label| label.annotator).collect();
    let mut said: BTreeMap<_, BTreeMap<_, u32>> = BTreeMap::new();
    for label in &entry.labels {
        let is_there = label.presence == crate::document::Presence::Present;
        *said
            .entry(label.concept)
            .or_default()
            .entry(is_there)
            .or_default() += 1;
    }
    let agreed = |votes: &BTreeMap<bool, u32>| {
        votes.len() == 1 && votes.values().all(|count| *count as usize >= people.len())
    };
    said.values().filter(|votes| !agreed(votes)).count() as u64
}

/// A query with everything that it means.
struct Search<'a> {
    query: &'a Query,
    groups: Vec<text::Ready>,
    filter: filter::Ready<'a>,
    known: Known<'a>,
}

impl Search<'_> {
    fn wants(&self, entry: &InputEntry) -> bool {
        let id = entry.input.id;
        let counts = || (self.known.counts)(id);
        let status = self.query.status.is_none_or(|wanted| {
            let is_labelled = || !entry.labels.is_empty() || !counts().is_empty();
            let given = entry.input.status;
            wanted == given.seen(given == InputStatus::Unlabeled && is_labelled())
        });
        let on_object = |concepts: &[ConceptId]| {
            let counts = counts();
            counts.iter().any(|(concept, _)| concepts.contains(concept))
        };
        let facets = || self.known.facets.and_then(|facets| facets.of(id));
        status
            && self.holds_text(entry, &on_object)
            && (self.query.filter.is_empty() || self.filter.holds(entry, &counts, facets()))
    }

    fn holds_text(&self, entry: &InputEntry, on_object: &dyn Fn(&[ConceptId]) -> bool) -> bool {
        if self.groups.is_empty() {
            return true;
        }
        let name = entry.input.name.to_lowercase();
        let mut groups = self.groups.iter();
        groups.all(|group| group.holds(entry, &name, on_object))
    }
}

/// How many inputs are in each folder, the folders around it included; in the order of names.
pub fn folders(document: &Document) -> Vec<(String, usize)> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for entry in document.inputs() {
        let name = entry.input.name.as_str();
        for (at, _) in name.match_indices('/') {
            *counts.entry(&name[..at]).or_default() += 1;
        }
    }
    let mut all: Vec<_> = counts
        .into_iter()
        .map(|(name, count)| (name.to_owned(), count))
        .collect();
    all.sort_by(|a, b| natural_cmp(&a.0, &b.0));
    all
}

#[cfg(test)]
mod tests;
