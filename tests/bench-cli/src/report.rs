//! The table and the file.

use std::fmt::Write;

use serde::Serialize;

use crate::measure::Run;

/// The middle and the worst of some measurements.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) worst: f64,
}

impl Spread {
    fn of(values: impl Iterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.collect();
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

/// A program and how it did.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) time: Spread,
    pub(crate) peak: Spread,
    pub(crate) processor: Spread,
    /// How many times slower than, and how much more memory than, the row it is compared with.
    pub(crate) times: Option<Times>,
}

/// A comparison of medians with Rolebridge.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Times {
    pub(crate) slower: f64,
    pub(crate) more_memory: f64,
    pub(crate) goal_slower: Option<f64>,
    pub(crate) goal_memory: Option<f64>,
}

impl Row {
    pub(crate) fn new(what: impl Into<String>, runs: &[Run]) -> Self {
        let spread = |of: fn(&Run) -> f64| Spread::of(runs.iter().map(of));
        Self {
            what: what.into(),
            time: spread(|r| r.milliseconds),
            peak: spread(|r| r.peak_mib),
            processor: spread(|r| r.processor_milliseconds),
            times: None,
        }
    }

    /// Compared with Rolebridge's row, with the goals of the issue where it has some.
    pub(crate) fn beside(mut self, ours: &Self, slower: Option<f64>, memory: Option<f64>) -> Self {
        self.times = Some(Times {
            slower: self.time.median / ours.time.median,
            more_memory: self.peak.median / ours.peak.median,
            goal_slower: slower,
            goal_memory: memory,
        });
        self
    }
}

/// Some rows under a heading.
#[derive(Debug, Serialize)]
pub(crate) struct Table {
    pub(crate) heading: String,
    pub(crate) rows: Vec<Row>,
    /// What was not measured, and why.
    pub(crate) notes: Vec<String>,
}

impl Table {
    pub(crate) fn text(&self) -> String {
        let mut out = format!("{}\n", self.heading);
        let mut line = |cells: [&str; 6]| {
            let [what, rest @ ..] = cells;
            let _ = write!(out, "{what:<44}");
            for (cell, width) in rest.into_iter().zip([10, 10, 10, 20, 20]) {
                let _ = write!(out, "{cell:>width$}");
            }
            out.push('\n');
        };
        line(["", "ms", "worst", "peak MiB", "times slower", "times the memory"]);
        for row in &self.rows {
            let goal = |times: f64, goal: Option<f64>| match goal {
                Some(goal) if times >= goal => format!("{times:.1} (goal {goal})"),
                Some(goal) => format!("{times:.1} (UNDER {goal})"),
                None => format!("{times:.1}"),
            };
            let slower = row.times.map(|t| goal(t.slower, t.goal_slower)).unwrap_or_default();
            let memory = row.times.map(|t| goal(t.more_memory, t.goal_memory)).unwrap_or_default();
            line([
                &row.what,
                &format!("{:.1}", row.time.median),
                &format!("{:.1}", row.time.worst),
                &format!("{:.1}", row.peak.median),
                &slower,
                &memory,
            ]);
        }
        for note in &self.notes {
            let _ = writeln!(out, "{note}");
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(ms: f64, mib: f64) -> Row {
        let run = |more| Run { milliseconds: ms + more, peak_mib: mib, processor_milliseconds: ms };
        Row::new("x", &[run(4.0), run(0.0), run(-1.0)])
    }

    #[test]
    fn a_goal_that_is_missed_stands_out() {
        let ours = row(10.0, 10.0);
        assert_eq!(ours.time, Spread { median: 10.0, worst: 14.0 });
        let theirs = row(140.0, 50.0).beside(&ours, Some(15.0), Some(4.0));
        let times = theirs.times.unwrap();
        assert_eq!((times.slower, times.more_memory), (14.0, 5.0));
        let table = Table { heading: "h".into(), rows: vec![ours, theirs], notes: Vec::new() };
        let text = table.text();
        assert!(text.contains("14.0 (UNDER 15)") && text.contains("5.0 (goal 4)"), "{text}");
    }
}
