//! Which inputs a person wants to see, and in which order.

mod address;
mod filter;
mod like;
mod text;

pub use filter::{Filter, LabelChoice, LabelValue, Operator};
pub use like::{LEAST_ALIKE, Like, LikeOf, Part};
pub use text::{Group, Term, TermKind};

use super::facets::{Facets, ObjectFacet};
use super::texts::Texts;
use crate::document::{
    ConceptId, Document, InputEntry, InputId, InputStatus, ObjectId, natural_cmp,
};
use filter::Said;
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
    /// Objects are shown, each by itself, and not inputs.
    pub objects: bool,
    /// What they are to look like.
    pub like: Option<Like>,
    /// The order; that of likeness where something is to be looked like.
    pub sort: Sort,
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

/// Goes through how many objects of an input have each concept, until one is it. A concept may come more than once.
pub type CountsOf<'a> = &'a dyn Fn(InputId, IsIt<'_>) -> bool;

/// A count is the one that is looked for.
pub type IsIt<'a> = &'a mut dyn FnMut(ConceptId, u32) -> bool;

/// What is known besides the document.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// How many objects of an input have each concept.
    pub counts: CountsOf<'a>,
    /// What words are searched in, of this very document; without it each input is looked at.
    pub texts: Option<&'a Texts>,
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
        let (sort, objects) = (self.sort, self.objects);
        *self
            == Self {
                sort,
                objects,
                ..Self::default()
            }
    }

    /// It asks what only the objects themselves say.
    pub fn needs_facets(&self) -> bool {
        self.objects || self.filter.needs_facets()
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
        let mut search = self.search(document, known);
        if search.finds_nothing() {
            return Vec::new();
        }
        if self.like.is_some() {
            let likeness = known.likeness.unwrap_or_default().iter();
            let entries = likeness.filter_map(|(id, _)| document.input(*id));
            let here = entries.filter(|entry| entry.input.trashed == self.trash);
            let wanted = here.filter(|entry| search.wants(entry));
            return wanted.map(|entry| entry.input.id).collect();
        }
        if self.trash {
            return self.sorted(document.trash().filter(|it| search.wants(it)), known.counts);
        }
        match known.texts.and_then(|texts| search.take_words(texts)) {
            Some(found) if search.wants_all() && self.sort == Sort::Added => found,
            Some(found) => {
                let entries = found.iter().filter_map(|id| document.input(*id));
                self.sorted(entries.filter(|it| search.wants(it)), known.counts)
            }
            None => self.sorted(
                document.inputs().filter(|it| search.wants(it)),
                known.counts,
            ),
        }
    }

    /// The objects that are wanted, each by itself: input by input in the order that is wanted, then in that of creation.
    pub fn select_objects(
        &self,
        document: &Document,
        known: Known<'_>,
    ) -> Vec<(InputId, ObjectId)> {
        let Some(facets) = known.facets else {
            return Vec::new();
        };
        let search = self.search(document, known);
        // What is asked of labels is asked of each object, and not of the input that it is on.
        let inputs = Self {
            text: String::new(),
            filter: Filter::default(),
            ..self.clone()
        };
        let inputs = inputs.select(document, known).into_iter();
        let objects = inputs.filter_map(|input| {
            let entry = document.input(input)?;
            let objects = facets.of(input)?.iter();
            let wanted = objects.filter(|(_, facet)| search.wants_object(entry, facet));
            Some(
                wanted
                    .map(move |(object, _)| (input, *object))
                    .collect::<Vec<_>>(),
            )
        });
        objects.flatten().collect()
    }

    fn search<'a>(&'a self, document: &Document, known: Known<'a>) -> Search<'a> {
        let groups = self.groups().into_iter();
        Search {
            query: self,
            groups: groups
                .map(|group| text::Ready::new(group, document))
                .collect(),
            filter: (!self.filter.is_empty()).then(|| filter::Ready::new(&self.filter, document)),
            facets: known.facets.filter(|_| self.needs_facets()),
            counts: known.counts,
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
                let mut all = 0;
                counts(entry.input.id, &mut |_, count| {
                    all += u64::from(count);
                    false
                });
                all
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
    /// None where nothing is chosen.
    filter: Option<filter::Ready<'a>>,
    counts: CountsOf<'a>,
    /// None where nothing asks what objects say.
    facets: Option<&'a Facets>,
}

impl Search<'_> {
    /// Whatever the inputs say.
    fn finds_nothing(&self) -> bool {
        self.groups.iter().any(text::Ready::never_holds)
    }

    /// Whatever the inputs say, all are wanted.
    fn wants_all(&self) -> bool {
        self.groups.is_empty() && self.filter.is_none() && self.query.status.is_none()
    }

    /// The inputs that have the words, in the order in which they were added; the words are done with then. None where
    /// no words are asked for by themselves.
    fn take_words(&mut self, texts: &Texts) -> Option<Vec<InputId>> {
        let (words, rest) = std::mem::take(&mut self.groups)
            .into_iter()
            .partition(text::Ready::is_words);
        self.groups = rest;
        let words: Vec<text::Ready> = words;
        let having: Vec<_> = words.iter().map(|group| group.having(texts)).collect();
        let has_all = |at: &usize| {
            having
                .iter()
                .all(|has| has.get(*at).is_some_and(|has| *has))
        };
        let found = texts.ids().filter(|(at, _)| has_all(at));
        (!having.is_empty()).then(|| found.map(|(_, id)| id).collect())
    }

    fn wants(&self, entry: &InputEntry) -> bool {
        if self.wants_all() {
            return true;
        }
        let id = entry.input.id;
        let objects = self.facets.map(|facets| {
            let of_input = facets.of(id).into_iter().flat_map(|all| all.values());
            of_input.collect::<Vec<_>>()
        });
        let said = Said {
            labels: &entry.labels,
            counts: &|is_it| (self.counts)(id, is_it),
            objects: objects.as_deref(),
        };
        self.has_status(entry) && self.holds(entry, &said)
    }

    /// An object of an input by itself.
    fn wants_object(&self, entry: &InputEntry, object: &ObjectFacet) -> bool {
        let concepts = object.concepts();
        let said = Said {
            labels: &[],
            counts: &|is_it| concepts.iter().any(|concept| is_it(*concept, 1)),
            objects: Some(&[object]),
        };
        self.holds(entry, &said)
    }

    fn has_status(&self, entry: &InputEntry) -> bool {
        let is_labelled =
            || !entry.labels.is_empty() || (self.counts)(entry.input.id, &mut |_, _| true);
        let given = entry.input.status;
        self.query.status.is_none_or(|wanted| {
            wanted == given.seen(given == InputStatus::Unlabeled && is_labelled())
        })
    }

    fn holds(&self, entry: &InputEntry, said: &Said) -> bool {
        let mut groups = self.groups.iter();
        groups.all(|group| group.holds(entry, said))
            && self
                .filter
                .as_ref()
                .is_none_or(|filter| filter.holds(entry, said))
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
