//! Whatever the hand does, the rules hold.

use crate::stage::*;
use cartouche::document::Objects;
use cartouche::geometry::*;
use cartouche::tools::*;
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Act {
    Down(At, u32),
    Move(At),
    Up(At),
    Cancel,
    Key(Key),
    Hold(Modifiers),
    Tool(ToolKind),
    Camera(f64, At),
    Concept(bool),
    Touch(bool),
    Hide(usize),
    Undo,
}

/// Places on a coarse grid, so that the hand meets handles, vertices and itself.
fn place() -> impl Strategy<Value = At> {
    prop_oneof![
        (0..18u8, 0..14u8)
            .prop_map(|(x, y)| (f64::from(x) * 50.0 - 50.0, f64::from(y) * 50.0 - 50.0)),
        (-100.0..900.0f64, -100.0..700.0f64),
    ]
}

fn key() -> impl Strategy<Value = Key> {
    prop_oneof![
        Just(Key::Escape),
        Just(Key::Enter),
        Just(Key::Backspace),
        Just(Key::Delete),
        (-1..=1i8, -1..=1i8).prop_map(|(x, y)| Key::Arrow(x, y)),
    ]
}

fn kind() -> impl Strategy<Value = ToolKind> {
    prop_oneof![
        4 => Just(ToolKind::Select),
        3 => Just(ToolKind::Box),
        3 => Just(ToolKind::Polygon),
        3 => Just(ToolKind::Brush),
        2 => Just(ToolKind::Eraser),
        1 => Just(ToolKind::Hand),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => (place(), 1..3u32).prop_map(|(at, count)| Act::Down(at, count)),
        8 => place().prop_map(Act::Move),
        6 => place().prop_map(Act::Up),
        1 => Just(Act::Cancel),
        3 => key().prop_map(Act::Key),
        1 => (any::<bool>(), any::<bool>(), any::<bool>())
            .prop_map(|(shift, alt, command)| Act::Hold(Modifiers { shift, alt, command })),
        1 => kind().prop_map(Act::Tool),
        1 => (0.3..3.0f64, place()).prop_map(|(scale, at)| Act::Camera(scale, at)),
        1 => any::<bool>().prop_map(Act::Concept),
        1 => any::<bool>().prop_map(Act::Touch),
        1 => (0..8usize).prop_map(Act::Hide),
        1 => Just(Act::Undo),
    ]
}

/// A click, a double click, a drag and a line, as well as single events.
fn acts() -> impl Strategy<Value = Vec<Act>> {
    let click = (place(), 1..3u32).prop_map(|(at, n)| vec![Act::Down(at, n), Act::Up(at)]);
    let drag = (place(), place()).prop_map(|(from, to)| {
        vec![
            Act::Move(from),
            Act::Down(from, 1),
            Act::Move(to),
            Act::Up(to),
        ]
    });
    let gesture = prop_oneof![3 => act().prop_map(|act| vec![act]), 2 => click, 2 => drag];
    prop::collection::vec(gesture, 1..60).prop_map(|gestures| gestures.concat())
}

fn furnished() -> Stage {
    let mut stage = Stage::new(ToolKind::Select);
    let parent = stage.put_box(50.0, 50.0, 400.0, 300.0);
    let inside = ImageRect::from_xywh(100.0, 100.0, 100.0, 100.0);
    stage.put_child(cartouche::document::Shape::Box(inside), Some(parent));
    stage.put_ring(&[
        (200.0, 150.0),
        (500.0, 150.0),
        (350.0, 450.0),
        (250.0, 300.0),
    ]);
    stage.put_mask(600, 100, 60);
    let locked = stage.put_box(500.0, 400.0, 150.0, 100.0);
    stage.lock(locked);
    stage.put_box(-30.0, 450.0, 130.0, 200.0);
    stage
}

fn act_on(stage: &mut Stage, act: Act) {
    let before = stage.objects().clone();
    let commands = stage.commands.len();
    let writes = matches!(act, Act::Up(_) | Act::Key(_) | Act::Undo);
    match act {
        Act::Down(at, count) => {
            let held = stage.held;
            let at = ScreenPoint::new(at.0, at.1);
            stage.feed(Event::Down { at, held, count });
        }
        Act::Move(at) => drop(stage.go(at)),
        Act::Up(at) => drop(stage.release(at)),
        Act::Cancel => drop(stage.feed(Event::Cancel)),
        Act::Key(key) => drop(stage.key(key)),
        Act::Hold(held) => stage.held = held,
        Act::Tool(kind) => stage.tool = Tool::new(kind),
        Act::Camera(scale, at) => {
            stage.camera = stage.camera.zoomed(scale, ScreenPoint::new(at.0, at.1));
        }
        Act::Concept(there) => stage.concept = there.then_some(SHEEP),
        Act::Touch(touch) => {
            stage.pointer = if touch {
                Pointer::Touch
            } else {
                Pointer::Mouse
            };
        }
        Act::Hide(index) => {
            let id = stage.objects().iter().nth(index).map(|e| e.object.id);
            stage.hidden = id.into_iter().collect();
        }
        Act::Undo => match stage.tool.undo_inside() {
            Some(tool) => stage.tool = tool,
            None if !stage.commands.is_empty() => {
                stage.commands.pop();
                stage.undo();
            }
            None => {}
        },
    }
    assert!(writes || stage.commands.len() == commands);
    assert!(writes || same(stage.objects(), &before));
}

fn same(a: &Objects, b: &Objects) -> bool {
    a == b
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    /// `Stage::feed` sweeps the rules: every command is accepted, the document is sound, shapes stay in the picture.
    #[test]
    fn the_rules_hold_whatever_the_hand_does(acts in acts()) {
        let mut stage = furnished();
        for act in acts {
            act_on(&mut stage, act);
        }
        for _ in 0..3 {
            let before = stage.objects().clone();
            stage.key(Key::Escape);
            prop_assert!(same(stage.objects(), &before));
        }
        prop_assert!(!stage.tool.is_busy());
        prop_assert!(stage.preview().drafts.is_empty());
        prop_assert!(stage.preview().line.is_none());
    }

    #[test]
    fn an_escaped_gesture_leaves_no_trace(
        kind in kind(),
        held in any::<bool>(),
        from in place(),
        ways in prop::collection::vec(place(), 0..10),
        after in prop::collection::vec(place(), 0..3),
    ) {
        let mut stage = furnished();
        let all: Vec<_> = stage.objects().iter().map(|entry| entry.object.id).collect();
        stage.select(all);
        stage.tool = Tool::new(kind);
        stage.held = Modifiers { alt: held, ..PLAIN };
        let before = stage.objects().clone();
        stage.press(from);
        for way in ways {
            stage.go(way);
        }
        stage.key(Key::Escape);
        prop_assert!(!stage.tool.is_busy());
        for place in after {
            stage.go(place);
            stage.release(place);
        }
        prop_assert!(same(stage.objects(), &before));
        prop_assert!(stage.commands.is_empty());
    }

    /// What is shown when the button goes up is what is written.
    #[test]
    fn the_draft_is_what_is_written(from in place(), to in place(), alt in any::<bool>()) {
        let mut stage = furnished();
        stage.held = Modifiers { alt, ..PLAIN };
        stage.click(from);
        stage.press(from);
        stage.go(to);
        let drafts = stage.preview().drafts;
        let count = stage.commands.len();
        stage.release(to);
        if stage.commands.len() > count && stage.tool.kind() == ToolKind::Select {
            for draft in drafts {
                let id = draft.object.unwrap();
                prop_assert_eq!(stage.shape(id), &draft.shape);
            }
        }
    }
}
