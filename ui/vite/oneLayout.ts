import type { Plugin } from "vite";

/**
 * Cloudscape's AppLayout carries three layouts and picks one by a flag of the page, which we never
 * set. The two others are left out: a sixth of the code before the first screen.
 */
export function oneLayout(): Plugin {
  const unused = ["./classic", "./visual-refresh-toolbar"];
  const id = "\0unused-layout";
  return {
    name: "one-layout",
    apply: "build",
    enforce: "pre",
    resolveId(source, importer) {
      const from = importer?.replaceAll("\\", "/");
      return from?.endsWith("/components/app-layout/internal.js") && unused.includes(source)
        ? id
        : null;
    },
    load(source) {
      return source === id
        ? 'export default function Unused() { throw new Error("This layout is left out."); }'
        : null;
    },
  };
}
