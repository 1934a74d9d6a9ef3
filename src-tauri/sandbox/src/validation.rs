//! How AWS DevOps Agent finds out whether an association works: by trying. Nothing runs in the
//! background; a validation that is due is carried out, as of when it was due, before the next call
//! sees the state.

use rolebridge_model::{
    Association, AssociationKind, AssociationStatus, ExternalId, RoleArn, SpaceRef, Timestamp,
};

use rolebridge_policy::Context;

use crate::authorise::{self, ASSUME_ROLE};
use crate::session::Session;
use crate::state::{Space, State};

/// Ends the validations that are due.
pub(crate) fn settle(state: &mut State, now: Timestamp) {
    let mut found = Vec::new();
    for (s, space) in state.spaces.iter().enumerate() {
        for (l, link) in space.links.iter().enumerate() {
            if let Some(due) = link.due.filter(|due| *due <= now) {
                found.push((s, l, status(state, due, space, &link.association)));
            }
        }
    }
    for (s, l, status) in found {
        let link = &mut state.spaces[s].links[l];
        link.due = None;
        link.association.status = status;
    }
}

fn status(
    state: &State,
    at: Timestamp,
    space: &Space,
    association: &Association,
) -> AssociationStatus {
    let of = &space.space.space;
    let id = association.external_id.as_ref();
    let works = state.is_open(&of.account)
        && state.is_open(&association.account)
        && (by_service(state, at, of, &association.role, id)
            || (association.kind == AssociationKind::Source
                && by_primary_role(state, at, space, &association.role, id)));
    if works { AssociationStatus::Valid } else { AssociationStatus::Invalid }
}

/// Since general availability: the service itself assumes the role.
fn by_service(
    state: &State,
    at: Timestamp,
    space: &SpaceRef,
    role: &RoleArn,
    external_id: Option<&ExternalId>,
) -> bool {
    state
        .role(role)
        .and_then(|r| r.effective(at, state.settings.propagation))
        .is_some_and(|content| authorise::service(state, at, space, role, content, external_id))
}

/// In the preview: the service assumes the primary role, and that one the secondary role, with the
/// agent space's ARN as external ID.
fn by_primary_role(
    state: &State,
    at: Timestamp,
    space: &Space,
    role: &RoleArn,
    external_id: Option<&ExternalId>,
) -> bool {
    let of = &space.space.space;
    let arn = ExternalId::parse(&of.arn()).ok();
    let known = |role: &RoleArn| state.role(role).cloned();
    let primary = space
        .links
        .iter()
        .find(|l| l.association.kind == AssociationKind::Monitor)
        .filter(|l| by_service(state, at, of, &l.association.role, None))
        .and_then(|l| known(&l.association.role))
        .and_then(|r| Session::of_role(state, at, &r, "AIDevOpsAgent"));
    let (Some(primary), Some(secondary)) = (primary, state.role(role)) else {
        return false;
    };
    secondary.effective(at, state.settings.propagation).is_some_and(|content| {
        let id = external_id.or(arn.as_ref());
        let context = authorise::with_external_id(Context::default(), id);
        authorise::assume(state, at, &primary, role, content, ASSUME_ROLE, context).is_ok()
    })
}
