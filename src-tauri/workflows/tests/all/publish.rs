//! Publishing entries into a configuration file that belongs to somebody else.

use std::path::PathBuf;

use rolebridge_model::*;
use rolebridge_workflows::publish::{
    AwsFilePaths, PublishAnswer, PublishLayout, PublishLineKind, PublishRequest, PublishRun,
};
use rolebridge_workflows::switch::SwitchForm;

use crate::common::*;

/// Comments, blank lines, CRLF, unknown keys, odd spaces, a secret, and no line break at the end.
const CONFIG: &str = "# mine\r\n[default]\r\nregion=eu-west-1\r\n\r\n; keep  \r\n[profile own]\r\n\
    strange_key   =  value # with more\r\naws_secret_access_key = hush/hush\r\ns3 =\r\n  max = 3";

struct Files {
    desk: Desk,
    paths: AwsFilePaths,
}

impl Files {
    async fn new(config: Option<&str>) -> Self {
        let desk = Desk::new().await;
        let folder = desk.dir.path().join("dot-aws");
        let paths =
            AwsFilePaths { config: folder.join("config"), credentials: folder.join("credentials") };
        if let Some(config) = config {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&paths.config, config).unwrap();
        }
        for (name, role) in [("prod-admin", "Admin"), ("Prod read", "Read"), ("own", "Own")] {
            let form = SwitchForm {
                name: name.into(),
                account: "222222222222".into(),
                role: role.into(),
                colour: "f2b0a9".into(),
                region: "eu-central-1".into(),
                ..SwitchForm::default()
            };
            desk.session.save_switch_entry(&form).unwrap();
        }
        Self { desk, paths }
    }

    fn publish(&self, layout: PublishLayout, entries: Option<Vec<SwitchEntryId>>) -> PublishAnswer {
        let request = PublishRequest { layout, entries, ..PublishRequest::default() };
        let preview = self.desk.session.preview_publish(&self.paths, &request).unwrap();
        let run = PublishRun { request, token: preview.token };
        self.desk.session.publish(&self.paths, &run).unwrap()
    }

    fn config(&self) -> String {
        String::from_utf8(std::fs::read(&self.paths.config).unwrap()).unwrap()
    }

    fn folder(&self) -> Vec<String> {
        files(self.paths.config.parent().unwrap())
    }
}

#[tokio::test]
async fn the_difference_is_shown_without_secrets_and_nothing_is_written() {
    let files = Files::new(Some(CONFIG)).await;
    let preview =
        files.desk.session.preview_publish(&files.paths, &PublishRequest::default()).unwrap();
    assert_eq!(preview.profiles, ["prod-admin", "Prod-read"]);
    assert_eq!(preview.renamed[0].profile, "Prod-read");
    assert_eq!(preview.left_out[0].entry, "own");
    assert!(preview.left_out[0].reason.contains("Line 6"), "{:?}", preview.left_out);
    let shown: Vec<&str> = preview.lines.iter().map(|l| l.text.as_str()).collect();
    assert!(shown.contains(&"credential_process = rolebridge credentials prod-admin"), "{shown:?}");
    assert!(shown.iter().any(|l| l.starts_with("aws_secret_access_key")), "{shown:?}");
    assert!(!shown.iter().any(|l| l.contains("hush")), "{shown:?}");
    assert!(preview.lines.iter().all(|l| l.kind != PublishLineKind::Removed));
    assert_eq!(files.config(), CONFIG);
    assert_eq!(files.folder(), ["config"]);
}

#[tokio::test]
async fn every_byte_outside_stays_and_taking_back_restores_the_file() {
    for layout in [PublishLayout::Block, PublishLayout::Profiles] {
        let files = Files::new(Some(CONFIG)).await;
        let answer = files.publish(layout, None);
        assert_eq!(answer.profiles, 2);
        assert!(files.config().starts_with(CONFIG), "{}", files.config());
        assert!(files.config().contains("[profile prod-admin]\r\n"));
        let backup = answer.backup.unwrap();
        assert_eq!(std::fs::read_to_string(&backup).unwrap(), CONFIG);
        assert_eq!(files.desk.session.published(&files.paths).unwrap().len(), 2);
        let again = files.publish(layout, None);
        assert_eq!(again.backup, None, "nothing was different");
        files.publish(layout, Some(Vec::new()));
        assert_eq!(files.config(), CONFIG);
        assert!(files.folder().iter().all(|f| !f.starts_with('.')), "nothing is left lying about");
        let actions: Vec<_> = files.desk.log().into_iter().map(|l| l.action).collect();
        assert_eq!(actions, ["Publish", "Unpublish"]);
    }
}

#[tokio::test]
async fn a_file_changed_since_it_was_shown_is_left_alone() {
    let files = Files::new(Some(CONFIG)).await;
    let request = PublishRequest::default();
    let token = files.desk.session.preview_publish(&files.paths, &request).unwrap().token;
    let theirs = format!("{CONFIG}\r\n[profile new]\r\n");
    std::fs::write(&files.paths.config, &theirs).unwrap();
    let run = PublishRun { request, token };
    let error = files.desk.session.publish(&files.paths, &run).unwrap_err();
    assert_eq!(error.code(), FailureCode::Refused);
    assert_eq!(files.config(), theirs);
    assert_eq!(files.folder(), ["config"]);
}

#[tokio::test]
async fn a_damaged_mark_or_another_encoding_is_refused() {
    for (text, word) in [
        (&b"# >>> rolebridge profiles >>>\n"[..], ":1: It can't be changed"),
        (b"[profile \xff]\n", "UTF-8"),
    ] {
        let files = Files::new(Some("")).await;
        std::fs::write(&files.paths.config, text).unwrap();
        let request = PublishRequest::default();
        let error = files.desk.session.preview_publish(&files.paths, &request).unwrap_err();
        assert!(error.to_string().contains(word), "{error}");
    }
}

#[tokio::test]
async fn names_in_the_credentials_file_are_left_out() {
    let files = Files::new(Some("")).await;
    std::fs::write(&files.paths.credentials, "[prod-admin]\naws_access_key_id = x\n").unwrap();
    let request = PublishRequest::default();
    let preview = files.desk.session.preview_publish(&files.paths, &request).unwrap();
    assert_eq!(preview.profiles, ["Prod-read", "own"]);
    assert!(preview.left_out[0].reason.contains("credentials file"));
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::path::Path;

    use super::*;

    fn mode(path: impl AsRef<Path>) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    fn set(path: &PathBuf, mode: u32) {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }

    #[tokio::test]
    async fn the_mode_stays_and_secrets_are_nobody_elses() {
        for (text, before, after) in [
            ("[default]\n", 0o644, 0o644),
            ("[default]\n", 0o600, 0o600),
            ("[default]\naws_secret_access_key = x\n", 0o644, 0o600),
        ] {
            let files = Files::new(Some(text)).await;
            set(&files.paths.config, before);
            let answer = files.publish(PublishLayout::Block, None);
            assert_eq!(mode(&files.paths.config), after);
            assert_eq!(mode(answer.backup.unwrap()), 0o600);
        }
    }

    #[tokio::test]
    async fn a_new_file_and_its_folder_are_the_users_alone() {
        let files = Files::new(None).await;
        let answer = files.publish(PublishLayout::Block, None);
        assert_eq!(answer.backup, None);
        assert_eq!(mode(&files.paths.config), 0o600);
        assert_eq!(mode(files.paths.config.parent().unwrap()), 0o700);
    }

    #[tokio::test]
    async fn a_link_stays_a_link() {
        let mut files = Files::new(Some(CONFIG)).await;
        let link = files.desk.dir.path().join("link");
        symlink(&files.paths.config, &link).unwrap();
        let real = std::mem::replace(&mut files.paths.config, link.clone());
        let answer = files.publish(PublishLayout::Block, None);
        assert!(link.is_symlink());
        assert!(std::fs::read_to_string(&real).unwrap().contains("prod-admin"));
        assert!(Path::new(&answer.path).ends_with("dot-aws/config"), "{}", answer.path);
        std::fs::remove_file(&real).unwrap();
        let request = PublishRequest::default();
        let error = files.desk.session.preview_publish(&files.paths, &request).unwrap_err();
        assert!(error.to_string().contains("leads nowhere"), "{error}");
    }

    #[tokio::test]
    async fn a_read_only_file_is_left_alone() {
        let files = Files::new(Some(CONFIG)).await;
        set(&files.paths.config, 0o400);
        let request = PublishRequest::default();
        let token = files.desk.session.preview_publish(&files.paths, &request).unwrap().token;
        let run = PublishRun { request, token };
        let error = files.desk.session.publish(&files.paths, &run).unwrap_err();
        assert!(error.to_string().contains("read-only"), "{error}");
        assert_eq!(files.config(), CONFIG);
        assert_eq!(files.folder(), ["config"]);
    }
}
