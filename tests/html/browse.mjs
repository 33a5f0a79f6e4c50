// Opens a report in Chromium as readers do (light, dark, phone, paper) and prints what happened there as JSON.
// Usage: node browse.mjs TOOLS CHROMIUM REPORT SCREENSHOTS NAME
import {createRequire} from "node:module";
import fs from "node:fs";
import path from "node:path";
import {pathToFileURL} from "node:url";

const [tools, chromium, report, screenshots, name] = process.argv.slice(2);
const require = createRequire(path.resolve(tools, "package.json"));
const puppeteer = (await import(pathToFileURL(require.resolve("puppeteer-core")))).default;
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const url = pathToFileURL(path.resolve(report)).href;

const browser = await puppeteer.launch({
  executablePath: chromium, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"], protocolTimeout: 120000,
});

// A page at one width and in one scheme, with everything that went wrong on it.
const open = async ({width, height = 900, scheme = "light", media}) => {
  const page = await browser.newPage();
  const seen = {console: [], requests: [], violations: []};
  page.on("console", (message) => {
    if (message.type() !== "log") seen.console.push(message.text());
  });
  page.on("pageerror", (error) => seen.console.push(String(error)));
  page.on("dialog", (dialog) => { seen.console.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => {
    if (request.url() !== url) seen.requests.push(request.url());
  });
  await page.evaluateOnNewDocument(() => {
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) =>
      window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
  });
  await page.setViewport({width, height});
  await page.emulateMediaFeatures([{name: "prefers-color-scheme", value: scheme}]);
  if (media) await page.emulateMediaType(media);
  await page.goto(url, {waitUntil: "load"});
  await page.waitForFunction(() => document.documentElement.dataset.ready, {timeout: 20000});
  if (media === "print") await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  return {page, seen};
};

const look = async ({page, seen}, shot) => {
  const told = await page.evaluate(() => ({
    ready: Number(document.documentElement.dataset.ready),
    violations: window.violations,
    wide: document.documentElement.scrollWidth - window.innerWidth,
    figures: [...document.querySelectorAll("figure[data-figure]")].map((figure) => ({
      kind: figure.dataset.figure, arm: figure.dataset.arm, name: figure.querySelector("h4").textContent,
      caption: figure.querySelector("figcaption").textContent,
      told: Number(figure.dataset.marks ?? 0),
      drawn: figure.querySelectorAll("svg [class^='mark-'] > *").length,
      collapsed: figure.querySelectorAll("svg .mark-3 > *").length,
      curves: figure.querySelectorAll("svg .mark > path").length,
      fits: figure.querySelectorAll("svg .fit").length,
      constants: figure.querySelectorAll("svg .constant > *").length,
      label: figure.querySelector("svg")?.getAttribute("aria-label") ?? "",
    })),
  }));
  await page.evaluate(axe);
  const faults = await page.evaluate(async () => (await window.axe.run(document, {resultTypes: ["violations"]})).violations
    .map(({id, impact, nodes}) => ({id, impact, where: nodes.slice(0, 3).map((node) => node.html.slice(0, 160))})));
  fs.mkdirSync(screenshots, {recursive: true});
  await page.screenshot({path: path.join(screenshots, `${name}-${shot}.png`), fullPage: true});
  return {...told, ...seen, faults};
};

const views = {};
for (const [shot, how] of Object.entries({
  light: {width: 1280}, dark: {width: 1280, scheme: "dark"}, phone: {width: 360, height: 740},
  "phone-dark": {width: 360, height: 740, scheme: "dark"}, print: {width: 794, media: "print"},
})) {
  const opened = await open(how);
  views[shot] = await look(opened, shot);
  await opened.page.close();
}

// What a reader does: switches, tables, the keyboard, hovering.
const {page, seen} = await open({width: 1280});
const done = await page.evaluate(async () => {
  const pictures = () => [...document.querySelectorAll("figure .chart")].map((box) => box.innerHTML.replaceAll(/plot-clip-\d+|clip-\d+/g, ""));
  const switches = [];
  for (const input of document.querySelectorAll("main input[type=radio]")) {
    if (input.checked) continue;
    const before = pictures();
    const first = input.closest("fieldset").querySelector("input:checked");
    input.click();
    const after = pictures();
    switches.push({name: input.name, value: input.value, changed: before.filter((svg, nth) => svg !== after[nth]).length});
    first.click();
    const again = pictures();
    switches.at(-1).undone = before.every((svg, nth) => svg === again[nth]);
  }
  const themes = [];
  for (const input of document.querySelectorAll("input[name=theme]")) {
    input.click();
    themes.push([input.value, getComputedStyle(document.body).backgroundColor]);
  }
  document.querySelector("input[name=theme]").click();
  for (const details of document.querySelectorAll("details")) details.open = true;
  await new Promise((wait) => setTimeout(wait, 200));
  const tables = [...document.querySelectorAll("table")].map((table) => {
    const column = (nth) => [...table.tBodies[0].rows].map((row) => row.cells[nth].textContent.trim());
    const heads = [...table.tHead.rows[0].cells];
    const sorted = heads.map((head, nth) => {
      head.querySelector("button").click();
      const up = column(nth);
      head.querySelector("button").click();
      return {head: head.textContent, sort: head.getAttribute("aria-sort"), up, down: column(nth)};
    });
    return {caption: table.caption.textContent, rows: table.tBodies[0].rows.length, sorted};
  });
  return {switches, themes, tables};
});

const reached = await (async () => {
  const wanted = await page.evaluate(() => {
    const groups = new Set();
    return [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")].filter((element) => {
      if (element.type !== "radio") return true;
      const fresh = !groups.has(element.name);
      groups.add(element.name);
      return fresh;
    }).length;
  });
  await page.evaluate(() => { document.activeElement?.blur(); window.scrollTo(0, 0); window.reached = new Set(); });
  for (let at = 0; at < wanted + 5; at += 1) {
    await page.keyboard.press("Tab");
    const more = await page.evaluate(() => {
      const here = document.activeElement;
      const key = here.type === "radio" ? here.name : here;
      if (here === document.body || window.reached.has(key)) return false;
      window.reached.add(key);
      return true;
    });
    if (!more && at > 2) break;
  }
  return {wanted, found: await page.evaluate(() => window.reached.size)};
})();

// An arrow moves a switch, and a mark says what it is under the pointer.
const hovers = await page.evaluate(() => Promise.all([...document.querySelectorAll("figure[data-figure]")].map(async (figure) => {
  const mark = figure.querySelector("svg [class^='mark-'] > *");
  const svg = figure.querySelector("svg");
  if (!mark) return {kind: figure.dataset.figure, says: null};
  const box = mark.getBoundingClientRect();
  svg.dispatchEvent(new PointerEvent("pointerenter", {bubbles: true, pointerType: "mouse", clientX: box.x + box.width / 2, clientY: box.y + box.height / 2}));
  svg.dispatchEvent(new PointerEvent("pointermove", {bubbles: true, pointerType: "mouse", clientX: box.x + box.width / 2, clientY: box.y + box.height / 2}));
  // Charts of several panels settle which one answers in the next frame.
  await new Promise((next) => setTimeout(next, 300));
  return {kind: figure.dataset.figure, says: figure.querySelector("svg .tip")?.textContent ?? ""};
})));
await page.evaluate(() => document.querySelector("main input[type=radio]:checked")?.focus());
const keyed = await page.evaluate(() => document.activeElement.value);
await page.keyboard.press("ArrowRight");
const moved = await page.evaluate(() => document.activeElement.value);
const violations = await page.evaluate(() => window.violations);
const text = await page.evaluate(() => document.body.innerText);
const elements = await page.evaluate(() => [...new Set([...document.querySelectorAll("*")].map((element) => element.localName))]);
await browser.close();
console.log(JSON.stringify({views, ...done, reached, hovers, keyed, moved, seen: {...seen, violations}, text, elements}));
