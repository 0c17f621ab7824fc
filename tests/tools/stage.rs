//! A viewer without a browser: it feeds the tool, does what the tool asks for, and sweeps the rules after every command.

use cartouche::document::*;
use cartouche::edit::{Command, Editor, Refused, Step};
use cartouche::geometry::*;
use cartouche::tools::*;
use std::collections::BTreeSet;

pub const INPUT: InputId = InputId(50);
pub const SHEEP: ConceptId = ConceptId(60);

pub struct Stage {
    pub editor: Editor,
    pub tool: Tool,
    pub selection: BTreeSet<ObjectId>,
    pub hidden: BTreeSet<ObjectId>,
    pub concept: Option<ConceptId>,
    pub camera: Camera,
    pub pointer: Pointer,
    pub nests: bool,
    pub brush: Brush,
    pub pressure: Option<f64>,
    pub picture: PixelSize,
    pub held: Modifiers,
    pub asked: Option<Event>,
    pub exits: usize,
    /// Every command that was run, in order.
    pub commands: Vec<Command>,
    steps: Vec<Step>,
    index: BoundsIndex<ObjectId>,
    now: u64,
}

/// A place on the canvas.
pub type At = (f64, f64);

fn point((x, y): At) -> ScreenPoint {
    ScreenPoint::new(x, y)
}

pub const PLAIN: Modifiers = Modifiers {
    shift: false,
    alt: false,
    command: false,
};
pub const ALT: Modifiers = Modifiers { alt: true, ..PLAIN };
pub const SHIFT: Modifiers = Modifiers {
    shift: true,
    ..PLAIN
};
pub const COMMAND: Modifiers = Modifiers {
    command: true,
    ..PLAIN
};

impl Stage {
    /// A picture of 800 × 600 with a screen pixel for each of its own, and a concept in hand.
    pub fn new(kind: ToolKind) -> Self {
        let project = Project {
            id: ProjectId(7),
            name: Name::new("Stage").unwrap(),
            made_at: 0,
            kept: Kept::default(),
        };
        let mut document = Document::new(project);
        document.insert_concept(Concept {
            id: SHEEP,
            name: Name::new("sheep").unwrap(),
            color: Color::Palette(0),
            hotkey: None,
            parent: None,
            rank: 0,
            kept: Kept::default(),
        });
        let picture = PixelSize::new(800, 600);
        document.insert_input(InputEntry {
            input: Input {
                id: INPUT,
                name: "meadow.jpg".to_owned(),
                media: Media {
                    kind: MediaKind::Image,
                    size: Some(picture),
                    orientation: Orientation::UPRIGHT,
                    bytes: 1,
                    mime: "image/jpeg".to_owned(),
                    hash: None,
                    source: Source::Stored,
                },
                status: InputStatus::Unlabeled,
                split: String::new(),
                added_at: 0,
                metadata: Kept::default(),
                trashed: false,
                kept: Kept::default(),
            },
            labels: Vec::new(),
        });
        document.load_objects(INPUT, Objects::default());
        Self {
            editor: Editor::new(document, IdSource::new(1, 1), Name::new("Ada").unwrap()),
            tool: Tool::new(kind),
            selection: BTreeSet::new(),
            hidden: BTreeSet::new(),
            concept: Some(SHEEP),
            camera: Camera {
                scale: 1.0,
                origin: ScreenPoint::default(),
            },
            pointer: Pointer::Mouse,
            nests: false,
            brush: Brush::default(),
            pressure: None,
            picture,
            held: PLAIN,
            asked: None,
            exits: 0,
            commands: Vec::new(),
            steps: Vec::new(),
            index: BoundsIndex::default(),
            now: 1000,
        }
    }

    pub fn objects(&self) -> &Objects {
        self.editor.document().objects(INPUT).unwrap()
    }

    pub fn with<T>(&self, look: impl FnOnce(&Context) -> T) -> T {
        let hidden = |id: ObjectId| self.hidden.contains(&id);
        look(&Context {
            input: INPUT,
            picture: self.picture,
            objects: self.objects(),
            index: &self.index,
            hidden: &hidden,
            camera: self.camera,
            concept: self.concept,
            selection: &self.selection,
            pointer: self.pointer,
            nests: self.nests,
            brush: self.brush,
            pressure: self.pressure,
        })
    }

    /// Feeds one event and does what the tool asks for.
    pub fn feed(&mut self, event: Event) -> Vec<Effect> {
        let (tool, effects) = self.with(|context| self.tool.clone().step(event, context));
        self.tool = tool;
        let runs = effects
            .iter()
            .filter(|effect| matches!(effect, Effect::Run(_) | Effect::RunAndSelect(_)))
            .count();
        assert!(runs <= 1, "one command for a gesture: {effects:?}");
        for effect in &effects {
            match effect.clone() {
                Effect::Run(command) => self.run(command),
                Effect::RunAndSelect(command) => {
                    let before: BTreeSet<_> =
                        self.objects().iter().map(|it| it.object.id).collect();
                    self.run(command);
                    let after = self.objects().iter().map(|it| it.object.id);
                    self.selection = after.filter(|id| !before.contains(id)).collect();
                    assert_eq!(self.selection.len(), 1, "one object is new");
                }
                Effect::Select(objects) => {
                    assert_ne!(objects, self.selection, "selects what is selected");
                    assert!(objects.iter().all(|id| self.objects().get(*id).is_some()));
                    self.selection = objects;
                }
                Effect::AskConcept(event) => self.asked = Some(event),
                Effect::ExitDrawing => self.exits += 1,
            }
        }
        self.preview();
        assert!(self.hint().len() < 140);
        effects
    }

    /// Runs a command, which has to be a good one.
    pub fn run(&mut self, command: Command) {
        let before = self.objects().clone();
        self.now += 1;
        let outcome = self.editor.run(&command, self.now);
        // Whoever paints where everything is painted already changes nothing.
        if matches!(
            (&command, &outcome),
            (Command::Paint { .. }, Err(Refused::Nothing))
        ) {
            return;
        }
        let outcome = outcome.unwrap_or_else(|refused| panic!("{refused}: {command:?}"));
        self.steps.push(outcome.step);
        self.commands.push(command);
        self.settle();
        assert_eq!(check(self.editor.document()), []);
        self.assert_inside(&before);
    }

    /// Undoes the last command.
    pub fn undo(&mut self) {
        let step = self.steps.pop().unwrap();
        self.editor.apply(&step.reversed()).unwrap();
        self.settle();
    }

    fn settle(&mut self) {
        let entries = self.objects().iter().map(|entry| &entry.object);
        self.index = BoundsIndex::new(entries.map(|o| (o.id, o.shape().bounds())));
        let objects = self.editor.document().objects(INPUT).unwrap();
        self.selection.retain(|id| objects.get(*id).is_some());
    }

    /// A shape that is new, or that was in the picture before, is in the picture.
    fn assert_inside(&self, before: &Objects) {
        let picture = ImageRect::of_picture(self.picture);
        let inside = |object: &Object| picture.contains_rect(object.shape().bounds());
        for entry in self.objects().iter() {
            let was_inside = before
                .get(entry.object.id)
                .is_none_or(|entry| inside(&entry.object));
            assert!(!was_inside || inside(&entry.object), "{:?}", entry.object);
        }
    }

    // What a hand does.

    pub fn press(&mut self, at: At) -> Vec<Effect> {
        self.press_counted(at, 1)
    }

    pub fn press_counted(&mut self, at: At, count: u32) -> Vec<Effect> {
        let held = self.held;
        self.feed(Event::Move {
            at: point(at),
            held,
        });
        self.feed(Event::Down {
            at: point(at),
            held,
            count,
        })
    }

    pub fn go(&mut self, at: At) -> Vec<Effect> {
        let held = self.held;
        self.feed(Event::Move {
            at: point(at),
            held,
        })
    }

    pub fn release(&mut self, at: At) -> Vec<Effect> {
        let held = self.held;
        self.feed(Event::Up {
            at: point(at),
            held,
        })
    }

    pub fn click(&mut self, at: At) {
        self.press(at);
        self.release(at);
    }

    pub fn double_click(&mut self, at: At) {
        self.click(at);
        self.press_counted(at, 2);
        self.release(at);
    }

    /// Presses, goes there by way of the middle, and lets go.
    pub fn drag(&mut self, from: At, to: At) {
        self.press(from);
        self.go(((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0));
        self.go(to);
        self.release(to);
    }

    /// Through all of these with the button down.
    pub fn path(&mut self, points: &[At]) {
        if let [first, rest @ ..] = points {
            self.press(*first);
            for at in rest {
                self.go(*at);
            }
            self.release(*rest.last().unwrap_or(first));
        }
    }

    pub fn key(&mut self, key: Key) -> Vec<Effect> {
        let held = self.held;
        self.feed(Event::Key(key, held))
    }

    /// The same with keys held.
    pub fn holding(&mut self, held: Modifiers, hand: impl FnOnce(&mut Self)) {
        self.held = held;
        hand(self);
        self.held = PLAIN;
    }

    pub fn preview(&self) -> Preview {
        self.with(|context| self.tool.preview(context))
    }

    pub fn hint(&self) -> &'static str {
        self.with(|context| self.tool.hint(context))
    }

    // What is on the picture.

    /// Puts an object there without a tool.
    pub fn put(&mut self, shape: Shape) -> ObjectId {
        self.put_child(shape, None)
    }

    pub fn put_child(&mut self, shape: Shape, parent: Option<ObjectId>) -> ObjectId {
        self.now += 1;
        let command = Command::AddObject {
            input: INPUT,
            shape,
            concept: SHEEP,
            parent,
        };
        let outcome = self.editor.run(&command, self.now).unwrap();
        let id = outcome.new_objects().next().unwrap();
        self.settle();
        id
    }

    pub fn put_box(&mut self, x: f64, y: f64, width: f64, height: f64) -> ObjectId {
        self.put(Shape::Box(ImageRect::from_xywh(x, y, width, height)))
    }

    pub fn put_ring(&mut self, vertices: &[At]) -> ObjectId {
        self.put(Shape::Polygon(Polygon::from_ring(ring(vertices))))
    }

    /// A square mask in the picture from (x, y) on.
    pub fn put_mask(&mut self, x: u32, y: u32, side: u32) -> ObjectId {
        let (width, height) = (self.picture.width, self.picture.height);
        let mut runs = vec![x * height + y];
        for column in 0..side {
            runs.push(side);
            let rest = match column + 1 == side {
                true => height - y - side + (width - x - side) * height,
                false => height - side,
            };
            runs.push(rest);
        }
        self.put(Shape::Mask(Mask::new(self.picture, runs).unwrap()))
    }

    pub fn lock(&mut self, id: ObjectId) {
        let before = self.objects().get(id).unwrap().object.clone();
        let after = Object {
            locked: true,
            ..before.clone()
        };
        let diff = Diff(vec![Change::Object(Edit::changed(before, after))]);
        self.editor.loading().apply(&diff).unwrap();
    }

    pub fn select(&mut self, objects: impl IntoIterator<Item = ObjectId>) {
        self.selection = objects.into_iter().collect();
    }

    pub fn shape(&self, id: ObjectId) -> &Shape {
        self.objects().get(id).unwrap().object.shape()
    }

    /// A box as x, y, right, lower.
    pub fn sides(&self, id: ObjectId) -> [f64; 4] {
        let Shape::Box(rect) = self.shape(id) else {
            panic!("not a box")
        };
        [rect.min.x, rect.min.y, rect.max.x, rect.max.y]
    }

    /// The vertices of the first ring.
    pub fn vertices(&self, id: ObjectId) -> Vec<At> {
        let Shape::Polygon(polygon) = self.shape(id) else {
            panic!("not a polygon")
        };
        let ring = polygon.ring(0).unwrap();
        ring.vertices().iter().map(|v| (v.x, v.y)).collect()
    }

    /// The newest object.
    pub fn newest(&self) -> &Object {
        &self.objects().iter().next_back().unwrap().object
    }
}

pub fn ring(vertices: &[At]) -> Ring {
    Ring::new(
        vertices
            .iter()
            .map(|(x, y)| ImagePoint::new(*x, *y))
            .collect(),
    )
    .unwrap()
}

/// A stage with one box of 200 × 100 at (100, 100), selected.
pub fn with_box() -> (Stage, ObjectId) {
    let mut stage = Stage::new(ToolKind::Select);
    let id = stage.put_box(100.0, 100.0, 200.0, 100.0);
    stage.select([id]);
    (stage, id)
}

pub const SQUARE: [At; 4] = [
    (100.0, 100.0),
    (300.0, 100.0),
    (300.0, 300.0),
    (100.0, 300.0),
];

/// A stage with one square polygon, selected.
pub fn with_square() -> (Stage, ObjectId) {
    let mut stage = Stage::new(ToolKind::Select);
    let id = stage.put_ring(&SQUARE);
    stage.select([id]);
    (stage, id)
}
