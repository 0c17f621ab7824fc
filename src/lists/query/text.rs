//! What is typed into the search box: words of the name and the metadata, `#concept`, `absent:concept`, `-` in front for
//! the opposite, `OR` between two of them.

use super::filter::Said;
use crate::document::{ConceptId, Document, InputEntry, Presence};
use crate::lists::texts::Texts;

/// Things of which one has to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group(pub Vec<Term>);

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
    /// A part of the input's name, folders included, or of its metadata.
    Word,
    /// A concept that is said to be on the input or an object on it.
    Concept,
    /// A concept that is said not to be on the input.
    Absent,
}

/// The word between two things of which one has to hold.
const OR: &str = "OR";

/// What a concept that is said not to be there begins with.
const ABSENT: &str = "absent:";

/// What is searched for, in the order in which it was typed.
pub fn groups(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut joins = false;
    for word in words(text) {
        if word == OR {
            joins = !groups.is_empty();
            continue;
        }
        let Some(term) = Term::new(&word) else {
            continue;
        };
        match groups.last_mut().filter(|_| joins) {
            Some(group) => group.0.push(term),
            None => groups.push(Group(vec![term])),
        }
        joins = false;
    }
    groups
}

impl Group {
    /// As it is typed.
    pub fn written(&self) -> String {
        let terms: Vec<_> = self.0.iter().map(Term::written).collect();
        terms.join(" OR ")
    }
}

impl Term {
    /// None where nothing is left of it.
    fn new(word: &str) -> Option<Self> {
        let (is_not, word) = match word.strip_prefix('-') {
            Some(rest) if !rest.is_empty() => (true, rest),
            _ => (false, word),
        };
        let after = |mark: &str| word.strip_prefix(mark).filter(|rest| !rest.is_empty());
        let (kind, text) = match (after("#"), after(ABSENT)) {
            (Some(rest), _) => (TermKind::Concept, rest),
            (_, Some(rest)) => (TermKind::Absent, rest),
            _ => (TermKind::Word, word),
        };
        let text = text.to_lowercase();
        (!text.is_empty()).then_some(Self { kind, text, is_not })
    }

    /// As it is typed.
    pub fn written(&self) -> String {
        let sign = if self.is_not { "-" } else { "" };
        let mark = match self.kind {
            TermKind::Concept => "#",
            TermKind::Absent => ABSENT,
            TermKind::Word => "",
        };
        let quote = match self.text.contains(char::is_whitespace) {
            true => "\"",
            false => "",
        };
        format!("{sign}{mark}{quote}{}{quote}", self.text)
    }
}

/// A group with the concepts that its terms mean.
pub(super) struct Ready(Vec<(Term, Vec<ConceptId>)>);

impl Ready {
    /// A concept of exactly this name, or else all whose names begin like it, so that the list follows the typing.
    pub fn new(group: Group, document: &Document) -> Self {
        let named = |text: &str| {
            let lower = |name: &str| name.to_lowercase();
            let all = |matches: &dyn Fn(&str) -> bool| {
                let found = document
                    .concepts()
                    .filter(|it| matches(&lower(it.name.as_str())));
                found.map(|concept| concept.id).collect::<Vec<_>>()
            };
            let exact = all(&|name| name == text);
            match exact.is_empty() {
                true => all(&|name| name.starts_with(text)),
                false => exact,
            }
        };
        let terms = group.0.into_iter().map(|term| match term.kind {
            TermKind::Word => (term, Vec::new()),
            TermKind::Concept | TermKind::Absent => {
                let concepts = named(&term.text);
                (term, concepts)
            }
        });
        Self(terms.collect())
    }

    /// It looks at nothing but words.
    pub fn is_words(&self) -> bool {
        self.0.iter().all(|(term, _)| term.kind == TermKind::Word)
    }

    /// It asks for concepts that the project doesn't have.
    pub fn never_holds(&self) -> bool {
        let mut terms = self.0.iter();
        terms.all(|(term, concepts)| {
            term.kind != TermKind::Word && concepts.is_empty() && !term.is_not
        })
    }

    /// Says of each input, by its place in the texts, whether one of the words is as it has to be.
    pub fn having(&self, texts: &Texts) -> Vec<bool> {
        let mut terms = self.0.iter().map(|(term, _)| {
            let mut having = texts.having(&term.text);
            having.iter_mut().for_each(|has| *has = *has != term.is_not);
            having
        });
        let mut any = terms.next().unwrap_or_default();
        for term in terms {
            any.iter_mut().zip(term).for_each(|(any, has)| *any |= has);
        }
        any
    }

    /// One of the terms holds.
    pub fn holds(&self, entry: &InputEntry, all: &Said) -> bool {
        let said = |wanted: Presence, concepts: &[ConceptId]| {
            let mut labels = all.labels.iter();
            labels.any(|label| label.presence == wanted && concepts.contains(&label.concept))
        };
        let on_object = |concepts: &[ConceptId]| {
            !concepts.is_empty() && (all.counts)(&mut |concept, _| concepts.contains(&concept))
        };
        let mut terms = self.0.iter();
        terms.any(|(term, concepts)| {
            let found = match term.kind {
                TermKind::Word => {
                    has_word(&entry.input.name, &term.text) || in_metadata(entry, &term.text)
                }
                TermKind::Concept => said(Presence::Present, concepts) || on_object(concepts),
                TermKind::Absent => said(Presence::Absent, concepts),
            };
            found != term.is_not
        })
    }
}

/// The text is somewhere in the name; it is in small letters, the name needn't be.
fn has_word(name: &str, text: &str) -> bool {
    // Mostly both are plain, and then no copy of the name is made.
    match name.is_ascii() {
        true => has_ascii(name.as_bytes(), text.as_bytes()),
        false => name.to_lowercase().contains(text),
    }
}

/// The same of plain letters; `text` has one at least.
fn has_ascii(name: &[u8], text: &[u8]) -> bool {
    let Some((first, rest)) = text.split_first() else {
        return true;
    };
    // Most places fail at the first letter, which costs nothing there.
    let mut starts = name
        .iter()
        .enumerate()
        .filter(|(_, letter)| letter.to_ascii_lowercase() == *first);
    starts.any(|(at, _)| {
        let part = name.get(at + 1..at + text.len());
        part.is_some_and(|part| part.eq_ignore_ascii_case(rest))
    })
}

fn in_metadata(entry: &InputEntry, text: &str) -> bool {
    let metadata = &entry.input.metadata;
    !metadata.is_empty() && metadata.text().to_lowercase().contains(text)
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
