// Takes the picture of a report in docs/formats.md: the verdict, the strips of collapse and the first lines.
// Usage: node picture.mjs TOOLS CHROMIUM REPORT PICTURE
import {createRequire} from "node:module";
import path from "node:path";
import {pathToFileURL} from "node:url";

const [tools, chromium, report, picture] = process.argv.slice(2);
const require = createRequire(path.resolve(tools, "package.json"));
const puppeteer = (await import(pathToFileURL(require.resolve("puppeteer-core")))).default;
const browser = await puppeteer.launch({executablePath: chromium, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]});
const page = await browser.newPage();
await page.setViewport({width: 1120, height: 800});
await page.goto(pathToFileURL(path.resolve(report)).href);
await page.waitForFunction(() => document.documentElement.dataset.ready);
// What lies between the verdict and the first charts is long, and shown as text elsewhere.
const height = await page.evaluate(() => {
  for (const part of document.querySelectorAll("[id$=-findings], [id$=-collapse] > .scroll, [id$=-collapse] > p, [id$=-line] > p, .as-table, .theme")) part.remove();
  return document.querySelector("figure[data-figure=line]:last-of-type").getBoundingClientRect().bottom + window.scrollY + 12;
});
await page.screenshot({path: picture, clip: {x: 0, y: 0, width: 1120, height: Math.ceil(height)}});
await browser.close();
