//! MP4: boxes in boxes, each with its size and its kind before it.
//!
//! Of an edit list the first part is read, as browsers play it: what media is cut off at its beginning and its end.

mod boxes;
mod fragments;
mod samples;

use super::source::Source;
use super::times::{Clock, Frames};
use super::{Container, VideoError, VideoFile};
use crate::geometry::PixelSize;
use boxes::{Piece, child, children, needed, top_level};
use std::io::{Read, Seek};

/// Brands of pictures, which are laid out in the same way.
const PICTURES: [&[u8; 4]; 13] = [
    b"avif", b"avis", b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"mif2",
    b"msf1", b"miaf", b"crx ",
];

/// The file says at its beginning that it is ISO base media, and not a picture.
pub(super) fn is_video(head: &[u8]) -> bool {
    let brand = head.get(8..12);
    head.get(4..8) == Some(b"ftyp")
        && brand.is_some_and(|brand| PICTURES.iter().all(|picture| *picture != brand))
}

/// The frames of the first video track.
pub(super) fn read(source: &mut Source<'_, impl Read + Seek>) -> Result<VideoFile, VideoError> {
    let movie = movie(source)?;
    let track = Track::first(source, movie)?;
    let mut frames = Frames::of_file(source.length());
    let decoded = samples::read(source, track.table, &mut frames)?;
    let fragmented = child(source, movie, b"mvex")?;
    if fragmented.is_none() {
        whole(source)?;
    }
    if let Some(defaults) = fragmented {
        fragments::read(source, track.id, defaults, decoded, &mut frames)?;
    }
    let mut is_trimmed = false;
    if let Some(edit) = track.edit(source)? {
        // A fragmented file can't know its length when it writes the list.
        let length = edit.length.filter(|_| fragmented.is_none());
        let until = match length {
            Some(length) => track
                .in_ticks(length, movie_scale(source, movie)?)
                .and_then(|length| edit.from.checked_add(length)),
            None => None,
        };
        is_trimmed = frames.cut(edit.from, until);
    }
    let clock = Clock {
        micros: 1_000_000,
        ticks: track.scale.into(),
    };
    Ok(VideoFile {
        container: Container::Mp4,
        codec: codec(source, track.table)?,
        size: track.size(source)?,
        frames: frames.finish(clock, None, None)?,
        is_trimmed,
    })
}

/// The box that has the index, wherever in the file it is.
fn movie(source: &mut Source<'_, impl Read + Seek>) -> Result<Piece, VideoError> {
    let at = source.length();
    let found = top_level(source).find(source, b"moov")?;
    found.ok_or(VideoError::Damaged {
        at,
        what: "it ends before its index",
    })
}

/// # Errors
/// The file ends within a box: what its index says is there isn't.
fn whole(source: &mut Source<'_, impl Read + Seek>) -> Result<(), VideoError> {
    let mut boxes = top_level(source);
    while let Some(piece) = boxes.next(source)? {
        if piece.is_cut {
            return Err(VideoError::Cut {
                at: source.length(),
            });
        }
    }
    Ok(())
}

/// How many ticks of the whole movie's clock are a second.
fn movie_scale(source: &mut Source<'_, impl Read + Seek>, movie: Piece) -> Result<u32, VideoError> {
    let header = needed(source, movie, b"mvhd", "the movie has no header")?;
    scale(source, header)
}

/// The scale that the header of a movie or of media says.
fn scale(source: &mut Source<'_, impl Read + Seek>, header: Piece) -> Result<u32, VideoError> {
    let offset = if source.u8(header.place(0, 1)?)? == 1 {
        20
    } else {
        12
    };
    match source.u32(header.place(offset, 4)?)? {
        0 => Err(VideoError::Damaged {
            at: header.at,
            what: "its clock has no ticks",
        }),
        scale => Ok(scale),
    }
}

/// A video track.
struct Track {
    whole: Piece,
    header: Piece,
    id: u32,
    /// Ticks of its clock in a second.
    scale: u32,
    /// The sample table.
    table: Piece,
}

/// What an edit list shows of a track.
struct EditPart {
    /// The first tick shown, of the track's clock.
    from: i64,
    /// For how many ticks of the movie's clock, if it's not until the end.
    length: Option<u64>,
}

impl Track {
    fn first(source: &mut Source<'_, impl Read + Seek>, movie: Piece) -> Result<Self, VideoError> {
        let mut tracks = children(movie);
        while let Some(whole) = tracks.find(source, b"trak")? {
            if let Some(track) = Self::of(source, whole)? {
                return Ok(track);
            }
        }
        Err(VideoError::NoPictures)
    }

    /// A track, if its pictures are moving.
    fn of(
        source: &mut Source<'_, impl Read + Seek>,
        whole: Piece,
    ) -> Result<Option<Self>, VideoError> {
        let media = needed(source, whole, b"mdia", "a track has no media")?;
        let handler = needed(source, media, b"hdlr", "a track has no kind")?;
        if source.bytes(handler.place(8, 4)?)? != *b"vide" {
            return Ok(None);
        }
        let header = needed(source, whole, b"tkhd", "a track has no header")?;
        let id = if source.u8(header.place(0, 1)?)? == 1 {
            20
        } else {
            12
        };
        let clock = needed(source, media, b"mdhd", "a track has no clock")?;
        let info = needed(source, media, b"minf", "a track has no samples")?;
        Ok(Some(Self {
            whole,
            header,
            id: source.u32(header.place(id, 4)?)?,
            scale: scale(source, clock)?,
            table: needed(source, info, b"stbl", "a track has no samples")?,
        }))
    }

    /// What is shown of it, if it says so: the first part of its edit list that isn't a pause.
    fn edit(
        &self,
        source: &mut Source<'_, impl Read + Seek>,
    ) -> Result<Option<EditPart>, VideoError> {
        let Some(edits) = child(source, self.whole, b"edts")? else {
            return Ok(None);
        };
        let Some(list) = child(source, edits, b"elst")? else {
            return Ok(None);
        };
        let wide = source.u8(list.place(0, 1)?)? == 1;
        let step = if wide { 20 } else { 12 };
        for index in 0..u64::from(source.u32(list.place(4, 4)?)?) {
            let at = list.place(8 + index * step, step)?;
            let (length, from) = match wide {
                true => (source.u64(at)?, source.u64(at + 8)?.cast_signed()),
                false => (source.u32(at)?.into(), source.i32(at + 4)?.into()),
            };
            if from >= 0 {
                let length = Some(length).filter(|length| *length > 0);
                return Ok(Some(EditPart { from, length }));
            }
        }
        Ok(None)
    }

    /// Ticks of a clock of so many a second, in ticks of its own.
    fn in_ticks(&self, length: u64, scale: u32) -> Option<i64> {
        let ticks = u128::from(length) * u128::from(self.scale);
        i64::try_from(ticks.div_ceil(scale.into())).ok()
    }

    /// As displayed: what its header says, a quarter turn applied, or else the size of what is coded.
    fn size(&self, source: &mut Source<'_, impl Read + Seek>) -> Result<PixelSize, VideoError> {
        let later = if source.u8(self.header.place(0, 1)?)? == 1 {
            12
        } else {
            0
        };
        let matrix = self.header.place(40 + later, 44)?;
        // 16.16 numbers, of which pixels are the whole part.
        let [width, height] = [
            source.u32(matrix + 36)? >> 16,
            source.u32(matrix + 40)? >> 16,
        ];
        let [width, height] = match (width, height) {
            (0, _) | (_, 0) => {
                let entry = sample_entry(source, self.table)?;
                let place = entry.place(24, 4)?;
                [source.u16(place)?.into(), source.u16(place + 2)?.into()]
            }
            _ => [width, height],
        };
        let straight = [source.u32(matrix)?, source.u32(matrix + 16)?];
        Ok(match straight {
            [0, 0] => PixelSize::new(height, width),
            _ => PixelSize::new(width, height),
        })
    }
}

/// What says how the samples are coded.
fn sample_entry(
    source: &mut Source<'_, impl Read + Seek>,
    table: Piece,
) -> Result<Piece, VideoError> {
    let what = "nothing says what the video is coded in";
    let list = needed(source, table, b"stsd", what)?;
    let at = list.place(8, 8)?;
    let inside = Piece { body: at, ..list };
    let entry = children(inside).next(source)?;
    entry.ok_or(VideoError::Damaged { at, what })
}

fn codec(source: &mut Source<'_, impl Read + Seek>, table: Piece) -> Result<String, VideoError> {
    let entry = sample_entry(source, table)?;
    Ok(entry.kind.iter().map(|byte| char::from(*byte)).collect())
}
