//! What is chosen beside the search box. Everything that is chosen has to hold.

use super::IsIt;
use crate::document::shape::ShapeKind;
use crate::document::{
    AnnotatorId, ConceptId, Document, InputEntry, Label, LabelStatus, Presence, Source,
};
use crate::lists::facets::{LabelFacet, ObjectFacet};

/// What is chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Labels, each wanted or not.
    pub labels: Vec<LabelChoice>,
    /// How those that are wanted combine. Those that aren't are taken away afterwards, whatever this says.
    pub operator: Operator,
    /// Who labelled, by name.
    pub labeler: String,
    /// Where a label stands.
    pub review: Option<LabelStatus>,
    /// The type of the file: `image/jpeg`, or [`Filter::AWAITED`]; empty for any.
    pub media: String,
    /// A kind of region that is on it.
    pub region: Option<ShapeKind>,
    /// The folder that it is in, or one of the folders around it; empty for any.
    pub folder: String,
    /// What its metadata has: members as `name` or `name=value`; empty for any.
    pub metadata: String,
}

/// A label that is wanted, or isn't.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelChoice {
    /// What.
    pub what: LabelValue,
    /// Inputs that have it are left out.
    pub is_not: bool,
}

/// What can be chosen of labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LabelValue {
    /// A concept, by its name.
    Concept(String),
    /// No label at all.
    Unlabeled,
}

/// How several labels combine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Operator {
    /// One of them.
    #[default]
    Or,
    /// All of them.
    And,
}

impl Filter {
    /// A file that isn't here yet.
    pub const AWAITED: &str = "awaited";

    /// Nothing is chosen.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// It asks what only the objects themselves say.
    pub fn needs_facets(&self) -> bool {
        self.region.is_some() || !self.labeler.is_empty() || self.review.is_some()
    }

    /// How many things are chosen.
    pub fn count(&self) -> usize {
        let texts = [&self.labeler, &self.media, &self.folder, &self.metadata];
        let texts = texts.into_iter().filter(|text| !text.is_empty()).count();
        let others = [self.review.is_some(), self.region.is_some()];
        self.labels.len() + texts + others.into_iter().filter(|is_some| *is_some).count()
    }
}

/// A filter with the records that it means.
pub(super) struct Ready<'a> {
    filter: &'a Filter,
    labels: Vec<(Option<ConceptId>, &'a LabelChoice)>,
    /// None: anybody. Empty: nobody has the name.
    labelers: Option<Vec<AnnotatorId>>,
    metadata: Vec<(String, Option<String>)>,
}

/// What is said: of a whole input and of its objects, or of one object.
pub(super) struct Said<'a> {
    /// Of the whole.
    pub labels: &'a [Label],
    /// Goes through how many objects have each concept, until one is it; all that is known while `objects` is none.
    pub counts: &'a dyn Fn(IsIt<'_>) -> bool,
    /// Of objects; none while that isn't known.
    pub objects: Option<&'a [&'a ObjectFacet]>,
}

impl<'a> Ready<'a> {
    pub fn new(filter: &'a Filter, document: &Document) -> Self {
        let labels = filter.labels.iter().map(|choice| {
            let concept = match &choice.what {
                LabelValue::Unlabeled => None,
                LabelValue::Concept(name) => document.concept_named(name).map(|it| it.id),
            };
            (concept, choice)
        });
        let labelers = (!filter.labeler.is_empty()).then(|| {
            let named = document
                .annotators()
                .filter(|it| it.name.same_as(&filter.labeler));
            named.map(|annotator| annotator.id).collect()
        });
        let metadata = filter.metadata.split(',').map(|part| {
            let (name, value) = match part.split_once('=') {
                Some((name, value)) => (name, Some(value.trim().to_lowercase())),
                None => (part, None),
            };
            (name.trim().to_lowercase(), value)
        });
        Self {
            filter,
            labels: labels.collect(),
            labelers,
            metadata: metadata.filter(|(name, _)| !name.is_empty()).collect(),
        }
    }

    /// Everything that is chosen holds.
    pub fn holds(&self, entry: &InputEntry, said: &Said) -> bool {
        self.in_folder(entry)
            && self.is_media(entry)
            && self.has_metadata(entry)
            && self.has_region(said)
            && self.has_labels(said)
    }

    fn in_folder(&self, entry: &InputEntry) -> bool {
        let folder = self.filter.folder.trim_end_matches('/');
        let rest = entry.input.name.strip_prefix(folder);
        folder.is_empty() || rest.is_some_and(|rest| rest.starts_with('/'))
    }

    fn is_media(&self, entry: &InputEntry) -> bool {
        let media = &entry.input.media;
        match self.filter.media.as_str() {
            "" => true,
            Filter::AWAITED => media.source == Source::Awaited,
            mime => media.source != Source::Awaited && media.mime == mime,
        }
    }

    fn has_metadata(&self, entry: &InputEntry) -> bool {
        if self.metadata.is_empty() {
            return true;
        }
        let members = entry.input.metadata.members();
        self.metadata.iter().all(|(name, value)| {
            let mut named = members
                .iter()
                .filter(|(key, _)| key.to_lowercase() == *name);
            named.any(|(_, member)| match (value, member) {
                (None, _) => true,
                (Some(value), serde_json::Value::String(text)) => text.to_lowercase() == *value,
                (Some(value), member) => member.to_string().to_lowercase() == *value,
            })
        })
    }

    fn has_region(&self, said: &Said) -> bool {
        self.filter
            .region
            .is_none_or(|kind| said.facets().any(|facet| facet.kind == kind))
    }

    fn has_labels(&self, said: &Said) -> bool {
        let holds = |(concept, choice): &(Option<ConceptId>, &LabelChoice)| match choice.what {
            LabelValue::Unlabeled => said.is_unlabeled(),
            LabelValue::Concept(_) => concept.is_some_and(|it| self.is_said(said, Some(it))),
        };
        let mut wanted = self
            .labels
            .iter()
            .filter(|(_, choice)| !choice.is_not)
            .peekable();
        let some = match (wanted.peek().is_none(), self.filter.operator) {
            (true, _) => !self.asks_who() || self.is_said(said, None),
            (_, Operator::Or) => wanted.any(holds),
            (_, Operator::And) => wanted.all(holds),
        };
        let mut unwanted = self.labels.iter().filter(|(_, choice)| choice.is_not);
        some && !unwanted.any(holds)
    }

    fn asks_who(&self) -> bool {
        self.labelers.is_some() || self.filter.review.is_some()
    }

    /// A concept, or anything, is said to be there by whoever is asked for, and stands as is asked for.
    fn is_said(&self, said: &Said, concept: Option<ConceptId>) -> bool {
        let is_it = |facet: &LabelFacet| {
            facet.presence == Presence::Present
                && concept.is_none_or(|concept| facet.concept == concept)
                && self
                    .filter
                    .review
                    .is_none_or(|status| facet.status == status)
                && match &self.labelers {
                    None => true,
                    Some(labelers) => labelers.contains(&facet.annotator),
                }
        };
        let of_input = said
            .labels
            .iter()
            .any(|label| is_it(&LabelFacet::of(label)));
        of_input
            || match (said.objects, concept) {
                (Some(_), _) => said.facets().any(|facet| facet.labels.iter().any(is_it)),
                (None, Some(concept)) if !self.asks_who() => {
                    (said.counts)(&mut |id, _| id == concept)
                }
                (None, _) => false,
            }
    }
}

impl Said<'_> {
    fn facets(&self) -> impl Iterator<Item = &ObjectFacet> {
        self.objects.into_iter().flatten().copied()
    }

    fn is_unlabeled(&self) -> bool {
        self.labels.is_empty() && !(self.counts)(&mut |_, _| true)
    }
}
