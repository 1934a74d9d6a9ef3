//! Searching twenty thousand switch entries while one types: what of a keystroke is spent in Rust,
//! and how long it takes until what was found is painted.

use std::{path::Path, time::Instant};

use rolebridge_model::{
    Colour, GroupName, Notes, Region, RoleArn, RuleViolation, SessionSettings, SwitchEntry,
    SwitchEntryId,
};
use rolebridge_start::{ChosenClouds, SystemBrowser};
use rolebridge_store::{ImportStep, Imported, Origin, Store};
use rolebridge_workflows::{IdentityForOnce, Rolebridge, SystemClock, switch::SwitchQuery};
use serde::Serialize;

use crate::error::BenchError;

/// What is typed, letter by letter.
pub(crate) const TEXTS: [&str; 6] =
    ["prod admin 777", "ledger eu-cen", "100000013999", "support squad 17", "a", "no such role"];

/// Rows on a page of the screen.
const PAGE: u32 = 25;

const STAGES: [&str; 5] = ["prod", "staging", "dev", "sandbox", "audit"];
const ROLES: [&str; 5] = ["admin", "readonly", "ledger", "support", "billing"];
const REGIONS: [&str; 3] = ["eu-central-1", "us-east-1", "ap-southeast-2"];

/// The middle, the slow end and the worst of some times, in milliseconds.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Spread {
    pub(crate) keystrokes: usize,
    pub(crate) median: f64,
    pub(crate) p95: f64,
    pub(crate) worst: f64,
}

impl Spread {
    pub(crate) fn of(mut times: Vec<f64>) -> Option<Self> {
        times.sort_by(f64::total_cmp);
        let at = |part: usize| times.get((times.len().saturating_sub(1)) * part / 100).copied();
        Some(Self { keystrokes: times.len(), median: at(50)?, p95: at(95)?, worst: at(100)? })
    }

    fn line(self, what: &str) -> String {
        format!(
            "{what:<34} median {:>7.2} ms   p95 {:>7.2} ms   worst {:>7.2} ms   ({} keystrokes)\n",
            self.median, self.p95, self.worst, self.keystrokes
        )
    }
}

/// What was measured of typing.
#[derive(Debug, Serialize)]
pub(crate) struct Typing {
    pub(crate) entries: usize,
    /// Of a keystroke, in Rust: search, rank, read the page, judge its entries, write the answer.
    pub(crate) rust: Option<Spread>,
    /// From the keystroke to the frame, in the window.
    pub(crate) painted: Option<Spread>,
    /// Each of those keystrokes, in the order typed, so that a slow one can be told.
    pub(crate) each: Vec<(String, f64)>,
    /// Why that was not measured.
    pub(crate) not_painted: Option<String>,
}

/// What stands in the field after each keystroke.
pub(crate) fn typed() -> impl Iterator<Item = &'static str> {
    TEXTS.iter().flat_map(|text| (1..=text.len()).map(|end| &text[..end]))
}

impl Typing {
    pub(crate) fn table(&self) -> String {
        let mut text = format!("\nTyping over {} switch entries\n", self.entries);
        for (what, spread) in [
            ("in Rust (goal: p95 under 2 ms)", self.rust),
            ("painted (goal: p95 under 50 ms)", self.painted),
        ] {
            if let Some(spread) = spread {
                text.push_str(&spread.line(what));
            }
        }
        if let Some(why) = &self.not_painted {
            text.push_str(&format!("Not measured in the window: {why}\n"));
        }
        text
    }
}

/// Adds the entries to the sandbox of a data folder.
pub(crate) fn seed(home: &Path, count: usize) -> Result<(), BenchError> {
    let wrong = |e: &dyn std::fmt::Display| BenchError::Seed(e.to_string());
    let store = Store::open(&home.join("sandbox")).map_err(|e| wrong(&e))?;
    let steps = (0..count).map(entry).collect::<Result<Vec<_>, _>>().map_err(|e| wrong(&e))?;
    store.import(steps, |_| true).map(drop).map_err(|e| wrong(&e))
}

fn entry(i: usize) -> Result<ImportStep<()>, RuleViolation> {
    let (stage, role) = (STAGES[i % STAGES.len()], ROLES[(i / STAGES.len()) % ROLES.len()]);
    let name = format!("{stage}-{i:05} {role}");
    let arn = format!("arn:aws:iam::{}:role/team-{}/{role}", 100_000_000_000_usize + i * 7, i % 40);
    let entry = SwitchEntry {
        id: SwitchEntryId(0),
        name: name.parse()?,
        role: RoleArn::parse(&arn)?.into(),
        colour: Colour::parse("f2b0a9")?,
        region: Some(Region::parse(REGIONS[i % REGIONS.len()])?),
        external_id: None,
        session: SessionSettings::default(),
        group: Some(GroupName::parse(&format!("squad {}", i % 120))?),
        favourite: i.is_multiple_of(500),
        notes: match i % 4 {
            0 => Some(Notes::parse("Ask the platform team before anything that writes")?),
            _ => None,
        },
    };
    let origin = Origin {
        dialect: "benchmark".into(),
        file: "benchmark".into(),
        section: String::new(),
        name,
    };
    Ok(ImportStep::Add(entry, Imported { origin, values: () }))
}

/// Each keystroke as the window's back end answers it.
pub(crate) fn in_rust(home: &Path) -> Result<Vec<f64>, BenchError> {
    let wrong = |e: &dyn std::fmt::Display| BenchError::Seed(e.to_string());
    let runtime = tokio::runtime::Runtime::new().map_err(|e| wrong(&e))?;
    let once = IdentityForOnce { sandbox: true, ..IdentityForOnce::default() };
    let app = runtime
        .block_on(Rolebridge::open_once(
            home,
            Box::new(ChosenClouds),
            Box::new(SystemBrowser),
            SystemClock::shared(),
            &once,
        ))
        .map_err(|e| wrong(&e))?;
    let session = app.session().map_err(|e| wrong(&e))?;
    let mut times = Vec::new();
    // The first arrival reads all entries, once; it is not a keystroke.
    let arrival = std::iter::once(("", false));
    for (search, counted) in arrival.chain(typed().map(|text| (text, true))) {
        let query =
            SwitchQuery { search: search.to_owned(), page_size: PAGE, ..SwitchQuery::default() };
        let begin = Instant::now();
        let page = session.switch_entries(&query).map_err(|e| wrong(&e))?;
        let text = serde_json::to_string(&page).map_err(|e| wrong(&e))?;
        let took = begin.elapsed().as_secs_f64() * 1000.0;
        std::hint::black_box(text);
        if counted {
            times.push(took);
        }
    }
    Ok(times)
}
