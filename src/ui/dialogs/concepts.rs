//! A list of concepts, one name a line.

use super::{Closer, Modal};
use crate::document::Name;
use crate::edit::{Command, NewConcept, Refused};
use crate::ui::shell::Shell;
use crate::ui::studio::Studio;
use crate::ui::words::count;
use leptos::prelude::*;

/// Asks for a list.
#[component]
pub fn PasteConcepts() -> impl IntoView {
    let shell = expect_context::<Shell>();
    view! {
        <Modal title="Paste a list of concepts" closed=move || shell.dialog.set(None)>
            <List />
        </Modal>
    }
}

#[component]
fn List() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let closer = expect_context::<Closer>();
    let text = RwSignal::new(String::new());
    let said = move || {
        text.with(|text| {
            let (names, long) = names(text);
            let mut said = count(names.len(), "concept", "concepts");
            if long > 0 {
                said += &format!(", {} too long", count(long, "name is", "names are"));
            }
            said
        })
    };
    let none = move || text.with(|text| names(text).0.is_empty());
    let add = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (names, _) = text.with_untracked(|text| names(text));
        closer.close();
        let command = Command::AddConcepts(names.into_iter().map(NewConcept::from).collect());
        let title = command.title();
        match studio.try_run(&command) {
            Ok(_) => studio.say(title, true),
            Err(Refused::Nothing) => studio.say("All of them are here already.".to_owned(), false),
            Err(refused) => studio.complain(format!("No concept was added: {refused}.")),
        }
    };
    view! {
        <form on:submit=add>
            <label class="stacked">
                <span>"One name a line"</span>
                <textarea class="field area" rows="10" autofocus spellcheck="false"
                    aria-label="Concepts, one name a line" prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))></textarea>
            </label>
            <div class="end">
                <span class="grow note">{said}</span>
                <button class="btn ghost" type="button" on:click=move |_| closer.close()>"Cancel"</button>
                <button class="btn primary" type="submit" disabled=none>"Add concepts"</button>
            </div>
        </form>
    }
}

/// The names in some lines, each once, and how many lines are too long to be names.
fn names(text: &str) -> (Vec<Name>, usize) {
    let mut names: Vec<Name> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    let mut long = 0;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match Name::new(line) {
            Ok(name) if seen.insert(name.as_str().to_lowercase()) => names.push(name),
            Ok(_) => {}
            Err(_) => long += 1,
        }
    }
    (names, long)
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_list_has_every_name_once() {
        let (found, long) = names(&format!("sheep\n\n  tree \nSheep\n{}", "x".repeat(300)));
        let found: Vec<_> = found.iter().map(|name| name.as_str()).collect();
        assert_eq!(found, ["sheep", "tree"]);
        assert_eq!(long, 1);
    }
}
