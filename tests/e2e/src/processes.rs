//! The processes a test started, and how they end.

use std::{
    fs,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

/// A process and when it began, so that its id is not taken for that of a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Process {
    id: u32,
    parent: u32,
    began: u64,
}

impl Process {
    fn read(id: u32) -> Option<Self> {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        // The name before it may hold spaces and brackets: count from the last bracket.
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        if fields.first() == Some(&"Z") {
            return None;
        }
        Some(Self {
            id,
            parent: fields.get(1)?.parse().ok()?,
            began: fields.get(19)?.parse().ok()?,
        })
    }

    pub(crate) fn lives(self) -> bool {
        Self::read(self.id).is_some_and(|now| now.began == self.began)
    }

    /// `kill -9`.
    pub(crate) fn kill(self) {
        if self.lives()
            && let Some(id) = i32::try_from(self.id).ok().and_then(Pid::from_raw)
        {
            // It may have ended by itself meanwhile.
            let _ = kill_process(id, Signal::KILL);
        }
    }

    /// Whether it runs this program.
    pub(crate) fn runs(self, program: &Path) -> bool {
        fs::read_link(format!("/proc/{}/exe", self.id)).is_ok_and(|exe| exe == program)
    }

    /// Waits for its end; says whether that came.
    pub(crate) fn ended_within(self, patience: Duration) -> bool {
        let until = Instant::now() + patience;
        while self.lives() {
            if Instant::now() > until {
                return false;
            }
            thread::sleep(Duration::from_millis(20));
        }
        true
    }
}

/// A process and all it started, as they are now.
pub(crate) fn family(of: u32) -> Vec<Process> {
    let all: Vec<Process> = fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Process::read(entry.file_name().to_str()?.parse().ok()?))
        .collect();
    let mut family: Vec<Process> = all.iter().copied().filter(|p| p.id == of).collect();
    let mut at = 0;
    while let Some(parent) = family.get(at).copied() {
        family.extend(all.iter().filter(|p| p.parent == parent.id && p.id != parent.id));
        at += 1;
    }
    family
}
