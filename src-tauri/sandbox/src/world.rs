//! What one call sees: the state, the time, and how it gets past the guards.

use rolebridge_cloud::{Cause, CloudError};
use rolebridge_model::{Access, AccountId, Timestamp};
use rolebridge_policy::Context;

use crate::authorise::{self, Question};
use crate::errors::denial;
use crate::faults::Faults;
use crate::session::Session;
use crate::state::{Account, State};

pub(crate) struct World<'a> {
    pub(crate) state: &'a mut State,
    pub(crate) now: Timestamp,
    pub(crate) faults: &'a Faults,
}

impl World<'_> {
    /// The credentials an access leads to: the identity's own, or the last role's.
    pub(crate) fn session(&self, access: &Access) -> Result<Session, CloudError> {
        let mut session = Session::base(self.state, self.now, &access.base).map_err(|message| {
            CloudError::new("sts:GetCallerIdentity", &access.base, Cause::NoCredentials { message })
        })?;
        if !self.state.is_open(&session.account) {
            return Err(CloudError::new(
                "sts:GetCallerIdentity",
                &access.base,
                Cause::AccessDenied {
                    message: format!("The account {} is suspended", session.account),
                },
            ));
        }
        for hop in &access.hops {
            session = self.assume(&session, &hop.role, hop.external_id.as_ref())?;
        }
        Ok(session)
    }

    /// Lets a call through, or says why not.
    pub(crate) fn allow(
        &self,
        session: &Session,
        action: &str,
        resource: &str,
        context: Context,
    ) -> Result<(), CloudError> {
        let failed = |cause| CloudError::new(action, resource, cause);
        if let Some(cause) = self.faults.take(action, &session.account) {
            return Err(failed(cause));
        }
        self.permit(session, action, resource, context).map_err(failed)
    }

    /// Only the question of permission: for what is checked within another call.
    pub(crate) fn permit(
        &self,
        session: &Session,
        action: &str,
        resource: &str,
        context: Context,
    ) -> Result<(), Cause> {
        let question = Question { action, resource, account: &session.account, context };
        authorise::call(self.state, self.now, session, question).map_err(|why| {
            Cause::AccessDenied { message: denial(&session.arn, action, resource, why) }
        })
    }

    /// The session's account. It exists, or there would be no session.
    pub(crate) fn account(&mut self, id: &AccountId) -> Result<&mut Account, Cause> {
        self.state
            .accounts
            .get_mut(id)
            .ok_or_else(|| Cause::Internal { message: format!("the account {id} is gone") })
    }
}

#[cfg(test)]
mod tests {
    use rolebridge_cloud::Cloud as _;
    use rolebridge_model::{IdentityRef, ProfileName};

    use super::*;
    use crate::{SandboxCloud, Settings};

    #[tokio::test]
    async fn a_suspended_account_lets_nobody_in() {
        let cloud = SandboxCloud::in_memory(Settings::default());
        let name = ProfileName::parse("payments-admin").unwrap();
        let access = Access::base(IdentityRef::Profile { name });
        cloud.account_alias(&access).await.unwrap();
        let suspend = |world: &mut World<'_>| {
            let account = AccountId::parse("222222222222").unwrap();
            world.state.accounts.get_mut(&account).unwrap().suspended = true;
            Ok(())
        };
        cloud.write(suspend).unwrap();
        for refused in [cloud.account_alias(&access).await.err(), cloud.caller(&access).await.err()]
        {
            assert!(matches!(refused.unwrap().cause, Cause::AccessDenied { .. }));
        }
    }

    #[tokio::test]
    async fn control_policies_bind_all_but_the_management_account() {
        let cloud = SandboxCloud::in_memory(Settings::default());
        let deny = |world: &mut World<'_>| {
            let organization = &mut world.state.organization;
            let text = r#"{"Statement":{"Effect":"Deny","Action":"iam:*","Resource":"*"}}"#;
            organization.control_policies.insert("Nothing".into(), text.into());
            organization.policies.push("Nothing".into());
            Ok(())
        };
        cloud.write(deny).unwrap();
        let management = Access::base(IdentityRef::Sandbox);
        cloud.account_alias(&management).await.unwrap();
        let name = ProfileName::parse("payments-admin").unwrap();
        let member = Access::base(IdentityRef::Profile { name });
        let refused = cloud.account_alias(&member).await.unwrap_err().to_string();
        assert!(refused.ends_with("with an explicit deny in a service control policy"));
    }
}
