import { useEffect, useState } from "react";

/** The value, once it has stayed the same for that long, and `since` has too. */
export function useDebounced<T>(value: T, milliseconds: number, since?: string): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    void since;
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds, since]);
  return settled;
}
