//! One value from a callback to whoever awaits it.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::{Context, Poll, Waker};

#[derive(Debug)]
struct Slot<T> {
    value: Option<T>,
    waker: Option<Waker>,
}

/// Gives the value.
#[derive(Debug)]
pub struct Giver<T>(Weak<RefCell<Slot<T>>>);

/// Becomes the value. Where it is dropped, nobody waits any more.
#[derive(Debug)]
pub struct Taker<T>(Rc<RefCell<Slot<T>>>);

/// The two ends.
pub fn oneshot<T>() -> (Giver<T>, Taker<T>) {
    let slot = Rc::new(RefCell::new(Slot {
        value: None,
        waker: None,
    }));
    (Giver(Rc::downgrade(&slot)), Taker(slot))
}

impl<T> Giver<T> {
    /// Somebody waits.
    pub fn is_wanted(&self) -> bool {
        self.0.strong_count() > 0
    }

    /// Gives the value to whoever waits.
    pub fn give(self, value: T) {
        let Some(slot) = self.0.upgrade() else { return };
        let waker = {
            let mut slot = slot.borrow_mut();
            slot.value = Some(value);
            slot.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl<T> Future for Taker<T> {
    type Output = T;
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let mut slot = self.0.borrow_mut();
        match slot.value.take() {
            Some(value) => Poll::Ready(value),
            None => {
                slot.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}
