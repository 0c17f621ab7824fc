//! Time in a video.

use serde::{Deserialize, Serialize};

/// Microseconds since the beginning of a video's first frame. Files count from elsewhere, and browsers with them: the
/// first frame is the one thing that they agree on.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Moment(u64);

/// Microseconds in a second.
const SECOND: f64 = 1e6;

impl Moment {
    /// The beginning of the first frame.
    pub const START: Self = Self(0);

    /// So many microseconds after it.
    pub const fn from_micros(micros: u64) -> Self {
        Self(micros)
    }

    /// So many seconds after it, to the microsecond; what is before it or no number is the beginning.
    pub fn from_seconds(seconds: f64) -> Self {
        // Such a cast stops at the ends, and makes 0 of what is no number.
        Self((seconds * SECOND).round() as u64)
    }

    /// In microseconds.
    pub const fn micros(self) -> u64 {
        self.0
    }

    /// In seconds.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / SECOND
    }

    /// How far it is on the way from one moment to a later one: 0 at the first, 1 at the other and after it.
    pub fn between(self, from: Self, to: Self) -> f64 {
        let (way, done) = (to.0.saturating_sub(from.0), self.0.saturating_sub(from.0));
        match way {
            0 => 1.0,
            way => (done as f64 / way as f64).min(1.0),
        }
    }

    /// As people write it: `1:02.480`, and `1:00:02.480` from an hour on.
    pub fn text(self) -> String {
        let (seconds, millis) = (self.0 / 1_000_000, self.0 / 1000 % 1000);
        format!("{}.{millis:03}", clock(seconds))
    }

    /// The same without fractions, for a tile: `1:02`.
    pub fn short(self) -> String {
        clock(self.0.saturating_add(500_000) / 1_000_000)
    }
}

fn clock(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        hours => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_people_do() {
        assert_eq!(Moment::from_seconds(62.48).text(), "1:02.480");
        assert_eq!(Moment::from_seconds(3602.48).text(), "1:00:02.480");
        assert_eq!(Moment::from_seconds(59.6).short(), "1:00");
        assert_eq!(Moment::from_seconds(0.0).short(), "0:00");
    }

    #[test]
    fn what_is_no_time_is_the_beginning() {
        assert_eq!(Moment::from_seconds(-1.0), Moment::START);
        assert_eq!(Moment::from_seconds(f64::NAN), Moment::START);
        assert_eq!(Moment::from_seconds(0.033_333).micros(), 33_333);
    }
}
