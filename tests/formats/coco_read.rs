//! C1 to C19: reading COCO.

use super::json::{BOX, file};
use super::support::{Read, coco, read};
use cartouche::document::Shape;
use cartouche::formats::catalog::Format;
use cartouche::geometry::{ImageRect, PixelSize};

/// An annotation on the 100 × 80 picture with these members.
fn one(members: &str) -> Read {
    coco(&file(&format!(
        r#"{{"id":309,"image_id":1,"category_id":1,{members}}}"#
    )))
}

/// Its report has one line, with this in it.
fn says(read: &Read, text: &str) {
    let notes = read.notes();
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert!(notes[0].contains(text), "{notes:?}");
}

fn is_left(members: &str, reason: &str) {
    let read = one(members);
    assert!(read.objects().is_empty(), "{members}");
    says(&read, reason);
    assert!(read.notes()[0].starts_with("left 1 "), "{members}");
}

/// C1: a box is x, y, width, height; floats are taken as they are, outside the picture too.
#[test]
fn c1_boxes() {
    let read = one(r#""bbox":[-5.25,7,30.5,400]"#);
    let rect = ImageRect::from_xywh(-5.25, 7.0, 30.5, 400.0);
    assert_eq!(read.shapes(), [&Shape::Box(rect)]);
    assert!(read.report.is_empty());
    for none in ["[]", "[[]]", "null", "[[],[]]"] {
        let read = one(&format!(r#""segmentation":{none},"bbox":[1,2,3,4]"#));
        assert!(matches!(read.shapes()[..], [Shape::Box(_)]), "{none}");
        assert!(read.report.is_empty());
    }
}

/// C2: rings are a union: each is a part, none a hole. The box beside them isn't looked at.
#[test]
fn c2_rings_are_parts() {
    let read = one(r#""segmentation":[[0,0,9,0,9,9],[1,1,2.5,1,2,2,1,2]],"bbox":[50,50,-1,1]"#);
    let [Shape::Polygon(polygon)] = read.shapes()[..] else {
        panic!("{:?}", read.shapes());
    };
    let counts: Vec<usize> = polygon.rings().map(|ring| ring.vertices().len()).collect();
    assert_eq!((polygon.parts().len(), counts), (2, vec![3, 4]));
    assert!(polygon.parts().iter().all(|part| part.holes.is_empty()));
    assert!(read.report.is_empty());
}

/// C3: rings that are none are left out, and told.
#[test]
fn c3_bad_rings() {
    let read = one(r#""segmentation":[[0,0,9,0],[0,0,9,0,9,9,5],[1,1,2,1,2,2]],"bbox":[1,2,3,4]"#);
    assert!(matches!(read.shapes()[..], [Shape::Polygon(p)] if p.parts().len() == 1));
    says(&read, "changed 1 a ring of fewer than 3 points");
    let boxed = one(r#""segmentation":[[0,0,9,0]],"bbox":[1,2,3,4]"#);
    assert!(matches!(boxed.shapes()[..], [Shape::Box(_)]));
    says(
        &boxed,
        "changed 1 no ring has 3 points: the box was taken: annotations[0] (id 309)",
    );
    is_left(
        r#""segmentation":[[0,0,9,0]]"#,
        "no ring has 3 points, and there is no box",
    );
    is_left(
        r#""segmentation":[[0,0,9,0]],"bbox":[1,2,-3,4]"#,
        "no ring has 3 points",
    );
    let flat = one(r#""segmentation":[10,10,20,10,20,20]"#);
    assert!(matches!(flat.shapes()[..], [Shape::Polygon(_)]));
    says(&flat, "one flat list");
    let closed = one(r#""segmentation":[[0,0,9,0,9,9,0,0]]"#);
    assert!(matches!(closed.shapes()[..], [Shape::Polygon(p)] if p.vertex_count() == 3));
    says(&closed, "repeats its first point");
}

/// C4: nothing is mended in silence.
#[test]
fn c4_bad_boxes_are_left() {
    is_left(
        r#""bbox":[1,2,-3,4]"#,
        "negative width or height: annotations[0] (id 309)",
    );
    is_left(r#""bbox":[1,2,3,-4]"#, "negative width or height");
    is_left(r#""bbox":[1,2,0,4]"#, "no area");
    is_left(r#""bbox":[1,2,3]"#, "4 numbers");
    is_left(r#""bbox":[]"#, "neither a box nor an outline");
    is_left(r#""area":5"#, "neither a box nor an outline");
    is_left(r#""bbox":[1e308,0,1e308,1]"#, "beyond 1,000,000,000");
    is_left(r#""bbox":[1e400,0,1,1]"#, "number out of range");
    is_left(r#""bbox":[null,0,1,1]"#, "invalid type: null");
    is_left(r#""bbox":{"x":1}"#, "invalid type: map");
    is_left(
        r#""segmentation":[[0,0,1e10,0,9,9]]"#,
        "beyond 1,000,000,000",
    );
    is_left(r#""segmentation":"rle""#, "invalid type: string");
    is_left(
        r#""segmentation":[[0,0,1,0,9,9],7]"#,
        "mixes numbers and rings",
    );
}

/// C5: what an annotation refers to must be there.
#[test]
fn c5_unknown_references_are_left() {
    let unknown = r#"{"id":1,"image_id":42,"category_id":1,"bbox":[1,2,3,4]},
        {"id":2,"image_id":1,"category_id":99,"bbox":[1,2,3,4]},{"id":3,"image_id":1},{"id":4},{"id":5,"image_id":[]}"#;
    let read = coco(&file(unknown));
    assert_eq!(
        read.notes(),
        [
            "left 1 invalid type: sequence, expected an id: annotations[4]",
            "left 1 it has no category_id: annotations[2] (id 3)",
            "left 1 it has no image_id: annotations[3] (id 4)",
            "left 1 its category_id names no category: annotations[1] (id 2)",
            "left 1 its image_id names no image: annotations[0] (id 1)",
        ]
    );
}

/// C6: ids that stand twice.
#[test]
fn c6_double_ids() {
    let read = coco(&file(&format!("{BOX},{BOX}")));
    assert_eq!(read.objects().len(), 2);
    says(
        &read,
        "changed 1 another annotation has the same id: both were taken: annotations[1] (id 1)",
    );
    let images = r#"{"images":[{"id":1,"file_name":"a"},{"id":1,"file_name":"b"}],
        "categories":[{"id":1,"name":"x"},{"id":1,"name":"y"},{"id":2,"name":"X"}],
        "annotations":[{"image_id":1,"category_id":2,"bbox":[1,2,3,4]}]}"#;
    let read = coco(images);
    assert_eq!((read.inputs().len(), read.concepts()), (1, vec!["x"]));
    assert_eq!(read.objects()[0].labels[0].concept, 0);
    assert_eq!(
        read.notes(),
        [
            "changed 1 another category has the same name: both are one concept: categories[2] (id 2)",
            "left 1 another category has the same id: categories[1] (id 1)",
            "left 1 another image has the same id: images[1] (id 1)",
        ]
    );
}

/// C7: ids may be texts, floats, zero or far apart.
#[test]
fn c7_ids_of_all_kinds() {
    let read = coco(
        r#"{"images":[{"id":"a7","file_name":"a"},{"id":"12","file_name":"b"},{"id":0,"file_name":"c"}],
        "categories":[{"id":0,"name":"x"}],"annotations":[
        {"image_id":"a7","category_id":0.0,"bbox":[1,2,3,4]},{"image_id":12,"category_id":"0","bbox":[1,2,3,4]},
        {"image_id":0,"category_id":0,"bbox":[1,2,3,4]}]}"#,
    );
    let inputs: Vec<usize> = read.objects().iter().map(|object| object.input).collect();
    assert_eq!(inputs, [0, 1, 2]);
}

/// C8: masks are exact, from numbers and from COCO's text.
#[test]
fn c8_masks() {
    let numbers = one(r#""segmentation":{"size":[80,100],"counts":[0,5,7990,5]},"iscrowd":1"#);
    let [Shape::Mask(mask)] = numbers.shapes()[..] else {
        panic!("{:?}", numbers.shapes());
    };
    assert_eq!(
        (mask.runs(), mask.size()),
        (&[0, 5, 7990, 5][..], PixelSize::new(100, 80))
    );
    assert_eq!(numbers.objects()[0].kept.members()["iscrowd"], 1);
    // What pycocotools' `frPyObjects` makes of the same runs.
    let text = one(r#""segmentation":{"size":[80,100],"counts":"05fi70"}"#);
    assert_eq!(text.shapes(), numbers.shapes());
    assert!(text.objects()[0].kept.is_empty());
}

/// C9: masks that don't fit are left.
#[test]
fn c9_bad_masks_are_left() {
    let rle =
        |size: &str, counts: &str| format!(r#""segmentation":{{"size":{size},"counts":{counts}}}"#);
    is_left(&rle("[80,100]", "[1,2,3]"), "don't add up");
    is_left(
        &rle("[80,100]", "[4294967295,4294967295,4294967295]"),
        "don't add up",
    );
    is_left(&rle("[100,80]", "[8000]"), "isn't that of the picture");
    is_left(&rle("[99999999999,1]", "[1]"), "too large");
    is_left(&rle("[80,100]", "[-1,8001]"), "invalid value");
    is_left(&rle("[80,100]", r#""05f""#), "isn't a run-length code");
    is_left(&rle("[80]", "[8000]"), "invalid length");
    let image = r#"{"images":[{"id":1,"file_name":"a"}],"categories":[{"id":1,"name":"x"}],"annotations":[
        {"image_id":1,"category_id":1,"segmentation":{"size":[65536,65536],"counts":[0]}}]}"#;
    says(&coco(image), "more than 268,435,456 pixels");
}

/// C10: `iscrowd` in every spelling.
#[test]
fn c10_iscrowd() {
    for (written, is_crowd) in [
        ("0", false),
        ("1", true),
        ("\"True\"", true),
        ("\"1\"", true),
        ("\"false\"", false),
        ("true", true),
        ("null", false),
    ] {
        let read = one(&format!(r#""bbox":[1,2,3,4],"iscrowd":{written}"#));
        let kept = read.objects()[0].kept.members();
        assert_eq!(kept.contains_key("iscrowd"), is_crowd, "{written}");
        assert!(read.report.is_empty());
    }
    says(
        &one(r#""bbox":[1,2,3,4],"iscrowd":"maybe""#),
        "neither 0 nor 1",
    );
}

/// C11: what isn't modelled is kept, a score is a score.
#[test]
fn c11_unknown_members_are_kept() {
    let read = one(
        r#""bbox":[1,2,3,4],"area":9,"attributes":{"a":[1,null]},"keypoints":[1,2,2],"num_keypoints":1,"score":0.25"#,
    );
    let object = read.objects()[0];
    let kept = serde_json::Value::Object(object.kept.members());
    let all =
        serde_json::json!({"attributes":{"a":[1,null]},"keypoints":[1,2,2],"num_keypoints":1});
    assert_eq!(kept, all);
    assert_eq!(object.labels[0].score, Some(0.25));
    says(&one(r#""bbox":[1,2,3,4],"score":97.5"#), "between 0 and 1");
}

/// C12: names of pictures stay below their folder.
#[test]
fn c12_names_of_pictures() {
    let read = coco(
        r#"{"images":[{"id":1,"file_name":"a\\b.jpg"},{"id":2,"file_name":"./a//c.jpg"},{"id":3,"file_name":"/d.jpg"},
        {"id":4,"file_name":"a/../../x"},{"id":5,"file_name":"..\\x"},{"id":6,"file_name":""},{"id":7},
        {"id":8,"file_name":"C:\\e.jpg"},{"id":9,"file_name":"f..g/h.jpg"}]}"#,
    );
    let names: Vec<&str> = read
        .inputs()
        .iter()
        .map(|input| input.name.as_str())
        .collect();
    assert_eq!(
        names,
        ["a/b.jpg", "a/c.jpg", "d.jpg", "e.jpg", "f..g/h.jpg"]
    );
    assert_eq!(
        read.notes(),
        [
            "changed 4 the file name was written otherwise (\\, ./, / in front): \
             images[0] (id 1), images[1] (id 2), images[2] (id 3), images[7] (id 8)",
            "left 1 it has no file_name: images[6] (id 7)",
            "left 1 the name is empty: images[5] (id 6)",
            "left 2 the name leads out of its folder (..): images[3] (id 4), images[4] (id 5)",
        ]
    );
}

/// C13: sizes of pictures.
#[test]
fn c13_sizes_of_pictures() {
    let read = coco(
        r#"{"images":[{"id":1,"file_name":"a","width":640.0,"height":"480"},{"id":2,"file_name":"b"},
        {"id":3,"file_name":"c","width":-640,"height":480},{"id":4,"file_name":"d","width":0,"height":0}]}"#,
    );
    let sizes: Vec<_> = read.inputs().iter().map(|input| input.media.size).collect();
    assert_eq!(sizes, [Some(PixelSize::new(640, 480)), None, None, None]);
    says(
        &read,
        "the size is not known yet: images[2] (id 3), images[3] (id 4)",
    );
}

/// C14: names of categories.
#[test]
fn c14_names_of_categories() {
    let long = "x".repeat(300);
    let read = coco(&format!(
        r#"{{"images":[],"categories":[{{"id":1,"name":" a "}},{{"id":2}},{{"id":3,"name":5}},{{"id":4,"name":"{long}"}},
        {{"name":"no id"}},{{"id":5,"name":"b","supercategory":"animal"}}]}}"#
    ));
    assert_eq!(read.concepts(), ["a", "category 2", "5", &long[..256], "b"]);
    assert_eq!(
        read.notes(),
        [
            "changed 4 the name was missing, too long, or had blanks at its ends: \
             categories[0] (id 1), categories[1] (id 2), categories[2] (id 3), categories[3] (id 4)",
            "left 1 it has no id: categories[4]",
        ]
    );
}

/// C15: what isn't a file of instances is refused by name.
#[test]
fn c15_other_files_are_refused() {
    let results = r#"[{"image_id":1,"category_id":1,"bbox":[1,2,3,4],"score":0.5}]"#;
    let refusal = read(Format::Coco, results.as_bytes()).unwrap_err();
    assert!(refusal.reason.contains("it names no images"), "{refusal}");
    let other = read(Format::Coco, br#"{"hello":[1,2,3]}"#).unwrap_err();
    assert!(other.reason.contains("no list `images`"), "{other}");
}

/// C16: a shape has at most a million vertices, in one ring or in many; the others are read.
#[test]
fn c16_too_many_vertices() {
    let ring = |count: usize| vec!["1,2"; count].join(",");
    // speed.rs has ten million.
    let many = format!("[{}]", ring(2_000_000));
    let most = format!("[{}]", ring(1_000_000));
    let two = format!("[{}],[{}]", ring(600_000), ring(600_000));
    let text = file(
        &[many, most, two, "[0,0,1,0,1,1]".into()]
            .iter()
            .map(|rings| format!(r#"{{"image_id":1,"category_id":1,"segmentation":[{rings}]}}"#))
            .collect::<Vec<_>>()
            .join(","),
    );
    let read = coco(&text);
    assert_eq!(read.objects().len(), 2);
    says_among(
        &read,
        "left 2 more than 1,000,000 vertices in one shape: annotations[0], annotations[2]",
    );
}

fn says_among(read: &Read, text: &str) {
    assert!(
        read.notes().iter().any(|note| note == text),
        "{:?}",
        read.notes()
    );
}

/// C17: `info` and `licenses` are kept with the project, an image's other members with the image.
#[test]
fn c17_the_rest_of_the_file_is_kept() {
    let text = r#"{"info":{"year":2017},"licenses":[{"id":4}],"images":[{"id":1,"file_name":"a","license":4}],
        "categories":[{"id":1,"name":"x","supercategory":"animal","keypoints":["nose"]}]}"#;
    let whole = coco(text).build();
    let project = whole.header.project.kept.members();
    assert_eq!(project["info"]["year"], 2017);
    assert_eq!(project["licenses"][0]["id"], 4);
    assert_eq!(whole.inputs[0].0.input.kept.members()["license"], 4);
    let concept = whole.header.concepts[0].kept.members();
    assert_eq!(
        (&concept["supercategory"], &concept["keypoints"][0]),
        (&"animal".into(), &"nose".into())
    );
}
