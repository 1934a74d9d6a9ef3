//! What it takes to assume roles for a person, and what comes of it. Secrets stay in [`Secret`],
//! which prints nothing of them and is overwritten when it is dropped.

use rolebridge_model::{
    ExternalId, IdentityRef, MfaSerial, Region, RoleArn, RuleViolation, Secret, SessionDuration,
    SessionName, SessionTag, SourceIdentity, Timestamp,
};

/// The code an MFA device shows: six digits (STS shape `tokenCodeType`).
#[derive(Debug)]
pub struct MfaCode(Secret);

impl MfaCode {
    /// Checks the form.
    ///
    /// # Errors
    /// [`RuleViolation::Form`], which does not repeat what was typed.
    pub fn parse(text: &str) -> Result<Self, RuleViolation> {
        let text = text.trim();
        if text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(Secret::new(text.to_owned())))
        } else {
            Err(RuleViolation::Form("An MFA code has six digits.".into()))
        }
    }

    /// The digits.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

/// One `sts:AssumeRole` with everything it can be asked here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssumeRole {
    /// The role.
    pub role: RoleArn,
    /// External ID to present.
    pub external_id: Option<ExternalId>,
    /// Name of the session; `rolebridge` unless said.
    pub session_name: Option<SessionName>,
    /// How long the session is to last; an hour unless said.
    pub duration: Option<SessionDuration>,
    /// The MFA device whose code goes with it.
    pub mfa: Option<MfaSerial>,
    /// Tags of the session.
    pub tags: Vec<SessionTag>,
    /// Who is behind the session.
    pub source_identity: Option<SourceIdentity>,
}

impl AssumeRole {
    /// The role and nothing else.
    #[must_use]
    pub const fn plain(role: RoleArn) -> Self {
        Self {
            role,
            external_id: None,
            session_name: None,
            duration: None,
            mfa: None,
            tags: Vec::new(),
            source_identity: None,
        }
    }
}

/// Roles to assume one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssumeChain {
    /// Whose credentials begin.
    pub base: IdentityRef,
    /// Region whose STS is asked; nothing takes the identity's own.
    pub region: Option<Region>,
    /// The roles before the last.
    pub through: Vec<AssumeRole>,
    /// The last role, whose credentials are wanted.
    pub target: AssumeRole,
}

/// Credentials of the session of a role.
#[derive(Debug)]
pub struct SessionCredentials {
    /// Access key ID. It is no secret: CloudTrail and AWS's answers show it.
    pub access_key_id: String,
    /// Secret access key.
    pub secret_access_key: Secret,
    /// Session token.
    pub session_token: Secret,
    /// When they end, by this computer's clock. Where that is wrong, it is another time than AWS
    /// named, at the same moment.
    pub expires_at: Timestamp,
    /// The ARN of the session.
    pub session_arn: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_printed() {
        let credentials = SessionCredentials {
            access_key_id: "ASIAEXAMPLE".into(),
            secret_access_key: Secret::new("hunter2".into()),
            session_token: Secret::new("hunter3".into()),
            expires_at: Timestamp::UNIX_EPOCH,
            session_arn: "arn".into(),
        };
        let code = MfaCode::parse(" 123456\n").unwrap();
        let shown = format!("{credentials:?} {code:?}");
        assert!(shown.contains("ASIAEXAMPLE"));
        assert!(!shown.contains("hunter") && !shown.contains("123456"), "{shown}");
        let refused = MfaCode::parse("12345x").unwrap_err().to_string();
        assert!(!refused.contains("12345x"), "{refused}");
        assert!(MfaCode::parse("\u{661}23456").is_err() && MfaCode::parse("1234567").is_err());
    }
}
