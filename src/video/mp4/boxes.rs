//! The boxes of a file, one after the other.

use crate::video::VideoError;
use crate::video::source::Source;
use std::io::{Read, Seek};

/// A box of a file.
#[derive(Clone, Copy)]
pub(super) struct Piece {
    pub(super) kind: [u8; 4],
    /// Its first byte, that of its size.
    pub(super) at: u64,
    /// What follows its size and its kind.
    pub(super) body: u64,
    /// The first byte that isn't of it.
    pub(super) end: u64,
    /// The file ends before it does.
    pub(super) is_cut: bool,
}

impl Piece {
    /// A place in its body where so many bytes are.
    pub(super) fn place(self, offset: u64, bytes: u64) -> Result<u64, VideoError> {
        let place = self.body.saturating_add(offset);
        match place.saturating_add(bytes) <= self.end {
            true => Ok(place),
            false => Err(VideoError::Damaged {
                at: self.at,
                what: "a box is too short for what it should hold",
            }),
        }
    }
}

/// Goes over boxes that follow each other.
pub(super) struct Walk {
    at: u64,
    end: u64,
    /// Boxes may be cut off by the end of the file, and what follows the last may be no box.
    outside: bool,
}

/// The boxes of the file itself.
pub(super) fn top_level(source: &Source<'_, impl Read + Seek>) -> Walk {
    Walk {
        at: 0,
        end: source.length(),
        outside: true,
    }
}

/// The boxes in a box.
pub(super) fn children(parent: Piece) -> Walk {
    Walk {
        at: parent.body,
        end: parent.end,
        outside: false,
    }
}

/// The first box of this kind in a box.
pub(super) fn child(
    source: &mut Source<'_, impl Read + Seek>,
    parent: Piece,
    kind: &[u8; 4],
) -> Result<Option<Piece>, VideoError> {
    children(parent).find(source, kind)
}

/// The box of this kind, which has to be in a box.
pub(super) fn needed(
    source: &mut Source<'_, impl Read + Seek>,
    parent: Piece,
    kind: &[u8; 4],
    what: &'static str,
) -> Result<Piece, VideoError> {
    let at = parent.at;
    child(source, parent, kind)?.ok_or(VideoError::Damaged { at, what })
}

impl Walk {
    /// The next box, if there is one.
    pub(super) fn next(
        &mut self,
        source: &mut Source<'_, impl Read + Seek>,
    ) -> Result<Option<Piece>, VideoError> {
        let at = self.at;
        // Less than a box is left where QuickTime ends a list with a zero.
        if self.end.saturating_sub(at) < 8 {
            return Ok(None);
        }
        let kind = source.bytes(at + 4)?;
        let (header, size) = match source.u32(at)? {
            1 if self.end - at < 16 => (16, 0),
            1 => (16, source.u64(at + 8)?),
            0 => (8, self.end - at),
            size => (8, u64::from(size)),
        };
        let said = at.checked_add(size).filter(|_| size >= header);
        let end = match said {
            Some(end) if end <= self.end => end,
            Some(_) if self.outside => self.end,
            None if self.outside => return Ok(None),
            _ => {
                return Err(VideoError::Damaged {
                    at,
                    what: "the size of a box can't be",
                });
            }
        };
        self.at = end;
        Ok(Some(Piece {
            kind,
            at,
            body: at + header,
            end,
            is_cut: said != Some(end),
        }))
    }

    /// The next box of this kind, if there is one.
    pub(super) fn find(
        &mut self,
        source: &mut Source<'_, impl Read + Seek>,
        kind: &[u8; 4],
    ) -> Result<Option<Piece>, VideoError> {
        while let Some(piece) = self.next(source)? {
            if piece.kind == *kind {
                return Ok(Some(piece));
            }
        }
        Ok(None)
    }
}
