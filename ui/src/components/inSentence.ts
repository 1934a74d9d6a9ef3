/** "Trust policy" as it stands in a sentence. "ARN" and names such as "ReadOnlyAccess" stay. */
export function inSentence(text: string): string {
  return /^[A-Z][a-z]*(?![A-Za-z0-9])/.test(text) && !/^[A-Z][A-Z]/.test(text)
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}
