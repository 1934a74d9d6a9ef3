//! The wizard's fields: from what was typed to what can be used, with a sentence for each that
//! can't.

use rolebridge_model::{
    AccountId, AccountLabel, ExternalId, Method, PolicyName, ProfileName, Reach, ReachChoice,
    RoleArn, RoleDescription, RoleName, RuleViolation, SourceForm, SpaceRef, TemplateId,
};
use rolebridge_policy::Template;

use crate::{
    Error, Session,
    documents::{ExternalIdUse, RoleSpec, external_id_use, is_for_spaces, template},
    form::{FieldMessage, FormCheck},
};

/// The wizard's fields, all usable.
#[derive(Debug, Clone)]
pub(crate) struct NewSource {
    pub(crate) space: SpaceRef,
    pub(crate) account: AccountId,
    pub(crate) label: Option<AccountLabel>,
    pub(crate) role: RoleName,
    pub(crate) template: &'static Template,
    pub(crate) external_id: Option<ExternalId>,
    pub(crate) description: Option<RoleDescription>,
    pub(crate) inline_name: Option<PolicyName>,
    pub(crate) reach: Reach,
}

impl NewSource {
    pub(crate) const fn spec<'a>(&'a self, primary_role: Option<&'a RoleArn>) -> RoleSpec<'a> {
        RoleSpec {
            template: self.template,
            space: &self.space,
            primary_role,
            account: &self.account,
            role: &self.role,
            external_id: self.external_id.as_ref(),
        }
    }
}

/// Collects what is wrong while fields are read.
#[derive(Default)]
pub(crate) struct Reader(Vec<FieldMessage>);

impl Reader {
    pub(crate) fn read<T>(&mut self, field: &str, parsed: Result<T, RuleViolation>) -> Option<T> {
        parsed.map_err(|e| self.fault(field, e)).ok()
    }

    /// An empty field is no value; any other has to be right.
    pub(crate) fn optional<T>(
        &mut self,
        field: &str,
        text: &str,
        parse: fn(&str) -> Result<T, RuleViolation>,
    ) -> Option<T> {
        if text.is_empty() { None } else { self.read(field, parse(text)) }
    }

    pub(crate) fn fault(&mut self, field: &str, message: impl std::fmt::Display) {
        self.0.push(FieldMessage::new(field, message));
    }

    pub(crate) fn finish<T>(self, value: Option<T>) -> Result<T, Vec<FieldMessage>> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(self.0),
        }
    }
}

/// A field that may have been pasted with spaces around it; a space inside is the user's to mend.
pub(crate) fn text_field(text: &str) -> &str {
    text.trim()
}

/// The way into the account from its four fields.
pub(crate) fn reach_from(
    reader: &mut Reader,
    choice: ReachChoice,
    role: &str,
    external_id: &str,
    profile: &str,
) -> Option<Reach> {
    match choice {
        ReachChoice::None => Some(Reach::None),
        ReachChoice::Profile => {
            if profile.is_empty() {
                reader.fault("reach_profile", "Choose a profile.");
                return None;
            }
            let name = reader.read("reach_profile", ProfileName::parse(profile))?;
            Some(Reach::Profile { name })
        }
        ReachChoice::AssumeRole => {
            let role = reader.read("reach_role", RoleName::parse(text_field(role)));
            let before = reader.0.len();
            let external_id =
                reader.optional("reach_external_id", text_field(external_id), ExternalId::parse);
            if reader.0.len() > before {
                None
            } else {
                Some(Reach::AssumeRole { role: role?, external_id })
            }
        }
    }
}

/// Reads the form.
pub(crate) fn read(space: &SpaceRef, form: &SourceForm) -> Result<NewSource, Vec<FieldMessage>> {
    let mut reader = Reader::default();
    let account = reader.read("account", AccountId::parse(text_field(&form.account)));
    if account.as_ref() == Some(&space.account) {
        reader.fault(
            "account",
            "This is the primary account, which the agent space covers already. Enter a secondary \
             account.",
        );
    }
    let label = reader.optional("label", text_field(&form.label), AccountLabel::parse);
    let role = reader.read("role_name", RoleName::parse(text_field(&form.role_name)));
    let chosen = if form.template.is_empty() {
        reader.fault("template", "Choose a template.");
        None
    } else {
        reader.read("template", TemplateId::parse(&form.template)).and_then(|id| {
            template(&id).ok().filter(|t| is_for_spaces(t)).or_else(|| {
                reader.fault(
                    "template",
                    "This template is not for agent spaces. Choose another one.",
                );
                None
            })
        })
    };
    let external_id = match chosen.map(external_id_use) {
        Some(ExternalIdUse::Optional) => {
            reader.optional("external_id", text_field(&form.external_id), ExternalId::parse)
        }
        Some(ExternalIdUse::Required) => {
            reader.read("external_id", ExternalId::parse(text_field(&form.external_id)))
        }
        _ => None,
    };
    let description =
        reader.optional("description", text_field(&form.description), RoleDescription::parse);
    let inline_name = reader.optional(
        "inline_policy_name",
        text_field(&form.inline_policy_name),
        PolicyName::parse,
    );
    let reach = match form.method {
        Method::Guide => Some(Reach::None),
        Method::Automatic => reach_from(
            &mut reader,
            form.reach,
            &form.reach_role,
            &form.reach_external_id,
            &form.reach_profile,
        ),
    };
    if form.method == Method::Automatic && reach == Some(Reach::None) {
        reader.fault("reach", "Choose how Rolebridge gets into the account, or choose Guide me.");
    }
    let space = space.clone();
    let value = (|| {
        Some(NewSource {
            space,
            account: account?,
            label,
            role: role?,
            template: chosen?,
            external_id,
            description,
            inline_name,
            reach: reach?,
        })
    })();
    reader.finish(value)
}

impl Session {
    /// What is wrong with the form, and what is worth knowing. AWS is not asked.
    ///
    /// # Errors
    /// What the database said.
    pub fn check_source_form(
        &self,
        space: &SpaceRef,
        form: &SourceForm,
    ) -> Result<FormCheck, Error> {
        let mut check = FormCheck::default();
        if let Err(errors) = read(space, form) {
            check.errors = errors;
        }
        let account = text_field(&form.account);
        for source in self.store.sources_of(space)? {
            if source.account.as_str() == account {
                check.warnings.push(FieldMessage::new(
                    "account",
                    format!(
                        "This account is connected already, with the role {}. Adding it again moves \
                         the connection to the role named here.",
                        source.role.name()
                    ),
                ));
            }
        }
        if form.template == "devops-agent-preview" && self.primary_role(space)?.is_none() {
            check.warnings.push(FieldMessage::new(
                "template",
                "The preview's trust policy names the role of the primary account, which is not \
                 known yet. Refresh the agent space first.",
            ));
        }
        Ok(check)
    }

    /// The role of the primary account, as far as known.
    pub(crate) fn primary_role(&self, space: &SpaceRef) -> Result<Option<RoleArn>, Error> {
        Ok(self.store.space(space)?.and_then(|(_, primary)| primary).map(|p| p.role))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rolebridge_model::{AgentSpaceId, Region};

    fn space() -> SpaceRef {
        SpaceRef {
            account: AccountId::parse("111111111111").unwrap(),
            region: Region::parse("us-east-1").unwrap(),
            id: AgentSpaceId::parse("as-1").unwrap(),
        }
    }

    fn good() -> SourceForm {
        SourceForm {
            account: " 222222222222 ".into(),
            role_name: "Agent".into(),
            template: "devops-agent".into(),
            ..SourceForm::default()
        }
    }

    fn faults(form: &SourceForm) -> Vec<String> {
        read(&space(), form).unwrap_err().into_iter().map(|f| f.field).collect()
    }

    #[test]
    fn pasted_spaces_around_a_value_do_no_harm() {
        assert_eq!(read(&space(), &good()).unwrap().account.as_str(), "222222222222");
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let form = SourceForm {
            account: "22".into(),
            role_name: "my role".into(),
            template: String::new(),
            description: "emoji \u{1f600}".into(),
            ..good()
        };
        assert_eq!(faults(&form), ["account", "role_name", "template", "description"]);
    }

    #[test]
    fn the_primary_account_is_no_secondary_source() {
        assert_eq!(faults(&SourceForm { account: "111111111111".into(), ..good() }), ["account"]);
    }

    #[test]
    fn a_template_for_something_else_is_refused() {
        assert_eq!(faults(&SourceForm { template: "micetro".into(), ..good() }), ["template"]);
        assert_eq!(
            faults(&SourceForm { template: "devops-agent-primary".into(), ..good() }),
            ["template"]
        );
    }

    #[test]
    fn an_external_id_counts_only_where_the_template_has_one() {
        let with = |template: &str| SourceForm {
            template: template.into(),
            external_id: "has space".into(),
            ..good()
        };
        assert_eq!(faults(&with("devops-agent")), ["external_id"]);
        assert!(read(&space(), &with("devops-agent-preview")).unwrap().external_id.is_none());
    }

    #[test]
    fn reach_matters_only_when_rolebridge_does_it() {
        let mut form = SourceForm { reach: ReachChoice::None, ..good() };
        assert!(read(&space(), &form).is_ok());
        form.method = Method::Automatic;
        assert_eq!(faults(&form), ["reach"]);
        form.reach = ReachChoice::AssumeRole;
        assert_eq!(faults(&form), ["reach_role"]);
        form.reach = ReachChoice::Profile;
        assert_eq!(faults(&form), ["reach_profile"]);
    }
}
