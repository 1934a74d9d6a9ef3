// Finds what is on the screen by role and name. Returns the elements, in the page's order.
const [wanted, enabled] = arguments;

const selectors = {
  button: "button, [role=button], a[href]",
  link: "a[href], [role=link]",
  checkbox: "input[type=checkbox], [role=checkbox]",
  radio: "input[type=radio], [role=radio]",
  field:
    "input:not([type=checkbox]):not([type=radio]):not([type=hidden]), textarea, " +
    "[role=textbox], [role=combobox], button[aria-haspopup=listbox], button[aria-haspopup=dialog]",
  heading: "h1, h2, h3, h4, h5, [role=heading]",
  row: "tr, [role=row]",
  cell: "td, th",
  dialog: "[role=dialog]",
  region: "section, nav, [role=region], [role=navigation]",
  group: "[role=group]",
  list: "ul, ol, [role=list]",
  item: "li, [role=listitem]",
  menu: "[role=menuitem], [role=menuitemcheckbox], [role=menuitemradio], [role=option]",
  text: "body *",
};

/** Roles whose name may be what they show. */
const namedByContent = ["button", "link", "heading", "row", "cell", "item", "menu", "text"];

const clean = (text) => (text ?? "").replace(/\s+/g, " ").trim();

function isShown(element) {
  return (
    element.checkVisibility({ visibilityProperty: true }) &&
    element.getClientRects().length > 0 &&
    !element.closest("[aria-hidden=true], [inert]")
  );
}

function isEnabled(element) {
  return !element.matches(":disabled") && element.getAttribute("aria-disabled") !== "true";
}

function names(element, role) {
  const found = [];
  const ids = element.getAttribute("aria-labelledby");
  if (ids) {
    const labels = ids.split(/\s+/).map((id) => clean(document.getElementById(id)?.textContent));
    found.push(clean(labels.join(" ")), ...labels);
  }
  found.push(clean(element.getAttribute("aria-label")));
  for (const label of element.labels ?? []) found.push(clean(label.textContent));
  if (namedByContent.includes(role)) found.push(clean(element.textContent));
  return found.filter((name) => name !== "");
}

/** All that match. Of things inside one another there may be several. */
function matching({ role, name, part, within }) {
  const roots = within ? matching(within) : [document];
  const matches = (text) => (part ? text.includes(name) : text === name);
  return roots
    .flatMap((root) => [...root.querySelectorAll(selectors[role])])
    .filter((e, at, all) => all.indexOf(e) === at)
    .filter((e) => names(e, role).some(matches) && isShown(e));
}

/** Of things inside one another the innermost is meant. */
function find(wanted) {
  const found = matching(wanted);
  const innermost = found.filter((e) => !found.some((other) => other !== e && e.contains(other)));
  return wanted.last ? innermost.slice(-1) : innermost;
}

return find(wanted).filter((e) => !enabled || isEnabled(e));
