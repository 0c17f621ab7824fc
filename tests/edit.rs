//! What single commands do, where the random work of journal.rs would hardly meet the case.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use cartouche::document::*;
use cartouche::edit::*;
use cartouche::geometry::*;

/// A document with three concepts (sheep, dog, cat) and two inputs.
fn editor() -> Editor {
    let project = Project {
        id: ProjectId(7),
        name: Name::new("Farm").unwrap(),
        made_at: 0,
        kept: Kept::default(),
    };
    let ids = IdSource::new(1, 1);
    let mut editor = Editor::new(Document::new(project), ids, Name::new("Ada").unwrap());
    let names = ["sheep", "dog", "cat"].map(new);
    run(&mut editor, Command::AddConcepts(names.to_vec()));
    let inputs = ["a.png", "b.png"].map(|name| NewInput {
        metadata: Kept::default(),
        name: name.to_owned(),
        media: Media::awaited(Some(PixelSize::new(100, 100))),
    });
    run(&mut editor, Command::AddInputs(inputs.to_vec()));
    editor
}

fn run(editor: &mut Editor, command: Command) -> Outcome {
    let outcome = editor.run(&command, 1000).unwrap();
    assert_eq!(check(editor.document()), []);
    outcome
}

fn new(name: &str) -> NewConcept {
    Name::new(name).unwrap().into()
}

fn concept(editor: &Editor, name: &str) -> ConceptId {
    editor.document().concept_named(name).unwrap().id
}

fn input(editor: &Editor, at: usize) -> InputId {
    let mut inputs = editor.document().inputs();
    inputs.nth(at).unwrap().input.id
}

fn order(editor: &Editor) -> Vec<&str> {
    let concepts = editor.document().concepts();
    concepts.map(|concept| concept.name.as_str()).collect()
}

fn draw(editor: &mut Editor, at: usize, name: &str, parent: Option<ObjectId>) -> ObjectId {
    let command = Command::AddObject {
        input: input(editor, at),
        shape: Shape::Box(ImageRect::from_xywh(5.0, 5.0, 10.0, 10.0)),
        concept: concept(editor, name),
        parent,
    };
    let outcome = run(editor, command);
    outcome.new_objects().next().unwrap()
}

#[test]
fn concepts_are_moved_and_new_ones_come_last() {
    let mut editor = editor();
    let (sheep, cat) = (concept(&editor, "sheep"), concept(&editor, "cat"));
    let before = Some(sheep);
    run(
        &mut editor,
        Command::MoveConcept {
            concept: cat,
            before,
        },
    );
    assert_eq!(order(&editor), ["cat", "sheep", "dog"]);
    run(
        &mut editor,
        Command::MoveConcept {
            concept: cat,
            before: None,
        },
    );
    assert_eq!(order(&editor), ["sheep", "dog", "cat"]);
    run(&mut editor, Command::AddConcepts(vec![new("ant")]));
    assert_eq!(order(&editor), ["sheep", "dog", "cat", "ant"]);
    let same = Command::MoveConcept {
        concept: cat,
        before: Some(concept(&editor, "ant")),
    };
    assert_eq!(editor.run(&same, 1), Err(Refused::Nothing));
}

#[test]
fn a_hotkey_that_another_concept_has_is_refused_by_its_name() {
    let mut editor = editor();
    let dog = concept(&editor, "dog");
    let edit = |slot| Command::EditConcept {
        concept: dog,
        edit: ConceptEdit::Hotkey(slot),
    };
    let refused = editor.run(&edit(Slot::on_digit(1, false)), 1);
    assert_eq!(refused, Err(Refused::HotkeyTaken("sheep".to_owned())));
    run(&mut editor, edit(Slot::on_letter('q', false)));
    let on_q = editor
        .document()
        .concept_on(Slot::on_letter('Q', false).unwrap());
    assert_eq!(on_q.map(|concept| concept.id), Some(dog));
}

#[test]
fn no_concept_becomes_a_kind_of_itself() {
    let mut editor = editor();
    let (sheep, dog) = (concept(&editor, "sheep"), concept(&editor, "dog"));
    let kind_of = |concept, parent| Command::EditConcept {
        concept,
        edit: ConceptEdit::Parent(Some(parent)),
    };
    run(&mut editor, kind_of(dog, sheep));
    assert_eq!(
        editor.run(&kind_of(sheep, dog), 1),
        Err(Refused::OwnAncestor)
    );
    assert_eq!(
        editor.run(&kind_of(sheep, sheep), 1),
        Err(Refused::OwnAncestor)
    );
    // Merged into its own child, the child takes its place.
    run(
        &mut editor,
        Command::MergeConcepts {
            from: sheep,
            into: dog,
        },
    );
    assert_eq!(editor.document().concept(dog).unwrap().parent, None);
}

#[test]
fn a_concept_goes_with_its_labels_and_its_children_are_lifted() {
    let mut editor = editor();
    let [sheep, dog, cat] = ["sheep", "dog", "cat"].map(|name| concept(&editor, name));
    for (concept, parent) in [(dog, sheep), (cat, dog)] {
        let edit = ConceptEdit::Parent(Some(parent));
        run(&mut editor, Command::EditConcept { concept, edit });
    }
    let dogs = draw(&mut editor, 0, "dog", None);
    let child = draw(&mut editor, 0, "cat", Some(dogs));
    let on = input(&editor, 0);
    let both = Command::Classify {
        inputs: vec![on],
        concepts: vec![dog, cat],
        presence: Presence::Present,
    };
    run(&mut editor, both);
    // In the trash it is labelled all the same.
    run(&mut editor, Command::TrashInputs(vec![on]));
    let outcome = run(&mut editor, Command::RemoveConcept(dog));
    let document = editor.document();
    assert!(document.object(on, dogs).is_none());
    assert_eq!(document.object(on, child).unwrap().object.parent, None);
    assert_eq!(document.classifications(on), [cat]);
    assert_eq!(document.concept(cat).unwrap().parent, Some(sheep));
    editor.apply(&outcome.step.reversed()).unwrap();
    assert_eq!(
        editor.document().object(on, child).unwrap().object.parent,
        Some(dogs)
    );
    assert_eq!(check(editor.document()), []);
}

#[test]
fn what_one_said_is_turned_round_and_what_others_said_stays() {
    let mut editor = editor();
    let (sheep, on) = (concept(&editor, "sheep"), input(&editor, 0));
    let say = |presence| Command::Classify {
        inputs: vec![on],
        concepts: vec![sheep],
        presence,
    };
    run(&mut editor, say(Presence::Present));
    editor.set_author(Name::new("Ben").unwrap());
    run(&mut editor, say(Presence::Absent));
    let said = |editor: &Editor| {
        let labels = editor.document().labels(Target::Input(on)).iter();
        labels.map(|label| label.presence).collect::<Vec<_>>()
    };
    assert_eq!(said(&editor), [Presence::Present, Presence::Absent]);
    run(&mut editor, say(Presence::Present));
    assert_eq!(said(&editor), [Presence::Present, Presence::Present]);
    assert_eq!(
        editor.run(&say(Presence::Present), 1),
        Err(Refused::Nothing)
    );
}

#[test]
fn metadata_is_merged_and_taken_out_by_name() {
    let mut editor = editor();
    let inputs = vec![input(&editor, 0), input(&editor, 1)];
    let members = |text: &str| {
        let value: serde_json::Value = serde_json::from_str(text).unwrap();
        Kept::new(value.as_object().unwrap())
    };
    let mut edit = |edit| {
        let inputs = inputs.clone();
        run(&mut editor, Command::EditMetadata { inputs, edit });
        let entry = editor.document().inputs().next().unwrap();
        serde_json::Value::Object(entry.input.metadata.members()).to_string()
    };
    edit(MetadataEdit::Add(members(
        r#"{"camera":"A","place":{"x":1}}"#,
    )));
    let both = edit(MetadataEdit::Add(members(r#"{"camera":"B"}"#)));
    assert_eq!(both, r#"{"camera":"B","place":{"x":1}}"#);
    let rest = edit(MetadataEdit::Remove(members(r#"{"camera":null}"#)));
    assert_eq!(rest, r#"{"place":{"x":1}}"#);
}

#[test]
fn what_is_locked_is_neither_deleted_nor_reassigned() {
    let mut editor = editor();
    let on = input(&editor, 0);
    let object = draw(&mut editor, 0, "sheep", None);
    let lock = |locked| Command::SetLocked {
        input: on,
        objects: vec![object],
        locked,
    };
    run(&mut editor, lock(true));
    let (sheep, dog) = (concept(&editor, "sheep"), concept(&editor, "dog"));
    let refused = [
        Command::RemoveObjects(vec![(on, object)]),
        Command::Unlabel {
            input: on,
            objects: vec![object],
            concept: sheep,
        },
        Command::Reassign {
            objects: vec![(on, object)],
            from: None,
            to: dog,
        },
    ];
    for command in &refused {
        assert_eq!(editor.run(command, 1), Err(Refused::Locked), "{command:?}");
    }
    run(&mut editor, lock(false));
    run(&mut editor, refused[2].clone());
}

#[test]
fn objects_of_several_inputs_are_one_step() {
    let mut editor = editor();
    let (a, b) = (input(&editor, 0), input(&editor, 1));
    let objects = vec![
        (a, draw(&mut editor, 0, "sheep", None)),
        (b, draw(&mut editor, 1, "dog", None)),
        (a, draw(&mut editor, 0, "cat", None)),
    ];
    let cat = concept(&editor, "cat");
    let command = Command::Reassign {
        objects: objects.clone(),
        from: None,
        to: cat,
    };
    assert_eq!(command.title(), "3 objects reassigned");
    assert_eq!(command.needs_objects(), [a, b]);
    run(&mut editor, command);
    let instances = |input| {
        editor
            .document()
            .objects(input)
            .unwrap()
            .instances(cat)
            .len()
    };
    assert_eq!((instances(a), instances(b)), (2, 1));
    run(&mut editor, Command::RemoveObjects(objects));
    assert!(editor.document().objects(a).unwrap().is_empty());
}

#[test]
fn objects_are_drawn_above_and_below_all_others() {
    let mut editor = editor();
    let on = input(&editor, 0);
    let three = [(); 3].map(|()| draw(&mut editor, 0, "sheep", None));
    let stack = |at: &[usize], to| Command::Restack {
        input: on,
        objects: at.iter().map(|at| three[*at]).collect(),
        to,
    };
    let levels =
        |editor: &Editor| three.map(|id| editor.document().object(on, id).unwrap().object.z);
    run(&mut editor, stack(&[0], Stack::Front));
    assert_eq!(levels(&editor), [1, 0, 0]);
    // Both, in their order.
    run(&mut editor, stack(&[0, 1], Stack::Back));
    assert_eq!(levels(&editor), [-1, -2, 0]);
    assert_eq!(
        editor.run(&stack(&[2], Stack::Front), 1),
        Err(Refused::Nothing)
    );
}

#[test]
fn no_object_becomes_its_own_ancestor() {
    let mut editor = editor();
    let on = input(&editor, 0);
    let top = draw(&mut editor, 0, "sheep", None);
    let child = draw(&mut editor, 0, "sheep", Some(top));
    let below = |object, parent| Command::SetParent {
        input: on,
        objects: vec![object],
        parent,
    };
    assert_eq!(
        editor.run(&below(top, Some(child)), 1),
        Err(Refused::OwnAncestor)
    );
    assert_eq!(
        editor.run(&below(top, Some(top)), 1),
        Err(Refused::OwnAncestor)
    );
    run(&mut editor, below(child, None));
    run(&mut editor, below(top, Some(child)));
}

#[test]
fn what_is_said_to_be_absent_is_taken_off_by_itself() {
    let mut editor = editor();
    let (sheep, on) = (concept(&editor, "sheep"), input(&editor, 0));
    let (inputs, concepts) = (vec![on], vec![sheep]);
    for (name, presence) in [("Ada", Presence::Present), ("Ben", Presence::Absent)] {
        editor.set_author(Name::new(name).unwrap());
        let (inputs, concepts) = (inputs.clone(), concepts.clone());
        run(
            &mut editor,
            Command::Classify {
                inputs,
                concepts,
                presence,
            },
        );
    }
    let both = [(sheep, Presence::Present), (sheep, Presence::Absent)];
    assert_eq!(editor.document().said(on), both);
    let off = Command::Unclassify {
        inputs,
        concepts,
        presence: Some(Presence::Absent),
    };
    run(&mut editor, off);
    assert_eq!(editor.document().said(on), both[..1]);
}

#[test]
fn new_concepts_bring_what_a_list_says_of_them() {
    let mut editor = editor();
    let slot = Slot::on_letter('Q', false);
    let list = [
        NewConcept {
            color: Some(Color::Custom(Rgb(1, 2, 3))),
            // It comes after its child, and is a child of what is here.
            hotkey: slot,
            parent: Some(Name::new("kid").unwrap()),
            ..new("lamb")
        },
        NewConcept {
            // The key of the sheep.
            hotkey: Slot::on_digit(1, false),
            parent: Some(Name::new("SHEEP").unwrap()),
            ..new("kid")
        },
        NewConcept {
            // Another of that name is here already, and stays as it is.
            color: Some(Color::Custom(Rgb(9, 9, 9))),
            ..new("Dog")
        },
    ];
    run(&mut editor, Command::AddConcepts(list.to_vec()));
    let find = |name: &str| editor.document().concept_named(name).unwrap().clone();
    let (lamb, kid) = (find("lamb"), find("kid"));
    assert_eq!(lamb.color, Color::Custom(Rgb(1, 2, 3)));
    assert_eq!((lamb.hotkey, lamb.parent), (slot, Some(kid.id)));
    assert_eq!(kid.hotkey, Slot::on_digit(4, false));
    assert_eq!(kid.parent, Some(find("sheep").id));
    assert_ne!(find("dog").color, Color::Custom(Rgb(9, 9, 9)));
    // Two that would be kinds of each other: one of them is not.
    let ring = ["a", "b"].map(|name| NewConcept {
        parent: Some(Name::new(if name == "a" { "b" } else { "a" }).unwrap()),
        ..new(name)
    });
    run(&mut editor, Command::AddConcepts(ring.to_vec()));
}

/// E15: a stroke that takes a mask and lifts its child changes each once, so that undo brings all back.
#[test]
fn painting_over_nested_masks_is_undone_whole() {
    let size = PixelSize::new(100, 100);
    let disc = |x: f64, radius: f64| {
        stroke(
            size,
            &[Dab {
                at: ImagePoint::new(x, 50.0),
                radius,
            }],
        )
        .unwrap()
    };
    for onto_child in [true, false] {
        let mut editor = editor();
        let (input, concept) = (input(&editor, 0), concept(&editor, "sheep"));
        let mut add = |mask: Mask, parent| {
            let command = Command::AddObject {
                input,
                shape: Shape::Mask(mask),
                concept,
                parent,
            };
            editor.run(&command, 1).unwrap();
            editor
                .document()
                .objects(input)
                .unwrap()
                .iter()
                .last()
                .unwrap()
                .object
                .id
        };
        let outer = add(disc(50.0, 20.0), None);
        let inner = add(disc(50.0, 8.0), Some(outer));
        let before = editor.document().objects(input).unwrap().clone();
        let painting = Painting {
            onto: if onto_child {
                Onto::Mask(inner)
            } else {
                Onto::New(concept)
            },
            stroke: disc(50.0, 30.0),
            erases: false,
            others: Others::Under(vec![outer, inner]),
        };
        let outcome = editor.run(&Command::Paint { input, painting }, 2).unwrap();
        let objects = editor.document().objects(input).unwrap();
        assert_eq!(objects.len(), 1);
        let left = &objects.iter().next().unwrap().object;
        assert_eq!(
            (left.parent, left.shape()),
            (None, &Shape::Mask(disc(50.0, 30.0)))
        );
        assert_eq!(check(editor.document()), []);
        editor.apply(&outcome.step.reversed()).unwrap();
        assert_eq!(editor.document().objects(input).unwrap(), &before);
    }
}

#[test]
fn two_tabs_never_make_the_same_ids() {
    // Opened at one moment or not, and busy in the same milliseconds.
    let mut here = IdSource::new(1_000, 7);
    let mut there = IdSource::new(2_000, 9_000);
    let mut seen = std::collections::BTreeSet::new();
    let mut last = ObjectId(0);
    for now in [2_000, 2_001, 2_001, 3_500, 3_499, 9_000] {
        for source in [&mut here, &mut there] {
            source.advance_to(now);
            for _ in 0..50 {
                assert!(seen.insert(source.mint::<ObjectId>()), "twice at {now}");
            }
        }
        let newest = here.mint::<ObjectId>();
        assert!(newest > last, "ids grow with time");
        last = newest;
        seen.insert(newest);
    }
}

#[test]
fn another_file_takes_nothing_along_and_is_one_step() {
    let mut editor = editor();
    let sheep = draw(&mut editor, 0, "sheep", None);
    let input = input(&editor, 0);
    let before = editor.document().input(input).unwrap().input.clone();
    let media = Media {
        hash: Some(ContentHash([3; 32])),
        size: Some(PixelSize::new(50, 40)),
        ..before.media.clone()
    };
    let replace = |media: &Media| Command::ReplaceFile {
        input,
        media: media.clone(),
    };
    let shape = editor.document().object(input, sheep).unwrap().clone();
    let outcome = run(&mut editor, replace(&media));
    assert_eq!(editor.document().input(input).unwrap().input.media, media);
    assert_eq!(editor.document().object(input, sheep), Some(&shape));
    assert_eq!(editor.run(&replace(&media), 1000), Err(Refused::Nothing));
    editor.apply(&outcome.step.reversed()).unwrap();
    assert_eq!(editor.document().input(input).unwrap().input, before);
    let text = Media {
        kind: MediaKind::Text,
        ..media
    };
    assert_eq!(editor.run(&replace(&text), 1000), Err(Refused::OtherKind));
}
