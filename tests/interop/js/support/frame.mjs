// RFC 6455 frames, right and wrong ones.

import { randomBytes } from "node:crypto";

export const OP = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 };

// One frame. By default what a well-behaved client sends: final, masked, shortest length.
export function frame(opcode, payload = "", { fin = true, reserved = 0, mask = true, length } = {}) {
  const data = Buffer.isBuffer(payload) ? Buffer.from(payload) : Buffer.from(payload, "utf8");
  const size = length ?? data.length;
  const head = [(fin ? 0x80 : 0) | (reserved << 4) | opcode];
  const masked = mask ? 0x80 : 0;
  if (size < 126) head.push(masked | size);
  else if (size < 65_536) head.push(masked | 126, size >> 8, size & 255);
  else {
    const wide = Buffer.alloc(8);
    wide.writeBigUInt64BE(BigInt(size));
    head.push(masked | 127, ...wide);
  }
  if (!mask) return Buffer.concat([Buffer.from(head), data]);
  const key = randomBytes(4);
  for (let i = 0; i < data.length; i += 1) data[i] ^= key[i % 4];
  return Buffer.concat([Buffer.from(head), key, data]);
}

// The payload of a close frame.
export function closing(code, why = "") {
  const payload = Buffer.alloc(2 + Buffer.byteLength(why));
  payload.writeUInt16BE(code);
  payload.write(why, 2);
  return payload;
}

// Takes whole frames off the front of the bytes received so far.
export function parse(buffer) {
  const frames = [];
  let rest = buffer;
  for (;;) {
    if (rest.length < 2) break;
    let size = rest[1] & 127;
    let at = 2;
    if (size === 126) {
      if (rest.length < 4) break;
      size = rest.readUInt16BE(2);
      at = 4;
    } else if (size === 127) {
      if (rest.length < 10) break;
      size = Number(rest.readBigUInt64BE(2));
      at = 10;
    }
    if (rest.length < at + size) break;
    frames.push({
      fin: rest[0] >= 0x80,
      reserved: (rest[0] >> 4) & 7,
      opcode: rest[0] & 15,
      masked: rest[1] >= 0x80,
      payload: rest.subarray(at, at + size),
    });
    rest = rest.subarray(at + size);
  }
  return { frames, rest };
}
