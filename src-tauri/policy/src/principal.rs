//! Who a policy names and who asks ("AWS JSON policy elements: Principal").

/// The key a principal stands under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum PrincipalKind {
    /// `"Principal": "*"`, without a key.
    Anyone,
    Aws,
    Service,
    Federated,
    CanonicalUser,
}

impl PrincipalKind {
    pub(crate) fn parse(key: &str) -> Option<Self> {
        Some(match key {
            "AWS" => Self::Aws,
            "Service" => Self::Service,
            "Federated" => Self::Federated,
            "CanonicalUser" => Self::CanonicalUser,
            _ => return None,
        })
    }
}

/// An IAM or STS identity by its ARN.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Identity {
    /// As written.
    pub(crate) arn: String,
    pub(crate) partition: String,
    pub(crate) account: String,
    pub(crate) form: IdentityForm,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum IdentityForm {
    /// `:root`: the account; as a caller, its root user.
    Root,
    User,
    /// With the path, as in `path/Name`.
    Role(String),
    /// One session. Its ARN has the role's name, but not the path.
    Session {
        role: String,
        session: String,
    },
    FederatedUser,
    SamlProvider,
    OidcProvider,
    Other,
}

impl Identity {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(6, ':');
        let (Some("arn"), Some(partition), Some(service), Some(_), Some(account), Some(resource)) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return None;
        };
        let after = |prefix: &str| resource.strip_prefix(prefix).filter(|r| !r.is_empty());
        let form = match service {
            "iam" if resource == "root" => IdentityForm::Root,
            "iam" if after("user/").is_some() => IdentityForm::User,
            "iam" if after("role/").is_some() => IdentityForm::Role(after("role/")?.to_owned()),
            "iam" if after("saml-provider/").is_some() => IdentityForm::SamlProvider,
            "iam" if after("oidc-provider/").is_some() => IdentityForm::OidcProvider,
            "sts" if after("assumed-role/").is_some() => {
                match after("assumed-role/")?.rsplit_once('/') {
                    Some((role, session)) => {
                        IdentityForm::Session { role: role.to_owned(), session: session.to_owned() }
                    }
                    None => IdentityForm::Other,
                }
            }
            "sts" if after("federated-user/").is_some() => IdentityForm::FederatedUser,
            _ => IdentityForm::Other,
        };
        Some(Self {
            arn: text.to_owned(),
            partition: partition.to_owned(),
            account: account.to_owned(),
            form,
        })
    }

    /// The name of a role without its path.
    pub(crate) fn role_name(&self) -> Option<&str> {
        match &self.form {
            IdentityForm::Role(path) => path.rsplit('/').next(),
            IdentityForm::Session { role, .. } => role.rsplit('/').next(),
            _ => None,
        }
    }
}

/// What one entry of a `Principal` element means.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Meaning {
    /// `*`
    Everyone,
    /// A whole account, by its id or its `:root` ARN.
    Account(String),
    Identity(Identity),
    /// The id that IAM leaves in place of a deleted principal.
    Orphan(String),
    Service(String),
    Federated(String),
    CanonicalUser(String),
    /// Nothing IAM knows.
    Nothing(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PrincipalValue {
    pub(crate) kind: PrincipalKind,
    pub(crate) raw: String,
    pub(crate) meaning: Meaning,
}

impl PrincipalValue {
    pub(crate) fn new(kind: PrincipalKind, raw: &str) -> Self {
        let meaning = match kind {
            PrincipalKind::Anyone => Meaning::Everyone,
            PrincipalKind::Service if raw == "*" => Meaning::Everyone,
            PrincipalKind::Aws => aws(raw),
            PrincipalKind::Service => Meaning::Service(raw.to_owned()),
            PrincipalKind::Federated => Meaning::Federated(raw.to_owned()),
            PrincipalKind::CanonicalUser => Meaning::CanonicalUser(raw.to_owned()),
        };
        Self { kind, raw: raw.to_owned(), meaning }
    }
}

fn aws(raw: &str) -> Meaning {
    if raw == "*" {
        return Meaning::Everyone;
    }
    if is_account(raw) {
        return Meaning::Account(raw.to_owned());
    }
    if is_orphan(raw) {
        return Meaning::Orphan(raw.to_owned());
    }
    match Identity::parse(raw) {
        Some(Identity { form: IdentityForm::Root, account, .. }) => Meaning::Account(account),
        Some(identity) => Meaning::Identity(identity),
        None => Meaning::Nothing(raw.to_owned()),
    }
}

/// Twelve ASCII digits.
pub(crate) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

/// `AROA...` or `AIDA...`: the principal behind it was deleted.
pub(crate) fn is_orphan(text: &str) -> bool {
    (text.starts_with("AROA") || text.starts_with("AIDA"))
        && text.len() >= 16
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meanings() {
        let aws = |raw: &str| PrincipalValue::new(PrincipalKind::Aws, raw).meaning;
        assert_eq!(aws("*"), Meaning::Everyone);
        assert_eq!(aws("111111111111"), aws("arn:aws:iam::111111111111:root"));
        assert_eq!(aws("AROAEXAMPLEEXAMPLE123"), Meaning::Orphan("AROAEXAMPLEEXAMPLE123".into()));
        assert_eq!(aws("Bob"), Meaning::Nothing("Bob".into()));
        let Meaning::Identity(session) = aws("arn:aws:sts::111111111111:assumed-role/R/bob") else {
            panic!("a session")
        };
        assert_eq!(session.role_name(), Some("R"));
        let Meaning::Identity(role) = aws("arn:aws:iam::111111111111:role/a/b/R") else {
            panic!("a role")
        };
        assert_eq!(role.form, IdentityForm::Role("a/b/R".into()));
        assert_eq!(role.role_name(), Some("R"));
    }
}
