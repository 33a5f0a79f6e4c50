// Tables: what a chart shows as rows, and rows in the order that a reader asks for.
"use strict";

// The number that a cell begins with; what has none comes last.
const value = (text) => {
  const found = /^\s*(?:row\s+|line\s+)?(-?[\d,]*\.?\d+(?:e[-+]?\d+)?)/i.exec(text);
  return found ? Number(found[1].replaceAll(",", "")) : NaN;
};

const order = (column, ascending) => {
  const turn = ascending ? 1 : -1;
  return (a, b) => {
    const [one, other] = [a.cells[column].textContent.trim(), b.cells[column].textContent.trim()];
    const [left, right] = [value(one), value(other)];
    if (!Number.isNaN(left) && !Number.isNaN(right)) return turn * (left - right);
    if (Number.isNaN(left) !== Number.isNaN(right)) return Number.isNaN(left) ? 1 : -1;
    return turn * one.localeCompare(other, "en");
  };
};

// Gives each column's head a button that sorts by it.
trueline.sortable = (table) => {
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = trueline.element("button", head.textContent, {type: "button"});
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const ascending = head.getAttribute("aria-sort") !== "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
      const body = table.tBodies[0];
      body.append(...[...body.rows].sort(order(column, ascending)));
    });
  });
};

// A chart's rows as a table.
trueline.table = (caption, heads, rows) => {
  const table = trueline.element("table", undefined, {class: "sortable"});
  table.append(trueline.element("caption", caption));
  const head = table.createTHead().insertRow();
  for (const name of heads) head.append(trueline.element("th", name, {scope: "col"}));
  const body = table.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const cell of row) {
      const made = line.insertCell();
      const number = typeof cell === "number";
      made.textContent = number ? String(cell) : cell;
      if (number) made.className = "number";
    }
  }
  trueline.sortable(table);
  const box = trueline.element("div", undefined, {class: "scroll", tabindex: "0", role: "region", "aria-label": caption});
  box.append(table);
  return box;
};
