// The proof of a finding: its maps move together, and a person may confirm it.
const words = JSON.parse(document.getElementById("page-words").textContent);
const lang = document.documentElement.lang;
const km2 = (value) => `${value.toLocaleString(lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).replace("-", "−")} ${words.unit}`;

if (document.querySelector("[data-map]")) {
  const { live } = await import("../maps/live.js");
  const maps = [...live.values()];
  const offset = new Map(maps.map((one) => [one, one.map.getZoom()])); // a smaller map shows the same ground at a lower zoom
  let following = false;
  for (const one of maps) {
    one.map.on("moveend", () => {
      if (following) return;
      following = true;
      const by = one.map.getZoom() - offset.get(one);
      for (const other of maps) if (other !== one) other.map.setView(one.map.getCenter(), offset.get(other) + by, { animate: false });
      following = false;
    });
  }
  const change = live.get("change");
  const told = ({ whole_km2: whole }) => {
    const values = { gained: km2(whole.gained), lost: km2(whole.lost), net: (whole.gained > whole.lost ? "+" : "") + km2(whole.gained - whole.lost) };
    for (const [name, value] of Object.entries(values)) {
      const cell = document.querySelector(`[data-total="${name}"]`);
      if (cell) cell.textContent = value;
    }
  };
  if (change.scene) told(change.scene);
  change.addEventListener("scene", ({ detail }) => told(detail));
}

const section = document.querySelector("[data-finding]");
section?.querySelector("form")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const said = section.querySelector(".said");
  const button = event.submitter ?? section.querySelector("button");
  button.disabled = true;
  const response = await fetch(`/api/findings/${encodeURIComponent(section.dataset.finding)}/confirmation`, {
    method: button.dataset.method,
    headers: { Authorization: `Bearer ${new FormData(event.target).get("token")}` },
  }).catch(() => null);
  if (response?.ok) return location.reload();
  button.disabled = false;
  said.textContent = response ? ((await response.json().catch(() => ({}))).detail ?? words.failed) : words.failed;
});
