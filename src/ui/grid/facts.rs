//! What a tile says of its input.

use super::thumbs::Wanted;
use crate::document::{Document, InputId, InputStatus, MediaKind, Presence};
use crate::persist::Layout;

/// Everything of an input that a tile shows besides its shapes.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// With its folders.
    pub name: String,
    /// Its picture, a frame of its video or the beginning of its text, where it is here.
    pub face: Option<Wanted>,
    /// What kind of thing it is.
    pub kind: MediaKind,
    /// Width and height, where they are known.
    pub size: Option<(f64, f64)>,
    /// How far it is.
    pub status: InputStatus,
    /// What is said of it.
    pub chips: Vec<Chip>,
}

/// A concept on an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    /// What it is called.
    pub name: String,
    /// What it is drawn in.
    pub color: String,
    /// So many objects; none for the whole input.
    pub count: Option<u32>,
    /// It is said not to be there.
    pub absent: bool,
}

/// What is known of an input; none where it is gone.
pub fn facts(document: &Document, layout: &Layout, input: InputId) -> Option<Facts> {
    let entry = document.input(input)?;
    let said = document.said(input).into_iter();
    let whole = said.map(|(id, presence)| (id, None, presence == Presence::Absent));
    let counts = layout.counts(input);
    let objects = counts
        .into_iter()
        .map(|(id, count)| (id, Some(count), false));
    let chips: Vec<_> = whole
        .chain(objects)
        .filter_map(|(id, count, absent)| {
            let concept = document.concept(id)?;
            Some(Chip {
                absent,
                name: match absent {
                    true => format!("not {}", concept.name),
                    false => concept.name.to_string(),
                },
                color: concept.color.rgb().css(),
                count,
            })
        })
        .collect();
    let media = &entry.input.media;
    Some(Facts {
        name: entry.input.name.clone(),
        face: Wanted::face(media),
        kind: media.kind,
        size: media
            .size
            .map(|size| (f64::from(size.width), f64::from(size.height))),
        status: entry.input.status.seen(!chips.is_empty()),
        chips,
    })
}

/// The share of a picture that a 4 by 3 frame would cut off is too large to cut.
pub fn is_long((width, height): (f64, f64)) -> bool {
    let ratio = width / height.max(1.0);
    !(0.9..2.0).contains(&ratio)
}

/// How far an input is, in words.
pub fn status_name(status: InputStatus) -> &'static str {
    match status {
        InputStatus::Unlabeled => "Unlabeled",
        InputStatus::InProgress => "In progress",
        InputStatus::Done => "Done",
        InputStatus::Skipped => "Skipped",
    }
}
