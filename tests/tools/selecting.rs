//! Sections 4.1 and 4.2, taking what is there.

use crate::stage::*;
use cartouche::document::{ObjectId, Shape};
use cartouche::geometry::*;
use cartouche::tools::*;

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
fn a_press_on_what_is_not_selected_selects_and_moves_it() {
    let (mut stage, id) = with_box();
    let other = stage.put_box(500.0, 400.0, 50.0, 50.0);
    stage.drag((525.0, 425.0), (535.0, 425.0));
    assert_eq!(stage.selection, [other].into());
    assert_eq!(stage.sides(other), [510.0, 400.0, 560.0, 450.0]);
    assert_eq!(stage.sides(id), [100.0, 100.0, 300.0, 200.0]);
}

#[test]
fn arrow_keys_with_nothing_selected_are_not_the_tools() {
    let (mut stage, _) = with_box();
    stage.select([]);
    assert!(stage.key(Key::Arrow(1, 0)).is_empty());
}

/// Three boxes around each other, the largest first.
fn nested() -> (Stage, [ObjectId; 3]) {
    let mut stage = Stage::new(ToolKind::Select);
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
    let mut stage = Stage::new(ToolKind::Select);
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
    let mut stage = Stage::new(ToolKind::Select);
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
fn a_mask_is_not_hit_between_its_pixels() {
    let mut stage = Stage::new(ToolKind::Select);
    // Two columns, 50 apart.
    let column = |x: u32| x * 600 + 100;
    let (first, second) = (column(100), column(150));
    let rest = 800 * 600 - second - 50;
    let runs = vec![first, 50, second - first - 50, 50, rest];
    let id = stage.put(Shape::Mask(Mask::new(stage.picture, runs).unwrap()));
    stage.click((120.0, 120.0));
    assert!(stage.selection.is_empty());
    stage.click((150.5, 120.0));
    assert_eq!(stage.selection, [id].into());
}

#[test]
fn ctrl_click_toggles_on_a_handle_as_well() {
    let (mut stage, _) = with_box();
    stage.holding(COMMAND, |stage| stage.click((100.0, 100.0)));
    assert!(stage.selection.is_empty());
}

#[test]
fn another_click_on_a_handle_takes_the_next() {
    let (mut stage, [large, middle, _]) = nested();
    for expected in [middle, large, middle] {
        stage.click((150.0, 150.0));
        assert_eq!(stage.selection, [expected].into());
    }
}

#[test]
fn another_click_on_an_edge_takes_the_next_where_there_is_one_and_else_inserts_a_vertex() {
    let (mut stage, id) = with_square();
    let around = stage.put_box(50.0, 50.0, 400.0, 400.0);
    stage.select([]);
    for expected in [id, around] {
        stage.click((300.0, 180.0));
        assert_eq!(stage.selection, [expected].into());
    }
    assert!(stage.commands.is_empty());
    let (mut stage, id) = with_square();
    stage.select([]);
    stage.click((300.0, 180.0));
    stage.click((300.0, 180.0));
    assert_eq!(stage.vertices(id).len(), 5);
}

#[test]
fn what_is_locked_or_a_mask_does_not_look_as_if_it_moved() {
    let (mut stage, id) = with_box();
    stage.lock(id);
    stage.put_mask(500, 100, 50);
    stage.go((200.0, 150.0));
    assert_eq!(stage.preview().cursor, Cursor::Pointer);
    stage.go((520.0, 120.0));
    assert_eq!(stage.preview().cursor, Cursor::Pointer);
}

#[test]
fn a_pointer_that_is_away_hovers_over_nothing() {
    let (mut stage, id) = with_box();
    stage.go((200.0, 150.0));
    assert_eq!(stage.preview().hovered, Some(id));
    stage.feed(Event::Cancel);
    assert_eq!(stage.preview().hovered, None);
    // A finger that is lifted is away.
    stage.pointer = Pointer::Touch;
    stage.click((200.0, 150.0));
    assert_eq!(stage.preview().hovered, None);
}

#[test]
fn a_place_that_is_no_number_is_nothing() {
    let (mut stage, id) = with_box();
    for kind in [ToolKind::Select, ToolKind::Box, ToolKind::Polygon] {
        stage.tool = Tool::new(kind);
        stage.drag((200.0, 150.0), (f64::NAN, 150.0));
        stage.drag((200.0, 150.0), (150.0, f64::INFINITY));
        stage.key(Key::Escape);
    }
    assert_eq!(stage.sides(id), [100.0, 100.0, 300.0, 200.0]);
    assert_eq!(stage.objects().len(), 1);
}

const SHIFT: Modifiers = Modifiers {
    shift: true,
    alt: false,
    command: false,
};

#[test]
fn a_drag_with_shift_selects_what_it_touches_besides_and_moves_nothing() {
    let (mut stage, id) = with_box();
    let other = stage.put_box(500.0, 400.0, 50.0, 50.0);
    let hidden = stage.put_box(400.0, 300.0, 20.0, 20.0);
    let away = stage.put_box(700.0, 10.0, 20.0, 20.0);
    stage.hidden.insert(hidden);
    stage.select([id]);
    // It begins on the selected box, on one of its handles even.
    stage.holding(SHIFT, |stage| stage.drag((300.0, 200.0), (510.0, 410.0)));
    assert_eq!(stage.selection, [id, other].into());
    assert!(!stage.selection.contains(&away));
    assert!(stage.commands.is_empty());
    assert_eq!(stage.preview().marquee, None);
}

#[test]
fn while_it_is_drawn_the_rectangle_is_shown_and_escape_leaves_the_selection() {
    let (mut stage, id) = with_box();
    stage.select([]);
    stage.holding(SHIFT, |stage| {
        stage.press((50.0, 50.0));
        stage.go((350.0, 250.0));
        let drawn = stage.preview().marquee.map(|it| (it.min.x, it.max.y));
        assert_eq!(drawn, Some((50.0, 250.0)));
        stage.key(Key::Escape);
        stage.release((350.0, 250.0));
    });
    assert!(stage.selection.is_empty());
    // And a click with Shift takes one more, or one less.
    stage.holding(SHIFT, |stage| stage.click((200.0, 150.0)));
    assert_eq!(stage.selection, [id].into());
    stage.holding(SHIFT, |stage| stage.click((200.0, 150.0)));
    assert!(stage.selection.is_empty());
}
