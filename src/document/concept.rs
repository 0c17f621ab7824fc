//! Concepts: what can be said of an input or an object.

use super::{ConceptId, Kept, Name};
use serde::{Deserialize, Serialize};

/// A label that can be given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Concept {
    /// Names it.
    pub id: ConceptId,
    /// What people call it; no two concepts of a project have the same.
    pub name: Name,
    /// What it is drawn in.
    pub color: Color,
    /// The key that starts drawing with it.
    pub hotkey: Option<Slot>,
    /// The concept that it is a kind of.
    pub parent: Option<ConceptId>,
    /// Its place in the order that people gave; of equal ones the one that was made first comes first.
    pub rank: u32,
    /// What a file carried besides.
    pub kept: Kept,
}

/// One of the keys that a concept can have: 0..=9 are the digit keys 1…9, 0; 10..=19 the same with Shift; 20..=45 the
/// letters A…Z; 46..=71 the same with Shift. Concepts get the first 20 by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Slot(u8);

/// Red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// What a concept is drawn in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Color {
    /// A place in the fixed order of colours that stay apart under common colour blindness. After 20 they repeat
    /// with another dash pattern.
    Palette(u16),
    /// One that a person or a file chose.
    Custom(Rgb),
}

/// The fixed order of concept colours.
pub const PALETTE: [Rgb; 20] = [
    Rgb(0xff, 0x5d, 0x5d),
    Rgb(0x36, 0xc5, 0xf0),
    Rgb(0xff, 0xc2, 0x33),
    Rgb(0x2f, 0xd3, 0x8a),
    Rgb(0xb4, 0x8c, 0xff),
    Rgb(0xff, 0x8a, 0x3d),
    Rgb(0x5b, 0x8c, 0xff),
    Rgb(0xf2, 0x6f, 0xc4),
    Rgb(0xa3, 0xd1, 0x3a),
    Rgb(0x22, 0xc7, 0xb8),
    Rgb(0xe8, 0xa5, 0x98),
    Rgb(0x8f, 0xd3, 0xff),
    Rgb(0xd9, 0xb3, 0x6c),
    Rgb(0x7b, 0xe0, 0xa8),
    Rgb(0xd6, 0xa8, 0xf0),
    Rgb(0xff, 0xb1, 0x99),
    Rgb(0x9d, 0xb4, 0xff),
    Rgb(0xff, 0xa6, 0xdd),
    Rgb(0xd3, 0xe3, 0x7a),
    Rgb(0x8e, 0xe6, 0xde),
];

/// How many hotkeys are on digit keys, half of them with Shift.
const DIGITS: u8 = 20;

/// How many hotkeys are on letter keys, half of them with Shift.
const LETTERS: u8 = 52;

impl Color {
    /// Red, green, blue to draw with.
    pub fn rgb(self) -> Rgb {
        match self {
            Self::Palette(place) => PALETTE[usize::from(place) % PALETTE.len()],
            Self::Custom(rgb) => rgb,
        }
    }

    /// Which dash pattern tells it from the same colour before: 0 is a line without gaps.
    pub fn dash(self) -> u16 {
        match self {
            Self::Palette(place) => place / PALETTE.len() as u16,
            Self::Custom(_) => 0,
        }
    }
}

impl Rgb {
    /// As CSS writes it: `#rrggbb`.
    pub fn css(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    /// From `#rrggbb`.
    pub fn from_css(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|rest| rest.len() == 6)?;
        let number = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
        Some(Self(number[1], number[2], number[3]))
    }
}

impl Slot {
    /// How many hotkeys there are.
    pub const COUNT: u8 = DIGITS + LETTERS;

    /// The hotkey with this number, 0..72.
    pub fn new(number: u8) -> Option<Self> {
        (number < Self::COUNT).then_some(Self(number))
    }

    /// The hotkey on a digit key, 0..=9.
    pub fn on_digit(digit: u8, shift: bool) -> Option<Self> {
        let number = (digit + 9) % 10 + if shift { DIGITS / 2 } else { 0 };
        (digit <= 9).then_some(Self(number))
    }

    /// The hotkey on a letter key, in either case.
    pub fn on_letter(letter: char, shift: bool) -> Option<Self> {
        let letter = letter.to_ascii_uppercase();
        let place = letter.is_ascii_uppercase().then(|| letter as u8 - b'A')?;
        Some(Self(DIGITS + place + if shift { LETTERS / 2 } else { 0 }))
    }

    /// From the text that [`Slot::text`] gives.
    pub fn named(text: &str) -> Option<Self> {
        (0..Self::COUNT).map(Self).find(|slot| slot.text() == text)
    }

    /// Its number, 0..72.
    pub fn number(self) -> u8 {
        self.0
    }

    /// As it is shown: `1`, `Shift+1`, `Q`.
    pub fn text(self) -> String {
        let (place, half) = match self.0.checked_sub(DIGITS) {
            None => (self.0, DIGITS / 2),
            Some(place) => (place, LETTERS / 2),
        };
        let shift = if place >= half { "Shift+" } else { "" };
        match self.0 < DIGITS {
            true => format!("{shift}{}", (place % half + 1) % 10),
            false => format!("{shift}{}", char::from(b'A' + place % half)),
        }
    }

    /// Those that concepts get by themselves, in order.
    pub fn given() -> impl Iterator<Item = Self> {
        (0..DIGITS).map(Self)
    }
}

impl TryFrom<u8> for Slot {
    type Error = String;
    fn try_from(number: u8) -> Result<Self, String> {
        Self::new(number).ok_or_else(|| format!("{number} is not a hotkey: 0 to 71 are"))
    }
}

impl From<Slot> for u8 {
    fn from(slot: Slot) -> Self {
        slot.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hotkeys_are_called_by_their_keys() {
        let text = |number| Slot::new(number).map(Slot::text).unwrap_or_default();
        let texts = [0, 9, 10, 19, 20, 45, 46, 71, 72].map(text);
        let wanted = [
            "1", "0", "Shift+1", "Shift+0", "A", "Z", "Shift+A", "Shift+Z", "",
        ];
        assert_eq!(texts, wanted);
    }

    #[test]
    fn every_key_has_its_own_number() {
        for number in 0..Slot::COUNT {
            let text = Slot(number).text();
            let (shift, key) = match text.strip_prefix("Shift+") {
                Some(key) => (true, key),
                None => (false, text.as_str()),
            };
            let slot = match key.parse() {
                Ok(digit) => Slot::on_digit(digit, shift),
                Err(_) => key
                    .chars()
                    .next()
                    .and_then(|key| Slot::on_letter(key, shift)),
            };
            assert_eq!(slot, Some(Slot(number)), "{text}");
        }
    }
}
