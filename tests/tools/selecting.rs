//! Sections 4.1 and 4.2, taking and changing what is there.

use crate::stage::*;
use cartouche::document::{ObjectId, Shape};
use cartouche::edit::Command;
use cartouche::geometry::*;
use cartouche::tools::*;

fn stage() -> Stage {
    Stage::new(ToolKind::Select)
}

/// A stage with one box of 200 × 100 at (100, 100), selected.
fn with_box() -> (Stage, ObjectId) {
    let mut stage = stage();
    let id = stage.put_box(100.0, 100.0, 200.0, 100.0);
    stage.select([id]);
    (stage, id)
}

const SQUARE: [At; 4] = [
    (100.0, 100.0),
    (300.0, 100.0),
    (300.0, 300.0),
    (100.0, 300.0),
];

/// A stage with one square polygon, selected.
fn with_square() -> (Stage, ObjectId) {
    let mut stage = stage();
    let id = stage.put_ring(&SQUARE);
    stage.select([id]);
    (stage, id)
}

#[test]
fn clicking_a_box_shows_eight_handles() {
    let (mut stage, id) = with_box();
    stage.select([]);
    assert!(stage.preview().handles.is_empty());
    stage.click((200.0, 150.0));
    assert_eq!(stage.selection, [id].into());
    let handles = stage.preview().handles;
    assert_eq!(handles.len(), 8);
    assert!(handles.iter().all(|handle| handle.kind == HandleKind::Side));
    assert!(stage.commands.is_empty());
}

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
        let mut stage = stage();
        let id = stage.put(Shape::Box(rect));
        stage.select([id]);
        stage.drag(handle, (handle.0 + 13.0, handle.1 + 17.0));
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
fn a_press_on_what_is_not_selected_selects_and_moves_it() {
    let (mut stage, id) = with_box();
    let other = stage.put_box(500.0, 400.0, 50.0, 50.0);
    stage.drag((525.0, 425.0), (535.0, 425.0));
    assert_eq!(stage.selection, [other].into());
    assert_eq!(stage.sides(other), [510.0, 400.0, 560.0, 450.0]);
    assert_eq!(stage.sides(id), [100.0, 100.0, 300.0, 200.0]);
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
    let mut stage = stage();
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
    let mut stage = stage();
    let id = stage.put_box(100.0, 100.0, 400.0, 400.0);
    stage.select([id]);
    stage.camera.scale = 0.25;
    stage.drag((25.0 - 7.0, 25.0 - 7.0), (25.0 - 12.0, 25.0 - 12.0));
    assert_eq!(stage.sides(id), [80.0, 80.0, 500.0, 500.0]);
}

#[test]
fn the_inside_of_a_small_box_can_be_taken() {
    let mut stage = stage();
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
    let mut stage = stage();
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
fn arrow_keys_with_nothing_selected_are_not_the_tools() {
    let (mut stage, _) = with_box();
    stage.select([]);
    assert!(stage.key(Key::Arrow(1, 0)).is_empty());
}

/// Three boxes around each other, the largest first.
fn nested() -> (Stage, [ObjectId; 3]) {
    let mut stage = stage();
    let ids = [
        stage.put_box(100.0, 100.0, 400.0, 400.0),
        stage.put_box(150.0, 150.0, 300.0, 300.0),
        stage.put_box(200.0, 200.0, 200.0, 200.0),
    ];
    (stage, ids)
}

#[test]
fn where_shapes_overlap_the_click_takes_the_smallest_and_another_click_the_next() {
    let (mut stage, [large, middle, small]) = nested();
    for expected in [small, middle, large, small] {
        stage.click((300.0, 300.0));
        assert_eq!(stage.selection, [expected].into());
    }
    // Within 3 px is the same place.
    stage.click((302.0, 300.0));
    assert_eq!(stage.selection, [middle].into());
    // Going away and coming back is not.
    stage.go((330.0, 300.0));
    stage.click((300.0, 300.0));
    assert_eq!(stage.selection, [small].into());
    assert!(stage.commands.is_empty());
}

#[test]
fn what_another_click_took_can_be_dragged_from_there() {
    let (mut stage, [_, middle, small]) = nested();
    stage.click((300.0, 250.0));
    stage.click((300.0, 250.0));
    assert_eq!(stage.selection, [middle].into());
    stage.drag((300.0, 250.0), (310.0, 250.0));
    assert_eq!(stage.sides(middle), [160.0, 150.0, 460.0, 450.0]);
    assert_eq!(stage.sides(small), [200.0, 200.0, 400.0, 400.0]);
    // Elsewhere the smallest is taken.
    stage.drag((320.0, 260.0), (330.0, 260.0));
    assert_eq!(stage.selection, [small].into());
}

#[test]
fn outlines_are_hit_within_4_px() {
    let (mut stage, id) = with_box();
    stage.select([]);
    stage.click((96.5, 130.0));
    assert_eq!(stage.selection, [id].into());
    stage.select([]);
    stage.click((95.0, 130.0));
    assert!(stage.selection.is_empty());
}

#[test]
fn polygons_are_hit_in_their_area_and_not_in_their_holes() {
    let mut stage = stage();
    let hole = ring(&[
        (150.0, 150.0),
        (250.0, 150.0),
        (250.0, 250.0),
        (150.0, 250.0),
    ]);
    let part = Part {
        outer: ring(&SQUARE),
        holes: vec![hole],
    };
    let id = stage.put(Shape::Polygon(Polygon::from_parts(vec![part]).unwrap()));
    stage.click((200.0, 200.0));
    assert!(stage.selection.is_empty());
    stage.click((125.0, 200.0));
    assert_eq!(stage.selection, [id].into());
    // A vertex of the hole is a vertex like any other.
    stage.drag((150.0, 150.0), (160.0, 170.0));
    let Shape::Polygon(polygon) = stage.shape(id) else {
        panic!("no polygon")
    };
    let vertex = polygon.ring(1).unwrap().vertices()[0];
    assert_eq!(vertex, ImagePoint::new(160.0, 170.0));
    assert_eq!(stage.vertices(id), SQUARE);
}

#[test]
fn masks_are_hit_by_their_pixels_and_do_not_move() {
    let mut stage = stage();
    let id = stage.put_mask(100, 100, 50);
    stage.click((90.0, 120.0));
    assert!(stage.selection.is_empty());
    stage.drag((120.0, 120.0), (200.0, 200.0));
    assert_eq!(stage.selection, [id].into());
    assert!(stage.preview().handles.is_empty());
    stage.key(Key::Arrow(1, 0));
    assert!(stage.commands.is_empty());
    stage.key(Key::Delete);
    assert!(stage.objects().is_empty());
}

#[test]
fn hidden_objects_are_never_hit() {
    let (mut stage, [_, middle, small]) = nested();
    stage.hidden.insert(small);
    stage.go((300.0, 300.0));
    assert_eq!(stage.preview().hovered, Some(middle));
    stage.click((300.0, 300.0));
    assert_eq!(stage.selection, [middle].into());
    stage.select([small]);
    assert!(stage.preview().handles.is_empty());
}

#[test]
fn locked_objects_can_be_selected_but_have_no_handles_and_do_not_move() {
    let (mut stage, id) = with_box();
    stage.select([]);
    stage.lock(id);
    stage.click((200.0, 150.0));
    assert_eq!(stage.selection, [id].into());
    assert!(stage.preview().handles.is_empty());
    stage.drag((100.0, 100.0), (50.0, 50.0));
    stage.drag((200.0, 150.0), (220.0, 150.0));
    stage.key(Key::Arrow(1, 0));
    stage.key(Key::Delete);
    assert!(stage.commands.is_empty());
}

#[test]
fn click_on_empty_deselects() {
    let (mut stage, id) = with_box();
    stage.press((600.0, 500.0));
    assert_eq!(stage.selection, [id].into());
    stage.release((600.0, 500.0));
    assert!(stage.selection.is_empty());
}

#[test]
fn ctrl_click_toggles() {
    let (mut stage, [large, middle, small]) = nested();
    stage.select([small]);
    stage.holding(COMMAND, |stage| stage.click((120.0, 300.0)));
    assert_eq!(stage.selection, [large, small].into());
    stage.holding(COMMAND, |stage| stage.click((170.0, 300.0)));
    assert_eq!(stage.selection, [large, middle, small].into());
    stage.holding(COMMAND, |stage| stage.click((120.0, 320.0)));
    assert_eq!(stage.selection, [middle, small].into());
    stage.holding(COMMAND, |stage| stage.click((700.0, 50.0)));
    assert_eq!(stage.selection, [middle, small].into());
    // Without it the click takes one alone.
    stage.click((300.0, 230.0));
    assert_eq!(stage.selection, [small].into());
}

#[test]
fn several_move_together_in_one_command_and_stop_as_a_group() {
    let mut stage = stage();
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
fn delete_and_backspace_remove_what_is_selected() {
    for key in [Key::Delete, Key::Backspace] {
        let (mut stage, [large, _, small]) = nested();
        stage.select([large, small]);
        stage.key(key);
        assert_eq!(stage.objects().len(), 1);
        assert_eq!(stage.commands.len(), 1);
    }
}

#[test]
fn moving_a_parent_with_alt_held_takes_the_children_along() {
    let mut stage = stage();
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
fn the_pointer_shows_what_it_would_do() {
    let (mut stage, id) = with_box();
    for (at, cursor) in [
        ((100.0, 100.0), Cursor::NwseResize),
        ((300.0, 100.0), Cursor::NeswResize),
        ((200.0, 100.0), Cursor::NsResize),
        ((100.0, 150.0), Cursor::EwResize),
        ((200.0, 150.0), Cursor::Move),
        ((600.0, 150.0), Cursor::Default),
    ] {
        stage.go(at);
        assert_eq!(stage.preview().cursor, cursor, "{at:?}");
        let over = (cursor != Cursor::Default).then_some(id);
        assert_eq!(stage.preview().hovered, over);
    }
}

#[test]
fn drag_a_vertex() {
    let (mut stage, id) = with_square();
    stage.drag((300.0, 300.0), (350.0, 320.0));
    assert_eq!(stage.vertices(id)[2], (350.0, 320.0));
    assert_eq!(stage.vertices(id)[..2], SQUARE[..2]);
    assert_eq!(stage.commands.len(), 1);
    stage.drag((350.0, 320.0), (1350.0, -20.0));
    assert_eq!(stage.vertices(id)[2], (800.0, 0.0), "it stops at the edge");
}

#[test]
fn click_on_an_edge_inserts_a_vertex() {
    let (mut stage, id) = with_square();
    stage.click((302.0, 180.0));
    assert_eq!(stage.vertices(id).len(), 5);
    assert_eq!(stage.vertices(id)[2], (300.0, 180.0));
    // On the edge that closes the ring it comes last.
    stage.click((100.0, 250.0));
    assert_eq!(stage.vertices(id)[5], (100.0, 250.0));
    assert_eq!(stage.commands.len(), 2);
}

#[test]
fn drag_on_an_edge_inserts_a_vertex_and_drags_it() {
    let (mut stage, id) = with_square();
    stage.drag((300.0, 180.0), (340.0, 190.0));
    assert_eq!(stage.vertices(id)[2], (340.0, 190.0));
    assert_eq!(stage.vertices(id).len(), 5);
    assert_eq!(stage.commands.len(), 1);
}

#[test]
fn an_edge_of_what_is_not_selected_inserts_nothing() {
    let (mut stage, id) = with_square();
    stage.select([]);
    stage.click((300.0, 180.0));
    assert_eq!(stage.selection, [id].into());
    assert_eq!(stage.vertices(id), SQUARE);
}

#[test]
fn alt_click_on_a_vertex_removes_it() {
    let (mut stage, id) = with_square();
    stage.holding(ALT, |stage| stage.click((300.0, 100.0)));
    assert_eq!(
        stage.vertices(id),
        [(100.0, 100.0), (300.0, 300.0), (100.0, 300.0)]
    );
    stage.holding(ALT, |stage| stage.click((100.0, 100.0)));
    assert_eq!(stage.vertices(id).len(), 3, "three at least");
    assert_eq!(stage.commands.len(), 1);
}

#[test]
fn delete_on_a_selected_vertex_removes_it() {
    for key in [Key::Delete, Key::Backspace] {
        let (mut stage, id) = with_square();
        stage.click((300.0, 100.0));
        let selected = stage.preview().handles;
        let selected: Vec<_> = selected.iter().filter(|handle| handle.selected).collect();
        assert_eq!(selected.len(), 1);
        assert_eq!(selected[0].at, ImagePoint::new(300.0, 100.0));
        stage.key(key);
        assert_eq!(stage.vertices(id).len(), 3);
        // Then there is no selected vertex, and the key means the polygon.
        stage.key(key);
        assert!(stage.objects().is_empty());
    }
}

#[test]
fn delete_on_a_selected_vertex_of_a_triangle_removes_nothing() {
    let mut stage = stage();
    let id = stage.put_ring(&SQUARE[..3]);
    stage.select([id]);
    stage.click((300.0, 100.0));
    stage.key(Key::Delete);
    assert!(stage.commands.is_empty());
}

#[test]
fn escape_lets_go_of_the_vertex_first_and_then_of_the_selection() {
    let (mut stage, id) = with_square();
    stage.click((300.0, 100.0));
    assert!(stage.key(Key::Escape).is_empty());
    assert_eq!(stage.selection, [id].into());
    assert!(
        stage
            .preview()
            .handles
            .iter()
            .all(|handle| !handle.selected)
    );
    assert_eq!(stage.key(Key::Escape), [Effect::Select([].into())]);
}

#[test]
fn a_selected_vertex_is_let_go_of_when_it_is_elsewhere() {
    let (mut stage, id) = with_square();
    stage.drag((300.0, 100.0), (320.0, 100.0));
    stage.undo();
    assert!(
        stage
            .preview()
            .handles
            .iter()
            .all(|handle| !handle.selected)
    );
    stage.click((300.0, 100.0));
    stage.select([]);
    stage.key(Key::Delete);
    assert_eq!(stage.vertices(id), SQUARE);
}

#[test]
fn arrow_keys_nudge_the_selected_vertex() {
    let (mut stage, id) = with_square();
    stage.click((300.0, 100.0));
    stage.key(Key::Arrow(0, -1));
    stage.key(Key::Arrow(0, -1));
    assert_eq!(stage.vertices(id)[1], (300.0, 98.0));
    assert_eq!(stage.vertices(id)[0], SQUARE[0]);
    assert_eq!(stage.commands.len(), 2);
}

#[test]
fn drag_the_inside_of_a_polygon_to_move() {
    let (mut stage, id) = with_square();
    stage.drag((200.0, 200.0), (210.0, 190.0));
    assert_eq!(stage.vertices(id)[0], (110.0, 90.0));
    assert_eq!(stage.vertices(id)[2], (310.0, 290.0));
    assert!(matches!(
        stage.commands.as_slice(),
        [Command::SetShapes { .. }]
    ));
}

#[test]
fn a_vertex_dragged_onto_the_line_of_the_others_changes_nothing() {
    let mut stage = stage();
    let id = stage.put_ring(&[(100.0, 100.0), (200.0, 200.0), (100.0, 300.0)]);
    stage.select([id]);
    stage.drag((200.0, 200.0), (100.0, 200.0));
    assert!(stage.commands.is_empty());
}

#[test]
fn the_hand_and_the_zoom_leave_all_to_the_viewer() {
    let (mut stage, _) = with_box();
    for kind in [ToolKind::Hand, ToolKind::Zoom] {
        stage.tool = Tool::new(kind);
        stage.drag((200.0, 150.0), (300.0, 150.0));
        stage.key(Key::Delete);
        stage.key(Key::Escape);
        assert!(!stage.tool.is_busy());
    }
    assert!(stage.commands.is_empty());
    assert_eq!(stage.selection.len(), 1);
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
