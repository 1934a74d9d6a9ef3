//! Switch entries: keep them, judge them, open them.

mod session_form;

use rolebridge_model::{
    AccountId, ActivityResult, Colour, DisplayName, ExternalId, GroupName, Notes, Partition,
    Region, RoleArn, RoleName, RolePath, RuleViolation, SessionDuration, SwitchEntry,
    SwitchEntryId, SwitchVerdict, switch_role_url,
};
use rolebridge_policy::{Document, Effect, Statement, TrustFamily};
use rolebridge_store::StoreError;
use serde::{Deserialize, Serialize};

use crate::{
    Error, Rolebridge, Session,
    documents::{self, ExternalIdUse, external_id_use},
    form::{FieldMessage, FormCheck},
    onboard::{Reader, text_field},
    progress::Event,
    ways::{Situation, Trust, Way, Ways},
};

pub use session_form::{HopForm, SessionForm, TagForm};

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

/// A switch entry with what can be said of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SwitchRow {
    /// The entry.
    pub entry: SwitchEntry,
    /// Whether the console can switch to it.
    pub verdict: SwitchVerdict,
    /// Each way to it, with what it takes or why it is closed.
    pub ways: Ways,
}

/// Which entries to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SwitchQuery {
    /// Words that must all occur in name, account, role or Region.
    pub search: String,
}

/// Where an entry goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SwitchMove {
    /// The entry.
    pub id: SwitchEntryId,
    /// Its new place among all entries, counted from zero.
    pub to: u32,
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
        Some(session) => session_form::read(&mut reader, session),
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
    /// The switch entries that have all the words, in order, each with what can be said of it.
    ///
    /// # Errors
    /// What the database said.
    pub fn switch_entries(&self, query: &SwitchQuery) -> Result<Vec<SwitchRow>, Error> {
        let fitting = self.find_switch_entries(query)?;
        fitting.into_iter().map(|entry| self.switch_row(entry)).collect()
    }

    /// The switch entries that have all the words, in order, and nothing said of them: for who
    /// looks for one of many.
    ///
    /// # Errors
    /// What the database said.
    pub fn find_switch_entries(&self, query: &SwitchQuery) -> Result<Vec<SwitchEntry>, Error> {
        let words: Vec<String> = query.search.split_whitespace().map(str::to_lowercase).collect();
        let mut entries = self.store.switch_entries()?;
        entries.retain(|entry| {
            let region = entry.region.as_ref().map(Region::as_str).unwrap_or_default();
            let text = format!("{} {} {region}", entry.name, entry.role).to_lowercase();
            words.iter().all(|w| text.contains(w.as_str()))
        });
        Ok(entries)
    }

    /// An entry with what can be said of it.
    ///
    /// # Errors
    /// What the database said.
    pub fn switch_row(&self, entry: SwitchEntry) -> Result<SwitchRow, Error> {
        let (verdict, ways) = self.judged(&entry)?;
        Ok(SwitchRow { entry, verdict, ways })
    }

    /// What is wrong with the form, and what is worth knowing.
    ///
    /// # Errors
    /// What the database said.
    pub fn check_switch_form(&self, form: &SwitchForm) -> Result<FormCheck, Error> {
        let mut check = FormCheck::default();
        match read(form, self.entry_before(form)?.as_ref()) {
            Err(errors) => check.errors = errors,
            Ok(entry) => {
                let field = if entry.external_id.is_some() { "external_id" } else { "role" };
                match self.switch_verdict(&entry)? {
                    SwitchVerdict::Possible => {}
                    SwitchVerdict::Unknown { reason } => {
                        check.warnings.push(FieldMessage::new(field, reason));
                    }
                    SwitchVerdict::Impossible { reason, instead } => {
                        let text = format!("{reason} {instead}");
                        check.warnings.push(FieldMessage::new(field, text));
                    }
                }
            }
        }
        Ok(check)
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

    /// Forgets an entry.
    ///
    /// # Errors
    /// What the database said.
    pub fn remove_switch_entry(&self, id: SwitchEntryId) -> Result<(), Error> {
        self.store.remove_switch_entry(id)?;
        self.tell(Event::SwitchEntries);
        Ok(())
    }

    /// Puts an entry at another place.
    ///
    /// # Errors
    /// If it is gone; what the database said.
    pub fn move_switch_entry(&self, to: &SwitchMove) -> Result<(), Error> {
        self.store.move_switch_entry(to.id, to.to as usize)?;
        self.tell(Event::SwitchEntries);
        Ok(())
    }

    /// Whether the console's switch-role page can lead to the role, from what is known of it.
    fn switch_verdict(&self, entry: &SwitchEntry) -> Result<SwitchVerdict, Error> {
        Ok(self.judged(entry)?.0)
    }

    pub(crate) fn judged(&self, entry: &SwitchEntry) -> Result<(SwitchVerdict, Ways), Error> {
        let trust = match self.trust_of(&entry.role)? {
            Trust::Principals { external_id, mfa } => Trust::Principals {
                external_id: external_id || entry.external_id.is_some(),
                mfa: mfa || entry.session.mfa.is_some(),
            },
            other => other,
        };
        let ways = Situation {
            chained: !entry.session.chain.is_empty(),
            duration: entry.session.duration.map(SessionDuration::seconds),
            ..Situation::new(&entry.role, trust)
        }
        .ways();
        let of_an_account = "Switch to a role that trusts your account instead, such as \
                             OrganizationAccountAccessRole.";
        let impossible = |reason: String, instead: &str| SwitchVerdict::Impossible {
            reason,
            instead: instead.to_owned(),
        };
        let verdict = match &ways.console {
            _ if trust == Trust::OnlyServices => impossible(
                "Only the AWS DevOps Agent service may assume this role.".into(),
                of_an_account,
            ),
            _ if self.is_a_preview_role(&entry.role)? => impossible(
                "This role is AWS DevOps Agent's: it asks for an external ID, which the console can't \
                 send."
                    .into(),
                of_an_account,
            ),
            Way::Open { .. } => SwitchVerdict::Possible,
            Way::Unknown { .. } if entry.external_id.is_some() => impossible(
                "The console can't send an external ID, and this role asks for one.".into(),
                "Assume the role with the AWS CLI and the external ID, or switch to a role without one.",
            ),
            Way::Unknown { reason } => SwitchVerdict::Unknown { reason: reason.clone() },
            Way::Closed { reason } => impossible(
                reason.clone(),
                match trust {
                    Trust::Principals { external_id: true, .. } => {
                        "Assume the role with the AWS CLI and the external ID, or switch to a role \
                         without one."
                    }
                    _ => "Assume the role with the AWS CLI, which has no such limit.",
                },
            ),
        };
        Ok((verdict, ways))
    }

    /// Who may assume a role, by the trust policy read last, or else by the template it was made
    /// from. A role nobody connected is taken to be for people.
    fn trust_of(&self, role: &RoleArn) -> Result<Trust, Error> {
        let mut unread = false;
        for source in self.store.sources_with_role(role)? {
            let found = self.store.source(source.id)?.found;
            if let Some(trust) = found.and_then(|f| Document::parse(&f.documents.trust).ok()) {
                let allows = || trust.statements().iter().filter(|s| s.effect() == Effect::Allow);
                if allows().all(Statement::trusts_only_services) {
                    return Ok(Trust::OnlyServices);
                }
                let asks = |key| {
                    allows().filter(|s| !s.trusts_only_services()).all(|s| s.has_condition_key(key))
                };
                return Ok(Trust::Principals {
                    external_id: asks("sts:ExternalId"),
                    mfa: asks("aws:MultiFactorAuthPresent"),
                });
            }
            let template = source.template.as_ref().and_then(|id| documents::template(id).ok());
            match template {
                Some(t) if t.trust_family() == TrustFamily::ServicePrincipal => {
                    return Ok(Trust::OnlyServices);
                }
                _ => unread = true,
            }
        }
        // Primary roles trust the service in both generations.
        for known in self.store.spaces(role.account())? {
            let primary = self.primary_role(&known.space.space)?;
            if primary.as_ref() == Some(role) {
                return Ok(Trust::OnlyServices);
            }
        }
        Ok(if unread {
            Trust::Unread
        } else {
            Trust::Principals { external_id: false, mfa: false }
        })
    }

    /// Whether an agent space presents its ARN as external ID to the role.
    fn is_a_preview_role(&self, role: &RoleArn) -> Result<bool, Error> {
        let sources = self.store.sources_with_role(role)?;
        Ok(sources.iter().any(|source| {
            let template = source.template.as_ref().and_then(|id| documents::template(id).ok());
            template.is_some_and(|t| external_id_use(t) == ExternalIdUse::FromSpace)
                || source.external_id.as_ref().is_some_and(|id| id.as_str() == source.space.arn())
        }))
    }

    /// The address of the console's switch-role page for an entry.
    ///
    /// # Errors
    /// [`Error::Refused`] where the console can't switch; if the entry is gone.
    pub fn switch_url(&self, id: SwitchEntryId) -> Result<(SwitchEntry, String), Error> {
        let entry = self.store.switch_entry(id)?;
        if let SwitchVerdict::Impossible { reason, instead } = self.switch_verdict(&entry)? {
            return Err(Error::refused(reason, instead));
        }
        let url = switch_role_url(&entry.role, &entry.name, &entry.colour);
        Ok((entry, url))
    }
}

impl Rolebridge {
    /// Opens the console's switch-role page for an entry in the browser.
    ///
    /// # Errors
    /// [`Error::Refused`] where the console can't switch; [`Error::Local`] if no browser opens.
    pub fn open_switch_entry(&self, id: SwitchEntryId) -> Result<(), Error> {
        let session = self.session()?;
        let (entry, url) = session.switch_url(id)?;
        self.open_address(&url)?;
        session.log(
            "Switch role",
            Some(entry.role.account()),
            &entry.role,
            ActivityResult::Succeeded,
            format!("Opened the console's switch-role page for {}.", entry.name),
        );
        Ok(())
    }

    /// Opens a page of the console in the browser.
    ///
    /// # Errors
    /// [`Error::Local`] if no browser opens.
    pub fn open_console(&self, page: &rolebridge_model::ConsolePage) -> Result<(), Error> {
        self.open_address(&page.url())
    }

    fn open_address(&self, url: &str) -> Result<(), Error> {
        self.browser.open(url).map_err(|reason| Error::Local {
            message: format!("The browser could not be opened. {reason}"),
            remedy: Some("Set a default browser, then try again.".into()),
        })
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
