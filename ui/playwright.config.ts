import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

/** Screens in Chromium, over the real back end. Each test starts its own: see e2e/bridge.ts. */
const installed = "/usr/bin/chromium";
const executablePath =
  process.env.ROLEBRIDGE_CHROMIUM ?? (existsSync(installed) ? installed : undefined);

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  globalSetup: "./e2e/setup.ts",
  reporter: [["list"]],
  forbidOnly: true,
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    actionTimeout: 15_000,
    viewport: { width: 1280, height: 820 },
    permissions: ["clipboard-read", "clipboard-write"],
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
    },
  },
});
