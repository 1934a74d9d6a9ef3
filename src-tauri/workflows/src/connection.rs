//! Connecting a role to an agent space: what is there, what it becomes, and making it so.

use rolebridge_cloud::{CreateAssociation, UpdateAssociation};
use rolebridge_model::{
    AccountId, AccountLabel, Action, Association, AssociationKind, Change, ExternalId, PolicyName,
    Reach, RoleArn, Source, SourceId, SourceStatus, SpaceRef, Step, TemplateId,
};
use rolebridge_policy::Template;
use uuid::Uuid;

use crate::{Error, Session, documents, role::step};

/// A connection to make.
pub(crate) struct ConnectSource<'a> {
    pub(crate) space: &'a SpaceRef,
    pub(crate) role: &'a RoleArn,
    pub(crate) external_id: Option<&'a ExternalId>,
    pub(crate) template: &'a Template,
    pub(crate) label: Option<&'a AccountLabel>,
    pub(crate) reach: &'a Reach,
}

/// What a connection should be, as the step carries it.
pub(crate) struct Connection<'a> {
    pub(crate) space: &'a SpaceRef,
    pub(crate) role: &'a RoleArn,
    pub(crate) external_id: Option<&'a ExternalId>,
    pub(crate) template: &'a TemplateId,
    pub(crate) label: Option<&'a AccountLabel>,
    pub(crate) reach: &'a Reach,
    pub(crate) client_token: &'a str,
}

/// The association of an account as a source. AWS may keep one or several per account, so the
/// role's own comes first.
pub(crate) fn existing<'a>(all: &'a [Association], role: &RoleArn) -> Option<&'a Association> {
    let mut of_account =
        all.iter().filter(|a| a.kind == AssociationKind::Source && &a.account == role.account());
    of_account.clone().find(|a| &a.role == role).or_else(|| of_account.next())
}

impl Session {
    /// The steps that connect a role and verify it.
    pub(crate) async fn connection_steps(
        &self,
        wanted: &ConnectSource<'_>,
    ) -> Result<Vec<Step>, Error> {
        let all = self.cloud.list_associations(&self.base(), wanted.space).await?;
        let found = existing(&all, wanted.role);
        let matches = found.is_some_and(|a| {
            &a.role == wanted.role && a.external_id.as_ref() == wanted.external_id
        });
        let change = match (found, matches) {
            (None, _) => Change::Create,
            (_, true) => Change::Matches,
            (_, false) => Change::Modify,
        };
        let account = wanted.role.account();
        let mut connect = step(
            Action::ConnectSource {
                space: wanted.space.clone(),
                role: wanted.role.clone(),
                external_id: wanted.external_id.cloned(),
                template: wanted.template.id().clone(),
                label: wanted.label.cloned(),
                reach: wanted.reach.clone(),
                client_token: Uuid::new_v4().to_string(),
            },
            match change {
                Change::Create => format!("Connect account {account} as a secondary source"),
                Change::Matches => format!("Account {account} is connected with this role"),
                _ => format!("Move the connection of account {account} to this role"),
            },
            if change == Change::Create {
                "aidevops:AssociateService"
            } else {
                "aidevops:UpdateAssociation"
            },
            &self.base(),
            change,
        );
        connect.before = found.map(|a| configuration(&a.role, a.external_id.as_ref()));
        connect.after = Some(configuration(wanted.role, wanted.external_id));
        let verify = step(
            Action::Verify { space: wanted.space.clone(), account: account.clone() },
            "Verify the connection".into(),
            "aidevops:ValidateAwsAssociations",
            &self.base(),
            Change::Read,
        );
        Ok(vec![connect, verify])
    }

    /// Makes the connection so, and remembers the source.
    pub(crate) async fn connect_source(
        &self,
        wanted: &Connection<'_>,
    ) -> Result<(Source, bool), Error> {
        let base = self.base();
        let all = self.cloud.list_associations(&base, wanted.space).await?;
        let (association, changed) = match existing(&all, wanted.role) {
            Some(a) if &a.role == wanted.role && a.external_id.as_ref() == wanted.external_id => {
                (a.clone(), false)
            }
            Some(a) => {
                let update = UpdateAssociation {
                    id: a.id.clone(),
                    kind: AssociationKind::Source,
                    role: wanted.role.clone(),
                    external_id: wanted.external_id.cloned(),
                    elevated_role: a.elevated_role.clone(),
                };
                (self.cloud.update_association(&base, wanted.space, &update).await?, true)
            }
            None => {
                let new = CreateAssociation {
                    kind: AssociationKind::Source,
                    role: wanted.role.clone(),
                    external_id: wanted.external_id.cloned(),
                    client_token: wanted.client_token.to_owned(),
                };
                (self.cloud.associate(&base, wanted.space, &new).await?, true)
            }
        };
        if changed {
            self.associations_changed(wanted.space).await;
        }
        let source = self.remember_connection(wanted, &association).await?;
        Ok((source, changed))
    }

    async fn remember_connection(
        &self,
        wanted: &Connection<'_>,
        association: &Association,
    ) -> Result<Source, Error> {
        let mut of_account = self.store.sources_of(wanted.space)?;
        of_account.retain(|s| &s.account == wanted.role.account());
        let place = of_account
            .iter()
            .position(|s| &s.role == wanted.role)
            .or_else(|| {
                of_account.iter().position(|s| s.association.as_ref() == Some(&association.id))
            })
            // Disconnected since, and now connected again with another role.
            .or_else(|| of_account.iter().position(|s| s.association.is_none()));
        let known = place.map(|i| of_account.swap_remove(i));
        // The connection has moved away from this one.
        for former in of_account.iter().filter(|s| s.association.as_ref() == Some(&association.id))
        {
            self.store.remove_source(former.id)?;
        }
        let template = documents::template(wanted.template)?;
        let mut source = known.unwrap_or_else(|| Source {
            id: SourceId(0),
            space: wanted.space.clone(),
            account: wanted.role.account().clone(),
            label: None,
            alias: None,
            role: wanted.role.clone(),
            external_id: None,
            template: None,
            generation: None,
            association: None,
            status: SourceStatus::Unknown,
            status_reason: None,
            last_checked: None,
            role_changed_at: None,
            reach: Reach::None,
            added_by: None,
            added_at: None,
        });
        source.role = wanted.role.clone();
        source.external_id = wanted.external_id.cloned();
        source.template = Some(wanted.template.clone());
        source.generation = documents::generation(template);
        source.association = Some(association.id.clone());
        source.status = SourceStatus::Validating;
        source.status_reason = None;
        if wanted.label.is_some() {
            source.label = wanted.label.cloned();
        }
        if *wanted.reach != Reach::None {
            source.reach = wanted.reach.clone();
        }
        let now = self.clock.now();
        source.role_changed_at = self.role_changed_at(wanted.role)?.or(source.role_changed_at);
        if source.added_at.is_none() {
            source.added_at = Some(now);
            source.added_by = Some(self.caller().await?.arn.clone());
        }
        if source.id == SourceId(0) {
            source.id = self.store.add_source(&source)?;
        } else {
            self.store.update_source(&source)?;
        }
        self.store.set_association(source.id, Some(association))?;
        Ok(source)
    }

    /// When Rolebridge changed a role last, whether or not it is a source yet.
    pub(crate) fn role_changed_at(
        &self,
        role: &RoleArn,
    ) -> Result<Option<rolebridge_model::Timestamp>, Error> {
        Ok(self.store.setting(&format!("role-changed/{role}"))?)
    }

    /// When Rolebridge changed each role last, by the role's ARN.
    pub(crate) fn roles_changed_at(
        &self,
    ) -> Result<std::collections::HashMap<String, rolebridge_model::Timestamp>, Error> {
        Ok(self.store.settings_below("role-changed/")?)
    }

    /// Remembers that a role was changed just now: AWS may need two minutes from here.
    pub(crate) fn note_role_change(&self, role: &RoleArn) -> Result<(), Error> {
        let now = self.clock.now();
        self.store.set_setting(&format!("role-changed/{role}"), &now)?;
        for mut source in self.store.sources_with_role(role)? {
            source.role_changed_at = Some(now);
            self.store.update_source(&source)?;
        }
        Ok(())
    }

    /// The name under which Rolebridge put a role's inline policy last.
    pub(crate) fn own_inline_name(&self, role: &RoleArn) -> Result<Option<PolicyName>, Error> {
        Ok(self.store.setting(&format!("inline-policy/{role}"))?)
    }

    /// Remembers the name of a role's inline policy: an edited one is found again by it.
    pub(crate) fn note_inline_name(&self, role: &RoleArn, name: &PolicyName) -> Result<(), Error> {
        Ok(self.store.set_setting(&format!("inline-policy/{role}"), name)?)
    }

    /// The known source of an account in a space; if there are several, one of those preferred.
    pub(crate) fn source_of(
        &self,
        space: &SpaceRef,
        account: &AccountId,
        preferred: &[SourceId],
    ) -> Result<Option<Source>, Error> {
        let mut sources = self.store.sources_of(space)?;
        sources.retain(|s| &s.account == account);
        let place = sources.iter().position(|s| preferred.contains(&s.id)).unwrap_or_default();
        Ok((place < sources.len()).then(|| sources.swap_remove(place)))
    }
}

fn configuration(role: &RoleArn, external_id: Option<&ExternalId>) -> String {
    match external_id {
        None => format!("role: {role}"),
        Some(id) => format!("role: {role}\nexternal ID: {id}"),
    }
}
