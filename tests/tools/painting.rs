//! Section 4.3: brush and eraser.

use crate::stage::*;
use cartouche::document::{ObjectId, Shape};
use cartouche::geometry::*;
use cartouche::tools::*;
use std::collections::BTreeSet;

fn stage(kind: ToolKind, size: f64) -> Stage {
    let mut stage = Stage::new(kind);
    stage.brush = Brush {
        size,
        ..Brush::default()
    };
    stage
}

fn mask(stage: &Stage, id: ObjectId) -> Mask {
    match stage.objects().get(id).unwrap().object.shape() {
        Shape::Mask(mask) => mask.clone(),
        other => panic!("a mask is expected, this is {other:?}"),
    }
}

fn newest(stage: &Stage) -> Mask {
    mask(stage, stage.newest().id)
}

fn dabs(points: &[(f64, f64)], radius: f64) -> Vec<Dab> {
    let at = points.iter().map(|(x, y)| ImagePoint::new(*x, *y));
    at.map(|at| Dab { at, radius }).collect()
}

#[test]
fn a_stroke_is_exactly_what_the_tip_went_over() {
    let mut stage = stage(ToolKind::Brush, 20.0);
    stage.drag((100.0, 80.0), (220.0, 160.0));
    let wanted = stroke(stage.picture, &dabs(&[(100.0, 80.0), (220.0, 160.0)], 10.0)).unwrap();
    let apart = newest(&stage).without(&wanted).unwrap().area()
        + wanted.without(&newest(&stage)).unwrap().area();
    assert_eq!(apart, 0);
    assert_eq!(stage.commands.len(), 1);
}

#[test]
fn a_click_paints_one_disc() {
    let mut stage = stage(ToolKind::Brush, 9.0);
    stage.click((50.5, 60.5));
    let wanted = stroke(stage.picture, &dabs(&[(50.5, 60.5)], 4.5)).unwrap();
    assert_eq!(newest(&stage), wanted);
}

#[test]
fn strokes_go_on_with_the_mask_in_hand_until_enter_lets_go_of_it() {
    let mut stage = stage(ToolKind::Brush, 20.0);
    stage.drag((100.0, 100.0), (200.0, 100.0));
    let first = stage.newest().id;
    assert_eq!(stage.selection, BTreeSet::from([first]));
    stage.drag((100.0, 300.0), (200.0, 300.0));
    assert_eq!(stage.objects().len(), 1);
    assert!(mask(&stage, first).contains(ImagePoint::new(150.0, 300.0)));
    stage.key(Key::Enter);
    stage.drag((100.0, 500.0), (200.0, 500.0));
    assert_eq!(stage.objects().len(), 2);
    assert!(!mask(&stage, first).contains(ImagePoint::new(150.0, 500.0)));
}

#[test]
fn undo_takes_back_stroke_by_stroke() {
    let mut stage = stage(ToolKind::Brush, 20.0);
    stage.drag((100.0, 100.0), (200.0, 100.0));
    let (id, before) = (stage.newest().id, newest(&stage));
    stage.drag((100.0, 300.0), (200.0, 300.0));
    stage.undo();
    assert_eq!(mask(&stage, id), before);
}

#[test]
fn the_eraser_takes_from_the_mask_under_it_and_a_mask_without_pixels_goes() {
    let mut stage = stage(ToolKind::Brush, 20.0);
    stage.drag((100.0, 100.0), (200.0, 100.0));
    let id = stage.newest().id;
    let before = mask(&stage, id);
    stage.selection.clear();
    stage.tool = Tool::new(ToolKind::Eraser);
    stage.drag((150.0, 100.0), (150.0, 180.0));
    let erased = stroke(
        stage.picture,
        &dabs(&[(150.0, 100.0), (150.0, 180.0)], 10.0),
    )
    .unwrap();
    assert_eq!(mask(&stage, id), before.without(&erased).unwrap());
    stage.brush.size = 400.0;
    stage.drag((120.0, 100.0), (180.0, 100.0));
    assert!(stage.objects().get(id).is_none());
}

#[test]
fn an_eraser_over_nothing_does_nothing() {
    let mut stage = stage(ToolKind::Eraser, 20.0);
    stage.drag((100.0, 100.0), (200.0, 100.0));
    assert!(stage.commands.is_empty());
    assert!(stage.asked.is_none());
}

#[test]
fn alt_erases_with_the_brush() {
    let mut stage = stage(ToolKind::Brush, 20.0);
    stage.drag((100.0, 100.0), (200.0, 100.0));
    let before = newest(&stage).area();
    stage.held = ALT;
    stage.drag((150.0, 90.0), (150.0, 110.0));
    stage.held = PLAIN;
    assert!(newest(&stage).area() < before);
    stage.drag((150.0, 90.0), (150.0, 110.0));
    assert!(newest(&stage).area() > before);
}

#[test]
fn a_closed_stroke_is_filled_if_it_is_to_be() {
    let round = [
        (200.0, 200.0),
        (300.0, 200.0),
        (300.0, 300.0),
        (200.0, 300.0),
        (200.0, 200.0),
    ];
    for fills in [false, true] {
        let mut stage = stage(ToolKind::Brush, 10.0);
        stage.brush.fills = fills;
        stage.path(&round);
        assert_eq!(
            newest(&stage).contains(ImagePoint::new(250.0, 250.0)),
            fills
        );
    }
}

#[test]
fn an_outline_adds_and_with_alt_subtracts() {
    let mut stage = stage(ToolKind::Brush, 10.0);
    stage.brush.tip = Tip::Outline;
    for at in [
        (100.0, 100.0),
        (200.0, 100.0),
        (200.0, 200.0),
        (100.0, 200.0),
    ] {
        stage.click(at);
    }
    stage.key(Key::Enter);
    assert_eq!(newest(&stage).area(), 100 * 100);
    stage.held = ALT;
    stage.click((150.0, 100.0));
    stage.held = PLAIN;
    for at in [(200.0, 100.0), (200.0, 150.0), (150.0, 150.0)] {
        stage.click(at);
    }
    stage.key(Key::Enter);
    assert_eq!(newest(&stage).area(), 100 * 100 - 50 * 50);
    assert_eq!(stage.objects().len(), 1);
}

#[test]
fn above_takes_from_others_and_below_leaves_them() {
    for (stacking, of_first, of_second) in [
        (Stacking::Overlap, true, true),
        (Stacking::Above, false, true),
        (Stacking::Below, true, false),
    ] {
        let mut stage = stage(ToolKind::Brush, 40.0);
        stage.drag((100.0, 100.0), (200.0, 100.0));
        let first = stage.newest().id;
        stage.key(Key::Enter);
        stage.brush.stacking = stacking;
        stage.drag((150.0, 60.0), (150.0, 140.0));
        let second = stage.newest().id;
        let at = ImagePoint::new(150.0, 100.0);
        assert_eq!(mask(&stage, first).contains(at), of_first, "{stacking:?}");
        assert_eq!(mask(&stage, second).contains(at), of_second, "{stacking:?}");
        assert!(mask(&stage, second).contains(ImagePoint::new(150.0, 62.0)));
    }
}

#[test]
fn a_mask_that_is_wholly_painted_over_goes_in_the_same_step() {
    let mut stage = stage(ToolKind::Brush, 20.0);
    stage.click((150.0, 100.0));
    let first = stage.newest().id;
    stage.key(Key::Enter);
    stage.brush = Brush {
        size: 60.0,
        stacking: Stacking::Above,
        ..stage.brush
    };
    stage.click((150.0, 100.0));
    assert!(stage.objects().get(first).is_none());
    stage.undo();
    assert!(stage.objects().get(first).is_some());
    assert_eq!(stage.objects().len(), 1);
}

#[test]
fn a_pen_that_presses_lightly_paints_narrower() {
    let area = |pressure| {
        let mut stage = stage(ToolKind::Brush, 40.0);
        stage.pressure = pressure;
        stage.click((100.0, 100.0));
        newest(&stage).area()
    };
    assert!(area(Some(0.1)) < area(Some(0.6)));
    assert!(area(Some(0.6)) < area(Some(1.0)));
    assert_eq!(area(Some(1.0)), area(None));
}

#[test]
fn escape_drops_the_stroke_then_lets_go_then_leaves() {
    let mut stage = stage(ToolKind::Brush, 20.0);
    stage.drag((100.0, 100.0), (200.0, 100.0));
    stage.press((300.0, 300.0));
    stage.go((400.0, 300.0));
    stage.key(Key::Escape);
    stage.release((400.0, 300.0));
    assert_eq!(stage.commands.len(), 1);
    stage.key(Key::Escape);
    assert!(stage.selection.is_empty());
    assert_eq!(stage.exits, 0);
    stage.key(Key::Escape);
    assert_eq!(stage.exits, 1);
}

#[test]
fn without_a_concept_the_first_press_asks_for_one() {
    let mut stage = stage(ToolKind::Brush, 20.0);
    stage.concept = None;
    stage.press((100.0, 100.0));
    assert!(stage.asked.is_some());
    assert!(!stage.tool.is_busy());
}

#[test]
fn sizes_go_up_and_down_and_stay_in_their_bounds() {
    let brush = Brush::default().with_size(1.0);
    assert_eq!(brush.resized(false).size, 1.0);
    assert_eq!(brush.resized(true).size, 2.0);
    assert_eq!(brush.with_size(100.0).resized(true).size, 120.0);
    assert_eq!(brush.with_size(1e9).size, 2000.0);
    assert_eq!(brush.with_size(f64::NAN).size, 1.0);
}
