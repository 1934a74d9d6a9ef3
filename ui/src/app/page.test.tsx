import { render } from "@testing-library/react";
import { expect, it } from "vitest";
import { useCurrentPage, usePage } from "./page";

it("has the shell drawn anew only where the screen says something else", () => {
  let drawn = 0;
  function Shell() {
    drawn += 1;
    return <i>{useCurrentPage().contentType}</i>;
  }
  function Screen({ wide }: { wide: boolean }) {
    usePage({ contentType: wide ? "wizard" : "default" });
    return null;
  }
  const shell = render(<Shell />);
  const screen = render(<Screen wide={false} />);
  expect(shell.container.textContent).toBe("default");
  const before = drawn;
  screen.rerender(<Screen wide={false} />);
  expect(drawn).toBe(before);
  screen.rerender(<Screen wide />);
  expect(shell.container.textContent).toBe("wizard");
  screen.unmount();
  expect(shell.container.textContent).toBe("");
});
