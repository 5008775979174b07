// Decodes the payloads of a made-up device for ingest: "Command": ["node", "decode.mjs"]. The format is that of decode.py.
import { once } from "node:events";

const RECORD_BYTES = 8;
const STATES = ["off", "on"];

/** One list a sample: the time in microseconds since 1970, then a value for each channel. */
function decode(payload) {
  if (payload.length % RECORD_BYTES !== 0) throw new RangeError(`${payload.length} bytes are no whole number of records`);
  const samples = [];
  for (let at = 0; at < payload.length; at += RECORD_BYTES) {
    const temperature = payload.readInt16BE(at + 4);
    samples.push([
      payload.readUInt32BE(at) * 1_000_000,
      temperature === -32768 ? null : temperature / 100,
      payload.readUInt8(at + 6) / 2,
      STATES[payload.readUInt8(at + 7)] ?? "unknown",
    ]);
  }
  return samples;
}

function answer(payload) {
  try {
    return { samples: decode(payload) };
  } catch (fault) {
    return { error: fault.message, offset: 0 };
  }
}

let pending = Buffer.alloc(0);
for await (const chunk of process.stdin) {
  pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
  let at = 0;
  while (pending.length - at >= 8 && pending.length - at - 8 >= pending.readUInt32LE(at + 4)) {
    const length = pending.readUInt32LE(at + 4);
    const body = Buffer.from(JSON.stringify(answer(pending.subarray(at + 8, at + 8 + length))));
    const head = Buffer.alloc(8);
    head.writeUInt32LE(pending.readUInt32LE(at));
    head.writeUInt32LE(body.length, 4);
    if (!process.stdout.write(Buffer.concat([head, body]))) await once(process.stdout, "drain");
    at += 8 + length;
  }
  pending = pending.subarray(at);
}
