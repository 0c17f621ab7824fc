//! Several tabs on one project, without a browser: whoever writes second goes on from what the first wrote, nothing is
//! lost, and all come to see the same. What a browser adds is looked at by `tests/campaigns/tabs.mjs`.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use cartouche::document::*;
use cartouche::edit::*;
use cartouche::geometry::*;
use cartouche::open::*;
use cartouche::persist::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const PROJECT: ProjectId = ProjectId(7);
/// What was imported before the tabs were opened.
const IMPORTED: LayerId = LayerId(5);

fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}

fn stored(store: &MemoryStore) -> StoredProject {
    let row = store.get(Table::Projects, &project_key(PROJECT));
    decode(row.unwrap()).unwrap()
}

/// The project as the store has it, with the objects of these inputs.
fn read(store: &MemoryStore, loaded: Vec<InputId>, chance: u32) -> Open {
    let mut open = read_beside(store, None, chance);
    for input in loaded {
        assert!(open.wants_objects(input));
        let rows = store.range(Table::Chunks, &chunk_prefix(PROJECT, input));
        assert!(open.take_objects(input, 0, chunks_of(rows).unwrap()));
    }
    open
}

/// The project as the store has it, where another state of it is open.
fn read_beside(store: &MemoryStore, open: Option<&Open>, chance: u32) -> Open {
    let reading = Reading::new(&stored(store), open);
    let rows = store.read_together(&reading.spans());
    let ids = IdSource::new(1_000, chance);
    let author = name(&format!("Person {chance}"));
    reading.open(rows, ids, author).unwrap().unwrap()
}

fn all_inputs(open: &Open) -> Vec<InputId> {
    let document = open.editor.document();
    let all = document.inputs().chain(document.trash());
    all.map(|entry| entry.input.id).collect()
}

/// A tab without a page.
struct Tab {
    open: Open,
    chance: u32,
    now: u64,
    flying: Option<(Transaction, u32)>,
    /// What it heard of, before it read the rows that changed.
    news: Option<News>,
    /// How many commands it ran.
    ran: usize,
    said: Vec<Said>,
    /// How often it followed, and how often it read everything.
    followed: [usize; 2],
}

impl Tab {
    fn new(store: &MemoryStore, chance: u32, keeps: usize) -> Self {
        let all = all_inputs(&read(store, Vec::new(), chance));
        // Some objects are in memory, others aren't.
        let loaded = all.into_iter().step_by(keeps).collect();
        Self {
            open: read(store, loaded, chance),
            chance,
            now: 2_000,
            flying: None,
            news: None,
            ran: 0,
            said: Vec::new(),
            followed: [0, 0],
        }
    }

    fn document(&self) -> &Document {
        self.open.editor.document()
    }

    fn run(&mut self, command: &Command) -> bool {
        self.now += 1;
        let Ok(outcome) = self.open.editor.run(command, self.now) else {
            return false;
        };
        let (step, title) = (outcome.step, outcome.title);
        self.ran += 1;
        self.open
            .append(step, title, EntryKind::Do, self.now, None)
            .unwrap();
        true
    }

    fn undo(&mut self) {
        let Some(head) = self.open.history().undo_target(None).cloned() else {
            return;
        };
        let Some(step) = self.open.step(head.seq).cloned() else {
            return;
        };
        let step = self.open.way_back(head.seq, step);
        if self.open.apply(&step).is_ok() {
            let kind = EntryKind::Undo(head.seq);
            self.ran += 1;
            self.open
                .append(step, head.title, kind, self.now, None)
                .unwrap();
        }
    }

    fn send(&mut self) {
        if self.flying.is_none() {
            let generation = self.open.generation();
            self.flying = self.open.start_saving().map(|it| (it, generation));
        }
    }

    /// The database answers; an answer of `false` is lost on its way, and the try after it refused.
    fn arrive(&mut self, store: &mut MemoryStore, is_heard: bool) {
        let Some((transaction, generation)) = self.flying.take() else {
            return;
        };
        let answer = store.commit(&transaction);
        if generation != self.open.generation() {
            return;
        }
        match answer {
            Ok(()) if is_heard => self.open.completed(),
            _ => self.open.was_overtaken(),
        }
    }

    fn hear(&mut self, store: &MemoryStore) {
        let rows = store.read_together(&News::spans(&self.open));
        match News::read(&self.open, rows) {
            Ok(news) => self.news = news,
            Err(NotFollowed::Anew) => self.read_anew(store),
            Err(other) => panic!("{other:?}"),
        }
    }

    fn follow(&mut self, store: &MemoryStore) {
        let Some(news) = self.news.take() else {
            return;
        };
        let rows = store.read_together(&news.changed_rows(&self.open));
        match self.open.follow(news, rows) {
            Ok(followed) => {
                self.followed[0] += 1;
                self.said.extend(followed.said);
            }
            Err(NotFollowed::Moved) => return,
            Err(NotFollowed::Anew) => return self.read_anew(store),
            Err(other) => panic!("{other:?}"),
        }
        self.put_rest(store);
    }

    fn read_anew(&mut self, store: &MemoryStore) {
        let chance = self.chance + 50 * self.now as u32;
        let anew = read_beside(store, Some(&self.open), chance);
        let before = std::mem::replace(&mut self.open, anew);
        let said = self.open.take_place_of(Some(before));
        self.said.extend(said);
        self.followed[1] += 1;
        self.put_rest(store);
    }

    /// What needs objects that aren't in memory.
    fn put_rest(&mut self, store: &MemoryStore) {
        while let Some(entry) = self.open.take_refused() {
            for input in entry.step.diff.inputs_with_objects() {
                self.want(store, input);
            }
            assert!(!self.open.is_saved());
            if let Some(entry) = self.open.apply_again(entry, &mut self.said) {
                self.open.append_again(entry).unwrap();
            }
            self.open.put_down();
        }
    }

    fn lost(&self) -> usize {
        let lost = |said: &&Said| matches!(said, Said::Lost { .. });
        self.said.iter().filter(lost).count()
    }

    fn want(&mut self, store: &MemoryStore, input: InputId) {
        if self.open.wants_objects(input) {
            let rows = store.range(Table::Chunks, &chunk_prefix(PROJECT, input));
            let generation = self.open.generation();
            let chunks = chunks_of(rows).unwrap();
            assert!(self.open.take_objects(input, generation, chunks));
        }
    }

    /// All is saved, and all that others saved is here.
    fn settle(&mut self, store: &mut MemoryStore) {
        loop {
            self.send();
            self.arrive(store, true);
            if self.open.is_saved() && self.open.saved_to() == stored(store).seq {
                return;
            }
            self.hear(store);
            self.follow(store);
        }
    }
}

/// Everything that was done is in the journal, or was told to be lost; and what the journal says was made is there.
fn assert_nothing_is_lost(store: &MemoryStore, tabs: &[Tab], before: &Before) {
    let prefix = project_prefix(PROJECT);
    let entries = store.range(Table::Steps, &prefix).len() - before.entries;
    let ran: usize = tabs.iter().map(|tab| tab.ran).sum();
    let lost: usize = tabs.iter().map(Tab::lost).sum();
    assert_eq!(
        entries + lost,
        ran,
        "{entries} in the journal, {lost} told to be lost"
    );
    let mut objects = before.objects.clone();
    for (_, row) in store
        .range(Table::Steps, &prefix)
        .into_iter()
        .skip(before.entries)
    {
        for change in decode::<Step>(&row).unwrap().diff.0 {
            let Change::Object(edit) = change else {
                continue;
            };
            let id = edit.either().unwrap().id;
            match edit.after {
                Some(_) => objects.insert(id),
                None => objects.remove(&id),
            };
        }
    }
    assert_eq!(objects_in(store), objects);
}

/// What there was before the tabs were opened.
struct Before {
    entries: usize,
    objects: BTreeSet<ObjectId>,
}

fn objects_in(store: &MemoryStore) -> BTreeSet<ObjectId> {
    let rows = store
        .range(Table::Chunks, &project_prefix(PROJECT))
        .into_iter();
    let objects = rows.flat_map(|(_, row)| decode::<Chunk>(&row).unwrap().objects);
    objects.map(|(object, _)| object.id).collect()
}

/// What every row says, looked at from outside: no record lies in two rows, and counts are what is there.
fn assert_rows_agree(store: &MemoryStore) {
    let prefix = project_prefix(PROJECT);
    let mut homes = BTreeSet::new();
    let mut counted: BTreeMap<(InputId, ConceptId), u32> = BTreeMap::new();
    let mut entries = BTreeSet::new();
    for (key, row) in store.range(Table::Blocks, &prefix) {
        let layer = layer_and_number(&key).unwrap().0;
        for entry in decode::<Block>(&row).unwrap().entries {
            assert!(
                entries.insert((layer, entry.input)),
                "{} twice in {layer:?}",
                entry.input
            );
            if entry.row.is_some() {
                assert!(homes.insert(entry.input), "two rows of {}", entry.input);
            }
            for (concept, count) in entry.counts {
                *counted.entry((entry.input, concept)).or_default() += count;
            }
        }
    }
    let mut objects = BTreeSet::new();
    let mut real: BTreeMap<(InputId, ConceptId), u32> = BTreeMap::new();
    for (key, row) in store.range(Table::Chunks, &prefix) {
        for (object, labels) in decode::<Chunk>(&row).unwrap().objects {
            assert!(
                objects.insert(object.id),
                "{} lies in two chunks, one is {key}",
                object.id
            );
            assert!(
                homes.contains(&object.input),
                "{} lies on nothing",
                object.id
            );
            let concepts: BTreeSet<_> = labels.iter().map(|label| label.concept).collect();
            for concept in concepts {
                *real.entry((object.input, concept)).or_default() += 1;
            }
        }
    }
    assert_eq!(counted, real);
}

/// What a tab knows, the objects of those inputs that it has in memory.
fn everything(open: &Open, loaded: &[InputId]) -> String {
    let document = open.editor.document();
    let mut text = format!("{:?}\n", document.project());
    for record in document.concepts() {
        text += &format!("{record:?}\n");
    }
    for record in document.annotators() {
        text += &format!("{record:?}\n");
    }
    for (at, side) in [
        document.inputs().collect::<Vec<_>>(),
        document.trash().collect(),
    ]
    .iter()
    .enumerate()
    {
        for entry in side {
            text += &format!("{at} {entry:?} {:?}\n", open.layout.counts(entry.input.id));
        }
    }
    for input in loaded {
        let objects = document
            .objects(*input)
            .map(|objects| objects.iter().collect::<Vec<_>>());
        text += &format!("{input} {objects:?}\n");
    }
    let heads: Vec<_> = open.history().heads().iter().collect();
    text + &format!("{heads:?}\n")
}

#[derive(Clone, Debug)]
enum Act {
    AddConcept,
    AddInputs(u8),
    Draw(usize, usize, bool),
    Move(usize, usize),
    Delete(usize, usize),
    Reassign(usize, usize, usize),
    Classify(usize, usize),
    Trash(usize),
    Restore(usize),
    RemoveInput(usize),
    RenameConcept(usize),
    Merge(usize, usize),
    Nest(usize, usize, usize),
    Kind(usize, usize),
    Hotkey(usize, u8),
    Want(usize),
    Undo,
    Send,
    Arrive,
    ArriveUnheard,
    Hear,
    Follow,
}

fn act() -> impl Strategy<Value = Act> {
    let n = 0usize..200;
    prop_oneof![
        1 => Just(Act::AddConcept),
        1 => (1u8..4).prop_map(Act::AddInputs),
        8 => (n.clone(), n.clone(), any::<bool>()).prop_map(|(i, c, big)| Act::Draw(i, c, big)),
        3 => (n.clone(), n.clone()).prop_map(|(i, o)| Act::Move(i, o)),
        2 => (n.clone(), n.clone()).prop_map(|(i, o)| Act::Delete(i, o)),
        2 => (n.clone(), n.clone(), n.clone()).prop_map(|(i, o, c)| Act::Reassign(i, o, c)),
        2 => (n.clone(), n.clone()).prop_map(|(i, c)| Act::Classify(i, c)),
        1 => n.clone().prop_map(Act::Trash),
        1 => n.clone().prop_map(Act::Restore),
        1 => n.clone().prop_map(Act::RemoveInput),
        1 => n.clone().prop_map(Act::RenameConcept),
        1 => (n.clone(), n.clone()).prop_map(|(a, b)| Act::Merge(a, b)),
        2 => (n.clone(), n.clone(), n.clone()).prop_map(|(i, o, p)| Act::Nest(i, o, p)),
        1 => (n.clone(), n.clone()).prop_map(|(a, b)| Act::Kind(a, b)),
        1 => (n.clone(), 0u8..20).prop_map(|(c, key)| Act::Hotkey(c, key)),
        2 => n.prop_map(Act::Want),
        2 => Just(Act::Undo),
        8 => Just(Act::Send),
        8 => Just(Act::Arrive),
        1 => Just(Act::ArriveUnheard),
        6 => Just(Act::Hear),
        6 => Just(Act::Follow),
    ]
}

fn nth<T>(items: Vec<T>, n: usize) -> Option<T> {
    let at = n.checked_rem(items.len())?;
    items.into_iter().nth(at)
}

/// Many vertices, so that chunks become full.
fn shape(big: bool, at: f64) -> Shape {
    match big {
        false => Shape::Box(ImageRect::from_xywh(at, 5.0, 10.0, 7.5)),
        true => {
            let ring: Vec<_> = (0..1_500)
                .map(|k| {
                    let angle = f64::from(k) / 1_500.0 * std::f64::consts::TAU;
                    ImagePoint::new(250.0 + 200.0 * angle.cos(), 250.0 + 200.0 * angle.sin())
                })
                .collect();
            Shape::Polygon(Polygon::from_ring(Ring::new(ring).unwrap()))
        }
    }
}

fn command(tab: &Tab, act: &Act) -> Option<Command> {
    let document = tab.document();
    let inputs: Vec<_> = document.inputs().map(|entry| entry.input.id).collect();
    let loaded: Vec<_> = inputs
        .iter()
        .copied()
        .filter(|id| document.objects(*id).is_some())
        .collect();
    let trash: Vec<_> = document.trash().map(|entry| entry.input.id).collect();
    let concepts: Vec<_> = document.concepts().map(|concept| concept.id).collect();
    let input = |n: usize| nth(inputs.clone(), n);
    let concept = |n: usize| nth(concepts.clone(), n);
    let object = |i: usize, o: usize| {
        let input = nth(loaded.clone(), i)?;
        let objects = document
            .objects(input)?
            .iter()
            .map(|entry| entry.object.id)
            .collect();
        Some((input, nth(objects, o)?))
    };
    let now = tab.now as f64;
    Some(match act {
        Act::AddConcept => {
            let new = name(&format!("{} {}", tab.chance, tab.now));
            Command::AddConcepts(vec![new.into()])
        }
        Act::AddInputs(count) => {
            let new = (0..*count).map(|k| NewInput {
                metadata: Kept::default(),
                name: format!("{} {} {k}", tab.chance, tab.now),
                media: Media::awaited(Some(PixelSize::new(500, 500))),
            });
            Command::AddInputs(new.collect())
        }
        Act::Draw(i, c, big) => Command::AddObject {
            input: nth(loaded.clone(), *i)?,
            shape: shape(*big, now % 400.0),
            concept: concept(*c)?,
            parent: None,
        },
        Act::Move(i, o) => {
            let (input, id) = object(*i, *o)?;
            let shapes = vec![(id, shape(false, now % 400.0))];
            Command::SetShapes { input, shapes }
        }
        Act::Delete(i, o) => {
            let (input, id) = object(*i, *o)?;
            Command::RemoveObjects(vec![(input, id)])
        }
        Act::Reassign(i, o, c) => {
            let (input, id) = object(*i, *o)?;
            Command::Reassign {
                objects: vec![(input, id)],
                from: None,
                to: concept(*c)?,
            }
        }
        Act::Classify(i, c) => Command::Classify {
            inputs: vec![input(*i)?, input(i + 1)?],
            concepts: vec![concept(*c)?],
            presence: Presence::Present,
        },
        Act::Trash(i) => Command::TrashInputs(vec![input(*i)?]),
        Act::Restore(i) => Command::RestoreInputs(vec![nth(trash, *i)?]),
        Act::RemoveInput(i) => Command::RemoveInputs(vec![nth(trash, *i)?]),
        Act::RenameConcept(c) => Command::RenameConcept {
            concept: concept(*c)?,
            name: name(&format!("renamed {} {}", tab.chance, tab.now)),
        },
        Act::Nest(i, o, p) => {
            let (input, id) = object(*i, *o)?;
            Command::SetParent {
                input,
                objects: vec![id],
                parent: Some(object(*i, *p)?.1),
            }
        }
        Act::Kind(a, b) => Command::EditConcept {
            concept: concept(*a)?,
            edit: ConceptEdit::Parent(Some(concept(*b)?)),
        },
        Act::Hotkey(c, key) => Command::EditConcept {
            concept: concept(*c)?,
            edit: ConceptEdit::Hotkey(Slot::new(*key)),
        },
        Act::Merge(a, b) => Command::MergeConcepts {
            from: concept(*a)?,
            into: concept(*b)?,
        },
        _ => return None,
    })
}

fn perform(tab: &mut Tab, store: &mut MemoryStore, act: &Act) {
    match act {
        Act::Want(i) => {
            if let Some(input) = nth(all_inputs(&tab.open), *i) {
                tab.want(store, input);
            }
        }
        Act::Undo => tab.undo(),
        Act::Send => tab.send(),
        Act::Arrive => tab.arrive(store, true),
        Act::ArriveUnheard => tab.arrive(store, false),
        Act::Hear => tab.hear(store),
        Act::Follow => tab.follow(store),
        _ => {
            if let Act::Merge(..) = act {
                for input in all_inputs(&tab.open) {
                    tab.want(store, input);
                }
            }
            if let Some(command) = command(tab, act) {
                tab.run(&command);
            }
        }
    }
}

/// 70 pictures that were imported, each with a box, so that blocks of two layers say something of them.
fn imported() -> MemoryStore {
    let project = Project {
        id: PROJECT,
        name: name("Tabs"),
        made_at: 0,
        kept: Kept::default(),
    };
    let ids = IdSource::new(1, 1);
    let mut store = MemoryStore::default();
    let open = Open::new(
        Document::new(project),
        Layout::new([]),
        History::default(),
        ids,
        name("Ada"),
    );
    let mut tab = Tab {
        open,
        chance: 0,
        now: 10,
        flying: None,
        news: None,
        ran: 0,
        said: Vec::new(),
        followed: [0, 0],
    };
    for act in [
        Act::AddConcept,
        Act::AddConcept,
        Act::AddConcept,
        Act::AddInputs(70),
    ] {
        let command = command(&tab, &act).unwrap();
        assert!(tab.run(&command));
    }
    for n in 0..70 {
        let command = command(&tab, &Act::Draw(n, n, false)).unwrap();
        assert!(tab.run(&command));
    }
    tab.settle(&mut store);
    let mut moved = Vec::new();
    for table in [Table::Blocks, Table::Chunks] {
        for (key, bytes) in store.range(table, &project_prefix(PROJECT)) {
            let (hand, imported) = (
                format!("/{:016x}/", LayerId::HAND.0),
                format!("/{:016x}/", IMPORTED.0),
            );
            moved.push(Write::Put {
                table,
                key: key.replace(&hand, &imported),
                bytes,
            });
            moved.push(Write::Delete { table, key });
        }
    }
    let project = StoredProject {
        layers: vec![IMPORTED],
        ..stored(&store)
    };
    moved.push(Write::Put {
        table: Table::Projects,
        key: project_key(PROJECT),
        bytes: encode(&project).unwrap(),
    });
    store.write(moved);
    store
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn tabs_that_write_in_turns_come_to_see_the_same(
        acts in prop::collection::vec((0usize..3, act()), 1..250)
    ) {
        let mut store = imported();
        let before = Before {
            entries: store.range(Table::Steps, &project_prefix(PROJECT)).len(),
            objects: objects_in(&store),
        };
        let mut tabs: Vec<_> = (0..3).map(|n| Tab::new(&store, (n + 1) * 1_000_000, 1 + n as usize)).collect();
        for (n, act) in &acts {
            perform(&mut tabs[*n], &mut store, act);
        }
        for _ in 0..2 {
            for tab in &mut tabs {
                tab.settle(&mut store);
            }
        }
        assert_rows_agree(&store);
        assert_nothing_is_lost(&store, &tabs, &before);
        for tab in &tabs {
            prop_assert_eq!(check(tab.document()), []);
            let mut loaded: Vec<_> = tab.document().loaded_inputs().collect();
            loaded.sort_unstable();
            let fresh = read(&store, loaded.clone(), 9);
            prop_assert_eq!(everything(&tab.open, &loaded), everything(&fresh, &loaded));
        }
    }
}

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
    let moved = shape(false, 77.0);
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
