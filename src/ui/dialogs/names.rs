//! Dialogs that ask for a name.

use super::{Closer, Modal};
use crate::document::Name;
use crate::ui::app::Projects;
use crate::ui::shell::Shell;
use crate::ui::studio::Studio;
use leptos::{html, prelude::*};

/// A new project.
#[component]
pub fn NewProject() -> impl IntoView {
    let shell = expect_context::<Shell>();
    let projects = expect_context::<Projects>();
    view! {
        <Modal title="New project" closed=move || shell.dialog.set(None)>
            <Ask before="" yes="Create" then=move |name| projects.make(name) />
        </Modal>
    }
}

/// Another name for the open project.
#[component]
pub fn RenameProject() -> impl IntoView {
    let shell = expect_context::<Shell>();
    let studio = expect_context::<Studio>();
    let before = studio.project.get_untracked().map(|(_, name)| name);
    view! {
        <Modal title="Rename project" closed=move || shell.dialog.set(None)>
            <Ask before=before.unwrap_or_default() yes="Rename" then=move |name| studio.rename_project(name) />
        </Modal>
    }
}

/// A field and two buttons.
#[component]
fn Ask(
    #[prop(into)] before: String,
    yes: &'static str,
    then: impl Fn(Name) + 'static,
) -> impl IntoView {
    let closer = expect_context::<Closer>();
    let field = NodeRef::<html::Input>::new();
    let problem = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            request_animation_frame(move || field.select());
        }
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let text = field.get_untracked().map(|field| field.value());
        match Name::new(&text.unwrap_or_default()) {
            Ok(name) => {
                closer.close();
                then(name);
            }
            Err(error) => problem.set(Some(format!("Please write a name: {error}."))),
        }
    };
    view! {
        <form on:submit=submit>
            <label class="stacked">
                <span>"Name"</span>
                <input class="field" type="text" autofocus autocomplete="off" node_ref=field prop:value=before
                    aria-invalid=move || problem.get().is_some().to_string()
                    on:input=move |_| problem.set(None) />
            </label>
            <p class="problem" role="alert">{move || problem.get()}</p>
            <div class="end">
                <button class="btn ghost" type="button" on:click=move |_| closer.close()>"Cancel"</button>
                <button class="btn primary" type="submit">{yes}</button>
            </div>
        </form>
    }
}
