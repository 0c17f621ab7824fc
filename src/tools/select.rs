//! Select / Edit: takes shapes, moves them, and drags their handles, vertices and edges.

mod press;

use super::hit::{self, DRAG_PX, Grip, VertexPlace};
use super::reshape::{self, Shapes};
use super::{
    Context, Cursor, Draft, Effect, Event, Handle, HandleKind, Key, Modifiers, Pointer, Preview,
    SizeTag, drawing,
};
use crate::document::{ObjectId, Shape};
use crate::geometry::{ImagePoint, ImageRect, ImageVector, Polygon, ScreenPoint};
use press::{Click, Drag, Press};
use std::collections::BTreeSet;

/// The tool that takes what is there. A press and a drag are different states, so that a click never moves anything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Select {
    hand: Hand,
    pointer: Option<ScreenPoint>,
    vertex: Option<Chosen>,
    /// Where the last click took a shape, as long as the pointer stays there: another click takes the next.
    clicked: Option<ImagePoint>,
}

#[derive(Clone, Debug, Default, PartialEq)]
enum Hand {
    /// The button isn't down.
    #[default]
    Up,
    /// The button is down and the pointer hasn't left the place yet.
    Pressed(Press),
    /// The pointer has left the place with the button down.
    Dragging {
        press: Press,
        to: ScreenPoint,
        alt: bool,
    },
}

/// The vertex that Delete removes. Only where it still is at this place: what another tab or an undo did lets go of it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Chosen {
    object: ObjectId,
    place: VertexPlace,
    at: ImagePoint,
}

impl Select {
    /// The tool after the event, and what it asks for.
    pub fn step(mut self, event: Event, context: &Context) -> (Self, Vec<Effect>) {
        let effects = match event {
            Event::Down { at, held, .. } => self.down(at, held, context),
            Event::Move { at, held } => {
                self.go(at, held, context);
                Vec::new()
            }
            Event::Up { at, held } => self.up(at, held, context),
            Event::Cancel => {
                self.hand = Hand::Up;
                self.pointer = None;
                Vec::new()
            }
            Event::Key(key, held) => self.key(key, held, context),
        };
        (self, effects)
    }

    // Up -> Pressed
    fn down(&mut self, at: ScreenPoint, held: Modifiers, context: &Context) -> Vec<Effect> {
        let place = context.camera.image_from_screen(at);
        let again = self.clicked.is_some_and(|clicked| {
            let apart = context.screen_distance(clicked, place);
            apart < DRAG_PX
        });
        self.pointer = Some(at);
        let (press, effects) = Press::new(at, held, again, context);
        self.hand = Hand::Pressed(press);
        effects
    }

    // Pressed -> Dragging
    fn go(&mut self, at: ScreenPoint, held: Modifiers, context: &Context) {
        self.pointer = Some(at);
        self.hand = match std::mem::take(&mut self.hand) {
            Hand::Pressed(press) if press.at.distance(at) >= DRAG_PX => self.drag(press, at, held),
            Hand::Dragging { press, .. } => self.drag(press, at, held),
            hand => hand,
        };
        let place = context.camera.image_from_screen(at);
        self.clicked = self
            .clicked
            .filter(|clicked| context.screen_distance(*clicked, place) < DRAG_PX);
    }

    fn drag(&mut self, press: Press, to: ScreenPoint, held: Modifiers) -> Hand {
        self.clicked = None;
        let alt = held.alt;
        Hand::Dragging { press, to, alt }
    }

    // Pressed, Dragging -> Up
    fn up(&mut self, at: ScreenPoint, held: Modifiers, context: &Context) -> Vec<Effect> {
        if matches!(self.hand, Hand::Pressed(_)) {
            self.go(at, held, context);
        }
        self.pointer = Some(at).filter(|_| context.pointer == Pointer::Mouse);
        match std::mem::take(&mut self.hand) {
            Hand::Up => Vec::new(),
            Hand::Pressed(press) => self.click(press, context),
            Hand::Dragging { press, .. } => match press.marquee(at, context) {
                Some(marquee) => {
                    let around = touched(marquee, context);
                    self.take(context.selection.union(&around).copied().collect(), context)
                }
                None => {
                    let shapes = press.shapes(at, held.alt, context);
                    self.write(&press, shapes, context)
                }
            },
        }
    }

    /// What a click does, once the button is up.
    fn click(&mut self, press: Press, context: &Context) -> Vec<Effect> {
        self.clicked = None;
        match press.click {
            Click::Nothing => Vec::new(),
            Click::Clear => self.take(BTreeSet::new(), context),
            Click::Take(id) => {
                self.clicked = Some(press.from);
                self.take(BTreeSet::from([id]), context)
            }
            Click::Add(id) => {
                let mut more = context.selection.clone();
                more.insert(id);
                self.take(more, context)
            }
            Click::Leave(id) => {
                let mut rest = context.selection.clone();
                rest.remove(&id);
                self.take(rest, context)
            }
            Click::Choose(object, place) => {
                self.vertex = chosen(object, place, context.shape(object));
                Vec::new()
            }
            Click::Remove(object, place) => remove_vertex(object, place, context),
            Click::Insert(..) => {
                let shapes = press.shapes_after(ImageVector::default(), false, context);
                self.write(&press, shapes, context)
            }
        }
    }

    /// Selects exactly these, and no vertex.
    fn take(&mut self, objects: BTreeSet<ObjectId>, context: &Context) -> Vec<Effect> {
        self.vertex = None;
        let other = objects != *context.selection;
        other
            .then_some(Effect::Select(objects))
            .into_iter()
            .collect()
    }

    /// Writes what was dragged, or inserted by a click. The vertex in it is selected then.
    fn write(&mut self, press: &Press, mut shapes: Shapes, context: &Context) -> Vec<Effect> {
        if let Some(Drag::Grip(grip)) = &press.drag {
            shapes.retain(|(_, shape)| reshape::is_shape(shape));
            self.vertex = match (grip, shapes.first()) {
                (Grip::Vertex(object, place), Some((_, shape))) => {
                    chosen(*object, *place, Some(shape))
                }
                (Grip::Edge(object, edge), Some((_, shape))) => {
                    chosen(*object, edge.vertex, Some(shape))
                }
                _ => self.vertex,
            };
        }
        drawing::set_shapes(shapes, context)
    }

    fn key(&mut self, key: Key, held: Modifiers, context: &Context) -> Vec<Effect> {
        if self.is_busy() {
            if key == Key::Escape {
                self.hand = Hand::Up;
            }
            return Vec::new();
        }
        match (key, self.chosen(context)) {
            (Key::Escape, Some(_)) => {
                self.vertex = None;
                Vec::new()
            }
            (Key::Escape, None) => self.take(BTreeSet::new(), context),
            (Key::Delete | Key::Backspace, Some(vertex)) => {
                remove_vertex(vertex.object, vertex.place, context)
            }
            (Key::Delete | Key::Backspace, None) => drawing::remove_selection(context),
            (Key::Arrow(x, y), Some(vertex)) => self.nudge_vertex(vertex, (x, y), held, context),
            (key, _) => drawing::selection_key(key, held, context),
        }
    }

    fn nudge_vertex(
        &mut self,
        vertex: Chosen,
        (x, y): (i8, i8),
        held: Modifiers,
        context: &Context,
    ) -> Vec<Effect> {
        let way = reshape::nudge(x, y, held, context);
        let polygon = polygon(vertex.object, context);
        let moved = polygon
            .and_then(|polygon| reshape::vertex_moved(polygon, vertex.place, way, context.picture));
        let shape = moved.map(Shape::Polygon).filter(reshape::is_shape);
        if shape.is_some() {
            self.vertex = chosen(vertex.object, vertex.place, shape.as_ref());
        }
        let shapes = shape.map(|shape| (vertex.object, shape));
        drawing::set_shapes(shapes.into_iter().collect(), context)
    }

    /// The selected vertex, where it still is.
    fn chosen(&self, context: &Context) -> Option<Chosen> {
        let mut handles = hit::with_handles(context);
        self.vertex.filter(|vertex| {
            let shape = handles.find(|(id, _)| *id == vertex.object);
            let present = shape.and_then(|(id, shape)| chosen(id, vertex.place, Some(shape)));
            present == Some(*vertex)
        })
    }

    /// What is drawn above the picture.
    pub fn preview(&self, context: &Context) -> Preview {
        let shapes = match &self.hand {
            Hand::Dragging { press, to, alt } => press.shapes(*to, *alt, context),
            Hand::Up | Hand::Pressed(_) => Shapes::new(),
        };
        let (hovered, cursor) = self.hover(context);
        let marquee = match &self.hand {
            Hand::Dragging { press, to, .. } => press.marquee(*to, context),
            Hand::Up | Hand::Pressed(_) => None,
        };
        Preview {
            marquee,
            handles: self.handles(&shapes, context),
            size: self.size(&shapes),
            drafts: shapes
                .into_iter()
                .map(|(id, shape)| Draft {
                    object: Some(id),
                    shape,
                })
                .collect(),
            hovered,
            cursor,
            ..Preview::default()
        }
    }

    /// What is under the pointer, and the pointer's look over it.
    fn hover(&self, context: &Context) -> (Option<ObjectId>, Cursor) {
        if let Hand::Dragging { press, .. } = &self.hand {
            return (None, press.cursor());
        }
        let Some(at) = self.pointer else {
            return (None, Cursor::Default);
        };
        if let Some(grip) = hit::grip(context, at) {
            return (Some(grip.object()), grip.cursor());
        }
        let body = hit::bodies(context, at).first().copied();
        let entry = body.and_then(|id| context.objects.get(id));
        let cursor = match entry.map(|entry| &entry.object) {
            None => Cursor::Default,
            Some(object) if object.locked || polygon_or_box(object.shape()).is_none() => {
                Cursor::Pointer
            }
            Some(_) => Cursor::Move,
        };
        (body, cursor)
    }

    /// The handles of what is selected, where the drafts have them.
    fn handles(&self, drafts: &Shapes, context: &Context) -> Vec<Handle> {
        let chosen = self.chosen(context);
        let mut handles = Vec::new();
        for (object, shape) in hit::with_handles(context) {
            let draft = drafts.iter().find(|(id, _)| *id == object);
            let shape = draft.map_or(shape, |(_, shape)| shape);
            match shape {
                Shape::Box(rect) => handles.extend(hit::BoxHandle::ALL.map(|handle| Handle {
                    object,
                    at: handle.at(*rect),
                    kind: HandleKind::Side,
                    selected: false,
                })),
                Shape::Polygon(polygon) => {
                    handles.extend(hit::vertices(polygon).map(|(place, at)| Handle {
                        object,
                        at,
                        kind: HandleKind::Vertex,
                        selected:
                            chosen.is_some_and(|vertex| {
                                vertex.object == object && vertex.place == place
                            }),
                    }));
                }
                Shape::Mask(_) | Shape::Span(_) | Shape::Track(_) | Shape::Segment(_) => {}
            }
        }
        handles
    }

    /// The size of a box that is being resized.
    fn size(&self, shapes: &Shapes) -> Option<SizeTag> {
        let Hand::Dragging { press, .. } = &self.hand else {
            return None;
        };
        let Some(Drag::Grip(Grip::Handle(..))) = press.drag else {
            return None;
        };
        SizeTag::of(shapes.first()?.1.bounds())
    }

    /// The line at the foot of the stage.
    pub fn hint(&self, context: &Context) -> &'static str {
        if let Hand::Dragging { press, .. } = &self.hand {
            return match press.drag {
                Some(Drag::Move(_)) => "Hold Alt to take its children along · Esc puts it back",
                Some(Drag::Grip(_)) => "Esc puts it back",
                Some(Drag::Marquee) => {
                    "Selects what it touches · Esc leaves the selection as it was"
                }
                None => "",
            };
        }
        if self.chosen(context).is_some() {
            return "Delete removes this vertex · Arrow keys nudge it · Esc lets go of it";
        }
        let mut selected = context.selection.iter();
        let Some(first) = selected.next() else {
            return "Click a shape to select it · Ctrl+click adds another · Shift+drag selects several";
        };
        if selected.next().is_some() {
            return "Drag one to move them together · Delete removes them · Esc lets go of them";
        }
        match context.objects.get(*first).map(|entry| &entry.object) {
            Some(object) if object.locked => "It is locked: it can't be moved or changed",
            Some(object) => shape_hint(object.shape()),
            None => "",
        }
    }

    /// The button is down.
    pub fn is_busy(&self) -> bool {
        self.hand != Hand::Up
    }

    /// The tool without what is being dragged.
    pub fn undo_inside(&self) -> Option<Self> {
        self.is_busy().then(|| Self {
            hand: Hand::Up,
            ..self.clone()
        })
    }
}

/// What is shown and touches a rectangle of the picture.
fn touched(part: ImageRect, context: &Context) -> BTreeSet<ObjectId> {
    let near = context.index.touching(part);
    near.filter(|id| !(context.hidden)(*id)).collect()
}

fn shape_hint(shape: &Shape) -> &'static str {
    match shape {
        Shape::Box(_) => {
            "Drag a handle to resize, the inside to move · Arrow keys nudge · Delete removes"
        }
        Shape::Polygon(_) => {
            "Drag a vertex · Click an edge to add one, Alt+click a vertex to remove it · Delete removes the polygon"
        }
        Shape::Mask(_) => "Delete removes the mask",
        Shape::Span(_) | Shape::Track(_) | Shape::Segment(_) => "",
    }
}

fn polygon_or_box(shape: &Shape) -> Option<&Shape> {
    shape.is_figure().then_some(shape)
}

fn polygon<'a>(object: ObjectId, context: &Context<'a>) -> Option<&'a Polygon> {
    context.objects.get(object)?.object.shape().polygon()
}

fn chosen(object: ObjectId, place: VertexPlace, shape: Option<&Shape>) -> Option<Chosen> {
    let Some(Shape::Polygon(polygon)) = shape else {
        return None;
    };
    let at = *polygon.ring(place.ring)?.vertices().get(place.index)?;
    Some(Chosen { object, place, at })
}

fn remove_vertex(object: ObjectId, place: VertexPlace, context: &Context) -> Vec<Effect> {
    let rest = polygon(object, context).and_then(|all| reshape::vertex_removed(all, place));
    let shape = rest.map(Shape::Polygon).filter(reshape::is_shape);
    let shapes = shape.map(|shape| (object, shape));
    drawing::set_shapes(shapes.into_iter().collect(), context)
}
