//! How fast files are read and written: `cargo test --release --test formats speed -- --ignored --nocapture`.

use super::support::read_pieces;
use cartouche::formats::catalog::Format;
use std::fmt::Write as _;
use std::time::Instant;

/// 36,000 polygons of 19 to 33 vertices on 3,000 pictures: 16 MB.
fn file() -> String {
    let mut text = String::from("{\"annotations\":[");
    for at in 0..36_000u32 {
        let comma = if at > 0 { "," } else { "" };
        let (image, category) = (at / 12, at % 80);
        write!(text, "{comma}{{\"id\":{at},\"image_id\":{image},\"category_id\":{category},\"iscrowd\":0,\"area\":1234.5,").unwrap();
        text.push_str("\"bbox\":[10.25,20.5,300.75,200.5],\"segmentation\":[[");
        let vertices = 19 + at % 15;
        for vertex in 0..vertices {
            let angle = f64::from(vertex) / f64::from(vertices) * std::f64::consts::TAU;
            let comma = if vertex > 0 { "," } else { "" };
            let (x, y) = (160.0 + 150.0 * angle.cos(), 120.0 + 100.0 * angle.sin());
            write!(text, "{comma}{x:.2},{y:.2}").unwrap();
        }
        text.push_str("]]}");
    }
    text.push_str("],\"images\":[");
    for at in 0..3000 {
        let comma = if at > 0 { "," } else { "" };
        write!(
            text,
            "{comma}{{\"id\":{at},\"file_name\":\"{at:012}.jpg\",\"width\":640,\"height\":480}}"
        )
        .unwrap();
    }
    text.push_str("],\"categories\":[");
    for at in 0..80 {
        let comma = if at > 0 { "," } else { "" };
        write!(
            text,
            "{comma}{{\"id\":{at},\"name\":\"c{at}\",\"supercategory\":\"x\"}}"
        )
        .unwrap();
    }
    text.push_str("]}");
    text
}

/// T1: a real project is read in a fraction of a second.
#[test]
#[ignore = "a measurement"]
fn t1_speed() {
    let text = file();
    let megabytes = |bytes: usize| bytes as f64 / 1e6;
    println!("COCO {:.1} MB", megabytes(text.len()));
    for _ in 0..3 {
        let started = Instant::now();
        let read = read_pieces(Format::Coco, text.as_bytes(), &[1 << 20]).unwrap();
        println!(
            "  read in {:?}: {} objects, {:?}",
            started.elapsed(),
            read.objects().len(),
            read.notes()
        );
    }
    let whole = read_pieces(Format::Coco, text.as_bytes(), &[1 << 20])
        .unwrap()
        .build();
    for format in Format::ALL {
        let started = Instant::now();
        let (bytes, _) = whole.write(format);
        println!(
            "{format:?} {:.1} MB written in {:?}",
            megabytes(bytes.len()),
            started.elapsed()
        );
        let started = Instant::now();
        let read = read_pieces(format, &bytes, &[1 << 20]).unwrap();
        println!(
            "  read in {:?}: {} objects",
            started.elapsed(),
            read.objects().len()
        );
    }
}

/// T2: ten million vertices in one ring are refused soon.
#[test]
#[ignore = "a measurement"]
fn t2_ten_million_vertices() {
    let ring = vec!["1,2"; 10_000_000].join(",");
    let record = format!(r#"{{"image_id":1,"category_id":1,"segmentation":[[{ring}]]}}"#);
    let text = super::json::file(&record);
    let started = Instant::now();
    let read = read_pieces(Format::Coco, text.as_bytes(), &[1 << 20]).unwrap();
    println!("{:?} after {:?}", read.notes(), started.elapsed());
    assert!(read.objects().is_empty());
}
