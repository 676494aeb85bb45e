const LAST = "\u{10ffff}"; // sorts after every name

/** The sort key of a container in its node's column: by service and slot, those of no service last. */
export function containerOrder({ service, slot = 0, name, id }) {
  return `${service ?? LAST}\n${slotText(slot)}\n${name}\n${id}`;
}

/** Compares placements: the tasks of a slot by time, since their names end in random letters. */
export function comparePlacements(a, b) {
  return (
    placementOrder(a).localeCompare(placementOrder(b)) ||
    Date.parse(a.first_seen) - Date.parse(b.first_seen) ||
    a.name.localeCompare(b.name)
  );
}

function placementOrder({ service, slot = 0, node = "", name }) {
  return service ? `0 ${service} ${slotText(slot)} ${slot ? "" : node}` : `1 ${name}`;
}

/** "2" as text that sorts before "10". */
function slotText(slot) {
  return String(slot).padStart(6, "0");
}
