//! Measures the `rolebridge` command beside what people use today, in turn, in one run, against the
//! same endpoint on this computer. It fails only if it can't measure, never because something is
//! slow.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod error;
mod measure;
mod report;

use std::{
    env,
    ffi::OsString,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use clap::Parser;
use rolebridge_peers::{FakeAws, SessionGiven};
use rolebridge_test_keyring::TestKeyring;
use tempfile::TempDir;

use crate::{
    error::BenchError,
    measure::{Run, STARTER},
    report::{Row, Table},
};

const ROLE: &str = "arn:aws:iam::222222222222:role/Bench";
/// The configuration all of them read.
const PROFILE: &str = "[profile base]\naws_access_key_id = AKIABENCH\n\
                       aws_secret_access_key = secret\nregion = us-east-1\n";
/// Entries of the database in which the one wanted is found.
const ENTRIES: usize = 200;

#[derive(Parser)]
#[command(about = "Measures the rolebridge command beside the AWS CLI, boto3 and aesr-config")]
struct Options {
    /// How often each is run, besides one run that is not counted.
    #[arg(long, default_value_t = 15)]
    runs: u32,
    /// Profiles of the file to import.
    #[arg(long, default_value_t = 20_000)]
    profiles: usize,
}

fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    if let Some((first, rest)) = arguments.split_first()
        && first == STARTER
    {
        return measure::start(rest);
    }
    match bench(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn bench(options: &Options) -> Result<(), BenchError> {
    let bench = Bench::new()?;
    let tables = [bench.credentials(options.runs)?, bench.import(options)?];
    let profile = if cfg!(debug_assertions) { "debug" } else { "release" };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("{} runs of each in turn, {profile} build, {cores} cores, load {load}", options.runs);
    for table in &tables {
        println!("{}", table.text());
    }
    let file = bench.top.join("target/bench/command-line.json");
    let at = |e| BenchError::File(file.display().to_string(), e);
    let json = serde_json::json!({
        "profile": profile, "cores": cores, "load": load.trim(), "tables": tables,
    });
    fs::create_dir_all(bench.top.join("target/bench")).map_err(at)?;
    fs::write(&file, format!("{json:#}")).map_err(at)?;
    println!("All of it is in target/bench/command-line.json");
    Ok(())
}

struct Bench {
    top: PathBuf,
    rolebridge: PathBuf,
    folder: TempDir,
    aws: FakeAws,
}

impl Bench {
    fn new() -> Result<Self, BenchError> {
        let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let top = top.canonicalize().unwrap_or(top);
        let here = env::current_exe().unwrap_or_default();
        let rolebridge = here.with_file_name("rolebridge");
        for (path, name) in [
            (&rolebridge, "rolebridge"),
            (&top.join(".venv-aws/bin/aws"), "the AWS CLI"),
            (&top.join("target/tools/aesr-config/node_modules/aesr-config"), "aesr-config"),
        ] {
            if !path.exists() {
                return Err(BenchError::Missing(name.to_owned()));
            }
        }
        let session = SessionGiven::marked("BENCH");
        let folder = tempfile::Builder::new().prefix("rolebridge-bench-").tempdir();
        let folder = folder.map_err(|e| BenchError::File("a temporary folder".into(), e))?;
        let aws = FakeAws::start(move |asked| asked.usual(&session, "token"));
        let bench = Self { top, rolebridge, folder, aws };
        bench.write("config", PROFILE)?;
        Ok(bench)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> Result<PathBuf, BenchError> {
        let path = self.path(name);
        fs::write(&path, text).map_err(|e| BenchError::File(path.display().to_string(), e))?;
        Ok(path)
    }

    /// A program with the environment all of them have.
    fn program(&self, path: &Path) -> Command {
        let mut command = Command::new(path);
        command
            .env("PATH", env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.folder.path())
            .env("AWS_CONFIG_FILE", self.path("config"))
            .env("AWS_SHARED_CREDENTIALS_FILE", self.path("none"))
            .env("AWS_ENDPOINT_URL", &self.aws.url)
            .env("AWS_PROFILE", "base")
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("AWS_PAGER", "");
        command
    }

    fn rolebridge(&self, home: &Path, arguments: &[&str]) -> Command {
        let mut command = self.program(&self.rolebridge);
        command.arg("--home").arg(home).args(arguments);
        command
    }

    fn asked(&self) -> usize {
        self.aws.asked().len()
    }

    fn credentials(&self, runs: u32) -> Result<Table, BenchError> {
        let home = self.path("home");
        let mut entries = String::from("name,account,role\n");
        for i in 1..ENTRIES {
            let _ = writeln!(entries, "Entry {i},222222222222,Role{i}");
        }
        let entries = self.write("entries.csv", &entries)?;
        let file = entries.display().to_string();
        measure::run(&self.rolebridge(&home, &["import", &file]))?;
        let add = ["roles", "add", "--name", "Bench", "--role", ROLE, "--source-profile", "base"];
        measure::run(&self.rolebridge(&home, &add))?;

        let venv = self.top.join(".venv-aws/bin");
        let mut notes = Vec::new();
        let keyring = TestKeyring::start();
        let uncached = self.rolebridge(&home, &["credentials", "Bench", "--no-cache"]);
        let mut cached = self.rolebridge(&home, &["credentials", "Bench"]);
        cached.envs(keyring.environment());
        let mut cli = self.program(&venv.join("aws"));
        cli.args(["sts", "assume-role", "--role-arn", ROLE, "--role-session-name", "bench"]);
        let mut script = self.program(&venv.join("python"));
        script.arg(self.write("assume.py", include_str!("assume.py"))?).arg(ROLE);

        let programs = [&uncached, &cached, &cli, &script];
        for program in programs {
            measure::run(program)?;
        }
        let mut all = [const { Vec::new() }; 4];
        // How often each asked AWS, so that what is called cached is so.
        let mut calls = [0; 4];
        for _ in 0..runs {
            for ((program, runs), calls) in programs.iter().zip(&mut all).zip(&mut calls) {
                let before = self.asked();
                runs.push(measure::run(program)?);
                *calls += self.asked() - before;
            }
        }
        let [uncached, cached, cli, script] = all;
        let ours = Row::new("rolebridge credentials, uncached", &uncached);
        let mut rows = vec![
            Row::new("aws sts assume-role", &cli).beside(&ours, Some(15.0), Some(4.0)),
            Row::new("boto3 script", &script).beside(&ours, None, None),
        ];
        if calls[1] == 0 {
            let ours = Row::new("rolebridge credentials, cached in the keychain", &cached);
            rows.push(Row::new("aws sts assume-role", &cli).beside(&ours, Some(40.0), None));
            rows.insert(2, ours);
        } else {
            notes.push(format!("Nothing was cached: {} calls in {runs} runs.", calls[1]));
        }
        rows.insert(0, ours);
        let heading = format!("Credentials of a role, one of {ENTRIES} entries");
        Ok(Table { heading, rows, notes })
    }

    fn import(&self, options: &Options) -> Result<Table, BenchError> {
        let mut text = String::from("[base]\naws_account_id = 111111111111\n");
        for i in 1..options.profiles {
            let source = if i % 2 == 0 { "source_profile = base\n" } else { "" };
            let _ = write!(
                text,
                "\n; profile {i}\n[profile team-{i}]\n\
                 role_arn = arn:aws:iam::{i:012}:role/team/Admin\nregion = eu-central-1\n\
                 color = ffaa{:02x}\n{source}",
                i % 256
            );
        }
        let file = self.write("aesr.ini", &text)?;
        let name = file.display().to_string();
        let script = self.write("parse.mjs", include_str!("parse.mjs"))?;
        let mut node = self.program(Path::new("node"));
        node.arg(script)
            .arg(self.top.join("target/tools/aesr-config"))
            .args([&name, &options.profiles.to_string()]);

        let runs = options.runs.min(10);
        let (mut imports, mut looks, mut parses): (Vec<Run>, Vec<Run>, Vec<Run>) =
            Default::default();
        for run in 0..=runs {
            let home = self.path(&format!("import-{run}"));
            let import = ["import", &name, "--dialect", "aesr"];
            let imported = measure::run(&self.rolebridge(&home, &import))?;
            let fresh = self.path(&format!("look-{run}"));
            let look = [&import[..], &["--dry-run"]].concat();
            let looked = measure::run(&self.rolebridge(&fresh, &look))?;
            let parsed = measure::run(&node)?;
            // The first fills the page cache.
            if run > 0 {
                imports.push(imported);
                looks.push(looked);
                parses.push(parsed);
            }
        }
        let whole = Row::new("rolebridge import", &imports);
        let look = Row::new("rolebridge import --dry-run", &looks);
        let beside_whole =
            Row::new("aesr-config, parsing only", &parses).beside(&whole, Some(1.0), None);
        let beside_look =
            Row::new("aesr-config, parsing only", &parses).beside(&look, Some(1.0), None);
        Ok(Table {
            heading: format!("A file of {} AESR profiles, {runs} runs", options.profiles),
            rows: vec![whole, beside_whole, look, beside_look],
            notes: vec!["rolebridge also checks each profile and keeps it in its database.".into()],
        })
    }
}
