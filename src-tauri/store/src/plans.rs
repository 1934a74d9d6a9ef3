//! The journal: plans as they were shown, and how far each has come. A step is written here before
//! it begins and after it ends, so that a plan can go on after a crash.

use std::{
    collections::HashSet,
    fs::{File, TryLockError},
    sync::{LazyLock, Mutex, PoisonError},
};

use rolebridge_model::{Plan, PlanId, PlanState, Timestamp};
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use crate::{
    Store, StoreError,
    database::{json, millis},
};

/// Plans being carried out by this process: file locks do not exclude their own process.
static MINE: LazyLock<Mutex<HashSet<Uuid>>> = LazyLock::new(Mutex::default);

/// The sole right to carry out a plan. The operating system takes it back if the process dies,
/// which is how an interrupted plan is told from a running one.
#[derive(Debug)]
pub struct PlanClaim {
    id: Uuid,
    _lock: Option<File>,
}

impl Drop for PlanClaim {
    fn drop(&mut self) {
        MINE.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}

impl Store {
    /// Writes a plan as it stands.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn put_plan(&self, plan: &Plan, at: Timestamp) -> Result<(), StoreError> {
        self.connection().execute(
            "INSERT INTO plans (id, state, body_json, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (id) DO UPDATE SET state = excluded.state, body_json = excluded.body_json,
                 updated_at = excluded.updated_at",
            params![
                plan.id.to_string(),
                serde_json::to_string(&plan.state)?,
                serde_json::to_string(plan)?,
                millis(plan.created_at),
                millis(at),
            ],
        )?;
        Ok(())
    }

    /// One plan. A plan that was running in a process that died is `Interrupted`.
    ///
    /// # Errors
    /// [`StoreError::Missing`] if it was discarded; otherwise what SQLite or the disk said.
    pub fn plan(&self, id: PlanId) -> Result<Plan, StoreError> {
        let plan: Plan = self
            .connection()
            .query_row("SELECT body_json FROM plans WHERE id = ?1", [id.to_string()], |r| {
                json(r, "body_json")
            })
            .optional()?
            .ok_or(StoreError::Missing("The plan"))?;
        self.with_true_state(plan)
    }

    /// Plans that were begun and are not done, newest first.
    ///
    /// # Errors
    /// What SQLite or the disk said.
    pub fn unfinished_plans(&self) -> Result<Vec<Plan>, StoreError> {
        let begun: Vec<Plan> = {
            let connection = self.connection();
            let mut statement = connection.prepare(
                r#"SELECT body_json FROM plans WHERE state NOT IN ('"done"', '"proposed"')
                   ORDER BY created_at DESC"#,
            )?;
            statement.query_map([], |r| json(r, "body_json"))?.collect::<Result<_, _>>()?
        };
        begun
            .into_iter()
            .map(|p| self.with_true_state(p))
            .filter(|p| !matches!(p, Ok(p) if !p.state.resumable()))
            .collect()
    }

    fn with_true_state(&self, mut plan: Plan) -> Result<Plan, StoreError> {
        if plan.state == PlanState::Running {
            // Held while probing, so that the probe's lock can't be taken for a runner's.
            let mine = MINE.lock().unwrap_or_else(PoisonError::into_inner);
            if !mine.contains(&plan.id.0) && self.lock_file(plan.id).is_ok() {
                plan.state = PlanState::Interrupted;
            }
        }
        Ok(plan)
    }

    /// Takes the sole right to carry out a plan.
    ///
    /// # Errors
    /// [`StoreError::Claimed`] if this or another process is carrying it out.
    pub fn claim(&self, id: PlanId) -> Result<PlanClaim, StoreError> {
        let mut mine = MINE.lock().unwrap_or_else(PoisonError::into_inner);
        if mine.contains(&id.0) {
            return Err(StoreError::Claimed);
        }
        let lock = self.lock_file(id)?;
        mine.insert(id.0);
        Ok(PlanClaim { id: id.0, _lock: lock })
    }

    fn lock_file(&self, id: PlanId) -> Result<Option<File>, StoreError> {
        let Some(folder) = self.folder.as_ref().map(|f| f.join("locks")) else {
            return Ok(None);
        };
        let path = folder.join(id.to_string());
        let on = |source| StoreError::Folder { path: path.clone(), source };
        std::fs::create_dir_all(&folder).map_err(on)?;
        let file = File::create(&path).map_err(on)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Err(StoreError::Claimed),
            Err(TryLockError::Error(source)) => Err(on(source)),
        }
    }

    /// Forgets a plan.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn remove_plan(&self, id: PlanId) -> Result<(), StoreError> {
        self.connection().execute("DELETE FROM plans WHERE id = ?1", [id.to_string()])?;
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_file(folder.join("locks").join(id.to_string()));
        }
        Ok(())
    }

    /// Drops plans that were shown and never confirmed before the given time.
    ///
    /// # Errors
    /// What SQLite said.
    pub fn drop_proposals_before(&self, at: Timestamp) -> Result<(), StoreError> {
        self.connection().execute(
            r#"DELETE FROM plans WHERE state = '"proposed"' AND updated_at < ?1"#,
            [millis(at)],
        )?;
        Ok(())
    }
}
