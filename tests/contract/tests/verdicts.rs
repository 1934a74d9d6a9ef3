//! Our verdicts on AssumeRole beside those of MiniStack, an evaluator that is independent of ours.
#![allow(clippy::unwrap_used, clippy::expect_used)] // a test, which Clippy doesn't take for one

use std::collections::BTreeMap;

use aws_credential_types::Credentials;
use aws_sdk_sts::config::{BehaviorVersion, Region};
use rolebridge_peers::{Ministack, root_of};
use rolebridge_policy::{Caller, Decision, Document, Policy, Request, Target, decision};
use serde::Deserialize;
use serde_json::{Value, json};

const TRUSTING: &str = "222222222222";

#[derive(Deserialize)]
struct Table {
    external_ids: Vec<Option<String>>,
    callers: Vec<User>,
    trusts: BTreeMap<String, Vec<Value>>,
    ministack_is_wrong: Vec<Wrong>,
}

#[derive(Deserialize)]
struct User {
    account: String,
    user: String,
    statements: Vec<Value>,
}

#[derive(Deserialize)]
struct Wrong {
    trust: String,
    caller: String,
    why: String,
}

impl User {
    fn arn(&self) -> String {
        format!("arn:aws:iam::{}:user/{}", self.account, self.user)
    }

    fn policy(&self) -> Option<String> {
        (!self.statements.is_empty()).then(|| document(&self.statements))
    }

    /// Makes the user and answers with a client that acts as it.
    async fn arrive(&self, url: &str) -> aws_sdk_sts::Client {
        let iam = root_of(&self.account, url);
        iam.create_user().user_name(&self.user).send().await.unwrap();
        if let Some(policy) = self.policy() {
            let put = iam.put_user_policy().user_name(&self.user).policy_name("own");
            put.policy_document(policy).send().await.unwrap();
        }
        let key = iam.create_access_key().user_name(&self.user).send().await.unwrap();
        let key = key.access_key.unwrap();
        let credentials =
            Credentials::new(key.access_key_id, key.secret_access_key, None, None, "verdicts");
        let config = aws_sdk_sts::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .endpoint_url(url)
            .credentials_provider(credentials);
        aws_sdk_sts::Client::from_conf(config.build())
    }

    fn asks(&self, role: &str, trust: &str, external_id: Option<&str>) -> Request {
        let target = Target::new(role);
        let mut request = Request::new("sts:AssumeRole", Caller::parse(&self.arn()), target);
        let read = |text: &str| Policy::from(Document::parse(text).unwrap());
        request.resource_policy = vec![read(trust)];
        request.identity_policies = self.policy().iter().map(|p| read(p)).collect();
        if let Some(id) = external_id {
            request.context = request.context.with("sts:ExternalId", id);
        }
        request
    }
}

fn document(statements: &[Value]) -> String {
    json!({ "Version": "2012-10-17", "Statement": statements }).to_string()
}

/// What MiniStack says; anything but a session or a denial ends the test.
async fn peer_allows(sts: &aws_sdk_sts::Client, role: &str, external_id: Option<&str>) -> bool {
    let call = sts.assume_role().role_arn(role).role_session_name("verdicts");
    match call.set_external_id(external_id.map(str::to_owned)).send().await {
        Ok(_) => true,
        Err(error) => {
            let error = error.into_service_error();
            assert_eq!(error.meta().code(), Some("AccessDenied"), "{error:?}");
            false
        }
    }
}

#[tokio::test]
async fn ministack_and_we_agree_on_who_may_assume_a_role() {
    let table: Table = serde_json::from_str(include_str!("data/verdicts.json")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let peer = Ministack::start(folder.path());
    let mut callers = Vec::new();
    for user in &table.callers {
        callers.push((user, user.arrive(&peer.url).await));
    }
    let owner = root_of(TRUSTING, &peer.url);
    let (mut asked, mut allowed, mut differences) = (0, 0, Vec::new());
    let mut wrong_seen = vec![false; table.ministack_is_wrong.len()];
    for (name, statements) in &table.trusts {
        let trust = document(statements);
        let made = owner.create_role().role_name(name).assume_role_policy_document(&trust);
        made.send().await.unwrap();
        let role = format!("arn:aws:iam::{TRUSTING}:role/{name}");
        for (user, sts) in &callers {
            let known = table
                .ministack_is_wrong
                .iter()
                .position(|w| w.trust == *name && w.caller == user.arn());
            for id in table.external_ids.iter().map(Option::as_deref) {
                let theirs = peer_allows(sts, &role, id).await;
                let ours = decision(&user.asks(&role, &trust, id)) == Decision::Allowed;
                asked += 1;
                allowed += usize::from(ours);
                match known {
                    Some(place) if theirs != ours => wrong_seen[place] = true,
                    None if theirs != ours => differences.push(format!(
                        "{name}, {}, external ID {id:?}: MiniStack {theirs}, we {ours}",
                        user.arn()
                    )),
                    _ => {}
                }
            }
        }
    }
    println!("{asked} requests, {allowed} allowed");
    assert!(differences.is_empty(), "{differences:#?}");
    for (wrong, seen) in table.ministack_is_wrong.iter().zip(wrong_seen) {
        assert!(seen, "MiniStack agrees by now on {}: {}", wrong.trust, wrong.why);
    }
    assert!(allowed > 50 && asked - allowed > 50, "the table tells nothing");
}
