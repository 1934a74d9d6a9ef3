import { cleanup } from "@testing-library/react";
import { afterEach, beforeEach } from "vitest";
import { queryClient } from "@/data";
import { fake } from "@/platform/fake";

beforeEach(() => {
  fake.reset();
  queryClient.clear();
});

afterEach(cleanup);
