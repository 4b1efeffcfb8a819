// The two dates: slider, fields, spans, playing; what changed between them, in figures.
import { params, remember } from "./address.js";
import { drawCurve, first, iso, last, load, number, snapshotBefore, step } from "./series.js";
import { $, day, fill, km2, map, signed, words } from "./shared.js";

const NEIGHBOURS_MS = 250;
const FRAME_MS = 220;
const FRAMES = 90; // a longer span is played in about so many steps

const timeline = $(".timeline");
const sliders = timeline ? { from: $(".from", timeline), to: $(".to", timeline) } : {};
const fields = timeline ? { from: $('[name="from"]', timeline), to: $('[name="to"]', timeline) } : {};
let scene = null;
let playing = null;
let queued = null;

function show() {
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
  const begin = +sliders.to.min;
  const wide = Math.max(1, +sliders.to.max - begin);
  const between = $(".between", timeline);
  between.setAttribute("x", (1000 * (low - begin)) / wide);
  between.setAttribute("width", Math.max(0, (1000 * (high - low)) / wide));
  for (const preset of timeline.querySelectorAll("[data-days]")) preset.setAttribute("aria-pressed", String(+preset.dataset.days === high - low));
}

function totals({ whole_km2: whole }) {
  for (const [name, value] of [["gained", km2(whole.gained)], ["lost", km2(whole.lost)], ["net", signed(whole.gained - whole.lost)]]) {
    const cell = $(`[data-total="${name}"]`);
    if (cell) cell.textContent = value;
  }
}

export async function choose(from, to, { own = true } = {}) {
  if (from > to) [from, to] = [to, from];
  if (from === map.state.from && to === map.state.to) return;
  const work = map.setDates(from, to);
  show();
  remember({ from, to }, { own });
  clearTimeout(queued);
  queued = setTimeout(() => { // the neighbours of where the reader stopped
    const days = number(to);
    for (const by of [1, -1]) map.expect(from, iso(step(days, by)));
  }, NEIGHBOURS_MS);
  await work;
}

function play(on) {
  clearTimeout(playing);
  playing = null;
  const button = $(".play", timeline);
  button.setAttribute("aria-pressed", String(on));
  button.setAttribute("aria-label", on ? words.pause : words.play);
  button.title = on ? words.pause : words.play;
  if (!on) return;
  const end = last();
  if (number(map.state.to) >= end) choose(map.state.from, map.state.from); // from the start again
  const whole = end - number(map.state.from);
  let own = true; // one run of it is one entry of the history
  const next = async () => {
    const begun = performance.now();
    const now = number(map.state.to);
    if (now >= end || playing === null) return play(false);
    let to = whole > FRAMES ? snapshotBefore(now + Math.max(1, Math.round(whole / FRAMES))) : step(now, 1);
    if (to <= now) to = step(now, 1);
    await choose(map.state.from, iso(to), { own });
    own = false;
    if (playing !== null) playing = setTimeout(next, Math.max(60, FRAME_MS - (performance.now() - begun)));
  };
  playing = setTimeout(next, 60);
}

function slide(which) {
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
    choose(chosen.from, chosen.to);
  });
}

// Show the dates that the address names.
export function restoreDates() {
  if (!timeline) return;
  play(false);
  const query = params();
  const from = query.get("from") ?? map.config.from;
  const to = query.get("to") ?? map.config.to;
  if (from !== map.state.from || to !== map.state.to) map.setDates(from, to).then(show);
}

async function loadSeries() {
  if (!(await load(map.state.source))) return;
  for (const slider of Object.values(sliders)) {
    slider.min = first();
    slider.max = last();
  }
  drawCurve(timeline);
  addEventListener("resize", () => drawCurve(timeline));
  show();
}

export function startDates() {
  map.addEventListener("scene", ({ detail }) => {
    scene = detail;
    totals(detail);
    show();
  });
  if (!timeline) return;
  for (const which of ["from", "to"]) slide(which);
  // Where both thumbs lie together, the one that can still move is on top.
  $(".track", timeline).addEventListener("pointerover", () => { sliders.from.style.zIndex = +sliders.from.value >= +sliders.to.max - 1 ? 2 : ""; });
  $(".presets", timeline).addEventListener("click", ({ target }) => {
    const days = +target.dataset?.days;
    if (days) choose(iso(Math.max(first() ?? 0, number(map.state.to) - days)), map.state.to);
  });
  $(".play", timeline).addEventListener("click", () => play(playing === null));
  loadSeries();
}
