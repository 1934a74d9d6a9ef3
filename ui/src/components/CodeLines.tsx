import CodeView from "@cloudscape-design/code-view/code-view";
import json from "@cloudscape-design/code-view/highlight/json";

/** JSON with colours and line numbers. Loaded when first needed: the highlighter is large. */
export default function CodeLines({ text }: { text: string }) {
  return <CodeView content={text} highlight={json} lineNumbers wrapLines />;
}
