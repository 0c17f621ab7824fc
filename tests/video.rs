//! What a video file says of its frames: files built here box by box, cut off everywhere, and files that lie.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use cartouche::document::Moment;
use cartouche::geometry::PixelSize;
use cartouche::video::*;
use proptest::prelude::*;
use std::io::Cursor;

fn read_bytes(bytes: &[u8]) -> Result<VideoFile, VideoError> {
    read(&mut Cursor::new(bytes))
}

/// When its frames begin and the last one ends, in microseconds.
fn micros(bytes: &[u8]) -> Vec<u64> {
    times(&read_bytes(bytes).unwrap().frames)
}

fn times(frames: &FrameTimes) -> Vec<u64> {
    let starts = (0..frames.count()).map(|index| frames.start(index));
    starts.chain([frames.end()]).map(Moment::micros).collect()
}

// MP4, box by box.

fn boxed(kind: &[u8; 4], parts: &[Vec<u8>]) -> Vec<u8> {
    let body = parts.concat();
    let size = u32::try_from(8 + body.len()).unwrap();
    [&size.to_be_bytes()[..], kind, &body].concat()
}

fn words(numbers: &[u32]) -> Vec<u8> {
    numbers
        .iter()
        .flat_map(|number| number.to_be_bytes())
        .collect()
}

fn ftyp(brand: &[u8; 4]) -> Vec<u8> {
    boxed(b"ftyp", &[brand.to_vec(), words(&[0]), b"isom".to_vec()])
}

fn mdat(bytes: usize) -> Vec<u8> {
    boxed(b"mdat", &[vec![7; bytes]])
}

/// A table of runs: `stts` or `ctts`.
fn runs(kind: &[u8; 4], version: u32, runs: &[[u32; 2]]) -> Vec<u8> {
    let count = u32::try_from(runs.len()).unwrap();
    boxed(
        kind,
        &[words(&[version << 24, count]), words(runs.as_flattened())],
    )
}

/// A video track of 320 × 240 on a clock of 1000 ticks a second; each test changes what it is about.
struct Mp4 {
    frames: u32,
    durations: Vec<[u32; 2]>,
    offsets: Vec<u8>,
    edits: Vec<u8>,
    matrix: [u32; 9],
    shown: [u32; 2],
    handler: &'static [u8; 4],
    extends: Vec<u8>,
}

const STRAIGHT: [u32; 9] = [0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000];

impl Mp4 {
    fn new(durations: &[[u32; 2]]) -> Self {
        Self {
            frames: durations.iter().map(|[count, _]| count).sum(),
            durations: durations.to_vec(),
            offsets: Vec::new(),
            edits: Vec::new(),
            matrix: STRAIGHT,
            shown: [320 << 16, 240 << 16],
            handler: b"vide",
            extends: Vec::new(),
        }
    }

    fn moov(&self) -> Vec<u8> {
        let entry = [vec![0; 24], vec![2, 128, 1, 224], vec![0; 50]].concat();
        let stsd = boxed(b"stsd", &[words(&[0, 1]), boxed(b"vp09", &[entry])]);
        let stsz = boxed(b"stsz", &[words(&[0, 1, self.frames])]);
        let stts = runs(b"stts", 0, &self.durations);
        let stbl = boxed(b"stbl", &[stsd, stts, self.offsets.clone(), stsz]);
        let hdlr = boxed(
            b"hdlr",
            &[words(&[0, 0]), self.handler.to_vec(), vec![0; 13]],
        );
        let mdhd = boxed(b"mdhd", &[words(&[0, 0, 0, 1000, 0, 0])]);
        let mdia = boxed(b"mdia", &[mdhd, hdlr, boxed(b"minf", &[stbl])]);
        let tkhd = boxed(
            b"tkhd",
            &[
                words(&[7, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
                words(&self.matrix),
                words(&self.shown),
            ],
        );
        let trak = boxed(b"trak", &[tkhd, self.edits.clone(), mdia]);
        let sound = boxed(
            b"trak",
            &[
                boxed(b"tkhd", &[vec![0; 84]]),
                boxed(
                    b"mdia",
                    &[boxed(b"hdlr", &[words(&[0, 0]), b"soun".to_vec()])],
                ),
            ],
        );
        let mvhd = boxed(b"mvhd", &[words(&[0, 0, 0, 500, 0])]);
        boxed(b"moov", &[mvhd, sound, trak, self.extends.clone()])
    }

    fn file(&self) -> Vec<u8> {
        [ftyp(b"isom"), self.moov(), mdat(64)].concat()
    }
}

/// An edit list: how long, in ticks of the movie, and from which tick of the track; -1 for a pause.
fn edits(entries: &[[i32; 2]]) -> Vec<u8> {
    let rows = entries
        .iter()
        .flat_map(|[length, from]| [length.cast_unsigned(), from.cast_unsigned(), 0x1_0000]);
    let rows: Vec<u32> = rows.collect();
    let count = u32::try_from(entries.len()).unwrap();
    boxed(
        b"edts",
        &[boxed(b"elst", &[words(&[0, count]), words(&rows)])],
    )
}

#[test]
fn a_constant_rate_is_read() {
    let file = read_bytes(&Mp4::new(&[[3, 40]]).file()).unwrap();
    assert_eq!(file.container, Container::Mp4);
    assert_eq!(file.codec, "vp09");
    assert_eq!(file.size, PixelSize::new(320, 240));
    assert_eq!(times(&file.frames), [0, 40_000, 80_000, 120_000]);
}

#[test]
fn a_variable_rate_is_read_frame_by_frame() {
    let file = Mp4::new(&[[2, 40], [1, 100], [2, 20]]).file();
    assert_eq!(
        micros(&file),
        [0, 40_000, 80_000, 180_000, 200_000, 220_000]
    );
}

/// Decoded as I P B B, shown as I B B P.
#[test]
fn frames_are_counted_in_the_order_in_which_they_are_shown() {
    let mut video = Mp4::new(&[[4, 40]]);
    video.offsets = runs(b"ctts", 0, &[[1, 40], [1, 120], [2, 0]]);
    video.edits = edits(&[[0, 40]]);
    assert_eq!(micros(&video.file()), [0, 40_000, 80_000, 120_000, 160_000]);
    // The same with offsets that have a sign.
    video.offsets = runs(b"ctts", 1, &[[1, 0], [1, 80], [2, 40u32.wrapping_neg()]]);
    video.edits = edits(&[[0, 0]]);
    assert_eq!(micros(&video.file()), [0, 40_000, 80_000, 120_000, 160_000]);
}

#[test]
fn what_an_edit_list_cuts_off_is_left_out() {
    let mut video = Mp4::new(&[[5, 40]]);
    // A pause comes first, and then the middle of the third frame: the fourth is the first that is shown from its
    // beginning.
    video.edits = edits(&[[50, -1], [0, 100]]);
    let file = read_bytes(&video.file()).unwrap();
    assert_eq!(times(&file.frames), [0, 40_000, 80_000]);
    assert!(file.is_trimmed);
    // The movie's clock has 500 ticks a second: 35 of them are 70 of the track's.
    video.edits = edits(&[[35, 40]]);
    assert_eq!(micros(&video.file()), [0, 40_000, 70_000]);
    video.edits = edits(&[[35, 1000]]);
    assert_eq!(read_bytes(&video.file()), Err(VideoError::NoFrames));
}

#[test]
fn the_last_frame_before_a_cut_lasts_until_the_cut() {
    let mut video = Mp4::new(&[[2, 40], [1, 100], [2, 20]]);
    video.edits = edits(&[[90, 0]]);
    let file = read_bytes(&video.file()).unwrap();
    assert_eq!(times(&file.frames), [0, 40_000, 80_000, 180_000]);
    assert!(!file.is_trimmed);
}

#[test]
fn an_edit_list_says_nothing_of_the_end_of_fragments() {
    let (mut video, fragments) = fragmented();
    video.edits = edits(&[[35, 1000]]);
    let file = [ftyp(b"iso5"), video.moov(), fragments.concat()].concat();
    assert_eq!(micros(&file).len(), 7);
}

#[test]
fn the_index_may_stand_at_the_end() {
    let video = Mp4::new(&[[3, 40]]);
    let file = [ftyp(b"isom"), mdat(64), video.moov()].concat();
    assert_eq!(micros(&file), [0, 40_000, 80_000, 120_000]);
}

#[test]
fn sizes_of_64_bits_and_to_the_end_are_read() {
    let moov = Mp4::new(&[[3, 40]]).moov();
    let body = &moov[8..];
    let expected = [0, 40_000, 80_000, 120_000];
    let size = u32::try_from(16 + body.len()).unwrap();
    let large = [&words(&[1])[..], b"moov", &words(&[0, size]), body].concat();
    assert_eq!(micros(&[ftyp(b"isom"), large, mdat(64)].concat()), expected);
    let to_the_end = [&words(&[0])[..], b"moov", body].concat();
    assert_eq!(
        micros(&[ftyp(b"isom"), mdat(64), to_the_end].concat()),
        expected
    );
}

#[test]
fn a_picture_that_was_turned_has_the_size_that_is_shown() {
    let mut video = Mp4::new(&[[1, 40]]);
    video.matrix = [0, 0x1_0000, 0, 0xffff_0000, 0, 0, 0, 0, 0x4000_0000];
    let turned = read_bytes(&video.file()).unwrap();
    assert_eq!(turned.size, PixelSize::new(240, 320));
    // A header without a size leaves it to the samples.
    video.shown = [0, 0];
    let coded = read_bytes(&video.file()).unwrap();
    assert_eq!(coded.size, PixelSize::new(480, 640));
}

/// A part of a track: `tfhd` with these flags and fields, when it begins, and its run.
fn fragment(header: &[u32], begins: Option<u32>, run: &[u32]) -> Vec<u8> {
    let tfdt = begins.map(|time| boxed(b"tfdt", &[words(&[0, time])]));
    let traf = boxed(
        b"traf",
        &[
            boxed(b"tfhd", &[words(header)]),
            tfdt.unwrap_or_default(),
            boxed(b"trun", &[words(run)]),
        ],
    );
    let other = boxed(
        b"traf",
        &[
            boxed(b"tfhd", &[words(&[0, 9])]),
            boxed(b"trun", &[words(&[0, 5])]),
        ],
    );
    let mfhd = boxed(b"mfhd", &[words(&[0, 1])]);
    [boxed(b"moof", &[mfhd, other, traf]), mdat(40)].concat()
}

fn fragmented() -> (Mp4, Vec<Vec<u8>>) {
    let mut video = Mp4::new(&[]);
    let other = boxed(b"trex", &[words(&[0, 9, 1, 77, 0, 0])]);
    let own = boxed(b"trex", &[words(&[0, 1, 1, 40, 0, 0])]);
    video.extends = boxed(b"mvex", &[other, own]);
    let fragments = vec![
        // As the track says: 40 ticks each.
        fragment(&[0, 1], Some(1000), &[0, 2]),
        // As the fragment says, and on from where the last one was: 100 each.
        fragment(&[0x0b, 1, 0, 0, 1, 100], None, &[0, 1]),
        // As the run says, later by what it says, with data and flags between.
        fragment(
            &[0, 1],
            Some(1180),
            &[
                0x0100_0f05,
                3,
                0,
                0,
                20,
                9,
                0,
                20,
                20,
                9,
                0,
                20,
                20,
                9,
                0,
                40u32.wrapping_neg(),
            ],
        ),
    ];
    (video, fragments)
}

#[test]
fn fragments_are_read_one_after_the_other() {
    let (video, fragments) = fragmented();
    let file = [ftyp(b"iso5"), video.moov(), fragments.concat()].concat();
    // Shown at 1000, 1040, 1080; 1200, 1220, 1180.
    let expected = [0, 40_000, 80_000, 180_000, 200_000, 220_000, 240_000];
    assert_eq!(micros(&file), expected);
}

#[test]
fn a_fragment_that_was_cut_off_is_left_out() {
    let (video, fragments) = fragmented();
    let whole = [ftyp(b"iso5"), video.moov(), fragments.concat()].concat();
    // Within the last list of frames, not within data.
    let cut = &whole[..whole.len() - 50];
    assert_eq!(micros(cut), [0, 40_000, 80_000, 180_000]);
    let data = &whole[..whole.len() - 20];
    assert_eq!(micros(data).len(), 7);
}

#[test]
fn pictures_in_the_same_container_are_no_video() {
    for brand in [b"avif", b"avis", b"heic", b"mif1", b"msf1"] {
        assert_eq!(container(&ftyp(brand)), None);
    }
    for brand in [b"isom", b"mp42", b"qt  ", b"iso5", b"M4V "] {
        assert_eq!(container(&ftyp(brand)), Some(Container::Mp4));
    }
    assert_eq!(
        read_bytes(&[ftyp(b"avif"), vec![0; 90]].concat()),
        Err(VideoError::NotVideo)
    );
}

// WebM, element by element.

fn element(id: u32, parts: &[Vec<u8>]) -> Vec<u8> {
    let body = parts.concat();
    let size = 0x1000_0000 | u32::try_from(body.len()).unwrap();
    [bare(id), size.to_be_bytes().to_vec(), body].concat()
}

/// An element that doesn't say where it ends.
fn endless(id: u32, parts: &[Vec<u8>]) -> Vec<u8> {
    [
        bare(id),
        vec![0x01, 255, 255, 255, 255, 255, 255, 255],
        parts.concat(),
    ]
    .concat()
}

fn bare(id: u32) -> Vec<u8> {
    id.to_be_bytes()
        .into_iter()
        .skip_while(|byte| *byte == 0)
        .collect()
}

fn number(id: u32, number: u64) -> Vec<u8> {
    element(id, &[number.to_be_bytes().to_vec()])
}

fn ebml(kind: &str) -> Vec<u8> {
    element(
        0x1a45_dfa3,
        &[number(0x4286, 1), element(0x4282, &[kind.into()])],
    )
}

fn info(duration: Option<f64>) -> Vec<u8> {
    let duration = duration.map(|ticks| element(0x4489, &[ticks.to_be_bytes().to_vec()]));
    element(
        0x1549_a966,
        &[number(0x2a_d7b1, 1_000_000), duration.unwrap_or_default()],
    )
}

/// A sound track and a video track, number 2, with what else it says.
fn tracks(more: &[Vec<u8>]) -> Vec<u8> {
    let sound = element(
        0xae,
        &[
            number(0xd7, 1),
            number(0x83, 2),
            element(0x86, &["A_OPUS".into()]),
        ],
    );
    let pixels = element(0xe0, &[number(0xb0, 320), number(0xba, 240)]);
    let video = [
        number(0xd7, 2),
        number(0x83, 1),
        element(0x86, &["V_VP9\0".into()]),
        pixels,
    ];
    element(
        0x1654_ae6b,
        &[sound, element(0xae, &[video.concat(), more.concat()])],
    )
}

fn block(track: u8, after: i16, flags: u8) -> Vec<u8> {
    [
        vec![0x80 | track],
        after.to_be_bytes().to_vec(),
        vec![flags, 0x10, 2, 3],
    ]
    .concat()
}

fn simple(after: i16) -> Vec<u8> {
    element(0xa3, &[block(2, after, 0x80)])
}

fn group(after: i16, length: u64) -> Vec<u8> {
    element(
        0xa0,
        &[element(0xa1, &[block(2, after, 0)]), number(0x9b, length)],
    )
}

fn at(time: u64) -> Vec<u8> {
    number(0xe7, time)
}

fn cluster(time: u64, blocks: &[Vec<u8>]) -> Vec<u8> {
    element(0x1f43_b675, &[at(time), blocks.concat()])
}

fn webm(parts: &[Vec<u8>]) -> Vec<u8> {
    [ebml("webm"), element(0x1853_8067, parts)].concat()
}

#[test]
fn blocks_are_read_with_their_clusters() {
    let sound = element(0xa3, &[block(1, 15, 0x80)]);
    let index = element(0x1c53_bb6b, &[vec![0; 30]]);
    let file = webm(&[
        element(0xec, &[vec![0; 9]]),
        info(None),
        tracks(&[]),
        cluster(1000, &[simple(0), sound, simple(40)]),
        cluster(1100, &[simple(-20), group(50, 70)]),
        index,
    ]);
    let video = read_bytes(&file).unwrap();
    assert_eq!(video.container, Container::WebM);
    assert_eq!(video.codec, "V_VP9");
    assert_eq!(video.size, PixelSize::new(320, 240));
    assert_eq!(times(&video.frames), [0, 40_000, 80_000, 150_000, 220_000]);
}

#[test]
fn what_has_no_size_is_read_as_recorders_write_it() {
    let parts = [
        info(None),
        tracks(&[]),
        endless(0x1f43_b675, &[at(0), simple(0), simple(33)]),
        endless(0x1f43_b675, &[at(67), simple(0), simple(33)]),
    ];
    let file = [ebml("webm"), endless(0x1853_8067, &parts)].concat();
    assert_eq!(micros(&file), [0, 33_000, 67_000, 100_000, 133_000]);
}

/// What it says itself, what its track says, what the one before had, what the whole has, what is usual.
#[test]
fn the_last_frame_lasts_what_is_known_best() {
    let end = |duration, track: &[Vec<u8>], blocks: &[Vec<u8>]| {
        let file = webm(&[info(duration), tracks(track), cluster(5, blocks)]);
        *micros(&file).last().unwrap()
    };
    let frame = [number(0x23_e383, 25_000_000)];
    let two = [simple(0), simple(30)];
    assert_eq!(
        end(Some(500.0), &frame, &[simple(0), group(30, 70)]),
        100_000
    );
    assert_eq!(end(Some(500.0), &frame, &two), 55_000);
    assert_eq!(end(Some(500.0), &[], &two), 60_000);
    assert_eq!(end(Some(500.0), &[], &two[..1]), 495_000);
    assert_eq!(end(None, &[], &two[..1]), 40_000);
    assert_eq!(end(Some(f64::NAN), &[], &two[..1]), 40_000);
}

#[test]
fn the_size_is_that_of_the_display() {
    let size = |more: &[Vec<u8>]| {
        let more = element(0xe0, more);
        read_bytes(&webm(&[tracks(&[more]), cluster(0, &[simple(0)])]))
            .unwrap()
            .size
    };
    let display = [number(0x54b0, 640), number(0x54ba, 360)];
    assert_eq!(size(&display), PixelSize::new(640, 360));
    assert_eq!(
        size(&[display.concat(), number(0x54b2, 3)]),
        PixelSize::new(320, 240)
    );
}

#[test]
fn times_are_rounded_to_the_nearest_microsecond() {
    let thirds = element(0x1549_a966, &[number(0x2a_d7b1, 333_333_600)]);
    let file = webm(&[
        thirds,
        tracks(&[]),
        cluster(0, &[simple(0), simple(1), group(3, 1)]),
    ]);
    assert_eq!(micros(&file), [0, 333_334, 1_000_001, 1_333_335]);
}

#[test]
fn the_first_of_two_video_tracks_is_read() {
    let second = element(0xae, &[number(0xd7, 3), number(0x83, 1)]);
    let both = [tracks(&[])[8..].to_vec(), second].concat();
    let other = element(0xa3, &[block(3, 20, 0x80)]);
    let tracks = element(0x1654_ae6b, &[both]);
    let file = webm(&[tracks, cluster(0, &[simple(0), other, simple(40)])]);
    assert_eq!(micros(&file), [0, 40_000, 80_000]);
}

#[test]
fn frames_that_are_not_shown_are_left_out() {
    let hidden = element(0xa3, &[block(2, 39, 0x08)]);
    let file = webm(&[
        tracks(&[]),
        cluster(0, &[simple(0), hidden.clone(), simple(40)]),
    ]);
    assert_eq!(micros(&file), [0, 40_000, 80_000]);
    // VP8 says so in the frame itself.
    let mut kept_back = simple(39);
    let shown = kept_back.len() - 3;
    kept_back[shown] = 0;
    let vp8 = element(0x86, &["V_VP8".into()]);
    let file = webm(&[
        tracks(&[vp8]),
        cluster(0, &[simple(0), kept_back, simple(40)]),
    ]);
    assert_eq!(micros(&file), [0, 40_000, 80_000]);
}

#[test]
fn what_is_cut_off_is_read_as_far_as_it_goes() {
    let parts = [
        info(None),
        tracks(&[]),
        cluster(0, &[simple(0), simple(40), simple(80)]),
    ];
    let whole = webm(&parts);
    let last = simple(80).len();
    for missing in [1, last - 1] {
        let cut = &whole[..whole.len() - missing];
        assert_eq!(micros(cut), [0, 40_000, 80_000]);
    }
    let (head, tail) = (ebml("webm"), element(0x1853_8067, &parts[..2]));
    let no_frames = [head, tail].concat();
    assert_eq!(read_bytes(&no_frames), Err(VideoError::NoFrames));
    assert!(matches!(
        read_bytes(&no_frames[..120]),
        Err(VideoError::Damaged { at: 120, .. })
    ));
}

#[test]
fn what_is_no_video_is_refused() {
    assert_eq!(read_bytes(&[]), Err(VideoError::NotVideo));
    assert_eq!(read_bytes(&[0; 200]), Err(VideoError::NotVideo));
    assert_eq!(container(&ebml("other")), None);
    assert_eq!(container(&ebml("matroska")), Some(Container::WebM));
    let mut sound = Mp4::new(&[[3, 40]]);
    sound.handler = b"soun";
    assert_eq!(read_bytes(&sound.file()), Err(VideoError::NoPictures));
    let track = element(0xae, &[number(0xd7, 1), number(0x83, 2)]);
    let sound = webm(&[element(0x1654_ae6b, &[track]), cluster(0, &[simple(0)])]);
    assert_eq!(read_bytes(&sound), Err(VideoError::NoPictures));
    assert_eq!(read_bytes(&Mp4::new(&[]).file()), Err(VideoError::NoFrames));
}

/// The files that `node tests/video/make.mjs` made.
#[test]
fn the_videos_of_the_tests_say_what_was_written() {
    let file = |name: &str| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/video/fixtures/");
        read(&mut std::fs::File::open(format!("{folder}{name}")).unwrap())
    };
    let lengths = [[40_000; 20], [100_000; 20], [20_000; 20]].concat();
    let expected = FrameTimes::try_from(lengths).unwrap();
    let names = ["steps.webm", "steps.mp4", "unknown.mp4"];
    for (name, codec) in names.into_iter().zip(["V_VP8", "vp09", "xxxx"]) {
        let video = file(name).unwrap();
        assert_eq!(video.codec, codec);
        assert_eq!(video.size, PixelSize::new(320, 240));
        assert_eq!(video.frames, expected, "{name}");
    }
    assert_eq!(file("cut.mp4"), Err(VideoError::Cut { at: 4820 }));
    assert_eq!(file("sound.webm"), Err(VideoError::NoPictures));
    assert!(matches!(
        file("damaged.webm"),
        Err(VideoError::Damaged { .. })
    ));
}

#[test]
fn damage_is_told_with_its_place() {
    let mut file = webm(&[tracks(&[]), cluster(0, &[simple(0), simple(40)])]);
    let last = file.len() - simple(40).len();
    file[last] = 0;
    let error = read_bytes(&file).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("the file is damaged at byte {last}: no element begins here")
    );
    let file = webm(&[tracks(&[]), cluster(0, &[endless(0xa3, &[block(2, 0, 0)])])]);
    let error = read_bytes(&file).unwrap_err();
    assert!(error.to_string().ends_with("an element has no size"));
    let file = [ftyp(b"isom"), mdat(64)].concat();
    let error = read_bytes(&file).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the file is damaged at byte 92: it ends before its index"
    );
}

/// Files that claim a thousand times what they hold; none of them may make the reader work for it.
#[test]
fn claims_beyond_the_file_are_refused() {
    let mut video = Mp4::new(&[[u32::MAX, 40]]);
    assert!(matches!(
        read_bytes(&video.file()),
        Err(VideoError::TooManyFrames { .. })
    ));
    // As many frames as have data, whatever the other table says.
    video.frames = 3;
    assert_eq!(micros(&video.file()).len(), 4);
    video.durations = vec![[1, u32::MAX]];
    assert_eq!(micros(&video.file()), [0, u64::from(u32::MAX) * 1000]);

    let mut table = Mp4::new(&[[3, 40]]);
    table.offsets = boxed(b"ctts", &[words(&[0, u32::MAX, 1, 1])]);
    assert!(matches!(
        read_bytes(&table.file()),
        Err(VideoError::Damaged { .. })
    ));
    table.offsets = Vec::new();
    table.edits = boxed(b"edts", &[boxed(b"elst", &[words(&[0, u32::MAX])])]);
    assert!(matches!(
        read_bytes(&table.file()),
        Err(VideoError::Damaged { .. })
    ));

    let (video, _) = fragmented();
    // Frames of no bytes each, and frames whose rows the box doesn't have.
    for (run, many) in [(vec![0, 100_000_000], true), (vec![0x100, 9, 1], false)] {
        let fragments = fragment(&[0, 1], None, &run);
        let error = read_bytes(&[ftyp(b"iso5"), video.moov(), fragments].concat()).unwrap_err();
        assert_eq!(
            matches!(error, VideoError::TooManyFrames { .. }),
            many,
            "{error}"
        );
    }

    let far = webm(&[tracks(&[]), cluster(u64::MAX, &[simple(0)])]);
    assert!(matches!(read_bytes(&far), Err(VideoError::Damaged { .. })));
    let still = webm(&[element(0x1549_a966, &[number(0x2a_d7b1, 0)]), tracks(&[])]);
    assert!(matches!(
        read_bytes(&still),
        Err(VideoError::Damaged { .. })
    ));
    let name = webm(&[tracks(&[element(0x86, &[vec![b'x'; 65]])])]);
    assert!(matches!(read_bytes(&name), Err(VideoError::Damaged { .. })));
}

#[test]
fn no_prefix_of_a_file_stops_the_reader() {
    let mut video = Mp4::new(&[[2, 40], [2, 20]]);
    video.offsets = runs(b"ctts", 0, &[[1, 40], [3, 0]]);
    video.edits = edits(&[[10, -1], [0, 40]]);
    let (parts, fragments) = fragmented();
    let files = [
        video.file(),
        [ftyp(b"iso5"), parts.moov(), fragments.concat()].concat(),
        webm(&[
            info(Some(9.0)),
            tracks(&[]),
            cluster(0, &[simple(0), group(40, 40)]),
        ]),
        [
            ebml("webm"),
            endless(
                0x1853_8067,
                &[tracks(&[]), endless(0x1f43_b675, &[at(0), simple(0)])],
            ),
        ]
        .concat(),
    ];
    for file in &files {
        let whole = read_bytes(file).unwrap().frames.count();
        for end in 0..file.len() {
            if let Ok(part) = read_bytes(&file[..end]) {
                assert!(part.frames.count() <= whole);
            }
        }
    }
}

proptest! {
    #[test]
    fn no_changed_byte_stops_the_reader(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut video = Mp4::new(&[[2, 40], [2, 20]]);
        video.offsets = runs(b"ctts", 0, &[[1, 40], [3, 0]]);
        video.edits = edits(&[[10, -1], [90, 40]]);
        let (parts, fragments) = fragmented();
        let files = [
            video.file(),
            [ftyp(b"iso5"), parts.moov(), fragments.concat()].concat(),
            webm(&[info(Some(9.0)), tracks(&[]), cluster(0, &[simple(0), group(40, 40)])]),
        ];
        for mut file in files {
            for (index, byte) in &changes {
                let at = index.index(file.len());
                file[at] = *byte;
            }
            if let Ok(video) = read_bytes(&file) {
                prop_assert!(video.frames.count() <= file.len());
            }
        }
    }

    #[test]
    fn a_frame_is_found_by_its_times(starts in prop::collection::vec(0u64..3_000_000, 1..60), last in 1u64..90_000) {
        let end = starts.iter().max().unwrap() + last;
        let starts = starts.into_iter().map(Moment::from_micros).collect();
        let frames = FrameTimes::new(starts, Moment::from_micros(end)).unwrap();
        prop_assert_eq!(frames.start(0), Moment::default());
        for index in 0..frames.count() {
            let [start, middle] = [frames.start(index), frames.middle(index)];
            prop_assert_eq!(frames.index_at(start), index);
            prop_assert_eq!(frames.index_at(middle), index);
            prop_assert_eq!(frames.nearest(start), index);
            // Half a microsecond is rounded towards the frame itself.
            prop_assert_eq!(frames.nearest(middle), index);
            let next = if index + 1 < frames.count() { frames.start(index + 1) } else { frames.end() };
            prop_assert!(start < next);
            let before_next = Moment::from_micros(next.micros() - 1);
            prop_assert_eq!(frames.index_at(before_next), index);
        }
        prop_assert_eq!(FrameTimes::from_bytes(&frames.to_bytes()), Some(frames));
    }
}

#[test]
fn places_beyond_the_end_are_the_last_frame() {
    let starts = [60, 20, 60].map(Moment::from_micros).to_vec();
    let frames = FrameTimes::new(starts, Moment::from_micros(30)).unwrap();
    assert_eq!(times(&frames), [0, 40, 41]);
    assert_eq!(frames.start(7).micros(), 40);
    assert_eq!(frames.middle(usize::MAX).micros(), 40);
    assert_eq!(frames.index_at(Moment::from_micros(u64::MAX)), 1);
    assert_eq!(frames.nearest(Moment::from_micros(u64::MAX)), 1);
    assert_eq!(frames.nearest(Moment::from_micros(20)), 0);
    assert_eq!(frames.nearest(Moment::from_micros(21)), 1);
    assert_eq!(FrameTimes::new(Vec::new(), Moment::default()), None);
}

#[test]
fn frame_times_travel_in_few_bytes() {
    let starts = (0..1000)
        .map(|index| Moment::from_micros(index * 40_000))
        .collect();
    let frames = FrameTimes::new(starts, Moment::from_micros(40_000_000)).unwrap();
    let bytes = frames.to_bytes();
    assert_eq!(bytes.len(), 2 + 3 * 1000);
    assert_eq!(FrameTimes::from_bytes(&bytes[..bytes.len() - 1]), None);
    assert_eq!(FrameTimes::from_bytes(&[&bytes[..], &[0]].concat()), None);
    // No frames, and a frame that lasts no time.
    assert_eq!(FrameTimes::from_bytes(&[0]), None);
    assert_eq!(FrameTimes::from_bytes(&[1, 0]), None);
}

#[test]
fn moments_are_seconds_rounded() {
    assert_eq!(Moment::from_seconds(1.0 / 3.0).micros(), 333_333);
    assert_eq!(Moment::from_seconds(2e-6 / 3.0).micros(), 1);
    assert_eq!(Moment::from_seconds(-1.0).micros(), 0);
    assert_eq!(Moment::from_seconds(f64::NAN).micros(), 0);
    assert_eq!(Moment::from_micros(1_500_000).seconds(), 1.5);
}
