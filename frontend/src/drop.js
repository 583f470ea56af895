// Files are dropped or chosen, then sent at once; what is sent so far is shown as a number.
export const drop = () => ({
  over: false,
  sent: "",
  enter() { this.over = true; },
  leave() { this.over = false; },
  take(event) {
    this.over = false;
    this.$refs.files.files = event.dataTransfer.files;
    this.send();
  },
  send() {
    if (this.$refs.files.files.length) this.$root.requestSubmit();
  },
  moving(event) {
    const { loaded, total } = event.detail;
    this.sent = total ? `${Math.floor((loaded / total) * 100)} %` : "";
  },
  done() {
    this.sent = "";
    this.$refs.files.value = "";
  },
});
