//! The page.

fn main() {
    std::panic::set_hook(Box::new(|panic| {
        cartouche::web::border::fall(&panic.to_string())
    }));
    leptos::mount::mount_to_body(cartouche::ui::App);
}
