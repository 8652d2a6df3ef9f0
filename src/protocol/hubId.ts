/** Ids of models on a hub. */

const SEGMENT = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9])?$/;
/** Names that Windows gives to devices, whatever their ending. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Says whether a text is the id of a model, "owner/name", of which a path can be made on any system. */
export function isHubId(text: string): boolean {
  const segments = text.split("/");
  return (
    segments.length === 2 &&
    segments.every(
      (part) =>
        SEGMENT.test(part) && !part.includes("..") && !part.includes("--") && !DEVICE.test(part),
    )
  );
}
