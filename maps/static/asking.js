// What a map asks the service for: answers kept while they are the same, boxes on a grid so that a small move needs nothing new.
const API = "/api/map";
const KEPT = 80; // a scene seen close is up to a megabyte once it is read
const CELL_DEG = 720; // at zoom 0: twice the world, so that a cell is wider than a screen

const kept = new Map(); // address -> promise of its JSON

export function get(path, query) {
  const entries = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const address = `${API}/${path}?${new URLSearchParams(entries)}`;
  if (!kept.has(address)) {
    const answer = fetch(address).then((response) => {
      if (!response.ok) throw new Error(`${response.status}`);
      return response.json();
    });
    answer.catch(() => kept.delete(address)); // what failed is asked for again
    kept.set(address, answer);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value);
  }
  return kept.get(address);
}

export function gridBox(map, pad = 0.05) {
  const bounds = map.getBounds().pad(pad);
  const cell = CELL_DEG / 2 ** map.getZoom();
  const west = Math.max(-180, Math.floor(bounds.getWest() / cell) * cell);
  const east = Math.min(180, Math.ceil(bounds.getEast() / cell) * cell);
  const south = Math.max(-90, Math.floor(bounds.getSouth() / cell) * cell);
  const north = Math.min(90, Math.ceil(bounds.getNorth() / cell) * cell);
  return [west, south, east, north].map((value) => +value.toFixed(5)).join(",");
}

export function viewBox(map) {
  const b = map.getBounds();
  const clamp = (value, most) => Math.min(most, Math.max(-most, value));
  return [clamp(b.getWest(), 180), clamp(b.getSouth(), 90), clamp(b.getEast(), 180), clamp(b.getNorth(), 90)]
    .map((value) => +value.toFixed(4))
    .join(",");
}
