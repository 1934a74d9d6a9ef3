//! The running app: looking at its window and working it, always waiting for what is to come.

use std::{fs, path::PathBuf, thread};

use serde_json::Value;

use crate::{
    driver::Driver,
    find::Target,
    wait::{PATIENCE, until},
    wire::{Element, Refusal, Session},
};

const FIND: &str = include_str!("hands.js");
const TO_THE_MIDDLE: &str = "arguments[0].scrollIntoView({block: 'center', inline: 'center'});";
const CONTROL: &str = "\u{e009}";
const BACKSPACE: &str = "\u{e003}";

/// The app in its window.
pub struct App {
    pub(crate) session: Session,
    driver: Driver,
    /// Where to leave what was on the screen if the test fails, without an ending.
    wreck: PathBuf,
    over: bool,
}

impl App {
    pub(crate) fn new(driver: Driver, session: Session, wreck: PathBuf) -> Self {
        Self { session, driver, wreck, over: false }
    }

    /// Waits until something is so, and fails with `what` if it never is.
    pub fn until<T>(&self, what: &str, look: impl FnMut() -> Option<T>) -> T {
        until(what, look)
    }

    fn find(&self, target: &Target, enabled: bool) -> Vec<Element> {
        match self.session.execute(FIND, &[target.argument(), enabled.into()]) {
            Ok(answer) => Element::all_in(&answer),
            // The page is being replaced; the next look will tell.
            Err(e) if passes(&e) => Vec::new(),
            Err(e) => panic!("Looking for {}: {e}", target.words()),
        }
    }

    /// Whether it is on the screen now.
    #[must_use]
    pub fn shows(&self, target: &Target) -> bool {
        !self.find(target, false).is_empty()
    }

    /// Waits until it is on the screen.
    pub fn see(&self, target: &Target) {
        self.until(&target.words(), || self.shows(target).then_some(()));
    }

    /// Waits until it is not on the screen.
    pub fn see_no(&self, target: &Target) {
        self.until(&format!("{} to go", target.words()), || (!self.shows(target)).then_some(()));
    }

    /// Waits until it is there and can be used. Two that could be meant are a mistake of the test.
    fn usable(&self, target: &Target) -> Element {
        self.until(&format!("{} to be usable", target.words()), || {
            let mut found = self.find(target, true);
            assert!(found.len() < 2, "{} are {}.", found.len(), target.words());
            found.pop()
        })
    }

    /// Clicks it.
    pub fn click(&self, target: &Target) {
        self.retry(target, |element| self.session.click(element));
    }

    /// Types into a field, in place of what it holds.
    pub fn fill(&self, target: &Target, text: &str) {
        let all = format!("{CONTROL}a{CONTROL}");
        self.retry(target, |element| {
            self.session.click(element)?;
            self.session.keys(element, &all)?;
            self.session.keys(element, if text.is_empty() { BACKSPACE } else { text })
        });
        let held = self.value(target);
        assert_eq!(held, text, "what {} holds", target.words());
    }

    /// Does something to an element; the screen may redraw it at that moment.
    fn retry(&self, target: &Target, act: impl Fn(&Element) -> Result<(), Refusal>) {
        self.until(&format!("{} to take it", target.words()), || {
            let element = self.usable(target);
            // To the middle: the driver stops at the edge, where something may lie over it.
            let shown = self.session.execute(TO_THE_MIDDLE, &[element.argument()]);
            match shown.and_then(|_| act(&element)) {
                Ok(()) => Some(()),
                Err(e) if passes(&e) => None,
                Err(e) => panic!("{}: {e}", target.words()),
            }
        });
    }

    /// Asks an element something in JavaScript, such as `e.value`.
    fn ask(&self, target: &Target, question: &str) -> Value {
        let script = format!("const e = arguments[0]; return {question};");
        self.until(&target.words(), || {
            let element = self.find(target, false).into_iter().next()?;
            self.session.execute(&script, &[element.argument()]).ok()
        })
    }

    /// Scrolls until it stands at the top.
    pub(crate) fn scroll_to(&self, target: &Target) {
        self.ask(target, "(e.style.scrollMarginTop = '80px', e.scrollIntoView(true), true)");
    }

    /// What a field holds.
    #[must_use]
    pub fn value(&self, target: &Target) -> String {
        self.ask(target, "e.value").as_str().unwrap_or_default().to_owned()
    }

    /// Whether a box is ticked, or a choice made.
    #[must_use]
    pub fn is_on(&self, target: &Target) -> bool {
        self.ask(target, "e.checked").as_bool().unwrap_or_default()
    }

    /// Whether it can be used.
    #[must_use]
    pub fn is_usable(&self, target: &Target) -> bool {
        !self.find(target, true).is_empty()
    }

    /// The text it shows, with its lines.
    #[must_use]
    pub fn text(&self, target: &Target) -> String {
        self.ask(target, "e.innerText").as_str().unwrap_or_default().to_owned()
    }

    /// How many are on the screen.
    #[must_use]
    pub fn count(&self, target: &Target) -> usize {
        self.find(target, false).len()
    }

    /// What is in the system's clipboard: pasted by the keyboard into a place of its own, which
    /// keeps lines as they are and belongs to no form.
    #[must_use]
    pub fn pasted(&self) -> String {
        let make = "const t = document.createElement('textarea'); \
                    t.setAttribute('aria-label', 'End-to-end paste'); \
                    document.body.append(t); t.scrollIntoView(); t.focus();";
        let run = |script: &str| self.session.execute(script, &[]).expect("a page");
        run(make);
        let place = crate::find::field("End-to-end paste");
        let paste = format!("{CONTROL}v{CONTROL}");
        self.retry(&place, |element| self.session.keys(element, &paste));
        let text = self.until("something to be pasted", || {
            let text = self.value(&place);
            (!text.is_empty()).then_some(text)
        });
        run("document.querySelector('textarea[aria-label=\"End-to-end paste\"]').remove();");
        text
    }

    /// Notes from now on what progress bars show: one may be gone before a look would see it.
    pub fn watch_progress(&self) {
        let watch = "window.progressSeen = new Set(); \
            new MutationObserver(() => document.querySelectorAll('progress').forEach( \
                (bar) => window.progressSeen.add(bar.value))) \
            .observe(document.body, {subtree: true, childList: true, attributes: true});";
        self.session.execute(watch, &[]).expect("a page");
    }

    /// What progress bars have shown since they are watched.
    #[must_use]
    pub fn progress_seen(&self) -> Vec<f64> {
        let seen = self.session.execute("return [...window.progressSeen];", &[]).expect("a page");
        seen.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
    }

    /// How many windows there are, shown or not.
    #[must_use]
    pub fn windows(&self) -> usize {
        self.session.windows().expect("the windows").len()
    }

    /// Goes to the window of this title, once there is one: what follows is asked of it.
    pub fn go_to_window(&self, title: &str) {
        self.until(&format!("the window \u{201c}{title}\u{201d}"), || {
            self.session.windows().ok()?.into_iter().find(|window| {
                self.session.go_to(window).is_ok()
                    && self.session.execute("return document.title", &[]).is_ok_and(|t| t == title)
            })
        });
    }

    /// Waits until the window is on the screen, or until it is not.
    pub fn see_window(&self, shown: bool) {
        let wanted = if shown { "visible" } else { "hidden" };
        self.until(&format!("the window to be {wanted}"), || {
            let state = self.session.execute("return document.visibilityState", &[]).ok()?;
            (state == wanted).then_some(())
        });
    }

    /// Types into whatever has the keyboard; `\u{e007}` is Enter, `\u{e00c}` Escape.
    pub fn type_keys(&self, text: &str) {
        let focused = self.session.execute("return [document.activeElement]", &[]);
        let focused = focused.map(|answer| Element::all_in(&answer)).unwrap_or_default();
        let focused = focused.first().expect("something that has the keyboard");
        self.session.keys(focused, text).expect("the keys to be taken");
    }

    /// Closes the window, as its button would, and waits until the app has ended.
    pub fn close(mut self) {
        let app = self.driver.app().expect("the app to run");
        self.driver.note_family();
        self.session.close_window().expect("the window to close");
        assert!(app.ended_within(PATIENCE), "The app goes on after its window was closed.");
        self.over = true;
    }

    /// Waits until the app has ended by itself. `act` makes it do so.
    pub fn ends_by(mut self, act: impl FnOnce()) {
        let app = self.driver.app().expect("the app to run");
        self.driver.note_family();
        act();
        assert!(app.ended_within(PATIENCE), "The app goes on.");
        self.over = true;
    }

    /// `kill -9`: nothing gets a chance to be put away.
    pub fn kill(mut self) {
        let app = self.driver.app().expect("the app to run");
        self.driver.note_family();
        app.kill();
        assert!(app.ended_within(PATIENCE), "The app survives being killed.");
        self.over = true;
    }

    fn leave_wreck(&self) {
        if let Ok(png) = self.session.picture() {
            let _ = fs::write(self.wreck.with_extension("png"), png);
        }
        if let Ok(source) = self.session.source() {
            let _ = fs::write(self.wreck.with_extension("html"), source);
        }
    }
}

impl Drop for App {
    fn drop(&mut self) {
        if self.over {
            return;
        }
        if thread::panicking() {
            self.leave_wreck();
        }
        self.driver.note_family();
        // Without this the app would outlive its driver.
        let _ = self.session.end();
    }
}

/// Whether it may be otherwise in a moment.
fn passes(refusal: &Refusal) -> bool {
    matches!(
        refusal.code.as_str(),
        "stale element reference" | "element click intercepted" | "element not interactable"
    )
}
