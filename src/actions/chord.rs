//! Keys pressed together.

/// A key with what is held down beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chord {
    /// Ctrl, or ⌘ on a Mac.
    pub ctrl: bool,
    /// Shift; never for a sign, which may need it on one keyboard and not on another.
    pub shift: bool,
    /// Alt, or ⌥ on a Mac.
    pub alt: bool,
    /// The key.
    pub key: Key,
}

/// One key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A letter, in capitals, wherever the keyboard has it.
    Letter(char),
    /// A digit key by its place, whatever the keyboard writes with it.
    Digit(u8),
    /// A sign, wherever the keyboard has it.
    Sign(char),
    /// A key with a name.
    Named(Named),
}

/// Keys with names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Named {
    /// ↵
    Enter,
    /// Esc
    Escape,
    /// Del
    Delete,
    /// ⌫
    Backspace,
    /// The space bar.
    Space,
    /// ←
    Left,
    /// →
    Right,
    /// ↑
    Up,
    /// ↓
    Down,
    /// Home
    Home,
    /// End
    End,
    /// Page up
    PageUp,
    /// Page down
    PageDown,
}

impl Chord {
    /// A key alone.
    pub const fn plain(key: Key) -> Self {
        Self {
            ctrl: false,
            shift: false,
            alt: false,
            key,
        }
    }

    /// A key with Ctrl or ⌘.
    pub const fn ctrl(key: Key) -> Self {
        Self {
            ctrl: true,
            ..Self::plain(key)
        }
    }

    /// A key with Ctrl or ⌘, and Shift.
    pub const fn ctrl_shift(key: Key) -> Self {
        Self {
            shift: true,
            ..Self::ctrl(key)
        }
    }

    /// What a browser's `key` and `code` say; `ctrl` is Ctrl or ⌘. None for keys that nothing listens to.
    pub fn read(key: &str, code: &str, ctrl: bool, shift: bool, alt: bool) -> Option<Self> {
        let chord = |key| Self {
            ctrl,
            shift,
            alt,
            key,
        };
        if let Some(sign) = sign(key, ctrl) {
            // Ctrl and Alt together are AltGr, by which some keyboards write signs.
            let alt_gr = ctrl && alt;
            return Some(Self {
                ctrl: ctrl && !alt_gr,
                shift: false,
                alt: alt && !alt_gr,
                key: Key::Sign(sign),
            });
        }
        digit(code)
            .map(Key::Digit)
            .or_else(|| letter(key, code).map(Key::Letter))
            .or_else(|| named(key).map(Key::Named))
            .map(chord)
    }

    /// From the text that [`Chord::text`] gives where there is no Mac.
    pub fn parse(text: &str) -> Option<Self> {
        let (mut rest, mut held) = (text, [false; 3]);
        for (held, name) in held.iter_mut().zip(["Ctrl+", "Alt+", "Shift+"]) {
            if let Some(after) = rest.strip_prefix(name).filter(|after| !after.is_empty()) {
                (*held, rest) = (true, after);
            }
        }
        let [ctrl, alt, shift] = held;
        Some(Self {
            ctrl,
            shift,
            alt,
            key: Key::parse(rest)?,
        })
    }

    /// As people read it: `Ctrl+Shift+Z`, on a Mac `⇧⌘Z`.
    pub fn text(&self, mac: bool) -> String {
        let (alt, shift, ctrl) = match mac {
            true => ("⌥", "⇧", "⌘"),
            false => ("Alt+", "Shift+", "Ctrl+"),
        };
        let mut text = String::new();
        let held = match mac {
            true => [(self.alt, alt), (self.shift, shift), (self.ctrl, ctrl)],
            false => [(self.ctrl, ctrl), (self.alt, alt), (self.shift, shift)],
        };
        for (is_held, name) in held {
            if is_held {
                text += name;
            }
        }
        text + &self.key.text()
    }
}

impl Key {
    fn text(self) -> String {
        match self {
            Self::Letter(letter) => letter.to_string(),
            Self::Digit(digit) => digit.to_string(),
            Self::Sign(sign) => sign.to_string(),
            Self::Named(named) => named.text().to_owned(),
        }
    }
}

impl Key {
    fn parse(text: &str) -> Option<Self> {
        if let Some(named) = Named::ALL.into_iter().find(|named| named.text() == text) {
            return Some(Self::Named(named));
        }
        let mut chars = text.chars();
        let (Some(key), None) = (chars.next(), chars.next()) else {
            return None;
        };
        match (key, key.to_digit(10)) {
            (_, Some(digit)) => Some(Self::Digit(digit as u8)),
            ('A'..='Z', _) => Some(Self::Letter(key)),
            ('?' | '[' | ']' | '+' | '-' | '=' | '/' | ',' | '.' | '<' | '>', _) => {
                Some(Self::Sign(key))
            }
            _ => None,
        }
    }
}

impl Named {
    /// All of them.
    const ALL: [Self; 13] = [
        Self::Enter,
        Self::Escape,
        Self::Delete,
        Self::Backspace,
        Self::Space,
        Self::Left,
        Self::Right,
        Self::Up,
        Self::Down,
        Self::Home,
        Self::End,
        Self::PageUp,
        Self::PageDown,
    ];

    fn text(self) -> &'static str {
        match self {
            Self::Enter => "Enter",
            Self::Escape => "Esc",
            Self::Delete => "Delete",
            Self::Backspace => "⌫",
            Self::Space => "Space",
            Self::Left => "←",
            Self::Right => "→",
            Self::Up => "↑",
            Self::Down => "↓",
            Self::Home => "Home",
            Self::End => "End",
            Self::PageUp => "Page up",
            Self::PageDown => "Page down",
        }
    }
}

/// The signs that something listens to. Some keyboards write `-` and `=` with digit keys: those count with Ctrl only.
fn sign(key: &str, ctrl: bool) -> Option<char> {
    let mut chars = key.chars();
    let (Some(sign), None) = (chars.next(), chars.next()) else {
        return None;
    };
    let listens = matches!(sign, '?' | '[' | ']' | '/' | ',' | '.' | '<' | '>')
        || (ctrl && matches!(sign, '+' | '-' | '='));
    listens.then_some(sign)
}

fn digit(code: &str) -> Option<u8> {
    let digit = code
        .strip_prefix("Digit")
        .or_else(|| code.strip_prefix("Numpad"))?;
    digit.parse().ok().filter(|digit| *digit < 10)
}

/// By what the keyboard writes; where it writes no Latin letter, by the place of the key.
fn letter(key: &str, code: &str) -> Option<char> {
    let mut chars = key.chars();
    let written = match (chars.next(), chars.next()) {
        (Some(c), None) if c.is_ascii_alphabetic() => Some(c),
        (Some(c), None) if c.is_alphabetic() => code.strip_prefix("Key")?.chars().next(),
        _ => None,
    };
    written.map(|c| c.to_ascii_uppercase())
}

fn named(key: &str) -> Option<Named> {
    Some(match key {
        "Enter" => Named::Enter,
        "Escape" => Named::Escape,
        "Delete" => Named::Delete,
        "Backspace" => Named::Backspace,
        " " => Named::Space,
        "ArrowLeft" => Named::Left,
        "ArrowRight" => Named::Right,
        "ArrowUp" => Named::Up,
        "ArrowDown" => Named::Down,
        "Home" => Named::Home,
        "End" => Named::End,
        "PageUp" => Named::PageUp,
        "PageDown" => Named::PageDown,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(key: &str, code: &str, held: &str) -> Option<String> {
        let held = |name| held.contains(name);
        let chord = Chord::read(key, code, held("ctrl"), held("shift"), held("alt"));
        chord.map(|chord| chord.text(false))
    }

    #[test]
    fn a_chord_is_read_and_written() {
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(read("v", "KeyV", ""), text("V"));
        assert_eq!(read("Z", "KeyZ", "ctrl shift"), text("Ctrl+Shift+Z"));
        assert_eq!(read("Enter", "NumpadEnter", "ctrl"), text("Ctrl+Enter"));
        assert_eq!(read("Shift", "ShiftLeft", "shift"), None);
        assert_eq!(read("F5", "F5", ""), None);
    }

    #[test]
    fn digits_go_by_place_and_signs_by_what_is_written() {
        let text = |text: &str| Some(text.to_owned());
        // French: the digit row writes digits only with Shift.
        assert_eq!(read("&", "Digit1", ""), text("1"));
        assert_eq!(read("-", "Digit6", ""), text("6"));
        // German: ? is Shift+ß, [ is AltGr+8.
        assert_eq!(read("?", "Minus", "shift"), text("?"));
        assert_eq!(read("[", "Digit8", "ctrl alt"), text("["));
        assert_eq!(read("1", "Numpad1", ""), text("1"));
    }

    #[test]
    fn letters_of_other_alphabets_go_by_place() {
        assert_eq!(read("м", "KeyV", ""), Some("V".to_owned()));
        assert_eq!(read("ß", "Minus", ""), None);
    }

    #[test]
    fn a_mac_has_its_own_signs() {
        let chord = Chord::ctrl_shift(Key::Letter('Z'));
        assert_eq!(chord.text(true), "⇧⌘Z");
    }
}
