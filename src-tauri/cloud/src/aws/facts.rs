//! What the shared configuration files say of a profile beside its name: kind, partition, how one
//! signs in, what asking it would run, which endpoint it asks. Nobody is asked for it.

use aws_config::profile::{Profile, ProfileSet};
use aws_runtime::env_config::property::PropertiesKey;
use aws_types::os_shim_internal::Env;
use rolebridge_model::{
    AccountId, IdentityFacts, IdentityKind, Partition, PermissionSet, PermissionSetName, Region,
    SignInWay,
};

/// The scope without which Identity Center gives no accounts (AWS SDKs and Tools Reference Guide,
/// "IAM Identity Center credential provider").
const ACCOUNTS: &str = "sso:account:access";

/// The facts of a profile.
pub(crate) fn of_profile(profile: &Profile, profiles: &ProfileSet, env: &Env) -> IdentityFacts {
    let behind = behind(profile, profiles);
    let first = behind.last().copied().unwrap_or(profile);
    let endpoint = endpoint(Some(first), profiles, env);
    IdentityFacts {
        kind: kind(profile, profiles),
        partition: partition(profile, profiles),
        permission_set: permission_set(profile, profiles),
        sign_in: sign_in(first, profiles),
        runs_program: kind(first, profiles) == IdentityKind::Program,
        endpoint,
    }
}

/// The facts of what the environment holds.
pub(crate) fn of_environment(
    kind: IdentityKind,
    region: Option<&Region>,
    env: &Env,
) -> IdentityFacts {
    IdentityFacts {
        kind,
        partition: region.map(Partition::of),
        endpoint: endpoint(None, &ProfileSet::default(), env),
        ..IdentityFacts::default()
    }
}

fn value<'a>(profile: &'a Profile, key: &str) -> Option<&'a str> {
    profile.get(key).map(str::trim).filter(|v| !v.is_empty())
}

/// Where its credentials come from, in the SDK's own order.
fn kind(profile: &Profile, profiles: &ProfileSet) -> IdentityKind {
    let has = |key| value(profile, key).is_some();
    if has("role_arn") {
        return if has("source_profile") || has("credential_source") {
            IdentityKind::AssumedRole
        } else if has("web_identity_token_file") {
            IdentityKind::WebIdentity
        } else {
            IdentityKind::Incomplete
        };
    }
    if has("sso_session") || has("sso_start_url") {
        let complete = has("sso_account_id") && has("sso_role_name");
        let there = value(profile, "sso_session").is_none_or(|s| profiles.sso_session(s).is_some());
        return if complete && there {
            IdentityKind::IdentityCenter
        } else {
            IdentityKind::Incomplete
        };
    }
    if has("login_session") {
        return IdentityKind::ConsoleSignIn;
    }
    if has("credential_process") {
        return IdentityKind::Program;
    }
    match (has("aws_access_key_id"), has("aws_secret_access_key"), has("aws_session_token")) {
        (true, true, true) => IdentityKind::TemporaryKey,
        (true, true, false) => IdentityKind::AccessKey,
        _ => IdentityKind::Incomplete,
    }
}

/// The profile and those its credentials come from, one after the other. One that names itself, or
/// one that is there already, ends it.
fn behind<'a>(profile: &'a Profile, profiles: &'a ProfileSet) -> Vec<&'a Profile> {
    let mut found = vec![profile];
    while let Some(last) = found.last()
        && value(last, "role_arn").is_some()
        && let Some(source) = value(last, "source_profile").and_then(|s| profiles.get_profile(s))
        && !found.iter().any(|p| p.name() == source.name())
    {
        found.push(source);
    }
    found
}

fn partition(profile: &Profile, profiles: &ProfileSet) -> Option<Partition> {
    let of_arn = |key| {
        let partition = value(profile, key)?.split(':').nth(1)?;
        Partition::parse(partition).ok()
    };
    let of_region = |region: &str| Region::parse(region).ok().map(|r| Partition::of(&r));
    of_arn("role_arn")
        .or_else(|| of_arn("login_session"))
        .or_else(|| of_region(value(profile, "region")?))
        .or_else(|| of_region(&sso_setting(profile, profiles, "sso_region")?))
}

/// A setting of Identity Center: the session's where the profile names one, its own otherwise.
fn sso_setting(profile: &Profile, profiles: &ProfileSet, key: &str) -> Option<String> {
    let text = match value(profile, "sso_session") {
        Some(session) => profiles.sso_session(session)?.get(key).map(str::trim),
        None => value(profile, key),
    };
    text.filter(|t| !t.is_empty()).map(str::to_owned)
}

/// The permission set the profile itself names; its partition is Identity Center's own.
pub(crate) fn permission_set(profile: &Profile, profiles: &ProfileSet) -> Option<PermissionSet> {
    if kind(profile, profiles) != IdentityKind::IdentityCenter {
        return None;
    }
    let region = Region::parse(&sso_setting(profile, profiles, "sso_region")?).ok()?;
    Some(PermissionSet {
        partition: Partition::of(&region),
        account: AccountId::parse(value(profile, "sso_account_id")?).ok()?,
        name: PermissionSetName::parse(value(profile, "sso_role_name")?).ok()?,
    })
}

fn sign_in(profile: &Profile, profiles: &ProfileSet) -> Option<SignInWay> {
    match kind(profile, profiles) {
        IdentityKind::IdentityCenter => {
            let setting = |key| sso_setting(profile, profiles, key);
            let scopes = setting("sso_registration_scopes").unwrap_or_default();
            let mut scopes: Vec<String> = scopes
                .split(',')
                .map(str::trim)
                .filter(|s| !s.is_empty())
                .map(str::to_owned)
                .collect();
            if scopes.is_empty() {
                scopes.push(ACCOUNTS.to_owned());
            }
            Some(SignInWay::IdentityCenter {
                start_url: setting("sso_start_url")?,
                region: Region::parse(&setting("sso_region")?).ok()?,
                session: value(profile, "sso_session").map(str::to_owned),
                scopes,
            })
        }
        IdentityKind::ConsoleSignIn => Some(SignInWay::Command { command: login(profile.name()) }),
        _ => None,
    }
}

/// `aws login` for a profile, quoted where a shell would take it apart.
fn login(profile: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./@:+=".contains(c);
    if profile == "default" {
        "aws login".to_owned()
    } else if profile.chars().all(plain) {
        format!("aws login --profile {profile}")
    } else {
        format!("aws login --profile \"{}\"", profile.replace('"', "\\\""))
    }
}

/// The endpoint of STS, if it is not AWS's own: of the environment, then of the profile, and of the
/// service before the one for all (AWS SDKs and Tools Reference Guide, "Service-specific
/// endpoints").
fn endpoint(profile: Option<&Profile>, profiles: &ProfileSet, env: &Env) -> Option<String> {
    let own = |key| value(profile?, key);
    let ignored = env
        .get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")
        .ok()
        .or_else(|| own("ignore_configured_endpoint_urls").map(str::to_owned));
    if ignored.is_some_and(|v| v.trim().eq_ignore_ascii_case("true")) {
        return None;
    }
    let of_env = |name: &str| env.get(name).ok().filter(|v| !v.trim().is_empty());
    let of_services = || {
        let key = PropertiesKey::builder()
            .section_key("services")
            .section_name(own("services")?)
            .property_name("sts")
            .sub_property_name("endpoint_url")
            .build()
            .ok()?;
        profiles.other_sections().get(&key).map(|v| v.to_string())
    };
    of_env("AWS_ENDPOINT_URL_STS")
        .or_else(|| of_env("AWS_ENDPOINT_URL"))
        .or_else(of_services)
        .or_else(|| own("endpoint_url").map(str::to_owned))
        .map(|url| super::translate::without_userinfo(&url))
}

#[cfg(test)]
mod tests {
    use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
    use aws_types::os_shim_internal::Fs;

    use super::*;

    async fn facts(config: &str, name: &str, env: &[(&str, &str)]) -> IdentityFacts {
        let files =
            EnvConfigFiles::builder().with_contents(EnvConfigFileKind::Config, config).build();
        let env = Env::from_slice(env);
        let profiles = aws_config::profile::load(&Fs::real(), &env, &files, None).await.unwrap();
        of_profile(profiles.get_profile(name).unwrap(), &profiles, &env)
    }

    const CONFIG: &str = "\
[profile keys]\naws_access_key_id = AKIA\naws_secret_access_key = s\nregion = us-gov-west-1\n\
[profile temporary]\naws_access_key_id = a\naws_secret_access_key = s\naws_session_token = t\n\
[profile half]\naws_access_key_id = a\n\
[profile self]\nrole_arn = arn:aws:iam::222222222222:role/R\nsource_profile = self\naws_access_key_id = a\naws_secret_access_key = s\n\
[profile second]\nrole_arn = arn:aws-cn:iam::222222222222:role/R\nsource_profile = first\n\
[profile first]\nrole_arn = arn:aws-cn:iam::222222222222:role/R\nsource_profile = sso\n\
[profile round]\nrole_arn = arn:aws:iam::222222222222:role/R\nsource_profile = about\n\
[profile about]\nrole_arn = arn:aws:iam::222222222222:role/R\nsource_profile = round\n\
[profile ec2]\nrole_arn = arn:aws:iam::222222222222:role/R\ncredential_source = Ec2InstanceMetadata\n\
[profile lost]\nrole_arn = arn:aws:iam::222222222222:role/R\n\
[profile web]\nrole_arn = arn:aws:iam::222222222222:role/R\nweb_identity_token_file = /t\n\
[profile sso]\nsso_session = corp\nsso_account_id = 333333333333\nsso_role_name = Ops\n\
[profile scoped]\nsso_session = wide\nsso_account_id = 333333333333\nsso_role_name = Ops\n\
[profile legacy]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 333333333333\nsso_role_name = Ops\n\
[profile nosession]\nsso_session = none\nsso_account_id = 333333333333\nsso_role_name = Ops\n\
[profile program]\ncredential_process = /bin/true\n\
[profile through]\nrole_arn = arn:aws:iam::222222222222:role/R\nsource_profile = program\n\
[profile login]\nlogin_session = arn:aws:iam::111111111111:user/me\n\
[profile my%login]\nlogin_session = arn:aws-eusc:iam::111111111111:user/me\n\
[sso-session corp]\nsso_region = cn-north-1\nsso_start_url = https://start.home.awsapps.cn/directory/d-1\n\
[sso-session wide]\nsso_region = us-east-1\nsso_start_url = https://d-1.awsapps.com/start\nsso_registration_scopes = sso:account:access, codecatalyst:x\n";

    #[tokio::test]
    async fn every_kind_of_profile_is_told_from_the_others() {
        use IdentityKind::*;
        let cn = Some(Partition::AwsCn);
        let aws = Some(Partition::Aws);
        let center = |session: Option<&str>| {
            let (start_url, region, scopes) = match session {
                Some("corp") => {
                    ("https://start.home.awsapps.cn/directory/d-1", "cn-north-1", vec![ACCOUNTS])
                }
                Some(_) => {
                    ("https://d-1.awsapps.com/start", "us-east-1", vec![ACCOUNTS, "codecatalyst:x"])
                }
                None => ("https://d-1.awsapps.com/start", "eu-west-1", vec![ACCOUNTS]),
            };
            Some(SignInWay::IdentityCenter {
                start_url: start_url.into(),
                region: region.parse().unwrap(),
                session: session.map(Into::into),
                scopes: scopes.into_iter().map(Into::into).collect(),
            })
        };
        let run = |command: &str| Some(SignInWay::Command { command: command.into() });
        for (name, kind, partition, sign_in, runs) in [
            ("keys", AccessKey, Some(Partition::AwsUsGov), None, false),
            ("temporary", TemporaryKey, None, None, false),
            ("half", Incomplete, None, None, false),
            ("self", AssumedRole, aws, None, false),
            ("second", AssumedRole, cn, center(Some("corp")), false),
            ("round", AssumedRole, aws, None, false),
            ("ec2", AssumedRole, aws, None, false),
            ("lost", Incomplete, aws, None, false),
            ("web", WebIdentity, aws, None, false),
            ("sso", IdentityCenter, cn, center(Some("corp")), false),
            ("scoped", IdentityCenter, aws, center(Some("wide")), false),
            ("legacy", IdentityCenter, aws, center(None), false),
            ("nosession", Incomplete, None, None, false),
            ("program", Program, None, None, true),
            ("through", AssumedRole, aws, None, true),
            ("login", ConsoleSignIn, aws, run("aws login --profile login"), false),
            (
                "my%login",
                ConsoleSignIn,
                Some(Partition::AwsEusc),
                run("aws login --profile \"my%login\""),
                false,
            ),
        ] {
            let found = facts(CONFIG, name, &[]).await;
            let permission_set = partition.filter(|_| kind == IdentityCenter).map(|partition| {
                let account = "333333333333".parse().unwrap();
                PermissionSet { partition, account, name: "Ops".parse().unwrap() }
            });
            let wanted = IdentityFacts {
                kind,
                partition,
                permission_set,
                sign_in,
                runs_program: runs,
                endpoint: None,
            };
            assert_eq!(found, wanted, "{name}");
        }
    }

    #[tokio::test]
    async fn an_endpoint_that_is_not_aws_s_is_told() {
        let config = "\
[profile own]\naws_access_key_id=a\naws_secret_access_key=s\nendpoint_url = https://me:pw@own.example\n\
[profile role]\nrole_arn = arn:aws:iam::222222222222:role/R\nsource_profile = own\n\
[profile services]\naws_access_key_id=a\naws_secret_access_key=s\nservices = local\nendpoint_url = https://all.example\n\
[profile ignores]\naws_access_key_id=a\naws_secret_access_key=s\nendpoint_url = https://own.example\nignore_configured_endpoint_urls = true\n\
[services local]\nsts =\n  endpoint_url = http://127.0.0.1:4566\n";
        let all = ("AWS_ENDPOINT_URL", "https://env.example");
        let sts = ("AWS_ENDPOINT_URL_STS", "https://sts.example");
        let none = ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
        for (name, env, wanted) in [
            ("own", vec![], Some("https://own.example")),
            ("role", vec![], Some("https://own.example")),
            ("services", vec![], Some("http://127.0.0.1:4566")),
            ("ignores", vec![], None),
            ("own", vec![all], Some("https://env.example")),
            ("services", vec![all, sts], Some("https://sts.example")),
            ("own", vec![all, none], None),
        ] {
            let found = facts(config, name, &env).await.endpoint;
            assert_eq!(found.as_deref(), wanted, "{name} {env:?}");
        }
    }
}
