//! IAM: encoding, paging, errors.

use rolebridge_cloud::{Cause, Cloud, InlinePolicy, NewRole};
use rolebridge_model::{RolePath, Tag};

use crate::replay::{Answer, base, cloud, ok, xml_error};

const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"a+b é"}}}]}"#;

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

fn role_xml(arn: &str) -> String {
    format!(
        "<Role><Path>/x/</Path><RoleName>R</RoleName><RoleId>AROAEXAMPLE</RoleId><Arn>{arn}</Arn>\
         <CreateDate>2026-05-01T10:00:00Z</CreateDate>\
         <AssumeRolePolicyDocument>{}</AssumeRolePolicyDocument>\
         <Description>Why</Description><MaxSessionDuration>7200</MaxSessionDuration>\
         <PermissionsBoundary><PermissionsBoundaryType>Policy</PermissionsBoundaryType>\
         <PermissionsBoundaryArn>arn:aws:iam::222222222222:policy/B</PermissionsBoundaryArn>\
         </PermissionsBoundary>\
         <Tags><member><Key>k</Key><Value>v</Value></member></Tags></Role>",
        encoded(TRUST)
    )
}

fn get_role(arn: &str) -> Answer {
    ok(&format!(
        "<GetRoleResponse><GetRoleResult>{}</GetRoleResult></GetRoleResponse>",
        role_xml(arn)
    ))
}

const ARN: &str = "arn:aws:iam::222222222222:role/x/R";

#[tokio::test]
async fn a_role_is_read_whole_over_all_pages() {
    // The two lists are asked for at the same time, in either order.
    let attached = |arns: &str, more: &str| {
        ok(&format!(
            "<ListAttachedRolePoliciesResponse><ListAttachedRolePoliciesResult>\
             <AttachedPolicies>{arns}</AttachedPolicies>{more}</ListAttachedRolePoliciesResult>\
             </ListAttachedRolePoliciesResponse>"
        ))
    };
    let member = |name: &str| {
        format!(
            "<member><PolicyName>{name}</PolicyName>\
             <PolicyArn>arn:aws:iam::aws:policy/{name}</PolicyArn></member>"
        )
    };
    let names = ok("<ListRolePoliciesResponse><ListRolePoliciesResult><PolicyNames>\
                    <member>P</member></PolicyNames><IsTruncated>false</IsTruncated>\
                    </ListRolePoliciesResult></ListRolePoliciesResponse>");
    let document = ok(&format!(
        "<GetRolePolicyResponse><GetRolePolicyResult><RoleName>R</RoleName>\
         <PolicyName>P</PolicyName><PolicyDocument>{}</PolicyDocument></GetRolePolicyResult>\
         </GetRolePolicyResponse>",
        encoded(r#"{"Statement":[]}"#)
    ));
    let first = attached(&member("A"), "<IsTruncated>true</IsTruncated><Marker>m2</Marker>");
    let second = attached(&member("B"), "<IsTruncated>false</IsTruncated>");
    let (cloud, wire) = cloud([
        get_role(ARN),
        first.to("=ListAttachedRolePolicies"),
        names.to("=ListRolePolicies"),
        second.to("=ListAttachedRolePolicies"),
        document.to("=GetRolePolicy"),
    ]);
    let role = cloud.read_role(&base(), &"R".parse().unwrap()).await.unwrap().unwrap();
    assert_eq!(role.arn.to_string(), ARN);
    assert_eq!(role.trust, TRUST);
    assert_eq!(role.description.as_deref(), Some("Why"));
    assert_eq!(role.max_session_seconds, 7200);
    assert_eq!(role.permissions_boundary.unwrap().as_str(), "arn:aws:iam::222222222222:policy/B");
    assert_eq!(role.tags, [Tag { key: "k".into(), value: "v".into() }]);
    let attached: Vec<&str> = role.attached.iter().map(|a| a.name()).collect();
    assert_eq!(attached, ["A", "B"]);
    assert_eq!(
        role.inline,
        [InlinePolicy { name: "P".parse().unwrap(), document: r#"{"Statement":[]}"#.into() }]
    );
    let seen = wire.seen();
    assert_eq!(seen[0].host, "iam.amazonaws.com");
    let second =
        seen.iter().map(crate::replay::Seen::form).find(|f| f.contains_key("Marker")).unwrap();
    assert_eq!(second["Action"], "ListAttachedRolePolicies");
    assert_eq!(second["Marker"], "m2");
}

#[tokio::test]
async fn a_missing_role_is_nothing() {
    let (cloud, _wire) =
        cloud([xml_error(404, "NoSuchEntity", "The role with name R cannot be found.")]);
    let found = cloud.read_role(&base(), &"R".parse().unwrap()).await;
    assert_eq!(found, Ok(None));
}

#[tokio::test(start_paused = true)]
async fn a_role_that_shows_its_id_for_an_arn_is_read_again() {
    let empty = |of: &str, list: &str| {
        ok(&format!(
            "<{of}Response><{of}Result><{list}/><IsTruncated>false</IsTruncated></{of}Result></{of}Response>"
        ))
    };
    let (cloud, wire) = cloud([
        get_role("AROAEXAMPLE"),
        get_role(ARN),
        empty("ListAttachedRolePolicies", "AttachedPolicies").to("=ListAttachedRolePolicies"),
        empty("ListRolePolicies", "PolicyNames").to("=ListRolePolicies"),
    ]);
    let role = cloud.read_role(&base(), &"R".parse().unwrap()).await;
    assert_eq!(role.unwrap().unwrap().arn.to_string(), ARN);
    assert_eq!(wire.seen().len(), 4);
}

#[tokio::test]
async fn a_role_is_created_with_all_it_was_given() {
    let (cloud, wire) = cloud([ok(&format!(
        "<CreateRoleResponse><CreateRoleResult>{}</CreateRoleResult></CreateRoleResponse>",
        role_xml(ARN)
    ))]);
    let new = NewRole {
        path: RolePath::parse("/x/").unwrap(),
        name: "R".parse().unwrap(),
        trust: TRUST.to_owned(),
        description: Some("Why".parse().unwrap()),
        tags: vec![Tag { key: "k".into(), value: "v".into() }],
    };
    let arn = cloud.create_role(&base(), &new).await.unwrap();
    assert_eq!(arn.to_string(), ARN);
    let form = wire.only().form();
    for (key, value) in [
        ("Action", "CreateRole"),
        ("Path", "/x/"),
        ("RoleName", "R"),
        ("AssumeRolePolicyDocument", TRUST),
        ("Description", "Why"),
        ("Tags.member.1.Key", "k"),
        ("Tags.member.1.Value", "v"),
    ] {
        assert_eq!(form[key], value);
    }
    assert!(wire.only().header("authorization").contains("/us-east-1/iam/aws4_request"));
}

#[tokio::test]
async fn errors_of_create_role() {
    let m = || "said so".to_owned();
    let new = NewRole {
        path: RolePath::root(),
        name: "R".parse().unwrap(),
        trust: TRUST.to_owned(),
        description: None,
        tags: vec![],
    };
    for (status, code, message, expected) in [
        (403, "AccessDenied", "said so", Cause::AccessDenied { message: m() }),
        (409, "EntityAlreadyExists", "said so", Cause::AlreadyExists { message: m() }),
        (400, "MalformedPolicyDocument", "said so", Cause::MalformedPolicy { message: m() }),
        (
            400,
            "MalformedPolicyDocument",
            "Invalid principal in policy: x",
            Cause::InvalidPrincipal { message: "Invalid principal in policy: x".to_owned() },
        ),
        (409, "LimitExceeded", "said so", Cause::Quota { message: m() }),
        (400, "InvalidInput", "said so", Cause::Invalid { message: m(), fields: vec![] }),
        (400, "ValidationError", "said so", Cause::Invalid { message: m(), fields: vec![] }),
        (400, "Throttling", "said so", Cause::Throttled { message: m() }),
        (409, "ConcurrentModification", "said so", Cause::Conflict { message: m() }),
        (500, "ServiceFailure", "said so", Cause::Internal { message: m() }),
        (403, "InvalidClientTokenId", "said so", Cause::InvalidCredentials { message: m() }),
        (403, "SignatureDoesNotMatch", "said so", Cause::InvalidCredentials { message: m() }),
        (403, "ExpiredToken", "said so", Cause::ExpiredCredentials { message: m() }),
    ] {
        let (cloud, _wire) = cloud([xml_error(status, code, message)]);
        let found = cloud.create_role(&base(), &new).await.unwrap_err();
        assert_eq!(found.cause, expected, "{code}");
        assert_eq!(found.operation, "iam:CreateRole");
        assert_eq!(found.target, "R");
        assert_eq!(found.request_id.as_deref(), Some("rq-1"));
    }
}

#[tokio::test]
async fn what_is_gone_already_may_be_deleted() {
    let none = || xml_error(404, "NoSuchEntity", "none");
    let (cloud, _wire) = cloud([none(), none(), none()]);
    let name = "R".parse().unwrap();
    let policy = "arn:aws:iam::aws:policy/X".parse().unwrap();
    cloud.detach_policy(&base(), &name, &policy).await.unwrap();
    cloud.delete_inline_policy(&base(), &name, &"P".parse().unwrap()).await.unwrap();
    cloud.delete_role(&base(), &name).await.unwrap();
}

#[tokio::test]
async fn a_role_in_the_way_of_its_deletion() {
    for (code, unmodifiable) in [("DeleteConflict", false), ("UnmodifiableEntity", true)] {
        let (cloud, _wire) = cloud([xml_error(409, code, "m")]);
        let found = cloud.delete_role(&base(), &"R".parse().unwrap()).await;
        match found.unwrap_err().cause {
            Cause::Conflict { .. } => assert!(!unmodifiable),
            Cause::Unmodifiable { .. } => assert!(unmodifiable),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn policies_and_aliases() {
    let (cloud, _wire) = cloud([
        ok("<GetPolicyResponse><GetPolicyResult><Policy><PolicyName>X</PolicyName></Policy>\
            </GetPolicyResult></GetPolicyResponse>"),
        xml_error(404, "NoSuchEntity", "none"),
        ok("<ListAccountAliasesResponse><ListAccountAliasesResult><AccountAliases>\
            <member>payments</member></AccountAliases><IsTruncated>false</IsTruncated>\
            </ListAccountAliasesResult></ListAccountAliasesResponse>"),
        ok("<ListAccountAliasesResponse><ListAccountAliasesResult><AccountAliases/>\
            <IsTruncated>false</IsTruncated></ListAccountAliasesResult></ListAccountAliasesResponse>"),
    ]);
    let policy = "arn:aws:iam::aws:policy/X".parse().unwrap();
    assert!(cloud.policy_exists(&base(), &policy).await.unwrap());
    assert!(!cloud.policy_exists(&base(), &policy).await.unwrap());
    let alias = cloud.account_alias(&base()).await.unwrap();
    assert_eq!(alias.as_deref(), Some("payments"));
    assert_eq!(cloud.account_alias(&base()).await.unwrap(), None);
}
