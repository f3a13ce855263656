// What the pages do more with JavaScript than without: progress, focus after a swap, suggestions, copying.
(function () {
  "use strict";
  var byId = function (id) { return document.getElementById(id); };

  // Progress on anything that takes a while: said in words, and the button cannot be pressed twice.
  function working(form) {
    var said = form.querySelector(".mm-working");
    if (said) { said.textContent = form.dataset.working + " …"; }
    form.setAttribute("aria-busy", "true");
  }
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.dataset.working) { return; }
    if (form.getAttribute("aria-busy")) { event.preventDefault(); return; }
    working(form);
  });
  window.addEventListener("pageshow", function () { // back from the shortlist: ready again
    document.querySelectorAll("form[aria-busy]").forEach(function (form) {
      form.removeAttribute("aria-busy");
      var said = form.querySelector(".mm-working");
      if (said) { said.textContent = ""; }
    });
  });
  var resend = document.querySelector("form[data-resend]");
  if (resend) {
    setTimeout(function () { if (!resend.getAttribute("aria-busy")) { resend.requestSubmit(); } }, 1000 * resend.dataset.resend);
  }

  // Copying.
  function ready(root) {
    root.querySelectorAll("[data-copy]").forEach(function (button) { button.hidden = false; });
    root.querySelectorAll("[data-suggest]").forEach(suggest);
  }
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]");
    if (!button) { return; }
    var field = byId(button.dataset.copy);
    var said = button.parentNode.querySelector(".mm-copied");
    var done = function () { said.textContent = "Copied"; };
    var byHand = function () { field.focus(); field.select(); said.textContent = "Selected: press Ctrl+C to copy"; };
    if (navigator.clipboard) { navigator.clipboard.writeText(field.value).then(done, byHand); } else { byHand(); }
  });

  var lists = null;
  // Suggestions in place of the browser's own list, which screen readers and zoom serve badly.
  function suggest(input) {
    if (!window.accessibleAutocomplete || input.dataset.done) { return; }
    var list = byId(input.dataset.suggest);
    if (!list && !lists) { // asked for once; the fields are ready when they are there
      lists = {};
      fetch(input.dataset.from).then(function (answer) { return answer.json(); }).then(function (found) { lists = found; });
    }
    var fixed = list && Array.prototype.map.call(list.options, function (o) { return o.value; });
    var holder = document.createElement("div");
    var described = input.getAttribute("aria-describedby");
    input.parentNode.insertBefore(holder, input);
    window.accessibleAutocomplete({
      element: holder,
      id: input.id,
      name: input.name,
      defaultValue: input.value,
      confirmOnBlur: false,
      displayMenu: "overlay", // nothing below may move
      inputClasses: "mm-input",
      minLength: 2,
      tNoResults: function () { return "Nothing in the list has these words"; },
      source: function (query, give) {
        var options = fixed || (lists || {})[list ? "" : input.dataset.suggest] || [];
        var words = query.toLowerCase().split(/\s+/).filter(Boolean);
        var found = options.filter(function (o) {
          var low = o.toLowerCase();
          return words.every(function (w) { return low.indexOf(w) >= 0; });
        });
        found.sort(function (a, b) { return a.toLowerCase().indexOf(words[0]) - b.toLowerCase().indexOf(words[0]); });
        give(found.slice(0, 12));
      }
    });
    input.remove();
    if (described) { byId(input.id).setAttribute("aria-describedby", described); }
  }

  // Swaps: focus stays where it was or goes where the button says, the result is announced, trouble is told.
  var goes = null;
  function trouble(words) {
    var box = byId("trouble");
    if (box) { box.textContent = words; box.hidden = false; }
  }
  document.addEventListener("htmx:beforeRequest", function (event) {
    var asked = event.detail.elt;
    var form = asked.closest("form");
    var match = asked.closest(".mm-match");
    var own = asked === form ? "" : asked.id; // a form's own request moves no focus
    goes = asked.dataset.focus || (match ? own + " " + match.id : own) || null;
    if (form) {
      form.classList.add("mm-busy");
      if (byId("announce")) { byId("announce").textContent = form.dataset.busy || ""; }
    }
    var box = byId("trouble");
    if (box) { box.hidden = true; box.textContent = ""; }
  });
  document.addEventListener("htmx:beforeSwap", function (event) {
    var target = event.detail.target.id;
    var page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    if (page.getElementById(target)) { return; }
    event.detail.shouldSwap = false;
    var told = page.querySelector(".mm-told");
    trouble("The page could not be updated. " + (told ? told.textContent : "Try again, or reload the page."));
  });
  // What was open stays open, and what was closed stays closed, over a swap.
  var unfolded = {};
  function fold(each) {
    document.querySelectorAll("#answer details").forEach(function (box) {
      var owner = box.id ? box : box.closest("[id]");
      each(box, owner.id + " " + box.className);
    });
  }
  document.addEventListener("htmx:beforeSwap", function () {
    unfolded = {};
    fold(function (box, key) { unfolded[key] = box.open; });
  });
  document.addEventListener("htmx:sendError", function () {
    trouble("The service did not answer. What you see is as it was; check that the service still runs and try again.");
  });
  document.addEventListener("htmx:afterRequest", function () {
    document.querySelectorAll(".mm-busy").forEach(function (form) { form.classList.remove("mm-busy"); });
  });
  document.addEventListener("htmx:afterSettle", function (event) {
    var target = byId(event.detail.target.id) || event.detail.target;
    ready(target);
    fold(function (box, key) { if (key in unfolded && !box.querySelector(".mm-field__error")) { box.open = unfolded[key]; } });
    unfolded = {};
    var first = target.querySelector("[data-focus-first]");
    if (first) { first.focus(); return; }
    var next = goes && goes.split(" ").map(byId).find(Boolean); // the first of those named that is there
    if (next) {
      if (!next.matches("a, button, input, select, textarea, [tabindex]")) { next.setAttribute("tabindex", "-1"); }
      next.focus({ preventScroll: !next.closest(".mm-compare, .mm-match") });
    }
    if (byId("announce") && target.dataset.said) { byId("announce").textContent = target.dataset.said; }
  });

  document.addEventListener("input", function (event) { // a slider tells its value while it is moved
    var told = event.target.type === "range" && event.target.parentNode.querySelector("output");
    if (told) { told.textContent = Number(event.target.value).toFixed(2); }
  });

  ready(document);
  document.querySelectorAll("input[name=scripted]").forEach(function (field) { field.value = "yes"; });
  var wrong = document.querySelector("[data-focus-first], .govuk-error-summary");
  if (wrong) { wrong.setAttribute("tabindex", "-1"); wrong.focus(); }
})();
