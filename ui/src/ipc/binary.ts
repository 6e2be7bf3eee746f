/** Reads the two binary answers. Little-endian, written by `src-tauri/src/wire`. */
import type { Band, Fleet, Metric, Series } from './types';

/**
 * u32 containers, u32 columns; then for each container: u32 bytes of its id, the id in UTF-8 padded with
 * zeros to a multiple of 4, `columns` f32 of CPU (nanocores), `columns` f32 of memory (bytes).
 */
export function readFleet(bytes: ArrayBuffer): Fleet {
  const fleet: Fleet = new Map();
  if (bytes.byteLength === 0) return fleet;
  const view = new DataView(bytes);
  const columns = view.getUint32(4, true);
  let at = 8;
  const floats = () => {
    const read = new Float32Array(columns);
    for (let i = 0; i < columns; i++, at += 4) read[i] = view.getFloat32(at, true);
    return read;
  };
  for (let left = view.getUint32(0, true); left > 0; left--) {
    const length = view.getUint32(at, true);
    const id = new TextDecoder().decode(new Uint8Array(bytes, at + 4, length));
    at += 4 + Math.ceil(length / 4) * 4;
    fleet.set(id, { cpu: floats(), memory: floats() });
  }
  return fleet;
}

const NOTHING = Float64Array.of(0, 0, 0, NaN, NaN, NaN);

/**
 * All f64: from_ms, to_ms, columns, cpu_limit, memory_limit, newest_ms (NaN for none); then for each metric that was
 * asked for, in that order, three rows of `columns`: least, average, most. Empty while there is no engine.
 */
export function readSeries(bytes: ArrayBuffer, metrics: readonly Metric[]): Series {
  if (bytes.byteLength === 0) return readSeries(NOTHING.buffer, metrics);
  const view = new DataView(bytes);
  let at = 0;
  const one = () => {
    const value = view.getFloat64(at, true);
    at += 8;
    return value;
  };
  const maybe = () => {
    const value = one();
    return Number.isNaN(value) ? null : value;
  };
  const from_ms = one();
  const to_ms = one();
  const columns = one();
  const cpu_limit = maybe();
  const memory_limit = maybe();
  const newest_ms = maybe();
  const many = () => Float64Array.from({ length: columns }, one);
  const bands: Partial<Record<Metric, Band>> = {};
  for (const metric of metrics) bands[metric] = { min: many(), avg: many(), max: many() };
  return { from_ms, to_ms, cpu_limit, memory_limit, newest_ms, bands };
}
