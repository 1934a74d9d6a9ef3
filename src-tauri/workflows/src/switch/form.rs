//! The form of a switch entry: what was typed, and what is said of it.

use rolebridge_model::{
    AccountId, Colour, DisplayName, ExternalId, GroupName, IdentityRef, Notes, Partition,
    PermissionSet, PermissionSetName, ProfileName, Region, RoleArn, RoleName, RolePath,
    RuleViolation, SwitchEntry, SwitchEntryId, SwitchTarget, SwitchVerdict,
};
use rolebridge_store::StoreError;
use serde::{Deserialize, Serialize};

use super::session_form::{self, SessionForm};
use crate::{
    Error, Session,
    form::FieldMessage,
    onboard::{Reader, text_field},
    progress::Event,
    session_plan::{NEEDS_PROFILE, out_of_place},
};

/// What an entry is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum SwitchKind {
    /// A role that is assumed.
    #[default]
    Role,
    /// A permission set of IAM Identity Center.
    PermissionSet,
}

/// The fields of a switch entry as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct SwitchForm {
    /// The entry to change; nothing makes a new one.
    pub id: Option<SwitchEntryId>,
    /// What it is called.
    pub name: String,
    /// What it is for.
    #[ts(as = "Option<SwitchKind>", optional)]
    pub kind: SwitchKind,
    /// Account id; empty if the role is given as an ARN, or if the profile says which permission set.
    pub account: String,
    /// Role name, with its path if it has one, or a whole ARN. Of a permission set its name; empty if
    /// the profile says which.
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
/// `of_profile` is the permission set its profile is of, if it is of one.
fn read(
    form: &SwitchForm,
    before: Option<&SwitchEntry>,
    of_profile: Option<&PermissionSet>,
) -> Result<SwitchEntry, Vec<FieldMessage>> {
    let mut reader = Reader::default();
    let name = reader.read("name", DisplayName::parse(text_field(&form.name)));
    let region = reader.optional("region", text_field(&form.region), Region::parse);
    let role = target(&mut reader, form, region.as_ref(), of_profile);
    let colour = reader
        .read("colour", Colour::parse(&form.colour.trim_start_matches('#').to_ascii_lowercase()));
    let external_id =
        reader.optional("external_id", text_field(&form.external_id), ExternalId::parse);
    let session = match &form.session {
        Some(session) => {
            session_form::read(&mut reader, session, role.as_ref().and_then(|r| r.role()))
        }
        None => Some(before.map(|b| b.session.clone()).unwrap_or_default()),
    };
    if form.kind == SwitchKind::PermissionSet
        || role.as_ref().is_some_and(|r| r.permission_set().is_some())
    {
        let settings = session.clone().unwrap_or_default();
        if session.is_some() && settings.profile.is_none() {
            reader.fault("session_profile", format!("Choose a profile. {NEEDS_PROFILE}"));
        }
        for (field, reason) in out_of_place(external_id.is_some(), &settings) {
            reader.fault(field, reason);
        }
        if let (Some(set), Some(other)) =
            (role.as_ref().and_then(|r| r.permission_set()), of_profile)
            && set != other
        {
            reader.fault("session_profile", format!("This profile is of the {other}."));
        }
    }
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

/// What the entry is for. Of a permission set, what is left empty is as its profile says.
fn target(
    reader: &mut Reader,
    form: &SwitchForm,
    region: Option<&Region>,
    of_profile: Option<&PermissionSet>,
) -> Option<SwitchTarget> {
    let (account, text) = (text_field(&form.account), text_field(&form.role));
    if text.starts_with("arn:") {
        let role = reader.read("role", SwitchTarget::parse(text))?;
        if form.kind == SwitchKind::PermissionSet && role.role().is_some() {
            reader.fault("role", "This is the ARN of a role. Enter the permission set's name.");
            return None;
        }
        if !account.is_empty() && role.account().as_str() != account {
            reader.fault("account", format!("The ARN is of account {}.", role.account()));
        }
        return Some(role);
    }
    let of_region = region.map_or(Partition::Aws, Partition::of);
    if form.kind == SwitchKind::PermissionSet {
        let or = |typed: &str, named: Option<&str>| match named {
            Some(named) if typed.is_empty() => named.to_owned(),
            _ => typed.to_owned(),
        };
        let account = or(account, of_profile.map(|s| s.account.as_str()));
        let name = or(text, of_profile.map(|s| s.name.as_str()));
        let account = reader.read("account", AccountId::parse(&account));
        let name = reader.read("role", PermissionSetName::parse(&name));
        let partition = of_profile.map_or(of_region, |s| s.partition);
        return Some(SwitchTarget::PermissionSet(PermissionSet {
            partition,
            account: account?,
            name: name?,
        }));
    }
    let account = reader.read("account", AccountId::parse(account));
    let named = reader.read("role", role_with_path(text));
    let (account, (path, name)) = (account?, named?);
    Some(RoleArn::new(of_region, account, path, name).into())
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
        match self.read_form(form)? {
            Err(found) => errors = found,
            Ok(entry) => {
                let field = if entry.external_id.is_some() { "external_id" } else { "role" };
                match self.judged(&entry)?.0 {
                    SwitchVerdict::Possible | SwitchVerdict::NotSwitched { .. } => {}
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

    fn read_form(
        &self,
        form: &SwitchForm,
    ) -> Result<Result<SwitchEntry, Vec<FieldMessage>>, Error> {
        let before = self.entry_before(form)?;
        let profile = match &form.session {
            Some(session) => ProfileName::parse(&session.profile).ok(),
            None => before.as_ref().and_then(|b| b.session.profile.clone()),
        };
        let of_profile = profile.map(|name| IdentityRef::Profile { name });
        let of_profile = of_profile.and_then(|of| self.known.permission_set(&of));
        Ok(read(form, before.as_ref(), of_profile.as_ref()))
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
        let entry = self.read_form(form)?.map_err(Error::Invalid)?;
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
        let role = |f: &SwitchForm| read(f, None, None).unwrap().role.to_string();
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
        let faults = read(&form("333333333333", "arn:aws:iam::222222222222:role/A"), None, None)
            .unwrap_err();
        assert_eq!(faults[0].field, "account");
    }

    fn set(account: &str, name: &str) -> PermissionSet {
        PermissionSet {
            partition: Partition::AwsCn,
            account: account.parse().unwrap(),
            name: name.parse().unwrap(),
        }
    }

    fn of_set(account: &str, name: &str, session: SessionForm) -> SwitchForm {
        SwitchForm {
            kind: SwitchKind::PermissionSet,
            session: Some(session),
            ..form(account, name)
        }
    }

    #[test]
    fn a_permission_set_is_what_its_profile_says_unless_it_was_typed() {
        let dev = || SessionForm { profile: "dev".into(), ..SessionForm::default() };
        let of_profile = set("222222222222", "Admin");
        let read = |f: SwitchForm| read(&f, None, Some(&of_profile)).map(|e| e.role);
        let own = SwitchTarget::PermissionSet(of_profile.clone());
        assert_eq!(read(of_set("", "", dev())).unwrap(), own);
        assert_eq!(read(of_set("222222222222", "Admin", dev())).unwrap(), own);
        let other = read(of_set("333333333333", "", dev())).unwrap_err();
        assert_eq!(other[0].field, "session_profile");
        let unknown = super::read(&of_set("222222222222", "Ops", dev()), None, None).unwrap();
        let partition = unknown.role.permission_set().unwrap().partition;
        assert_eq!((unknown.role.name(), partition), ("Ops", Partition::Aws));
        let arn = own.to_string();
        assert!(
            super::read(&SwitchForm { role: arn, ..of_set("", "", dev()) }, None, None).is_ok()
        );
    }

    #[test]
    fn what_nobody_can_ask_of_a_permission_set_is_refused_at_its_field() {
        type Change = fn(&mut SwitchForm);
        let changes: [(&str, Change); 10] = [
            ("session_profile", |f| f.session.as_mut().unwrap().profile.clear()),
            ("role", |f| f.role = "arn:aws:iam::222222222222:role/Admin".into()),
            ("role", |f| f.role = "a".repeat(33)),
            ("account", |f| f.account.clear()),
            ("external_id", |f| f.external_id = "ext-1".into()),
            ("chain.0", |f| {
                let role = "arn:aws:iam::222222222222:role/Hub".into();
                f.session.as_mut().unwrap().chain =
                    vec![super::super::HopForm { role, ..Default::default() }];
            }),
            ("duration", |f| f.session.as_mut().unwrap().duration = Some(3600)),
            ("mfa", |f| f.session.as_mut().unwrap().mfa = "GAHT12345678".into()),
            ("session_name", |f| f.session.as_mut().unwrap().session_name = "{user}".into()),
            ("source_identity", |f| f.session.as_mut().unwrap().source_identity = "ada".into()),
        ];
        for (field, change) in changes {
            let session = SessionForm { profile: "dev".into(), ..SessionForm::default() };
            let mut form = of_set("222222222222", "Admin", session);
            assert!(read(&form, None, None).is_ok());
            change(&mut form);
            let faults = read(&form, None, None).unwrap_err();
            assert!(faults.iter().any(|f| f.field == field), "{field}: {faults:?}");
        }
    }
}
