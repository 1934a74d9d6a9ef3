import { memo } from "react";

const star = "M8 1.6l1.95 4.05 4.45.6-3.25 3.1.8 4.4L8 11.6l-3.95 2.15.8-4.4L1.6 6.25l4.45-.6z";

const shapes = {
  check: <path d="M3 8.5l3.2 3.2L13 4.8" fill="none" />,
  star: <path d={star} fill="none" />,
  starred: <path d={star} fill="currentColor" />,
  open: <path d="M6.5 3H3v10h10V9.5M9 2.5h4.5V7M13 3L7.5 8.5" fill="none" />,
  closed: <path d="M8 2l6.3 11.5H1.7zM8 6.5v3M8 11.4v.4" fill="none" />,
};

/** A small drawing in the list, where a Cloudscape icon a row would cost more than the row. */
export const Glyph = memo(function Glyph({ shape }: { shape: keyof typeof shapes }) {
  return (
    <svg className="rb-glyph" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {shapes[shape]}
    </svg>
  );
});
