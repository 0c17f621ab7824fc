//! A project as one tab has it open: the document and where its rows lie, the history, what isn't saved yet, and how all
//! of it goes on from what another tab wrote.

mod again;
mod news;
mod objects;
mod reading;

pub use news::{Followed, News, NotFollowed};
pub use objects::InMemory;
pub use reading::{Reading, Unreadable, blocks_of, chunks_of};

use crate::document::{Document, IdSource, InputId, Name, ProjectId};
use crate::edit::{Editor, Entry, EntryKind, Head, History, NewObject, Step, Touched};
use crate::faults;
use crate::persist::{Damage, Layout, Saver, Transaction, Write};
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

/// The open project.
pub struct Open {
    /// Holds the document.
    pub editor: Editor,
    /// Where everything lies.
    pub layout: Layout,
    /// What is on its way to the database.
    pub saver: Saver,
    history: History,
    /// Entries that the database hasn't completed: the newest ones of the history.
    unsaved: VecDeque<Entry>,
    /// The newest block made by hand when all was saved last: what came since, here or in another tab, lies in it or in
    /// later ones.
    newest_saved: u32,
    /// Entries that the database refused because another tab wrote first, to be put onto what it has now.
    refused: VecDeque<Entry>,
    /// One that was refused is just being put there.
    is_in_hand: bool,
    /// Another tab's entries have the numbers that ours were given: nothing more is sent from this state, since the
    /// database can't tell from a number alone whose entry it follows.
    overtaken: bool,
    /// Up to which sequence number the transaction on its way goes.
    flying_to: u64,
    /// Steps of this session, so that undo needn't read them.
    steps: BTreeMap<u64, Step>,
    /// Where the journal ended when this tab opened the project.
    opened_at: u64,
    /// The entries that this tab made since.
    own: HashSet<u64>,
    /// The numbers that entries of this tab had before another tab was faster, and those that they have.
    moved: HashMap<u64, u64>,
    /// The concepts and annotators that refused entries were made with.
    known: again::Known,
    /// Counts the times that another tab's state was taken over: what was asked before is no answer now.
    generation: u32,
    /// Inputs in the order in which their objects were wanted last.
    recent: VecDeque<InputId>,
    /// So many steps are being made ready: until they are done, no objects are let go.
    holding: u32,
}

/// What there is to say of entries that were put onto what another tab made of the project.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// An entry can't be put there.
    Lost {
        /// What it is called.
        title: String,
        /// Why not.
        reason: String,
        /// What it drew or changed, as it was on the screen.
        drawn: Option<(InputId, Vec<NewObject>)>,
    },
    /// A new concept is called otherwise, since the other tab made one of that name.
    Renamed {
        /// What it was called.
        from: Name,
        /// What it is called.
        to: Name,
    },
    /// A concept that the other tab took away is there again, since something was labelled with it.
    BroughtBack(Name),
}

impl Open {
    /// What was read.
    pub fn new(
        document: Document,
        layout: Layout,
        history: History,
        ids: IdSource,
        author: Name,
    ) -> Self {
        let mut open = Self {
            newest_saved: 0,
            opened_at: history.last_seq(),
            own: HashSet::new(),
            moved: HashMap::new(),
            known: again::Known::default(),
            editor: Editor::new(document, ids, author),
            layout,
            history,
            saver: Saver::default(),
            unsaved: VecDeque::new(),
            refused: VecDeque::new(),
            is_in_hand: false,
            overtaken: false,
            flying_to: 0,
            steps: BTreeMap::new(),
            generation: 0,
            recent: VecDeque::new(),
            holding: 0,
        };
        open.newest_saved = open.newest_hand_block();
        open
    }

    fn newest_hand_block(&self) -> u32 {
        let newest = self.layout.hand_blocks_from(0).next_back();
        newest.map_or(0, |(_, number)| number)
    }

    /// Which project it is.
    pub fn project(&self) -> ProjectId {
        self.editor.document().project().id
    }

    /// What was done, and what undo takes back.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// A step of this session; others are in the database.
    pub fn step(&self, seq: u64) -> Option<&Step> {
        self.steps.get(&seq)
    }

    /// Counts the times that another tab's state was taken over: what was asked before is no answer now.
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// Every entry is in the database.
    pub fn is_saved(&self) -> bool {
        self.saver.is_idle()
            && self.unsaved.is_empty()
            && self.refused.is_empty()
            && !self.is_in_hand
    }

    /// Puts a step, already applied, into the journal: made at a time (milliseconds since 1970), with this input in the
    /// viewer.
    ///
    /// # Errors
    /// A record can't be encoded.
    pub fn append(
        &mut self,
        step: Step,
        title: String,
        kind: EntryKind,
        at: u64,
        from: Option<InputId>,
    ) -> Result<(), Damage> {
        let head = Head {
            seq: self.history.last_seq() + 1,
            title,
            at,
            from,
            touched: Touched::by(&step.diff),
            kind,
        };
        self.enqueue(Entry { head, step })
    }

    /// The journal gets the entry, the saver its rows.
    fn enqueue(&mut self, entry: Entry) -> Result<(), Damage> {
        let transaction = self.layout.plan(self.editor.document(), &entry)?;
        self.saver.push(transaction);
        faults::point();
        self.history.push(entry.head.clone());
        self.own.insert(entry.head.seq);
        self.steps.insert(entry.head.seq, entry.step.clone());
        self.unsaved.push_back(entry);
        Ok(())
    }

    /// What is to be written next, if nothing is on its way and nothing newer has to be read first.
    pub fn start_saving(&mut self) -> Option<Transaction> {
        if self.overtaken {
            return None;
        }
        let transaction = self.saver.start().cloned()?;
        self.flying_to = self.history.last_seq();
        Some(transaction)
    }

    /// Up to which sequence number the transaction on its way goes; none where none is.
    pub fn flying_to(&self) -> Option<u64> {
        self.saver.is_flying().then_some(self.flying_to)
    }

    /// The database completed what was on its way.
    pub fn completed(&mut self) {
        self.saver.completed();
        let saved_to = self.flying_to;
        self.unsaved.retain(|entry| entry.head.seq > saved_to);
        let newest = self.newest_hand_block();
        self.newest_saved = match self.unsaved.is_empty() {
            true => newest,
            false => self.newest_saved.min(newest),
        };
    }

    /// The database refused what was on its way, since another tab wrote first: that has to be read before more is sent.
    pub fn was_overtaken(&mut self) {
        self.saver.take_all();
        self.overtaken = true;
    }

    /// What waits to be written onto the database's rows where its journal ends at `seq`; none where those rows are of
    /// another state than what waits was made from.
    pub fn waiting_behind(&self, seq: u64) -> Option<Vec<Write>> {
        let is_ours = !self.overtaken && self.refused.is_empty() && !self.is_in_hand;
        let follows = is_ours && seq == self.saved_to();
        follows.then(|| self.saver.pending().cloned().collect())
    }

    /// Another tab's entries have to be read before more is sent.
    pub fn is_overtaken(&self) -> bool {
        self.overtaken
    }

    /// Takes the place of what was open. Of the same project, what this tab did and what it still has to save stay its own,
    /// and are put onto this state. Returns what there is to say.
    pub fn take_place_of(&mut self, before: Option<Self>) -> Vec<Said> {
        let Some(mut before) = before else {
            return Vec::new();
        };
        self.generation = before.generation + 1;
        if before.project() != self.project() {
            return Vec::new();
        }
        self.holding = before.holding;
        let document = self.editor.document();
        let wanted = before.recent.iter().copied();
        self.recent = wanted
            .filter(|input| document.objects(*input).is_some())
            .collect();
        // As in `follow`: what the journal has as this tab wrote it is saved.
        let heads = self.history.heads();
        let steps = std::mem::take(&mut self.steps);
        let is_stored = |entry: &mut Entry| {
            let same = |head: &&Head| **head == entry.head;
            heads.iter().rev().find(same).is_some()
                && steps.get(&entry.head.seq) == Some(&entry.step)
        };
        while before.unsaved.pop_front_if(is_stored).is_some() {}
        before.take_off_unsaved();
        self.refused = before.refused;
        self.known = before.known;
        let own = before.own;
        let opened_at = before.opened_at;
        let is_foreign = |seq| seq > opened_at && !own.contains(&seq);
        self.history = std::mem::take(&mut self.history).with_foreign(is_foreign);
        self.steps = before.steps;
        self.opened_at = opened_at;
        self.own = own;
        self.moved = before.moved;
        self.put_refused_again()
    }
}
