// The officer's page: the position of the telephone, and no double submission. Both can be done without it.
"use strict";

(() => {
  const locate = document.querySelector("[data-locate]");
  const field = (name) => document.querySelector(`.whistle-form [name="${name}"]`);

  function found(status, { coords }) {
    field("lon").value = coords.longitude.toFixed(6);
    field("lat").value = coords.latitude.toFixed(6);
    field("position_note").value = "";
    status.textContent = `${status.dataset.found} ${Math.round(coords.accuracy)} ${status.dataset.metres}`;
  }

  function failed(status, error) {
    const isDenied = error.code === error.PERMISSION_DENIED;
    status.textContent = isDenied ? status.dataset.denied : status.dataset.failed;
    if (!field("lon").value) { field("position_note").value = isDenied ? "denied" : "no_signal"; }
  }

  function ask(status) {
    status.textContent = status.dataset.looking;
    navigator.geolocation.getCurrentPosition(
      (position) => found(status, position),
      (error) => failed(status, error),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 },
    );
  }

  if (locate && navigator.geolocation) {
    locate.hidden = false;
    locate.querySelector("button").addEventListener("click", () => ask(locate.querySelector("[role=status]")));
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-once]")) { return; }
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    event.target.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
  });
})();
