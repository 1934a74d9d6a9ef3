//! Credentials as the keychain keeps them. Nothing outside this module sees their text.

use rolebridge_cloud::{Secret, SessionCredentials};
use rolebridge_model::Timestamp;
use serde::{Deserialize, Serialize};

use super::SessionKey;
use crate::secret_read::SecretRead;

/// The form; what has another is no longer read.
const FORM: u32 = 1;

#[derive(Serialize)]
struct Written<'a> {
    form: u32,
    key: &'a str,
    access_key_id: &'a str,
    secret_access_key: &'a str,
    session_token: &'a str,
    expires_at: Timestamp,
    session_arn: &'a str,
}

#[derive(Deserialize)]
struct Read {
    form: u32,
    key: String,
    access_key_id: String,
    secret_access_key: SecretRead,
    session_token: SecretRead,
    expires_at: Timestamp,
    session_arn: String,
}

/// The credentials as text, for the keychain and nobody else.
pub(super) fn write(key: &SessionKey, credentials: &SessionCredentials) -> Option<Secret> {
    Secret::json(&Written {
        form: FORM,
        key: key.as_str(),
        access_key_id: &credentials.access_key_id,
        secret_access_key: credentials.secret_access_key.expose(),
        session_token: credentials.session_token.expose(),
        expires_at: credentials.expires_at,
        session_arn: &credentials.session_arn,
    })
    .ok()
}

/// What the text holds, if it is of this session and reads.
pub(super) fn read(key: &SessionKey, text: &Secret) -> Option<SessionCredentials> {
    // What serde says of a mistake may repeat the text, so it is not passed on.
    let read: Read = serde_json::from_str(text.expose()).ok()?;
    (read.form == FORM && read.key == key.as_str()).then_some(SessionCredentials {
        access_key_id: read.access_key_id,
        secret_access_key: read.secret_access_key.0,
        session_token: read.session_token.0,
        expires_at: read.expires_at,
        session_arn: read.session_arn,
    })
}

/// The same once more: credentials are never cloned without being named.
pub(super) fn again(credentials: &SessionCredentials) -> SessionCredentials {
    let SessionCredentials {
        access_key_id,
        secret_access_key,
        session_token,
        expires_at,
        session_arn,
    } = credentials;
    SessionCredentials {
        access_key_id: access_key_id.clone(),
        secret_access_key: Secret::new(secret_access_key.expose().to_owned()),
        session_token: Secret::new(session_token.expose().to_owned()),
        expires_at: *expires_at,
        session_arn: session_arn.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_written_for_this_session_is_read() {
        let key = |c: char| SessionKey::read(&c.to_string().repeat(64)).unwrap();
        let credentials = SessionCredentials {
            access_key_id: "ASIAEXAMPLE".into(),
            secret_access_key: Secret::new("a\"b\\".into()),
            session_token: Secret::new("token".into()),
            expires_at: Timestamp::from_second(1_800_000_000).unwrap(),
            session_arn: "arn".into(),
        };
        let text = write(&key('a'), &credentials).unwrap();
        let back = read(&key('a'), &text).unwrap();
        assert_eq!(back.secret_access_key.expose(), "a\"b\\");
        assert_eq!(back.session_token.expose(), "token");
        assert_eq!(back.expires_at, credentials.expires_at);
        assert!(read(&key('b'), &text).is_none());
        let whole = text.expose();
        for damaged in ["", "null", "{}", &whole[..whole.len() - 2], &whole.replace(":1,", ":2,")] {
            let damaged = Secret::new(damaged.to_owned());
            assert!(read(&key('a'), &damaged).is_none(), "{}", damaged.expose());
        }
    }
}
