//! One identity at work: the cloud that answers, what is remembered for it, and who it is.

use std::sync::{Arc, Mutex};

use rolebridge_cloud::Cloud;
use rolebridge_model::{
    Access, AccountId, ActivityResult, Caller, Hop, Identity, Partition, Reach, RoleArn, RolePath,
};
use rolebridge_store::{NewActivity, Store};
use tokio::sync::{OnceCell, Semaphore, broadcast};

use crate::{
    clock::Clock, error::Error, progress::Event, sessions::Cache, switch::Entries, verify::Recent,
    ways::Known,
};

/// An identity in use. Every workflow is a method of it.
pub struct Session {
    pub(crate) cloud: Arc<dyn Cloud>,
    pub(crate) store: Arc<Store>,
    pub(crate) clock: Arc<dyn Clock>,
    identity: Identity,
    sandbox: bool,
    caller: OnceCell<Caller>,
    events: broadcast::Sender<Event>,
    /// How many roles are looked at side by side.
    pub(crate) looking: Semaphore,
    pub(crate) recent: tokio::sync::Mutex<Recent>,
    /// The switch entries, to search in.
    pub(crate) entries: Mutex<Arc<Entries>>,
    /// Credentials of switch entries.
    pub(crate) sessions: Arc<Cache>,
    /// What is known of all identities.
    pub(crate) known: Arc<Known>,
}

impl Session {
    /// Puts a session together. `sandbox` says that the cloud only pretends.
    #[must_use]
    pub fn new(
        cloud: Arc<dyn Cloud>,
        store: Arc<Store>,
        identity: Identity,
        sandbox: bool,
        clock: Arc<dyn Clock>,
        events: broadcast::Sender<Event>,
    ) -> Self {
        Self {
            cloud,
            store,
            clock,
            identity,
            sandbox,
            caller: OnceCell::new(),
            events,
            looking: Semaphore::new(6),
            recent: tokio::sync::Mutex::default(),
            entries: Mutex::default(),
            sessions: Arc::default(),
            known: Arc::default(),
        }
    }

    /// The same with sessions and knowledge of identities that outlive it. Without, sessions are
    /// kept in memory.
    #[must_use]
    pub(crate) fn sharing(self, sessions: Arc<Cache>, known: Arc<Known>) -> Self {
        Self { sessions, known, ..self }
    }

    /// The identity.
    #[must_use]
    pub const fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Whether the cloud only pretends.
    #[must_use]
    pub const fn is_sandbox(&self) -> bool {
        self.sandbox
    }

    /// Who AWS says we are; asked once.
    ///
    /// # Errors
    /// What AWS or the credentials said.
    pub async fn caller(&self) -> Result<&Caller, Error> {
        let base = self.base();
        Ok(self.caller.get_or_try_init(|| self.cloud.caller(&base)).await?)
    }

    /// Who AWS said we are, if it was asked.
    #[must_use]
    pub fn known_caller(&self) -> Option<&Caller> {
        self.caller.get()
    }

    /// The profiles of the cloud in use, by which other accounts can be reached.
    ///
    /// # Errors
    /// What reading the configuration said.
    pub async fn profiles(&self) -> Result<Vec<Identity>, Error> {
        let mut all = self.cloud.identities().await?;
        all.retain(|i| matches!(i.reference, rolebridge_model::IdentityRef::Profile { .. }));
        self.known.configured(&all);
        Ok(all)
    }

    /// The identity's own permissions.
    pub(crate) fn base(&self) -> Access {
        Access::base(self.identity.reference.clone())
    }

    /// The way into an account.
    pub(crate) fn access(
        &self,
        reach: &Reach,
        account: &AccountId,
        partition: Partition,
    ) -> Option<Access> {
        match reach {
            Reach::None => None,
            Reach::Profile { name } => {
                Some(Access::base(rolebridge_model::IdentityRef::Profile { name: name.clone() }))
            }
            Reach::AssumeRole { role, external_id } => {
                let mut access = self.base();
                access.hops.push(Hop {
                    role: RoleArn::new(partition, account.clone(), RolePath::root(), role.clone()),
                    external_id: external_id.clone(),
                });
                Some(access)
            }
        }
    }

    /// Tells the screens. Nobody listening is no error.
    pub(crate) fn tell(&self, event: Event) {
        let _ = self.events.send(event);
    }

    /// Writes a line of the log. A log that can't be written never stops the work it is about.
    pub(crate) fn log(
        &self,
        action: &str,
        account: Option<&AccountId>,
        subject: impl ToString,
        result: ActivityResult,
        detail: impl Into<String>,
    ) {
        let line = NewActivity {
            at: self.clock.now(),
            who: self
                .known_caller()
                .map_or_else(|| self.identity.label.clone(), |caller| caller.arn.clone()),
            action: action.to_owned(),
            account: account.cloned(),
            subject: subject.to_string(),
            result,
            detail: detail.into(),
        };
        if let Err(error) = self.store.add_activity(&line) {
            tracing::error!(%error, action, "the activity log could not be written");
        }
        self.tell(Event::Activity);
    }
}
