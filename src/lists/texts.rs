//! What words are searched in: the names, the metadata and the texts of all inputs as one text, so that a search reads through two
//! megabytes and not through a hundred thousand records.

use crate::document::{Change, ContentHash, Diff, Document, Input, InputId};
use std::collections::HashMap;

/// One line an input, in small letters, in the order in which they were added; those in the trash aren't there.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    ids: Vec<InputId>,
    /// Where each line ends, its line feed included.
    ends: Vec<usize>,
    text: String,
}

impl Texts {
    /// The texts of a document, with what is known of the contents of its texts, in small letters.
    pub fn of(document: &Document, contents: &HashMap<ContentHash, String>) -> Self {
        let mut all = Self::default();
        for entry in document.inputs() {
            let input = &entry.input;
            all.push(&input.name);
            if !input.metadata.is_empty() {
                // No word has it, so that none is found across both.
                all.text.push('\0');
                all.push(input.metadata.text());
            }
            if let Some(content) = input.media.hash.and_then(|hash| contents.get(&hash)) {
                all.text.push('\0');
                all.text
                    .extend(content.chars().map(|it| if it == '\n' { ' ' } else { it }));
            }
            all.text.push('\n');
            all.ids.push(input.id);
            all.ends.push(all.text.len());
        }
        all
    }

    /// A change after which they aren't those of the document any more.
    pub fn are_stale_after(diff: &Diff) -> bool {
        let searched = |input: &Option<Input>| {
            let shown = input.as_ref().filter(|input| !input.trashed);
            shown.map(|input| (input.name.clone(), input.metadata.clone(), input.media.hash))
        };
        diff.0.iter().any(|change| match change {
            Change::Input(edit) => searched(&edit.before) != searched(&edit.after),
            _ => false,
        })
    }

    /// The inputs in their order, each with its place.
    pub(super) fn ids(&self) -> impl Iterator<Item = (usize, InputId)> {
        self.ids.iter().copied().enumerate()
    }

    /// Says of each input, by its place, whether it has the word, which is in small letters.
    pub(super) fn having(&self, word: &str) -> Vec<bool> {
        let mut having = vec![false; self.ids.len()];
        let (mut from, mut line) = (0, 0);
        while let Some(at) = self.text.get(from..).and_then(|rest| rest.find(word)) {
            let at = from + at;
            line += self
                .ends
                .get(line..)
                .map_or(0, |ends| ends.partition_point(|end| *end <= at));
            let (Some(has), Some(end)) = (having.get_mut(line), self.ends.get(line)) else {
                break;
            };
            *has = true;
            from = *end;
        }
        having
    }

    fn push(&mut self, text: &str) {
        match text.is_ascii() {
            true => {
                let letters = text.chars().map(|it| it.to_ascii_lowercase());
                self.text
                    .extend(letters.map(|it| if it == '\n' { ' ' } else { it }));
            }
            false => self.text.push_str(&text.to_lowercase().replace('\n', " ")),
        }
    }
}
