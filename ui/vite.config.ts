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

export default defineConfig(({ mode }) => {
  const build = mode in builds ? builds[mode as keyof typeof builds] : builds.fake;
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
      emptyOutDir: true,
      target: "es2022",
      // The web views in use know light-dark(); the long way round needs a style sheet of its own.
      cssTarget: ["chrome130", "safari18"],
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // What is needed at the start is one file: each request goes through the app's process.
      rolldownOptions: {
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
