// The legend: layers that can be hidden, and how much of each is on screen.
import { params, remember } from "./address.js";
import { $, day, element, fill, km2, lang, map, narrow, signed, words } from "./shared.js";

const box = $(".legend");
const list = $("[data-legend]");
const onScreen = {};
let scene = null;

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

function draw() {
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
  list.replaceChildren(...rows);
  if (focused) list.querySelector(`[data-layer="${CSS.escape(focused)}"]`)?.focus();
}

function measured({ before_km2: before, gained_km2: gained, lost_km2: lost, statuses_km2: statuses }) {
  const values = { before: km2(before), gained: km2(gained), lost: km2(lost), net: signed(gained - lost) };
  for (const [name, value] of Object.entries(statuses)) values[`after:${name}`] = km2(value);
  Object.assign(onScreen, values);
  for (const [key, value] of Object.entries(values)) {
    const cell = list.querySelector(`[data-figure="${CSS.escape(key)}"]`);
    if (cell) cell.textContent = value;
  }
}

function chosen({ target }) {
  if ("period" in target.dataset) {
    map.period = target.checked;
    map.mentions();
    remember({ texts: target.checked ? "period" : null });
    return;
  }
  map.toggle(target.dataset.layer, target.checked);
  if (target.dataset.layer === "wide" && !target.checked) $('[data-count="wide"]').textContent = "";
  remember({ off: [...map.hidden].filter((key) => key !== "wide").join(","), wide: map.hidden.has("wide") ? null : "1" });
}

// Show the layers that the address names.
export function restoreLayers() {
  const query = params();
  const off = new Set((query.get("off") ?? "").split(",").filter(Boolean));
  if (query.get("wide") !== "1") off.add("wide");
  for (const key of new Set([...map.hidden, ...off])) if (map.hidden.has(key) !== off.has(key)) map.toggle(key, !off.has(key));
  const period = query.get("texts") === "period";
  if (period !== map.period) {
    map.period = period;
    map.mentions();
  }
  for (const check of box.querySelectorAll("[data-layer]")) check.checked = !map.hidden.has(check.dataset.layer);
  const check = $("[data-period]");
  if (check) check.checked = period;
}

export function startLegend() {
  if (narrow.matches || matchMedia("(max-height: 34rem)").matches) box.open = false;
  box.addEventListener("change", chosen);
  map.addEventListener("scene", ({ detail }) => {
    scene = detail;
    draw();
  });
  map.addEventListener("areas", ({ detail }) => measured(detail));
  for (const name of ["mentions", "wide"]) {
    map.addEventListener(name, ({ detail }) => { $(`[data-count="${name}"]`).textContent = detail.mentions.toLocaleString(lang); });
  }
  // A popup opens, and a place comes into view, beside the legend, not under it.
  map.padding = () => {
    const beside = box.open && map.map.getSize().x > 760 ? box.offsetWidth + 24 : 24;
    return { paddingTopLeft: [24, 24], paddingBottomRight: [beside, 24] };
  };
  restoreLayers();
}
