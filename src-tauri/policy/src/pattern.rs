//! Texts of policies that stand for many: `*`, `?` and policy variables, read once so that a
//! decision only matches, mostly byte by byte and without allocating. Sources: "IAM JSON policy elements: Resource", "... Action" and
//! "IAM policy elements: Variables and tags" in the IAM User Guide.

mod relation;

use std::borrow::Cow;

pub(crate) use relation::{covers, overlap};

/// One place of a pattern.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Token {
    Char(char),
    /// `?`
    One,
    /// `*`
    Many,
    Variable(Variable),
}

/// `${key}` or `${key, 'default'}`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Variable {
    /// The condition key in lower case.
    pub(crate) key: String,
    pub(crate) default: Option<String>,
}

/// What a pattern's text may contain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Syntax {
    pub(crate) wildcards: bool,
    pub(crate) variables: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    /// Equal to the text itself.
    Literal,
    /// A lone `*`.
    Everything,
    /// Wildcards and ordinary characters only: matched on the text itself.
    Wild,
    /// With variables or escapes.
    Tokens(Vec<Token>),
}

/// A text with its wildcards and variables read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    raw: String,
    kind: Kind,
    /// Whether ignoring case is a matter of single bytes.
    ascii: bool,
}

/// Finds the value of a policy variable.
pub(crate) trait Resolve {
    fn resolve<'s>(&'s self, variable: &'s Variable) -> Resolved<'s>;
}

pub(crate) enum Resolved<'s> {
    Value(Cow<'s, str>),
    /// The key is not in the request and the variable has no default.
    Absent,
    /// Nobody knows whether the key is in the request.
    Unknown,
}

/// For patterns that can't hold variables.
pub(crate) struct NoVariables;

impl Resolve for NoVariables {
    fn resolve<'s>(&'s self, _: &'s Variable) -> Resolved<'s> {
        Resolved::Absent
    }
}

impl Pattern {
    pub(crate) fn new(raw: &str, syntax: Syntax) -> Self {
        let kind = if syntax.variables && raw.contains("${") {
            Kind::Tokens(tokens(raw, syntax))
        } else if !syntax.wildcards || !raw.contains(['*', '?']) {
            Kind::Literal
        } else if raw == "*" {
            Kind::Everything
        } else {
            Kind::Wild
        };
        Self { raw: raw.to_owned(), kind, ascii: raw.is_ascii() }
    }

    pub(crate) fn raw(&self) -> &str {
        &self.raw
    }

    pub(crate) fn is_everything(&self) -> bool {
        match &self.kind {
            Kind::Everything => true,
            Kind::Literal => false,
            Kind::Wild => self.raw.bytes().all(|b| b == b'*'),
            Kind::Tokens(t) => t.iter().all(|t| *t == Token::Many),
        }
    }

    pub(crate) fn has_wildcard(&self) -> bool {
        match &self.kind {
            Kind::Everything | Kind::Wild => true,
            Kind::Literal => false,
            Kind::Tokens(t) => t.iter().any(|t| matches!(t, Token::One | Token::Many)),
        }
    }

    /// The one text it matches, if it has no wildcards and its variables are known.
    pub(crate) fn text(&self, variables: &dyn Resolve) -> Option<Cow<'_, str>> {
        match &self.kind {
            Kind::Literal => Some(Cow::Borrowed(&self.raw)),
            Kind::Everything | Kind::Wild => None,
            Kind::Tokens(tokens) => match expand(tokens, variables) {
                Expanded::Tokens(tokens) => tokens
                    .iter()
                    .map(|t| if let Token::Char(c) = t { Some(*c) } else { None })
                    .collect::<Option<String>>()
                    .map(Cow::Owned),
                Expanded::Absent | Expanded::Unknown => None,
            },
        }
    }

    /// Its policy variables.
    fn all_variables(&self) -> impl Iterator<Item = &Variable> {
        let tokens: &[Token] = match &self.kind {
            Kind::Tokens(t) => t,
            _ => &[],
        };
        tokens.iter().filter_map(|t| match t {
            Token::Variable(v) => Some(v),
            _ => None,
        })
    }

    /// The keys of its policy variables.
    pub(crate) fn variables(&self) -> impl Iterator<Item = &str> {
        self.all_variables().map(|v| v.key.as_str())
    }

    /// The keys of those that match nothing if they are absent.
    pub(crate) fn variables_without_default(&self) -> impl Iterator<Item = &str> {
        self.all_variables().filter(|v| v.default.is_none()).map(|v| v.key.as_str())
    }

    /// The pattern as tokens, for comparing patterns with each other.
    pub(crate) fn to_tokens(&self) -> Vec<Token> {
        match &self.kind {
            Kind::Everything => vec![Token::Many],
            Kind::Literal => self.raw.chars().map(Token::Char).collect(),
            Kind::Wild => tokens(&self.raw, Syntax { wildcards: true, variables: false }),
            Kind::Tokens(t) => t.clone(),
        }
    }

    /// Matches the whole text. `None`: a variable's value is not known.
    pub(crate) fn matches(&self, text: &str, case: Case, variables: &dyn Resolve) -> Option<bool> {
        match &self.kind {
            Kind::Everything => Some(true),
            Kind::Literal if case == Case::Exact => Some(self.raw == text),
            Kind::Literal if self.ascii => Some(self.raw.eq_ignore_ascii_case(text)),
            Kind::Literal => Some(self.raw.to_lowercase() == text.to_lowercase()),
            Kind::Wild if case == Case::Exact || self.ascii => Some(wild(&self.raw, text, case)),
            Kind::Wild => Some(glob(&self.to_tokens(), text, case)),
            Kind::Tokens(tokens) => match expand(tokens, variables) {
                Expanded::Tokens(tokens) => Some(glob(&tokens, text, case)),
                Expanded::Absent => Some(false),
                Expanded::Unknown => None,
            },
        }
    }

    /// Matches an ARN component by component, as the ARN condition operators do: a wildcard stays
    /// within its component, except in the last one.
    pub(crate) fn matches_arn(&self, text: &str, variables: &dyn Resolve) -> Option<bool> {
        if !text.starts_with("arn:") || text.bytes().filter(|b| *b == b':').take(5).count() < 5 {
            return Some(false);
        }
        let given = || text.splitn(6, ':');
        match &self.kind {
            Kind::Literal => Some(self.raw == text),
            Kind::Everything => Some(true),
            Kind::Wild => {
                let mut wanted = self.raw.splitn(6, ':');
                let alike = given().all(|g| wanted.next().is_some_and(|w| wild(w, g, Case::Exact)));
                Some(alike)
            }
            Kind::Tokens(tokens) => match expand(tokens, variables) {
                Expanded::Absent => Some(false),
                Expanded::Unknown => None,
                Expanded::Tokens(tokens) => {
                    let mut wanted = tokens.splitn(6, |t| *t == Token::Char(':'));
                    let alike =
                        given().all(|g| wanted.next().is_some_and(|w| glob(w, g, Case::Exact)));
                    Some(alike)
                }
            },
        }
    }
}

enum Expanded {
    Tokens(Vec<Token>),
    Absent,
    Unknown,
}

/// Puts the values in place of the variables. A `*` in a value is an ordinary character.
fn expand(tokens: &[Token], variables: &dyn Resolve) -> Expanded {
    let mut out = Vec::with_capacity(tokens.len());
    for token in tokens {
        match token {
            Token::Variable(v) => match variables.resolve(v) {
                Resolved::Value(value) => out.extend(value.chars().map(Token::Char)),
                Resolved::Absent => return Expanded::Absent,
                Resolved::Unknown => return Expanded::Unknown,
            },
            other => out.push(other.clone()),
        }
    }
    Expanded::Tokens(out)
}

/// Whether letters' case counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Exact,
    Ignored,
}

impl Case {
    fn same(self, a: char, b: char) -> bool {
        a == b
            || (self == Self::Ignored
                && (a.eq_ignore_ascii_case(&b) || a.to_lowercase().eq(b.to_lowercase())))
    }
}

fn tokens(raw: &str, syntax: Syntax) -> Vec<Token> {
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(c) = rest.chars().next() {
        if syntax.variables
            && rest.starts_with("${")
            && let Some(end) = rest.find('}')
        {
            out.push(variable(&rest[2..end]));
            rest = &rest[end + 1..];
            continue;
        }
        out.push(match c {
            '*' if syntax.wildcards => Token::Many,
            '?' if syntax.wildcards => Token::One,
            c => Token::Char(c),
        });
        rest = &rest[c.len_utf8()..];
    }
    out
}

fn variable(inside: &str) -> Token {
    match inside {
        // The three escapes of the guide.
        "*" => return Token::Char('*'),
        "?" => return Token::Char('?'),
        "$" => return Token::Char('$'),
        _ => {}
    }
    let (key, default) = match inside.split_once(',') {
        Some((key, default)) => {
            let d = default.trim();
            let d = d.strip_prefix('\'').and_then(|d| d.strip_suffix('\'')).unwrap_or(d);
            (key, Some(d.to_owned()))
        }
        None => (inside, None),
    };
    Token::Variable(Variable { key: key.trim().to_lowercase(), default })
}

/// As [`glob`], on the pattern's own text. A pattern with other letters than ASCII's can't have its
/// case ignored here.
fn wild(pattern: &str, text: &str, case: Case) -> bool {
    let same = |a: u8, b: u8| match case {
        Case::Exact => a == b,
        Case::Ignored => a.eq_ignore_ascii_case(&b),
    };
    let (wanted, given) = (pattern.as_bytes(), text.as_bytes());
    let (mut p, mut t) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while t < given.len() {
        match wanted.get(p) {
            Some(b'*') => {
                p += 1;
                if p == wanted.len() {
                    return true;
                }
                back = Some((p, t));
                continue;
            }
            Some(b'?') => {
                p += 1;
                t = next_char(given, t);
                continue;
            }
            Some(w) if same(*w, given[t]) => {
                p += 1;
                t += 1;
                continue;
            }
            _ => {}
        }
        let Some((after, from)) = back else { return false };
        let from = next_char(given, from);
        (p, t) = (after, from);
        back = Some((after, from));
    }
    wanted[p..].iter().all(|b| *b == b'*')
}

/// Where the character after the one at `at` begins in UTF-8 text.
fn next_char(text: &[u8], at: usize) -> usize {
    let mut next = at + 1;
    while text.get(next).is_some_and(|b| b & 0xC0 == 0x80) {
        next += 1;
    }
    next
}

/// Whole-text match in time at most pattern x text: on a mismatch only the last `*` grows.
fn glob(tokens: &[Token], text: &str, case: Case) -> bool {
    let mut t = text.chars();
    let mut p = 0;
    let mut back: Option<(usize, std::str::Chars<'_>)> = None;
    loop {
        let here = t.clone();
        match (tokens.get(p), t.next()) {
            (Some(Token::Many), _) => {
                t = here.clone();
                back = Some((p, here));
                p += 1;
                if p == tokens.len() {
                    return true;
                }
            }
            (None, None) => return true,
            (Some(Token::One), Some(_)) => p += 1,
            (Some(Token::Char(w)), Some(c)) if case.same(*w, c) => p += 1,
            (_, None) => return false,
            _ => match back.take() {
                None => return false,
                Some((star, mut from)) => {
                    if from.next().is_none() {
                        return false;
                    }
                    t = from.clone();
                    p = star + 1;
                    back = Some((star, from));
                }
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Syntax = Syntax { wildcards: true, variables: true };

    struct User(&'static str);
    impl Resolve for User {
        fn resolve<'s>(&'s self, v: &'s Variable) -> Resolved<'s> {
            match (v.key.as_str(), &v.default) {
                ("aws:username", _) => Resolved::Value(self.0.into()),
                (_, Some(d)) => Resolved::Value(d.into()),
                _ => Resolved::Absent,
            }
        }
    }

    fn is(pattern: &str, text: &str) -> bool {
        Pattern::new(pattern, ALL).matches(text, Case::Exact, &User("bob*")).unwrap()
    }

    #[test]
    fn wildcards() {
        assert!(is("*", ""));
        assert!(is("a*c", "abbbc") && is("a*c", "ac") && !is("a*c", "acd"));
        assert!(is("a?c", "abc") && !is("a?c", "ac"));
        assert!(is("*a*b*", "xxaxxbxx") && !is("*a*b*", "xxbxxa"));
        assert!(is("a**b", "ab"));
        assert!(!is("a?", "a") && is("?*", "a") && !is("?*", ""));
        assert!(!is("abc", "abd"));
    }

    /// The two ways of matching must agree, also on text that is not ASCII.
    #[test]
    fn bytes_and_tokens_agree() {
        let syntax = Syntax { wildcards: true, variables: false };
        let parts = ["", "a", "B", "\u{e4}", "*", "?", "a*", "*a", "?*", "**"];
        let texts =
            ["", "a", "A", "b", "ab", "\u{c4}", "\u{e4}", "a\u{e4}b", "aab", "baa", "\u{e4}\u{e4}"];
        for pattern in parts.iter().flat_map(|a| parts.iter().map(move |b| format!("{a}{b}"))) {
            let tokens = tokens(&pattern, syntax);
            let read = Pattern::new(&pattern, syntax);
            for text in texts {
                for case in [Case::Exact, Case::Ignored] {
                    let matched = read.matches(text, case, &NoVariables);
                    assert_eq!(matched, Some(glob(&tokens, text, case)), "{pattern} on {text}");
                }
            }
        }
    }

    #[test]
    fn variables() {
        assert!(is("home/${aws:username}/*", "home/bob*/x"));
        assert!(!is("home/${aws:username}/*", "home/bobby/x"));
        assert!(is("${aws:UserName}", "bob*"));
        assert!(is("${aws:PrincipalTag/team, 'none'}", "none"));
        assert!(!is("${aws:PrincipalTag/team}", ""));
        assert!(is("a${*}b${?}${$}", "a*b?$") && !is("a${*}b", "axb"));
        assert!(is("${open", "${open"));
    }

    #[test]
    fn arns_component_by_component() {
        let is = |p: &str, t: &str| Pattern::new(p, ALL).matches_arn(t, &NoVariables).unwrap();
        let user = "arn:aws:iam::111111111111:user/a:b";
        assert!(is("arn:aws:iam::*:user/*", user) && is(user, user));
        assert!(!is("arn:aws:*:user/*", user));
        assert!(!is("arn:*", user));
        assert!(!is("arn:aws:iam::1*:user/*", "not an arn"));
    }
}
