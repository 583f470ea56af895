// What every page needs: htmx for fragments, Alpine (CSP build) for the few living parts.
import Alpine from "@alpinejs/csp";
import htmx from "htmx.org";

import { clears } from "./clears.js";
import { drop } from "./drop.js";
import { judging } from "./judging.js";
import { reveal } from "./reveal.js";
import { sortable } from "./sortable.js";

Object.assign(htmx.config, {
  allowEval: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  historyCacheSize: 0, // no personal data in the browser's storage
  // A refusal is shown where the answer would have stood: the reader must see the words.
  responseHandling: [{ code: "204", swap: false }, { code: "...", swap: true }],
});
window.htmx = htmx;

Alpine.data("clears", clears);
Alpine.data("drop", drop);
Alpine.data("reveal", reveal);
Alpine.data("sortable", sortable);
Alpine.start();

// A filter is applied as soon as it is chosen.
document.addEventListener("change", (event) => {
  if (event.target.closest("[data-submit-on-change]")) event.target.form.requestSubmit();
});

judging(document);

// Charts are for wide screens; a phone keeps the small picture that the server drew.
const pictures = document.querySelector("[data-charts]");
if (pictures && matchMedia("(min-width: 48rem)").matches) {
  const script = document.createElement("script");
  script.src = pictures.dataset.charts;
  document.head.append(script);
}
