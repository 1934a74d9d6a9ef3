//! Sessions of permission sets: a profile's own credentials, and never those of another.

use super::*;

/// Keeps an entry of the permission set a profile of the sandbox is of, or of another.
fn save_set(app: &App, account: &str, name: &str) -> SwitchEntryId {
    save(app, |form| {
        form.kind = SwitchKind::PermissionSet;
        form.account = account.into();
        form.role = name.into();
        session_of(form).profile = "payments-admin".into();
    })
}

fn asked_portal(app: &App) -> usize {
    app.sandbox().count("sso:GetRoleCredentials")
}

#[tokio::test]
async fn a_permission_set_s_credentials_are_its_profile_s_own_and_kept() {
    let app = App::start(false).await;
    app.app.session().unwrap().profiles().await.unwrap();
    let entry = save_set(&app, "", "");
    let session = app.app.session().unwrap();
    let saved = session.switch_entry(entry).unwrap();
    assert_eq!(saved.role.in_words(), "permission set AdministratorAccess of account 222222222222");
    let got = had(&session, entry, &Device::default()).await;
    let begin = "arn:aws:sts::222222222222:assumed-role/AWSReservedSSO_AdministratorAccess_";
    assert!(got.session_arn.starts_with(begin), "{}", got.session_arn);
    assert_eq!(key(&app, entry).await, got.access_key_id);
    assert_eq!((asked_portal(&app), asked(&app)), (1, 0));
    assert_eq!(running(&app)[0].role, "AdministratorAccess");
    // Another process has them from the keychain.
    let app = app.restart().await;
    assert_eq!(key(&app, entry).await, got.access_key_id);
    assert_eq!(asked_portal(&app), 0);
    app.time.pass(46 * MINUTE);
    assert_ne!(key(&app, entry).await, got.access_key_id);
    assert_eq!(asked_portal(&app), 1);
    // The same profile assumes roles as well, and neither is taken for the other.
    let role = save(&app, |form| {
        form.role = "OrganizationAccountAccessRole".into();
        session_of(form).profile = "payments-admin".into();
    });
    let asking = Asking { parts: SessionNameParts::default(), prompt: &Device::default() };
    let session = app.app.session().unwrap();
    let assumed = session.entry_credentials(&session.switch_entry(role).unwrap(), &asking).await;
    assert!(assumed.is_err(), "that role trusts the management account only");
}

#[tokio::test]
async fn another_permission_set_s_credentials_are_never_handed_out() {
    let app = App::start(false).await;
    let entry = save_set(&app, "222222222222", "AdministratorAccess");
    let first = key(&app, entry).await;
    // The profile was pointed to another account, which its configuration tells before AWS does.
    let center = |account: &str, name: &str| IdentityFacts {
        kind: IdentityKind::IdentityCenter,
        permission_set: Some(PermissionSet {
            partition: Partition::Aws,
            account: account.parse().unwrap(),
            name: name.parse().unwrap(),
        }),
        ..IdentityFacts::default()
    };
    let session = app.app.session().unwrap();
    let refused = async |entry: SwitchEntryId| {
        let entry = session.switch_entry(entry).unwrap();
        let prompt = Device::default();
        let asking = Asking { parts: SessionNameParts::default(), prompt: &prompt };
        session.entry_credentials(&entry, &asking).await.unwrap_err().to_string()
    };
    app.sandbox().portal.lock().unwrap().facts =
        vec![("payments-admin", center("333333333333", "AdministratorAccess"))];
    let said = refused(entry).await;
    assert!(said.contains("profile payments-admin now leads to the permission set"), "{said}");
    assert_eq!(asked_portal(&app), 1, "nothing was asked for");
    // Those that are kept are of the profile as it was.
    app.sandbox().portal.lock().unwrap().facts.clear();
    assert_eq!(key(&app, entry).await, first);

    // A configuration that says nothing of it, as one with a program: AWS itself is believed.
    let nothing = IdentityFacts::default();
    app.sandbox().portal.lock().unwrap().facts = vec![("payments-admin", nothing)];
    for (account, name) in [
        ("333333333333", "AdministratorAccess"),
        ("222222222222", "Administrator"),
        ("222222222222", "ReadOnlyAccess"),
    ] {
        let wrong = save_set(&app, account, name);
        let said = refused(wrong).await;
        assert!(said.contains("AdministratorAccess of account 222222222222"), "{said}");
        assert!(!running(&app).iter().any(|s| s.entry == wrong), "it must not be kept");
    }
}

#[tokio::test]
async fn an_identity_center_sign_in_that_ended_asks_for_a_new_one() {
    let app = App::start(false).await;
    let entry = save_set(&app, "222222222222", "AdministratorAccess");
    let identity = IdentityRef::Profile { name: "payments-admin".parse().unwrap() };
    let needed = Cause::SignInNeeded { identity: Box::new(identity), expired: true };
    app.sandbox().sandbox.fail_next("credentials", needed);
    let session = app.app.session().unwrap();
    let prompt = Device::default();
    let asking = Asking { parts: SessionNameParts::default(), prompt: &prompt };
    let wanted = session.switch_entry(entry).unwrap();
    let error = session.entry_credentials(&wanted, &asking).await.unwrap_err();
    assert!(error.to_string().contains("The sign-in of profile payments-admin has run out"));
    assert!(matches!(error, Error::Cloud(e) if matches!(e.cause, Cause::SignInNeeded { .. })));
}

#[tokio::test]
async fn the_sample_entries_of_the_sandbox_work_and_are_added_once() {
    let app = App::start(false).await;
    let session = app.app.session().unwrap();
    assert_eq!(session.add_sample_entries().await.unwrap(), 3);
    let entries = session.chosen_entries(&Default::default()).unwrap();
    let sets = entries.iter().filter(|e| e.role.permission_set().is_some()).count();
    assert_eq!((entries.len(), sets), (3, 2));
    for entry in &entries {
        let got = had(&session, entry.id, &Device::default()).await;
        let leads_to = entry.role.account().as_str();
        assert!(got.session_arn.contains(leads_to), "{}: {}", entry.name, got.session_arn);
    }
    assert_eq!(session.add_sample_entries().await.unwrap(), 0);
    let real = App::start(true).await;
    let profile = IdentityRef::Profile { name: "payments-admin".parse().unwrap() };
    real.app.connect(ConnectRequest { identity: profile, region: None }).await.unwrap();
    let refused = real.app.session().unwrap().add_sample_entries().await;
    assert!(matches!(refused, Err(Error::Refused { .. })));
}
