//! The colour of an account in the console, with the permissions of the session that asks.

use rolebridge_cloud::{Cause, CloudError, SessionCredentials};
use rolebridge_model::{AccountColour, AccountId, Region, RoleName};
use rolebridge_policy::Context;

use crate::session::Session;
use crate::world::World;

impl World<'_> {
    pub(crate) fn account_colour(
        &self,
        region: &Region,
        credentials: &SessionCredentials,
    ) -> Result<AccountColour, CloudError> {
        let session = self.may(AccountColour::READ, region, credentials)?;
        Ok(self.state.accounts.get(&session.account).map(|a| a.colour).unwrap_or_default())
    }

    pub(crate) fn set_account_colour(
        &mut self,
        region: &Region,
        credentials: &SessionCredentials,
        colour: AccountColour,
    ) -> Result<(), CloudError> {
        let Session { account, arn, .. } = self.may(AccountColour::WRITE, region, credentials)?;
        let account = self.account(&account);
        account.map_err(|cause| CloudError::new(AccountColour::WRITE, arn, cause))?.colour = colour;
        Ok(())
    }

    /// The session, if it may do this. Control policies that keep an organization to certain Regions
    /// look at the Region.
    fn may(
        &self,
        action: &str,
        region: &Region,
        credentials: &SessionCredentials,
    ) -> Result<Session, CloudError> {
        let session = self.session_of(action, credentials)?;
        let asked_in = Context::default().with("aws:RequestedRegion", region.as_str());
        let permitted = self.permit(&session, action, "*", asked_in);
        permitted.map_err(|cause| {
            CloudError::new(action, format!("account {}", session.account), cause)
        })?;
        Ok(session)
    }

    /// The session pretended credentials stand for, which their ARN names.
    fn session_of(
        &self,
        action: &str,
        credentials: &SessionCredentials,
    ) -> Result<Session, CloudError> {
        let arn = &credentials.session_arn;
        let unknown = || {
            let message = "The security token included in the request is invalid.".into();
            CloudError::new(action, arn, Cause::InvalidCredentials { message })
        };
        if credentials.expires_at <= self.now {
            let message = "The security token included in the request is expired.".into();
            return Err(CloudError::new(action, arn, Cause::ExpiredCredentials { message }));
        }
        let mut fields = arn.splitn(6, ':').skip(4);
        let account = fields.next().and_then(|id| AccountId::parse(id).ok());
        let named = fields.next().and_then(|rest| {
            let (role, name) = rest.strip_prefix("assumed-role/")?.split_once('/')?;
            Some((RoleName::parse(role).ok()?, name))
        });
        let (Some(account), Some((role, name))) = (account, named) else { return Err(unknown()) };
        let role = self.state.accounts.get(&account).and_then(|a| a.role(&role));
        role.and_then(|role| Session::of_role(self.state, self.now, role, name)).ok_or_else(unknown)
    }
}
