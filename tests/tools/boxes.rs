//! Section 4.1, drawing.

use crate::stage::*;
use cartouche::edit::Command;
use cartouche::geometry::*;
use cartouche::tools::*;

fn stage() -> Stage {
    Stage::new(ToolKind::Box)
}

#[test]
fn drag_from_corner_to_corner() {
    let mut stage = stage();
    stage.drag((100.0, 80.0), (220.0, 160.0));
    assert_eq!(stage.sides(stage.newest().id), [100.0, 80.0, 220.0, 160.0]);
    assert_eq!(stage.commands.len(), 1);
    assert!(!stage.tool.is_busy());
}

#[test]
fn a_drag_in_any_direction_makes_the_same_box() {
    for (from, to) in [
        ((220.0, 160.0), (100.0, 80.0)),
        ((100.0, 160.0), (220.0, 80.0)),
        ((220.0, 80.0), (100.0, 160.0)),
    ] {
        let mut stage = stage();
        stage.drag(from, to);
        assert_eq!(stage.sides(stage.newest().id), [100.0, 80.0, 220.0, 160.0]);
    }
}

#[test]
fn or_click_click() {
    let mut stage = stage();
    stage.click((100.0, 80.0));
    assert!(stage.tool.is_busy());
    assert!(stage.commands.is_empty());
    stage.go((180.0, 120.0));
    assert_eq!(stage.preview().size.unwrap().text, "80 × 40");
    stage.click((220.0, 160.0));
    assert_eq!(stage.sides(stage.newest().id), [100.0, 80.0, 220.0, 160.0]);
    assert!(!stage.tool.is_busy());
}

#[test]
fn the_first_corner_stays_on_the_picture_while_looking_nearer() {
    let mut stage = stage();
    stage.click((100.0, 80.0));
    stage.camera = stage.camera.zoomed(2.0, ScreenPoint::new(100.0, 80.0));
    stage.click((300.0, 280.0));
    assert_eq!(stage.sides(stage.newest().id), [100.0, 80.0, 200.0, 180.0]);
}

#[test]
fn drawing_inside_another_box_is_always_possible() {
    let mut stage = stage();
    let outer = stage.put_box(50.0, 50.0, 400.0, 400.0);
    stage.put_box(100.0, 100.0, 100.0, 100.0);
    // On a selected box, its handles included.
    stage.select([outer]);
    stage.drag((50.0, 50.0), (300.0, 300.0));
    assert_eq!(stage.objects().len(), 3);
    assert_eq!(stage.sides(outer), [50.0, 50.0, 450.0, 450.0]);
}

#[test]
fn a_box_drawn_wholly_inside_the_selected_box_becomes_its_child() {
    let mut stage = stage();
    let outer = stage.put_box(50.0, 50.0, 400.0, 400.0);
    stage.select([outer]);
    stage.drag((100.0, 100.0), (200.0, 200.0));
    assert_eq!(stage.newest().parent, Some(outer));
    // The selection survives, so that the next is a child as well.
    stage.drag((250.0, 100.0), (300.0, 200.0));
    assert_eq!(stage.newest().parent, Some(outer));
}

#[test]
fn a_box_that_is_not_wholly_inside_the_selected_one_is_no_child() {
    let mut stage = stage();
    let outer = stage.put_box(50.0, 50.0, 400.0, 400.0);
    let other = stage.put_box(60.0, 60.0, 380.0, 380.0);
    stage.drag((100.0, 100.0), (200.0, 200.0));
    assert_eq!(stage.newest().parent, None, "nothing was selected");
    stage.select([outer]);
    stage.drag((400.0, 100.0), (500.0, 200.0));
    assert_eq!(stage.newest().parent, None, "it sticks out");
    stage.select([outer, other]);
    stage.drag((100.0, 100.0), (200.0, 200.0));
    assert_eq!(stage.newest().parent, None, "two were selected");
    stage.select([outer]);
    stage.hidden.insert(outer);
    stage.drag((100.0, 100.0), (200.0, 200.0));
    assert_eq!(stage.newest().parent, None, "it isn't shown");
    let ring = stage.put_ring(&[(0.0, 0.0), (500.0, 0.0), (500.0, 500.0), (0.0, 500.0)]);
    stage.select([ring]);
    stage.drag((100.0, 100.0), (200.0, 200.0));
    assert_eq!(stage.newest().parent, None, "it is no box");
}

#[test]
fn in_drawing_mode_a_finished_shape_is_not_left_selected() {
    let mut stage = stage();
    let other = stage.put_box(500.0, 300.0, 40.0, 40.0);
    stage.drag((100.0, 80.0), (220.0, 160.0));
    assert!(stage.selection.is_empty());
    stage.select([other]);
    stage.drag((100.0, 80.0), (220.0, 160.0));
    assert_eq!(stage.selection, [other].into());
}

#[test]
fn shapes_stay_inside_the_picture() {
    let mut stage = stage();
    stage.drag((-50.0, -40.0), (900.0, 700.0));
    assert_eq!(stage.sides(stage.newest().id), [0.0, 0.0, 800.0, 600.0]);
    stage.drag((900.0, 100.0), (1000.0, 200.0));
    assert_eq!(stage.objects().len(), 1, "wholly outside is nothing");
}

#[test]
fn a_drag_of_less_than_3_px_on_screen_makes_nothing() {
    let mut stage = stage();
    stage.camera.scale = 0.1;
    stage.drag((10.0, 10.0), (12.0, 12.0));
    stage.key(Key::Escape);
    assert!(stage.commands.is_empty());
    stage.drag((10.0, 10.0), (12.5, 12.5));
    assert_eq!(stage.commands.len(), 1);
}

#[test]
fn a_drag_that_is_taken_back_makes_nothing() {
    let mut stage = stage();
    stage.press((100.0, 100.0));
    stage.go((200.0, 200.0));
    stage.go((101.0, 101.0));
    stage.release((101.0, 101.0));
    assert!(stage.commands.is_empty());
    assert!(!stage.tool.is_busy());
}

#[test]
fn a_second_click_at_the_first_corner_makes_nothing_and_waits() {
    let mut stage = stage();
    stage.double_click((100.0, 100.0));
    assert!(stage.commands.is_empty());
    assert!(stage.tool.is_busy());
    stage.click((200.0, 200.0));
    assert_eq!(stage.commands.len(), 1);
}

#[test]
fn a_double_click_at_the_second_corner_begins_no_other_box() {
    let mut stage = stage();
    stage.click((100.0, 100.0));
    stage.double_click((200.0, 200.0));
    assert_eq!(stage.commands.len(), 1);
    assert!(!stage.tool.is_busy());
    // A quick second drag from there is one all the same.
    stage.press_counted((200.0, 200.0), 2);
    stage.release((300.0, 300.0));
    assert_eq!(stage.commands.len(), 2);
}

#[test]
fn a_box_without_area_is_nothing() {
    let mut stage = stage();
    stage.drag((100.0, 100.0), (300.0, 100.0));
    stage.click((100.0, 100.0));
    stage.click((100.0, 300.0));
    assert!(stage.commands.is_empty());
    assert!(stage.tool.is_busy(), "the first corner stays");
}

#[test]
fn escape_steps_back_one_thing_at_a_time() {
    let mut stage = stage();
    let box_ = stage.put_box(500.0, 300.0, 40.0, 40.0);
    stage.select([box_]);
    stage.press((100.0, 100.0));
    stage.go((200.0, 200.0));
    assert!(stage.key(Key::Escape).is_empty());
    stage.release((200.0, 200.0));
    assert!(stage.commands.is_empty());
    assert!(!stage.tool.is_busy());
    assert_eq!(stage.key(Key::Escape), [Effect::ExitDrawing]);
    assert_eq!(stage.selection, [box_].into());
    stage.tool = Tool::new(ToolKind::Select);
    assert_eq!(stage.key(Key::Escape), [Effect::Select([].into())]);
    assert!(stage.key(Key::Escape).is_empty());
}

#[test]
fn escape_drops_the_first_corner() {
    let mut stage = stage();
    stage.click((100.0, 100.0));
    stage.key(Key::Escape);
    assert!(!stage.tool.is_busy());
    assert_eq!(stage.exits, 0);
    stage.click((200.0, 200.0));
    assert!(stage.commands.is_empty());
}

#[test]
fn undo_inside_a_box_drops_the_first_corner() {
    let mut stage = stage();
    assert_eq!(stage.tool.undo_inside(), None);
    stage.click((100.0, 100.0));
    let tool = stage.tool.undo_inside().unwrap();
    assert!(!tool.is_busy());
}

#[test]
fn drawing_without_a_concept_asks_for_one_at_the_first_press_and_then_draws() {
    let mut stage = stage();
    stage.concept = None;
    let effects = stage.press((100.0, 100.0));
    let asked = stage.asked.take().unwrap();
    assert_eq!(effects, [Effect::AskConcept(asked)]);
    assert!(!stage.tool.is_busy());
    stage.release((100.0, 100.0));
    // The page has a concept now; the button is up again.
    stage.concept = Some(SHEEP);
    stage.feed(asked);
    stage.release((100.0, 100.0));
    stage.click((200.0, 200.0));
    assert_eq!(stage.sides(stage.newest().id), [100.0, 100.0, 200.0, 200.0]);
}

#[test]
fn a_pointer_that_is_taken_away_drops_the_press() {
    let mut stage = stage();
    stage.press((100.0, 100.0));
    stage.go((200.0, 200.0));
    stage.feed(Event::Cancel);
    stage.release((200.0, 200.0));
    assert!(stage.commands.is_empty());
    assert!(!stage.tool.is_busy());
}

#[test]
fn crosshair_guides_and_the_size_of_what_is_being_drawn() {
    let mut stage = stage();
    stage.go((50.0, 60.0));
    let preview = stage.preview();
    assert_eq!(preview.guides, Some(ImagePoint::new(50.0, 60.0)));
    assert_eq!(preview.cursor.css(), "crosshair");
    assert_eq!(preview.size, None);
    stage.press((100.0, 100.0));
    stage.go((220.0, 180.0));
    let preview = stage.preview();
    assert_eq!(preview.size.unwrap().text, "120 × 80");
    assert_eq!(preview.drafts.len(), 1);
    assert_eq!(preview.drafts[0].object, None);
    assert!(stage.commands.is_empty());
}

#[test]
fn the_size_of_something_small_has_tenths() {
    let rect = ImageRect::from_xywh(0.0, 0.0, 4.52, 3.0);
    assert_eq!(SizeTag::of(rect).unwrap().text, "4.5 × 3");
}

#[test]
fn delete_and_arrows_mean_the_selection_while_nothing_is_drawn() {
    let mut stage = stage();
    let box_ = stage.put_box(500.0, 300.0, 40.0, 40.0);
    stage.select([box_]);
    stage.click((100.0, 100.0));
    stage.key(Key::Delete);
    stage.key(Key::Arrow(1, 0));
    assert!(stage.commands.is_empty(), "not in the middle of a box");
    stage.key(Key::Escape);
    stage.key(Key::Arrow(1, 0));
    assert_eq!(stage.sides(box_), [501.0, 300.0, 541.0, 340.0]);
    stage.key(Key::Backspace);
    assert_eq!(stage.objects().len(), 1);
    stage.key(Key::Delete);
    assert!(matches!(
        stage.commands.last(),
        Some(Command::RemoveObjects { .. })
    ));
}

#[test]
fn a_drag_after_a_click_is_a_box_of_its_own() {
    let mut stage = stage();
    stage.click((300.0, 300.0));
    stage.drag((100.0, 80.0), (220.0, 160.0));
    assert_eq!(stage.sides(stage.newest().id), [100.0, 80.0, 220.0, 160.0]);
    assert!(!stage.tool.is_busy());
}

#[test]
fn an_unsteady_second_click_is_a_click() {
    let mut stage = stage();
    stage.click((100.0, 100.0));
    stage.drag((200.0, 200.0), (206.0, 206.0));
    assert_eq!(stage.sides(stage.newest().id), [100.0, 100.0, 206.0, 206.0]);
}

#[test]
fn with_nesting_a_box_belongs_to_the_smallest_one_around_it() {
    let mut stage = Stage::new(ToolKind::Box);
    let large = stage.put_box(0.0, 0.0, 500.0, 500.0);
    let small = stage.put_box(90.0, 90.0, 200.0, 200.0);
    stage.put_box(150.0, 150.0, 20.0, 20.0);
    stage.select([large]);
    stage.nests = true;
    stage.drag((100.0, 100.0), (180.0, 180.0));
    let parent = |stage: &Stage| stage.objects().iter().last().unwrap().object.parent;
    assert_eq!(parent(&stage), Some(small));
    // Over the edge of the small one, only the large one is around it.
    stage.drag((250.0, 250.0), (350.0, 350.0));
    assert_eq!(parent(&stage), Some(large));
    stage.nests = false;
    stage.drag((100.0, 100.0), (180.0, 180.0));
    assert_eq!(parent(&stage), Some(large));
}
