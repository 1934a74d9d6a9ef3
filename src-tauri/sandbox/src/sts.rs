//! STS: assuming roles. Both sides have to agree, and a role that is new or changed is not known
//! at once.

use jiff::SignedDuration;
use rolebridge_cloud::{
    AssumeChain, AssumeRole, Cause, CloudError, MfaCode, Secret, SessionCredentials,
};
use rolebridge_model::{
    Access, ExternalId, IdentityRef, MfaSerial, RoleArn, SessionDuration, SessionTag,
};
use rolebridge_policy::Context;
use uuid::Uuid;

use crate::authorise::{self, ASSUME_ROLE};
use crate::errors::{Denial, denial, invalid};
use crate::session::Session;
use crate::world::World;

/// The session name Rolebridge uses unless told otherwise.
const SESSION_NAME: &str = "rolebridge";
/// Here every code of an MFA device is right but this one, so that a wrong code can be tried.
const WRONG_CODE: &str = "000000";

impl World<'_> {
    /// Assumes a role for an hour.
    pub(crate) fn assume(
        &self,
        from: &Session,
        role: &RoleArn,
        external_id: Option<&ExternalId>,
    ) -> Result<Session, CloudError> {
        self.assume_role(
            from,
            &AssumeRole { external_id: external_id.cloned(), ..AssumeRole::plain(role.clone()) },
            None,
        )
    }

    pub(crate) fn assume_role(
        &self,
        from: &Session,
        request: &AssumeRole,
        code: Option<&MfaCode>,
    ) -> Result<Session, CloudError> {
        let action = ASSUME_ROLE;
        let failed = |cause| CloudError::new(action, &request.role, cause);
        if let Some(cause) = self.faults.take(action, request.role.account()) {
            return Err(failed(cause));
        }
        let duration = request.duration.unwrap_or(SessionDuration::CHAINED);
        if from.role.is_some() && duration > SessionDuration::CHAINED {
            return Err(failed(invalid(
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed \
                 by role chaining.",
            )));
        }
        let refused =
            |message| failed(Cause::AssumeRoleDenied { role: request.role.to_string(), message });
        let denied_of =
            |action, why| refused(denial(&from.arn, action, &request.role.to_string(), why));
        let denied = |why| denied_of(action, why);
        // STS does not tell a missing role from one that does not trust the caller.
        let role = self
            .state
            .role(&request.role)
            .filter(|_| self.state.is_open(request.role.account()))
            .ok_or_else(|| denied(Denial::Unsaid))?;
        let content = role
            .effective(self.now, self.state.settings.propagation)
            .ok_or_else(|| denied(Denial::Unsaid))?;
        if let Some(serial) = &request.mfa {
            mfa(from, serial, code).map_err(|message| refused(message.to_owned()))?;
        }
        let tags = session_tags(from, request).map_err(failed)?;
        let source_identity = match (&from.source_identity, &request.source_identity) {
            (Some(set), Some(asked)) if set != asked => {
                return Err(denied_of("sts:SetSourceIdentity", Denial::Unsaid));
            }
            (set, asked) => set.as_ref().or(asked.as_ref()),
        };
        let name = request.session_name.as_ref().map_or(SESSION_NAME, |n| n.as_str());
        let mut actions = vec![action];
        if !tags.is_empty() {
            actions.push("sts:TagSession");
        }
        if source_identity.is_some() {
            actions.push("sts:SetSourceIdentity");
        }
        // Each right is needed on both sides.
        for action in actions {
            let context = context(request, &tags, name);
            authorise::assume(self.state, self.now, from, &role.arn, content, action, context)
                .map_err(|why| denied_of(action, why))?;
        }
        if duration.seconds() > role.max_session_seconds {
            return Err(failed(invalid(
                "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
            )));
        }
        let mut session = Session::of_role(self.state, self.now, role, name)
            .ok_or_else(|| denied(Denial::Unsaid))?;
        session.tags = tags;
        session.source_identity = source_identity.cloned();
        Ok(session)
    }

    /// Assumes one role after the other and pretends credentials of the last.
    pub(crate) fn assume_chain(
        &self,
        chain: &AssumeChain,
        code: Option<&MfaCode>,
    ) -> Result<SessionCredentials, CloudError> {
        let mut session = self.session(&Access::base(chain.base.clone()))?;
        for hop in chain.through.iter().chain([&chain.target]) {
            session = self.assume_role(&session, hop, code)?;
        }
        Ok(self.pretended(session.arn, chain.target.duration.unwrap_or(SessionDuration::CHAINED)))
    }

    /// Pretends an identity's own credentials: those of the session it is.
    pub(crate) fn own_credentials(
        &self,
        identity: &IdentityRef,
    ) -> Result<SessionCredentials, CloudError> {
        let session = self.session(&Access::base(identity.clone()))?;
        if let Some(cause) = self.faults.take("credentials", &session.account) {
            return Err(CloudError::new("credentials", identity, cause));
        }
        if session.role.is_none() {
            let message = "it has an access key that never ends, and only those of a session are \
                           handed on";
            let cause = Cause::NoCredentials { message: message.into() };
            return Err(CloudError::new("credentials", identity, cause));
        }
        Ok(self.pretended(session.arn, SessionDuration::CHAINED))
    }

    fn pretended(&self, session_arn: String, lasts: SessionDuration) -> SessionCredentials {
        let random = || Uuid::new_v4().simple().to_string().to_uppercase();
        SessionCredentials {
            access_key_id: format!("ASIASANDBOX{}", &random()[..9]),
            secret_access_key: Secret::new(format!("sandbox/{}", random())),
            session_token: Secret::new(format!("SANDBOX{}{}", random(), random())),
            expires_at: self.now + SignedDuration::from_secs(i64::from(lasts.seconds())),
            session_arn,
        }
    }
}

/// Only a user has an MFA device; it is called what the user is called.
fn mfa(from: &Session, serial: &MfaSerial, code: Option<&MfaCode>) -> Result<(), &'static str> {
    let Some(code) = code else {
        return Err(
            "MultiFactorAuthentication failed, must provide both MFA serial number and one \
                    time pass code.",
        );
    };
    let device = from.arn.replacen(":user/", ":mfa/", 1);
    if from.role.is_some() || serial.as_str() != device {
        return Err(
            "MultiFactorAuthentication failed, unable to validate MFA code. Please verify \
                    your MFA serial number is valid and associated with this user.",
        );
    }
    if code.expose() == WRONG_CODE {
        return Err("MultiFactorAuthentication failed with invalid MFA one time pass code.");
    }
    Ok(())
}

/// The tags asked for, and those handed on. A tag that is handed on can't be given anew (IAM User
/// Guide, "Pass session tags in AWS STS").
fn session_tags(from: &Session, request: &AssumeRole) -> Result<Vec<SessionTag>, Cause> {
    let mut tags: Vec<SessionTag> = from.tags.iter().filter(|t| t.transitive).cloned().collect();
    for tag in &request.tags {
        let same = |t: &SessionTag| t.key.as_str().eq_ignore_ascii_case(tag.key.as_str());
        if tags.iter().any(same) {
            return Err(invalid(
                "One of the specified transitive tag keys can't be set because it conflicts with a \
                 transitive tag key from the calling session.",
            ));
        }
        tags.push(tag.clone());
    }
    Ok(tags)
}

/// What the request says of itself.
fn context(request: &AssumeRole, tags: &[SessionTag], name: &str) -> Context {
    let mut context = Context::default().with("sts:RoleSessionName", name);
    if let Some(id) = &request.external_id {
        context.set("sts:ExternalId", vec![id.to_string()]);
    }
    if request.mfa.is_some() {
        context.set("aws:MultiFactorAuthPresent", vec!["true".into()]);
        context.set("aws:MultiFactorAuthAge", vec!["0".into()]);
    }
    if let Some(identity) = &request.source_identity {
        context.set("sts:SourceIdentity", vec![identity.to_string()]);
    }
    if !tags.is_empty() {
        context.set("aws:TagKeys", tags.iter().map(|t| t.key.to_string()).collect());
        for tag in tags {
            context.set(&format!("aws:RequestTag/{}", tag.key), vec![tag.value.to_string()]);
        }
    }
    let transitive: Vec<String> =
        tags.iter().filter(|t| t.transitive).map(|t| t.key.to_string()).collect();
    if !transitive.is_empty() {
        context.set("sts:TransitiveTagKeys", transitive);
    }
    context
}
