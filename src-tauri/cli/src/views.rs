//! What `--json` prints. These shapes are a promise to scripts: the model may be reshaped, these
//! may only grow.

use rolebridge_model::{
    Check, Plan, Reach, Source, SpaceSummary, Step, SwitchVerdict, Verification,
};
use rolebridge_workflows::switch::SwitchRow;
use serde_json::{Value, json};

/// An agent space.
pub(crate) fn space(summary: &SpaceSummary) -> Value {
    let space = &summary.space;
    json!({
        "id": space.space.id,
        "name": space.name,
        "description": space.description,
        "account": space.space.account,
        "region": space.space.region,
        "arn": space.space.arn(),
        "sources": summary.sources,
        "active": summary.active,
        "attention": summary.attention,
        "created_at": space.created_at,
        "updated_at": space.updated_at,
    })
}

/// A secondary source.
pub(crate) fn source(source: &Source) -> Value {
    json!({
        "account": source.account,
        "name": source.label,
        "alias": source.alias,
        "role": source.role,
        "external_id": source.external_id,
        "template": source.template,
        "generation": source.generation,
        "status": source.status,
        "reason": source.status_reason,
        "association": source.association,
        "reach": reach(&source.reach),
        "last_checked": source.last_checked,
        "added_by": source.added_by,
        "added_at": source.added_at,
    })
}

/// A secondary source with what was checked of it.
pub(crate) fn verified(of: &Source, verification: Option<&Verification>) -> Value {
    let checks: Vec<Value> = verification.iter().flat_map(|v| &v.checks).map(check).collect();
    let mut value = source(of);
    value["checks"] = checks.into();
    value
}

fn check(check: &Check) -> Value {
    json!({
        "kind": check.kind,
        "outcome": check.outcome,
        "summary": check.summary,
        "remedy": check.remedy,
    })
}

/// A way into an account, as `--reach` takes it.
pub(crate) fn reach(reach: &Reach) -> String {
    match reach {
        Reach::AssumeRole { role, .. } => format!("assume:{role}"),
        Reach::Profile { name } => format!("profile:{name}"),
        Reach::None => "none".into(),
    }
}

/// A plan.
pub(crate) fn plan(plan: &Plan) -> Value {
    json!({
        "id": plan.id,
        "kind": plan.kind,
        "title": plan.title,
        "state": plan.state,
        "created_at": plan.created_at,
        "steps": plan.steps.iter().map(step).collect::<Vec<_>>(),
    })
}

fn step(step: &Step) -> Value {
    json!({
        "title": step.title,
        "call": step.call,
        "account": step.account,
        "access": step.access.to_string(),
        "change": step.change,
        "before": step.before,
        "after": step.after,
        "warning": step.warning,
        "state": step.state,
        "message": step.message,
        "remedy": step.remedy,
        "code": step.code,
    })
}

/// A switch entry.
pub(crate) fn entry(row: &SwitchRow) -> Value {
    let entry = &row.entry;
    let (possible, reason, instead) = match &row.verdict {
        SwitchVerdict::Possible => (Some(true), None, None),
        SwitchVerdict::Impossible { reason, instead }
        | SwitchVerdict::NotSwitched { reason, instead } => {
            (Some(false), Some(reason), Some(instead))
        }
        SwitchVerdict::Unknown { reason } => (None, Some(reason), None),
    };
    json!({
        "name": entry.name,
        "account": entry.role.account(),
        "role": entry.role,
        "permission_set": entry.role.permission_set().map(|set| &set.name),
        "colour": entry.colour,
        "region": entry.region,
        "external_id": entry.external_id,
        "possible": possible,
        "reason": reason,
        "instead": instead,
        "ways": row.ways,
        "session": entry.session,
        "group": entry.group,
        "favourite": entry.favourite,
        "notes": entry.notes,
    })
}
