//! Small tools of the cases.

use std::fmt;

use rolebridge_cloud::{Cause, CloudError, NewRole};
use rolebridge_model::{
    AccountId, ExternalId, Partition, PolicyArn, RoleArn, RoleName, RolePath, RuleViolation,
};
use serde_json::{Value, json};

use crate::Stage;

/// Why a case does not hold.
#[derive(Debug)]
pub struct Trouble(String);

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<CloudError> for Trouble {
    fn from(e: CloudError) -> Self {
        Self(format!("{} on {}: {e}", e.operation, e.target))
    }
}

impl From<RuleViolation> for Trouble {
    fn from(e: RuleViolation) -> Self {
        Self(e.to_string())
    }
}

impl From<serde_json::Error> for Trouble {
    fn from(e: serde_json::Error) -> Self {
        Self(e.to_string())
    }
}

pub(crate) type Verdict = Result<(), Trouble>;

pub(crate) fn trouble(text: impl Into<String>) -> Trouble {
    Trouble(text.into())
}

pub(crate) fn ensure(holds: bool, otherwise: &str) -> Verdict {
    if holds { Ok(()) } else { Err(trouble(otherwise)) }
}

pub(crate) fn equal<T: PartialEq + fmt::Debug>(what: &str, found: &T, expected: &T) -> Verdict {
    if found == expected {
        Ok(())
    } else {
        Err(trouble(format!("{what} is {found:?} and should be {expected:?}")))
    }
}

/// Documents are compared by what they say: AWS promises no particular text.
pub(crate) fn same_document(what: &str, found: &str, expected: &str) -> Verdict {
    let found: Value = serde_json::from_str(found)?;
    equal(what, &found, &serde_json::from_str(expected)?)
}

/// The call must fail, and for this kind of reason.
pub(crate) fn refused<T: fmt::Debug>(
    result: Result<T, CloudError>,
    expected: &str,
    fits: fn(&Cause) -> bool,
) -> Verdict {
    match result {
        Err(e) if fits(&e.cause) => Ok(()),
        Err(e) => Err(trouble(format!("refused, but not as {expected}: {:?}", e.cause))),
        Ok(answer) => {
            Err(trouble(format!("should be refused as {expected}, but passed: {answer:?}")))
        }
    }
}

macro_rules! refused_as {
    ($result:expr, $cause:ident) => {
        crate::check::refused($result, stringify!($cause), |c| {
            matches!(c, rolebridge_cloud::Cause::$cause { .. })
        })
    };
}
pub(crate) use refused_as;

/// A role without description and tags.
pub(crate) fn plain_role(name: &str, trust: &str) -> Result<NewRole, Trouble> {
    Ok(NewRole {
        path: RolePath::root(),
        name: RoleName::parse(name)?,
        trust: trust.to_owned(),
        description: None,
        tags: Vec::new(),
    })
}

/// A trust policy for one AWS principal.
pub(crate) fn trusting(principal: &str, external_id: Option<&str>) -> String {
    let mut statement = json!({
        "Effect": "Allow",
        "Principal": {"AWS": principal},
        "Action": "sts:AssumeRole",
    });
    if let Some(id) = external_id {
        statement["Condition"] = json!({"StringEquals": {"sts:ExternalId": id}});
    }
    document(&statement)
}

/// A document of one statement.
pub(crate) fn document(statement: &Value) -> String {
    json!({"Version": "2012-10-17", "Statement": [statement]}).to_string()
}

/// The account as a principal.
pub(crate) fn account_principal(account: &AccountId) -> String {
    format!("arn:aws:iam::{account}:root")
}

/// A trust policy for the stage's primary account.
pub(crate) fn trusting_primary(stage: &dyn Stage, external_id: Option<&str>) -> String {
    trusting(&account_principal(&stage.primary_account()), external_id)
}

pub(crate) fn role_arn(account: &AccountId, name: &str) -> Result<RoleArn, Trouble> {
    Ok(RoleArn::new(Partition::Aws, account.clone(), RolePath::root(), RoleName::parse(name)?))
}

pub(crate) fn external_id(id: &str) -> Result<Option<ExternalId>, Trouble> {
    Ok(Some(ExternalId::parse(id)?))
}

pub(crate) fn managed(name: &str) -> Result<PolicyArn, Trouble> {
    Ok(PolicyArn::parse(&format!("arn:aws:iam::aws:policy/{name}"))?)
}
