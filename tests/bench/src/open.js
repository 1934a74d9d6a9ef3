// Waits for the list of agent spaces, goes to another route, waits for the frame that shows a table
// row with a text, and answers with the milliseconds from the one to the other.
const [route, text, done] = arguments;
const rows = () => [...document.querySelectorAll("tbody tr")];
const until = (seen, then) =>
  seen() ? requestAnimationFrame(() => setTimeout(then)) : requestAnimationFrame(() => until(seen, then));
const link = (row) => row.querySelector("a[href]");
until(
  () => rows().some(link),
  () => {
    const start = performance.now();
    location.hash = route;
    until(
      () => rows().some((row) => row.textContent.includes(text)),
      () => done(performance.now() - start),
    );
  },
);
