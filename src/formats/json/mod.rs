//! JSON as a stream: the elements of top-level lists and the top-level members, one after another, whatever their
//! order and however the bytes come.

mod place;
mod scanner;
mod value;
mod words;

pub(super) use place::Place;
pub(super) use scanner::{Members, Piece, Scanner, Wanted};

use serde::Deserialize;

/// What is said of a record that holds `NaN` or `Infinity`, which Python writes.
pub(super) const NAN: &str = "NaN is not a number in JSON";
/// The same of `Infinity`.
pub(super) const INFINITY: &str = "Infinity is not a number in JSON";

/// Reads one record.
///
/// # Errors
/// In plain words, without a place.
pub(super) fn parse<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, String> {
    serde_json::from_slice(bytes).map_err(|error| reason(bytes, &error))
}

/// Why a record can't be read, in plain words and without a place.
pub(super) fn reason(bytes: &[u8], error: &serde_json::Error) -> String {
    if let Some(reason) = not_a_number(bytes) {
        return reason.to_owned();
    }
    let text = error.to_string();
    let plain = text.rfind(" at line ").and_then(|end| text.get(..end));
    plain.unwrap_or(&text).to_owned()
}

/// A bare `NaN` or `Infinity` in a record.
fn not_a_number(bytes: &[u8]) -> Option<&'static str> {
    let (mut text, mut escaped) = (false, false);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = text,
            b'"' => text = !text,
            b'N' | b'I' if !text => {
                let rest = bytes.get(at..).unwrap_or_default();
                if rest.starts_with(b"NaN") {
                    return Some(NAN);
                }
                if rest.starts_with(b"Infinity") {
                    return Some(INFINITY);
                }
            }
            _ => {}
        }
    }
    None
}

/// The names of the top-level members that a file's beginning shows; `None` where the file isn't an object. The text
/// values among `texts` are given too.
pub(super) fn beginning(head: &[u8], texts: Wanted) -> Option<Vec<(String, Option<String>)>> {
    let mut names: Vec<(String, Option<String>)> = Vec::new();
    let mut scanner = Scanner::new(texts);
    let mut list = false;
    // Where it stops being JSON doesn't matter here: the reader will say.
    let _ = scanner.feed(head, &mut |piece| {
        match piece {
            Piece::List => list = true,
            Piece::Name(name) => names.push((name.to_owned(), None)),
            Piece::Member { bytes, .. } => {
                if let Some(last) = names.last_mut() {
                    last.1 = serde_json::from_slice(bytes).ok();
                }
            }
            Piece::Element { .. } => {}
        }
        Ok(())
    });
    (!list).then_some(names)
}
