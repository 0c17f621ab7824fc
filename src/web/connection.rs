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

/// Copies are the same connection.
#[derive(Clone, Debug)]
pub struct Connection {
    name: &'static str,
    tables: Rc<[&'static str]>,
    raw: Rc<RefCell<IdbDatabase>>,
    /// Of what is in `raw`.
    is_closed: Rc<RefCell<Rc<Cell<bool>>>>,
    /// How often it was opened anew.
    renewals: Rc<Cell<u32>>,
    /// Whoever had it closed it.
    is_let_go: Rc<Cell<bool>>,
}

impl Connection {
    /// Opens a database with these tables, and makes it on the first visit.
    ///
    /// # Errors
    /// The browser refuses: storage is blocked, full or damaged.
    pub async fn open(name: &'static str, tables: &[&'static str]) -> Result<Self, StorageError> {
        let tables: Rc<[_]> = tables.into();
        let raw = open(name, Rc::clone(&tables)).await?;
        let is_closed = notice_the_end(&raw);
        Ok(Self {
            name,
            tables,
            raw: Rc::new(RefCell::new(raw)),
            is_closed: Rc::new(RefCell::new(is_closed)),
            renewals: Rc::default(),
            is_let_go: Rc::default(),
        })
    }

    /// The browser's own; the next one that is asked for may be another.
    pub fn raw(&self) -> IdbDatabase {
        self.raw.borrow().clone()
    }

    /// Another number: what was known of the rows may have gone with the connection.
    pub fn renewals(&self) -> u32 {
        self.renewals.get()
    }

    /// The browser closed it, or it gave way to another tab that deletes or rebuilds the database.
    pub fn is_closed(&self) -> bool {
        self.is_closed.borrow().get()
    }

    /// Closes it for good; whatever is on its way still comes to its end.
    pub fn close(&self) {
        self.is_let_go.set(true);
        self.is_closed.borrow().set(true);
        self.raw.borrow().close();
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
            Err(StorageError::Browser(_)) if !self.is_let_go.get() => {
                self.renew(&raw).await?;
                what(self.raw()).await
            }
            answered => answered,
        }
    }

    /// Puts a new connection in the place of one that failed, unless somebody did so meanwhile.
    async fn renew(&self, failed: &IdbDatabase) -> Result<(), StorageError> {
        if *self.raw.borrow() != *failed {
            return Ok(());
        }
        let fresh = open_soon(self.name, Rc::clone(&self.tables)).await?;
        if self.is_let_go.get() || *self.raw.borrow() != *failed {
            fresh.close();
            return Ok(());
        }
        self.is_closed.replace(notice_the_end(&fresh));
        self.raw.replace(fresh);
        self.renewals.set(self.renewals.get() + 1);
        failed.close();
        Ok(())
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

/// Notes when the browser closes the connection (a full disk, site data cleared), and closes it for who wants to change
/// the database, so that nobody waits for this tab.
fn notice_the_end(raw: &IdbDatabase) -> Rc<Cell<bool>> {
    let is_closed: Rc<Cell<bool>> = Rc::default();
    let closed = Closure::<dyn FnMut()>::new({
        let is_closed = Rc::clone(&is_closed);
        move || is_closed.set(true)
    });
    raw.set_onclose(Some(closed.as_ref().unchecked_ref()));
    closed.forget();
    let gives_way = Closure::<dyn FnMut()>::new({
        let (is_closed, raw) = (Rc::clone(&is_closed), raw.clone());
        move || {
            is_closed.set(true);
            raw.close();
        }
    });
    raw.set_onversionchange(Some(gives_way.as_ref().unchecked_ref()));
    gives_way.forget();
    is_closed
}
