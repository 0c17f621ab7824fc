//! Draws boxes: from corner to corner, or click, click.

use super::hit::DRAG_PX;
use super::{
    Context, Cursor, Draft, Effect, Event, Key, Modifiers, Pointer, Preview, SizeTag, drawing,
};
use crate::document::{ObjectId, Shape};
use crate::edit::Command;
use crate::geometry::{ImagePoint, ImageRect, ScreenPoint};

/// A second click may be so unsteady, in CSS pixels; farther it is a drag, which makes a box of its own.
const UNSTEADY_PX: f64 = 10.0;

/// The tool that draws boxes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DrawBox {
    state: State,
    pointer: Option<ScreenPoint>,
}

/// Corners are places on the picture, so that looking nearer meanwhile doesn't move them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum State {
    /// Nothing has begun.
    #[default]
    Ready,
    /// The button is down, the pointer still there. `again`: it is the second press of a double click, whose first one
    /// finished a box; as a click it means nothing.
    Pressed {
        at: ScreenPoint,
        corner: ImagePoint,
        again: bool,
    },
    /// The pointer has left the place with the button down.
    Dragging { corner: ImagePoint },
    /// A click has set the first corner.
    Cornered { corner: ImagePoint },
    /// The button is down for the second corner, at a place that is the first corner of another box if it is dragged.
    SecondPress {
        corner: ImagePoint,
        at: ScreenPoint,
        start: ImagePoint,
    },
}

impl State {
    fn corner(self) -> Option<ImagePoint> {
        match self {
            Self::Ready => None,
            Self::Pressed { corner, .. }
            | Self::Dragging { corner }
            | Self::Cornered { corner }
            | Self::SecondPress { corner, .. } => Some(corner),
        }
    }
}

impl DrawBox {
    /// The tool after the event, and what it asks for.
    pub fn step(mut self, event: Event, context: &Context) -> (Self, Vec<Effect>) {
        let effects = match event {
            Event::Down { at, count, .. } => self.down(event, at, count, context),
            Event::Move { at, .. } => {
                self.go(at);
                Vec::new()
            }
            Event::Up { at, .. } => self.up(event, at, context),
            Event::Cancel => {
                self.cancel();
                Vec::new()
            }
            Event::Key(key, held) => self.key(key, held, context),
        };
        (self, effects)
    }

    fn down(
        &mut self,
        event: Event,
        at: ScreenPoint,
        count: u32,
        context: &Context,
    ) -> Vec<Effect> {
        self.pointer = Some(at);
        if context.concept.is_none() {
            return vec![Effect::AskConcept(event)];
        }
        self.state = match self.state {
            // Cornered -> SecondPress
            State::Cornered { corner } | State::SecondPress { corner, .. } => State::SecondPress {
                corner,
                at,
                start: context.clamped(at),
            },
            // Ready -> Pressed
            State::Ready | State::Pressed { .. } | State::Dragging { .. } => State::Pressed {
                at,
                corner: context.clamped(at),
                again: count > 1,
            },
        };
        Vec::new()
    }

    // Pressed, SecondPress -> Dragging
    fn go(&mut self, to: ScreenPoint) {
        self.pointer = Some(to);
        let corner = match self.state {
            State::Pressed { at, corner, .. } if at.distance(to) >= DRAG_PX => corner,
            State::SecondPress { at, start, .. } if at.distance(to) > UNSTEADY_PX => start,
            _ => return,
        };
        self.state = State::Dragging { corner };
    }

    fn up(&mut self, event: Event, to: ScreenPoint, context: &Context) -> Vec<Effect> {
        self.go(to);
        if context.pointer == Pointer::Touch {
            self.pointer = None;
        }
        match self.state {
            // Pressed -> Cornered
            State::Pressed { corner, again, .. } => {
                self.state = match again {
                    true => State::Ready,
                    false => State::Cornered { corner },
                };
                Vec::new()
            }
            // Dragging -> Ready; taken back to where it began, it makes nothing
            State::Dragging { corner } => {
                self.state = State::Ready;
                self.finish(event, corner, to, context)
            }
            // SecondPress -> Ready; too near to the first corner, it waits for another click
            State::SecondPress { corner, .. } => {
                self.state = State::Ready;
                let effects = self.finish(event, corner, to, context);
                if effects.is_empty() {
                    self.state = State::Cornered { corner };
                }
                effects
            }
            State::Ready | State::Cornered { .. } => Vec::new(),
        }
    }

    /// Makes the box; nothing where it would be too small to be meant.
    fn finish(
        &mut self,
        event: Event,
        corner: ImagePoint,
        to: ScreenPoint,
        context: &Context,
    ) -> Vec<Effect> {
        let to = context.clamped(to);
        let rect = ImageRect::between(corner, to);
        if rect.area() <= 0.0 || context.screen_distance(corner, to) < DRAG_PX {
            return Vec::new();
        }
        let Some(concept) = context.concept else {
            self.state = State::Dragging { corner };
            return vec![Effect::AskConcept(event)];
        };
        vec![Effect::Run(Command::AddObject {
            input: context.input,
            shape: Shape::Box(rect),
            concept,
            parent: parent(rect, context),
        })]
    }

    fn cancel(&mut self) {
        self.pointer = None;
        self.state = match self.state {
            State::SecondPress { corner, .. } | State::Cornered { corner } => {
                State::Cornered { corner }
            }
            State::Ready | State::Pressed { .. } | State::Dragging { .. } => State::Ready,
        };
    }

    fn key(&mut self, key: Key, held: Modifiers, context: &Context) -> Vec<Effect> {
        match key {
            Key::Escape if self.is_busy() => {
                self.state = State::Ready;
                Vec::new()
            }
            Key::Escape => vec![Effect::ExitDrawing],
            _ if self.is_busy() => Vec::new(),
            key => drawing::selection_key(key, held, context),
        }
    }

    /// What is drawn above the picture.
    pub fn preview(&self, context: &Context) -> Preview {
        let to = self.pointer.map(|at| context.clamped(at));
        let corners = self.state.corner().zip(to);
        let rect = corners.map(|(corner, to)| ImageRect::between(corner, to));
        let rect = rect.filter(|rect| rect.area() > 0.0);
        let draft = rect.map(|rect| Draft {
            object: None,
            shape: Shape::Box(rect),
        });
        Preview {
            drafts: draft.into_iter().collect(),
            size: rect.and_then(SizeTag::of),
            guides: to,
            ..Preview::with_cursor(Cursor::Crosshair)
        }
    }

    /// The line at the foot of the stage.
    pub fn hint(&self, context: &Context) -> &'static str {
        match self.state {
            State::Ready if context.concept.is_none() => {
                "Press on the picture to choose a label and draw with it"
            }
            State::Ready => "Drag from corner to corner, or click twice · Esc leaves",
            State::Pressed { .. } | State::Dragging { .. } => {
                "Let go at the opposite corner · Esc drops the box"
            }
            State::Cornered { .. } | State::SecondPress { .. } => {
                "Click at the opposite corner · Esc drops the box"
            }
        }
    }

    /// A corner is set.
    pub fn is_busy(&self) -> bool {
        self.state != State::Ready
    }

    /// The tool without the box that has begun.
    pub fn undo_inside(&self) -> Option<Self> {
        self.is_busy().then_some(Self {
            state: State::Ready,
            pointer: self.pointer,
        })
    }
}

/// What a new box belongs to.
fn parent(rect: ImageRect, context: &Context) -> Option<ObjectId> {
    match context.nests {
        true => smallest_around(rect, context),
        false => selected_around(rect, context),
    }
}

/// The smallest box that is shown and has the new one wholly inside.
fn smallest_around(rect: ImageRect, context: &Context) -> Option<ObjectId> {
    let near = context.index.touching(rect);
    let around = near.filter_map(|id| match context.shape(id)? {
        Shape::Box(around) if around.contains_rect(rect) => Some((around.area(), id)),
        _ => None,
    });
    let shown = around.filter(|(_, id)| !(context.hidden)(*id));
    let smallest = shown.min_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    smallest.map(|(_, id)| id)
}

/// The selected box, if it is the only thing selected, is shown, and has the new one wholly inside.
fn selected_around(rect: ImageRect, context: &Context) -> Option<ObjectId> {
    let mut selected = context.selection.iter().copied();
    let (id, None) = (selected.next()?, selected.next()) else {
        return None;
    };
    let Shape::Box(around) = context.shape(id)? else {
        return None;
    };
    (!(context.hidden)(id) && around.contains_rect(rect)).then_some(id)
}
