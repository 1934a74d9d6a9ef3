//! From JSON to the policy grammar. It refuses what the grammar does not know and leaves judging
//! to the checks: an empty list, for one, is grammatical and useless.

use crate::document::{Condition, Effect, Operand, Patterns, Principals, Read, Statement, Version};
use crate::error::{Fault, Path};
use crate::json::{Key, Node, Value, shorten};
use crate::operator::{Operator, Test};
use crate::pattern::{Pattern, Syntax};
use crate::principal::{PrincipalKind, PrincipalValue};
use crate::value;

type Result<T> = std::result::Result<T, Fault>;

const STATEMENT_KEYS: &str =
    "Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource and Condition";

fn fault(at: usize, path: Path<'_>, code: &'static str, sentence: impl Into<String>) -> Fault {
    Fault { at, pointer: path.pointer(), code, sentence: sentence.into() }
}

fn wrong_type(node: &Node, path: Path<'_>, what: &str, wanted: &str) -> Fault {
    fault(
        node.at,
        path,
        "wrong-type",
        format!("{what} must be {wanted}, not {}.", node.value.kind()),
    )
}

pub(crate) fn document(root: &Node) -> Result<(Option<Version>, Vec<Statement>)> {
    let path = Path::ROOT;
    let Value::Object(members) = &root.value else {
        let mut fault = wrong_type(root, path, "A policy document", "a JSON object");
        if matches!(&root.value, Value::String(text) if text.trim_start().starts_with('{')) {
            fault
                .sentence
                .push_str(" The document stands inside a string: take it out of the quotes.");
        }
        return Err(fault);
    };
    let mut version = None;
    let mut statement = None;
    for (key, node) in members {
        let at = path.key(&key.text);
        match key.text.as_str() {
            "Version" => version = Some(self::version(node, at)?),
            "Id" => {
                text(node, at, "Id")?;
            }
            "Statement" => statement = Some(node),
            other => {
                return Err(unknown(
                    key,
                    at,
                    other,
                    "A policy document",
                    "Version, Id and Statement",
                ));
            }
        }
    }
    let Some(node) = statement else {
        return Err(fault(
            root.at,
            path,
            "missing-element",
            "The document has no Statement. A policy without statements grants nothing and IAM refuses it.",
        ));
    };
    // The old language is the default and knows no policy variables.
    let variables = version == Some(Version::V2012);
    let at = path.key("Statement");
    let statements = match &node.value {
        Value::Object(_) => vec![self::statement(node, at, variables)?],
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(i, item)| self::statement(item, at.index(i), variables))
            .collect::<Result<_>>()?,
        _ => return Err(wrong_type(node, at, "Statement", "an object or an array of objects")),
    };
    Ok((version, statements))
}

fn version(node: &Node, path: Path<'_>) -> Result<Version> {
    match text(node, path, "Version")? {
        "2012-10-17" => Ok(Version::V2012),
        "2008-10-17" => Ok(Version::V2008),
        other => Err(fault(
            node.at,
            path,
            "version",
            format!(
                "Version \u{201c}{}\u{201d} does not exist. It names the policy language: use 2012-10-17.",
                shorten(other)
            ),
        )),
    }
}

fn unknown(key: &Key, path: Path<'_>, name: &str, place: &str, known: &str) -> Fault {
    let hint = known
        .split([',', ' '])
        .find(|k| k.eq_ignore_ascii_case(name) && !k.is_empty())
        .map_or_else(|| format!("It can have {known}."), |k| format!("Write {k}: case matters."));
    fault(
        key.at,
        path,
        "unknown-element",
        format!("{place} has no element \u{201c}{}\u{201d}. {hint}", shorten(name)),
    )
}

fn text<'n>(node: &'n Node, path: Path<'_>, what: &str) -> Result<&'n str> {
    match &node.value {
        Value::String(s) => Ok(s),
        _ => Err(wrong_type(node, path, what, "a string")),
    }
}

/// A string or an array of strings, as a list.
fn texts<'n>(node: &'n Node, path: Path<'_>, what: &str) -> Result<Vec<&'n str>> {
    match &node.value {
        Value::String(s) => Ok(vec![s]),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(i, item)| text(item, path.index(i), &format!("Each entry of {what}")))
            .collect(),
        _ => Err(wrong_type(node, path, what, "a string or an array of strings")),
    }
}

fn statement(node: &Node, path: Path<'_>, variables: bool) -> Result<Statement> {
    let Value::Object(members) = &node.value else {
        return Err(wrong_type(node, path, "A statement", "an object"));
    };
    let mut sid = None;
    let mut effect = None;
    let mut principal: Option<(Principals, &Key)> = None;
    let mut action: Option<(Patterns, &Key)> = None;
    let mut resource: Option<(Patterns, &Key)> = None;
    let mut conditions = Vec::new();
    for (key, node) in members {
        let name = key.text.as_str();
        let at = path.key(name);
        match name {
            "Sid" => sid = Some(text(node, at, "Sid")?.to_owned()),
            "Effect" => effect = Some(self::effect(node, at)?),
            "Principal" | "NotPrincipal" => {
                exclusive(principal.as_ref().map(|(_, k)| *k), key, at)?;
                let negated = name == "NotPrincipal";
                principal =
                    Some((Principals { negated, values: principals(node, at, name)? }, key));
            }
            "Action" | "NotAction" => {
                exclusive(action.as_ref().map(|(_, k)| *k), key, at)?;
                let syntax = Syntax { wildcards: true, variables: false };
                let values =
                    texts(node, at, name)?.into_iter().map(|t| Pattern::new(t, syntax)).collect();
                action = Some((Patterns { negated: name == "NotAction", values }, key));
            }
            "Resource" | "NotResource" => {
                exclusive(resource.as_ref().map(|(_, k)| *k), key, at)?;
                let syntax = Syntax { wildcards: true, variables };
                let values =
                    texts(node, at, name)?.into_iter().map(|t| Pattern::new(t, syntax)).collect();
                resource = Some((Patterns { negated: name == "NotResource", values }, key));
            }
            "Condition" => conditions = self::conditions(node, at, variables)?,
            other => return Err(unknown(key, at, other, "A statement", STATEMENT_KEYS)),
        }
    }
    let missing = |what: &str| {
        fault(node.at, path, "missing-element", format!("This statement has no {what}."))
    };
    Ok(Statement {
        sid,
        effect: effect.ok_or_else(|| missing("Effect. Write Allow or Deny"))?,
        principal: principal.map(|(p, _)| p),
        action: action
            .map(|(a, _)| a)
            .ok_or_else(|| missing("Action. Name at least one, such as s3:GetObject"))?,
        resource: resource.map(|(r, _)| r),
        conditions,
    })
}

fn exclusive(earlier: Option<&Key>, key: &Key, path: Path<'_>) -> Result<()> {
    match earlier {
        None => Ok(()),
        Some(earlier) => Err(fault(
            key.at,
            path,
            "exclusive-elements",
            format!(
                "A statement can have {} or {}, not both. Remove one or make two statements.",
                earlier.text, key.text
            ),
        )),
    }
}

fn effect(node: &Node, path: Path<'_>) -> Result<Effect> {
    match text(node, path, "Effect")? {
        "Allow" => Ok(Effect::Allow),
        "Deny" => Ok(Effect::Deny),
        other => Err(fault(
            node.at,
            path,
            "effect",
            format!(
                "Effect must be exactly Allow or Deny, not \u{201c}{}\u{201d}.",
                shorten(other)
            ),
        )),
    }
}

fn principals(node: &Node, path: Path<'_>, name: &str) -> Result<Vec<PrincipalValue>> {
    match &node.value {
        Value::String(s) if s == "*" => Ok(vec![PrincipalValue::new(PrincipalKind::Anyone, s)]),
        Value::String(s) => Err(fault(
            node.at,
            path,
            "principal",
            format!(
                "{name} as a plain string can only be \u{201c}*\u{201d}. Write {{\"AWS\": \"{0}\"}} or {{\"Service\": \"{0}\"}}.",
                shorten(s)
            ),
        )),
        Value::Object(members) => {
            let mut values = Vec::new();
            for (key, node) in members {
                let at = path.key(&key.text);
                let kind = PrincipalKind::parse(&key.text).ok_or_else(|| {
                    unknown(key, at, &key.text, name, "AWS, Service, Federated and CanonicalUser")
                })?;
                let what = format!("{name} {}", key.text);
                values.extend(
                    texts(node, at, &what)?.into_iter().map(|t| PrincipalValue::new(kind, t)),
                );
            }
            Ok(values)
        }
        _ => Err(wrong_type(node, path, name, "\u{201c}*\u{201d} or an object")),
    }
}

fn conditions(node: &Node, path: Path<'_>, variables: bool) -> Result<Vec<Condition>> {
    let Value::Object(operators) = &node.value else {
        return Err(wrong_type(node, path, "Condition", "an object of operators"));
    };
    let mut out = Vec::new();
    for (name, keys) in operators {
        let at = path.key(&name.text);
        let operator = Operator::parse(&name.text).ok_or_else(|| {
            let hint = Operator::nearest(&name.text)
                .map_or_else(String::new, |n| format!(" Did you mean {n}?"));
            fault(
                name.at,
                at,
                "unknown-operator",
                format!(
                    "There is no condition operator \u{201c}{}\u{201d}.{hint}",
                    shorten(&name.text)
                ),
            )
        })?;
        let Value::Object(keys) = &keys.value else {
            return Err(wrong_type(keys, at, &name.text, "an object of condition keys"));
        };
        for (key, values) in keys {
            let at = at.key(&key.text);
            out.push(Condition {
                operator,
                operator_name: name.text.clone(),
                key_name: key.text.clone(),
                key: key.text.to_lowercase(),
                values: scalars(values, at, &key.text)?
                    .into_iter()
                    .map(|raw| Operand { read: read(operator, &raw, variables), raw })
                    .collect(),
            });
        }
    }
    Ok(out)
}

/// Condition values may be strings, numbers or booleans; a number is compared as its text.
fn scalars(node: &Node, path: Path<'_>, what: &str) -> Result<Vec<String>> {
    let scalar = |node: &Node| match &node.value {
        Value::String(s) => Some(s.clone()),
        Value::Number(n) => Some(n.clone()),
        Value::Bool(b) => Some(b.to_string()),
        _ => None,
    };
    if let Value::Array(items) = &node.value {
        return items
            .iter()
            .enumerate()
            .map(|(i, item)| {
                scalar(item).ok_or_else(|| {
                    wrong_type(
                        item,
                        path.index(i),
                        &format!("Each value of {}", shorten(what)),
                        "a string",
                    )
                })
            })
            .collect();
    }
    scalar(node).map(|s| vec![s]).ok_or_else(|| {
        wrong_type(
            node,
            path,
            &format!("The value of {}", shorten(what)),
            "a string or an array of strings",
        )
    })
}

fn read(operator: Operator, raw: &str, variables: bool) -> Read {
    let text = |wildcards| {
        let variables = variables && operator.takes_variables();
        Read::Text(Pattern::new(raw, Syntax { wildcards, variables }))
    };
    match operator.test {
        Test::StringEquals | Test::StringEqualsIgnoreCase => text(false),
        Test::StringLike | Test::Arn => text(true),
        Test::NumericEquals
        | Test::NumericLess
        | Test::NumericLessOrEqual
        | Test::NumericGreater
        | Test::NumericGreaterOrEqual => Read::Number(value::number(raw)),
        Test::DateEquals
        | Test::DateLess
        | Test::DateLessOrEqual
        | Test::DateGreater
        | Test::DateGreaterOrEqual => Read::Date(value::date(raw)),
        Test::Bool | Test::Null => Read::Bool(value::boolean(raw)),
        Test::Binary => Read::Binary(value::binary(raw)),
        Test::Ip => Read::Ip(value::Cidr::parse(raw)),
    }
}

#[cfg(test)]
mod tests {
    use crate::Document;

    fn error(text: &str) -> String {
        let e = Document::parse(text).unwrap_err();
        format!("{}:{} {} {} {}", e.line, e.column, e.pointer, e.code, e.sentence)
    }

    fn with(members: &str) -> String {
        format!("{{\"Statement\":[{{{members}}}]}}")
    }

    #[test]
    fn says_what_the_grammar_does_not_know() {
        for (text, wanted) in [
            ("[]", "1:1  wrong-type A policy document must be a JSON object, not an array."),
            ("{}", "1:1  missing-element"),
            (
                r#"{"statement":[]}"#,
                "1:2 /statement unknown-element A policy document has no element \u{201c}statement\u{201d}. Write Statement: case matters.",
            ),
            (r#"{"Version":"2012-10-18","Statement":[]}"#, "1:12 /Version version"),
            (
                r#"{"Version":2012,"Statement":[]}"#,
                "1:12 /Version wrong-type Version must be a string, not a number.",
            ),
            (r#"{"Statement":["x"]}"#, "1:15 /Statement/0 wrong-type"),
            (r#"{"Id":[],"Statement":[]}"#, "1:7 /Id wrong-type"),
        ] {
            assert!(error(text).starts_with(wanted), "{}", error(text));
        }
        for (members, wanted) in [
            (r#""Effect":"allow","Action":"a:b""#, "/Statement/0/Effect effect"),
            (r#""Action":"a:b""#, "/Statement/0 missing-element This statement has no Effect"),
            (
                r#""Effect":"Allow""#,
                "/Statement/0 missing-element This statement has no Action. Name",
            ),
            (
                r#""Effect":"Allow","Action":"a:b","NotAction":"a:c""#,
                "exclusive-elements A statement can have Action or NotAction, not both. Remove",
            ),
            (r#""Effect":"Allow","Action":{}"#, "/Statement/0/Action wrong-type"),
            (r#""Effect":"Allow","Action":["a:b",7]"#, "/Statement/0/Action/1 wrong-type"),
            (
                r#""Effect":"Allow","Action":"a:b","Principal":"arn:aws:iam::111111111111:root""#,
                "/Statement/0/Principal principal",
            ),
            (
                r#""Effect":"Allow","Action":"a:b","Principal":{"aws":"*"}"#,
                "Write AWS: case matters.",
            ),
            (
                r#""Effect":"Allow","Action":"a:b","Principal":{"AWS":{}}"#,
                "/Statement/0/Principal/AWS wrong-type",
            ),
            (
                r#""Effect":"Allow","Action":"a:b","Condition":[]"#,
                "/Statement/0/Condition wrong-type",
            ),
            (
                r#""Effect":"Allow","Action":"a:b","Condition":{"StringEqual":{}}"#,
                "Did you mean StringEquals?",
            ),
            (
                r#""Effect":"Allow","Action":"a:b","Condition":{"StringEquals":"x"}"#,
                "/Statement/0/Condition/StringEquals wrong-type",
            ),
            (
                r#""Effect":"Allow","Action":"a:b","Condition":{"StringEquals":{"a/b":null}}"#,
                "/Statement/0/Condition/StringEquals/a~1b wrong-type",
            ),
            (r#""Effect":"Allow","Action":"a:b","Sid":1"#, "/Statement/0/Sid wrong-type"),
            (r#""Effect":"Allow","Action":"a:b","Ressource":"*""#, "unknown-element"),
        ] {
            assert!(error(&with(members)).contains(wanted), "{}", error(&with(members)));
        }
    }

    #[test]
    fn takes_what_iam_takes() {
        for members in [
            r#""Effect":"Allow","Action":"*","Resource":"*""#,
            r#""Sid":"","Effect":"Deny","NotAction":["a:b"],"NotResource":["x"]"#,
            r#""Effect":"Allow","Action":"a:b","Condition":{"Bool":{"aws:SecureTransport":true}}"#,
            r#""Effect":"Allow","Action":"a:b","Condition":{"numericlessthan":{"aws:MultiFactorAuthAge":[3600]}}"#,
            r#""Effect":"Allow","Action":"a:b","Condition":{"StringLike":{}},"Principal":"*""#,
            r#""Effect":"Allow","Action":[],"NotPrincipal":{"AWS":["1"],"Service":"s","Federated":"f","CanonicalUser":"c"}"#,
        ] {
            assert!(Document::parse(&with(members)).is_ok(), "{members}");
        }
    }
}
