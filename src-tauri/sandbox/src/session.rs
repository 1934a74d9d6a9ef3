//! Who is asking: an IAM user, or a session of a role, with the policies that say what they may.

use rolebridge_model::{
    AccountId, Caller, IdentityRef, PolicyArn, RoleArn, SessionTag, SourceIdentity, Timestamp,
};

use crate::catalogue;
use crate::state::{Inline, PrincipalRef, Role, State, User};

/// Credentials in use.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) account: AccountId,
    /// The caller's ARN: of the user, or of the session.
    pub(crate) arn: String,
    pub(crate) user_id: String,
    /// The role behind a session.
    pub(crate) role: Option<RoleArn>,
    pub(crate) policies: Vec<Named>,
    pub(crate) boundary: Option<Named>,
    /// Tags of the session, those handed on to it among them.
    pub(crate) tags: Vec<SessionTag>,
    pub(crate) source_identity: Option<SourceIdentity>,
}

/// A policy document and what it is called.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) document: String,
}

impl Named {
    pub(crate) fn parts(&self) -> (&str, &str) {
        (&self.name, &self.document)
    }
}

impl Session {
    /// The identity's own credentials.
    pub(crate) fn base(
        state: &State,
        now: Timestamp,
        identity: &IdentityRef,
    ) -> Result<Self, String> {
        let principal = match identity {
            IdentityRef::Sandbox => &state.operator,
            IdentityRef::Profile { name } => {
                let profile = state.profiles.iter().find(|p| p.name == *name);
                &profile
                    .ok_or_else(|| format!("The config profile ({name}) could not be found"))?
                    .principal
            }
            IdentityRef::Environment => {
                return Err("Unable to locate credentials: the sandbox has no environment.".into());
            }
            IdentityRef::Key { .. } => {
                return Err("The access key is not one of the sandbox.".into());
            }
        };
        let session = match principal {
            PrincipalRef::User { account, name } => state
                .accounts
                .get(account)
                .and_then(|a| a.user(name))
                .map(|user| Self::of_user(state, account, user)),
            PrincipalRef::Session { account, role, session } => state
                .accounts
                .get(account)
                .and_then(|a| a.role(role))
                .and_then(|role| Self::of_role(state, now, role, session)),
        };
        session.ok_or_else(|| format!("The user or role behind {identity} is gone."))
    }

    fn of_user(state: &State, account: &AccountId, user: &User) -> Self {
        Self {
            account: account.clone(),
            arn: user.arn.clone(),
            user_id: user.id.clone(),
            role: None,
            policies: policies(state, account, &user.attached, &user.inline),
            boundary: None,
            tags: Vec::new(),
            source_identity: None,
        }
    }

    /// A session of a role, with the permissions STS knows of; nothing if it does not know the role
    /// yet.
    pub(crate) fn of_role(state: &State, now: Timestamp, role: &Role, name: &str) -> Option<Self> {
        let content = role.effective(now, state.settings.propagation)?;
        let account = role.arn.account();
        Some(Self {
            account: account.clone(),
            arn: format!(
                "arn:{}:sts::{account}:assumed-role/{}/{name}",
                role.arn.partition(),
                role.arn.name()
            ),
            user_id: format!("{}:{name}", role.id),
            role: Some(role.arn.clone()),
            policies: policies(state, account, &content.attached, &content.inline),
            boundary: content.boundary.as_ref().and_then(|arn| managed(state, account, arn)),
            tags: Vec::new(),
            source_identity: None,
        })
    }

    pub(crate) fn caller(&self) -> Caller {
        Caller {
            account: self.account.clone(),
            arn: self.arn.clone(),
            user_id: self.user_id.clone(),
        }
    }
}

fn policies(
    state: &State,
    account: &AccountId,
    attached: &[PolicyArn],
    inline: &[Inline],
) -> Vec<Named> {
    let inline =
        inline.iter().map(|p| Named { name: p.name.to_string(), document: p.document.clone() });
    attached.iter().filter_map(|arn| managed(state, account, arn)).chain(inline).collect()
}

/// A managed policy, AWS's or the account's own.
pub(crate) fn managed(state: &State, account: &AccountId, arn: &PolicyArn) -> Option<Named> {
    let own = || state.accounts.get(account)?.managed.get(arn).map(String::as_str);
    Some(Named {
        name: arn.to_string(),
        document: catalogue::document(arn).or_else(own)?.to_owned(),
    })
}
