//! What follows from the records and is never stored: the first free hotkey, the order of names.

use super::{Color, Concept, ConceptId, Document, InputId, Presence, Slot, Target};
use std::cmp::Ordering;
use std::collections::BTreeSet;

impl Document {
    /// The concept of this name, whatever the case of its letters.
    pub fn concept_named(&self, name: &str) -> Option<&Concept> {
        self.concepts().find(|concept| concept.name.same_as(name))
    }

    /// The concept on this hotkey.
    pub fn concept_on(&self, slot: Slot) -> Option<&Concept> {
        self.concepts().find(|concept| concept.hotkey == Some(slot))
    }

    /// The first hotkey that no concept has.
    pub fn free_hotkey(&self) -> Option<Slot> {
        let taken: BTreeSet<_> = self.concepts().filter_map(|c| c.hotkey).collect();
        Slot::given().find(|slot| !taken.contains(slot))
    }

    /// The rank of the last concept: what is added with it comes behind all others.
    pub fn last_rank(&self) -> u32 {
        self.concepts()
            .next_back()
            .map_or(0, |concept| concept.rank)
    }

    /// The first colour of the fixed order that the fewest concepts have.
    pub fn free_color(&self) -> Color {
        let taken: BTreeSet<_> = self
            .concepts()
            .filter_map(|concept| match concept.color {
                Color::Palette(place) => Some(place),
                Color::Custom(_) => None,
            })
            .collect();
        Color::Palette((0..u16::MAX).find(|n| !taken.contains(n)).unwrap_or(0))
    }

    /// The concepts said to be there of the whole input, each once, in the order in which they were said.
    pub fn classifications(&self, input: InputId) -> Vec<ConceptId> {
        let said = self.said(input).into_iter();
        said.filter(|(_, presence)| *presence == Presence::Present)
            .map(|(concept, _)| concept)
            .collect()
    }

    /// What is said of the whole input, each once, in the order in which it was said. Where people disagree, a concept
    /// is said to be there and said not to be.
    pub fn said(&self, input: InputId) -> Vec<(ConceptId, Presence)> {
        let mut said = Vec::new();
        for label in self.labels(Target::Input(input)) {
            let what = (label.concept, label.presence);
            if !said.contains(&what) {
                said.push(what);
            }
        }
        said
    }
}

/// Orders names as people do: runs of digits by their number, the rest without regard to case.
pub fn natural_cmp(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.chars().peekable(), b.chars().peekable());
    loop {
        match (left.peek().copied(), right.peek().copied()) {
            (None, None) => return a.cmp(b),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let (x, y) = (digits(&mut left), digits(&mut right));
                let order = x.len().cmp(&y.len()).then_with(|| x.cmp(&y));
                if order.is_ne() {
                    return order;
                }
            }
            (Some(x), Some(y)) => {
                let order = x.to_lowercase().cmp(y.to_lowercase());
                if order.is_ne() {
                    return order;
                }
                left.next();
                right.next();
            }
        }
    }
}

/// Takes a run of digits, without leading zeros.
fn digits(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> String {
    let mut run = String::new();
    while let Some(digit) = chars.next_if(char::is_ascii_digit) {
        if !(run.is_empty() && digit == '0') {
            run.push(digit);
        }
    }
    run
}
