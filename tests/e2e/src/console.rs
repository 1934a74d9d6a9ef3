//! The IAM console of an account in the sandbox: what a person does there by hand, beside the app.

use rolebridge_cloud::{Cloud, InlinePolicy, NewRole, RoleSnapshot};
use rolebridge_model::{
    Access, AccountId, IdentityRef, Partition, PolicyArn, PolicyName, RoleArn, RoleName, RolePath,
};
use rolebridge_sandbox::SandboxCloud;
use tokio::runtime::{Builder, Runtime};

use crate::World;

/// IAM in one account, with all rights.
pub struct Console {
    cloud: SandboxCloud,
    access: Access,
    runtime: Runtime,
}

impl World {
    /// The IAM console of an account of the organization.
    #[must_use]
    pub fn console(&self, account: &str) -> Console {
        let account = AccountId::parse(account).expect("an account");
        let way_in = role_name("OrganizationAccountAccessRole");
        let role = RoleArn::new(Partition::Aws, account, RolePath::root(), way_in);
        Console {
            cloud: self.sandbox(),
            access: Access::base(IdentityRef::Sandbox).through(role, None),
            runtime: Builder::new_current_thread().build().expect("a runtime"),
        }
    }
}

impl Console {
    /// A role as it is, if it is there.
    #[must_use]
    pub fn role(&self, name: &str) -> Option<RoleSnapshot> {
        let name = role_name(name);
        let read = self.cloud.read_role(&self.access, &name);
        self.runtime.block_on(read).expect("IAM to answer")
    }

    /// Makes a role with a managed policy and an inline policy, as they were pasted.
    pub fn make_role(&self, name: &str, trust: &str, managed: &str, inline: (&str, &str)) {
        let name = role_name(name);
        let role = NewRole {
            path: RolePath::root(),
            name: name.clone(),
            trust: trust.to_owned(),
            description: None,
            tags: Vec::new(),
        };
        let managed = PolicyArn::parse(managed).expect("a policy's ARN");
        let inline = InlinePolicy {
            name: PolicyName::parse(inline.0).expect("a policy's name"),
            document: inline.1.to_owned(),
        };
        self.runtime
            .block_on(async {
                self.cloud.create_role(&self.access, &role).await?;
                self.cloud.attach_policy(&self.access, &name, &managed).await?;
                self.cloud.put_inline_policy(&self.access, &name, &inline).await
            })
            .expect("IAM to take it");
    }
}

fn role_name(name: &str) -> RoleName {
    RoleName::parse(name).expect("a role's name")
}
