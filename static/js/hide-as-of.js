/** A page as last seen is the present again once its trip is live. */
for (const hub of document.querySelectorAll("trip-hub"))
  hub.addEventListener("trip:connection", ({ detail: { state } }) => {
    const asOf = document.querySelector("[data-as-of]");
    if (asOf && state === "live") asOf.hidden = true;
  });
