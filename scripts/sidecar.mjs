// Builds the `rolebridge` command and puts it where the bundler looks for it: the app opens terminals
// with it, and published profiles run it. Run by `tauri build` (tauri.bundle.json), which names the
// target and says whether this is a debug build.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const said = (program, ...args) => execFileSync(program, args, { cwd: root, encoding: "utf8" });

const host = /^host: (.+)$/m.exec(said("rustc", "-vV"))[1];
const target = process.env.TAURI_ENV_TARGET_TRIPLE || host;
const debug = process.env.TAURI_ENV_DEBUG === "true";
if (target.startsWith("universal-")) {
  throw new Error("Build for one kind of processor at a time: Cargo knows no universal target.");
}

const options = ["build", "--locked", "-p", "rolebridge-cli", "--bin", "rolebridge"];
if (!debug) options.push("--release");
if (target !== host) options.push("--target", target);
execFileSync("cargo", options, { cwd: root, stdio: "inherit" });

const metadata = said("cargo", "metadata", "--format-version", "1", "--no-deps");
const ending = target.includes("windows") ? ".exe" : "";
const built = join(
  JSON.parse(metadata).target_directory,
  target === host ? "" : target,
  debug ? "debug" : "release",
  `rolebridge${ending}`,
);
const folder = join(root, "target", "sidecar");
mkdirSync(folder, { recursive: true });
copyFileSync(built, join(folder, `rolebridge-${target}${ending}`));
