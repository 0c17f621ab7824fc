//! The tables of a track: how long each frame is decoded before the next, and how much later it is shown.

use super::boxes::{Piece, child};
use crate::video::VideoError;
use crate::video::source::Source;
use crate::video::times::Frames;
use std::io::{Read, Seek};

/// Runs of equal numbers: how many, and the number of each.
struct Runs {
    at: u64,
    end: u64,
    left: u32,
    number: u32,
}

impl Runs {
    /// Those of a table.
    fn of(source: &mut Source<'_, impl Read + Seek>, table: Piece) -> Result<Self, VideoError> {
        let count = source.u32(table.place(4, 4)?)?;
        let at = table.body + 8;
        let end = at.saturating_add(u64::from(count) * 8);
        if end > table.end {
            return Err(VideoError::Damaged {
                at: table.at,
                what: "a table claims more than it holds",
            });
        }
        Ok(Self {
            at,
            end,
            left: 0,
            number: 0,
        })
    }

    fn next(
        &mut self,
        source: &mut Source<'_, impl Read + Seek>,
    ) -> Result<Option<u32>, VideoError> {
        while self.left == 0 {
            if self.at >= self.end {
                return Ok(None);
            }
            self.left = source.u32(self.at)?;
            self.number = source.u32(self.at + 4)?;
            self.at += 8;
        }
        self.left -= 1;
        Ok(Some(self.number))
    }
}

/// Adds the frames of a sample table; the time at which the next one would be decoded.
pub(super) fn read(
    source: &mut Source<'_, impl Read + Seek>,
    table: Piece,
    frames: &mut Frames,
) -> Result<i64, VideoError> {
    let Some(durations) = child(source, table, b"stts")? else {
        return Ok(0);
    };
    let mut durations = Runs::of(source, durations)?;
    let mut offsets = match child(source, table, b"ctts")? {
        Some(offsets) => Some(Runs::of(source, offsets)?),
        None => None,
    };
    let mut left = count(source, table)?;
    let mut decoded = 0i64;
    while left.is_none_or(|left| left > 0)
        && let Some(duration) = durations.next(source)?
    {
        let offset = match &mut offsets {
            Some(offsets) => offsets.next(source)?.unwrap_or_default(),
            None => 0,
        };
        let at = durations.at;
        let start = shown(decoded, offset).ok_or(too_late(at))?;
        frames.push(start, Some(duration.into()), at)?;
        decoded = decoded.checked_add(duration.into()).ok_or(too_late(at))?;
        left = left.map(|left| left - 1);
    }
    Ok(decoded)
}

/// How many frames have data, if that is said.
fn count(
    source: &mut Source<'_, impl Read + Seek>,
    table: Piece,
) -> Result<Option<u32>, VideoError> {
    let sizes = match child(source, table, b"stsz")? {
        Some(sizes) => Some(sizes),
        None => child(source, table, b"stz2")?,
    };
    match sizes {
        Some(sizes) => Ok(Some(source.u32(sizes.place(8, 4)?)?)),
        None => Ok(None),
    }
}

/// When a frame is shown that is decoded then. Version 0 has offsets without a sign, and writers that give it one.
pub(super) fn shown(decoded: i64, offset: u32) -> Option<i64> {
    decoded.checked_add(offset.cast_signed().into())
}

/// A time that no clock counts to.
pub(super) fn too_late(at: u64) -> VideoError {
    VideoError::Damaged {
        at,
        what: "a time is beyond what can be counted",
    }
}
