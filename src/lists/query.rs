//! Which inputs a person wants to see, and in which order.

use crate::document::{ConceptId, Document, InputEntry, InputId, InputStatus, natural_cmp};
use std::cmp::Reverse;

/// What is searched for. Everything that is said has to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// As it was typed: words of the name, `#concept`, `#"two words"`, each with `-` in front for its opposite.
    pub text: String,
    /// How far inputs are; any where none is said.
    pub status: Option<InputStatus>,
    /// The order.
    pub sort: Sort,
}

/// An order of inputs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// As they were added.
    #[default]
    Added,
    /// As people order names.
    Name,
    /// Those with the most objects first.
    Objects,
}

/// One thing that is searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// What it looks at.
    pub kind: TermKind,
    /// In small letters.
    pub text: String,
    /// It must not be so.
    pub is_not: bool,
}

/// What a term looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermKind {
    /// A part of the input's name, folders included.
    Name,
    /// A concept that is said of the input or of an object on it.
    Concept,
}

/// How many objects of an input have each concept.
pub type CountsOf<'a> = &'a dyn Fn(InputId) -> Vec<(ConceptId, u32)>;

impl Sort {
    /// Every order.
    pub const ALL: [Self; 3] = [Self::Added, Self::Name, Self::Objects];

    /// As the address and people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "Added",
            Self::Name => "Name",
            Self::Objects => "Objects",
        }
    }
}

impl Query {
    /// Nothing is left out.
    pub fn is_everything(&self) -> bool {
        self.text.trim().is_empty() && self.status.is_none()
    }

    /// What is searched for, in the order in which it was typed.
    pub fn terms(&self) -> Vec<Term> {
        words(&self.text)
            .into_iter()
            .filter_map(|word| Term::new(&word))
            .collect()
    }

    /// The same without the term at this place.
    pub fn without(&self, place: usize) -> Self {
        let mut terms = self.terms();
        if place < terms.len() {
            terms.remove(place);
        }
        let text: Vec<_> = terms.iter().map(Term::written).collect();
        Self {
            text: text.join(" "),
            ..self.clone()
        }
    }

    /// The inputs that are wanted, in the order that is wanted.
    pub fn select(&self, document: &Document, counts: CountsOf<'_>) -> Vec<InputId> {
        let terms: Vec<_> = self
            .terms()
            .into_iter()
            .map(|term| Ready::new(term, document))
            .collect();
        let wanted = document
            .inputs()
            .filter(|entry| self.wants(entry, &terms, counts));
        match self.sort {
            Sort::Added => wanted.map(|entry| entry.input.id).collect(),
            Sort::Name => {
                let mut all: Vec<_> = wanted.map(|entry| &entry.input).collect();
                all.sort_by(|a, b| natural_cmp(&a.name, &b.name));
                all.into_iter().map(|input| input.id).collect()
            }
            Sort::Objects => {
                let count = |id| {
                    counts(id)
                        .iter()
                        .map(|(_, count)| u64::from(*count))
                        .sum::<u64>()
                };
                let mut all: Vec<_> = wanted
                    .map(|entry| (Reverse(count(entry.input.id)), entry.input.id))
                    .collect();
                all.sort_unstable();
                all.into_iter().map(|(_, id)| id).collect()
            }
        }
    }

    fn wants(&self, entry: &InputEntry, terms: &[Ready], counts: CountsOf<'_>) -> bool {
        let status = self.status.is_none_or(|wanted| {
            let is_labelled = || !entry.labels.is_empty() || !counts(entry.input.id).is_empty();
            let given = entry.input.status;
            wanted == given.seen(given == InputStatus::Unlabeled && is_labelled())
        });
        status
            && terms
                .iter()
                .all(|term| term.holds(entry, counts) != term.term.is_not)
    }
}

impl Term {
    /// None where nothing is left of it.
    fn new(word: &str) -> Option<Self> {
        let (is_not, word) = match word.strip_prefix('-') {
            Some(rest) if !rest.is_empty() => (true, rest),
            _ => (false, word),
        };
        let (kind, text) = match word.strip_prefix('#') {
            Some(rest) if !rest.is_empty() => (TermKind::Concept, rest),
            _ => (TermKind::Name, word),
        };
        let text = text.to_lowercase();
        (!text.is_empty()).then_some(Self { kind, text, is_not })
    }

    /// As it is typed.
    pub fn written(&self) -> String {
        let sign = if self.is_not { "-" } else { "" };
        let mark = match self.kind {
            TermKind::Concept => "#",
            TermKind::Name => "",
        };
        let quote = match self.text.contains(char::is_whitespace) {
            true => "\"",
            false => "",
        };
        format!("{sign}{mark}{quote}{}{quote}", self.text)
    }
}

/// A term with the concepts that it means.
struct Ready {
    term: Term,
    concepts: Vec<ConceptId>,
}

impl Ready {
    /// A concept of exactly this name, or else all whose names begin like it, so that the list follows the typing.
    fn new(term: Term, document: &Document) -> Self {
        let lower = |name: &str| name.to_lowercase();
        let named = |matches: &dyn Fn(&str) -> bool| {
            let found = document
                .concepts()
                .filter(|it| matches(&lower(it.name.as_str())));
            found.map(|concept| concept.id).collect::<Vec<_>>()
        };
        let concepts = match term.kind {
            TermKind::Name => Vec::new(),
            TermKind::Concept => {
                let exact = named(&|name| name == term.text);
                match exact.is_empty() {
                    true => named(&|name| name.starts_with(&term.text)),
                    false => exact,
                }
            }
        };
        Self { term, concepts }
    }

    fn holds(&self, entry: &InputEntry, counts: CountsOf<'_>) -> bool {
        match self.term.kind {
            TermKind::Name => entry.input.name.to_lowercase().contains(&self.term.text),
            TermKind::Concept => {
                let said = |concept: &ConceptId| self.concepts.contains(concept);
                entry.labels.iter().any(|label| said(&label.concept))
                    || counts(entry.input.id)
                        .iter()
                        .any(|(concept, _)| said(concept))
            }
        }
    }
}

/// Splits at blanks, but for those between quotes, which are left out themselves.
fn words(text: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for letter in text.chars() {
        match letter {
            '"' => quoted = !quoted,
            blank if blank.is_whitespace() && !quoted => {
                words.push(std::mem::take(&mut word));
            }
            letter => word.push(letter),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{
        AnnotatorId, Color, Concept, Input, Kept, Label, LabelId, LabelStatus, Media, Name,
        Presence, Project, ProjectId, Target,
    };

    fn name(text: &str) -> Name {
        Name::new(text).unwrap_or_else(|_| unreachable!("a name"))
    }

    /// Concepts 1 sheep, 2 sheepdog, 3 polar bear; inputs a/10.png (sheep), a/9.png (sheepdog, two objects polar
    /// bear), b/Meadow.png (nothing, done).
    fn document() -> Document {
        let mut document = Document::new(Project {
            id: ProjectId(1),
            name: name("Farm"),
            made_at: 0,
            kept: Kept::default(),
        });
        for (id, concept) in [(1, "Sheep"), (2, "sheepdog"), (3, "polar bear")] {
            document.insert_concept(Concept {
                id: ConceptId(id),
                name: name(concept),
                color: Color::Palette(0),
                hotkey: None,
                parent: None,
                rank: 0,
                kept: Kept::default(),
            });
        }
        let inputs = [
            (1, "a/10.png", Some(1), InputStatus::Unlabeled),
            (2, "a/9.png", Some(2), InputStatus::Unlabeled),
            (3, "b/Meadow.png", None, InputStatus::Done),
        ];
        for (id, called, concept, status) in inputs {
            let id = InputId(id);
            let labels = concept.map(|concept| Label {
                id: LabelId(id.0),
                on: Target::Input(id),
                concept: ConceptId(concept),
                annotator: AnnotatorId(1),
                presence: Presence::Present,
                status: LabelStatus::Success,
                score: None,
                made_at: 0,
                kept: Kept::default(),
            });
            document.insert_input(InputEntry {
                input: Input {
                    id,
                    name: called.to_owned(),
                    media: Media::awaited(None),
                    status,
                    split: String::new(),
                    added_at: 0,
                    metadata: Kept::default(),
                    trashed: false,
                    kept: Kept::default(),
                },
                labels: labels.into_iter().collect(),
            });
        }
        document
    }

    fn found(query: &Query) -> Vec<u64> {
        let counts = |input: InputId| match input.0 {
            2 => vec![(ConceptId(3), 2)],
            _ => Vec::new(),
        };
        let found = query.select(&document(), &counts).into_iter();
        found.map(|input| input.0).collect()
    }

    fn text(text: &str) -> Query {
        Query {
            text: text.to_owned(),
            ..Query::default()
        }
    }

    #[test]
    fn words_are_parts_of_names_and_all_have_to_hold() {
        assert_eq!(found(&text("")), [1, 2, 3]);
        assert_eq!(found(&text("MEADOW")), [3]);
        assert_eq!(found(&text("a/ png")), [1, 2]);
        assert_eq!(found(&text("a/ meadow")), [] as [u64; 0]);
        assert_eq!(found(&text("png -meadow")), [1, 2]);
    }

    #[test]
    fn concepts_are_of_the_input_or_of_its_objects() {
        assert_eq!(found(&text("#sheep")), [1]);
        // Nothing is called like this, so it is the beginning of a name.
        assert_eq!(found(&text("#she")), [1, 2]);
        assert_eq!(found(&text("#\"polar bear\"")), [2]);
        assert_eq!(found(&text("-#sheep")), [2, 3]);
        assert_eq!(found(&text("#goat")), [] as [u64; 0]);
    }

    #[test]
    fn a_labelled_input_is_in_progress() {
        let status = |status| Query {
            status: Some(status),
            ..Query::default()
        };
        assert_eq!(found(&status(InputStatus::InProgress)), [1, 2]);
        assert_eq!(found(&status(InputStatus::Unlabeled)), [] as [u64; 0]);
        assert_eq!(found(&status(InputStatus::Done)), [3]);
    }

    #[test]
    fn orders() {
        let sorted = |sort| Query {
            sort,
            ..Query::default()
        };
        assert_eq!(found(&sorted(Sort::Name)), [2, 1, 3]);
        assert_eq!(found(&sorted(Sort::Objects)), [2, 1, 3]);
    }

    #[test]
    fn a_term_is_taken_out_and_the_rest_stays_as_it_was_meant() {
        let query = text("png -#\"polar bear\" #sheep");
        assert_eq!(query.without(0).text, "-#\"polar bear\" #sheep");
        assert_eq!(query.without(1).text, "png #sheep");
        assert_eq!(query.without(9).text, "png -#\"polar bear\" #sheep");
    }
}
