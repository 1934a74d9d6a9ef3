import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { asciiOnly } from "./vite/asciiOnly.ts";
import { fontFiles } from "./vite/fontFiles.ts";
import { oneLayout } from "./vite/oneLayout.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** One build per platform. The mode picks the only platform file that gets into the bundle. */
const builds = {
  tauri: { platform: "./src/platform/tauri.ts", outDir: "dist" },
  browser: { platform: "./src/platform/browser.ts", outDir: "dist-browser" },
  fake: { platform: "./src/platform/fake.ts", outDir: "dist-fake" },
};

/**
 * The two windows have a page each, and each page is built by itself: what a window needs at its
 * start is one file, and the quick switcher's has nothing of the screens.
 */
const pages = { main: "index.html", quick: "quick.html" };

export default defineConfig(({ mode }) => {
  const [platform = "", page = "main"] = mode.split("-");
  const build = platform in builds ? builds[platform as keyof typeof builds] : builds.fake;
  const quick = page === "quick";
  return {
    base: "./",
    plugins: [react(), oneLayout(), fontFiles(), asciiOnly()],
    resolve: {
      alias: [
        { find: "#platform", replacement: here(build.platform) },
        { find: /^@\//, replacement: here("./src/") },
      ],
    },
    server: { host: "127.0.0.1", port: 5173, strictPort: true },
    preview: { host: "127.0.0.1", port: 4173, strictPort: true },
    build: {
      outDir: build.outDir,
      // The quick switcher's page is built second, into the same folder.
      emptyOutDir: !quick,
      copyPublicDir: !quick,
      target: "es2022",
      // The web views in use know light-dark(); the long way round needs a style sheet of its own.
      cssTarget: ["chrome130", "safari18"],
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // What is needed at the start is one file: each request goes through the app's process.
      rolldownOptions: {
        input: here(quick ? pages.quick : pages.main),
        output: { codeSplitting: { groups: [{ name: "first", tags: ["$initial"] }] } },
      },
      reportCompressedSize: true,
      chunkSizeWarningLimit: 1200,
    },
    test: {
      environment: "jsdom",
      setupFiles: ["./tests/setup.ts"],
      include: ["tests/**/*.test.{ts,tsx}", "src/**/*.test.{ts,tsx}"],
      css: false,
      testTimeout: 30_000,
      server: { deps: { inline: [/@cloudscape-design/] } },
    },
  };
});
