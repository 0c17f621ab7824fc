//! Which inputs a person wants to see, and in which order.

mod address;
mod filter;
mod like;
mod text;

pub use filter::{Filter, LabelChoice, LabelValue, Operator};
pub use like::{LEAST_ALIKE, Like, LikeOf, Part};
pub use text::{Group, Term, TermKind};

use super::facets::{Facets, ObjectFacet};
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
        let search = self.search(document, known);
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
            filter: filter::Ready::new(&self.filter, document),
            known,
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
        let objects = self.known.facets.filter(|_| self.query.needs_facets());
        let objects = objects.map(|facets| {
            let of_input = facets.of(id).into_iter().flat_map(|all| all.values());
            of_input.collect::<Vec<_>>()
        });
        let said = Said {
            labels: &entry.labels,
            counts: &|| (self.known.counts)(id),
            objects: objects.as_deref(),
        };
        self.has_status(entry) && self.holds(entry, &said)
    }

    /// An object of an input by itself.
    fn wants_object(&self, entry: &InputEntry, object: &ObjectFacet) -> bool {
        let concepts = object.concepts();
        let said = Said {
            labels: &[],
            counts: &|| concepts.iter().map(|concept| (*concept, 1)).collect(),
            objects: Some(&[object]),
        };
        self.holds(entry, &said)
    }

    fn has_status(&self, entry: &InputEntry) -> bool {
        let is_labelled =
            || !entry.labels.is_empty() || !(self.known.counts)(entry.input.id).is_empty();
        let given = entry.input.status;
        self.query.status.is_none_or(|wanted| {
            wanted == given.seen(given == InputStatus::Unlabeled && is_labelled())
        })
    }

    fn holds(&self, entry: &InputEntry, said: &Said) -> bool {
        let mut groups = self.groups.iter();
        groups.all(|group| group.holds(entry, said))
            && (self.query.filter.is_empty() || self.filter.holds(entry, said))
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
