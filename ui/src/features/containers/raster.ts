/**
 * Sparklines by hand: pixels written into one buffer for all visible rows, one `putImageData` a
 * drawing. Line and area of one sparkline have the same colour and differ in alpha only, so blending
 * is a matter of the alpha byte.
 */
export interface Frame {
  /** ABGR, as ImageData lies in memory on a little-endian machine. */
  readonly pixels: Uint32Array;
  readonly width: number;
  readonly height: number;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const fillAlpha = 0.14;

export function frame(width: number, height: number): Frame {
  return { pixels: new Uint32Array(width * height), width, height };
}

/** `#rrggbb` to 0x00bbggrr; anything else is a middle grey. */
export function colour(css: string): number {
  const hex = /^#([0-9a-f]{6})$/i.exec(css.trim())?.[1];
  if (hex === undefined) return 0x808080;
  const n = Number.parseInt(hex, 16);
  return ((n & 0xff) << 16) | (n & 0xff00) | (n >> 16);
}

function put(to: Frame, x: number, y: number, rgb: number, alpha: number): void {
  if (x < 0 || y < 0 || x >= to.width || y >= to.height || alpha <= 0) return;
  const at = y * to.width + x;
  const old = (to.pixels[at] ?? 0) >>> 24;
  const mixed = Math.round(old + (255 - old) * Math.min(1, alpha));
  to.pixels[at] = ((mixed << 24) | rgb) >>> 0;
}

/** How much of pixel row `y` lies between `top` and `bottom`. */
function cover(y: number, top: number, bottom: number): number {
  return Math.max(0, Math.min(bottom, y + 1) - Math.max(top, y));
}

/**
 * The values with short holes bridged in a straight line: a column narrower than the sampling period
 * is empty by nature, a hole of more than `bridge` columns is a real gap and stays one.
 */
export function bridged(values: Float32Array, bridge: number): Float32Array {
  const out = values.slice();
  let last = -1;
  for (let i = 0; i < out.length; i++) {
    const v = out[i] as number;
    if (Number.isNaN(v)) continue;
    const hole = i - last - 1;
    if (last >= 0 && hole > 0 && hole <= bridge) {
      const from = out[last] as number;
      for (let k = 1; k <= hole; k++) out[last + k] = from + ((v - from) * k) / (hole + 1);
    }
    last = i;
  }
  // The newest columns wait for the next sample: hold the last value.
  if (last >= 0 && out.length - 1 - last <= bridge) {
    for (let i = last + 1; i < out.length; i++) out[i] = out[last] as number;
  }
  return out;
}

/** Draws one sparkline; answers whether anything was there to draw. */
export function spark(
  to: Frame,
  box: Box,
  values: Float32Array,
  max: number,
  rgb: number,
  lineWidth: number,
): boolean {
  const n = values.length;
  if (n === 0 || !(max > 0)) return false;
  const room = box.height - lineWidth;
  const yOf = (v: number) => box.y + room - Math.min(1, Math.max(0, v / max)) * room;
  let previous = Number.NaN;
  let drawn = false;
  for (let px = 0; px < box.width; px++) {
    const at = box.width === 1 ? 0 : (px * (n - 1)) / (box.width - 1);
    const left = Math.floor(at);
    const a = values[left] as number;
    const b = values[Math.min(n - 1, left + 1)] as number;
    const share = at - left;
    const v =
      share === 0 || Number.isNaN(b) ? a : Number.isNaN(a) ? Number.NaN : a + (b - a) * share;
    if (Number.isNaN(v)) {
      previous = Number.NaN;
      continue;
    }
    drawn = true;
    const y = yOf(v);
    const from = Number.isNaN(previous) ? y : Math.min(previous, y);
    const until = (Number.isNaN(previous) ? y : Math.max(previous, y)) + lineWidth;
    previous = y;
    const x = box.x + px;
    for (let row = Math.floor(until); row < box.y + box.height; row++)
      put(to, x, row, rgb, fillAlpha);
    for (let row = Math.floor(from); row < Math.ceil(until); row++) {
      put(to, x, row, rgb, cover(row, from, until));
    }
  }
  return drawn;
}

/** The quiet dotted line of a row that has nothing to show. */
export function dots(to: Frame, box: Box, rgb: number, scale: number): void {
  const y = Math.round(box.y + box.height * 0.75);
  const on = Math.max(1, Math.round(2 * scale));
  const step = Math.max(2, Math.round(5 * scale));
  const thick = Math.max(1, Math.round(scale));
  for (let px = 0; px < box.width; px += step) {
    for (let k = 0; k < on && px + k < box.width; k++) {
      for (let t = 0; t < thick; t++) put(to, box.x + px + k, y + t, rgb, 1);
    }
  }
}

/** The scale of a sparkline: its limit, or half as much again as its highest point. */
export function scaleOf(values: Float32Array, limit: number | null, floor: number): number {
  if (limit !== null && limit > 0) return limit;
  let top = 0;
  for (const v of values) if (v > top) top = v;
  return Math.max(floor, top * 1.5);
}
