//! The token of a sign-in, where the AWS CLI and the SDKs look for it: a file in `.aws/sso/cache`
//! of the user's folder, named after the SHA-1 of the session's name or, without one, of the start
//! URL (AWS SDKs and Tools Reference Guide, "IAM Identity Center credential provider").

use std::io::Write;
use std::path::{Path, PathBuf};

use rolebridge_model::{SignInWay, Timestamp};
use serde::{Deserialize, Serialize};
use sha1::{Digest, Sha1};
use zeroize::Zeroizing;

use crate::KeptSignIn;

/// What a sign-in ended with. The names are those of the AWS CLI's file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Token<'a> {
    pub(crate) start_url: &'a str,
    pub(crate) region: &'a str,
    pub(crate) access_token: &'a str,
    pub(crate) expires_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) client_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) client_secret: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) registration_expires_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) refresh_token: Option<&'a str>,
}

/// What has to be known of a file that others may have written.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kept {
    expires_at: Timestamp,
    registration_expires_at: Option<Timestamp>,
    client_id: Option<serde::de::IgnoredAny>,
    client_secret: Option<serde::de::IgnoredAny>,
    refresh_token: Option<serde::de::IgnoredAny>,
}

fn path(home: &Path, way: &SignInWay) -> Option<PathBuf> {
    let SignInWay::IdentityCenter { start_url, session, .. } = way else { return None };
    let name = session.as_ref().unwrap_or(start_url);
    let hash = Sha1::digest(name.as_bytes());
    let hex: String = hash.iter().map(|b| format!("{b:02x}")).collect();
    Some(home.join(".aws/sso/cache").join(format!("{hex}.json")))
}

/// What is kept, as of now.
pub(crate) fn read(home: &Path, way: &SignInWay, now: Timestamp) -> KeptSignIn {
    let text = path(home, way).and_then(|p| std::fs::read(p).ok()).map(Zeroizing::new);
    let Some(kept) = text.and_then(|t| serde_json::from_slice::<Kept>(&t).ok()) else {
        return KeptSignIn::None;
    };
    let renews = kept.client_id.is_some()
        && kept.client_secret.is_some()
        && kept.refresh_token.is_some()
        && kept.registration_expires_at.is_some_and(|at| at > now);
    if kept.expires_at > now || renews {
        KeptSignIn::Until { at: kept.expires_at, renews }
    } else {
        KeptSignIn::Expired(kept.expires_at)
    }
}

/// Keeps a token, in one step and for the user's eyes only.
pub(crate) fn write(home: &Path, way: &SignInWay, token: &Token<'_>) -> std::io::Result<()> {
    let Some(path) = path(home, way) else { return Ok(()) };
    let folder = path.parent().unwrap_or(home);
    private::make_folder(folder)?;
    let text = Zeroizing::new(serde_json::to_vec(token)?);
    let beside = path.with_extension(format!("{}.new", uuid::Uuid::new_v4().simple()));
    let written = private::create(&beside).and_then(|mut file| {
        file.write_all(&text)?;
        file.sync_all()?;
        drop(file);
        std::fs::rename(&beside, &path)
    });
    if written.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    written
}

#[cfg(unix)]
mod private {
    use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};

    pub(super) fn make_folder(path: &std::path::Path) -> std::io::Result<()> {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
    }

    pub(super) fn create(path: &std::path::Path) -> std::io::Result<std::fs::File> {
        std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
    }
}

/// The user's profile folder is private on Windows already.
#[cfg(not(unix))]
mod private {
    pub(super) fn make_folder(path: &std::path::Path) -> std::io::Result<()> {
        std::fs::create_dir_all(path)
    }

    pub(super) fn create(path: &std::path::Path) -> std::io::Result<std::fs::File> {
        std::fs::OpenOptions::new().write(true).create_new(true).open(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(session: Option<&str>) -> SignInWay {
        SignInWay::IdentityCenter {
            start_url: "https://d-1.awsapps.com/start".into(),
            region: "eu-west-1".parse().unwrap(),
            session: session.map(Into::into),
            scopes: Vec::new(),
        }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_file_is_the_one_every_aws_tool_reads() {
        let name = |session| {
            let path = path(Path::new("/home/me"), &way(session)).unwrap();
            path.to_str().unwrap().to_owned()
        };
        // SHA-1 of "corp" and of the start URL, as `sha1sum` has them.
        assert_eq!(
            name(Some("corp")),
            "/home/me/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"
        );
        assert_eq!(
            name(None),
            "/home/me/.aws/sso/cache/0c54b6c27e90660baa89eaad85ac1d5dae26cb7d.json"
        );
    }

    #[test]
    fn what_others_wrote_is_understood() {
        let now = at("2026-01-01T00:00:00Z");
        let home = tempfile::tempdir().unwrap();
        let file = path(home.path(), &way(Some("corp"))).unwrap();
        assert_eq!(read(home.path(), &way(Some("corp")), now), KeptSignIn::None);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        let renewable =
            r#""clientId":"i","clientSecret":"s","refreshToken":"r","registrationExpiresAt":"#;
        let before = at("2025-12-31T00:00:00Z");
        let after = at("2026-01-01T08:00:00Z");
        let until = |at, renews| KeptSignIn::Until { at, renews };
        for (text, wanted) in [
            ("not json".to_owned(), KeptSignIn::None),
            (r#"{"accessToken":"t"}"#.to_owned(), KeptSignIn::None),
            (r#"{"expiresAt":"2026-01-01T08:00:00Z"}"#.to_owned(), until(after, false)),
            (r#"{"expiresAt":"2025-12-31T00:00:00Z"}"#.to_owned(), KeptSignIn::Expired(before)),
            (
                format!(
                    r#"{{"expiresAt":"2025-12-31T00:00:00Z",{renewable}"2026-03-01T00:00:00Z"}}"#
                ),
                until(before, true),
            ),
            (
                format!(
                    r#"{{"expiresAt":"2025-12-31T00:00:00Z",{renewable}"2025-12-01T00:00:00Z"}}"#
                ),
                KeptSignIn::Expired(before),
            ),
        ] {
            std::fs::write(&file, &text).unwrap();
            assert_eq!(read(home.path(), &way(Some("corp")), now), wanted, "{text}");
        }
    }
}
