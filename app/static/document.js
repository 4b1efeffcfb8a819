// A text and its map: pointing at a sentence lights up its places, a place's marker leads back to the sentence.
import { live as maps } from "../maps/live.js";

const map = maps.get("beside");
const text = document.querySelector(".text");
const narrow = matchMedia("(max-width: 64rem)");
let lit = null;

const placeOf = (node) => ({ id: node.dataset.place, lat: +node.dataset.lat, lon: +node.dataset.lon });

function light(event) {
  const sentence = event.target.closest(".sentence");
  if (sentence === lit) return;
  lit = sentence;
  map.light(sentence ? [...sentence.querySelectorAll("[data-place]")].map(placeOf) : []);
}

text.addEventListener("pointerover", light);
text.addEventListener("focusin", light);
text.addEventListener("pointerleave", () => { lit = null; map.light([]); });

// Mark the sentences that mention a place, and bring the first of them (or a chosen one) into view.
function show(place, mention = null, { scroll = true } = {}) {
  for (const node of document.querySelectorAll(".sentence.here, .places .here")) node.classList.remove("here");
  if (!place) return;
  const marks = [...text.querySelectorAll("[data-place]")].filter((node) => node.dataset.place === place);
  for (const mark of marks) mark.closest(".sentence")?.classList.add("here");
  for (const row of document.querySelectorAll(".places li[data-place]")) row.classList.toggle("here", row.dataset.place === place);
  const first = marks.find((mark) => mark.dataset.mention === mention) ?? marks[0];
  if (scroll && first) first.closest(".sentence").scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

map.addEventListener("place", ({ detail }) => show(detail?.id, detail?.mention, { scroll: !narrow.matches && !held }));

let held = false; // a place that was opened from the text or the list needs no scrolling to itself
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-show-mention], .text [data-place]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const place = placeOf(link);
  held = Boolean(link.closest(".text"));
  map.map.setView([place.lat, place.lon], Math.max(map.map.getZoom(), 9), { animate: false });
  map.openPlace({ ...place, mention: link.dataset.showMention ?? link.dataset.mention }).finally(() => { held = false; });
});
