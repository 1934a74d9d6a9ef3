import { createHash } from "node:crypto";
import type { Plugin } from "vite";

const embedded = /url\(["']?data:font\/woff2;base64,([A-Za-z0-9+/=]+)["']?\)/g;

/**
 * Cloudscape's style sheet carries its fonts, eight of them. As files they are read only when a
 * text needs them, and the style sheet is a quarter smaller.
 */
export function fontFiles(): Plugin {
  return {
    name: "font-files",
    apply: "build",
    enforce: "post",
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== "asset" || !file.fileName.endsWith(".css")) continue;
        file.source = String(file.source).replace(embedded, (_all, base64: string) => {
          const source = Buffer.from(base64, "base64");
          const name = createHash("sha256").update(source).digest("hex").slice(0, 8);
          const fileName = `assets/font-${name}.woff2`;
          this.emitFile({ type: "asset", fileName, source });
          return `url(./font-${name}.woff2)`;
        });
      }
    },
  };
}
