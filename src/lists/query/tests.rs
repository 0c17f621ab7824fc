use super::*;
use crate::document::{
    AnnotatorId, Change, Color, Concept, Diff, Edit, Input, Kept, Label, LabelId, LabelStatus,
    Media, Name, Presence, Project, ProjectId, Target,
};

fn name(text: &str) -> Name {
    Name::new(text).unwrap_or_else(|_| unreachable!("a name"))
}

/// Concepts 1 sheep, 2 sheepdog, 3 polar bear; inputs a/10.png (sheep), a/9.png (sheepdog, two objects polar
/// bear), b/Meadow.png (nothing, done).
fn document() -> Document {
    let mut document = Document::new(Project {
        id: ProjectId(1),
        name: name("Farm"),
        made_at: 0,
        kept: Kept::default(),
    });
    for (id, concept) in [(1, "Sheep"), (2, "sheepdog"), (3, "polar bear")] {
        document.insert_concept(Concept {
            id: ConceptId(id),
            name: name(concept),
            color: Color::Palette(0),
            hotkey: None,
            parent: None,
            rank: 0,
            kept: Kept::default(),
        });
    }
    let inputs = [
        (1, "a/10.png", Some(1), InputStatus::Unlabeled),
        (2, "a/9.png", Some(2), InputStatus::Unlabeled),
        (3, "b/Meadow.png", None, InputStatus::Done),
    ];
    for (id, called, concept, status) in inputs {
        let id = InputId(id);
        let labels = concept.map(|concept| Label {
            id: LabelId(id.0),
            on: Target::Input(id),
            concept: ConceptId(concept),
            annotator: AnnotatorId(1),
            presence: Presence::Present,
            status: LabelStatus::Success,
            score: None,
            made_at: 0,
            kept: Kept::default(),
        });
        document.insert_input(InputEntry {
            input: Input {
                id,
                name: called.to_owned(),
                media: Media::awaited(None),
                status,
                split: String::new(),
                added_at: 0,
                metadata: Kept::default(),
                trashed: false,
                kept: Kept::default(),
            },
            labels: labels.into_iter().collect(),
        });
    }
    document
}

fn found(query: &Query) -> Vec<u64> {
    found_in(&document(), query)
}

fn found_in(document: &Document, query: &Query) -> Vec<u64> {
    let counts = |input: InputId, is_it: IsIt<'_>| input.0 == 2 && is_it(ConceptId(3), 2);
    let known = Known {
        counts: &counts,
        texts: None,
        facets: None,
        likeness: None,
    };
    let found = query.select(document, known);
    // The texts find the same as the records.
    let texts = Texts::of(document, &HashMap::new());
    let with_texts = Known {
        texts: Some(&texts),
        ..known
    };
    assert_eq!(query.select(document, with_texts), found, "{query:?}");
    found.into_iter().map(|input| input.0).collect()
}

fn filtered(filter: Filter) -> Vec<u64> {
    found(&Query {
        filter,
        ..Query::default()
    })
}

fn text(text: &str) -> Query {
    Query {
        text: text.to_owned(),
        ..Query::default()
    }
}

#[test]
fn words_are_parts_of_names_and_all_have_to_hold() {
    assert_eq!(found(&text("")), [1, 2, 3]);
    assert_eq!(found(&text("MEADOW")), [3]);
    assert_eq!(found(&text("a/ png")), [1, 2]);
    assert_eq!(found(&text("a/ meadow")), [] as [u64; 0]);
    assert_eq!(found(&text("png -meadow")), [1, 2]);
}

#[test]
fn concepts_are_of_the_input_or_of_its_objects() {
    assert_eq!(found(&text("#sheep")), [1]);
    // Nothing is called like this, so it is the beginning of a name.
    assert_eq!(found(&text("#she")), [1, 2]);
    assert_eq!(found(&text("#\"polar bear\"")), [2]);
    assert_eq!(found(&text("-#sheep")), [2, 3]);
    assert_eq!(found(&text("#goat")), [] as [u64; 0]);
}

#[test]
fn a_labelled_input_is_in_progress() {
    let status = |status| Query {
        status: Some(status),
        ..Query::default()
    };
    assert_eq!(found(&status(InputStatus::InProgress)), [1, 2]);
    assert_eq!(found(&status(InputStatus::Unlabeled)), [] as [u64; 0]);
    assert_eq!(found(&status(InputStatus::Done)), [3]);
}

#[test]
fn orders() {
    let sorted = |sort| Query {
        sort,
        ..Query::default()
    };
    assert_eq!(found(&sorted(Sort::Name)), [2, 1, 3]);
    assert_eq!(found(&sorted(Sort::Objects)), [2, 1, 3]);
}

#[test]
fn a_term_is_taken_out_and_the_rest_stays_as_it_was_meant() {
    let query = text("png -#\"polar bear\" #sheep");
    assert_eq!(query.without(0).text, "-#\"polar bear\" #sheep");
    assert_eq!(query.without(1).text, "png #sheep");
    assert_eq!(query.without(9).text, "png -#\"polar bear\" #sheep");
}

#[test]
fn one_of_two_or_the_opposite() {
    assert_eq!(found(&text("10 OR meadow")), [1, 3]);
    assert_eq!(found(&text("#sheep OR meadow png")), [1, 3]);
    assert_eq!(found(&text("-a/ OR #sheepdog")), [2, 3]);
    // Neither at the beginning nor at the end does it join anything.
    assert_eq!(found(&text("OR 10 OR")), [1]);
    assert_eq!(text("a OR b c").without(0).text, "c");
    assert_eq!(text("a OR \"b d\" c").without(1).text, "a OR \"b d\"");
}

fn label(name: &str, is_not: bool) -> LabelChoice {
    LabelChoice {
        what: match name {
            "" => LabelValue::Unlabeled,
            name => LabelValue::Concept(name.to_owned()),
        },
        is_not,
    }
}

#[test]
fn labels_combine_by_or_or_by_and_and_what_is_not_wanted_is_taken_away_afterwards() {
    let labels = |operator, labels: &[LabelChoice]| {
        filtered(Filter {
            labels: labels.to_vec(),
            operator,
            ..Filter::default()
        })
    };
    let (dog, bear) = (label("sheepdog", false), label("polar bear", false));
    assert_eq!(
        labels(Operator::Or, &[label("sheep", false), bear.clone()]),
        [1, 2]
    );
    assert_eq!(labels(Operator::And, &[dog.clone(), bear.clone()]), [2]);
    assert_eq!(
        labels(Operator::And, &[label("sheep", false), bear]),
        [] as [u64; 0]
    );
    let without = [label("sheep", false), dog, label("polar bear", true)];
    assert_eq!(labels(Operator::Or, &without), [1]);
    assert_eq!(labels(Operator::Or, &[label("", false)]), [3]);
    assert_eq!(labels(Operator::And, &[label("", true)]), [1, 2]);
    // A concept that there isn't is on nothing.
    assert_eq!(
        labels(Operator::Or, &[label("goat", false)]),
        [] as [u64; 0]
    );
    assert_eq!(labels(Operator::Or, &[label("goat", true)]), [1, 2, 3]);
}

#[test]
fn folders_count_what_is_below_them() {
    let folder = |folder: &str| {
        filtered(Filter {
            folder: folder.to_owned(),
            ..Filter::default()
        })
    };
    assert_eq!(folder("a"), [1, 2]);
    assert_eq!(folder("b/"), [3]);
    assert_eq!(folder("b/Mea"), [] as [u64; 0]);
    let all = folders(&document());
    assert_eq!(all, [("a".to_owned(), 2), ("b".to_owned(), 1)]);
}

/// The document, with its first input changed.
fn with_first(change: impl FnOnce(&mut Input, &mut Vec<Label>)) -> Document {
    let mut document = document();
    let mut entry = document.input(InputId(1)).cloned();
    if let Some(entry) = &mut entry {
        change(&mut entry.input, &mut entry.labels);
    }
    document.forget_input(InputId(1));
    document.insert_input(entry.unwrap_or_else(|| unreachable!("it is there")));
    document
}

#[test]
fn metadata_is_searched_by_words_members_and_values() {
    let value = serde_json::json!({ "camera": "North", "run": 7 });
    let metadata = Kept::new(
        value
            .as_object()
            .unwrap_or_else(|| unreachable!("an object")),
    );
    let document = with_first(|input, _| input.metadata = metadata);
    assert_eq!(found_in(&document, &text("north")), [1]);
    let members = |wanted: &str| {
        let filter = Filter {
            metadata: wanted.to_owned(),
            ..Filter::default()
        };
        let query = Query {
            filter,
            ..Query::default()
        };
        found_in(&document, &query)
    };
    assert_eq!(members("Camera"), [1]);
    assert_eq!(members("camera=north, run=7"), [1]);
    assert_eq!(members("camera=south"), [] as [u64; 0]);
    assert_eq!(members("camera=nor"), [] as [u64; 0]);
}

#[test]
fn what_is_said_to_be_absent_is_found_by_itself() {
    let document = with_first(|_, labels| labels[0].presence = Presence::Absent);
    assert_eq!(found_in(&document, &text("#sheep")), [] as [u64; 0]);
    assert_eq!(found_in(&document, &text("absent:sheep")), [1]);
    assert_eq!(found_in(&document, &text("-absent:sheep")), [2, 3]);
}

#[test]
fn the_trash_is_a_list_of_its_own() {
    let document = with_first(|input, _| input.trashed = true);
    assert_eq!(found_in(&document, &Query::default()), [2, 3]);
    let trash = Query {
        trash: true,
        ..Query::default()
    };
    assert_eq!(found_in(&document, &trash), [1]);
}

#[test]
fn labelers_states_and_regions_are_asked_of_the_objects() {
    use crate::document::shape::ShapeKind;
    use crate::document::{Annotator, AnnotatorKind};
    use crate::document::{Object, ObjectId, Place, Shape};
    use crate::geometry::ImageRect;
    let mut document = document();
    for (id, called) in [(1, "Ada"), (2, "Ben")] {
        document.insert_annotator(Annotator {
            id: AnnotatorId(id),
            name: name(called),
            kind: AnnotatorKind::Person,
            kept: Kept::default(),
        });
    }
    let object = Object {
        id: ObjectId(9),
        input: InputId(3),
        parent: None,
        place: Place::Region(Shape::Box(ImageRect::from_xywh(0.0, 0.0, 9.0, 9.0))),
        z: 0,
        locked: false,
        kept: Kept::default(),
    };
    let label = Label {
        on: Target::Object(InputId(3), ObjectId(9)),
        annotator: AnnotatorId(2),
        status: LabelStatus::Pending,
        ..document.labels(Target::Input(InputId(1)))[0].clone()
    };
    let mut facets = Facets::default();
    facets.add(&object, std::slice::from_ref(&label));
    let ask = |facets: &Facets, filter: Filter| {
        assert!(filter.needs_facets());
        let query = Query {
            filter,
            ..Query::default()
        };
        let known = Known {
            counts: &|_, _| false,
            texts: None,
            facets: Some(facets),
            likeness: None,
        };
        let found = query.select(&document, known).into_iter();
        found.map(|input| input.0).collect::<Vec<_>>()
    };
    let by = |labeler: &str| Filter {
        labeler: labeler.to_owned(),
        ..Filter::default()
    };
    assert_eq!(ask(&facets, by("ada")), [1, 2]);
    assert_eq!(ask(&facets, by("Ben")), [3]);
    assert_eq!(ask(&facets, by("Cleo")), [] as [u64; 0]);
    let pending = Filter {
        review: Some(LabelStatus::Pending),
        ..Filter::default()
    };
    assert_eq!(ask(&facets, pending.clone()), [3]);
    let sheep_by_ada = Filter {
        labels: vec![self::label("sheep", false)],
        ..by("Ada")
    };
    assert_eq!(ask(&facets, sheep_by_ada), [1]);
    let region = |kind| Filter {
        region: Some(kind),
        ..Filter::default()
    };
    assert_eq!(ask(&facets, region(ShapeKind::Box)), [3]);
    assert_eq!(ask(&facets, region(ShapeKind::Polygon)), [] as [u64; 0]);
    // Each object by itself: those of the input's labels don't count.
    let objects = |filter: Filter| {
        let query = Query {
            filter,
            objects: true,
            ..Query::default()
        };
        let known = Known {
            counts: &|_, _| false,
            texts: None,
            facets: Some(&facets),
            likeness: None,
        };
        query.select_objects(&document, known)
    };
    let it = (InputId(3), ObjectId(9));
    assert_eq!(objects(Filter::default()), [it]);
    assert_eq!(objects(by("Ada")), []);
    assert_eq!(objects(by("Ben")), [it]);
    let sheep = Filter {
        labels: vec![self::label("sheep", false)],
        ..Filter::default()
    };
    assert_eq!(objects(sheep), [it]);
    // What goes from the document goes from here.
    use crate::document::{Change, Diff, Edit};
    facets.follow(&Diff(vec![
        Change::Label(Edit::removed(label)),
        Change::Object(Edit::removed(object)),
    ]));
    assert_eq!(ask(&facets, pending), [] as [u64; 0]);
    assert_eq!(ask(&facets, region(ShapeKind::Box)), [] as [u64; 0]);
}

#[test]
fn people_who_disagree_come_first() {
    let query = Query {
        sort: Sort::Disagreement,
        ..Query::default()
    };
    assert_eq!(found(&query), [1, 2, 3]);
    let mut document = document();
    let entry = document.input(InputId(2)).cloned();
    let mut entry = entry.unwrap_or_else(|| unreachable!("it is there"));
    let mut other = entry.labels[0].clone();
    (other.id, other.annotator) = (LabelId(99), AnnotatorId(2));
    entry.labels.push(other.clone());
    document.insert_input(entry.clone());
    // Both say the same.
    assert_eq!(found_in(&document, &query), [1, 2, 3]);
    other.presence = Presence::Absent;
    entry.labels[1] = other;
    document.insert_input(entry);
    assert_eq!(found_in(&document, &query), [2, 1, 3]);
}

#[test]
fn what_looks_like_it_is_found_in_that_order_and_filtered() {
    let likeness = [(InputId(3), 0.9), (InputId(1), 0.8), (InputId(77), 0.7)];
    let known = Known {
        counts: &|_, _| false,
        texts: None,
        facets: None,
        likeness: Some(&likeness),
    };
    let like = Query {
        like: Some(Like::input(InputId(2))),
        ..Query::default()
    };
    assert_eq!(like.select(&document(), known), [InputId(3), InputId(1)]);
    let labelled = Query {
        text: "#sheep".to_owned(),
        ..like
    };
    assert_eq!(labelled.select(&document(), known), [InputId(1)]);
}

#[test]
fn texts_are_stale_once_a_name_is_another() {
    let input = |name: &str, trashed| {
        let mut input = document()
            .input(InputId(1))
            .expect("an input")
            .input
            .clone();
        input.name = name.to_owned();
        input.trashed = trashed;
        Some(input)
    };
    let change = |before, after| Diff(vec![Change::Input(Edit { before, after })]);
    let stale = |before, after| Texts::are_stale_after(&change(before, after));
    assert!(stale(None, input("a", false)));
    assert!(stale(input("a", false), input("b", false)));
    assert!(stale(input("a", false), input("a", true)));
    let done = input("a", false).map(|input| Input {
        status: InputStatus::Done,
        ..input
    });
    assert!(!stale(input("a", false), done));
}

#[test]
fn words_are_searched_in_the_contents_of_texts() {
    let mut document = document();
    let mut entry = document.input(InputId(2)).expect("an input").clone();
    let hash = crate::document::ContentHash([7; 32]);
    entry.input.media.hash = Some(hash);
    document.insert_input(entry);
    let contents = HashMap::from([(hash, "many gulls\non the quay".to_owned())]);
    let texts = Texts::of(&document, &contents);
    let known = Known {
        counts: &|_, _| false,
        texts: Some(&texts),
        facets: None,
        likeness: None,
    };
    assert_eq!(text("gulls").select(&document, known), [InputId(2)]);
    assert_eq!(text("GULLS png").select(&document, known), [InputId(2)]);
    assert_eq!(
        text("-gulls").select(&document, known),
        [InputId(1), InputId(3)]
    );
}
