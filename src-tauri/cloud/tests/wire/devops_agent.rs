//! Every call to DevOps Agent: method, host with its prefix, path, query and body.

use rolebridge_cloud::{Cloud, CreateAgentSpace, CreateAssociation, UpdateAssociation};
use rolebridge_model::{AssociationKind, AssociationStatus, Timestamp};
use serde_json::json;

use crate::replay::{Seen, base, caller_is, cloud, json_error, ok, region, role, space, status};

const HOST: &str = "cp.aidevops.us-east-1.api.aws";
const ROLE: &str = "arn:aws:iam::222222222222:role/service-role/R";

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn space_json(id: &str, name: &str) -> serde_json::Value {
    json!({
        "agentSpaceId": id, "name": name, "description": "For tests",
        "createdAt": "2026-05-01T10:00:00.5Z", "updatedAt": "2026-05-02T10:00:00Z",
    })
}

fn source_json(id: &str, status: Option<&str>) -> serde_json::Value {
    let mut a = json!({
        "agentSpaceId": "as-1", "associationId": id, "serviceId": "aws",
        "createdAt": "2026-05-01T10:00:00Z", "updatedAt": "2026-05-02T10:00:00Z",
        "configuration": {"sourceAws": {
            "accountId": "222222222222", "accountType": "source", "assumableRoleArn": ROLE,
        }},
    });
    if let Some(status) = status {
        a["status"] = json!(status);
    }
    a
}

fn assert_signed(request: &Seen) {
    let authorization = request.header("authorization");
    assert!(authorization.contains("/us-east-1/aidevops/aws4_request"), "{authorization}");
    assert!(request.header("user-agent").contains("app/rolebridge"));
}

#[tokio::test]
async fn list_agent_spaces_asks_for_every_page_and_names_the_account() {
    let (cloud, wire) = cloud([
        caller_is("111111111111"),
        ok(&json!({"agentSpaces": [space_json("as-1", "One")], "nextToken": "t/2"}).to_string()),
        ok(&json!({"agentSpaces": [space_json("as-2", "Two"), space_json("bad id", "X")]})
            .to_string()),
    ]);
    let found = cloud.list_agent_spaces(&base(), &region("us-east-1")).await.unwrap();
    let seen = wire.seen();
    assert_eq!(seen[0].line(), "POST https://sts.eu-west-1.amazonaws.com/");
    for request in &seen[1..] {
        assert_eq!(request.line(), format!("POST https://{HOST}/v1/agentspaces/list"));
        assert_signed(request);
    }
    assert_eq!(seen[1].query, [("maxResults".into(), "100".into())]);
    assert!(seen[2].query.contains(&("nextToken".into(), "t/2".into())));
    assert_eq!(found.len(), 2, "the one with an unusable id is skipped");
    assert_eq!(found[1].space.arn(), "arn:aws:aidevops:us-east-1:111111111111:agentspace/as-2");
    assert_eq!(found[0].name.as_str(), "One");
    assert_eq!(found[0].created_at, time("2026-05-01T10:00:00.5Z"));
}

#[tokio::test]
async fn get_agent_space() {
    let (cloud, wire) = cloud([
        ok(&json!({"agentSpace": space_json("as-1", "One")}).to_string()),
        json_error(404, "ResourceNotFoundException", r#"{"message":"gone"}"#),
    ]);
    let found = cloud.get_agent_space(&base(), &space()).await.unwrap();
    assert_eq!(found.unwrap().space, space());
    let none = cloud.get_agent_space(&base(), &space()).await.unwrap();
    assert_eq!(none, None);
    for request in wire.seen() {
        assert_eq!(request.line(), format!("GET https://{HOST}/v1/agentspaces/as-1"));
        assert_signed(&request);
    }
}

#[tokio::test]
async fn create_agent_space_sends_the_client_token() {
    let (cloud, wire) = cloud([
        caller_is("111111111111"),
        ok(&json!({"agentSpace": space_json("as-9", "Nine")}).to_string()),
    ]);
    let new = CreateAgentSpace {
        name: "Nine".parse().unwrap(),
        description: Some("For tests".parse().unwrap()),
        client_token: "token-1".to_owned(),
    };
    let made = cloud.create_agent_space(&base(), &region("us-east-1"), &new).await.unwrap();
    assert_eq!(made.space.id.as_str(), "as-9");
    let request = &wire.seen()[1];
    assert_eq!(request.line(), format!("POST https://{HOST}/v1/agentspaces"));
    assert_eq!(
        request.json(),
        json!({"name": "Nine", "description": "For tests", "clientToken": "token-1"})
    );
}

#[tokio::test]
async fn list_associations_filters_pages_and_leaves_others_out() {
    let mut odd = source_json("odd", Some("valid"));
    odd["configuration"]["sourceAws"]["assumableRoleArn"] = json!("arn:aws:iam::2:role/R");
    let monitor = json!({
        "agentSpaceId": "as-1", "associationId": "m-1", "serviceId": "aws", "status": "invalid",
        "createdAt": "2026-05-01T10:00:00Z", "updatedAt": "2026-05-02T10:00:00Z",
        "configuration": {"aws": {
            "accountId": "111111111111", "accountType": "monitor",
            "assumableRoleArn": "arn:aws:iam::111111111111:role/P",
            "agentElevatedRoleArn": "arn:aws:iam::111111111111:role/E",
        }},
    });
    let slack = json!({
        "agentSpaceId": "as-1", "associationId": "s-1", "serviceId": "slack",
        "createdAt": "2026-05-01T10:00:00Z", "updatedAt": "2026-05-02T10:00:00Z",
        "configuration": {"brandNew": {"x": 1}},
    });
    let bare = json!({
        "agentSpaceId": "as-1", "associationId": "b-1", "serviceId": "aws",
        "createdAt": "2026-05-01T10:00:00Z", "updatedAt": "2026-05-02T10:00:00Z",
    });
    let (cloud, wire) = cloud([
        ok(&json!({"associations": [source_json("a-1", Some("valid")), slack, odd, bare],
                   "nextToken": "t2"})
        .to_string()),
        ok(&json!({"associations": [
            monitor,
            source_json("a-2", Some("pending-confirmation")),
            source_json("a-3", None),
            source_json("a-4", Some("who-knows")),
        ]})
        .to_string()),
    ]);
    let found = cloud.list_associations(&base(), &space()).await.unwrap();
    let seen = wire.seen();
    assert_eq!(seen.len(), 2);
    for request in &seen {
        assert_eq!(
            request.line(),
            format!("POST https://{HOST}/v1/agentspaces/as-1/associations/list")
        );
        assert!(request.query.contains(&("filterServiceTypes".into(), "aws".into())));
        assert_signed(request);
    }
    assert!(seen[1].query.contains(&("nextToken".into(), "t2".into())));
    let ids: Vec<&str> = found.iter().map(|a| a.id.as_str()).collect();
    assert_eq!(ids, ["a-1", "m-1", "a-2", "a-3", "a-4"]);
    assert_eq!(found[0].kind, AssociationKind::Source);
    assert_eq!(found[0].role.to_string(), ROLE);
    assert_eq!(found[1].kind, AssociationKind::Monitor);
    assert!(found[1].elevated_role.is_some());
    let statuses: Vec<_> = found.iter().map(|a| a.status).collect();
    assert_eq!(
        statuses,
        [
            AssociationStatus::Valid,
            AssociationStatus::Invalid,
            AssociationStatus::PendingConfirmation,
            AssociationStatus::Unknown,
            AssociationStatus::Unknown,
        ]
    );
}

#[tokio::test]
async fn get_association() {
    let (cloud, wire) = cloud([
        ok(&json!({"association": source_json("a-1", Some("valid"))}).to_string()),
        json_error(404, "ResourceNotFoundException", r#"{"message":"gone"}"#),
    ]);
    let id = "a-1".parse().unwrap();
    let found = cloud.get_association(&base(), &space(), &id).await.unwrap();
    assert_eq!(found.unwrap().id, id);
    let none = cloud.get_association(&base(), &space(), &id).await.unwrap();
    assert_eq!(none, None);
    assert_eq!(
        wire.seen()[0].line(),
        format!("GET https://{HOST}/v1/agentspaces/as-1/associations/a-1")
    );
}

#[tokio::test]
async fn associate_a_source_with_and_without_external_id() {
    let answer = json!({"association": source_json("a-1", Some("pending-confirmation"))});
    let (cloud, wire) = cloud([ok(&answer.to_string()), ok(&answer.to_string())]);
    let mut new = CreateAssociation {
        kind: AssociationKind::Source,
        role: role(ROLE),
        external_id: None,
        client_token: "unused".to_owned(),
    };
    let made = cloud.associate(&base(), &space(), &new).await.unwrap();
    assert_eq!(made.account.as_str(), "222222222222");
    new.external_id = Some("ext-1".parse().unwrap());
    cloud.associate(&base(), &space(), &new).await.unwrap();
    let seen = wire.seen();
    assert_eq!(seen[0].line(), format!("POST https://{HOST}/v1/agentspaces/as-1/associations"));
    assert_signed(&seen[0]);
    assert_eq!(
        seen[0].json(),
        json!({"serviceId": "aws", "configuration": {"sourceAws": {
            "accountId": "222222222222", "accountType": "source", "assumableRoleArn": ROLE}}})
    );
    assert_eq!(seen[1].json()["configuration"]["sourceAws"]["externalId"], json!("ext-1"));
}

#[tokio::test]
async fn associate_the_primary_account() {
    let monitor = json!({"association": {
        "agentSpaceId": "as-1", "associationId": "m-1", "serviceId": "aws",
        "createdAt": "2026-05-01T10:00:00Z", "updatedAt": "2026-05-02T10:00:00Z",
        "configuration": {"aws": {"accountId": "111111111111", "accountType": "monitor",
                                  "assumableRoleArn": "arn:aws:iam::111111111111:role/P"}},
    }});
    let (cloud, wire) = cloud([ok(&monitor.to_string())]);
    let new = CreateAssociation {
        kind: AssociationKind::Monitor,
        role: role("arn:aws:iam::111111111111:role/P"),
        external_id: None,
        client_token: "unused".to_owned(),
    };
    let made = cloud.associate(&base(), &space(), &new).await.unwrap();
    assert_eq!(made.kind, AssociationKind::Monitor);
    assert_eq!(
        wire.only().json(),
        json!({"serviceId": "aws", "configuration": {"aws": {
            "accountId": "111111111111", "accountType": "monitor",
            "assumableRoleArn": "arn:aws:iam::111111111111:role/P"}}})
    );
}

#[tokio::test]
async fn update_sends_the_whole_configuration() {
    let (cloud, wire) =
        cloud([ok(&json!({"association": source_json("a-1", Some("valid"))}).to_string())]);
    let update = UpdateAssociation {
        id: "a-1".parse().unwrap(),
        kind: AssociationKind::Source,
        role: role(ROLE),
        external_id: Some("ext-1".parse().unwrap()),
        elevated_role: Some(role("arn:aws:iam::222222222222:role/E")),
    };
    cloud.update_association(&base(), &space(), &update).await.unwrap();
    let request = wire.only();
    assert_eq!(
        request.line(),
        format!("PATCH https://{HOST}/v1/agentspaces/as-1/associations/a-1")
    );
    assert_eq!(
        request.json(),
        json!({"configuration": {"sourceAws": {
            "accountId": "222222222222", "accountType": "source", "assumableRoleArn": ROLE,
            "externalId": "ext-1",
            "agentElevatedRoleArn": "arn:aws:iam::222222222222:role/E"}}})
    );
}

#[tokio::test]
async fn disassociate_twice_is_harmless() {
    let (cloud, wire) =
        cloud([status(204), json_error(404, "ResourceNotFoundException", r#"{"message":"gone"}"#)]);
    let id = "a-1".parse().unwrap();
    cloud.disassociate(&base(), &space(), &id).await.unwrap();
    cloud.disassociate(&base(), &space(), &id).await.unwrap();
    assert_eq!(
        wire.seen()[0].line(),
        format!("DELETE https://{HOST}/v1/agentspaces/as-1/associations/a-1")
    );
}

#[tokio::test]
async fn deleting_a_space_twice_is_harmless() {
    let (cloud, wire) =
        cloud([status(204), json_error(404, "ResourceNotFoundException", r#"{"message":"gone"}"#)]);
    cloud.delete_agent_space(&base(), &space()).await.unwrap();
    cloud.delete_agent_space(&base(), &space()).await.unwrap();
    assert_eq!(wire.seen()[0].line(), format!("DELETE https://{HOST}/v1/agentspaces/as-1"));
}

#[tokio::test]
async fn validate_has_no_body() {
    let (cloud, wire) = cloud([status(204)]);
    cloud.validate_associations(&base(), &space()).await.unwrap();
    let request = wire.only();
    assert_eq!(
        request.line(),
        format!("POST https://{HOST}/v1/agentspaces/as-1/associations/validate")
    );
    assert!(request.body.is_empty() || request.json() == json!({}));
    assert_signed(&request);
}

#[tokio::test]
async fn another_region_is_another_host() {
    let (cloud, wire) = cloud([status(204), status(204)]);
    let mut space = space();
    cloud.validate_associations(&base(), &space).await.unwrap();
    space.region = region("ap-southeast-2");
    cloud.validate_associations(&base(), &space).await.unwrap();
    assert_eq!(wire.seen()[1].host, "cp.aidevops.ap-southeast-2.api.aws");
}
