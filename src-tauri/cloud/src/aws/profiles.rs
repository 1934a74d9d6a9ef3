//! Identities, from the shared configuration files and the environment. Nothing is resolved: names,
//! kinds and Regions only.

use aws_config::profile::{Profile, ProfileSet};
use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use aws_types::os_shim_internal::{Env, Fs};
use rolebridge_model::{Identity, IdentityKind, IdentityRef, ProfileName, Region, RoleArn};

use super::facts;

/// Whether there is anything to reach AWS with: a profile that leads to credentials, or credentials
/// in the environment. `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` are honoured; a `default`
/// profile without credentials does not count.
#[must_use]
pub fn aws_is_configured() -> bool {
    // The SDK reads the files in an async function. A thread of its own lets this be called from
    // anywhere, inside a runtime or not.
    let look = || {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        runtime.is_ok_and(|r| !r.block_on(identities(None, &Env::real())).is_empty())
    };
    std::thread::scope(|s| s.spawn(look).join().unwrap_or(false))
}

/// The environment's credentials if it has some, then the profile that `AWS_PROFILE` selects, then
/// the others by name.
pub(crate) async fn identities(files: Option<&EnvConfigFiles>, env: &Env) -> Vec<Identity> {
    let profiles = load(files, env).await;
    let mut found: Vec<Identity> = from_environment(env).into_iter().collect();
    let mut names: Vec<&str> = profiles.profiles().collect();
    names.sort_by_key(|name| (*name != profiles.selected_profile(), *name));
    found.extend(names.into_iter().filter_map(|name| {
        let profile = profiles.get_profile(name)?;
        let detail = detail(profile, &profiles)?;
        let Ok(parsed) = ProfileName::parse(name) else {
            tracing::warn!(name, "skipping a profile with an unusual name");
            return None;
        };
        Some(Identity {
            reference: IdentityRef::Profile { name: parsed },
            label: name.to_owned(),
            detail,
            region: profile.get("region").and_then(|r| Region::parse(r).ok()),
            facts: facts::of_profile(profile, &profiles, env),
        })
    }));
    found
}

/// The SDK gives up on all profiles if one line of one file is wrong. The other file is still worth
/// listing.
pub(crate) async fn load(files: Option<&EnvConfigFiles>, env: &Env) -> ProfileSet {
    let all = files.cloned().unwrap_or_default();
    let first = match aws_config::profile::load(&Fs::real(), env, &all, None).await {
        Ok(profiles) => return profiles,
        Err(e) => e,
    };
    tracing::warn!(error = %text(&first), "the AWS configuration files can't be read as they are");
    if files.is_none() {
        for only in [
            EnvConfigFiles::builder().include_default_config_file(true),
            EnvConfigFiles::builder().include_default_credentials_file(true),
        ] {
            let only = only.build();
            if let Ok(profiles) = aws_config::profile::load(&Fs::real(), env, &only, None).await {
                return profiles;
            }
        }
    }
    ProfileSet::default()
}

fn text(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

/// The profile among those behind an identity whose credentials come from the `rolebridge` command.
/// Asking that one for credentials would start Rolebridge again and again. Nothing stands for the
/// profile that is selected.
pub(crate) async fn asks_rolebridge(
    files: Option<&EnvConfigFiles>,
    env: &Env,
    name: Option<&str>,
) -> Option<String> {
    let profiles = load(files, env).await;
    let mut name = name.unwrap_or_else(|| profiles.selected_profile()).to_owned();
    // No chain of profiles is longer than there are profiles; one in a circle ends here, too.
    for _ in 0..=profiles.profiles().count() {
        let profile = profiles.get_profile(&name)?;
        let program = profile.get("credential_process").unwrap_or_default();
        let mut words = program.split(|c: char| c.is_whitespace() || "\"'/\\".contains(c));
        if words.any(|w| w == "rolebridge" || w == "rolebridge.exe") {
            return Some(name);
        }
        name = profile.get("source_profile")?.to_owned();
    }
    None
}

pub(crate) fn from_environment(env: &Env) -> Option<Identity> {
    let set = |name: &str| env.get(name).is_ok_and(|v| !v.trim().is_empty());
    let (detail, kind) = if set("AWS_ACCESS_KEY_ID") && set("AWS_SECRET_ACCESS_KEY") {
        if set("AWS_SESSION_TOKEN") {
            ("Temporary access key in the environment", IdentityKind::Environment)
        } else {
            ("Access key in the environment", IdentityKind::Environment)
        }
    } else if set("AWS_WEB_IDENTITY_TOKEN_FILE") && set("AWS_ROLE_ARN") {
        ("Web identity token of the environment", IdentityKind::WebIdentity)
    } else if set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
        || set("AWS_CONTAINER_CREDENTIALS_FULL_URI")
    {
        ("Credentials of the container", IdentityKind::Container)
    } else {
        return None;
    };
    let region = env
        .get("AWS_REGION")
        .or_else(|_| env.get("AWS_DEFAULT_REGION"))
        .ok()
        .and_then(|r| Region::parse(&r).ok());
    Some(Identity {
        reference: IdentityRef::Environment,
        label: "Environment".to_owned(),
        detail: detail.to_owned(),
        facts: facts::of_environment(kind, region.as_ref(), env),
        region,
    })
}

/// What kind of profile it is and where it leads; nothing if it leads to no credentials. The order
/// is the SDK's.
pub(crate) fn detail(profile: &Profile, profiles: &ProfileSet) -> Option<String> {
    let get = |key: &str| profile.get(key).filter(|v| !v.trim().is_empty());
    if let Some(role) = get("role_arn") {
        let role = role_text(role);
        return Some(if let Some(source) = get("source_profile") {
            format!("Assumes {role} from profile {source}")
        } else if let Some(source) = get("credential_source") {
            format!("Assumes {role} with the credentials of {source}")
        } else if get("web_identity_token_file").is_some() {
            format!("Web identity, {role}")
        } else {
            format!("Incomplete: assumes {role}, but names no source of credentials")
        });
    }
    if get("sso_session").is_some() || get("sso_start_url").is_some() {
        return Some(match (get("sso_account_id"), get("sso_role_name")) {
            (Some(account), Some(role)) => {
                let missing = get("sso_session").filter(|s| profiles.sso_session(s).is_none());
                match missing {
                    Some(session) => {
                        format!("Incomplete: there is no Identity Center session {session}")
                    }
                    None => format!("Identity Center, {role} in account {account}"),
                }
            }
            _ => "Incomplete: Identity Center without account and role".to_owned(),
        });
    }
    if get("login_session").is_some() {
        return Some("Console sign-in (aws login)".to_owned());
    }
    if get("credential_process").is_some() {
        return Some("Credentials from a program".to_owned());
    }
    match (get("aws_access_key_id"), get("aws_secret_access_key")) {
        (Some(_), Some(_)) if get("aws_session_token").is_some() => {
            Some("Temporary access key".to_owned())
        }
        (Some(_), Some(_)) => Some("Access key".to_owned()),
        (None, None) => None,
        _ => Some("Incomplete: half of an access key".to_owned()),
    }
}

fn role_text(arn: &str) -> String {
    match RoleArn::parse(arn) {
        Ok(arn) => format!("role {} in account {}", arn.name(), arn.account()),
        Err(_) => format!("role {arn}"),
    }
}

/// Configuration and credentials file at other places than usual.
pub(crate) fn files_at(
    config: Option<&std::path::Path>,
    credentials: Option<&std::path::Path>,
) -> EnvConfigFiles {
    let mut files = EnvConfigFiles::builder();
    if let Some(path) = config {
        files = files.with_file(EnvConfigFileKind::Config, path);
    }
    if let Some(path) = credentials {
        files = files.with_file(EnvConfigFileKind::Credentials, path);
    }
    files.build()
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn listed(config: &str, env: &[(&str, &str)]) -> Vec<(String, String)> {
        let files =
            EnvConfigFiles::builder().with_contents(EnvConfigFileKind::Config, config).build();
        identities(Some(&files), &Env::from_slice(env))
            .await
            .into_iter()
            .map(|i| (i.label, i.detail))
            .collect()
    }

    #[tokio::test]
    async fn every_kind_of_profile_is_named() {
        let config = "\
[profile keys]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\n\
[profile temporary]\naws_access_key_id = a\naws_secret_access_key = s\naws_session_token = t\n\
[profile half]\naws_access_key_id = a\n\
[profile role]\nrole_arn = arn:aws:iam::222222222222:role/x/Admin\nsource_profile = keys\n\
[profile ec2]\nrole_arn = arn:aws:iam::222222222222:role/Admin\ncredential_source = Ec2InstanceMetadata\n\
[profile lost]\nrole_arn = arn:aws:iam::222222222222:role/Admin\n\
[profile sso]\nsso_session = corp\nsso_account_id = 333333333333\nsso_role_name = Ops\nregion = eu-west-1\n\
[profile legacy]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = 333333333333\nsso_role_name = Ops\n\
[profile nosession]\nsso_session = none\nsso_account_id = 333333333333\nsso_role_name = Ops\n\
[profile program]\ncredential_process = /bin/true --secret hunter2\n\
[profile login]\nlogin_session = arn:aws:iam::111111111111:user/me\n\
[profile regiononly]\nregion = eu-west-1\n\
[default]\noutput = json\n\
[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://d-1.awsapps.com/start\n";
        let found = listed(config, &[]).await;
        let expected = [
            (
                "ec2",
                "Assumes role Admin in account 222222222222 with the credentials of Ec2InstanceMetadata",
            ),
            ("half", "Incomplete: half of an access key"),
            ("keys", "Access key"),
            ("legacy", "Identity Center, Ops in account 333333333333"),
            ("login", "Console sign-in (aws login)"),
            (
                "lost",
                "Incomplete: assumes role Admin in account 222222222222, but names no source of credentials",
            ),
            ("nosession", "Incomplete: there is no Identity Center session none"),
            ("program", "Credentials from a program"),
            ("role", "Assumes role Admin in account 222222222222 from profile keys"),
            ("sso", "Identity Center, Ops in account 333333333333"),
            ("temporary", "Temporary access key"),
        ];
        let found: Vec<(&str, &str)> =
            found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[tokio::test]
    async fn the_environment_comes_first_and_then_the_selected_profile() {
        let config = "[profile b]\naws_access_key_id=a\naws_secret_access_key=s\n\
                      [profile a]\naws_access_key_id=a\naws_secret_access_key=s\n";
        let env =
            [("AWS_ACCESS_KEY_ID", "a"), ("AWS_SECRET_ACCESS_KEY", "s"), ("AWS_PROFILE", "b")];
        let labels: Vec<String> = listed(config, &env).await.into_iter().map(|i| i.0).collect();
        assert_eq!(labels, ["Environment", "b", "a"]);
        let half = [("AWS_ACCESS_KEY_ID", "a")];
        assert!(listed("", &half).await.is_empty());
        let container = [("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1")];
        assert_eq!(listed("", &container).await[0].1, "Credentials of the container");
    }

    #[tokio::test]
    async fn a_profile_that_would_start_rolebridge_again_is_found() {
        let config = "\
[profile round]\ncredential_process = \"/opt/my tools/rolebridge\" credentials Prod\n\
[profile behind]\nrole_arn = arn:aws:iam::222222222222:role/R\nsource_profile = round\n\
[profile other]\ncredential_process = my-rolebridge-wrapper\n\
[profile a]\nsource_profile = b\n[profile b]\nsource_profile = a\n";
        let files =
            EnvConfigFiles::builder().with_contents(EnvConfigFileKind::Config, config).build();
        let env = Env::from_slice(&[("AWS_PROFILE", "round")]);
        for (name, found) in [
            (Some("round"), Some("round")),
            (Some("behind"), Some("round")),
            (Some("other"), None),
            (Some("a"), None),
            (Some("gone"), None),
            (None, Some("round")),
        ] {
            let asks = asks_rolebridge(Some(&files), &env, name).await;
            assert_eq!(asks.as_deref(), found, "{name:?}");
        }
    }

    #[tokio::test]
    async fn a_default_profile_without_credentials_is_no_identity() {
        assert!(listed("[default]\nregion = eu-west-1\n", &[]).await.is_empty());
    }

    #[tokio::test]
    async fn a_broken_file_does_not_hide_the_other() {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("config");
        let credentials = folder.path().join("credentials");
        std::fs::write(&config, "[profile x]\nnonsense without a sign\n").unwrap();
        std::fs::write(&credentials, "[kept]\naws_access_key_id = a\naws_secret_access_key = s\n")
            .unwrap();
        let env = Env::from_slice(&[
            ("AWS_CONFIG_FILE", config.to_str().unwrap()),
            ("AWS_SHARED_CREDENTIALS_FILE", credentials.to_str().unwrap()),
        ]);
        let found = identities(None, &env).await;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].label, "kept");
    }
}
