//! The project's name, and under it everything that is done to projects as a whole.

use super::menu::{Menu, MenuChoice, MenuItem};
use super::{Dialog, Shell};
use crate::ui::app::Projects;
use crate::ui::icons::{DOWN, FOLDER, Icon, PENCIL, PLUS, TRASH};
use crate::ui::route::{Place, Route};
use crate::ui::studio::Studio;
use leptos::prelude::*;

/// The button is called as the project is.
#[component]
pub fn ProjectMenu() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let shell = expect_context::<Shell>();
    let projects = expect_context::<Projects>();
    let name = Signal::derive(move || {
        let name = studio.project.get().map(|(_, name)| name);
        name.unwrap_or_else(|| "Projects".to_owned())
    });
    let face = move || view! { <span class="name">{name.get()}</span><Icon of=DOWN /> };
    let delete = move || {
        if let Some((project, _)) = studio.project.get_untracked() {
            projects.delete(project);
        }
    };
    view! {
        <Menu name class="btn ghost project" side="start" face>
            <div role="group" aria-label="Projects" class="menu-group">
                <div class="menu-title" aria-hidden="true">"Projects"</div>
                <ProjectList />
            </div>
            <hr />
            <MenuItem text="New project" icon=PLUS pick=move || shell.show(Dialog::NewProject) />
            <MenuItem text="Rename" icon=PENCIL pick=move || shell.show(Dialog::RenameProject) />
            <MenuItem text="Delete" icon=TRASH danger=true pick=delete />
        </Menu>
    }
}

#[component]
fn ProjectList() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let route = expect_context::<Route>();
    let item = move |stored: crate::persist::StoredProject| {
        let id = stored.project.id;
        let chosen = Signal::derive(move || {
            studio
                .project
                .with(|open| open.as_ref().is_some_and(|(open, _)| *open == id))
        });
        let pick = move || {
            route.go(Place {
                project: Some(id),
                ..Place::default()
            });
        };
        view! { <MenuChoice text=stored.project.name.to_string() icon=FOLDER chosen pick /> }
    };
    move || studio.projects.get().into_iter().map(item).collect_view()
}
