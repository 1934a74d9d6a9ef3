//! The templates that come with Rolebridge, and sets of templates.

use std::sync::LazyLock;

use rolebridge_model::TemplateId;

use super::{Template, TemplateError};

/// A set of templates.
#[derive(Debug, Clone, Default)]
pub struct Templates {
    all: Vec<Template>,
}

#[allow(clippy::expect_used)] // embedded at build time and read by a test
static BUILTIN: LazyLock<Templates> = LazyLock::new(|| {
    let mut templates = Templates::default();
    for text in [
        include_str!("../../templates/devops-agent.toml"),
        include_str!("../../templates/devops-agent-preview.toml"),
        include_str!("../../templates/devops-agent-primary.toml"),
        include_str!("../../templates/opsramp-keys.toml"),
        include_str!("../../templates/opsramp-external-id.toml"),
        include_str!("../../templates/micetro.toml"),
        include_str!("../../templates/developer-access.toml"),
        include_str!("../../templates/admin-access.toml"),
    ] {
        templates
            .add(Template::parse(text).expect("embedded templates are valid"))
            .expect("embedded templates have different ids");
    }
    templates
});

impl Templates {
    /// The templates that come with Rolebridge.
    #[must_use]
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// Adds one, such as a user's own file.
    ///
    /// # Errors
    /// [`TemplateError::Duplicate`] if its id is taken.
    pub fn add(&mut self, template: Template) -> Result<(), TemplateError> {
        if self.get(template.id()).is_some() {
            return Err(TemplateError::Duplicate(template.id().clone()));
        }
        self.all.push(template);
        Ok(())
    }

    /// The template with this id.
    #[must_use]
    pub fn get(&self, id: &TemplateId) -> Option<&Template> {
        self.all.iter().find(|t| t.id() == id)
    }

    /// All of them, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = &Template> {
        self.all.iter()
    }
}
