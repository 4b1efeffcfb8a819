// What belongs to the two dates that are shown: the figures that texts state for them, and where the ground changed.
import { $, element, km2, map, parsed, words } from "./shared.js";

const SETTLED_MS = 300; // a slider that still moves asks for nothing
const where = $(".where");
const section = $(".of-dates");
const stated = $(".stated-here");
const LEAST_KM2 = 0.05;
let asked = "";
let waiting = null;

function line(row, most) {
  const item = element("li");
  const go = element("button", "", row.name);
  go.type = "button";
  go.dir = "auto";
  go.title = words.show_there;
  go.addEventListener("click", () => {
    const [west, south, east, north] = row.bounds;
    map.map.fitBounds([[south, west], [north, east]], { ...map.padding(), maxZoom: 11 });
  });
  const bar = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  bar.setAttribute("class", "where-bar");
  bar.setAttribute("aria-hidden", "true");
  const figures = element("span", "fl-figure");
  let from = 0;
  for (const [kind, sign] of [["gained", "+"], ["lost", "−"]]) {
    const value = row[`${kind}_km2`];
    if (value < LEAST_KM2) continue;
    const part = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const wide = (100 * value) / most;
    for (const [name, given] of Object.entries({ class: kind, x: `${from}%`, width: `${wide}%`, height: "100%" })) part.setAttribute(name, given);
    bar.append(part);
    from += wide;
    figures.append(element("span", `where-${kind}`, `${sign}${km2(value)}`));
  }
  item.append(go, figures, bar);
  return item;
}

async function ask(snapshots) {
  const query = new URLSearchParams({ source: map.state.source, ...snapshots }).toString();
  if (asked === query) return;
  asked = query;
  const [places, figures] = await Promise.all([
    fetch(`/api/map/where?${query}`).then((response) => (response.ok ? response.json() : null)).catch(() => null),
    fetch(`/parts/stated?${query}`, { headers: { Accept: "text/html" } }).then((response) => (response.ok ? response.text() : null)).catch(() => null),
  ]);
  if (asked !== query) return; // other days have been chosen
  if (!places || figures === null) asked = "";
  const rows = places?.places ?? [];
  const most = Math.max(...rows.map((row) => row.gained_km2 + row.lost_km2), 0);
  where.hidden = rows.length === 0;
  $("ol", where).replaceChildren(...rows.map((row) => line(row, most)));
  stated.hidden = figures === null;
  section.hidden = where.hidden && stated.hidden;
  if (figures !== null) $(".stated-list", stated).replaceChildren(...parsed(figures));
}

export function startBeside() {
  if (!where || document.body.classList.contains("embed")) return;
  map.addEventListener("scene", ({ detail }) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => map.ready.then(() => ask(detail.snapshots)), SETTLED_MS);
  });
}
