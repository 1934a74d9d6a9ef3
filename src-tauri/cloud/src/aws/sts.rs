//! Who we are, and whether a role lets us in.

use rolebridge_model::{AccountId, Caller, Hop};

use super::clients::Session;
use super::translate::ASSUME_ROLE;
use crate::{Cause, CloudError};

const CALLER: &str = "sts:GetCallerIdentity";

pub(crate) async fn caller(session: &Session) -> Result<Caller, CloudError> {
    let sts = session.sts().await;
    let answer = sts
        .get_caller_identity()
        .send()
        .await
        .map_err(|e| sts.failure(CALLER, session.whose(), &e))?;
    let incomplete = || unexpected(CALLER, session.whose(), "the answer names no account");
    let caller = Caller {
        account: answer
            .account
            .as_deref()
            .and_then(|id| AccountId::parse(id).ok())
            .ok_or_else(incomplete)?,
        arn: answer.arn.ok_or_else(incomplete)?,
        user_id: answer.user_id.unwrap_or_default(),
    };
    session.learn_account(&caller.account);
    Ok(caller)
}

/// Assumes a role for the answer's sake; the credentials are dropped.
pub(crate) async fn try_assume(session: &Session, hop: &Hop) -> Result<Caller, CloudError> {
    let answer = session.assume(hop).await?;
    let user = answer
        .assumed_role_user
        .ok_or_else(|| unexpected(ASSUME_ROLE, &hop.role, "the answer names no session"))?;
    Ok(Caller { account: hop.role.account().clone(), arn: user.arn, user_id: user.assumed_role_id })
}

/// AWS answered something its own model does not allow.
pub(crate) fn unexpected(
    operation: &str,
    target: impl std::fmt::Display,
    message: &str,
) -> CloudError {
    let cause = Cause::Other { code: "UnexpectedResponse".to_owned(), message: message.to_owned() };
    CloudError::new(operation, target, cause)
}
