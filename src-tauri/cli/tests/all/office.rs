//! A data folder with an AWS configuration of its own.

use super::support::{Desk, Ran};

/// A desk with an AWS configuration.
pub(crate) struct Office {
    pub(crate) desk: Desk,
    pub(crate) folder: tempfile::TempDir,
}

impl Office {
    pub(crate) fn with(config: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("config"), config).unwrap();
        Self { desk: Desk::empty(), folder }
    }

    /// A profile `ada` whose endpoint is this.
    pub(crate) fn at(endpoint: &str) -> Self {
        Self::with(&profile("ada", "us-east-1", endpoint))
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, &[])
    }

    pub(crate) fn run_with(&self, args: &[&str], env: &[(&str, &str)]) -> Ran {
        let mut command = self.desk.command(args);
        command.env("AWS_CONFIG_FILE", self.folder.path().join("config"));
        // Nobody's own keys.
        command.env("AWS_SHARED_CREDENTIALS_FILE", self.folder.path().join("none"));
        Ran::from(command.envs(env.iter().copied()).output().unwrap())
    }

    /// Keeps an entry that begins with a profile.
    #[track_caller]
    pub(crate) fn add(&self, name: &str, profile: &str, role: &str, more: &[&str]) {
        let args = ["roles", "add", "--name", name, "--source-profile", profile, "--role", role];
        let ran = self.run(&[&args[..], more].concat());
        assert_eq!(ran.code, 0, "{ran:?}");
    }
}

pub(crate) fn profile(name: &str, region: &str, endpoint: &str) -> String {
    format!(
        "[profile {name}]\naws_access_key_id = AKIABASE\naws_secret_access_key = base-secret\n\
         region = {region}\nendpoint_url = {endpoint}\n"
    )
}
