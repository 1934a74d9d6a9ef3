export { type FlashItem, useFlash } from "./flash";
export { hash, routes } from "./links";
export { type Crumb, type Page, usePage } from "./page";
