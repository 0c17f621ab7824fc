//! Paints masks and erases from them: a stroke is the pixels that a round tip went over, or those inside an outline.

use super::{
    Context, Cursor, DrawPolygon, Effect, Event, Key, Modifiers, Pointer, Preview, drawing, hit,
};
use crate::document::shape::ShapeKind;
use crate::document::{ConceptId, ObjectId, Shape};
use crate::edit::{Command, Onto, Others, Painting};
use crate::geometry::{Dab, ImagePoint, Mask, ScreenPoint, rasterise, stroke};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a stroke is made with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tip {
    /// A disc, moved with the button down.
    #[default]
    Round,
    /// A polygon, drawn as one is: all of its inside.
    Outline,
}

/// What becomes of other masks where somebody paints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stacking {
    /// Masks overlap.
    #[default]
    Overlap,
    /// Others lose what is painted over them.
    Above,
    /// Others keep what they have, and it isn't painted.
    Below,
}

/// How the brush and the eraser paint.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Brush {
    /// Across, in picture pixels.
    pub size: f64,
    /// What a stroke is made with.
    pub tip: Tip,
    /// What a stroke goes round is painted as well.
    pub fills: bool,
    /// What becomes of other masks.
    pub stacking: Stacking,
}

impl Default for Brush {
    fn default() -> Self {
        Self {
            size: 40.0,
            tip: Tip::Round,
            fills: false,
            stacking: Stacking::Overlap,
        }
    }
}

impl Brush {
    /// The smallest and the largest, in picture pixels.
    pub const SIZES: (f64, f64) = (1.0, 2_000.0);

    /// The next size up, or down: a fifth, a pixel at least.
    pub fn resized(self, larger: bool) -> Self {
        let step = (self.size / 5.0).round().max(1.0);
        let size = if larger {
            self.size + step
        } else {
            self.size - step
        };
        self.with_size(size)
    }

    /// Of a size, as far as there is one like it.
    pub fn with_size(self, size: f64) -> Self {
        let (least, most) = Self::SIZES;
        let size = if size.is_finite() { size } else { least };
        Self {
            size: size.round().clamp(least, most),
            ..self
        }
    }
}

/// A pen that hardly presses still paints with this share of the brush.
const LIGHTEST: f64 = 0.2;

/// The tool.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paint {
    erases: bool,
    /// The way of a round tip, while the button is down.
    dabs: Vec<Dab>,
    /// Alt was held at the press: the other of brush and eraser.
    turned: bool,
    outline: DrawPolygon,
    pointer: Option<ScreenPoint>,
}

/// What the brush is about to paint, on the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct BrushMark {
    /// The tip under the pointer.
    pub tip: Option<Dab>,
    /// Its way so far, with the button down.
    pub way: Vec<Dab>,
    /// It takes pixels away.
    pub erases: bool,
    /// The mask that it paints onto; none for a new one.
    pub onto: Option<ObjectId>,
}

impl Paint {
    /// The brush.
    pub fn brush() -> Self {
        Self::default()
    }

    /// The eraser.
    pub fn eraser() -> Self {
        Self {
            erases: true,
            ..Self::default()
        }
    }

    /// It is the eraser.
    pub fn erases(&self) -> bool {
        self.erases
    }

    fn takes_away(&self) -> bool {
        self.erases != self.turned
    }

    /// The tool after the event, and what it asks for.
    pub fn step(mut self, event: Event, context: &Context) -> (Self, Vec<Effect>) {
        if let Some(at) = event.at() {
            self.pointer = Some(at);
        }
        let effects = match (event, context.brush.tip) {
            (Event::Key(key, held), _) if !self.outline.is_busy() => self.key(key, held, context),
            (event, Tip::Outline) => self.outlined(event, context),
            (Event::Down { at, held, .. }, Tip::Round) => self.down(event, at, held, context),
            (Event::Move { at, .. }, _) => {
                self.go(at, context);
                Vec::new()
            }
            (Event::Up { at, .. }, _) => self.up(at, context),
            (Event::Cancel, _) => {
                self.dabs.clear();
                self.pointer = None;
                Vec::new()
            }
            (Event::Key(..), _) => Vec::new(),
        };
        (self, effects)
    }

    fn down(
        &mut self,
        event: Event,
        at: ScreenPoint,
        held: Modifiers,
        context: &Context,
    ) -> Vec<Effect> {
        self.turned = held.alt;
        if !self.takes_away() && in_hand(context).is_none() && context.concept.is_none() {
            return vec![Effect::AskConcept(event)];
        }
        self.dabs = vec![dab(at, context)];
        Vec::new()
    }

    fn go(&mut self, to: ScreenPoint, context: &Context) {
        let Some(last) = self.dabs.last() else { return };
        let next = dab(to, context);
        // What is nearer than a quarter of a pixel on the screen and on the picture is the same place.
        let apart = last.at.distance(next.at);
        if apart > 0.25 && context.screen_distance(last.at, next.at) > 0.25 {
            self.dabs.push(next);
        }
    }

    fn up(&mut self, to: ScreenPoint, context: &Context) -> Vec<Effect> {
        self.go(to, context);
        if context.pointer == Pointer::Touch {
            self.pointer = None;
        }
        let dabs = std::mem::take(&mut self.dabs);
        if dabs.is_empty() {
            return Vec::new();
        }
        let first = dabs.first().map(|dab| dab.at);
        let painted = stroke(context.picture, &dabs);
        let painted = painted.map(|it| if context.brush.fills { it.filled() } else { it });
        let effects = self.finish(painted.ok(), first, context);
        self.turned = false;
        effects
    }

    /// The polygon tool draws the outline; what it would add is painted.
    fn outlined(&mut self, event: Event, context: &Context) -> Vec<Effect> {
        if let Event::Down { held, .. } = event
            && !self.outline.is_busy()
        {
            self.turned = held.alt;
        }
        let needs_concept = !self.takes_away() && in_hand(context).is_none();
        let drawn_with = match needs_concept {
            true => context.concept,
            // Whatever it is, it isn't the polygon's business.
            false => Some(ConceptId(0)),
        };
        let context_of_outline = Context {
            concept: drawn_with,
            ..*context
        };
        let (outline, effects) = std::mem::take(&mut self.outline).step(event, &context_of_outline);
        self.outline = outline;
        let effects = effects.into_iter().flat_map(|effect| match effect {
            Effect::Run(Command::AddObject {
                shape: Shape::Polygon(polygon),
                ..
            }) => {
                let first = polygon
                    .rings()
                    .next()
                    .and_then(|ring| ring.vertices().first())
                    .copied();
                let painted = rasterise(context.picture, &polygon).ok();
                let effects = self.finish(painted, first, context);
                self.turned = false;
                effects
            }
            effect => vec![effect],
        });
        effects.collect()
    }

    /// Paints, or erases.
    fn finish(
        &self,
        painted: Option<Mask>,
        first: Option<ImagePoint>,
        context: &Context,
    ) -> Vec<Effect> {
        let Some(stroke) = painted.filter(|mask| !mask.is_empty()) else {
            return Vec::new();
        };
        let erases = self.takes_away();
        let under = || erases.then(|| under(first?, context)).flatten();
        let target = in_hand(context).or_else(under);
        let onto = match (target, context.concept) {
            (Some(mask), _) => Onto::Mask(mask),
            (None, Some(concept)) if !erases => Onto::New(concept),
            _ => return Vec::new(),
        };
        let painting = Painting {
            onto,
            stroke,
            erases,
            others: others(target, erases, context),
        };
        let command = Command::Paint {
            input: context.input,
            painting,
        };
        match (target, onto) {
            (_, Onto::New(_)) => vec![Effect::RunAndSelect(command)],
            (Some(mask), _) if !context.selection.contains(&mask) => {
                vec![Effect::Select(BTreeSet::from([mask])), Effect::Run(command)]
            }
            _ => vec![Effect::Run(command)],
        }
    }

    fn key(&mut self, key: Key, held: Modifiers, context: &Context) -> Vec<Effect> {
        if !self.dabs.is_empty() {
            if key == Key::Escape {
                self.dabs.clear();
            }
            return Vec::new();
        }
        let lets_go = || vec![Effect::Select(BTreeSet::new())];
        match key {
            // The next stroke begins another mask.
            Key::Enter | Key::Escape if !context.selection.is_empty() => lets_go(),
            Key::Escape => vec![Effect::ExitDrawing],
            key => drawing::selection_key(key, held, context),
        }
    }

    /// What is drawn above the picture.
    pub fn preview(&self, context: &Context) -> Preview {
        let onto = in_hand(context);
        if context.brush.tip == Tip::Outline {
            return self.outline.preview(context);
        }
        let tip = self.pointer.map(|at| dab(at, context));
        Preview {
            brush: Some(BrushMark {
                tip,
                way: self.dabs.clone(),
                erases: self.takes_away(),
                onto,
            }),
            ..Preview::with_cursor(Cursor::Crosshair)
        }
    }

    /// The line at the foot of the stage.
    pub fn hint(&self, context: &Context) -> &'static str {
        if self.is_busy() {
            return match context.brush.tip {
                Tip::Round => "Let go to paint · Esc drops the stroke",
                Tip::Outline => {
                    "Click the first vertex or press Enter to close · Esc drops the outline"
                }
            };
        }
        match (self.erases, in_hand(context)) {
            (true, _) => {
                "Drag over a mask to erase from it · [ and ] change the size · Alt paints · Esc leaves"
            }
            (false, Some(_)) => {
                "Drag to paint more of this mask · Enter begins another · Alt erases · [ and ] change the size"
            }
            (false, None) if context.concept.is_none() => {
                "Press on the picture to choose a label and paint with it"
            }
            (false, None) => "Drag to paint a mask · [ and ] change the size · Esc leaves",
        }
    }

    /// A stroke has begun.
    pub fn is_busy(&self) -> bool {
        !self.dabs.is_empty() || self.outline.is_busy()
    }

    /// The tool without the stroke that has begun, or with a vertex less.
    pub fn undo_inside(&self) -> Option<Self> {
        if !self.dabs.is_empty() {
            return Some(Self {
                dabs: Vec::new(),
                ..self.clone()
            });
        }
        let outline = self.outline.undo_inside()?;
        Some(Self {
            outline,
            ..self.clone()
        })
    }
}

/// The tip at a place of the canvas; it may reach beyond the picture.
fn dab(at: ScreenPoint, context: &Context) -> Dab {
    let share = context
        .pressure
        .map_or(1.0, |it| LIGHTEST + (1.0 - LIGHTEST) * it.clamp(0.0, 1.0));
    Dab {
        at: context.camera.image_from_screen(at),
        radius: context.brush.size / 2.0 * share,
    }
}

/// The mask that is painted onto: the one that is selected, if it is all that is.
fn in_hand(context: &Context) -> Option<ObjectId> {
    let mut selected = context.selection.iter().copied();
    let (id, None) = (selected.next()?, selected.next()) else {
        return None;
    };
    let is_mask = context.shape(id)?.kind() == ShapeKind::Mask;
    (is_mask && !(context.hidden)(id)).then_some(id)
}

/// The mask under a place that an eraser means: the one that a click would take.
fn under(at: ImagePoint, context: &Context) -> Option<ObjectId> {
    let at = context.camera.screen_from_image(at);
    let bodies = hit::bodies(context, at).into_iter();
    let mut masks = bodies.filter(|id| {
        context
            .shape(*id)
            .is_some_and(|it| it.kind() == ShapeKind::Mask)
    });
    masks.next()
}

/// The other masks that are shown, and what becomes of them.
fn others(target: Option<ObjectId>, erases: bool, context: &Context) -> Others {
    let others = || {
        let ids = context.objects.iter().map(|entry| entry.object.id);
        let masks = ids.filter(|id| {
            let is_mask = context
                .shape(*id)
                .is_some_and(|it| it.kind() == ShapeKind::Mask);
            is_mask && Some(*id) != target && !(context.hidden)(*id)
        });
        masks.collect()
    };
    match context.brush.stacking {
        Stacking::Overlap => Others::Kept,
        _ if erases => Others::Kept,
        Stacking::Above => Others::Under(others()),
        Stacking::Below => Others::Over(others()),
    }
}
