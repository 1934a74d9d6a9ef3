import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { expect, test as base } from "@playwright/test";
import type { AnswerOf, CommandName, RequestOf } from "../src/platform/types";

const here = resolve(import.meta.dirname, "..");
export const ui = join(here, "dist-browser");
export const binary =
  process.env.ROLEBRIDGE_BRIDGE ?? resolve(here, "../target/debug/rolebridge-bridge");

/* oxlint-disable react-hooks/rules-of-hooks, no-empty-pattern -- Playwright's fixtures look so. */

/** The real back end on a sandbox of its own. */
export interface Bridge {
  url: string;
  home: string;
  /** Runs a command, past the screen. */
  call<K extends CommandName>(name: K, request: RequestOf<K>): Promise<AnswerOf<K>>;
  /** The addresses that would have been opened in a browser. */
  opened(): string[];
}

async function start(home: string): Promise<[ChildProcess, string]> {
  const child = spawn(binary, ["--home", home, "--ui", ui, "--port", "0"], {
    // Files are exported into the folder of the user.
    env: { ...process.env, HOME: home },
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface(child.stdout!)) return [child, line];
  throw new Error(`${binary} ended before it said where it listens.`);
}

export const test = base.extend<{ bridge: Bridge }>({
  bridge: async ({}, use) => {
    const home = mkdtempSync(join(tmpdir(), "rolebridge-e2e-"));
    const [child, url] = await start(home);
    const call: Bridge["call"] = async (name, request) => {
      const response = await fetch(`${url}/ipc/${name}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(request),
      });
      const answer: unknown = await response.json();
      if (!response.ok) throw new Error(`${name}: ${JSON.stringify(answer)}`);
      return answer as never;
    };
    const opened = () => {
      const file = join(home, "opened.txt");
      return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
    };
    await call("save_sandbox", { propagation_seconds: 1, validation_seconds: 1 });
    await use({ url, home, call, opened });
    const ended = new Promise((done) => child.once("exit", done));
    child.kill();
    await ended;
    rmSync(home, { recursive: true, force: true });
  },
  baseURL: async ({ bridge }, use) => use(`${bridge.url}/`),
  page: async ({ page }, use) => {
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => {
      // A refusal comes as 422, which the browser calls an error.
      if (message.type() === "error" && !message.text().includes("422")) {
        errors.push(message.text());
      }
    });
    await use(page);
    expect(errors, "errors in the page").toEqual([]);
  },
});

export { expect };
