//! WebM: elements in elements, each with its id and its size before it.
//!
//! Elements are read as one sequence, into those that hold others and over all the rest: ids say which is which, so
//! elements of unknown size, which recorders write, need nothing of their own.

use super::source::Source;
use super::times::{Clock, Frames};
use super::{Container, VideoError, VideoFile};
use crate::geometry::PixelSize;
use std::io::{Cursor, Read, Seek};

const HEADER: u32 = 0x1a45_dfa3;
const DOC_TYPE: u32 = 0x4282;
const SEGMENT: u32 = 0x1853_8067;
const INFO: u32 = 0x1549_a966;
const TIMESTAMP_SCALE: u32 = 0x2a_d7b1;
const DURATION: u32 = 0x4489;
const TRACKS: u32 = 0x1654_ae6b;
const TRACK_ENTRY: u32 = 0xae;
const TRACK_NUMBER: u32 = 0xd7;
const TRACK_TYPE: u32 = 0x83;
const CODEC_ID: u32 = 0x86;
const DEFAULT_DURATION: u32 = 0x23_e383;
const VIDEO: u32 = 0xe0;
const PIXEL_WIDTH: u32 = 0xb0;
const PIXEL_HEIGHT: u32 = 0xba;
const DISPLAY_WIDTH: u32 = 0x54b0;
const DISPLAY_HEIGHT: u32 = 0x54ba;
const DISPLAY_UNIT: u32 = 0x54b2;
const CLUSTER: u32 = 0x1f43_b675;
const TIMESTAMP: u32 = 0xe7;
const SIMPLE_BLOCK: u32 = 0xa3;
const BLOCK_GROUP: u32 = 0xa0;
const BLOCK: u32 = 0xa1;
const BLOCK_DURATION: u32 = 0x9b;

/// Nanoseconds in a tick of a file's clock, if it doesn't say.
const USUAL_SCALE: u64 = 1_000_000;

const TOO_LATE: &str = "a time is beyond what can be counted";

/// The file says at its beginning that it is WebM or Matroska.
pub(super) fn is_video(head: &[u8]) -> bool {
    let mut head = Cursor::new(head);
    Source::new(&mut head).is_ok_and(|mut head| {
        doc_type(&mut head).is_some_and(|name| name == "webm" || name == "matroska")
    })
}

fn doc_type(head: &mut Source<'_, impl Read + Seek>) -> Option<String> {
    let header = Element::at(head, 0).ok()?;
    let mut at = header.body;
    if header.id != HEADER {
        return None;
    }
    while at < header.end? {
        let element = Element::at(head, at).ok()?;
        if element.id == DOC_TYPE {
            return element.text(head).ok();
        }
        at = element.end?;
    }
    None
}

/// The frames of the first video track.
pub(super) fn read(source: &mut Source<'_, impl Read + Seek>) -> Result<VideoFile, VideoError> {
    let mut walk = Walk {
        scale: USUAL_SCALE,
        duration: None,
        track: Track::default(),
        video: None,
        tracks_end: None,
        holder_end: None,
        cluster: 0,
        frames: Frames::of_file(source.length()),
        is_own: false,
    };
    let mut at = 0;
    // What is cut off by the end of the file isn't read.
    while at < source.length()
        && let Some(element) = Element::within(source, at)?
        && let Some(next) = walk.enter(source, element)?
    {
        at = next;
    }
    walk.finish(source.length())
}

/// An element of a file.
#[derive(Clone, Copy)]
struct Element {
    id: u32,
    at: u64,
    body: u64,
    /// The first byte that isn't of it; none if that isn't known.
    end: Option<u64>,
}

impl Element {
    /// The element at this place; none if the file ends within its beginning.
    fn within(
        source: &mut Source<'_, impl Read + Seek>,
        at: u64,
    ) -> Result<Option<Self>, VideoError> {
        match Self::at(source, at) {
            Err(VideoError::Damaged { at, .. }) if at == source.length() => Ok(None),
            element => element.map(Some),
        }
    }

    fn at(source: &mut Source<'_, impl Read + Seek>, at: u64) -> Result<Self, VideoError> {
        let what = "no element begins here";
        let wrong = VideoError::Damaged { at, what };
        let id_length = source.u8(at)?.leading_zeros() + 1;
        if id_length > 4 {
            return Err(wrong);
        }
        let id = number(source, at, id_length)?;
        let size_at = at + u64::from(id_length);
        let size_length = source.u8(size_at)?.leading_zeros() + 1;
        if size_length > 8 {
            return Err(wrong);
        }
        let most = (1 << (7 * size_length)) - 1;
        let size = number(source, size_at, size_length)? & most;
        let body = size_at + u64::from(size_length);
        let end = match size == most {
            true => None,
            false => Some(body.checked_add(size).ok_or(wrong)?),
        };
        Ok(Self {
            id: u32::try_from(id).unwrap_or_default(),
            at,
            body,
            end,
        })
    }

    fn damaged(self, what: &'static str) -> VideoError {
        VideoError::Damaged { at: self.at, what }
    }

    /// How many bytes it has, which have to be at most so many.
    fn size(self, most: u64) -> Result<u64, VideoError> {
        let size = self.end.map(|end| end - self.body);
        size.filter(|size| *size <= most)
            .ok_or(self.damaged("an element is too long for what it should hold"))
    }

    fn number(self, source: &mut Source<'_, impl Read + Seek>) -> Result<u64, VideoError> {
        let size = self.size(8)?;
        number(source, self.body, u32::try_from(size).unwrap_or_default())
    }

    fn float(self, source: &mut Source<'_, impl Read + Seek>) -> Result<f64, VideoError> {
        match self.size(8)? {
            8 => Ok(f64::from_bits(source.u64(self.body)?)),
            4 => Ok(f32::from_bits(source.u32(self.body)?).into()),
            _ => Ok(0.0),
        }
    }

    fn text(self, source: &mut Source<'_, impl Read + Seek>) -> Result<String, VideoError> {
        let end = self.body + self.size(64)?;
        let bytes: Result<Vec<u8>, _> = (self.body..end).map(|at| source.u8(at)).collect();
        // Zeros may follow a text.
        let letters = bytes?.into_iter().take_while(|byte| *byte != 0);
        Ok(letters.map(char::from).collect())
    }
}

/// A number of up to 8 bytes.
fn number(
    source: &mut Source<'_, impl Read + Seek>,
    at: u64,
    bytes: u32,
) -> Result<u64, VideoError> {
    (at..at + u64::from(bytes))
        .try_fold(0, |number, at| Ok(number << 8 | u64::from(source.u8(at)?)))
}

/// What a track says of itself.
#[derive(Clone, Default)]
struct Track {
    number: u64,
    is_video: bool,
    codec: String,
    /// Nanoseconds of a frame.
    frame: Option<u64>,
    pixels: [u64; 2],
    display: [u64; 2],
    /// The display's size isn't in pixels.
    is_ratio: bool,
}

impl Track {
    fn size(&self) -> PixelSize {
        let [width, height] = match self.display {
            [0, _] | [_, 0] => self.pixels,
            _ if self.is_ratio => self.pixels,
            display => display,
        };
        let whole = |pixels| u32::try_from(pixels).unwrap_or(u32::MAX);
        PixelSize::new(whole(width), whole(height))
    }
}

/// What is known on the way through a file.
struct Walk {
    /// Nanoseconds in a tick.
    scale: u64,
    /// Ticks of the whole.
    duration: Option<f64>,
    /// The track that is being described.
    track: Track,
    /// The first video track.
    video: Option<Track>,
    /// Where the description of the tracks ends.
    tracks_end: Option<u64>,
    /// Where the segment or cluster that was entered last ends, if it says so.
    holder_end: Option<u64>,
    /// The ticks from which the blocks of this cluster count.
    cluster: i64,
    frames: Frames,
    /// The last block was of the video track.
    is_own: bool,
}

impl Walk {
    /// Takes in an element; where the next one is, none if there is no whole one any more.
    fn enter(
        &mut self,
        source: &mut Source<'_, impl Read + Seek>,
        element: Element,
    ) -> Result<Option<u64>, VideoError> {
        match element.id {
            INFO | VIDEO | BLOCK_GROUP => return Ok(Some(element.body)),
            SEGMENT => {
                self.holder_end = element.end;
                return Ok(Some(element.body));
            }
            TRACKS => {
                self.tracks_end = element.end;
                return Ok(Some(element.body));
            }
            TRACK_ENTRY => {
                self.close_track();
                return Ok(Some(element.body));
            }
            CLUSTER => {
                self.close_track();
                self.holder_end = element.end;
                // Sound has no frames to look for.
                return match self.video {
                    Some(_) => Ok(Some(element.body)),
                    None => Err(VideoError::NoPictures),
                };
            }
            _ => {}
        }
        let end = element
            .end
            .ok_or(element.damaged("an element has no size"))?;
        if end > source.length() {
            return match self.holder_end {
                // What holds it ends within the file, so it isn't cut off.
                Some(holder) if holder <= source.length() => {
                    Err(element.damaged("an element ends behind what holds it"))
                }
                _ => Ok(None),
            };
        }
        self.take(source, element)?;
        Ok(Some(end))
    }

    fn take(
        &mut self,
        source: &mut Source<'_, impl Read + Seek>,
        element: Element,
    ) -> Result<(), VideoError> {
        let [[width, height], [display_width, display_height]] =
            [&mut self.track.pixels, &mut self.track.display];
        match element.id {
            TIMESTAMP_SCALE => {
                let scale = element.number(source)?;
                self.scale = Some(scale)
                    .filter(|scale| *scale > 0)
                    .ok_or(element.damaged("its clock stands still"))?;
            }
            DURATION => self.duration = Some(element.float(source)?),
            TRACK_NUMBER => self.track.number = element.number(source)?,
            TRACK_TYPE => self.track.is_video = element.number(source)? == 1,
            CODEC_ID => self.track.codec = element.text(source)?,
            DEFAULT_DURATION => self.track.frame = Some(element.number(source)?),
            PIXEL_WIDTH => *width = element.number(source)?,
            PIXEL_HEIGHT => *height = element.number(source)?,
            DISPLAY_WIDTH => *display_width = element.number(source)?,
            DISPLAY_HEIGHT => *display_height = element.number(source)?,
            DISPLAY_UNIT => self.track.is_ratio = element.number(source)? != 0,
            TIMESTAMP => {
                let time = element.number(source)?;
                self.cluster = i64::try_from(time).map_err(|_| element.damaged(TOO_LATE))?;
            }
            SIMPLE_BLOCK | BLOCK => self.block(source, element)?,
            BLOCK_DURATION if self.is_own => {
                let length = element.number(source)?;
                self.frames
                    .lasts(i64::try_from(length).map_err(|_| element.damaged(TOO_LATE))?);
            }
            _ => {}
        }
        Ok(())
    }

    /// A frame, if it is of the video and shown.
    fn block(
        &mut self,
        source: &mut Source<'_, impl Read + Seek>,
        element: Element,
    ) -> Result<(), VideoError> {
        self.is_own = false;
        let Some(video) = &self.video else {
            return Ok(());
        };
        let length = source.u8(element.body)?.leading_zeros() + 1;
        let mask = (1u64 << (7 * length.min(8))) - 1;
        let track = number(source, element.body, length.min(8))? & mask;
        if track != video.number {
            return Ok(());
        }
        let [high, low, flags] = source.bytes(element.body + u64::from(length))?;
        let data = element.body + u64::from(length) + 3;
        // VP8 keeps pictures that others are made of, and says in the frame that they aren't shown.
        let is_kept_back =
            video.codec == "V_VP8" && element.end > Some(data) && source.u8(data)? & 0x10 == 0;
        if flags & 0x08 != 0 || is_kept_back {
            return Ok(());
        }
        let after = i16::from_be_bytes([high, low]);
        let start = self
            .cluster
            .checked_add(after.into())
            .ok_or(element.damaged(TOO_LATE))?;
        self.is_own = true;
        self.frames.push(start, None, element.at)
    }

    fn close_track(&mut self) {
        let track = std::mem::take(&mut self.track);
        if self.video.is_none() && track.is_video {
            self.video = Some(track);
        }
    }

    fn finish(mut self, length: u64) -> Result<VideoFile, VideoError> {
        self.close_track();
        let none = match self.tracks_end {
            Some(end) if end <= length => VideoError::NoPictures,
            _ => VideoError::Damaged {
                at: length,
                what: "it ends before it says what is in it",
            },
        };
        let video = self.video.ok_or(none)?;
        let clock = Clock {
            micros: self.scale,
            ticks: 1000,
        };
        let usual = video.frame.map(|nanos| nanos / 1000);
        let whole = self.duration.and_then(|ticks| clock.micros(ticks as i64));
        Ok(VideoFile {
            container: Container::WebM,
            size: video.size(),
            frames: self.frames.finish(clock, usual, whole)?,
            is_trimmed: false,
            codec: video.codec,
        })
    }
}
