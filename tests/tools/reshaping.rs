//! Section 4.1, moving and resizing what is there.

use crate::stage::*;
use cartouche::document::Shape;
use cartouche::geometry::*;
use cartouche::tools::*;

#[test]
fn drag_a_handle_to_resize_only_the_dragged_sides_move() {
    // Numbers that no sum would leave as they are.
    let (l, t, r, b) = (100.1, 100.2, 300.3, 200.7);
    let rect = ImageRect::between(ImagePoint::new(l, t), ImagePoint::new(r, b));
    let (cx, cy) = (rect.center().x, rect.center().y);
    for (handle, expected) in [
        ((l, t), [true, true, false, false]),
        ((cx, t), [false, true, false, false]),
        ((r, t), [false, true, true, false]),
        ((r, cy), [false, false, true, false]),
        ((r, b), [false, false, true, true]),
        ((cx, b), [false, false, false, true]),
        ((l, b), [true, false, false, true]),
        ((l, cy), [true, false, false, false]),
    ] {
        let mut stage = Stage::new(ToolKind::Select);
        let id = stage.put(Shape::Box(rect));
        stage.select([id]);
        stage.drag(handle, (handle.0 + 13.37, handle.1 + 17.71));
        let now = stage.sides(id);
        let moved = [now[0] != l, now[1] != t, now[2] != r, now[3] != b];
        assert_eq!(moved, expected, "handle at {handle:?}: {now:?}");
        assert_eq!(stage.commands.len(), 1);
    }
}

#[test]
fn a_side_dragged_over_the_opposite_one_flips() {
    let (mut stage, id) = with_box();
    stage.drag((100.0, 150.0), (400.0, 150.0));
    assert_eq!(stage.sides(id), [300.0, 100.0, 400.0, 200.0]);
    stage.drag((400.0, 200.0), (250.0, 50.0));
    assert_eq!(stage.sides(id), [250.0, 50.0, 300.0, 100.0]);
}

#[test]
fn a_side_dragged_onto_the_opposite_one_changes_nothing() {
    let (mut stage, id) = with_box();
    stage.drag((100.0, 150.0), (300.0, 150.0));
    assert!(stage.commands.is_empty());
    assert_eq!(stage.sides(id), [100.0, 100.0, 300.0, 200.0]);
}

#[test]
fn a_side_that_is_dragged_beyond_the_picture_stops_at_the_edge() {
    let (mut stage, id) = with_box();
    stage.drag((100.0, 100.0), (-40.0, -70.0));
    assert_eq!(stage.sides(id), [0.0, 0.0, 300.0, 200.0]);
    stage.drag((300.0, 200.0), (2000.0, 2000.0));
    assert_eq!(stage.sides(id), [0.0, 0.0, 800.0, 600.0]);
}

#[test]
fn drag_the_inside_to_move() {
    let (mut stage, id) = with_box();
    stage.drag((200.0, 150.0), (230.0, 170.0));
    assert_eq!(stage.sides(id), [130.0, 120.0, 330.0, 220.0]);
    assert_eq!(stage.commands.len(), 1);
}

#[test]
fn drag_an_edge_to_move() {
    let (mut stage, id) = with_box();
    stage.drag((150.0, 98.0), (180.0, 118.0));
    assert_eq!(stage.sides(id), [130.0, 120.0, 330.0, 220.0]);
}

#[test]
fn a_shape_that_is_moved_stops_as_a_whole() {
    let (mut stage, id) = with_box();
    stage.drag((200.0, 150.0), (-900.0, 900.0));
    assert_eq!(stage.sides(id), [0.0, 500.0, 200.0, 600.0]);
    let (mut stage, id) = with_square();
    stage.drag((200.0, 200.0), (1900.0, -900.0));
    assert_eq!(
        stage.vertices(id),
        [(600.0, 0.0), (800.0, 0.0), (800.0, 200.0), (600.0, 200.0)]
    );
}

#[test]
fn an_imported_shape_that_lies_outside_stays_until_somebody_edits_that_side() {
    let mut stage = Stage::new(ToolKind::Select);
    let id = stage.put_box(-20.0, -30.0, 200.0, 200.0);
    stage.select([id]);
    // Another side.
    stage.drag((180.0, 170.0), (200.0, 210.0));
    assert_eq!(stage.sides(id), [-20.0, -30.0, 200.0, 210.0]);
    // Moved inwards it comes along, outwards it stays.
    stage.drag((100.0, 100.0), (90.0, 90.0));
    assert_eq!(stage.sides(id), [-20.0, -30.0, 200.0, 210.0]);
    stage.drag((100.0, 100.0), (105.0, 100.0));
    assert_eq!(stage.sides(id), [-15.0, -30.0, 205.0, 210.0]);
    // That side.
    stage.drag((-15.0, 90.0), (-10.0, 90.0));
    assert_eq!(stage.sides(id), [0.0, -30.0, 205.0, 210.0]);
}

#[test]
fn a_click_never_moves() {
    let (mut stage, id) = with_box();
    for at in [(200.0, 150.0), (100.0, 100.0), (300.0, 150.0)] {
        stage.press(at);
        stage.go((at.0 + 2.0, at.1 + 2.0));
        stage.release((at.0 + 2.0, at.1 + 2.0));
        assert_eq!(stage.sides(id), [100.0, 100.0, 300.0, 200.0]);
    }
    assert!(stage.commands.is_empty());
}

#[test]
fn a_handle_that_is_taken_beside_its_middle_does_not_jump() {
    let (mut stage, id) = with_box();
    stage.drag((106.0, 105.0), (116.0, 115.0));
    assert_eq!(stage.sides(id), [110.0, 110.0, 300.0, 200.0]);
}

#[test]
fn handles_are_larger_for_a_finger() {
    let (mut stage, id) = with_box();
    stage.drag((90.0, 90.0), (80.0, 80.0));
    assert_eq!(stage.sides(id), [100.0, 100.0, 300.0, 200.0]);
    stage.select([id]);
    stage.pointer = Pointer::Touch;
    stage.drag((90.0, 90.0), (80.0, 80.0));
    assert_eq!(stage.sides(id), [90.0, 90.0, 300.0, 200.0]);
}

#[test]
fn handles_keep_their_size_on_the_screen() {
    let mut stage = Stage::new(ToolKind::Select);
    let id = stage.put_box(100.0, 100.0, 400.0, 400.0);
    stage.select([id]);
    stage.camera.scale = 0.25;
    stage.drag((25.0 - 7.0, 25.0 - 7.0), (25.0 - 12.0, 25.0 - 12.0));
    assert_eq!(stage.sides(id), [80.0, 80.0, 500.0, 500.0]);
}

#[test]
fn the_inside_of_a_small_box_can_be_taken() {
    let mut stage = Stage::new(ToolKind::Select);
    let id = stage.put_box(100.0, 100.0, 16.0, 16.0);
    stage.select([id]);
    stage.drag((108.0, 108.0), (118.0, 108.0));
    assert_eq!(stage.sides(id), [110.0, 100.0, 126.0, 116.0]);
}

#[test]
fn arrow_keys_nudge_by_1_px_on_screen_with_shift_by_10() {
    let (mut stage, id) = with_box();
    stage.camera.scale = 2.0;
    stage.key(Key::Arrow(1, 0));
    assert_eq!(stage.sides(id), [100.5, 100.0, 300.5, 200.0]);
    stage.holding(SHIFT, |stage| {
        stage.key(Key::Arrow(0, -1));
    });
    assert_eq!(stage.sides(id), [100.5, 95.0, 300.5, 195.0]);
    assert_eq!(stage.commands.len(), 2);
    stage.undo();
    assert_eq!(stage.sides(id), [100.5, 100.0, 300.5, 200.0]);
}

#[test]
fn nudging_stops_at_the_edge() {
    let mut stage = Stage::new(ToolKind::Select);
    let id = stage.put_box(5.0, 100.0, 50.0, 50.0);
    stage.select([id]);
    stage.holding(SHIFT, |stage| {
        stage.key(Key::Arrow(-1, 0));
        stage.key(Key::Arrow(-1, 0));
    });
    assert_eq!(stage.sides(id), [0.0, 100.0, 50.0, 150.0]);
    assert_eq!(stage.commands.len(), 1, "there it changes nothing");
}

#[test]
fn several_move_together_in_one_command_and_stop_as_a_group() {
    let mut stage = Stage::new(ToolKind::Select);
    let a = stage.put_box(50.0, 100.0, 50.0, 50.0);
    let b = stage.put_box(200.0, 100.0, 50.0, 50.0);
    stage.select([a, b]);
    stage.drag((225.0, 125.0), (25.0, 135.0));
    assert_eq!(stage.sides(a), [0.0, 110.0, 50.0, 160.0]);
    assert_eq!(stage.sides(b), [150.0, 110.0, 200.0, 160.0]);
    assert_eq!(stage.commands.len(), 1);
    assert_eq!(stage.selection, [a, b].into());
}

#[test]
fn moving_a_parent_with_alt_held_takes_the_children_along() {
    let mut stage = Stage::new(ToolKind::Select);
    let box_at = |x: f64, side: f64| Shape::Box(ImageRect::from_xywh(x, 100.0, side, side));
    let parent = stage.put(box_at(100.0, 300.0));
    let child = stage.put_child(box_at(150.0, 100.0), Some(parent));
    let grandchild = stage.put_child(box_at(160.0, 50.0), Some(child));
    let locked = stage.put_child(box_at(170.0, 20.0), Some(parent));
    let stranger = stage.put(box_at(320.0, 50.0));
    stage.lock(locked);
    stage.select([parent]);
    stage.holding(ALT, |stage| stage.drag((250.0, 350.0), (260.0, 350.0)));
    let left = |stage: &Stage, id| stage.sides(id)[0];
    assert_eq!(left(&stage, parent), 110.0);
    assert_eq!(left(&stage, child), 160.0);
    assert_eq!(left(&stage, grandchild), 170.0);
    assert_eq!(left(&stage, locked), 170.0);
    assert_eq!(left(&stage, stranger), 320.0);
    assert_eq!(stage.commands.len(), 1);
    stage.drag((250.0, 350.0), (260.0, 350.0));
    assert_eq!(left(&stage, parent), 120.0);
    assert_eq!(left(&stage, child), 160.0, "without it they stay");
}

#[test]
fn escape_drops_the_drag_without_a_trace() {
    let (mut stage, id) = with_box();
    stage.press((200.0, 150.0));
    stage.go((300.0, 250.0));
    assert_eq!(stage.preview().drafts.len(), 1);
    stage.key(Key::Escape);
    assert!(stage.preview().drafts.is_empty());
    stage.go((310.0, 250.0));
    stage.release((310.0, 250.0));
    assert!(stage.commands.is_empty());
    assert_eq!(stage.selection, [id].into());
    assert_eq!(stage.key(Key::Escape), [Effect::Select([].into())]);
}

#[test]
fn a_pointer_that_is_taken_away_drops_the_drag() {
    let (mut stage, _) = with_box();
    stage.press((200.0, 150.0));
    stage.go((300.0, 250.0));
    stage.feed(Event::Cancel);
    stage.release((300.0, 250.0));
    assert!(stage.commands.is_empty());
    assert_eq!(stage.preview().hovered, None);
}

#[test]
fn the_draft_is_what_is_written() {
    let (mut stage, id) = with_box();
    stage.press((300.0, 200.0));
    stage.go((350.0, 260.0));
    let preview = stage.preview();
    assert_eq!(preview.size.unwrap().text, "250 × 160");
    assert_eq!(preview.cursor, Cursor::NwseResize);
    assert_eq!(preview.drafts[0].object, Some(id));
    assert_eq!(preview.handles[2].at, ImagePoint::new(350.0, 260.0));
    stage.release((350.0, 260.0));
    assert_eq!(*stage.shape(id), preview.drafts[0].shape);
}

#[test]
fn what_is_undone_in_the_middle_of_a_drag_is_the_drag() {
    let (mut stage, _) = with_box();
    assert_eq!(stage.tool.undo_inside(), None);
    stage.press((200.0, 150.0));
    stage.go((300.0, 150.0));
    stage.tool = stage.tool.undo_inside().unwrap();
    stage.release((300.0, 150.0));
    assert!(stage.commands.is_empty());
}

#[test]
fn a_corner_dragged_along_one_side_leaves_the_other_outside() {
    let mut stage = Stage::new(ToolKind::Select);
    let id = stage.put_box(-20.0, -30.0, 200.0, 200.0);
    stage.select([id]);
    stage.drag((-20.0, -30.0), (-10.0, -30.0));
    assert_eq!(stage.sides(id), [0.0, -30.0, 180.0, 170.0]);
}

#[test]
fn no_rounding_puts_a_shape_outside() {
    for step in 0..300 {
        let step = f64::from(step);
        let mut stage = Stage::new(ToolKind::Select);
        let (x, width) = (100.1 + step * 0.371, 30.0 + step * 0.0137);
        let a = stage.put_box(x, x, width, width);
        let b = stage.put_ring(&[(x, x), (x + width, x), (x, x + width)]);
        stage.select([a, b]);
        // `Stage` looks whether they are inside.
        stage.drag((x + 12.0, x + 12.0), (5000.0, 5000.0));
        assert_eq!(stage.commands.len(), 1);
        assert_eq!(stage.sides(a)[2..], [800.0, 600.0]);
    }
}

#[test]
fn what_is_hidden_is_not_nudged() {
    let (mut stage, id) = with_box();
    stage.hidden.insert(id);
    stage.key(Key::Arrow(1, 0));
    assert!(stage.commands.is_empty());
}

#[test]
fn a_press_shows_no_draft_before_it_is_a_drag() {
    let (mut stage, _) = with_box();
    stage.press((200.0, 150.0));
    stage.go((202.0, 150.0));
    assert!(stage.preview().drafts.is_empty());
    stage.go((204.0, 150.0));
    assert_eq!(stage.preview().drafts.len(), 1);
}

#[test]
fn looking_nearer_in_the_middle_of_a_drag_keeps_the_shape_under_the_hand() {
    let (mut stage, id) = with_box();
    stage.press((200.0, 150.0));
    stage.go((220.0, 150.0));
    stage.camera = stage.camera.zoomed(2.0, ScreenPoint::new(220.0, 150.0));
    stage.release((220.0, 150.0));
    assert_eq!(stage.sides(id), [120.0, 100.0, 320.0, 200.0]);
}
