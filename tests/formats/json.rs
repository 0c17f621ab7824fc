//! J: files as a stream.

use super::support::{coco, read, read_pieces};
use cartouche::formats::catalog::Format;
use cartouche::formats::registry::detect;

fn refusal(text: impl AsRef<[u8]>) -> String {
    read(Format::Coco, text.as_ref()).unwrap_err().to_string()
}

/// A file with these annotations.
pub fn file(annotations: &str) -> String {
    format!(
        "{{\"images\":[{{\"id\":1,\"file_name\":\"a.jpg\",\"width\":100,\"height\":80}}],\
         \"categories\":[{{\"id\":1,\"name\":\"sheep\"}}],\"annotations\":[{annotations}]}}"
    )
}

pub const BOX: &str = r#"{"id":1,"image_id":1,"category_id":1,"bbox":[1,2,3,4]}"#;

/// J1: any order of members; lists that nobody asked for are stepped over.
#[test]
fn j1_any_order_of_members() {
    let first = r#"{"x":[[{"y":"]}"}]],"annotations":[{"bbox":[1,2,3,4],"category_id":7,"image_id":9}],"n":null,
        "categories":[{"name":"sheep","id":7}],"z":{"a":1},"images":[{"file_name":"a.jpg","id":9}]}"#;
    let read = coco(first);
    assert_eq!(read.objects().len(), 1);
    assert_eq!(read.inputs()[0].name, "a.jpg");
    assert!(read.report.is_empty(), "{:?}", read.notes());
}

/// J2: a byte order mark is stepped over, UTF-16 is named.
#[test]
fn j2_byte_order_marks() {
    let read = read(Format::Coco, format!("\u{feff}{}", file(BOX)).as_bytes()).unwrap();
    assert_eq!(read.objects().len(), 1);
    assert!(refusal(b"\xff\xfe{\0").contains("UTF-16"));
}

/// J3: a file that ends early is refused, with the line and the column.
#[test]
fn j3_a_cut_file_is_refused() {
    let text = file(&format!("\n{BOX},\n{BOX}"));
    for end in 1..text.len() {
        let reason = refusal(&text[..end]);
        assert!(reason.contains("ends in the middle"), "{end}: {reason}");
    }
    assert_eq!(
        refusal(&text[..text.len() - 2]),
        "line 3, column 55: the file ends in the middle: a part of it is missing"
    );
    assert!(refusal("").contains("empty"));
    assert!(refusal(" \n ").contains("empty"));
}

/// J4: a missing brace, bracket, comma or quote is refused where it is noticed.
#[test]
fn j4_broken_structure_is_refused_with_its_place() {
    let cases = [
        ("{\"images\":[{\"id\":1]}", "line 1, column 19: ] closes"),
        (
            "{\"images\":\n[]]",
            "line 2, column 3: expected a comma or }",
        ),
        (
            "{\"images\":[] \"x\"",
            "line 1, column 14: expected a comma",
        ),
        ("{\"é\":[1}]", "line 1, column 8: } closes"),
        (
            "{\"images:[]}\n",
            "line 1, column 13: the line ends inside a text",
        ),
        (
            "{\"images\":[{\"file_name\":\"a\n",
            "line 1, column 27: the line ends",
        ),
        ("{\"images\":[]}x", "line 1, column 14: something follows"),
        ("{\"images\":5}", "`images` is not a list"),
        ("{images:[]}", "line 1, column 2: expected a name"),
        (
            "{\"images\":[1 2]}",
            "line 1, column 14: expected a comma or ]",
        ),
        ("hello", "line 1, column 1: this is not JSON"),
    ];
    for (text, reason) in cases {
        let said = refusal(text);
        assert!(said.contains(reason), "{text}: {said}");
    }
}

/// J5: NaN and Infinity cost the record that holds them and no other; in a text they are letters.
#[test]
fn j5_nan_costs_one_record() {
    let bad = r#"{"id":2,"image_id":1,"category_id":1,"bbox":[NaN,2,3,4]}"#;
    let inf = r#"{"id":3,"image_id":1,"category_id":1,"bbox":[1,-Infinity,3,4]}"#;
    let text = r#"{"id":4,"image_id":1,"category_id":1,"bbox":[1,2,3,4],"note":"a \" NaN"}"#;
    let read = coco(&file(&format!("{BOX},{bad},{inf},{text}")));
    assert_eq!(read.objects().len(), 2);
    assert_eq!(
        read.notes(),
        [
            "left 1 Infinity is not a number in JSON: annotations[2]",
            "left 1 NaN is not a number in JSON: annotations[1]"
        ]
    );
}

/// J6: nesting has an end.
#[test]
fn j6_nesting_has_an_end() {
    let deep = |levels: usize| {
        let nest = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        file(&format!(
            r#"{{"image_id":1,"category_id":1,"bbox":[1,2,3,4],"x":{nest}}}"#
        ))
    };
    // The file, the list and the record are three.
    assert_eq!(coco(&deep(61)).objects().len(), 1);
    assert!(refusal(deep(62)).contains("deeper than 64"));
    assert!(refusal("[".repeat(100_000)).contains("list"));
    assert!(refusal(format!("{{\"x\":{}", "[".repeat(100_000))).contains("deeper than 64"));
}

/// J7: bytes may come in any pieces.
#[test]
fn j7_pieces_of_any_size() {
    let note = r#"{"image_id":1,"category_id":1,"bbox":[1,2,3,4.5e1],"é\"":"\\\"]}ß😀"}"#;
    let text = file(&format!("{BOX} ,\r\n\t{note}, {{\"id\":7}}"));
    let whole = coco(&text);
    assert_eq!(whole.objects().len(), 2);
    for size in 1..40 {
        let pieces = read_pieces(Format::Coco, text.as_bytes(), &[size]).unwrap();
        assert_eq!(pieces, whole, "{size}");
    }
}

/// J8: a format is known by its first 64 KB, whichever member comes first.
#[test]
fn j8_formats_are_known_by_their_beginning() {
    let long = file(&vec![BOX; 5000].join(","));
    let late = long.replacen("\"images\"", "\"info\":{},\"images\"", 1);
    assert_eq!(
        detect(&late.as_bytes()[..64 << 10], "x.json"),
        Some(Format::Coco)
    );
    assert_eq!(
        detect(br#"{"annotations":[{"id":1"#, "x"),
        Some(Format::Coco)
    );
    assert_eq!(
        detect(br#"[{"image_id":1,"category_id":2}]"#, "x"),
        Some(Format::Coco)
    );
    let ours = br#" {"version":1,"x":[],"format":"cartouche""#;
    assert_eq!(detect(ours, "x.txt"), Some(Format::Native));
    assert_eq!(detect(br#"{"hello":[1,2,3]}"#, "x.json"), None);
    assert_eq!(detect(br#"[1,2]"#, "x.json"), None);
    assert_eq!(detect(b"", "x.json"), None);
    assert_eq!(detect(b"{", "a.cartouche.json"), Some(Format::Native));
}
