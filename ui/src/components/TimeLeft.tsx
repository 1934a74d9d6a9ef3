import { useEffect, useState } from "react";
import { exactTime } from "./TimeAgo";

/** How long it is until then, in words that change once a minute. */
export function timeLeft(at: string, now = Date.now()): string {
  const seconds = Math.floor((new Date(at).getTime() - now) / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  if (seconds <= 0) return "ended";
  if (hours === 0) return minutes === 0 ? "less than a minute left" : `${minutes} min left`;
  return minutes === 0 ? `${hours} h left` : `${hours} h ${minutes} min left`;
}

/** How long a session lasts yet; the exact end shows on hovering. */
export function TimeLeft({ at }: { at: string }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 5_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at} title={exactTime(at)}>
      {timeLeft(at, now)}
    </time>
  );
}
