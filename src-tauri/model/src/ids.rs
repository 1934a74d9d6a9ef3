//! Identifiers. Rules come from the service models iam 2010-05-08, sts 2011-06-15 and
//! devops-agent 2026-01-01; `\w` and `\d` there mean ASCII.

use crate::rule::{RuleViolation, Text, iam_name};

/// Declares a string newtype that exists only if its check passed. Most are short: kept in place,
/// they are copied without asking for memory, of which a large import would ask half a million times.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $check:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, ts_rs::TS)]
        #[ts(as = "String")]
        pub struct $name(smol_str::SmolStr);

        impl $name {
            /// Checks the value against AWS's rule for it.
            ///
            /// # Errors
            /// [`RuleViolation`] with a sentence for the field.
            pub fn parse(value: &str) -> Result<Self, RuleViolation> {
                let check: fn(&str) -> Result<(), RuleViolation> = $check;
                check(value)?;
                Ok(Self(value.into()))
            }

            /// The value as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = RuleViolation;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                Self::parse(s)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({:?})", stringify!($name), self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let s = <String as serde::Deserialize>::deserialize(d)?;
                Self::parse(&s).map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use id;

id!(
    /// An AWS account id: exactly twelve digits (Organizations shape `AccountId`).
    AccountId,
    |v| {
        if v.is_empty() {
            return Err(RuleViolation::Empty { what: "the 12-digit account ID" });
        }
        let digits = v.chars().filter(char::is_ascii_digit).count();
        if digits == 12 && v.len() == 14 && v.matches('-').count() == 2 {
            return Err(RuleViolation::Form(
                "Enter the account ID without dashes: 12 digits.".into(),
            ));
        }
        if v.chars().any(|c| !c.is_ascii_digit()) {
            return Err(RuleViolation::Form(
                "An account ID has only digits. An alias or a name can't be used here.".into(),
            ));
        }
        if digits != 12 {
            return Err(RuleViolation::Form(format!(
                "An account ID has exactly 12 digits; this one has {digits}."
            )));
        }
        Ok(())
    }
);

id!(
    /// An IAM role name: 1-64 characters of `[A-Za-z0-9_+=,.@-]`, unique in its account without
    /// regard to case.
    RoleName,
    |v| Text {
        a: "a role name",
        the: "A role name",
        min: 1,
        max: 64,
        allowed: "letters, digits and + = , . @ - _",
        accepts: iam_name,
    }
    .check(v)
);

id!(
    /// The path of a role: `/`, or text that begins and ends with `/`, at most 512 characters.
    RolePath,
    |v| {
        Text {
            a: "a path",
            the: "A path",
            min: 1,
            max: 512,
            allowed: "printable ASCII characters without spaces",
            accepts: |c| ('\u{21}'..='\u{7e}').contains(&c),
        }
        .check(v)?;
        if v.starts_with('/') && v.ends_with('/') {
            Ok(())
        } else {
            Err(RuleViolation::Form("A path begins and ends with a slash, as in /service-role/.".into()))
        }
    }
);

impl RolePath {
    /// The default path, `/`.
    #[must_use]
    pub fn root() -> Self {
        Self(smol_str::SmolStr::new_static("/"))
    }
}

id!(
    /// The name of a permission set of IAM Identity Center: 1-32 characters of `[A-Za-z0-9_+=,.@-]`
    /// (IAM Identity Center API, shape `PermissionSetName`).
    PermissionSetName,
    |v| Text {
        a: "the name of a permission set",
        the: "The name of a permission set",
        min: 1,
        max: 32,
        allowed: "letters, digits and + = , . @ - _",
        accepts: iam_name,
    }
    .check(v)
);

id!(
    /// The name of an inline or managed policy: 1-128 characters of `[A-Za-z0-9_+=,.@-]`.
    PolicyName,
    |v| Text {
        a: "a policy name",
        the: "A policy name",
        min: 1,
        max: 128,
        allowed: "letters, digits and + = , . @ - _",
        accepts: iam_name,
    }
    .check(v)
);

id!(
    /// An external ID: 2-1,224 characters of `[A-Za-z0-9_+=,.@:/-]` (STS shape `externalIdType`).
    /// It is an identifier, not a secret.
    ExternalId,
    |v| Text {
        a: "an external ID",
        the: "An external ID",
        min: 2,
        max: 1224,
        allowed: "letters, digits and + = , . @ : / - _",
        accepts: |c| iam_name(c) || c == ':' || c == '/',
    }
    .check(v)
);

id!(
    /// The description of a role: at most 1,000 characters of Latin-1 text (IAM shape
    /// `roleDescriptionType`), so no emoji and no curly quotes.
    RoleDescription,
    |v| Text {
        a: "a description",
        the: "A role description",
        min: 0,
        max: 1000,
        allowed: "Western European letters, digits and plain punctuation (no emoji, no curly quotes)",
        accepts: |c| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{7e}' | '\u{a1}'..='\u{ff}'),
    }
    .check(v)
);

id!(
    /// A Region, such as `eu-central-1`.
    Region,
    |v| {
        if v.is_empty() {
            return Err(RuleViolation::Empty { what: "a Region" });
        }
        let parts: Vec<&str> = v.split('-').collect();
        let ok = parts.len() >= 3
            && parts[parts.len() - 1].chars().all(|c| c.is_ascii_digit())
            && !parts[parts.len() - 1].is_empty()
            && parts[..parts.len() - 1]
                .iter()
                .all(|p| p.len() >= 2 && p.chars().all(|c| c.is_ascii_lowercase()));
        if ok {
            Ok(())
        } else {
            Err(RuleViolation::Form(format!(
                "\u{201c}{v}\u{201d} is not a Region. Regions look like eu-central-1."
            )))
        }
    }
);

id!(
    /// The id of an agent space: 1-64 characters of `[a-zA-Z0-9-]`.
    AgentSpaceId,
    |v| Text {
        a: "an agent space ID",
        the: "An agent space ID",
        min: 1,
        max: 64,
        allowed: "letters, digits and -",
        accepts: |c| c.is_ascii_alphanumeric() || c == '-',
    }
    .check(v)
);

id!(
    /// The name of an agent space: 1-255 characters, no control characters.
    AgentSpaceName,
    |v| Text {
        a: "a name for the agent space",
        the: "An agent space name",
        min: 1,
        max: 255,
        allowed: "letters, digits, punctuation and spaces",
        accepts: |c| !c.is_control(),
    }
    .check(v)
);

id!(
    /// The description of an agent space: 1-1,000 characters, no control characters.
    AgentSpaceDescription,
    |v| Text {
        a: "a description",
        the: "A description",
        min: 1,
        max: 1000,
        allowed: "letters, digits, punctuation and spaces, on one line",
        accepts: |c| !c.is_control(),
    }
    .check(v)
);

id!(
    /// The id of an association: 1-255 characters of `[a-zA-Z0-9-]`.
    AssociationId,
    |v| Text {
        a: "an association ID",
        the: "An association ID",
        min: 1,
        max: 255,
        allowed: "letters, digits and -",
        accepts: |c| c.is_ascii_alphanumeric() || c == '-',
    }
    .check(v)
);

id!(
    /// A role session name: 2-64 characters of `[A-Za-z0-9_+=,.@-]`.
    SessionName,
    |v| Text {
        a: "a session name",
        the: "A session name",
        min: 2,
        max: 64,
        allowed: "letters, digits and + = , . @ - _",
        accepts: iam_name,
    }
    .check(v)
);

id!(
    /// What a switch entry is called, in Rolebridge and in the console's menu bar. AWS publishes no
    /// limit; 64 is what role switchers agree on.
    DisplayName,
    |v| {
        if v.trim() != v {
            return Err(RuleViolation::Form("A display name can't begin or end with a space.".into()));
        }
        Text {
            a: "a display name",
            the: "A display name",
            min: 1,
            max: 64,
            allowed: "letters, digits, punctuation and spaces",
            accepts: |c| !c.is_control(),
        }
        .check(v)
    }
);

id!(
    /// A colour as six hexadecimal digits in lower case, without `#`.
    Colour,
    |v| {
        if v.len() == 6 && v.chars().all(|c| c.is_ascii_digit() || ('a'..='f').contains(&c)) {
            Ok(())
        } else {
            Err(RuleViolation::Form("A colour is six hexadecimal digits, such as f2b0a9.".into()))
        }
    }
);

id!(
    /// The name of an AWS profile in the shared configuration files.
    ProfileName,
    |v| Text {
        a: "a profile name",
        the: "A profile name",
        min: 1,
        max: 256,
        allowed: "printable characters",
        accepts: |c| !c.is_control(),
    }
    .check(v)
);

id!(
    /// The ID of an access key: 16-128 word characters (IAM shape `accessKeyIdType`), `AKIA` at the
    /// head of a long-term one (IAM User Guide, "IAM identifiers").
    AccessKeyId,
    |v| {
        Text {
            a: "an access key ID",
            the: "An access key ID",
            min: 16,
            max: 128,
            allowed: "capital letters and digits",
            accepts: |c| c.is_ascii_uppercase() || c.is_ascii_digit(),
        }
        .check(v)?;
        if v.starts_with("ASIA") {
            return Err(RuleViolation::Form(
                "This is a temporary access key, which soon runs out. Use a long-term one, which \
                 begins with AKIA."
                    .into(),
            ));
        }
        Ok(())
    }
);

id!(
    /// A name a person gives an account, at most 64 characters.
    AccountLabel,
    |v| Text {
        a: "an account name",
        the: "An account name",
        min: 1,
        max: 64,
        allowed: "letters, digits, punctuation and spaces",
        accepts: |c| !c.is_control(),
    }
    .check(v)
);

id!(
    /// The id of a template, such as `devops-agent`: lower-case words joined by hyphens.
    TemplateId,
    |v| Text {
        a: "a template",
        the: "A template ID",
        min: 1,
        max: 64,
        allowed: "lower-case letters, digits and -",
        accepts: |c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-',
    }
    .check(v)
);

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence<T: std::fmt::Debug>(r: Result<T, RuleViolation>) -> String {
        r.unwrap_err().to_string()
    }

    #[test]
    fn account_id_says_what_is_wrong_with_each_kind_of_mistake() {
        assert!(AccountId::parse("012345678901").is_ok());
        assert_eq!(sentence(AccountId::parse("")), "Enter the 12-digit account ID.");
        assert_eq!(
            sentence(AccountId::parse("1234-5678-9012")),
            "Enter the account ID without dashes: 12 digits."
        );
        assert!(sentence(AccountId::parse("12345678901")).contains("this one has 11"));
        assert!(sentence(AccountId::parse("payments-prod")).contains("only digits"));
        // Arabic-Indic digits are digits to Unicode, not to AWS.
        assert!(AccountId::parse("٠١٢٣٤٥٦٧٨٩٠١").is_err());
    }

    #[test]
    fn role_name_keeps_to_ascii_and_sixty_four() {
        assert!(RoleName::parse("DevOpsAgentRole-SecondaryAccount").is_ok());
        assert!(RoleName::parse(&"r".repeat(64)).is_ok());
        assert_eq!(
            sentence(RoleName::parse(&"r".repeat(65))),
            "A role name can have at most 64 characters; this one has 65."
        );
        assert!(sentence(RoleName::parse("my role")).contains("a space (character 3)"));
        assert!(RoleName::parse("rôle").is_err());
        assert!(RoleName::parse("a/b").is_err());
    }

    #[test]
    fn external_id_bounds() {
        assert!(ExternalId::parse("a").is_err());
        assert!(ExternalId::parse("ab").is_ok());
        assert!(ExternalId::parse("arn:aws:aidevops:us-east-1:111111111111:agentspace/x").is_ok());
        assert!(ExternalId::parse("has space").is_err());
        assert!(ExternalId::parse(&"x".repeat(1225)).is_err());
    }

    #[test]
    fn description_is_latin_1() {
        assert!(RoleDescription::parse("").is_ok());
        assert!(RoleDescription::parse("Zürich, été").is_ok());
        assert!(RoleDescription::parse("curly \u{2019}").is_err());
        assert!(RoleDescription::parse("no\u{a0}break").is_err());
    }

    #[test]
    fn regions() {
        for ok in ["us-east-1", "us-gov-west-1", "eusc-de-east-1", "ap-southeast-2"] {
            assert!(Region::parse(ok).is_ok(), "{ok}");
        }
        for bad in ["", "useast1", "us-east-", "US-EAST-1", "us-east-1a", "../x-1"] {
            assert!(Region::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn deserializing_cannot_get_round_the_check() {
        assert!(serde_json::from_str::<AccountId>("\"12\"").is_err());
        assert!(serde_json::from_str::<AccountId>("\"111111111111\"").is_ok());
    }
}
