//! An empty project: what to do first, and why it is safe.

use super::app::Projects;
use super::icons::{ADD_FOLDER, ADD_PICTURE, IMPORT};
use super::pick::{OpenFolder, PickButton, Take};
use super::shell::{Dialog, Shell};
use leptos::prelude::*;

/// One big drop target.
#[component]
pub fn FirstRun() -> impl IntoView {
    let projects = expect_context::<Projects>();
    let shell = expect_context::<Shell>();
    view! {
        <div class="empty">
            <div class="drop">
                <Stack />
                <h1>"Drop pictures or a whole folder here"</h1>
                <p>"They stay on this machine. Nothing is uploaded, there is no account, and nobody counts what you do."</p>
                <div class="go">
                    <PickButton take=Take::Inputs name="Add inputs" icon=ADD_PICTURE class="big primary" />
                    <PickButton take=Take::Folder name="Add folder" icon=ADD_FOLDER class="big" />
                    <OpenFolder class="big" />
                    <PickButton take=Take::Labels name="Import" icon=IMPORT class="big" />
                </div>
                <p class="or">
                    "or "
                    <button class="link" on:click=move |_| projects.open_sample()>"Open sample project"</button>
                    " to look around, or "
                    <button class="link" on:click=move |_| shell.show(Dialog::PasteConcepts)>"Paste a list of concepts"</button>
                </p>
            </div>
        </div>
    }
}

/// Three pictures, drawn.
#[component]
fn Stack() -> impl IntoView {
    view! {
        <div class="stack" aria-hidden="true">
            <div class="card">
                <svg viewBox="0 0 150 104">
                    <rect width="150" height="104" fill="#bfe3f7"></rect>
                    <path d="M0 62q40-18 80-4t70-8v54H0z" fill="#8fb88a"></path>
                    <path d="M0 78q50-16 90-6t60-2v34H0z" fill="#6da263"></path>
                    <ellipse cx="34" cy="80" rx="9" ry="6" fill="#f7f3ea"></ellipse>
                    <circle cx="42" cy="80" r="3" fill="#5b4a42"></circle>
                    <ellipse cx="62" cy="90" rx="11" ry="7" fill="#f7f3ea"></ellipse>
                    <circle cx="72" cy="90" r="3.6" fill="#5b4a42"></circle>
                </svg>
            </div>
            <div class="card">
                <svg viewBox="0 0 150 104">
                    <rect width="150" height="104" fill="#f8dcb8"></rect>
                    <circle cx="112" cy="34" r="10" fill="#fff3d6"></circle>
                    <path d="M0 58q60-10 150-4v50H0z" fill="#5f93a8"></path>
                    <path d="M96 74h38l-7 10h-24z" fill="#c9553d"></path>
                    <path d="M114 40v32h-16zM117 44v28h12z" fill="#f4efe4"></path>
                </svg>
            </div>
            <div class="card">
                <svg viewBox="0 0 150 104">
                    <rect width="150" height="104" fill="#a9cdec"></rect>
                    <path d="M0 68V40h22v28zM44 68V24h20v44zM88 68V34h26v34z" fill="#c3a385"></path>
                    <path d="M22 68V32h22v36zM64 68V44h24v24zM114 68V28h36v40z" fill="#8f9cab"></path>
                    <rect y="68" width="150" height="36" fill="#5d5c64"></rect>
                    <path d="M22 84q2-8 10-8h12q8 0 10 8zM18 84h40v8H18z" fill="#3f8a5c"></path>
                    <path d="M86 88q2-8 10-8h12q8 0 10 8zM82 88h40v8H82z" fill="#e0a83a"></path>
                    <circle cx="28" cy="92" r="4" fill="#1b1b1f"></circle>
                    <circle cx="48" cy="92" r="4" fill="#1b1b1f"></circle>
                    <circle cx="92" cy="96" r="4" fill="#1b1b1f"></circle>
                    <circle cx="112" cy="96" r="4" fill="#1b1b1f"></circle>
                    <path d="M14 72h48v26H14z" class="outline"></path>
                    <path d="M78 76h48v26H78z" class="outline second"></path>
                </svg>
            </div>
        </div>
    }
}
