// The map page: what stands on it, and the way back through what a person chose.
import { follow, onReturn, params, remember } from "./address.js";
import { startBeside } from "./beside.js";
import { restoreDates, startDates } from "./dates.js";
import { restoreLayers, startLegend } from "./legend.js";
import { startLists } from "./lists.js";
import { restoreSearch, startSearch } from "./search.js";
import { $, map } from "./shared.js";

const box = () => {
  const b = map.map.getBounds();
  return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()].map((value) => +value.toFixed(3)).join(",");
};

// The first view is no choice of the reader's; from then on the box stands in the address.
let opening = null;
map.ready.then(() => { opening = [map.map.getCenter(), map.map.getZoom()]; });
map.addEventListener("moved", () => { if (opening) remember({ bbox: box() }); });
map.addEventListener("place", ({ detail }) => remember({ place: detail?.id, mention: detail?.mention }, { own: opening !== null }));
map.addEventListener("opened", follow); // the map makes room for what the popup says
addEventListener("resize", follow);

const fold = $(".fold");
fold?.addEventListener("click", () => {
  follow();
  const folded = document.body.classList.toggle("folded");
  fold.setAttribute("aria-expanded", String(!folded));
  map.map.invalidateSize();
  remember({ panel: folded ? "0" : null }, { own: false });
});

function restoreView() {
  const view = (params().get("bbox") ?? "").split(",").map(Number);
  if (view.length === 4 && view.every(Number.isFinite)) map.map.fitBounds([[view[1], view[0]], [view[3], view[2]]], { animate: false });
  else if (opening) map.map.setView(...opening, { animate: false });
}

// A place whose popup stands open, by the mention that a link names or by the place alone.
function restorePlace() {
  const [id, mention] = [params().get("place"), params().get("mention")];
  if (!id) map.map.closePopup();
  else if (map.opened?.id !== id || (map.opened.mention ?? null) !== mention) map.openPlace({ id, mention });
}

startLegend();
startDates();
startSearch();
startBeside();
startLists();
if (params().get("panel") === "0") fold?.click();
if (params().get("place") && !params().get("q") && !params().get("mention")) map.ready.then(restorePlace);
onReturn(() => {
  restoreLayers();
  restoreView();
  restoreDates();
  const searched = restoreSearch();
  if (!searched || params().get("mention")) restorePlace();
  else map.map.closePopup();
});

// Another source keeps the days and the view, where it has such days.
$('[name="source"]')?.addEventListener("change", ({ target }) => {
  const query = params();
  const { first, last } = target.selectedOptions[0].dataset;
  query.set("source", target.value);
  for (const name of ["from", "to"]) {
    const on = map.state[name];
    if (on >= first && on <= last) query.set(name, on);
    else query.delete(name);
  }
  for (const name of ["place", "mention"]) query.delete(name);
  location.search = query.toString().replaceAll("%2C", ",");
});
