/** An answer that goes on for long, read as it comes: as text, and as server-sent events. */

/**
 * The texts of a body, cut anywhere, until it ends or breaks.
 * @param {?ReadableStream<Uint8Array<ArrayBuffer>>} body
 */
export async function* readText(body) {
  if (!body) return;
  const reader = body.getReader();
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read().catch(() => ({ done: true, value: undefined }));
    if (done) return;
    yield decoder.decode(value, { stream: true });
  }
}

/**
 * Server-sent events, as far as ours use them. Ids are passed over: each frame says its own position.
 * @param {{onData: (data: string) => void, onComment: (comment: string) => void, onRetry: (ms: number) => void}} on
 * @returns {(text: string) => void} takes the stream in pieces cut anywhere
 */
export function eventParser({ onData, onComment, onRetry }) {
  let rest = "";
  /** @type {string[]} */
  let data = [];
  const dispatch = () => {
    if (data.length) onData(data.join("\n"));
    data = [];
  };
  /** @param {string} line */
  const read = (line) => {
    const [, name, value] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
    if (name === "") onComment(value);
    if (name === "data") data.push(value);
    if (name === "retry" && /^\d+$/.test(value)) onRetry(Number(value));
  };
  return (text) => {
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/); // a \r at the end may be half of \r\n
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line) read(line);
      else dispatch();
    }
  };
}
