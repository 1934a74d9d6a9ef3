//! What is asked, and by whom.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::document::Document;
use crate::json::{Node, Value};
use crate::principal::{Identity, is_account};

/// A request and every policy that may decide it.
#[derive(Debug, Clone, Deserialize)]
pub struct Request {
    /// The action, such as `sts:AssumeRole`.
    pub action: String,
    /// Who asks.
    pub principal: Caller,
    /// What is asked for.
    #[serde(default, deserialize_with = "or_default")]
    pub resource: Target,
    /// The condition keys of the request.
    #[serde(default, deserialize_with = "or_default")]
    pub context: Context,
    /// Whether an absent condition key is known to be absent. If not, what hangs on it is unknown.
    #[serde(default = "yes", deserialize_with = "or_yes")]
    pub known_context: bool,
    /// Whether keys that AWS itself puts into every request, such as `aws:PrincipalArn` and
    /// `aws:username`, follow from the principal and the resource where the context does not have
    /// them. In JSON they do not unless asked: there an absent key is absent.
    #[serde(default, deserialize_with = "or_default")]
    pub derive_context: bool,
    /// The principal's own policies.
    #[serde(default, deserialize_with = "one_or_many")]
    pub identity_policies: Vec<Policy>,
    /// The resource's policies; for `sts:AssumeRole` the role's trust policy.
    #[serde(default, deserialize_with = "one_or_many")]
    pub resource_policy: Vec<Policy>,
    /// The principal's permissions boundary; none if empty.
    #[serde(default, deserialize_with = "one_or_many")]
    pub permission_boundaries: Vec<Policy>,
    /// The policies of the principal's session; none if empty.
    #[serde(default, deserialize_with = "one_or_many")]
    pub session_policies: Vec<Policy>,
    /// Service control policies, one list per level of the organization, root first.
    #[serde(default, deserialize_with = "levels")]
    pub service_control_policies: Vec<Vec<Policy>>,
    /// Resource control policies, one list per level of the organization, root first.
    #[serde(default, deserialize_with = "levels")]
    pub resource_control_policies: Vec<Vec<Policy>>,
    /// The policies of the VPC endpoint the request goes through; none if empty.
    #[serde(default, deserialize_with = "one_or_many")]
    pub endpoint_policies: Vec<Policy>,
    /// Kinds of policy that exist but could not be read: what hangs on them is unknown.
    #[serde(default, deserialize_with = "or_default")]
    pub unread: Vec<PolicyKind>,
}

impl Request {
    /// A request without policies and context, in which the keys that AWS derives from principal
    /// and resource are there.
    #[must_use]
    pub fn new(action: &str, principal: Caller, resource: Target) -> Self {
        Self {
            action: action.to_owned(),
            principal,
            resource,
            context: Context::default(),
            known_context: true,
            derive_context: true,
            identity_policies: Vec::new(),
            resource_policy: Vec::new(),
            permission_boundaries: Vec::new(),
            session_policies: Vec::new(),
            service_control_policies: Vec::new(),
            resource_control_policies: Vec::new(),
            endpoint_policies: Vec::new(),
            unread: Vec::new(),
        }
    }
}

/// The kinds of policy that take part in a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyKind {
    /// Attached to the principal or its groups.
    #[serde(alias = "identity_policies")]
    IdentityPolicy,
    /// Attached to the resource; a role's trust policy is one.
    ResourcePolicy,
    /// The most the principal's own policies can grant.
    #[serde(alias = "permission_boundaries")]
    PermissionBoundary,
    /// Passed when the session was made.
    #[serde(alias = "session_policies")]
    SessionPolicy,
    /// The organization's limit for principals.
    #[serde(alias = "service_control_policies")]
    ServiceControlPolicy,
    /// The organization's limit for resources.
    #[serde(alias = "resource_control_policies")]
    ResourceControlPolicy,
    /// The limit of a VPC endpoint.
    #[serde(alias = "endpoint_policies")]
    EndpointPolicy,
}

/// A document, perhaps with a name to call it by. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Policy {
    /// What to call it in a verdict.
    pub name: Option<String>,
    /// The document.
    pub document: Arc<Document>,
}

impl Policy {
    /// A policy with a name.
    #[must_use]
    pub fn named(name: &str, document: impl Into<Arc<Document>>) -> Self {
        Self { name: Some(name.to_owned()), document: document.into() }
    }
}

impl From<Document> for Policy {
    fn from(document: Document) -> Self {
        Self { name: None, document: Arc::new(document) }
    }
}

impl From<Arc<Document>> for Policy {
    fn from(document: Arc<Document>) -> Self {
        Self { name: None, document }
    }
}

impl Policy {
    fn from_node(node: Node) -> Result<Self, String> {
        let (name, document) = match (node.get("document"), node.get("name")) {
            (Some(document), name) => {
                let name = name.and_then(|n| match &n.value {
                    Value::String(s) => Some(s.clone()),
                    _ => None,
                });
                (name, document.clone())
            }
            (None, _) => (None, node),
        };
        let document = match &document.value {
            Value::String(text) => {
                Document::parse_lenient_encoding(text).map_err(|e| e.to_string())?
            }
            _ => Document::from_node(document).map_err(|f| {
                let place = if f.pointer.is_empty() { "the policy" } else { &f.pointer };
                format!("{} (at {place})", f.sentence)
            })?,
        };
        Ok(Self { name, document: Arc::new(document) })
    }
}

impl<'de> Deserialize<'de> for Policy {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::from_node(Node::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

/// Who asks: an IAM or STS ARN, a service's host name, a federated provider, or `*` for nobody in
/// particular.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    raw: String,
    pub(crate) kind: CallerKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CallerKind {
    Anonymous,
    Identity(Identity),
    /// A service, or a provider of identities.
    Name,
}

impl Caller {
    /// Reads an ARN, an account id (its root user), a service's host name, or `*`.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let kind = if text == "*" {
            CallerKind::Anonymous
        } else if is_account(text) {
            return Self::parse(&format!("arn:aws:iam::{text}:root"));
        } else {
            Identity::parse(text)
                .filter(|i| !i.account.is_empty())
                .map_or(CallerKind::Name, CallerKind::Identity)
        };
        Self { raw: text.to_owned(), kind }
    }

    /// As written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.raw
    }

    /// Whether it is the host name of an AWS service.
    pub(crate) fn is_service(&self) -> bool {
        let name = self.as_str();
        self.kind == CallerKind::Name
            && !name.contains(':')
            && (name.ends_with(".amazonaws.com")
                || name.ends_with(".amazonaws.com.cn")
                || name.ends_with(".aws.internal"))
    }

    pub(crate) fn identity(&self) -> Option<&Identity> {
        match &self.kind {
            CallerKind::Identity(i) => Some(i),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Caller {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        one_string(Node::deserialize(d)?).map(|text| Self::parse(&text)).ok_or_else(|| {
            serde::de::Error::custom("the principal must be an ARN, a service's host name or *")
        })
    }
}

/// A string, or the one string of an array or of an object such as `{"Service": "..."}`.
fn one_string(node: Node) -> Option<String> {
    let arn = node.get("arn").cloned();
    match (node.value, arn) {
        (Value::String(s) | Value::Number(s), _) => Some(s),
        (_, Some(arn)) => one_string(arn),
        (Value::Array(mut items), _) if items.len() == 1 => one_string(items.pop()?),
        (Value::Object(mut members), _) if members.len() == 1 => one_string(members.pop()?.1),
        _ => None,
    }
}

impl Serialize for Caller {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.raw)
    }
}

/// A resource and the account that owns it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Target {
    /// Its ARN, or `*` for an action without a resource.
    pub arn: String,
    /// Its account. Without one, the ARN's; without that, the principal's.
    pub account: Option<String>,
}

impl Target {
    /// A resource; its account is read from the ARN.
    #[must_use]
    pub fn new(arn: &str) -> Self {
        Self { arn: arn.to_owned(), account: None }
    }

    /// Its ARN taken apart, and who owns it.
    pub(crate) fn parts(&self) -> Parts<'_> {
        let mut parts = Parts::default();
        let (mut from, mut n) = (0, 0);
        for (i, byte) in self.arn.bytes().enumerate() {
            if byte != b':' {
                continue;
            }
            let part = &self.arn[from..i];
            match n {
                0 if part != "arn" => break,
                1 => parts.partition = Some(part).filter(|p| p.starts_with("aws")),
                2 => parts.service = part,
                4 => {
                    parts.owner = Some(part).filter(|a| is_account(a));
                    parts.resource = &self.arn[i + 1..];
                    break;
                }
                _ => {}
            }
            (from, n) = (i + 1, n + 1);
        }
        if let Some(account) = self.account.as_deref() {
            parts.owner = Some(account).filter(|a| is_account(a));
        }
        parts
    }

    pub(crate) fn owner(&self) -> Option<&str> {
        self.parts().owner
    }
}

/// What matters of a resource's ARN.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Parts<'t> {
    pub(crate) partition: Option<&'t str>,
    pub(crate) service: &'t str,
    pub(crate) owner: Option<&'t str>,
    pub(crate) resource: &'t str,
}

impl Default for Target {
    /// An action without a resource.
    fn default() -> Self {
        Self::new("*")
    }
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(d)?;
        let text = |key: &str| match node.get(key).map(|n| &n.value) {
            None if key == "arn" => Err(serde::de::Error::missing_field("resource.arn")),
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(s) | Value::Number(s)) => Ok(Some(s.clone())),
            Some(other) => Err(serde::de::Error::custom(format!(
                "the resource's {key} must be a string, not {}",
                other.kind()
            ))),
        };
        match &node.value {
            Value::String(arn) => Ok(Self::new(arn)),
            Value::Object(_) => Ok(Self {
                arn: text("arn")?.unwrap_or_else(|| Self::default().arn),
                account: text("account")?.filter(|a| !a.is_empty()),
            }),
            other => Err(serde::de::Error::custom(format!(
                "the resource must be an ARN or an object with arn and account, not {}",
                other.kind()
            ))),
        }
    }
}

/// The condition keys of a request and their values. The case of keys is ignored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    entries: Vec<(String, Vec<String>)>,
}

impl Context {
    /// Sets a key with one value.
    #[must_use]
    pub fn with(mut self, key: &str, value: &str) -> Self {
        self.set(key, vec![value.to_owned()]);
        self
    }

    /// Sets a key with any number of values.
    pub fn set(&mut self, key: &str, values: Vec<String>) {
        let key = key.to_lowercase();
        match self.entries.iter_mut().find(|(k, _)| *k == key) {
            Some(entry) => entry.1 = values,
            None => self.entries.push((key, values)),
        }
    }

    /// The values of a key given in lower case.
    pub(crate) fn get(&self, key: &str) -> Option<&[String]> {
        self.entries.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_slice())
    }
}

impl<'de> Deserialize<'de> for Context {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(d)?;
        let Value::Object(members) = node.value else {
            return Err(serde::de::Error::custom("the context must be an object"));
        };
        let scalar = |node: Node| match node.value {
            Value::String(s) | Value::Number(s) => Ok(s),
            Value::Bool(b) => Ok(b.to_string()),
            other => Err(serde::de::Error::custom(format!(
                "a context value must be a string or an array of strings, not {}",
                other.kind()
            ))),
        };
        let mut context = Self::default();
        for (key, node) in members {
            match node.value {
                Value::Null => {}
                Value::Array(items) => {
                    let given = items.into_iter().filter(|i| i.value != Value::Null);
                    let values = given.map(scalar).collect::<Result<_, D::Error>>()?;
                    context.set(&key.text, values);
                }
                value => context.set(&key.text, vec![scalar(value.into())?]),
            }
        }
        Ok(context)
    }
}

const fn yes() -> bool {
    true
}

fn or_yes<'de, D: Deserializer<'de>>(d: D) -> Result<bool, D::Error> {
    Ok(Option::<bool>::deserialize(d)?.unwrap_or(true))
}

fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    d: D,
) -> Result<T, D::Error> {
    Ok(Option::<T>::deserialize(d)?.unwrap_or_default())
}

fn policies(node: Node) -> Result<Vec<Policy>, String> {
    // An empty object stands for "no policy", as null does.
    let is_policy = |node: &Node| match &node.value {
        Value::Null => false,
        Value::Object(members) => !members.is_empty(),
        _ => true,
    };
    let items = match node.value {
        Value::Array(items) => items,
        _ => vec![node],
    };
    items.into_iter().filter(is_policy).map(Policy::from_node).collect()
}

fn one_or_many<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<Policy>, D::Error> {
    policies(Node::deserialize(d)?).map_err(serde::de::Error::custom)
}

/// A list of lists; a plain list of policies is one level.
fn levels<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<Vec<Policy>>, D::Error> {
    let node = Node::deserialize(d)?;
    let nested = match &node.value {
        Value::Null => return Ok(Vec::new()),
        Value::Array(items) => {
            items.iter().all(|i| matches!(i.value, Value::Array(_) | Value::Null))
        }
        _ => false,
    };
    match node.value {
        Value::Array(items) if nested => items.into_iter().map(policies).collect(),
        value => policies(value.into()).map(|level| vec![level]),
    }
    .map_err(serde::de::Error::custom)
}
