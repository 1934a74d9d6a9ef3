import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeEach } from "vitest";
import { queryClient } from "@/data";
import { fake } from "@/platform/fake";

// The machine may be busy.
configure({ asyncUtilTimeout: 8000 });

// What jsdom lacks.
window.matchMedia ??= (media: string) =>
  ({ matches: false, media, addEventListener() {}, removeEventListener() {} }) as never;
window.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
window.HTMLElement.prototype.scrollIntoView ??= () => undefined;

beforeEach(() => {
  fake.reset();
  queryClient.clear();
  window.location.hash = "";
});

afterEach(cleanup);
