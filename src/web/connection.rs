//! A connection to a database of the page, which is opened anew where it died: browsers close connections under a page that
//! slept, on a full disk, and when site data is cleared.

use super::database::StorageError;
use super::indexed::{factory, opened};
use super::js::within;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::IdbDatabase;

/// A database is open anew by then, or it is said that it isn't, in milliseconds.
const ANSWERS_WITHIN: i32 = 5_000;
const SILENT: &str = "the browser's storage doesn't answer";

/// What became of a connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Open,
    /// The browser closed it, or it gave way to another tab that deletes or rebuilds the database.
    Died,
    /// Whoever had it closed it, for good.
    LetGo,
}

#[derive(Clone, Debug)]
struct Opened {
    raw: IdbDatabase,
    state: Rc<Cell<State>>,
}

/// Copies are the same connection.
#[derive(Clone, Debug)]
pub struct Connection {
    name: &'static str,
    tables: Rc<[&'static str]>,
    opened: Rc<RefCell<Opened>>,
    /// How often it was opened anew.
    renewals: Rc<Cell<u32>>,
}

impl Connection {
    /// Opens a database with these tables, and makes it on the first visit.
    ///
    /// # Errors
    /// The browser refuses: storage is blocked, full or damaged.
    pub async fn open(name: &'static str, tables: &[&'static str]) -> Result<Self, StorageError> {
        let tables: Rc<[_]> = tables.into();
        let raw = open(name, Rc::clone(&tables)).await?;
        Ok(Self {
            name,
            tables,
            opened: Rc::new(RefCell::new(Opened::watched(raw))),
            renewals: Rc::default(),
        })
    }

    /// The browser's own; the next one that is asked for may be another.
    pub fn raw(&self) -> IdbDatabase {
        self.opened.borrow().raw.clone()
    }

    /// Another number: what was known of the rows may have gone with the connection.
    pub fn renewals(&self) -> u32 {
        self.renewals.get()
    }

    fn state(&self) -> State {
        self.opened.borrow().state.get()
    }

    /// It died or was let go.
    pub fn is_closed(&self) -> bool {
        self.state() != State::Open
    }

    /// Closes it for good; whatever is on its way still comes to its end.
    pub fn close(&self) {
        let opened = self.opened.borrow();
        opened.state.set(State::LetGo);
        opened.raw.close();
    }

    /// Asks for something that may be asked for twice: where it fails, once more on a new connection. What is wrong with
    /// that is wrong.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn ask<T>(
        &self,
        what: impl AsyncFn(IdbDatabase) -> Result<T, StorageError>,
    ) -> Result<T, StorageError> {
        let raw = self.raw();
        match what(raw.clone()).await {
            Err(StorageError::Browser(_)) if self.state() != State::LetGo => {
                self.renew(&raw).await?;
                what(self.raw()).await
            }
            answered => answered,
        }
    }

    /// Puts a new connection in the place of one that failed, unless somebody did so meanwhile.
    async fn renew(&self, failed: &IdbDatabase) -> Result<(), StorageError> {
        if self.raw() != *failed {
            return Ok(());
        }
        let fresh = open_soon(self.name, Rc::clone(&self.tables)).await?;
        if self.state() == State::LetGo || self.raw() != *failed {
            fresh.close();
            return Ok(());
        }
        self.opened.replace(Opened::watched(fresh));
        self.renewals.set(self.renewals.get() + 1);
        failed.close();
        Ok(())
    }
}

impl Opened {
    /// Notes when the browser closes the connection (a full disk, site data cleared), and closes it for who wants to change
    /// the database, so that nobody waits for this tab.
    fn watched(raw: IdbDatabase) -> Self {
        let state: Rc<Cell<State>> = Rc::default();
        let closed = Closure::<dyn FnMut()>::new({
            let state = Rc::clone(&state);
            move || state.set(State::Died)
        });
        raw.set_onclose(Some(closed.as_ref().unchecked_ref()));
        closed.forget();
        let gives_way = Closure::<dyn FnMut()>::new({
            let (state, raw) = (Rc::clone(&state), raw.clone());
            move || {
                state.set(State::Died);
                raw.close();
            }
        });
        raw.set_onversionchange(Some(gives_way.as_ref().unchecked_ref()));
        gives_way.forget();
        Self { raw, state }
    }
}

/// The same where somebody waits for an answer. What comes later is closed.
async fn open_soon(
    name: &'static str,
    tables: Rc<[&'static str]>,
) -> Result<IdbDatabase, StorageError> {
    let is_late = Rc::new(Cell::new(false));
    let opening = {
        let is_late = Rc::clone(&is_late);
        async move {
            let opened = open(name, tables).await;
            if let Ok(fresh) = opened.as_ref()
                && is_late.get()
            {
                fresh.close();
            }
            opened
        }
    };
    let opened = within(ANSWERS_WITHIN, opening).await;
    is_late.set(opened.is_none());
    opened.unwrap_or_else(|| Err(StorageError::Browser(SILENT.to_owned())))
}

async fn open(name: &'static str, tables: Rc<[&'static str]>) -> Result<IdbDatabase, StorageError> {
    let request = factory()?.open_with_u32(name, 1)?;
    let upgrade = Closure::once({
        let request = request.clone();
        move |_: web_sys::Event| {
            let raw = request
                .result()
                .map(|it| it.unchecked_into::<IdbDatabase>());
            for table in tables.iter() {
                // A failure here aborts the upgrade, which fails the opening.
                drop(raw.as_ref().map(|raw| raw.create_object_store(table)));
            }
        }
    });
    request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    Ok(opened(&request).await?.unchecked_into())
}
