//! Numbers as people write them.

use serde::{Serialize, Serializer};
use serde_json::ser::Formatter;
use std::io::{self, Write};

/// A coordinate: the shortest text that reads back as the same number, and no `.0` behind a whole one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number(pub f64);

/// Whole numbers up to here have no fraction that could be lost.
const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number = self.0;
        let is_negative_zero = number == 0.0 && number.is_sign_negative();
        if number.fract() == 0.0 && number.abs() < LARGEST_WHOLE && !is_negative_zero {
            serializer.serialize_i64(number as i64)
        } else {
            serializer.serialize_f64(number)
        }
    }
}

/// Writes a record as JSON, without blanks.
pub(super) fn put(out: &mut Vec<u8>, record: &impl Serialize) {
    let mut serializer = serde_json::Serializer::with_formatter(out, Compact);
    // Writing into memory doesn't fail, and no record has a key that isn't a text.
    let _ = record.serialize(&mut serializer);
}

/// JSON without blanks. Coordinates with at most two decimals, as most files have them, are written from whole numbers:
/// finding the shortest text of any other takes several times as long.
struct Compact;

/// A decimal of at most 15 digits is the only one of that length that reads back as its number, and so the shortest.
const FIFTEEN_DIGITS: f64 = 1e15;

impl Formatter for Compact {
    fn write_f64<W: Write + ?Sized>(&mut self, out: &mut W, number: f64) -> io::Result<()> {
        let hundredths = (number * 100.0).round();
        let is_short = hundredths.abs() < FIFTEEN_DIGITS && hundredths / 100.0 == number;
        if !is_short || number.fract() == 0.0 {
            return serde_json::ser::CompactFormatter.write_f64(out, number);
        }
        if number < 0.0 {
            out.write_all(b"-")?;
        }
        let hundredths = hundredths.abs() as u64;
        self.write_u64(out, hundredths / 100)?;
        let (tenth, hundredth) = (hundredths / 10 % 10, hundredths % 10);
        let digits = [b'.', b'0' + tenth as u8, b'0' + hundredth as u8];
        out.write_all(&digits[..if hundredth == 0 { 2 } else { 3 }])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(number: f64) -> String {
        let mut out = Vec::new();
        put(&mut out, &number);
        String::from_utf8_lossy(&out).into_owned()
    }

    proptest! {
        #[test]
        fn short_numbers_are_written_as_serde_json_does(whole in -2_000_000_000_i64..2_000_000_000, by in 0_usize..4) {
            let number = whole as f64 / [1.0, 10.0, 100.0, 1000.0][by];
            prop_assert_eq!(written(number), serde_json::to_string(&number)?);
        }

        #[test]
        fn any_number_is_written_as_serde_json_does(number in any::<f64>()) {
            prop_assert_eq!(written(number), serde_json::to_string(&number)?);
        }
    }

    #[test]
    fn the_limits_of_short_numbers() {
        for number in [
            -0.0,
            0.01,
            -0.01,
            0.1,
            0.005,
            9_999_999_999_999.99,
            1e13,
            1e15 + 0.5,
            5e-324,
        ] {
            assert_eq!(
                written(number),
                serde_json::to_string(&number).unwrap_or_default()
            );
        }
    }
}
