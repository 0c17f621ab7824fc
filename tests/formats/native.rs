//! N: Cartouche JSON.

use super::arbitrary;
use super::support::{Read, native, read};
use cartouche::document::{AnnotatorKind, InputStatus, LabelStatus, Presence, Shape, Source};
use cartouche::formats::catalog::Format;
use cartouche::formats::draft::Found;
use cartouche::geometry::{ImageRect, PixelSize};
use proptest::prelude::*;

/// As a person would write it: no ids, names instead.
const BY_HAND: &str = r##"{
  "version": 1, "format": "cartouche",
  "inputs": [
    {"name": "a/b.jpg", "labels": [{"concept": "Outdoor"}],
     "objects": [
       {"shape": {"box": [1, 2, 4, 6.5]}, "labels": [{"concept": "sheep", "annotator": "ANN"}]},
       {"shape": {"polygon": [[[[0,0],[9,0],[9,9]], [[5,1],[8,1],[8,4]]]]}, "labels": [{"concept": "dog", "presence": "absent"}]},
       {"shape": {"mask": {"width": 3, "height": 2, "runs": [1, 5]}}, "labels": [{"concept": "dog", "score": 0.5}]}
     ]}
  ],
  "annotators": [{"name": "Ann", "kind": "person"}],
  "concepts": [{"name": "sheep", "parent": "animal", "color": "#102030"}, {"name": "dog"}, {"name": "animal", "hotkey": 3}, {"name": "outdoor"}]
}"##;

fn refusal(text: &str) -> String {
    read(Format::Native, text.as_bytes())
        .unwrap_err()
        .to_string()
}

/// A file with one concept, x, and these inputs.
fn file(inputs: &str) -> String {
    format!(
        r#"{{"format":"cartouche","version":1,"concepts":[{{"id":"0000000000000001","name":"x"}}],"inputs":[{inputs}]}}"#
    )
}

fn object(members: &str) -> Read {
    native(&file(&format!(
        r#"{{"name":"a","objects":[{{{members}}}]}}"#
    )))
}

fn is_left(read: &Read, reason: &str) {
    let notes = read.notes();
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert!(
        notes[0].starts_with("left 1 ") && notes[0].contains(reason),
        "{notes:?}"
    );
}

/// N1: a file can be written by hand: any order, names for ids, most members left out.
#[test]
fn n1_files_by_hand() {
    let read = native(BY_HAND);
    assert!(read.report.is_empty(), "{:?}", read.notes());
    assert_eq!(
        read.concepts(),
        ["animal", "sheep", "dog", "outdoor"],
        "parents first"
    );
    let objects = read.objects();
    assert_eq!(
        objects[0].shape,
        Shape::Box(ImageRect::from_xywh(1.0, 2.0, 3.0, 4.5))
    );
    assert!(matches!(&objects[1].shape, Shape::Polygon(p) if p.parts()[0].holes.len() == 1));
    assert!(matches!(&objects[2].shape, Shape::Mask(m) if m.area() == 5));
    let labels: Vec<_> = objects.iter().map(|object| &object.labels[0]).collect();
    assert_eq!(
        labels.iter().map(|label| label.concept).collect::<Vec<_>>(),
        [1, 2, 2]
    );
    assert_eq!((labels[0].annotator, labels[1].annotator), (Some(0), None));
    assert_eq!(
        (labels[1].presence, labels[2].score),
        (Presence::Absent, Some(0.5))
    );
    assert_eq!(labels[0].status, LabelStatus::Success);
    assert!(
        read.found
            .iter()
            .any(|found| matches!(found, Found::Classification(0, label) if label.concept == 3))
    );
    let whole = read.build();
    assert_eq!(whole.header.annotators[1].kind, AnnotatorKind::Person);
    assert_eq!(read.inputs()[0].status, None::<InputStatus>);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    /// N2: what was written and read is written the same, byte by byte, and nothing is lost.
    #[test]
    fn n2_written_read_written(whole in arbitrary::whole()) {
        let (once, report) = whole.write(Format::Native);
        prop_assert!(report.is_empty());
        let read = read(Format::Native, &once).unwrap();
        prop_assert!(read.report.is_empty(), "{:?}", read.notes());
        let mut again = read.build();
        // The project of the test support has an annotator of its own.
        again.header.annotators.retain(|annotator| annotator.id.0 != 0);
        let (twice, _) = again.write(Format::Native);
        prop_assert_eq!(String::from_utf8(once).unwrap(), String::from_utf8(twice).unwrap());
        prop_assert_eq!(&again.header.concepts, &whole.header.concepts);
        for ((entry, objects), (before, objects_before)) in again.inputs.iter().zip(&whole.inputs) {
            prop_assert_eq!(objects, objects_before);
            prop_assert_eq!(&entry.labels, &before.labels);
            let mut input = before.input.clone();
            input.media.source = Source::Awaited;
            // Of one with labels nobody needs to say that it is begun.
            input.status = input.status.seen(!(before.labels.is_empty() && objects_before.is_empty()));
            prop_assert_eq!(&entry.input, &input);
        }
    }
}

/// N3: one record a line, for people and for `diff`.
#[test]
fn n3_one_record_a_line() {
    let (bytes, _) = native(BY_HAND).build().write(Format::Native);
    let text = String::from_utf8(bytes).unwrap();
    // The file's frame is 12 lines; 4 concepts, 2 annotators, 1 input, 1 classification, 3 objects, 3 labels.
    assert_eq!(text.lines().count(), 12 + 4 + 2 + 1 + 1 + 3 + 3, "{text}");
    assert!(text.ends_with("\"count\":{\"concepts\":4,\"annotators\":2,\"inputs\":1,\"objects\":3,\"labels\":4}\n}\n"), "{text}");
}

/// N4: a file of a newer version, of no version, or of something else is refused by name.
#[test]
fn n4_versions() {
    let newer = refusal(r#"{"format":"cartouche","version":2}"#);
    assert!(
        newer.starts_with("line 1, column")
            && newer.contains("version 2")
            && newer.contains("newer Cartouche"),
        "{newer}"
    );
    assert!(refusal(r#"{"format":"cartouche"}"#).contains("doesn't say its `version`"));
    assert!(refusal(r#"{"format":"cartouche","version":"1"}"#).contains("not a version"));
    assert!(refusal(r#"{"format":"cartouche","version":0}"#).contains("not a version"));
    assert!(refusal(r#"{"version":1}"#).contains("not a Cartouche file"));
    assert!(refusal(r#"{"format":"else","version":1}"#).contains("not a Cartouche file"));
    assert!(refusal("[]").contains("a list"));
}

/// N5: a file that lost something is refused, even where its brackets fit.
#[test]
fn n5_counts() {
    let (bytes, _) = native(BY_HAND).build().write(Format::Native);
    let text = String::from_utf8(bytes).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let dog = lines
        .iter()
        .position(|line| line.contains("\"name\":\"dog\""))
        .unwrap();
    let without: Vec<&str> = lines
        .iter()
        .enumerate()
        .filter(|(at, _)| *at != dog)
        .map(|(_, line)| *line)
        .collect();
    let reason = refusal(&without.join("\n"));
    assert_eq!(
        reason,
        "count: the file should have 4 concepts and has 3: it is damaged"
    );
    let label = text.replacen("\"labels\":4", "\"labels\":5", 1);
    assert!(refusal(&label).contains("should have 5 labels and has 4"));
    let object = text.replacen("\"objects\":3", "\"objects\":4", 1);
    assert!(refusal(&object).contains("should have 4 objects and has 3"));
}

/// N6: a bad record is left, with its place; the others are read.
#[test]
fn n6_bad_records_are_left() {
    let good = r#"{"shape":{"box":[1,2,3,4]},"labels":[{"concept":"x"}]}"#;
    let bad = r#"{"shape":{"box":[1,2,NaN,4]},"labels":[{"concept":"x"}]}"#;
    let read = native(&file(&format!(
        r#"{{"name":"a","objects":[{good},{bad},{good},7],"labels":[{{"concept":"y"}},{{"concept":"x"}},"z"]}},{{"name":5}},{{"name":"b"}}"#
    )));
    assert_eq!((read.inputs().len(), read.objects().len()), (2, 2));
    assert_eq!(
        read.notes(),
        [
            "left 1 NaN is not a number in JSON: inputs[0].objects[1]",
            "left 1 invalid type: integer `5`, expected a string: inputs[1]",
            "left 1 invalid type: integer `7`, expected struct ObjectRecord: inputs[0].objects[3]",
            "left 1 invalid type: string \"z\", expected struct LabelRecord: inputs[0].labels[2]",
            "left 1 its concept is not in the file: inputs[0].labels[0]",
        ]
    );
}

/// N7: shapes that are none.
#[test]
fn n7_bad_shapes_are_left() {
    let label = r#""labels":[{"concept":"x"}]"#;
    let shape = |text: &str| object(&format!(r#""shape":{text},{label}"#));
    is_left(&shape(r#"{"box":[3,2,1,4]}"#), "[left, top, right, bottom]");
    is_left(&shape(r#"{"box":[1,2,3]}"#), "invalid length 3");
    is_left(&shape(r#"{"polygon":[]}"#), "needs a part");
    is_left(&shape(r#"{"polygon":[[]]}"#), "needs a ring");
    is_left(
        &shape(r#"{"polygon":[[[[1,2],[3,4]]]]}"#),
        "at least 3 vertices",
    );
    is_left(
        &shape(r#"{"mask":{"width":3,"height":2,"runs":[7]}}"#),
        "add up to 7 pixels",
    );
    is_left(&shape(r#"{"circle":[1]}"#), "unknown variant `circle`");
    is_left(&object(r#""shape":{"box":[1,2,3,4]}"#), "it has no label");
    is_left(&object(label), "missing field `shape`");
}

/// N8: what nobody knows is kept where the record keeps something, else told.
#[test]
fn n8_unknown_members() {
    let read = native(
        r#"{"format":"cartouche","version":1,"future":[1],"project":{"name":"P","p":1},
        "concepts":[{"name":"x","c":2,"kept":{"k":3}}],
        "inputs":[{"name":"a","i":{"j":4},"media":{"m":1},"objects":[{"shape":{"box":[1,2,3,4]},"o":5,"labels":[{"concept":"x","l":6}]}]}]}"#,
    );
    assert_eq!(
        read.notes(),
        [
            "changed 1 unknown members of media were dropped: inputs[0]",
            "left 1 an unknown member of the file was left out: future",
        ]
    );
    let whole = read.build();
    assert_eq!(whole.header.project.kept.members()["p"], 1);
    assert_eq!(whole.header.concepts[0].kept.members()["c"], 2);
    assert_eq!(whole.header.concepts[0].kept.members()["k"], 3);
    assert_eq!(whole.inputs[0].0.input.kept.members()["i"]["j"], 4);
    let object = whole.inputs[0].1.iter().next().unwrap();
    assert_eq!(object.object.kept.members()["o"], 5);
    assert_eq!(object.labels[0].kept.members()["l"], 6);
}

/// N9: an id stands once; names too.
#[test]
fn n9_double_ids_and_names() {
    let o = |id: &str, more: &str| {
        format!(r#"{{"id":"{id}","shape":{{"box":[1,2,3,4]}},"labels":[{{"concept":"x"}}]{more}}}"#)
    };
    let objects = [
        o("a", ""),
        o("a", ""),
        o("b", ""),
        o("c", r#","parent":"zz""#),
    ]
    .join(",");
    let read = native(&file(&format!(
        r#"{{"id":"1","name":"a","objects":[{objects}]}},{{"id":"1","name":"b"}},{{"id":"2","name":"c","objects":[{}]}}"#,
        o("a", "")
    )));
    assert_eq!(read.objects().len(), 3);
    assert_eq!(
        read.notes(),
        [
            "left 1 another input has the same id: inputs[1]",
            "left 1 another object of the input has the same id: inputs[0].objects[1]",
            "left 1 invalid digit found in string: inputs[0].objects[3]",
        ]
    );
    let names = native(
        r#"{"format":"cartouche","version":1,"concepts":[{"id":"1","name":"x","hotkey":1},{"id":"2","name":"X","hotkey":2},
        {"id":"1","name":"z"},{"id":"4","name":"y","hotkey":1,"parent":"nobody"},{"id":"5","name":"q","color":"red"}],
        "inputs":[{"name":"a","labels":[{"concept":"0000000000000002"},{"concept":"0000000000000004"}]}]}"#,
    );
    assert_eq!(names.concepts(), ["x", "y", "q"]);
    assert_eq!(
        names.notes(),
        [
            "changed 1 another concept has the same hotkey: dropped: concepts[3]",
            "changed 1 another concept has the same name: both are one: concepts[1]",
            "changed 1 its parent is not a concept of the file: dropped: concepts[3]",
            "changed 1 the colour isn't #rrggbb: dropped: concepts[4]",
            "left 1 another concept has the same id: concepts[2]",
        ]
    );
    let said: Vec<usize> = names
        .found
        .iter()
        .filter_map(|found| match found {
            Found::Classification(_, label) => Some(label.concept),
            _ => None,
        })
        .collect();
    assert_eq!(said, [0, 1]);
}

/// N10: loops of parents are cut once, and told.
#[test]
fn n10_loops_are_cut() {
    let o = |id: &str, parent: &str| {
        format!(
            r#"{{"id":"{id}","parent":"{parent}","shape":{{"box":[1,2,3,4]}},"labels":[{{"concept":"x"}}]}}"#
        )
    };
    let objects = [o("a", "b"), o("b", "a"), o("c", "d"), o("d", "a")].join(",");
    let read = native(&file(&format!(r#"{{"name":"a","objects":[{objects}]}}"#)));
    let parents: Vec<Option<usize>> = read.objects().iter().map(|object| object.parent).collect();
    assert_eq!(parents, [None, Some(0), Some(1), Some(2)]);
    assert_eq!(
        read.notes(),
        ["changed 1 an object would be a part of itself: cut: inputs[0].objects[1]"]
    );
}

/// N11: names of pictures stay below their folder.
#[test]
fn n11_names_of_pictures() {
    let read = native(&file(
        r#"{"name":"../a"},{"name":"/a"},{"name":""},{"name":"a//b"},{"name":"a\\b/c.jpg"},{"name":"a/./b"}"#,
    ));
    let names: Vec<&str> = read
        .inputs()
        .iter()
        .map(|input| input.name.as_str())
        .collect();
    assert_eq!(names, ["a\\b/c.jpg"]);
    assert_eq!(read.notes().len(), 2, "{:?}", read.notes());
}

/// N12: the bytes of pictures are elsewhere: all that is known of them is kept, and they are awaited.
#[test]
fn n12_media() {
    let hash = "ab".repeat(32);
    let read = native(&file(&format!(
        r#"{{"name":"a","media":{{"kind":"image","width":3,"height":4,"orientation":6,"bytes":9,"mime":"image/png","hash":"{hash}"}}}},
        {{"name":"b","media":{{"width":3,"hash":"zz"}}}}"#
    )));
    let media = &read.inputs()[0].media;
    assert_eq!(
        (media.size, media.orientation.number(), media.bytes),
        (Some(PixelSize::new(3, 4)), 6, 9)
    );
    assert_eq!(
        (media.mime.as_str(), media.hash.unwrap().hex()),
        ("image/png", hash)
    );
    assert_eq!(media.source, Source::Awaited);
    assert_eq!(read.notes().len(), 2, "{:?}", read.notes());
}
