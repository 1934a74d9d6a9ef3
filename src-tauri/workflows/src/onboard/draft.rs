//! Drafts: what was typed survives everything.

use rolebridge_model::{Draft, DraftId, Method, PlanId, ReachChoice, SourceForm, SpaceRef};
use uuid::Uuid;

use crate::{
    Error, Session,
    documents::{is_for_spaces, template},
    onboard::OpenDraft,
    progress::Event,
};
use rolebridge_policy::Templates;
use rolebridge_store::StoreError;

impl Session {
    /// Opens a draft, or begins one with what can be suggested.
    ///
    /// # Errors
    /// If the draft is gone; otherwise what the database said.
    pub fn open_draft(&self, request: &OpenDraft) -> Result<Draft, Error> {
        if let Some(id) = request.draft {
            return Ok(self.store.draft(id)?);
        }
        let suggested = Templates::builtin()
            .iter()
            .find(|t| is_for_spaces(t) && t.successor().is_none())
            .map(|t| (t.id().to_string(), t.role_name().to_owned()));
        let (template_id, role_name) = suggested.unwrap_or_default();
        let inline = rolebridge_model::TemplateId::parse(&template_id)
            .ok()
            .and_then(|id| template(&id).ok())
            .and_then(|t| t.inline_names().first().cloned());
        let draft = Draft {
            id: DraftId(Uuid::new_v4()),
            space: request.space.clone(),
            form: SourceForm {
                template: template_id,
                role_name,
                inline_policy_name: inline.unwrap_or_default(),
                method: Method::Guide,
                reach: ReachChoice::AssumeRole,
                reach_role: "OrganizationAccountAccessRole".into(),
                ..SourceForm::default()
            },
            step: 0,
            ticked: Vec::new(),
            plan: None,
            updated_at: self.clock.now(),
        };
        self.store.put_draft(&draft)?;
        self.tell(Event::Drafts);
        Ok(draft)
    }

    /// Remembers a draft as typed. The plan it led to is not the front end's to change. What is
    /// typed into a draft discarded a moment ago, in another window or by a plan that ended, goes
    /// with it.
    ///
    /// # Errors
    /// What the database said.
    pub fn save_draft(&self, mut draft: Draft) -> Result<(), Error> {
        let before = self.store.draft(draft.id).ok();
        // A plan made from other fields no longer says what would be done.
        draft.plan = before.filter(|d| asks_the_same(&d.form, &draft.form)).and_then(|d| d.plan);
        draft.updated_at = self.clock.now();
        self.store.update_draft(&draft)?;
        Ok(())
    }

    /// Remembers the plan a draft led to. While AWS was asked the draft may have been typed into,
    /// which stays, or discarded.
    pub(crate) fn note_plan(&self, read: &Draft, plan: PlanId) -> Result<(), Error> {
        match self.store.draft(read.id) {
            Err(StoreError::Missing(_)) => Ok(()),
            Err(error) => Err(error.into()),
            Ok(now) if asks_the_same(&now.form, &read.form) => {
                self.store.update_draft(&Draft { plan: Some(plan), ..now })?;
                Ok(())
            }
            Ok(_) => Ok(()),
        }
    }

    /// The drafts of a space, last changed first. One nothing was typed into is not worth showing.
    ///
    /// # Errors
    /// What the database said.
    pub fn drafts(&self, space: &SpaceRef) -> Result<Vec<Draft>, Error> {
        let mut drafts = self.store.drafts(space)?;
        drafts.retain(|d| !d.form.account.trim().is_empty() || !d.form.label.trim().is_empty());
        Ok(drafts)
    }

    /// Forgets a draft.
    ///
    /// # Errors
    /// What the database said.
    pub fn discard_draft(&self, id: DraftId) -> Result<(), Error> {
        self.store.remove_draft(id)?;
        self.tell(Event::Drafts);
        Ok(())
    }
}

/// Whether two forms lead to the same role. Its label and who makes it do not matter.
fn asks_the_same(a: &SourceForm, b: &SourceForm) -> bool {
    let bare = |form: &SourceForm| SourceForm {
        label: String::new(),
        method: Method::default(),
        ..form.clone()
    };
    bare(a) == bare(b)
}
