//! The policy workbench and what the wizard foresees.

use rolebridge_model::*;
use rolebridge_workflows::Error;
use rolebridge_workflows::documents::FindingSeverity;
use rolebridge_workflows::onboard::{ForecastIn, Prospect};
use rolebridge_workflows::workbench::*;

use crate::common::*;

const TRUST: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {"Sid": "Caf\u00e9", "Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole", "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
    {
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::111111111111:role/Caller"},
      "Action": "sts:AssumeRole",
      "Condition": {"StringEquals": {"sts:ExternalId": "right"}}
    }
  ]
}"#;
const CALLER: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::222222222222:role/Target"}]}"#;

fn document(id: &str, kind: DocumentKind, text: &str) -> WorkbenchDocument {
    WorkbenchDocument { id: id.into(), name: id.into(), kind, level: 0, text: text.into() }
}

fn bench(context: &[(&str, &str)]) -> Workbench {
    let row =
        |(key, value): &(&str, &str)| ContextRow { key: (*key).into(), value: (*value).into() };
    Workbench {
        documents: vec![
            document("trust", DocumentKind::Trust, TRUST),
            document("caller", DocumentKind::Identity, CALLER),
        ],
        request: WorkbenchRequest {
            principal: "arn:aws:iam::111111111111:role/Caller".into(),
            resource: "arn:aws:iam::222222222222:role/Target".into(),
            context: context.iter().map(row).collect(),
            ..WorkbenchRequest::default()
        },
        ..Workbench::default()
    }
}

fn cut(text: &str, range: TextRange) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    String::from_utf16(&units[range.start as usize..range.end as usize]).unwrap()
}

#[test]
fn an_answer_leads_to_the_statement_that_decided() {
    let allowed = answer(&bench(&[("sts:externalid", "right")]));
    assert_eq!(allowed.verdict, Some(Verdict::Allowed));
    let reason = allowed.reasons.iter().find(|r| r.document.as_deref() == Some("trust")).unwrap();
    assert_eq!(reason.statement, Some(2));
    assert!(cut(TRUST, reason.range.unwrap()).contains("role/Caller"));
    assert!(
        allowed
            .derived
            .iter()
            .any(|r| r.key == "aws:PrincipalAccount" && r.value == "111111111111")
    );
    assert!(allowed.fix.is_none());
    assert_eq!(allowed.condition_keys, ["aws:SecureTransport", "sts:ExternalId"]);

    let denied = answer(&bench(&[("sts:ExternalId", "right"), ("aws:SecureTransport", "false")]));
    assert_eq!(denied.verdict, Some(Verdict::DeniedExplicitly));
    assert_eq!(denied.reasons[0].statement, Some(1));
}

#[test]
fn a_fix_is_tried_before_it_is_offered() {
    let mut workbench = bench(&[("sts:ExternalId", "wrong")]);
    let fix = answer(&workbench).fix.unwrap();
    assert_eq!(fix.outcome, Some(Verdict::Allowed));
    let Some(WorkbenchChange::Context { rows }) = fix.change else { panic!("{fix:?}") };
    workbench.request.context = rows;
    assert_eq!(answer(&workbench).verdict, Some(Verdict::Allowed));

    // The caller's side lacks; its document takes the statement.
    workbench.documents[1].text = CALLER.replace("Target", "Other");
    let fix = answer(&workbench).fix.unwrap();
    assert_eq!(fix.outcome, Some(Verdict::Allowed));
    let Some(WorkbenchChange::Document { document, after, .. }) = fix.change else { panic!() };
    assert_eq!(document, "caller");
    workbench.documents[1].text = after;
    assert_eq!(answer(&workbench).verdict, Some(Verdict::Allowed));

    // Without such a document there will be one.
    workbench.documents.pop();
    let fix = answer(&workbench).fix.unwrap();
    assert_eq!(fix.outcome, Some(Verdict::Allowed));
    let Some(WorkbenchChange::NewDocument { document_kind, .. }) = fix.change else { panic!() };
    assert_eq!(document_kind, DocumentKind::Identity);
}

#[test]
fn the_level_that_lacks_gets_the_statement() {
    let full =
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
    let mut workbench = bench(&[("sts:ExternalId", "right")]);
    let mut unit =
        document("unit", DocumentKind::ServiceControl, &full.replace("\"*\",\"R", "\"s3:*\",\"R"));
    unit.level = 1;
    workbench.documents.push(document("root", DocumentKind::ServiceControl, full));
    workbench.documents.push(unit);
    let denied = answer(&workbench);
    assert_eq!(denied.verdict, Some(Verdict::DeniedImplicitly));
    let fix = denied.fix.unwrap();
    assert_eq!(fix.outcome, Some(Verdict::Allowed));
    let Some(WorkbenchChange::Document { document, .. }) = fix.change else { panic!() };
    assert_eq!(document, "unit");
}

#[test]
fn a_denial_goes_with_its_statement_unless_nothing_would_be_left() {
    let mut workbench = bench(&[("sts:ExternalId", "right")]);
    workbench.documents[1].text = CALLER.replace(
        "[{",
        r#"[{"Effect":"Deny","Action":"sts:*","Resource":"arn:aws:iam::222222222222:role/Target"},{"#,
    );
    let fix = answer(&workbench).fix.unwrap();
    assert_eq!(fix.outcome, Some(Verdict::Allowed), "{fix:?}");
    let Some(WorkbenchChange::Document { after, .. }) = fix.change else { panic!("{fix:?}") };
    assert!(!after.contains("Deny"));
    let deny =
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#;
    workbench.documents[1].text = CALLER.into();
    workbench.documents.push(document("boundary", DocumentKind::Boundary, deny));
    let fix = answer(&workbench).fix.unwrap();
    assert!(fix.change.is_none() && fix.sentence.contains("boundary"));
}

#[test]
fn documents_of_one_name_are_told_apart() {
    let mut workbench = bench(&[("sts:ExternalId", "right")]);
    let mut other = document("other", DocumentKind::Identity, &CALLER.replace("Target", "Other"));
    other.name = "caller".into();
    workbench.documents.insert(1, other);
    let answer = answer(&workbench);
    let reason = answer.reasons.iter().find(|r| r.policy.starts_with("caller")).unwrap();
    assert_eq!(reason.document.as_deref(), Some("caller"));
}

#[test]
fn nothing_is_guessed() {
    let mut workbench = bench(&[]);
    workbench.request.known_context = false;
    assert_eq!(answer(&workbench).verdict, Some(Verdict::Unknown));
    workbench = bench(&[("sts:ExternalId", "right")]);
    workbench.request.unread = vec![DocumentKind::ServiceControl];
    assert_eq!(answer(&workbench).verdict, Some(Verdict::Unknown));

    workbench.documents[0].text = "{".into();
    workbench.request.action = "AssumeRole".into();
    workbench.request.principal = " ".into();
    let open = answer(&workbench);
    assert_eq!(open.condition_keys, Vec::<String>::new());
    assert_eq!((open.verdict, open.problems.len()), (None, 3));
    assert_eq!(open.problems[0].field.as_deref(), Some("action"));
    assert_eq!(open.problems[2].document.as_deref(), Some("trust"));
}

#[test]
fn a_trust_policy_decides_only_who_assumes_the_role() {
    let mut workbench = bench(&[]);
    workbench.request.action = "iam:GetRole".into();
    let answer = answer(&workbench);
    assert!(answer.notes[0].contains("takes no part"), "{answer:?}");
    assert!(answer.reasons.iter().all(|r| r.document.as_deref() != Some("trust")));
}

#[test]
fn a_report_says_what_where_and_how_much() {
    let text = "{\n  \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"*\"}, \"Action\": \"sts:AssumeRole\", \"Resource\": \"*\"}]\n}";
    let found = report(DocumentKind::Trust, text);
    assert!(found.readable);
    assert_eq!(found.limit, Some(2048));
    let resource = found.findings.iter().find(|f| f.code == "trust-resource").unwrap();
    assert_eq!(cut(text, resource.range.unwrap()), "\"Resource\": \"*\"");
    assert_eq!(resource.range.unwrap().line, 2);
    let change = resource.remedy.as_ref().unwrap().change.as_ref().unwrap();
    assert!(change.before.contains("Resource") && !change.after.contains("Resource"));

    let broken = report(DocumentKind::Trust, "{\n  \"Statement\": [,]\n}");
    assert!(!broken.readable && broken.pretty.is_none());
    let range = broken.findings[0].range.unwrap();
    assert_eq!((range.line, range.column), (2, 17));
}

#[test]
fn a_url_encoded_document_is_offered_decoded() {
    let encoded: String = TRUST.bytes().map(|b| format!("%{b:02X}")).collect();
    let found = report(DocumentKind::Trust, &encoded);
    assert!(!found.readable);
    let change = found.findings[0].remedy.as_ref().unwrap().change.as_ref().unwrap();
    assert!(report(DocumentKind::Trust, &change.after).readable);
}

#[test]
fn every_kind_is_measured_by_its_own_quota() {
    let long = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::{}"}}]}}"#,
        "a".repeat(5_200)
    );
    let too_long = |kind| report(kind, &long).findings.iter().any(|f| f.code == "size");
    assert!(too_long(DocumentKind::Trust));
    assert!(too_long(DocumentKind::ServiceControl));
    assert!(!too_long(DocumentKind::Identity));
    assert!(!too_long(DocumentKind::Resource));
    let spaced = format!("{}{}", " ".repeat(20_000), long);
    assert!(report(DocumentKind::Endpoint, &spaced).findings.iter().any(|f| f.code == "size"));
}

#[test]
fn a_policy_that_only_limits_is_not_blamed_for_being_wide() {
    let full =
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
    assert!(
        report(DocumentKind::Identity, full)
            .findings
            .iter()
            .any(|f| f.severity != FindingSeverity::Suggestion)
    );
    assert_eq!(report(DocumentKind::ServiceControl, full).findings, []);
}

#[test]
fn a_comparison_leads_to_the_statements() {
    let pair = DocumentPair {
        first: document("a", DocumentKind::Identity, CALLER),
        second: document("b", DocumentKind::Identity, &CALLER.replace("role/Target", "role/*")),
    };
    let wider = compare(&pair);
    assert!(!wider.equivalent && wider.grants_less.is_empty());
    let more = &wider.grants_more[0];
    assert_eq!((more.document.as_str(), more.statement), ("b", 1));
    assert!(cut(&pair.second.text, more.range.unwrap()).contains("role/*"));
    let same = compare(&DocumentPair { second: pair.first.clone(), first: pair.first.clone() });
    assert!(same.equivalent);
    let broken = DocumentPair { second: document("b", DocumentKind::Identity, "{"), ..pair };
    assert_eq!(compare(&broken).problems[0].document.as_deref(), Some("b"));
}

#[test]
fn the_documents_of_a_template_come_filled_in() {
    let value = |name: &str, value: &str| VariableValue { name: name.into(), value: value.into() };
    let mut request = TemplateValues {
        template: TemplateId::parse("devops-agent").unwrap(),
        values: vec![
            value("primary_account", "111111111111"),
            value("secondary_account", " 222222222222 "),
            value("region", "us-east-1"),
            value("agent_space_id", "as-1"),
            value("external_id", ""),
        ],
    };
    let documents = documents_of_template(&request).unwrap().documents;
    assert_eq!(documents[0].kind, DocumentKind::Trust);
    for document in &documents {
        assert!(report(document.kind, &document.text).readable, "{}", document.name);
    }
    request.values.remove(2);
    let Err(Error::Invalid(fields)) = documents_of_template(&request) else { panic!() };
    assert_eq!(fields[0].field, "region");
}

#[test]
fn an_export_never_writes_over_a_file_and_stays_in_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let mut trust = document("x", DocumentKind::Trust, TRUST);
    trust.name = "../../Trust of a/b".into();
    let path = |d: &WorkbenchDocument| {
        std::path::PathBuf::from(export_document(d, Some(folder.path())).unwrap())
    };
    let (first, second) = (path(&trust), path(&trust));
    assert_ne!(first, second);
    for path in [&first, &second] {
        assert_eq!(path.parent(), Some(folder.path()));
    }
    assert_eq!(
        report(DocumentKind::Trust, &std::fs::read_to_string(first).unwrap()).findings,
        report(DocumentKind::Trust, &report(DocumentKind::Trust, TRUST).pretty.unwrap()).findings
    );
    // What can't be read is written as it is.
    trust.text = "{ half".into();
    assert_eq!(std::fs::read_to_string(path(&trust)).unwrap(), "{ half\n");
}

#[tokio::test]
async fn the_workbench_is_found_as_it_was_left() {
    let desk = Desk::new().await;
    assert_eq!(desk.session.workbench().unwrap(), Workbench::default());
    let mut left = bench(&[("sts:ExternalId", " right\u{1f600} ")]);
    left.documents[0].text = "{ half a policy".into();
    left.selected = Some("caller".into());
    left.compared = Some(("trust".into(), "caller".into()));
    desk.session.save_workbench(&left).unwrap();
    let desk = desk.reopen();
    assert_eq!(desk.session.workbench().unwrap(), left);
    assert_eq!(desk.session.clear_workbench().unwrap(), Workbench::default());
    assert_eq!(desk.session.workbench().unwrap(), Workbench::default());
}

#[tokio::test]
async fn choices_name_the_service_with_the_keys_it_sends() {
    let desk = Desk::new().await;
    desk.session.refresh_spaces().await.unwrap();
    let choices = desk.session.workbench_choices().await.unwrap();
    let service = choices
        .principals
        .iter()
        .find(|p| {
            p.context.iter().any(|r| r.value == production().arn())
                && p.value.ends_with("amazonaws.com")
        })
        .unwrap();
    // With them, the role of a good source is allowed.
    let mut workbench = Workbench {
        documents: documents_of_template(&TemplateValues {
            template: TemplateId::parse("devops-agent").unwrap(),
            values: [
                ("primary_account", production().account.to_string()),
                ("secondary_account", "222222222222".into()),
                ("region", production().region.to_string()),
                ("agent_space_id", production().id.to_string()),
            ]
            .map(|(name, value)| VariableValue { name: name.into(), value })
            .to_vec(),
        })
        .unwrap()
        .documents,
        ..Workbench::default()
    };
    workbench.request.principal = service.value.clone();
    workbench.request.context = service.context.clone();
    workbench.request.resource = "arn:aws:iam::222222222222:role/Agent".into();
    assert_eq!(answer(&workbench).verdict, Some(Verdict::Allowed));
}

fn forecast(
    desk: &Desk,
    change: impl FnOnce(&mut SourceForm),
) -> rolebridge_workflows::onboard::Forecast {
    let mut form = SourceForm {
        account: "333333333333".into(),
        role_name: "Agent".into(),
        template: "devops-agent".into(),
        ..SourceForm::default()
    };
    change(&mut form);
    desk.session.will_it_work(&ForecastIn { space: production(), form, plan: None }).unwrap()
}

#[tokio::test]
async fn the_wizard_foresees_who_gets_in_and_who_does_not() {
    let desk = Desk::new().await;
    desk.session.refresh_spaces().await.unwrap();
    let seen = forecast(&desk, |_| {});
    assert_eq!(seen.prospect, Prospect::Works, "{seen:?}");
    assert_eq!(seen.rows.len(), 3);
    assert!(
        seen.rows.iter().all(|r| r.outcome == Outcome::Passed && !r.sentence.is_empty()),
        "{seen:?}"
    );
    assert!(seen.unknown.iter().any(|u| u.contains("Resource control policies")));

    let seen = forecast(&desk, |f| f.external_id = "secret-1".into());
    assert_eq!((seen.prospect, seen.rows.len()), (Prospect::Works, 5), "{seen:?}");

    let seen = forecast(&desk, |f| f.account = "12".into());
    assert_eq!((seen.prospect, seen.rows.len()), (Prospect::Open, 0));
}

#[tokio::test]
async fn the_preview_is_foreseen_for_its_primary_role() {
    let desk = Desk::new().await;
    let preview = |f: &mut SourceForm| f.template = "devops-agent-preview".into();
    desk.session.refresh_spaces().await.unwrap();
    desk.session.refresh_sources(&production()).await.unwrap();
    let seen = forecast(&desk, preview);
    assert_eq!(seen.prospect, Prospect::Works, "{seen:?}");
    assert!(seen.rows.iter().any(|r| r.title.contains("Without the external ID")));
    assert!(seen.unknown.iter().any(|u| u.contains("primary role's own policies")));
}

#[tokio::test]
async fn what_a_plan_read_of_the_role_is_told() {
    let desk = Desk::new().await;
    desk.session.refresh_spaces().await.unwrap();
    desk.session.refresh_sources(&production()).await.unwrap();
    desk.verify("777777777777").await;
    let drifted = desk.source_of(&production(), "777777777777");
    let seen = forecast(&desk, |f| {
        f.account = drifted.account.to_string();
        f.role_name = drifted.role.name().to_string();
    });
    let there = seen.rows.last().unwrap();
    assert!(there.title.contains("that is there"), "{seen:?}");
    assert!(!seen.unknown.iter().any(|u| u.contains("was not read:")));
    let loaded = desk.session.documents_of_source(drifted.id).unwrap();
    assert_eq!(loaded.documents[0].kind, DocumentKind::Trust);
    assert_eq!(loaded.role, Some(drifted.role));
}

#[test]
fn a_file_is_taken_for_what_its_document_looks_like() {
    use DocumentKind::{Identity, Resource, Trust};
    let policy = |inner: &str| format!(r#"{{"Version":"2012-10-17","Statement":[{inner}]}}"#);
    let table = [
        (policy(r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#), Identity),
        (policy(r#"{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}"#), Identity),
        (policy(r#"{"Effect":"Allow","Principal":"*","Action":"STS:TagSession"}"#), Trust),
        (
            policy(r#"{"Effect":"Deny","NotPrincipal":{"AWS":"*"},"Action":"sts:AssumeRole"}"#),
            Trust,
        ),
        (
            policy(
                r#"{"Effect":"Allow","Principal":"*","Action":["sts:AssumeRole","s3:GetObject"],"Resource":"*"}"#,
            ),
            Resource,
        ),
        (policy(r#"{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}"#), Resource),
        // As the IAM API returns it.
        (TRUST.replace('{', "%7B").replace('"', "%22"), Trust),
        (CALLER.replace('{', "%7B").replace('"', "%22"), Identity),
        ("{".to_owned(), Trust),
    ];
    for (text, kind) in table {
        let taken =
            document_of_file(PolicyFile { name: "caf\u{e9}.JSON".into(), text: text.clone() });
        assert_eq!(taken.kind, kind, "{text}");
        assert_eq!((taken.name.as_str(), taken.text), ("caf\u{e9}", text));
    }
    let odd = document_of_file(PolicyFile { name: "\u{1f511}x".into(), text: String::new() });
    assert_eq!(odd.name, "\u{1f511}x");
}
