//! A program that is asked one short question, for a limited time.

use std::{
    io::Read,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(5);
/// What is longer is no answer to the question.
const MOST: u64 = 64 << 10;

/// What a program answers, or nothing if it can't, will not, or takes too long.
pub(super) fn run(command: &mut Command) -> Option<String> {
    quietly(command);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    let mut out = child.stdout.take()?;
    let reader = std::thread::spawn(move || {
        let mut text = Vec::new();
        let read = out.by_ref().take(MOST).read_to_end(&mut text);
        read.is_ok().then_some(text)
    });
    if !ended_well(&mut child) {
        return None;
    }
    String::from_utf8(reader.join().ok()??).ok()
}

fn ended_well(child: &mut Child) -> bool {
    let deadline = Instant::now() + PATIENCE;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) if Instant::now() < deadline => std::thread::sleep(PAUSE),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                return false;
            }
        }
    }
}

/// No console window appears.
#[cfg(windows)]
fn quietly(command: &mut Command) {
    use std::os::windows::process::CommandExt;
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    command.creation_flags(CREATE_NO_WINDOW);
}

#[cfg(not(windows))]
fn quietly(_command: &mut Command) {}
