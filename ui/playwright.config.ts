import { defineConfig } from "@playwright/test";

/**
 * Screens in Chromium. Without ROLEBRIDGE_UI_URL they run over the fake platform; with it, over
 * the browser platform of a server that was started elsewhere.
 */
const url = process.env.ROLEBRIDGE_UI_URL;

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  reporter: [["list"]],
  forbidOnly: true,
  use: {
    baseURL: url ?? "http://127.0.0.1:4173/",
    viewport: { width: 1280, height: 860 },
    launchOptions: {
      executablePath: process.env.ROLEBRIDGE_CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
    },
  },
  webServer: url
    ? undefined
    : {
        command: "npm run build:fake && vite preview --mode fake",
        url: "http://127.0.0.1:4173/",
        reuseExistingServer: false,
      },
});
