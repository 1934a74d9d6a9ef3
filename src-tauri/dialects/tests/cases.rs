//! Runs the cases of `tests/cases/`, one file a dialect. A case has a text and what comes of it:
//! entries as `line kind name field=value ...`, what is skipped and warned of as
//! `line name: code`, or the error as `line: code`. A field that is not named has no value.
//! A line break in a text is LF unless written as an escape.

#![allow(clippy::unwrap_used)]

use rolebridge_dialects::{AwsFiles, Dialect, Entry, Label, ReadError, Reading, read, read_aws};
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    text: String,
    /// For AWS: the credentials file read along.
    credentials: Option<String>,
    #[serde(default)]
    entries: Vec<String>,
    #[serde(default)]
    skipped: Vec<String>,
    #[serde(default)]
    warnings: Vec<String>,
    error: Option<String>,
}

fn code<T: std::fmt::Debug>(value: &T) -> String {
    let text = format!("{value:?}");
    text.split([' ', '(', '{']).next().unwrap_or_default().to_owned()
}

fn labels(labels: &[Label]) -> Option<String> {
    let all: Vec<_> = labels.iter().map(|l| format!("{}:{}", l.key, l.value)).collect();
    (!all.is_empty()).then(|| all.join(","))
}

fn show(e: &Entry) -> String {
    let mut out = format!("{} {} {}", e.provenance.line, code(&e.kind), e.name);
    let mut put = |key: &str, value: Option<String>| {
        if let Some(v) = value {
            out.push_str(&format!(" {key}={v}"));
        }
    };
    let text = |v: &Option<String>| v.clone();
    let flag = |v: bool| v.then(|| "yes".to_owned());
    let words = |v: &[String]| (!v.is_empty()).then(|| v.join(","));
    put("from", e.provenance.section.clone());
    put(
        "account",
        e.account.as_ref().map(|a| match &a.id {
            Some(id) if id.as_str() == a.written => a.written.clone(),
            Some(id) => format!("{}({id})", a.written),
            None => format!("{}(?)", a.written),
        }),
    );
    put("alias", e.account.as_ref().and_then(|a| a.alias.clone()));
    put(
        "role",
        e.role.as_ref().map(|r| {
            format!(
                "{}{}",
                r.written,
                if r.name.is_some() && r.path.is_some() { "" } else { "(?)" }
            )
        }),
    );
    put("partition", e.partition.map(|p| p.as_str().to_owned()));
    put("external_id", e.external_id.as_ref().map(ToString::to_string));
    put("source", text(&e.source));
    put("chain", words(&e.chain));
    put("credential_source", text(&e.credential_source));
    put("login_session", text(&e.login_session));
    put("keys", flag(e.static_keys));
    put("process", flag(e.process));
    put("web_identity", flag(e.web_identity));
    if let Some(sso) = &e.sso {
        let parts = [
            sso.session.clone(),
            sso.start_url.clone(),
            sso.region.as_ref().map(ToString::to_string),
            sso.account.as_ref().map(|a| a.written.clone()),
            sso.role.clone(),
            words(&sso.scopes),
        ];
        put("sso", Some(parts.map(Option::unwrap_or_default).join("|")));
    }
    put("mfa", text(&e.mfa_serial));
    put("duration", e.duration_seconds.map(|d| d.to_string()));
    put("session", e.session_name.as_ref().map(ToString::to_string));
    put("tags", labels(&e.session_tags));
    put("transitive", words(&e.transitive_tags));
    put("identity", text(&e.source_identity));
    put("region", e.region.as_ref().map(ToString::to_string));
    put("endpoint", text(&e.endpoint_url));
    for (key, colour) in [("colour", &e.colour), ("menu", &e.menu_colour)] {
        put(
            key,
            colour
                .as_ref()
                .map(|c| format!("{}({})", c.written, c.rgb.as_ref().map_or("?", |r| r.as_str()))),
        );
    }
    put("image", text(&e.image));
    put("group", text(&e.group));
    put("description", text(&e.description));
    put("labels", labels(&e.labels));
    put("target_role", text(&e.target.role));
    put("target_region", e.target.region.as_ref().map(ToString::to_string));
    put("generated", text(&e.generated_from));
    out
}

struct Found {
    entries: Vec<String>,
    skipped: Vec<String>,
    warnings: Vec<String>,
    error: Option<String>,
}

fn found(result: Result<Reading, ReadError>) -> Found {
    match result {
        Ok(r) => {
            for sentence in r.skipped.iter().map(|s| s.reason.to_string()) {
                assert!(sentence.ends_with('.'), "{sentence}");
            }
            Found {
                entries: r.entries.iter().map(show).collect(),
                skipped: r
                    .skipped
                    .iter()
                    .map(|s| format!("{} {}: {}", s.line, s.name, code(&s.reason)))
                    .collect(),
                warnings: r
                    .warnings
                    .iter()
                    .map(|w| format!("{} {}: {}", w.line, w.name, code(&w.notice)))
                    .collect(),
                error: None,
            }
        }
        Err(e) => {
            assert!(e.to_string().ends_with(['.', '?']), "{e}");
            let line = e.line.map(|l| l.to_string()).unwrap_or_default();
            let error = Some(format!("{line}: {}", code(&e.problem)));
            Found { entries: vec![], skipped: vec![], warnings: vec![], error }
        }
    }
}

#[test]
fn every_case() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases");
    let mut wrong = Vec::new();
    let mut count = 0;
    for dialect in Dialect::ALL {
        let path = format!("{folder}/{dialect}.toml");
        let file: File = toml::from_str(&std::fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|e| panic!("{path}: {e}"));
        for case in file.case {
            count += 1;
            let found = found(match &case.credentials {
                Some(credentials) => {
                    read_aws(AwsFiles { config: Some(&case.text), credentials: Some(credentials) })
                }
                None => read(dialect, case.text.as_bytes()),
            });
            if (&found.entries, &found.skipped, &found.warnings, &found.error)
                != (&case.entries, &case.skipped, &case.warnings, &case.error)
            {
                wrong.push(format!(
                    "{dialect}: {}\nentries = {:#?}\nskipped = {:#?}\nwarnings = {:#?}\nerror = {:?}",
                    case.name, found.entries, found.skipped, found.warnings, found.error
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count} wrong\n{}", wrong.len(), wrong.join("\n\n"));
    assert!(count > 300, "only {count} cases were found");
}
