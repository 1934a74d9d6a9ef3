/** Lengths of a session to choose from, in seconds. */
export const lengths = [900, 1800, 3600, 2 * 3600, 4 * 3600, 8 * 3600, 12 * 3600];

/** A number of seconds in words. */
export function lengthOf(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.round((seconds % 3600) / 60)];
  const words = [
    hours > 0 && `${hours} ${hours === 1 ? "hour" : "hours"}`,
    minutes > 0 && `${minutes} ${minutes === 1 ? "minute" : "minutes"}`,
  ].filter(Boolean);
  return words.join(" ");
}
