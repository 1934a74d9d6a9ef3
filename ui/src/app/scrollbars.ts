import "./scrollbars.css";

/**
 * WebKitGTK lays its scrollbars over the page and fades them out, in sixty frames a second for a
 * second or two, each time the page has another height. Where frames are painted without a GPU,
 * whoever types waits for those. A scrollbar with a style is drawn with the page, and stays.
 */
export function drawScrollbars() {
  const { userAgent } = navigator;
  if (!userAgent.includes("Linux") || userAgent.includes("Chrome")) return;
  document.documentElement.dataset["scrollbars"] = "drawn";
}
