//! The account's colour in the console.

use rolebridge_cloud::{AwsCloud, Cause, Cloud, Secret, SessionCredentials};
use rolebridge_model::{AccountColour, IdentityRef, Timestamp};
use serde_json::json;

use crate::replay::{Answer, client, cloud, json_error, ok, region, status};

const CUSTOMIZATIONS: &str = "https://uxc.us-east-1.api.aws/v1/account-customizations";

fn credentials() -> SessionCredentials {
    SessionCredentials {
        access_key_id: "ASIAROLE".into(),
        secret_access_key: Secret::new("hunter2".into()),
        session_token: Secret::new("hunter3".into()),
        expires_at: Timestamp::MAX,
        session_arn: "arn:aws:sts::222222222222:assumed-role/Admin/rolebridge".into(),
    }
}

async fn read(answer: Answer) -> Result<AccountColour, rolebridge_cloud::CloudError> {
    let (cloud, _wire) = cloud([answer]);
    cloud.account_colour(&IdentityRef::Environment, &region("us-east-1"), &credentials()).await
}

async fn set(answer: Answer, colour: AccountColour) -> Result<(), rolebridge_cloud::CloudError> {
    let (cloud, _wire) = cloud([answer]);
    cloud
        .set_account_colour(&IdentityRef::Environment, &region("us-east-1"), &credentials(), colour)
        .await
}

#[tokio::test]
async fn it_is_read_with_the_credentials_of_the_role_where_the_partition_answers() {
    let table = [
        ("us-east-1", CUSTOMIZATIONS),
        (
            "cn-northwest-1",
            "https://uxc.cn-northwest-1.api.amazonwebservices.com.cn/v1/account-customizations",
        ),
        ("us-gov-west-1", "https://uxc.us-gov-west-1.api.aws/v1/account-customizations"),
    ];
    for (id, address) in table {
        let (cloud, wire) = cloud([ok(r#"{"accountColor":"darkBlue"}"#)]);
        let found = cloud
            .account_colour(&IdentityRef::Environment, &region(id), &credentials())
            .await
            .unwrap();
        assert_eq!(found, AccountColour::DarkBlue);
        let asked = wire.only();
        assert_eq!(asked.line(), format!("GET {address}"));
        assert_eq!((asked.body.as_str(), asked.query.len()), ("", 0));
        let signed = asked.header("authorization");
        assert!(signed.contains("Credential=ASIAROLE/"), "{signed}");
        assert!(signed.contains(&format!("/{id}/uxc/aws4_request")), "{signed}");
        assert_eq!(asked.header("x-amz-security-token"), "hunter3");
    }
}

#[tokio::test]
async fn where_the_entry_s_profile_names_an_endpoint_that_one_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config");
    std::fs::write(
        &config,
        "[profile local]\naws_access_key_id = AKIALOCAL\naws_secret_access_key = s\n\
         endpoint_url = https://aws.example.test\n",
    )
    .unwrap();
    let (client, wire) = client([ok("{}")]);
    let cloud = AwsCloud::builder().http_client(client).config_files(Some(&config), None).build();
    let base = IdentityRef::Profile { name: "local".parse().unwrap() };
    cloud.account_colour(&base, &region("us-east-1"), &credentials()).await.unwrap();
    let asked = wire.only();
    assert_eq!(asked.line(), "GET https://aws.example.test/v1/account-customizations");
    assert!(asked.header("authorization").contains("Credential=ASIAROLE/"), "not the profile's");
}

#[tokio::test]
async fn every_colour_is_read_by_aws_s_name() {
    for colour in AccountColour::ALL {
        let body = json!({"accountColor": colour.as_str(), "visibleRegions": null}).to_string();
        assert_eq!(read(ok(&body)).await, Ok(colour));
    }
    assert_eq!(read(ok("{}")).await, Ok(AccountColour::None));
    let unknown = read(ok(r#"{"accountColor":"mauve"}"#)).await.unwrap_err();
    assert!(unknown.to_string().contains("mauve"), "{unknown}");
}

#[tokio::test]
async fn only_the_colour_is_sent_so_that_the_other_customizations_stay() {
    for colour in AccountColour::ALL {
        let body = json!({
            "accountColor": colour.as_str(),
            "visibleRegions": ["eu-west-1"],
            "visibleServices": ["s3"],
        });
        let (cloud, wire) = cloud([ok(&body.to_string())]);
        cloud
            .set_account_colour(
                &IdentityRef::Environment,
                &region("us-east-1"),
                &credentials(),
                colour,
            )
            .await
            .unwrap();
        let asked = wire.only();
        assert_eq!(asked.line(), format!("PATCH {CUSTOMIZATIONS}"));
        assert_eq!(asked.header("content-type"), "application/json");
        assert_eq!(asked.json(), json!({"accountColor": colour.as_str()}));
        assert!(asked.header("authorization").contains("Credential=ASIAROLE/"));
    }
}

#[tokio::test]
async fn an_answer_with_another_colour_is_no_success() {
    let answer = ok(r#"{"accountColor":"none"}"#);
    let error = set(answer, AccountColour::Red).await.unwrap_err();
    assert!(error.to_string().contains("names the colour none, not red"), "{error}");
}

#[tokio::test]
async fn every_documented_error_of_both_calls() {
    let m = || "said so".to_owned();
    let table = [
        (400, "ValidationException", Cause::Invalid { message: m(), fields: vec![] }),
        (403, "AccessDeniedException", Cause::AccessDenied { message: m() }),
        (429, "ThrottlingException", Cause::Throttled { message: m() }),
        (500, "InternalServerException", Cause::Internal { message: m() }),
        // Common to all services.
        (403, "ExpiredTokenException", Cause::ExpiredCredentials { message: m() }),
        (403, "UnrecognizedClientException", Cause::InvalidCredentials { message: m() }),
    ];
    for (status, code, expected) in table {
        let answer = || json_error(status, code, r#"{"message":"said so"}"#);
        let errors = [
            (AccountColour::READ, read(answer()).await.map(drop)),
            (AccountColour::WRITE, set(answer(), AccountColour::Red).await),
        ];
        for (call, error) in errors {
            let error = error.unwrap_err();
            assert_eq!(error.cause, expected, "{call} {code}");
            assert_eq!(
                (error.operation.as_str(), error.target.as_str()),
                (call, "account 222222222222")
            );
            assert_eq!(error.request_id.as_deref(), Some("rq-1"));
        }
    }
    // Something between us and AWS.
    let refused = read(status(403)).await.unwrap_err();
    assert!(matches!(refused.cause, Cause::AccessDenied { .. }), "{refused:?}");
}

#[tokio::test]
async fn a_denial_says_which_actions_it_takes_or_who_else_stands_in_the_way() {
    let denied = async |message: &str| {
        let body = json!({"message": message}).to_string();
        let answer = json_error(403, "AccessDeniedException", &body);
        set(answer, AccountColour::Red).await.unwrap_err().remedy().unwrap()
    };
    let by_role = denied("User: x is not authorized to perform: uxc:PutAccountColor").await;
    for action in AccountColour::PERMISSIONS {
        assert!(by_role.contains(action), "{action}: {by_role}");
    }
    let by_organization = denied("... with an explicit deny in a service control policy").await;
    assert!(by_organization.contains("one Region"), "{by_organization}");
}
