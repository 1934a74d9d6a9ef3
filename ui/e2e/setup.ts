import { existsSync } from "node:fs";
import { binary, ui } from "./bridge";

/** What the tests need has to be built before. */
export default function setup() {
  const missing = [binary, ui].filter((path) => !existsSync(path));
  if (missing.length > 0) {
    throw new Error(
      `${missing.join(" and ")} cannot be found. Run \`make test\`, which builds it.`,
    );
  }
}
