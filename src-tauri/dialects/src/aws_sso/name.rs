//! The names of aws-sso-cli's profiles, from the template `ProfileFormat`: the fields and functions of
//! its `AWSRoleFlat.ProfileName` that need nothing but the file. Of the rest of Go's templates (`if`,
//! `range`, variables) nothing is understood.

/// Nested calls in a template; no one writes near as many.
const DEEPEST: usize = 20;

/// The functions that are understood, its own and some of the library Sprig's.
const FUNCTIONS: [&str; 9] = [
    "AccountIdStr",
    "FirstItem",
    "StringsJoin",
    "StringReplace",
    "replace",
    "nospace",
    "lower",
    "upper",
    "trim",
];

/// What a role has for the fields of a template.
#[derive(Debug, Default)]
pub(super) struct Fields<'a> {
    /// Account ID of twelve digits.
    pub(super) account: &'a str,
    /// Name of the account in the file.
    pub(super) account_name: Option<&'a str>,
    /// Permission set.
    pub(super) role: &'a str,
    /// Region of the role.
    pub(super) region: Option<&'a str>,
    /// The instance.
    pub(super) instance: &'a str,
    /// Region of Identity Center.
    pub(super) sso_region: Option<&'a str>,
    /// Start URL.
    pub(super) start_url: Option<&'a str>,
}

#[derive(Debug)]
pub(super) struct Template(Vec<Part>);

#[derive(Debug)]
enum Part {
    Text(String),
    Value(Term),
}

#[derive(Debug)]
enum Term {
    Field(String),
    Text(String),
    Call(String, Vec<Term>),
}

enum Value {
    Text(String),
    /// The file leaves it out.
    Absent,
    /// Only AWS knows it.
    Unknown,
}

impl Template {
    /// `None` for what is not understood.
    pub(super) fn parse(format: &str) -> Option<Self> {
        let (mut parts, mut rest) = (Vec::new(), format);
        while let Some((text, behind)) = rest.split_once("{{") {
            let (inside, behind) = behind.split_once("}}")?;
            let trimmed = inside.strip_prefix("- ").map(|i| (text.trim_end(), i));
            let (text, inside) = trimmed.unwrap_or((text, inside));
            parts.push(Part::Text(text.to_owned()));
            let (inside, behind) = match inside.strip_suffix(" -") {
                Some(inside) => (inside, behind.trim_start()),
                None => (inside, behind),
            };
            let mut tokens = tokens(inside)?.into_iter().peekable();
            parts.push(Part::Value(pipeline(&mut tokens, DEEPEST)?));
            if tokens.next().is_some() {
                return None;
            }
            rest = behind;
        }
        parts.push(Part::Text(rest.to_owned()));
        Some(Self(parts))
    }

    /// `None` if it needs what is not in the file.
    pub(super) fn name(&self, fields: &Fields<'_>) -> Option<String> {
        let mut name = String::new();
        for part in &self.0 {
            match part {
                Part::Text(text) => name.push_str(text),
                Part::Value(term) => name.push_str(&text(term, fields)?),
            }
        }
        Some(name).filter(|n| !n.trim().is_empty())
    }
}

#[derive(Debug, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    Open,
    Close,
    Pipe,
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let (mut tokens, mut rest) = (Vec::new(), text.trim_start());
    while let Some(first) = rest.chars().next() {
        let (token, len) = match first {
            '(' => (Token::Open, 1),
            ')' => (Token::Close, 1),
            '|' => (Token::Pipe, 1),
            '"' | '`' => {
                let inside = &rest[1..];
                let end = inside.find(first)?;
                let plain = !inside[..end].contains('\\');
                (Token::Text(plain.then(|| inside[..end].to_owned())?), end + 2)
            }
            _ => {
                let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
                let end = rest.find(|c| !part(c)).unwrap_or(rest.len());
                (Token::Word((end > 0).then(|| rest[..end].to_owned())?), end)
            }
        };
        tokens.push(token);
        rest = rest[len..].trim_start();
    }
    Some(tokens)
}

type Tokens = std::iter::Peekable<std::vec::IntoIter<Token>>;

/// Calls divided by `|`; what is before it is the last argument of what is behind.
fn pipeline(tokens: &mut Tokens, deep: usize) -> Option<Term> {
    let mut term = call(tokens, None, deep.checked_sub(1)?)?;
    while tokens.next_if_eq(&Token::Pipe).is_some() {
        term = call(tokens, Some(term), deep)?;
    }
    Some(term)
}

fn call(tokens: &mut Tokens, piped: Option<Term>, deep: usize) -> Option<Term> {
    if let Some(Token::Word(name)) = tokens.next_if(is_function) {
        FUNCTIONS.contains(&name.as_str()).then_some(())?;
        let mut arguments = Vec::new();
        while !matches!(tokens.peek(), None | Some(Token::Pipe | Token::Close)) {
            arguments.push(operand(tokens, deep)?);
        }
        arguments.extend(piped);
        return Some(Term::Call(name, arguments));
    }
    match piped {
        Some(_) => None,
        None => operand(tokens, deep),
    }
}

fn is_function(token: &Token) -> bool {
    matches!(token, Token::Word(word) if !word.starts_with('.'))
}

fn operand(tokens: &mut Tokens, deep: usize) -> Option<Term> {
    match tokens.next()? {
        Token::Word(word) => Some(Term::Field(word.strip_prefix('.')?.to_owned())),
        Token::Text(text) => Some(Term::Text(text)),
        Token::Open => {
            let term = pipeline(tokens, deep)?;
            (tokens.next()? == Token::Close).then_some(term)
        }
        Token::Close | Token::Pipe => None,
    }
}

fn text(term: &Term, fields: &Fields<'_>) -> Option<String> {
    match value(term, fields) {
        Value::Text(text) => Some(text),
        Value::Absent | Value::Unknown => None,
    }
}

fn value(term: &Term, fields: &Fields<'_>) -> Value {
    let found = |text: Option<&str>| {
        text.filter(|t| !t.is_empty()).map_or(Value::Absent, |t| Value::Text(t.to_owned()))
    };
    match term {
        Term::Text(text) => Value::Text(text.clone()),
        Term::Field(name) => match name.as_str() {
            // A number, so without leading zeros.
            "AccountId" => found(Some(fields.account.trim_start_matches('0'))),
            "AccountIdPad" => found(Some(fields.account)),
            "AccountName" => found(fields.account_name),
            "RoleName" => found(Some(fields.role)),
            "DefaultRegion" => found(fields.region),
            "SSO" => found(Some(fields.instance)),
            "SSORegion" => found(fields.sso_region),
            "StartUrl" => found(fields.start_url),
            _ => Value::Unknown,
        },
        Term::Call(name, arguments) if name == "FirstItem" => {
            let values = arguments.iter().map(|a| value(a, fields));
            let empty = |v: &Value| {
                matches!(v, Value::Absent) || matches!(v, Value::Text(t) if t.is_empty())
            };
            values.into_iter().find(|v| !empty(v)).unwrap_or(Value::Absent)
        }
        Term::Call(name, arguments) => {
            called(name, arguments, fields).map_or(Value::Unknown, Value::Text)
        }
    }
}

fn called(name: &str, arguments: &[Term], fields: &Fields<'_>) -> Option<String> {
    let all: Vec<String> = arguments.iter().map(|a| text(a, fields)).collect::<Option<_>>()?;
    Some(match (name, all.as_slice()) {
        ("AccountIdStr", [id]) => format!("{id:0>12}"),
        ("StringsJoin", [between, items @ ..]) => {
            let items: Vec<&str> =
                items.iter().map(String::as_str).filter(|i| !i.is_empty()).collect();
            items.join(between)
        }
        ("StringReplace" | "replace", [old, new, text]) => text.replace(old, new),
        ("nospace", [text]) => text.split_whitespace().collect(),
        ("lower", [text]) => text.to_lowercase(),
        ("upper", [text]) => text.to_uppercase(),
        ("trim", [text]) => text.trim().to_owned(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_as_the_tool_makes_them() {
        let fields = Fields {
            account: "012345678901",
            account_name: Some("My  Account"),
            role: "Admin",
            instance: "Default",
            ..Fields::default()
        };
        let unnamed = Fields { account: "012345678901", role: "Admin", ..Fields::default() };
        for (format, named, without_name) in [
            ("{{ AccountIdStr .AccountId }}:{{ .RoleName }}", "012345678901:Admin", "same"),
            ("{{.AccountId}}", "12345678901", "same"),
            ("{{.AccountName}}/{{.RoleName}}", "My  Account/Admin", "-"),
            ("{{ .AccountName | nospace | lower }}-x", "myaccount-x", "-"),
            ("{{ FirstItem .AccountName (.AccountAlias | nospace) }}:x", "My  Account:x", "-"),
            ("{{ FirstItem .AccountName .AccountIdPad }}", "My  Account", "012345678901"),
            ("{{ StringReplace \" \" \"_\" .AccountName }}", "My__Account", "-"),
            ("{{- .RoleName -}} {{ StringsJoin \":\" .SSO .RoleName }}", "AdminDefault:Admin", "-"),
            ("{{ upper (replace \"m\" \"-\" .RoleName) }}", "AD-IN", "same"),
            ("plain", "plain", "same"),
            ("", "-", "same"),
            ("{{ .AccountAlias }}", "-", "same"),
            ("{{ if .AccountName }}a{{ end }}", "-", "same"),
            ("{{ .RoleName", "-", "same"),
            ("{{ .RoleName | }}", "-", "same"),
            ("{{ (.RoleName }}", "-", "same"),
            ("{{ .RoleName .SSO }}", "-", "same"),
            ("{{ printf \"%s\" .RoleName }}", "-", "same"),
            ("{{ \"\\n\" }}", "-", "same"),
        ] {
            let name = |fields| Template::parse(format).and_then(|t| t.name(fields));
            assert_eq!(name(&fields).as_deref().unwrap_or("-"), named, "{format}");
            let expected = if without_name == "same" { named } else { without_name };
            assert_eq!(name(&unnamed).as_deref().unwrap_or("-"), expected, "{format}");
        }
        let deep = format!("{{{{ {}.RoleName{} }}}}", "(".repeat(50_000), ")".repeat(50_000));
        assert!(Template::parse(&deep).is_none());
    }
}
