//! A dialog of GTK, which the web view brings along.

use gtk::{ResponseType, glib, prelude::*};
use rolebridge_model::Secret;
use rolebridge_workflows::prompt::Question;
use tokio::sync::oneshot;

pub(super) async fn ask(question: &Question) -> Result<Option<Secret>, String> {
    let (mut tell, told) = oneshot::channel();
    let question = question.clone();
    // Windows belong to the main thread; this is called from any.
    glib::MainContext::default().invoke(move || {
        glib::MainContext::default().spawn_local(async move {
            let (dialog, entry) = window(&question);
            let response = tokio::select! {
                response = dialog.run_future() => response,
                // Nobody waits for the answer any more.
                () = tell.closed() => ResponseType::Cancel,
            };
            let typed = Secret::new(entry.text().into());
            entry.set_text("");
            dialog.close();
            let _ = tell.send((response == ResponseType::Accept).then_some(typed));
        });
    });
    told.await.map_err(|_| "The window that asks was closed by the system.".to_owned())
}

fn window(question: &Question) -> (gtk::Dialog, gtk::Entry) {
    let dialog = gtk::Dialog::new();
    dialog.set_title(&question.title);
    dialog.set_modal(true);
    dialog.set_resizable(false);
    dialog.set_position(gtk::WindowPosition::Center);
    if let Some(parent) = parent() {
        dialog.set_transient_for(Some(&parent));
    }
    dialog.add_button("Cancel", ResponseType::Cancel);
    dialog.add_button("OK", ResponseType::Accept);
    dialog.set_default_response(ResponseType::Accept);

    let entry = gtk::Entry::new();
    entry.set_visibility(!question.hidden);
    entry.set_activates_default(true);
    if question.hidden {
        entry.set_input_purpose(gtk::InputPurpose::Password);
    }
    let name = gtk::Label::new(Some(&question.label));
    name.set_mnemonic_widget(Some(&entry));
    name.set_xalign(0.0);

    let content = dialog.content_area();
    content.set_spacing(12);
    content.set_margin(12);
    content.add(&sentence(&question.explanation));
    if let Some(problem) = &question.problem {
        content.add(&sentence(problem));
    }
    content.add(&name);
    content.add(&entry);
    content.show_all();
    entry.grab_focus();
    (dialog, entry)
}

fn sentence(text: &str) -> gtk::Label {
    let label = gtk::Label::new(Some(text));
    label.set_line_wrap(true);
    label.set_line_wrap_mode(gtk::pango::WrapMode::WordChar);
    label.set_max_width_chars(60);
    label.set_xalign(0.0);
    label
}

/// The window of the app that is worked with, or else one that can be seen.
fn parent() -> Option<gtk::Window> {
    let all = gtk::Window::list_toplevels();
    let windows: Vec<_> =
        all.into_iter().filter_map(|w| w.downcast::<gtk::Window>().ok()).collect();
    let active = windows.iter().find(|w| w.is_active() && w.is_visible());
    active.or_else(|| windows.iter().find(|w| w.is_visible())).cloned()
}
