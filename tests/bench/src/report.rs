//! The table and the file.

use std::fmt::Write;

use serde::Serialize;

use crate::{
    driver::Opening,
    machine::Machine,
    process::{Memory, TreeMemory},
    program::Start,
};

/// The middle and the worst of some measurements.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) worst: f64,
}

impl Spread {
    pub(crate) fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        let at = |i: usize| values.get(i).copied().unwrap_or(f64::NAN);
        let middle = values.len() / 2;
        let below = if values.len().is_multiple_of(2) { middle.saturating_sub(1) } else { middle };
        Self {
            median: f64::midpoint(at(below), at(middle)),
            worst: at(values.len().saturating_sub(1)),
        }
    }
}

/// Starts of the bare window and of the app under the same conditions.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Pair {
    pub(crate) bare: Vec<Start>,
    pub(crate) app: Vec<Start>,
}

/// Everything measured.
#[derive(Debug, Serialize)]
pub(crate) struct Measured {
    pub(crate) machine: Machine,
    pub(crate) sources: u64,
    pub(crate) idle_seconds: u64,
    /// With fresh XDG folders.
    pub(crate) cold: Pair,
    /// With those of an earlier start.
    pub(crate) warm: Pair,
    pub(crate) openings: Vec<Opening>,
    /// Why there are no openings.
    pub(crate) no_openings: Option<String>,
}

#[derive(Debug, PartialEq, Serialize)]
struct Row {
    what: String,
    bare: Option<Spread>,
    app: Spread,
    /// Of the medians.
    ratio: Option<f64>,
    goal: Option<f64>,
}

impl Row {
    fn new(what: impl Into<String>, bare: Option<Spread>, app: Spread, goal: Option<f64>) -> Self {
        let ratio = bare.map(|b| app.median / b.median);
        Self { what: what.into(), bare, app, ratio, goal }
    }
}

/// Of the issue: start within twice, memory within one and a half of the bare window.
const START: f64 = 2.0;
const MEMORY: f64 = 1.5;

impl Measured {
    fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for (pair, folders) in [(&self.cold, "cold"), (&self.warm, "warm")] {
            let both = |of: &dyn Fn(&Start) -> f64| {
                (Some(Spread::of(pair.bare.iter().map(of))), Spread::of(pair.app.iter().map(of)))
            };
            let (bare, app) = both(&|s| s.milliseconds);
            rows.push(Row::new(format!("start, {folders} (ms)"), bare, app, Some(START)));
            let (bare, app) = both(&|s| s.processor_milliseconds);
            rows.push(Row::new("  processor time of it", bare, app, None));
            let (bare, app) = both(&|s| s.memory.sum.pss);
            rows.push(Row::new(format!("memory PSS, {folders} (MiB)"), bare, app, Some(MEMORY)));
            for (name, part) in PARTS {
                let (bare, app) = both(&|s| part(&s.memory).pss);
                if app.worst == 0.0 {
                    continue;
                }
                rows.push(Row::new(format!("  {name}"), bare, app, None));
            }
            let (bare, app) = both(&|s| s.memory.sum.private_dirty);
            rows.push(Row::new(format!("  Private_Dirty, {folders}"), bare, app, None));
        }
        if !self.openings.is_empty() {
            let alone = |of: &dyn Fn(&Opening) -> f64| Spread::of(self.openings.iter().map(of));
            let opened = alone(&|o| o.milliseconds);
            rows.push(Row::new("open the space (ms), driven", None, opened, None));
            let memory = alone(&|o| o.memory.sum.pss);
            rows.push(Row::new("memory PSS with it open (MiB), driven", None, memory, None));
            let dirty = alone(&|o| o.memory.sum.private_dirty);
            rows.push(Row::new("  Private_Dirty", None, dirty, None));
        }
        rows
    }

    /// The table, with the circumstances above it.
    pub(crate) fn table(&self) -> String {
        let m = &self.machine;
        let starts = [&self.cold.bare, &self.cold.app, &self.warm.bare, &self.warm.app];
        let others = Spread::of(starts.into_iter().flatten().map(|s| s.others));
        let web_kits = starts.into_iter().flatten().map(|s| s.memory.other_web_kits).max();
        let web_kits = web_kits.unwrap_or_default();
        let load = |l: [f64; 3]| l.map(|n| format!("{n:.2}")).join(" ");
        let mut out = format!(
            "Rolebridge with {} secondary sources beside a bare Tauri window\n\
             {}, commit {}, {} profile\n\
             {} cores, {}, {} MiB; web view {}; {}\n\
             load before {}, after {}\n\
             others used {:.0} % of the processors during a start, at worst {:.0} %; they ran up to {} \
             processes of WebKit, which makes PSS smaller\n\
             {} runs each, alternating; memory {} s after the window was ready; cold: fresh XDG \
             folders (the programs themselves are in the page cache)\n\n",
            self.sources,
            m.at,
            m.commit,
            m.profile,
            m.cores,
            m.processor,
            m.memory_mib,
            m.web_view,
            m.renderer,
            load(m.load_before),
            load(m.load_after),
            100.0 * others.median,
            100.0 * others.worst,
            web_kits,
            self.cold.app.len(),
            self.idle_seconds,
        );
        let mut line = |cells: [&str; 6]| {
            let [what, rest @ ..] = cells;
            let _ = write!(out, "{what:<40}");
            for (cell, width) in rest.into_iter().zip([9, 9, 11, 9, 16]) {
                let _ = write!(out, "{cell:>width$}");
            }
            out.push('\n');
        };
        line(["", "bare", "worst", "Rolebridge", "worst", "times bare"]);
        for row in self.rows() {
            let number = |n: f64| format!("{n:.0}");
            let bare = |of: fn(Spread) -> f64| row.bare.map(|b| number(of(b))).unwrap_or_default();
            let ratio = row.ratio.map(|r| format!("{r:.2}")).unwrap_or_default();
            let ratio = match (row.goal, row.ratio) {
                (Some(goal), Some(at)) if at <= goal => format!("{ratio} (goal {goal})"),
                (Some(goal), _) => format!("{ratio} (OVER {goal})"),
                (None, _) => ratio,
            };
            let (median, worst) = (number(row.app.median), number(row.app.worst));
            line([&row.what, &bare(|b| b.median), &bare(|b| b.worst), &median, &worst, &ratio]);
        }
        if let Some(why) = &self.no_openings {
            let _ = writeln!(out, "Opening the space was not measured: {why}");
        }
        out
    }

    /// All of it, as JSON.
    pub(crate) fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(&serde_json::json!({"rows": self.rows(), "measured": self}))
    }
}

/// A part of a program's processes.
type Part = fn(&TreeMemory) -> Memory;

const PARTS: [(&str, Part); 4] = [
    ("the app's own process", |m| m.app),
    ("WebKitNetworkProcess", |m| m.network),
    ("WebKitWebProcess", |m| m.web),
    ("other processes", |m| m.other),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn median_and_worst() {
        assert_eq!(Spread::of([3.0, 1.0, 2.0]), Spread { median: 2.0, worst: 3.0 });
        assert_eq!(Spread::of([4.0, 1.0, 2.0, 9.0]), Spread { median: 3.0, worst: 9.0 });
        assert!(Spread::of([]).median.is_nan());
    }

    #[test]
    fn a_ratio_is_of_medians() {
        let spread = |median| Spread { median, worst: 100.0 };
        let row = Row::new("start", Some(spread(2.0)), spread(5.0), Some(START));
        assert_eq!(row.ratio, Some(2.5));
    }
}
