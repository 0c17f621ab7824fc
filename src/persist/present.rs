//! What the rows of a project say: its document, with no objects loaded, and where its rows are.

use super::{Damage, Layout, LoadedBlock, StoredProject, decode};
use crate::document::{Document, ProjectId};
use crate::edit::LayerId;

/// A project as its rows say it, for those who read it without changing it.
#[derive(Clone, Debug)]
pub struct Present {
    /// Its records; objects only while somebody loads them.
    pub document: Document,
    /// Where they are.
    pub layout: Layout,
    /// The journal's sequence number that it was read at.
    pub seq: u64,
}

impl Present {
    /// The project of this row, with nothing in it yet.
    ///
    /// # Errors
    /// The row can't be read.
    pub fn new(row: &[u8]) -> Result<Self, Damage> {
        let stored: StoredProject = decode(row)?;
        Ok(Self {
            document: Document::new(stored.project),
            layout: Layout::new(stored.layers),
            seq: stored.seq,
        })
    }

    /// Names the project.
    pub fn id(&self) -> ProjectId {
        self.document.project().id
    }

    /// The layers whose blocks are to be added, in order.
    pub fn layers(&self) -> Vec<LayerId> {
        let imported = self.layout.layers();
        [LayerId::HAND].into_iter().chain(imported).collect()
    }

    /// A row of [`super::Table::Concepts`].
    ///
    /// # Errors
    /// The row can't be read.
    pub fn add_concept(&mut self, row: &[u8]) -> Result<(), Damage> {
        self.document.insert_concept(decode(row)?);
        Ok(())
    }

    /// A row of [`super::Table::Annotators`].
    ///
    /// # Errors
    /// The row can't be read.
    pub fn add_annotator(&mut self, row: &[u8]) -> Result<(), Damage> {
        self.document.insert_annotator(decode(row)?);
        Ok(())
    }

    /// A row of [`super::Table::Blocks`].
    ///
    /// # Errors
    /// The row can't be read.
    pub fn add_block(&mut self, key: String, row: &[u8]) -> Result<(), Damage> {
        let block = decode(row)?;
        let block = LoadedBlock { key, block };
        self.layout.load_block(block, &mut self.document);
        Ok(())
    }
}
