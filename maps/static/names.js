// Names of towns and regions on the ground. Where two would overlap is reckoned from their letters: asking the browser for
// the size of each costs more than all the rest of a move.
const TOWN = { letter: 7, height: 16, left: 5 };
const REGION = { letter: 9, height: 14 };

export class Names {
  constructor(map) {
    this.map = map;
    const pane = map.createPane("fl-names");
    pane.style.zIndex = 450;
    pane.style.pointerEvents = "none";
    this.towns = L.layerGroup().addTo(map);
    this.regions = L.layerGroup().addTo(map);
    this.taken = new Set(); // names that markers show
  }

  label(text, lat, lon, className) {
    const node = Frontline.element("span", "", text);
    node.dir = "auto";
    const icon = L.divIcon({ className: `fl-name ${className}`, html: node, iconSize: [0, 0] });
    const made = L.marker([lat, lon], { icon, interactive: false, keyboard: false, pane: "fl-names" });
    made.name = text;
    made.on("add", () => made.getElement()?.setAttribute("aria-hidden", "true"));
    return made;
  }

  // Those that were there stay: making a label costs more than moving it.
  showTowns(rows) {
    const wanted = new Map(rows.map((row) => [`${row.name},${row.lat},${row.lon},${row.rank}`, row]));
    this.towns.eachLayer((marker) => { if (!wanted.delete(marker.key)) this.towns.removeLayer(marker); });
    for (const [key, { name, lat, lon, rank }] of wanted) {
      const made = this.label(name, lat, lon, `fl-rank-${rank}`);
      made.key = key;
      made.addTo(this.towns);
    }
    this.arrange();
  }

  showRegions(features) {
    this.regions.clearLayers();
    for (const { name, at } of features) this.label(name, at[0], at[1], "fl-region-name").addTo(this.regions);
    this.arrange();
  }

  // A town's name makes way for that of a place in a text, a region's for those of towns.
  arrange(taken = this.taken) {
    this.taken = taken;
    const boxes = [];
    this.towns.eachLayer((marker) => {
      const hidden = taken.has(marker.name);
      show(marker, !hidden);
      const { x, y } = this.map.latLngToLayerPoint(marker.getLatLng());
      if (!hidden) boxes.push([x - 4, y - TOWN.height / 2, x + TOWN.left + TOWN.letter * marker.name.length, y + TOWN.height / 2]);
    });
    this.regions.eachLayer((marker) => {
      const { x, y } = this.map.latLngToLayerPoint(marker.getLatLng());
      const [half, tall] = [(REGION.letter * marker.name.length) / 2 + 4, REGION.height / 2];
      show(marker, !boxes.some(([left, top, right, bottom]) => left < x + half && right > x - half && top < y + tall && bottom > y - tall));
    });
  }
}

function show(marker, on) {
  const node = marker.getElement();
  if (node && node.hidden === on) node.hidden = !on;
}
