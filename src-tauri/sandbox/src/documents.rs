//! What IAM refuses to store, with the texts IAM gives.

use std::collections::BTreeMap;

use rolebridge_cloud::Cause;
use rolebridge_policy::Document;
use serde_json::Value;

use crate::errors::{invalid, malformed};
use crate::state::{State, Trust};

/// Reads a trust policy as CreateRole and UpdateAssumeRolePolicy do.
pub(crate) fn trust(state: &State, text: &str) -> Result<Trust, Cause> {
    let (document, json) = read(text)?;
    for statement in statements(&json) {
        let has = |key: &str| statement.get(key).is_some();
        if has("NotPrincipal") {
            return Err(malformed("AssumeRole policy may not specify NotPrincipal."));
        }
        if has("Resource") || has("NotResource") {
            return Err(malformed("Has prohibited field Resource"));
        }
        if !has("Principal") {
            return Err(malformed("Missing required field Principal"));
        }
        if statement["Principal"] == "*" {
            return Err(malformed("AssumeRolepolicy contained an invalid principal: \"STAR\"."));
        }
        if has("NotAction") {
            return Err(malformed("AssumeRole policy may not specify NotAction."));
        }
    }
    for action in document.statements().iter().flat_map(|s| s.actions()) {
        if action != "*" && !action.to_ascii_lowercase().starts_with("sts:") {
            return Err(malformed("AssumeRole policy may only specify STS AssumeRole actions."));
        }
    }
    Ok(Trust { principals: principals(state, &json)?, text: text.to_owned() })
}

/// Checks a permission policy as PutRolePolicy does.
pub(crate) fn permissions(text: &str) -> Result<Document, Cause> {
    let (document, json) = read(text)?;
    for statement in statements(&json) {
        if statement.get("Principal").is_some() || statement.get("NotPrincipal").is_some() {
            return Err(malformed("Policy document should not specify a principal."));
        }
        if statement.get("Resource").is_none() && statement.get("NotResource").is_none() {
            return Err(malformed("Policy statement must contain resources."));
        }
    }
    for statement in document.statements() {
        if statement.resources().next().is_none() {
            return Err(malformed("Policy statement must contain resources."));
        }
        for resource in statement.resources() {
            if resource != "*" && !resource.starts_with("arn:") {
                return Err(malformed(format!(
                    "Resource {resource} must be in ARN format or \"*\"."
                )));
            }
        }
    }
    Ok(document)
}

/// What both kinds have in common.
fn read(text: &str) -> Result<(Document, Value), Cause> {
    if text.is_empty() {
        return Err(malformed("Policy document is empty."));
    }
    // The API's own pattern: [\u0009\u000A\u000D\u0020-\u00FF]+
    if text.chars().any(|c| !matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{ff}')) {
        return Err(invalid(
            "The specified value for policyDocument is invalid. It must contain only printable \
             ASCII characters.",
        ));
    }
    let json: Value =
        serde_json::from_str(text).map_err(|_| malformed("This policy contains invalid Json"))?;
    let document =
        Document::parse(text).map_err(|e| malformed(format!("Syntax errors in policy. ({e})")))?;
    if document.statements().is_empty() {
        return Err(malformed("Policy document must contain at least one statement."));
    }
    for statement in document.statements() {
        if statement.actions().next().is_none() {
            return Err(malformed("Policy statement must contain actions."));
        }
        for action in statement.actions() {
            if action != "*" && !action.contains(':') {
                return Err(malformed(
                    "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
                ));
            }
        }
    }
    Ok((document, json))
}

/// The unique ids behind the roles and users named, which IAM looks up when a trust is saved.
fn principals(state: &State, json: &Value) -> Result<BTreeMap<String, String>, Cause> {
    for service in statements(json).flat_map(|s| principals_of(s, "Service")) {
        if !is_service(service) {
            return Err(Cause::InvalidPrincipal {
                message: format!("Invalid principal in policy: \"SERVICE\":\"{service}\""),
            });
        }
    }
    let mut ids = BTreeMap::new();
    for text in statements(json).flat_map(|s| principals_of(s, "AWS")) {
        let unknown = || Cause::InvalidPrincipal {
            message: format!("Invalid principal in policy: \"AWS\":\"{text}\""),
        };
        if text == "*" || is_account(text) {
            continue;
        }
        if is_unique_id(text) {
            if !state.has_unique_id(text) {
                return Err(unknown());
            }
            ids.insert(text.to_owned(), text.to_owned());
            continue;
        }
        let parts: Vec<&str> = text.splitn(6, ':').collect();
        let ["arn", "aws", service, "", account, resource] = parts[..] else {
            return Err(unknown());
        };
        match (service, resource) {
            // Accounts of others are taken on trust: there is no list of all AWS accounts.
            ("iam", "root") if is_account(account) => {}
            ("iam", r) if r.starts_with("role/") || r.starts_with("user/") => {
                let id = state.unique_id(text).ok_or_else(unknown)?;
                ids.insert(text.to_owned(), id.to_owned());
            }
            ("sts", r) if is_session(r) => {}
            _ => return Err(unknown()),
        }
    }
    Ok(ids)
}

/// The trust policy as IAM shows it: where a principal is gone, its unique id stands in its place,
/// also if another one has its name by now.
pub(crate) fn shown(state: &State, trust: &Trust) -> String {
    let gone: BTreeMap<&String, &String> =
        trust.principals.iter().filter(|(_, id)| !state.has_unique_id(id)).collect();
    if gone.is_empty() {
        return trust.text.clone();
    }
    let Ok(mut json) = serde_json::from_str::<Value>(&trust.text) else {
        return trust.text.clone();
    };
    let replace = |value: &mut Value| {
        if let Some(id) = value.as_str().and_then(|s| gone.get(&s.to_owned())) {
            *value = Value::String((*id).clone());
        }
    };
    let statements = match json.get_mut("Statement") {
        Some(Value::Array(all)) => all.iter_mut().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    for statement in statements {
        match statement.pointer_mut("/Principal/AWS") {
            Some(Value::Array(all)) => all.iter_mut().for_each(replace),
            Some(one) => replace(one),
            None => {}
        }
    }
    json.to_string()
}

fn statements(json: &Value) -> impl Iterator<Item = &Value> {
    let (many, one) = match &json["Statement"] {
        Value::Array(all) => (all.as_slice(), None),
        one => (&[][..], Some(one)),
    };
    many.iter().chain(one)
}

fn principals_of<'a>(statement: &'a Value, kind: &str) -> Vec<&'a str> {
    match statement.get("Principal").and_then(|p| p.get(kind)) {
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(one)) => vec![one],
        _ => Vec::new(),
    }
}

/// Whether it could be a service: which services there are is not known here.
fn is_service(text: &str) -> bool {
    let name =
        text.strip_suffix(".amazonaws.com").or_else(|| text.strip_suffix(".amazonaws.com.cn"));
    name.is_some_and(|n| {
        !n.is_empty() && n.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
    })
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_unique_id(text: &str) -> bool {
    (text.starts_with("AROA") || text.starts_with("AIDA"))
        && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// `assumed-role/<role>/<session>`, without wildcards: IAM does not check that there is one.
fn is_session(resource: &str) -> bool {
    let parts: Vec<&str> = resource.split('/').collect();
    matches!(parts[..], ["assumed-role", role, session] if !role.is_empty() && !session.is_empty())
        && !resource.contains(['*', '?'])
}
