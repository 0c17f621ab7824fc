//! A tab without a page, and the store that several of them share.

use crate::acts::*;
use cartouche::document::*;
use cartouche::edit::*;
use cartouche::open::*;
use cartouche::persist::*;

pub(crate) const PROJECT: ProjectId = ProjectId(7);
/// What was imported before the tabs were opened.
pub(crate) const IMPORTED: LayerId = LayerId(5);

pub(crate) fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}

pub(crate) fn stored(store: &MemoryStore) -> StoredProject {
    let row = store.get(Table::Projects, &project_key(PROJECT));
    decode(row.unwrap()).unwrap()
}

/// The project as the store has it, with the objects of these inputs.
pub(crate) fn read(store: &MemoryStore, loaded: Vec<InputId>, chance: u32) -> Open {
    let mut open = read_beside(store, None, chance);
    for input in loaded {
        assert!(open.wants_objects(input));
        let rows = store.range(Table::Chunks, &chunk_prefix(PROJECT, input));
        assert!(open.take_objects(input, 0, chunks_of(rows).unwrap()));
    }
    open
}

/// The project as the store has it, where another state of it is open.
pub(crate) fn read_beside(store: &MemoryStore, open: Option<&Open>, chance: u32) -> Open {
    let reading = Reading::new(&stored(store), open);
    let rows = store.read_together(&reading.spans());
    let ids = IdSource::new(1_000, chance);
    let author = name(&format!("Person {chance}"));
    reading.open(rows, ids, author).unwrap().unwrap()
}

pub(crate) fn all_inputs(open: &Open) -> Vec<InputId> {
    let document = open.editor.document();
    let all = document.inputs().chain(document.trash());
    all.map(|entry| entry.input.id).collect()
}

/// A tab without a page.
pub(crate) struct Tab {
    pub(crate) open: Open,
    pub(crate) chance: u32,
    pub(crate) now: u64,
    pub(crate) flying: Option<(Transaction, u32)>,
    /// What it heard of, before it read the rows that changed.
    pub(crate) news: Option<News>,
    /// How many commands it ran.
    pub(crate) ran: usize,
    pub(crate) said: Vec<Said>,
    /// How often it followed, and how often it read everything.
    pub(crate) followed: [usize; 2],
}

impl Tab {
    pub(crate) fn new(store: &MemoryStore, chance: u32, keeps: usize) -> Self {
        let all = all_inputs(&read(store, Vec::new(), chance));
        // Some objects are in memory, others aren't.
        let loaded = all.into_iter().step_by(keeps).collect();
        Self {
            open: read(store, loaded, chance),
            chance,
            // Where two tabs delete one object in one millisecond, their entries are the same, and each takes the one that is
            // saved for its own. Here every entry is to be told apart.
            now: u64::from(chance) / 100,
            flying: None,
            news: None,
            ran: 0,
            said: Vec::new(),
            followed: [0, 0],
        }
    }

    pub(crate) fn document(&self) -> &Document {
        self.open.editor.document()
    }

    pub(crate) fn run(&mut self, command: &Command) -> bool {
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

    pub(crate) fn undo(&mut self) {
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

    pub(crate) fn send(&mut self) {
        if self.flying.is_none() {
            let generation = self.open.generation();
            self.flying = self.open.start_saving().map(|it| (it, generation));
        }
    }

    /// The database answers; an answer of `false` is lost on its way, and the try after it refused.
    pub(crate) fn arrive(&mut self, store: &mut MemoryStore, is_heard: bool) {
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

    pub(crate) fn hear(&mut self, store: &MemoryStore) {
        let rows = store.read_together(&News::spans(&self.open));
        match News::read(&self.open, rows) {
            Ok(news) => self.news = news,
            Err(NotFollowed::Anew) => self.read_anew(store),
            Err(other) => panic!("{other:?}"),
        }
    }

    pub(crate) fn follow(&mut self, store: &MemoryStore) {
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

    pub(crate) fn read_anew(&mut self, store: &MemoryStore) {
        let chance = self.chance + 50 * self.now as u32;
        let anew = read_beside(store, Some(&self.open), chance);
        let before = std::mem::replace(&mut self.open, anew);
        let said = self.open.take_place_of(Some(before));
        self.said.extend(said);
        self.followed[1] += 1;
        self.put_rest(store);
    }

    /// What needs objects that aren't in memory.
    pub(crate) fn put_rest(&mut self, store: &MemoryStore) {
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

    pub(crate) fn lost(&self) -> usize {
        let lost = |said: &&Said| matches!(said, Said::Lost { .. });
        self.said.iter().filter(lost).count()
    }

    pub(crate) fn want(&mut self, store: &MemoryStore, input: InputId) {
        if self.open.wants_objects(input) {
            let rows = store.range(Table::Chunks, &chunk_prefix(PROJECT, input));
            let generation = self.open.generation();
            let chunks = chunks_of(rows).unwrap();
            assert!(self.open.take_objects(input, generation, chunks));
        }
    }

    /// All is saved, and all that others saved is here.
    pub(crate) fn settle(&mut self, store: &mut MemoryStore) {
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

/// 70 pictures that were imported, each with a box, so that blocks of two layers say something of them.
pub(crate) fn imported() -> MemoryStore {
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
