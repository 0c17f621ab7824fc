//! What comes in from the hand, what a tool may look at, and what it asks for.

use super::brush::Brush;
use crate::document::{ConceptId, InputId, ObjectId, Objects, Shape};
use crate::edit::Command;
use crate::geometry::{BoundsIndex, Camera, ImagePoint, PixelSize, ScreenPoint};
use std::collections::BTreeSet;

/// Keys held while something happens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Modifiers {
    /// Shift.
    pub shift: bool,
    /// Alt or Option.
    pub alt: bool,
    /// Ctrl, or Command on a Mac.
    pub command: bool,
}

/// What is on the canvas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pointer {
    /// A mouse or a trackpad: small handles.
    #[default]
    Mouse,
    /// A finger or a pen: larger ones.
    Touch,
}

/// Keys that a tool itself understands; all others are actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Takes one thing back: the draft, the drawing mode, the selection.
    Escape,
    /// Closes what is being drawn.
    Enter,
    /// Takes back a vertex, or deletes what is selected.
    Backspace,
    /// Deletes the selected vertex, or what is selected.
    Delete,
    /// Arrow keys: the way in whole steps, x right, y down.
    Arrow(i8, i8),
}

/// One thing that the hand did on the canvas with the primary button. Panning and zooming are not the tools' business.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Event {
    /// The button went down; `count` is 2 for the second press of a double click.
    Down {
        /// Where.
        at: ScreenPoint,
        /// Keys held.
        held: Modifiers,
        /// 1, or 2 for the second press of a double click.
        count: u32,
    },
    /// The pointer moved, with the button down or not.
    Move {
        /// Where to.
        at: ScreenPoint,
        /// Keys held.
        held: Modifiers,
    },
    /// The button went up.
    Up {
        /// Where.
        at: ScreenPoint,
        /// Keys held.
        held: Modifiers,
    },
    /// The browser took the pointer away, or it left the page: what was begun is dropped.
    Cancel,
    /// A key.
    Key(Key, Modifiers),
}

impl Event {
    /// Where the pointer is, for what the pointer does.
    pub fn at(&self) -> Option<ScreenPoint> {
        match self {
            Self::Down { at, .. } | Self::Move { at, .. } | Self::Up { at, .. } => Some(*at),
            Self::Cancel | Self::Key(..) => None,
        }
    }
}

/// What a tool may look at.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The input in the viewer.
    pub input: InputId,
    /// Its picture's size.
    pub picture: PixelSize,
    /// Its objects.
    pub objects: &'a Objects,
    /// Its objects by their bounds.
    pub index: &'a BoundsIndex<ObjectId>,
    /// Objects that aren't shown and can't be hit.
    pub hidden: &'a dyn Fn(ObjectId) -> bool,
    /// Where the picture lies on the canvas.
    pub camera: Camera,
    /// The concept that is drawn with.
    pub concept: Option<ConceptId>,
    /// The objects that are selected.
    pub selection: &'a BTreeSet<ObjectId>,
    /// What kind of pointer it is.
    pub pointer: Pointer,
    /// A new box belongs to the smallest one around it, whatever is selected.
    pub nests: bool,
    /// How the brush and the eraser paint.
    pub brush: Brush,
    /// How hard a pen presses, 0..=1; none of what can't tell.
    pub pressure: Option<f64>,
}

/// What a tool asks for after a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Changes the document.
    Run(Command),
    /// Changes the document, and selects the one object that is new by it.
    RunAndSelect(Command),
    /// Selects exactly these.
    Select(BTreeSet<ObjectId>),
    /// Asks for a concept, then goes on with this event: once there is one, the page feeds the event again, and after a
    /// press that has been let go meanwhile an [`Event::Up`] at the same place.
    AskConcept(Event),
    /// Leaves drawing mode: the concept is no longer drawn with.
    ExitDrawing,
}

/// A shape that isn't in the document: what is being drawn or dragged.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The object that it will be the shape of; none for a new one.
    pub object: Option<ObjectId>,
    /// As far as it is a shape already.
    pub shape: Shape,
}

impl Context<'_> {
    /// The place on the picture under a place on the canvas; outside the picture, the nearest inside.
    pub fn clamped(&self, at: ScreenPoint) -> ImagePoint {
        self.camera.image_from_screen(at).clamped_to(self.picture)
    }

    /// How far on the canvas two places of the picture are apart, in CSS pixels.
    pub fn screen_distance(&self, a: ImagePoint, b: ImagePoint) -> f64 {
        a.distance(b) * self.camera.scale
    }

    /// The shape of an object, where it is there.
    pub fn shape(&self, object: ObjectId) -> Option<&Shape> {
        self.objects.get(object).map(|entry| entry.object.shape())
    }
}
