//! Light, dark, or as the system has it.

use super::Shell;
use super::menu::{Menu, MenuChoice};
use crate::ui::icons::{Icon, MONITOR, MOON, SUN};
use crate::ui::prefs;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How the page looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::System];

    fn name(self) -> &'static str {
        match self {
            Self::System => "System",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    fn icon(self) -> &'static str {
        match self {
            Self::System => MONITOR,
            Self::Light => SUN,
            Self::Dark => MOON,
        }
    }
}

/// The stylesheet follows `data-theme`; without it, the system.
pub(super) fn apply(theme: RwSignal<Theme>) {
    Effect::new(move |_| {
        let Some(root) = document().document_element() else {
            return;
        };
        // An attribute that can't be set leaves the page as the system has it.
        drop(match theme.get() {
            Theme::System => root.remove_attribute("data-theme"),
            Theme::Light => root.set_attribute("data-theme", "light"),
            Theme::Dark => root.set_attribute("data-theme", "dark"),
        });
    });
}

impl Shell {
    fn choose(self, theme: Theme) {
        prefs::store("theme", &theme);
        self.theme.set(theme);
    }
}

/// The header's button.
#[component]
pub fn ThemeMenu() -> impl IntoView {
    let shell = expect_context::<Shell>();
    let face = move || {
        let theme = shell.theme.get();
        view! { <Icon of=theme.icon() /> }
    };
    view! {
        <Menu name="Theme" class="btn ghost icon" side="end" face>
            {Theme::ALL.map(|theme| view! {
                <MenuChoice text=theme.name() icon=theme.icon()
                    chosen=Signal::derive(move || shell.theme.get() == theme)
                    pick=move || shell.choose(theme) />
            }).collect_view()}
        </Menu>
    }
}

/// The same choice in the settings.
#[component]
pub fn ThemeChoice() -> impl IntoView {
    let shell = expect_context::<Shell>();
    view! {
        <div class="seg" role="radiogroup" aria-label="Theme">
            {Theme::ALL.map(|theme| view! {
                <label class="seg-item">
                    <input type="radio" name="theme" class="sr"
                        prop:checked=move || shell.theme.get() == theme
                        on:change=move |_| shell.choose(theme) />
                    <span><Icon of=theme.icon() />{theme.name()}</span>
                </label>
            }).collect_view()}
        </div>
    }
}
