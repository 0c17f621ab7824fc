//! A text with its spans, ready to be drawn: cut into parts that a page can hold, each part into pieces that lie under
//! the same spans. Places are Unicode code points from the beginning of the text.

use crate::document::shape::Span;

/// A part of a text has about so many characters.
const PART: usize = 4_000;

/// Spans that overlap are underlined at so many heights; of more, the last ones share.
const LANES: u8 = 6;

/// A text, cut at line ends where there are some near.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    parts: Vec<Part>,
    length: u32,
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq)]
struct Part {
    start: u32,
    text: String,
}

/// A span to draw, with the number by which the caller knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marked {
    /// Where.
    pub span: Span,
    /// The caller's number.
    pub number: usize,
}

/// Characters that lie under the same spans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its first character.
    pub start: u32,
    /// The characters.
    pub text: String,
    /// The spans over it, the longest first.
    pub under: Vec<Cover>,
}

/// A span over a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cover {
    /// The caller's number of the span.
    pub number: usize,
    /// How far below the letters its line is, from 0.
    pub lane: u8,
    /// The span begins with this piece.
    pub begins: bool,
    /// The span ends with this piece.
    pub ends: bool,
}

/// What makes one character of two, such as of the parts of a family.
const JOINER: char = '\u{200d}';

/// Where something goes in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A character farther.
    Letter,
    /// To the next end of a word.
    Word,
}

impl Text {
    /// Cuts a text.
    pub fn new(text: &str) -> Self {
        let (mut parts, mut rest, mut start) = (Vec::new(), text, 0u32);
        while !rest.is_empty() {
            let (part, more) = rest.split_at(cut(rest));
            let length = part.chars().count() as u32;
            parts.push(Part {
                start,
                text: part.to_owned(),
            });
            start += length;
            rest = more;
        }
        Self {
            parts,
            length: start,
        }
    }

    /// How many characters it has.
    pub fn length(&self) -> u32 {
        self.length
    }

    /// How many parts it has.
    pub fn parts(&self) -> usize {
        self.parts.len()
    }

    /// How many lines a part has at least.
    pub fn lines(&self, part: usize) -> usize {
        self.parts
            .get(part)
            .map_or(0, |part| part.text.lines().count())
    }

    /// The characters of a span, as far as the text has them.
    pub fn quote(&self, span: Span) -> String {
        let from = self
            .parts
            .partition_point(|part| part.start <= span.start())
            .saturating_sub(1);
        let parts = self.parts.get(from..).unwrap_or_default().iter();
        let characters = parts.flat_map(|part| (part.start..).zip(part.text.chars()));
        let inside = characters.skip_while(|(at, _)| *at < span.start());
        inside
            .take_while(|(at, _)| *at < span.end())
            .map(|(_, letter)| letter)
            .collect()
    }

    /// The character is of a word, or an apostrophe within one.
    fn is_word(&self, at: u32) -> bool {
        let is_letter = |at: u32| self.letter(at).is_some_and(is_of_word);
        let between = || at.checked_sub(1).is_some_and(is_letter) && is_letter(at + 1);
        is_letter(at) || matches!(self.letter(at), Some('\'' | '’')) && between()
    }

    fn letter(&self, at: u32) -> Option<char> {
        let part = self
            .parts
            .partition_point(|part| part.start <= at)
            .checked_sub(1)?;
        let part = self.parts.get(part)?;
        part.text.chars().nth((at - part.start) as usize)
    }

    /// The span without blanks at its ends; none where nothing else is in it, or it lies behind the end of the text.
    pub fn trimmed(&self, from: u32, to: u32) -> Option<Span> {
        let to = to.min(self.length);
        let is_blank = |at: u32| self.letter(at).is_none_or(char::is_whitespace);
        let start = (from..to).find(|at| !is_blank(*at))?;
        let end = (start..to).rev().find(|at| !is_blank(*at))? + 1;
        Span::new(start, end).ok()
    }

    /// The span with all of the words that it has a part of.
    pub fn whole_words(&self, span: Span) -> Span {
        let is_word = |at: u32| self.is_word(at);
        let (mut start, mut end) = (span.start(), span.end());
        while start > 0 && is_word(start) && is_word(start - 1) {
            start -= 1;
        }
        while end > 0 && is_word(end - 1) && is_word(end) {
            end += 1;
        }
        Span::new(start, end).unwrap_or(span)
    }

    /// The place a step from here. A mark that belongs to the character before it isn't a place of its own.
    pub fn step(&self, from: u32, step: Step, forward: bool) -> u32 {
        let next = |at: u32| match forward {
            true => (at < self.length).then_some(at + 1),
            false => at.checked_sub(1),
        };
        let is_inside = |at: u32| match step {
            Step::Letter => {
                let is_joined = |at: u32| self.letter(at) == Some(JOINER);
                self.letter(at).is_some_and(joins) || at.checked_sub(1).is_some_and(is_joined)
            }
            Step::Word => {
                let is_word =
                    |at: Option<u32>| at.and_then(|at| self.letter(at)).is_some_and(is_of_word);
                let (before, after) = (is_word(at.checked_sub(1)), is_word(Some(at)));
                match forward {
                    true => !before || after,
                    false => before || !after,
                }
            }
        };
        let mut at = from;
        while let Some(to) = next(at) {
            at = to;
            if !is_inside(at) {
                break;
            }
        }
        at
    }

    /// Every part in pieces, with the number of lanes that its spans need.
    pub fn pieces(&self, spans: &[Marked]) -> (Vec<Vec<Piece>>, u8) {
        let laned = lanes(spans);
        let most = laned.iter().map(|(_, lane)| lane + 1).max().unwrap_or(0);
        let mut open: Vec<(Marked, u8)> = Vec::new();
        let mut coming = laned.into_iter().peekable();
        let mut all = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            let end = part.start + part.text.chars().count() as u32;
            let mut pieces = Vec::new();
            let (mut at, mut rest) = (part.start, part.text.as_str());
            while at < end {
                open.retain(|(marked, _)| marked.span.end() > at);
                while let Some(next) = coming.next_if(|(marked, _)| marked.span.start() <= at) {
                    if next.0.span.end() > at {
                        open.push(next);
                    }
                }
                let starts = coming.peek().map(|(marked, _)| marked.span.start());
                let ends = open.iter().map(|(marked, _)| marked.span.end()).min();
                let to = starts.into_iter().chain(ends).fold(end, u32::min);
                let (text, more) = split_after(rest, (to - at) as usize);
                pieces.push(Piece {
                    start: at,
                    text: text.to_owned(),
                    under: covers(&open, at, to),
                });
                (at, rest) = (to, more);
            }
            all.push(pieces);
        }
        (all, most)
    }
}

/// Where a part ends, in bytes: behind a line end, else behind a blank, else where it must.
fn cut(text: &str) -> usize {
    let Some((most, _)) = text.char_indices().nth(PART) else {
        return text.len();
    };
    let head = &text[..most];
    let behind = |place: Option<usize>| place.filter(|at| *at > most / 2);
    let line = behind(head.rfind('\n').map(|at| at + 1));
    let blank = || behind(head.rfind(' ').map(|at| at + 1));
    // A mark stays with the character that it belongs to.
    let must = || {
        let marks = text[most..].chars().take_while(|letter| joins(*letter));
        most + marks.map(char::len_utf8).sum::<usize>()
    };
    line.or_else(blank).unwrap_or_else(must)
}

fn split_after(text: &str, characters: usize) -> (&str, &str) {
    let at = text
        .char_indices()
        .nth(characters)
        .map_or(text.len(), |(at, _)| at);
    text.split_at(at)
}

/// The spans in the order in which they begin, the longer first, each with its lane.
fn lanes(spans: &[Marked]) -> Vec<(Marked, u8)> {
    let mut sorted = spans.to_vec();
    sorted.sort_by_key(|marked| {
        (
            marked.span.start(),
            std::cmp::Reverse(marked.span.end()),
            marked.number,
        )
    });
    let mut taken: Vec<u32> = Vec::new();
    let place = |marked: Marked| {
        let free = taken.iter().position(|end| *end <= marked.span.start());
        let lane = free.unwrap_or(taken.len());
        match taken.get_mut(lane) {
            Some(end) => *end = marked.span.end(),
            None => taken.push(marked.span.end()),
        }
        (marked, lane.min(usize::from(LANES - 1)) as u8)
    };
    sorted.into_iter().map(place).collect()
}

fn covers(open: &[(Marked, u8)], from: u32, to: u32) -> Vec<Cover> {
    let mut open = open.to_vec();
    open.sort_by_key(|(marked, lane)| (std::cmp::Reverse(marked.span.length()), *lane));
    let covers = open.into_iter().map(|(marked, lane)| Cover {
        number: marked.number,
        lane,
        begins: marked.span.start() == from,
        ends: marked.span.end() == to,
    });
    covers.collect()
}

/// Letters and digits of scripts that put blanks between words.
fn is_of_word(letter: char) -> bool {
    (letter.is_alphanumeric() || letter == '_' || joins(letter)) && !is_unspaced(letter)
}

/// Scripts without blanks between words: Thai and its neighbours, Chinese, Japanese.
fn is_unspaced(letter: char) -> bool {
    matches!(letter, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// It belongs to the character before it: combining marks, joiners, variation selectors, skin tones.
fn joins(letter: char) -> bool {
    matches!(letter,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{903}' | '\u{93c}' | '\u{93e}'..='\u{94f}' | '\u{e31}' | '\u{e34}'..='\u{e3a}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{200d}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{fe20}'..='\u{fe2f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0100}'..='\u{e01ef}')
}
