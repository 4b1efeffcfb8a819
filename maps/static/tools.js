// Measuring distances and areas, and filling the screen.
const EARTH_M = 6371008.8; // mean radius

const ICONS = {
  measure: "M3 17 17 3l4 4L7 21zM7 13l2 2M10 10l2 2M13 7l2 2",
  full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
};

function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

// Spherical excess of a ring of [lat, lon], in km².
export function ringKm2(points) {
  const radians = (degrees) => (degrees * Math.PI) / 180;
  let sum = 0;
  for (let i = 0; i < points.length; i += 1) {
    const a = points[i];
    const b = points[(i + 1) % points.length];
    sum += radians(b.lng - a.lng) * (2 + Math.sin(radians(a.lat)) + Math.sin(radians(b.lat)));
  }
  return Math.abs((sum * EARTH_M * EARTH_M) / 2) / 1e6;
}

function button(path, label) {
  const made = Frontline.element("a", "fl-tool");
  made.href = "#";
  made.setAttribute("role", "button");
  made.setAttribute("aria-label", label);
  made.setAttribute("aria-pressed", "false");
  made.title = label;
  made.append(icon(path));
  return made;
}

class Measure {
  constructor(live) {
    this.live = live;
    this.points = [];
    this.layer = L.layerGroup();
    this.click = (event) => { this.points.push(event.latlng); this.draw(); };
  }

  start(made) {
    this.made = made;
    this.on = true;
    this.layer.addTo(this.live.map);
    this.live.map.getContainer().classList.add("fl-measuring");
    this.live.map.doubleClickZoom.disable();
    this.live.map.on("click", this.click);
    this.say(this.live.words.measure_hint);
  }

  stop() {
    this.on = false;
    this.points = [];
    this.layer.clearLayers().remove();
    this.live.map.getContainer().classList.remove("fl-measuring");
    this.live.map.doubleClickZoom.enable();
    this.live.map.off("click", this.click);
    this.made?.setAttribute("aria-pressed", "false");
    this.say("");
  }

  draw() {
    const { map, words, config } = this.live;
    this.layer.clearLayers();
    const options = { className: "fl-measure", interactive: false };
    if (this.points.length > 2) L.polygon(this.points, { ...options, className: "fl-measure fl-measure-area" }).addTo(this.layer);
    L.polyline(this.points, options).addTo(this.layer);
    for (const point of this.points) L.circleMarker(point, { ...options, radius: 4 }).addTo(this.layer);
    const metres = this.points.slice(1).reduce((sum, point, i) => sum + map.distance(this.points[i], point), 0);
    const number = (value) => value.toLocaleString(config.lang, { maximumFractionDigits: value < 100 ? 1 : 0 });
    const parts = [`${number(metres / 1000)} km`];
    if (this.points.length > 2) parts.push(`${number(ringKm2(this.points))} km²`);
    this.say(`${words.measured}: ${parts.join(" · ")}`);
  }

  say(text) {
    const box = this.live.map.getContainer().parentElement.querySelector(".fl-measured");
    if (!box) return;
    box.hidden = !text;
    box.textContent = text;
  }
}

export function tools(live) {
  if (live.config.tools === false) return;
  const { words } = live;
  const bar = L.control({ position: "topright" });
  bar.onAdd = () => {
    const box = Frontline.element("div", "leaflet-bar fl-tools");
    L.DomEvent.disableClickPropagation(box);
    const ruler = button(ICONS.measure, words.measure);
    const measure = new Measure(live);
    ruler.addEventListener("click", (event) => {
      event.preventDefault();
      if (measure.on) return measure.stop();
      measure.start(ruler);
      ruler.setAttribute("aria-pressed", "true");
    });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape" && measure.on) measure.stop(); });
    box.append(ruler);
    if (document.fullscreenEnabled) {
      const full = button(ICONS.full, words.full);
      const stage = live.map.getContainer().closest("[data-fullscreen]") ?? live.map.getContainer().parentElement;
      full.addEventListener("click", (event) => {
        event.preventDefault();
        if (document.fullscreenElement) document.exitFullscreen();
        else stage.requestFullscreen();
      });
      document.addEventListener("fullscreenchange", () => {
        full.setAttribute("aria-pressed", String(Boolean(document.fullscreenElement)));
        live.map.invalidateSize();
      });
      box.append(full);
    }
    return box;
  };
  bar.addTo(live.map);
}
