// A table is sorted by a click on a heading: by data-value if a cell has one, else by its text.
export const sortable = () => ({
  by(event) {
    const heading = event.target.closest("th");
    const column = [...heading.parentNode.children].indexOf(heading);
    const down = heading.getAttribute("aria-sort") !== "descending";
    for (const other of heading.parentNode.children) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    const body = heading.closest("table").tBodies[0];
    const rows = [...body.rows].sort((a, b) => order(key(a, column), key(b, column)));
    body.append(...(down ? rows.reverse() : rows));
  },
});

function key(row, column) {
  const cell = row.cells[column];
  return "value" in cell.dataset ? Number(cell.dataset.value || "-1") : cell.textContent.trim();
}

function order(a, b) {
  return typeof a === "number" ? a - b : a.localeCompare(b, "zh");
}
