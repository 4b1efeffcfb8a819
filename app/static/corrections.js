// Sends a correction of this document, or takes one back, with the write token; then shows the page as it is settled.
"use strict";

const section = document.querySelector("section.corrections");

section?.querySelector("form")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const said = section.querySelector(".said");
  const given = Object.fromEntries(new FormData(event.target));
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${given.token}` };
  const body = { target: given.target, note: given.note, none: "none" in given, reject: "reject" in given };
  for (const name of ["place", "period", "direction", "actor", "by"]) if (given[name]) body[name] = given[name];
  const undo = Boolean(event.submitter?.dataset.undo);
  const address = undo ? `/api/corrections/${encodeURIComponent(given.undo)}` : "/api/corrections";
  const asked = undo ? { method: "DELETE", headers } : { method: "POST", headers, body: JSON.stringify(body) };
  const response = await fetch(address, asked).catch(() => null);
  if (response?.ok) return location.reload();
  const answer = response ? await response.json().catch(() => ({})) : {};
  said.textContent = answer.detail ?? "–";
});
