//! An identity for one run of the command line: named there, used there, remembered nowhere.

use std::{path::Path, sync::Arc};

use rolebridge_keychain::Unlock;
use rolebridge_model::{Identity, IdentityFacts, IdentityRef, ProfileName, Region};

use super::{CHOSEN, Chosen, Clouds, Rolebridge, sandbox_identity};
use crate::{Clock, Error, launch::Desktop};

/// Which identity to use, this once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IdentityForOnce {
    /// The sandbox answers, not AWS.
    pub sandbox: bool,
    /// A profile, of the sandbox if that answers.
    pub profile: Option<ProfileName>,
    /// Region to use instead of the identity's own.
    pub region: Option<Region>,
    /// Nobody is there to be asked for the keychain's password: a program wants credentials, often
    /// many programs at once. A locked keychain is an error then, and never a window.
    pub unattended: bool,
    /// Sessions that are kept will be needed: the keychain is connected to while the rest opens.
    pub sessions: bool,
}

impl Rolebridge {
    /// Opens the data folder with an identity for once. What the app remembers of its identity
    /// stays as it is.
    ///
    /// Without the sandbox and without a profile these are tried in turn: credentials in the
    /// environment, the identity chosen in the app unless that is the sandbox, and whatever the
    /// SDK finds by itself.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a profile that is not there; what the disk or the database said.
    pub async fn open_once(
        home: &Path,
        clouds: Box<dyn Clouds>,
        desktop: impl Into<Desktop>,
        clock: Arc<dyn Clock>,
        wanted: &IdentityForOnce,
    ) -> Result<Arc<Self>, Error> {
        let unlock = if wanted.unattended { Unlock::Never } else { Unlock::Ask };
        let keychain = clouds.keychain();
        if wanted.sessions && !wanted.sandbox {
            keychain.prepare();
        }
        let app = Self::closed(home, clouds, keychain, desktop.into(), clock, unlock)?;
        let mut identity = app.resolve(wanted).await?;
        if wanted.region.is_some() {
            identity.region.clone_from(&wanted.region);
        }
        let region = identity.region.clone();
        app.take_up(Chosen { identity, region }, wanted.sandbox).await?;
        Ok(app)
    }

    async fn resolve(&self, wanted: &IdentityForOnce) -> Result<Identity, Error> {
        if wanted.sandbox {
            return match &wanted.profile {
                None => Ok(sandbox_identity()),
                Some(name) => {
                    let pretended = self.clouds.sandbox(&self.home.join("sandbox"))?;
                    profile(pretended.cloud.identities().await?, name)
                }
            };
        }
        let aws = self.aws(None).await;
        if let Some(name) = &wanted.profile {
            return profile(aws.identities().await?, name);
        }
        if let Some(environment) = aws.environment().await? {
            return Ok(environment);
        }
        let chosen = self.store.setting::<Chosen>(CHOSEN)?;
        Ok(chosen
            .filter(|c| c.identity.reference != IdentityRef::Sandbox)
            .map(|c| Identity { region: c.identity.region.or(c.region), ..c.identity })
            .unwrap_or_else(|| Identity {
                reference: IdentityRef::Environment,
                label: "Environment".into(),
                detail: "Whatever credentials the AWS SDK finds".into(),
                region: None,
                facts: IdentityFacts::default(),
            }))
    }
}

fn profile(offered: Vec<Identity>, name: &ProfileName) -> Result<Identity, Error> {
    let wanted = IdentityRef::Profile { name: name.clone() };
    offered.into_iter().find(|i| i.reference == wanted).ok_or_else(|| {
        Error::field(
            "profile",
            format!("There is no profile \u{201c}{name}\u{201d} that leads to credentials."),
        )
    })
}
