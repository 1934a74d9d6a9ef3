/** Words that are written in capitals. */
const capitals = new Set(["id", "arn", "mfa"]);

/** "Agent space ID" of "agent_space_id": the name a template's variable has on a form. */
export function variableLabel(name: string): string {
  const words = name.split("_").map((w) => (capitals.has(w) ? w.toUpperCase() : w));
  return variableDescription(words.join(" "));
}

/** A description that begins as the others on a form do. */
export function variableDescription(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
