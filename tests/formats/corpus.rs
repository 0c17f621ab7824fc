//! K: what the reference readers see in real files, from the shared corpus. It is never a part of this repository.

use super::support::{Read, read};
use cartouche::document::Shape;
use cartouche::formats::catalog::Format;
use cartouche::formats::registry::{HEAD_BYTES, detect};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The corpus, where there is one.
pub fn corpus() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let folder = std::env::var_os("CARTOUCHE_CORPUS").map_or_else(beside, PathBuf::from);
    let is_there = folder.join("open/coco").is_dir();
    if !is_there {
        println!("corpus not found, skipped");
    }
    is_there.then_some(folder)
}

fn json(path: PathBuf) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn read_file(path: &Path) -> Read {
    let bytes = std::fs::read(path).unwrap();
    let head = &bytes[..bytes.len().min(HEAD_BYTES)];
    assert_eq!(
        detect(head, "x.json"),
        Some(Format::Coco),
        "{}",
        path.display()
    );
    read(Format::Coco, &bytes).unwrap()
}

/// A shape as the facts write it: kind, and numbers in order.
type Plain = (String, Vec<f64>);

fn numbers(value: &Value, into: &mut Vec<f64>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| numbers(item, into)),
        other => into.extend(other.as_f64()),
    }
}

/// Rings without a repetition of the first point at the end, which isn't a vertex here.
fn open_rings(rings: &Value, into: &mut Vec<f64>) {
    for ring in rings.as_array().unwrap() {
        let points = ring.as_array().unwrap();
        let is_closed = points.len() > 3 && points.first() == points.last();
        let open = points.len() - usize::from(is_closed);
        points[..open].iter().for_each(|point| numbers(point, into));
    }
}

fn expected(facts: &Value) -> BTreeMap<String, Vec<Plain>> {
    let mut all = BTreeMap::new();
    for image in facts["images"].as_array().unwrap() {
        let shapes: &mut Vec<Plain> = all
            .entry(image["file"].as_str().unwrap().to_owned())
            .or_default();
        for annotation in image["annotations"].as_array().unwrap() {
            let label = annotation["label"].as_str().unwrap_or("");
            let kind = annotation["type"].as_str().unwrap();
            let mut all = Vec::new();
            match kind {
                "bbox" => numbers(&annotation["bbox"], &mut all),
                "polygon" => open_rings(&annotation["rings"], &mut all),
                "mask" => numbers(&annotation["rle"]["counts"], &mut all),
                // Key points travel with their object.
                _ => continue,
            }
            shapes.push((format!("{label} {kind}"), all));
        }
    }
    all
}

fn found(read: &Read) -> BTreeMap<String, Vec<Plain>> {
    let mut all: BTreeMap<String, Vec<Plain>> = BTreeMap::new();
    for input in read.inputs() {
        all.entry(input.name.clone()).or_default();
    }
    for object in read.objects() {
        let (kind, numbers) = match &object.shape {
            Shape::Box(rect) => (
                "bbox",
                vec![rect.min.x, rect.min.y, rect.width(), rect.height()],
            ),
            Shape::Polygon(polygon) => {
                let vertices = polygon.rings().flat_map(|ring| ring.vertices().to_vec());
                (
                    "polygon",
                    vertices.flat_map(|vertex| [vertex.x, vertex.y]).collect(),
                )
            }
            Shape::Mask(mask) => (
                "mask",
                mask.runs().iter().map(|run| f64::from(*run)).collect(),
            ),
            other => panic!("{other:?} isn't in any file of the corpus"),
        };
        let concept = read.concepts()[object.labels[0].concept].to_owned();
        let name = &read.inputs()[object.input].name;
        all.entry(name.clone())
            .or_default()
            .push((format!("{concept} {kind}"), numbers));
    }
    all
}

fn compare(case: &str, read: &Read, facts: &Value) {
    let labels: Vec<&str> = facts["labels"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(read.concepts(), labels, "{case}: labels in order");
    let (expected, found) = (expected(facts), found(read));
    let names = |all: &BTreeMap<String, Vec<Plain>>| all.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&found), names(&expected), "{case}: pictures");
    for (name, shapes) in &expected {
        let here = &found[name];
        assert_eq!(here.len(), shapes.len(), "{case}/{name}: count");
        for ((kind, numbers), (expected_kind, expected)) in here.iter().zip(shapes) {
            assert_eq!(kind, expected_kind, "{case}/{name}");
            let same = |(a, b): (&f64, &f64)| (a - b).abs() < 1e-6;
            let is_same = numbers.len() == expected.len() && numbers.iter().zip(expected).all(same);
            assert!(is_same, "{case}/{name}: {kind} {numbers:?} {expected:?}");
        }
    }
    println!(
        "{case}: {} shapes on {} pictures as pycocotools; {:?}",
        read.objects().len(),
        found.len(),
        read.notes()
    );
}

/// K1: every case of the corpus: labels in order, pictures, kinds and coordinates as pycocotools sees them.
#[test]
fn k1_real_files() {
    let Some(corpus) = corpus() else { return };
    let cases = [
        ("coco-val10", "annotations/instances_val2017_subset.json"),
        ("cvat-export-2label", "annotations/instances_default.json"),
        ("labelme2coco", "annotations.json"),
        ("coco-annotator", "coco_import_input.json"),
        ("taco", "annotations.json"),
        (
            "datumaro-keypoints",
            "annotations/person_keypoints_val.json",
        ),
    ];
    for (case, file) in cases {
        let facts = json(corpus.join(format!("facts/coco__{case}__pycocotools.json")));
        let read = read_file(&corpus.join("open/coco").join(case).join(file));
        compare(case, &read, &facts);
    }
}

/// K2: made cases, against what they were made from.
#[test]
fn k2_made_files() {
    let Some(corpus) = corpus() else { return };
    for case in ["geometry", "names", "labels", "collide"] {
        let folder = corpus.join("open/made").join(case);
        compare(
            case,
            &read_file(&folder.join("instances.json")),
            &json(folder.join("expected.json")),
        );
    }
    let degenerate = read_file(&corpus.join("open/made/degenerate/instances.json"));
    println!(
        "degenerate: {} shapes; {:?}",
        degenerate.objects().len(),
        degenerate.notes()
    );
}

/// K3: files that are odd: what can be loaded is loaded, what can't is named.
#[test]
fn k3_odd_files() {
    let Some(corpus) = corpus() else { return };
    // Objects, lines in the report; nothing where the file is refused.
    let cases = [
        ("bom", Some((2, 0))),
        ("crlf", Some((2, 0))),
        ("dangling", Some((0, 2))),
        ("deep", None),
        ("dup-ids", Some((2, 1))),
        ("empty", None),
        ("flat-seg", Some((2, 1))),
        ("huge-number", Some((1, 1))),
        ("infinity", Some((1, 1))),
        ("nan", Some((1, 1))),
        ("no-bbox", Some((0, 1))),
        ("no-categories", Some((0, 1))),
        ("no-size", Some((2, 0))),
        ("not-coco", None),
        ("null-seg", Some((2, 0))),
        ("short-rle", Some((1, 1))),
        ("string-ids", Some((2, 0))),
        ("swapped-rle-size", Some((1, 1))),
        ("truncated", None),
        ("utf16", None),
    ];
    for (case, expected) in cases {
        let bytes = std::fs::read(corpus.join(format!("open/made/odd/{case}.json"))).unwrap();
        let result = read(Format::Coco, &bytes);
        println!(
            "{case}: {:?}",
            result
                .as_ref()
                .map(Read::notes)
                .map_err(ToString::to_string)
        );
        let counts = result
            .ok()
            .map(|read| (read.objects().len(), read.notes().len()));
        assert_eq!(counts, expected, "{case}");
    }
    let results =
        corpus.join("open/coco/results-compressed-rle/instances_val2014_fakesegm100_results.json");
    let refusal = read(Format::Coco, &std::fs::read(results).unwrap()).unwrap_err();
    assert!(refusal.reason.contains("COCO results"), "{refusal}");
}

/// K4: COCO's text of 734 real masks, as pycocotools reads it: the results get images and categories for that.
#[test]
fn k4_compressed_masks() {
    let Some(corpus) = corpus() else { return };
    let results = json(
        corpus.join("open/coco/results-compressed-rle/instances_val2014_fakesegm100_results.json"),
    );
    let facts = json(corpus.join("facts/coco__results-compressed-rle__pycocotools.json"));
    let results = results.as_array().unwrap();
    let image = |result: &Value| {
        let size = &result["segmentation"]["size"];
        let id = &result["image_id"];
        (
            id.to_string(),
            serde_json::json!({"id":id,"file_name":id.to_string(),"width":size[1],"height":size[0]}),
        )
    };
    let images: BTreeMap<String, Value> = results.iter().map(image).collect();
    let category = |result: &Value| {
        let id = &result["category_id"];
        (
            id.to_string(),
            serde_json::json!({"id":id,"name":id.to_string()}),
        )
    };
    let categories: BTreeMap<String, Value> = results.iter().map(category).collect();
    let file = serde_json::json!({
        "images": images.values().collect::<Vec<_>>(),
        "categories": categories.values().collect::<Vec<_>>(),
        "annotations": results,
    });
    let read = read(Format::Coco, file.to_string().as_bytes()).unwrap();
    assert!(read.report.is_empty(), "{:?}", read.notes());
    let mut expected: Vec<Vec<f64>> = expected(&facts)
        .into_values()
        .flatten()
        .map(|(_, runs)| runs)
        .collect();
    let mut found: Vec<Vec<f64>> = found(&read)
        .into_values()
        .flatten()
        .map(|(_, runs)| runs)
        .collect();
    let order = |a: &Vec<f64>, b: &Vec<f64>| a.partial_cmp(b).unwrap();
    expected.sort_by(order);
    found.sort_by(order);
    assert_eq!((expected.len(), found.len()), (734, 734));
    assert!(expected == found, "the runs differ");
}

/// K: Pillow finds the same pixels of each class in real mask files, and the legend beside them names them.
#[test]
fn k_masks_are_those_that_pillow_sees() {
    use cartouche::import::masks::{MaskFile, PixelValue, legend};
    let Some(corpus) = corpus() else { return };
    let cases = [
        (
            "voc-palette",
            "class_names.txt",
            "png__voc-palette__pillow.json",
        ),
        (
            "2label-voc-seg",
            "labelmap.txt",
            "png__2label-voc-seg__pillow.json",
        ),
    ];
    for (case, names, facts) in cases {
        let folder = corpus.join("open/png").join(case);
        let names = legend(names, &std::fs::read_to_string(folder.join(names)).unwrap()).unwrap();
        let facts = json(corpus.join("facts").join(facts));
        let mut compared = 0;
        for image in facts["images"].as_array().unwrap() {
            let file = image["file"].as_str().unwrap().rsplit('/').next().unwrap();
            let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
            let bytes =
                std::fs::read(folder.join(format!("SegmentationClass/{stem}.png"))).unwrap();
            let mask = MaskFile::read(&bytes).unwrap();
            for annotation in image["annotations"].as_array().unwrap() {
                let label = annotation["label"].as_str().unwrap();
                let mut values = mask.values.iter();
                let found = values.find(|value| {
                    // A legend of colours names what the palette shows.
                    let by_color = PixelValue::Color(value.color);
                    [value.value, by_color]
                        .iter()
                        .any(|value| names.get(value).is_some_and(|name| name == label))
                });
                let mut wanted = Vec::new();
                numbers(&annotation["rle"]["counts"], &mut wanted);
                let runs: Vec<f64> = found
                    .unwrap()
                    .mask
                    .runs()
                    .iter()
                    .map(|run| f64::from(*run))
                    .collect();
                assert_eq!(runs, wanted, "{case} {file} {label}");
                compared += 1;
            }
        }
        assert!(compared > 0, "{case}");
    }
}
