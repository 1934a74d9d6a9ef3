//! Each rendered document against the JSON of the reference pages, written out here.

#![allow(clippy::unwrap_used)]

use rolebridge_model::TemplateId;
use rolebridge_policy::{
    AttachTo, Document, ExternalIdUse, RenderError, Rendered, Template, TemplateError, TemplateUse,
    Templates, TrustFamily, Variables,
};

const SPACE: &str = "3f0c9a52-6f0e-4c4e-9d2b-1c2d3e4f5a6b";

fn template(id: &str) -> &'static Template {
    Templates::builtin().get(&TemplateId::parse(id).unwrap()).unwrap()
}

fn variables() -> Variables {
    Variables::new()
        .with("primary_account", "111111111111")
        .with("secondary_account", "222222222222")
}

fn space() -> Variables {
    variables().with("region", "us-east-1").with("agent_space_id", SPACE)
}

fn render(id: &str, variables: &Variables) -> Rendered {
    template(id).render(variables).unwrap()
}

#[track_caller]
fn same(found: &Document, wanted: &str) {
    assert_eq!(found.compact(), Document::parse(wanted).unwrap().compact());
}

#[track_caller]
fn managed(r: &Rendered) -> Vec<&str> {
    r.managed.iter().map(|p| p.as_str()).collect()
}

#[test]
fn all_of_them_are_there_and_valid() {
    let ids: Vec<&str> = Templates::builtin().iter().map(|t| t.id().as_str()).collect();
    assert_eq!(
        ids,
        [
            "devops-agent",
            "devops-agent-preview",
            "devops-agent-primary",
            "opsramp-keys",
            "opsramp-external-id",
            "micetro",
            "developer-access",
            "admin-access"
        ]
    );
    for t in Templates::builtin().iter() {
        assert!(t.documentation().starts_with("https://"), "{}", t.id());
        assert!(!t.title().is_empty() && !t.summary().is_empty(), "{}", t.id());
        if let Some(successor) = t.successor() {
            assert!(Templates::builtin().get(successor).is_some());
        }
    }
}

#[test]
fn devops_agent() {
    let r = render("devops-agent", &space());
    same(
        r.trust.as_ref().unwrap(),
        r#"{"Version": "2012-10-17",
            "Statement": [{
              "Effect": "Allow",
              "Principal": {"Service": "aidevops.amazonaws.com"},
              "Action": "sts:AssumeRole",
              "Condition": {
                "StringEquals": {"aws:SourceAccount": "111111111111"},
                "ArnLike": {"aws:SourceArn": "arn:aws:aidevops:us-east-1:111111111111:agentspace/3f0c9a52-6f0e-4c4e-9d2b-1c2d3e4f5a6b"}
              }}]}"#,
    );
    assert_eq!(managed(&r), ["arn:aws:iam::aws:policy/AIDevOpsAgentAccessPolicy"]);
    assert_eq!(r.inline.len(), 1);
    assert_eq!(r.inline[0].0.as_str(), "AllowCreateServiceLinkedRoles");
    same(
        &r.inline[0].1,
        r#"{"Version": "2012-10-17",
            "Statement": [{
              "Sid": "AllowCreateServiceLinkedRoles",
              "Effect": "Allow",
              "Action": ["iam:CreateServiceLinkedRole"],
              "Resource": ["arn:aws:iam::222222222222:role/aws-service-role/resource-explorer-2.amazonaws.com/AWSServiceRoleForResourceExplorer"]}]}"#,
    );
    assert!(r.groups.is_empty());
    assert_eq!(r.role_name.as_str(), "DevOpsAgentRole-SecondaryAccount");
    assert!(r.description.as_str().contains(SPACE));
    let t = template("devops-agent");
    assert_eq!(t.trust_family(), TrustFamily::ServicePrincipal);
    assert_eq!(t.external_id(), ExternalIdUse::Optional);
    assert_eq!(t.purpose(), TemplateUse::Source);
    assert_eq!(t.generation(), Some("GA"));
}

#[test]
fn the_longest_devops_agent_trust_has_the_documented_size() {
    // The longest agent space id has 64 characters; the page measured a 36-character UUID in a
    // Region of 14 characters.
    let r = render("devops-agent", &space().with("region", "ap-southeast-2"));
    assert!(r.trust.unwrap().size() <= 2048);
}

#[test]
fn devops_agent_with_an_external_id() {
    let r = render("devops-agent", &space().with("external_id", "id-1"));
    same(
        r.trust.as_ref().unwrap(),
        r#"{"Version": "2012-10-17",
            "Statement": [{
              "Effect": "Allow",
              "Principal": {"Service": "aidevops.amazonaws.com"},
              "Action": "sts:AssumeRole",
              "Condition": {
                "StringEquals": {"aws:SourceAccount": "111111111111", "sts:ExternalId": "id-1"},
                "ArnLike": {"aws:SourceArn": "arn:aws:aidevops:us-east-1:111111111111:agentspace/3f0c9a52-6f0e-4c4e-9d2b-1c2d3e4f5a6b"}
              }}]}"#,
    );
}

#[test]
fn devops_agent_in_another_partition() {
    let r = render("devops-agent", &space().with("region", "us-gov-west-1"));
    assert_eq!(managed(&r), ["arn:aws-us-gov:iam::aws:policy/AIDevOpsAgentAccessPolicy"]);
    assert!(r.trust.unwrap().compact().contains("arn:aws-us-gov:aidevops:us-gov-west-1:"));
    let r = render("devops-agent", &space().with("partition", "aws-cn"));
    assert!(r.inline[0].1.compact().contains("arn:aws-cn:iam::222222222222:role/"));
}

#[test]
fn devops_agent_primary() {
    let r = render(
        "devops-agent-primary",
        &Variables::new().with("primary_account", "111111111111").with("region", "eu-west-1"),
    );
    same(
        r.trust.as_ref().unwrap(),
        r#"{"Version": "2012-10-17",
            "Statement": [{
              "Effect": "Allow",
              "Principal": {"Service": "aidevops.amazonaws.com"},
              "Action": "sts:AssumeRole",
              "Condition": {
                "StringEquals": {"aws:SourceAccount": "111111111111"},
                "ArnLike": {"aws:SourceArn": "arn:aws:aidevops:eu-west-1:111111111111:agentspace/*"}
              }}]}"#,
    );
    assert_eq!(r.role_name.as_str(), "DevOpsAgentRole-AgentSpace");
    assert!(r.inline[0].1.compact().contains("arn:aws:iam::111111111111:role/aws-service-role/"));
    assert_eq!(template("devops-agent-primary").purpose(), TemplateUse::Primary);
}

#[test]
fn devops_agent_preview() {
    let r = render("devops-agent-preview", &space());
    same(
        r.trust.as_ref().unwrap(),
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
            "Principal":{"AWS":"arn:aws:iam::111111111111:role/DevOpsAgentRole-AgentSpace"},
            "Action":"sts:AssumeRole",
            "Condition":{"StringEquals":{"sts:ExternalId":"arn:aws:aidevops:us-east-1:111111111111:agentspace/3f0c9a52-6f0e-4c4e-9d2b-1c2d3e4f5a6b"}}}]}"#,
    );
    assert_eq!(managed(&r), ["arn:aws:iam::aws:policy/AIOpsAssistantPolicy"]);
    assert_eq!(r.inline[0].0.as_str(), "AIDevOpsAdditionalPermissions");
    same(
        &r.inline[0].1,
        r#"{"Version":"2012-10-17","Statement":[
            {"Sid":"AllowAwsSupportActions","Effect":"Allow","Action":["support:CreateCase","support:DescribeCases"],"Resource":["*"]},
            {"Sid":"AllowExpandedAIOpsAssistantPolicy","Effect":"Allow","Action":["aidevops:GetKnowledgeItem","aidevops:ListKnowledgeItems","eks:AccessKubernetesApi","synthetics:GetCanaryRuns","route53:GetHealthCheckStatus","resource-explorer-2:Search"],"Resource":["*"]}]}"#,
    );
    let t = template("devops-agent-preview");
    assert_eq!(t.successor().unwrap().as_str(), "devops-agent");
    assert_eq!(t.external_id(), ExternalIdUse::Required);
    let named = render(
        "devops-agent-preview",
        &Variables::new()
            .with("agent_role_arn", "arn:aws:iam::111111111111:role/x/R")
            .with("external_id", "xy")
            .with("primary_account", "111111111111")
            .with("agent_space_id", "as-1"),
    );
    assert!(
        named.trust.unwrap().compact().contains(r#"{"AWS":"arn:aws:iam::111111111111:role/x/R"}"#)
    );
}

#[test]
fn opsramp() {
    let r = render("opsramp-external-id", &variables().with("external_id", "0f3a"));
    same(
        r.trust.as_ref().unwrap(),
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"0f3a"}}}]}"#,
    );
    // OpsRamp's own list is not known: nothing is granted unless the user chooses it.
    assert!(r.managed.is_empty() && r.inline.is_empty() && r.groups.is_empty());
    assert!(template("opsramp-external-id").own_permissions().is_some());
    let r = render(
        "opsramp-keys",
        &variables().with("permissions", "ViewOnlyAccess").with("role_name", "OpsRamp"),
    );
    same(
        r.trust.as_ref().unwrap(),
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":"sts:AssumeRole"}]}"#,
    );
    assert_eq!(managed(&r), ["arn:aws:iam::aws:policy/job-function/ViewOnlyAccess"]);
    assert!(r.notes[0].contains("not OpsRamp's list"));
    let user = r.group().unwrap();
    assert_eq!(user.attach_to, AttachTo::User);
    same(
        &user.document,
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::222222222222:role/OpsRamp"}]}"#,
    );
    let e = template("opsramp-external-id").render(&variables()).unwrap_err();
    assert_eq!(
        e.to_string(),
        "external_id is missing: it is the external ID that the OpsRamp console generated, for example 0f3a6c1e-2b7d-4d55-9a41-8f1f6f0f2a11."
    );
}

#[test]
fn micetro() {
    let r = render("micetro", &variables().with("role_name", "RoleName"));
    let group = r.group().unwrap();
    same(
        &group.document,
        r#"{"Version":"2012-10-17","Statement":[{"Sid":"","Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::222222222222:role/RoleName"}]}"#,
    );
    // The page's arithmetic: 137 and the role's name, so that 35 fit a group's 5,120.
    assert_eq!(group.document.size(), 145);
    assert_eq!(
        managed(&r),
        [
            "arn:aws:iam::aws:policy/IAMReadOnlyAccess",
            "arn:aws:iam::aws:policy/AmazonRoute53FullAccess",
            "arn:aws:iam::aws:policy/AmazonEC2FullAccess"
        ]
    );
    assert!(r.inline.is_empty());
    let r = render("micetro", &variables().with("permissions", "minimum"));
    assert!(r.managed.is_empty());
    assert_eq!(r.inline.len(), 1);
    assert_eq!(template("micetro").external_id(), ExternalIdUse::None);
    // Every action of the minimum is explained by a feature, and the other way round.
    let explained: std::collections::BTreeSet<&str> = template("micetro")
        .features()
        .iter()
        .flat_map(|f| f.actions.iter().map(String::as_str))
        .collect();
    let granted = r.inline[0].1.statements().iter().flat_map(|s| s.actions()).collect();
    assert_eq!(explained, granted);
}

#[test]
fn developer_access() {
    let v = Variables::new()
        .with("primary_account", "111111111111")
        .with("secondary_account", "999999999999")
        .with("bucket", "productionapp");
    let r = render("developer-access", &v);
    same(
        r.trust.as_ref().unwrap(),
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":"sts:AssumeRole"}]}"#,
    );
    assert_eq!(r.inline[0].0.as_str(), "read-write-app-bucket");
    same(
        &r.inline[0].1,
        r#"{"Version":"2012-10-17","Statement":[
            {"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"},
            {"Effect":"Allow","Action":["s3:ListBucket","s3:GetBucketLocation"],"Resource":"arn:aws:s3:::productionapp"},
            {"Effect":"Allow","Action":["s3:GetObject","s3:PutObject","s3:DeleteObject"],"Resource":"arn:aws:s3:::productionapp/*"}]}"#,
    );
    assert_eq!(r.groups[0].owner, "Developers");
    assert_eq!(r.groups[0].name.as_str(), "allow-assume-S3-role-in-production");
    same(
        &r.groups[0].document,
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::999999999999:role/UpdateApp"}}"#,
    );
    assert!(r.groups[1].optional);
    same(
        &r.groups[1].document,
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"sts:AssumeRole","Resource":"arn:aws:iam::999999999999:role/UpdateApp"}}"#,
    );
}

#[test]
fn admin_access() {
    let r = render("admin-access", &variables());
    same(
        r.trust.as_ref().unwrap(),
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":"sts:AssumeRole","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}]}"#,
    );
    assert_eq!(managed(&r), ["arn:aws:iam::aws:policy/AdministratorAccess"]);
    same(
        &r.groups[0].document,
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::222222222222:role/MainAccountAdminRole"}]}"#,
    );
    let r = render("admin-access", &variables().with("require_mfa", "false"));
    assert!(!r.trust.unwrap().compact().contains("Condition"));
}

#[test]
fn errors_name_the_variable_and_what_it_needs() {
    let t = template("devops-agent");
    assert_eq!(
        t.render(&variables()).unwrap_err().to_string(),
        format!("agent_space_id is missing: it is the ID of the agent space, for example {SPACE}.")
    );
    assert_eq!(
        t.render(&space().with("primary_account", "1234")).unwrap_err().to_string(),
        "primary_account is not valid. An account ID has exactly 12 digits; this one has 4. It is the account that hosts the agent space (the monitoring account), for example 111111111111."
    );
    assert!(matches!(
        t.render(&space().with("nonsense", "x")).unwrap_err(),
        RenderError::Unknown { .. }
    ));
    assert!(matches!(
        t.render(&space().with("secondary_account", "111111111111")).unwrap_err(),
        RenderError::Same { .. }
    ));
    assert!(matches!(
        template("developer-access")
            .render(&variables().with("bucket", "a*/\"},{\"Effect"))
            .unwrap_err(),
        RenderError::Invalid { .. }
    ));
    // A standard variable that a template has no use for does no harm.
    assert!(template("admin-access").render(&space()).is_ok());
    // One document asks only for what it uses.
    let v = Variables::new().with("secondary_account", "222222222222");
    assert_eq!(t.render_inline(&v).unwrap().len(), 1);
}

#[test]
fn a_users_own_template_needs_no_rust() {
    let text = r#"
        id = "audit"
        version = 3
        title = "Audit"
        summary = "Reads."
        integration = "audit"
        use = "source"
        trust_family = "account-principal"
        role_name = "Audit"
        description = "Audit by {{primary_account}}"
        documentation = "https://example.com/"
        [[variables]]
        name = "primary_account"
        type = "account-id"
        description = "the auditors' account"
        example = "111111111111"
        [trust]
        document = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"{{primary_account}}"},"Action":"sts:AssumeRole"}}'
    "#;
    let mut all = Templates::builtin().clone();
    all.add(Template::parse(text).unwrap()).unwrap();
    assert!(matches!(all.add(Template::parse(text).unwrap()), Err(TemplateError::Duplicate(_))));
    let r = all
        .get(&TemplateId::parse("audit").unwrap())
        .unwrap()
        .render(&Variables::new().with("primary_account", "333333333333"))
        .unwrap();
    assert_eq!(r.role_name.as_str(), "Audit");
    for (from, to, wanted) in [
        ("version = 3", "version = 3\ntypo = 1", "unknown field"),
        ("\"AWS\":\"{{", "\"AWS\":\"{{other_{{", "undeclared variable"),
        ("example = \"111111111111\"", "example = \"1\"", "example"),
        ("\"Effect\"", "\"Efect\"", "trust is not a policy document"),
        ("version = 3\n", "", "version"),
    ] {
        let e = Template::parse(&text.replace(from, to)).unwrap_err().to_string();
        assert!(e.contains(wanted), "{e}");
    }
}
