//! R: no file, however broken, stops the page.

use super::arbitrary;
use super::json::file;
use super::support::{read, read_pieces};
use cartouche::formats::catalog::Format;
use cartouche::formats::registry::detect;
use proptest::prelude::*;

const SEEDS: [&str; 4] = [
    r#"{"image_id":1,"category_id":1,"segmentation":[[0,0,9,0,9,9],[1.5e0,2,3,4,-5,6]],"iscrowd":0,"area":4.5}"#,
    r#"{"image_id":1,"category_id":1,"segmentation":{"size":[80,100],"counts":[83,5,7912]},"x":{"y":["\u00e9",null]}}"#,
    r#"{"image_id":1,"category_id":1,"segmentation":{"size":[80,100],"counts":"05fi70"},"score":1}"#,
    r#"{"id":"q","image_id":1,"category_id":1,"bbox":[1,2,3,4],"segmentation":[],"iscrowd":"false"}"#,
];

fn whole_file() -> impl Strategy<Value = (Format, Vec<u8>)> {
    let native =
        arbitrary::whole().prop_map(|whole| (Format::Native, whole.write(Format::Native).0));
    let coco = Just((Format::Coco, file(&SEEDS.join(",")).into_bytes()));
    prop_oneof![native, coco]
}

/// Bytes that mean something in JSON are likelier.
fn byte() -> impl Strategy<Value = u8> {
    prop_oneof![
        prop::sample::select(b"{}[]\",:\\-+.eE0123456789NI \n".to_vec()),
        any::<u8>()
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// R1: arbitrary bytes.
    #[test]
    fn r1_arbitrary_bytes(bytes in prop::collection::vec(byte(), 0..400)) {
        let _ = detect(&bytes, "x.json");
        for format in Format::ALL {
            let _ = read(format, &bytes);
        }
    }

    /// R2: arbitrary text in place of a record.
    #[test]
    fn r2_arbitrary_records(bytes in prop::collection::vec(byte(), 0..200)) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let _ = read(Format::Coco, file(&format!("{},{text}", SEEDS[0])).as_bytes());
        let _ = read(Format::Coco, file(&format!("{{\"image_id\":1,\"category_id\":1,\"segmentation\":{text}}}")).as_bytes());
        let ours = format!("{{\"format\":\"cartouche\",\"version\":1,\"concepts\":[{text}],\"inputs\":[{{\"name\":\"a\",\"objects\":[{text}]}}]}}");
        let _ = read(Format::Native, ours.as_bytes());
    }

    /// R3: a file that was cut anywhere is refused.
    #[test]
    fn r3_cut_files((format, bytes) in whole_file(), at in any::<prop::sample::Index>()) {
        // The last byte of ours is a line end.
        let end = at.index(bytes.len() - 1);
        prop_assert!(read(format, &bytes[..end]).is_err());
    }

    /// R4: a file with bytes changed, taken out or put in.
    #[test]
    fn r4_changed_files(
        (format, mut bytes) in whole_file(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0u8..3, byte()), 1..8),
    ) {
        for (at, kind, byte) in changes {
            let at = at.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => drop(bytes.remove(at)),
            }
        }
        if let Ok(read) = read(format, &bytes) {
            let _ = read.build().write(Format::Coco);
        }
    }

    /// R5: pieces of any sizes give what one piece gives.
    #[test]
    fn r5_pieces((format, bytes) in whole_file(), sizes in prop::collection::vec(1usize..60, 1..9)) {
        prop_assert_eq!(read_pieces(format, &bytes, &sizes), read(format, &bytes));
    }

    /// R6: broken files too.
    #[test]
    fn r6_pieces_of_broken_files(
        (format, mut bytes) in whole_file(), at in any::<prop::sample::Index>(), byte in byte(),
        sizes in prop::collection::vec(1usize..60, 1..9),
    ) {
        let at = at.index(bytes.len());
        bytes[at] = byte;
        prop_assert_eq!(read_pieces(format, &bytes, &sizes), read(format, &bytes));
    }
}
