//! An organization of any size, made by rule: the same every time.

use std::sync::Arc;

use rolebridge_policy::{Account, Document, Member, ParseError, Policy};

/// Who trusts whom in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// As organizations are: most roles belong to services, some trust their own account, a hub
    /// account reaches into every other, and few may assume anything.
    Usual,
    /// Every role trusts its whole account, and half of them may assume anything.
    Open,
}

/// So many accounts with so many roles each.
///
/// # Errors
/// [`ParseError`] if one of its documents is no policy.
pub fn organization(
    accounts: usize,
    roles: usize,
    shape: Shape,
) -> Result<Vec<Account>, ParseError> {
    let number = |i: usize| format!("{:012}", 100_000_000_000 + i);
    let hub = number(0);
    let arn = |account: &str, role: usize| {
        format!("arn:aws:iam::{account}:role/team-{}/Role{role}", role % 7)
    };
    let policy = |text: &str| Document::parse(text).map(|d| Policy::from(Arc::new(d)));
    let trusting = |principal: &str, condition: &str| {
        policy(&format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{principal},"Action":"sts:AssumeRole"{condition}}}]}}"#
        ))
    };
    let may = |action: &str, resource: &str| {
        policy(&format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"{action}","Resource":"{resource}"}}]}}"#
        ))
    };
    let reader = may("s3:Get*", "*")?;
    let admin = may("*", "*")?;
    let deployer = may("sts:AssumeRole", "arn:aws:iam::*:role/team-*/Role1*")?;
    let mut out = Vec::with_capacity(accounts);
    for i in 0..accounts {
        let id = number(i);
        let account = format!(r#"{{"AWS":"arn:aws:iam::{id}:root"}}"#);
        let mut members = Vec::with_capacity(roles);
        for role in 0..roles {
            let trust = match (shape, role % 10) {
                (Shape::Open, _) => trusting(&account, "")?,
                (_, 0) => trusting(&account, "")?,
                (_, 1) => trusting(&format!(r#"{{"AWS":"{hub}"}}"#), "")?,
                (_, 2) => trusting(
                    &format!(r#"{{"AWS":"{hub}"}}"#),
                    r#","Condition":{"StringEquals":{"sts:ExternalId":"example-1"}}"#,
                )?,
                (_, 3) => trusting(
                    &format!(r#"{{"AWS":["{}","{}"]}}"#, arn(&hub, role), arn(&id, role - 1)),
                    "",
                )?,
                _ => trusting(r#"{"Service":"lambda.amazonaws.com"}"#, "")?,
            };
            let own = match (shape, role) {
                (Shape::Open, _) if role % 2 == 0 => admin.clone(),
                (Shape::Usual, 0) => admin.clone(),
                (Shape::Usual, 4 | 5) if i == 0 => deployer.clone(),
                (Shape::Usual, 6) => deployer.clone(),
                _ => reader.clone(),
            };
            members.push(Member {
                arn: arn(&id, role),
                identity_policies: vec![own, reader.clone()],
                permission_boundaries: vec![],
                trust_policy: Some(trust),
            });
        }
        out.push(Account {
            id,
            members,
            service_control_policies: vec![vec![admin.clone()], vec![admin.clone()]],
            ..Account::default()
        });
    }
    Ok(out)
}
