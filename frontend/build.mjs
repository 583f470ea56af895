// Builds the styles, scripts and icons of the pages into src/liuqing/web/static (or --out DIR).
// The built files are committed, so that a clone runs without Node; a test compares a rebuild.
import { build } from "esbuild";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const flag = process.argv.indexOf("--out");
const out = flag > 0 ? resolve(process.argv[flag + 1]) : join(here, "../src/liuqing/web/static");

const ICONS = [
  "adjustments", "alert-circle", "alert-triangle", "arrow-back-up", "arrow-right", "arrows-exchange",
  "bell", "building-community", "calendar-event", "camera", "check", "checklist", "checks", "chevron-right", "circle-check",
  "circle-dashed", "clipboard-check", "clock", "coin", "download", "eye", "file-spreadsheet", "file-text",
  "file-type-docx", "file-type-pdf", "heart-handshake", "help", "home", "home-heart", "id-badge-2",
  "info-circle", "language", "list-search", "lock", "logout", "map-2", "printer", "qrcode", "refresh", "rubber-stamp", "scale", "search", "send", "speakerphone", "timeline",
  "upload", "user", "users", "writing-sign", "x", "zoom-question",
];

function sprite() {
  const symbols = ICONS.map((name) => {
    const svg = readFileSync(join(here, `node_modules/@tabler/icons/icons/outline/${name}.svg`), "utf8");
    const inside = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").replace(/\n\s*/g, "");
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${inside.replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "")}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
}

function styles() {
  return sass.compile(join(here, "styles/app.scss"), {
    style: "compressed",
    loadPaths: [join(here, "node_modules")],
    quietDeps: true,
    silenceDeprecations: ["import", "global-builtin", "color-functions"],
  }).css;
}

mkdirSync(out, { recursive: true });
writeFileSync(join(out, "icons.svg"), sprite());
copyFileSync(join(here, "src/mark.svg"), join(out, "mark.svg"));
writeFileSync(join(out, "app.css"), styles() + "\n");
await build({
  absWorkingDir: here,
  entryPoints: { app: "src/app.js", board: "src/board.js" },
  bundle: true,
  minify: true,
  format: "iife",
  target: "chrome86",
  charset: "utf8",
  legalComments: "none",
  outdir: out,
  logLevel: "warning",
});
