//! Section 4.2, drawing.

use crate::stage::*;
use cartouche::document::Shape;
use cartouche::geometry::*;
use cartouche::tools::*;

fn stage() -> Stage {
    Stage::new(ToolKind::Polygon)
}

const TRIANGLE: [At; 3] = [(100.0, 100.0), (300.0, 100.0), (200.0, 300.0)];

fn placed(vertices: &[At]) -> Stage {
    let mut stage = stage();
    for vertex in vertices {
        stage.click(*vertex);
    }
    stage
}

fn drawn(stage: &Stage) -> Vec<At> {
    let line = stage.preview().line;
    let vertices = line.into_iter().flat_map(|line| line.vertices);
    vertices.map(|vertex| (vertex.x, vertex.y)).collect()
}

#[test]
fn click_places_a_vertex() {
    let mut stage = placed(&TRIANGLE);
    assert_eq!(drawn(&stage), TRIANGLE);
    assert!(stage.commands.is_empty());
    stage.go((150.0, 250.0));
    let line = stage.preview().line.unwrap();
    assert_eq!(line.end, Some(ImagePoint::new(150.0, 250.0)));
    assert!(!line.closes);
}

#[test]
fn click_on_the_first_vertex_closes() {
    let mut stage = placed(&TRIANGLE);
    stage.go((105.0, 104.0));
    assert!(stage.preview().line.unwrap().closes);
    stage.click((105.0, 104.0));
    assert_eq!(stage.vertices(stage.newest().id), TRIANGLE);
    assert_eq!(stage.commands.len(), 1);
    assert!(!stage.tool.is_busy());
    assert!(stage.selection.is_empty());
}

#[test]
fn a_finger_closes_from_farther_away() {
    let mut stage = placed(&TRIANGLE);
    stage.click((90.0, 100.0));
    assert!(stage.commands.is_empty());
    let mut stage = placed(&TRIANGLE);
    stage.pointer = Pointer::Touch;
    stage.click((90.0, 100.0));
    assert_eq!(stage.commands.len(), 1);
}

#[test]
fn enter_closes() {
    let mut stage = placed(&TRIANGLE);
    stage.key(Key::Enter);
    assert_eq!(stage.vertices(stage.newest().id), TRIANGLE);
}

#[test]
fn double_click_closes() {
    let mut stage = placed(&TRIANGLE[..2]);
    stage.double_click(TRIANGLE[2]);
    assert_eq!(
        stage.vertices(stage.newest().id),
        TRIANGLE,
        "no vertex twice"
    );
    assert!(!stage.tool.is_busy());
}

#[test]
fn a_double_click_on_the_first_vertex_begins_no_other_polygon() {
    let mut stage = placed(&TRIANGLE);
    stage.double_click(TRIANGLE[0]);
    assert_eq!(stage.commands.len(), 1);
    assert!(!stage.tool.is_busy());
}

#[test]
fn two_quick_clicks_at_different_places_are_two_vertices() {
    let mut stage = placed(&TRIANGLE);
    stage.press_counted((50.0, 200.0), 2);
    stage.release((50.0, 200.0));
    assert_eq!(drawn(&stage).len(), 4);
}

#[test]
fn three_vertices_at_least() {
    let mut stage = placed(&TRIANGLE[..2]);
    stage.key(Key::Enter);
    stage.double_click(TRIANGLE[1]);
    assert!(stage.commands.is_empty());
    assert_eq!(drawn(&stage), TRIANGLE[..2]);
}

#[test]
fn backspace_removes_the_last() {
    let mut stage = placed(&TRIANGLE);
    stage.key(Key::Backspace);
    assert_eq!(drawn(&stage), TRIANGLE[..2]);
    stage.key(Key::Backspace);
    assert!(stage.tool.is_busy());
    stage.key(Key::Backspace);
    assert!(!stage.tool.is_busy(), "the last one ends the draft");
    stage.key(Key::Backspace);
    assert!(stage.commands.is_empty());
}

#[test]
fn esc_cancels() {
    let mut stage = placed(&TRIANGLE);
    assert!(stage.key(Key::Escape).is_empty());
    assert!(!stage.tool.is_busy());
    stage.key(Key::Enter);
    assert!(stage.commands.is_empty());
    assert_eq!(stage.key(Key::Escape), [Effect::ExitDrawing]);
}

#[test]
fn undo_inside_an_open_polygon_takes_back_a_vertex() {
    let mut stage = placed(&TRIANGLE);
    stage.tool = stage.tool.undo_inside().unwrap();
    assert_eq!(drawn(&stage), TRIANGLE[..2]);
    stage.tool = stage.tool.undo_inside().unwrap();
    stage.tool = stage.tool.undo_inside().unwrap();
    assert!(!stage.tool.is_busy());
    assert_eq!(stage.tool.undo_inside(), None);
}

/// The hand goes along these places with the button down.
fn free_hand(stage: &mut Stage, places: impl IntoIterator<Item = At>) {
    let mut places = places.into_iter();
    let mut at = places.next().unwrap();
    stage.press(at);
    for place in places {
        at = place;
        stage.go(at);
    }
    stage.release(at);
}

fn along(from: At, to: At, steps: u32) -> impl Iterator<Item = At> {
    (0..=steps).map(move |step| {
        let part = f64::from(step) / f64::from(steps);
        (
            from.0 + (to.0 - from.0) * part,
            from.1 + (to.1 - from.1) * part,
        )
    })
}

#[test]
fn holding_the_button_draws_free_hand_and_is_simplified_on_release() {
    let mut stage = stage();
    let line = along((100.0, 100.0), (300.0, 100.0), 50);
    let line = line.chain(along((300.0, 100.0), (300.0, 300.0), 50));
    free_hand(&mut stage, line);
    assert_eq!(
        drawn(&stage),
        [(100.0, 100.0), (300.0, 100.0), (300.0, 300.0)]
    );
    assert!(stage.commands.is_empty());
    stage.key(Key::Enter);
    assert_eq!(stage.commands.len(), 1);
}

#[test]
fn free_hand_is_added_to_the_draft_and_the_rest_is_left_as_it_was() {
    // All but the free-hand part lies on a line that would be simplified away.
    let clicked = [(100.0, 100.0), (150.0, 100.0), (200.0, 100.0)];
    let mut stage = placed(&clicked);
    free_hand(&mut stage, along((300.0, 100.0), (300.0, 300.0), 50));
    assert_eq!(drawn(&stage)[..3], clicked);
    assert_eq!(drawn(&stage)[3..], [(300.0, 100.0), (300.0, 300.0)]);
    stage.click((200.0, 300.0));
    stage.key(Key::Enter);
    assert_eq!(stage.vertices(stage.newest().id).len(), 6);
}

#[test]
fn simplifying_goes_by_screen_pixels() {
    let wave = |x: f64| (x, 100.0 + (x / 5.0).sin() * 3.0);
    let mut stage = stage();
    free_hand(&mut stage, (20..200).map(|x| wave(f64::from(x))));
    let near = drawn(&stage).len();
    let mut stage = Stage::new(ToolKind::Polygon);
    stage.camera.scale = 0.1;
    let places = (20..200).map(|x| wave(f64::from(x)));
    free_hand(&mut stage, places.map(|(x, y)| (x / 10.0, y / 10.0)));
    let far = drawn(&stage).len();
    assert!(near > 10 && far < 5, "{near} {far}");
}

#[test]
fn free_hand_that_returns_near_the_first_vertex_closes_on_release() {
    let circle = (0..=60).map(|step| {
        let angle = f64::from(step) / 60.0 * std::f64::consts::TAU * 0.995;
        (300.0 + 100.0 * angle.cos(), 300.0 + 100.0 * angle.sin())
    });
    let mut stage = stage();
    free_hand(&mut stage, circle);
    assert_eq!(stage.commands.len(), 1);
    let area = stage.newest().shape().area();
    assert!((30_000.0..31_500.0).contains(&area), "{area}");
    let vertices = stage.vertices(stage.newest().id);
    assert!(vertices.len() < 40);
    let (first, last) = (vertices[0], vertices[vertices.len() - 1]);
    assert!((first.0 - last.0).hypot(first.1 - last.1) > 8.0);
}

#[test]
fn a_short_scribble_at_the_first_vertex_closes_nothing() {
    let mut stage = stage();
    free_hand(&mut stage, [(100.0, 100.0), (105.0, 101.0), (104.0, 105.0)]);
    assert!(stage.commands.is_empty());
}

#[test]
fn esc_in_the_middle_of_a_free_hand_line_leaves_no_trace() {
    let mut stage = placed(&TRIANGLE);
    stage.press((50.0, 300.0));
    stage.go((50.0, 200.0));
    stage.key(Key::Escape);
    stage.go((60.0, 150.0));
    stage.release((100.0, 100.0));
    assert!(!stage.tool.is_busy());
    assert!(stage.commands.is_empty());
}

#[test]
fn a_press_of_4_px_still_places_one_vertex() {
    let mut stage = stage();
    stage.press((100.0, 100.0));
    stage.go((104.0, 100.0));
    stage.release((104.0, 100.0));
    assert_eq!(drawn(&stage), [(100.0, 100.0)]);
}

#[test]
fn a_pointer_that_is_taken_away_drops_only_the_press() {
    let mut stage = placed(&TRIANGLE[..2]);
    stage.press(TRIANGLE[2]);
    assert_eq!(drawn(&stage).len(), 3, "it is shown at once");
    stage.feed(Event::Cancel);
    assert_eq!(drawn(&stage), TRIANGLE[..2]);
    stage.press((50.0, 300.0));
    stage.go((90.0, 300.0));
    stage.feed(Event::Cancel);
    assert_eq!(drawn(&stage), TRIANGLE[..2]);
}

#[test]
fn vertices_stay_inside_the_picture() {
    let mut stage = placed(&[(-50.0, 100.0), (900.0, -20.0), (300.0, 700.0)]);
    stage.key(Key::Enter);
    assert_eq!(
        stage.vertices(stage.newest().id),
        [(0.0, 100.0), (800.0, 0.0), (300.0, 600.0)]
    );
}

#[test]
fn the_same_vertex_is_not_placed_twice_in_a_row() {
    let mut stage = stage();
    stage.click(TRIANGLE[0]);
    stage.click(TRIANGLE[0]);
    stage.click(TRIANGLE[1]);
    assert_eq!(drawn(&stage), TRIANGLE[..2]);
}

#[test]
fn vertices_on_one_line_make_nothing_and_the_draft_stays() {
    let mut stage = placed(&[(100.0, 100.0), (200.0, 200.0), (300.0, 300.0)]);
    stage.key(Key::Enter);
    assert!(stage.commands.is_empty());
    assert_eq!(drawn(&stage).len(), 3);
    assert!(stage.hint().starts_with("All vertices lie on one line"));
    stage.click((100.0, 300.0));
    stage.key(Key::Enter);
    assert_eq!(stage.commands.len(), 1);
}

#[test]
fn self_crossing_outlines_are_allowed_while_drawing() {
    // Its shoelace area is zero.
    let mut stage = placed(&[
        (100.0, 100.0),
        (200.0, 200.0),
        (200.0, 100.0),
        (100.0, 200.0),
    ]);
    stage.key(Key::Enter);
    let Shape::Polygon(polygon) = stage.newest().shape() else {
        panic!("no polygon")
    };
    assert!(polygon.ring(0).unwrap().crosses_itself());
}

#[test]
fn drawing_without_a_concept_asks_for_one_at_the_first_press_and_then_draws() {
    let mut stage = stage();
    stage.concept = None;
    let effects = stage.press(TRIANGLE[0]);
    let asked = stage.asked.take().unwrap();
    assert_eq!(effects, [Effect::AskConcept(asked)]);
    stage.release(TRIANGLE[0]);
    assert!(!stage.tool.is_busy());
    stage.concept = Some(SHEEP);
    stage.feed(asked);
    stage.release(TRIANGLE[0]);
    stage.click(TRIANGLE[1]);
    stage.click(TRIANGLE[2]);
    // Without a concept meanwhile it can't be closed, and isn't lost.
    stage.concept = None;
    stage.key(Key::Enter);
    stage.concept = Some(SHEEP);
    let asked = stage.asked.take().unwrap();
    stage.feed(asked);
    assert_eq!(stage.vertices(stage.newest().id), TRIANGLE);
}

#[test]
fn with_two_vertices_a_click_at_the_first_is_a_vertex() {
    let mut stage = placed(&TRIANGLE[..2]);
    stage.click((104.0, 104.0));
    assert_eq!(drawn(&stage).len(), 3);
}
