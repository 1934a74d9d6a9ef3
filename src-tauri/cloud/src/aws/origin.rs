//! What an identity's credentials are made of, read from the environment and the shared files, so
//! that credentials made from them are not used for an identity that has become another.

use std::fmt::Write;

use aws_config::profile::ProfileSet;
use aws_runtime::env_config::{file::EnvConfigFiles, property::PropertiesKey};
use aws_types::os_shim_internal::Env;
use rolebridge_model::{IdentityRef, Region};

use super::{facts, profiles};
use crate::{Origin, Secret};

/// Where AWS is asked, whoever asks.
const ENDPOINTS: [&str; 7] = [
    "AWS_ENDPOINT_URL",
    "AWS_ENDPOINT_URL_STS",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "AWS_USE_FIPS_ENDPOINT",
    "AWS_USE_DUALSTACK_ENDPOINT",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
];

/// Which credentials the environment gives.
const OF_ENVIRONMENT: [&str; 5] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_ROLE_ARN",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];

/// Which credentials a profile gives (AWS SDKs and Tools Reference Guide, "Settings reference").
const OF_PROFILE: [&str; 21] = [
    "aws_access_key_id",
    "role_arn",
    "source_profile",
    "credential_source",
    "external_id",
    "mfa_serial",
    "role_session_name",
    "duration_seconds",
    "web_identity_token_file",
    "credential_process",
    "login_session",
    "sso_session",
    "sso_start_url",
    "sso_region",
    "sso_account_id",
    "sso_role_name",
    "region",
    "endpoint_url",
    "services",
    "use_fips_endpoint",
    "use_dualstack_endpoint",
];

/// Lines of a name and a value each.
struct Stamp(String);

impl Stamp {
    fn add(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            // A length, so that no value can pass for another name.
            let _ = writeln!(self.0, "{name} {} {value}", value.len());
        }
    }

    fn profile(&mut self, name: &str, profiles: &ProfileSet) {
        let Some(profile) = profiles.get_profile(name) else { return };
        self.add("profile", Some(name));
        for key in OF_PROFILE {
            self.add(key, profile.get(key));
        }
        if let Some(session) = profile.get("sso_session").and_then(|s| profiles.sso_session(s)) {
            for key in ["sso_start_url", "sso_region"] {
                self.add(key, session.get(key));
            }
        }
        if let Some(services) = profile.get("services") {
            let sts = PropertiesKey::builder()
                .section_key("services")
                .section_name(services)
                .property_name("sts")
                .sub_property_name("endpoint_url")
                .build();
            let endpoint = sts.ok().and_then(|key| profiles.other_sections().get(&key));
            self.add("services sts", endpoint.map(String::as_str));
        }
    }

    /// A profile with all it begins with.
    fn chain(&mut self, name: &str, profiles: &ProfileSet) {
        let mut next = Some(name.to_owned());
        // No chain of profiles is longer than there are profiles; one in a circle ends here, too.
        for _ in 0..=profiles.profiles().count() {
            let Some(name) = next else { return };
            self.profile(&name, profiles);
            let source = profiles.get_profile(&name).and_then(|p| p.get("source_profile"));
            next = source.filter(|source| *source != name).map(str::to_owned);
        }
    }
}

/// What an identity's credentials are made of; nothing for a profile that leads to none.
pub(crate) async fn origin(
    files: Option<&EnvConfigFiles>,
    env: &Env,
    identity: &IdentityRef,
) -> Option<Origin> {
    let variable = |name| env.get(name).ok().filter(|v: &String| !v.is_empty());
    let mut stamp = Stamp(format!("{identity}\n"));
    for name in ENDPOINTS {
        stamp.add(name, variable(name).as_deref());
    }
    let (mut region, mut permission_set) = (None, None);
    if let IdentityRef::Profile { name } = identity {
        let profiles = profiles::load(files, env).await;
        let profile = profiles.get_profile(name.as_str())?;
        profiles::detail(profile, &profiles)?;
        region = profile.get("region").and_then(|r| Region::parse(r).ok());
        permission_set = facts::permission_set(profile, &profiles);
        stamp.chain(name.as_str(), &profiles);
    } else if *identity == IdentityRef::Environment {
        for name in OF_ENVIRONMENT {
            stamp.add(name, variable(name).as_deref());
        }
        // A key in the environment comes before any profile.
        if variable("AWS_ACCESS_KEY_ID").is_none() {
            let profiles = profiles::load(files, env).await;
            stamp.chain(profiles.selected_profile(), &profiles);
        }
    }
    Some(Origin { region, stamp: Secret::new(stamp.0), permission_set })
}

#[cfg(test)]
mod tests {
    use aws_runtime::env_config::file::EnvConfigFileKind;
    use rolebridge_model::ProfileName;

    use super::*;

    const CONFIG: &str = "\
[profile prod]\nrole_arn = arn:aws:iam::222222222222:role/R\nsource_profile = keys\n\
region = eu-west-1\nservices = local\n\
[profile keys]\naws_access_key_id = AKIA1\naws_secret_access_key = hunter2\n\
[profile bare]\noutput = json\n\
[profile round]\naws_access_key_id = AKIA3\naws_secret_access_key = s\nsource_profile = round\n\
[services local]\nsts =\n  endpoint_url = http://127.0.0.1:4566\n";

    async fn of(config: &str, env: &[(&str, &str)], profile: Option<&str>) -> Option<Origin> {
        let files =
            EnvConfigFiles::builder().with_contents(EnvConfigFileKind::Config, config).build();
        let identity = match profile {
            Some(name) => IdentityRef::Profile { name: ProfileName::parse(name).unwrap() },
            None => IdentityRef::Environment,
        };
        origin(Some(&files), &Env::from_slice(env), &identity).await
    }

    #[tokio::test]
    async fn what_leads_to_other_credentials_makes_another_stamp() {
        let changes = [
            ("the source's key", "AKIA1", "AKIA2", true),
            ("the role", "role/R", "role/S", true),
            ("the source", "source_profile = keys", "source_profile = round", true),
            ("the Region", "eu-west-1", "eu-west-2", true),
            ("the endpoint", ":4566", ":4567", true),
            ("another profile", "[profile bare]\noutput", "[profile b]\nregion", false),
            ("a comment", "[profile keys]", "# mine\n[profile keys]", false),
        ];
        let before = of(CONFIG, &[], Some("prod")).await.unwrap();
        assert_eq!(before.region, Region::parse("eu-west-1").ok());
        for (what, from, to, another) in changes {
            let after = of(&CONFIG.replacen(from, to, 1), &[], Some("prod")).await.unwrap();
            assert_eq!(after.stamp.expose() != before.stamp.expose(), another, "{what}");
        }
        assert!(!before.stamp.expose().contains("hunter2"));
        for (variable, another) in [("AWS_ENDPOINT_URL_STS", true), ("AWS_ACCESS_KEY_ID", false)] {
            let after = of(CONFIG, &[(variable, "x")], Some("prod")).await.unwrap();
            assert_eq!(after.stamp.expose() != before.stamp.expose(), another, "{variable}");
        }
    }

    #[tokio::test]
    async fn the_environment_is_its_key_or_else_the_selected_profile() {
        let stamp = async |env: &[(&str, &str)]| {
            let origin = of(CONFIG, env, None).await.unwrap();
            origin.stamp.expose().to_owned()
        };
        let key = stamp(&[("AWS_ACCESS_KEY_ID", "AKIA8")]).await;
        assert_ne!(key, stamp(&[("AWS_ACCESS_KEY_ID", "AKIA9")]).await);
        assert!(stamp(&[("AWS_PROFILE", "keys")]).await.contains("AKIA1"));
        assert!(stamp(&[("AWS_PROFILE", "round")]).await.contains("AKIA3"));
    }

    #[tokio::test]
    async fn a_profile_that_leads_nowhere_has_no_origin() {
        for name in ["bare", "gone"] {
            assert!(of(CONFIG, &[], Some(name)).await.is_none(), "{name}");
        }
    }
}
