//! The form of a switch entry: what was typed, and what is said of it.

use rolebridge_model::{
    AccountId, Colour, DisplayName, ExternalId, GroupName, Notes, Partition, Region, RoleArn,
    RoleName, RolePath, RuleViolation, SwitchEntry, SwitchEntryId, SwitchVerdict,
};
use rolebridge_store::StoreError;
use serde::{Deserialize, Serialize};

use super::session_form::{self, SessionForm};
use crate::{
    Error, Session,
    form::FieldMessage,
    onboard::{Reader, text_field},
    progress::Event,
};

/// The fields of a switch entry as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct SwitchForm {
    /// The entry to change; nothing makes a new one.
    pub id: Option<SwitchEntryId>,
    /// What it is called.
    pub name: String,
    /// Account id, empty if the role is given as an ARN.
    pub account: String,
    /// Role name, with its path if it has one, or a whole ARN.
    pub role: String,
    /// Colour, six hexadecimal digits.
    pub colour: String,
    /// Region, empty for the console's own choice.
    pub region: String,
    /// External ID the role asks for, empty for none.
    pub external_id: String,
    /// How its credentials are had; nothing keeps what is there.
    #[ts(optional)]
    pub session: Option<SessionForm>,
    /// The group it is shown in, empty for none; nothing keeps what is there.
    #[ts(optional)]
    pub group: Option<String>,
    /// Whether it is kept at hand; nothing keeps what is there.
    #[ts(optional)]
    pub favourite: Option<bool>,
    /// Notes, empty for none; nothing keeps what is there.
    #[ts(optional)]
    pub notes: Option<String>,
}

/// What is wrong with the form of an entry, what is worth knowing, and what comes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SwitchFormCheck {
    /// These keep the form from being used. A field of one among many has its number behind a point.
    pub errors: Vec<FieldMessage>,
    /// These do not.
    pub warnings: Vec<FieldMessage>,
    /// What a session would be called now; nothing while that can't be said.
    pub session_name: Option<String>,
    /// Seconds the session can last at most.
    pub longest: u32,
    /// Why it can't last longer, in a sentence.
    pub longest_because: String,
}

/// The entry a form makes. What the form says nothing of is as `before` has it.
fn read(form: &SwitchForm, before: Option<&SwitchEntry>) -> Result<SwitchEntry, Vec<FieldMessage>> {
    let mut reader = Reader::default();
    let name = reader.read("name", DisplayName::parse(text_field(&form.name)));
    let region = reader.optional("region", text_field(&form.region), Region::parse);
    let text = text_field(&form.role);
    let role = if text.starts_with("arn:") {
        let role = reader.read("role", RoleArn::parse(text));
        let account = text_field(&form.account);
        if let Some(role) = &role
            && !account.is_empty()
            && role.account().as_str() != account
        {
            reader.fault("account", format!("The ARN is of account {}.", role.account()));
        }
        role
    } else {
        let account = reader.read("account", AccountId::parse(text_field(&form.account)));
        let named = reader.read("role", role_with_path(text));
        let partition = region.as_ref().map_or(Partition::Aws, Partition::of);
        match (account, named) {
            (Some(account), Some((path, name))) => {
                Some(RoleArn::new(partition, account, path, name))
            }
            _ => None,
        }
    };
    let colour = reader
        .read("colour", Colour::parse(&form.colour.trim_start_matches('#').to_ascii_lowercase()));
    let external_id =
        reader.optional("external_id", text_field(&form.external_id), ExternalId::parse);
    let session = match &form.session {
        Some(session) => session_form::read(&mut reader, session, role.as_ref()),
        None => Some(before.map(|b| b.session.clone()).unwrap_or_default()),
    };
    let group = match &form.group {
        Some(group) => reader.optional("group", text_field(group), GroupName::parse),
        None => before.and_then(|b| b.group.clone()),
    };
    let notes = match &form.notes {
        Some(notes) => reader.optional("notes", text_field(notes), Notes::parse),
        None => before.and_then(|b| b.notes.clone()),
    };
    let favourite = form.favourite.unwrap_or_else(|| before.is_some_and(|b| b.favourite));
    let value = (|| {
        Some(SwitchEntry {
            id: form.id.unwrap_or(SwitchEntryId(0)),
            name: name?,
            role: role?,
            colour: colour?,
            region,
            external_id,
            session: session?,
            group,
            favourite,
            notes,
        })
    })();
    reader.finish(value)
}

fn role_with_path(text: &str) -> Result<(RolePath, RoleName), RuleViolation> {
    let text = text.trim_start_matches('/');
    match text.rfind('/') {
        None => Ok((RolePath::root(), RoleName::parse(text)?)),
        Some(end) => Ok((
            RolePath::parse(&format!("/{}", &text[..=end]))?,
            RoleName::parse(&text[end + 1..])?,
        )),
    }
}

impl Session {
    /// What is wrong with the form, and what is worth knowing.
    ///
    /// # Errors
    /// What the database said.
    pub fn check_switch_form(&self, form: &SwitchForm) -> Result<SwitchFormCheck, Error> {
        let (mut errors, mut warnings) = (Vec::new(), Vec::new());
        match read(form, self.entry_before(form)?.as_ref()) {
            Err(found) => errors = found,
            Ok(entry) => {
                let field = if entry.external_id.is_some() { "external_id" } else { "role" };
                match self.judged(&entry)?.0 {
                    SwitchVerdict::Possible => {}
                    SwitchVerdict::Unknown { reason } => {
                        warnings.push(FieldMessage::new(field, reason));
                    }
                    SwitchVerdict::Impossible { reason, instead } => {
                        warnings.push(FieldMessage::new(field, format!("{reason} {instead}")));
                    }
                }
                if let Some(region) = &entry.region
                    && Partition::of(region) != entry.role.partition()
                {
                    warnings.push(FieldMessage::new(
                        "region",
                        format!(
                            "{region} is not in the partition {} of the role.",
                            entry.role.partition()
                        ),
                    ));
                }
            }
        }
        let session = form.session.clone().unwrap_or_default();
        let (longest, longest_because) = session_form::longest(&session, self.known_caller());
        let wanted = session.duration.unwrap_or_default();
        if wanted > longest.seconds() && errors.iter().all(|e| e.field != "duration") {
            warnings.push(FieldMessage::new("duration", longest_because));
        }
        Ok(SwitchFormCheck {
            errors,
            warnings,
            session_name: session_form::name(&session.session_name, &form.name),
            longest: longest.seconds(),
            longest_because: longest_because.to_owned(),
        })
    }

    /// The entry a form changes. One that was removed meanwhile is missed when it is written.
    fn entry_before(&self, form: &SwitchForm) -> Result<Option<SwitchEntry>, Error> {
        match form.id.map(|id| self.store.switch_entry(id)).transpose() {
            Err(StoreError::Missing(_)) => Ok(None),
            found => Ok(found?),
        }
    }

    /// Keeps an entry, new or changed.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the fields at fault; what the database said.
    pub fn save_switch_entry(&self, form: &SwitchForm) -> Result<SwitchEntryId, Error> {
        if let Some(id) = form.id {
            self.refuse_team_entries(&[id])?;
        }
        let before = self.entry_before(form)?;
        let entry = read(form, before.as_ref()).map_err(Error::Invalid)?;
        let id = if form.id.is_some() {
            self.store.update_switch_entry(&entry)?;
            entry.id
        } else {
            self.store.add_switch_entry(&entry)?
        };
        self.tell(Event::SwitchEntries);
        Ok(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(account: &str, role: &str) -> SwitchForm {
        SwitchForm {
            name: "Prod".into(),
            account: account.into(),
            role: role.into(),
            colour: "#F2B0A9".into(),
            ..SwitchForm::default()
        }
    }

    #[test]
    fn a_role_is_given_by_name_by_path_or_by_arn() {
        let role = |f: &SwitchForm| read(f, None).unwrap().role.to_string();
        assert_eq!(role(&form("222222222222", "Admin")), "arn:aws:iam::222222222222:role/Admin");
        assert_eq!(
            role(&form("222222222222", "/a/b/Admin")),
            "arn:aws:iam::222222222222:role/a/b/Admin"
        );
        let arn = "arn:aws-cn:iam::222222222222:role/x/Admin";
        assert_eq!(role(&form("", arn)), arn);
        let gov = SwitchForm { region: "us-gov-west-1".into(), ..form("222222222222", "Admin") };
        assert_eq!(role(&gov), "arn:aws-us-gov:iam::222222222222:role/Admin");
    }

    #[test]
    fn an_arn_of_another_account_is_a_mistake() {
        let faults =
            read(&form("333333333333", "arn:aws:iam::222222222222:role/A"), None).unwrap_err();
        assert_eq!(faults[0].field, "account");
    }
}
