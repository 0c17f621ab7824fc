//! From the database to memory: a project as a whole, the objects of an input when somebody wants to see them.

use super::{Open, Phase, Studio, bump};
use crate::document::{Document, InputId, ProjectId};
use crate::edit::{History, LayerId};
use crate::persist::{
    Damage, Layout, LoadedBlock, LoadedChunk, StoredProject, Table, chunk_prefix, decode,
    journal_key, project_key, project_prefix,
};
use crate::web::border::prepare;
use crate::web::database::Database;
use crate::web::indexed::{Row, Span};
use crate::web::locks::hold_open;
use leptos::prelude::*;

/// The objects of so many inputs stay in memory.
const KEPT_INPUTS: usize = 96;

/// So many heads of the journal are read; older steps stay in the database.
const HEADS: u64 = 5_000;

impl Studio {
    /// Opens a project. Whoever calls has waited until the one before is saved.
    pub async fn open(self, project: ProjectId) {
        self.phase.set(Phase::Loading);
        self.held_open.set_value(hold_open(project));
        // Without the border there is nothing to prepare.
        drop(prepare(project));
        match self.read_project(project).await {
            Ok(opened) => {
                self.install(opened);
                self.phase.set(Phase::Ready);
                // Another tab may have written while it was read.
                self.look_again();
                self.look_for_lapsed_folders();
            }
            Err(reason) => self.phase.set(Phase::Failed(reason)),
        }
    }

    /// Reads a project, with the objects of those inputs that are in memory now, so that it can take the place of what is
    /// open in one go: a hand that is drawing meanwhile notices nothing. What is open stays open.
    pub(super) async fn read_project(self, project: ProjectId) -> Result<Open, String> {
        loop {
            let (database, stored) = self.stored(project).await?;
            if let Some(opened) = self.read_at(&database, &stored).await? {
                return Ok(opened);
            }
        }
    }

    /// The same, unless its journal ends at `seq`.
    pub(super) async fn read_project_after(
        self,
        project: ProjectId,
        seq: u64,
    ) -> Result<Option<Open>, String> {
        let (_, stored) = self.stored(project).await?;
        match stored.seq == seq {
            true => Ok(None),
            false => self.read_project(project).await.map(Some),
        }
    }

    /// The project as it is at one moment; none where it has changed since `stored` was read.
    async fn read_at(
        self,
        database: &Database,
        stored: &StoredProject,
    ) -> Result<Option<Open>, String> {
        let project = stored.project.id;
        let loaded: Vec<InputId> = self
            .look(|document, _| match document.project().id == project {
                true => document.loaded_inputs().collect(),
                false => Vec::new(),
            })
            .unwrap_or_default();
        let spans = Spans::of(stored, &loaded);
        let rows = database.read_together(&spans.0).await;
        let mut rows = rows.map_err(|error| error.to_string())?.into_iter();
        let mut next = || rows.next().unwrap_or_default();
        let now = next()
            .pop()
            .ok_or("there is no such project in this browser")?;
        let now: StoredProject = decode(&now.1).map_err(said)?;
        if now.seq != stored.seq || now.layers != stored.layers {
            return Ok(None);
        }
        let mut document = Document::new(now.project);
        for (_, row) in next() {
            document.insert_concept(decode(&row).map_err(said)?);
        }
        for (_, row) in next() {
            document.insert_annotator(decode(&row).map_err(said)?);
        }
        let heads: Result<Vec<_>, _> = next().iter().map(|(_, row)| decode(row)).collect();
        let history = History::new(heads.map_err(said)?);
        let mut layout = Layout::new(stored.layers.iter().copied());
        for _ in layers(stored) {
            for block in blocks(next())? {
                layout.load_block(block, &mut document);
            }
        }
        let mut opened = Open::new(document, layout, history, self.author_name());
        for input in loaded {
            let chunks = chunks(next())?;
            if opened.editor.document().input(input).is_some() {
                opened.put_objects(input, chunks);
            }
        }
        Ok(Some(opened))
    }

    async fn stored(self, project: ProjectId) -> Result<(Database, StoredProject), String> {
        let database = self.database().await.map_err(|error| error.to_string())?;
        let row = database
            .get(Table::Projects, &project_key(project))
            .await
            .map_err(|error| error.to_string())?
            .ok_or("there is no such project in this browser")?;
        let stored = decode(&row).map_err(|damage| damage.to_string())?;
        Ok((database, stored))
    }

    /// Puts what was read in the place of what was open. Entries of the same project that aren't saved go along.
    pub(super) fn install(self, opened: Open) {
        let lost = self.open.try_update_value(|open| {
            let mut opened = match open.as_mut() {
                Some(before) if before.project() == opened.project() => opened.following(before),
                before => Open {
                    generation: before.map_or(0, |before| before.generation) + 1,
                    ..opened
                },
            };
            let lost = opened.put_refused_again();
            *open = Some(opened);
            lost
        });
        for (title, reason) in lost.unwrap_or_default() {
            self.complain_of_lost(&title, &reason);
        }
        self.touched.set_value(None);
        self.forget_listing();
        self.refresh_project();
        self.refresh_list();
        for signal in [
            self.revisions.concepts,
            self.revisions.inputs,
            self.revisions.objects,
            self.revisions.history,
        ] {
            bump(signal);
        }
    }

    /// Brings the inputs of a layer into memory.
    pub(super) async fn load_layer(self, layer: LayerId) -> Result<(), String> {
        let project = self
            .look(|document, _| document.project().id)
            .ok_or("no project is open")?;
        let database = self.database().await.map_err(|error| error.to_string())?;
        let blocks = read_layer(&database, project, layer).await?;
        self.change(|open| {
            for block in blocks {
                open.layout.load_block(block, open.editor.loading());
            }
        });
        Ok(())
    }

    /// Reads the objects of an input, unless they are in memory.
    pub async fn ensure_objects(self, input: InputId) {
        let generation = self
            .change(|open| {
                open.recent.retain(|id| *id != input);
                open.recent.push_back(input);
                let here = open.editor.document().objects(input).is_some();
                let known = open.editor.document().input(input).is_some();
                (!here && known).then_some(open.generation)
            })
            .flatten();
        if let Some(generation) = generation {
            self.read_objects(input, generation).await;
        }
    }

    /// Reads the objects of inputs and keeps all of them, however many, until [`Studio::release`].
    pub(super) async fn hold(self, inputs: &[InputId]) {
        self.change(|open| open.holding += 1);
        for input in inputs {
            self.ensure_objects(*input).await;
        }
    }

    /// The step for which objects were held is done.
    pub(super) fn release(self) {
        self.change(|open| {
            open.holding = open.holding.saturating_sub(1);
            open.let_go();
        });
    }

    /// Reads the objects of an input again.
    pub(super) async fn reload_objects(self, input: InputId) {
        let generation = self
            .change(|open| {
                open.editor.loading().unload_objects(input);
                open.layout.unload_chunks(input);
                let known = open.editor.document().input(input).is_some();
                known.then_some(open.generation)
            })
            .flatten();
        if let Some(generation) = generation {
            self.read_objects(input, generation).await;
        }
    }

    async fn read_objects(self, input: InputId, generation: u32) {
        let Some(project) = self.look(|document, _| document.project().id) else {
            return;
        };
        match read_chunks(self, project, input).await {
            Ok(chunks) => {
                self.change(|open| open.take_objects(input, generation, chunks));
                bump(self.revisions.objects);
            }
            Err(reason) => {
                self.complain(format!("The labels of an input can't be read: {reason}."))
            }
        }
    }
}

async fn read_chunks(
    studio: Studio,
    project: ProjectId,
    input: InputId,
) -> Result<Vec<LoadedChunk>, String> {
    let database = studio.database().await.map_err(|error| error.to_string())?;
    let rows = database
        .range(Table::Chunks, &chunk_prefix(project, input))
        .await;
    chunks(rows.map_err(|error| error.to_string())?)
}

impl Open {
    /// The objects that were read, unless they came in the meantime another way.
    fn take_objects(&mut self, input: InputId, generation: u32, chunks: Vec<LoadedChunk>) {
        let stale = self.generation != generation;
        if stale || self.editor.document().objects(input).is_some() {
            return;
        }
        self.put_objects(input, chunks);
        self.let_go();
    }

    fn put_objects(&mut self, input: InputId, chunks: Vec<LoadedChunk>) {
        let objects = self.layout.load_chunks(input, chunks);
        self.editor.loading().load_objects(input, objects);
        if !self.recent.contains(&input) {
            self.recent.push_back(input);
        }
    }

    /// Lets go of objects that nobody looked at for long; never while something isn't saved, since the database
    /// wouldn't have them yet.
    fn let_go(&mut self) {
        if !self.saver.is_idle() || self.holding > 0 {
            return;
        }
        while self.recent.len() > KEPT_INPUTS {
            if let Some(input) = self.recent.pop_front() {
                self.editor.loading().unload_objects(input);
                self.layout.unload_chunks(input);
            }
        }
    }
}

/// What a project is read from: its row, concepts, annotators, the newest heads of the journal, the blocks of each layer,
/// the chunks of each input.
struct Spans(Vec<Span>);

impl Spans {
    fn of(stored: &StoredProject, loaded: &[InputId]) -> Self {
        let project = stored.project.id;
        let prefix = project_prefix(project);
        let from = journal_key(project, stored.seq.saturating_sub(HEADS));
        let heads = Span {
            from: Some(from),
            ..Span::new(Table::Journal, &prefix)
        };
        let mut spans = vec![
            Span::new(Table::Projects, &project_key(project)),
            Span::new(Table::Concepts, &prefix),
            Span::new(Table::Annotators, &prefix),
            heads,
        ];
        let layers = layers(stored);
        spans.extend(layers.map(|layer| Span::new(Table::Blocks, &layer_prefix(project, layer))));
        let of_input = |input: &InputId| Span::new(Table::Chunks, &chunk_prefix(project, *input));
        spans.extend(loaded.iter().map(of_input));
        Self(spans)
    }
}

fn layers(stored: &StoredProject) -> impl Iterator<Item = LayerId> + '_ {
    let all = [LayerId::HAND].into_iter();
    all.chain(stored.layers.iter().copied())
}

fn layer_prefix(project: ProjectId, layer: LayerId) -> String {
    format!("{project}/{:016x}/", layer.0)
}

fn said(damage: Damage) -> String {
    damage.to_string()
}

fn blocks(rows: Vec<Row>) -> Result<Vec<LoadedBlock>, String> {
    let blocks = rows.into_iter().map(|(key, row)| {
        let block = decode(&row).map_err(said)?;
        Ok(LoadedBlock { key, block })
    });
    blocks.collect()
}

fn chunks(rows: Vec<Row>) -> Result<Vec<LoadedChunk>, String> {
    let chunks = rows.into_iter().map(|(key, row)| {
        let chunk = decode(&row).map_err(said)?;
        let bytes = row.len();
        Ok(LoadedChunk { key, chunk, bytes })
    });
    chunks.collect()
}

async fn read_layer(
    database: &Database,
    project: ProjectId,
    layer: LayerId,
) -> Result<Vec<LoadedBlock>, String> {
    let rows = database
        .range(Table::Blocks, &layer_prefix(project, layer))
        .await;
    blocks(rows.map_err(|error| error.to_string())?)
}
