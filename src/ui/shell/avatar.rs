//! Who labels.

use crate::ui::route::{Place, Route, View};
use crate::ui::studio::Studio;
use leptos::prelude::*;

/// The annotator's initials; a click leads to the settings, where the name is.
#[component]
pub fn Avatar() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let route = expect_context::<Route>();
    let href = move || {
        let place = Place {
            view: View::Settings,
            ..route.place()
        };
        place.query()
    };
    let name = move || studio.author.get();
    view! {
        <a class="avatar" href=href aria-label=name title=move || format!("{} (Settings)", name())>
            {move || initials(&name())}
        </a>
    }
}

/// The first letters of the first and the last word.
fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let first = words.first().and_then(|word| word.chars().next());
    let last = words
        .iter()
        .skip(1)
        .next_back()
        .and_then(|word| word.chars().next());
    let letters = first.into_iter().chain(last);
    letters.flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        assert_eq!(initials("Mira K. Keller"), "MK");
        assert_eq!(initials("me"), "M");
        assert_eq!(initials(""), "");
    }
}
