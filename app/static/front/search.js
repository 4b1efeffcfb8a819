// Finding a place in any spelling: rings on the map, and how the place stood.
import { params, remember } from "./address.js";
import { $, day, element, fill, map, words } from "./shared.js";

const FOUND = 8;
const RUNS = 6;
const results = $(".results");
const field = $("#q");

async function tellHistory(place) {
  const { source } = map.state;
  if (!source) return;
  const response = await fetch(`/api/places/${encodeURIComponent(place.id)}/history?${new URLSearchParams({ source })}`).catch(() => null);
  const told = response?.ok ? (await response.json()).history[0] : null;
  if (!told) return;
  const runs = element("ul", "runs");
  for (const run of told.statuses.slice(-RUNS).reverse()) {
    const status = map.words.statuses?.[run.status] ?? run.status;
    const since = fill(run.since_first_snapshot ? words.at_least : words.from_day, { day: day(run.since) });
    runs.append(element("li", run.status === "occupied" ? "in" : "", `${status}, ${since}`));
  }
  results.querySelector("[aria-current]")?.after(runs);
}

function pick(place, found, { own = true, move = true } = {}) {
  map.ring(found, place.id, { move });
  for (const each of results.querySelectorAll("button")) {
    if (each.dataset.place === place.id) each.setAttribute("aria-current", "true");
    else each.removeAttribute("aria-current");
  }
  results.querySelector(".runs")?.remove();
  tellHistory(place);
  remember({ place: place.id, mention: null }, { own });
}

function choices(found) {
  return found.map((place) => {
    const made = element("button");
    made.type = "button";
    made.dataset.place = place.id;
    const name = element("b", "", place.name);
    name.dir = "auto";
    made.append(name, element("span", "note", [place.admin1, place.country].filter(Boolean).join(", ")));
    made.addEventListener("click", () => pick(place, found));
    return made;
  });
}

let lastSearch = 0;
async function search(text, { chosen = null, own = true, move = true } = {}) {
  const mine = (lastSearch += 1);
  if (!text) {
    results.replaceChildren();
    map.ring([], null);
    remember({ q: null, place: null }, { own });
    return;
  }
  results.replaceChildren(element("p", "wait", words.searching));
  let found;
  try {
    const response = await fetch(`/api/map/places?${new URLSearchParams({ q: text, limit: FOUND })}`);
    if (!response.ok) throw new Error(response.status);
    found = (await response.json()).places;
  } catch {
    if (mine === lastSearch) results.replaceChildren(element("p", "trouble", words.search_failed));
    return;
  }
  if (mine !== lastSearch) return;
  remember({ q: text, place: chosen, mention: null }, { own });
  if (!found.length) {
    results.replaceChildren(element("p", "empty", words.no_places));
    map.ring([], null);
    return;
  }
  results.replaceChildren(...choices(found));
  pick(found.find((place) => place.id === chosen) ?? found[0], found, { own: false, move });
}

// Show the search that the address names; say whether it names one.
export function restoreSearch() {
  const query = params();
  const text = query.get("q") ?? "";
  field.value = text;
  if (text) search(text, { chosen: query.get("place"), own: false, move: !query.has("bbox") });
  else if (results.childElementCount) {
    lastSearch += 1;
    results.replaceChildren();
    map.ring([], null);
  }
  return Boolean(text);
}

export function startSearch() {
  $(".search").addEventListener("submit", (event) => {
    event.preventDefault();
    search(field.value.trim());
  });
  field.addEventListener("search", () => { if (!field.value) search(""); });
  if (params().get("q")) restoreSearch();
}
