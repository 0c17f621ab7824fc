//! Long work: how far it is, how long it takes, and a way out.

use crate::ui::studio::{Studio, Work, now_ms};
use crate::ui::words::{bytes, number};
use leptos::prelude::*;
use std::time::Duration;

/// Work that takes less than this is never shown.
const PATIENCE: Duration = Duration::from_millis(500);

/// All work that goes on.
#[component]
pub fn Works() -> impl IntoView {
    let studio = expect_context::<Studio>();
    view! {
        <section class="works" aria-label="Progress">
            <For each=move || studio.work.get() key=|work| work.id let(work)>
                <OneWork work />
            </For>
        </section>
    }
}

#[component]
fn OneWork(work: Work) -> impl IntoView {
    let late = RwSignal::new(false);
    let timer = set_timeout_with_handle(
        move || {
            late.try_set(true);
        },
        PATIENCE,
    );
    on_cleanup(move || {
        if let Ok(timer) = timer {
            timer.clear();
        }
    });
    let work = StoredValue::new_local(work);
    view! { <Show when=move || late.get()><Card work=work.get_value() /></Show> }
}

#[component]
fn Card(work: Work) -> impl IntoView {
    let (progress, began) = (work.progress, work.began);
    let title = work.title.clone();
    let share = move || share(progress.get());
    let count = move || counts(progress.get());
    let left = move || time_left(progress.get(), now_ms().saturating_sub(began));
    let valuenow = move || share().map(|share| (share * 100.0).round().to_string());
    let stopping = RwSignal::new(false);
    let work = StoredValue::new_local(work);
    let cancel = move |_| {
        stopping.set(true);
        work.with_value(Work::cancel);
    };
    view! {
        <div class="work">
            <div class="work-head">
                <b>{title.clone()}</b>
                <button class="btn ghost small" disabled=move || stopping.get() on:click=cancel>"Cancel"</button>
            </div>
            <div class="bar" class:unknown=move || share().is_none() role="progressbar"
                aria-label=title aria-valuemin="0" aria-valuemax="100"
                aria-valuenow=valuenow aria-valuetext=count>
                <div class="fill" style:width=move || format!("{}%", share().unwrap_or(0.0) * 100.0)></div>
            </div>
            <div class="work-foot"><span>{count}</span><span>{left}</span></div>
        </div>
    }
}

fn share((done, total): (u64, u64)) -> Option<f64> {
    (total > 0).then(|| (done as f64 / total as f64).min(1.0))
}

/// Files are counted; bytes, which are more, are shown as sizes.
fn counts((done, total): (u64, u64)) -> String {
    match total {
        0 => String::new(),
        1..1_000_000 => format!("{} of {}", number(done as usize), number(total as usize)),
        _ => format!("{} of {}", bytes(done), bytes(total)),
    }
}

fn time_left((done, total): (u64, u64), spent_ms: u64) -> String {
    if done == 0 || total <= done || spent_ms < 1_000 {
        return String::new();
    }
    let left = spent_ms as f64 / done as f64 * (total - done) as f64 / 1_000.0;
    match left {
        ..2.0 => "almost done".to_owned(),
        ..60.0 => format!("{left:.0} seconds left"),
        ..120.0 => "about a minute left".to_owned(),
        ..3600.0 => format!("{:.0} minutes left", left / 60.0),
        _ => format!("{:.1} hours left", left / 3600.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_left_follows_the_speed_so_far() {
        assert_eq!(time_left((10, 100), 2_000), "18 seconds left");
        assert_eq!(time_left((1, 1_000), 2_000), "33 minutes left");
        assert_eq!(time_left((0, 100), 2_000), "");
        assert_eq!(time_left((5, 0), 2_000), "");
    }

    #[test]
    fn counts_are_files_or_sizes() {
        assert_eq!(counts((37, 2_000)), "37 of 2,000");
        assert_eq!(counts((1_500_000, 3_000_000)), "1.5 MB of 3.0 MB");
        assert_eq!(counts((5, 0)), "");
    }
}
