// The days of a source's snapshots: which lies before which day, and the curve of their areas.
import { $, day } from "./shared.js";

const DAY_MS = 86400000;
export const number = (iso) => Math.round(Date.parse(`${iso}T00:00Z`) / DAY_MS);
export const iso = (days) => new Date(days * DAY_MS).toISOString().slice(0, 10);

let days = []; // [day number, km²], oldest first

export const first = () => days[0]?.[0];
export const last = () => days[days.length - 1]?.[0];

export function snapshotBefore(on) {
  let found = first() ?? on;
  for (const [each] of days) {
    if (each > on) break;
    found = each;
  }
  return found;
}

// The snapshot so many snapshots later.
export function step(on, by) {
  const all = days.map(([each]) => each);
  const at = all.indexOf(snapshotBefore(on));
  return all[Math.min(all.length - 1, Math.max(0, at + by))] ?? on;
}

export async function load(source) {
  const response = await fetch(`/api/map/series?${new URLSearchParams({ source })}`).catch(() => null);
  if (!response?.ok) return false;
  days = (await response.json()).days.map(([on, area]) => [number(on), area]);
  return days.length > 0;
}

function svg(tag, attributes, text) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text) node.textContent = text;
  return node;
}

// Months or quarters under the track, as many as fit; the ends stay inside it.
function ticks(box) {
  const wide = Math.max(1, last() - first());
  const most = Math.max(2, Math.floor(box.clientWidth / 90));
  const months = [];
  for (let on = first(); on <= last(); on += 1) if (iso(on).endsWith("-01")) months.push(on);
  const every = [1, 2, 3, 6, 12, 24].find((n) => months.length / n <= most) ?? 24;
  const drawn = svg("svg", {});
  for (const on of months.filter((each) => new Date(each * DAY_MS).getUTCMonth() % every === 0)) {
    const share = (100 * (on - first())) / wide;
    const anchor = share < 4 ? "start" : share > 96 ? "end" : "middle";
    drawn.append(svg("text", { x: `${share}%`, y: 11, "text-anchor": anchor }, day(iso(on)).split("\u00a0").slice(1).join(" ")));
  }
  box.replaceChildren(drawn);
}

export function drawCurve(timeline) {
  const wide = Math.max(1, last() - first());
  const areas = days.map(([, area]) => area);
  const low = Math.min(...areas);
  const span = Math.max(...areas) - low || 1;
  const points = days.map(([on, area]) => `${((1000 * (on - first())) / wide).toFixed(1)} ${(94 - (84 * (area - low)) / span).toFixed(1)}`);
  $(".curve .stroke", timeline).setAttribute("d", `M${points.join("L")}`);
  $(".curve .area", timeline).setAttribute("d", `M0 100L${points.join("L")}L1000 100Z`);
  ticks($(".ticks", timeline));
}
