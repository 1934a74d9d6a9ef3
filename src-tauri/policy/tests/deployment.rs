//! What is handed to CloudFormation, Terraform and the shell says the same as the template.

#![allow(clippy::unwrap_used)]

use rolebridge_model::TemplateId;
use rolebridge_policy::{Deployment, Document, Rendered, Templates, Variables};
use serde_json::Value;

fn roles() -> Vec<Rendered> {
    let values = Variables::new()
        .with("primary_account", "111111111111")
        .with("secondary_account", "222222222222")
        .with("region", "us-east-1")
        .with("agent_space_id", "3f0c9a52-6f0e-4c4e-9d2b-1c2d3e4f5a6b");
    ["devops-agent", "micetro", "admin-access"]
        .map(|id| {
            let template = Templates::builtin().get(&TemplateId::parse(id).unwrap()).unwrap();
            template.render(&values).unwrap()
        })
        .into()
}

fn same(found: &str, wanted: &Document) {
    assert_eq!(Document::parse(found).unwrap().compact(), wanted.compact());
}

#[test]
fn cloudformation_has_the_role_with_its_documents() {
    for role in roles() {
        let text = role.deployment(Deployment::CloudFormation).unwrap();
        let template: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(template["AWSTemplateFormatVersion"], "2010-09-09");
        let resource = &template["Resources"]["Role"];
        assert_eq!(resource["Type"], "AWS::IAM::Role");
        let of = &resource["Properties"];
        assert_eq!(of["RoleName"], role.role_name.as_str());
        same(&of["AssumeRolePolicyDocument"].to_string(), role.trust.as_ref().unwrap());
        let managed: Vec<&str> = of["ManagedPolicyArns"]
            .as_array()
            .map(|a| a.iter().map(|v| v.as_str().unwrap()).collect())
            .unwrap_or_default();
        let wanted: Vec<&str> = role.managed.iter().map(|a| a.as_str()).collect();
        assert_eq!(managed, wanted);
        for (i, (name, document)) in role.inline.iter().enumerate() {
            assert_eq!(of["Policies"][i]["PolicyName"], name.as_str());
            same(&of["Policies"][i]["PolicyDocument"].to_string(), document);
        }
    }
}

#[test]
fn terraform_has_every_document_whole_and_no_template_of_its_own() {
    for role in roles() {
        let text = role.deployment(Deployment::Terraform).unwrap();
        let mut documents: Vec<&str> = Vec::new();
        let mut outside = String::new();
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once("<<POLICY\n") {
            outside.push_str(before);
            let (document, after) = after.split_once("\nPOLICY\n").unwrap();
            documents.push(document);
            rest = after;
        }
        outside.push_str(rest);
        let wanted = role.trust.iter().chain(role.inline.iter().map(|(_, d)| d));
        assert_eq!(documents.len(), wanted.clone().count());
        for (found, wanted) in documents.iter().zip(wanted) {
            assert!(!found.replace("$${", "").contains("${"), "{found}");
            same(&found.replace("$${", "${").replace("%%{", "%{"), wanted);
        }
        let count = |what: &str| outside.matches(what).count();
        assert_eq!(count("{"), count("}"));
        assert_eq!(count("resource \"aws_iam_role\" "), 1);
        assert_eq!(count("resource \"aws_iam_role_policy\" "), role.inline.len());
        assert_eq!(count("resource \"aws_iam_role_policy_attachment\" "), role.managed.len());
    }
}

/// The script runs with an `aws` that writes down its arguments.
#[cfg(unix)]
#[test]
fn the_script_hands_every_document_to_aws_as_it_is() {
    for mut role in roles() {
        let hostile = r#"{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::it's/$HOME/`id`/\"x\\"}]}"#;
        let name = rolebridge_model::PolicyName::parse("Hostile").unwrap();
        role.inline.push((name, Document::parse(hostile).unwrap()));
        let script = role.deployment(Deployment::AwsCli).unwrap();
        let script = format!("aws() {{ printf '%s\\0' \"$@\"; }}\n{script}");
        let ran = std::process::Command::new("sh").arg("-c").arg(&script).output().unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        let out = String::from_utf8(ran.stdout).unwrap();
        let args: Vec<&str> = out.split('\0').collect();
        let after =
            |option: &str| args.iter().filter_map(|a| a.strip_prefix(option)).collect::<Vec<_>>();
        assert_eq!(args[..2], ["iam", "create-role"]);
        assert_eq!(after("--description="), [role.description.to_string()]);
        same(after("--assume-role-policy-document=")[0], role.trust.as_ref().unwrap());
        let inline = after("--policy-document=");
        assert_eq!(inline.len(), role.inline.len());
        for (found, (_, wanted)) in inline.iter().zip(&role.inline) {
            same(found, wanted);
        }
        let wanted: Vec<&str> = role.managed.iter().map(|a| a.as_str()).collect();
        assert_eq!(after("--policy-arn="), wanted);
        assert!(after("--role-name=").iter().all(|n| *n == role.role_name.as_str()));
    }
}
