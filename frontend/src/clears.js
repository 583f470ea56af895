// The strip of six marks shows which of the six clears is on the screen.
export const clears = () => ({
  init() {
    const seen = new IntersectionObserver((entries) => {
      for (const entry of entries) if (entry.isIntersecting) mark(this.$el, entry.target.id);
    }, { rootMargin: "-25% 0px -65% 0px" });
    for (const section of document.querySelectorAll(".clear")) seen.observe(section);
  },
});

function mark(strip, id) {
  for (const link of strip.querySelectorAll("a[href^='#']")) {
    if (link.getAttribute("href") === `#${id}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}
