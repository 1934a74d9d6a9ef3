//! Access keys that are typed once. The secret goes from a window of the operating system into its
//! keychain and comes out to sign calls; what is no secret is in the store.

use std::sync::Arc;

use async_trait::async_trait;
use rolebridge_cloud::{KeyCredentials, KeyRing, KeyRingError, SessionCredentials};
use rolebridge_keychain::{Keychain, KeychainError, Unlock};
use rolebridge_model::{
    AccessKeyId, AccountLabel, ActivityResult, Identity, IdentityFacts, IdentityKind, IdentityRef,
    MfaSerial, Partition, Region, Secret, SignInWay, Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::{
    Error, Rolebridge,
    form::{FieldMessage, FormCheck},
    prompt::{Question, until_right},
    secret_read::SecretRead,
};

/// Names in the keychain, for whoever looks into it.
const KEYS: &str = "Rolebridge access key";
const SESSIONS: &str = "Rolebridge access key session";
/// Names in the store.
const SETTING: &str = "kept-key/";
/// What a session is not used for any more: a call takes its time, and clocks differ.
const LAST_SECONDS: i64 = 60;

/// What is remembered of a kept key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct KeptKey {
    /// Its ID.
    pub access_key: AccessKeyId,
    /// Its name for people.
    pub label: AccountLabel,
    /// The MFA device whose code it asks for.
    pub mfa: Option<MfaSerial>,
    /// The Region it is used in.
    pub region: Region,
}

/// The form of a key to keep. Its secret is asked for elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct KeyForm {
    /// Name.
    pub label: String,
    /// Access key ID.
    pub access_key: String,
    /// Serial number or ARN of the MFA device; may be empty.
    pub mfa: String,
    /// Region.
    pub region: String,
}

/// Whether keys can be kept here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct KeyFormStart {
    /// Why not, in a sentence; nothing where they can.
    pub problem: Option<String>,
    /// What to do about it.
    pub remedy: Option<String>,
}

/// A key in the keychain.
#[derive(Serialize, Deserialize)]
struct Stored<S> {
    secret: S,
    mfa: Option<MfaSerial>,
}

/// A session in the keychain.
#[derive(Serialize, Deserialize)]
struct StoredSession<I, S> {
    access_key_id: I,
    secret: S,
    token: S,
    /// When it began by this computer's clock; nothing in what earlier versions kept.
    #[serde(default)]
    at: Option<Timestamp>,
    expires_at: Timestamp,
}

/// Kept keys, as the keychain has them.
pub struct KeptKeys {
    keychain: Arc<dyn Keychain>,
    unlock: Unlock,
}

impl KeptKeys {
    /// Keys in a keychain, which may ask for its password or not.
    #[must_use]
    pub fn new(keychain: Arc<dyn Keychain>, unlock: Unlock) -> Self {
        Self { keychain, unlock }
    }

    /// The keychain blocks, and may wait for a person.
    async fn on<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Keychain, Unlock) -> Result<T, KeychainError> + Send + 'static,
    ) -> Result<T, KeychainError> {
        let (keychain, unlock) = (Arc::clone(&self.keychain), self.unlock);
        tokio::task::spawn_blocking(move || work(&*keychain, unlock))
            .await
            .unwrap_or_else(|e| Err(KeychainError::Failed { why: e.to_string() }))
    }

    async fn read<T: serde::de::DeserializeOwned>(
        &self,
        service: &'static str,
        key: &AccessKeyId,
    ) -> Result<Option<T>, KeyRingError> {
        let account = key.to_string();
        let found = self.on(move |chain, unlock| chain.get(service, &account, unlock)).await;
        let found = found.map_err(|e| KeyRingError::Unavailable(format!("{e} {}", e.remedy())))?;
        let damaged = || KeyRingError::Unavailable("What the keychain holds can't be read.".into());
        let read = |s: Secret| serde_json::from_str(s.expose()).map_err(|_| damaged());
        found.map(read).transpose()
    }

    async fn write(
        &self,
        service: &'static str,
        key: &AccessKeyId,
        value: impl Serialize,
    ) -> Result<(), KeychainError> {
        let account = key.to_string();
        let secret = Secret::json(&value);
        let secret = secret.map_err(|e| KeychainError::Failed { why: e.to_string() })?;
        self.on(move |chain, unlock| chain.set(service, &account, &secret, unlock)).await
    }

    async fn key(&self, key: &AccessKeyId) -> Result<(Secret, Option<MfaSerial>), KeyRingError> {
        let stored: Option<Stored<SecretRead>> = self.read(KEYS, key).await?;
        let stored = stored.ok_or(KeyRingError::Missing)?;
        Ok((stored.secret.0, stored.mfa))
    }

    /// Keeps a key.
    async fn keep(&self, key: &KeptKey, secret: &Secret) -> Result<(), KeychainError> {
        let stored = Stored { secret: secret.expose(), mfa: key.mfa.clone() };
        self.write(KEYS, &key.access_key, stored).await
    }

    /// Keeps the session a key was signed in to.
    pub(super) async fn keep_session(
        &self,
        key: &AccessKeyId,
        session: &SessionCredentials,
        at: Timestamp,
    ) -> Result<(), KeychainError> {
        let stored = StoredSession {
            access_key_id: session.access_key_id.as_str(),
            secret: session.secret_access_key.expose(),
            token: session.session_token.expose(),
            at: Some(at),
            expires_at: session.expires_at,
        };
        self.write(SESSIONS, key, stored).await
    }

    /// Forgets a key and its session.
    async fn forget(&self, key: &AccessKeyId) -> Result<(), KeychainError> {
        let account = key.to_string();
        self.on(move |chain, unlock| {
            chain.delete(SESSIONS, &account, unlock)?;
            chain.delete(KEYS, &account, unlock)
        })
        .await
    }
}

#[async_trait]
impl KeyRing for KeptKeys {
    async fn credentials(&self, key: &AccessKeyId) -> Result<KeyCredentials, KeyRingError> {
        let (secret, mfa) = self.key(key).await?;
        if mfa.is_none() {
            return Ok(KeyCredentials {
                access_key_id: key.to_string(),
                secret_access_key: secret,
                session_token: None,
                expires_at: None,
            });
        }
        let session: Option<StoredSession<String, SecretRead>> = self.read(SESSIONS, key).await?;
        let session = session.ok_or(KeyRingError::SignInNeeded)?;
        let credentials = KeyCredentials {
            access_key_id: session.access_key_id,
            secret_access_key: session.secret.0,
            session_token: Some(session.token.0),
            expires_at: Some(session.expires_at),
        };
        let now = Timestamp::now();
        let soon = now + jiff::SignedDuration::from_secs(LAST_SECONDS);
        // A clock that was set back since tells nothing of the end.
        let of_another_time = session.at.is_some_and(|at| now < at);
        if session.expires_at > soon && !of_another_time {
            Ok(credentials)
        } else {
            Err(KeyRingError::SignInNeeded)
        }
    }

    async fn long_term(&self, key: &AccessKeyId) -> Result<Secret, KeyRingError> {
        Ok(self.key(key).await?.0)
    }
}

impl KeptKey {
    /// The key as an identity.
    pub(crate) fn identity(&self) -> Identity {
        let facts = IdentityFacts {
            kind: IdentityKind::KeptKey,
            partition: Some(Partition::of(&self.region)),
            sign_in: self.mfa.clone().map(|device| SignInWay::Mfa { device }),
            ..IdentityFacts::default()
        };
        Identity {
            reference: IdentityRef::Key { access_key: self.access_key.clone() },
            label: self.label.to_string(),
            detail: format!("Access key {} in the keychain", self.access_key),
            region: Some(self.region.clone()),
            facts,
        }
    }
}

impl Rolebridge {
    /// The keys that are kept, by name.
    pub(crate) fn kept_keys(&self) -> Result<Vec<KeptKey>, Error> {
        let mut keys: Vec<KeptKey> = self.store.settings_below(SETTING)?.into_values().collect();
        keys.sort_by(|a, b| (&a.label, &a.access_key).cmp(&(&b.label, &b.access_key)));
        Ok(keys)
    }

    /// Whether keys can be kept here.
    pub async fn start_key_form(&self) -> KeyFormStart {
        match self.key_ring().on(|chain, _| chain.check()).await {
            Ok(()) => KeyFormStart { problem: None, remedy: None },
            Err(error) => KeyFormStart {
                problem: Some(error.to_string()),
                remedy: Some(error.remedy().to_owned()),
            },
        }
    }

    /// What is wrong with the form.
    ///
    /// # Errors
    /// What the database said.
    pub fn check_key_form(&self, form: &KeyForm) -> Result<FormCheck, Error> {
        let (check, _) = self.read_key_form(form)?;
        Ok(check)
    }

    fn read_key_form(&self, form: &KeyForm) -> Result<(FormCheck, Option<KeptKey>), Error> {
        let mut check = FormCheck::default();
        let errors = &mut check.errors;
        let mut told = |field: &str, message: &dyn std::fmt::Display| {
            errors.push(FieldMessage::new(field, message));
        };
        let label = AccountLabel::parse(form.label.trim()).map_err(|_| {
            told("label", &"Enter a name of at most 64 characters.");
        });
        let access_key =
            AccessKeyId::parse(form.access_key.trim()).map_err(|e| told("access_key", &e));
        let region = Region::parse(form.region.trim()).map_err(|e| told("region", &e));
        let mfa = match form.mfa.trim() {
            "" => Ok(None),
            text => MfaSerial::parse(text).map(Some).map_err(|e| told("mfa", &e)),
        };
        if let Ok(id) = &access_key
            && let Some(kept) = self.kept_keys()?.into_iter().find(|k| k.access_key == *id)
        {
            let text =
                format!("This key is kept already, as {}. Remove that one first.", kept.label);
            told("access_key", &text);
        }
        if let (Ok(Some(device)), Ok(region)) = (&mfa, &region) {
            let of = device.as_str().strip_prefix("arn:").and_then(|rest| rest.split(':').next());
            let partition = Partition::of(region);
            if of.is_some_and(|of| of != partition.as_str()) {
                let text = format!("The device is not of the partition {partition} of the Region.");
                told("mfa", &text);
            }
        }
        let key = match (label, access_key, mfa, region) {
            (Ok(label), Ok(access_key), Ok(mfa), Ok(region)) if check.errors.is_empty() => {
                Some(KeptKey { access_key, label, mfa, region })
            }
            _ => None,
        };
        Ok((check, key))
    }

    /// Asks for the secret of a key in a window of the operating system and keeps it in its
    /// keychain.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the fields; [`Error::Refused`] without a keychain;
    /// [`Error::Cancelled`] if the person gave up.
    pub async fn keep_key(&self, form: &KeyForm) -> Result<IdentityRef, Error> {
        let (check, key) = self.read_key_form(form)?;
        let key = key.ok_or(Error::Invalid(check.errors))?;
        let ring = self.key_ring();
        // Nobody should type a secret for nothing.
        ring.on(|chain, _| chain.check()).await?;
        let question = Question {
            title: "Secret access key".into(),
            explanation: format!(
                "Type the secret access key of {} ({}). It goes into the keychain of this \
                 computer and nowhere else.",
                key.access_key, key.label
            ),
            problem: None,
            label: "Secret access key".into(),
            hidden: true,
        };
        let secret = until_right(self.prompt()?, question, secret_key).await?;
        ring.keep(&key, &secret).await?;
        let setting = format!("{SETTING}{}", key.access_key);
        if let Err(error) = self.store.set_setting(&setting, &key) {
            let _ = ring.forget(&key.access_key).await;
            return Err(error.into());
        }
        self.log_identity("Keep access key", &key.label, ActivityResult::Succeeded, "");
        let identity = key.identity().reference;
        self.forget_status(&identity);
        Ok(identity)
    }

    /// Forgets a key and its secret. AWS knows it as before.
    ///
    /// # Errors
    /// [`Error::Refused`] if it is in use; what the keychain or the database said.
    pub async fn remove_key(&self, access_key: &AccessKeyId) -> Result<(), Error> {
        let identity = IdentityRef::Key { access_key: access_key.clone() };
        if self.session().is_ok_and(|s| s.identity().reference == identity) {
            return Err(Error::refused(
                format!("The access key {access_key} is in use."),
                "Use another identity first.",
            ));
        }
        let kept = self.kept_keys()?.into_iter().find(|k| k.access_key == *access_key);
        let label = kept.map_or_else(|| access_key.to_string(), |k| k.label.to_string());
        self.key_ring().forget(access_key).await?;
        self.store.clear_setting(&format!("{SETTING}{access_key}"))?;
        self.log_identity("Remove access key", &label, ActivityResult::Succeeded, "");
        self.forget_status(&identity);
        Ok(())
    }
}

/// The form of a secret access key: 40 characters of base64 (IAM shape `accessKeySecretType` sets no
/// rule, so other lengths are taken if they could be one).
fn secret_key(answer: Secret) -> Result<Secret, String> {
    let text = answer.expose().trim();
    let base64 = |c: char| c.is_ascii_alphanumeric() || "+/=".contains(c);
    if text.is_empty() {
        Err("Type the secret access key.".into())
    } else if text.len() < 16 || text.len() > 128 || !text.chars().all(base64) {
        Err("This is no secret access key: that has about 40 letters, digits, + and /.".into())
    } else {
        Ok(Secret::new(text.to_owned()))
    }
}
