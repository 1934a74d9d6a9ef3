//! The organization one begins with. All of it is data; times are counted back from today, so that
//! it never looks older than it should.

use std::collections::BTreeMap;
use std::time::Duration;

use rolebridge_model::{
    AccountId, AgentSpace, AgentSpaceDescription, AgentSpaceId, AgentSpaceName, Association,
    AssociationId, AssociationKind, AssociationStatus, ExternalId, Partition, PolicyArn,
    PolicyName, Region, RoleArn, RoleDescription, RoleName, RolePath, SpaceRef, Tag, Timestamp,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::documents;
use crate::state::{
    Account, FORMAT, Inline, Link, Organization, PrincipalRef, Profile, Role, RoleContent,
    Settings, Space, State, Trust, Unit, User, before, unique_id,
};
use crate::validation;

/// What is wrong with the seed.
type Wrong = String;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OrganizationRow {
    id: String,
    management: AccountId,
    policies: Vec<String>,
    units: Vec<Unit>,
    control_policies: BTreeMap<String, Value>,
    accounts: Vec<AccountRow>,
    operator: PrincipalRef,
    profiles: Vec<Profile>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AccountRow {
    id: AccountId,
    name: String,
    alias: Option<String>,
    unit: Option<String>,
    #[serde(default)]
    suspended: bool,
    policies: Option<Vec<String>>,
    /// Accounts made in the organization have the role by which its management gets in; invited
    /// ones have not.
    organization_access: Option<bool>,
}

#[derive(Deserialize)]
struct IamRows {
    users: Vec<UserRow>,
    policies: Vec<PolicyRow>,
    roles: Vec<RoleRow>,
}

#[derive(Deserialize)]
struct UserRow {
    account: AccountId,
    name: String,
    attached: Vec<PolicyArn>,
}

#[derive(Deserialize)]
struct PolicyRow {
    arn: PolicyArn,
    document: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RoleRow {
    account: AccountId,
    path: RolePath,
    name: RoleName,
    description: Option<RoleDescription>,
    age_days: u64,
    max_session_seconds: Option<u32>,
    trust: Value,
    attached: Vec<PolicyArn>,
    boundary: Option<PolicyArn>,
    #[serde(default)]
    inline: BTreeMap<String, Value>,
    #[serde(default)]
    tags: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SpaceRow {
    account: AccountId,
    region: Region,
    id: AgentSpaceId,
    name: AgentSpaceName,
    description: AgentSpaceDescription,
    age_days: u64,
    associations: Vec<AssociationRow>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AssociationRow {
    id: AssociationId,
    kind: AssociationKind,
    role: RoleArn,
    external_id: Option<ExternalId>,
    age_days: u64,
}

/// The first state.
#[allow(clippy::expect_used)] // embedded at build time and read by every test
pub(crate) fn state(now: Timestamp, settings: Settings) -> State {
    build(now, settings).expect("the seed is valid")
}

fn build(now: Timestamp, settings: Settings) -> Result<State, Wrong> {
    let rows: OrganizationRow = read(include_str!("../data/organization.json"))?;
    let iam: IamRows = read(include_str!("../data/iam.json"))?;
    let spaces: Vec<SpaceRow> = read(include_str!("../data/spaces.json"))?;

    let mut way_in = Vec::new();
    let mut accounts = BTreeMap::new();
    for row in rows.accounts {
        if row.organization_access.unwrap_or(true) {
            way_in.push(organization_access(&row.id, &rows.management)?);
        }
        let account = Account {
            name: row.name,
            alias: row.alias,
            suspended: row.suspended,
            unit: row.unit,
            policies: row.policies.unwrap_or_else(|| rows.policies.clone()),
            colour: rolebridge_model::AccountColour::None,
            users: Vec::new(),
            roles: Vec::new(),
            managed: BTreeMap::new(),
        };
        accounts.insert(row.id, account);
    }
    let mut state = State {
        format: FORMAT,
        settings,
        organization: Organization {
            id: rows.id,
            management: rows.management,
            policies: rows.policies,
            units: rows.units,
            control_policies: rows
                .control_policies
                .into_iter()
                .map(|(name, document)| (name, document.to_string()))
                .collect(),
        },
        accounts,
        operator: rows.operator,
        profiles: rows.profiles,
        spaces: spaces.into_iter().map(|row| space(row, now)).collect(),
        tokens: Vec::new(),
    };
    for row in iam.users {
        let user = User {
            arn: format!("arn:aws:iam::{}:user/{}", row.account, row.name),
            id: unique_id("AIDA"),
            name: row.name,
            attached: row.attached,
            inline: Vec::new(),
        };
        account(&mut state, &row.account)?.users.push(user);
    }
    for row in iam.policies {
        let owner = row.arn.as_str().split(':').nth(4).unwrap_or_default();
        let owner = AccountId::parse(owner).map_err(|e| e.to_string())?;
        let document = pretty(&row.document);
        account(&mut state, &owner)?.managed.insert(row.arn, document);
    }
    for row in way_in.into_iter().chain(iam.roles) {
        let owner = row.account.clone();
        let role = role(&state, row, now)?;
        account(&mut state, &owner)?.roles.push(role);
    }
    validation::settle(&mut state, now);
    Ok(state)
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Wrong> {
    serde_json::from_str(text).map_err(|e| e.to_string())
}

fn account<'a>(state: &'a mut State, id: &AccountId) -> Result<&'a mut Account, Wrong> {
    state.accounts.get_mut(id).ok_or_else(|| format!("there is no account {id}"))
}

fn organization_access(account: &AccountId, management: &AccountId) -> Result<RoleRow, Wrong> {
    read(
        &json!({
            "account": account,
            "path": "/",
            "name": "OrganizationAccountAccessRole",
            "ageDays": 420,
            "trust": {"Version": "2012-10-17", "Statement": [{
                "Effect": "Allow",
                "Principal": {"AWS": format!("arn:aws:iam::{management}:root")},
                "Action": "sts:AssumeRole"
            }]},
            "attached": ["arn:aws:iam::aws:policy/AdministratorAccess"]
        })
        .to_string(),
    )
}

fn role(state: &State, row: RoleRow, now: Timestamp) -> Result<Role, Wrong> {
    let text = pretty(&row.trust);
    let orphaned = text.contains("\"AROA");
    let trust = if orphaned {
        // Nobody could save it like this; it became so when the principal was deleted.
        Trust { text, principals: BTreeMap::new() }
    } else {
        documents::trust(state, &text)
            .map_err(|e| format!("{} in {}: {e}", row.name, row.account))?
    };
    let inline = row.inline.iter().map(|(name, document)| {
        let name = PolicyName::parse(name).map_err(|e| e.to_string())?;
        Ok(Inline { name, document: pretty(document) })
    });
    Ok(Role {
        arn: RoleArn::new(Partition::Aws, row.account, row.path, row.name),
        id: unique_id("AROA"),
        description: row.description,
        max_session_seconds: row.max_session_seconds.unwrap_or(3600),
        tags: row.tags.into_iter().map(|(key, value)| Tag { key, value }).collect(),
        created_at: days_before(now, row.age_days),
        current: RoleContent {
            trust,
            boundary: row.boundary,
            attached: row.attached,
            inline: inline.collect::<Result<_, Wrong>>()?,
        },
        earlier: Vec::new(),
    })
}

fn space(row: SpaceRow, now: Timestamp) -> Space {
    let created_at = days_before(now, row.age_days);
    let links = row.associations.into_iter().map(|row| {
        let created_at = days_before(now, row.age_days);
        Link {
            association: Association {
                id: row.id,
                kind: row.kind,
                account: row.role.account().clone(),
                role: row.role,
                external_id: row.external_id,
                elevated_role: None,
                status: AssociationStatus::Unknown,
                created_at,
                updated_at: created_at,
            },
            // Validated long ago: the status is found out from the roles.
            due: Some(days_before(now, 1)),
        }
    });
    Space {
        space: AgentSpace {
            space: SpaceRef { account: row.account, region: row.region, id: row.id },
            name: row.name,
            description: Some(row.description),
            created_at,
            updated_at: created_at,
        },
        links: links.collect(),
    }
}

fn pretty(document: &Value) -> String {
    serde_json::to_string_pretty(document).unwrap_or_else(|_| document.to_string())
}

fn days_before(now: Timestamp, days: u64) -> Timestamp {
    before(now, Duration::from_secs(days * 24 * 60 * 60))
}
