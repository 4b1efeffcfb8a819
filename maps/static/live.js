// A map whose ground, places and names come beside its page: by box and zoom, kept while they are the same.
// Every text goes into a text node; nothing is built from HTML strings.
import { get, gridBox, viewBox } from "./asking.js";
import { Markers } from "./markers.js";
import { Names } from "./names.js";
import { tools } from "./tools.js";

const WHOLE_TO_ZOOM = 7; // up to here the whole ground is small enough to come at once
const SETTLE_MS = 16;
const NOTICE_MS = 350; // what comes sooner needs no word

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
    this.ringLayer = L.layerGroup().addTo(map);
    this.pending = new Set();
    this.failed = new Set();
    this.scene = null;
    Frontline.panes(map);
    this.labels = new Names(map);
    this.markers = new Markers(this);
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

  // What a page lays over the map's edges, for Leaflet's options.
  padding() {
    return { paddingTopLeft: [24, 24], paddingBottomRight: [24, 24] };
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
    }, this.pending.size ? NOTICE_MS : 0);
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
      const pane = feature.properties.kind === "country" ? "fl-country" : "fl-regions";
      L.geoJSON(feature, { pane, className: `fl-ground ${pane}`, interactive: false, smoothFactor: 1 }).addTo(this.groundLayer);
    }
    // Without a country's outline there is no telling land from sea.
    this.map.getContainer().classList.toggle("fl-with-land", data.features.some(({ properties }) => properties.kind === "country"));
    this.labels.showRegions(data.features.map((feature) => feature.properties).filter(({ kind }) => kind === "region"));
  }

  async names() {
    if (this.config.names === false || this.hidden.has("names")) {
      this.named = null;
      this.labels.showTowns([]);
      return;
    }
    // The map can be read without them, and the first time a gazetteer may have to be indexed.
    const data = await this.ask("names", "names", { bbox: gridBox(this.map), zoom: this.map.getZoom() }, { quiet: true });
    if (!data || this.hidden.has("names")) return;
    if (data === this.named) return this.labels.arrange();
    this.named = data;
    this.labels.showTowns(data.names);
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

  mentions() {
    return this.markers.load();
  }

  light(places) {
    this.markers.light(places);
  }

  // A place whose coordinates are not known is asked for first.
  async openPlace(place, marker) {
    const query = { id: place.id, document: this.config.document, mention: place.mention };
    if (!place.mention) query.datetime = this.markers.query(false).datetime;
    const answer = get("place", query);
    this.opened = { id: place.id, mention: place.mention ?? null };
    if (place.lat === undefined) {
      const { lat, lon } = await answer.catch(() => ({}));
      if (lat === undefined) return;
      place = { ...place, lat, lon };
      if (!this.map.getBounds().contains([lat, lon])) this.map.setView([lat, lon], Math.max(this.map.getZoom(), 9), { animate: false });
    }
    const box = Frontline.element("section", "fl-popup");
    box.append(Frontline.element("p", "fl-more", this.words.loading));
    const { paddingTopLeft, paddingBottomRight } = this.padding();
    const popup = L.popup({
      maxWidth: 340, minWidth: 240, offset: [0, -4],
      autoPanPaddingTopLeft: paddingTopLeft, autoPanPaddingBottomRight: paddingBottomRight,
    })
      .setLatLng([place.lat, place.lon])
      .setContent(box);
    popup.opener = marker ?? null;
    popup.openOn(this.map);
    this.opened = { id: place.id, mention: place.mention ?? null };
    this.tell("place", this.opened);
    popup.on("remove", () => {
      this.opened = null;
      this.tell("place", null);
    });
    try {
      const data = await answer;
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
}

export const live = new Map();
for (const [map, config] of Frontline.waiting.splice(0)) live.set(config.name, new Live(map, config));
window.Frontline.live = live;
