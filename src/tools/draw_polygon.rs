//! Draws polygons: a click a vertex, or free-hand with the button down.

use super::reshape::is_flat;
use super::{
    Context, Cursor, Effect, Event, Key, Modifiers, OpenLine, Pointer, Preview, SizeTag, drawing,
};
use crate::document::Shape;
use crate::edit::Command;
use crate::geometry::{ImagePoint, ImageRect, Polygon, Ring, ScreenPoint, simplify_ring};

/// The hand has to go farther than this, in CSS pixels, before a press draws free-hand.
const FREE_HAND_PX: f64 = 4.0;

/// How much of a free-hand line doesn't matter, in CSS pixels.
const TOLERANCE_PX: f64 = 1.0;

/// Vertices nearer to each other than this, in picture pixels, are one.
const SAME: f64 = 1e-9;

/// The tool that draws polygons.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DrawPolygon {
    /// The vertices so far.
    vertices: Vec<ImagePoint>,
    hand: Hand,
    pointer: Option<ScreenPoint>,
    /// It couldn't be closed, for all vertices lie on one line.
    flat: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
enum Hand {
    /// The button isn't down.
    #[default]
    Up,
    /// The button is down, the pointer still there.
    Pressed { at: ScreenPoint, click: Click },
    /// Drawing free-hand: the line since the press.
    Free { line: Vec<ImagePoint> },
}

/// What a press does if it is a click.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Click {
    /// Places a vertex.
    Place,
    /// Closes the outline.
    Close,
    /// Nothing: it is the second press of a double click that can't close anything.
    Nothing,
}

impl DrawPolygon {
    /// The tool after the event, and what it asks for.
    pub fn step(mut self, event: Event, context: &Context) -> (Self, Vec<Effect>) {
        let effects = match event {
            Event::Down { at, count, .. } => self.down(event, at, count, context),
            Event::Move { at, .. } => {
                self.go(at, context);
                Vec::new()
            }
            Event::Up { at, .. } => self.up(at, context),
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
        let click = self.meant(at, count > 1, context);
        self.hand = Hand::Pressed { at, click };
        Vec::new()
    }

    /// What a click here means.
    fn meant(&self, at: ScreenPoint, twice: bool, context: &Context) -> Click {
        let enough = self.vertices.len() >= 3;
        let near = |vertex: Option<&ImagePoint>| {
            vertex.is_some_and(|vertex| is_near(*vertex, at, context))
        };
        let twice = twice && (self.vertices.is_empty() || near(self.vertices.last()));
        match (enough, twice) {
            (true, true) => Click::Close,
            (true, false) if near(self.vertices.first()) => Click::Close,
            (_, false) => Click::Place,
            (false, true) => Click::Nothing,
        }
    }

    // Pressed -> Free
    fn go(&mut self, to: ScreenPoint, context: &Context) {
        self.pointer = Some(to);
        match &mut self.hand {
            Hand::Pressed { at, .. } if at.distance(to) > FREE_HAND_PX => {
                let line = vec![context.clamped(*at), context.clamped(to)];
                self.hand = Hand::Free { line };
            }
            Hand::Free { line } => push(line, context.clamped(to)),
            Hand::Up | Hand::Pressed { .. } => {}
        }
    }

    // Pressed, Free -> Up
    fn up(&mut self, to: ScreenPoint, context: &Context) -> Vec<Effect> {
        if self.hand != Hand::Up {
            self.go(to, context);
        }
        if context.pointer == Pointer::Touch {
            self.pointer = None;
        }
        match std::mem::take(&mut self.hand) {
            Hand::Up => Vec::new(),
            Hand::Pressed { at, click } => match click {
                Click::Place => {
                    self.flat = false;
                    push(&mut self.vertices, context.clamped(at));
                    Vec::new()
                }
                Click::Close => self.close(context),
                Click::Nothing => Vec::new(),
            },
            Hand::Free { line } => self.take_over(&line, to, context),
        }
    }

    /// Appends a free-hand line, and closes the outline where the line comes back to its first vertex.
    fn take_over(
        &mut self,
        line: &[ImagePoint],
        to: ScreenPoint,
        context: &Context,
    ) -> Vec<Effect> {
        self.flat = false;
        let tolerance = context.camera.image_length(TOLERANCE_PX);
        let mut free = simplify_ring(line, tolerance);
        let first = self.vertices.first().or(line.first()).copied();
        let away = |first: ImagePoint| {
            let reach = context
                .camera
                .image_length(context.pointer.handle_reach_px());
            line.iter().any(|vertex| vertex.distance(first) > reach)
        };
        let back = first.is_some_and(|first| is_near(first, to, context) && away(first));
        if back && self.vertices.len() + free.len() > 3 {
            // The end of the line is the first vertex.
            free.pop();
        }
        for vertex in free {
            push(&mut self.vertices, vertex);
        }
        match back {
            true => self.close(context),
            false => Vec::new(),
        }
    }

    /// Makes the polygon. With fewer than three vertices, or all on one line, the draft stays.
    fn close(&mut self, context: &Context) -> Vec<Effect> {
        let ring = Ring::new(self.vertices.clone()).ok();
        let Some(ring) = ring.filter(|ring| !is_flat(ring.vertices())) else {
            self.flat = self.vertices.len() >= 3;
            return Vec::new();
        };
        let Some(concept) = context.concept else {
            let again = Event::Key(Key::Enter, Modifiers::default());
            return vec![Effect::AskConcept(again)];
        };
        self.vertices.clear();
        self.flat = false;
        vec![Effect::Run(Command::AddObject {
            input: context.input,
            shape: Shape::Polygon(Polygon::from_ring(ring)),
            concept,
            parent: None,
        })]
    }

    fn key(&mut self, key: Key, held: Modifiers, context: &Context) -> Vec<Effect> {
        if !self.is_busy() {
            return match key {
                Key::Escape => vec![Effect::ExitDrawing],
                key => drawing::selection_key(key, held, context),
            };
        }
        match (key, &self.hand) {
            (Key::Escape, _) => {
                *self = Self {
                    pointer: self.pointer,
                    ..Self::default()
                };
                Vec::new()
            }
            (Key::Enter, Hand::Up) => self.close(context),
            (Key::Backspace | Key::Delete, Hand::Up) => {
                self.take_back();
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn take_back(&mut self) {
        self.vertices.pop();
        self.flat = false;
    }

    /// What is drawn above the picture.
    pub fn preview(&self, context: &Context) -> Preview {
        let to = self.pointer.map(|at| context.clamped(at));
        let line = self.open_line(to, context);
        let ends = line
            .iter()
            .flat_map(|line| line.vertices.iter().chain(&line.end));
        Preview {
            size: ImageRect::around(ends.copied()).and_then(SizeTag::of),
            line,
            guides: to,
            ..Preview::with_cursor(Cursor::Crosshair)
        }
    }

    fn open_line(&self, to: Option<ImagePoint>, context: &Context) -> Option<OpenLine> {
        let mut vertices = self.vertices.clone();
        let mut end = to;
        match &self.hand {
            Hand::Up => {}
            Hand::Pressed {
                at,
                click: Click::Place,
            } => push(&mut vertices, context.clamped(*at)),
            Hand::Pressed { .. } => {}
            Hand::Free { line } => {
                vertices.extend(line);
                end = None;
            }
        }
        (!vertices.is_empty()).then(|| OpenLine {
            vertices,
            end,
            closes: self.closes(context),
        })
    }

    /// Letting go here closes the outline.
    fn closes(&self, context: &Context) -> bool {
        let Some(at) = self.pointer else {
            return false;
        };
        match &self.hand {
            Hand::Up => self.meant(at, false, context) == Click::Close,
            Hand::Pressed { click, .. } => *click == Click::Close,
            Hand::Free { line } => {
                let first = self.vertices.first().or(line.first());
                let enough = self.vertices.len() + line.len() > 3;
                enough && first.is_some_and(|first| is_near(*first, at, context))
            }
        }
    }

    /// The line at the foot of the stage.
    pub fn hint(&self, context: &Context) -> &'static str {
        match (self.vertices.len(), &self.hand) {
            _ if self.flat => {
                "All vertices lie on one line: place one beside it, or Esc drops them"
            }
            (_, Hand::Free { .. }) => "Let go to end the free-hand line · Esc drops the polygon",
            (0, _) if context.concept.is_none() => {
                "Press on the picture to choose a label and draw with it"
            }
            (0, _) => "Click to place vertices, or hold and draw free-hand · Esc leaves",
            (1 | 2, _) => {
                "Click to place the next vertex · Backspace takes one back · Esc drops the polygon"
            }
            _ => {
                "Click the first vertex, press Enter or double-click to close · Backspace takes one back"
            }
        }
    }

    /// A vertex is placed, or the button is down.
    pub fn is_busy(&self) -> bool {
        !self.vertices.is_empty() || self.hand != Hand::Up
    }

    /// The tool with what is under the hand taken back, else with a vertex less.
    pub fn undo_inside(&self) -> Option<Self> {
        let mut tool = self.clone();
        match std::mem::take(&mut tool.hand) {
            Hand::Up => tool.take_back(),
            Hand::Pressed { .. } | Hand::Free { .. } => {}
        }
        self.is_busy().then_some(tool)
    }
}

/// The pointer is over the vertex.
fn is_near(vertex: ImagePoint, at: ScreenPoint, context: &Context) -> bool {
    let at = context.camera.image_from_screen(at);
    context.screen_distance(vertex, at) <= context.pointer.handle_reach_px()
}

/// One vertex more, unless it is the last one again.
fn push(vertices: &mut Vec<ImagePoint>, vertex: ImagePoint) {
    let last = vertices.last();
    if last.is_none_or(|last| last.distance(vertex) > SAME) {
        vertices.push(vertex);
    }
}
