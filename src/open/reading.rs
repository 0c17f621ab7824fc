//! A project read as a whole: its row, concepts, annotators, the newest heads of the journal, the blocks of each layer, and
//! the chunks of those inputs whose objects are wanted at once.

use super::Open;
use crate::document::{Annotator, Concept, Document, IdSource, InputId, Name, ProjectId};
use crate::edit::{Head, History, LayerId, Step};
use crate::persist::{
    Damage, KeyedRow, Layout, LoadedBlock, LoadedChunk, Row, Span, StoredProject, Table,
    chunk_prefix, decode, journal_key, layer_prefix, project_key, project_prefix,
};

/// So many heads of the journal are read; older steps stay in the database.
const HEADS: u64 = 5_000;

/// Why a project can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It isn't there.
    #[error("there is no such project in this browser")]
    Gone,
    /// A row isn't what it should be.
    #[error(transparent)]
    Damaged(#[from] Damage),
}

/// What to read a project from, as it stands at one sequence number.
pub struct Reading {
    project: ProjectId,
    seq: u64,
    layers: Vec<LayerId>,
    /// The inputs whose objects are wanted.
    loaded: Vec<InputId>,
    /// From which entry on the steps are wanted.
    steps_from: u64,
}

impl Reading {
    /// To read a project that stands like this, where another state of it may be open: with the objects that are in memory
    /// there, and the steps that tell whether what isn't saved there is.
    pub fn new(stored: &StoredProject, open: Option<&Open>) -> Self {
        let open = open.filter(|open| open.project() == stored.project.id);
        let loaded = open.map(|open| open.editor.document().loaded_inputs().collect());
        let unsaved = open.filter(|open| !open.unsaved.is_empty());
        Self {
            loaded: loaded.unwrap_or_default(),
            steps_from: unsaved.map_or(stored.seq, Open::saved_to) + 1,
            project: stored.project.id,
            seq: stored.seq,
            layers: stored.layers.clone(),
        }
    }

    /// The rows to be read, of one moment.
    pub fn spans(&self) -> Vec<Span> {
        let project = self.project;
        let prefix = project_prefix(project);
        let first_head = journal_key(project, self.seq.saturating_sub(HEADS));
        let mut spans = vec![
            Span::new(Table::Projects, project_key(project)),
            Span::new(Table::Concepts, prefix.clone()),
            Span::new(Table::Annotators, prefix.clone()),
            Span::new(Table::Journal, prefix.clone()).starting_at(first_head),
            Span::new(Table::Steps, prefix).starting_at(journal_key(project, self.steps_from)),
        ];
        let layers = self.layers();
        spans.extend(layers.map(|layer| Span::new(Table::Blocks, layer_prefix(project, layer))));
        let loaded = self.loaded.iter();
        spans.extend(loaded.map(|input| chunk_span(project, *input)));
        spans
    }

    fn layers(&self) -> impl Iterator<Item = LayerId> + '_ {
        let hand = [LayerId::HAND].into_iter();
        hand.chain(self.layers.iter().copied())
    }

    /// The project that these rows are; none where it stands elsewhere by now.
    ///
    /// # Errors
    /// It isn't there any more, or a row is damaged.
    pub fn open(
        self,
        rows: Vec<Vec<KeyedRow>>,
        ids: IdSource,
        author: Name,
    ) -> Result<Option<Open>, Unreadable> {
        let mut rows = rows.into_iter();
        let mut next = || rows.next().unwrap_or_default();
        let now = stored(next())?;
        if now.seq != self.seq || now.layers != self.layers {
            return Ok(None);
        }
        let mut document = Document::new(now.project.clone());
        let concepts: Vec<Concept> = values(&next())?;
        let annotators: Vec<Annotator> = values(&next())?;
        document.replace_names(now.project, concepts, annotators);
        let heads: Vec<Head> = values(&next())?;
        let steps: Vec<Step> = values(&next())?;
        let mut layout = Layout::new(self.layers.iter().copied());
        for _ in self.layers() {
            for block in blocks_of(next())? {
                layout.load_block(block, &mut document);
            }
        }
        let mut opened = Open::new(document, layout, History::new(heads), ids, author);
        opened.steps = (self.steps_from..).zip(steps).collect();
        for input in &self.loaded {
            let chunks = chunks_of(next())?;
            if opened.editor.document().input(*input).is_some() {
                opened.put_objects(*input, chunks);
            }
        }
        Ok(Some(opened))
    }
}

/// The chunks of an input.
pub(super) fn chunk_span(project: ProjectId, input: InputId) -> Span {
    Span::new(Table::Chunks, chunk_prefix(project, input))
}

/// A project's own row.
pub(super) fn stored(mut rows: Vec<KeyedRow>) -> Result<StoredProject, Unreadable> {
    let (_, row) = rows.pop().ok_or(Unreadable::Gone)?;
    Ok(decode(&row)?)
}

/// What rows hold, in their order.
pub(super) fn values<T: Row>(rows: &[KeyedRow]) -> Result<Vec<T>, Damage> {
    rows.iter().map(|(_, row)| decode(row)).collect()
}

/// Blocks as they came from the database.
///
/// # Errors
/// One of them is damaged.
pub fn blocks_of(rows: Vec<KeyedRow>) -> Result<Vec<LoadedBlock>, Damage> {
    let blocks = rows.into_iter().map(|(key, row)| {
        let block = decode(&row)?;
        Ok(LoadedBlock { key, block })
    });
    blocks.collect()
}

/// Chunks as they came from the database.
///
/// # Errors
/// One of them is damaged.
pub fn chunks_of(rows: Vec<KeyedRow>) -> Result<Vec<LoadedChunk>, Damage> {
    let chunks = rows.into_iter().map(|(key, row)| {
        let chunk = decode(&row)?;
        let bytes = row.len();
        Ok(LoadedChunk { key, chunk, bytes })
    });
    chunks.collect()
}
