//! The worker: pictures and label files, off the page's thread.

fn main() {
    cartouche::web::serve::start();
}
