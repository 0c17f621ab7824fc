//! C20 and on: writing COCO.

use super::arbitrary;
use super::support::{Whole, coco, notes};
use cartouche::document::{MediaKind, Presence, Shape};
use cartouche::formats::catalog::Format;
use cartouche::geometry::{ImagePoint, Part, PixelSize, Polygon, Ring};
use proptest::prelude::*;
use serde_json::Value;

const FULL: &str = r#"{"info":{"year":2017},"licenses":[{"id":4}],
"images":[{"id":70,"file_name":"b/ü.jpg","width":100,"height":80,"license":4},{"id":7,"file_name":"a.jpg"}],
"categories":[{"id":90,"name":"sheep","supercategory":"animal"},{"id":3,"name":"dog","keypoints":["nose"]}],
"annotations":[
 {"id":5,"image_id":70,"category_id":3,"bbox":[0.1,0.2,0.3,10.4],"attributes":{"a":1},"score":0.5,"area":77},
 {"id":5,"image_id":70,"category_id":90,"segmentation":[[0.1,0,9.25,0,9,9],[20,20,30,20,30,30,20,30]],"keypoints":[1,2,2]},
 {"id":6,"image_id":70,"category_id":90,"segmentation":{"size":[80,100],"counts":[83,5,75,5,7832]},"iscrowd":1}]}"#;

fn write(whole: &Whole) -> (Value, Vec<String>) {
    let (bytes, report) = whole.write(Format::Coco);
    (serde_json::from_slice(&bytes).unwrap(), notes(&report))
}

/// C21: new ids from 1, all seven members, what was kept comes back.
#[test]
fn c21_annotations_are_whole() {
    let (file, notes) = write(&coco(FULL).build());
    assert_eq!(file["info"]["year"], 2017);
    assert_eq!(file["licenses"][0]["id"], 4);
    assert_eq!(
        file["images"],
        serde_json::json!([
            {"id":1,"file_name":"b/ü.jpg","width":100,"height":80,"license":4},
            {"id":2,"file_name":"a.jpg","width":0,"height":0}])
    );
    assert_eq!(
        file["categories"],
        serde_json::json!([
            {"id":1,"name":"sheep","supercategory":"animal"},
            {"id":2,"name":"dog","supercategory":"","keypoints":["nose"]}])
    );
    let shapes = file["annotations"].as_array().unwrap();
    assert_eq!(
        shapes[1],
        serde_json::json!({"id":2,"image_id":1,"category_id":1,"iscrowd":0,"area":141.175,"bbox":[0.1,0,29.9,30],
            "segmentation":[[0.1,0,9.25,0,9,9],[20,20,30,20,30,30,20,30]],"keypoints":[1,2,2]})
    );
    assert_eq!(
        shapes[2],
        serde_json::json!({"id":3,"image_id":1,"category_id":1,"iscrowd":1,"area":10,"bbox":[1,3,2,5],
            "segmentation":{"size":[80,100],"counts":[83,5,75,5,7832]}})
    );
    assert_eq!(
        (&shapes[0]["id"], &shapes[0]["category_id"]),
        (&1.into(), &2.into())
    );
    assert_eq!(shapes[0]["segmentation"], serde_json::json!([]));
    assert_eq!(
        (&shapes[0]["score"], &shapes[0]["attributes"]["a"]),
        (&0.5.into(), &1.into())
    );
    for (at, number) in [0.1, 0.2, 0.3, 10.4].into_iter().enumerate() {
        assert!((shapes[0]["bbox"][at].as_f64().unwrap() - number).abs() < 1e-9);
    }
    assert_eq!(
        notes,
        ["changed 1 the size of the picture isn't known: written as 0 × 0: a.jpg"]
    );
}

fn triangle(at: f64, size: f64) -> Ring {
    let points = [(at, at), (at + size, at), (at, at + size)];
    Ring::new(points.map(|(x, y)| ImagePoint::new(x, y)).to_vec()).unwrap()
}

/// The first object's shape, replaced.
fn with_shape(shape: Shape) -> Whole {
    let mut whole = coco(FULL).build();
    let mut entries: Vec<_> = whole.inputs[0].1.iter().take(1).cloned().collect();
    entries[0].object = entries[0].object.with_shape(shape);
    whole.inputs[0].1 = cartouche::document::Objects::new(entries);
    whole.inputs.truncate(1);
    whole
}

/// C22: a polygon with holes becomes a mask, and the report says so; without the picture's size it is left.
#[test]
fn c22_holes_become_masks() {
    let part = Part {
        outer: triangle(10.0, 20.0),
        holes: vec![triangle(12.0, 5.0)],
    };
    let mut whole = with_shape(Shape::Polygon(Polygon::from_parts(vec![part]).unwrap()));
    let (file, said) = write(&whole);
    let written = &file["annotations"][0];
    assert_eq!(
        written["segmentation"]["size"],
        serde_json::json!([80, 100])
    );
    assert_eq!(
        (&written["iscrowd"], &written["area"]),
        (&0.into(), &(190 - 10).into())
    );
    assert!(
        said[0].starts_with("changed 1 a polygon with holes is written as a mask"),
        "{said:?}"
    );
    whole.inputs[0].0.input.media.size = None;
    let (file, said) = write(&whole);
    assert_eq!(file["annotations"], serde_json::json!([]));
    assert!(
        said[1].starts_with("left 1 a polygon with holes needs the size"),
        "{said:?}"
    );
}

/// C23: one annotation for each concept that is said to be there; what COCO can't say is told.
#[test]
fn c23_labels_and_losses() {
    let mut whole = coco(FULL).build();
    whole.inputs.truncate(1);
    let mut entries: Vec<_> = whole.inputs[0].1.iter().take(1).cloned().collect();
    let first = entries[0].labels[0].clone();
    let other = whole.header.concepts[0].id;
    let mut add = |change: &dyn Fn(&mut cartouche::document::Label)| {
        let mut label = first.clone();
        change(&mut label);
        entries[0].labels.push(label);
    };
    add(&|label| label.annotator = 77.into());
    add(&|label| label.concept = other);
    add(&|label| label.presence = Presence::Absent);
    entries[0].object.locked = true;
    whole.inputs[0].1 = cartouche::document::Objects::new(entries);
    whole.inputs[0].0.labels = vec![first];
    whole.inputs[0].0.input.split = "train".into();
    let (file, said) = write(&whole);
    let categories: Vec<&Value> = file["annotations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| &a["category_id"])
        .collect();
    assert_eq!(categories, [2, 1]);
    let starts = [
        "changed 1 COCO has no locked objects",
        "changed 1 COCO has no split: one file is one split: b/ü.jpg",
        "left 1 COCO can't say that something is absent",
        "left 1 COCO has no classifications of a whole image: b/ü.jpg",
    ];
    assert_eq!(said.len(), starts.len(), "{said:?}");
    for (note, start) in said.iter().zip(starts) {
        assert!(note.starts_with(start), "{note}");
    }
}

/// C24: our own reader reads it back to the same file.
#[test]
fn c24_there_and_back() {
    let whole = coco(FULL).build();
    let (once, _) = whole.write(Format::Coco);
    let again = coco(std::str::from_utf8(&once).unwrap());
    let (twice, _) = again.build().write(Format::Coco);
    assert_eq!(
        String::from_utf8(once).unwrap(),
        String::from_utf8(twice).unwrap()
    );
    let shapes: Vec<Shape> = again.shapes().into_iter().cloned().collect();
    let before: Vec<Shape> = coco(FULL).shapes().into_iter().cloned().collect();
    assert_eq!(
        shapes[1..],
        before[1..],
        "rings and masks come back exactly"
    );
    assert_eq!(again.inputs()[0].media.size, Some(PixelSize::new(100, 80)));
}

/// C27: a backslash is a letter here and a folder for readers of COCO.
#[test]
fn c27_backslashes_are_told() {
    let mut whole = coco(FULL).build();
    whole.inputs.truncate(1);
    whole.inputs[0].0.input.name = "a\\b.jpg".into();
    let (file, said) = write(&whole);
    assert_eq!(file["images"][0]["file_name"], "a\\b.jpg");
    assert_eq!(
        said,
        ["changed 1 the name holds a \\, which readers of COCO take for a folder: a\\b.jpg"]
    );
}

/// C25: a mask says how large its picture is.
#[test]
fn c25_size_of_a_mask() {
    let mut whole = coco(FULL).build();
    for (entry, _) in &mut whole.inputs {
        entry.input.media.size = None;
    }
    let (file, said) = write(&whole);
    assert_eq!(
        (&file["images"][0]["width"], &file["images"][0]["height"]),
        (&100.into(), &80.into())
    );
    assert_eq!(
        said,
        ["changed 1 the size of the picture isn't known: written as 0 × 0: a.jpg"]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// C26: whatever the project, the file is JSON that our reader reads.
    #[test]
    fn c26_any_project_is_written(mut whole in arbitrary::whole()) {
        for (entry, _) in &mut whole.inputs {
            entry.input.name = entry.input.name.replace('\\', "_");
            entry.input.media.size = entry.input.media.size.map(|size| PixelSize::new(size.width % 50, size.height % 50));
        }
        let (bytes, _) = whole.write(Format::Coco);
        let file: Value = serde_json::from_slice(&bytes).unwrap();
        let read = coco(std::str::from_utf8(&bytes).unwrap());
        let pictures = whole.inputs.iter().filter(|(entry, _)| entry.input.media.kind == MediaKind::Image);
        prop_assert_eq!(read.inputs().len(), pictures.count());
        prop_assert_eq!(file["categories"].as_array().unwrap().len(), whole.header.concepts.len());
    }
}
