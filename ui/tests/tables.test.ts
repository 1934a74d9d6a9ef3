import { expect, test } from "vitest";
import { toConditions } from "@/components";
import { columnDisplay } from "@/components/useTable";
import { sourceCount } from "@/screens/spaces/columns";
import { summaries } from "@/platform/fake/spaces";

test("a filter becomes the conditions of the wire", () => {
  expect(
    toConditions({
      operation: "or",
      tokens: [
        { propertyKey: "status", operator: "!=", value: "Active" },
        { operator: ":", value: "prod" },
      ],
    }),
  ).toEqual({
    join: "or",
    tokens: [
      { column: "status", operator: "!=", value: "Active" },
      { column: null, operator: ":", value: "prod" },
    ],
  });
});

test("saved columns keep their order; gone ones go, new ones join", () => {
  const columns = [
    { id: "a", label: "A" },
    { id: "b", label: "B" },
    { id: "new", label: "New" },
    { id: "extra", label: "Extra", hidden: true },
  ];
  const saved = [
    { id: "b", visible: false },
    { id: "gone", visible: true },
    { id: "a", visible: true },
  ];
  expect(columnDisplay(columns, saved)).toEqual([
    { id: "b", visible: false },
    { id: "a", visible: true },
    { id: "new", visible: true },
    { id: "extra", visible: false },
  ]);
});

test("the count says how many need attention", () => {
  const [some] = summaries;
  if (!some) throw new Error("the fake has spaces");
  expect(sourceCount({ ...some, sources: 12, attention: 1 })).toBe("12 (1 needs attention)");
  expect(sourceCount({ ...some, sources: 12, attention: 2 })).toBe("12 (2 need attention)");
  expect(sourceCount({ ...some, sources: 12, attention: 0 })).toBe("12");
});
