//! The session part of a switch entry's form.

use rolebridge_model::{
    Caller, ExternalId, Hop, MfaSerial, ProfileName, RoleArn, SessionDuration, SessionNameParts,
    SessionNameTemplate, SessionSettings, SessionTag, SessionTags, SourceIdentity, TagKey,
    TagValue,
};

use serde::{Deserialize, Serialize};

use crate::{
    launch::parts_of_this_computer,
    onboard::{Reader, text_field},
};

/// How an entry's credentials are had, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct SessionForm {
    /// The profile to begin with, empty for the identity in use.
    pub profile: String,
    /// Roles to assume before, in order.
    pub chain: Vec<HopForm>,
    /// What sessions are called, with `{user}`, `{host}` and `{entry}`; empty for `rolebridge`.
    pub session_name: String,
    /// Seconds the session is to last; nothing leaves it to AWS.
    pub duration: Option<u32>,
    /// Serial number of the MFA device, empty for none.
    pub mfa: String,
    /// Tags of the session.
    pub tags: Vec<TagForm>,
    /// Who is behind the session, empty for nobody said.
    pub source_identity: String,
}

/// A role on the way, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct HopForm {
    /// Its ARN.
    pub role: String,
    /// External ID it asks for, empty for none.
    pub external_id: String,
}

/// A session tag, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct TagForm {
    /// Its key.
    pub key: String,
    /// Its value.
    pub value: String,
    /// Whether roles assumed later have it too.
    pub transitive: bool,
}

/// The settings, or faults in the reader. A field of one among many has its number behind a point.
/// `target` is the entry's own role, if it could be read.
pub(super) fn read(
    reader: &mut Reader,
    form: &SessionForm,
    target: Option<&RoleArn>,
) -> Option<SessionSettings> {
    let profile = reader.optional("session_profile", &form.profile, ProfileName::parse);
    let chain =
        form.chain.iter().enumerate().map(|(i, h)| hop(reader, i, h)).collect::<Vec<Option<Hop>>>();
    one_after_the_other(reader, &chain, target);
    let session_name =
        reader.optional("session_name", text_field(&form.session_name), SessionNameTemplate::parse);
    let duration = form
        .duration
        .and_then(|seconds| reader.read("duration", SessionDuration::from_seconds(seconds)));
    if duration.is_some_and(|d| d > SessionDuration::CHAINED) && !form.chain.is_empty() {
        reader.fault(
            "duration",
            "A role assumed with the credentials of another session lasts an hour at most (role \
             chaining). Enter 3600 seconds or less.",
        );
    }
    let mfa = reader.optional("mfa", text_field(&form.mfa), MfaSerial::parse);
    let tags =
        form.tags.iter().enumerate().map(|(i, t)| tag(reader, i, t)).collect::<Vec<Option<_>>>();
    let tags = tags.into_iter().collect::<Option<Vec<SessionTag>>>();
    let tags = tags.and_then(|tags| reader.read("tags", SessionTags::new(tags)));
    let source_identity = reader.optional(
        "source_identity",
        text_field(&form.source_identity),
        SourceIdentity::parse,
    );
    Some(SessionSettings {
        profile,
        chain: chain.into_iter().collect::<Option<_>>()?,
        session_name,
        duration,
        mfa,
        tags: tags?,
        source_identity,
    })
}

/// No role twice, and all of one partition: a role can only be assumed from within its own.
fn one_after_the_other(reader: &mut Reader, chain: &[Option<Hop>], target: Option<&RoleArn>) {
    for (index, hop) in chain.iter().enumerate() {
        let Some(Hop { role, .. }) = hop else { continue };
        let field = format!("chain.{index}");
        if target == Some(role) {
            reader.fault(&field, "This is the entry's own role, which comes last by itself.");
        } else if chain[..index].iter().flatten().any(|before| before.role == *role) {
            reader.fault(&field, "This role is in the chain twice.");
        } else if let Some(target) = target
            && target.partition() != role.partition()
        {
            reader.fault(
                &field,
                format!(
                    "This role is in the partition {}, and the entry's in {}. A role can only be \
                     assumed from within its own partition.",
                    role.partition(),
                    target.partition()
                ),
            );
        }
    }
}

/// How long the session can last, and why no longer (IAM User Guide, "Roles terms and concepts",
/// role chaining; STS API, `AssumeRole`).
pub(super) fn longest(
    form: &SessionForm,
    caller: Option<&Caller>,
) -> (SessionDuration, &'static str) {
    let own = form.profile.is_empty();
    if !form.chain.is_empty() {
        (
            SessionDuration::CHAINED,
            "An hour at most: a role assumed with the credentials of another role is role chaining, \
             which AWS limits to one hour, whatever the role's own maximum is.",
        )
    } else if own && caller.is_some_and(|c| c.arn.contains(":assumed-role/")) {
        (
            SessionDuration::CHAINED,
            "An hour at most: the identity in use is itself a session of a role, and AWS limits a \
             role assumed from there (role chaining) to one hour. An IAM user's profile can have \
             more.",
        )
    } else {
        (
            SessionDuration::LONGEST,
            "As long as the role's own maximum session duration, 12 hours at most. One hour if the \
             profile itself is a session of a role or of Identity Center (role chaining).",
        )
    }
}

/// What a session is called that is given no name; as in `cloud`, which names it.
const NO_TEMPLATE: &str = "rolebridge";

/// What a session would be called.
pub(super) fn name(template: &str, entry: &str) -> Option<String> {
    let template = match text_field(template) {
        "" => return Some(NO_TEMPLATE.to_owned()),
        template => SessionNameTemplate::parse(template).ok()?,
    };
    let parts =
        SessionNameParts { entry: text_field(entry).to_owned(), ..parts_of_this_computer() };
    template.fill(&parts).ok().map(|name| name.to_string())
}

fn hop(reader: &mut Reader, index: usize, form: &HopForm) -> Option<Hop> {
    let role = reader.read(&format!("chain.{index}"), RoleArn::parse(text_field(&form.role)));
    let field = format!("chain_external_id.{index}");
    let external_id = reader.optional(&field, text_field(&form.external_id), ExternalId::parse);
    Some(Hop { role: role?, external_id })
}

fn tag(reader: &mut Reader, index: usize, form: &TagForm) -> Option<SessionTag> {
    let field = format!("tags.{index}");
    let key = reader.read(&field, TagKey::parse(&form.key));
    let value = reader.read(&field, TagValue::parse(&form.value));
    Some(SessionTag { key: key?, value: value?, transitive: form.transitive })
}
