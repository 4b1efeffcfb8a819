// The map page: what the panel, the legend and the dates do, and the address that holds it all.
import { live as maps } from "../maps/live.js";

const map = maps.get("front");
const words = JSON.parse(document.getElementById("front-words").textContent);
const lang = document.documentElement.lang;
const $ = (selector, root = document) => root.querySelector(selector);
const element = Frontline.element;
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

const dayFormat = new Intl.DateTimeFormat(lang, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
export const day = (iso) => {
  if (!iso) return "–";
  const parts = Object.fromEntries(dayFormat.formatToParts(new Date(`${iso}T00:00Z`)).map((part) => [part.type, part.value]));
  return `${parts.day} ${parts.month} ${parts.year}`;
};
const km2 = (value) => `${value.toLocaleString(lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).replace("-", "−")} ${words.unit}`;
const signed = (value) => (Math.round(value * 10) > 0 ? "+" : "") + km2(value);

// --- the address

const params = () => new URLSearchParams(location.search);

function remember(changes, { push = false } = {}) {
  const query = params();
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === "") query.delete(name);
    else query.set(name, value);
  }
  const address = `${location.pathname}${query.size ? `?${query.toString().replaceAll("%2C", ",")}` : ""}`;
  if (address === location.pathname + location.search) return;
  history[push ? "pushState" : "replaceState"](null, "", address);
}

const box = () => {
  const b = map.map.getBounds();
  return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()].map((value) => +value.toFixed(3)).join(",");
};

// The first view is no choice of the reader's; from then on the box stands in the address.
let settled = false;
map.ready.then(() => { settled = true; });
map.addEventListener("moved", () => { if (settled) remember({ bbox: box() }); });
map.addEventListener("place", ({ detail }) => {
  if (detail) remember({ place: detail.id, mention: detail.mention }, { push: settled });
  else remember({ place: null, mention: null });
});

// --- legend

const legend = $("[data-legend]");
let scene = null;
const onScreen = {};

function row(key, className, text, layer) {
  const item = element("li", layer === null ? "net" : "");
  const label = element(layer === null ? "span" : "label");
  if (layer !== null) {
    const check = element("input");
    check.type = "checkbox";
    check.dataset.layer = layer;
    check.checked = !map.hidden.has(layer);
    const mark = element("i", `fl-key ${className}`);
    mark.setAttribute("aria-hidden", "true");
    label.append(check, mark);
  }
  label.append(element("span", "", text));
  const figure = element("span", "fl-figure", onScreen[key] ?? "");
  figure.dataset.figure = key;
  item.append(label, figure);
  return item;
}

function drawLegend() {
  if (!scene) return;
  const focused = document.activeElement?.dataset?.layer;
  const { from, to } = scene.snapshots;
  const status = (name) => map.words.statuses?.[name] ?? name;
  const title = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const rows = scene.statuses.map((name) => {
    const look = scene.counted.includes(name) ? "fl-key-after" : /pre-2022|liberated/.test(name) ? "fl-key-faint" : "fl-key-other";
    return row(`after:${name}`, look, title(fill(words.held, { status: status(name), day: day(to) })), `after:${name}`);
  });
  if (from !== to) {
    rows.push(row("before", "fl-key-before", fill(words.edge, { day: day(from) }), "before"));
    rows.push(row("gained", "fl-key-gained", words.gained, "gained"), row("lost", "fl-key-lost", words.lost, "lost"), row("net", "", words.net, null));
  }
  legend.replaceChildren(...rows);
  if (focused) legend.querySelector(`[data-layer="${CSS.escape(focused)}"]`)?.focus();
}

map.addEventListener("scene", ({ detail }) => {
  scene = detail;
  const whole = detail.whole_km2;
  for (const [name, value] of [["gained", km2(whole.gained)], ["lost", km2(whole.lost)], ["net", signed(whole.gained - whole.lost)]]) {
    const cell = $(`[data-total="${name}"]`);
    if (cell) cell.textContent = value;
  }
  showDates();
  drawLegend();
});

map.addEventListener("areas", ({ detail }) => {
  const values = { before: km2(detail.before_km2), gained: km2(detail.gained_km2), lost: km2(detail.lost_km2), net: signed(detail.gained_km2 - detail.lost_km2) };
  for (const [name, value] of Object.entries(detail.statuses_km2)) values[`after:${name}`] = km2(value);
  Object.assign(onScreen, values);
  for (const [key, value] of Object.entries(values)) {
    const cell = legend.querySelector(`[data-figure="${CSS.escape(key)}"]`);
    if (cell) cell.textContent = value;
  }
});

for (const name of ["mentions", "wide"]) {
  map.addEventListener(name, ({ detail }) => { $(`[data-count="${name}"]`).textContent = detail.mentions.toLocaleString(lang); });
}

$(".legend").addEventListener("change", ({ target }) => {
  if ("period" in target.dataset) {
    map.period = target.checked;
    map.mentions();
    remember({ texts: target.checked ? "period" : null });
    return;
  }
  map.toggle(target.dataset.layer, target.checked);
  if (target.dataset.layer === "wide" && !target.checked) $('[data-count="wide"]').textContent = "";
  remember({ off: [...map.hidden].filter((key) => key !== "wide").join(","), wide: map.hidden.has("wide") ? null : "1" });
});

function restoreLayers() {
  const query = params();
  const off = new Set((query.get("off") ?? "").split(",").filter(Boolean));
  if (query.get("wide") !== "1") off.add("wide");
  for (const key of new Set([...map.hidden, ...off])) map.toggle(key, !off.has(key));
  map.period = query.get("texts") === "period";
  for (const check of document.querySelectorAll(".legend [data-layer]")) check.checked = !map.hidden.has(check.dataset.layer);
  const period = $("[data-period]");
  if (period) period.checked = map.period;
}

if (matchMedia("(max-width: 48rem), (max-height: 34rem)").matches) $(".legend").open = false;

// A popup opens beside the legend, not under it.
map.popupPadding = () => {
  const box = $(".legend");
  const wide = box.open && map.map.getSize().x > 760 ? box.offsetLeft + box.offsetWidth + 12 : 24;
  return [wide, 24];
};

// --- dates

const timeline = $(".timeline");
const DAY_MS = 86400000;
const number = (iso) => Math.round(Date.parse(`${iso}T00:00Z`) / DAY_MS);
const iso = (days) => new Date(days * DAY_MS).toISOString().slice(0, 10);
let series = []; // [day number, km²], oldest first
let playing = null;

const sliders = timeline ? { from: $(".from", timeline), to: $(".to", timeline) } : {};
const fields = timeline ? { from: $('[name="from"]', timeline), to: $('[name="to"]', timeline) } : {};

function snapshotBefore(days) {
  let found = series[0]?.[0] ?? days;
  for (const [on] of series) {
    if (on > days) break;
    found = on;
  }
  return found;
}

function step(days, by) {
  const all = series.map(([on]) => on);
  const at = all.indexOf(snapshotBefore(days));
  return all[Math.min(all.length - 1, Math.max(0, at + by))] ?? days;
}

function showDates() {
  const real = scene?.snapshots ?? map.state;
  for (const which of ["from", "to"]) {
    const shown = $(`[data-show="${which}"]`);
    if (shown) shown.textContent = day(real[which]);
    if (!timeline) continue;
    $(`[data-date="${which}"]`, timeline).textContent = day(map.state[which]);
    if (document.activeElement !== fields[which]) fields[which].value = map.state[which];
    sliders[which].value = number(map.state[which]);
    sliders[which].setAttribute("aria-valuetext", day(iso(snapshotBefore(number(map.state[which])))));
  }
  if (!timeline) return;
  $(".real", timeline).textContent = real.from === real.to ? fill(words.shown_one, { to: day(real.to) }) : fill(words.shown, { from: day(real.from), to: day(real.to) });
  const [low, high] = [number(map.state.from), number(map.state.to)];
  const first = +sliders.to.min;
  const wide = Math.max(1, +sliders.to.max - first);
  const between = $(".between", timeline);
  between.setAttribute("x", (1000 * (low - first)) / wide);
  between.setAttribute("width", Math.max(0, (1000 * (high - low)) / wide));
  for (const preset of timeline.querySelectorAll("[data-days]")) preset.setAttribute("aria-pressed", String(+preset.dataset.days === high - low));
}

let queued = null;
async function choose(from, to, { push = false } = {}) {
  if (from > to) [from, to] = [to, from];
  if (from === map.state.from && to === map.state.to) return;
  const work = map.setDates(from, to);
  showDates();
  remember({ from, to }, { push });
  clearTimeout(queued);
  queued = setTimeout(() => { // the neighbours of where the reader stopped
    const days = number(to);
    for (const by of [1, -1]) map.expect(from, iso(step(days, by)));
  }, 250);
  await work;
}

function drawCurve() {
  const first = series[0][0];
  const last = series[series.length - 1][0];
  const wide = Math.max(1, last - first);
  const areas = series.map(([, area]) => area);
  const low = Math.min(...areas);
  const span = Math.max(...areas) - low || 1;
  const points = series.map(([on, area]) => `${((1000 * (on - first)) / wide).toFixed(1)} ${(94 - (84 * (area - low)) / span).toFixed(1)}`);
  $(".curve .stroke", timeline).setAttribute("d", `M${points.join("L")}`);
  $(".curve .area", timeline).setAttribute("d", `M0 100L${points.join("L")}L1000 100Z`);
  // Months or quarters under the track, as many as fit.
  const ticks = $(".ticks", timeline);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const most = Math.max(2, Math.floor(ticks.clientWidth / 90));
  const months = [];
  for (let on = first; on <= last; on += 1) if (iso(on).endsWith("-01")) months.push(on);
  const every = [1, 2, 3, 6, 12, 24].find((n) => months.length / n <= most) ?? 24;
  for (const on of months.filter((each) => (new Date(each * DAY_MS).getUTCMonth()) % every === 0)) {
    const text = document.createElementNS("http://www.w3.org/2000/svg", "text");
    text.setAttribute("x", `${(100 * (on - first)) / wide}%`);
    text.setAttribute("y", "11");
    text.textContent = day(iso(on)).split(" ").slice(1).join(" ");
    svg.append(text);
  }
  ticks.replaceChildren(svg);
}

async function loadSeries(source) {
  const response = await fetch(`/api/map/series?${new URLSearchParams({ source })}`);
  if (!response.ok) return;
  series = (await response.json()).days.map(([on, area]) => [number(on), area]);
  if (!series.length) return;
  for (const slider of Object.values(sliders)) {
    slider.min = series[0][0];
    slider.max = series[series.length - 1][0];
  }
  drawCurve();
  showDates();
}

function play(on) {
  clearTimeout(playing);
  playing = null;
  const button = $(".play", timeline);
  button.setAttribute("aria-pressed", String(on));
  button.setAttribute("aria-label", on ? words.pause : words.play);
  button.title = on ? words.pause : words.play;
  if (!on) return;
  const last = series[series.length - 1]?.[0];
  if (number(map.state.to) >= last) choose(map.state.from, map.state.from); // from the start again
  const whole = last - number(map.state.from);
  const next = async () => {
    const begun = performance.now();
    const now = number(map.state.to);
    if (now >= last || playing === null) return play(false);
    let to = whole > 120 ? snapshotBefore(now + Math.max(1, Math.round(whole / 90))) : step(now, 1);
    if (to <= now) to = step(now, 1);
    await choose(map.state.from, iso(to));
    if (playing !== null) playing = setTimeout(next, Math.max(60, 220 - (performance.now() - begun)));
  };
  playing = setTimeout(next, 60);
}

if (timeline) {
  for (const which of ["from", "to"]) {
    const slider = sliders[which];
    slider.addEventListener("input", () => {
      let days = snapshotBefore(+slider.value);
      if (which === "from") days = Math.min(days, number(map.state.to));
      else days = Math.max(days, number(map.state.from));
      choose(which === "from" ? iso(days) : map.state.from, which === "to" ? iso(days) : map.state.to);
    });
    // By keyboard one steps from snapshot to snapshot, not from day to day.
    slider.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 30, PageDown: -30 }[event.key];
      if (!by) return;
      event.preventDefault();
      slider.value = step(number(map.state[which]), by);
      slider.dispatchEvent(new Event("input"));
    });
    fields[which].addEventListener("change", () => {
      if (!fields[which].value) return;
      const other = which === "from" ? "to" : "from";
      const chosen = { [which]: fields[which].value, [other]: map.state[other] };
      if (chosen.from > chosen.to) chosen[other] = chosen[which];
      choose(chosen.from, chosen.to, { push: true });
    });
  }
  // Where both thumbs lie together, the one that can still move is on top.
  $(".track", timeline).addEventListener("pointerover", () => { sliders.from.style.zIndex = +sliders.from.value >= +sliders.to.max - 1 ? 2 : ""; });
  $(".presets", timeline).addEventListener("click", ({ target }) => {
    const days = +target.dataset?.days;
    if (days) choose(iso(Math.max(series[0]?.[0] ?? 0, number(map.state.to) - days)), map.state.to, { push: true });
  });
  $(".play", timeline).addEventListener("click", () => play(playing === null));
  loadSeries(map.state.source);
  addEventListener("resize", () => { if (series.length) drawCurve(); });
}

$('[name="source"]')?.addEventListener("change", ({ target }) => {
  location.search = new URLSearchParams({ source: target.value }).toString();
});

// --- findings and documents

async function loadPart(list, address = list.dataset.part) {
  try {
    const response = await fetch(address, { headers: { Accept: "text/html" } });
    if (!response.ok) throw new Error(response.status);
    list.innerHTML = await response.text(); // the server's own template, which escapes what it prints
    list.dataset.loaded = "1";
  } catch {
    const again = element("button", "quiet", words.again);
    again.type = "button";
    again.addEventListener("click", () => loadPart(list, address));
    const told = element("p", "trouble", words.failed);
    told.append(again);
    list.replaceChildren(told);
  }
}

const tabs = [...document.querySelectorAll('[role="tab"]')];
function openTab(tab, { focus = false } = {}) {
  for (const each of tabs) {
    const on = each === tab;
    each.setAttribute("aria-selected", String(on));
    each.tabIndex = on ? 0 : -1;
    const list = document.getElementById(each.getAttribute("aria-controls"));
    list.hidden = !on;
    if (on && !list.dataset.loaded) loadPart(list);
  }
  if (focus) tab.focus();
}
for (const [index, tab] of tabs.entries()) {
  tab.addEventListener("click", () => openTab(tab));
  tab.addEventListener("keydown", ({ key }) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (by) openTab(tabs[(index + by + tabs.length) % tabs.length], { focus: true });
  });
}
if (!document.body.classList.contains("embed")) map.ready.then(() => openTab(tabs[0]));

document.querySelector(".lists")?.addEventListener("click", async (event) => {
  const more = event.target.closest("[data-more]");
  if (more) {
    const response = await fetch(more.dataset.more, { headers: { Accept: "text/html" } });
    if (response.ok) more.outerHTML = (await response.text()).replace(/^[\s\S]*?(?=<ul)/, "");
    return;
  }
  // A finding's period opens on this map, without another page.
  const period = event.target.closest("[data-from]");
  if (period && period.dataset.source === map.state.source && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    choose(period.dataset.from, period.dataset.to, { push: true });
    if (matchMedia("(max-width: 48rem)").matches) $(".stage").scrollIntoView({ behavior: "smooth" });
  }
});
let typing = null;
document.querySelector(".lists")?.addEventListener("input", ({ target }) => {
  const form = target.closest("[data-filter]");
  if (!form) return;
  clearTimeout(typing);
  typing = setTimeout(async () => {
    const list = form.closest(".list");
    await loadPart(list, `${form.dataset.filter}?${new URLSearchParams({ q: target.value })}`);
    const field = $('[name="q"]', list);
    field?.focus();
    field?.setSelectionRange(field.value.length, field.value.length);
  }, 250);
});
document.querySelector(".lists")?.addEventListener("submit", (event) => event.preventDefault());

// --- search

const results = $(".results");
const field = $("#q");

async function history_of(place, list) {
  const { source } = map.state;
  if (!source) return;
  const response = await fetch(`/api/places/${encodeURIComponent(place.id)}/history?${new URLSearchParams({ source })}`);
  if (!response.ok) return;
  const answer = await response.json();
  const told = answer.history[0];
  if (!told) return;
  const runs = element("ul", "runs");
  for (const run of told.statuses.slice(-6).reverse()) {
    const status = map.words.statuses?.[run.status] ?? run.status;
    const since = fill(run.since_first_snapshot ? words.at_least : words.from_day, { day: day(run.since) });
    runs.append(element("li", run.status === "occupied" ? "in" : "", `${status}, ${since}`));
  }
  list.querySelector("[aria-current]")?.after(runs);
}

function pick(place, found, { push = true, move = true } = {}) {
  map.ring(found, place.id, { move });
  for (const each of results.querySelectorAll("button")) {
    if (each.dataset.place === place.id) each.setAttribute("aria-current", "true");
    else each.removeAttribute("aria-current");
  }
  results.querySelector(".runs")?.remove();
  history_of(place, results);
  remember({ place: place.id, mention: null }, { push });
}

let lastSearch = 0;
async function search(text, { chosen = null, push = true, move = true } = {}) {
  const mine = (lastSearch += 1);
  if (!text) {
    results.replaceChildren();
    map.ring([], null);
    remember({ q: null, place: null }, { push });
    return;
  }
  results.replaceChildren(element("p", "wait", words.searching));
  let found;
  try {
    const response = await fetch(`/api/places?${new URLSearchParams({ q: text, limit: 8 })}`);
    if (!response.ok) throw new Error(response.status);
    found = (await response.json()).places;
  } catch {
    results.replaceChildren(element("p", "trouble", words.search_failed));
    return;
  }
  if (mine !== lastSearch) return;
  remember({ q: text, place: null, mention: null }, { push });
  if (!found.length) {
    results.replaceChildren(element("p", "empty", words.no_places));
    map.ring([], null);
    return;
  }
  results.replaceChildren(...found.map((place) => {
    const made = element("button");
    made.type = "button";
    made.dataset.place = place.id;
    const name = element("b", "", place.name);
    name.dir = "auto";
    made.append(name, element("span", "note", [place.admin1, place.country].filter(Boolean).join(", ")));
    made.addEventListener("click", () => pick(place, found));
    return made;
  }));
  pick(found.find((place) => place.id === chosen) ?? found[0], found, { push: false, move });
}

$(".search").addEventListener("submit", (event) => {
  event.preventDefault();
  search(field.value.trim());
});
field.addEventListener("search", () => { if (!field.value) search(""); });

// --- the panel, and the way back

const fold = $(".fold");
fold?.addEventListener("click", () => {
  const folded = document.body.classList.toggle("folded");
  fold.setAttribute("aria-expanded", String(!folded));
  map.map.invalidateSize();
  remember({ panel: folded ? "0" : null });
});
if (params().get("panel") === "0") fold?.click();

function restore() {
  const query = params();
  restoreLayers();
  const view = (query.get("bbox") ?? "").split(",").map(Number);
  if (view.length === 4 && view.every(Number.isFinite)) map.map.fitBounds([[view[1], view[0]], [view[3], view[2]]], { animate: false });
  const from = query.get("from") ?? map.config.from;
  const to = query.get("to") ?? map.config.to;
  if (timeline && (from !== map.state.from || to !== map.state.to)) map.setDates(from, to).then(showDates);
  map.map.closePopup();
  const q = query.get("q") ?? "";
  if (field.value !== q || q) {
    field.value = q;
    if (q) search(q, { chosen: query.get("place"), push: false, move: !query.has("bbox") });
  }
}

addEventListener("popstate", restore);
restoreLayers();
if (params().get("q")) search(params().get("q"), { chosen: params().get("place"), push: false, move: !params().has("bbox") });
