//! Tracks: where they are between their key frames, and how they are changed.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use cartouche::document::shape::*;
use cartouche::document::*;
use cartouche::edit::*;
use cartouche::geometry::*;
use proptest::collection::vec;
use proptest::prelude::*;

fn ms(at: u64) -> Moment {
    Moment::from_micros(1000 * at)
}

fn rect(x: f64, y: f64) -> Shape {
    Shape::Box(ImageRect::from_xywh(x, y, 10.0, 20.0))
}

fn key(at: u64, shape: Shape, sight: Sight) -> KeyFrame {
    let at = ms(at);
    KeyFrame { at, shape, sight }
}

/// A track of boxes: when, where, how it is seen.
fn track(keys: &[(u64, f64, Sight)]) -> Track {
    let keys = keys
        .iter()
        .map(|(at, x, sight)| key(*at, rect(*x, 2.0 * x), *sight));
    Track::new(keys.collect()).unwrap()
}

fn visible(keys: &[(u64, f64)]) -> Track {
    let keys: Vec<_> = keys
        .iter()
        .map(|(at, x)| (*at, *x, Sight::Visible))
        .collect();
    track(&keys)
}

/// The left edge at a moment, where the track is in the picture.
fn left(track: &Track, at: u64) -> Option<f64> {
    Some(track.seen_at(ms(at))?.bounds().min.x)
}

fn ring(points: &[(f64, f64)]) -> Shape {
    let points = points.iter().map(|(x, y)| ImagePoint::new(*x, *y));
    Shape::Polygon(Polygon::from_ring(Ring::new(points.collect()).unwrap()))
}

fn points(shape: &Shape) -> Vec<(f64, f64)> {
    let ring = shape.polygon().unwrap().ring(0).unwrap();
    ring.vertices().iter().map(|at| (at.x, at.y)).collect()
}

#[test]
fn between_key_frames_a_box_goes_in_a_straight_line_and_behind_the_last_it_stays() {
    let track = visible(&[(100, 0.0), (200, 10.0), (300, 10.0)]);
    let places = [99, 100, 125, 150, 200, 250, 300, 99_000].map(|at| left(&track, at));
    let expected = [
        None,
        Some(0.0),
        Some(2.5),
        Some(5.0),
        Some(10.0),
        Some(10.0),
        Some(10.0),
        Some(10.0),
    ];
    assert_eq!(places, expected);
    assert_eq!(track.seen_at(ms(125)).unwrap(), rect(2.5, 5.0));
}

#[test]
fn outside_the_picture_it_is_not_seen_and_occluded_it_is() {
    let track = track(&[
        (0, 0.0, Sight::Visible),
        (100, 10.0, Sight::Occluded),
        (200, 20.0, Sight::Outside),
        (400, 40.0, Sight::Visible),
        (500, 50.0, Sight::Outside),
    ]);
    assert_eq!(left(&track, 150), Some(15.0));
    assert_eq!(track.at(ms(150)).unwrap().1, Sight::Occluded);
    assert_eq!(
        [199, 200, 300, 399, 400, 500].map(|at| left(&track, at).is_some()),
        [true, false, false, false, true, false]
    );
    assert_eq!(
        track.stretches(),
        [(ms(0), Some(ms(200))), (ms(400), Some(ms(500)))]
    );
}

#[test]
fn a_polygon_goes_vertex_by_vertex() {
    let from = ring(&[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)]);
    let to = ring(&[(4.0, 0.0), (10.0, 8.0), (10.0, 10.0)]);
    let track = Track::new(vec![
        key(0, from, Sight::Visible),
        key(4, to, Sight::Visible),
    ])
    .unwrap();
    assert_eq!(
        points(&track.seen_at(ms(1)).unwrap()),
        [(1.0, 0.0), (10.0, 2.0), (10.0, 10.0)]
    );
}

#[test]
fn a_vertex_that_was_put_in_moves_no_other() {
    let square = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)];
    let mut more = square.to_vec();
    more.insert(2, (10.0, 5.0));
    let moved: Vec<_> = more.iter().map(|(x, y)| (x + 10.0, *y)).collect();
    let track = Track::new(vec![
        key(0, ring(&square), Sight::Visible),
        key(2, ring(&moved), Sight::Visible),
    ])
    .unwrap();
    let expected: Vec<_> = more.iter().map(|(x, y)| (x + 5.0, *y)).collect();
    assert_eq!(points(&track.seen_at(ms(1)).unwrap()), expected);
}

#[test]
fn what_is_no_track_is_refused() {
    assert_eq!(Track::new(Vec::new()), Err(TrackError::Empty));
    let twice = vec![
        key(5, rect(0.0, 0.0), Sight::Visible),
        key(5, rect(1.0, 0.0), Sight::Visible),
    ];
    assert_eq!(Track::new(twice), Err(TrackError::Order(ms(5))));
    let triangle = ring(&[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)]);
    let mixed = vec![
        key(5, rect(0.0, 0.0), Sight::Visible),
        key(6, triangle, Sight::Visible),
    ];
    assert_eq!(Track::new(mixed), Err(TrackError::Kind(ms(6))));
    let span = Shape::Span(Span::new(1, 2).unwrap());
    assert_eq!(Track::beginning(ms(1), span), Err(TrackError::Kind(ms(1))));
}

fn tracks() -> impl Strategy<Value = Track> {
    let sight = prop_oneof![
        Just(Sight::Visible),
        Just(Sight::Occluded),
        Just(Sight::Outside)
    ];
    vec((1u64..50, -100i32..100, sight), 1..7).prop_map(|steps| {
        let mut at = 0;
        let keys: Vec<_> = steps
            .into_iter()
            .map(|(step, x, sight)| {
                at += step;
                (at, f64::from(x), sight)
            })
            .collect();
        track(&keys)
    })
}

/// Every moment of it, and some behind.
fn moments() -> impl Iterator<Item = u64> {
    0..320
}

/// How it is seen, where it is in the picture.
fn seen(track: &Track, at: u64) -> Option<(Shape, Sight)> {
    track
        .at(ms(at))
        .filter(|(_, sight)| *sight != Sight::Outside)
}

fn near(a: Option<(Shape, Sight)>, b: Option<(Shape, Sight)>) -> bool {
    match (a, b) {
        (Some((a, a_sight)), Some((b, b_sight))) => {
            let (a, b) = (a.bounds(), b.bounds());
            a_sight == b_sight && a.min.distance(b.min) < 1e-9 && a.max.distance(b.max) < 1e-9
        }
        (a, b) => a.is_none() && b.is_none(),
    }
}

proptest! {
    #[test]
    fn it_is_where_its_key_frames_say_and_never_beyond_both(track in tracks()) {
        for two in track.keys().windows(2) {
            let bounds = two[0].shape.bounds().union(two[1].shape.bounds()).grown(1e-9);
            prop_assert_eq!(track.at(two[0].at), Some((two[0].shape.clone(), two[0].sight)));
            for at in (two[0].at.micros()..two[1].at.micros()).step_by(700) {
                let at = Moment::from_micros(at);
                let (shape, sight) = track.at(at).unwrap();
                prop_assert!(bounds.contains_rect(shape.bounds()));
                prop_assert_eq!(sight, two[0].sight);
                // As far along the way as the moment is.
                let (a, b) = (two[0].shape.bounds().min.x, two[1].shape.bounds().min.x);
                let share = (at.micros() - two[0].at.micros()) as f64 / (two[1].at.micros() - two[0].at.micros()) as f64;
                prop_assert!((shape.bounds().min.x - (a * (1.0 - share) + b * share)).abs() < 1e-9);
            }
        }
        let all = Shape::Track(track.clone()).bounds().grown(1e-9);
        for at in moments() {
            if let Some(shape) = track.seen_at(ms(at)) {
                prop_assert!(all.contains_rect(shape.bounds()));
            }
        }
    }

    #[test]
    fn a_key_frame_where_it_is_changes_nothing_else(track in tracks(), at in 0u64..320) {
        let keyed = track.with_key_here(ms(at));
        for other in moments() {
            prop_assert!(near(keyed.at(ms(other)), track.at(ms(other))), "{}", other);
        }
        prop_assert_eq!(keyed.key_at(ms(at)).is_some(), at >= track.begins().micros() / 1000);
    }

    #[test]
    fn a_key_frame_that_is_set_and_deleted_leaves_nothing(track in tracks(), at in 0u64..320, x in -50i32..50) {
        prop_assume!(track.key_at(ms(at)).is_none());
        let set = track.with_shape(ms(at), rect(f64::from(x), 0.0)).unwrap();
        prop_assert_eq!(set.seen_at(ms(at)), Some(rect(f64::from(x), 0.0)));
        prop_assert_eq!(set.without_key(ms(at)), Some(track));
    }

    #[test]
    fn split_and_merged_it_is_what_it_was(track in tracks(), at in 0u64..320) {
        let Some((before, after)) = track.split(ms(at)) else {
            prop_assert!(ms(at) <= track.begins());
            return Ok(());
        };
        prop_assert_eq!(after.begins(), ms(at));
        for other in moments() {
            let (part, rest) = if other < at { (&before, &after) } else { (&after, &before) };
            prop_assert!(near(seen(part, other), seen(&track, other)), "{}", other);
            prop_assert_eq!(rest.seen_at(ms(other)), None);
        }
        let merged = after.merged(&before).unwrap();
        for other in moments() {
            prop_assert!(near(seen(&merged, other), seen(&track, other)), "{}", other);
        }
    }

    #[test]
    fn ended_it_is_as_it_was_and_then_nowhere(track in tracks(), at in 0u64..320) {
        let Some(ended) = track.ended(ms(at)) else { return Ok(()) };
        for other in moments() {
            match other < at {
                true => prop_assert!(near(seen(&ended, other), seen(&track, other))),
                false => prop_assert_eq!(ended.seen_at(ms(other)), None),
            }
        }
    }

    #[test]
    fn stretches_are_where_it_is_seen(track in tracks()) {
        for at in moments() {
            let is_in = |(from, to): &(Moment, Option<Moment>)| *from <= ms(at) && to.is_none_or(|to| ms(at) < to);
            prop_assert_eq!(track.stretches().iter().any(is_in), track.seen_at(ms(at)).is_some());
        }
    }
}

#[test]
fn tracks_that_overlap_are_not_merged() {
    let (first, second) = (
        visible(&[(0, 0.0), (50, 5.0)]),
        visible(&[(40, 4.0), (90, 9.0)]),
    );
    assert_eq!(first.merged(&second), Err(MergeError::Overlap(ms(50))));
    assert_eq!(second.merged(&first), Err(MergeError::Overlap(ms(50))));
    let triangle = ring(&[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)]);
    let other = Track::beginning(ms(90), triangle).unwrap();
    assert_eq!(first.merged(&other), Err(MergeError::Kinds));
}

/// A project with a video and two concepts (boat, ship).
struct Harbour {
    editor: Editor,
    video: InputId,
    boat: ConceptId,
    ship: ConceptId,
}

impl Harbour {
    fn new() -> Self {
        let project = Project {
            id: ProjectId(7),
            name: Name::new("Harbour").unwrap(),
            made_at: 0,
            kept: Kept::default(),
        };
        let ids = IdSource::new(1, 1);
        let mut editor = Editor::new(Document::new(project), ids, Name::new("Ada").unwrap());
        let names = ["boat", "ship"].map(|name| Name::new(name).unwrap().into());
        editor
            .run(&Command::AddConcepts(names.to_vec()), 1)
            .unwrap();
        let footage = Footage {
            frames: 60,
            end: ms(2400),
        };
        let video = NewInput {
            metadata: Kept::default(),
            name: "ferry.webm".to_owned(),
            media: Media {
                kind: MediaKind::Video(footage),
                ..Media::awaited(Some(PixelSize::new(320, 240)))
            },
        };
        editor.run(&Command::AddInputs(vec![video]), 1).unwrap();
        let document = editor.document();
        let named = |name| document.concept_named(name).unwrap().id;
        let (boat, ship) = (named("boat"), named("ship"));
        let video = document.inputs().next().unwrap().input.id;
        Self {
            editor,
            video,
            boat,
            ship,
        }
    }

    /// Does it as the tools do: on a frame.
    fn on_frame(&mut self, at: u64, command: Command) -> Result<Outcome, Refused> {
        let objects = self
            .editor
            .document()
            .objects(self.video)
            .cloned()
            .unwrap_or_default();
        let outcome = self.editor.run(&command.at_moment(ms(at), &objects), 1);
        assert_eq!(check(self.editor.document()), []);
        outcome
    }

    fn draw(&mut self, at: u64, x: f64, concept: ConceptId) -> ObjectId {
        let command = Command::AddObject {
            input: self.video,
            shape: rect(x, 0.0),
            concept,
            parent: None,
        };
        self.on_frame(at, command)
            .unwrap()
            .new_objects()
            .next()
            .unwrap()
    }

    fn move_to(&mut self, at: u64, object: ObjectId, x: f64) {
        let shapes = vec![(object, rect(x, 0.0))];
        let input = self.video;
        self.on_frame(at, Command::SetShapes { input, shapes })
            .unwrap();
    }

    fn edit(&mut self, at: u64, object: ObjectId, edit: TrackEdit) -> Result<Outcome, Refused> {
        let command = Command::EditTracks {
            input: self.video,
            objects: vec![object],
            at: ms(at),
            edit,
        };
        let outcome = self.editor.run(&command, 1);
        assert_eq!(check(self.editor.document()), []);
        outcome
    }

    fn merge(&mut self, objects: &[ObjectId]) -> Result<Outcome, Refused> {
        let command = Command::MergeTracks {
            input: self.video,
            objects: objects.to_vec(),
        };
        let outcome = self.editor.run(&command, 1);
        assert_eq!(check(self.editor.document()), []);
        outcome
    }

    fn track(&self, object: ObjectId) -> &Track {
        let entry = self.editor.document().object(self.video, object).unwrap();
        entry.object.shape().track().unwrap()
    }

    fn keys(&self, object: ObjectId) -> Vec<u64> {
        let keys = self.track(object).keys().iter();
        keys.map(|key| key.at.micros() / 1000).collect()
    }

    fn concepts(&self, object: ObjectId) -> Vec<ConceptId> {
        let labels = self
            .editor
            .document()
            .labels(Target::Object(self.video, object));
        labels.iter().map(|label| label.concept).collect()
    }
}

#[test]
fn a_box_drawn_on_a_frame_begins_a_track_and_moved_on_another_it_has_a_key_frame_there() {
    let mut harbour = Harbour::new();
    let boat = harbour.draw(400, 10.0, harbour.boat);
    harbour.move_to(800, boat, 50.0);
    assert_eq!(harbour.keys(boat), [400, 800]);
    assert_eq!(left(harbour.track(boat), 600), Some(30.0));
    harbour.move_to(600, boat, 0.0);
    assert_eq!(harbour.keys(boat), [400, 600, 800]);
    // Before its beginning it begins earlier.
    harbour.move_to(200, boat, 5.0);
    assert_eq!(harbour.keys(boat), [200, 400, 600, 800]);
    let objects = harbour.editor.document().objects(harbour.video).unwrap();
    let seen = objects.seen_at(ms(300));
    assert_eq!(seen.get(boat).unwrap().object.shape(), &rect(7.5, 0.0));
    assert!(objects.seen_at(ms(100)).is_empty());
}

#[test]
fn a_region_is_no_track_and_a_track_is_not_on_a_picture() {
    let mut harbour = Harbour::new();
    let boat = harbour.draw(400, 10.0, harbour.boat);
    let (input, concept) = (harbour.video, harbour.boat);
    let region = Command::AddObject {
        input,
        shape: rect(0.0, 0.0),
        concept,
        parent: None,
    };
    assert_eq!(harbour.editor.run(&region, 1), Err(Refused::OtherKind));
    let shapes = vec![(boat, rect(1.0, 1.0))];
    assert_eq!(
        harbour.editor.run(&Command::SetShapes { input, shapes }, 1),
        Err(Refused::OtherKind)
    );
    let picture = NewInput {
        metadata: Kept::default(),
        name: "a.png".to_owned(),
        media: Media::awaited(Some(PixelSize::new(320, 240))),
    };
    harbour
        .editor
        .run(&Command::AddInputs(vec![picture]), 1)
        .unwrap();
    let input = harbour.editor.document().inputs().last().unwrap().input.id;
    assert_ne!(input, harbour.video);
    let shape = Shape::Track(visible(&[(0, 1.0)]));
    let track = Command::AddObject {
        input,
        shape,
        concept,
        parent: None,
    };
    assert_eq!(harbour.editor.run(&track, 1), Err(Refused::OtherKind));
}

#[test]
fn a_time_range_is_on_no_frame() {
    let mut harbour = Harbour::new();
    let (input, concept) = (harbour.video, harbour.ship);
    let shape = Shape::Segment(Segment::new(ms(0), ms(80)).unwrap());
    let command = Command::AddObject {
        input,
        shape,
        concept,
        parent: None,
    };
    harbour.editor.run(&command, 1).unwrap();
    let objects = harbour.editor.document().objects(input).unwrap();
    assert_eq!((objects.len(), objects.seen_at(ms(40)).len()), (1, 0));
}

#[test]
fn of_several_tracks_those_are_changed_that_are_there() {
    let mut harbour = Harbour::new();
    let (early, late) = (
        harbour.draw(0, 0.0, harbour.boat),
        harbour.draw(800, 9.0, harbour.boat),
    );
    let edit = |edit| Command::EditTracks {
        input: harbour.video,
        objects: vec![early, late],
        at: ms(400),
        edit,
    };
    let (split, end) = (edit(TrackEdit::Split), edit(TrackEdit::End));
    harbour.editor.run(&split, 1).unwrap();
    assert_eq!(harbour.keys(early), [0, 400]);
    assert_eq!(harbour.keys(late), [800]);
    // Nothing is left of any of them before this frame.
    assert_eq!(
        harbour.edit(400, late, TrackEdit::End),
        Err(Refused::Before)
    );
    assert_eq!(harbour.editor.run(&end, 1), Err(Refused::Before));
}

#[test]
fn a_video_does_not_take_the_labels_that_wait_for_a_picture() {
    let mut harbour = Harbour::new();
    let media = |kind| Media {
        kind,
        hash: Some(ContentHash([7; 32])),
        source: Source::Stored,
        ..Media::awaited(Some(PixelSize::new(320, 240)))
    };
    let new = |kind| NewInput {
        metadata: Kept::default(),
        name: "ferry.webm".to_owned(),
        media: media(kind),
    };
    let add = |harbour: &mut Harbour, kind| {
        let command = Command::AddInputs(vec![new(kind)]);
        harbour.editor.run(&command, 1).unwrap();
        harbour.editor.document().inputs().count()
    };
    // The one that waits is a video.
    assert_eq!(add(&mut harbour, MediaKind::Image), 2);
    assert_eq!(add(&mut harbour, MediaKind::Video(Footage::default())), 2);
}

#[test]
fn key_frames_are_added_and_deleted_but_not_the_last() {
    let mut harbour = Harbour::new();
    let boat = harbour.draw(400, 10.0, harbour.boat);
    assert_eq!(
        harbour.edit(400, boat, TrackEdit::RemoveKey),
        Err(Refused::OnlyKey)
    );
    harbour.edit(800, boat, TrackEdit::AddKey).unwrap();
    assert_eq!(harbour.keys(boat), [400, 800]);
    assert_eq!(
        harbour.edit(600, boat, TrackEdit::RemoveKey),
        Err(Refused::Nothing)
    );
    harbour.edit(400, boat, TrackEdit::RemoveKey).unwrap();
    assert_eq!(harbour.keys(boat), [800]);
}

#[test]
fn ended_hidden_and_back_again() {
    let mut harbour = Harbour::new();
    let boat = harbour.draw(400, 10.0, harbour.boat);
    harbour
        .edit(600, boat, TrackEdit::Sight(Sight::Occluded))
        .unwrap();
    harbour.edit(800, boat, TrackEdit::End).unwrap();
    assert_eq!(harbour.track(boat).stretches(), [(ms(400), Some(ms(800)))]);
    assert_eq!(
        harbour.edit(400, boat, TrackEdit::End),
        Err(Refused::Before)
    );
    // Moved where it isn't, it is there again.
    harbour.move_to(1000, boat, 90.0);
    assert_eq!(
        harbour.track(boat).stretches(),
        [(ms(400), Some(ms(800))), (ms(1000), None)]
    );
    assert_eq!(harbour.track(boat).at(ms(700)).unwrap().1, Sight::Occluded);
    // Moved while it is occluded, it is occluded still.
    harbour.move_to(700, boat, 20.0);
    assert_eq!(harbour.track(boat).at(ms(700)).unwrap().1, Sight::Occluded);
}

#[test]
fn split_it_is_two_with_the_same_labels_and_merged_it_is_one() {
    let mut harbour = Harbour::new();
    let boat = harbour.draw(400, 10.0, harbour.boat);
    harbour.move_to(800, boat, 50.0);
    let outcome = harbour.edit(600, boat, TrackEdit::Split).unwrap();
    let rest = outcome.new_objects().next().unwrap();
    assert_eq!(
        (harbour.keys(boat), harbour.keys(rest)),
        (vec![400, 600], vec![600, 800])
    );
    assert_eq!(harbour.concepts(rest), [harbour.boat]);
    // Somebody says more of the rest, and it has a child.
    let reassigned = Command::Reassign {
        objects: vec![(harbour.video, rest)],
        from: None,
        to: harbour.ship,
    };
    harbour.editor.run(&reassigned, 1).unwrap();
    let child = harbour.draw(600, 11.0, harbour.ship);
    let input = harbour.video;
    let (children, parent) = (vec![child], Some(rest));
    harbour
        .editor
        .run(
            &Command::SetParent {
                input,
                objects: children,
                parent,
            },
            1,
        )
        .unwrap();

    let objects = |harbour: &Harbour| harbour.editor.document().objects(harbour.video).cloned();
    let before = objects(&harbour);
    let outcome = harbour.merge(&[rest, boat]).unwrap();
    assert_eq!(harbour.keys(boat), [400, 600, 800]);
    assert_eq!(harbour.concepts(boat), [harbour.boat, harbour.ship]);
    let document = harbour.editor.document();
    assert!(document.object(harbour.video, rest).is_none());
    assert_eq!(
        document.object(harbour.video, child).unwrap().object.parent,
        Some(boat)
    );
    // And back.
    let undo = Step {
        diff: outcome.step.diff.reversed(),
        layer: None,
    };
    harbour.editor.apply(&undo).unwrap();
    assert_eq!(objects(&harbour), before);
}

#[test]
fn a_child_that_its_parent_is_merged_into_belongs_to_nobody() {
    let mut harbour = Harbour::new();
    let (early, late) = (
        harbour.draw(0, 0.0, harbour.boat),
        harbour.draw(500, 9.0, harbour.boat),
    );
    let (input, objects) = (harbour.video, vec![early]);
    let parent = Some(late);
    harbour
        .editor
        .run(
            &Command::SetParent {
                input,
                objects,
                parent,
            },
            1,
        )
        .unwrap();
    harbour.merge(&[early, late]).unwrap();
    assert_eq!(
        harbour
            .editor
            .document()
            .object(input, early)
            .unwrap()
            .object
            .parent,
        None
    );
}

#[test]
fn only_tracks_are_merged_and_only_those_that_follow_each_other() {
    let mut harbour = Harbour::new();
    let boat = harbour.draw(400, 10.0, harbour.boat);
    harbour.move_to(800, boat, 50.0);
    assert_eq!(harbour.merge(&[boat]), Err(Refused::Nothing));
    let other = harbour.draw(600, 10.0, harbour.ship);
    assert_eq!(
        harbour.merge(&[boat, other]),
        Err(Refused::Merge(MergeError::Overlap(ms(800))))
    );
    let (input, concept) = (harbour.video, harbour.ship);
    let shape = Shape::Segment(Segment::new(ms(0), ms(80)).unwrap());
    let command = Command::AddObject {
        input,
        shape,
        concept,
        parent: None,
    };
    let range = harbour
        .editor
        .run(&command, 1)
        .unwrap()
        .new_objects()
        .next()
        .unwrap();
    assert_eq!(harbour.merge(&[boat, range]), Err(Refused::NoTrack));
    assert_eq!(
        harbour.edit(400, range, TrackEdit::AddKey),
        Err(Refused::NoTrack)
    );
}
