// Figures: each chart as a drawing of a given width, with the rows of the table that says the same.
"use strict";
trueline.figures = {};

const common = {className: "plot", style: {background: "none", fontSize: "12px", fontFamily: "inherit"}};

// A mark for each group of points that share a shape and a colour.
const dots = (points, groupOf, marks, options) =>
  marks.flatMap((mark, nth) => {
    const group = points.filter((point) => groupOf(point) === nth);
    if (group.length === 0) return [];
    const stroked = mark.symbol === "times" || mark.symbol === "plus";
    return [Plot.dot(group, {
      ...options, symbol: mark.symbol, stroke: mark.colour, fill: stroked ? "none" : mark.colour,
      fillOpacity: 0.55, strokeWidth: stroked ? 1.8 : 1, className: `mark-${nth}`,
    })];
  });

const tip = (points, options) =>
  Plot.tip(points, Plot.pointer({...options, className: "tip", fill: "var(--card)", stroke: "var(--text)", textPadding: 8, maxRadius: 24}));

// What a run is: its settings, and the split on which it was trained where there are several.
const describe = (section, run) => {
  const size = section.configurations.length;
  const [family, setting, usual] = section.configurations[run % size];
  const words = usual ? `${setting} (default)` : setting;
  const split = section.splits > 1 ? Math.floor(run / size) + 1 : null;
  return {
    family: section.families[family], setting: words, split,
    where: split === null ? words : `${words}\nsplit ${split} of ${section.splits}`,
  };
};
const splitHead = (section) => (section.splits > 1 ? ["split"] : []);
const splitCell = (row) => (row.split === null ? [] : [row.split]);

// One arm's configurations at the share of their answers that go to one class.
trueline.figures.collapse = (section, {arm}, width) => {
  const places = new Map();
  section.configurations.forEach(([family], nth) => {
    if (!places.has(family)) places.set(family, []);
    places.get(family).push(nth);
  });
  const rows = section.arms[arm].marks.map(([run, share, low, high, severity, standing, says]) => {
    const nth = run % section.configurations.length;
    const family = places.get(section.configurations[nth][0]);
    const configuration = describe(section, run);
    const state = trueline.standings[standing].word;
    const number = trueline.number;
    return {
      ...configuration, share, low, high, severity, standing, state, says: section.classes[says],
      y: (family.indexOf(nth) + 0.5) / family.length,
      text: `${configuration.family}, ${configuration.where}\n${state}\nsays class ${section.classes[says]} in ${number(share)} of its answers` +
        `\n95 % interval ${number(low)} to ${number(high)}, severity ${number(severity)}`,
    };
  });
  const place = {fy: "family", x: "share", y: "y"};
  const narrow = width < 300;
  const svg = Plot.plot({
    ...common, width, height: 40 + 48 * section.families.length, marginLeft: narrow ? 96 : 136, marginRight: 16,
    marginBottom: 36, ariaLabel: `${section.arms[arm].name}: largest share of one answer, by family`,
    x: {domain: [Math.min(0.2, d3.min(rows, (row) => row.low) ?? 0), 1], label: "largest share of one answer", ticks: 4, insetRight: 6},
    y: {domain: [1, 0], axis: null}, fy: {domain: section.families, label: null, axis: null, padding: 0.12},
    marks: [
      Plot.frame({stroke: "var(--rule)"}),
      Plot.axisFy({anchor: "left", label: null, lineWidth: narrow ? 7 : 11, tickSize: 0, dx: narrow ? 8 : 0}),
      Plot.axisX({ticks: 4, label: "largest share of one answer", labelAnchor: "center"}),
      Plot.ruleX([section.prior], {stroke: "currentColor", strokeDasharray: "5 4"}),
      Plot.link(rows, {fy: "family", x1: "low", x2: "high", y1: "y", y2: "y", stroke: "currentColor", strokeOpacity: 0.3}),
      ...dots(rows, (row) => row.standing, trueline.standings, {...place, r: 3}),
      tip(rows, {...place, title: "text"}),
    ],
  });
  return {
    svg, marks: rows.length,
    heads: ["family", "setting", ...splitHead(section), "state", "says", "share", "from", "to", "severity"],
    rows: rows.map((row) => [row.family, row.setting, ...splitCell(row), row.state, row.says, row.share, row.low, row.high, row.severity]),
  };
};

// The accuracies that an axis of this width or height names, at their places.
const ticks = (low, high, room) => {
  const inside = trueline.data.ticks.filter(([, place]) => place >= low && place <= high);
  const least = ((high - low) / room) * 34;
  const kept = [];
  // What people know comes first: halves, tenths, then what lies between.
  const known = (accuracy) => [0.5, 0.9, 0.1, 0.99, 0.01, 0.8, 0.7, 0.6, 0.95, 0.4, 0.3, 0.2].indexOf(accuracy);
  const order = inside.toSorted((a, b) => (known(a[0]) + 99) % 99 - (known(b[0]) + 99) % 99);
  for (const tick of order) if (kept.every((other) => Math.abs(other[1] - tick[1]) >= least)) kept.push(tick);
  return kept.toSorted((a, b) => a[1] - b[1]);
};

const spanning = (values) => {
  const [low, high] = d3.extent(values);
  const room = Math.max(0.06 * (high - low), 0.04);
  return [low - room, high + room];
};

// One shift: in-domain against shifted accuracy of every run of an arm.
trueline.figures.line = (section, {shift, arm, measure}, width) => {
  const chart = section.shifts[shift];
  const points = (chart.points[arm] ?? []).flatMap(([run, standing, accuracy, balanced]) => {
    const place = measure === 1 ? balanced : accuracy;
    if (!place) return [];
    const [id, shifted, x, y] = place;
    const label = describe(section, run);
    const state = trueline.standings[standing].word;
    const who = section.families.length > 1 ? `${label.family}, ${label.where}` : label.where;
    return [{...label, who, state, standing, id, shifted, x, y,
      text: `${who}\n${state}\n${trueline.number(id)} in-domain, ${trueline.number(shifted)} under the shift`}];
  });
  if (points.length === 0) return null;
  const constants = measure === 1
    ? (chart.balanced_constant ? [["a constant answer", chart.balanced_constant]] : [])
    : chart.constants;
  const stars = constants.map(([name, [id, shifted, x, y]]) => ({name, id, shifted, x, y,
    text: `${name}\n${trueline.number(id)} in-domain, ${trueline.number(shifted)} under the shift`}));
  const healthy = points.filter((point) => point.standing === 0);
  const some = healthy.length < points.length;
  const everything = [...points, ...stars];
  const [xs, ys] = [spanning(everything.map((point) => point.x)), spanning(everything.map((point) => point.y))];
  const height = Math.min(380, Math.max(280, width * 0.8));
  const [left, bottom] = [52, 48];
  const label = measure === 1 ? "balanced accuracy" : "accuracy";
  const [xTicks, yTicks] = [ticks(...xs, width - left - 16), ticks(...ys, (height - bottom - 30) * 1.4)];
  const write = (list) => (place) => trueline.number(list.find((tick) => tick[1] === place)[0]);
  const low = Math.max(xs[0], ys[0]);
  const high = Math.min(xs[1], ys[1]);
  const fit = (group, line) => group.length < 3 ? [] : [Plot.linearRegressionY(group, {
    x: "x", y: "y", stroke: line.colour, strokeDasharray: line.dash, strokeWidth: 2, fillOpacity: 0.1, clip: true, className: "fit",
  })];
  const svg = Plot.plot({
    ...common, width, height, marginLeft: left, marginBottom: bottom, marginTop: 30, marginRight: 16,
    ariaLabel: `${chart.name}: in-domain against shifted ${label} of ${points.length} runs`,
    x: {domain: xs, label: `${label} in-domain`}, y: {domain: ys, label: `${label} under the shift`},
    marks: [
      Plot.gridX(xTicks.map((tick) => tick[1]), {stroke: "var(--rule)", strokeOpacity: 1}),
      Plot.gridY(yTicks.map((tick) => tick[1]), {stroke: "var(--rule)", strokeOpacity: 1}),
      Plot.axisX(xTicks.map((tick) => tick[1]), {tickFormat: write(xTicks), label: `${label} in-domain →`, labelAnchor: "right", labelOffset: 38}),
      Plot.axisY(yTicks.map((tick) => tick[1]), {tickFormat: write(yTicks), label: `↑ ${label} under the shift`, labelAnchor: "top", labelArrow: "none"}),
      ...(low < high ? [Plot.line([[low, low], [high, high]], {stroke: "currentColor", strokeDasharray: "1 4", strokeWidth: 1.5, strokeLinecap: "round", className: "same"})] : []),
      ...(some ? fit(points, trueline.lines.all) : []),
      ...fit(healthy, trueline.lines.healthy),
      ...dots(points, (point) => point.standing, trueline.standings, {x: "x", y: "y", r: 3.2}),
      Plot.dot(stars, {x: "x", y: "y", symbol: "star", r: 10, fill: "none", stroke: "var(--text)", strokeWidth: 1.5, className: "constant"}),
      tip(everything, {x: "x", y: "y", title: "text"}),
    ],
  });
  return {
    svg, marks: points.length,
    heads: section.families.length > 1 ? ["family", "setting", ...splitHead(section), "state", "in-domain", "shifted"] : ["run", "state", "in-domain", "shifted"],
    rows: points.map((point) => section.families.length > 1
      ? [point.family, point.setting, ...splitCell(point), point.state, point.id, point.shifted]
      : [point.who, point.state, point.id, point.shifted]),
  };
};

// A sample of the rows in a plane.
trueline.figures.map = (section, {colour, place}, width) => {
  const {map} = section.vectors;
  const field = {label: 2, domain: 3, finding: 4}[colour];
  const names = map[colour] ?? [];
  const group = (row) => (field === undefined ? null : row[field]);
  const points = map.points.map((row) => {
    const [x, y] = row[place === "near" ? 1 : 0];
    const say = (by, at) => (row[at] === null ? [] : [`${by} ${map[by][row[at]]}`]);
    const lines = [`${row[6]} of ${map.paths[row[5]]}`, ...say("label", 2), ...say("domain", 3), ...say("finding", 4)];
    return {x, y, group: group(row) ?? names.length, where: row[6], path: map.paths[row[5]], row,
      text: row[7] === null ? lines.join("\n") : [...lines, row[7]].join("\n")};
  });
  const marks = [...names.map((_, nth) => trueline.categories[nth]), trueline.none];
  // What is rare is drawn last, so that it isn't hidden.
  const near = place === "near";
  const svg = Plot.plot({
    ...common, width, height: Math.min(520, Math.max(300, width * 0.55)), margin: 32, marginLeft: 44, marginBottom: 42, inset: 10,
    ariaLabel: `${points.length} rows on a map, coloured by ${colour}`, aspectRatio: undefined,
    x: {label: near ? "placed by neighbours" : "first principal component", ticks: near ? [] : 6, labelAnchor: "center", labelArrow: "none"},
    y: {label: near ? null : "second principal component", ticks: near ? [] : 5, labelArrow: "none"},
    marks: [
      Plot.frame({stroke: "var(--rule)"}),
      ...dots(points, (point) => point.group, marks, {x: "x", y: "y", r: 2.6}).toReversed(),
      tip(points, {x: "x", y: "y", title: "text", lineWidth: 32}),
    ],
  });
  const counts = d3.rollup(points, (group) => group.length, (point) => point.group);
  const entries = [...names.map((name, nth) => ({...marks[nth], word: `${name} (${counts.get(nth) ?? 0})`}))];
  const rest = counts.get(names.length);
  if (rest && field !== undefined) entries.push({...trueline.none, word: `${colour === "finding" ? "nothing found" : `no ${colour}`} (${rest})`});
  const by = ["label", "domain", "finding"].filter((name) => map[name].length > 0);
  const texts = points.some((point) => point.row[7] !== null);
  return {
    svg, marks: points.length, legend: entries,
    heads: ["file", "row", ...by, "across", "up", ...(texts ? ["text"] : [])],
    rows: points.map((point) => [
      point.path, point.where,
      ...by.map((name) => map[name][point.row[{label: 2, domain: 3, finding: 4}[name]]] ?? ""),
      point.x, point.y, ...(texts ? [point.row[7] ?? ""] : []),
    ]),
  };
};

const series = [
  {colour: "var(--blue)"}, {colour: "var(--red)", dash: "6 4"}, {colour: "var(--green)", dash: "2 3"},
];

// The variance's share along each direction.
trueline.figures.spectrum = (section, _, width) => {
  const spectrum = section.vectors.spectrum;
  const points = spectrum.flatMap(([name, shares], nth) => shares.map((share, at) => ({name, nth, at: at + 1, share,
    text: `${name}\ndirection ${at + 1} holds ${d3.format(".2~g")(share)} of the variance`})))
    .filter((point) => point.share > 1e-5);
  const svg = Plot.plot({
    ...common, width, height: 300, marginLeft: 64, marginBottom: 42,
    ariaLabel: "share of the variance along each direction",
    x: {label: "direction, from the one that holds most", labelAnchor: "center", labelArrow: "none"},
    y: {type: "log", label: "share of the variance", grid: true, ticks: 4, tickFormat: "~g"},
    marks: [
      ...spectrum.map((_, nth) => Plot.line(points.filter((point) => point.nth === nth), {
        x: "at", y: "share", stroke: series[nth].colour, strokeDasharray: series[nth].dash, strokeWidth: 2, className: "mark",
      })),
      tip(points, {x: "at", y: "share", title: "text"}),
    ],
  });
  return {
    svg, marks: spectrum.length, legend: spectrum.map(([name], nth) => ({...series[nth], word: name})),
    heads: ["of", "direction", "share of the variance"],
    rows: points.map((point) => [point.name, point.at, point.share]),
  };
};

// How alike vectors are, as they are and less their mean.
trueline.figures.cosines = (section, _, width) => {
  const cosines = section.vectors.cosines;
  const names = ["as they are", "less their mean"];
  const bins = cosines[0][2].length;
  const edge = (nth) => -1 + (2 * nth) / bins;
  const points = cosines.flatMap(([natural, centred, shares]) => shares.map((share, nth) => ({
    natural, side: names[Number(centred)], from: edge(nth), to: edge(nth + 1), at: (edge(nth) + edge(nth + 1)) / 2, share,
    who: natural ? "natural text" : "rows",
    text: `${natural ? "natural text" : "rows"}, ${names[Number(centred)]}\n${trueline.number(share)} of the pairs from ` +
      `${trueline.number(edge(nth))} to ${trueline.number(edge(nth + 1))}`,
  })));
  const groups = [false, true].filter((natural) => cosines.some((each) => each[0] === natural));
  const svg = Plot.plot({
    ...common, width, height: 300, marginLeft: 48, marginBottom: 40, marginRight: 24,
    ariaLabel: "share of pairs by their cosine, as they are and less their mean",
    x: {domain: [-1, 1], label: "cosine", labelAnchor: "center", ticks: 5, labelArrow: "none"},
    y: {label: "share of pairs", ticks: 4, grid: true}, fy: {domain: names, label: null, axis: null},
    marks: [
      Plot.ruleY([0], {stroke: "var(--rule)"}),
      Plot.text(names, {fy: (name) => name, text: (name) => name, frameAnchor: "top-left", dx: 4, dy: 2, fontWeight: 600}),
      ...groups.map((natural) => Plot.line(points.filter((point) => point.natural === natural), {
        fy: "side", x: "at", y: "share", curve: "step", stroke: series[Number(natural)].colour,
        strokeDasharray: series[Number(natural)].dash, strokeWidth: 2, z: "side", className: "mark",
      })),
      tip(points.filter((point) => point.share > 0), {fy: "side", x: "at", y: "share", title: "text"}),
    ],
  });
  return {
    svg, marks: groups.length * 2, legend: groups.map((natural) => ({...series[Number(natural)], word: natural ? "pairs of sentences of natural text" : "pairs of rows"})),
    heads: ["pairs of", "vectors", "from", "to", "share of pairs"],
    rows: points.filter((point) => point.share > 0).map((point) => [point.who, point.side, point.from, point.to, point.share]),
  };
};
