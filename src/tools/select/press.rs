//! A press on the picture: what a click would do, and what a drag would.

use crate::document::{ObjectId, Shape};
use crate::geometry::{ImagePoint, ImageRect, ImageVector, ScreenPoint};
use crate::tools::hit::{self, EdgePlace, Grip, VertexPlace};
use crate::tools::reshape::{self, Shapes};
use crate::tools::{Context, Cursor, Effect, Modifiers};
use std::collections::BTreeSet;

/// The button went down here. Whether it is a click or a drag, the hand decides later.
#[derive(Clone, Debug, PartialEq)]
pub struct Press {
    /// Where on the canvas.
    pub at: ScreenPoint,
    /// Where on the picture, or beside it.
    pub from: ImagePoint,
    /// What a drag moves.
    pub drag: Option<Drag>,
    /// What a click does.
    pub click: Click,
}

/// What a drag moves.
#[derive(Clone, Debug, PartialEq)]
pub enum Drag {
    /// Objects as a whole.
    Move(BTreeSet<ObjectId>),
    /// A part of one.
    Grip(Grip),
    /// None: a rectangle is drawn, and what it touches is selected.
    Marquee,
}

/// What a click does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Click {
    /// Nothing.
    Nothing,
    /// Selects nothing.
    Clear,
    /// Selects this alone.
    Take(ObjectId),
    /// Selects this besides.
    Add(ObjectId),
    /// Takes this out of the selection.
    Leave(ObjectId),
    /// Selects a vertex.
    Choose(ObjectId, VertexPlace),
    /// Removes a vertex.
    Remove(ObjectId, VertexPlace),
    /// Inserts a vertex.
    Insert(ObjectId, EdgePlace),
}

type Pressed = (Option<Drag>, Click, Vec<Effect>);

impl Press {
    /// What is under the hand. `again`: the last click took a shape at this place, and the pointer stayed there.
    pub fn new(
        at: ScreenPoint,
        held: Modifiers,
        again: bool,
        context: &Context,
    ) -> (Self, Vec<Effect>) {
        let stack = hit::bodies(context, at);
        let grip = hit::grip(context, at).filter(|_| !held.command && !held.shift);
        let (drag, click, effects) = match grip {
            Some(grip) => on_grip(grip, held.alt, again, &stack, context),
            None if held.shift => with_shift(&stack, context),
            None if held.command => with_command(&stack, context),
            None => on_body(again, &stack, context),
        };
        let from = context.camera.image_from_screen(at);
        let press = Self {
            at,
            from,
            drag,
            click,
        };
        (press, effects)
    }

    /// The shapes with the hand at `to`.
    pub fn shapes(&self, to: ScreenPoint, alt: bool, context: &Context) -> Shapes {
        let way = context.camera.image_from_screen(to) - self.from;
        self.shapes_after(way, alt, context)
    }

    /// The shapes after the hand has gone this way on the picture.
    pub fn shapes_after(&self, way: ImageVector, alt: bool, context: &Context) -> Shapes {
        match &self.drag {
            None | Some(Drag::Marquee) => Shapes::new(),
            Some(Drag::Move(objects)) if alt => {
                let family = reshape::with_children(objects, context.objects);
                reshape::moved(&family, way, context)
            }
            Some(Drag::Move(objects)) => reshape::moved(objects, way, context),
            Some(Drag::Grip(grip)) => {
                let shape = gripped(grip, way, context);
                shape
                    .map(|shape| (grip.object(), shape))
                    .into_iter()
                    .collect()
            }
        }
    }

    /// The rectangle that is drawn with the hand at `to`, where the drag selects.
    pub fn marquee(&self, to: ScreenPoint, context: &Context) -> Option<ImageRect> {
        let to = context.camera.image_from_screen(to);
        (self.drag == Some(Drag::Marquee)).then(|| ImageRect::between(self.from, to))
    }

    /// The pointer's look while it drags.
    pub fn cursor(&self) -> Cursor {
        match &self.drag {
            None => Cursor::Default,
            Some(Drag::Marquee) => Cursor::Crosshair,
            Some(Drag::Grip(Grip::Handle(_, handle))) => handle.cursor(),
            Some(_) => Cursor::Move,
        }
    }
}

fn gripped(grip: &Grip, way: ImageVector, context: &Context) -> Option<Shape> {
    let picture = context.picture;
    match (grip, context.shape(grip.object())?) {
        (Grip::Handle(_, handle), Shape::Box(rect)) => {
            Some(Shape::Box(reshape::resized(*rect, *handle, way, picture)))
        }
        (Grip::Vertex(_, place), Shape::Polygon(polygon)) => {
            reshape::vertex_moved(polygon, *place, way, picture).map(Shape::Polygon)
        }
        (Grip::Edge(_, edge), Shape::Polygon(polygon)) => {
            reshape::vertex_inserted(polygon, *edge, way, picture).map(Shape::Polygon)
        }
        _ => None,
    }
}

fn on_grip(grip: Grip, alt: bool, again: bool, stack: &[ObjectId], context: &Context) -> Pressed {
    let take = || taken(again, stack, context).map_or(Click::Nothing, Click::Take);
    let click = match grip {
        Grip::Handle(..) => take(),
        Grip::Edge(..) if again && stack.len() > 1 => take(),
        Grip::Vertex(object, place) if alt => Click::Remove(object, place),
        Grip::Vertex(object, place) => Click::Choose(object, place),
        Grip::Edge(object, edge) => Click::Insert(object, edge),
    };
    (Some(Drag::Grip(grip)), click, Vec::new())
}

/// With Shift: a click selects or lets go, a drag selects what it is drawn around.
fn with_shift(stack: &[ObjectId], context: &Context) -> Pressed {
    let click = match stack.first().copied() {
        None => Click::Nothing,
        Some(id) if context.selection.contains(&id) => Click::Leave(id),
        Some(id) => Click::Add(id),
    };
    (Some(Drag::Marquee), click, Vec::new())
}

/// With Ctrl or Command: into the selection at once, or out of it where the press is no drag.
fn with_command(stack: &[ObjectId], context: &Context) -> Pressed {
    let Some(id) = stack.first().copied() else {
        return (None, Click::Nothing, Vec::new());
    };
    let mut selection = context.selection.clone();
    if !selection.insert(id) {
        return (Some(Drag::Move(selection)), Click::Leave(id), Vec::new());
    }
    let effects = vec![Effect::Select(selection.clone())];
    (Some(Drag::Move(selection)), Click::Nothing, effects)
}

fn on_body(again: bool, stack: &[ObjectId], context: &Context) -> Pressed {
    let (Some(smallest), Some(take)) = (stack.first(), taken(again, stack, context)) else {
        return (None, Click::Clear, Vec::new());
    };
    let selected = |id: &ObjectId| context.selection.contains(id);
    if selected(smallest) || (again && stack.iter().any(selected)) {
        let drag = Drag::Move(context.selection.clone());
        return (Some(drag), Click::Take(take), Vec::new());
    }
    let alone = BTreeSet::from([*smallest]);
    let effects = vec![Effect::Select(alone.clone())];
    (Some(Drag::Move(alone)), Click::Take(*smallest), effects)
}

/// The shape that a click takes: the smallest, and again at the same place the next.
fn taken(again: bool, stack: &[ObjectId], context: &Context) -> Option<ObjectId> {
    let selected = stack.iter().position(|id| context.selection.contains(id));
    let next = match selected.filter(|_| again) {
        Some(index) => (index + 1) % stack.len(),
        None => 0,
    };
    stack.get(next).copied()
}
