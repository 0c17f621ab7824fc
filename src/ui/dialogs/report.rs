//! What became of records on their way in or out.

use crate::formats::report::{Outcome, Report, Tally};
use crate::ui::words::number;
use leptos::prelude::*;

/// Places that are named before the rest is folded away.
const SHOWN: usize = 5;

/// Every reason with its count and its first places.
#[component]
pub fn ReportList(
    /// What is listed.
    report: Report,
) -> impl IntoView {
    let rows: Vec<_> = report
        .tallies()
        .map(|(outcome, reason, tally)| row(outcome, reason, tally))
        .collect();
    view! { <ul class="report">{rows}</ul> }
}

fn row(outcome: Outcome, reason: &str, tally: &Tally) -> impl IntoView + use<> {
    let (word, class) = match outcome {
        Outcome::Changed => ("changed", "chip"),
        Outcome::Left => ("left out", "chip warn"),
    };
    let places = tally.places.iter().take(SHOWN);
    let mut places = places.cloned().collect::<Vec<_>>().join(", ");
    if tally.count > SHOWN.min(tally.places.len()) {
        places += ", …";
    }
    view! {
        <li>
            <span class=class>{number(tally.count)}" "{word}</span>
            <span class="text">{reason.to_owned()}<small>{places}</small></span>
        </li>
    }
}
