//! Answers in the forms AWS gives them.

use std::time::{Duration, SystemTime};

/// What [`FakeAws`](crate::FakeAws) answers.
#[derive(Debug, Clone)]
pub enum Reply {
    /// A status with a body, and more headers.
    Answer {
        /// HTTP status.
        status: u16,
        /// `Content-Type`.
        kind: &'static str,
        /// Headers besides; a `date` takes the place of the true one.
        headers: Vec<(&'static str, String)>,
        /// The body.
        body: String,
    },
    /// The connection stays open and nothing comes.
    Never,
}

/// A session as `AssumeRole` gives it.
#[derive(Debug, Clone)]
pub struct SessionGiven {
    /// Access key ID.
    pub key: String,
    /// Secret access key.
    pub secret: String,
    /// Session token.
    pub token: String,
    /// How long it lasts from now.
    pub lasts: Duration,
}

impl SessionGiven {
    /// A session of an hour whose three parts can be told from any other's.
    #[must_use]
    pub fn marked(mark: &str) -> Self {
        Self {
            key: format!("ASIA{mark}"),
            // Of the alphabet of real ones, with what URLs and JSON write otherwise.
            secret: format!("secret/{mark}+key"),
            token: format!("token/{mark}+{}==", "long".repeat(40)),
            lasts: Duration::from_secs(3600),
        }
    }
}

impl Reply {
    /// The same with one more header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        if let Self::Answer { headers, .. } = &mut self {
            headers.push((name, value.into()));
        }
        self
    }

    /// An error of the query protocol, as IAM and STS send it.
    #[must_use]
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        xml(
            status,
            &format!(
                "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error>\
                 <Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>\
                 <RequestId>7c1f</RequestId></ErrorResponse>"
            ),
        )
    }

    /// The answer of `AssumeRole` for a role, with the session's name.
    #[must_use]
    pub fn assumed(role: &str, name: &str, session: &SessionGiven) -> Self {
        let account = role.split(':').nth(4).unwrap_or_default();
        let partition = role.split(':').nth(1).unwrap_or_default();
        let role = role.rsplit('/').next().unwrap_or_default();
        let ends = SystemTime::now() + session.lasts;
        let ends = aws_sdk_iam::primitives::DateTime::from(ends);
        let ends = ends.fmt(aws_sdk_iam::primitives::DateTimeFormat::DateTime).unwrap();
        let SessionGiven { key, secret, token, .. } = session;
        xml(
            200,
            &format!(
                "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\
                 <AssumeRoleResult><AssumedRoleUser>\
                 <AssumedRoleId>AROAEXAMPLE:{name}</AssumedRoleId>\
                 <Arn>arn:{partition}:sts::{account}:assumed-role/{role}/{name}</Arn>\
                 </AssumedRoleUser><Credentials><AccessKeyId>{key}</AccessKeyId>\
                 <SecretAccessKey>{secret}</SecretAccessKey><SessionToken>{token}</SessionToken>\
                 <Expiration>{ends}</Expiration></Credentials></AssumeRoleResult>\
                 <ResponseMetadata><RequestId>7c1f</RequestId></ResponseMetadata>\
                 </AssumeRoleResponse>"
            ),
        )
    }

    /// The answer of `GetCallerIdentity`.
    #[must_use]
    pub fn caller(arn: &str) -> Self {
        let account = arn.split(':').nth(4).unwrap_or_default();
        xml(
            200,
            &format!(
                "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\
                 <GetCallerIdentityResult><Arn>{arn}</Arn><UserId>AIDAEXAMPLE</UserId>\
                 <Account>{account}</Account></GetCallerIdentityResult>\
                 </GetCallerIdentityResponse>"
            ),
        )
    }

    /// The sign-in page's answer with a token.
    #[must_use]
    pub fn sign_in_token(token: &str) -> Self {
        Self::Answer {
            status: 200,
            kind: "application/json",
            headers: Vec::new(),
            body: format!("{{\"SigninToken\":\"{token}\"}}"),
        }
    }

    /// A page for people where an answer for programs should be.
    #[must_use]
    pub fn page(status: u16, text: &str) -> Self {
        Self::Answer {
            status,
            kind: "text/html",
            headers: Vec::new(),
            body: format!("<html><body>{text}</body></html>"),
        }
    }
}

fn xml(status: u16, body: &str) -> Reply {
    Reply::Answer { status, kind: "text/xml", headers: Vec::new(), body: body.to_owned() }
}
