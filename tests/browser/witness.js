// Writes down what a test wants to know afterwards and cannot see in the page any more.
window.witness = { frames: [], connections: [], bursts: 0, violations: [] };

addEventListener("trip:frame", ({ detail: { frame } }) => window.witness.frames.push(frame), true);

addEventListener("trip:connection", ({ detail: { state } }) => window.witness.connections.push(state), true);

addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
  window.witness.violations.push(`${effectiveDirective} ${blockedURI}`);
});

new MutationObserver((records) => {
  const added = records.flatMap(({ addedNodes }) => [...addedNodes]);
  window.witness.bursts += added.filter((node) => node.matches?.("canvas.confetti")).length;
}).observe(document, { childList: true, subtree: true });
