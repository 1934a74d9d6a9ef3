//! IAM's rules: documents, names, quotas, orphans.

use rolebridge_cloud::{Cause, Cloud};
use rolebridge_model::*;

use crate::support::*;

fn malformed(cause: &Cause) -> &str {
    match cause {
        Cause::MalformedPolicy { message } => message,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_role_is_made_changed_read_and_deleted() {
    let (cloud, _) = sandbox();
    let way = into(STAGING);
    let mut new = new_role("R", &trusting(PRIMARY));
    new.path = RolePath::parse("/team/").unwrap();
    new.description = Some(RoleDescription::parse("for R").unwrap());
    new.tags = vec![Tag { key: "by".into(), value: "rolebridge".into() }];
    let made = cloud.create_role(&way, &new).await.unwrap();
    assert_eq!(made.to_string(), "arn:aws:iam::333333333333:role/team/R");

    let r = name("R");
    let p = policy(AGENT_POLICY);
    for _ in 0..2 {
        cloud.attach_policy(&way, &r, &p).await.unwrap();
        cloud.put_inline_policy(&way, &r, &inline("I", &allow("s3:GetObject"))).await.unwrap();
    }
    cloud.put_inline_policy(&way, &r, &inline("I", &allow("s3:ListBucket"))).await.unwrap();
    cloud.set_trust(&way, &r, &trusting("222222222222")).await.unwrap();
    let tag = |key: &str, value: &str| Tag { key: key.into(), value: value.into() };
    cloud.tag_role(&way, &r, &[tag("By", "me"), tag("more", "")]).await.unwrap();

    let found = cloud.read_role(&way, &r).await.unwrap().unwrap();
    assert_eq!(found.arn, made);
    assert!(found.unique_id.starts_with("AROA") && found.unique_id.len() == 21);
    assert_eq!(found.trust, trusting("222222222222"));
    assert_eq!(found.description.as_deref(), Some("for R"));
    assert_eq!(found.max_session_seconds, 3600);
    assert_eq!(found.attached, std::slice::from_ref(&p));
    assert_eq!(found.inline, [inline("I", &allow("s3:ListBucket"))]);
    assert_eq!(found.tags, [tag("By", "me"), tag("more", "")]);

    let conflict = |result| match cause(result) {
        Cause::Conflict { message } => message,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        conflict(cloud.delete_role(&way, &r).await),
        "Cannot delete entity, must detach all policies first."
    );
    for _ in 0..2 {
        cloud.detach_policy(&way, &r, &p).await.unwrap();
    }
    assert_eq!(
        conflict(cloud.delete_role(&way, &r).await),
        "Cannot delete entity, must delete policies first."
    );
    let i = PolicyName::parse("I").unwrap();
    for _ in 0..2 {
        cloud.delete_inline_policy(&way, &r, &i).await.unwrap();
    }
    for _ in 0..2 {
        cloud.delete_role(&way, &r).await.unwrap();
    }
    assert_eq!(cloud.read_role(&way, &r).await, Ok(None));
}

#[tokio::test]
async fn names_are_unique_without_regard_to_case() {
    let (cloud, _) = sandbox();
    let way = into(STAGING);
    cloud.create_role(&way, &new_role("MyRole", &trusting(PRIMARY))).await.unwrap();
    let again = cloud.create_role(&way, &new_role("myrole", &trusting(PRIMARY))).await;
    let again = again.unwrap_err();
    assert_eq!(again.operation, "iam:CreateRole");
    assert_eq!(again.target, "arn:aws:iam::333333333333:role/myrole");
    assert!(matches!(again.cause, Cause::AlreadyExists { .. }));
}

#[tokio::test]
async fn what_changes_a_missing_role_says_so() {
    let (cloud, _) = sandbox();
    let way = into(STAGING);
    let r = name("Nobody");
    let missing = cloud.set_trust(&way, &r, &trusting(PRIMARY)).await.unwrap_err();
    assert_eq!(missing.operation, "iam:UpdateAssumeRolePolicy");
    assert_eq!(missing.target, "arn:aws:iam::333333333333:role/Nobody");
    assert!(matches!(missing.cause, Cause::NotFound { message }
        if message == "The role with name Nobody cannot be found."));
    for missing in [
        cloud.attach_policy(&way, &r, &policy(AGENT_POLICY)).await,
        cloud.put_inline_policy(&way, &r, &inline("I", &allow("s3:*"))).await,
        cloud.tag_role(&way, &r, &[]).await,
    ] {
        assert!(matches!(cause(missing), Cause::NotFound { .. }));
    }
}

#[tokio::test]
async fn malformed_trust_policies_are_refused_in_iams_words() {
    let (cloud, _) = sandbox();
    let way = into(STAGING);
    let statement = |members: &str| format!(r#"{{"Statement":[{{"Effect":"Allow",{members}}}]}}"#);
    let aws = r#""Principal":{"AWS":"111111111111"}"#;
    let act = r#""Action":"sts:AssumeRole""#;
    for (trust, wanted) in [
        ("".to_owned(), "Policy document is empty."),
        ("{".to_owned(), "This policy contains invalid Json"),
        ("{}".to_owned(), "Syntax errors in policy."),
        (r#"{"Statement":[]}"#.to_owned(), "at least one statement"),
        (statement(act), "Missing required field Principal"),
        (statement(&format!(r#"{aws},{act},"Resource":"*""#)), "Has prohibited field Resource"),
        (
            statement(&format!(r#"{aws},"Action":"s3:GetObject""#)),
            "may only specify STS AssumeRole actions",
        ),
        (statement(&format!(r#"{aws},"Action":"AssumeRole""#)), "prefaced by a vendor"),
        (statement(&format!(r#"{aws},"Action":[]"#)), "must contain actions"),
        (statement(&format!(r#""Principal":"*",{act}"#)), "STAR"),
        (statement(&format!(r#""NotPrincipal":{{"AWS":"111111111111"}},{act}"#)), "NotPrincipal"),
        (statement(&format!(r#"{aws},{act},"Condition":{{"StringEqual":{{}}}}"#)), "Syntax errors"),
    ] {
        let refused = cause(cloud.create_role(&way, &new_role("R", &trust)).await);
        assert!(malformed(&refused).contains(wanted), "{trust}: {refused}");
        let refused = cause(cloud.set_trust(&way, &name("BreakGlass"), &trust).await);
        assert!(malformed(&refused).contains(wanted), "{trust}: {refused}");
    }
    let curly = statement(&format!(r#""Sid":"“",{aws},{act}"#));
    let refused = cause(cloud.create_role(&way, &new_role("R", &curly)).await);
    assert!(matches!(refused, Cause::Invalid { .. }));
    let anyone = statement(&format!(r#""Principal":{{"AWS":"*"}},{act}"#));
    cloud.create_role(&way, &new_role("R", &anyone)).await.unwrap();
}

#[tokio::test]
async fn malformed_permissions_are_refused_in_iams_words() {
    let (cloud, _) = sandbox();
    let way = into(PAYMENTS);
    for (document, wanted) in [
        ("nonsense".to_owned(), "invalid Json"),
        (trusting(PRIMARY), "should not specify a principal"),
        (
            r#"{"Statement":[{"Effect":"Allow","Action":"s3:*"}]}"#.to_owned(),
            "must contain resources",
        ),
        (
            r#"{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":[]}]}"#.to_owned(),
            "must contain resources",
        ),
        (
            r#"{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"bucket"}]}"#.to_owned(),
            "must be in ARN format",
        ),
    ] {
        let put =
            cloud.put_inline_policy(&way, &name(SECONDARY_ROLE), &inline("I", &document)).await;
        let refused = cause(put);
        assert!(malformed(&refused).contains(wanted), "{document}: {refused}");
    }
}

#[tokio::test]
async fn principals_have_to_exist() {
    let (cloud, _) = sandbox();
    let way = into(STAGING);
    for missing in [
        "arn:aws:iam::222222222222:role/Nobody",
        "arn:aws:iam::111111111111:user/nobody",
        "arn:aws:iam::111111111111:role/DevOpsAgentRole-*",
        "arn:aws:iam::111111111111:group/admins",
        "arn:aws:sts::111111111111:assumed-role/R/*",
        "AROAAAAAAAAAAAAAAAAAA",
        "Bob",
    ] {
        let refused = cause(cloud.create_role(&way, &new_role("R", &trusting(missing))).await);
        assert!(
            matches!(&refused, Cause::InvalidPrincipal { message }
                if *message == format!("Invalid principal in policy: \"AWS\":\"{missing}\"")),
            "{missing}: {refused:?}"
        );
    }
    let service = |s: &str| {
        trusting(PRIMARY).replace(r#""AWS":"111111111111""#, &format!(r#""Service":"{s}""#))
    };
    for missing in ["aidevops.amazonaws.co", "aidevops", ".amazonaws.com", "*"] {
        let refused = cause(cloud.create_role(&way, &new_role("R", &service(missing))).await);
        assert!(matches!(&refused, Cause::InvalidPrincipal { message }
            if *message == format!("Invalid principal in policy: \"SERVICE\":\"{missing}\"")));
    }
    let known = service("logs.eu-central-1.amazonaws.com");
    cloud.create_role(&way, &new_role("S", &known)).await.unwrap();
    for (i, known) in [
        "arn:aws:iam::222222222222:role/Developer",
        "arn:aws:iam::111111111111:user/ada",
        "arn:aws:iam::464622532012:root",
        "464622532012",
        "arn:aws:sts::222222222222:assumed-role/Developer/bob",
    ]
    .into_iter()
    .enumerate()
    {
        cloud.create_role(&way, &new_role(&format!("R{i}"), &trusting(known))).await.unwrap();
    }
}

#[tokio::test]
async fn a_deleted_principal_leaves_its_id_behind_even_if_it_comes_back() {
    let (cloud, time) = sandbox();
    let way = into(STAGING);
    let caller = "arn:aws:iam::333333333333:role/Caller";
    cloud.create_role(&way, &new_role("Caller", &trusting(PRIMARY))).await.unwrap();
    cloud
        .put_inline_policy(&way, &name("Caller"), &inline("I", &allow("sts:AssumeRole")))
        .await
        .unwrap();
    let id = cloud.read_role(&way, &name("Caller")).await.unwrap().unwrap().unique_id;
    cloud.create_role(&way, &new_role("Target", &trusting(caller))).await.unwrap();
    time.pass(60);
    let chain =
        || ada().through(arn(STAGING, "Caller"), None).through(arn(STAGING, "Target"), None);
    cloud.try_assume(&chain()).await.unwrap();

    let i = PolicyName::parse("I").unwrap();
    cloud.delete_inline_policy(&way, &name("Caller"), &i).await.unwrap();
    cloud.delete_role(&way, &name("Caller")).await.unwrap();
    cloud.create_role(&way, &new_role("Caller", &trusting(PRIMARY))).await.unwrap();
    cloud
        .put_inline_policy(&way, &name("Caller"), &inline("I", &allow("sts:AssumeRole")))
        .await
        .unwrap();
    time.pass(60);
    let shown = cloud.read_role(&way, &name("Target")).await.unwrap().unwrap().trust;
    assert_eq!(shown, trusting(&id));
    assert!(matches!(cause(cloud.try_assume(&chain()).await), Cause::AssumeRoleDenied { .. }));

    cloud.set_trust(&way, &name("Target"), &trusting(caller)).await.unwrap();
    time.pass(60);
    cloud.try_assume(&chain()).await.unwrap();
}

#[tokio::test]
async fn quotas_hold_to_the_character() {
    let (cloud, _) = sandbox();
    let way = into(STAGING);
    let padded = |size: usize| {
        let empty = r#"{"Statement":[{"Sid":"","Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole"}]}"#;
        empty.replace(r#""Sid":"""#, &format!(r#""Sid":"{}""#, "x".repeat(size - empty.len())))
    };
    // Whitespace between tokens is free.
    let fits = padded(2048).replace(',', " ,\n ");
    cloud.create_role(&way, &new_role("R", &fits)).await.unwrap();
    let long = cause(cloud.set_trust(&way, &name("R"), &padded(2049)).await);
    assert!(
        matches!(long, Cause::Quota { message } if message == "Cannot exceed quota for ACLSizePerRole: 2048")
    );

    let permissions = |size: usize| {
        let empty = allow("s3:");
        allow(&format!("s3:{}", "x".repeat(size - empty.len())))
    };
    let r = name("R");
    for (policy, size) in [("A", 6000), ("B", 4240), ("B", 4240)] {
        cloud.put_inline_policy(&way, &r, &inline(policy, &permissions(size))).await.unwrap();
    }
    let over = cause(cloud.put_inline_policy(&way, &r, &inline("B", &permissions(4241))).await);
    assert!(
        matches!(over, Cause::Quota { message } if message == "Maximum policy size of 10240 bytes exceeded for role R")
    );

    let ten = [
        "AdministratorAccess",
        "PowerUserAccess",
        "IAMFullAccess",
        "ReadOnlyAccess",
        "SecurityAudit",
        "job-function/ViewOnlyAccess",
        "job-function/Billing",
        "AmazonS3ReadOnlyAccess",
        "CloudWatchReadOnlyAccess",
        "AIOpsAssistantPolicy",
    ];
    for p in ten {
        let p = policy(&format!("arn:aws:iam::aws:policy/{p}"));
        cloud.attach_policy(&way, &r, &p).await.unwrap();
        cloud.attach_policy(&way, &r, &p).await.unwrap();
    }
    let eleventh = cause(cloud.attach_policy(&way, &r, &policy(AGENT_POLICY)).await);
    assert!(
        matches!(eleventh, Cause::Quota { message } if message == "Cannot exceed quota for PoliciesPerRole: 10")
    );
}

#[tokio::test]
async fn an_account_holds_a_thousand_roles() {
    let (cloud, _) = sandbox();
    let way = into("567890123456");
    let mut made = 0;
    let full = loop {
        match cloud.create_role(&way, &new_role(&format!("R{made}"), &trusting(PRIMARY))).await {
            Ok(_) => made += 1,
            Err(e) => break e.cause,
        }
    };
    // Two came with the account.
    assert_eq!(made, 998);
    assert!(matches!(full, Cause::Quota { message } if message.contains("RolesPerAccount: 1000")));
}

#[tokio::test]
async fn unknown_and_unattachable_policies_are_refused() {
    let (cloud, _) = sandbox();
    let way = into(PAYMENTS);
    let unknown = policy("arn:aws:iam::aws:policy/NoSuchPolicy");
    assert_eq!(cloud.policy_exists(&way, &unknown).await, Ok(false));
    assert_eq!(cloud.policy_exists(&way, &policy(AGENT_POLICY)).await, Ok(true));
    let r = name(SECONDARY_ROLE);
    let missing = cause(cloud.attach_policy(&way, &r, &unknown).await);
    assert!(
        matches!(missing, Cause::NotFound { message } if message.ends_with("does not exist or is not attachable."))
    );
    let linked = policy("arn:aws:iam::aws:policy/aws-service-role/AWSServiceRoleForAIDevOpsPolicy");
    let refused = cause(cloud.attach_policy(&way, &r, &linked).await);
    assert!(matches!(refused, Cause::Invalid { .. }));
}

#[tokio::test]
async fn roles_that_aws_made_are_not_ours_to_change() {
    let (cloud, _) = sandbox();
    let way = into(PAYMENTS);
    let r = name("AWSServiceRoleForOrganizations");
    for refused in [
        cloud.delete_role(&way, &r).await,
        cloud.set_trust(&way, &r, &trusting(PRIMARY)).await,
        cloud.attach_policy(&way, &r, &policy(AGENT_POLICY)).await,
    ] {
        assert!(matches!(cause(refused), Cause::Unmodifiable { .. }));
    }
    let mut new = new_role("AWSServiceRoleForMe", &trusting(PRIMARY));
    new.path = RolePath::parse("/aws-service-role/me.amazonaws.com/").unwrap();
    assert!(matches!(cause(cloud.create_role(&way, &new).await), Cause::Invalid { .. }));
}

#[tokio::test]
async fn one_bad_tag_fails_the_whole_call() {
    let (cloud, _) = sandbox();
    let way = into(STAGING);
    let tag = |key: &str, value: &str| Tag { key: key.into(), value: value.into() };
    for bad in [
        vec![tag("ok", "ok"), tag("", "x")],
        vec![tag("k!", "x")],
        vec![tag("k", "<x>")],
        vec![tag("k", &"x".repeat(257))],
        vec![tag("aws:k", "x")],
        vec![tag("k", "1"), tag("K", "2")],
    ] {
        let mut new = new_role("R", &trusting(PRIMARY));
        new.tags = bad.clone();
        let refused = cause(cloud.create_role(&way, &new).await);
        assert!(matches!(refused, Cause::Invalid { .. }), "{bad:?}");
        assert_eq!(cloud.read_role(&way, &name("R")).await, Ok(None));
    }
    let many: Vec<Tag> = (0..51).map(|i| tag(&format!("k{i}"), "")).collect();
    let r = name("BreakGlass");
    assert!(matches!(cause(cloud.tag_role(&way, &r, &many).await), Cause::Quota { .. }));
    cloud.tag_role(&way, &r, &many[..50]).await.unwrap();
    cloud.tag_role(&way, &r, &[tag("K0", "again")]).await.unwrap();
    assert!(matches!(cause(cloud.tag_role(&way, &r, &many[50..]).await), Cause::Quota { .. }));
}

#[tokio::test]
async fn failures_come_on_demand() {
    let (cloud, _) = sandbox();
    let slow = || Cause::Throttled { message: "Rate exceeded".into() };
    let r = name(SECONDARY_ROLE);
    cloud.fail_next("iam:GetRole", slow());
    assert_eq!(cause(cloud.read_role(&into(PAYMENTS), &r).await), slow());
    assert!(cloud.read_role(&into(PAYMENTS), &r).await.is_ok());

    cloud.fail_always("iam:GetRole", Some(&account(PAYMENTS)), slow());
    for _ in 0..2 {
        assert_eq!(cause(cloud.read_role(&into(PAYMENTS), &r).await), slow());
    }
    assert!(cloud.read_role(&into(STAGING), &r).await.is_ok());
    cloud.fail_always("sts:AssumeRole", Some(&account(STAGING)), slow());
    assert_eq!(cause(cloud.read_role(&into(STAGING), &r).await), slow());
    cloud.clear_failures();
    assert!(cloud.read_role(&into(PAYMENTS), &r).await.is_ok());
}
