// Goes to the switch entries and types each text, letter by letter. Answers with the milliseconds
// from each keystroke to the frame that shows what was found for it.
const [texts, done] = arguments;
const frame = () => new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
const until = async (seen) => {
  while (!seen()) await frame();
};
// As a fast typist leaves it.
const pause = () => new Promise((next) => setTimeout(next, 80));
const field = () => document.querySelector("input[type=search]");
const answers = () => document.querySelector("[data-answers]")?.getAttribute("data-answers");
const put = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
const type = (text) => {
  put.call(field(), text);
  field().dispatchEvent(new Event("input", { bubbles: true }));
};
// Told when it is in the document: looking once in every frame would add up to a frame.
const answered = (text) =>
  new Promise((told) => {
    const look = () => {
      if (answers() !== text) return;
      changes.disconnect();
      told();
    };
    const changes = new MutationObserver(look);
    changes.observe(document, { subtree: true, attributeFilter: ["data-answers"] });
    look();
  });
(async () => {
  await until(() => document.querySelector("a[href^='#/']"));
  location.hash = "#/switch";
  await until(() => field() && answers() === "");
  const times = [];
  for (const text of texts) {
    for (let end = 1; end <= text.length; end++) {
      const typed = text.slice(0, end);
      const begin = performance.now();
      type(typed);
      await answered(typed);
      await frame();
      times.push(performance.now() - begin);
      await pause();
    }
    type("");
    await answered("");
    await pause();
  }
  done(times);
})();
