// Places that texts mention, as markers and clusters; those of a sentence light up.
import { gridBox } from "./asking.js";

const WHOLE_FROM_ZOOM = 4; // so far out, all of them come at once
const NEAREST_ZOOM = 13;
const EDGE_DEG = 1e-4;

export class Markers {
  constructor(live) {
    this.live = live;
    this.drawn = new Map(); // key -> marker
    this.lit = null;
    this.rules = new Intl.PluralRules(live.config.lang);
    this.numbers = new Intl.NumberFormat(live.config.lang);
  }

  query(wide) {
    const { map, config, period, state: { source, from, to } } = this.live;
    const zoom = map.getZoom();
    return {
      zoom,
      bbox: zoom > WHOLE_FROM_ZOOM ? gridBox(map) : null,
      source,
      on: to,
      document: config.document,
      datetime: period && from && to ? `${from}/${to}` : null,
      wide: wide || null,
    };
  }

  async load() {
    const { live } = this;
    if (live.config.mentions === false) return;
    const rows = [];
    for (const [key, wide] of [["mentions", false], ["wide", true]]) {
      if (live.hidden.has(key)) continue;
      const data = await live.ask(key, "mentions", this.query(wide));
      if (!data) return;
      rows.push(...data.points.map((point) => ({ ...point, wide })));
      live.tell(key, data);
    }
    this.draw(rows);
  }

  draw(rows) {
    const { live } = this;
    const wanted = new Map(rows.map((row) => [row.id ? `${row.id}:${row.count}:${row.held}` : `c${row.lat},${row.lon},${row.count}`, row]));
    for (const [key, marker] of this.drawn) {
      if (wanted.has(key)) continue;
      marker.remove();
      this.drawn.delete(key);
    }
    for (const [key, row] of wanted) {
      if (!this.drawn.has(key)) this.drawn.set(key, (row.id ? this.place(row) : this.cluster(row)).addTo(live.map));
    }
    this.relight();
    const near = live.map.getContainer().dataset.zoom === "near"; // there markers show their names
    live.labels.arrange(new Set(near ? rows.map((row) => row.name) : []));
  }

  place(row) {
    const made = Frontline.placeMarker(row, this.plural("mentions", row.count));
    made.row = row;
    Frontline.pressed(made, () => this.live.openPlace(row, made));
    return made;
  }

  cluster(row) {
    const text = `${this.plural("mentions", row.count)}, ${this.plural("places", row.places)}. ${this.live.words.zoom_in}`;
    const made = Frontline.clusterMarker(row, text);
    made.row = row;
    Frontline.pressed(made, () => {
      const { map } = this.live;
      const [west, south, east, north] = row.bounds;
      const zoom = Math.min(Math.max(map.getBoundsZoom([[south, west], [north, east]], false, [40, 40]), map.getZoom() + 1), NEAREST_ZOOM);
      map.setView([(south + north) / 2, (west + east) / 2], zoom);
    });
    return made;
  }

  plural(key, number) {
    const forms = this.live.words[key];
    return (forms[this.rules.select(number)] ?? forms.many).replace("{n}", this.numbers.format(number));
  }

  // Light up the markers of these places, and the clusters that hold them.
  light(places) {
    this.lit = new Map(places.map((place) => [place.id, place]));
    this.relight();
  }

  relight() {
    if (!this.lit) return;
    for (const marker of this.drawn.values()) {
      const { id, bounds } = marker.row;
      const within = bounds && [...this.lit.values()].some(({ lat, lon }) =>
        lon >= bounds[0] - EDGE_DEG && lat >= bounds[1] - EDGE_DEG && lon <= bounds[2] + EDGE_DEG && lat <= bounds[3] + EDGE_DEG);
      marker.getElement()?.classList.toggle("fl-lit", id ? this.lit.has(id) : Boolean(within));
    }
  }
}
