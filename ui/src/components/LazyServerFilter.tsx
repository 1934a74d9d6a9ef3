import Input from "@cloudscape-design/components/input";
import { lazy, Suspense } from "react";
import type Filter from "./ServerFilter";
import type { ServerFilterProps } from "./ServerFilter";

// `lazy` would forget the type parameter.
const Loaded = lazy(() => import("./ServerFilter")) as unknown as typeof Filter;

/** The property filter of a list, loaded after the list: it is large. */
export function ServerFilter<Column extends string>(props: ServerFilterProps<Column>) {
  const label = `Find ${props.what}`;
  return (
    <Suspense
      fallback={<Input type="search" value="" placeholder={label} ariaLabel={label} readOnly />}
    >
      <Loaded {...props} />
    </Suspense>
  );
}
