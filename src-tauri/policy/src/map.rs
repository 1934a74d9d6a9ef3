//! Who can assume what: every role of an organization with everybody who can get into it. There
//! are too many pairs to decide each; a trust policy says who is plausible, and only those are.

use std::collections::HashMap;

use crate::decide::{
    Caller, Decision, Policy, PolicyKind, Request, Target, decision, own_side_may,
};
use crate::document::{Effect, Statement};
use crate::pattern::{Case, NoVariables};
use crate::principal::{Identity, IdentityForm, Meaning};

const ASSUME_ROLE: &str = "sts:AssumeRole";

/// An account with its users and roles.
#[derive(Debug, Clone, Default)]
pub struct Account {
    /// Its twelve digits.
    pub id: String,
    /// Users and roles.
    pub members: Vec<Member>,
    /// One list per level of the organization, root first; none if there are none.
    pub service_control_policies: Vec<Vec<Policy>>,
    /// One list per level of the organization, root first; none if there are none.
    pub resource_control_policies: Vec<Vec<Policy>>,
    /// Kinds of policy that exist but could not be read: what hangs on them is unknown.
    pub unread: Vec<PolicyKind>,
}

/// A user or a role.
#[derive(Debug, Clone)]
pub struct Member {
    /// The ARN of a user or of a role, with its path.
    pub arn: String,
    /// Its own policies.
    pub identity_policies: Vec<Policy>,
    /// Its permissions boundary; none if empty.
    pub permission_boundaries: Vec<Policy>,
    /// A role's trust policy. A role without one is nobody's to assume.
    pub trust_policy: Option<Policy>,
}

/// Somebody who can assume a role, or could in the right circumstances.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assumption<'o> {
    /// The ARN of the user or role; of a session, if only that session is trusted.
    pub caller: &'o str,
    /// The ARN of the role.
    pub role: &'o str,
    /// Allowed; or unknown if it hangs on what a request brings along, such as an external ID, or
    /// on a policy that was not read.
    pub decision: Decision,
}

/// Who can assume which role, in the order of the roles. Services, identity providers and callers
/// from other organizations are not in the map: each trust policy shows them by itself.
#[must_use]
pub fn who_can_assume(accounts: &[Account]) -> Vec<Assumption<'_>> {
    let index = Index::new(accounts);
    let mut requests: Vec<Request> = index.callers.iter().map(Plausible::request).collect();
    let mut found = Vec::new();
    let mut candidates = Vec::new();
    for account in accounts {
        for role in &account.members {
            let Some(trust) = &role.trust_policy else { continue };
            candidates.clear();
            let mut sessions = Vec::new();
            index.plausible(account, trust, &mut candidates, &mut sessions);
            candidates.sort_unstable();
            candidates.dedup();
            for &i in &candidates {
                let decision = enter(&mut requests[i], account, role, trust);
                if let Some(decision) = decision {
                    let caller = &index.callers[i].member.arn;
                    found.push(Assumption { caller, role: &role.arn, decision });
                }
            }
            for (i, session) in sessions {
                let mut request = requests[i].clone();
                request.principal = Caller::parse(session);
                if let Some(decision) = enter(&mut request, account, role, trust) {
                    found.push(Assumption { caller: session, role: &role.arn, decision });
                }
            }
        }
    }
    found
}

/// Decides one pair; `None` if the caller can't.
fn enter(
    request: &mut Request,
    account: &Account,
    role: &Member,
    trust: &Policy,
) -> Option<Decision> {
    request.resource.arn.clone_from(&role.arn);
    match &mut request.resource.account {
        Some(owner) => owner.clone_from(&account.id),
        none => *none = Some(account.id.clone()),
    }
    let here = request.principal.identity().is_some_and(|i| i.account == account.id);
    // Across accounts the caller's own side has to allow as well, and mostly does not.
    if !here && !own_side_may(request) {
        return None;
    }
    request.resource_policy.clear();
    request.resource_policy.push(trust.clone());
    request.resource_control_policies.clone_from(&account.resource_control_policies);
    let unread = &account.unread;
    let decision = match decision(request) {
        // The target's own unread policies, as far as they bind the target.
        Decision::Allowed if unread.contains(&PolicyKind::ResourceControlPolicy) => {
            Decision::Unknown
        }
        other => other,
    };
    matches!(decision, Decision::Allowed | Decision::Unknown).then_some(decision)
}

/// A user or role that may be a caller.
struct Plausible<'o> {
    member: &'o Member,
    account: &'o Account,
}

impl Plausible<'_> {
    /// What it brings to every AssumeRole. Whatever else a request may have is not known.
    fn request(&self) -> Request {
        let mut request =
            Request::new(ASSUME_ROLE, Caller::parse(&self.member.arn), Target::new(""));
        request.known_context = false;
        request.identity_policies.clone_from(&self.member.identity_policies);
        request.permission_boundaries.clone_from(&self.member.permission_boundaries);
        request.service_control_policies.clone_from(&self.account.service_control_policies);
        request.unread = self
            .account
            .unread
            .iter()
            .filter(|kind| **kind != PolicyKind::ResourceControlPolicy)
            .copied()
            .collect();
        request
    }
}

/// Callers by what a trust policy can call them.
struct Index<'o> {
    callers: Vec<Plausible<'o>>,
    by_arn: HashMap<&'o str, usize>,
    /// By account and role name, for sessions, whose ARNs lack the path.
    by_role: HashMap<(&'o str, &'o str), usize>,
    /// Those whose own policies may allow AssumeRole on something, by account.
    able: HashMap<&'o str, Vec<usize>>,
    all: HashMap<&'o str, Vec<usize>>,
}

impl<'o> Index<'o> {
    fn new(accounts: &'o [Account]) -> Self {
        let mut index = Self {
            callers: Vec::new(),
            by_arn: HashMap::new(),
            by_role: HashMap::new(),
            able: HashMap::new(),
            all: HashMap::new(),
        };
        for account in accounts {
            for member in &account.members {
                let i = index.callers.len();
                index.by_arn.insert(&member.arn, i);
                if let Some((_, path)) = member.arn.split_once(":role/")
                    && let Some(name) = path.rsplit('/').next()
                {
                    index.by_role.insert((&account.id, name), i);
                }
                index.all.entry(&account.id).or_default().push(i);
                let unread = account.unread.contains(&PolicyKind::IdentityPolicy);
                if unread || member.identity_policies.iter().any(mentions) {
                    index.able.entry(&account.id).or_default().push(i);
                }
                index.callers.push(Plausible { member, account });
            }
        }
        index
    }

    /// Adds everybody whom some Allow of the trust policy may mean: whole identities, and single
    /// sessions with their role.
    fn plausible(
        &self,
        home: &Account,
        trust: &'o Policy,
        callers: &mut Vec<usize>,
        sessions: &mut Vec<(usize, &'o str)>,
    ) {
        let of = |map: &HashMap<&str, Vec<usize>>, account: &str| {
            map.get(account).cloned().unwrap_or_default()
        };
        for statement in trust.document.statements().iter().filter(|s| allows(s)) {
            let Some(principals) = &statement.principal else { continue };
            let everyone = principals.negated
                || principals.values.iter().any(|v| v.meaning == Meaning::Everyone);
            if everyone {
                callers.extend(self.able.values().flatten());
                callers.extend(of(&self.all, &home.id));
                continue;
            }
            for value in &principals.values {
                match &value.meaning {
                    Meaning::Account(id) => callers.extend(of(&self.able, id)),
                    Meaning::Identity(
                        session @ Identity { form: IdentityForm::Session { .. }, .. },
                    ) => {
                        let role = session.role_name().unwrap_or_default();
                        if let Some(i) = self.by_role.get(&(session.account.as_str(), role)) {
                            sessions.push((*i, &session.arn));
                        }
                    }
                    Meaning::Identity(named) => callers.extend(self.by_arn.get(named.arn.as_str())),
                    _ => {}
                }
            }
        }
    }
}

/// Whether a policy has an Allow for AssumeRole at all.
fn mentions(policy: &Policy) -> bool {
    policy.document.statements().iter().any(allows)
}

fn allows(statement: &Statement) -> bool {
    let listed = statement
        .action
        .values
        .iter()
        .any(|p| p.matches(ASSUME_ROLE, Case::Ignored, &NoVariables) == Some(true));
    statement.effect == Effect::Allow && listed != statement.action.negated
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(text: &str) -> Policy {
        crate::Document::parse(text).unwrap().into()
    }

    fn may(resource: &str) -> Policy {
        policy(&format!(
            r#"{{"Statement":{{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"{resource}"}}}}"#
        ))
    }

    fn trust(principal: &str, condition: &str) -> Option<Policy> {
        Some(policy(&format!(
            r#"{{"Statement":{{"Effect":"Allow","Principal":{principal},"Action":"sts:AssumeRole","Condition":{{{condition}}}}}}}"#
        )))
    }

    fn role(arn: &str, own: Vec<Policy>, trust_policy: Option<Policy>) -> Member {
        Member {
            arn: arn.to_owned(),
            identity_policies: own,
            permission_boundaries: vec![],
            trust_policy,
        }
    }

    fn organization() -> Vec<Account> {
        let own = |account: &str, name: &str| format!("arn:aws:iam::{account}:role/{name}");
        let (a, b) = ("111111111111", "222222222222");
        let service = || trust(r#"{"Service":"ec2.amazonaws.com"}"#, "");
        let hub = vec![
            role(&own(a, "team/Deployer"), vec![may("arn:aws:iam::*:role/Deploy*")], service()),
            role(&own(a, "Reader"), vec![], service()),
            role(
                &own(a, "Named"),
                vec![],
                trust(&format!(r#"{{"AWS":"{}"}}"#, own(a, "Reader")), ""),
            ),
        ];
        let session = format!("arn:aws:sts::{a}:assumed-role/Deployer/ci");
        let spokes = vec![
            role(&own(b, "Deploy"), vec![], trust(&format!(r#"{{"AWS":"{a}"}}"#), "")),
            role(
                &own(b, "DeployWithId"),
                vec![],
                trust(&format!(r#"{{"AWS":"{a}"}}"#), r#""StringEquals":{"sts:ExternalId":"x-1"}"#),
            ),
            role(&own(b, "DeployFromCi"), vec![], trust(&format!(r#"{{"AWS":"{session}"}}"#), "")),
            role(&own(b, "Other"), vec![], trust(&format!(r#"{{"AWS":"{a}"}}"#), "")),
            role(&own(b, "DeployForAll"), vec![], trust(r#"{"AWS":"*"}"#, "")),
        ];
        vec![
            Account { id: a.into(), members: hub, ..Account::default() },
            Account { id: b.into(), members: spokes, ..Account::default() },
        ]
    }

    #[test]
    fn finds_each_side_and_each_way_of_naming() {
        let accounts = organization();
        let short = |arn: &str| arn.rsplit_once(['/', ':']).map(|(_, n)| n.to_owned()).unwrap();
        let mut found: Vec<String> = who_can_assume(&accounts)
            .iter()
            .map(|a| format!("{} {} {:?}", short(a.caller), short(a.role), a.decision))
            .collect();
        found.sort();
        assert_eq!(
            found,
            [
                "Deploy DeployForAll Allowed",
                "DeployForAll DeployForAll Allowed",
                "DeployFromCi DeployForAll Allowed",
                "DeployWithId DeployForAll Allowed",
                "Deployer Deploy Allowed",
                "Deployer DeployForAll Allowed",
                "Deployer DeployWithId Unknown",
                "Other DeployForAll Allowed",
                "Reader Named Allowed",
                "ci DeployFromCi Allowed",
            ]
        );
    }

    /// The index only saves time: deciding every pair finds the same.
    #[test]
    fn equals_every_pair() {
        let accounts = organization();
        let mapped = who_can_assume(&accounts);
        let index = Index::new(&accounts);
        for caller in &index.callers {
            for account in &accounts {
                for role in &account.members {
                    let trust = role.trust_policy.as_ref().unwrap();
                    let mut request = caller.request();
                    let decided = enter(&mut request, account, role, trust);
                    let found = mapped
                        .iter()
                        .find(|a| a.caller == caller.member.arn && a.role == role.arn)
                        .map(|a| a.decision);
                    assert_eq!(decided, found, "{} into {}", caller.member.arn, role.arn);
                }
            }
        }
    }

    #[test]
    fn a_policy_that_was_not_read_leaves_it_open() {
        let mut accounts = organization();
        accounts[0].unread = vec![PolicyKind::ServiceControlPolicy];
        accounts[1].unread = vec![PolicyKind::ResourceControlPolicy];
        assert!(who_can_assume(&accounts).iter().all(|a| a.decision == Decision::Unknown));
    }
}
