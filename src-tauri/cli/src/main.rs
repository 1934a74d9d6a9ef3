//! The `rolebridge` command: the same workflows as the desktop app, for scripts and for machines
//! without a screen. What needs no AWS starts neither a runtime nor the SDK.

mod args;
mod circle;
mod commands;
mod completions;
mod connect;
mod error;
mod input;
mod interrupt;
mod output;
mod progress;
mod views;

use std::process::ExitCode;

use args::{Args, Command};
use clap::{Parser, error::ErrorKind};
use error::{CliError, Exit};
use interrupt::Interrupt;
use output::Output;

fn main() -> ExitCode {
    completions::answer_shell();
    rolebridge_start::keep_memory_private();
    let (result, output, stays) = match Args::try_parse() {
        Ok(args) => {
            let output = Output::new(args.global.json);
            let stays = args.command.stays();
            (run(args, output), output, stays)
        }
        Err(said) => {
            let json = std::env::args_os().any(|a| a == "--json");
            (misused(&said, json), Output::new(json), false)
        }
    };
    let exit = result.unwrap_or_else(|error| {
        output.error(&error);
        if stays {
            output.note("Press Enter to close this window.");
            let _ = std::io::stdin().read_line(&mut String::new());
        }
        error.exit
    });
    ExitCode::from(exit as u8)
}

/// What clap has to say: help is no mistake; a mistake is told in the way asked for.
fn misused(said: &clap::Error, json: bool) -> Result<Exit, CliError> {
    let help = matches!(said.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if json && !help {
        let text = said.render().to_string();
        let message = text.split("\n\n").next().unwrap_or_default();
        let message = message.trim_start_matches("error: ").split_whitespace();
        let message = message.collect::<Vec<_>>().join(" ");
        return Err(CliError::usage(message, "Run rolebridge --help for what there is."));
    }
    let _ = said.print();
    Ok(if help { Exit::Done } else { Exit::Usage })
}

fn run(args: Args, output: Output) -> Result<Exit, CliError> {
    match args.command {
        Command::Templates => commands::templates::list(output),
        Command::Policy(command) => commands::policy::run(command, output),
        Command::Completions { shell } => completions::print(shell, output).map(|()| Exit::Done),
        other => {
            if let Some(of) = other.asked_by_program() {
                circle::enter(&connect::home(&args.global)?, &of.entry)?;
            }
            // Two threads: one may be busy with a step while the other hears Ctrl-C.
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .map_err(|e| CliError::local(format!("No thread could be started: {e}")))?;
            let done = runtime.block_on(with_aws(&args.global, other, output));
            runtime.shutdown_background();
            done
        }
    }
}

async fn with_aws(
    global: &args::Global,
    command: Command,
    output: Output,
) -> Result<Exit, CliError> {
    let interrupt = Interrupt::listen();
    let home = connect::home(global)?;
    let _log = rolebridge_start::start_log(&home);
    let core = connect::open(global, &home, &command, output, interrupt.clone()).await?;
    let work = async {
        match command {
            Command::Templates | Command::Policy(_) | Command::Completions { .. } => Ok(Exit::Done),
            Command::Credentials(of) => commands::sessions::credentials(&core, &of).await,
            Command::Sessions(command) => commands::running::run(&core, command).await,
            Command::Spaces(command) => commands::spaces::run(&core, command).await,
            Command::Sources(command) => commands::sources::run(&core, command).await,
            Command::Roles(command) => commands::roles::run(&core, command).await,
            Command::Import(args) => commands::exchange::import(&core, args).await,
            Command::Export(args) => commands::exchange::export(&core, args).await,
            Command::Publish(args) => commands::exchange::publish(&core, &args).await,
            Command::Unpublish(args) => commands::exchange::unpublish(&core, &args).await,
            Command::Team(command) => commands::team::run(&core, command).await,
            Command::Plans(command) => commands::plans::run(&core, command).await,
        }
    };
    interrupt.guard(work).await
}
