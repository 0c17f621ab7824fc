//! Texts with spans: how they are cut, and where hands and keys go.
#![allow(clippy::unwrap_used)]

use cartouche::document::shape::Span;
use cartouche::scene::{Marked, Step, Text};
use proptest::prelude::*;

fn span(start: u32, end: u32) -> Span {
    Span::new(start, end).unwrap()
}

fn marked(spans: &[(u32, u32)]) -> Vec<Marked> {
    let spans = spans.iter().enumerate();
    spans
        .map(|(number, (start, end))| Marked {
            span: span(*start, *end),
            number,
        })
        .collect()
}

#[test]
fn a_long_text_is_cut_at_line_ends_and_nothing_is_lost() {
    let line = "Die Möwe 🐦 flog über das Meer.\r\n";
    let text = line.repeat(400);
    let cut = Text::new(&text);
    assert!(cut.parts() > 2);
    let (parts, _) = cut.pieces(&[]);
    let all: String = parts
        .iter()
        .flatten()
        .map(|piece| piece.text.as_str())
        .collect();
    assert_eq!(all, text);
    assert_eq!(cut.length() as usize, text.chars().count());
    for pieces in &parts[..parts.len() - 1] {
        assert!(pieces.last().unwrap().text.ends_with('\n'));
    }
}

#[test]
fn quotes_count_code_points_whatever_is_in_the_text() {
    let text = Text::new("e\u{301}a\u{1f468}\u{200d}\u{1f33e}\r\nשלום b");
    assert_eq!(text.quote(span(2, 3)), "a");
    assert_eq!(text.quote(span(3, 6)), "\u{1f468}\u{200d}\u{1f33e}");
    assert_eq!(text.quote(span(8, 12)), "שלום");
    assert_eq!(text.quote(span(12, 99)), " b");
}

#[test]
fn nested_and_overlapping_spans_have_lanes_of_their_own() {
    let text = Text::new("the old grey sheep sleeps");
    let (parts, lanes) = text.pieces(&marked(&[(0, 18), (4, 7), (13, 25)]));
    assert_eq!(lanes, 2);
    let pieces: Vec<_> = parts[0]
        .iter()
        .map(|piece| {
            let under: Vec<_> = piece
                .under
                .iter()
                .map(|it| (it.number, it.lane, it.begins, it.ends))
                .collect();
            (piece.text.as_str(), under)
        })
        .collect();
    assert_eq!(
        pieces,
        [
            ("the ", vec![(0, 0, true, false)]),
            ("old", vec![(0, 0, false, false), (1, 1, true, true)]),
            (" grey ", vec![(0, 0, false, false)]),
            ("sheep", vec![(0, 0, false, true), (2, 1, true, false)]),
            (" sleeps", vec![(2, 1, false, true)]),
        ]
    );
}

#[test]
fn blanks_at_the_ends_are_left_out_and_words_are_completed() {
    let text = Text::new("  an old  sheep\n");
    assert_eq!(text.trimmed(0, 5), Some(span(2, 4)));
    assert_eq!(text.trimmed(8, 10), None);
    assert_eq!(text.trimmed(9, 99), Some(span(10, 15)));
    assert_eq!(text.whole_words(span(6, 11)), span(5, 15));
    assert_eq!(text.whole_words(span(2, 4)), span(2, 4));
    let quoted = Text::new("'hello' they don't 中文字");
    assert_eq!(quoted.whole_words(span(2, 4)), span(1, 6));
    assert_eq!(quoted.whole_words(span(14, 15)), span(13, 18));
    assert_eq!(quoted.whole_words(span(20, 21)), span(20, 21));
}

#[test]
fn steps_go_by_characters_that_people_see_and_by_words() {
    let text = Text::new("e\u{301}a old, sheep");
    assert_eq!(text.step(0, Step::Letter, true), 2);
    assert_eq!(text.step(2, Step::Letter, false), 0);
    assert_eq!(text.step(0, Step::Word, true), 3);
    assert_eq!(text.step(3, Step::Word, true), 7);
    assert_eq!(text.step(14, Step::Word, false), 9);
    assert_eq!(text.step(text.length(), Step::Letter, true), text.length());
    assert_eq!(text.step(0, Step::Word, false), 0);
    let farmer = Text::new("\u{1f468}\u{200d}\u{1f33e}!");
    assert_eq!(farmer.step(0, Step::Letter, true), 3);
}

proptest! {
    /// Each character is in one piece, under exactly the spans that have it; spans of the same lane don't overlap.
    #[test]
    fn pieces_say_what_lies_over_each_character(
        length in 1u32..60, spans in prop::collection::vec((0u32..60, 1u32..20), 0..12),
    ) {
        let text: String = (0..length).map(|at| if at % 7 == 6 { '\n' } else { 'é' }).collect();
        let all = marked(&spans.iter().map(|(start, length)| (*start, start + length)).collect::<Vec<_>>());
        let (parts, _) = Text::new(&text).pieces(&all);
        let mut at = 0;
        for piece in parts.iter().flatten() {
            prop_assert_eq!(piece.start, at);
            for place in at..at + piece.text.chars().count() as u32 {
                let mut over: Vec<_> = piece.under.iter().map(|cover| cover.number).collect();
                over.sort_unstable();
                let wanted: Vec<_> = all.iter().filter(|it| it.span.contains(place)).map(|it| it.number).collect();
                prop_assert_eq!(over, wanted);
            }
            at += piece.text.chars().count() as u32;
            let mut lanes: Vec<_> = piece.under.iter().map(|cover| cover.lane).filter(|lane| *lane < 5).collect();
            lanes.sort_unstable();
            lanes.dedup();
            prop_assert_eq!(lanes.len(), piece.under.iter().filter(|cover| cover.lane < 5).count());
        }
        prop_assert_eq!(at, length);
    }
}
