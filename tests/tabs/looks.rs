//! What has to hold of the store and of every tab in the end.

use crate::tab::*;
use cartouche::document::*;
use cartouche::edit::*;
use cartouche::open::*;
use cartouche::persist::*;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that was done is in the journal, or was told to be lost; and what the journal says was made is there.
pub(crate) fn assert_nothing_is_lost(store: &MemoryStore, tabs: &[Tab], before: &Before) {
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
pub(crate) struct Before {
    pub(crate) entries: usize,
    pub(crate) objects: BTreeSet<ObjectId>,
}

pub(crate) fn objects_in(store: &MemoryStore) -> BTreeSet<ObjectId> {
    let rows = store
        .range(Table::Chunks, &project_prefix(PROJECT))
        .into_iter();
    let objects = rows.flat_map(|(_, row)| decode::<Chunk>(&row).unwrap().objects);
    objects.map(|(object, _)| object.id).collect()
}

/// What every row says, looked at from outside: no record lies in two rows, and counts are what is there.
pub(crate) fn assert_rows_agree(store: &MemoryStore) {
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
pub(crate) fn everything(open: &Open, loaded: &[InputId]) -> String {
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
