//! Eight bytes at a time: nearly all of a file lies between two marks.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// Where the first of some bytes is; `marks` says of eight bytes, as a word, which are (see [`equal`]).
pub(super) fn position(bytes: &[u8], marks: impl Fn(u64) -> u64) -> Option<usize> {
    let (words, tail) = bytes.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        let found = marks(u64::from_le_bytes(*word));
        if found != 0 {
            return Some(at * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let found = marks(padded(tail));
    let at = words.len() * 8 + found.trailing_zeros() as usize / 8;
    (found != 0).then_some(at)
}

/// How many bytes are marks.
pub(super) fn count(bytes: &[u8], marks: impl Fn(u64) -> u64) -> usize {
    let (words, tail) = bytes.as_chunks::<8>();
    let whole: u32 = words
        .iter()
        .map(|word| marks(u64::from_le_bytes(*word)).count_ones())
        .sum();
    (whole + marks(padded(tail)).count_ones()) as usize
}

/// The high bit of each byte that equals this one, which isn't 0.
pub(super) fn equal(word: u64, byte: u8) -> u64 {
    let differing = word ^ (ONES * u64::from(byte));
    !((differing & !HIGHS).wrapping_add(!HIGHS) | differing) & HIGHS
}

/// The high bit of each byte that goes on with a character of UTF-8.
pub(super) fn continuing(word: u64) -> u64 {
    word & !(word << 1) & HIGHS
}

/// Each byte with the bit 0x20, in which `[` and `{` differ.
pub(super) fn with_case_bit(word: u64) -> u64 {
    word | (ONES * 0x20)
}

/// Fewer than eight bytes, zeros behind.
fn padded(tail: &[u8]) -> u64 {
    let mut word = [0; 8];
    word.iter_mut().zip(tail).for_each(|(to, from)| *to = *from);
    u64::from_le_bytes(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// J7: as byte by byte.
        #[test]
        fn words_find_what_bytes_find(bytes in prop::collection::vec(prop_oneof![Just(b'"'), Just(b'!'), Just(b'#'), any::<u8>()], 0..60)) {
            let quote = |byte: &u8| *byte == b'"';
            prop_assert_eq!(position(&bytes, |word| equal(word, b'"')), bytes.iter().position(quote));
            prop_assert_eq!(count(&bytes, |word| equal(word, b'"')), bytes.iter().filter(|byte| quote(byte)).count());
            let goes_on = |byte: &&u8| **byte & 0xc0 == 0x80;
            prop_assert_eq!(count(&bytes, continuing), bytes.iter().filter(goes_on).count());
        }
    }
}
