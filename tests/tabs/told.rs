//! What is kept, what is told and what is refused, one by one.

use crate::acts::*;
use crate::looks::*;
use crate::tab::*;
use cartouche::document::*;
use cartouche::edit::*;
use cartouche::open::*;
use cartouche::persist::*;

/// The rows of a store that aren't the journal's.
fn present(store: &MemoryStore) -> Vec<Write> {
    let is_journal = |table: &Table| matches!(table, Table::Journal | Table::Steps);
    let all = store.all().into_iter();
    all.filter(|write| matches!(write, Write::Put { table, .. } if !is_journal(table)))
        .collect()
}

#[test]
fn what_is_in_memory_is_what_the_store_has() {
    let mut store = imported();
    let mut tab = Tab::new(&store, 1_000_000, 1);
    let acts = [
        Act::Draw(3, 1, true),
        Act::Classify(5, 1),
        Act::Trash(9),
        Act::AddInputs(2),
        Act::Delete(4, 0),
    ];
    for act in acts {
        perform(&mut tab, &mut store, &act);
    }
    tab.settle(&mut store);
    let InMemory { rows, unread } = tab.open.in_memory().unwrap();
    assert_eq!(unread, []);
    let mut memory = MemoryStore::default();
    memory.write(rows);
    assert_eq!(present(&memory), present(&store));
}

#[test]
fn labels_that_are_in_the_store_alone_are_named() {
    let store = imported();
    let every_second = Tab::new(&store, 1_000_000, 2);
    let InMemory { rows, unread } = every_second.open.in_memory().unwrap();
    let all = all_inputs(&every_second.open);
    let odd: Vec<_> = all.iter().copied().skip(1).step_by(2).collect();
    assert_eq!(unread, odd);
    let mut memory = MemoryStore::default();
    memory.write(rows);
    assert_eq!(objects_in(&memory).len(), all.len() - odd.len());
}

/// Two tabs that have everything in memory, on the same state.
fn two() -> (MemoryStore, Tab, Tab) {
    let store = imported();
    let tabs = [1_000_000, 2_000_000].map(|chance| Tab::new(&store, chance, 1));
    let [here, there] = tabs;
    (store, here, there)
}

fn first_objects(tab: &Tab) -> (InputId, ObjectId) {
    let input = all_inputs(&tab.open)[0];
    let objects = tab.document().objects(input).unwrap();
    (input, objects.iter().next().unwrap().object.id)
}

#[test]
fn what_is_drawn_with_a_concept_that_another_tab_merged_away_is_kept_with_it() {
    let (mut store, mut here, mut there) = two();
    let concept = here.document().concepts().next().unwrap().clone();
    perform(&mut there, &mut store, &Act::Merge(0, 1));
    there.settle(&mut store);
    perform(&mut here, &mut store, &Act::Draw(2, 0, false));
    here.settle(&mut store);
    there.settle(&mut store);
    assert_eq!(here.said, [Said::BroughtBack(concept.name.clone())]);
    for tab in [&here, &there] {
        let input = all_inputs(&tab.open)[2];
        let drawn = tab.document().objects(input).unwrap().instances(concept.id);
        assert_eq!(drawn.len(), 1);
        let back = tab.document().concept(concept.id).unwrap();
        assert_eq!(back.name, concept.name);
    }
}

#[test]
fn of_two_concepts_of_one_name_the_second_gets_a_number() {
    let (mut store, mut here, mut there) = two();
    let car = |tab: &mut Tab| assert!(tab.run(&Command::AddConcepts(vec![name("Car").into()])));
    car(&mut there);
    car(&mut here);
    there.settle(&mut store);
    here.settle(&mut store);
    there.settle(&mut store);
    let (from, to) = (name("Car"), name("Car 2"));
    assert_eq!(here.said, [Said::Renamed { from, to }]);
    assert_eq!(check(there.document()), []);
    let names: Vec<_> = there
        .document()
        .concepts()
        .map(|it| it.name.to_string())
        .collect();
    for new in ["Car", "Car 2"] {
        assert!(names.iter().any(|name| name == new), "{names:?}");
    }
}

#[test]
fn what_another_tab_deleted_is_told_with_what_was_drawn() {
    let (mut store, mut here, mut there) = two();
    let (input, object) = first_objects(&here);
    let moved = drawn_shape(false, 77.0);
    let shapes = vec![(object, moved.clone())];
    assert!(there.run(&Command::RemoveObjects(vec![(input, object)])));
    there.settle(&mut store);
    assert!(here.run(&Command::SetShapes { input, shapes }));
    here.settle(&mut store);
    let [
        Said::Lost {
            drawn: Some((on, drawn)),
            ..
        },
    ] = here.said.as_slice()
    else {
        panic!("{:?}", here.said);
    };
    assert_eq!(*on, input);
    assert_eq!(drawn.len(), 1);
    assert_eq!(drawn[0].shape, moved);
    assert!(here.document().object(input, object).is_none());
}

#[test]
fn undo_takes_no_concept_that_something_elsewhere_has() {
    let mut store = imported();
    let mut tab = Tab::new(&store, 1_000_000, 1);
    assert!(tab.run(&Command::AddConcepts(vec![name("Car").into()])));
    let added = tab.open.history().last_seq();
    tab.settle(&mut store);
    let last = tab.document().concepts().count() - 1;
    perform(&mut tab, &mut store, &Act::Draw(3, last, false));
    tab.settle(&mut store);
    let step = tab.open.step(added).unwrap().clone().reversed();
    // Drawn on an input in memory, and then on one that isn't.
    let refused = tab.open.apply(&step);
    assert!(
        matches!(
            refused,
            Err(Refused::Conflict(Conflict::Rule(Fault::Dangling(..))))
        ),
        "{refused:?}"
    );
    let input = all_inputs(&tab.open)[3];
    tab.open.forget_objects(input);
    let refused = tab.open.apply(&step);
    assert!(
        matches!(refused, Err(Refused::Conflict(Conflict::InUse(_)))),
        "{refused:?}"
    );
}

#[test]
fn a_block_that_another_tab_emptied_hides_nothing() {
    let (mut store, mut here, mut there) = two();
    // Up to the last place but four of a block, and beyond it.
    perform(&mut here, &mut store, &Act::AddInputs(60));
    here.settle(&mut store);
    there.settle(&mut store);
    perform(&mut here, &mut store, &Act::AddInputs(10));
    here.settle(&mut store);
    here.undo();
    here.settle(&mut store);
    there.settle(&mut store);
    perform(&mut there, &mut store, &Act::AddInputs(1));
    there.settle(&mut store);
    here.settle(&mut store);
    perform(&mut here, &mut store, &Act::Classify(100, 0));
    here.settle(&mut store);
    assert_eq!(all_inputs(&here.open).len(), 131);
    assert_eq!(all_inputs(&read(&store, Vec::new(), 9)).len(), 131);
}

#[test]
fn an_answer_that_was_lost_is_no_second_entry_where_all_is_read_anew() {
    let (mut store, mut here, _) = two();
    perform(&mut here, &mut store, &Act::AddInputs(3));
    here.send();
    here.arrive(&mut store, false);
    here.settle(&mut store);
    assert_eq!(here.said, []);
    assert_eq!(all_inputs(&here.open).len(), 73);
    here.undo();
    here.settle(&mut store);
    assert_eq!(all_inputs(&here.open).len(), 70);
}

#[test]
fn undo_of_an_import_takes_its_concepts_along() {
    let (mut store, _, mut tab) = two();
    // As an import writes it: a concept of its own, and a layer.
    let concept = Concept {
        id: ConceptId(99),
        name: name("Imported"),
        color: Color::Palette(0),
        hotkey: None,
        parent: None,
        rank: 9,
        kept: Kept::default(),
    };
    let layer = LayerId(6);
    let diff = Diff(vec![Change::Concept(Edit::added(concept.clone()))]);
    let title = "imported.json".to_owned();
    assert!(tab.run(&Command::Adopt { diff, layer, title }));
    let seq = tab.open.history().last_seq();
    let switch = LayerSwitch { layer, on: true };
    tab.open.layout.switch(switch, tab.open.editor.loading());
    let input = all_inputs(&tab.open)[0];
    let entry = BlockEntry {
        input,
        row: None,
        counts: vec![(concept.id, 2)],
    };
    let block = LoadedBlock {
        key: block_key(PROJECT, layer, 0),
        block: Block {
            entries: vec![entry],
        },
    };
    let document = tab.open.editor.loading();
    tab.open.layout.load_block(block, document);
    tab.settle(&mut store);
    let step = tab.open.step(seq).unwrap().clone().reversed();
    // Something by hand has the concept: it has to stay.
    let last = tab.document().concepts().count() - 1;
    let drawn = command(&tab, &Act::Draw(5, last, false)).unwrap();
    assert!(tab.run(&drawn));
    let refused = tab.open.apply(&step);
    assert!(
        matches!(refused, Err(Refused::Conflict(Conflict::InUse(_)))),
        "{refused:?}"
    );
    tab.undo();
    tab.open.apply(&step).unwrap();
    assert!(tab.document().concept(concept.id).is_none());
}

#[test]
fn a_layer_comes_and_goes_beside_what_is_not_saved() {
    let (mut store, mut tab, _) = two();
    // Layer 6 has one more box on the first input, with an id of its own.
    let (input, object) = first_objects(&tab);
    let layer = LayerId(6);
    let entry = tab.document().object(input, object).unwrap().clone();
    let own = ObjectId(12_345);
    let label = Label {
        id: LabelId(12_346),
        on: Target::Object(input, own),
        ..entry.labels[0].clone()
    };
    let concept = label.concept;
    let boxed = Object {
        id: own,
        ..entry.object
    };
    let chunk = LoadedChunk {
        key: chunk_key(PROJECT, input, layer, 0),
        bytes: 100,
        chunk: Chunk {
            objects: vec![(boxed, vec![label])],
        },
    };
    let block = LoadedBlock {
        key: block_key(PROJECT, layer, 0),
        block: Block {
            entries: vec![BlockEntry {
                input,
                row: None,
                counts: vec![(concept, 1)],
            }],
        },
    };
    perform(&mut tab, &mut store, &Act::Draw(0, 0, false));
    let count = |tab: &Tab| tab.document().objects(input).unwrap().len();
    assert_eq!((count(&tab), tab.open.is_saved()), (2, false));

    let generation = tab.open.generation();
    let switch = |tab: &mut Tab, on| {
        let switch = LayerSwitch { layer, on };
        tab.open.layout.switch(switch, tab.open.editor.loading());
    };
    switch(&mut tab, true);
    assert_eq!(
        tab.open.take_layer(generation, vec![block]),
        Some(vec![input])
    );
    assert!(
        tab.open
            .take_layer_chunks(input, layer, generation, vec![chunk])
    );
    assert_eq!(count(&tab), 3);
    assert!(tab.document().object(input, own).is_some());
    assert!(
        !tab.open
            .take_layer_chunks(input, layer, generation + 1, Vec::new())
    );

    switch(&mut tab, false);
    assert_eq!(count(&tab), 2);
    assert!(tab.document().object(input, own).is_none());
    tab.settle(&mut store);
    assert_rows_agree(&store);
    assert_eq!(
        read(&store, vec![input], 9)
            .editor
            .document()
            .objects(input)
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn undo_of_an_import_takes_no_picture_on_which_another_tab_drew() {
    let (mut store, mut here, mut there) = two();
    let switch = |on| LayerSwitch {
        layer: IMPORTED,
        on,
    };
    let off = Step {
        layer: Some(switch(false)),
        ..Step::default()
    };
    perform(&mut there, &mut store, &Act::Draw(0, 0, false));
    there.settle(&mut store);
    here.settle(&mut store);
    let drawn_on = all_inputs(&here.open)[0];
    let refused = here.open.apply(&off);
    let reason = Refused::Conflict(Conflict::Inhabited(drawn_on));
    assert_eq!(refused, Err(reason));
    there.undo();
    there.settle(&mut store);
    here.settle(&mut store);
    assert_eq!(here.open.apply(&off), Ok(()));
}

#[test]
fn what_waits_goes_onto_the_rows_that_it_was_made_from_alone() {
    let (mut store, mut here, mut there) = two();
    perform(&mut here, &mut store, &Act::Draw(0, 0, false));
    let ends = stored(&store).seq;
    let waiting = here.open.waiting_behind(ends).unwrap();
    let mut whole = present(&store);
    whole.extend(waiting);
    let mut memory = MemoryStore::default();
    memory.write(whole);
    assert_eq!(objects_in(&memory).len(), 71);

    // Another tab was faster: what waits here was made without its rows.
    perform(&mut there, &mut store, &Act::Draw(0, 0, false));
    there.settle(&mut store);
    assert_eq!(here.open.waiting_behind(stored(&store).seq), None);
    here.send();
    here.arrive(&mut store, true);
    assert!(here.open.is_overtaken());
    assert_eq!(here.open.waiting_behind(ends), None);
}
