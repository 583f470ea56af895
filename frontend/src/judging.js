// One key, one answer: whatever carries data-press is pressed by its key. Nothing is pressed while
// somebody writes, and a reader who needs the keys for something else switches them off.
const OFF = "liuqing-keys-off";

const writes = (target) => Boolean(target.closest("textarea, select, input:not([type=checkbox], [type=radio])"));

export const judging = (page) => {
  const place = page.querySelector("[data-keys]");
  if (!place) return;
  const off = page.querySelector("[data-keys-off]");
  place.hidden = false;
  off.checked = localStorage.getItem(OFF) === "1";
  off.addEventListener("change", () => localStorage.setItem(OFF, off.checked ? "1" : "0"));
  page.addEventListener("keydown", (event) => {
    if (off.checked || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (writes(event.target)) return;
    if (event.key.startsWith("Arrow") && event.target.matches("input[type=radio]")) return;
    const found = page.querySelector(`[data-press="${CSS.escape(event.key)}"]`);
    if (!found) return;
    event.preventDefault();
    if (!event.repeat) found.click();
  });
};
