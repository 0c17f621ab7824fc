//! Section 4.2, changing polygons that are there.

use crate::stage::*;
use cartouche::edit::Command;
use cartouche::geometry::*;
use cartouche::tools::*;

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
    let mut stage = Stage::new(ToolKind::Select);
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
    let mut stage = Stage::new(ToolKind::Select);
    let id = stage.put_ring(&[(100.0, 100.0), (300.0, 300.0), (100.0, 300.0)]);
    stage.select([id]);
    stage.drag((100.0, 300.0), (200.0, 200.0));
    assert!(stage.commands.is_empty());
}
