//! Tracks: what moves through a video, known at its key frames and interpolated between them.

use super::between::between;
use super::{Moment, Shape};
use serde::{Deserialize, Serialize};

/// A box or a polygon in the frames of a video. It begins at its first key frame; behind its last it stays as it was
/// there, until the video ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<KeyFrame>", into = "Vec<KeyFrame>")]
pub struct Track(Vec<KeyFrame>);

/// Where a track is at a moment because somebody said so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyFrame {
    /// When its frame begins.
    pub at: Moment,
    /// A box or a polygon.
    pub shape: Shape,
    /// How it is seen from here on to the next key frame.
    pub sight: Sight,
}

/// How a track is seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sight {
    /// It is in the picture.
    #[default]
    Visible,
    /// It is in the picture, and something is before it.
    Occluded,
    /// It isn't in the picture.
    Outside,
}

/// Why key frames aren't a track.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrackError {
    /// There is none.
    #[error("a track needs a key frame")]
    Empty,
    /// Two at one moment, or a later one first.
    #[error("the key frames of a track follow each other in time, those at {} don't", .0.text())]
    Order(Moment),
    /// Something else than a box or a polygon, or both.
    #[error("a track is of boxes or of polygons, the key frame at {} is something else", .0.text())]
    Kind(Moment),
}

/// Why two tracks can't be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    /// Boxes and polygons.
    #[error("one has boxes and another polygons")]
    Kinds,
    /// Key frames of one lie among those of the other.
    #[error("their key frames overlap at {}", .0.text())]
    Overlap(Moment),
}

impl Track {
    /// A track through these key frames.
    ///
    /// # Errors
    /// There is none, they aren't in the order of time, or they aren't all boxes or all polygons.
    pub fn new(keys: Vec<KeyFrame>) -> Result<Self, TrackError> {
        let first = keys.first().ok_or(TrackError::Empty)?;
        let kind = first.shape.kind();
        let is_other = |key: &&KeyFrame| key.shape.kind() != kind || !key.shape.is_figure();
        if let Some(other) = keys.iter().find(is_other) {
            return Err(TrackError::Kind(other.at));
        }
        match keys.windows(2).find(|two| two[0].at >= two[1].at) {
            Some(two) => Err(TrackError::Order(two[1].at)),
            None => Ok(Self(keys)),
        }
    }

    /// A track that begins at a moment.
    ///
    /// # Errors
    /// The shape is neither a box nor a polygon.
    pub fn beginning(at: Moment, shape: Shape) -> Result<Self, TrackError> {
        let sight = Sight::Visible;
        Self::new(vec![KeyFrame { at, shape, sight }])
    }

    /// Its key frames in the order of time; at least one.
    pub fn keys(&self) -> &[KeyFrame] {
        &self.0
    }

    /// The key frame at this very moment.
    pub fn key_at(&self, at: Moment) -> Option<&KeyFrame> {
        let place = self.place_of(at).ok()?;
        self.0.get(place)
    }

    /// Where it is and how it is seen; none before it begins. Outside the picture it has the shape that it would have.
    pub fn at(&self, at: Moment) -> Option<(Shape, Sight)> {
        let after = self.0.partition_point(|key| key.at <= at);
        let from = self.0.get(after.checked_sub(1)?)?;
        let shape = match self.0.get(after) {
            Some(to) if at > from.at => between(&from.shape, &to.shape, at.between(from.at, to.at)),
            _ => from.shape.clone(),
        };
        Some((shape, from.sight))
    }

    /// Where it is in the picture; none where it isn't.
    pub fn seen_at(&self, at: Moment) -> Option<Shape> {
        let (shape, sight) = self.at(at)?;
        (sight != Sight::Outside).then_some(shape)
    }

    /// From where to where it is in the picture, one stretch after the other. The last has no end where the track goes
    /// on to the end of the video.
    pub fn stretches(&self) -> Vec<(Moment, Option<Moment>)> {
        let mut stretches: Vec<(Moment, Option<Moment>)> = Vec::new();
        let mut open: Option<Moment> = None;
        for key in &self.0 {
            match (open, key.sight) {
                (None, Sight::Visible | Sight::Occluded) => open = Some(key.at),
                (Some(from), Sight::Outside) => {
                    stretches.push((from, Some(key.at)));
                    open = None;
                }
                (None, Sight::Outside) | (Some(_), _) => {}
            }
        }
        stretches.extend(open.map(|from| (from, None)));
        stretches
    }

    /// It is here at this moment, whatever was said of that frame. Moved where it wasn't in the picture, it is in it.
    ///
    /// # Errors
    /// The shape is of another kind.
    pub fn with_shape(&self, at: Moment, shape: Shape) -> Result<Self, TrackError> {
        let sight = match self.at(at) {
            Some((_, Sight::Occluded)) => Sight::Occluded,
            _ => Sight::Visible,
        };
        self.with_key(KeyFrame { at, shape, sight })
    }

    /// It is seen like this from a moment on; before its beginning nothing changes.
    #[must_use]
    pub fn with_sight(&self, at: Moment, sight: Sight) -> Self {
        let Some((shape, _)) = self.at(at) else {
            return self.clone();
        };
        let mut keys = self.0.clone();
        put(&mut keys, KeyFrame { at, shape, sight });
        Self(keys)
    }

    /// A key frame where it is at this moment; before its beginning nothing changes.
    #[must_use]
    pub fn with_key_here(&self, at: Moment) -> Self {
        match self.at(at) {
            Some((_, sight)) => self.with_sight(at, sight),
            None => self.clone(),
        }
    }

    /// Without the key frame at this moment; none where no other is left.
    #[must_use]
    pub fn without_key(&self, at: Moment) -> Option<Self> {
        let keys: Vec<_> = self.0.iter().filter(|key| key.at != at).cloned().collect();
        (!keys.is_empty()).then_some(Self(keys))
    }

    /// It isn't in the picture from this moment on; none where nothing would be left of it.
    #[must_use]
    pub fn ended(&self, at: Moment) -> Option<Self> {
        let (shape, _) = self.at(at)?;
        let mut keys = self.0.clone();
        keys.retain(|key| key.at < at);
        if keys.is_empty() {
            return None;
        }
        // What has left the picture already leaves it once.
        if keys.last().is_some_and(|key| key.sight != Sight::Outside) {
            let sight = Sight::Outside;
            keys.push(KeyFrame { at, shape, sight });
        }
        Some(Self(keys))
    }

    /// What was before a moment, and what is from it on; none where one of them would be nothing.
    #[must_use]
    pub fn split(&self, at: Moment) -> Option<(Self, Self)> {
        let before = self.ended(at)?;
        let (shape, sight) = self.at(at)?;
        let mut after = vec![KeyFrame { at, shape, sight }];
        after.extend(self.0.iter().filter(|key| key.at > at).cloned());
        Some((before, Self(after)))
    }

    /// The two as one: the earlier until the later begins.
    ///
    /// # Errors
    /// They are of two kinds, or the earlier has key frames after the beginning of the later.
    pub fn merged(&self, other: &Self) -> Result<Self, MergeError> {
        let (earlier, later) = match self.begins() <= other.begins() {
            true => (self, other),
            false => (other, self),
        };
        let begins = later.begins();
        if let Some(key) = earlier.0.iter().find(|key| key.at > begins) {
            return Err(MergeError::Overlap(key.at));
        }
        let mut keys = earlier.0.clone();
        // An end where the other begins is no end any more.
        keys.retain(|key| key.at < begins || key.sight != Sight::Outside);
        if keys.last().is_some_and(|key| key.at >= begins) {
            return Err(MergeError::Overlap(begins));
        }
        keys.extend(later.0.iter().cloned());
        Self::new(keys).map_err(|_| MergeError::Kinds)
    }

    /// When its first key frame is.
    pub fn begins(&self) -> Moment {
        self.0.first().map_or(Moment::START, |key| key.at)
    }

    /// Every key frame's shape is another.
    pub(super) fn map(&self, change: impl Fn(&Shape) -> Shape) -> Self {
        let key = |key: &KeyFrame| KeyFrame {
            shape: change(&key.shape),
            ..key.clone()
        };
        Self(self.0.iter().map(key).collect())
    }

    fn with_key(&self, key: KeyFrame) -> Result<Self, TrackError> {
        let mut keys = self.0.clone();
        put(&mut keys, key);
        Self::new(keys)
    }

    fn place_of(&self, at: Moment) -> Result<usize, usize> {
        self.0.binary_search_by_key(&at, |key| key.at)
    }
}

/// Puts a key frame in its place, instead of one that is there.
fn put(keys: &mut Vec<KeyFrame>, key: KeyFrame) {
    match keys.binary_search_by_key(&key.at, |key| key.at) {
        Ok(place) => keys[place] = key,
        Err(place) => keys.insert(place, key),
    }
}

impl TryFrom<Vec<KeyFrame>> for Track {
    type Error = TrackError;
    fn try_from(keys: Vec<KeyFrame>) -> Result<Self, TrackError> {
        Self::new(keys)
    }
}

impl From<Track> for Vec<KeyFrame> {
    fn from(track: Track) -> Self {
        track.0
    }
}
