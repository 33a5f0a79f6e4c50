// Page: draws every figure at the width that it has, and again when a switch or the window changes.
"use strict";
trueline.data = JSON.parse(document.getElementById("data").textContent);

const sectionOf = (figure) => trueline.data.sections[Number(figure.dataset.of.slice(1))];

const chosen = (name) => document.querySelector(`input[name="${name}"]:checked`)?.value;

// What the switches and the figure itself say is to be drawn.
const choice = (figure) => ({
  arm: Number(figure.dataset.arm ?? chosen(`${figure.dataset.of}-arm`) ?? 0),
  shift: Number(figure.dataset.shift ?? 0),
  measure: Number(chosen(`${figure.dataset.of}-measure`) ?? 0),
  colour: chosen(`${figure.dataset.of}-colour`) ?? "nothing",
  place: chosen(`${figure.dataset.of}-place`) ?? "at",
});

const draw = (figure, width) => {
  const box = figure.querySelector(".chart");
  const section = sectionOf(figure);
  const asked = choice(figure);
  const table = figure.querySelector("details");
  const shift = figure.dataset.figure === "line" ? section.shifts[asked.shift] : null;
  if (shift && !shift.why) figure.querySelector("figcaption").textContent = shift.captions[asked.arm]?.[asked.measure] ?? "";
  const made = trueline.figures[figure.dataset.figure](section, asked, width ?? Math.max(240, box.clientWidth));
  if (made === null) {
    box.replaceChildren();
    table.hidden = true;
    return;
  }
  table.hidden = false;
  made.svg.setAttribute("role", "img");
  // The picture is one thing to a screen reader: its groups have no names of their own.
  for (const part of made.svg.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  box.replaceChildren(made.svg);
  figure.dataset.marks = made.marks;
  const legend = figure.querySelector(".legend");
  if (legend) trueline.legend(legend, made.legend);
  figure.rows = made;
  if (table.open) fill(figure);
};

const fill = (figure) => {
  const table = figure.querySelector("details");
  const title = table.querySelector("summary").textContent.replace(/^Show as table: /, "");
  table.querySelector(".scroll")?.remove();
  table.append(trueline.table(title, figure.rows.heads, figure.rows.rows));
};

const figures = [...document.querySelectorAll("figure[data-figure]")];
const drawAll = (width) => figures.forEach((figure) => draw(figure, width));

for (const list of document.querySelectorAll("[data-legend]")) {
  const section = sectionOf(list.parentElement.querySelector("figure"));
  const seen = new Set(section.arms.flatMap((arm) => arm.marks.map((mark) => mark[5])));
  for (const shift of section.shifts) for (const points of shift.points) for (const point of points) seen.add(point[1]);
  const standings = trueline.standings.filter((_, nth) => seen.has(nth));
  // What no chart shows needs no explanation.
  const {healthy, all, same, constant} = trueline.lines;
  const shown = [
    healthy, ...([...seen].some((standing) => standing !== 0) ? [all] : []), same,
    ...(section.shifts.some((shift) => shift.constants.length > 0) ? [constant] : []),
  ];
  const lines = list.dataset.legend === "line" ? shown : [{word: "share of the largest class", colour: "currentColor", dash: "5 4", width: 1.5}];
  trueline.legend(list, [...standings, ...lines]);
}

for (const figure of figures) {
  figure.querySelector("details").addEventListener("toggle", (event) => {
    if (event.target.open) fill(figure);
  });
}
for (const table of document.querySelectorAll("table.sortable")) trueline.sortable(table);

document.addEventListener("change", (event) => {
  const name = event.target.name;
  if (name === "theme") {
    document.documentElement.dataset.theme = event.target.value;
    return;
  }
  const [of, what] = name.split("-");
  const kinds = {arm: "line", measure: "line", colour: "map", place: "map"};
  for (const figure of figures) {
    if (figure.dataset.of === of && figure.dataset.figure === kinds[what]) draw(figure);
  }
});

// A link to folded rows opens them.
const unfold = () => {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (target instanceof HTMLDetailsElement) target.open = true;
};
window.addEventListener("hashchange", unfold);
document.addEventListener("click", (event) => {
  if (event.target.closest?.("a[href^='#']")) setTimeout(unfold);
});

let width = window.innerWidth;
let waiting;
window.addEventListener("resize", () => {
  if (window.innerWidth === width) return;
  width = window.innerWidth;
  clearTimeout(waiting);
  waiting = setTimeout(() => drawAll(), 150);
});
window.addEventListener("beforeprint", () => figures.forEach((figure) => draw(figure, figure.classList.contains("wide") ? 640 : 310)));
window.addEventListener("afterprint", () => drawAll());

drawAll();
unfold();
document.documentElement.dataset.ready = String(Math.round(performance.now()));
