//! Which dialect a file is in, why that is thought, and which others fit as well.

use serde::Serialize;

use crate::csv_file::{after_separator_line, column, separator};
use crate::peacock::looks_like_json;
use crate::{Dialect, aesr};

/// What a file seems to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Detection {
    /// The likeliest dialect, if any fits.
    pub best: Option<Fit>,
    /// Others that fit as well; the user should say which is meant if there are any.
    pub others: Vec<Fit>,
}

/// A dialect a file may be in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fit {
    /// The dialect.
    pub dialect: Dialect,
    /// Why it fits.
    pub why: String,
}

impl Detection {
    const fn none() -> Self {
        Self { best: None, others: Vec::new() }
    }

    fn of(mut fits: Vec<Fit>) -> Self {
        if fits.is_empty() {
            return Self::none();
        }
        let best = fits.remove(0);
        Self { best: Some(best), others: fits }
    }
}

fn fit(dialect: Dialect, why: impl Into<String>) -> Fit {
    Fit { dialect, why: why.into() }
}

/// Says which dialect a text is in, from what is in it; the file's name decides only where the
/// text leaves it open.
#[must_use]
pub fn detect(text: &str, file_name: Option<&str>) -> Detection {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let name = file_name.unwrap_or_default().rsplit(['/', '\\']).next().unwrap_or_default();
    let name = name.to_ascii_lowercase();
    let has = |word: &str| text.contains(word);
    let team = |l: &str| l.trim_start_matches([' ', '\t', '{', '"']).starts_with("rolebridge_team");
    let start = text.trim_start();
    if text.lines().any(team) || start.starts_with('{') && has("\"rolebridge_team\"") {
        return Detection::of(vec![fit(Dialect::Team, "It says rolebridge_team.")]);
    }
    let begins = |l: &str, key: &str| {
        l.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(':'))
    };
    let block = |l: &str| begins(l, "SSOConfig") || l.contains("\"SSOConfig\"");
    if text.lines().any(block) {
        return Detection::of(vec![fit(Dialect::AwsSso, "It has the block SSOConfig.")]);
    }
    let list = begins_as_list(text) || looks_like_json_list(start);
    if list && has("env") && (has("account") || has("BackgroundColor")) && !has("auth_method") {
        let why = "It is a list of env and style.";
        return Detection::of(vec![fit(Dialect::Peacock, why)]);
    }
    let list = list || text.lines().any(|l| begins(l, "items"));
    if list && has("provider") && has("uid") {
        let why = "It is a list of provider and uid.";
        return Detection::of(vec![fit(Dialect::Prowler, why)]);
    }
    if let Some(why) = csv(text) {
        return Detection::of(vec![fit(Dialect::Csv, why)]);
    }
    ini(text, &name)
}

/// A list of YAML begins its first line that is no comment with a hyphen.
fn begins_as_list(text: &str) -> bool {
    text.lines()
        .find(|l| !l.trim().is_empty() && !l.starts_with(['#', ';']) && !l.starts_with("---"))
        .is_some_and(|l| l.starts_with("- "))
}

fn looks_like_json_list(start: &str) -> bool {
    looks_like_json(start) && !ini_header(start.lines().next().unwrap_or_default())
}

fn ini_header(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('[')
        && line.contains(']')
        && !line.starts_with("[]")
        && !line.contains('{')
        && !line.contains('"')
}

fn csv(text: &str) -> Option<String> {
    let line = after_separator_line(text).lines().find(|l| !l.trim().is_empty())?;
    let separator = char::from(separator(text));
    let found: Vec<&str> =
        line.split(separator).filter_map(|c| column(c.trim().trim_matches('"'))).collect();
    (found.contains(&"name") && found.contains(&"role"))
        .then(|| format!("Its first line names the columns {}.", found.join(", ")))
}

/// What the settings of an INI text tell.
#[derive(Default)]
struct Signs {
    profile_prefix: bool,
    bare_section: bool,
    access_key: bool,
    granted: Option<String>,
    vault: Option<String>,
    role_switch: Option<String>,
    aesr: Option<String>,
    aws: Option<String>,
}

const VAULT: [&str; 6] = [
    "include_profile",
    "session_tags",
    "transitive_session_tags",
    "source_identity",
    "mfa_process",
    "parent_profile",
];
const AESR: [&str; 7] = [
    "aws_account_id",
    "aws_account_alias",
    "role_name",
    "target_role_name",
    "target_region",
    "color",
    "image",
];
const AWS: [&str; 14] = [
    "sso_session",
    "sso_start_url",
    "sso_account_id",
    "sso_region",
    "credential_process",
    "credential_source",
    "web_identity_token_file",
    "mfa_serial",
    "role_session_name",
    "duration_seconds",
    "output",
    "login_session",
    "endpoint_url",
    "services",
];

fn signs(text: &str) -> Signs {
    let mut signs = Signs::default();
    for line in text.lines() {
        let line = line.trim();
        if let Some(header) = line.strip_prefix('[') {
            let header = header.trim();
            if header.starts_with("granted_registry_") {
                signs.granted.get_or_insert_with(|| "a registry's marks".to_owned());
            } else if header.starts_with("profile ") || header.starts_with("profile\t") {
                signs.profile_prefix = true;
            } else if header.starts_with("sso-session ") || header.starts_with("services ") {
                signs.aws.get_or_insert_with(|| "[sso-session] or [services]".to_owned());
            } else if !header.starts_with("default") {
                signs.bare_section = true;
            }
            continue;
        }
        let Some((key, value)) = line.split_once('=') else { continue };
        let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
        let note = |sign: &mut Option<String>| {
            sign.get_or_insert_with(|| key.clone());
        };
        match key.as_str() {
            "aws_access_key_id" | "aws_secret_access_key" => signs.access_key = true,
            "group" => note(&mut signs.role_switch),
            "color" if value.starts_with('#') || !is_hex(value) => {
                signs.role_switch.get_or_insert_with(|| format!("color = {value}"));
            }
            k if k.starts_with("granted_") || k.starts_with("common_fate_") => {
                note(&mut signs.granted);
            }
            k if VAULT.contains(&k) => note(&mut signs.vault),
            k if AESR.contains(&k) => note(&mut signs.aesr),
            k if AWS.contains(&k) => note(&mut signs.aws),
            _ => {}
        }
    }
    signs
}

fn is_hex(value: &str) -> bool {
    let value = value.split([';', '#']).next().unwrap_or_default().trim();
    matches!(value.len(), 3 | 6) && value.bytes().all(|b| b.is_ascii_hexdigit())
}

fn ini(text: &str, name: &str) -> Detection {
    let signs = signs(text);
    let is_comment = |l: &str| l.trim().is_empty() || l.starts_with(['#', ';']);
    if name == "config" && text.lines().all(is_comment) {
        return Detection::of(vec![fit(Dialect::Aws, "The file is called config.")]);
    }
    if !signs.profile_prefix && !signs.bare_section && !text.contains("[default") {
        return Detection::none();
    }
    let mut fits = Vec::new();
    if let Some(key) = &signs.granted {
        fits.push(fit(Dialect::Granted, format!("It has {key}, which granted uses.")));
    }
    if let Some(key) = &signs.vault {
        fits.push(fit(Dialect::AwsVault, format!("It has {key}, which aws-vault uses.")));
    }
    if let Some(key) = &signs.role_switch {
        fits.push(fit(Dialect::RoleSwitch, format!("It has {key}, which aws-role-switch uses.")));
    }
    if let Some(key) = &signs.aesr {
        let why = format!("It has {key}, which AWS Extend Switch Roles uses.");
        match (aesr::profiles(text).is_ok(), fits.is_empty()) {
            (true, _) => fits.push(fit(Dialect::Aesr, why)),
            (false, true) => {
                // What it rejects and AWS tools have a setting in is theirs.
                if let Some(key) = signs.aws.as_ref().filter(|_| signs.profile_prefix) {
                    let why = format!("It has {key}, which AWS tools use.");
                    fits.push(fit(Dialect::Aws, why));
                }
                fits.push(fit(Dialect::Aesr, format!("{why} It would reject the text, though.")));
            }
            (false, false) => {}
        }
        if signs.role_switch.is_none() {
            let why = format!("aws-role-switch reads {key}, too.");
            fits.push(fit(Dialect::RoleSwitch, why));
        }
    }
    let special = signs.granted.is_some() || signs.vault.is_some();
    if signs.access_key && !signs.profile_prefix && signs.bare_section || name == "credentials" {
        let why = if name == "credentials" {
            "The file is called credentials."
        } else {
            "It has access keys in sections without \u{201c}profile\u{201d}."
        };
        fits.insert(0, fit(Dialect::AwsCredentials, why));
    } else if let Some(key) = signs.aws.as_ref().filter(|_| !special)
        && !fits.iter().any(|f| f.dialect == Dialect::Aws)
    {
        let fit = fit(Dialect::Aws, format!("It has {key}, which AWS tools use."));
        let first = signs.aesr.is_none() && signs.role_switch.is_none();
        fits.insert(if first { 0 } else { fits.len() }, fit);
    } else if !special && signs.aesr.is_none() && signs.role_switch.is_none() {
        plain(text, name, &signs, &mut fits);
    }
    Detection::of(fits)
}

/// Nothing but `role_arn`, `source_profile` and `region`: AWS's file and AESR's look the same.
fn plain(text: &str, name: &str, signs: &Signs, fits: &mut Vec<Fit>) {
    let aesr = aesr::profiles(text).is_ok_and(|p| !p.all.is_empty());
    let why_aesr = "AWS Extend Switch Roles accepts it as it is.";
    if signs.bare_section && !signs.profile_prefix {
        if aesr {
            fits.push(fit(Dialect::Aesr, "Its sections have no \u{201c}profile\u{201d}."));
            let why = "aws-role-switch reads such sections, too.";
            fits.push(fit(Dialect::RoleSwitch, why));
        } else {
            let why = "It has sections and settings, but none that only one tool uses.";
            fits.push(fit(Dialect::RoleSwitch, why));
        }
        return;
    }
    let why = if name == "config" {
        "The file is called config."
    } else {
        "Its sections begin with \u{201c}profile\u{201d}, or are [default]."
    };
    fits.push(fit(Dialect::Aws, why));
    if aesr && name != "config" {
        fits.push(fit(Dialect::Aesr, why_aesr));
    }
    if signs.access_key && !signs.profile_prefix && name != "config" {
        let why = "A credentials file with only [default] looks the same.";
        fits.push(fit(Dialect::AwsCredentials, why));
    }
}
