//! Numbers as people write them.

use serde::{Serialize, Serializer};

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
