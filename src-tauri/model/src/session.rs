//! What a session of a role is asked for with. Rules come from the service model sts 2011-06-15,
//! operation `AssumeRole`; `\w` and `\d` there mean ASCII.

use serde::{Deserialize, Serialize};

use crate::ids::id;
use crate::rule::{RuleViolation, Text, iam_name};
use crate::{Hop, ProfileName, SessionName};

id!(
    /// The serial number of an MFA device: its ARN, or what is printed on a hardware token. 9-256
    /// characters of `[A-Za-z0-9_+=/:,.@-]` (STS shape `serialNumberType`).
    MfaSerial,
    |v| Text {
        a: "the serial number of an MFA device",
        the: "The serial number of an MFA device",
        min: 9,
        max: 256,
        allowed: "letters, digits and + = / : , . @ - _, as in arn:aws:iam::123456789012:mfa/me",
        accepts: |c| iam_name(c) || c == ':' || c == '/',
    }
    .check(v)
);

id!(
    /// Who is behind a session: 2-64 characters of `[A-Za-z0-9_+=,.@-]` (STS shape
    /// `sourceIdentityType`). It can't be changed by roles assumed later.
    SourceIdentity,
    |v| Text {
        a: "a source identity",
        the: "A source identity",
        min: 2,
        max: 64,
        allowed: "letters, digits and + = , . @ - _",
        accepts: iam_name,
    }
    .check(v)
);

id!(
    /// The key of a session tag: 1-128 letters, digits, spaces and `_.:/=+-@`; those that begin
    /// with `aws:` are AWS's own (STS shape `tagKeyType`).
    TagKey,
    |v| {
        Text {
            a: "a tag key",
            the: "A tag key",
            min: 1,
            max: 128,
            allowed: "letters, digits, spaces and _ . : / = + - @",
            accepts: tag_character,
        }
        .check(v)?;
        if v.get(..4).is_some_and(|p| p.eq_ignore_ascii_case("aws:")) {
            return Err(RuleViolation::Form("Tag keys that begin with aws: are AWS's own.".into()));
        }
        Ok(())
    }
);

id!(
    /// The value of a session tag: at most 256 of the characters of a key (STS shape
    /// `tagValueType`).
    TagValue,
    |v| Text {
        a: "a tag value",
        the: "A tag value",
        min: 0,
        max: 256,
        allowed: "letters, digits, spaces and _ . : / = + - @",
        accepts: tag_character,
    }
    .check(v)
);

id!(
    /// The name of a group of switch entries.
    GroupName,
    |v| {
        if v.trim() != v {
            return Err(RuleViolation::Form("A group's name can't begin or end with a space.".into()));
        }
        Text {
            a: "a group",
            the: "A group's name",
            min: 1,
            max: 64,
            allowed: "letters, digits, punctuation and spaces",
            accepts: |c| !c.is_control(),
        }
        .check(v)
    }
);

id!(
    /// What a person notes of a switch entry.
    Notes,
    |v| Text {
        a: "notes",
        the: "Notes",
        min: 1,
        max: 2000,
        allowed: "letters, digits, punctuation, spaces and line breaks",
        accepts: |c| matches!(c, '\n' | '\r' | '\t') || !c.is_control(),
    }
    .check(v)
);

id!(
    /// How sessions of a role are called: the characters of a session name, with `{user}`, `{host}`
    /// and `{entry}` in it.
    SessionNameTemplate,
    |v| {
        if v.is_empty() {
            return Err(RuleViolation::Empty { what: "a session name" });
        }
        let fixed: usize = pieces(v)?
            .iter()
            .map(|piece| match piece {
                Piece::Fixed(text) => text.len(),
                Piece::Variable(_) => 0,
            })
            .sum();
        if fixed > SESSION_NAME_MOST {
            return Err(RuleViolation::TooLong {
                what: "A session name",
                max: SESSION_NAME_MOST,
                actual: fixed,
            });
        }
        Ok(())
    }
);

const SESSION_NAME_MOST: usize = 64;

fn tag_character(c: char) -> bool {
    c.is_alphanumeric() || (c.is_whitespace() && !c.is_control()) || "_.:/=+-@".contains(c)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Variable {
    User,
    Host,
    Entry,
}

enum Piece<'a> {
    Fixed(&'a str),
    Variable(Variable),
}

fn pieces(template: &str) -> Result<Vec<Piece<'_>>, RuleViolation> {
    let mut found = Vec::new();
    let mut rest = template;
    while !rest.is_empty() {
        let end = rest.find('{').unwrap_or(rest.len());
        let (fixed, after) = rest.split_at(end);
        if !fixed.is_empty() {
            Text {
                a: "a session name",
                the: "A session name",
                min: 0,
                max: usize::MAX,
                allowed: "letters, digits and + = , . @ - _, and {user}, {host}, {entry}",
                accepts: iam_name,
            }
            .check(fixed)?;
            found.push(Piece::Fixed(fixed));
        }
        let Some(inside) = after.strip_prefix('{') else { break };
        let unknown = |name: &str| {
            RuleViolation::Form(format!(
                "\u{201c}{{{name}\u{201d} is nothing a session name can hold. Use {{user}}, {{host}} \
                 or {{entry}}."
            ))
        };
        let (name, after) = inside.split_once('}').ok_or_else(|| unknown(inside))?;
        found.push(Piece::Variable(match name {
            "user" => Variable::User,
            "host" => Variable::Host,
            "entry" => Variable::Entry,
            other => return Err(unknown(&format!("{other}}}"))),
        }));
        rest = after;
    }
    Ok(found)
}

/// What a session name template is filled with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionNameParts {
    /// Who is signed in to this computer.
    pub user: String,
    /// What the computer is called.
    pub host: String,
    /// The name of the switch entry.
    pub entry: String,
}

impl SessionNameTemplate {
    /// The session name. What a session name can't hold becomes a hyphen, and what is too long is
    /// cut.
    ///
    /// # Errors
    /// [`RuleViolation`] where fewer than two characters are left.
    pub fn fill(&self, parts: &SessionNameParts) -> Result<SessionName, RuleViolation> {
        let mut text = String::new();
        for piece in pieces(self.as_str())? {
            match piece {
                Piece::Fixed(fixed) => text.push_str(fixed),
                Piece::Variable(Variable::User) => text.push_str(&parts.user),
                Piece::Variable(Variable::Host) => text.push_str(&parts.host),
                Piece::Variable(Variable::Entry) => text.push_str(&parts.entry),
            }
        }
        let fitting: String = text
            .chars()
            .map(|c| if iam_name(c) { c } else { '-' })
            .take(SESSION_NAME_MOST)
            .collect();
        SessionName::parse(&fitting)
    }
}

/// How long a session lasts: 900-43,200 seconds (STS shape `roleDurationSecondsType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, ts_rs::TS)]
#[ts(as = "u32")]
pub struct SessionDuration(u32);

impl SessionDuration {
    /// Seconds a session of a role lasts at most when another role's credentials ask for it (IAM
    /// User Guide, "Roles terms and concepts", role chaining).
    pub const CHAINED: Self = Self(3600);

    /// The longest there is.
    pub const LONGEST: Self = Self(43_200);

    /// Checks the number of seconds.
    ///
    /// # Errors
    /// [`RuleViolation::Form`] outside 15 minutes to 12 hours.
    pub fn from_seconds(seconds: u32) -> Result<Self, RuleViolation> {
        if (900..=43_200).contains(&seconds) {
            Ok(Self(seconds))
        } else {
            Err(RuleViolation::Form(
                "A session lasts from 15 minutes (900 seconds) to 12 hours (43200 seconds).".into(),
            ))
        }
    }

    /// In seconds.
    #[must_use]
    pub const fn seconds(self) -> u32 {
        self.0
    }
}

impl<'de> Deserialize<'de> for SessionDuration {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::from_seconds(u32::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

/// A tag of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SessionTag {
    /// Its key.
    pub key: TagKey,
    /// Its value.
    pub value: TagValue,
    /// Whether roles assumed later have it too.
    pub transitive: bool,
}

/// The tags of a session: at most 50, and no key twice, whatever its case (IAM User Guide, "Pass
/// session tags in AWS STS").
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
#[ts(as = "Vec<SessionTag>")]
pub struct SessionTags(Vec<SessionTag>);

impl SessionTags {
    /// Checks that they go together.
    ///
    /// # Errors
    /// [`RuleViolation`] for too many, or for a key that is there twice.
    pub fn new(tags: Vec<SessionTag>) -> Result<Self, RuleViolation> {
        if tags.len() > 50 {
            return Err(RuleViolation::Form(format!(
                "A session can have at most 50 tags; these are {}.",
                tags.len()
            )));
        }
        let mut seen = std::collections::HashSet::new();
        match tags.iter().find(|t| !seen.insert(t.key.as_str().to_lowercase())) {
            Some(twice) => Err(RuleViolation::Form(format!(
                "The tag {} is there twice. AWS does not tell upper from lower case in keys.",
                twice.key
            ))),
            None => Ok(Self(tags)),
        }
    }

    /// The tags in order.
    #[must_use]
    pub fn as_slice(&self) -> &[SessionTag] {
        &self.0
    }
}

impl<'de> Deserialize<'de> for SessionTags {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::new(Vec::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

/// How the credentials of a switch entry are had. The default is one `AssumeRole` with the identity
/// in use.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct SessionSettings {
    /// The profile whose credentials begin; nothing takes the identity in use.
    pub profile: Option<ProfileName>,
    /// Roles to assume before the entry's own, in order.
    pub chain: Vec<Hop>,
    /// What the session is called; nothing calls it `rolebridge`.
    pub session_name: Option<SessionNameTemplate>,
    /// How long it lasts; nothing leaves that to AWS, which gives an hour.
    pub duration: Option<SessionDuration>,
    /// The MFA device whose code is asked for.
    pub mfa: Option<MfaSerial>,
    /// Tags of the session.
    pub tags: SessionTags,
    /// Who is behind the session.
    pub source_identity: Option<SourceIdentity>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(user: &str) -> SessionNameParts {
        SessionNameParts { user: user.into(), host: "desk 7".into(), entry: "Prod/Admin".into() }
    }

    #[test]
    fn a_template_is_filled_with_what_a_session_name_can_hold() {
        let long = "u".repeat(80);
        let table = [
            ("rolebridge", "ada", Some("rolebridge")),
            ("{user}@{host}", "ada", Some("ada@desk-7")),
            ("{entry}", "ada", Some("Prod-Admin")),
            ("{user}", "J\u{f6}rg M", Some("J-rg-M")),
            ("{user}", "", None),
            ("{user}", "x", None),
            ("a-{user}", long.as_str(), Some(&*format!("a-{}", "u".repeat(62)))),
        ];
        for (template, user, wanted) in table {
            let template = SessionNameTemplate::parse(template).unwrap();
            let filled = template.fill(&parts(user)).ok();
            assert_eq!(filled.as_ref().map(SessionName::as_str), wanted, "{template}");
        }
    }

    #[test]
    fn a_template_says_what_is_wrong_with_it() {
        for (bad, wanted) in [
            ("", "Enter a session name."),
            ("my name", "a space (character 3)"),
            ("{who}", "{who}"),
            ("{user", "{user"),
            ("user}", "\u{201c}}\u{201d}"),
            (&"x".repeat(65), "at most 64"),
        ] {
            let said = SessionNameTemplate::parse(bad).unwrap_err().to_string();
            assert!(said.contains(wanted), "{bad}: {said}");
        }
    }

    #[test]
    fn durations_tags_and_serials_at_their_bounds() {
        for (seconds, fine) in [(899, false), (900, true), (43_200, true), (43_201, false)] {
            assert_eq!(SessionDuration::from_seconds(seconds).is_ok(), fine, "{seconds}");
        }
        for (key, fine) in
            [("Cost center", true), ("aws:x", false), ("AWS:x", false), ("a*", false), ("", false)]
        {
            assert_eq!(TagKey::parse(key).is_ok(), fine, "{key}");
        }
        for (serial, fine) in [("GAHT1234", false), ("GAHT12345", true)] {
            assert_eq!(MfaSerial::parse(serial).is_ok(), fine, "{serial}");
        }
        let tag = |key: &str| SessionTag {
            key: TagKey::parse(key).unwrap(),
            value: TagValue::parse("").unwrap(),
            transitive: false,
        };
        assert!(SessionTags::new(vec![tag("Team"), tag("team")]).is_err());
        assert!(SessionTags::new((0..51).map(|i| tag(&i.to_string())).collect()).is_err());
        assert!(SessionTags::new((0..50).map(|i| tag(&i.to_string())).collect()).is_ok());
    }

    #[test]
    fn what_was_kept_by_an_older_version_reads() {
        let settings: SessionSettings = serde_json::from_str("{}").unwrap();
        assert_eq!(settings, SessionSettings::default());
        assert!(serde_json::from_str::<SessionSettings>(r#"{"duration":60}"#).is_err());
    }
}
