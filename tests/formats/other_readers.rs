//! O: other readers agree. They are asked where Python has them: `pip install -r tests/formats/requirements.txt`; the
//! interpreter is `python3`, or what CARTOUCHE_PYTHON says.

use super::arbitrary;
use super::support::{Whole, native, read};
use cartouche::formats::catalog::Format;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use std::path::Path;
use std::process::Command;

const SHAPES: &str = r##"{"format":"cartouche","version":1,
"concepts":[{"name":"sheep"},{"name":"dog","parent":"sheep","color":"#102030"}],
"annotators":[{"name":"Ann","kind":"person"}],
"inputs":[
 {"name":"a/ü.jpg","media":{"width":120,"height":90},"status":"done","split":"val","labels":[{"concept":"dog","annotator":"ann"}],"objects":[
  {"shape":{"box":[0.1,0.2,33.3333,44.7]},"labels":[{"concept":"sheep","score":0.5},{"concept":"dog"},{"concept":"sheep"}]},
  {"shape":{"polygon":[[[[10.5,10],[60.25,12],[55,70],[12,66.6]]],[[[80,10],[110,10],[95,40]]]]},"labels":[{"concept":"sheep"}],"kept":{"iscrowd":0}},
  {"shape":{"polygon":[[[[10,10],[60,10],[60,70],[10,70]],[[20,20],[40,20],[40,40.5],[20,40]]]]},"labels":[{"concept":"dog"}]},
  {"shape":{"mask":{"width":120,"height":90,"runs":[190,5,85,5,10515]}},"labels":[{"concept":"dog","presence":"absent"},{"concept":"sheep"}],"kept":{"iscrowd":1}}]},
 {"name":"b.jpg","objects":[{"shape":{"box":[-5,-6.5,4,1000]},"labels":[{"concept":"dog"}]}]},
 {"name":"c.jpg"}]}"##;

fn python() -> String {
    std::env::var("CARTOUCHE_PYTHON").unwrap_or_else(|_| "python3".into())
}

fn is_there() -> bool {
    let asked = Command::new(python())
        .args(["-c", "import pycocotools, jsonschema"])
        .output();
    let is_there = asked.is_ok_and(|output| output.status.success());
    if !is_there {
        println!("pycocotools and jsonschema not found, skipped");
    }
    is_there
}

/// What the check says of a project.
fn check(name: &str, whole: &Whole) -> Result<String, String> {
    check_against(name, whole, whole)
}

/// What the check says of one project's COCO and another's native file.
fn check_against(name: &str, whole: &Whole, other: &Whole) -> Result<String, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("formats")
        .join(name);
    std::fs::create_dir_all(&folder).unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (coco, own) = (folder.join("coco.json"), folder.join("native.json"));
    std::fs::write(&coco, whole.write(Format::Coco).0).unwrap();
    std::fs::write(&own, other.write(Format::Native).0).unwrap();
    let output = Command::new(python())
        .arg(root.join("tests/formats/check_coco.py"))
        .args([
            coco,
            own,
            root.join("public/schema/cartouche-1.schema.json"),
        ])
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() {
        Ok(text(&output.stdout))
    } else {
        Err(text(&output.stderr))
    }
}

/// O1: pycocotools finds every shape where we say that it is, and the native file is as its schema says.
#[test]
fn o1_pycocotools_agrees() {
    if !is_there() {
        return;
    }
    let said = check("shapes", &native(SHAPES).build()).unwrap();
    assert!(said.contains("6 annotations agree"), "{said}");
}

/// O2: the check finds what differs.
#[test]
fn o2_the_check_can_fail() {
    if !is_there() {
        return;
    }
    let whole = native(SHAPES).build();
    let cases = [
        ("0.1,0.2,33.3333", "0.102,0.2,33.3333", "bbox"),
        ("[60.25,12]", "[60.25,12.000001]", "the rings differ"),
        ("190,5,85", "191,5,84", "the mask's runs differ"),
        (
            "[10,70]],",
            "[10,62]],",
            "pixels of the filled polygon differ",
        ),
        (
            r#"{"name":"c.jpg"}"#,
            r#"{"name":"d.jpg"}"#,
            "the pictures differ",
        ),
        (
            r#""presence":"absent""#,
            r#""presence":"present""#,
            "7 expected",
        ),
        (
            r#""score":0.5"#,
            r#""kept":{"score":1}"#,
            "6 annotations agree",
        ),
    ];
    for (before, after, reason) in cases {
        assert!(SHAPES.contains(before), "{before}");
        let other = native(&SHAPES.replacen(before, after, 1)).build();
        let said = check_against("broken", &whole, &other);
        let text = said.as_ref().unwrap_or_else(|error| error);
        assert!(text.contains(reason), "{before}: {said:?}");
    }
}

/// O3: real files, there and back.
#[test]
fn o3_real_files() {
    let Some(corpus) = super::corpus::corpus().filter(|_| is_there()) else {
        return;
    };
    for case in [
        "coco/coco-val10/annotations/instances_val2017_subset.json",
        "coco/cvat-export-2label/annotations/instances_default.json",
        "coco/labelme2coco/annotations.json",
        "coco/taco/annotations.json",
        "made/geometry/instances.json",
        "made/labels/instances.json",
        "made/names/instances.json",
    ] {
        let bytes = std::fs::read(corpus.join("open").join(case)).unwrap();
        let whole = read(Format::Coco, &bytes).unwrap().build();
        let said = check(&case.replace('/', "_"), &whole)
            .unwrap_or_else(|error| panic!("{case}: {error}"));
        println!("{case}: {}", said.lines().last().unwrap_or_default());
    }
}

/// O4: whatever the project, its native file is as the schema says.
#[test]
fn o4_any_native_file_fits_the_schema() {
    if !is_there() {
        return;
    }
    let mut runner = TestRunner::deterministic();
    let files: Vec<String> = (0..40)
        .map(|_| {
            let whole = arbitrary::whole().new_tree(&mut runner).unwrap().current();
            String::from_utf8(whole.write(Format::Native).0).unwrap()
        })
        .collect();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("formats");
    std::fs::create_dir_all(&folder).unwrap();
    let all = folder.join("many.json");
    std::fs::write(&all, format!("[{}]", files.join(","))).unwrap();
    let schema =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("public/schema/cartouche-1.schema.json");
    let program = "import json, sys, jsonschema\n\
        schema = json.load(open(sys.argv[2]))\n\
        for one in json.load(open(sys.argv[1], encoding='utf-8')):\n    \
        jsonschema.validate(one, schema, jsonschema.Draft202012Validator)";
    let output = Command::new(python())
        .args(["-c", program])
        .args([all, schema])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
