//! What another tab wrote, read without reading the rest: the journal tells what changed, and then the rows that hold it are
//! read at one moment. Everything comes from rows, so that both tabs know of the same rows for the same things.

use super::reading::{blocks_of, chunk_span, chunks_of, stored, values};
use super::{Open, Said, Unreadable};
use crate::document::{Annotator, Change, Concept, Diff, InputId, RecordId};
use crate::edit::{Entry, Head, LayerId, Step};
use crate::persist::{
    BlockPlace, Damage, KeyedRow, LoadedBlock, LoadedChunk, Saver, Span, StoredProject, Table,
    block_key, journal_key, layer_and_number, layer_prefix, project_key, project_prefix,
};
use std::collections::BTreeSet;

/// So many entries are followed one by one; where there are more, reading everything is as good.
const FOLLOWED: usize = 500;

/// The entries that the journal has since what this tab has of it, and where to read what they changed.
pub struct News {
    entries: Vec<Entry>,
    generation: u32,
    /// Where the journal ends.
    seq: u64,
    places: Places,
}

/// Where records lie that changed, by the journal or by this tab itself, which takes back what isn't saved.
#[derive(PartialEq, Eq)]
struct Places {
    /// Concepts, annotators or the project's own record.
    names: bool,
    blocks: BTreeSet<BlockPlace>,
    /// From this block made by hand on, all are read: what is new lies in them.
    newest: u32,
    /// Inputs whose objects are in memory.
    inputs: BTreeSet<InputId>,
}

/// Why what another tab wrote wasn't followed; nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotFollowed {
    /// The database, or this tab, went on meanwhile: the next news tell it.
    Moved,
    /// It can't be told from single rows: the project is to be read as a whole.
    Anew,
    /// A row can't be read.
    Unreadable(Unreadable),
}

/// What became of this tab's state.
pub struct Followed {
    /// What changed, for the screen.
    pub steps: Vec<Step>,
    /// Entries of this tab turned out to be saved, which nobody was told.
    pub was_saved: bool,
    /// What there is to say of what wasn't saved.
    pub said: Vec<Said>,
}

impl From<Unreadable> for NotFollowed {
    fn from(unreadable: Unreadable) -> Self {
        Self::Unreadable(unreadable)
    }
}

impl From<Damage> for NotFollowed {
    fn from(damage: Damage) -> Self {
        Self::Unreadable(damage.into())
    }
}

impl News {
    /// The rows that tell whether there are any: the project's, and the journal from where this tab has it.
    pub fn spans(open: &Open) -> Vec<Span> {
        let project = open.project();
        let next = journal_key(project, open.saved_to() + 1);
        let journal = [Table::Journal, Table::Steps];
        let since = |table| Span::new(table, project_prefix(project)).starting_at(next.clone());
        let mut spans = vec![Span::new(Table::Projects, project_key(project))];
        spans.extend(journal.map(since));
        spans
    }

    /// What those rows tell; none where there is nothing to follow.
    ///
    /// # Errors
    /// It can't be followed.
    pub fn read(open: &Open, rows: Vec<Vec<KeyedRow>>) -> Result<Option<Self>, NotFollowed> {
        let [project, heads, steps] = <[_; 3]>::try_from(rows).map_err(|_| NotFollowed::Anew)?;
        let stored = stored(project)?;
        let heads: Vec<Head> = values(&heads)?;
        let steps: Vec<Step> = values(&steps)?;
        if stored.seq == open.saved_to() && !open.overtaken {
            return Ok(None);
        }
        if stored.seq < open.saved_to() {
            return Err(NotFollowed::Anew);
        }
        let from = open.saved_to() + 1;
        let are_whole = heads.iter().map(|head| head.seq).eq(from..=stored.seq);
        if !are_whole || heads.len() != steps.len() || heads.len() > FOLLOWED {
            return Err(NotFollowed::Anew);
        }
        let pairs = heads.into_iter().zip(steps);
        let entries: Vec<_> = pairs.map(|(head, step)| Entry { head, step }).collect();
        if stored.layers != open.layout.layers() || !entries.iter().all(may_be_followed) {
            return Err(NotFollowed::Anew);
        }
        open.check_taking_off()?;
        Ok(Some(Self {
            places: Places::of(open, &entries),
            generation: open.generation,
            seq: stored.seq,
            entries,
        }))
    }

    /// The rows that hold what changed, of one moment.
    pub fn changed_rows(&self, open: &Open) -> Vec<Span> {
        let project = open.project();
        let prefix = project_prefix(project);
        let places = &self.places;
        let newest = block_key(project, LayerId::HAND, places.newest);
        let mut spans = vec![Span::new(Table::Projects, project_key(project))];
        if places.names {
            spans.push(Span::new(Table::Concepts, prefix.clone()));
            spans.push(Span::new(Table::Annotators, prefix));
        }
        let hand = layer_prefix(project, LayerId::HAND);
        spans.push(Span::new(Table::Blocks, hand).starting_at(newest));
        let blocks = places.blocks.iter();
        spans.extend(
            blocks.map(|(layer, number)| {
                Span::new(Table::Blocks, block_key(project, *layer, *number))
            }),
        );
        let inputs = places.inputs.iter();
        spans.extend(inputs.map(|input| chunk_span(project, *input)));
        spans
    }
}

/// It neither takes inputs away nor turns a layer on or off.
fn may_be_followed(entry: &Entry) -> bool {
    let takes_input =
        |change: &Change| matches!(change, Change::Input(edit) if edit.after.is_none());
    entry.step.layer.is_none() && !entry.step.diff.0.iter().any(takes_input)
}

impl Places {
    fn of(open: &Open, entries: &[Entry]) -> Self {
        let mut places = Self {
            names: false,
            blocks: BTreeSet::new(),
            newest: open.newest_saved,
            inputs: BTreeSet::new(),
        };
        for entry in entries.iter().chain(&open.unsaved) {
            places.add(open, &entry.step.diff);
        }
        places
    }

    fn add(&mut self, open: &Open, diff: &Diff) {
        for record in diff.0.iter().filter_map(Change::record) {
            self.names |= matches!(
                record,
                RecordId::Project | RecordId::Concept(_) | RecordId::Annotator(_)
            );
            let Some(input) = record.input() else {
                continue;
            };
            let is_known = |place: &BlockPlace| {
                (LayerId::HAND, self.newest) > *place || place.0 != LayerId::HAND
            };
            self.blocks
                .extend(open.layout.blocks_of(input).filter(is_known));
            if open.editor.document().objects(input).is_some() {
                self.inputs.insert(input);
            }
        }
    }
}

/// Rows that hold what changed, read.
struct Changed {
    stored: StoredProject,
    names: Option<(Vec<Concept>, Vec<Annotator>)>,
    blocks: Vec<LoadedBlock>,
    chunks: Vec<(InputId, Vec<LoadedChunk>)>,
}

impl Changed {
    fn read(places: &Places, rows: Vec<Vec<KeyedRow>>) -> Result<Self, Unreadable> {
        let mut rows = rows.into_iter();
        let mut next = || rows.next().unwrap_or_default();
        let stored = stored(next())?;
        let names = match places.names {
            true => Some((values(&next())?, values(&next())?)),
            false => None,
        };
        let mut blocks = blocks_of(next())?;
        for _ in &places.blocks {
            blocks.extend(blocks_of(next())?);
        }
        let mut chunks = Vec::new();
        for input in &places.inputs {
            chunks.push((*input, chunks_of(next())?));
        }
        Ok(Self {
            stored,
            names,
            blocks,
            chunks,
        })
    }

    /// Every input whose row was in these blocks is in them again, and those that came are.
    fn has_all_of(&self, open: &Open, forgotten: &[BlockPlace], steps: &[Entry]) -> bool {
        let entries = self.blocks.iter().flat_map(|loaded| &loaded.block.entries);
        let own = entries.filter(|entry| entry.row.is_some());
        let here: BTreeSet<_> = own.map(|entry| entry.input).collect();
        let before = forgotten
            .iter()
            .flat_map(|place| open.layout.inputs_in(*place));
        let changes = steps.iter().flat_map(|entry| &entry.step.diff.0);
        let come = changes.filter_map(|change| match change {
            Change::Input(edit) if edit.before.is_none() => edit.after.as_ref(),
            _ => None,
        });
        let mut all = before.chain(come.map(|input| input.id));
        all.all(|input| here.contains(&input))
            && self
                .blocks
                .iter()
                .all(|loaded| layer_and_number(&loaded.key).is_some())
    }
}

impl Open {
    /// Up to which entry this state is in the database, as far as this tab knows.
    pub fn saved_to(&self) -> u64 {
        self.history.last_seq() - self.unsaved.len() as u64
    }

    /// Goes on from what another tab wrote: `rows` are those of [`News::changed_rows`]. What isn't saved is taken off first
    /// and put onto it again.
    ///
    /// # Errors
    /// It can't be followed; nothing has changed.
    pub fn follow(
        &mut self,
        news: News,
        rows: Vec<Vec<KeyedRow>>,
    ) -> Result<Followed, NotFollowed> {
        let News {
            mut entries,
            generation,
            seq,
            places,
        } = news;
        let is_here = self.generation == generation && Places::of(self, &entries) == places;
        let changed = Changed::read(&places, rows)?;
        self.check_taking_off()?;
        if !is_here || changed.stored.seq != seq {
            return Err(NotFollowed::Moved);
        }
        let mut forgotten: Vec<_> = places.blocks.iter().copied().collect();
        forgotten.extend(self.layout.hand_blocks_from(places.newest));
        if !changed.has_all_of(self, &forgotten, &entries) {
            return Err(NotFollowed::Anew);
        }
        // An answer may have been lost on its way: what the journal has as this tab wrote it is saved.
        let same = self.unsaved.iter().zip(&entries);
        let saved = same.take_while(|(own, stored)| own == stored).count();
        self.unsaved.drain(..saved);
        entries.drain(..saved);
        let taken_off = self.unsaved.iter().map(|entry| entry.step.clone());
        let steps = entries.iter().map(|entry| entry.step.clone());
        let steps: Vec<_> = taken_off.chain(steps).collect();
        let base = self.saved_to();
        self.take_off_unsaved();
        self.history = std::mem::take(&mut self.history).up_to(base);
        for entry in entries {
            self.history.push_foreign(entry.head);
        }
        self.put_changed(changed, &forgotten);
        self.saver = Saver::default();
        self.overtaken = false;
        self.generation += 1;
        self.newest_saved = self.newest_hand_block();
        let said = self.put_refused_again();
        Ok(Followed {
            steps,
            was_saved: saved > 0,
            said,
        })
    }

    /// Inputs that came or went, and layers, can't be taken off again record by record.
    fn check_taking_off(&self) -> Result<(), NotFollowed> {
        let moves = |entry: &Entry| entry.step.layer.is_some() || entry.step.diff.moves_inputs();
        match self.unsaved.iter().any(moves) {
            true => Err(NotFollowed::Anew),
            false => Ok(()),
        }
    }

    fn put_changed(&mut self, changed: Changed, forgotten: &[BlockPlace]) {
        for place in forgotten {
            self.layout.forget_block(*place);
        }
        let document = self.editor.loading();
        if let Some((concepts, annotators)) = changed.names {
            document.replace_names(changed.stored.project, concepts, annotators);
        }
        for block in changed.blocks {
            self.layout.load_block(block, document);
        }
        for (input, chunks) in changed.chunks {
            self.put_objects(input, chunks);
        }
    }
}
