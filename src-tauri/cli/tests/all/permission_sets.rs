//! Permission sets of IAM Identity Center: the access portal and STS are an endpoint on this computer.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use rolebridge_peers::{Asked, FakeAws, Reply};

use super::support::{Desk, Ran};

/// The AWS CLI's name for the token of the session `corp`: the SHA-1 of its name.
const TOKEN: &str = "ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
const DEV: &str = "222222222222:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/ada";

/// A home with a configuration of Identity Center, signed in to it.
struct Office {
    desk: Desk,
    home: tempfile::TempDir,
    aws: FakeAws,
    /// Account and session the credentials are really of.
    gives: Arc<Mutex<String>>,
}

impl Office {
    fn new() -> Self {
        let gives = Arc::new(Mutex::new(DEV.to_owned()));
        let given = Arc::clone(&gives);
        let aws = FakeAws::start(move |asked| answer(asked, &given.lock().unwrap()));
        let office = Self { desk: Desk::empty(), home: tempfile::tempdir().unwrap(), aws, gives };
        fs::create_dir_all(office.cache()).unwrap();
        office.configure("222222222222");
        fs::write(
            office.cache().join(TOKEN),
            r#"{"startUrl": "https://d-1.awsapps.com/start", "region": "eu-west-1",
                "accessToken": "s3cr3t-access", "expiresAt": "2099-01-01T00:00:00Z"}"#,
        )
        .unwrap();
        office
    }

    fn cache(&self) -> PathBuf {
        self.home.path().join(".aws/sso/cache")
    }

    fn config(&self) -> PathBuf {
        self.home.path().join(".aws/config")
    }

    fn configure(&self, account: &str) {
        let text = format!(
            "[profile dev]\nsso_session = corp\nsso_account_id = {account}\n\
             sso_role_name = Admin\nregion = eu-west-1\nendpoint_url = {}\n\
             [sso-session corp]\nsso_region = eu-west-1\n\
             sso_start_url = https://d-1.awsapps.com/start\n",
            self.aws.url
        );
        fs::write(self.config(), text).unwrap();
    }

    fn run(&self, args: &[&str]) -> Ran {
        let mut command = self.desk.command(args);
        command.env("HOME", self.home.path()).env("AWS_ENDPOINT_URL_SSO", &self.aws.url);
        // Without a keyring there is no session bus either.
        command.env("XDG_RUNTIME_DIR", self.home.path());
        Ran::from(command.output().unwrap())
    }

    #[track_caller]
    fn import(&self) {
        let ran = self.run(&["import", self.config().to_str().unwrap()]);
        assert_eq!(ran.code, 0, "{ran:?}");
    }
}

fn answer(asked: &Asked, given: &str) -> Reply {
    if asked.path != "/federation/credentials" {
        return Reply::caller(&format!("arn:aws:sts::{given}"));
    }
    let ends = SystemTime::now() + Duration::from_secs(3600);
    let ends = ends.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis();
    let body = serde_json::json!({"roleCredentials": {
        "accessKeyId": "ASIAPORTAL", "secretAccessKey": "portal-secret",
        "sessionToken": "portal-token", "expiration": u64::try_from(ends).unwrap()}});
    let (headers, body) = (Vec::new(), body.to_string());
    Reply::Answer { status: 200, kind: "application/json", headers, body }
}

#[test]
fn a_profile_is_imported_and_its_own_credentials_are_handed_out() {
    let office = Office::new();
    office.import();
    let ran = office.run(&["credentials", "dev"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.json()["AccessKeyId"], "ASIAPORTAL");
    assert_eq!(ran.json()["SessionToken"], "portal-token");
    let asked = office.aws.asked();
    let portal = &asked[0];
    assert_eq!((portal.field("account_id"), portal.field("role_name")), ("222222222222", "Admin"));
    assert_eq!(portal.headers["x-amz-sso_bearer_token"], "s3cr3t-access");
    // AWS says whose they are, and is asked with these very credentials.
    assert_eq!((asked[1].action(), asked[1].key()), ("GetCallerIdentity", "ASIAPORTAL"));
    assert_eq!(asked.len(), 2, "no role is assumed");
    let env = office.run(&["roles", "env", "--shell", "bash", "dev"]);
    assert!(env.out.contains("ASIAPORTAL") && env.out.contains("eu-west-1"), "{env:?}");
}

#[test]
fn credentials_of_another_account_or_permission_set_are_refused() {
    let office = Office::new();
    office.import();
    for other in [
        "333333333333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/ada",
        "222222222222:assumed-role/AWSReservedSSO_Admin_Plus_0123456789abcdef/ada",
        "222222222222:assumed-role/Admin/ada",
    ] {
        other.clone_into(&mut office.gives.lock().unwrap());
        let ran = office.run(&["credentials", "dev"]);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{ran:?}");
        assert!(ran.err.contains("dev is for the permission set Admin of account 222222222222"));
        assert!(!ran.err.contains("portal-"), "{}", ran.err);
    }
    // Where the profile itself says so, nothing is asked.
    office.configure("333333333333");
    let before = office.aws.asked().len();
    let ran = office.run(&["credentials", "dev"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{ran:?}");
    assert!(ran.err.contains("now leads to the permission set Admin of account 333333333333"));
    assert_eq!(office.aws.asked().len(), before);
}

#[test]
fn an_ended_sign_in_says_whose_it_is() {
    let office = Office::new();
    office.import();
    fs::remove_file(office.cache().join(TOKEN)).unwrap();
    let ran = office.run(&["--json", "credentials", "dev"]);
    assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{ran:?}");
    let error = ran.error();
    assert_eq!(error["code"], "credentials");
    assert_eq!(error["message"], "Profile dev is not signed in.");
    assert!(error["remedy"].as_str().unwrap().contains("aws sso login --profile dev"), "{error}");
}

#[test]
fn a_permission_set_is_added_by_its_profile_alone() {
    let desk = Desk::new();
    let add = ["roles", "add", "--name", "Payments", "--permission-set"];
    let added = desk.json(0, &[&add[..], &["--source-profile", "payments-admin"]].concat());
    let entry = &added["entry"];
    assert_eq!(entry["permission_set"], "AdministratorAccess");
    assert_eq!((&entry["account"], &entry["possible"]), (&"222222222222".into(), &false.into()));
    assert_eq!(entry["ways"]["cli"]["kind"], "open");
    let list = desk.pretend(&["roles", "list"]);
    assert!(list.out.contains("AdministratorAccess (permission set)"), "{}", list.out);
    let got = desk.json(0, &["credentials", "admin"]);
    assert!(got["AccessKeyId"].as_str().unwrap().starts_with("ASIA"), "{got}");
    let open = desk.pretend(&["roles", "open", "--print-url", "Payments"]);
    assert_eq!(open.code, 1);
    assert!(open.err.contains("switch-role page takes roles only"), "{}", open.err);
    // Without a profile there is nobody to ask.
    assert_eq!(desk.pretend(&add).code, 2);
    let more = ["--source-profile", "payments-admin", "--duration", "3600"];
    let refused = desk.pretend(&[&add[..], &more].concat());
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("--duration"), "{}", refused.err);
}
