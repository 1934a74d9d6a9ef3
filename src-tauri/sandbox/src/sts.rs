//! STS: assuming roles. Both sides have to agree, and a role that is new or changed is not known
//! at once.

use rolebridge_cloud::{Cause, CloudError};
use rolebridge_model::{ExternalId, RoleArn, SessionName};

use crate::authorise;
use crate::errors::{Denial, denial, invalid};
use crate::session::Session;
use crate::world::World;

/// The session name Rolebridge uses unless told otherwise.
const SESSION_NAME: &str = "rolebridge";
/// How long a session lasts unless asked otherwise, and at most when one role's credentials assume
/// the next.
const HOUR: u32 = 3600;

/// What `sts:AssumeRole` is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssumeRole {
    /// The role.
    pub role: RoleArn,
    /// External ID to present.
    pub external_id: Option<ExternalId>,
    /// Name of the session.
    pub session_name: Option<SessionName>,
    /// How long the session is to last; an hour unless said.
    pub duration_seconds: Option<u32>,
}

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
            &AssumeRole {
                role: role.clone(),
                external_id: external_id.cloned(),
                session_name: None,
                duration_seconds: None,
            },
        )
    }

    pub(crate) fn assume_role(
        &self,
        from: &Session,
        request: &AssumeRole,
    ) -> Result<Session, CloudError> {
        let action = "sts:AssumeRole";
        let failed = |cause| CloudError::new(action, &request.role, cause);
        if let Some(cause) = self.faults.take(action, request.role.account()) {
            return Err(failed(cause));
        }
        let duration = request.duration_seconds.unwrap_or(HOUR);
        range(duration).map_err(failed)?;
        if from.role.is_some() && duration > HOUR {
            return Err(failed(invalid(
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed \
                 by role chaining.",
            )));
        }
        let denied = |why| {
            failed(Cause::AssumeRoleDenied {
                role: request.role.to_string(),
                message: denial(&from.arn, action, &request.role.to_string(), why),
            })
        };
        // STS does not tell a missing role from one that does not trust the caller.
        let role = self
            .state
            .role(&request.role)
            .filter(|_| self.state.is_open(request.role.account()))
            .ok_or_else(|| denied(Denial::Unsaid))?;
        let content = role
            .effective(self.now, self.state.settings.propagation)
            .ok_or_else(|| denied(Denial::Unsaid))?;
        authorise::assume(
            self.state,
            self.now,
            from,
            &role.arn,
            content,
            request.external_id.as_ref(),
        )
        .map_err(denied)?;
        if duration > role.max_session_seconds {
            return Err(failed(invalid(
                "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
            )));
        }
        let name = request.session_name.as_ref().map_or(SESSION_NAME, |n| n.as_str());
        Session::of_role(self.state, self.now, role, name).ok_or_else(|| denied(Denial::Unsaid))
    }
}

fn range(duration: u32) -> Result<(), Cause> {
    let (word, bound) = match duration {
        0..900 => ("greater", 900),
        43_201.. => ("less", 43_200),
        _ => return Ok(()),
    };
    Err(invalid(format!(
        "1 validation error detected: Value '{duration}' at 'durationSeconds' failed to satisfy \
         constraint: Member must have value {word} than or equal to {bound}"
    )))
}
