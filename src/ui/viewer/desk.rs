//! The desk: what this tab looks at and what it holds in its hand. Nothing here is undone or stored.

use super::hidden::Hidden;
use super::pictures::Pictures;
use super::selected::Asking;
use super::text::SpanDraft;
use super::video::{Film, Reel};
use crate::document::shape::ShapeKind;
use crate::document::{Change, ConceptId, Edit, InputId, MediaKind, ObjectId, Objects, Target};
use crate::edit::{Command, Outcome};
use crate::faults;
use crate::geometry::{Camera, PixelSize, QuarterTurns, ScreenPoint, ScreenVector};
use crate::scene::{Scene, Text};
use crate::tools::{Context, Effect, Event, Modifiers, Pointer, Preview, Tool, ToolKind};
use crate::ui::aids::Aids;
use crate::ui::keyboard::Keyboard;
use crate::ui::route::Route;
use crate::ui::shell::Shell;
use crate::ui::studio::Studio;
use crate::web::painter::Painter;
use leptos::prelude::*;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// How the picture of the input stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PictureState {
    /// It is being decoded.
    Loading,
    /// It is shown.
    Shown,
    /// A label file named it; the file isn't here yet.
    Awaited,
    /// It can't be shown, for this reason.
    Failed(String),
}

/// What is looked through.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adjust {
    /// Per cent; 100 is as it is.
    pub brightness: u32,
    /// Per cent.
    pub contrast: u32,
    /// Per cent.
    pub saturation: u32,
    /// Dark is light and light is dark.
    pub inverted: bool,
}

/// A question for a concept, put by a press with a drawing tool.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Question {
    /// The press, to be fed again.
    pub event: Event,
}

/// What isn't a signal: the tool, the shapes ready to be drawn, the canvases.
pub struct Hand {
    pub(super) tool: Tool,
    pub(super) scene: Scene,
    pub(super) scene_of: Option<InputId>,
    pub(super) painter: Option<Painter>,
    pub(super) pictures: Pictures,
    pub(super) reel: Reel,
    /// Objects whose place in the kept canvas is empty, because they are in hand.
    pub(super) lifted: HashSet<ObjectId>,
    /// The size of the picture that the camera was fitted to last.
    pub(super) looked_at: Option<PixelSize>,
    /// When the camera changed last, in milliseconds.
    pub(super) moved_at: f64,
    pub(super) frame_asked: bool,
}

/// The desk; copied freely.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The studio.
    pub studio: Studio,
    /// The address.
    pub route: Route,
    /// What is around the page.
    pub shell: Shell,
    /// The keys as this person has them.
    pub keyboard: Keyboard,
    /// The input.
    pub input: Memo<Option<InputId>>,
    /// What kind of input it is.
    pub kind: Memo<MediaKind>,
    /// The text, once it is read.
    pub reading: RwSignal<Option<Arc<Text>>>,
    /// Words that wait for their concept, or an end of a span in hand.
    pub drafted: RwSignal<Option<SpanDraft>>,
    /// What is shown of the video.
    pub film: Film,
    /// Counts the inputs whose picture was painted: the panes follow then, so that the picture waits for no row.
    pub turns: RwSignal<u32>,
    /// The tool in hand.
    pub tool: RwSignal<ToolKind>,
    /// The shape that a concept's hotkey draws.
    pub last_shape: RwSignal<ToolKind>,
    /// The concept that is drawn with.
    pub concept: RwSignal<Option<ConceptId>>,
    /// The concept that was drawn with last.
    pub last_concept: RwSignal<Option<ConceptId>>,
    /// What is selected.
    pub selection: RwSignal<BTreeSet<ObjectId>>,
    /// What is hidden.
    pub hidden: RwSignal<Hidden>,
    /// Where the picture lies.
    pub camera: RwSignal<Camera, LocalStorage>,
    /// The canvas in CSS pixels: the stage, turned back.
    pub size: RwSignal<(f64, f64)>,
    /// The picture's size; none while nobody knows it.
    pub picture_size: RwSignal<Option<PixelSize>>,
    /// How the picture stands.
    pub picture: RwSignal<PictureState>,
    /// What the tool shows.
    pub preview: RwSignal<Preview, LocalStorage>,
    /// The line at the foot of the stage.
    pub hint: RwSignal<&'static str>,
    /// What is looked through.
    pub adjust: RwSignal<Adjust>,
    /// How what is seen is turned.
    pub turn: RwSignal<QuarterTurns>,
    /// What helps the eye and the hand.
    pub aids: RwSignal<Aids>,
    /// What is asked of the selection.
    pub asking: RwSignal<Option<Asking>>,
    /// A press that asks for a concept.
    pub question: RwSignal<Option<Question>, LocalStorage>,
    /// What the pointer is.
    pub pointer: RwSignal<Pointer, LocalStorage>,
    /// How hard a pen presses, 0..=1; none of what can't tell.
    pub pressure: RwSignal<Option<f64>>,
    pub(super) hand: StoredValue<Hand, LocalStorage>,
}

/// Free room around a picture that is fitted, in CSS pixels.
const FIT_MARGIN: f64 = 40.0;

impl Adjust {
    /// As it is.
    pub const NONE: Self = Self {
        brightness: 100,
        contrast: 100,
        saturation: 100,
        inverted: false,
    };
}

impl Desk {
    /// A desk for the input of the address.
    pub fn new(studio: Studio, input: Memo<Option<InputId>>) -> Self {
        Self {
            studio,
            route: expect_context(),
            shell: expect_context(),
            keyboard: expect_context(),
            input,
            kind: Memo::new(move |_| {
                studio.revisions.inputs.track();
                let kind =
                    studio.look(|document, _| Some(document.input(input.get()?)?.input.media.kind));
                kind.flatten().unwrap_or(MediaKind::Image)
            }),
            reading: RwSignal::new(None),
            drafted: RwSignal::new(None),
            film: Film::default(),
            turns: RwSignal::new(0),
            tool: RwSignal::new(ToolKind::Select),
            last_shape: RwSignal::new(ToolKind::Box),
            concept: RwSignal::new(None),
            last_concept: RwSignal::new(None),
            selection: RwSignal::new(BTreeSet::new()),
            hidden: RwSignal::new(Hidden::default()),
            camera: RwSignal::new_local(Camera {
                scale: 1.0,
                origin: ScreenPoint::default(),
            }),
            size: RwSignal::new((0.0, 0.0)),
            picture_size: RwSignal::new(None),
            picture: RwSignal::new(PictureState::Loading),
            preview: RwSignal::new_local(Preview::default()),
            hint: RwSignal::new(""),
            adjust: RwSignal::new(Adjust::NONE),
            turn: RwSignal::new(QuarterTurns::default()),
            aids: expect_context(),
            asking: RwSignal::new(None),
            question: RwSignal::new_local(None),
            pointer: RwSignal::new_local(Pointer::Mouse),
            pressure: RwSignal::new(None),
            hand: StoredValue::new_local(Hand {
                tool: Tool::new(ToolKind::Select),
                scene: Scene::default(),
                scene_of: None,
                painter: None,
                pictures: Pictures::default(),
                reel: Reel::default(),
                lifted: HashSet::new(),
                looked_at: None,
                moved_at: 0.0,
                frame_asked: false,
            }),
        }
    }

    /// A drawing tool is in hand, with a concept.
    pub fn is_drawing(self) -> bool {
        self.tool.get().draws() && self.concept.get().is_some()
    }

    /// Looks at the objects of the input; none while they aren't read.
    pub fn with_objects<R>(self, f: impl FnOnce(&Objects) -> R) -> Option<R> {
        let input = self.input.get_untracked()?;
        self.studio
            .look(|document, _| document.objects(input).map(f))
            .flatten()
    }

    /// Takes a tool in hand; what another had begun is dropped.
    pub fn take_tool(self, kind: ToolKind) {
        // A tool of another kind of input would do nothing.
        let kind = match kind.is_for(self.kind.get_untracked()) {
            true => kind,
            false => ToolKind::Select,
        };
        self.drafted.set(None);
        self.hand.update_value(|hand| hand.tool = Tool::new(kind));
        self.tool.set(kind);
        if kind.draws() && kind != ToolKind::Span {
            self.last_shape.set(kind);
        }
        self.question.set(None);
        self.refresh();
    }

    /// The input is a text.
    pub fn is_text(self) -> bool {
        self.kind.get_untracked() == MediaKind::Text
    }

    /// The shape that was drawn last, or a box where this kind of input has no such shapes.
    fn usual_shape(self) -> ToolKind {
        let last = self.last_shape.get_untracked();
        match last.is_for(self.kind.get_untracked()) || self.is_text() {
            true => last,
            false => ToolKind::Box,
        }
    }

    /// Draws once more what was drawn last, with the concept of that time.
    pub fn draw_again(self) {
        self.take_tool(self.usual_shape());
        let known = |id: &ConceptId| {
            let found = self
                .studio
                .look(|document, _| document.concept(*id).is_some());
            found == Some(true)
        };
        if let Some(concept) = self.last_concept.get_untracked().filter(known) {
            self.draw_with(concept);
        }
    }

    /// Turns what is seen by a quarter, and shows the whole picture.
    pub fn rotate(self) {
        self.turn.update(|turn| *turn = turn.next());
    }

    /// Draws with a concept from now on: the tool in hand where it draws, else the last shape.
    pub fn draw_with(self, concept: ConceptId) {
        self.concept.set(Some(concept));
        self.last_concept.set(Some(concept));
        if self.is_text() {
            self.draw_span_with(concept);
        } else if !self.tool.get_untracked().draws() {
            self.take_tool(self.usual_shape());
        }
        // Another concept is another mask.
        if self.paints() && !self.selection_is(concept) {
            self.selection.set(BTreeSet::new());
        }
        self.answer_question();
        self.refresh();
    }

    /// Everything that is selected is said to be of a concept.
    fn selection_is(self, concept: ConceptId) -> bool {
        let selection = self.selection.get_untracked();
        let is_it = self.with_objects(|objects| {
            let mut entries = selection.iter().filter_map(|id| objects.get(*id));
            entries.all(|entry| entry.labels.iter().any(|label| label.concept == concept))
        });
        is_it.unwrap_or(true)
    }

    /// The press that asked for a concept goes on.
    fn answer_question(self) {
        let Some(Question { event }) = self.question.get_untracked() else {
            return;
        };
        self.question.set(None);
        self.step(event);
        if let Event::Down { at, held, .. } = event {
            self.step(Event::Up { at, held });
        }
    }

    /// Leaves drawing mode.
    pub fn exit_drawing(self) {
        self.concept.set(None);
        self.take_tool(ToolKind::Select);
    }

    /// Feeds the tool.
    pub fn step(self, event: Event) {
        faults::point();
        if matches!(event, Event::Down { .. }) && self.studio.is_untold() {
            // What the hand takes is what there is now, though the screen hears of it in the next frame.
            self.sync_scene();
        }
        let effects = self.with_context(|tool, context| {
            let (next, effects) = tool.clone().step(event, context);
            (next, effects)
        });
        let Some((tool, effects)) = effects else {
            return;
        };
        self.hand.update_value(|hand| hand.tool = tool);
        for effect in effects {
            self.perform(effect);
        }
        self.refresh();
    }

    fn perform(self, effect: Effect) {
        match effect {
            Effect::Run(command) => {
                self.run(&self.in_time(command));
            }
            Effect::RunAndSelect(command) => self.run_and_select(&self.in_time(command)),
            Effect::Select(objects) => self.selection.set(objects),
            Effect::AskConcept(event) => self.question.set(Some(Question { event })),
            Effect::ExitDrawing => self.exit_drawing(),
        }
    }

    /// What is said of the frame of a video is said of its tracks.
    pub(super) fn in_time(self, command: Command) -> Command {
        if !self.is_video() {
            return command;
        }
        let at = self.moment();
        let kept = command.clone();
        self.with_objects(|objects| command.at_moment(at, objects))
            .unwrap_or(kept)
    }

    /// Changes the document, and draws what changed: the shape is in its place before the draft is taken away.
    fn run(self, command: &Command) -> Option<Outcome> {
        match self.studio.try_run(command) {
            Ok(outcome) => {
                self.sync_scene();
                return Some(outcome);
            }
            Err(crate::edit::Refused::Nothing) => {}
            Err(refused) => self
                .studio
                .complain(format!("Nothing was changed: {refused}.")),
        }
        None
    }

    /// The same, and what is new is selected: the hand goes on with it.
    fn run_and_select(self, command: &Command) {
        let Some(outcome) = self.run(command) else {
            return;
        };
        let added = outcome
            .step
            .diff
            .0
            .iter()
            .filter_map(|change| match change {
                Change::Object(Edit {
                    before: None,
                    after,
                }) => after.as_ref().map(|object| object.id),
                _ => None,
            });
        self.selection.set(added.collect());
    }

    /// Gives the tool its context.
    fn with_context<R>(self, f: impl FnOnce(&Tool, &Context) -> R) -> Option<R> {
        let input = self.input.get_untracked()?;
        let picture = self.picture_size.get_untracked()?;
        let selection = self.selection.get_untracked();
        let hidden = self.hidden.get_untracked();
        self.hand.with_value(|hand| {
            self.studio.look(|document, _| {
                let objects = match self.is_video() {
                    true => hand.reel.seen()?,
                    false => document.objects(input)?,
                };
                let is_hidden = |id: ObjectId| {
                    let labels = document.labels(Target::Object(input, id));
                    hidden.hides(id, labels)
                };
                let context = Context {
                    input,
                    picture,
                    objects,
                    index: hand.scene.index(),
                    hidden: &is_hidden,
                    camera: self.camera.get_untracked(),
                    concept: self.concept.get_untracked(),
                    selection: &selection,
                    pointer: self.pointer.get_untracked(),
                    nests: self.aids.with_untracked(|aids| aids.nests),
                    brush: self.aids.with_untracked(|aids| aids.brush),
                    pressure: self.pressure.get_untracked(),
                };
                Some(f(&hand.tool, &context))
            })
        })?
    }

    /// Shows what the tool shows now.
    pub fn refresh(self) {
        let shown = self.with_context(|tool, context| (tool.preview(context), tool.hint(context)));
        let (preview, hint) = match shown {
            None if self.is_text() => (Preview::default(), self.text_hint()),
            shown => shown.unwrap_or_default(),
        };
        self.lift(&preview);
        if self.preview.with_untracked(|now| *now != preview) {
            self.preview.set(preview);
        }
        if self.hint.get_untracked() != hint {
            self.hint.set(hint);
        }
    }

    /// The camera is elsewhere.
    pub fn set_camera(self, camera: Camera) {
        let (width, height) = self.size.get_untracked();
        let camera = match self.picture_size.get_untracked() {
            Some(size) => camera.kept_in_sight(size, width, height, 64.0),
            None => camera,
        };
        if camera == self.camera.get_untracked() {
            return;
        }
        self.camera.set(camera);
        self.hand.update_value(|hand| hand.moved_at = now());
        self.ask_frame();
        self.refresh();
    }

    /// The whole picture.
    pub fn fit(self) {
        let (width, height) = self.size.get_untracked();
        if let Some(size) = self.picture_size.get_untracked().filter(|_| width > 0.0) {
            self.set_camera(Camera::fit(size, width, height, FIT_MARGIN));
            // No hand moved: the shapes needn't wait for it to rest.
            self.hand.update_value(|hand| hand.moved_at = f64::MIN);
        }
    }

    /// The whole picture is seen, as it fits a stage of this size.
    pub fn is_fitted(self, (width, height): (f64, f64)) -> bool {
        self.picture_size.get_untracked().is_some_and(|size| {
            self.camera.get_untracked() == Camera::fit(size, width, height, FIT_MARGIN)
        })
    }

    /// One CSS pixel per picture pixel, about the middle of the stage.
    pub fn actual_size(self) {
        let camera = self.camera.get_untracked();
        self.zoom(1.0 / camera.scale, None);
    }

    /// Nearer or farther, about a place or the middle of the stage.
    pub fn zoom(self, factor: f64, about: Option<ScreenPoint>) {
        let (width, height) = self.size.get_untracked();
        let about = about.unwrap_or_else(|| ScreenPoint::new(width / 2.0, height / 2.0));
        self.set_camera(self.camera.get_untracked().zoomed(factor, about));
    }

    /// The picture moved on the stage.
    pub fn pan(self, way: ScreenVector) {
        self.set_camera(self.camera.get_untracked().panned(way));
    }

    /// So that an object is on the stage.
    pub fn reveal(self, object: ObjectId) {
        if self.is_text() {
            return self.reveal_span(object);
        }
        if self.is_video() {
            self.reveal_in_time(object);
        }
        let bounds = self
            .hand
            .with_value(|hand| hand.scene.get(object).map(|item| item.bounds));
        let Some(bounds) = bounds else { return };
        let (width, height) = self.size.get_untracked();
        let camera = self.camera.get_untracked();
        if camera.visible(width, height).touches(bounds) {
            return;
        }
        let at = camera.screen_from_image(bounds.center());
        self.pan(ScreenPoint::new(width / 2.0, height / 2.0) - at);
    }

    /// Undo inside what has begun: a vertex of an open polygon. False: undo is the document's.
    pub fn undo_inside(self) -> bool {
        let inside = self.hand.with_value(|hand| hand.tool.undo_inside());
        let Some(tool) = inside else { return false };
        self.hand.update_value(|hand| hand.tool = tool);
        self.refresh();
        true
    }

    /// Selects one object.
    pub fn select(self, object: ObjectId, held: Modifiers) {
        self.selection.update(|selection| {
            if held.command {
                if !selection.remove(&object) {
                    selection.insert(object);
                }
            } else {
                *selection = BTreeSet::from([object]);
            }
        });
        if self.tool.get_untracked() != ToolKind::Select {
            self.take_tool(ToolKind::Select);
        }
        self.reveal(object);
        self.refresh();
    }

    /// The tool that draws a kind of shape.
    pub fn tool_of(kind: ShapeKind) -> ToolKind {
        match kind {
            ShapeKind::Box => ToolKind::Box,
            ShapeKind::Mask => ToolKind::Brush,
            ShapeKind::Polygon => ToolKind::Polygon,
            ShapeKind::Span => ToolKind::Span,
            // A track of polygons is drawn as one: the pane's button draws the commoner kind.
            ShapeKind::Track => ToolKind::Box,
            ShapeKind::Segment => ToolKind::Select,
        }
    }
}

pub(super) fn now() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}
