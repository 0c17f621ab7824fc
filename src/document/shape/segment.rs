//! A time range of a video, or one frame of it.

use super::Moment;
use serde::{Deserialize, Serialize};

/// From the frame that is shown at one moment to the one that is shown at another, both with it. One frame is a segment
/// whose ends are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "(Moment, Moment)", into = "(Moment, Moment)")]
pub struct Segment {
    first: Moment,
    last: Moment,
}

/// A segment doesn't end before it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a time range ends where it begins or later, not at {} after {}", .1.text(), .0.text())]
pub struct Backwards(Moment, Moment);

impl Segment {
    /// From the beginning of its first frame to that of its last.
    ///
    /// # Errors
    /// The last is before the first.
    pub fn new(first: Moment, last: Moment) -> Result<Self, Backwards> {
        match first <= last {
            true => Ok(Self { first, last }),
            false => Err(Backwards(first, last)),
        }
    }

    /// From the earlier of two moments to the later.
    pub fn between(a: Moment, b: Moment) -> Self {
        Self {
            first: a.min(b),
            last: a.max(b),
        }
    }

    /// One frame.
    pub fn frame(at: Moment) -> Self {
        Self {
            first: at,
            last: at,
        }
    }

    /// Where its first frame begins.
    pub fn first(self) -> Moment {
        self.first
    }

    /// Where its last frame begins.
    pub fn last(self) -> Moment {
        self.last
    }

    /// It is one frame.
    pub fn is_frame(self) -> bool {
        self.first == self.last
    }

    /// The frame that begins at this moment is in it.
    pub fn contains(self, frame: Moment) -> bool {
        (self.first..=self.last).contains(&frame)
    }
}

impl TryFrom<(Moment, Moment)> for Segment {
    type Error = Backwards;
    fn try_from((first, last): (Moment, Moment)) -> Result<Self, Backwards> {
        Self::new(first, last)
    }
}

impl From<Segment> for (Moment, Moment) {
    fn from(segment: Segment) -> Self {
        (segment.first, segment.last)
    }
}
