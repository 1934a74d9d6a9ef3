//! A filled-in template as text for the tools that make roles in many accounts: CloudFormation (as a
//! StackSet takes it), Terraform, and a script of AWS CLI calls. The same role gives the same text.

use serde_json::{Value, json};

use super::Rendered;
use crate::document::Document;

/// What makes the role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deployment {
    /// A CloudFormation template in JSON.
    CloudFormation,
    /// A Terraform module in HCL.
    Terraform,
    /// A shell script of AWS CLI calls.
    AwsCli,
}

impl Rendered {
    /// The role as text for such a tool, if the template has a role. Policies for the callers' side
    /// are not in it: they belong to another account.
    #[must_use]
    pub fn deployment(&self, of: Deployment) -> Option<String> {
        let trust = self.trust.as_ref()?;
        Some(match of {
            Deployment::CloudFormation => cloudformation(self, trust),
            Deployment::Terraform => terraform(self, trust),
            Deployment::AwsCli => aws_cli(self, trust),
        })
    }

    fn heading(&self) -> String {
        format!("Role {} from template {} {}", self.role_name, self.template, self.version)
    }
}

/// AWS CloudFormation User Guide, `AWS::IAM::Role`. A template has no variables of its own left, so
/// one stack set makes the same role everywhere.
fn cloudformation(role: &Rendered, trust: &Document) -> String {
    let mut properties = json!({
        "RoleName": role.role_name,
        "Description": role.description,
        "AssumeRolePolicyDocument": trust,
    });
    if !role.managed.is_empty() {
        properties["ManagedPolicyArns"] = json!(role.managed);
    }
    if !role.inline.is_empty() {
        let policies = role.inline.iter();
        properties["Policies"] = policies
            .map(|(name, document)| json!({"PolicyName": name, "PolicyDocument": document}))
            .collect::<Vec<Value>>()
            .into();
    }
    let template = json!({
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": role.heading(),
        "Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": properties}},
        "Outputs": {"RoleArn": {"Value": {"Fn::GetAtt": ["Role", "Arn"]}}},
    });
    format!("{template:#}\n")
}

/// Terraform's AWS provider: `aws_iam_role`, `aws_iam_role_policy`,
/// `aws_iam_role_policy_attachment`.
fn terraform(role: &Rendered, trust: &Document) -> String {
    let mut text = format!(
        "# {}\nresource \"aws_iam_role\" \"this\" {{\n  name               = {}\n  \
         description        = {}\n  assume_role_policy = {}\n}}\n",
        role.heading(),
        hcl(role.role_name.as_str()),
        hcl(&role.description.to_string()),
        hcl_document(trust),
    );
    for (i, (name, document)) in role.inline.iter().enumerate() {
        text.push_str(&format!(
            "\nresource \"aws_iam_role_policy\" \"inline_{}\" {{\n  name   = {}\n  role   = \
             aws_iam_role.this.id\n  policy = {}\n}}\n",
            i + 1,
            hcl(name.as_str()),
            hcl_document(document),
        ));
    }
    for (i, arn) in role.managed.iter().enumerate() {
        text.push_str(&format!(
            "\nresource \"aws_iam_role_policy_attachment\" \"managed_{}\" {{\n  role       = \
             aws_iam_role.this.name\n  policy_arn = {}\n}}\n",
            i + 1,
            hcl(&arn.to_string()),
        ));
    }
    text.push_str("\noutput \"role_arn\" {\n  value = aws_iam_role.this.arn\n}\n");
    text
}

/// `${` and `%{` begin a template in HCL, and policies have `${...}` of their own.
fn without_templates(text: &str) -> String {
    text.replace("${", "$${").replace("%{", "%%{")
}

fn hcl(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => out.push(c),
        }
    }
    out.push('"');
    without_templates(&out)
}

/// A heredoc keeps the document readable; none of its lines is the end mark alone.
fn hcl_document(document: &Document) -> String {
    format!("<<POLICY\n{}\nPOLICY", without_templates(&document.pretty()))
}

/// AWS CLI Command Reference, `iam create-role`, `put-role-policy`, `attach-role-policy`.
fn aws_cli(role: &Rendered, trust: &Document) -> String {
    let mut text = format!("#!/bin/sh\n# {}\nset -eu\n", role.heading());
    // With = no value is taken for an option, whatever it begins with.
    let mut call = |operation: &str, options: &[(&str, &str)]| {
        text.push_str(&format!("\naws iam {operation}"));
        for (option, value) in options {
            text.push_str(&format!(" \\\n  --{option}={}", quoted(value)));
        }
        text.push('\n');
    };
    let name = role.role_name.as_str();
    call(
        "create-role",
        &[
            ("role-name", name),
            ("description", &role.description.to_string()),
            ("assume-role-policy-document", &trust.pretty()),
        ],
    );
    for (policy, document) in &role.inline {
        let document = document.pretty();
        call(
            "put-role-policy",
            &[
                ("role-name", name),
                ("policy-name", policy.as_str()),
                ("policy-document", &document),
            ],
        );
    }
    for arn in &role.managed {
        let arn = arn.to_string();
        call("attach-role-policy", &[("role-name", name), ("policy-arn", &arn)]);
    }
    text
}

/// For a POSIX shell: within single quotes only the single quote means something.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
