//! Random work, written to a store and read back: what the database has is what the page had, undo takes all of it
//! back, and the counts are those of the objects.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use cartouche::document::shape::{Segment, Sight};
use cartouche::document::*;
use cartouche::edit::*;
use cartouche::geometry::*;
use cartouche::persist::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A page without a browser: editor, layout, history and store.
struct Bench {
    editor: Editor,
    layout: Layout,
    history: History,
    steps: BTreeMap<u64, Step>,
    store: MemoryStore,
    now: u64,
}

impl Bench {
    fn new() -> Self {
        let project = Project {
            id: ProjectId(7),
            name: Name::new("Bench").unwrap(),
            made_at: 0,
            kept: Kept::default(),
        };
        Self {
            editor: Editor::new(
                Document::new(project),
                IdSource::new(1, 1),
                Name::new("Ada").unwrap(),
            ),
            layout: Layout::new([]),
            history: History::default(),
            steps: BTreeMap::new(),
            store: MemoryStore::default(),
            now: 1000,
        }
    }

    fn document(&self) -> &Document {
        self.editor.document()
    }

    fn run(&mut self, command: Command) -> Result<Outcome, Refused> {
        self.now += 1;
        let outcome = self.editor.run(&command, self.now)?;
        self.append(outcome.step.clone(), &outcome.title, EntryKind::Do);
        Ok(outcome)
    }

    fn append(&mut self, step: Step, title: &str, kind: EntryKind) {
        let head = Head {
            seq: self.history.last_seq() + 1,
            title: title.to_owned(),
            at: self.now,
            from: None,
            touched: Touched::by(&step.diff),
            kind,
        };
        let entry = Entry {
            head: head.clone(),
            step,
        };
        let transaction = self.layout.plan(self.editor.document(), &entry).unwrap();
        self.store.commit(&transaction).unwrap();
        self.history.push(head);
        self.steps.insert(entry.head.seq, entry.step);
        assert_eq!(check(self.editor.document()), []);
        self.assert_counts();
    }

    fn undo(&mut self) -> bool {
        let Some(seq) = self.history.undo_target(None).map(|head| head.seq) else {
            return false;
        };
        let step = self.steps[&seq].clone().reversed();
        self.editor.apply(&step).unwrap();
        self.append(step, "Undo", EntryKind::Undo(seq));
        true
    }

    fn redo(&mut self) -> bool {
        let Some(seq) = self.history.redo_target(None).map(|head| head.seq) else {
            return false;
        };
        let step = self.steps[&seq].clone();
        self.editor.apply(&step).unwrap();
        self.append(step, "Redo", EntryKind::Redo(seq));
        true
    }

    fn assert_counts(&self) {
        for entry in self.document().inputs().chain(self.document().trash()) {
            let mut counted: Vec<_> = self.layout.counts(entry.input.id);
            counted.sort_unstable();
            let objects = self.document().objects(entry.input.id).unwrap();
            let mut real: Vec<_> = objects
                .by_concept()
                .into_iter()
                .map(|row| (row.concept, row.objects.len() as u32))
                .collect();
            real.sort_unstable();
            assert_eq!(counted, real);
        }
    }

    /// The document as the store has it.
    fn reloaded(&self) -> Document {
        let project = self.document().project().id;
        let row = self.store.get(Table::Projects, &project_key(project));
        let stored: StoredProject = decode(row.unwrap()).unwrap();
        let mut document = Document::new(stored.project);
        let mut layout = Layout::new(stored.layers);
        let prefix = project_prefix(project);
        for (_, row) in self.store.range(Table::Concepts, &prefix) {
            document.insert_concept(decode(&row).unwrap());
        }
        for (_, row) in self.store.range(Table::Annotators, &prefix) {
            document.insert_annotator(decode(&row).unwrap());
        }
        for (key, row) in self.store.range(Table::Blocks, &prefix) {
            let block = decode(&row).unwrap();
            layout.load_block(LoadedBlock { key, block }, &mut document);
        }
        let all = document.inputs().chain(document.trash());
        let inputs: Vec<_> = all.map(|entry| entry.input.id).collect();
        for input in inputs {
            let rows = self
                .store
                .range(Table::Chunks, &chunk_prefix(project, input));
            let chunks = rows.into_iter().map(|(key, row)| LoadedChunk {
                key,
                chunk: decode(&row).unwrap(),
                bytes: row.len(),
            });
            let objects = layout.load_chunks(input, chunks.collect());
            assert_eq!(
                sorted(layout.counts(input)),
                sorted(self.layout.counts(input))
            );
            document.load_objects(input, objects);
        }
        document
    }
}

fn sorted(mut counts: Counts) -> Counts {
    counts.sort_unstable();
    counts
}

/// Everything in a document, to compare.
fn everything(document: &Document) -> String {
    let mut text = format!("{:?}\n", document.project());
    for concept in document.concepts() {
        text += &format!("{concept:?}\n");
    }
    for entry in document.inputs().chain(document.trash()) {
        text += &format!("{entry:?}\n");
        let objects = document.objects(entry.input.id).unwrap();
        for entry in objects.iter() {
            text += &format!("{entry:?}\n");
        }
    }
    text
}

/// A random deed; numbers are taken modulo what there is.
#[derive(Clone, Debug)]
enum Deed {
    AddConcept(u8),
    AddInputs(u8),
    Draw(usize, usize, f64, f64, bool),
    Move(usize, usize, f64),
    Delete(usize, usize),
    Reassign(usize, usize, usize),
    ReassignAll(usize, usize),
    Paint(usize, usize, f64, u8),
    Masks(usize, u8, f64),
    Track(usize, usize, f64, u8),
    Range(usize, usize, f64),
    Parent(usize, usize, usize),
    Lock(usize, usize, bool),
    Restack(usize, usize, Stack),
    Classify(usize, usize, Presence),
    Unclassify(usize, usize),
    RemoveInput(usize),
    Trash(usize),
    Restore(usize),
    Metadata(usize, bool),
    Merge(usize, usize),
    Edit(usize, usize, u8),
    MoveConcept(usize, usize),
    RemoveConcept(usize),
    Rename(usize, u8),
    Undo,
    Redo,
}

fn deed() -> impl Strategy<Value = Deed> {
    let n = 0usize..1000;
    let at = 0.0..500.0f64;
    prop_oneof![
        2 => any::<u8>().prop_map(Deed::AddConcept),
        2 => (1u8..80).prop_map(Deed::AddInputs),
        12 => (n.clone(), n.clone(), at.clone(), at.clone(), any::<bool>())
            .prop_map(|(i, c, x, y, child)| Deed::Draw(i, c, x, y, child)),
        4 => (n.clone(), n.clone(), at).prop_map(|(i, o, by)| Deed::Move(i, o, by)),
        3 => (n.clone(), n.clone()).prop_map(|(i, o)| Deed::Delete(i, o)),
        2 => (n.clone(), n.clone(), n.clone()).prop_map(|(i, o, c)| Deed::Reassign(i, o, c)),
        1 => (n.clone(), n.clone()).prop_map(|(i, c)| Deed::ReassignAll(i, c)),
        4 => (n.clone(), n.clone(), 0.0..500.0f64, any::<u8>()).prop_map(|(i, o, at, how)| Deed::Paint(i, o, at, how)),
        1 => (n.clone(), any::<u8>(), 0.0..500.0f64).prop_map(|(i, name, at)| Deed::Masks(i, name, at)),
        4 => (n.clone(), n.clone(), 0.0..500.0f64, any::<u8>()).prop_map(|(i, o, at, how)| Deed::Track(i, o, at, how)),
        1 => (n.clone(), n.clone(), 0.0..500.0f64).prop_map(|(i, c, at)| Deed::Range(i, c, at)),
        2 => (n.clone(), n.clone(), n.clone()).prop_map(|(i, o, p)| Deed::Parent(i, o, p)),
        1 => (n.clone(), n.clone(), any::<bool>()).prop_map(|(i, o, on)| Deed::Lock(i, o, on)),
        2 => (n.clone(), n.clone(), any::<bool>()).prop_map(|(i, o, front)| {
            Deed::Restack(i, o, if front { Stack::Front } else { Stack::Back })
        }),
        3 => (n.clone(), n.clone(), any::<bool>()).prop_map(|(i, c, there)| {
            Deed::Classify(i, c, if there { Presence::Present } else { Presence::Absent })
        }),
        1 => (n.clone(), n.clone()).prop_map(|(i, c)| Deed::Unclassify(i, c)),
        1 => n.clone().prop_map(Deed::RemoveInput),
        2 => n.clone().prop_map(Deed::Trash),
        1 => n.clone().prop_map(Deed::Restore),
        1 => (n.clone(), any::<bool>()).prop_map(|(i, add)| Deed::Metadata(i, add)),
        2 => (n.clone(), n.clone(), any::<u8>()).prop_map(|(a, b, key)| Deed::Edit(a, b, key)),
        2 => (n.clone(), n.clone()).prop_map(|(a, b)| Deed::MoveConcept(a, b)),
        1 => n.clone().prop_map(Deed::RemoveConcept),
        1 => (n.clone(), n.clone()).prop_map(|(a, b)| Deed::Merge(a, b)),
        1 => (n, any::<u8>()).prop_map(|(c, name)| Deed::Rename(c, name)),
        5 => Just(Deed::Undo),
        3 => Just(Deed::Redo),
    ]
}

fn nth<T>(mut items: impl ExactSizeIterator<Item = T>, n: usize) -> Option<T> {
    match items.len() {
        0 => None,
        len => items.nth(n % len),
    }
}

/// One of a few moments, so that several deeds meet at one.
fn moment(at: f64) -> Moment {
    Moment::from_micros((at / 50.0) as u64)
}

fn perform(bench: &mut Bench, deed: &Deed) {
    let document = bench.document();
    let input = |n: usize| nth(document.inputs().map(|entry| entry.input.id), n);
    let concepts: Vec<_> = document.concepts().map(|concept| concept.id).collect();
    let concept = |n: usize| nth(concepts.iter().copied(), n);
    let object = |i: usize, o: usize| {
        let objects = document.objects(input(i)?)?;
        let entries: Vec<_> = objects.iter().collect();
        nth(entries.into_iter(), o).cloned()
    };
    let trashed = |n: usize| nth(document.trash().map(|entry| entry.input.id), n);
    let command = match deed {
        Deed::Undo => {
            bench.undo();
            return;
        }
        Deed::Redo => {
            bench.redo();
            return;
        }
        Deed::AddConcept(n) => Some(Command::AddConcepts(vec![
            Name::new(&format!("c{n}")).unwrap().into(),
        ])),
        Deed::AddInputs(n) => Some(Command::AddInputs(
            (0..*n)
                .map(|k| {
                    let media = Media::awaited(Some(PixelSize::new(500, 500)));
                    NewInput {
                        metadata: Kept::default(),
                        name: format!("{k}"),
                        // Every third is a video.
                        media: match k % 3 {
                            2 => Media {
                                kind: MediaKind::Video(Footage::default()),
                                ..media
                            },
                            _ => media,
                        },
                    }
                })
                .collect(),
        )),
        Deed::Draw(i, c, x, y, child) => (|| {
            let parent = object(*i, *c).map(|entry| entry.object.id);
            Some(Command::AddObject {
                input: input(*i)?,
                shape: Shape::Box(ImageRect::from_xywh(*x, *y, 10.0, 7.5)),
                concept: concept(*c)?,
                parent: parent.filter(|_| *child),
            })
        })(),
        Deed::Masks(i, name, at) => (|| {
            let dab = Dab {
                at: ImagePoint::new(*at, *at),
                radius: 20.0,
            };
            let mask = stroke(PixelSize::new(500, 500), &[dab]).unwrap();
            let names = [format!("m{}", name % 4), format!("M{}", name % 3)];
            let masks = names.map(|name| (Name::new(&name).unwrap(), mask.clone()));
            Some(Command::AddMasks(vec![(input(*i)?, masks.to_vec())]))
        })(),
        Deed::Track(i, o, at, how) => object(*i, *o).map(|entry| {
            let input = entry.object.input;
            let objects = match how % 4 {
                0 => vec![entry.object.id],
                _ => [object(*i, *o), object(*i, *o + 1)]
                    .into_iter()
                    .flatten()
                    .map(|entry| entry.object.id)
                    .collect(),
            };
            let edit = match how % 8 {
                0 => TrackEdit::AddKey,
                1 => TrackEdit::RemoveKey,
                2 => TrackEdit::Sight(Sight::Outside),
                3 => TrackEdit::Sight(Sight::Occluded),
                4 => TrackEdit::End,
                5 => TrackEdit::Split,
                _ => return Command::MergeTracks { input, objects },
            };
            let at = moment(*at);
            Command::EditTracks {
                input,
                objects,
                at,
                edit,
            }
        }),
        Deed::Range(i, c, at) => (|| {
            let segment = Segment::between(moment(*at), moment(500.0 - at));
            Some(Command::AddObject {
                input: input(*i)?,
                shape: Shape::Segment(segment),
                concept: concept(*c)?,
                parent: None,
            })
        })(),
        Deed::Paint(i, o, at, how) => (|| {
            let dab = Dab {
                at: ImagePoint::new(*at, *at / 2.0),
                radius: 30.0,
            };
            let document_objects = document.objects(input(*i)?)?;
            let masks = || {
                document_objects
                    .iter()
                    .map(|entry| entry.object.id)
                    .collect()
            };
            let onto = object(*i, *o).filter(|_| how % 2 == 0);
            Some(Command::Paint {
                input: input(*i)?,
                painting: Painting {
                    onto: match onto {
                        Some(entry) => Onto::Mask(entry.object.id),
                        None => Onto::New(concept(*o)?),
                    },
                    stroke: stroke(PixelSize::new(500, 500), &[dab]).unwrap(),
                    erases: how % 5 == 0,
                    others: match how % 3 {
                        0 => Others::Kept,
                        1 => Others::Under(masks()),
                        _ => Others::Over(masks()),
                    },
                },
            })
        })(),
        Deed::Move(i, o, by) => object(*i, *o).map(|entry| Command::SetShapes {
            input: entry.object.input,
            shapes: vec![(
                entry.object.id,
                entry.object.shape().moved(ImageVector::new(*by, 0.0)),
            )],
        }),
        Deed::Delete(i, o) => object(*i, *o)
            .map(|entry| Command::RemoveObjects(vec![(entry.object.input, entry.object.id)])),
        Deed::Reassign(i, o, c) => (|| {
            let entry = object(*i, *o)?;
            Some(Command::Reassign {
                objects: vec![(entry.object.input, entry.object.id)],
                from: Some(entry.labels.first()?.concept),
                to: concept(*c)?,
            })
        })(),
        Deed::ReassignAll(i, c) => (|| {
            let both = [input(*i)?, input(*i + 1)?].into_iter();
            let objects = both.filter_map(|id| Some((id, document.objects(id)?)));
            let all = objects.flat_map(|(id, objects)| objects.iter().map(move |it| (id, it)));
            Some(Command::Reassign {
                objects: all.map(|(id, entry)| (id, entry.object.id)).collect(),
                from: None,
                to: concept(*c)?,
            })
        })(),
        Deed::Parent(i, o, p) => object(*i, *o).map(|entry| Command::SetParent {
            input: entry.object.input,
            objects: vec![entry.object.id],
            parent: object(*i, *p).map(|it| it.object.id).filter(|_| p % 3 > 0),
        }),
        Deed::Lock(i, o, locked) => object(*i, *o).map(|entry| Command::SetLocked {
            input: entry.object.input,
            objects: vec![entry.object.id],
            locked: *locked,
        }),
        Deed::Restack(i, o, to) => object(*i, *o).map(|entry| Command::Restack {
            input: entry.object.input,
            objects: vec![entry.object.id],
            to: *to,
        }),
        Deed::Classify(i, c, presence) => (|| {
            Some(Command::Classify {
                inputs: vec![input(*i)?],
                concepts: vec![concept(*c)?],
                presence: *presence,
            })
        })(),
        Deed::Unclassify(i, c) => (|| {
            Some(Command::Unclassify {
                inputs: vec![input(*i)?],
                concepts: vec![concept(*c)?],
                presence: None,
            })
        })(),
        Deed::RemoveInput(i) => input(*i).map(|id| Command::RemoveInputs(vec![id])),
        Deed::Trash(i) => input(*i).map(|id| Command::TrashInputs(vec![id])),
        Deed::Restore(i) => trashed(*i).map(|id| Command::RestoreInputs(vec![id])),
        Deed::Metadata(i, add) => input(*i).map(|id| {
            let members = Kept::new(&[("n".to_owned(), (*i).into())].into_iter().collect());
            Command::EditMetadata {
                inputs: vec![id],
                edit: match add {
                    true => MetadataEdit::Add(members),
                    false => MetadataEdit::Remove(members),
                },
            }
        }),
        Deed::Edit(a, b, key) => concept(*a).map(|id| Command::EditConcept {
            concept: id,
            edit: match key % 3 {
                0 => ConceptEdit::Color(Color::Custom(Rgb(*key, 0, 9))),
                1 => ConceptEdit::Hotkey(Slot::new(*key)),
                _ => ConceptEdit::Parent(concept(*b)),
            },
        }),
        Deed::MoveConcept(a, b) => concept(*a).map(|concept| Command::MoveConcept {
            concept,
            before: concepts.get(*b % (concepts.len() + 1)).copied(),
        }),
        Deed::RemoveConcept(a) => concept(*a).map(Command::RemoveConcept),
        Deed::Merge(a, b) => (|| {
            Some(Command::MergeConcepts {
                from: concept(*a)?,
                into: concept(*b)?,
            })
        })(),
        Deed::Rename(c, name) => concept(*c).map(|concept| Command::RenameConcept {
            concept,
            name: Name::new(&format!("c{name}")).unwrap(),
        }),
    };
    // On a video tools draw on a frame.
    let on_frame = |command: Command, at: f64| {
        let (Command::AddObject { input, .. } | Command::SetShapes { input, .. }) = &command else {
            return command;
        };
        let is_video = document
            .input(*input)
            .is_some_and(|entry| entry.input.media.kind.is_video());
        match document.objects(*input).filter(|_| is_video) {
            Some(objects) => command.at_moment(moment(at), objects),
            None => command,
        }
    };
    let command = match deed {
        Deed::Draw(.., x, _, _) | Deed::Move(.., x) => command.map(|it| on_frame(it, *x)),
        _ => command,
    };
    if let Some(command) = command {
        // A refusal is an answer; the sweep in `append` looks at what was done.
        drop(bench.run(command));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn what_was_written_is_what_there_was(deeds in prop::collection::vec(deed(), 1..60)) {
        let mut bench = Bench::new();
        for deed in &deeds {
            perform(&mut bench, deed);
        }
        if bench.history.last_seq() > 0 {
            prop_assert_eq!(everything(&bench.reloaded()), everything(bench.document()));
        }
    }

    #[test]
    fn undo_takes_everything_back_and_redo_brings_it_again(
        deeds in prop::collection::vec(deed(), 1..40)
    ) {
        let mut bench = Bench::new();
        let start = everything(bench.document());
        for deed in &deeds {
            perform(&mut bench, deed);
        }
        let end = everything(bench.document());
        let mut undone = 0;
        while bench.undo() {
            undone += 1;
        }
        prop_assert_eq!(everything(bench.document()), start);
        for _ in 0..undone {
            prop_assert!(bench.redo());
        }
        prop_assert_eq!(everything(bench.document()), end);
        if bench.history.last_seq() > 0 {
            prop_assert_eq!(everything(&bench.reloaded()), everything(bench.document()));
        }
    }
}

#[test]
fn a_transaction_made_from_an_older_state_is_refused() {
    let mut bench = Bench::new();
    perform(&mut bench, &Deed::AddConcept(1));
    let stale = Transaction {
        project: ProjectId(7),
        expects: 0,
        writes: Vec::new(),
    };
    assert_eq!(bench.store.commit(&stale), Err(1));
}

#[test]
fn undo_in_the_viewer_takes_back_what_touches_its_input() {
    let head = |seq, input: Option<u64>, kind| Head {
        seq,
        title: String::new(),
        at: 0,
        from: None,
        touched: Touched::Inputs(input.map(InputId).into_iter().collect()),
        kind,
    };
    let mut history = History::new([
        head(1, Some(1), EntryKind::Do),
        head(2, Some(2), EntryKind::Do),
    ]);
    let target = |history: &History, input| history.undo_target(input).map(|head| head.seq);
    assert_eq!(target(&history, Some(InputId(1))), Some(1));
    assert_eq!(target(&history, None), Some(2));
    history.push(head(3, Some(1), EntryKind::Undo(1)));
    assert_eq!(target(&history, Some(InputId(1))), None);
    let redo = history.redo_target(Some(InputId(1))).map(|head| head.seq);
    assert_eq!(redo, Some(1));
    history.push(head(4, Some(1), EntryKind::Do));
    assert!(history.redo_target(Some(InputId(1))).is_none());
}

#[test]
fn what_another_tab_did_is_not_taken_back_here() {
    let head = |seq, kind| Head {
        seq,
        title: String::new(),
        at: 0,
        from: None,
        touched: Touched::Inputs(vec![InputId(1)]),
        kind,
    };
    let all = [
        head(1, EntryKind::Do),
        head(2, EntryKind::Do),
        head(3, EntryKind::Do),
        head(4, EntryKind::Undo(3)),
    ];
    let seq = |head: Option<&Head>| head.map(|head| head.seq);
    // 2 is ours, 3 was done and taken back elsewhere, 1 was there before.
    let mut here = History::new(all.clone()).with_foreign(|seq| seq > 2);
    assert_eq!(seq(here.undo_target(None)), Some(2));
    assert_eq!(seq(here.redo_target(None)), None);
    here.push(head(5, EntryKind::Undo(2)));
    assert_eq!(seq(here.undo_target(None)), Some(1));
    assert_eq!(seq(here.redo_target(None)), Some(2));
    // 6 came from elsewhere, and is nothing since: what was undone here can be done again.
    let mut more = all.to_vec();
    more.extend([head(5, EntryKind::Undo(2)), head(6, EntryKind::Do)]);
    let here = History::new(more).with_foreign(|seq| seq == 3 || seq == 4 || seq == 6);
    assert_eq!(seq(here.redo_target(None)), Some(2));
    // Where the other tab is the one that is opened later, all of it is everybody's.
    let later = History::new(all);
    assert_eq!(seq(later.redo_target(None)), Some(3));
}

#[test]
fn only_a_completed_transaction_is_saved() {
    let transaction = |n| Transaction {
        project: ProjectId(7),
        expects: n,
        writes: vec![Write::Delete {
            table: Table::Chunks,
            key: "same".to_owned(),
        }],
    };
    let mut saver = Saver::default();
    assert_eq!(saver.state(), SaveState::Saved);
    saver.push(transaction(0));
    assert_eq!(saver.state(), SaveState::Saving);
    assert!(saver.start().is_some());
    saver.push(transaction(1));
    saver.push(transaction(2));
    assert!(saver.start().is_none(), "one at a time");
    saver.failed("no room".to_owned());
    assert_eq!(saver.state(), SaveState::Failed("no room".to_owned()));
    let again = saver.start().unwrap();
    assert_eq!((again.expects, again.writes.len()), (0, 1));
    saver.completed();
    assert_eq!(saver.state(), SaveState::Saved);
}

#[test]
fn undo_never_takes_an_input_with_labels_that_were_made_since() {
    let mut bench = Bench::new();
    perform(&mut bench, &Deed::AddConcept(1));
    perform(&mut bench, &Deed::AddInputs(2));
    let added = bench.history.undo_target(None).unwrap().seq;
    perform(&mut bench, &Deed::Draw(0, 0, 5.0, 5.0, false));
    let before = everything(bench.document());
    let step = bench.steps[&added].clone().reversed();
    let refused = bench.editor.apply(&step);
    assert!(matches!(
        refused,
        Err(Refused::Conflict(Conflict::Inhabited(_)))
    ));
    assert_eq!(everything(bench.document()), before);
}

#[test]
fn undo_in_the_viewer_never_takes_its_input_away() {
    let mut bench = Bench::new();
    perform(&mut bench, &Deed::AddInputs(1));
    let input = bench.document().inputs().next().unwrap().input.id;
    assert!(bench.history.undo_target(Some(input)).is_none());
    assert!(bench.history.undo_target(None).is_some());
}

#[test]
fn memory_finds_rows_as_the_database_does() {
    let put = |table, key: &str| Write::Put {
        table,
        key: key.to_owned(),
        bytes: key.as_bytes().to_vec(),
    };
    let mut store = MemoryStore::default();
    store.write([
        put(Table::Chunks, "a/1"),
        put(Table::Chunks, "a/3"),
        put(Table::Chunks, "b/1"),
        put(Table::Blocks, "a/2"),
    ]);
    let keys =
        |rows: Vec<(String, Vec<u8>)>| rows.into_iter().map(|(key, _)| key).collect::<Vec<_>>();
    assert_eq!(keys(store.range(Table::Chunks, "a/")), ["a/1", "a/3"]);
    assert_eq!(keys(store.page(Table::Chunks, "a/", "a/", 1)), ["a/1"]);
    assert_eq!(keys(store.page(Table::Chunks, "a/", "a/1", 9)), ["a/3"]);
    assert_eq!(store.all().len(), 4);
    // What is asked for the first time is news from then on.
    assert_eq!(store.take_news(), []);
    let gone = Write::Delete {
        table: Table::Chunks,
        key: "a/1".to_owned(),
    };
    store.write([put(Table::Blocks, "c"), gone.clone()]);
    assert_eq!(store.take_news(), [put(Table::Blocks, "c"), gone]);
    assert_eq!(keys(store.range(Table::Chunks, "a/")), ["a/3"]);
    assert_eq!(store.take_news(), []);
}
