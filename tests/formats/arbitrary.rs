//! Projects at random, within the rules of the document.

use super::support::Whole;
use cartouche::document::shape::{KeyFrame, Segment, Sight, Span, Track};
use cartouche::document::{
    Annotator, AnnotatorId, AnnotatorKind, Color, Concept, ConceptId, ContentHash, Footage, Input,
    InputEntry, InputStatus, Kept, Label, LabelStatus, Media, MediaKind, Moment, Name, Object,
    ObjectEntry, Objects, Orientation, Place, Presence, Project, Rgb, Shape, Slot, Source, Target,
};
use cartouche::formats::Header;
use cartouche::geometry::{ImagePoint, ImageRect, Mask, Part, PixelSize, Polygon, Ring};
use proptest::collection::vec;
use proptest::prelude::*;

fn coordinate() -> impl Strategy<Value = f64> {
    prop_oneof![
        -1e3f64..1e4,
        (-10i32..5000).prop_map(f64::from),
        Just(-0.0),
        Just(0.1 + 0.2),
        Just(1e-300),
        prop::num::f64::NORMAL,
    ]
}

fn point() -> impl Strategy<Value = ImagePoint> {
    (coordinate(), coordinate()).prop_map(|(x, y)| ImagePoint::new(x, y))
}

fn ring() -> impl Strategy<Value = Ring> {
    vec(point(), 3..8).prop_map(|points| Ring::new(points).unwrap())
}

fn mask() -> impl Strategy<Value = Mask> {
    (0u32..30, 0u32..30, vec(0u32..40, 0..20)).prop_map(|(width, height, runs)| {
        let mut left = width * height;
        let mut fitting: Vec<u32> = Vec::new();
        for run in runs {
            fitting.push(run.min(left));
            left -= run.min(left);
        }
        fitting.push(left);
        Mask::new(PixelSize::new(width, height), fitting).unwrap()
    })
}

fn track() -> impl Strategy<Value = Shape> {
    let sight = prop_oneof![
        Just(Sight::Visible),
        Just(Sight::Occluded),
        Just(Sight::Outside)
    ];
    let corners = (point(), point());
    vec((1u64..90_000, corners, ring(), sight), 1..5).prop_flat_map(|steps| {
        any::<bool>().prop_map(move |boxes| {
            let mut at = 0;
            let keys = steps.iter().map(|(step, (a, b), ring, sight)| {
                at += step;
                KeyFrame {
                    at: Moment::from_micros(at),
                    shape: match boxes {
                        true => Shape::Box(ImageRect::between(*a, *b)),
                        false => Shape::Polygon(Polygon::from_ring(ring.clone())),
                    },
                    sight: *sight,
                }
            });
            Shape::Track(Track::new(keys.collect()).unwrap())
        })
    })
}

pub fn shape() -> impl Strategy<Value = Shape> {
    prop_oneof![
        track(),
        (any::<u64>(), any::<u64>()).prop_map(|(a, b)| {
            let (a, b) = (Moment::from_micros(a), Moment::from_micros(b));
            Shape::Segment(Segment::between(a, b))
        }),
        (point(), point()).prop_map(|(a, b)| Shape::Box(ImageRect::between(a, b))),
        vec((ring(), vec(ring(), 0..3)), 1..3).prop_map(|parts| {
            let parts = parts.into_iter();
            let parts = parts.map(|(outer, holes)| Part { outer, holes });
            Shape::Polygon(Polygon::from_parts(parts.collect()).unwrap())
        }),
        mask().prop_map(Shape::Mask),
        (0u32..500, 1u32..90)
            .prop_map(|(start, length)| Shape::Span(Span::new(start, start + length).unwrap())),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,8}",
        "\\PC{0,12}",
        Just("\"\\\n\u{1}\u{2028}😀".to_owned())
    ]
}

fn kept() -> impl Strategy<Value = Kept> {
    let value = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(serde_json::Value::from),
        any::<i64>().prop_map(serde_json::Value::from),
        any::<u64>().prop_map(serde_json::Value::from),
        coordinate().prop_map(serde_json::Value::from),
        text().prop_map(serde_json::Value::from),
        vec(text(), 0..3).prop_map(serde_json::Value::from),
    ];
    let members = vec((text(), value), 0..4);
    prop_oneof![
        3 => Just(Kept::default()),
        1 => members.prop_map(|members| Kept::new(&members.into_iter().collect())),
    ]
}

fn name(start: String, index: usize) -> Name {
    Name::new(&format!("{index} {start}")).unwrap()
}

type Said = (usize, usize, bool, u8, Option<f64>, u64, Kept);

fn label() -> impl Strategy<Value = Said> {
    let score = prop::option::of(0.0f64..=1.0);
    (
        any::<usize>(),
        any::<usize>(),
        any::<bool>(),
        0u8..4,
        score,
        any::<u64>(),
        kept(),
    )
}

fn media() -> impl Strategy<Value = Media> {
    let size = prop::option::of((any::<u32>(), any::<u32>()));
    let hash = prop::option::of(any::<[u8; 32]>());
    let kind = prop_oneof![
        Just(MediaKind::Image),
        Just(MediaKind::Text),
        (any::<u32>(), any::<u64>()).prop_map(|(frames, end)| {
            let end = Moment::from_micros(end);
            MediaKind::Video(Footage { frames, end })
        }),
    ];
    let facts = (size, 1u8..=8, any::<u64>(), text(), hash, kind);
    facts.prop_map(|(size, turn, bytes, mime, hash, kind)| Media {
        kind,
        size: size.map(|(width, height)| PixelSize::new(width, height)),
        orientation: Orientation::try_from(turn).unwrap(),
        bytes,
        mime,
        hash: hash.map(ContentHash),
        source: Source::Stored,
    })
}

fn concepts() -> impl Strategy<Value = Vec<Concept>> {
    let color = prop_oneof![
        any::<u16>().prop_map(Color::Palette),
        any::<[u8; 3]>().prop_map(|[r, g, b]| Color::Custom(Rgb(r, g, b))),
    ];
    vec(
        (
            text(),
            color,
            any::<bool>(),
            any::<prop::sample::Index>(),
            kept(),
        ),
        1..6,
    )
    .prop_map(|rows| {
        let count = rows.len();
        // A parent may be younger than its child, but nothing is its own ancestor: the parent is a higher number.
        let row = |(at, (start, color, key, parent, kept)): (
            usize,
            (String, Color, bool, prop::sample::Index, Kept),
        )| {
            let parent = parent.index(count);
            Concept {
                id: ConceptId(100 + at as u64),
                name: name(start, at),
                color,
                hotkey: key.then(|| Slot::new(at as u8)).flatten(),
                parent: (parent > at).then_some(ConceptId(100 + parent as u64)),
                rank: 7 * (at as u32 % 3),
                kept,
            }
        };
        rows.into_iter().enumerate().map(row).collect()
    })
}

fn annotators() -> impl Strategy<Value = Vec<Annotator>> {
    vec((text(), 0usize..3, kept()), 1..4).prop_map(|rows| {
        let kinds = [
            AnnotatorKind::Person,
            AnnotatorKind::Model,
            AnnotatorKind::File,
        ];
        let row = |(at, (start, kind, kept)): (usize, (String, usize, Kept))| Annotator {
            id: AnnotatorId(u64::MAX - 9 + at as u64),
            name: name(start, at),
            kind: kinds[kind],
            kept,
        };
        rows.into_iter().enumerate().map(row).collect()
    })
}

type Thing = (
    Shape,
    i32,
    bool,
    Option<prop::sample::Index>,
    Kept,
    Vec<Said>,
);
type Picture = (
    String,
    Media,
    usize,
    String,
    u64,
    Kept,
    Vec<Said>,
    Vec<Thing>,
);

fn picture() -> impl Strategy<Value = Picture> {
    let parent = prop::option::of(any::<prop::sample::Index>());
    let object = (
        shape(),
        any::<i32>(),
        any::<bool>(),
        parent,
        kept(),
        vec(label(), 1..3),
    );
    let name = "[a-zé \\\\#%]{1,9}(/[.]?[a-zß]{1,5}){0,2}";
    (
        name,
        media(),
        0usize..4,
        text(),
        any::<u64>(),
        kept(),
        vec(label(), 0..3),
        vec(object, 0..4),
    )
}

/// A project.
pub fn whole() -> impl Strategy<Value = Whole> {
    let project = (text(), any::<u64>(), any::<u64>(), kept());
    (project, concepts(), annotators(), vec(picture(), 0..4)).prop_map(
        |((start, id, made_at, kept), concepts, annotators, pictures)| {
            let header = Header {
                project: Project {
                    id: id.into(),
                    name: name(start, 0),
                    made_at,
                    kept,
                },
                concepts,
                annotators,
            };
            let mut next = 0;
            let inputs = pictures
                .into_iter()
                .map(|picture| input(picture, &header, &mut next))
                .collect();
            Whole { header, inputs }
        },
    )
}

/// Something, or nothing, as the text has it.
fn metadata(text: &str) -> Kept {
    let members = text.chars().map(|letter| (letter.to_string(), text.into()));
    Kept::new(&members.take(3).collect())
}

fn input(picture: Picture, header: &Header, next: &mut u64) -> (InputEntry, Objects) {
    let (name, media, status, split, added_at, kept, labels, things) = picture;
    let all = [
        InputStatus::Unlabeled,
        InputStatus::InProgress,
        InputStatus::Done,
        InputStatus::Skipped,
    ];
    *next += 1;
    let id = (*next).into();
    let status = all[status];
    let input = Input {
        id,
        name,
        media,
        status,
        metadata: metadata(&split),
        trashed: false,
        split,
        added_at,
        kept,
    };
    let labels = said(labels, Target::Input(id), header, next);
    let base = *next + 1000;
    let count = things.len();
    let mut objects = Vec::new();
    for (at, (shape, z, locked, parent, kept, labels)) in things.into_iter().enumerate() {
        let own = (base + at as u64).into();
        let parent = parent
            .map(|index| index.index(count))
            .filter(|parent| *parent > at);
        objects.push(ObjectEntry {
            object: Object {
                id: own,
                input: id,
                parent: parent.map(|parent| (base + parent as u64).into()),
                place: Place::Region(shape),
                z,
                locked,
                kept,
            },
            labels: said(labels, Target::Object(id, own), header, next),
        });
    }
    (InputEntry { input, labels }, Objects::new(objects))
}

fn said(rows: Vec<Said>, on: Target, header: &Header, next: &mut u64) -> Vec<Label> {
    let all = [
        LabelStatus::Success,
        LabelStatus::Pending,
        LabelStatus::AwaitingReview,
        LabelStatus::ReviewDenied,
    ];
    let mut labels = Vec::new();
    for (concept, annotator, absent, status, score, made_at, kept) in rows {
        *next += 1;
        labels.push(Label {
            id: (*next).into(),
            on,
            concept: header.concepts[concept % header.concepts.len()].id,
            annotator: header.annotators[annotator % header.annotators.len()].id,
            presence: if absent {
                Presence::Absent
            } else {
                Presence::Present
            },
            status: all[usize::from(status)],
            score,
            made_at,
            kept,
        });
    }
    labels
}
