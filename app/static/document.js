// Pointing at a sentence, or moving the focus into it, lights up its places on the map beside it.
"use strict";

(() => {
  const text = document.querySelector(".text");
  let lit = null;

  function light(event) {
    const sentence = event.target.closest(".sentence");
    if (sentence === lit) return;
    lit = sentence;
    const places = sentence ? [...sentence.querySelectorAll("[data-mention]")] : [];
    window.Frontline?.light(places.map((place) => place.dataset.mention));
  }

  text.addEventListener("pointerover", light);
  text.addEventListener("focusin", light);
  text.addEventListener("pointerleave", () => {
    lit = null;
    window.Frontline?.light([]);
  });
})();
