export { type FlashItem, useFlash } from "./flash";
export { hash, routes, type TransferTab } from "./links";
export { type Crumb, type Page, usePage } from "./page";
