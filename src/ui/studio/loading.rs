//! From the database to memory: a project as a whole, the objects of an input when somebody wants to see them.

use super::{Phase, Studio, bump, ids};
use crate::document::{InputId, ProjectId};
use crate::edit::LayerId;
use crate::open::{Followed, News, NotFollowed, Open, Reading, Unreadable, blocks_of, chunks_of};
use crate::persist::{
    LoadedChunk, Table, chunk_layer_prefix, chunk_prefix, decode, layer_prefix, project_key,
};
use crate::web::border::prepare;
use crate::web::locks::hold_open;
use leptos::prelude::*;

impl Studio {
    /// Opens a project, if it is still wanted once it is read. Whoever calls has waited until the one before is saved.
    pub async fn open(self, project: ProjectId, is_wanted: impl Fn() -> bool) {
        self.phase.set(Phase::Loading);
        self.held_open.set_value(hold_open(project));
        // Without the border there is nothing to prepare.
        drop(prepare(project));
        let read = self.read_project(project).await;
        if !is_wanted() {
            return;
        }
        match read {
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
    async fn read_project(self, project: ProjectId) -> Result<Open, String> {
        loop {
            let database = self.database().await.map_err(plain)?;
            let row = database.get(Table::Projects, &project_key(project)).await;
            let row = row.map_err(plain)?.ok_or(Unreadable::Gone).map_err(plain)?;
            let stored = decode(&row).map_err(plain)?;
            let reading = self
                .open
                .with_value(|open| Reading::new(&stored, open.as_ref()));
            let rows = database
                .read_together(&reading.spans())
                .await
                .map_err(plain)?;
            let opened = reading.open(rows, ids(), self.author_name());
            if let Some(opened) = opened.map_err(plain)? {
                return Ok(opened);
            }
        }
    }

    /// Goes on from what another tab wrote, if it wrote anything.
    ///
    /// # Errors
    /// The browser refuses, or a row is damaged; in plain words.
    pub(super) async fn follow(self) -> Result<(), String> {
        if self.follow_once().await.is_ok() {
            return Ok(());
        }
        // The connection may have been let go of meanwhile, by a page that was frozen: what is wrong with a new one is wrong.
        self.let_go_of_database();
        self.follow_once().await
    }

    /// From the rows that it changed, or where that doesn't do, from the whole project.
    async fn follow_once(self) -> Result<(), String> {
        while let Some(not) = self.follow_rows().await? {
            match not {
                NotFollowed::Moved => {}
                NotFollowed::Unreadable(unreadable) => return Err(unreadable.to_string()),
                NotFollowed::Anew => return self.read_anew().await,
            }
        }
        Ok(())
    }

    async fn read_anew(self) -> Result<(), String> {
        if let Some(project) = self.look(|document, _| document.project().id) {
            let opened = self.read_project(project).await?;
            // Another project may have been opened meanwhile.
            if self.look(|document, _| document.project().id) == Some(project) {
                self.install(opened);
                self.put_rest_again().await;
            }
        }
        Ok(())
    }

    /// Whether that didn't do, and why.
    async fn follow_rows(self) -> Result<Option<NotFollowed>, String> {
        let Some(spans) = self.change(|open| News::spans(open)) else {
            return Ok(None);
        };
        let database = self.database().await.map_err(plain)?;
        let rows = database.read_together(&spans).await.map_err(plain)?;
        let news = match self.change(|open| News::read(open, rows)) {
            Some(Ok(Some(news))) => news,
            Some(Ok(None)) | None => return Ok(None),
            Some(Err(not)) => return Ok(Some(not)),
        };
        let Some(spans) = self.change(|open| news.changed_rows(open)) else {
            return Ok(None);
        };
        let rows = database.read_together(&spans).await.map_err(plain)?;
        match self.change(|open| open.follow(news, rows)) {
            Some(Ok(followed)) => self.has_followed(followed).await,
            Some(Err(not)) => return Ok(Some(not)),
            None => {}
        }
        Ok(None)
    }

    async fn has_followed(self, followed: Followed) {
        if let Some(project) = self.look(|document, _| document.project().id)
            && followed.was_saved
        {
            self.announce(project);
        }
        for step in &followed.steps {
            self.tell(step);
        }
        for said in followed.said {
            self.say_of_tabs(said);
        }
        self.put_rest_again().await;
    }

    /// Puts what was read in the place of what was open. Entries of the same project that aren't saved go along.
    pub(super) fn install(self, mut opened: Open) {
        let said = self.open.try_update_value(|open| {
            let said = opened.take_place_of(open.take());
            *open = Some(opened);
            said
        });
        for it in said.unwrap_or_default() {
            self.say_of_tabs(it);
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

    /// Brings the inputs of a layer that was turned on into memory, and its objects on inputs whose others are there.
    ///
    /// # Errors
    /// The browser refuses, or a row is damaged; in plain words.
    pub(super) async fn load_layer(self, layer: LayerId) -> Result<(), String> {
        let asked = || self.change(|open| (open.project(), open.generation()));
        while let Some((project, generation)) = asked() {
            let database = self.database().await.map_err(plain)?;
            let prefix = layer_prefix(project, layer);
            let rows = database
                .range(Table::Blocks, &prefix)
                .await
                .map_err(plain)?;
            let blocks = blocks_of(rows).map_err(plain)?;
            let inputs = self
                .change(|open| open.take_layer(generation, blocks))
                .flatten();
            let Some(inputs) = inputs else {
                continue;
            };
            for input in inputs {
                self.load_layer_chunks(input, layer).await?;
            }
            break;
        }
        Ok(())
    }

    async fn load_layer_chunks(self, input: InputId, layer: LayerId) -> Result<(), String> {
        let asked = || self.change(|open| (open.project(), open.generation()));
        while let Some((project, generation)) = asked() {
            let database = self.database().await.map_err(plain)?;
            let prefix = chunk_layer_prefix(project, input, layer);
            let rows = database
                .range(Table::Chunks, &prefix)
                .await
                .map_err(plain)?;
            let chunks = chunks_of(rows).map_err(plain)?;
            let take = |open: &mut Open| open.take_layer_chunks(input, layer, generation, chunks);
            if self.change(take) != Some(false) {
                break;
            }
        }
        Ok(())
    }

    /// Reads the objects of an input, unless they are in memory.
    pub async fn ensure_objects(self, input: InputId) {
        if self.change(|open| open.wants_objects(input)) == Some(true) {
            self.read_objects(input).await;
        }
    }

    /// Reads the objects of inputs and keeps all of them, however many, until [`Studio::release`].
    pub(super) async fn hold(self, inputs: &[InputId]) {
        self.change(Open::hold);
        for input in inputs {
            self.ensure_objects(*input).await;
        }
    }

    /// The step for which objects were held is done.
    pub(super) fn release(self) {
        self.change(Open::release);
    }

    /// Until they are those of the present state: another tab may write while they are read.
    async fn read_objects(self, input: InputId) {
        loop {
            let asked = self.change(|open| (open.project(), open.generation()));
            let Some((project, generation)) = asked else {
                return;
            };
            match read_chunks(self, project, input).await {
                Ok(chunks) => {
                    let taken = self.change(|open| open.take_objects(input, generation, chunks));
                    if taken != Some(false) {
                        return bump(self.revisions.objects);
                    }
                }
                Err(reason) => {
                    return self
                        .complain(format!("The labels of an input can't be read: {reason}."));
                }
            }
        }
    }
}

async fn read_chunks(
    studio: Studio,
    project: ProjectId,
    input: InputId,
) -> Result<Vec<LoadedChunk>, String> {
    let database = studio.database().await.map_err(plain)?;
    let prefix = chunk_prefix(project, input);
    let rows = database
        .range(Table::Chunks, &prefix)
        .await
        .map_err(plain)?;
    chunks_of(rows).map_err(plain)
}

/// An error as people read it.
pub(super) fn plain(error: impl std::fmt::Display) -> String {
    error.to_string()
}
