//! The walk over one value: its end, without a look at what it says.

use super::words::{self, equal, with_case_bit};

/// The walk over one value: which brackets are open, and whether a text is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Value {
    /// One bit per open bracket, the innermost lowest: 1 is `{`.
    open: u64,
    depth: u32,
    /// A number, `true`, `false` or `null`: it ends where something else begins.
    pub scalar: bool,
    /// In a text.
    pub text: bool,
    escaped: bool,
    /// Somebody wants it.
    pub wanted: bool,
}

/// Where in the present bytes it can't go on, and why.
pub(super) type Stop = (usize, String);

/// The deepest nesting, the file's own object and list included.
const DEEPEST: u32 = 64;

impl Value {
    /// At the start of a value.
    pub fn new(scalar: bool, wanted: bool) -> Self {
        Self {
            scalar,
            wanted,
            ..Self::default()
        }
    }

    /// Walks on, `above` brackets being open around the value. The place after the value's end, where it is in `rest`.
    pub fn walk(&mut self, rest: &[u8], above: u32) -> Result<Option<usize>, Stop> {
        let mut at = 0;
        while let Some(left) = rest.get(at..).filter(|left| !left.is_empty()) {
            if self.text {
                let Some(used) = self.walk_text(left).map_err(|stop| (at + stop.0, stop.1))? else {
                    return Ok(None);
                };
                at += used;
            } else {
                let Some(skipped) = next_mark(left) else {
                    return Ok(None);
                };
                at += skipped;
                let mark = left.get(skipped).copied().unwrap_or(b'"');
                self.mark(mark, above).map_err(|reason| (at, reason))?;
                at += 1;
            }
            if self.depth == 0 && !self.text {
                return Ok(Some(at));
            }
        }
        Ok(None)
    }

    /// Walks on in a text: behind its closing quote, or to the end.
    fn walk_text(&mut self, left: &[u8]) -> Result<Option<usize>, Stop> {
        if std::mem::take(&mut self.escaped) {
            return Ok(Some(1));
        }
        let marks = |word| equal(word, b'"') | equal(word, b'\\') | equal(word, b'\n');
        let Some(at) = words::position(left, marks) else {
            return Ok(None);
        };
        match left.get(at) {
            Some(b'\\') => self.escaped = true,
            Some(b'"') => self.text = false,
            _ => return Err((at, "the line ends inside a text: a quote is missing".into())),
        }
        Ok(Some(at + 1))
    }

    /// A quote or a bracket outside texts.
    fn mark(&mut self, mark: u8, above: u32) -> Result<(), String> {
        match mark {
            b'"' => self.text = true,
            b'{' | b'[' => {
                if self.depth + above >= DEEPEST {
                    return Err("nested deeper than 64 levels".into());
                }
                self.depth += 1;
                self.open = self.open << 1 | u64::from(mark == b'{');
            }
            _ => {
                if self.depth == 0 || (self.open & 1 == 1) != (mark == b'}') {
                    let found = char::from(mark);
                    return Err(format!("{found} closes what wasn't opened with its pair"));
                }
                self.depth -= 1;
                self.open >>= 1;
            }
        }
        Ok(())
    }
}

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}

/// How many bytes lie before the next quote or bracket.
fn next_mark(bytes: &[u8]) -> Option<usize> {
    words::position(bytes, |word| {
        let brackets = with_case_bit(word);
        equal(word, b'"') | equal(brackets, b'{') | equal(brackets, b'}')
    })
}
