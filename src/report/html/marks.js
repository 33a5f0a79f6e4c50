// Marks: the shapes and colours that stand for something, the same in every chart, and how numbers are written.
"use strict";
const trueline = {};

// Shapes tell apart what colours do, too. Colours are those of Okabe and Ito, set in the style sheet.
trueline.standings = [
  {word: "healthy", says: "tells classes apart", symbol: "circle", colour: "var(--blue)"},
  {word: "leaning", says: "more than half way to one answer", symbol: "triangle", colour: "var(--orange)"},
  {word: "in doubt", says: "nearly one answer, on too few rows to be sure", symbol: "square", colour: "var(--pink)"},
  {word: "collapsed", says: "one answer whatever the input", symbol: "times", colour: "var(--red)"},
  {word: "not judged", says: "it was tested on too few rows", symbol: "plus", colour: "var(--grey)"},
];

trueline.categories = [
  {symbol: "circle", colour: "var(--blue)"},
  {symbol: "triangle", colour: "var(--red)"},
  {symbol: "square", colour: "var(--green)"},
  {symbol: "diamond", colour: "var(--pink)"},
  {symbol: "times", colour: "var(--orange)"},
  {symbol: "star", colour: "var(--sky)"},
  {symbol: "wye", colour: "var(--olive)"},
  {symbol: "plus", colour: "var(--grey)"},
];
trueline.none = {symbol: "plus", colour: "var(--grey)"};

// At most three digits after the point.
trueline.number = (value) => (value === null || value === undefined ? "" : String(Math.round(value * 1000) / 1000));

trueline.element = (name, text, attributes = {}) => {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

const drawn = (name, attributes) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

// A small picture of a mark for a legend.
const sample = (mark) => {
  const svg = drawn("svg", {width: 28, height: 14, viewBox: "-14 -7 28 14", "aria-hidden": "true"});
  if (mark.symbol) {
    const shape = d3.symbol(d3[`symbol${mark.symbol[0].toUpperCase()}${mark.symbol.slice(1)}`], 42)();
    const stroked = mark.hollow || mark.symbol === "times" || mark.symbol === "plus";
    svg.append(drawn("path", {
      d: shape, fill: stroked ? "none" : mark.colour, stroke: mark.colour, "stroke-width": 1.6,
    }));
  } else {
    svg.append(drawn("line", {
      x1: -13, x2: 13, y1: 0, y2: 0, stroke: mark.colour, "stroke-width": mark.width ?? 2,
      "stroke-dasharray": mark.dash ?? "",
    }));
  }
  return svg;
};

// Fills a list with what its marks stand for.
trueline.legend = (list, entries) => {
  list.replaceChildren(...entries.map((entry) => {
    const item = trueline.element("li");
    item.append(sample(entry), ` ${entry.says ? `${entry.word}: ${entry.says}` : entry.word}`);
    return item;
  }));
};

trueline.lines = {
  healthy: {word: "line over healthy runs", colour: "var(--blue)"},
  all: {word: "line over all", colour: "var(--red)", dash: "6 4"},
  same: {word: "the same on both sides", colour: "currentColor", dash: "1 4", width: 1.5},
  constant: {word: "a constant answer", symbol: "star", colour: "var(--text)", hollow: true},
};
