//! Measures how long Rolebridge takes to start and how much memory it uses, beside a bare Tauri
//! window, in turn, in one run. It fails only if it can't measure, never because something is slow.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod computer;
mod driver;
mod error;
mod machine;
mod process;
mod program;
mod report;
mod seed;
mod typing;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use clap::Parser;

use crate::{
    computer::Computer,
    driver::{Opening, Tools},
    error::{At, BenchError},
    machine::Machine,
    program::{Program, Start},
    report::{Measured, Pair},
    typing::{Spread, Typing},
};

#[derive(Parser)]
#[command(about = "Measures start, memory and typing of Rolebridge, beside a bare Tauri window")]
struct Options {
    /// How often each is started, cold and warm.
    #[arg(long, default_value_t = 5)]
    runs: u32,
    /// Secondary sources of the agent space.
    #[arg(long, default_value_t = 10_000)]
    sources: u64,
    /// Switch entries to type into.
    #[arg(long, default_value_t = 20_000)]
    entries: usize,
    /// Seconds from a ready window to the reading of its memory.
    #[arg(long, default_value_t = 5)]
    idle_seconds: u64,
}

fn main() -> ExitCode {
    match bench(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn bench(options: &Options) -> Result<(), BenchError> {
    if env::var_os("DISPLAY").is_none() && env::var_os("WAYLAND_DISPLAY").is_none() {
        return Err(BenchError::NoDisplay);
    }
    let here = env::current_exe().at("/proc/self/exe")?;
    let target: PathBuf = here.ancestors().nth(2).unwrap_or(&here).to_owned();
    let bench = Bench {
        app: Program::beside(&here, "rolebridge-desktop")?,
        bare: Program::beside(&here, "rolebridge-baseline")?,
        folder: tempfile::Builder::new()
            .prefix("rolebridge-bench-")
            .tempdir()
            .at(env::temp_dir())?,
        idle: Duration::from_secs(options.idle_seconds),
    };
    eprintln!("seeding {} secondary sources", options.sources);
    seed::seed(&bench.data(), options.sources)?;

    let mut machine = Machine::now();
    let (cold, warm) = bench.starts(options.runs, &mut machine)?;
    let opened = match Tools::find(&target) {
        Ok(tools) => bench.openings(&tools, options.runs).map_err(|e| e.to_string()),
        Err(missing) => Err(missing),
    };
    machine.load_after = machine::load();
    let measured = Measured {
        machine,
        sources: options.sources,
        idle_seconds: options.idle_seconds,
        cold,
        warm,
        no_openings: opened.as_ref().err().cloned(),
        openings: opened.unwrap_or_default(),
    };
    let file = target.join("bench").join("start.json");
    fs::create_dir_all(target.join("bench")).at(target.join("bench"))?;
    let typed = bench.typing(&target, options.entries)?;
    println!("{}", typed.table());
    let typing_file = target.join("bench").join("switch.json");
    let json = serde_json::to_string_pretty(&typed)
        .map_err(|e| BenchError::File(typing_file.clone(), e.into()))?;
    fs::write(&typing_file, json).at(&typing_file)?;
    let json = measured.json().map_err(|e| BenchError::File(file.clone(), e.into()))?;
    fs::write(&file, json).at(&file)?;
    println!("{}\nAll of it is in {}", measured.table(), shown(&file));
    Ok(())
}

/// A path as seen from the folder we are in.
fn shown(path: &Path) -> String {
    let here = env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).display().to_string()
}

struct Bench {
    app: Program,
    bare: Program,
    folder: tempfile::TempDir,
    idle: Duration,
}

impl Bench {
    /// The data folder every computer gets a copy of.
    fn data(&self) -> PathBuf {
        self.folder.path().join("seed")
    }

    fn computer(&self, name: &str) -> Result<Computer, BenchError> {
        Computer::new(self.folder.path().join(name), &self.data())
    }

    /// The bare window and the app in turn, cold and warm.
    fn starts(&self, runs: u32, machine: &mut Machine) -> Result<(Pair, Pair), BenchError> {
        let (used_bare, used_app) = (self.computer("used-bare")?, self.computer("used-app")?);
        // Not counted: these fill the folders of the warm starts, and the page cache for all.
        self.bare.measure(&used_bare, Duration::from_secs(1), |line| {
            if let Some(version) = line.strip_prefix("web view ") {
                version.clone_into(&mut machine.web_view);
            }
        })?;
        self.app.measure(&used_app, Duration::from_secs(1), |_| {})?;
        let (mut cold, mut warm) = (Pair::default(), Pair::default());
        for run in 1..=runs {
            let fresh = self.computer(&format!("bare-{run}"))?;
            cold.bare.push(self.start(&self.bare, &fresh)?);
            let fresh = self.computer(&format!("app-{run}"))?;
            cold.app.push(self.start(&self.app, &fresh)?);
            warm.bare.push(self.start(&self.bare, &used_bare)?);
            warm.app.push(self.start(&self.app, &used_app)?);
            let told = [&cold.bare, &cold.app, &warm.bare, &warm.app]
                .map(|s| s.last().map_or(0.0, |s| s.milliseconds).to_string());
            eprintln!(
                "run {run} of {runs}: cold {} and {} ms, warm {} and {} ms",
                told[0], told[1], told[2], told[3]
            );
        }
        Ok((cold, warm))
    }

    fn start(&self, program: &Program, computer: &Computer) -> Result<Start, BenchError> {
        program.measure(computer, self.idle, |_| {})
    }

    /// Switch entries searched, in Rust and in a window driven for it. Their folder is one of its
    /// own, so that nothing else that is measured has them.
    fn typing(&self, target: &Path, entries: usize) -> Result<Typing, BenchError> {
        eprintln!("typing over {entries} switch entries");
        let many = self.computer("many")?;
        typing::seed(&many.data(), entries)?;
        let rust = Spread::of(typing::in_rust(&many.data())?);
        let window = Tools::find(target).and_then(|tools| {
            tools.type_into(self.app.path(), &many, &typing::TEXTS).map_err(|e| e.to_string())
        });
        let (times, not_painted) = match window {
            Ok(times) => (times, None),
            Err(why) => (Vec::new(), Some(why)),
        };
        let each = typing::typed().map(str::to_owned).zip(times.iter().copied()).collect();
        Ok(Typing { entries, rust, painted: Spread::of(times), each, not_painted })
    }

    /// The agent space opened in a window driven for it.
    fn openings(&self, tools: &Tools, runs: u32) -> Result<Vec<Opening>, BenchError> {
        let space = seed::space().map_err(|e| BenchError::Seed(e.to_string()))?;
        let route = format!("/spaces/{}/{}/{}", space.account, space.region, space.id);
        (1..=runs)
            .map(|run| {
                let computer = self.computer(&format!("open-{run}"))?;
                let app = self.app.path();
                let opening = tools.open(app, &computer, &route, seed::ROLE, self.idle)?;
                eprintln!("opening {run} of {runs}: {:.0} ms", opening.milliseconds);
                Ok(opening)
            })
            .collect()
    }
}
