//! The same request for iam-rs. It weighs one heap of statements and knows nothing of accounts, so
//! that each side is put to it by itself and the two answers are joined here as AWS joins them
//! ("Cross-account policy evaluation logic"). What it has no words for is not put to it.

use std::collections::HashMap;

use iam_rs::{
    Arn, Context, ContextValue, Decision, EvaluationOptions, IAMPolicy, IAMRequest,
    PolicyEvaluator, Principal, PrincipalId,
};
use serde_json::Value;

/// Why a case can't be put to iam-rs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inexpressible(pub String);

/// What iam-rs says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeerVerdict {
    /// In the words of `policy explain`.
    Decided(&'static str),
    /// It gives up.
    Error(String),
}

/// A request with its policies, ready to be decided.
#[derive(Debug)]
pub struct Peer {
    identity: Option<PolicyEvaluator>,
    resource: Option<PolicyEvaluator>,
    request: IAMRequest,
    /// Whether both sides have to allow.
    both: bool,
}

const LIMITS: [&str; 7] = [
    "permission_boundaries",
    "session_policies",
    "service_control_policies",
    "resource_control_policies",
    "endpoint_policies",
    "unread",
    "derive_context",
];

impl Peer {
    /// Reads a request of `policy explain`.
    ///
    /// # Errors
    /// [`Inexpressible`] if iam-rs has no form for it, or does not read its documents.
    pub fn new(json: &Value) -> Result<Self, Inexpressible> {
        let no = |why: &str| Err(Inexpressible(why.to_owned()));
        if let Some(limit) = LIMITS.into_iter().find(|l| !json[*l].is_null()) {
            return no(limit);
        }
        if json["known_context"] == Value::Bool(false) {
            return no("known_context");
        }
        let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
        let (caller, action) = (text(&json["principal"]), text(&json["action"]));
        let arn = text(&json["resource"]["arn"]);
        let account = json["resource"]["account"].as_str().unwrap_or_default();
        let Some((principal, own_account)) = principal(&caller, &action) else {
            return no("principal");
        };
        let resource = Arn::parse(&arn).map_err(|e| Inexpressible(format!("resource: {e}")))?;
        let trust = resource.service == "iam" && action.starts_with("sts:");
        let identity = own_account
            .is_some()
            .then(|| evaluator(&json["identity_policies"], false))
            .transpose()?;
        let side = &json["resource_policy"];
        let resource_side = (!side.is_null()).then(|| evaluator(side, trust)).transpose()?;
        let both = own_account.as_deref().is_some_and(|own| own != account);
        let alone = trust || resource.service == "kms";
        if own_account.is_some() && !both && alone {
            return no("how closely the resource's policy names the caller");
        }
        if both && resource_side.is_none() {
            return no("a resource in another account without a policy");
        }
        let context = context(&json["context"])?;
        let request = IAMRequest::new_with_context(principal, action, resource, context);
        Ok(Self { identity, resource: resource_side, request, both })
    }

    /// What iam-rs says, both sides joined.
    #[must_use]
    pub fn verdict(&self) -> PeerVerdict {
        let (mut allowed, mut silent) = (false, false);
        for side in [&self.identity, &self.resource].into_iter().flatten() {
            match side.evaluate(&self.request).map(|r| r.decision) {
                Err(error) => return PeerVerdict::Error(error.to_string()),
                Ok(Decision::Deny) => return PeerVerdict::Decided("explicitly_denied"),
                Ok(Decision::Allow) => allowed = true,
                Ok(Decision::NotApplicable) => silent = true,
            }
        }
        PeerVerdict::Decided(if allowed && !(self.both && silent) {
            "allowed"
        } else {
            "implicitly_denied"
        })
    }
}

/// The caller, and its account if it has one.
fn principal(caller: &str, action: &str) -> Option<(Principal, Option<String>)> {
    let id = PrincipalId::String(caller.to_owned());
    if caller == "*" {
        return Some((Principal::Wildcard, None));
    }
    if let Some(account) = caller.strip_prefix("arn:").and_then(|a| a.split(':').nth(3)) {
        let provider = caller.contains("-provider/");
        return Some(if provider {
            (Principal::Federated(id), None)
        } else {
            (Principal::Aws(id), Some(account.to_owned()))
        });
    }
    if action.ends_with("WithWebIdentity") {
        return Some((Principal::Federated(id), None));
    }
    caller.contains('.').then_some((Principal::Service(id), None))
}

/// A trust policy has no resource: it means its role.
fn evaluator(policies: &Value, trust: bool) -> Result<PolicyEvaluator, Inexpressible> {
    let list = match policies {
        Value::Null => vec![],
        Value::Array(list) => list.clone(),
        one => vec![one.clone()],
    };
    let read = |policy: &Value| {
        let document = policy.get("document").unwrap_or(policy);
        serde_json::from_value::<IAMPolicy>(document.clone())
            .map_err(|e| Inexpressible(format!("document: {e}")))
    };
    let policies = list.iter().map(read).collect::<Result<_, _>>()?;
    let options = EvaluationOptions { ignore_resource_constraints: trust, ..Default::default() };
    Ok(PolicyEvaluator::with_policies(policies).with_options(options))
}

/// Its values have types where AWS sends texts; `true` and `false` are the ones it insists on.
fn context(json: &Value) -> Result<Context, Inexpressible> {
    let boolean = |text: &str| match text.to_ascii_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    };
    let mut data = HashMap::new();
    for (key, value) in json.as_object().into_iter().flatten() {
        let value = match value {
            Value::String(s) => {
                boolean(s).map_or_else(|| ContextValue::String(s.clone()), ContextValue::Boolean)
            }
            Value::Bool(b) => ContextValue::Boolean(*b),
            Value::Number(n) => ContextValue::String(n.to_string()),
            Value::Array(list) => {
                let texts: Option<Vec<String>> =
                    list.iter().map(|v| v.as_str().map(str::to_owned)).collect();
                ContextValue::StringList(texts.ok_or_else(|| Inexpressible("context".into()))?)
            }
            _ => return Err(Inexpressible("context".into())),
        };
        data.insert(key.clone(), value);
    }
    Ok(Context::with_data(data))
}
