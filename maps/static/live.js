// A map whose ground, places and names come beside its page: by box and zoom, kept while they are the same.
// Every text goes into a text node; nothing is built from HTML strings.
import { tools } from "./tools.js";

const API = "/api/map";
const WHOLE_TO_ZOOM = 7; // up to here the whole ground is small enough to come at once
const KEPT = 240;
const SETTLE_MS = 16;

const kept = new Map(); // address -> promise of its JSON

function get(path, query, signal) {
  const entries = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const address = `${API}/${path}?${new URLSearchParams(entries)}`;
  if (!kept.has(address)) {
    const answer = fetch(address, { signal }).then((response) => {
      if (!response.ok) throw new Error(`${response.status}`);
      return response.json();
    });
    answer.catch(() => kept.delete(address)); // what failed is asked for again
    kept.set(address, answer);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value);
  }
  return kept.get(address);
}

// The view's box on a grid that is coarser than it, so that a small move needs nothing new.
function gridBox(map, pad = 0.05) {
  const bounds = map.getBounds().pad(pad);
  const cell = 720 / 2 ** map.getZoom();
  const west = Math.max(-180, Math.floor(bounds.getWest() / cell) * cell);
  const east = Math.min(180, Math.ceil(bounds.getEast() / cell) * cell);
  const south = Math.max(-90, Math.floor(bounds.getSouth() / cell) * cell);
  const north = Math.min(90, Math.ceil(bounds.getNorth() / cell) * cell);
  return [west, south, east, north].map((value) => +value.toFixed(5)).join(",");
}

function viewBox(map) {
  const b = map.getBounds();
  const clamp = (value, most) => Math.min(most, Math.max(-most, value));
  return [clamp(b.getWest(), 180), clamp(b.getSouth(), 90), clamp(b.getEast(), 180), clamp(b.getNorth(), 90)]
    .map((value) => +value.toFixed(4))
    .join(",");
}

const slug = (text) => String(text).toLowerCase().replace(/[^a-z0-9]+/g, "_");

export class Live extends EventTarget {
  constructor(map, config) {
    super();
    this.map = map;
    this.config = config;
    this.words = config.words;
    this.state = { source: config.source, from: config.from, to: config.to };
    this.hidden = new Set(config.hidden || []);
    this.period = Boolean(config.period);
    this.layers = []; // what is drawn of the scene
    this.markers = new Map();
    this.nameLayer = L.layerGroup().addTo(map);
    this.ringLayer = L.layerGroup().addTo(map);
    this.pending = new Set();
    this.failed = new Set();
    this.scene = null;
    Frontline.panes(map);
    const names = map.createPane("fl-names");
    names.style.zIndex = 450;
    names.style.pointerEvents = "none";
    for (const line of config.attributions || []) map.attributionControl.addAttribution(line);
    Frontline.keyboard(map);
    this.open(config);
    tools(this);
    let timer = null;
    map.on("moveend", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.refresh().then(() => this.tell("settled")), SETTLE_MS);
      this.tell("moved");
    });
    map.on("zoomend", () => this.zoomed());
    this.zoomed();
    this.ready = Promise.allSettled([this.ground(), this.refresh()]);
    if (config.ring) this.ring([config.ring], config.ring.id, { move: false });
    if (config.focus) this.ready.then(() => this.openPlace(config.focus));
  }

  open(config) {
    const options = { padding: [28, 28], maxZoom: 12, animate: false };
    if (config.view) this.map.fitBounds(config.view, { animate: false });
    else if (config.focus) this.map.setView([config.focus.lat, config.focus.lon], 10, { animate: false });
    else this.map.fitBounds(config.bounds, options);
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  zoomed() {
    this.map.getContainer().dataset.zoom = this.map.getZoom() >= 9 ? "near" : this.map.getZoom() >= 6 ? "middle" : "far";
  }

  // --- asking

  async ask(what, path, query, { quiet = false } = {}) {
    this.controllers ??= {};
    this.controllers[what] = Symbol(what);
    const mine = this.controllers[what];
    const pending = get(path, query);
    if (!quiet) this.pending.add(pending);
    this.notice();
    try {
      const answer = await pending;
      this.failed.delete(what);
      return mine === this.controllers[what] ? answer : null; // a later question has been asked
    } catch {
      if (!quiet) this.failed.add(what);
      return null;
    } finally {
      this.pending.delete(pending);
      this.notice();
    }
  }

  notice() {
    clearTimeout(this.noticing);
    // What comes at once needs no word.
    this.noticing = setTimeout(() => {
      const box = this.map.getContainer().parentElement.querySelector(".fl-notice");
      if (!box) return;
      box.replaceChildren();
      box.hidden = this.pending.size === 0 && this.failed.size === 0;
      box.classList.toggle("fl-failed", this.pending.size === 0 && this.failed.size > 0);
      if (this.pending.size) box.append(this.words.loading);
      else if (this.failed.size) {
        const again = Frontline.element("button", "fl-again", this.words.again);
        again.type = "button";
        again.addEventListener("click", () => { this.ground(); this.refresh(); });
        box.append(this.words.failed, " ", again);
      }
    }, this.pending.size ? 350 : 0);
  }

  refresh() {
    const { source, from, to } = this.state;
    this.names();
    const work = [this.mentions()];
    if (source && from && to) work.push(this.drawScene(), this.measure());
    return Promise.allSettled(work);
  }

  // --- ground

  async ground() {
    const data = await this.ask("ground", "ground", {});
    if (!data) return;
    this.groundLayer?.remove();
    this.groundLayer = L.layerGroup().addTo(this.map);
    for (const feature of data.features) {
      const { kind, name, at } = feature.properties;
      const pane = kind === "country" ? "fl-country" : "fl-regions";
      L.geoJSON(feature, { pane, className: `fl-ground ${pane}`, interactive: false, smoothFactor: 1 }).addTo(this.groundLayer);
      if (kind === "region") this.label(name, at[0], at[1], "fl-region-name").addTo(this.groundLayer);
    }
    this.clearRegionNames();
  }

  label(text, lat, lon, className) {
    const node = Frontline.element("span", "", text);
    node.dir = "auto";
    const icon = L.divIcon({ className: `fl-name ${className}`, html: node, iconSize: [0, 0] });
    const made = L.marker([lat, lon], { icon, interactive: false, keyboard: false, pane: "fl-names" });
    made.on("add", () => made.getElement()?.setAttribute("aria-hidden", "true"));
    return made;
  }

  async names() {
    if (this.config.names === false || this.hidden.has("names")) {
      this.nameLayer.clearLayers();
      return;
    }
    // The map can be read without them, and the first time a gazetteer may have to be indexed.
    const data = await this.ask("names", "names", { bbox: gridBox(this.map), zoom: this.map.getZoom() }, { quiet: true });
    if (!data || this.hidden.has("names")) return;
    this.nameLayer.clearLayers();
    for (const { name, lat, lon, rank } of data.names) this.label(name, lat, lon, `fl-rank-${rank}`).addTo(this.nameLayer);
    this.clearRegionNames();
  }

  // A town's name makes way for that of a place in a text, a region's for those of towns.
  clearRegionNames() {
    const nodes = [...this.map.getPane("fl-names").children];
    const labelled = this.map.getContainer().dataset.zoom === "near" ? new Set([...this.markers.values()].map((marker) => marker.row.name)) : new Set();
    for (const node of nodes) node.hidden = !node.classList.contains("fl-region-name") && labelled.has(node.textContent);
    const boxes = nodes.filter((node) => !node.classList.contains("fl-region-name")).map((node) => node.firstChild.getBoundingClientRect());
    for (const node of nodes.filter((each) => each.classList.contains("fl-region-name"))) {
      node.hidden = false;
      const own = node.firstChild.getBoundingClientRect();
      node.hidden = boxes.some((box) => box.left < own.right + 4 && box.right > own.left - 4 && box.top < own.bottom && box.bottom > own.top);
    }
  }

  // --- control and change

  async drawScene() {
    const { source, from, to } = this.state;
    const zoom = this.map.getZoom();
    const query = { source, from, to, zoom: Math.max(zoom, 5) };
    if (zoom > WHOLE_TO_ZOOM) query.bbox = gridBox(this.map);
    const data = await this.ask("scene", "scene", query);
    if (!data || data === this.scene) return;
    this.scene = data;
    const fresh = data.features.map((feature) => this.drawFeature(feature, data)).filter(Boolean);
    for (const layer of this.layers) layer.remove();
    this.layers = fresh;
    this.tell("scene", data);
  }

  drawFeature(feature, data) {
    const { kind, status } = feature.properties;
    const shown = this.config.show;
    if (shown && !shown.includes(kind)) return null;
    const key = kind === "after" ? `after:${status}` : kind;
    const counted = kind !== "after" || data.counted.includes(status);
    const css = kind === "after" ? `fl-control fl-after fl-status-${slug(status)}${counted ? " fl-counted" : ""}`
      : kind === "before" ? "fl-control fl-before" : `fl-change fl-${kind}`;
    const pane = kind === "gained" || kind === "lost" ? "fl-change" : `fl-${kind}`;
    const layer = L.geoJSON(feature, { className: css, pane, interactive: false, smoothFactor: 0.6 });
    layer.key = key;
    if (!this.hidden.has(key)) layer.addTo(this.map);
    return layer;
  }

  async measure() {
    const { source, from, to } = this.state;
    const data = await this.ask("areas", "areas", { source, from, to, bbox: viewBox(this.map) });
    if (data) this.tell("areas", data);
  }

  // The days on both sides of the shown one come beforehand, so that a step shows at once.
  expect(from, to) {
    const zoom = this.map.getZoom();
    const query = { source: this.state.source, from, to, zoom: Math.max(zoom, 5) };
    if (zoom > WHOLE_TO_ZOOM) query.bbox = gridBox(this.map);
    get("scene", query).catch(() => {});
  }

  setDates(from, to, source = this.state.source) {
    this.state = { source, from, to };
    const work = [this.drawScene(), this.measure(), this.mentions()];
    return Promise.allSettled(work);
  }

  toggle(key, on) {
    if (on) this.hidden.delete(key);
    else this.hidden.add(key);
    for (const layer of this.layers) {
      if (layer.key === key) on ? layer.addTo(this.map) : layer.remove();
    }
    if (key === "names") this.names();
    if (key === "mentions" || key === "wide") this.mentions();
  }

  // --- places in texts

  async mentions() {
    if (this.config.mentions === false) return;
    const rows = [];
    for (const wide of [false, true]) {
      const key = wide ? "wide" : "mentions";
      if (this.hidden.has(key)) continue;
      const data = await this.ask(key, "mentions", this.mentionQuery(wide));
      if (!data) return;
      rows.push(...data.points.map((point) => ({ ...point, wide })));
      this.tell(key, data);
    }
    this.drawMentions(rows);
  }

  mentionQuery(wide) {
    const { source, from, to } = this.state;
    const zoom = this.map.getZoom();
    return {
      zoom,
      bbox: zoom > 4 ? gridBox(this.map) : null,
      source,
      on: to,
      document: this.config.document,
      datetime: this.period && from && to ? `${from}/${to}` : null,
      wide: wide || null,
    };
  }

  drawMentions(rows) {
    const wanted = new Map(rows.map((row) => [row.id ? `${row.id}:${row.count}:${row.held}` : `c${row.lat},${row.lon},${row.count}`, row]));
    for (const [key, marker] of this.markers) {
      if (!wanted.has(key)) {
        marker.remove();
        this.markers.delete(key);
      }
    }
    for (const [key, row] of wanted) {
      if (!this.markers.has(key)) this.markers.set(key, (row.id ? this.placeMarker(row) : this.clusterMarker(row)).addTo(this.map));
    }
    this.relight();
    this.clearRegionNames();
  }

  placeMarker(row) {
    const made = Frontline.placeMarker(row, this.plural("mentions", row.count));
    made.row = row;
    Frontline.pressed(made, () => this.openPlace(row, made));
    return made;
  }

  clusterMarker(row) {
    const text = `${this.plural("mentions", row.count)}, ${this.plural("places", row.places)}. ${this.words.zoom_in}`;
    const made = Frontline.clusterMarker(row, text);
    made.row = row;
    Frontline.pressed(made, () => {
      const [west, south, east, north] = row.bounds;
      const zoom = Math.min(Math.max(this.map.getBoundsZoom([[south, west], [north, east]], false, [40, 40]), this.map.getZoom() + 1), 13);
      this.map.setView([(south + north) / 2, (west + east) / 2], zoom);
    });
    return made;
  }

  plural(key, number) {
    const forms = this.words[key];
    const rule = new Intl.PluralRules(this.config.lang).select(number);
    return (forms[rule] ?? forms.many).replace("{n}", number.toLocaleString(this.config.lang));
  }

  async openPlace(place, marker) {
    const box = Frontline.element("section", "fl-popup");
    box.append(Frontline.element("p", "fl-more", this.words.loading));
    const popup = L.popup({
      maxWidth: 340, minWidth: 240, offset: [0, -4],
      autoPanPaddingTopLeft: this.popupPadding?.() ?? [24, 24], autoPanPaddingBottomRight: [24, 24],
    })
      .setLatLng([place.lat, place.lon])
      .setContent(box);
    popup.opener = marker ?? null;
    popup.openOn(this.map);
    this.tell("place", { id: place.id, mention: place.mention ?? null });
    popup.on("remove", () => this.tell("place", null));
    const query = { id: place.id, document: this.config.document, mention: place.mention, datetime: this.mentionQuery(false).datetime };
    try {
      const data = await get("place", place.mention ? { ...query, datetime: null } : query);
      const content = Frontline.popup(data.place, place.mention, this.words, this.config);
      popup.setContent(content);
      if (popup.opener) content.focus({ preventScroll: true });
      this.tell("opened", { place: data.place, mention: place.mention ?? null });
    } catch {
      box.replaceChildren(Frontline.element("p", "fl-more", this.words.failed));
    }
  }

  // Rings around places that were searched for; the chosen one comes into view.
  ring(places, chosen, { move = true } = {}) {
    this.ringLayer.clearLayers();
    for (const place of places) {
      const mark = place.id === chosen;
      Frontline.ringMarker(place, mark).addTo(this.ringLayer);
      if (mark && move) this.map.setView([place.lat, place.lon], Math.max(this.map.getZoom(), 9), { animate: false });
    }
  }

  // Light up the markers of these places, and the clusters that hold them.
  light(places) {
    this.lit = new Map(places.map((place) => [place.id, place]));
    this.relight();
  }

  relight() {
    if (!this.lit) return;
    for (const marker of this.markers.values()) {
      const { id, bounds } = marker.row;
      const within = bounds && [...this.lit.values()].some(({ lat, lon }) =>
        lon >= bounds[0] - 1e-4 && lat >= bounds[1] - 1e-4 && lon <= bounds[2] + 1e-4 && lat <= bounds[3] + 1e-4);
      marker.getElement()?.classList.toggle("fl-lit", id ? this.lit.has(id) : Boolean(within));
    }
  }
}

export const live = new Map();
for (const [map, config] of Frontline.waiting.splice(0)) live.set(config.name, new Live(map, config));
window.Frontline.live = live;
