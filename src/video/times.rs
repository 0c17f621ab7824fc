//! When each frame of a video begins.

use super::{MOST_FRAMES, VideoError};
use crate::document::{Footage, Moment};
use serde::{Deserialize, Serialize};

/// How long a frame lasts where nothing says it.
const USUAL_LENGTH: u64 = 40_000;

/// When each frame begins, counted from the first frame: at least one, and each after the one before. It is kept and
/// sent as what lies between the frames, which takes two or three bytes a frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<u64>", into = "Vec<u64>")]
pub struct FrameTimes {
    starts: Vec<Moment>,
    end: Moment,
}

/// Lengths that are no frames' lengths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a video has frames, and each lasts a while")]
pub struct NoTimes;

impl FrameTimes {
    /// From when frames begin, in any order, and when the last one ends; they may count from anywhere. None without a
    /// frame.
    pub fn new(mut starts: Vec<Moment>, end: Moment) -> Option<Self> {
        starts.sort_unstable();
        starts.dedup();
        let first = starts.first()?.micros();
        let last = starts.last()?.micros();
        let since = |moment: Moment| Moment::from_micros(moment.micros().saturating_sub(first));
        // The last frame lasts a while too.
        let end = since(end.max(Moment::from_micros(last.saturating_add(1))));
        for start in &mut starts {
            *start = since(*start);
        }
        Some(Self { starts, end })
    }

    /// How many frames there are, at least one.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// When this frame begins; behind the last frame, when that one does.
    pub fn start(&self, index: usize) -> Moment {
        let start = self.starts.get(index).or(self.starts.last());
        start.copied().unwrap_or_default()
    }

    /// When the last frame ends.
    pub fn end(&self) -> Moment {
        self.end
    }

    /// The frame that is shown at this moment; after the end the last one.
    pub fn index_at(&self, moment: Moment) -> usize {
        let begun = self.starts.partition_point(|start| *start <= moment);
        begun.saturating_sub(1)
    }

    /// The frame that begins nearest to this moment, the earlier one of two as near.
    pub fn nearest(&self, moment: Moment) -> usize {
        let before = self.index_at(moment);
        let distance = |index| self.start(index).micros().abs_diff(moment.micros());
        match self.starts.get(before + 1) {
            Some(_) if distance(before + 1) < distance(before) => before + 1,
            _ => before,
        }
    }

    /// Half way through this frame: where to seek so that no rounding meets its neighbour.
    pub fn middle(&self, index: usize) -> Moment {
        let start = self.start(index);
        let next = self.starts.get(index.saturating_add(1)).copied();
        let length = next.unwrap_or(self.end).micros() - start.micros();
        Moment::from_micros(start.micros() + length / 2)
    }

    /// What is known of it without its frames.
    pub fn footage(&self) -> Footage {
        Footage {
            frames: u32::try_from(self.count()).unwrap_or(u32::MAX),
            end: self.end,
        }
    }

    /// As few bytes as it takes.
    pub fn to_bytes(&self) -> Vec<u8> {
        // A list of numbers can't fail to be written to memory.
        postcard::to_stdvec(self).unwrap_or_default()
    }

    /// What [`FrameTimes::to_bytes`] made; none if these bytes are something else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (times, rest) = postcard::take_from_bytes(bytes).ok()?;
        rest.is_empty().then_some(times)
    }
}

impl From<FrameTimes> for Vec<u64> {
    fn from(times: FrameTimes) -> Self {
        let next = times.starts.iter().skip(1).chain([&times.end]);
        let pairs = times.starts.iter().zip(next);
        pairs
            .map(|(start, end)| end.micros() - start.micros())
            .collect()
    }
}

impl TryFrom<Vec<u64>> for FrameTimes {
    type Error = NoTimes;
    fn try_from(lengths: Vec<u64>) -> Result<Self, NoTimes> {
        let mut starts = Vec::with_capacity(lengths.len());
        let mut end = 0u64;
        for length in lengths {
            starts.push(Moment::from_micros(end));
            end = Some(length)
                .filter(|length| *length > 0)
                .and_then(|length| end.checked_add(length))
                .ok_or(NoTimes)?;
        }
        let end = Moment::from_micros(end);
        match starts.is_empty() {
            true => Err(NoTimes),
            false => Ok(Self { starts, end }),
        }
    }
}

/// So many microseconds are so many ticks of a container's clock.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    pub(super) micros: u64,
    pub(super) ticks: u64,
}

impl Clock {
    /// The nearest microsecond; none if it is beyond what is counted, or before zero.
    pub(super) fn micros(self, ticks: i64) -> Option<u64> {
        let per_tick = u128::from(self.micros);
        let twice = u128::try_from(ticks).ok()?.checked_mul(2 * per_tick)?;
        let rounded = twice
            .checked_add(u128::from(self.ticks))?
            .checked_div(2 * u128::from(self.ticks))?;
        u64::try_from(rounded).ok()
    }
}

/// Frames as a container lists them, in ticks of its clock and in any order.
pub(super) struct Frames {
    starts: Vec<i64>,
    most: u64,
    /// The frame that begins last, and how many ticks it says it lasts.
    last: Option<(i64, Option<i64>)>,
}

impl Frames {
    /// None yet, of a file of so many bytes: no file has more frames than bytes.
    pub(super) fn of_file(length: u64) -> Self {
        Self {
            starts: Vec::new(),
            most: length.min(MOST_FRAMES),
            last: None,
        }
    }

    /// One more, listed at this byte, that lasts so many ticks if that is said.
    pub(super) fn push(
        &mut self,
        start: i64,
        length: Option<i64>,
        at: u64,
    ) -> Result<(), VideoError> {
        let count = u64::try_from(self.starts.len()).unwrap_or(u64::MAX);
        if count >= self.most {
            return Err(VideoError::TooManyFrames { at });
        }
        self.starts.push(start);
        if self.last.is_none_or(|(last, _)| last <= start) {
            self.last = Some((start, length.filter(|length| *length > 0)));
        }
        Ok(())
    }

    /// The frame pushed last lasts so many ticks.
    pub(super) fn lasts(&mut self, length: i64) {
        if let (Some((start, said)), Some(pushed)) = (&mut self.last, self.starts.last())
            && start == pushed
        {
            *said = Some(length).filter(|length| *length > 0);
        }
    }

    /// Leaves out what begins before the first of these ticks, as browsers and FFmpeg do, and what begins at the second
    /// or later. Frames were left out at the beginning.
    pub(super) fn cut(&mut self, from: i64, until: Option<i64>) -> bool {
        self.starts.sort_unstable();
        if let Some(until) = until {
            self.cut_end(until);
        }
        let hidden = self.starts.partition_point(|start| *start < from);
        self.starts.drain(..hidden);
        hidden > 0
    }

    fn cut_end(&mut self, until: i64) {
        let shown = self.starts.partition_point(|start| *start < until);
        let whole = shown == self.starts.len();
        self.starts.truncate(shown);
        let said = self.last.and_then(|(_, length)| length);
        self.last = self.starts.last().map(|last| {
            let left = until.checked_sub(*last);
            let said = said.filter(|_| whole);
            (*last, said.into_iter().chain(left).min())
        });
    }

    /// All of them in microseconds. What lasts how long the last frame is, in this order: what it says itself, `usual`,
    /// as long as the one before, until the end of `whole` (both in microseconds, the second from the clock's zero).
    pub(super) fn finish(
        mut self,
        clock: Clock,
        usual: Option<u64>,
        whole: Option<u64>,
    ) -> Result<FrameTimes, VideoError> {
        self.starts.sort_unstable();
        self.starts.dedup();
        let first = self.starts.first().copied().ok_or(VideoError::NoFrames)?;
        let starts: Option<Vec<Moment>> = self
            .starts
            .iter()
            .map(|start| {
                clock
                    .micros(start.checked_sub(first)?)
                    .map(Moment::from_micros)
            })
            .collect();
        let starts = starts.ok_or(VideoError::NoFrames)?;
        let last = starts.last().copied().unwrap_or_default().micros();
        let before = starts.iter().rev().nth(1);
        let said = self.last.and_then(|(_, length)| clock.micros(length?));
        let rest = || {
            let zero = clock.micros(first).unwrap_or_default();
            whole?.checked_sub(zero)?.checked_sub(last)
        };
        let length = said
            .or(usual)
            .or_else(|| Some(last - before?.micros()))
            .or_else(rest)
            .filter(|length| *length > 0)
            .unwrap_or(USUAL_LENGTH);
        let end = Moment::from_micros(last.saturating_add(length));
        FrameTimes::new(starts, end).ok_or(VideoError::NoFrames)
    }
}
