//! Each documented error of DevOps Agent, for each call.

use rolebridge_cloud::{
    AwsCloud, Cause, Cloud, CloudError, CreateAgentSpace, CreateAssociation, UpdateAssociation,
};
use rolebridge_model::AssociationKind;
use serde_json::json;

use crate::replay::{
    Answer, base, caller_is, cloud, json_error, region, replay, role, space, status,
};

const CALLS: [&str; 10] = [
    "aidevops:ListAgentSpaces",
    "aidevops:GetAgentSpace",
    "aidevops:CreateAgentSpace",
    "aidevops:DeleteAgentSpace",
    "aidevops:ListAssociations",
    "aidevops:GetAssociation",
    "aidevops:AssociateService",
    "aidevops:UpdateAssociation",
    "aidevops:DisassociateService",
    "aidevops:ValidateAwsAssociations",
];

async fn call(cloud: &AwsCloud, operation: &str) -> Result<(), CloudError> {
    let (access, space) = (base(), space());
    let id = "a-1".parse().unwrap();
    let role = role("arn:aws:iam::222222222222:role/R");
    match operation {
        "aidevops:ListAgentSpaces" => {
            cloud.list_agent_spaces(&access, &region("us-east-1")).await.map(drop)
        }
        "aidevops:GetAgentSpace" => cloud.get_agent_space(&access, &space).await.map(drop),
        "aidevops:CreateAgentSpace" => {
            let new = CreateAgentSpace {
                name: "x".parse().unwrap(),
                description: None,
                client_token: "t".to_owned(),
            };
            cloud.create_agent_space(&access, &region("us-east-1"), &new).await.map(drop)
        }
        "aidevops:DeleteAgentSpace" => cloud.delete_agent_space(&access, &space).await,
        "aidevops:ListAssociations" => cloud.list_associations(&access, &space).await.map(drop),
        "aidevops:GetAssociation" => cloud.get_association(&access, &space, &id).await.map(drop),
        "aidevops:AssociateService" => {
            let new = CreateAssociation {
                kind: AssociationKind::Source,
                role,
                external_id: None,
                client_token: "t".to_owned(),
            };
            cloud.associate(&access, &space, &new).await.map(drop)
        }
        "aidevops:UpdateAssociation" => {
            let update = UpdateAssociation {
                id,
                kind: AssociationKind::Source,
                role,
                external_id: None,
                elevated_role: None,
            };
            cloud.update_association(&access, &space, &update).await.map(drop)
        }
        "aidevops:DisassociateService" => cloud.disassociate(&access, &space, &id).await,
        "aidevops:ValidateAwsAssociations" => cloud.validate_associations(&access, &space).await,
        other => panic!("{other}"),
    }
}

async fn failure(operation: &str, answer: Answer) -> Option<CloudError> {
    let needs_account = operation.ends_with("AgentSpaces") || operation.contains(":CreateAgent");
    let first = needs_account.then(|| caller_is("111111111111"));
    let (cloud, _wire) = cloud(first.into_iter().chain([answer]));
    call(&cloud, operation).await.err()
}

#[tokio::test]
async fn every_documented_error_of_every_call() {
    let m = || "said so".to_owned();
    let table = [
        (400, "InvalidParameterException", Cause::Invalid { message: m(), fields: vec![] }),
        (402, "ServiceQuotaExceededException", Cause::Quota { message: m() }),
        (403, "AccessDeniedException", Cause::AccessDenied { message: m() }),
        (404, "ResourceNotFoundException", Cause::NotFound { message: m() }),
        (409, "ConflictException", Cause::Conflict { message: m() }),
        (413, "ContentSizeExceededException", Cause::Invalid { message: m(), fields: vec![] }),
        (429, "ThrottlingException", Cause::Throttled { message: m() }),
        (500, "InternalServerException", Cause::Internal { message: m() }),
    ];
    for operation in CALLS {
        for (status, code, expected) in &table {
            let body = json!({"message": "said so"}).to_string();
            let found = failure(operation, json_error(*status, code, &body)).await;
            let not_there = matches!(expected, Cause::NotFound { .. });
            let harmless = [":Get", ":Disassociate", ":Delete"];
            if not_there && harmless.iter().any(|h| operation.contains(h)) {
                assert_eq!(found, None, "{operation}");
                continue;
            }
            let found = found.unwrap_or_else(|| panic!("{operation} {code} passed"));
            assert_eq!(&found.cause, expected, "{operation} {code}");
            assert_eq!(found.operation, operation);
            assert_eq!(found.request_id.as_deref(), Some("rq-1"));
            assert!(!found.target.is_empty(), "{operation}");
        }
    }
}

#[tokio::test]
async fn a_refused_value_names_its_fields() {
    let body = json!({
        "message": "1 validation error",
        "fieldList": [{"path": "/configuration/sourceAws/accountId", "message": "not 12 digits"}],
    });
    for operation in CALLS {
        let answer = json_error(400, "ValidationException", &body.to_string());
        let found = failure(operation, answer).await.unwrap();
        assert_eq!(
            found.cause,
            Cause::Invalid {
                message: "1 validation error".to_owned(),
                fields: vec![(
                    "/configuration/sourceAws/accountId".to_owned(),
                    "not 12 digits".to_owned()
                )],
            },
            "{operation}"
        );
    }
}

#[tokio::test]
async fn credentials_at_fault() {
    for (status, code, expired) in [
        (403, "ExpiredTokenException", true),
        (403, "UnrecognizedClientException", false),
        (403, "InvalidSignatureException", false),
    ] {
        let answer = json_error(status, code, r#"{"message":"m"}"#);
        let found = failure(CALLS[3], answer).await.unwrap();
        let as_expected = match found.cause {
            Cause::ExpiredCredentials { .. } => expired,
            Cause::InvalidCredentials { .. } => !expired,
            _ => false,
        };
        assert!(as_expected, "{code}");
    }
}

#[tokio::test]
async fn an_answer_without_a_code_is_told_by_its_status() {
    let found = failure(CALLS[3], status(503)).await.unwrap();
    assert!(matches!(found.cause, Cause::Internal { .. }), "{found:?}");
    let found = failure(CALLS[3], status(403)).await.unwrap();
    assert!(matches!(found.cause, Cause::AccessDenied { .. }), "{found:?}");
}

#[tokio::test]
async fn throttling_and_faults_are_tried_again() {
    let throttled = || json_error(429, "ThrottlingException", r#"{"message":"m"}"#);
    let fault = || json_error(500, "InternalServerException", r#"{"message":"m"}"#);
    let (builder, wire) = replay([throttled(), fault(), status(204)]);
    tokio::time::pause();
    let cloud = builder.max_attempts(4).build();
    cloud.validate_associations(&base(), &space()).await.unwrap();
    assert_eq!(wire.seen().len(), 3);
}
