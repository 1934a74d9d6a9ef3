use rolebridge_model::AccountId;

use super::*;

fn known(text: &str) -> (String, AccessLevel) {
    match lookup_action(text) {
        ActionLookup::Known(k) => (k.name, k.level),
        other => panic!("{text}: {other:?}"),
    }
}

fn meant(text: &str) -> Vec<String> {
    match lookup_action(text) {
        ActionLookup::Known(k) => panic!("{text} is {k:?}"),
        ActionLookup::UnknownAction { meant } | ActionLookup::UnknownService { meant } => meant,
    }
}

#[test]
fn finds_actions_in_any_case_with_their_level() {
    for (text, name, level) in [
        ("s3:GetObject", "s3:GetObject", AccessLevel::Read),
        ("S3:getobject", "s3:GetObject", AccessLevel::Read),
        ("sts:AssumeRole", "sts:AssumeRole", AccessLevel::Write),
        ("iam:PassRole", "iam:PassRole", AccessLevel::Write),
        ("iam:PutRolePolicy", "iam:PutRolePolicy", AccessLevel::PermissionsManagement),
        ("ec2:describeVPCs", "ec2:DescribeVpcs", AccessLevel::List),
        ("ec2:CreateTags", "ec2:CreateTags", AccessLevel::Tagging),
        ("apigateway:get", "apigateway:GET", AccessLevel::Read),
        ("execute-api:invoke", "execute-api:Invoke", AccessLevel::Write),
    ] {
        assert_eq!(known(text), (name.to_owned(), level));
    }
}

/// Every name of the table is found again, so that no line of it is written in a form the reader
/// does not know, and the counts are those of its header.
#[test]
fn reads_the_whole_table() {
    let (mut actions, mut keys) = (0, 0);
    for service in SERVICES.values() {
        for a in service.actions() {
            actions += 1;
            assert_eq!(known(&a.name), (a.name.clone(), a.level));
            assert!(!a.name.ends_with(':') && !a.name.ends_with('-'), "{}", a.name);
        }
        for k in service.keys() {
            keys += 1;
            assert!(!k.name.is_empty());
        }
    }
    let header = format!("{} services, {actions} actions, {keys} condition keys", SERVICES.len());
    assert!(TABLE.contains(&header), "{header}");
    assert!(catalogue_date() > "2026-09-01");
    assert!(actions > 22_000 && keys > 1_400);
}

#[test]
fn says_what_was_meant() {
    assert_eq!(meant("s3:GetObjct"), ["s3:GetObject"]);
    assert_eq!(meant("s3:ListObjects"), ["s3:ListBucket"]);
    assert_eq!(meant("s3:ListBuckets"), ["s3:ListAllMyBuckets"]);
    assert_eq!(meant("lamda:InvokeFunction"), ["lambda:InvokeFunction"]);
    assert_eq!(meant("cloudwatchlogs:CreateLogGroup"), ["logs:CreateLogGroup"]);
    assert_eq!(meant("assurance:CreateComment"), Vec::<String>::new());
    assert_eq!(meant("ec22:*"), ["ec2"]);
    assert_eq!(meant("s3:CompletelyDifferent"), Vec::<String>::new());
    assert!(
        matches!(lookup_action("nosuchservice:Get"), ActionLookup::UnknownService { meant } if meant.is_empty())
    );
}

#[test]
fn expands_patterns() {
    let names = |p: &str| expand_action(p).into_iter().map(|a| a.name).collect::<Vec<_>>();
    let assume = names("sts:AssumeRole*");
    assert_eq!(
        assume,
        ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"]
    );
    assert!(names("S3:GET*").contains(&"s3:GetObject".to_owned()));
    assert!(names("nosuch:*").is_empty() && names("s3:Nothing*").is_empty());
    assert!(names("*").len() > 22_000);
    assert_eq!(names("iam:PassRole"), ["iam:PassRole"]);
}

#[test]
fn knows_keys_and_arns() {
    let key = |k: &str| match service_key(k) {
        KeyLookup::Known(k) => (k.values, k.many),
        _ => panic!("{k}"),
    };
    assert_eq!(key("s3:prefix"), (KeyType::Text, false));
    assert_eq!(key("iam:PolicyARN"), (KeyType::Arn, false));
    assert_eq!(key("ec2:ResourceTag/team"), (KeyType::Text, false));
    assert_eq!(key("sts:TransitiveTagKeys"), (KeyType::Text, true));
    assert!(
        matches!(service_key("s3:prefx"), KeyLookup::Unknown { meant: Some(m) } if m == "s3:prefix")
    );
    assert!(matches!(service_key("example.com:aud"), KeyLookup::NoTable));
    assert_eq!(arn_service("lambda"), Ok(ArnRegion::Always));
    assert_eq!(arn_service("iam"), Ok(ArnRegion::Never));
    assert_eq!(arn_service("s3"), Ok(ArnRegion::Depends));
    assert_eq!(arn_service("lamda"), Err(Some("lambda")));
}

#[test]
fn knows_vendors() {
    let account = |id: &str| AccountId::parse(id).unwrap();
    assert_eq!(known_account(&account("464622532012")), Some("Datadog"));
    assert_eq!(known_account(&account("902366379725")), Some("AWS Redshift logs"));
    assert_eq!(known_account(&account("111111111111")), None);
    assert_eq!(is_vendor("902366379725"), None);
    let ids: Vec<&str> = include_str!("../../data/accounts.txt")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .map(|l| l.split_once('\t').map(|(id, _)| id).unwrap())
        .collect();
    assert!(ids.len() > 400 && ids.is_sorted() && ids.iter().all(|id| id.len() == 12));
}
