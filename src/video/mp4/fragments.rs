//! Fragments: frames that are listed beside their data, as they were recorded, and not all at one place.

use super::boxes::{Piece, child, children, needed, top_level};
use super::samples::{shown, too_late};
use crate::video::VideoError;
use crate::video::source::Source;
use crate::video::times::Frames;
use std::io::{Read, Seek};

/// What a run says of each of its frames: which flag says so of the box.
const DURATION: u32 = 0x100;
const SIZE: u32 = 0x200;
const FLAGS: u32 = 0x400;
const OFFSET: u32 = 0x800;

/// A track's part of a fragment.
struct Part {
    whole: Piece,
    track: u32,
    /// How long a frame lasts if its run doesn't say.
    duration: u32,
}

/// Adds the frames of all fragments of a track, whose next one would be decoded at `decoded`.
pub(super) fn read(
    source: &mut Source<'_, impl Read + Seek>,
    track: u32,
    defaults: Piece,
    mut decoded: i64,
    frames: &mut Frames,
) -> Result<(), VideoError> {
    let usual = usual_duration(source, track, defaults)?;
    let mut walk = top_level(source);
    while let Some(fragment) = walk.find(source, b"moof")? {
        // The recording ended while this one was written.
        if fragment.is_cut {
            break;
        }
        let mut parts = children(fragment);
        while let Some(whole) = parts.find(source, b"traf")? {
            let part = Part::of(source, whole, usual)?;
            if part.track == track {
                decoded = part.read(source, decoded, frames)?;
            }
        }
    }
    Ok(())
}

/// How long a frame of this track lasts if its fragment doesn't say.
fn usual_duration(
    source: &mut Source<'_, impl Read + Seek>,
    track: u32,
    defaults: Piece,
) -> Result<u32, VideoError> {
    let mut walk = children(defaults);
    while let Some(of_track) = walk.find(source, b"trex")? {
        if source.u32(of_track.place(4, 4)?)? == track {
            return source.u32(of_track.place(12, 4)?);
        }
    }
    Ok(0)
}

impl Part {
    fn of(
        source: &mut Source<'_, impl Read + Seek>,
        whole: Piece,
        usual: u32,
    ) -> Result<Self, VideoError> {
        let header = needed(source, whole, b"tfhd", "a fragment has no header")?;
        let flags = source.u32(header.place(0, 4)?)?;
        let before = [(0x1, 8), (0x2, 4)];
        let offset: u64 = 8 + sizes(flags, &before);
        let duration = match flags & 0x8 {
            0 => usual,
            _ => source.u32(header.place(offset, 4)?)?,
        };
        let track = source.u32(header.place(4, 4)?)?;
        Ok(Self {
            whole,
            track,
            duration,
        })
    }

    /// Adds its frames; the time at which the next one would be decoded.
    fn read(
        &self,
        source: &mut Source<'_, impl Read + Seek>,
        mut decoded: i64,
        frames: &mut Frames,
    ) -> Result<i64, VideoError> {
        if let Some(time) = child(source, self.whole, b"tfdt")? {
            let wide = source.u8(time.place(0, 1)?)? == 1;
            let base = match wide {
                true => source.u64(time.place(4, 8)?)?,
                false => source.u32(time.place(4, 4)?)?.into(),
            };
            decoded = i64::try_from(base).map_err(|_| too_late(time.at))?;
        }
        let mut runs = children(self.whole);
        while let Some(run) = runs.find(source, b"trun")? {
            decoded = self.read_run(source, run, decoded, frames)?;
        }
        Ok(decoded)
    }

    fn read_run(
        &self,
        source: &mut Source<'_, impl Read + Seek>,
        run: Piece,
        mut decoded: i64,
        frames: &mut Frames,
    ) -> Result<i64, VideoError> {
        let flags = source.u32(run.place(0, 4)?)?;
        let count = source.u32(run.place(4, 4)?)?.into();
        let first = 8 + sizes(flags, &[(0x1, 4), (0x4, 4)]);
        let step = sizes(flags, &[(DURATION, 4), (SIZE, 4), (FLAGS, 4), (OFFSET, 4)]);
        let offset_in = sizes(flags, &[(DURATION, 4), (SIZE, 4), (FLAGS, 4)]);
        let first = run.place(first, step.saturating_mul(count))?;
        for index in 0..count {
            let at = first + index * step;
            let duration = match flags & DURATION {
                0 => self.duration,
                _ => source.u32(at)?,
            };
            let offset = match flags & OFFSET {
                0 => 0,
                _ => source.u32(at + offset_in)?,
            };
            let start = shown(decoded, offset).ok_or(too_late(at))?;
            frames.push(start, Some(duration.into()), at)?;
            decoded = decoded.checked_add(duration.into()).ok_or(too_late(at))?;
        }
        Ok(decoded)
    }
}

/// How many bytes the fields take that these flags say are there.
fn sizes(flags: u32, fields: &[(u32, u64)]) -> u64 {
    let there = fields.iter().filter(|(flag, _)| flags & flag != 0);
    there.map(|(_, size)| size).sum()
}
