//! Processes a run started: what memory they take, and how they end.

use std::{
    fs,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};
use serde::Serialize;

use crate::error::BenchError;

/// How long processes may take to end by themselves once the first of them has.
const PATIENCE: Duration = Duration::from_secs(5);

/// A process and when it began, so that its id is not taken for that of a later one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Process {
    pub(crate) id: u32,
    parent: u32,
    began: u64,
    /// Processor time it has used, in ticks, with that of children that have ended.
    used: u64,
}

impl Process {
    fn read(id: u32) -> Option<Self> {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        // The name before it may hold spaces and brackets: count from the last bracket.
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        if fields.first() == Some(&"Z") {
            return None;
        }
        let number = |i: usize| fields.get(i)?.parse::<u64>().ok();
        Some(Self {
            id,
            parent: fields.get(1)?.parse().ok()?,
            began: number(19)?,
            used: (11..=14).map(number).sum::<Option<u64>>()?,
        })
    }

    fn lives(self) -> bool {
        Self::read(self.id).is_some_and(|now| now.began == self.began)
    }

    fn kill(self) {
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

    fn name(self) -> String {
        let link = fs::read_link(format!("/proc/{}/exe", self.id)).unwrap_or_default();
        link.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
    }
}

fn all() -> Vec<Process> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|e| Process::read(e.file_name().to_str()?.parse().ok()?)).collect()
}

/// A process and all it started, as they are now.
pub(crate) fn family(of: u32) -> Vec<Process> {
    let all = all();
    let mut family: Vec<Process> = all.iter().copied().filter(|p| p.id == of).collect();
    let mut at = 0;
    while let Some(parent) = family.get(at).copied() {
        family.extend(all.iter().filter(|p| p.parent == parent.id && p.id != parent.id));
        at += 1;
    }
    family
}

/// Processor time a process and all it started have used, in milliseconds.
pub(crate) fn processor_time(of: u32) -> f64 {
    let used: u64 = family(of).iter().map(|p| p.used).sum();
    ticks(used)
}

/// Processor time all processes have used since the machine started, in milliseconds.
pub(crate) fn processor_time_of_all() -> f64 {
    let text = fs::read_to_string("/proc/stat").unwrap_or_default();
    let line = text.lines().next().unwrap_or_default();
    // user nice system idle iowait irq softirq steal; what follows is part of user.
    let numbers = line.split_whitespace().skip(1).take(8).enumerate();
    let busy = numbers.filter(|(i, _)| ![3, 4].contains(i));
    ticks(busy.filter_map(|(_, n)| n.parse::<u64>().ok()).sum())
}

/// Ticks, a hundred a second on every Linux, in milliseconds.
#[allow(clippy::cast_precision_loss)]
fn ticks(ticks: u64) -> f64 {
    ticks as f64 * 10.0
}

/// Ends a family: those whose parent is gone get a moment to notice.
pub(crate) fn end(family: &[Process]) {
    if let Some(first) = family.first() {
        first.kill();
    }
    let until = Instant::now() + PATIENCE;
    while family.iter().any(|p| p.lives()) && Instant::now() < until {
        thread::sleep(Duration::from_millis(20));
    }
    family.iter().for_each(|p| p.kill());
}

/// Memory in MiB.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub(crate) struct Memory {
    /// Proportional set size: shared pages count in parts.
    pub(crate) pss: f64,
    /// Pages that are this process's alone and were written to.
    pub(crate) private_dirty: f64,
}

impl Memory {
    fn read(rollup: &str) -> Option<Self> {
        let value = |name: &str| -> Option<f64> {
            let line = rollup.lines().find_map(|l| l.strip_prefix(name))?;
            Some(line.split_whitespace().next()?.parse::<f64>().ok()? / 1024.0)
        };
        Some(Self { pss: value("Pss:")?, private_dirty: value("Private_Dirty:")? })
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.pss += other.pss;
        self.private_dirty += other.private_dirty;
    }
}

/// Memory of a program and what it started.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct TreeMemory {
    pub(crate) sum: Memory,
    pub(crate) app: Memory,
    pub(crate) network: Memory,
    pub(crate) web: Memory,
    /// Anything else it started.
    pub(crate) other: Memory,
    /// Processes of WebKit that others ran then: they share pages with ours, which makes our sum
    /// of PSS smaller.
    pub(crate) other_web_kits: usize,
}

/// Adds up the memory of a process and all it started.
pub(crate) fn memory(of: u32) -> Result<TreeMemory, BenchError> {
    let mut tree = TreeMemory::default();
    let family = family(of);
    let others = all().into_iter().filter(|p| family.iter().all(|own| own.id != p.id));
    tree.other_web_kits = others.filter(|p| p.name().starts_with("WebKit")).count();
    for process in family {
        let rollup = fs::read_to_string(format!("/proc/{}/smaps_rollup", process.id));
        let memory = rollup.ok().and_then(|r| Memory::read(&r));
        let Some(memory) = memory else {
            // A helper may have ended since; one that lives must be readable.
            if process.lives() {
                return Err(BenchError::Memory(process.id));
            }
            continue;
        };
        tree.sum.add(memory);
        match process.name().as_str() {
            _ if process.id == of => &mut tree.app,
            "WebKitNetworkProcess" => &mut tree.network,
            "WebKitWebProcess" => &mut tree.web,
            _ => &mut tree.other,
        }
        .add(memory);
    }
    Ok(tree)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_read_in_mebibytes() {
        let rollup = "55d0-7ffc [rollup]\nRss:  9999 kB\nPss:   2048 kB\nPss_Dirty: 1 kB\n\
                      Private_Dirty:     512 kB\n";
        assert_eq!(Memory::read(rollup), Some(Memory { pss: 2.0, private_dirty: 0.5 }));
        assert_eq!(Memory::read("Rss: 1 kB\n"), None);
    }

    #[test]
    fn this_process_has_memory() {
        let tree = memory(std::process::id()).unwrap();
        assert!(tree.app.pss > 0.5 && tree.sum.pss >= tree.app.pss, "{tree:?}");
    }
}
