// What every part of the map page stands on: the map, the words of the language, figures and days as people write them.
import { live as maps } from "../../maps/live.js";

export const map = maps.get("front");
export const words = JSON.parse(document.getElementById("front-words").textContent);
export const lang = document.documentElement.lang;
export const $ = (selector, root = document) => root.querySelector(selector);
export const { element } = Frontline;
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
export const narrow = matchMedia("(max-width: 48rem)");

const dayFormat = new Intl.DateTimeFormat(lang, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const areaFormat = new Intl.NumberFormat(lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export function day(iso) {
  if (!iso) return "–";
  const parts = Object.fromEntries(dayFormat.formatToParts(new Date(`${iso}T00:00Z`)).map((part) => [part.type, part.value]));
  return `${parts.day}\u00a0${parts.month}\u00a0${parts.year}`;
}

export const km2 = (value) => `${areaFormat.format(value).replace("-", "−")}\u00a0${words.unit}`;
export const signed = (value) => (Math.round(value * 10) > 0 ? "+" : "") + km2(value);

// A part of a page that the server wrote, which escapes what it prints. Scripts in it would not run: a parsed document's never do.
export function parsed(html) {
  const made = new DOMParser().parseFromString(html, "text/html");
  return [...made.body.childNodes].map((node) => document.adoptNode(node));
}
