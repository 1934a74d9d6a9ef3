//! Who we are, and whether a role lets us in.

use aws_credential_types::Credentials;
use aws_sdk_sts::operation::assume_role::AssumeRoleOutput;
use rolebridge_model::{AccountId, Caller, Hop, SessionDuration, Timestamp};

use super::answered::Asked;
use super::clients::{Clients, Session};
use super::time::timestamp;
use super::translate::ASSUME_ROLE;
use crate::{AssumeChain, AssumeRole, Cause, CloudError, MfaCode, Secret, SessionCredentials};

const CALLER: &str = "sts:GetCallerIdentity";

pub(crate) async fn caller(session: &Session) -> Result<Caller, CloudError> {
    caller_asked(session, &Asked::now()).await
}

/// As [`caller`], noting AWS's time.
pub(crate) async fn caller_asked(session: &Session, asked: &Asked) -> Result<Caller, CloudError> {
    let sts = session.sts().await;
    let answer = sts
        .get_caller_identity()
        .customize()
        .interceptor(asked.clone())
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
    let (answer, _) = session.assume(hop).await?;
    let user = answer
        .assumed_role_user
        .ok_or_else(|| unexpected(ASSUME_ROLE, &hop.role, "the answer names no session"))?;
    Ok(Caller { account: hop.role.account().clone(), arn: user.arn, user_id: user.assumed_role_id })
}

/// Assumes one role after the other; nothing of it is kept.
pub(crate) async fn assume_chain(
    clients: &Clients,
    chain: &AssumeChain,
    code: Option<&MfaCode>,
) -> Result<SessionCredentials, CloudError> {
    clients.no_circle(&chain.base).await?;
    let mut session = clients.base_in(&chain.base, chain.region.as_ref()).await?;
    for hop in &chain.through {
        let (answer, asked) = session.assume_role(hop, code).await?;
        let got = credentials(hop, answer, &asked)?;
        session = session.with(Credentials::new(
            &got.access_key_id,
            got.secret_access_key.expose(),
            Some(got.session_token.expose().to_owned()),
            None,
            "rolebridge",
        ));
    }
    let (answer, asked) = session.assume_role(&chain.target, code).await?;
    credentials(&chain.target, answer, &asked)
}

fn credentials(
    hop: &AssumeRole,
    answer: AssumeRoleOutput,
    asked: &Asked,
) -> Result<SessionCredentials, CloudError> {
    let lacking = |what| unexpected(ASSUME_ROLE, &hop.role, what);
    let lasts = hop.duration.unwrap_or(SessionDuration::CHAINED);
    let user = answer.assumed_role_user.ok_or_else(|| lacking("the answer names no session"))?;
    let got = answer.credentials.ok_or_else(|| lacking("the answer holds no credentials"))?;
    Ok(SessionCredentials {
        access_key_id: got.access_key_id,
        secret_access_key: Secret::new(got.secret_access_key),
        session_token: Secret::new(got.session_token),
        // The SDK puts the year 1970 where an answer was cut off before it.
        expires_at: timestamp(&got.expiration)
            .filter(|at| *at > Timestamp::UNIX_EPOCH)
            .map(|ends| asked.ends_here(ends, lasts.seconds()))
            .ok_or_else(|| lacking("the answer names no usable expiry"))?,
        session_arn: user.arn,
    })
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
