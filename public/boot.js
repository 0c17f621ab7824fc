// Runs before everything else: one Trusted Types policy, and a plain sentence when the page can't start.
"use strict";

(() => {
  // No sink takes a string unless it passes here ("trusted-types default" in the content security policy).
  const TEMPLATE = /^(?:[^<]|<\/?[a-z][a-zA-Z0-9-]*(?: +[a-zA-Z][a-zA-Z0-9:-]*(?:="[^"]*")?)* *\/?>)*$/;
  const DANGER = /<(?:script|iframe|frame|object|embed|link|meta|base|style|template)\b|[ "](?:on[a-z]+|srcdoc|style)=|javascript:/i;
  const workerUrl = () => document.querySelector('meta[name="cartouche-worker"]')?.content;

  globalThis.trustedTypes?.createPolicy("default", {
    // Leptos makes the constant parts of a view through <template>.innerHTML. Plain, closed tags
    // are let through; null makes the browser throw.
    createHTML: (html) => (TEMPLATE.test(html) && !DANGER.test(html) ? html : null),
    // The one script that the page may start by its address.
    createScriptURL: (url) => (url === workerUrl() ? url : null),
  });

  let started = false;

  const say = (sentence) => {
    const message = document.getElementById("boot-message");
    if (message) message.textContent = sentence;
  };

  const fail = () => {
    if (started) return;
    if (location.protocol === "file:") {
      say("Cartouche can't run from a file:// address. Open it from a web server, for example one on your own machine.");
    } else if (typeof WebAssembly !== "object") {
      say("Cartouche needs WebAssembly, and this browser doesn't have it or has it switched off.");
    } else {
      say("Cartouche couldn't start. Reload the page; if that doesn't help, its files on the server may be incomplete.");
    }
  };

  // Sent by Trunk's loader when main() has returned.
  addEventListener("TrunkApplicationStarted", () => {
    started = true;
    document.getElementById("boot")?.remove();
  });
  // In the capture phase, so that a script or style that didn't load is seen too.
  addEventListener("error", fail, true);
  addEventListener("unhandledrejection", fail);
  addEventListener("DOMContentLoaded", () => {
    if (location.protocol === "file:" || typeof WebAssembly !== "object") fail();
  });
})();
