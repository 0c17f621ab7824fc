//! The walk over a file's bytes.

use super::Place;
use super::value::{Stop, Value, is_blank};
use crate::formats::report::Refusal;

/// What is wanted of a file; everything else is skipped.
#[derive(Clone, Copy, Debug)]
pub(in crate::formats) struct Wanted {
    /// Top-level lists, element by element.
    pub lists: &'static [&'static str],
    /// Top-level members, each as a whole.
    pub members: Members,
}

/// Which top-level members are wanted as a whole.
#[derive(Clone, Copy, Debug)]
pub(in crate::formats) enum Members {
    /// Those with these names.
    Named(&'static [&'static str]),
    /// All that aren't wanted element by element.
    All,
}

impl Members {
    fn has(self, name: &str) -> bool {
        match self {
            Self::Named(names) => names.contains(&name),
            Self::All => true,
        }
    }
}

/// Something of a file.
#[derive(Debug)]
pub(in crate::formats) enum Piece<'a> {
    /// The file is a list; its elements follow as those of a list without a name, if that is wanted.
    List,
    /// A top-level member begins.
    Name(&'a str),
    /// An element of a wanted list.
    Element {
        /// The list.
        list: &'a str,
        /// From 0.
        index: usize,
        /// Its text.
        bytes: &'a [u8],
    },
    /// A wanted member.
    Member {
        /// Its name.
        name: &'a str,
        /// Its text.
        bytes: &'a [u8],
    },
}

/// Takes the pieces; an error in plain words ends the reading.
pub(in crate::formats) type Take<'t> = &'t mut dyn FnMut(Piece<'_>) -> Result<(), String>;

/// Walks a file that comes in pieces of any size. Memory follows the largest wanted element.
#[derive(Debug)]
pub(in crate::formats) struct Scanner {
    wanted: Wanted,
    state: State,
    place: Place,
    /// The name of the present member.
    name: String,
    /// The index of the next element, in a wanted list.
    index: Option<usize>,
    /// The file is a list.
    is_list: bool,
    /// The present value's walk.
    value: Value,
    /// What is known of a wanted value, or of a name, whose end hasn't come.
    held: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Start,
    MemberOrEnd,
    Member,
    Name,
    Colon,
    Value,
    InValue,
    AfterMember,
    ElementOrEnd,
    Element,
    AfterElement,
    Done,
}

/// The largest record.
const LARGEST: usize = 512 << 20;
/// The longest name of a member.
const LONGEST_NAME: usize = 64 << 10;

impl Scanner {
    /// At the start of a file.
    pub fn new(wanted: Wanted) -> Self {
        Self {
            wanted,
            state: State::Start,
            place: Place::START,
            name: String::new(),
            index: None,
            is_list: false,
            value: Value::default(),
            held: Vec::new(),
        }
    }

    /// The next bytes.
    ///
    /// # Errors
    /// The file isn't JSON, or `take` said no; with line and column.
    pub fn feed(&mut self, bytes: &[u8], take: Take<'_>) -> Result<(), Refusal> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let at = bytes.len() - rest.len();
            let used = self.step(rest, take).map_err(|(more, reason)| {
                let before = bytes.get(..at + more).unwrap_or(bytes);
                self.place.after(before).refusal(reason)
            })?;
            rest = rest.get(used..).unwrap_or_default();
        }
        self.place = self.place.after(bytes);
        Ok(())
    }

    /// The file ended.
    ///
    /// # Errors
    /// It ended too early.
    pub fn end(&self) -> Result<(), Refusal> {
        match self.state {
            State::Done => Ok(()),
            State::Start => Err(self.place.refusal("the file is empty")),
            _ => Err(self
                .place
                .refusal("the file ends in the middle: a part of it is missing")),
        }
    }

    /// Goes on by at least a byte, and says by how many.
    fn step(&mut self, rest: &[u8], take: Take<'_>) -> Result<usize, Stop> {
        match self.state {
            State::Name => return self.read_name(rest, take),
            State::InValue => return self.read_value(rest, take),
            _ => {}
        }
        let blank = rest.iter().take_while(|byte| is_blank(**byte)).count();
        if blank > 0 {
            return Ok(blank);
        }
        let first = rest.first().copied().unwrap_or(b' ');
        self.token(first, take).map_err(|reason| (0, reason))
    }

    /// The first byte of something between values.
    fn token(&mut self, first: u8, take: Take<'_>) -> Result<usize, String> {
        use State as S;
        let next = match (self.state, first) {
            // A byte order mark.
            (S::Start, 0xef | 0xbb | 0xbf) => S::Start,
            (S::Start, 0xfe | 0xff | 0) => return Err("the file is UTF-16, not UTF-8".into()),
            (S::Start, b'{') => S::MemberOrEnd,
            (S::Start, b'[') => return self.begin_file_list(take),
            (S::Start, _) => return Err("this is not JSON".into()),
            (S::MemberOrEnd | S::Member, b'"') => {
                self.held.clear();
                self.held.push(b'"');
                self.value = Value::default();
                S::Name
            }
            (S::MemberOrEnd | S::AfterMember, b'}') => S::Done,
            (S::MemberOrEnd | S::Member, _) => return Err("expected a name in quotes".into()),
            (S::Colon, b':') => S::Value,
            (S::Colon, _) => return Err("expected a colon".into()),
            (S::AfterMember, b',') => S::Member,
            (S::AfterMember, _) => return Err("expected a comma or }".into()),
            (S::ElementOrEnd | S::AfterElement, b']') => self.end_list(),
            (S::AfterElement, b',') => S::Element,
            (S::AfterElement, _) => return Err("expected a comma or ]".into()),
            (S::Value | S::ElementOrEnd | S::Element, _) => return self.begin_value(first),
            (S::Done, _) => return Err("something follows the end".into()),
            (S::Name | S::InValue, _) => return Ok(0),
        };
        self.state = next;
        Ok(1)
    }

    fn begin_file_list(&mut self, take: Take<'_>) -> Result<usize, String> {
        take(Piece::List)?;
        self.is_list = true;
        self.index = Some(0);
        self.state = State::ElementOrEnd;
        Ok(1)
    }

    fn end_list(&mut self) -> State {
        self.index = None;
        if self.is_list {
            State::Done
        } else {
            State::AfterMember
        }
    }

    /// A value begins with this byte, which isn't used unless a wanted list begins.
    fn begin_value(&mut self, first: u8) -> Result<usize, String> {
        let name = self.name.as_str();
        let list = self.wanted.lists.contains(&name);
        if self.state == State::Value && list && first == b'[' {
            self.index = Some(0);
            self.state = State::ElementOrEnd;
            return Ok(1);
        }
        let scalar = !matches!(first, b'"' | b'{' | b'[');
        if scalar && !(first.is_ascii_alphanumeric() || first == b'-') {
            return Err("expected a value".into());
        }
        let wanted = list || self.index.is_none() && self.wanted.members.has(name);
        self.value = Value::new(scalar, wanted);
        self.held.clear();
        self.state = State::InValue;
        Ok(0)
    }

    fn read_name(&mut self, rest: &[u8], take: Take<'_>) -> Result<usize, Stop> {
        // The opening quote is behind.
        self.value.text = true;
        let end = self.value.walk(rest, 0)?;
        let used = end.unwrap_or(rest.len());
        if self.held.len() + used > LONGEST_NAME {
            return Err((0, "a name is longer than 65,536 bytes".into()));
        }
        self.held.extend(rest.iter().take(used));
        if end.is_some() {
            self.name = serde_json::from_slice(&self.held)
                .unwrap_or_else(|_| String::from_utf8_lossy(&self.held).into_owned());
            self.state = State::Colon;
            take(Piece::Name(&self.name)).map_err(|reason| (used, reason))?;
        }
        Ok(used)
    }

    fn read_value(&mut self, rest: &[u8], take: Take<'_>) -> Result<usize, Stop> {
        let above = if self.index.is_some() { 2 } else { 1 };
        let end = if self.value.scalar {
            rest.iter()
                .position(|byte| is_blank(*byte) || matches!(byte, b',' | b'}' | b']'))
        } else {
            self.value.walk(rest, above)?
        };
        let used = end.unwrap_or(rest.len());
        let bytes = rest.get(..used).unwrap_or(rest);
        if self.value.wanted && self.held.len() + used > LARGEST {
            return Err((0, "a record is larger than 512 MB".into()));
        }
        if self.value.wanted && (end.is_none() || !self.held.is_empty()) {
            self.held.extend_from_slice(bytes);
        }
        if end.is_some() {
            self.end_value(bytes, take)
                .map_err(|reason| (used, reason))?;
        }
        Ok(used)
    }

    /// A value ended: it is in `held`, or else in `bytes`.
    fn end_value(&mut self, bytes: &[u8], take: Take<'_>) -> Result<(), String> {
        let bytes = if self.held.is_empty() {
            bytes
        } else {
            &self.held
        };
        let name = self.name.as_str();
        let Some(index) = &mut self.index else {
            self.state = State::AfterMember;
            if !self.value.wanted {
                return Ok(());
            }
            if self.wanted.lists.contains(&name) {
                return match bytes {
                    b"null" => Ok(()),
                    _ => Err(format!("`{name}` is not a list")),
                };
            }
            return take(Piece::Member { name, bytes });
        };
        let here = *index;
        *index += 1;
        self.state = State::AfterElement;
        if !self.value.wanted {
            return Ok(());
        }
        take(Piece::Element {
            list: name,
            index: here,
            bytes,
        })
    }
}
