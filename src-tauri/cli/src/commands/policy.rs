//! `rolebridge policy`: nothing here asks AWS.

mod explain;
mod render;

pub(crate) use render::rendered;

use rolebridge_model::AccountId;
use rolebridge_policy::{Comparison, Document, Finding, Severity, check_bytes};
use serde_json::json;

use crate::{
    args::{PolicyCommand, PolicyUse},
    error::{CliError, Exit},
    input,
    output::Output,
};

/// Carries out one of the commands.
pub(crate) fn run(command: PolicyCommand, output: Output) -> Result<Exit, CliError> {
    match command {
        PolicyCommand::Render { template, variables, document, name } => {
            render::run(&template, variables, document, name.as_deref(), output)
        }
        PolicyCommand::Check { file, kind, account } => {
            findings(&file, kind, account.as_ref(), output)
        }
        PolicyCommand::Explain { file, lines: false } => explain::one(&file, output),
        PolicyCommand::Explain { file, lines: true } => explain::lines(&file),
        PolicyCommand::Diff { first, second } => differences(&first, &second, output),
    }
}

fn findings(
    file: &str,
    kind: PolicyUse,
    account: Option<&AccountId>,
    output: Output,
) -> Result<Exit, CliError> {
    let found = check_bytes(&input::bytes(file)?, kind.into(), account);
    output.result(&json!({ "findings": found }), || {
        if found.is_empty() {
            return "No findings.\n".into();
        }
        found.iter().map(finding).collect()
    })?;
    Ok(if found.is_empty() { Exit::Done } else { Exit::Finding })
}

fn finding(finding: &Finding) -> String {
    let severity = match finding.severity {
        Severity::Error => "Error",
        Severity::Security => "Security",
        Severity::Warning => "Warning",
        Severity::Suggestion => "Suggestion",
    };
    let place = match (finding.line, finding.column) {
        (Some(line), Some(column)) => format!(" at line {line}, column {column}"),
        _ if finding.pointer.is_empty() => String::new(),
        _ => format!(" at {}", finding.pointer),
    };
    let mut text = format!("{severity} {}{place}: {}\n", finding.code, finding.sentence);
    if let Some(fix) = &finding.fix {
        text.push_str(&format!("  {}\n", fix.sentence));
    }
    text
}

fn differences(first: &str, second: &str, output: Output) -> Result<Exit, CliError> {
    if first == "-" && second == "-" {
        return Err(CliError::usage(
            "Standard input can hold only one of the two policies.",
            "Name a file for the other.",
        ));
    }
    let comparison = Comparison::new(&document(first)?, &document(second)?);
    output.json(&comparison)?;
    Ok(if comparison.equivalent { Exit::Done } else { Exit::Finding })
}

fn document(file: &str) -> Result<Document, CliError> {
    Document::parse_lenient_encoding(&input::read(file)?).map_err(|e| {
        CliError::invalid(
            format!("{} is not an IAM policy. {e}", input::shown(file)),
            "Correct the policy, then try again.",
        )
    })
}
