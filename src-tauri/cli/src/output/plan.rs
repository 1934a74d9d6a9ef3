//! A plan for people to read before they confirm it.

use rolebridge_model::{Change, Plan, Step};

use super::diff;

/// Every step: what it calls, as whom, what is there and what will be.
pub(crate) fn shown(plan: &Plan) -> String {
    let mut text = format!("{}\n", plan.title);
    for (number, step) in (1..).zip(&plan.steps) {
        text.push_str(&format!(
            "\n{number}. {}\n   {}: {} in account {} as {}\n",
            step.title,
            mark(step.change),
            step.call,
            step.account,
            step.access
        ));
        if let Some(warning) = &step.warning {
            text.push_str(&format!("   Mind: {warning}\n"));
        }
        for (mark, line) in document(step) {
            text.push_str(format!("   {mark} {line}").trim_end());
            text.push('\n');
        }
    }
    text
}

const fn mark(change: Change) -> &'static str {
    match change {
        Change::Create => "creates",
        Change::Modify => "changes",
        Change::Delete => "deletes",
        Change::Matches => "matches already, no call",
        Change::Read => "asks",
    }
}

fn document(step: &Step) -> Vec<(char, &str)> {
    let before = step.before.as_deref().unwrap_or_default();
    let after = step.after.as_deref().unwrap_or_default();
    match step.change {
        Change::Create | Change::Modify | Change::Delete => diff::lines(before, after),
        Change::Matches | Change::Read => Vec::new(),
    }
}
