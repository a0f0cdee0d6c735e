/** A page as last seen is the present again once its trip is live, which it may be before this script is there. */
const hideAsOf = () => {
  const asOf = document.querySelector("[data-as-of]");
  if (asOf && document.querySelector("connection-chip[data-state=live]")) asOf.hidden = true;
};

for (const hub of document.querySelectorAll("trip-hub")) hub.addEventListener("trip:connection", hideAsOf);
hideAsOf();
