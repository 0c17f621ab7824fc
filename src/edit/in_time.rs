//! Tools draw on a frame of a video as they do on a picture. What they say of the frame is said of the tracks here.

use super::{Command, NewObject};
use crate::document::shape::{Track, TrackError};
use crate::document::{Moment, ObjectId, Objects, Shape};

impl Command {
    /// The same on the frame that begins at a moment: a box or a polygon that is drawn there begins a track, and one
    /// that is changed there sets a key frame.
    #[must_use]
    pub fn at_moment(self, at: Moment, objects: &Objects) -> Self {
        match self {
            Self::AddObject {
                input,
                shape,
                concept,
                parent,
            } => Self::AddObject {
                shape: begun(at, shape),
                input,
                concept,
                parent,
            },
            Self::AddObjects {
                input,
                objects: new,
            } => Self::AddObjects {
                input,
                objects: new
                    .into_iter()
                    .map(|object| NewObject {
                        shape: begun(at, object.shape),
                        ..object
                    })
                    .collect(),
            },
            Self::SetShapes { input, shapes } => Self::SetShapes {
                input,
                shapes: shapes
                    .into_iter()
                    .map(|(id, shape)| (id, keyed(at, (id, shape), objects)))
                    .collect(),
            },
            other => other,
        }
    }
}

fn begun(at: Moment, shape: Shape) -> Shape {
    match Track::beginning(at, shape.clone()) {
        Ok(track) => Shape::Track(track),
        // What no track can have, the plan refuses.
        Err(TrackError::Empty | TrackError::Order(_) | TrackError::Kind(_)) => shape,
    }
}

fn keyed(at: Moment, (id, shape): (ObjectId, Shape), objects: &Objects) -> Shape {
    let track = objects
        .get(id)
        .and_then(|entry| entry.object.shape().track());
    let keyed = track.map(|track| track.with_shape(at, shape.clone()));
    match keyed {
        Some(Ok(track)) => Shape::Track(track),
        None | Some(Err(_)) => shape,
    }
}
