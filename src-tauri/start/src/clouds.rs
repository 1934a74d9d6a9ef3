//! Which cloud answers, the real AWS or the sandbox, and where secrets are kept.

use std::{path::Path, sync::Arc};

use async_trait::async_trait;
use rolebridge_cloud::{AwsCloud, Cloud, KeyRing};
use rolebridge_keychain::{Keychain, MemoryKeychain, SystemKeychain};
use rolebridge_model::Region;
use rolebridge_sandbox::{SandboxCloud, Settings};
use rolebridge_workflows::{Clouds, Error, Pretended, publish::OwnCommand};

/// The clouds as the environment has them.
#[derive(Debug, Clone, Copy)]
pub struct ChosenClouds;

#[async_trait]
impl Clouds for ChosenClouds {
    fn aws_is_configured(&self) -> bool {
        rolebridge_cloud::aws_is_configured()
    }

    async fn aws(&self, region: Option<Region>, keys: Arc<dyn KeyRing>) -> Arc<dyn Cloud> {
        let mut builder = AwsCloud::builder().key_ring(keys);
        if let Some(region) = region {
            builder = builder.region(region);
        }
        Arc::new(builder.build())
    }

    fn keychain(&self) -> Arc<dyn Keychain> {
        Arc::new(SystemKeychain::default())
    }

    fn command(&self) -> OwnCommand {
        crate::command::of_this_program()
    }

    fn sandbox(&self, folder: &Path) -> Result<Pretended, Error> {
        let opened = SandboxCloud::open(folder, Settings::default());
        let cloud = Arc::new(opened.map_err(|error| Error::Local {
            message: error.to_string(),
            remedy: Some("Check the folder, or remove it to begin the sandbox anew.".into()),
        })?);
        let keychain = Arc::new(MemoryKeychain::default());
        Ok(Pretended { cloud: cloud.clone(), playground: cloud, keychain })
    }
}
