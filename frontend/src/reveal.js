// An identity number stays on the screen for the seconds the server granted, then goes.
export const reveal = () => ({
  left: 0,
  init() {
    this.left = Number(this.$el.dataset.seconds);
    this.clock = setInterval(() => this.tick(), 1000);
  },
  tick() {
    this.left -= 1;
    if (this.left <= 0) this.$el.remove();
  },
  destroy() { clearInterval(this.clock); },
});
