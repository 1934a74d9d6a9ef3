//! A way over three roles in three accounts, as a company has it: the first trusts a user's
//! account, each later one the role before, and the second asks for an external ID.

use aws_sdk_iam::Client;

use crate::{Ministack, root_of};

/// The way, in MiniStack.
#[derive(Debug)]
pub struct ChainOfThree {
    /// Access key of an administrator of account 111111111111.
    pub key: String,
    /// Its secret.
    pub secret: String,
}

impl ChainOfThree {
    /// Trusts the administrator's account.
    pub const FIRST: &str = "arn:aws:iam::222222222222:role/First";
    /// Trusts the first role, with [`ChainOfThree::EXTERNAL_ID`].
    pub const SECOND: &str = "arn:aws:iam::333333333333:role/team/Second";
    /// Trusts the second role.
    pub const THIRD: &str = "arn:aws:iam::444444444444:role/Third";
    /// As the third, but only after MFA.
    pub const WITH_MFA: &str = "arn:aws:iam::444444444444:role/WithMfa";
    /// As the third, but the second role may not assume it.
    pub const UNREACHED: &str = "arn:aws:iam::444444444444:role/Unreached";
    /// What the second role asks for.
    pub const EXTERNAL_ID: &str = "Corp:team-2";

    /// Makes the roles.
    ///
    /// # Panics
    /// If MiniStack refuses one of the calls.
    pub async fn made_in(peer: &Ministack) -> Self {
        let user = root_of("111111111111", &peer.url);
        user.create_user().user_name("operator").send().await.unwrap();
        let admin = "arn:aws:iam::aws:policy/AdministratorAccess";
        user.attach_user_policy().user_name("operator").policy_arn(admin).send().await.unwrap();
        let key = user.create_access_key().user_name("operator").send().await.unwrap();
        let key = key.access_key.unwrap();

        let account = "arn:aws:iam::111111111111:root";
        let asks_id = format!(r#"{{"StringEquals":{{"sts:ExternalId":"{}"}}}}"#, Self::EXTERNAL_ID);
        let asks_mfa = r#"{"Bool":{"aws:MultiFactorAuthPresent":"true"}}"#;
        let role = |arn: &'static str| Role::named(arn, &peer.url);
        role(Self::FIRST).trusting(account, "{}").await.may_assume(&[Self::SECOND]).await;
        role(Self::SECOND)
            .trusting(Self::FIRST, &asks_id)
            .await
            .may_assume(&[Self::THIRD, Self::WITH_MFA])
            .await;
        role(Self::THIRD).trusting(Self::SECOND, "{}").await;
        role(Self::WITH_MFA).trusting(Self::SECOND, asks_mfa).await;
        role(Self::UNREACHED).trusting(Self::SECOND, "{}").await;
        Self { key: key.access_key_id, secret: key.secret_access_key }
    }

    /// A profile of the administrator in the AWS configuration's form.
    #[must_use]
    pub fn profile(&self, name: &str, endpoint: &str) -> String {
        format!(
            "[profile {name}]\naws_access_key_id = {}\naws_secret_access_key = {}\n\
             region = us-east-1\nendpoint_url = {endpoint}\n",
            self.key, self.secret
        )
    }
}

struct Role {
    iam: Client,
    path: String,
    name: &'static str,
}

impl Role {
    fn named(arn: &'static str, url: &str) -> Self {
        let account = arn.split(':').nth(4).unwrap();
        let (path, name) = arn.split(":role/").nth(1).unwrap().rsplit_once('/').map_or_else(
            || ("/".to_owned(), arn.rsplit('/').next().unwrap()),
            |(path, name)| (format!("/{path}/"), name),
        );
        Self { iam: root_of(account, url), path, name }
    }

    async fn trusting(self, principal: &str, condition: &str) -> Self {
        let trust = format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"{principal}"}},
            "Action":["sts:AssumeRole","sts:TagSession"],"Condition":{condition}}}]}}"#
        );
        let made = self.iam.create_role().role_name(self.name).path(&self.path);
        made.assume_role_policy_document(trust).send().await.unwrap();
        self
    }

    async fn may_assume(self, roles: &[&str]) {
        let resources = roles.join("\",\"");
        let policy = format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow",
            "Action":["sts:AssumeRole","sts:TagSession"],"Resource":["{resources}"]}}]}}"#
        );
        let put = self.iam.put_role_policy().role_name(self.name).policy_name("Next");
        put.policy_document(policy).send().await.unwrap();
    }
}
