/** Which rows of a long list are drawn: fixed row height, a few beyond each edge. */
export interface RowWindow {
  first: number;
  /** One past the last. */
  end: number;
}

export function rowWindow(
  scrollTop: number,
  viewHeight: number,
  rowHeight: number,
  count: number,
  beyond: number,
): RowWindow {
  if (count <= 0 || rowHeight <= 0 || viewHeight <= 0) return { first: 0, end: 0 };
  const top = Math.max(0, Math.min(scrollTop, count * rowHeight - viewHeight));
  const first = Math.max(0, Math.floor(top / rowHeight) - beyond);
  const end = Math.min(count, Math.ceil((top + viewHeight) / rowHeight) + beyond);
  return { first, end };
}

/** Is the end of the list in view (half a row of slack for fractional pixels)? */
export function atEnd(
  scrollTop: number,
  viewHeight: number,
  contentHeight: number,
  rowHeight: number,
): boolean {
  return scrollTop + viewHeight >= contentHeight - rowHeight / 2;
}

/** Where to scroll so that a row is in view; the same place when it already is. */
export function scrollFor(
  row: number,
  scrollTop: number,
  viewHeight: number,
  rowHeight: number,
): number {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  if (top + rowHeight > scrollTop + viewHeight) return top + rowHeight - viewHeight;
  return scrollTop;
}
