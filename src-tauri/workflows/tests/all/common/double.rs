//! A cloud between the workflows and the sandbox: it counts the calls, lets something happen before
//! one, changes what is listed, and can die at any of them.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use rolebridge_cloud::*;
use rolebridge_model::*;
use rolebridge_sandbox::SandboxCloud;
use tokio::sync::Notify;

/// Where the process dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kill {
    /// At the call of this number, counted from zero, before it reaches AWS.
    Before(usize),
    /// At the call of this number, once AWS has carried it out.
    After(usize),
}

/// A call that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Call {
    pub(crate) operation: &'static str,
    /// What it acted on and what with.
    pub(crate) of: String,
    /// Whether it changes what is in AWS.
    pub(crate) changes: bool,
    /// Whether AWS carried it out and said so.
    pub(crate) carried_out: bool,
}

type Hook = Box<dyn FnOnce() + Send>;
type Listing = Box<dyn Fn(&mut Vec<Association>) + Send + Sync>;

pub(crate) struct Double {
    pub(crate) sandbox: Arc<SandboxCloud>,
    calls: Mutex<Vec<Call>>,
    kill: Mutex<Option<Kill>>,
    died: Notify,
    hooks: Mutex<Vec<(&'static str, Hook)>>,
    listing: Mutex<Option<Listing>>,
    pub(crate) portal: Mutex<Portal>,
}

/// How signing in goes, for all identities with that name.
#[derive(Default)]
pub(crate) struct Portal {
    /// Facts of profiles, by name.
    pub(crate) facts: Vec<(&'static str, IdentityFacts)>,
    /// What is kept of sign-ins; nothing has none.
    pub(crate) kept: Option<KeptSignIn>,
    /// What the next sign-in comes to; nothing waits for ever.
    pub(crate) sign_in: Option<Result<Timestamp, Cause>>,
}

impl Double {
    pub(crate) fn new(sandbox: SandboxCloud) -> Arc<Self> {
        Arc::new(Self {
            sandbox: Arc::new(sandbox),
            calls: Mutex::default(),
            kill: Mutex::default(),
            died: Notify::new(),
            hooks: Mutex::default(),
            listing: Mutex::default(),
            portal: Mutex::default(),
        })
    }

    /// Dies there. Calls are counted from now.
    pub(crate) fn kill(&self, at: Kill) {
        self.forget();
        *self.kill.lock().unwrap() = Some(at);
    }

    /// Ends when it has died.
    pub(crate) async fn dead(&self) {
        self.died.notified().await;
    }

    /// Does something once, when the next call of an operation is made.
    pub(crate) fn once(&self, operation: &'static str, hook: impl FnOnce() + Send + 'static) {
        self.hooks.lock().unwrap().push((operation, Box::new(hook)));
    }

    /// Changes what associations are listed from now on.
    pub(crate) fn list_as(&self, listing: impl Fn(&mut Vec<Association>) + Send + Sync + 'static) {
        *self.listing.lock().unwrap() = Some(Box::new(listing));
    }

    pub(crate) fn forget(&self) {
        self.calls.lock().unwrap().clear();
    }

    pub(crate) fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }

    /// How often an operation was asked for.
    pub(crate) fn count(&self, operation: &str) -> usize {
        self.calls.lock().unwrap().iter().filter(|c| c.operation == operation).count()
    }

    /// The operations that change something, in order.
    pub(crate) fn changes(&self) -> Vec<&'static str> {
        self.calls().into_iter().filter(|c| c.changes).map(|c| c.operation).collect()
    }

    /// What changed something, and was carried out.
    pub(crate) fn carried_out(&self) -> Vec<(String, String)> {
        let calls = self.calls().into_iter();
        calls
            .filter(|c| c.changes && c.carried_out)
            .map(|c| (c.operation.to_owned(), c.of))
            .collect()
    }

    async fn call<T>(
        &self,
        operation: &'static str,
        changes: bool,
        of: String,
        work: impl Future<Output = Result<T, CloudError>> + Send,
    ) -> Result<T, CloudError> {
        let number = {
            let mut calls = self.calls.lock().unwrap();
            calls.push(Call { operation, of, changes, carried_out: false });
            calls.len() - 1
        };
        let hook = {
            let mut hooks = self.hooks.lock().unwrap();
            let place = hooks.iter().position(|(o, _)| *o == operation);
            place.map(|i| hooks.remove(i).1)
        };
        if let Some(hook) = hook {
            hook();
        }
        let kill = *self.kill.lock().unwrap();
        if kill == Some(Kill::Before(number)) {
            self.die().await;
        }
        let answer = work.await;
        if let Some(call) = self.calls.lock().unwrap().get_mut(number) {
            call.carried_out = answer.is_ok();
        }
        if kill == Some(Kill::After(number)) {
            self.die().await;
        }
        answer
    }

    async fn die(&self) {
        self.died.notify_one();
        std::future::pending::<()>().await;
    }

    async fn look<T>(
        &self,
        operation: &'static str,
        work: impl Future<Output = Result<T, CloudError>> + Send,
    ) -> Result<T, CloudError> {
        self.call(operation, false, String::new(), work).await
    }
}

#[async_trait]
impl Cloud for Double {
    async fn identities(&self) -> Result<Vec<Identity>, CloudError> {
        let mut all = self.sandbox.identities().await?;
        for (name, facts) in &self.portal.lock().unwrap().facts {
            for identity in all.iter_mut().filter(|i| i.label == *name) {
                identity.facts = facts.clone();
            }
        }
        Ok(all)
    }

    fn kept_sign_in(&self, _: &SignInWay) -> KeptSignIn {
        self.portal.lock().unwrap().kept.unwrap_or(KeptSignIn::None)
    }

    async fn sign_in(
        &self,
        identity: &IdentityRef,
        with_code: bool,
        desk: &dyn SignInDesk,
    ) -> Result<Timestamp, CloudError> {
        if with_code {
            desk.show_code("ABCD-EFGH");
        }
        let page = SignInPage::on("https://sign.in/s3cr3t".into(), &["sign.in"]).unwrap();
        let failed = |cause| CloudError::new("sign in", identity, cause);
        desk.open(&page).map_err(|message| failed(Cause::SignInFailed { message }))?;
        let comes_to = self.portal.lock().unwrap().sign_in.take();
        let Some(comes_to) = comes_to else { std::future::pending().await };
        if let Ok(at) = comes_to {
            self.portal.lock().unwrap().kept = Some(KeptSignIn::Until { at, renews: true });
        }
        comes_to.map_err(failed)
    }

    async fn session_token(
        &self,
        identity: &IdentityRef,
        device: &MfaSerial,
        code: &MfaCode,
    ) -> Result<SessionCredentials, CloudError> {
        let of = format!("{identity} {device} {}", code.expose());
        self.call("sts:GetSessionToken", false, of, async {
            Ok(SessionCredentials {
                access_key_id: "ASIASESSION".into(),
                secret_access_key: Secret::new("s3cr3t-session".into()),
                session_token: Secret::new("s3cr3t-token".into()),
                expires_at: "2099-01-01T00:00:00Z".parse().unwrap(),
                session_arn: device.to_string(),
            })
        })
        .await
    }

    async fn caller(&self, a: &Access) -> Result<Caller, CloudError> {
        self.look("sts:GetCallerIdentity", self.sandbox.caller(a)).await
    }

    async fn account_alias(&self, a: &Access) -> Result<Option<String>, CloudError> {
        self.look("iam:ListAccountAliases", self.sandbox.account_alias(a)).await
    }

    async fn read_role(
        &self,
        a: &Access,
        name: &RoleName,
    ) -> Result<Option<RoleSnapshot>, CloudError> {
        self.look("iam:GetRole", self.sandbox.read_role(a, name)).await
    }

    async fn policy_exists(&self, a: &Access, policy: &PolicyArn) -> Result<bool, CloudError> {
        self.look("iam:GetPolicy", self.sandbox.policy_exists(a, policy)).await
    }

    async fn create_role(&self, a: &Access, role: &NewRole) -> Result<RoleArn, CloudError> {
        let of = format!("{role:?}");
        self.call("iam:CreateRole", true, of, self.sandbox.create_role(a, role)).await
    }

    async fn set_trust(&self, a: &Access, role: &RoleName, trust: &str) -> Result<(), CloudError> {
        let of = format!("{role} {trust}");
        let work = self.sandbox.set_trust(a, role, trust);
        self.call("iam:UpdateAssumeRolePolicy", true, of, work).await
    }

    async fn attach_policy(
        &self,
        a: &Access,
        role: &RoleName,
        policy: &PolicyArn,
    ) -> Result<(), CloudError> {
        let of = format!("{role} {policy}");
        let work = self.sandbox.attach_policy(a, role, policy);
        self.call("iam:AttachRolePolicy", true, of, work).await
    }

    async fn detach_policy(
        &self,
        a: &Access,
        role: &RoleName,
        policy: &PolicyArn,
    ) -> Result<(), CloudError> {
        let of = format!("{role} {policy}");
        let work = self.sandbox.detach_policy(a, role, policy);
        self.call("iam:DetachRolePolicy", true, of, work).await
    }

    async fn put_inline_policy(
        &self,
        a: &Access,
        role: &RoleName,
        policy: &InlinePolicy,
    ) -> Result<(), CloudError> {
        let of = format!("{role} {policy:?}");
        let work = self.sandbox.put_inline_policy(a, role, policy);
        self.call("iam:PutRolePolicy", true, of, work).await
    }

    async fn delete_inline_policy(
        &self,
        a: &Access,
        role: &RoleName,
        policy: &PolicyName,
    ) -> Result<(), CloudError> {
        let of = format!("{role} {policy}");
        let work = self.sandbox.delete_inline_policy(a, role, policy);
        self.call("iam:DeleteRolePolicy", true, of, work).await
    }

    async fn tag_role(&self, a: &Access, role: &RoleName, tags: &[Tag]) -> Result<(), CloudError> {
        let of = format!("{role} {tags:?}");
        self.call("iam:TagRole", true, of, self.sandbox.tag_role(a, role, tags)).await
    }

    async fn delete_role(&self, a: &Access, role: &RoleName) -> Result<(), CloudError> {
        let of = role.to_string();
        self.call("iam:DeleteRole", true, of, self.sandbox.delete_role(a, role)).await
    }

    async fn try_assume(&self, a: &Access) -> Result<Caller, CloudError> {
        self.look("sts:AssumeRole", self.sandbox.try_assume(a)).await
    }

    async fn assume_chain(
        &self,
        chain: &AssumeChain,
        code: Option<&MfaCode>,
    ) -> Result<SessionCredentials, CloudError> {
        self.look("sts:AssumeRole", self.sandbox.assume_chain(chain, code)).await
    }

    async fn own_credentials(
        &self,
        identity: &IdentityRef,
        region: Option<&Region>,
    ) -> Result<SessionCredentials, CloudError> {
        self.look("sso:GetRoleCredentials", self.sandbox.own_credentials(identity, region)).await
    }

    async fn sign_in_token(
        &self,
        partition: Partition,
        credentials: &SessionCredentials,
    ) -> Result<Secret, CloudError> {
        self.look("getSigninToken", self.sandbox.sign_in_token(partition, credentials)).await
    }

    async fn account_colour(
        &self,
        base: &IdentityRef,
        region: &Region,
        credentials: &SessionCredentials,
    ) -> Result<AccountColour, CloudError> {
        let asked = self.sandbox.account_colour(base, region, credentials);
        self.look("uxc:GetAccountCustomizations", asked).await
    }

    async fn set_account_colour(
        &self,
        base: &IdentityRef,
        region: &Region,
        credentials: &SessionCredentials,
        colour: AccountColour,
    ) -> Result<(), CloudError> {
        let made = self.sandbox.set_account_colour(base, region, credentials, colour);
        let of = format!("{} {colour:?}", credentials.session_arn);
        self.call("uxc:UpdateAccountCustomizations", true, of, made).await
    }

    async fn list_agent_spaces(
        &self,
        a: &Access,
        region: &Region,
    ) -> Result<Vec<AgentSpace>, CloudError> {
        self.look("aidevops:ListAgentSpaces", self.sandbox.list_agent_spaces(a, region)).await
    }

    async fn get_agent_space(
        &self,
        a: &Access,
        space: &SpaceRef,
    ) -> Result<Option<AgentSpace>, CloudError> {
        self.look("aidevops:GetAgentSpace", self.sandbox.get_agent_space(a, space)).await
    }

    async fn create_agent_space(
        &self,
        a: &Access,
        region: &Region,
        new: &CreateAgentSpace,
    ) -> Result<AgentSpace, CloudError> {
        let of = format!("{region} {new:?}");
        let work = self.sandbox.create_agent_space(a, region, new);
        self.call("aidevops:CreateAgentSpace", true, of, work).await
    }

    async fn delete_agent_space(&self, a: &Access, space: &SpaceRef) -> Result<(), CloudError> {
        let work = self.sandbox.delete_agent_space(a, space);
        self.call("aidevops:DeleteAgentSpace", true, format!("{space:?}"), work).await
    }

    async fn list_associations(
        &self,
        a: &Access,
        space: &SpaceRef,
    ) -> Result<Vec<Association>, CloudError> {
        let work = self.sandbox.list_associations(a, space);
        let mut all = self.look("aidevops:ListAssociations", work).await?;
        if let Some(listing) = &*self.listing.lock().unwrap() {
            listing(&mut all);
        }
        Ok(all)
    }

    async fn get_association(
        &self,
        a: &Access,
        space: &SpaceRef,
        id: &AssociationId,
    ) -> Result<Option<Association>, CloudError> {
        self.look("aidevops:GetAssociation", self.sandbox.get_association(a, space, id)).await
    }

    async fn associate(
        &self,
        a: &Access,
        space: &SpaceRef,
        new: &CreateAssociation,
    ) -> Result<Association, CloudError> {
        let of = format!("{space:?} {:?} {}", new.kind, new.role);
        let work = self.sandbox.associate(a, space, new);
        self.call("aidevops:AssociateService", true, of, work).await
    }

    async fn update_association(
        &self,
        a: &Access,
        space: &SpaceRef,
        update: &UpdateAssociation,
    ) -> Result<Association, CloudError> {
        let of = format!("{space:?} {} {:?}", update.role, update.external_id);
        let work = self.sandbox.update_association(a, space, update);
        self.call("aidevops:UpdateAssociation", true, of, work).await
    }

    async fn disassociate(
        &self,
        a: &Access,
        space: &SpaceRef,
        id: &AssociationId,
    ) -> Result<(), CloudError> {
        let of = format!("{space:?} {id}");
        let work = self.sandbox.disassociate(a, space, id);
        self.call("aidevops:DisassociateService", true, of, work).await
    }

    async fn validate_associations(&self, a: &Access, space: &SpaceRef) -> Result<(), CloudError> {
        let work = self.sandbox.validate_associations(a, space);
        self.look("aidevops:ValidateAwsAssociations", work).await
    }
}
